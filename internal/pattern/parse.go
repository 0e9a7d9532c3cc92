package pattern

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// This file reads a pattern into a tree, character classes and escapes aside (class.go, escape.go).

// dialect is how much beside ECMA 262 with the u flag is accepted.
type dialect int

const (
	strict dialect = iota // ECMA 262 with the u flag, to the letter
	java                  // with the additions of java.util.regex
	lax                   // with the leniency of ECMA 262 without the u flag
)

// Bounds against hostile patterns. Real ones have some hundred characters and nest less than ten deep.
const (
	maxPattern = 1 << 14 // bytes
	maxDepth   = 200     // groups and classes within one another
)

// flags are the inline flags that are in force.
type flags struct{ ignoreCase, multiLine, dotAll, unixLines, comments bool }

type parser struct {
	src     []rune
	pos     int
	dialect dialect
	flags   flags
	depth   int
	groups  int // opening parentheses of capturing groups so far
	names   map[string]int
	refs    []*backreference
}

// syntaxError is where and why a pattern could not be read. The position is in characters, from 1.
type syntaxError struct {
	column  int
	message string
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("%s (at character %d)", e.message, e.column)
}

func (p *parser) fail(format string, args ...any) error {
	return &syntaxError{p.pos + 1, fmt.Sprintf(format, args...)}
}

