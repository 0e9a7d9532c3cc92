// Printing validators: code that a debugger can step through, one line a constraint.

package emit

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func validators(f *jen.File, p *plan.Package) bool {
	any := false
	for _, t := range p.Types {
		switch {
		case t.Struct != nil && t.Struct.Validated:
			structValidator(f, t.Struct)
		case t.Union != nil && t.Union.Validated:
			unionValidator(f, t.Union)
		default:
			continue
		}
		any = true
	}
	for _, pattern := range p.Patterns {
		path := validatePath
		if pattern.ECMA {
			path = ecmaPath
		}
		entries := []jen.Code{entry("Expr", rawString(pattern.Expr))}
		if pattern.Model != "" {
			entries = append(entries, entry("Model", rawString(pattern.Model)))
		}
		for _, bound := range []struct {
			name  string
			value int
		}{{"Min", pattern.Min}, {"Max", pattern.Max}} {
			if bound.value != 0 {
				entries = append(entries, entry(bound.name, jen.Lit(bound.value)))
			}
		}
		if pattern.RE2 {
			entries = append(entries, entry("Engine", jen.Qual(validatePath+"/re2", "Compile")))
		}
		f.Var().Id(pattern.Var).Op("=").Qual(path, "Pattern").Add(lines(entries...))
		f.Line()
	}
	return any
}

// rawString prints a string between backquotes where it can, since regular expressions are easier to read so.
func rawString(s string) jen.Code {
	if strconv.CanBackquote(s) {
		return jen.Op("`" + s + "`")
	}
	return jen.Lit(s)
}

func structValidator(f *jen.File, s *plan.Struct) {
	f.Comment("// Validate reports every constraint of the model that in breaks, as one [*validate.Error]; nil if none.")
	f.Func().Params(jen.Id("in").Op("*").Id(s.Name)).Id("Validate").Params().Error().Block(
		jen.Id("v").Op(":=").Qual(validatePath, "New").Call(jen.Lit(s.ShapeName)),
		jen.Id("in").Dot("validate").Call(jen.Id("v")),
		jen.Return(jen.Id("v").Dot("Err").Call()),
	)
	f.Line()
	f.Func().Params(jen.Id("in").Op("*").Id(s.Name)).Id("validate").Params(validator()).BlockFunc(func(g *jen.Group) {
		for _, field := range s.Fields {
			if field.Check != nil {
				fieldChecks(g, field, jen.Lit(field.Row.Member), jen.Id("in").Dot(field.Name))
			}
		}
	})
	f.Line()
}

func validator() jen.Code { return jen.Id("v").Op("*").Qual(validatePath, "Validator") }

func unionValidator(f *jen.File, u *plan.Union) {
	var checked []plan.Variant
	for _, variant := range u.Variants {
		if variant.Check != nil {
			checked = append(checked, variant)
		}
	}
	checks := func(variant plan.Variant) func(*jen.Group) {
		return func(g *jen.Group) {
			fieldChecks(g, variant.Field, jen.Lit(variant.Row.Member), jen.Id("in").Dot(variant.Field.Name))
		}
	}
	f.Func().Id("validate"+u.Name).Params(jen.Id("in").Id(u.Name), validator()).BlockFunc(func(g *jen.Group) {
		if len(checked) == 1 {
			is := jen.List(jen.Id("in"), jen.Id("ok")).Op(":=").Id("in").Assert(jen.Op("*").Id(checked[0].Name))
			g.If(is, jen.Id("ok")).BlockFunc(checks(checked[0]))
			return
		}
		g.Switch(jen.Id("in").Op(":=").Id("in").Assert(jen.Type())).BlockFunc(func(g *jen.Group) {
			for _, variant := range checked {
				g.Case(jen.Op("*").Id(variant.Name)).BlockFunc(checks(variant))
			}
		})
	})
	f.Line()
}

