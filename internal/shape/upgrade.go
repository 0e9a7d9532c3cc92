// Upgrading shapes of Smithy 1.0 to 2.0 ("Updating a model from Smithy IDL 1.0" in the specification). In 1.0, numbers and
// booleans had the value zero where nothing was said, unless they were boxed; in 2.0 that is said with the default trait.

package shape

import (
	"slices"

	"github.com/smithwright/smithwright/internal/source"
)

// upgradeTraits adds to the traits of a shape of Smithy 1.0 what says the same in 2.0. An enum trait stays as it is, since the
// specification leaves it to tools to make an enum shape of it.
func upgradeTraits(s *Shape, own Traits) Traits {
	if hadZero(s.Kind) && !own.Has(boxID) && !own.Has(defaultID) {
		return own.with(Trait{ID: defaultID, Value: zeroOf(s.Kind, s.Span), Span: s.Span})
	}
	return own
}

// hadZero reports whether values of the kind were never absent in Smithy 1.0.
func hadZero(k Kind) bool {
	switch k {
	case Boolean, Byte, Short, Integer, IntEnum, Long, Float, Double:
		return true
	}
	return false
}

// zeroOf returns the value that stood for what was absent in Smithy 1.0.
func zeroOf(k Kind, span source.Span) Node {
	switch k {
	case Boolean:
		return BoolNode(false, span)
	case Blob:
		return StringNode("", span)
	}
	return NumberNode("0", span)
}

// boxed reports whether values of a shape could be absent in Smithy 1.0: those of a shape of 2.0 that has not the default
// zero can.
func (s *Shape) boxed() bool {
	if s.v1 {
		return s.Traits.Has(boxID)
	}
	v, ok := s.Traits.Get(defaultID)
	return !ok || !v.Equal(zeroOf(s.Kind, noSpan)) || s.Traits.Has(boxID)
}

// upgradeMembers gives the members of structures of Smithy 1.0 the defaults that they had: zero for what was never absent,
// the empty blob for streams, and null, none, for what was boxed.
func (a *assembler) upgradeMembers(built []*entry) {
	for _, e := range built {
		if !e.decl.V1 || e.shape.Kind != Structure {
			continue
		}
		for _, m := range e.shape.Members {
			if m.Traits.Has(defaultID) {
				continue
			}
			stream := m.Target.Kind == Blob && m.Target.Traits.Has(streamingID) && !m.Traits.Has(requiredID)
			switch box := m.Traits.Has(boxID); {
			case !box && (stream || hadZero(m.Target.Kind) && !m.Target.boxed()):
				m.upgrade(zeroOf(m.Target.Kind, m.Span))
			case box:
				m.upgrade(NullNode(m.Span))
			}
		}
	}
}

// upgrade gives a member of Smithy 1.0 a default.
func (m *Member) upgrade(value Node) {
	tr := Trait{ID: defaultID, Value: value, Span: m.Span}
	m.Traits = m.Traits.with(tr)
	m.OwnTraits = m.OwnTraits.with(tr)
}

// with returns the traits with one more.
func (t Traits) with(tr Trait) Traits {
	return Traits{list: append(slices.Clip(t.list), tr)}
}

// without returns the traits but for one.
func (t Traits) without(id ID) Traits {
	return Traits{list: slices.DeleteFunc(slices.Clone(t.list), func(tr Trait) bool { return tr.ID == id })}
}
