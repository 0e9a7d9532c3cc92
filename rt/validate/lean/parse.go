// Reading expressions.

package lean

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind says what a part of an expression is.
type kind uint8

const (
	ofSequence kind = iota
	ofChoice
	ofSet
	ofAssertion
	ofRepeat
)

const (
	unlimited = -1
	maxCount  = 1000 // of a repeat, as regexp has it
	maxDepth  = 100  // of groups in each other
)

// node is a part of an expression.
type node struct {
	kind        kind
	parts       []*node // of ofSequence and ofChoice; of ofRepeat, one
	least, most int     // of ofRepeat
	set         *set
	assertion   assertion
}

// parser reads an expression.
type parser struct {
	rest    string
	depth   int
	newline bool // a dot takes line ends too
}

var errUnknown = errors.New("it has what this package does not know")

// choice reads up to the end, or to a closing parenthesis that it leaves.
func (p *parser) choice() (*node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errors.New("its groups are too deep")
	}
	defer func() { p.depth-- }()
	n := &node{kind: ofChoice}
	for {
		part, err := p.sequence()
		if err != nil {
			return nil, err
		}
		n.parts = append(n.parts, part)
		if !p.take("|") {
			break
		}
	}
	if len(n.parts) == 1 {
		return n.parts[0], nil
	}
	return n, nil
}

func (p *parser) take(text string) bool {
	rest, ok := strings.CutPrefix(p.rest, text)
	p.rest = rest
	return ok
}

func (p *parser) sequence() (*node, error) {
	n := &node{kind: ofSequence}
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		part, err := p.atom()
		if err == nil {
			part, err = p.quantified(part)
		}
		if err != nil {
			return nil, err
		}
		n.parts = append(n.parts, part)
	}
	return n, nil
}

// atom reads what a quantifier may follow.
func (p *parser) atom() (*node, error) {
	switch {
	case p.take("(?:"):
		return p.group(p.newline)
	case p.take("(?s:"):
		return p.group(true)
	case strings.HasPrefix(p.rest, "(?"):
		return nil, errUnknown
	case p.take("("):
		return p.group(p.newline)
	case p.take("["):
		return p.class()
	case p.take("."):
		s := &set{}
		if p.newline {
			s.add(0, utf8.MaxRune)
		} else {
			s.add(0, '\n'-1)
			s.add('\n'+1, utf8.MaxRune)
		}
		return setNode(s), nil
	case p.take("^"), p.take(`\A`):
		return &node{kind: ofAssertion, assertion: textStart}, nil
	case p.take("$"), p.take(`\z`):
		return &node{kind: ofAssertion, assertion: textEnd}, nil
	case p.take(`\b`):
		return &node{kind: ofAssertion, assertion: wordEdge}, nil
	case p.take(`\B`):
		return &node{kind: ofAssertion, assertion: notWordEdge}, nil
	case strings.ContainsRune("*+?", rune(p.rest[0])):
		return nil, errors.New("there is nothing to repeat")
	case strings.HasPrefix(p.rest, "{"):
		if _, _, is, err := p.count(); is || err != nil {
			return nil, errUnknown
		}
	}
	s := &set{}
	if p.shorthand(s) {
		return setNode(s), nil
	}
	r, err := p.character()
	s.add(r, r)
	return setNode(s), err
}

func setNode(s *set) *node {
	s.finish(false)
	return &node{kind: ofSet, set: s}
}

func (p *parser) group(newline bool) (*node, error) {
	outer := p.newline
	p.newline = newline
	n, err := p.choice()
	p.newline = outer
	if err == nil && !p.take(")") {
		err = errors.New("a ) is missing")
	}
	return n, err
}

// quantified reads a quantifier, if there is one. Whether it is lazy makes no difference to whether there is a match.
func (p *parser) quantified(n *node) (*node, error) {
	least, most, is, err := p.quantifier()
	if !is || err != nil {
		return n, err
	}
	p.take("?")
	if _, _, again, err := p.quantifier(); again || err != nil {
		return nil, errUnknown
	}
	return &node{kind: ofRepeat, parts: []*node{n}, least: least, most: most}, nil
}

func (p *parser) quantifier() (least, most int, is bool, err error) {
	switch {
	case p.take("*"):
		return 0, unlimited, true, nil
	case p.take("+"):
		return 1, unlimited, true, nil
	case p.take("?"):
		return 0, 1, true, nil
	case strings.HasPrefix(p.rest, "{"):
		return p.count()
	}
	return 0, 0, false, nil
}

// count reads a quantifier in braces, if it is one.
func (p *parser) count() (least, most int, is bool, err error) {
	inner, rest, closed := strings.Cut(p.rest[1:], "}")
	low, high, open := strings.Cut(inner, ",")
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	if !closed || low == "" || !digits(low) || !digits(high) {
		return 0, 0, false, nil
	}
	for _, s := range []string{low, high} {
		if len(s) > 4 || len(s) > 1 && s[0] == '0' {
			return 0, 0, false, errUnknown
		}
	}
	least, _ = strconv.Atoi(low)
	most = least
	if open {
		most = unlimited
	}
	if high != "" {
		most, _ = strconv.Atoi(high)
	}
	if least > maxCount || most > maxCount || most != unlimited && most < least {
		return 0, 0, false, errors.New("the counts of a repeat are wrong")
	}
	p.rest = rest
	return least, most, true, nil
}

