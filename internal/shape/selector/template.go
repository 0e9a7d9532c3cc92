// Message templates: sentences with attributes of a match in them ("Message templates" of EmitEachSelector).

package selector

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// Template is a text with places for attributes of a match, such as @{id|name}. Two @ stand for one.
type Template struct{ parts []templatePart }

// templatePart is a text or, if path is not nil, the path to an attribute.
type templatePart struct {
	text string
	path []string
}

// ParseTemplate reads a template. An error is a [*SyntaxError].
func ParseTemplate(text string) (*Template, error) {
	p := parser{scanner: scanner{text: text}}
	t := &Template{}
	for !p.atEnd() {
		if plain := p.run(func(c byte) bool { return c != '@' }); plain != "" {
			t.parts = append(t.parts, templatePart{text: plain})
		}
		switch {
		case p.atEnd():
		case p.skip("@@"):
			t.parts = append(t.parts, templatePart{text: "@"})
		default:
			t.parts = append(t.parts, templatePart{path: p.contextPath()})
		}
	}
	if p.err != nil {
		return nil, p.err
	}
	return t, nil
}

// maxExpanded is the number of bytes above which no more is added to an expanded template.
const maxExpanded = 4000

// Expand returns the text for a match, with what does not exist left out. It leaves out the rest of a very long text, and what
// is too costly to find.
func (t *Template) Expand(m Match) string {
	var b strings.Builder
	defer func() { m.eval.spend(b.Len()) }()
	for _, part := range t.parts {
		if b.Len() > maxExpanded || !m.eval.spend(1) {
			break
		}
		b.WriteString(part.text[:min(len(part.text), maxExpanded+1)])
		if part.path != nil {
			b.WriteString(subjectOf(m.Subject).follow(m.eval, part.path).message())
		}
	}
	return strings.ToValidUTF8(b.String(), "")
}

// message returns the value as it stands in a message: parts of traits as JSON, the values of a projection sorted.
func (v value) message() string {
	switch v.kind {
	case node:
		var b bytes.Buffer
		writeJSON(&b, v.node)
		return b.String()
	case projection:
		var texts []string
		for _, elem := range v.flat() {
			texts = append(texts, elem.message())
		}
		slices.Sort(texts)
		return "[" + strings.Join(texts, ", ") + "]"
	}
	return v.String()
}

// writeJSON writes a node as JSON without spaces.
func writeJSON(b *bytes.Buffer, n shape.Node) {
	switch n.Kind() {
	case shape.NodeArray:
		b.WriteByte('[')
		for i, elem := range n.Elems() {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, elem)
		}
		b.WriteByte(']')
	case shape.NodeObject:
		b.WriteByte('{')
		for i, f := range n.FieldList() {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, f.Name)
			b.WriteByte(':')
			writeJSON(b, f.Value)
		}
		b.WriteByte('}')
	case shape.NodeString:
		writeString(b, n.Str())
	case shape.NodeNull:
		b.WriteString("null")
	default:
		b.WriteString(scalarText(n))
	}
}

// writeString writes a JSON string, with <, > and & as they are.
func writeString(b *bytes.Buffer, s string) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) == nil {
		b.Truncate(b.Len() - 1) // the encoder's newline
	}
}
