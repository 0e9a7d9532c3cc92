// Traits and apply statements.

package format

import "github.com/smithwright/smithwright/internal/idl/syntax"

// traits writes traits and the comments between and behind them up to an offset, a line each.
func (p *printer) traits(traits []syntax.Trait, to int32) {
	if len(traits) == 0 {
		return
	}
	from := traits[0].Start
	for i := range traits {
		t := &traits[i]
		p.plainLines(p.between(from, t.Start))
		p.trait(t)
		p.line()
		from = t.End
	}
	p.plainLines(p.between(from, to))
}

// plainLines writes comments that are no documentation, each on a line of its own.
func (p *printer) plainLines(comments []syntax.Comment) {
	for _, c := range comments {
		p.text(p.plain(c))
		p.line()
	}
}

// trait writes a trait.
func (p *printer) trait(t *syntax.Trait) {
	p.text("@" + t.ID.Text)
	switch t.Form {
	case syntax.FormEmpty:
		if comments := p.between(t.Open, t.Close); len(comments) > 0 {
			p.list(brackets{open: "(", end: ")", items: p.commentItems(nil, comments), broken: true})
		}
	case syntax.FormEntries:
		items := p.entries(t.Value, t.Open, t.Close, func(e *syntax.Entry) { p.value(&e.Value, 0) })
		broken := len(p.between(t.Open, t.Close)) > 0 || p.broken(t.Value)
		p.list(brackets{open: "(", end: ")", items: items, broken: broken})
	case syntax.FormValue:
		p.traitValue(t)
	}
}

// traitValue writes the value of a trait that has one, in parentheses. Arrays and objects share their brackets' lines with
// the parentheses.
func (p *printer) traitValue(t *syntax.Trait) {
	v := t.Value
	before, after := p.between(t.Open, v.Start), p.between(v.End, t.Close)
	if len(before)+len(after) == 0 && (v.Kind == syntax.ValueArray || v.Kind == syntax.ValueObject) {
		p.text("(")
		p.value(v, 1)
		p.text(")")
		return
	}
	items := p.commentItems(nil, before)
	items = append(items, item{flat: p.raw(v.Range), print: func() { p.value(v, 0) }})
	items = p.commentItems(items, after)
	p.list(brackets{open: "(", end: ")", items: items, broken: len(before)+len(after) > 0 || p.multiline(v)})
}

// apply writes an apply statement.
func (p *printer) apply(a *syntax.Apply) {
	first := a.End
	if len(a.Traits) > 0 {
		first = a.Traits[0].Start
	}
	if a.Open == 0 {
		p.plainLines(p.between(a.Start, first))
		p.text("apply " + a.Target.Text + " ")
		p.trait(&a.Traits[0])
		return
	}
	p.plainLines(p.between(a.Start, a.Open))
	p.text("apply " + a.Target.Text + " {")
	p.line()
	p.indent += step
	p.plainLines(p.between(a.Open, min(first, a.Close)))
	p.traits(a.Traits, a.Close)
	p.indent -= step
	p.text("}")
}