// class reads what stands in brackets.
func (p *parser) class() (*node, error) {
	s := &set{}
	negated := p.take("^")
	for first := true; first || !p.take("]"); first = false {
		if p.rest == "" || strings.HasPrefix(p.rest, "[:") {
			return nil, errUnknown
		}
		if p.shorthand(s) {
			continue
		}
		low, err := p.character()
		if err != nil {
			return nil, err
		}
		high := low
		if len(p.rest) >= 2 && p.rest[0] == '-' && p.rest[1] != ']' {
			p.rest = p.rest[1:]
			if high, err = p.character(); err != nil {
				return nil, err
			}
		}
		if high < low {
			return nil, errors.New("a range is the wrong way round")
		}
		s.add(low, high)
	}
	s.finish(negated)
	return &node{kind: ofSet, set: s}, nil
}

// shorthand adds one such as \d to a set, if there is one.
func (p *parser) shorthand(s *set) bool {
	if len(p.rest) < 2 || p.rest[0] != '\\' {
		return false
	}
	var ranges []rune
	switch p.rest[1] {
	case 'd', 'D':
		ranges = []rune{'0', '9'}
	case 's', 'S':
		ranges = []rune{'\t', '\n', '\f', '\r', ' ', ' '}
	case 'w', 'W':
		ranges = []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}
	default:
		return false
	}
	if p.rest[1] < 'a' {
		ranges = inverted(ranges)
	}
	s.ranges = append(s.ranges, ranges...)
	p.rest = p.rest[2:]
	return true
}

// character reads one, which may be escaped.
func (p *parser) character() (rune, error) {
	r, width := utf8.DecodeRuneInString(p.rest)
	if r == utf8.RuneError && width <= 1 {
		return 0, errors.New("it is cut short, or no UTF-8")
	}
	p.rest = p.rest[width:]
	if r != '\\' {
		return r, nil
	}
	if p.rest == "" {
		return 0, errors.New("it ends in a backslash")
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	switch i := strings.IndexByte("afnrtv", c); {
	case i >= 0:
		return rune("\a\f\n\r\t\v"[i]), nil
	case c == 'x':
		return p.hex()
	case c < utf8.RuneSelf && (!isWord(rune(c)) || c == '_'):
		return rune(c), nil
	}
	return 0, errUnknown
}

// hex reads the digits of a character's number.
func (p *parser) hex() (rune, error) {
	digits, rest := "", p.rest
	if p.take("{") {
		var closed bool
		if digits, rest, closed = strings.Cut(p.rest, "}"); !closed {
			return 0, errUnknown
		}
	} else if len(p.rest) >= 2 {
		digits, rest = p.rest[:2], p.rest[2:]
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || n > utf8.MaxRune || strings.Contains(digits, "_") {
		return 0, errUnknown
	}
	p.rest = rest
	return rune(n), nil
}

// set is a set of characters.
type set struct {
	ranges []rune    // pairs, in order and apart once the set is finished
	ascii  [2]uint64 // those below 128
}

func (s *set) add(low, high rune) { s.ranges = append(s.ranges, low, high) }

// finish puts the ranges in order.
func (s *set) finish(negated bool) {
	if s.ranges = joined(s.ranges); negated {
		s.ranges = inverted(s.ranges)
	}
	for i := 0; i < len(s.ranges); i += 2 {
		for r := s.ranges[i]; r <= s.ranges[i+1] && r < utf8.RuneSelf; r++ {
			s.ascii[r>>6] |= 1 << (r & 63)
		}
	}
}

// joined returns ranges in order, those that touch as one.
func joined(ranges []rune) []rune {
	order := make([]int64, 0, len(ranges)/2)
	for i := 0; i < len(ranges); i += 2 {
		order = append(order, int64(ranges[i])<<32|int64(ranges[i+1]))
	}
	slices.Sort(order)
	var result []rune
	for _, pair := range order {
		low, high := rune(pair>>32), rune(pair&(1<<32-1)) //nolint:gosec // they were runes
		if n := len(result); n > 0 && low <= result[n-1]+1 {
			result[n-1] = max(result[n-1], high)
			continue
		}
		result = append(result, low, high)
	}
	return result
}

// inverted returns what ranges that are in order and apart leave out.
func inverted(ranges []rune) []rune {
	var result []rune
	next := rune(0)
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] > next {
			result = append(result, next, ranges[i]-1)
		}
		next = ranges[i+1] + 1
	}
	if next <= utf8.MaxRune {
		result = append(result, next, utf8.MaxRune)
	}
	return result
}

func (s *set) has(r rune) bool {
	if r < utf8.RuneSelf {
		return s.ascii[r>>6]>>(r&63)&1 != 0
	}
	low, high := 0, len(s.ranges)/2
	for low < high {
		middle := (low + high) / 2
		switch {
		case r < s.ranges[2*middle]:
			high = middle
		case r > s.ranges[2*middle+1]:
			low = middle + 1
		default:
			return true
		}
	}
	return false
}
