// Traits and apply statements.

package syntax

import "strings"

// docsAndTraits reads what stands before a shape or member: documentation, then traits.
func (p *parser) docsAndTraits() (Docs, []Trait) {
	p.spaceAndDocs()
	docs := p.takeDocs()
	return docs, p.traitList()
}

// traitList reads traits and the white space behind each.
func (p *parser) traitList() []Trait {
	if p.tok != tokAt {
		return nil
	}
	mark := len(p.traits)
	for p.tok == tokAt {
		t := p.trait()
		p.traits = append(p.traits, t)
		p.spaceAndDocs()
	}
	traits := p.traitSlab.Keep(p.traits[mark:])
	p.traits = p.traits[:mark]
	return traits
}

// trait reads a trait from its '@' on.
func (p *parser) trait() Trait {
	t := Trait{Range: p.at()}
	p.next()
	t.ID = p.id("'@'")
	if p.tok == tokLParen {
		t.Open = p.start
		p.next()
		p.spaceAndDocs()
		t.Form = FormEmpty
		if p.tok != tokRParen {
			var v Value
			t.Form, v = p.traitValue(t.Start)
			t.Value = p.valueSlab.One(v)
			p.spaceAndDocs()
		}
		t.Close = p.closing(tokRParen, "the value of a trait", t.Open).Start
	}
	t.End = p.last
	return t
}

// traitValue reads what stands in the parentheses of the trait that starts at an offset: a value, or the entries of an object
// without its braces.
func (p *parser) traitValue(at int32) (form Form, v Value) {
	if p.tok != tokString && p.tok != tokName {
		return FormValue, p.value("a value or ')'", "'('")
	}
	if p.tok == tokString {
		key := p.key("'('")
		p.spaceAndDocs()
		if p.tok == tokColon {
			return FormEntries, p.traitEntries(key)
		}
		return FormValue, Value{Range: key.Range, Kind: ValueString, Text: key.Text}
	}
	key := p.id("'('")
	p.spaceAndDocs()
	if isID := strings.ContainsAny(key.Text, ".#$"); !isID && p.tok == tokColon {
		return FormEntries, p.traitEntries(key)
	} else if !isID && p.tok != tokRParen {
		p.unexpected("':' or ')'", "a name in a trait")
	}
	v = p.idValue(key)
	if v.Kind == ValueID && !p.broken {
		p.ids[len(p.ids)-1].Start = at // the place of a trait's value is that of the trait
	}
	return FormValue, v
}

// traitEntries reads entries up to the closing parenthesis. The key of the first was read.
func (p *parser) traitEntries(key Name) Value {
	mark := len(p.entries)
	p.nested(func() {
		p.entry(key)
		for p.tok != tokRParen && p.tok != tokEOF {
			p.entry(p.key("a part of a trait"))
		}
	})
	return Value{Range: Range{key.Start, p.last}, Kind: ValueObject, Entries: p.keepEntries(mark)}
}

// apply reads an apply statement. What stands before it was read.
func (p *parser) apply(traits []Trait) {
	if len(traits) > 0 {
		p.failf("traits can't stand before an apply statement: remove them, or put them behind it")
		return
	}
	a := &Apply{Range: p.at()}
	p.next()
	p.needSpace("\"apply\"")
	a.Target = p.id("\"apply\"")
	p.needSpace("the id in an apply statement")
	switch p.tok {
	case tokAt:
		p.traits = append(p.traits, p.trait())
		a.Traits = p.traitSlab.Keep(p.traits[len(p.traits)-1:])
		p.traits = p.traits[:len(p.traits)-1]
	case tokLBrace:
		a.Open = p.start
		p.next()
		p.spaceAndDocs()
		a.Traits = p.traitList()
		a.Close = p.closing(tokRBrace, "a block of traits", a.Open).Start
	default:
		p.unexpected("a trait or '{'", "the id in an apply statement")
	}
	if !p.broken {
		a.End = p.last
		p.add(a)
	}
	p.lineBreak("an apply statement")
}
