// Shapes.

package format

import (
	"github.com/smithwright/smithwright/internal/idl/syntax"
)

// shape writes a shape without its documentation, which stands with the comments before it.
func (p *printer) shape(s *syntax.Shape) {
	p.traits(s.Traits, s.Keyword.Start)
	end := s.Name.End
	if s.For != nil {
		end = s.For.End
	}
	if s.With != nil {
		end = s.With.End
	}
	bodyStart := end
	if s.Body != nil {
		bodyStart = s.Body.Bounds().Start
	}
	p.hoisted(s.Keyword.Start, bodyStart, s.With)
	p.text(s.Keyword.Text + " " + s.Name.Text)
	p.clauses(s.For, s.With, " ")
	p.body(s.Body)
}

// hoisted writes the comments between two offsets, but for those in the brackets of a with clause, on lines before what they
// stand in.
func (p *printer) hoisted(from, to int32, w *syntax.With) {
	if w == nil {
		p.plainLines(p.between(from, to))
		return
	}
	p.plainLines(p.between(from, w.Open))
	p.plainLines(p.between(w.Close, to))
}

// clauses writes the clauses behind a name; space goes before the first.
func (p *printer) clauses(f *syntax.For, w *syntax.With, space string) {
	if f != nil {
		p.text(space + "for " + f.Resource.Text)
		space = " "
	}
	if w == nil {
		return
	}
	p.text(space + "with ")
	p.list(brackets{open: "[", end: "]", items: p.names(w.Mixins, w.Open, w.Close), broken: len(p.between(w.Open, w.Close)) > 0})
}

// names returns the items of shape ids, with the comments between two offsets.
func (p *printer) names(names []syntax.Name, from, to int32) []item {
	var items []item
	for _, n := range names {
		items = p.commentItems(items, p.between(from, n.Start))
		items = append(items, item{flat: n.Text, print: func() { p.text(n.Text) }})
		from = n.End
	}
	return p.commentItems(items, p.between(from, to))
}

// body writes the body of a shape.
func (p *printer) body(b syntax.Body) {
	switch b := b.(type) {
	case *syntax.Members:
		p.members(p.memberParts(b))
	case *syntax.Operation:
		p.members(p.propertyParts(b))
	case *syntax.Value:
		p.text(" ")
		p.object(b, 0, p.broken(b), p.entity(b))
	}
}

// entity returns the function that writes the values of a service or a resource, in which certain lists always get a line an
// item.
func (p *printer) entity(b *syntax.Value) func(*syntax.Value, int) {
	special := map[*syntax.Value]bool{}
	for i := range b.Entries {
		switch b.Entries[i].Key.Text {
		case "resources", "operations", "collectionOperations", "errors", "identifiers", "properties", "rename":
			special[&b.Entries[i].Value] = true
		}
	}
	return func(v *syntax.Value, tail int) {
		switch {
		case special[v] && v.Kind == syntax.ValueArray:
			p.array(v, tail, true)
		case special[v] && v.Kind == syntax.ValueObject:
			p.object(v, tail, true, p.value)
		default:
			p.value(v, tail)
		}
	}
}