// fieldChecks prints the checks of one field.
func fieldChecks(g *jen.Group, field plan.Field, name, value *jen.Statement) {
	c := field.Check
	present := presence(c, value)
	p := printer{typ: field.Type, depth: 0}
	switch {
	case c.Label && c.Deep(): // an empty label breaks enough
		g.If(validatorOf(c).Dot("Label").Call(name, text(field.Type, value))).BlockFunc(func(g *jen.Group) {
			p.checks(g, c, name, value)
		})
		return
	case c.Label:
		call(g, c, "Label", name, text(field.Type, value))
	case c.Required:
		call(g, c, "Required", name, present)
	}
	if !c.Deep() {
		return
	}
	if c.Deref && !c.Nested { // a structure's validator takes a pointer
		value = jen.Op("*").Add(value)
		p.typ = *field.Type.Elem
	}
	if present == nil || c.Guard == plan.EnumGiven || c.Guard == plan.TimeGiven {
		p.checks(g, c, name, value)
		return
	}
	if c.Guard == plan.NotNil && (field.Type.Kind == plan.Slice || field.Type.Kind == plan.Map) && !sized(c) {
		p.checks(g, c, name, value) // loops need no guard
		return
	}
	g.If(present).BlockFunc(func(g *jen.Group) { p.checks(g, c, name, value) })
}

// sized reports whether an empty list must be told from an absent one.
func sized(c *plan.Check) bool { return c.Size != nil || c.Bytes != nil }

// presence is the condition under which a value is there; nil if it always is.
func presence(c *plan.Check, value *jen.Statement) *jen.Statement {
	switch c.Guard {
	case plan.NotNil:
		return value.Clone().Op("!=").Nil()
	case plan.NotZero, plan.EnumGiven:
		return value.Clone().Op("!=").Add(jen.Op(c.Zero))
	case plan.TimeGiven:
		return jen.Op("!").Add(value.Clone()).Dot("IsZero").Call()
	default:
		return nil
	}
}

// call prints v.Method(name, args…), with the value kept out of violations if it is a secret.
func call(g *jen.Group, c *plan.Check, method string, args ...jen.Code) {
	g.Add(validatorOf(c).Dot(method).Call(args...))
}

// printer prints the checks of a value of a type; depth counts the loops around it.
type printer struct {
	typ   plan.GoType
	depth int
}

func (p printer) checks(g *jen.Group, c *plan.Check, name, value *jen.Statement) {
	if c.Length != nil {
		call(g, c, "Length", name, text(p.typ, value), number(c.Length.Min), maximum(c.Length.Max))
	}
	if c.Bytes != nil {
		call(g, c, "Bytes", name, jen.Len(value), number(c.Bytes.Min), maximum(c.Bytes.Max))
	}
	if c.Size != nil {
		call(g, c, "Size", name, jen.Len(value), number(c.Size.Min), maximum(c.Size.Max))
	}
	if c.Pattern != "" {
		call(g, c, "Pattern", name, text(p.typ, value), jen.Op("&").Id(c.Pattern))
	}
	if c.Range != nil {
		rangeCheck(g, c, name, value)
	}
	if c.Unique {
		g.Qual(validatePath, "Unique").Call(validatorOf(c), name, value)
	}
	if c.Nested {
		p.nested(g, c, name, value)
	}
	switch p.typ.Kind {
	case plan.Slice:
		p.elements(g, c, name, value)
	case plan.Map:
		p.entries(g, c, name, value)
	}
}

// text is the value as a string.
func text(t plan.GoType, value *jen.Statement) jen.Code {
	if t.Kind == plan.Named && t.Name == "string" && t.Path == "" {
		return value
	}
	return jen.String().Call(value)
}

func number(n int64) jen.Code { return jen.Op(strconv.FormatInt(n, 10)) }

func maximum(n int64) jen.Code {
	if n < 0 {
		return jen.Qual(validatePath, "NoMax")
	}
	return number(n)
}

// validatorOf is the validator, told to keep the value out of violations if it is a secret.
func validatorOf(c *plan.Check) *jen.Statement {
	if c.Secret {
		return jen.Id("v").Dot("Secret").Call()
	}
	return jen.Id("v")
}

// rangeCheck prints the check of a number; a bound that the model leaves open makes it another function.
func rangeCheck(g *jen.Group, c *plan.Check, name, value *jen.Statement) {
	function := "Range"
	args := []jen.Code{validatorOf(c), name, value}
	literal := func(s string) jen.Code { return jen.Op(s) }
	if c.Range.Kind == plan.BigIntegers || c.Range.Kind == plan.Decimals {
		literal = func(s string) jen.Code { return jen.Lit(s) }
		function = "Decimal"
		if c.Range.Kind == plan.BigIntegers {
			function = "BigInt"
		}
		g.Qual(validatePath, function).Call(append(args, literal(c.Range.Min), literal(c.Range.Max))...)
		return
	}
	switch {
	case c.Range.Max == "":
		g.Qual(validatePath, "AtLeast").Call(append(args, literal(c.Range.Min))...)
	case c.Range.Min == "":
		g.Qual(validatePath, "AtMost").Call(append(args, literal(c.Range.Max))...)
	default:
		g.Qual(validatePath, function).Call(append(args, literal(c.Range.Min), literal(c.Range.Max))...)
	}
}

