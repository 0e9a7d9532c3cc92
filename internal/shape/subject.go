// Subjects: what traits are applied to and selectors match, a shape or one of its members.

package shape

import "github.com/smithwright/smithwright/internal/source"

// Subject is a shape or, if Member is not nil, that member of it. The zero Subject is none. Subjects can be compared and
// used as keys of maps.
type Subject struct {
	Shape  *Shape  // the shape itself, or the one that has the member
	Member *Member // nil for the shape itself
}

// Subject returns the shape as a subject.
func (s *Shape) Subject() Subject { return Subject{Shape: s} }

// Subject returns the member as a subject.
func (m *Member) Subject() Subject { return Subject{Shape: m.Parent, Member: m} }

// ID returns the id, that of a member with its name behind a '$'; "" for none.
func (s Subject) ID() ID {
	switch {
	case s.Member != nil:
		return s.Member.ID
	case s.Shape != nil:
		return s.Shape.ID
	}
	return ""
}

// Traits returns the traits that are applied to the subject itself, those of mixins included.
func (s Subject) Traits() Traits {
	switch {
	case s.Member != nil:
		return s.Member.Traits
	case s.Shape != nil:
		return s.Shape.Traits
	}
	return Traits{}
}

// Span returns where the subject is declared, zero for none.
func (s Subject) Span() source.Span {
	switch {
	case s.Member != nil:
		return s.Member.Span
	case s.Shape != nil:
		return s.Shape.Span
	}
	return source.Span{}
}

// TypeName returns "member" or the name of the shape's kind.
func (s Subject) TypeName() string {
	if s.Member != nil {
		return "member"
	}
	if s.Shape == nil {
		return Invalid.String()
	}
	return s.Shape.Kind.String()
}

// Subject returns the shape or the member of the given id, the zero Subject if there is none.
func (m *Model) Subject(id ID) Subject {
	s := m.byID[id.Root()]
	if s == nil {
		return Subject{}
	}
	name := id.Member()
	if name == "" {
		return s.Subject()
	}
	if member := s.Member(name); member != nil {
		return member.Subject()
	}
	return Subject{}
}
