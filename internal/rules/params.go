// The parameters of a program.

package rules

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// maxName is the number of bytes that a parameter's or variable's name may have.
const maxName = 200

// params reads the object of parameters.
func (p *parser) params(v shape.Node) {
	folded := map[string]string{}
	for _, f := range v.FieldList() {
		if !p.name(f.Name, f.Span) {
			continue
		}
		lower := strings.ToLower(f.Name)
		if other, taken := folded[lower]; taken {
			p.invalid(f.Span, "the parameter %s is there already, as %s: upper and lower case don't count, so rename one", f.Name, other)
			continue
		}
		folded[lower] = f.Name
		if !p.is(f.Value, "the parameter "+f.Name, shape.NodeObject) {
			p.declare(f.Name, NoType)
			continue
		}
		p.param(f)
	}
}

// name reports whether a name is one: a letter or underscore, and then letters, digits and underscores.
func (p *parser) name(name string, at source.Span) bool {
	ok := name != "" && len(name) <= maxName
	for i := 0; i < len(name) && ok; i++ {
		c := name[i]
		ok = c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || i > 0 && c >= '0' && c <= '9'
	}
	if !ok {
		p.invalid(at, "%q is no name: take letters, digits and underscores, with a letter first", diag.Clip(name, 40))
	}
	return ok
}

// param reads a parameter.
func (p *parser) param(f shape.Field) {
	q := &Param{Name: f.Name, Type: p.paramType(f.Value), Span: f.Span}
	if n, ok := p.optional(f.Value, "required", shape.NodeBool); ok {
		q.Required = n.Bool()
	}
	if n, ok := p.optional(f.Value, "builtIn", shape.NodeString); ok {
		q.BuiltIn = n.Str()
	}
	if n, ok := p.optional(f.Value, "documentation", shape.NodeString); ok {
		q.Doc = n.Str()
	}
	q.Deprecated = p.deprecated(f.Value)
	if n, ok := f.Value.Field("default"); ok {
		q.Default = p.paramDefault(n, q)
	}
	q.Var = p.declare(q.Name, q.Type)
	q.Var.Param = q
	q.Var.Optional = !q.Required
	p.prog.Params = append(p.prog.Params, q)
}

// paramType reads the type of a parameter; rule sets of old have it with a capital.
func (p *parser) paramType(v shape.Node) TypeKind {
	n, ok := p.field(v, "type", shape.NodeString)
	if !ok {
		return NoType
	}
	for _, k := range []TypeKind{String, Bool, StringArray} {
		if strings.EqualFold(n.Str(), k.String()) {
			return k
		}
	}
	p.invalid(n.Span(), "type is %q: it must be string, boolean or stringArray", diag.Clip(n.Str(), 40))
	return NoType
}

// paramDefault reads the default of a parameter.
func (p *parser) paramDefault(n shape.Node, q *Param) *Expr {
	if !q.Required {
		p.invalid(n.Span(), "the parameter %s has a default and is not required: set required to true", q.Name)
	}
	e := &Expr{Type: Type{Kind: q.Type}, Span: n.Span()}
	var fits bool
	switch q.Type {
	case String:
		e.Kind, e.Text, fits = ExprString, n.Str(), n.Kind() == shape.NodeString
	case Bool:
		e.Kind, e.Bool, fits = ExprBool, n.Bool(), n.Kind() == shape.NodeBool
	case StringArray:
		e.Kind, fits = ExprArray, n.Kind() == shape.NodeArray
		for _, s := range n.Elems() {
			fits = fits && s.Kind() == shape.NodeString
			e.Parts = append(e.Parts, Expr{Kind: ExprString, Type: Type{Kind: String}, Text: s.Str(), Span: s.Span()})
		}
	default:
		return nil // the type is reported
	}
	if !fits {
		p.invalid(n.Span(), "the default of %s is %s: it must be of the parameter's type, %s", q.Name, n.Kind(), q.Type)
		return nil
	}
	return e
}

// deprecated reads what is said of a parameter that should no longer be used.
func (p *parser) deprecated(v shape.Node) *Deprecation {
	n, ok := v.Field("deprecated")
	switch {
	case !ok || n.Kind() == shape.NodeBool && !n.Bool():
		return nil
	case n.Kind() == shape.NodeBool:
		return &Deprecation{}
	case !p.is(n, "deprecated", shape.NodeObject):
		return nil
	}
	message, _ := p.optional(n, "message", shape.NodeString)
	since, _ := p.optional(n, "since", shape.NodeString)
	return &Deprecation{Message: message.Str(), Since: since.Str()}
}

// String returns the type as the rules language names it.
func (k TypeKind) String() string {
	switch k {
	case String:
		return "string"
	case Bool:
		return "boolean"
	case Int:
		return "int"
	case StringArray:
		return "stringArray"
	case Partition:
		return "partition"
	case URL:
		return "URL"
	case ARN:
		return "ARN"
	case Array:
		return "array"
	case Object:
		return "object"
	}
	return "unknown"
}

// String returns the type as messages name it.
func (t Type) String() string {
	if t.Optional {
		return "optional " + t.Kind.String()
	}
	return t.Kind.String()
}
