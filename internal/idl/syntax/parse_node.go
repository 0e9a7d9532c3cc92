// Node values.

package syntax

// value reads a node value. Both parameters are for unexpected.
func (p *parser) value(want, after string) Value {
	v := Value{Range: p.at()}
	switch p.tok {
	case tokString, tokText:
		v.Kind, v.Text = ValueString, p.str
		if p.tok == tokText {
			v.Kind = ValueTextBlock
		}
		p.next()
	case tokNumber:
		v.Kind, v.Text = ValueNumber, p.text[p.start:p.end]
		p.next()
	case tokName:
		v = p.idValue(p.id(""))
	case tokLBrace:
		p.nested(func() { v = p.object() })
	case tokLBracket:
		p.nested(func() { v = p.array() })
	default:
		p.unexpected(want, after)
	}
	return v
}

// idValue makes a value of an unquoted text, which is a keyword or a shape id.
func (p *parser) idValue(n Name) Value {
	v := Value{Range: n.Range, Kind: ValueID, Text: n.Text}
	switch n.Text {
	case "true", "false", "null":
		v.Kind = ValueKeyword
	default:
		if !p.broken {
			p.ids = append(p.ids, n)
		}
	}
	return v
}

// array reads an array from its bracket on.
func (p *parser) array() Value {
	start, mark := p.start, len(p.values)
	p.next()
	p.spaceAndDocs()
	for p.tok != tokRBracket && p.tok != tokEOF {
		v := p.value("a value or ']'", "a part of an array")
		p.values = append(p.values, v)
		p.spaceAndDocs()
	}
	end := p.closing(tokRBracket, "the parts of an array", start).End
	elems := p.valueSlab.Keep(p.values[mark:])
	p.values = p.values[:mark]
	return Value{Range: Range{start, end}, Kind: ValueArray, Elems: elems}
}

// object reads an object from its brace on.
func (p *parser) object() Value {
	start, mark := p.start, len(p.entries)
	p.next()
	p.spaceAndDocs()
	for p.tok != tokRBrace && p.tok != tokEOF {
		p.entry(p.key("a part of an object"))
	}
	end := p.closing(tokRBrace, "the parts of an object", start).End
	return Value{Range: Range{start, end}, Kind: ValueObject, Entries: p.keepEntries(mark)}
}

// entry reads the value of an entry whose key was read, and the white space behind it.
func (p *parser) entry(key Name) {
	p.spaceAndDocs()
	p.expect(tokColon, "a key")
	p.spaceAndDocs()
	v := p.value("a value", "':'")
	p.entries = append(p.entries, Entry{Key: key, Value: v})
	p.spaceAndDocs()
}

// keepEntries returns the entries behind mark.
func (p *parser) keepEntries(mark int) []Entry {
	entries := p.entrySlab.Keep(p.entries[mark:])
	p.entries = p.entries[:mark]
	return entries
}
