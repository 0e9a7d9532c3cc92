// The parser of attributes: [...], [@...] and the values in them.

package selector

import "strings"

// attribute reads [path] or [path comparator values] behind the opening bracket.
func (p *parser) attribute() step {
	p.space()
	path := p.keyPath()
	if p.skip("]") {
		if len(path) == 2 && path[0] == "trait" && !strings.HasPrefix(path[1], "(") {
			return filter{traitExists{traitID(path[1])}}
		}
		return filter{&attribute{path: path}}
	}
	c := &attribute{path: path, compare: p.comparator(false)}
	for {
		p.space()
		c.values = append(c.values, literalOf(p.value()))
		p.space()
		if !p.skip(",") {
			break
		}
	}
	c.fold = p.caseInsensitive()
	p.expect("]")
	return filter{c}
}

// scopedAttribute reads [@path: assertions] behind the @.
func (p *parser) scopedAttribute() step {
	p.space()
	c := &scoped{}
	if p.peek() != ':' {
		c.path = p.keyPath()
	}
	p.expect(":")
	for p.err == nil {
		c.assertions = append(c.assertions, p.assertion())
		p.space()
		if !p.skip("&&") {
			break
		}
	}
	p.expect("]")
	return filter{c}
}

func (p *parser) assertion() assertion {
	a := assertion{left: p.operand()}
	a.compare = p.comparator(true)
	for {
		a.right = append(a.right, p.operand())
		if !p.skip(",") {
			break
		}
	}
	a.fold = p.caseInsensitive()
	return a
}

// operand reads a literal or @{path}, and the space around it.
func (p *parser) operand() operand {
	p.space()
	var o operand
	if p.peek() == '@' {
		o.path = p.contextPath()
	} else {
		o.literal = literalOf(p.value())
	}
	p.space()
	return o
}

// contextPath reads @{path}.
func (p *parser) contextPath() []string {
	p.expect("@{")
	path := p.morePath([]string{p.segment()})
	p.expect("}")
	return path
}

// keyPath reads an identifier and the path behind it.
func (p *parser) keyPath() []string { return p.morePath([]string{p.identifier()}) }

// morePath reads the segments of a path behind the first, and the space behind it.
func (p *parser) morePath(path []string) []string {
	for p.space(); p.skip("|"); p.space() {
		path = append(path, p.segment())
	}
	return path
}

// segment reads a part of a path: a value or a property in parentheses.
func (p *parser) segment() string {
	p.space()
	if p.skip("(") {
		name := p.identifier()
		p.expect(")")
		return "(" + name + ")"
	}
	return p.value()
}

// caseInsensitive reads an i, and the space around it, if there is one.
func (p *parser) caseInsensitive() bool {
	p.space()
	found := p.skip("i")
	p.space()
	return found
}

// comparator reads a comparator, those of projections only if allowed. Longer ones are tried before those that they begin with.
func (p *parser) comparator(projections bool) comparator {
	p.space()
	for _, c := range [...]string{"=", "!=", "^=", "$=", "*=", "?=", ">=", ">", "<=", "<"} {
		if p.skip(c) {
			return comparators[c]
		}
	}
	if projections {
		for _, c := range [...]string{"{<<}", "{<}", "{=}", "{!=}"} {
			if p.skip(c) {
				return comparators[c]
			}
		}
	}
	p.fail("a comparator such as = or ^= is expected, not %s", p.here())
	return nil
}

// value reads a quoted text, a number, or a shape id or name.
func (p *parser) value() string {
	switch c := p.peek(); {
	case c == '\'' || c == '"':
		return p.quoted(c)
	case c == '-' || isDigit(c):
		return p.number()
	}
	return p.rootID()
}
