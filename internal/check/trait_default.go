// Default values.

package check

import (
	"encoding/base64"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkDefaults holds default values to the shapes that they are for, and members of structures to the default values of
// their targets ("default trait" in the specification).
func (p *pass) checkDefaults() {
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			if t.ID == traitDefault {
				p.defaultValue(s, t)
			}
		}
		if m := s.Member; m != nil && m.Parent.Kind == shape.Structure {
			p.targetsDefault(m)
		}
	})
}

// defaultValue checks the default value of a shape or a member.
func (p *pass) defaultValue(s shape.Subject, t shape.Trait) {
	f := finding{code: "DefaultTrait", severity: diag.Error, about: s, span: t.Span}
	if t.Value.Kind() == shape.NodeNull {
		if s.Member == nil {
			p.report(f, "%s has null for a default value, which only a member can have: remove the trait", s.ID())
		}
		return
	}
	p.checkValue(valueCheck{code: f.code, about: s, what: "the default value", span: t.Span, zeroFits: true}, t.Value, s)
	if at := t.Value.Span(); !at.IsZero() {
		f.span = at
	}
	switch kind := dataKind(s); {
	case kind == shape.Blob && t.Value.Kind() == shape.NodeString:
		if _, err := base64.StdEncoding.DecodeString(t.Value.Str()); err != nil {
			f.severity = diag.Warning
			p.report(f, "the default value of a blob should be base64: encode it")
		}
	case t.Value.Len() == 0:
	case kind == shape.List && t.Value.Kind() == shape.NodeArray:
		p.report(f, "the default value of a list must be empty: remove its elements")
	case kind == shape.Map && t.Value.Kind() == shape.NodeObject:
		p.report(f, "the default value of a map must be empty: remove its entries")
	case kind == shape.Document:
		p.report(f, "the default value of a document must be empty if it is an array or an object: remove what it holds")
	}
}

// targetsDefault checks a member of a structure whose target may have a default value of its own.
func (p *pass) targetsDefault(m *shape.Member) {
	targets, ok := m.Target.Trait(traitDefault)
	if !ok || targets.Kind() == shape.NodeNull {
		return
	}
	f := finding{code: "DefaultTrait", severity: diag.Error, about: m.Subject()}
	own, has := m.Traits.Get(traitDefault)
	switch {
	case !has:
		p.report(f, "%s targets %s, whose default value is %s: give the member the same, or null for none",
			m.ID, m.Target.ID, canonical(targets))
	case own.Kind() != shape.NodeNull && !own.Equal(targets):
		f.span = traitSpan(m.Subject(), traitDefault)
		p.report(f, "the default value of %s is %s, but that of its target %s is %s: give both the same, or the member null for none",
			m.ID, canonical(own), m.Target.ID, canonical(targets))
	}
}
