// Package lean finds simple regular expressions in texts, as Go's regexp does, in a small fraction of the room that regexp
// takes in a program. It knows what nearly all models use: characters and sets of them, groups, choices, repeats and the
// ends of the text and of words. What it does not know it refuses, so that generators can tell which expressions need more.
//
// A text is read once, whatever the expression: the time grows with its length times the size of the expression, and no
// faster.
package lean

import (
	"errors"
	"sync"
	"unicode/utf8"
)

// maxSize bounds a program, in instructions.
const maxSize = 10_000

// Program is a compiled expression. It is safe for concurrent use.
type Program struct {
	code     []instruction
	start    int32
	anchored bool // it matches from the start of a text only
	machines sync.Pool
}

// Compile reads an expression in the syntax of package regexp. An error says what it has that this package does not know, or
// that it is none.
func Compile(expr string) (*Program, error) {
	p := parser{rest: expr}
	tree, err := p.choice()
	if err == nil && p.rest != "" {
		err = errors.New("there is a ) too many")
	}
	if err != nil {
		return nil, err
	}
	c := compiler{}
	c.add(instruction{op: opMatch})
	start := c.node(tree, 0)
	if len(c.code) > maxSize {
		return nil, errors.New("it is too large")
	}
	return &Program{code: c.code, start: start, anchored: c.code[start].op == opAssert && c.code[start].assertion == textStart}, nil
}

// operation is what an instruction does.
type operation uint8

const (
	opMatch  operation = iota // the text matches
	opSplit                   // goes on at both
	opRune                    // takes a character of its set
	opAssert                  // goes on where its assertion holds
)

// assertion is a position in the text.
type assertion uint8

const (
	textStart assertion = iota
	textEnd
	wordEdge
	notWordEdge
)

// instruction is a step of a program.
type instruction struct {
	op        operation
	assertion assertion
	next      int32
	other     int32 // of opSplit
	set       *set
}

// compiler makes a program from its end to its start.
type compiler struct{ code []instruction }

func (c *compiler) add(i instruction) int32 {
	if len(c.code) <= maxSize { // one more, for Compile to see it
		c.code = append(c.code, i)
	}
	return int32(len(c.code) - 1) //nolint:gosec // maxSize bounds it
}

// node adds what n stands for, to go on at next, and returns where it begins.
func (c *compiler) node(n *node, next int32) int32 {
	if len(c.code) > maxSize {
		return next
	}
	switch n.kind {
	case ofSet:
		return c.add(instruction{op: opRune, set: n.set, next: next})
	case ofAssertion:
		return c.add(instruction{op: opAssert, assertion: n.assertion, next: next})
	case ofSequence:
		for i := len(n.parts) - 1; i >= 0; i-- {
			next = c.node(n.parts[i], next)
		}
		return next
	case ofChoice:
		first := c.node(n.parts[len(n.parts)-1], next)
		for i := len(n.parts) - 2; i >= 0; i-- {
			first = c.add(instruction{op: opSplit, next: c.node(n.parts[i], next), other: first})
		}
		return first
	default:
		return c.repeat(n, next)
	}
}

// repeat adds a part so many times.
func (c *compiler) repeat(n *node, next int32) int32 {
	body, required := n.parts[0], n.least
	if n.most == unlimited {
		loop := c.add(instruction{op: opSplit, other: next})
		begin := c.node(body, loop)
		c.code[loop].next = begin
		if next = loop; required > 0 {
			next = begin
			required--
		}
	} else {
		end := next
		for range n.most - n.least {
			next = c.add(instruction{op: opSplit, next: c.node(body, next), other: end})
		}
	}
	for range required {
		if len(c.code) > maxSize {
			break
		}
		next = c.node(body, next)
	}
	return next
}

// machine is where a program is in a text.
type machine struct {
	places []int32 // the instructions that it is at
	seen   []int32 // for each instruction, the number of the position at which it was reached last
	stack  []int32 // the instructions from which it goes on
}

// Match reports whether the expression is found in text.
func (p *Program) Match(text string) bool {
	m, ok := p.machines.Get().(*machine)
	if !ok {
		m = &machine{seen: make([]int32, len(p.code))}
	}
	found := p.run(m, text)
	clear(m.seen)
	m.stack = m.stack[:0]
	p.machines.Put(m)
	return found
}

// run follows all ways through the program at once, character by character.
func (p *Program) run(m *machine, text string) bool {
	before := rune(-1)
	for position, number := 0, int32(1); ; number++ {
		after, width := rune(-1), 0
		if position < len(text) {
			after, width = utf8.DecodeRuneInString(text[position:])
		}
		if position == 0 || !p.anchored {
			m.stack = append(m.stack, p.start)
		}
		if p.follow(m, number, before, after) {
			return true
		}
		if width == 0 || p.anchored && len(m.places) == 0 {
			return false
		}
		for _, at := range m.places {
			if i := &p.code[at]; i.set.has(after) {
				m.stack = append(m.stack, i.next)
			}
		}
		if number == 1<<30 {
			clear(m.seen)
			number = 0
		}
		before = after
		position += width
	}
}

// follow finds the instructions that take a character, from those of the stack on. It reports whether the text matches.
func (p *Program) follow(m *machine, number int32, before, after rune) bool {
	m.places = m.places[:0]
	for len(m.stack) > 0 {
		at := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if m.seen[at] == number {
			continue
		}
		m.seen[at] = number
		switch i := &p.code[at]; i.op {
		case opMatch:
			return true
		case opSplit:
			m.stack = append(m.stack, i.other, i.next)
		case opRune:
			m.places = append(m.places, at)
		case opAssert:
			if i.assertion.holds(before, after) {
				m.stack = append(m.stack, i.next)
			}
		}
	}
	return false
}

// holds reports whether an assertion is true between two characters; -1 stands for none.
func (a assertion) holds(before, after rune) bool {
	switch a {
	case textStart:
		return before < 0
	case textEnd:
		return after < 0
	case wordEdge:
		return isWord(before) != isWord(after)
	default:
		return isWord(before) == isWord(after)
	}
}

func isWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_'
}
