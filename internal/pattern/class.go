package pattern

// This file reads character classes, the parts of a pattern that stand in brackets.

// class reads a class from its opening bracket to its closing one.
func (p *parser) class() (*charClass, error) {
	leave, err := p.enter()
	if err != nil {
		return nil, err
	}
	defer leave()
	start := p.pos
	p.pos++
	negated := p.accept("^")
	class := &charClass{}
	if p.dialect == java && p.peek(0) == ']' { // Java takes a ] that comes first for itself
		p.pos++
		if err := p.classRange(class, ']'); err != nil {
			return nil, err
		}
	}
	if err := p.classItems(class); err != nil {
		return nil, err
	}
	for p.dialect == java && p.accept("&&") {
		other := &charClass{}
		if err := p.classItems(other); err != nil {
			return nil, err
		}
		class = &charClass{ranges: class.set().intersect(other.set())}
	}
	if !p.accept("]") {
		p.pos = start
		return nil, p.fail("a character class is not closed: ] is missing")
	}
	class.negated = negated
	return class.finish(), nil
}

// classItems reads into class up to a closing bracket, or to && where that means something.
func (p *parser) classItems(class *charClass) error {
	for {
		if p.dialect == java {
			p.skipComments()
		}
		switch c := p.peek(0); {
		case p.atEnd(), c == ']', p.dialect == java && c == '&' && p.peek(1) == '&':
			return nil
		case c == '[' && p.dialect == java:
			nested, err := p.class()
			if err != nil {
				return err
			}
			class.add(nested)
		default:
			if err := p.classItem(class); err != nil {
				return err
			}
		}
	}
}

// classItem reads one character, one range, or one escape for a set of characters.
func (p *parser) classItem(class *charClass) error {
	r, set, err := p.classAtom()
	if err != nil {
		return err
	}
	if set == nil {
		return p.classRange(class, r)
	}
	class.add(set)
	if p.dialect == strict && p.peek(0) == '-' && p.peek(1) != ']' {
		return p.fail("a range cannot begin with a set of characters; write the - as \\-")
	}
	return nil
}

// classRange adds the range that begins with low, which has been read, or low alone.
func (p *parser) classRange(class *charClass, low rune) error {
	start := p.pos
	high := low
	if p.peek(0) == '-' && p.peek(1) != ']' && p.peek(1) != -1 && (p.dialect != java || p.peek(1) != '[') {
		p.pos++
		r, set, err := p.classAtom()
		switch {
		case err != nil:
			return err
		case set != nil && p.dialect != lax:
			p.pos = start
			return p.fail("a range cannot end with a set of characters; write the - as \\-")
		case set != nil:
			class.add(set)
			class.addRange(p, '-', '-')
		default:
			high = r
		}
	}
	if high < low {
		p.pos = start
		return p.fail("the ends of a range are in the wrong order")
	}
	class.addRange(p, low, high)
	return nil
}

func (c *charClass) addRange(p *parser, low, high rune) {
	set := runeSet{{low, high}}
	if p.flags.ignoreCase {
		set = set.folded()
	}
	c.ranges = append(c.ranges, set...)
}

// classAtom reads one character of a class, or an escape for a set.
func (p *parser) classAtom() (rune, *charClass, error) {
	c := p.peek(0)
	p.pos++
	if c != '\\' {
		return c, nil, nil
	}
	if set, found, err := p.classEscape(); found || err != nil {
		return 0, set, err
	}
	r, err := p.characterEscape(true)
	return r, nil, err
}
