package pattern

// This file is the tree that a pattern is read into. It has one meaning, whatever dialect the pattern was written in.

// unlimited is the upper bound of a repeat that has none.
const unlimited = -1

// node is one part of a pattern.
type node interface{ isNode() }

type (
	// literal is one character.
	literal struct{ r rune }

	// sequence is its parts one after another; without parts it matches the empty string.
	sequence struct{ parts []node }

	// choice is any one of its parts, the first that leads to a match.
	choice struct{ parts []node }

	// group is a capturing group. Its number counts opening parentheses from 1.
	group struct {
		body   node
		number int
	}

	// atomic is a part that gives back nothing once it has matched: what a possessive quantifier means.
	atomic struct{ body node }

	// repeat is its body, low to high times. A lazy one tries fewer first, which matters only to captures.
	repeat struct {
		body      node
		low, high int
		lazy      bool
	}

	// look is a lookahead, or a lookbehind.
	look struct {
		body            node
		behind, negated bool
	}

	// assertion is a position.
	assertion struct{ kind assertionKind }

	// backreference is what a group has captured; the empty string if it has not.
	backreference struct {
		number   int
		name     string // set until the parser has resolved it
		foldCase bool
	}
)

type assertionKind int

const (
	textStart   assertionKind = iota // the start of the value
	textEnd                          // the end of the value
	lineStart                        // the start of the value or of a line
	lineEnd                          // the end of the value or of a line
	wordEdge                         // between an ASCII word character and none
	notWordEdge                      // anywhere else
)

func (*literal) isNode()       {}
func (*charClass) isNode()     {}
func (*sequence) isNode()      {}
func (*choice) isNode()        {}
func (*group) isNode()         {}
func (*atomic) isNode()        {}
func (*repeat) isNode()        {}
func (*look) isNode()          {}
func (*assertion) isNode()     {}
func (*backreference) isNode() {}

// walk calls visit for n and everything below it, parents first.
func walk(n node, visit func(node)) {
	visit(n)
	switch n := n.(type) {
	case *sequence:
		for _, part := range n.parts {
			walk(part, visit)
		}
	case *choice:
		for _, part := range n.parts {
			walk(part, visit)
		}
	case *group:
		walk(n.body, visit)
	case *atomic:
		walk(n.body, visit)
	case *repeat:
		walk(n.body, visit)
	case *look:
		walk(n.body, visit)
	}
}

// holds reports whether n or anything below it satisfies test.
func holds(n node, test func(node) bool) bool {
	found := false
	walk(n, func(n node) { found = found || test(n) })
	return found
}

// inSequence makes one node of parts.
func inSequence(parts []node) node {
	if len(parts) == 1 {
		return parts[0]
	}
	return &sequence{parts}
}

// oneCharacter returns n as a class if n matches exactly one character wherever it matches.
func oneCharacter(n node) (*charClass, bool) {
	switch n := n.(type) {
	case *literal:
		return &charClass{ranges: runeSet{{n.r, n.r}}}, true
	case *charClass:
		return n, true
	case *group:
		return oneCharacter(n.body)
	}
	return nil, false
}
