// Where operations take the parameters of endpoints from: fixed values and parts of their inputs.

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
)

// staticType returns the type of a fixed value, NoType if it is none that a parameter can have.
func staticType(v shape.Node) rules.TypeKind {
	switch v.Kind() {
	case shape.NodeString:
		return rules.String
	case shape.NodeBool:
		return rules.Bool
	case shape.NodeArray:
		for _, s := range v.Elems() {
			if s.Kind() != shape.NodeString {
				return rules.NoType
			}
		}
		return rules.StringArray
	}
	return rules.NoType
}

// checkStaticParams reports fixed values that no parameter can have.
func (p *pass) checkStaticParams() {
	for _, op := range p.shapes {
		params, ok := op.Trait(traitStaticContextParams)
		if op.Kind != shape.Operation || !ok {
			continue
		}
		for _, f := range params.FieldList() {
			if v, _ := f.Value.Field("value"); staticType(v) == rules.NoType {
				p.report(finding{code: "StaticContextParamsTrait", severity: diag.Error, about: op.Subject(), span: spanOr(v, f.Span)},
					"the endpoint parameter %s gets %s: it must be a string, a boolean or an array of strings", f.Name, v.Kind())
			}
		}
	}
}

// checkContextPaths checks the JMESPath expressions that take parameters from inputs.
func (p *pass) checkContextPaths() {
	for _, op := range p.shapes {
		params, ok := op.Trait(traitOperationContextParams)
		if op.Kind != shape.Operation || !ok {
			continue
		}
		for _, f := range params.FieldList() {
			path, _ := f.Value.Field("path")
			p.contextPath(op, path)
		}
	}
}

// contextPath checks one expression.
func (p *pass) contextPath(op *shape.Shape, v shape.Node) {
	f := at(finding{code: "OperationContextParamsTrait", severity: diag.Error, about: op.Subject()}, v)
	e, span, err := parseExpression(v)
	if err != nil {
		f.span = span
		p.report(f, "%s is not a JMESPath expression: %v", clipped(v.Str()), err)
		return
	}
	if problems := jmespath.Check(e, waiterType(op.Input)).Problems; len(problems) > 0 {
		f.span = v.TextSpan(problems[0].Start, problems[0].End)
		p.report(f, "in %s, %s", clipped(v.Str()), problems[0].Message)
	}
	if part, what := beyondPath(e); part != nil {
		start, end := part.Span()
		f.span = v.TextSpan(start, end)
		p.report(f, "%s has %s: an endpoint parameter takes names, projections, lists of several parts, [] and keys() only",
			clipped(v.Str()), what)
	}
}

// beyondPath returns the first part of an expression that the paths of parameters may not have, and what it is; nil if there is
// none.
func beyondPath(e jmespath.Expr) (part jmespath.Expr, what string) {
	switch e := e.(type) {
	case *jmespath.Current, *jmespath.Field:
		return nil, ""
	case *jmespath.Sub:
		return beyondAny(e.Left, e.Right)
	case *jmespath.Project:
		return beyondAny(e.Left, e.Right)
	case *jmespath.ObjectProject:
		return beyondAny(e.Left, e.Right)
	case *jmespath.Flatten:
		return beyondPath(e.Left)
	case *jmespath.List:
		return beyondAny(e.Items...)
	case *jmespath.Call:
		if e.Name == "keys" {
			return beyondAny(e.Args...)
		}
		return e, "the function " + e.Name
	case *jmespath.Index:
		return e, "an index"
	case *jmespath.Slice:
		return e, "a slice"
	case *jmespath.Filter:
		return e, "a filter"
	}
	return e, "a part that only other expressions have"
}

func beyondAny(parts ...jmespath.Expr) (part jmespath.Expr, what string) {
	for _, e := range parts {
		if part, what = beyondPath(e); part != nil {
			return part, what
		}
	}
	return nil, ""
}

// contextPathType returns the type of the parameter that an expression gives, NoType if it is not known.
func contextPathType(op *shape.Shape, v shape.Node) rules.TypeKind {
	path, _ := v.Field("path")
	e, err := jmespath.Parse(path.Str())
	if err != nil {
		return rules.NoType
	}
	switch jmespath.Check(e, waiterType(op.Input)).Type.Kind() {
	case jmespath.String:
		return rules.String
	case jmespath.Boolean:
		return rules.Bool
	case jmespath.Array:
		return rules.StringArray
	}
	return rules.NoType
}
