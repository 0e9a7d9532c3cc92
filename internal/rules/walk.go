// Walking a program.

package rules

import "iter"

// Endpoints yields the endpoints of a program in the order of the source.
func (p *Program) Endpoints() iter.Seq[*Endpoint] {
	return func(yield func(*Endpoint) bool) {
		if p.Diagram == nil {
			eachEndpoint(p.Rules, yield)
			return
		}
		for i := range p.Diagram.Results {
			if e := p.Diagram.Results[i].Endpoint; e != nil && !yield(e) {
				return
			}
		}
	}
}

// eachEndpoint yields the endpoints of rules and of those below them, and reports whether to go on.
func eachEndpoint(rules []Rule, yield func(*Endpoint) bool) bool {
	for i := range rules {
		if e := rules[i].Endpoint; e != nil && !yield(e) || !eachEndpoint(rules[i].Rules, yield) {
			return false
		}
	}
	return true
}

// Field returns the value of an entry of an object literal, nil if it has none of the name.
func (e *Expr) Field(name string) *Expr {
	for i := range e.Fields {
		if e.Fields[i].Name == name {
			return &e.Fields[i].Value
		}
	}
	return nil
}

// IsText reports whether an expression is a string without templates, which is Text.
func (e *Expr) IsText() bool { return e.Kind == ExprString && e.Parts == nil }
