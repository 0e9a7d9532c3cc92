// Expressions.

package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// typed reads an expression that must be of a type and have a value; what names it in messages.
func (p *parser) typed(n shape.Node, want TypeKind, what string) Expr {
	e, ok := p.expr(n, 0, false)
	if ok {
		p.fits(&e, want, what)
	}
	return e
}

// fits reports whether an expression is of a type and has a value, and reports a problem if not.
func (p *parser) fits(e *Expr, want TypeKind, what string) bool {
	switch {
	case e.Type.Kind != want:
		p.invalid(e.Span, "%s is of type %s: it must be of type %s", what, e.Type, want)
		return false
	case e.Type.Optional:
		p.invalid(e.Span, "%s may have no value: assign it in a condition of its own, and use the variable", what)
		return false
	}
	return true
}

// expr reads an expression. Where maybe is true it may be without a value. The result is false if there was a problem, which is
// reported.
func (p *parser) expr(n shape.Node, depth int, maybe bool) (Expr, bool) {
	if depth > maxExprDepth {
		p.invalid(n.Span(), "the expression is nested %d deep: that is too deep", depth)
		return Expr{}, false
	}
	switch n.Kind() {
	case shape.NodeString:
		return p.template(n)
	case shape.NodeBool:
		return Expr{Kind: ExprBool, Type: Type{Kind: Bool}, Bool: n.Bool(), Span: n.Span()}, true
	case shape.NodeNumber:
		return p.integer(n)
	case shape.NodeArray:
		return p.stringArray(n)
	case shape.NodeObject:
		if _, ok := n.Field("fn"); ok {
			return p.call(n, depth, maybe)
		}
		if name, ok := n.Field("ref"); ok {
			if !p.is(name, "ref", shape.NodeString) {
				return Expr{}, false
			}
			return p.ref(name.Str(), n.Span(), maybe)
		}
	}
	p.invalid(n.Span(), "%s is no expression: it must be a string, a boolean, a number, an array of strings, or an object with "+
		"fn or ref", n.Kind())
	return Expr{}, false
}

// integer reads a number.
func (p *parser) integer(n shape.Node) (Expr, bool) {
	v, ok := n.Int64()
	if !ok || v != int64(int32(v)) {
		p.invalid(n.Span(), "%s is no number of 32 bits without a fraction", diag.Clip(n.Num(), 40))
		return Expr{}, false
	}
	return Expr{Kind: ExprInt, Type: Type{Kind: Int}, Int: int(v), Span: n.Span()}, true
}

// stringArray reads an array in an expression: only strings make one.
func (p *parser) stringArray(n shape.Node) (Expr, bool) {
	e := Expr{Kind: ExprArray, Type: Type{Kind: StringArray}, Span: n.Span()}
	for _, s := range n.Elems() {
		if !p.is(s, "an element", shape.NodeString) {
			return Expr{}, false
		}
		part, ok := p.template(s)
		if !ok {
			return Expr{}, false
		}
		e.Parts = append(e.Parts, part)
	}
	return e, true
}

// literal reads a value of an endpoint's properties, in which strings are templates and there are no calls.
func (p *parser) literal(n shape.Node, depth int) Expr {
	if depth > maxExprDepth {
		p.invalid(n.Span(), "the property is nested %d deep: that is too deep", depth)
		return Expr{}
	}
	e := Expr{Span: n.Span()}
	switch n.Kind() {
	case shape.NodeArray:
		e.Kind, e.Type.Kind = ExprArray, StringArray
		for _, v := range n.Elems() {
			e.Parts = append(e.Parts, p.literal(v, depth+1))
			if e.Parts[len(e.Parts)-1].Type.Kind != String {
				e.Type.Kind = Array
			}
		}
	case shape.NodeObject:
		e.Kind, e.Type.Kind = ExprObject, Object
		for name, v := range n.Fields() {
			e.Fields = append(e.Fields, Field{name, p.literal(v, depth+1)})
		}
		slices.SortStableFunc(e.Fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	case shape.NodeNull:
		p.invalid(n.Span(), "null is no property: leave it out")
	default:
		e, _ = p.expr(n, depth, false)
	}
	return e
}

// ref reads a reference to a parameter or variable.
func (p *parser) ref(name string, at source.Span, maybe bool) (Expr, bool) {
	v := p.names[name]
	if v == nil {
		p.invalid(at, "there is no parameter or variable %q here: %s", diag.Clip(name, 60), p.refHint(name))
		return Expr{}, false
	}
	if v.Type == NoType {
		return Expr{}, false // reported where it was declared
	}
	e := Expr{Kind: ExprRef, Type: Type{Kind: v.Type}, Var: v, Span: at}
	switch {
	case !p.absent(v):
	case maybe:
		e.Type.Optional = true
		if v.Param == nil {
			v.Optional = true
		}
	case p.diagram:
		if !slices.Contains(p.needs, v) {
			p.needs = append(p.needs, v)
		}
	default:
		p.invalid(at, "%s may have no value here: add the condition isSet with it in front", name)
		return e, false
	}
	return e, true
}

// refHint says what a name that is none could mean. It is not looked for once there are too many problems.
func (p *parser) refHint(name string) string {
	if len(p.problems) < maxProblems {
		if near := diag.Nearest(name, maps.Keys(p.names)); near != "" {
			return "did you mean " + near + "?"
		}
	}
	return "declare it"
}

// absent reports whether a variable may have no value here.
func (p *parser) absent(v *Var) bool {
	if v.Param == nil {
		return p.diagram
	}
	return v.Param.Default == nil && !v.Param.Required && !p.present[v.Index]
}
