// Where findings stand: the place of a value if the source has it, or else that of the trait or the shape that it belongs to.

package check

import (
	"strings"

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

// textSpan returns the place of a part of a string: that of the whole where the source writes the string with escapes or on
// several lines.
func textSpan(n shape.Node, start, end int) source.Span {
	span := n.Span()
	raw, from := span.Text(), span.Start
	if inner := strings.TrimPrefix(raw, `"`); len(inner) < len(raw) {
		raw, from = strings.TrimSuffix(inner, `"`), from+1
	}
	if raw != n.Str() {
		return span
	}
	return source.Span{File: span.File, Start: from + start, End: from + end}
}

// noteOn returns a note that says where a shape is declared, none if that is not known.
func noteOn(s *shape.Shape) []diag.Note {
	if s.Span.IsZero() {
		return nil
	}
	return []diag.Note{{Span: s.Span, Text: string(s.ID) + " is declared here"}}
}
