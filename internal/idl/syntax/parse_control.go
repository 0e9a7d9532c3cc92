// Control statements, metadata, the namespace and use statements.

package syntax

// add appends a statement.
func (p *parser) add(s Statement) { p.file.Statements = append(p.file.Statements, s) }

// controls reads the control section. Commas and comments may stand anywhere between statements.
func (p *parser) controls() {
	p.spaceAndDocs()
	for p.tok == tokDollar {
		start := p.start
		p.next()
		key, value := p.assignment("'$'", tokColon, "the key of a control statement")
		if !p.broken {
			p.add(&Control{Range: Range{start, p.last}, Key: key, Value: value})
		}
		p.lineBreak("a control statement")
		if p.broken && (key.Text == "version" || key.Text == "") {
			p.file.VersionLost = true
		}
		p.recover()
		p.spaceAndDocs()
	}
}

// metadata reads the metadata section.
func (p *parser) metadata() {
	for p.isWord("metadata") {
		start := p.start
		p.next()
		p.needSpaces("\"metadata\"")
		key, value := p.assignment("\"metadata\"", tokEqual, "the key of a metadata statement")
		if !p.broken {
			p.add(&Metadata{Range: Range{start, p.last}, Key: key, Value: value})
		}
		p.lineBreak("a metadata statement")
		p.recover()
		p.spaceAndDocs()
	}
}

// assignment reads a key, a sign and a value in one line. after says behind what the key stands, what names the key.
func (p *parser) assignment(after string, sign token, what string) (key Name, value Value) {
	key = p.key(after)
	p.spaces()
	p.expect(sign, what)
	p.spaces()
	return key, p.value("a value", sign.String())
}

// shapes reads the namespace and what follows it. Without a namespace nothing that follows has a meaning, so that the first
// mistake there is the last that is reported.
func (p *parser) shapes() {
	if p.tok == tokEOF {
		p.strayDocs(p.at())
		return
	}
	if !p.isWord("namespace") {
		p.noNamespace()
		return
	}
	start := p.start
	p.next()
	p.needSpaces("\"namespace\"")
	name := p.namespace("\"namespace\"")
	if p.broken {
		return
	}
	p.home = name.Text
	p.add(&Namespace{Range: Range{start, p.last}, Name: name})
	p.lineBreak("a namespace statement")
	if p.broken {
		return
	}
	p.uses()
	for p.tok != tokEOF || p.docs >= 0 {
		before := p.end
		p.statement()
		p.recover()
		if p.tok != tokEOF && p.end <= before {
			p.next() // so that no text whatever can make this loop endless
		}
	}
}

// noNamespace reports the token, before which a namespace statement must stand.
func (p *parser) noNamespace() {
	if p.tok == tokError {
		p.unexpected("", "")
		return
	}
	p.failf("a namespace statement must stand before every shape, trait and use statement, but this is %s", p.found())
}

// uses reads the use section. Documentation behind it belongs to the first shape.
func (p *parser) uses() {
	p.spaceAndDocs()
	for p.isWord("use") {
		start := p.start
		p.next()
		p.needSpaces("\"use\"")
		id := p.absoluteID()
		if !p.broken {
			p.add(&Use{Range: Range{start, p.last}, ID: id})
		}
		p.lineBreak("a use statement")
		p.recoverUse()
		p.spaceAndDocs()
	}
}

// recoverUse goes on after a mistake in a use statement. What stands on its next lines can be an id that belongs there, so
// that a name counts as the start of a statement only if it is one that statements start with.
func (p *parser) recoverUse() {
	for p.broken {
		p.recover()
		if p.tok == tokName && !p.isWord("use") && !startsShape(p.text[p.start:p.end]) {
			p.broken, p.resume = true, p.end
		}
	}
}

// startsShape reports whether a statement behind the use statements can start with a word.
func startsShape(word string) bool {
	_, ok := bodyOf(word)
	return ok || word == "apply"
}

// key reads the key of an object or statement.
func (p *parser) key(after string) Name {
	n := Name{Range: p.at()}
	switch p.tok {
	case tokName:
		n.Text = p.text[p.start:p.end]
	case tokString:
		n.Text, n.Quoted = p.str, true
	default:
		p.unexpected("a name or a quoted string", after)
	}
	p.next()
	return n
}

// identifier reads an identifier.
func (p *parser) identifier(after string) Name {
	n := Name{Range: p.at()}
	if p.tok != tokName {
		p.unexpected("a name", after)
		return n
	}
	n.Text = p.text[p.start:p.end]
	p.next()
	return n
}

// namespace reads identifiers joined by dots.
func (p *parser) namespace(after string) Name {
	n := p.identifier(after)
	for p.tok == tokDot {
		p.next()
		n.End = p.identifier("'.'").End
	}
	if !p.broken && n.End-n.Start > maxName {
		p.failf(tooLong)
	}
	return p.named(n)
}

// named gives a name the text of its range.
func (p *parser) named(n Name) Name {
	if !p.broken {
		n.Text = p.text[n.Start:n.End]
	}
	return n
}

// absoluteID reads a shape id with its namespace, behind "use".
func (p *parser) absoluteID() Name {
	n := p.namespace("\"use\"")
	p.expect(tokPound, "the namespace of a used shape, as in smithy.api#String")
	n.End = p.identifier("'#'").End
	p.memberID(&n)
	return p.named(n)
}

// id reads a shape id, absolute or relative, of a shape or a member.
func (p *parser) id(after string) Name {
	if p.tok == tokName && int(p.end) < len(p.text) && !isIDSign(p.text[p.end]) {
		n := Name{Range: p.at(), Text: p.text[p.start:p.end]} // a bare name, as almost always
		p.next()
		return n
	}
	n := p.namespace(after)
	if p.tok == tokPound {
		p.next()
		n.End = p.identifier("'#'").End
	}
	p.memberID(&n)
	return p.named(n)
}

// memberID reads the name of a member behind a shape id, if there is one.
func (p *parser) memberID(n *Name) {
	if p.tok == tokDollar {
		p.next()
		n.End = p.identifier("'$'").End
	}
}

func isIDSign(c byte) bool { return c == '.' || c == '#' || c == '$' }
