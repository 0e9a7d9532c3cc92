// Where findings stand: the place of a value if the source has it, or else that of the trait or the shape that it belongs to.

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// traitSpan returns where a trait of a subject stands, the place of the subject itself if it does not have it.
func traitSpan(s shape.Subject, id shape.ID) source.Span {
	for t := range s.Traits().All() {
		if t.ID == id && !t.Span.IsZero() {
			return t.Span
		}
	}
	return s.Span()
}

// spanOr returns where a value stands, the other place if that is not known.
func spanOr(v shape.Node, otherwise source.Span) source.Span {
	if v.Span().IsZero() {
		return otherwise
	}
	return v.Span()
}

// valueSpan returns where a part of the value of a subject's trait stands, or else the trait, or else the subject.
func valueSpan(v shape.Node, s shape.Subject, trait shape.ID) source.Span {
	if v.Span().IsZero() {
		return traitSpan(s, trait)
	}
	return v.Span()
}

// at returns a finding with the place of a value, if it has one.
func at(f finding, v shape.Node) finding {
	f.span = spanOr(v, f.span)
	return f
}

// noteOn returns a note that says where a shape is declared, none if that is not known.
func noteOn(s *shape.Shape) []diag.Note {
	if s.Span.IsZero() {
		return nil
	}
	return []diag.Note{{Span: s.Span, Text: string(s.ID) + " is declared here"}}
}
