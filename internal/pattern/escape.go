package pattern

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// This file reads what begins with a backslash.

// Sets that escapes stand for.
var (
	digits      = runeSet{{'0', '9'}}
	wordRunes   = runeSet{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	spaceRunes  = newRuneSet(append(tableSet(unicode.Zs), runeRange{'\t', '\r'}, runeRange{0x2028, 0x2029}, runeRange{0xFEFF, 0xFEFF})...)
	blankRunes  = newRuneSet(append(tableSet(unicode.Zs), runeRange{'\t', '\t'}, runeRange{0x180E, 0x180E})...) // \h of Java
	javaNewline = runeSet{{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}
)

// escape reads an escape outside a class.
func (p *parser) escape() (node, error) {
	start := p.pos
	p.pos++
	if class, found, err := p.classEscape(); found || err != nil {
		return class, err
	}
	c := p.peek(0)
	switch {
	case c == 'b' || c == 'B':
		p.pos++
		if c == 'b' {
			return &assertion{wordEdge}, nil
		}
		return &assertion{notWordEdge}, nil
	case c >= '1' && c <= '9':
		return p.numberedReference()
	case c == 'k' && p.peek(1) == '<':
		p.pos += 2
		name, err := p.groupName()
		if err != nil {
			return nil, err
		}
		return p.reference(&backreference{name: name}), nil
	}
	if p.dialect == java {
		if n := p.javaEscape(); n != nil {
			return n, nil
		}
	}
	r, err := p.characterEscape(false)
	if err != nil {
		p.pos = start
		return nil, err
	}
	return p.character(r), nil
}

func (p *parser) reference(ref *backreference) node {
	ref.foldCase = p.flags.ignoreCase
	p.refs = append(p.refs, ref)
	return ref
}

// numberedReference reads \1 and the like. Java reads no more digits than there are groups so far.
func (p *parser) numberedReference() (node, error) {
	if p.dialect != java {
		n, _ := p.number()
		return p.reference(&backreference{number: n}), nil
	}
	n := int(p.peek(0) - '0')
	p.pos++
	for c := p.peek(0); c >= '0' && c <= '9' && n*10+int(c-'0') <= p.groups; c = p.peek(0) {
		n = n*10 + int(c-'0')
		p.pos++
	}
	return p.reference(&backreference{number: n}), nil
}

// javaEscape reads the escapes for positions, quotations and line breaks that only java.util.regex has; nil if
// it is none of them.
func (p *parser) javaEscape() node {
	c := p.peek(0)
	p.pos++
	switch c {
	case 'A':
		return &assertion{textStart}
	case 'z':
		return &assertion{textEnd}
	case 'Z':
		rest := &sequence{[]node{&repeat{body: p.lineBreak(), low: 0, high: 1}, &assertion{textEnd}}}
		return &look{body: rest}
	case 'R':
		return p.lineBreak()
	case 'Q':
		return p.quotation()
	}
	p.pos--
	return nil
}

func (p *parser) lineBreak() node {
	return &choice{[]node{&sequence{[]node{&literal{'\r'}, &literal{'\n'}}}, &charClass{ranges: javaNewline}}}
}

// quotation reads what stands between \Q and \E, or \Q and the end.
func (p *parser) quotation() node {
	var parts []node
	for !p.atEnd() && !p.accept(`\E`) {
		parts = append(parts, p.character(p.peek(0)))
		p.pos++
	}
	return inSequence(parts)
}

// classEscape reads the escapes that stand for a set of characters, inside and outside classes.
func (p *parser) classEscape() (*charClass, bool, error) {
	c := p.peek(0)
	var set runeSet
	switch {
	case c == 'd' || c == 'D':
		set = digits
	case c == 'w' || c == 'W':
		set = wordRunes
	case c == 's' || c == 'S':
		set = spaceRunes
	case (c == 'h' || c == 'H') && p.dialect == java:
		set = blankRunes
	case c == 'p' || c == 'P':
		p.pos++
		class, err := p.property(c == 'P')
		return class, err == nil, err
	default:
		return nil, false, nil
	}
	p.pos++
	if p.flags.ignoreCase {
		set = set.folded()
	}
	if unicode.IsUpper(c) {
		set = set.complement()
	}
	return &charClass{ranges: set}, true, nil
}

// property reads what follows \p or \P.
func (p *parser) property(negated bool) (*charClass, error) {
	var name string
	switch {
	case p.accept("{"):
		end := p.pos
		for end < len(p.src) && p.src[end] != '}' {
			end++
		}
		if end == len(p.src) {
			return nil, p.fail("the name of a character property is not closed: } is missing")
		}
		name = string(p.src[p.pos:end])
		p.pos = end + 1
	case p.dialect == java && !p.atEnd():
		name = string(p.peek(0))
		p.pos++
	default:
		return nil, p.fail("the name of a character property must follow, as in \\p{L}")
	}
	class := lookUpProperty(name, p.dialect)
	if class == nil {
		return nil, p.fail("no character property %q is known", name)
	}
	switch {
	case p.flags.ignoreCase:
		set := class.set()
		if negated {
			set = set.complement()
		}
		return &charClass{ranges: set.folded()}, nil
	case negated && len(class.ranges) == 0 && len(class.tables) == 1 && !class.negated:
		ref := class.tables[0]
		return &charClass{tables: []tableRef{{ref.name, !ref.negated}}}, nil
	case negated:
		return &charClass{ranges: class.set().complement()}, nil
	}
	return class, nil
}

// characterEscape reads an escape that stands for one character.
func (p *parser) characterEscape(inClass bool) (rune, error) {
	if p.atEnd() {
		return 0, p.fail("the pattern ends in the middle of an escape")
	}
	c := p.peek(0)
	p.pos++
	if i := strings.IndexRune("tnvfr", c); i >= 0 {
		return rune("\t\n\v\f\r"[i]), nil
	}
	switch {
	case c == 'b' && inClass:
		return '\b', nil
	case c == 'c' && isASCIILetter(p.peek(0)):
		p.pos++
		return p.peek(-1) % 32, nil
	case c == '0':
		return p.octalEscape()
	case c == 'x':
		return p.hexEscape()
	case c == 'u':
		return p.unicodeEscape()
	case strings.ContainsRune(`^$\.*+?()[]{}|/`, c), c == '-' && inClass:
		return c, nil
	case p.dialect == java && c == 'a':
		return '\a', nil
	case p.dialect == java && c == 'e':
		return 0x1B, nil
	case p.dialect == java && !isASCIILetter(c) && (c < '0' || c > '9'):
		return c, nil
	case p.dialect == lax && c != 'c':
		return c, nil
	}
	p.pos--
	return 0, p.fail("\\%c has no meaning", c)
}

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// octalEscape reads \0, and Java's octal escapes of up to three digits behind it.
func (p *parser) octalEscape() (rune, error) {
	if c := p.peek(0); c < '0' || c > '9' {
		return 0, nil
	}
	if p.dialect == strict {
		return 0, p.fail("a digit cannot follow \\0")
	}
	r := rune(0)
	for n := 0; n < 3 && p.peek(0) >= '0' && p.peek(0) <= '7' && r*8+p.peek(0)-'0' <= 0xFF; n++ {
		r = r*8 + p.peek(0) - '0'
		p.pos++
	}
	return r, nil
}

// hexEscape reads what follows \x: two digits, or Java's digits in braces.
func (p *parser) hexEscape() (rune, error) {
	if p.dialect == java && p.peek(0) == '{' {
		return p.bracedHex()
	}
	return p.hexDigits(2)
}

// unicodeEscape reads what follows \u: four digits, two such for a pair of surrogates, or digits in braces.
func (p *parser) unicodeEscape() (rune, error) {
	if p.peek(0) == '{' {
		return p.bracedHex()
	}
	r, err := p.hexDigits(4)
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	here := p.pos
	if p.accept(`\u`) {
		if low, err := p.hexDigits(4); err == nil {
			if pair := utf16.DecodeRune(r, low); pair != unicode.ReplacementChar {
				return pair, nil
			}
		}
	}
	p.pos = here
	return r, nil
}

func (p *parser) hexDigits(n int) (rune, error) {
	r := rune(0)
	for range n {
		d := hexValue(p.peek(0))
		if d < 0 {
			return 0, p.fail("%d hexadecimal digits must stand here", n)
		}
		r = r<<4 | d
		p.pos++
	}
	return r, nil
}

func (p *parser) bracedHex() (rune, error) {
	p.pos++
	r, start := rune(0), p.pos
	for d := hexValue(p.peek(0)); d >= 0; d = hexValue(p.peek(0)) {
		if r = r<<4 | d; r > unicode.MaxRune {
			return 0, p.fail("there is no character with so high a number")
		}
		p.pos++
	}
	if p.pos == start || !p.accept("}") {
		return 0, p.fail("hexadecimal digits must stand between { and }")
	}
	return r, nil
}

// hexValue is the value of a hexadecimal digit, -1 for anything else.
func hexValue(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return r - '0'
	case r >= 'a' && r <= 'f':
		return r - 'a' + 10
	case r >= 'A' && r <= 'F':
		return r - 'A' + 10
	}
	return -1
}
