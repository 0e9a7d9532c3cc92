// Traits, and the forms that stand for one: documentation comments, default values, values of enum members.

package idl

import (
	"strings"

	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
)

// Ids of the traits that short forms stand for.
const (
	documentationID shape.ID = "smithy.api#documentation"
	defaultID       shape.ID = "smithy.api#default"
	enumValueID     shape.ID = "smithy.api#enumValue"
	inputID         shape.ID = "smithy.api#input"
	outputID        shape.ID = "smithy.api#output"
	uniqueItemsID   shape.ID = "smithy.api#uniqueItems"
	unitID          shape.ID = "smithy.api#Unit"
)

// traits lowers the traits of a shape or member and its documentation, which is a trait behind them. The result has room
// for more traits.
func (l *lowerer) traits(docs syntax.Docs, traits []syntax.Trait, more int) []shape.Trait {
	n := len(traits) + more
	if !docs.IsZero() {
		n++
	}
	out := l.traitSlab.Empty(n)
	for i := range traits {
		t := &traits[i]
		if ref, ok := l.ref(t.ID); ok {
			out = append(out, l.trait(t, ref))
		}
	}
	if !docs.IsZero() {
		out = append(out, l.documentation(docs))
	}
	return out
}

// trait lowers one trait. The place of its value is that of the whole trait, from its '@' on, but parts of the value have
// their own. Parentheses with nothing in them mean what no parentheses mean.
func (l *lowerer) trait(t *syntax.Trait, ref shape.Ref) shape.Trait {
	span := l.span(t.Range)
	out := shape.Trait{ID: ref.ID, Span: span, Relative: ref.Relative}
	if t.Value == nil {
		out.Bare, out.Value = true, shape.NullNode(span)
		return out
	}
	out.Value = l.nodeAt(t.Value, span)
	return out
}

// documentation returns the trait that documentation comments stand for: their lines without slashes and the first space
// behind these.
func (l *lowerer) documentation(docs syntax.Docs) shape.Trait {
	comments := l.file.DocsOf(docs)
	span := l.span(syntax.Range{Start: comments[0].Start, End: comments[len(comments)-1].End})
	text := l.docLine(comments[0])
	if len(comments) > 1 {
		var b strings.Builder
		b.Grow(span.End - span.Start)
		b.WriteString(text)
		for _, c := range comments[1:] {
			if c.Doc {
				b.WriteByte('\n')
				b.WriteString(l.docLine(c))
			}
		}
		text = b.String()
	}
	return shape.Trait{ID: documentationID, Value: shape.StringNode(text, span), Span: span}
}

// docLine returns the text of a documentation comment.
func (l *lowerer) docLine(c syntax.Comment) string {
	text := strings.TrimPrefix(l.file.Raw(c.Range), "///")
	return strings.TrimPrefix(text, " ")
}

// assigned returns the trait that a value behind '=' stands for.
func (l *lowerer) assigned(id shape.ID, v *syntax.Value) shape.Trait {
	node := l.node(v)
	return shape.Trait{ID: id, Value: node, Span: node.Span()}
}

// withTrait adds a trait without content that the text implies, unless it is there. A bare name that is the trait's is taken
// for it if the file declares no shape of that name.
func (l *lowerer) withTrait(traits []shape.Trait, id shape.ID, at syntax.Range) []shape.Trait {
	for i := range traits {
		t := &traits[i]
		if t.ID == id || t.Relative && t.ID.Name() == id.Name() && !l.declares(id.Name()) {
			return traits
		}
	}
	span := l.span(at)
	return append(traits, shape.Trait{ID: id, Value: shape.ObjectNode(nil, span), Span: span})
}
