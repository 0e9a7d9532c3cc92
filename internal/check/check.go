// Package check finds what is wrong with a model that reads and links well: trait values that are not of their form, and HTTP
// bindings that contradict each other. It checks the traits that the generator goes by; what other traits hold is kept as it
// is. Diagnostics have the event ids of the Smithy specification.
package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// Model adds what is wrong with m to diags.
func Model(m *shape.Model, diags *diag.List) {
	c := checker{diags}
	for _, s := range m.Shapes() {
		if s.InPrelude() {
			continue
		}
		c.values(s.ID, s.Traits)
		for _, member := range s.Members {
			if member.ID.Root() == s.ID { // one from a mixin is checked there
				c.values(member.ID, member.Traits)
			}
		}
		switch s.Kind {
		case shape.Operation:
			c.binding(s)
		case shape.Structure:
			c.payload(s)
		}
	}
}

type checker struct{ diags *diag.List }

// errorf reports an error of a shape or member.
func (c checker) errorf(code string, id shape.ID, at shape.Node, fallback shape.Trait, text string) {
	span := at.Span()
	if span.IsZero() {
		span = fallback.Span
	}
	c.diags.Add(diag.Diagnostic{Code: code, Severity: diag.Error, Span: span, Shape: string(id), Message: text})
}

// values checks the values of the traits that the generator reads.
func (c checker) values(id shape.ID, traits shape.Traits) {
	for t := range traits.All() {
		form, known := forms[t.ID]
		if !known {
			continue
		}
		form(t.Value, func(at shape.Node, text string) {
			c.errorf("TraitValue", id, at, t, "the value of the trait "+t.ID.Name()+" "+text)
		})
	}
}
