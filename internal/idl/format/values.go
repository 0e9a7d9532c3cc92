// Node values.

package format

import (
	"strings"

	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
)

// item is one of the things in brackets: an element, an entry, or a comment between them.
type item struct {
	flat  string // on one line; of things that have a form of one line
	print func()
}

// brackets is a bracketed list of items.
type brackets struct {
	open, end string
	pad       string // inside of the brackets where all stands on one line
	items     []item
	broken    bool // each item gets a line of its own
	tail      int  // characters that follow on the same line whatever happens
}

// list writes items in brackets: on one line with commas if they may and do fit, else a line for each.
func (p *printer) list(b brackets) {
	if len(b.items) == 0 {
		p.text(b.open + b.end)
		return
	}
	if !b.broken {
		parts := make([]string, len(b.items))
		for i, it := range b.items {
			parts[i] = it.flat
		}
		flat := b.open + b.pad + strings.Join(parts, ", ") + b.pad + b.end
		if n := length(flat); n <= width && (len(b.items) == 1 && b.pad == "" || p.column()+n+b.tail <= width) {
			p.text(flat)
			return
		}
	}
	p.text(b.open)
	p.line()
	p.indent += step
	for _, it := range b.items {
		it.print()
		p.freshLine()
	}
	p.indent -= step
	p.text(b.end)
}

// comments appends items for comments.
func (p *printer) commentItems(items []item, comments []syntax.Comment) []item {
	for _, c := range comments {
		items = append(items, item{print: func() { p.text(p.plain(c)) }})
	}
	return items
}

// value writes a value. tail is the number of characters that must follow it on the same line.
func (p *printer) value(v *syntax.Value, tail int) {
	switch v.Kind {
	case syntax.ValueArray:
		p.array(v, tail, p.broken(v))
	case syntax.ValueObject:
		p.object(v, tail, p.broken(v), p.value)
	case syntax.ValueTextBlock:
		p.textBlock(v)
	default:
		p.verbatim(p.raw(v.Range))
	}
}

// broken reports whether a value can't stand on one line: it holds a comment, an array, an object, or a text of several lines.
func (p *printer) broken(v *syntax.Value) bool {
	switch v.Kind {
	case syntax.ValueArray, syntax.ValueObject:
	default:
		return p.multiline(v)
	}
	if len(p.between(v.Start, v.End)) > 0 {
		return true
	}
	hard := func(inner *syntax.Value) bool {
		return inner.Kind == syntax.ValueArray || inner.Kind == syntax.ValueObject || p.multiline(inner)
	}
	for i := range v.Elems {
		if hard(&v.Elems[i]) {
			return true
		}
	}
	for i := range v.Entries {
		if hard(&v.Entries[i].Value) {
			return true
		}
	}
	return false
}

// multiline reports whether a simple value goes over several lines.
func (p *printer) multiline(v *syntax.Value) bool {
	return v.Kind == syntax.ValueTextBlock || v.Kind == syntax.ValueString && !p.sameLine(v.Start, v.End)
}

// array writes an array.
func (p *printer) array(v *syntax.Value, tail int, broken bool) {
	var items []item
	from := v.Start
	for i := range v.Elems {
		e := &v.Elems[i]
		items = p.commentItems(items, p.between(from, e.Start))
		items = append(items, p.element(e))
		from = e.End
	}
	items = p.commentItems(items, p.between(from, v.End))
	p.list(brackets{open: "[", end: "]", items: items, broken: broken, tail: tail})
}

// element returns the item of an element of an array. An object in an array is always broken.
func (p *printer) element(e *syntax.Value) item {
	if e.Kind == syntax.ValueObject {
		return item{print: func() { p.object(e, 0, true, p.value) }}
	}
	return item{flat: p.raw(e.Range), print: func() { p.value(e, 0) }}
}

// object writes an object, its values with the given function.
func (p *printer) object(v *syntax.Value, tail int, broken bool, write func(*syntax.Value, int)) {
	items := p.entries(v, v.Start, v.End, func(e *syntax.Entry) { write(&e.Value, 0) })
	p.list(brackets{open: "{", end: "}", pad: " ", items: items, broken: broken, tail: tail})
}

// entries returns the items of an object's entries that stand between two offsets, and of the comments between them. Comments
// inside an entry are moved before it.
func (p *printer) entries(v *syntax.Value, from, to int32, write func(*syntax.Entry)) []item {
	var items []item
	for i := range v.Entries {
		e := &v.Entries[i]
		items = p.commentItems(items, p.between(from, e.Key.Start))
		inner := p.between(e.Key.End, e.Value.Start)
		items = append(items, item{
			flat: key(e.Key, p.raw(e.Key.Range)) + ": " + p.raw(e.Value.Range),
			print: func() {
				for _, c := range inner {
					p.text(p.plain(c))
					p.line()
				}
				p.text(key(e.Key, p.raw(e.Key.Range)) + ": ")
				if e.Value.Kind == syntax.ValueTextBlock {
					p.indent += step
					defer func() { p.indent -= step }()
				}
				write(e)
			},
		})
		from = e.Value.End
	}
	return p.commentItems(items, p.between(from, to))
}

// key returns a key without quotes where it needs none.
func key(k syntax.Name, raw string) string {
	if k.Quoted && len(raw) == len(k.Text)+2 && shape.IsIdentifier(k.Text) {
		return k.Text
	}
	return raw
}

// textBlock writes a text block with its lines indented like the quotes that end it.
func (p *printer) textBlock(v *syntax.Value) {
	raw := p.raw(v.Range)
	lines := syntax.BlockLines(raw[3 : len(raw)-3])
	p.text(`"""`)
	for i, line := range lines {
		p.line()
		if i < len(lines)-1 {
			p.text(strings.TrimRight(line, " \t"))
			continue
		}
		p.text(line + `"""`)
	}
}
