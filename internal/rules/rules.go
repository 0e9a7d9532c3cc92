// Rules, conditions and endpoints.

package rules

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// rules reads a list of rules.
func (p *parser) rules(list shape.Node, depth int) []Rule {
	if depth > maxRuleDepth {
		p.invalid(list.Span(), "the rules are nested %d deep: that is too deep", depth)
		return nil
	}
	out := make([]Rule, 0, list.Len())
	for _, n := range list.Elems() {
		if p.is(n, "a rule", shape.NodeObject) {
			out = append(out, p.rule(n, depth))
		}
	}
	return out
}

// rule reads a rule.
func (p *parser) rule(n shape.Node, depth int) Rule {
	r := Rule{Span: n.Span()}
	if doc, ok := p.optional(n, "documentation", shape.NodeString); ok {
		r.Doc = doc.Str()
	}
	scope := len(p.undo)
	defer p.leave(scope)
	if list, ok := p.optional(n, "conditions", shape.NodeArray); ok {
		r.Conditions = p.conditions(list)
	}
	kind, ok := p.field(n, "type", shape.NodeString)
	if !ok {
		return r
	}
	switch kind.Str() {
	case "endpoint":
		r.Endpoint = p.endpoint(n)
	case "error":
		r.Error = p.failure(n)
	case "tree":
		if list, ok := p.field(n, "rules", shape.NodeArray); ok {
			if list.Len() == 0 {
				p.invalid(list.Span(), "a tree rule has no rules: add one, if only an error")
			}
			r.Rules = p.rules(list, depth+1)
		}
	default:
		p.invalid(kind.Span(), "a rule's type must be endpoint, error or tree")
	}
	return r
}

// conditions reads the conditions of a rule or a diagram.
func (p *parser) conditions(list shape.Node) []Condition {
	out := make([]Condition, 0, list.Len())
	for _, n := range list.Elems() {
		if p.is(n, "a condition", shape.NodeObject) {
			out = append(out, p.condition(n))
		} else {
			out = append(out, Condition{}) // nodes of a diagram count them
		}
	}
	return out
}

// condition reads a condition, declares what it assigns, and notes what it proves.
func (p *parser) condition(n shape.Node) Condition {
	c := Condition{Span: n.Span()}
	p.needs = nil
	call, ok := p.call(n, 0, true)
	c.Call, c.Needs = call, p.needs
	if name, has := p.optional(n, "assign", shape.NodeString); has && p.name(name.Str(), name.Span()) {
		c.Assign = p.assign(name, call.Type.Kind)
	}
	if ok && !p.diagram && call.Fn == FnIsSet && call.Args[0].Kind == ExprRef {
		p.setPresent(call.Args[0].Var)
	}
	return c
}

// assign declares the variable that a condition assigns. In a diagram several conditions may assign the same.
func (p *parser) assign(name shape.Node, t TypeKind) *Var {
	v := p.names[name.Str()]
	switch {
	case v == nil:
		return p.declare(name.Str(), t)
	case v.Param != nil:
		p.invalid(name.Span(), "the condition assigns %s, which is a parameter: take another name", v.Name)
	case !p.diagram:
		p.invalid(name.Span(), "the condition assigns %s, which is assigned already: take another name", v.Name)
	case v.Type != t && v.Type != NoType && t != NoType:
		p.invalid(name.Span(), "the condition assigns a value of type %s to %s, which elsewhere is of type %s: take another name",
			t, v.Name, v.Type)
	}
	return v
}

// failure reads the message of an error rule.
func (p *parser) failure(n shape.Node) *Expr {
	v, ok := n.Field("error")
	if !ok {
		p.invalid(n.Span(), "error is missing: say what is wrong")
		return nil
	}
	e := p.typed(v, String, "the error")
	return &e
}

// endpoint reads the endpoint of an endpoint rule.
func (p *parser) endpoint(n shape.Node) *Endpoint {
	v, ok := p.field(n, "endpoint", shape.NodeObject)
	if !ok {
		return nil
	}
	e := &Endpoint{Span: v.Span()}
	var extra []string
	hasURL := false
	for name, value := range v.Fields() {
		switch name {
		case "url":
			e.URL, hasURL = p.typed(value, String, "the url"), true
		case "headers":
			e.Headers = p.headers(value)
		case "properties":
			if p.is(value, "properties", shape.NodeObject) {
				e.Properties = p.literal(value, 0).Fields
			}
		default:
			extra = append(extra, name)
		}
	}
	if extra != nil {
		slices.Sort(extra)
		p.invalid(v.Span(), "an endpoint has url, headers and properties, and no %s", strings.Join(extra[:min(len(extra), 5)], ", "))
	}
	if !hasURL {
		p.invalid(v.Span(), "url is missing: add it")
	}
	return e
}

// headers reads the headers of an endpoint.
func (p *parser) headers(v shape.Node) []Header {
	if !p.is(v, "headers", shape.NodeObject) {
		return nil
	}
	var out []Header
	for _, f := range v.FieldList() {
		if !p.is(f.Value, "the header "+f.Name, shape.NodeArray) {
			continue
		}
		if f.Name == "" {
			p.invalid(f.Span, "a header without a name: name it")
		}
		h := Header{Name: f.Name}
		for _, value := range f.Value.Elems() {
			h.Values = append(h.Values, p.typed(value, String, "the value of the header "+f.Name))
		}
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b Header) int { return strings.Compare(a.Name, b.Name) })
	return out
}