// parse reads pattern in the first dialect that accepts it. The error is that of the strict one.
func parse(pattern string) (node, error) {
	if len(pattern) > maxPattern {
		return nil, fmt.Errorf("the pattern has %d bytes, more than %d", len(pattern), maxPattern)
	}
	var first error
	for _, d := range []dialect{strict, java, lax} {
		p := &parser{src: []rune(pattern), dialect: d, names: map[string]int{}}
		tree, err := p.whole()
		if err == nil {
			return tree, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

func (p *parser) whole() (node, error) {
	tree, err := p.choice()
	if err != nil {
		return nil, err
	}
	if !p.atEnd() {
		return nil, p.fail("this ) closes no group")
	}
	for _, ref := range p.refs {
		if ref.name != "" {
			ref.number = p.names[ref.name]
		}
		if ref.number < 1 || ref.number > p.groups {
			return nil, p.fail("a back reference names a group that the pattern does not have")
		}
	}
	return tree, nil
}

func (p *parser) atEnd() bool { return p.pos >= len(p.src) }

// peek returns the character at an offset from here, or -1 past the end.
func (p *parser) peek(offset int) rune {
	if i := p.pos + offset; i < len(p.src) {
		return p.src[i]
	}
	return -1
}

// accept moves past text if it comes next.
func (p *parser) accept(text string) bool {
	for i, r := range []rune(text) {
		if p.peek(i) != r {
			return false
		}
	}
	p.pos += len([]rune(text))
	return true
}

// enter counts one level of nesting; the returned function leaves it.
func (p *parser) enter() (func(), error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail("more than %d groups or classes lie within one another", maxDepth)
	}
	return func() { p.depth-- }, nil
}

// choice reads alternatives up to a closing parenthesis or the end. Flags set inside end with it.
func (p *parser) choice() (node, error) {
	leave, err := p.enter()
	if err != nil {
		return nil, err
	}
	defer leave()
	outer := p.flags
	defer func() { p.flags = outer }()
	var parts []node
	for {
		part, err := p.sequence()
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		if !p.accept("|") {
			break
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return &choice{parts}, nil
}

func (p *parser) sequence() (node, error) {
	var parts []node
	for {
		p.skipComments()
		if p.atEnd() || p.peek(0) == '|' || p.peek(0) == ')' {
			return inSequence(parts), nil
		}
		part, err := p.term()
		if err != nil {
			return nil, err
		}
		if part == nil { // flags
			continue
		}
		part, err = p.quantified(part)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
}

// skipComments moves past what the flag x makes a comment.
func (p *parser) skipComments() {
	for p.flags.comments && !p.atEnd() {
		switch c := p.peek(0); {
		case c == '#':
			for !p.atEnd() && p.peek(0) != '\n' {
				p.pos++
			}
		case c <= ' ' && unicode.IsSpace(c):
			p.pos++
		default:
			return
		}
	}
}

// term reads one part without its quantifier; nil if it was only flags.
func (p *parser) term() (node, error) {
	c := p.peek(0)
	switch c {
	case '(':
		return p.parenthesis()
	case '[':
		class, err := p.class()
		if err != nil {
			return nil, err
		}
		return class.normal(), nil
	case '\\':
		return p.escape()
	case '*', '+', '?':
		return nil, p.fail("there is nothing before this %c to repeat", c)
	case '{':
		if p.dialect != lax || p.looksLikeCount() {
			return nil, p.fail("this { must be written \\{, or stand behind what it repeats")
		}
	case ']', '}':
		if p.dialect == strict {
			return nil, p.fail("this %c must be written \\%c", c, c)
		}
	}
	p.pos++
	switch c {
	case '^':
		return p.lineAssertion(textStart, lineStart), nil
	case '$':
		return p.lineAssertion(textEnd, lineEnd), nil
	case '.':
		return p.dot(), nil
	}
	return p.character(c), nil
}

func (p *parser) lineAssertion(text, line assertionKind) node {
	if p.flags.multiLine {
		return &assertion{line}
	}
	return &assertion{text}
}

// lineTerminators end a line for . and, with the flag m, for ^ and $.
var lineTerminators = runeSet{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}

func (p *parser) dot() node {
	switch {
	case p.flags.dotAll:
		return &charClass{ranges: everyRune}
	case p.flags.unixLines:
		return &charClass{ranges: runeSet{{'\n', '\n'}}, negated: true}
	}
	return &charClass{ranges: lineTerminators, negated: true}
}

// character is the node for one character under the flags in force.
func (p *parser) character(r rune) node {
	if p.flags.ignoreCase {
		if set := (runeSet{{r, r}}).folded(); len(set) > 1 || set[0].lo != set[0].hi {
			return &charClass{ranges: set}
		}
	}
	return &literal{r}
}

// parenthesis reads a group, a look-around or flags.
func (p *parser) parenthesis() (node, error) {
	open := p.pos
	p.pos++
	if p.peek(0) != '?' {
		return p.capture("")
	}
	for _, form := range []struct {
		text            string
		behind, negated bool
	}{{"?=", false, false}, {"?!", false, true}, {"?<=", true, false}, {"?<!", true, true}} {
		if p.accept(form.text) {
			body, err := p.closed()
			return &look{body, form.behind, form.negated}, err
		}
	}
	switch {
	case p.accept("?:"):
		return p.closed()
	case p.dialect == java && p.accept("?>"):
		body, err := p.closed()
		return &atomic{body}, err
	case p.accept("?<"):
		name, err := p.groupName()
		if err != nil {
			return nil, err
		}
		return p.capture(name)
	}
	p.pos++
	body, err := p.inlineFlags()
	if err != nil {
		p.pos = open
		return nil, err
	}
	return body, nil
}

// closed reads the alternatives of a group and its closing parenthesis.
func (p *parser) closed() (node, error) {
	body, err := p.choice()
	if err != nil {
		return nil, err
	}
	if !p.accept(")") {
		return nil, p.fail("a group is not closed: ) is missing")
	}
	return body, nil
}

func (p *parser) capture(name string) (node, error) {
	p.groups++
	number := p.groups
	if name != "" {
		if p.names[name] != 0 {
			return nil, p.fail("two groups have the name %s", name)
		}
		p.names[name] = number
	}
	body, err := p.closed()
	return &group{body, number}, err
}

// groupName reads a name and the > behind it.
func (p *parser) groupName() (string, error) {
	var name strings.Builder
	for !p.atEnd() && p.peek(0) != '>' {
		c := p.peek(0)
		if c != '_' && c != '$' && !unicode.IsLetter(c) && (name.Len() == 0 || !unicode.IsDigit(c)) {
			return "", p.fail("%q cannot be in the name of a group", c)
		}
		name.WriteRune(c)
		p.pos++
	}
	if name.Len() == 0 || !p.accept(">") {
		return "", p.fail("the name of a group must stand between < and >")
	}
	return name.String(), nil
}

// inlineFlags reads flags, as in (?i-s:…), or as Java has them in (?i), for the rest of the group.
func (p *parser) inlineFlags() (node, error) {
	changed, value, some := p.flags, true, false
	for {
		c := p.peek(0)
		p.pos++
		switch {
		case c == '-' && value:
			value = false
			continue
		case c == 'i':
			changed.ignoreCase = value
		case c == 'm':
			changed.multiLine = value
		case c == 's':
			changed.dotAll = value
		case c == 'd' && p.dialect == java:
			changed.unixLines = value
		case c == 'x' && p.dialect == java:
			changed.comments = value
		case c == 'u' && p.dialect == java: // case folding is that of Unicode in any case
		case c == ':' && some:
			outer := p.flags
			p.flags = changed
			body, err := p.closed()
			p.flags = outer
			return body, err
		case c == ')' && some && p.dialect == java:
			p.flags = changed
			return nil, nil
		default:
			return nil, p.fail("what follows (? is no kind of group")
		}
		some = true
	}
}

// quantified reads the quantifier behind part, if there is one.
func (p *parser) quantified(part node) (node, error) {
	p.skipComments()
	low, high, found, err := p.quantifier()
	if err != nil || !found {
		return part, err
	}
	if p.dialect == strict {
		switch part.(type) {
		case *assertion, *look:
			return nil, p.fail("a position cannot be repeated")
		}
	}
	r := &repeat{body: part, low: low, high: high}
	switch {
	case p.accept("?"):
		r.lazy = true
	case p.dialect == java && p.accept("+"):
		return &atomic{r}, p.moreCounts()
	}
	return r, p.moreCounts()
}

// moreCounts moves past counts behind a quantifier, as in [a-z]{2}{0,9}, which Java reads as repeats of nothing.
func (p *parser) moreCounts() error {
	for p.dialect == java && p.peek(0) == '{' {
		if _, _, _, err := p.count(); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) quantifier() (low, high int, found bool, err error) {
	switch p.peek(0) {
	case '*':
		low, high = 0, unlimited
	case '+':
		low, high = 1, unlimited
	case '?':
		low, high = 0, 1
	case '{':
		return p.count()
	default:
		return 0, 0, false, nil
	}
	p.pos++
	return low, high, true, nil
}

// looksLikeCount reports whether a repeat count in braces comes next.
func (p *parser) looksLikeCount() bool {
	here := p.pos
	defer func() { p.pos = here }()
	_, _, found, err := p.count()
	return found || err != nil
}

// count reads {n}, {n,} or {n,m}.
func (p *parser) count() (low, high int, found bool, err error) {
	start := p.pos
	p.pos++
	low, ok := p.number()
	high = low
	if ok && p.accept(",") {
		if high, found = p.number(); !found {
			high = unlimited
		}
	}
	if !ok || !p.accept("}") {
		p.pos = start
		if p.dialect == lax {
			return 0, 0, false, nil
		}
		return 0, 0, false, p.fail("what stands between { and } must be a count such as {2}, {2,} or {2,5}; a brace is written \\{")
	}
	if high != unlimited && high < low {
		p.pos = start
		return 0, 0, false, p.fail("the counts of a repeat are in the wrong order")
	}
	return low, high, true, nil
}

// number reads digits. A number too large to count to is cut down to one that still is.
func (p *parser) number() (int, bool) {
	start, n := p.pos, 0
	for c := p.peek(0); c >= '0' && c <= '9'; c = p.peek(0) {
		n = min(n*10+int(c-'0'), math.MaxInt32)
		p.pos++
	}
	return n, p.pos > start
}
