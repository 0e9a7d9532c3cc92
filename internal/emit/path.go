// Printing the functions that stand for paths of JMESPath: statements, and the expressions that only they have.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

// pathFunc prints a function.
func pathFunc(f *jen.File, p plan.PathFunc) {
	doc(f.Add, p.Doc)
	f.Func().Id(p.Name).ParamsFunc(func(g *jen.Group) {
		for _, param := range p.Params {
			g.Id(param.Name).Op("*").Id(param.Type)
		}
	}).Add(goType(p.Result)).BlockFunc(func(g *jen.Group) { statements(g, p.Body) })
	f.Line()
}

// statements prints the statements of a block.
func statements(g *jen.Group, list []plan.Stmt) {
	for _, s := range list {
		switch s.Kind {
		case plan.Return:
			g.Return(expression(s.Value))
		case plan.Declare:
			g.Var().Id(s.Name).Add(goType(s.Type))
		case plan.Assign:
			g.Id(s.Name).Op("=").Add(expression(s.Value))
		case plan.Define:
			g.Id(s.Name).Op(":=").Add(expression(s.Value))
		case plan.Count:
			g.Id(s.Name).Op("++")
		case plan.Run:
			g.Add(expression(s.Value))
		case plan.If:
			g.If(expression(s.Value)).BlockFunc(func(g *jen.Group) { statements(g, s.Body) })
		case plan.Each:
			each := jen.Range().Add(expression(s.Value))
			if s.Name != "" {
				each = jen.List(jen.Id("_"), jen.Id(s.Name)).Op(":=").Add(each)
			}
			g.For(each).BlockFunc(func(g *jen.Group) { statements(g, s.Body) })
		}
	}
}

// operation is an expression of the kinds that paths have.
func operation(e plan.Expr) *jen.Statement {
	switch e.Kind {
	case plan.Select:
		return operand(e.Args[0], e).Dot(e.Text)
	case plan.Deref:
		return tight(jen.Op("*"), operand(e.Args[0], e))
	case plan.Not:
		return tight(jen.Op("!"), operand(e.Args[0], e))
	case plan.Index:
		return operand(e.Args[0], e).Index(expression(e.Args[1]))
	default:
		return operators(e)
	}
}

// operators joins operands. What is too long for a line is broken behind the operators of conditions.
func operators(e plan.Expr) *jen.Statement {
	all := operand(e.Args[0], e)
	long := (e.Text == "&&" || e.Text == "||") && width(e) > maxLine
	for _, arg := range e.Args[1:] {
		all.Op(e.Text)
		if long {
			all.Line()
		}
		all.Add(operand(arg, e))
	}
	return all
}

// operand is a part of an expression, in parentheses where these are needed, or where a reader would miss them.
func operand(part, whole plan.Expr) *jen.Statement {
	inner := expression(part)
	switch {
	case part.Kind == plan.Infix && (whole.Kind != plan.Infix || binds[part.Text] <= binds[whole.Text]),
		(part.Kind == plan.Deref || part.Kind == plan.Not || part.Kind == plan.Address) && (whole.Kind == plan.Select || whole.Kind == plan.Index):
		return jen.Parens(inner)
	}
	return inner
}

// binds says how tightly operators bind their operands.
var binds = map[string]int{"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4}