// nested prints the way down into a structure or union. Where shapes are recursive, the validator says how deep is too deep.
func (p printer) nested(g *jen.Group, c *plan.Check, name, value *jen.Statement) {
	down := value.Clone().Dot("validate").Call(jen.Id("v"))
	if c.Union != "" {
		down = jen.Id("validate"+c.Union).Call(value, jen.Id("v"))
	}
	p.enter(g, c, "Enter", []jen.Code{name}, func(g *jen.Group) { g.Add(down) })
}

// enter prints the calls around what goes on a level down.
func (p printer) enter(g *jen.Group, c *plan.Check, method string, args []jen.Code, down func(*jen.Group)) {
	v := validatorOf(c).Dot(method).Call(args...)
	if c.Recursive {
		g.If(v).BlockFunc(down)
	} else {
		g.Add(v)
		down(g)
	}
	g.Id("v").Dot("Leave").Call()
}

func (p printer) elements(g *jen.Group, c *plan.Check, name, value *jen.Statement) {
	if c.Elem == nil {
		return
	}
	i := indexName(p.depth)
	g.For(jen.Id(i).Op(":=").Range().Add(value)).BlockFunc(func(g *jen.Group) {
		p.enter(g, part(c, c.Elem), "EnterIndex", []jen.Code{name, jen.Id(i)}, func(g *jen.Group) {
			p.below(g, c.Elem, value.Clone().Index(jen.Id(i)))
		})
	})
}

// part is what enter needs to know of an element of c.
func part(c, elem *plan.Check) *plan.Check {
	return &plan.Check{Secret: c.Secret, Recursive: elem.Recursive}
}

// indexName is i, j, k… by the depth of the loop.
func indexName(depth int) string {
	const names = "ijklmn"
	if depth < len(names) {
		return names[depth : depth+1]
	}
	return "i" + strconv.Itoa(depth)
}

func (p printer) entries(g *jen.Group, c *plan.Check, name, value *jen.Statement) {
	if c.Elem == nil && c.Key == nil {
		return
	}
	suffix := strings.Repeat("x", p.depth)
	key, item := "key"+suffix, "value"+suffix
	vars := jen.Id(key)
	elem := c.Elem
	if elem != nil {
		vars = jen.List(jen.Id(key), jen.Id(item))
	} else {
		elem = &plan.Check{}
	}
	keyType := plan.GoType{Name: p.typ.Key}
	g.For(vars.Op(":=").Range().Add(value)).BlockFunc(func(g *jen.Group) {
		args := []jen.Code{name, text(keyType, jen.Id(key))}
		p.enter(g, part(c, elem), "EnterKey", args, func(g *jen.Group) {
			if c.Key != nil {
				keys := printer{typ: keyType, depth: p.depth + 1}
				keys.checks(g, c.Key, jen.Qual(validatePath, "Key"), jen.Id(key))
			}
			if c.Elem != nil {
				p.below(g, c.Elem, jen.Id(item))
			}
		})
	})
}

// below prints the checks of an element or entry, whose path is the place that was entered.
func (p printer) below(g *jen.Group, c *plan.Check, value *jen.Statement) {
	self := jen.Qual(validatePath, "Self")
	inner := printer{typ: *p.typ.Elem, depth: p.depth + 1}
	print := func(g *jen.Group) {
		if c.Nested {
			inner.descend(g, c, value)
			return
		}
		deref := value
		if c.Deref {
			deref = jen.Op("*").Add(value)
			inner.typ = *inner.typ.Elem
		}
		inner.checks(g, c, self, deref)
	}
	if c.Guard == plan.NotNil && (inner.typ.Kind != plan.Slice && inner.typ.Kind != plan.Map) {
		g.If(value.Clone().Op("!=").Nil()).BlockFunc(print)
		return
	}
	print(g)
}

// descend calls the validator of an element that was entered already.
func (p printer) descend(g *jen.Group, c *plan.Check, value *jen.Statement) {
	if c.Union != "" {
		g.Id("validate"+c.Union).Call(value, jen.Id("v"))
		return
	}
	g.Add(value.Clone().Dot("validate").Call(jen.Id("v")))
}
