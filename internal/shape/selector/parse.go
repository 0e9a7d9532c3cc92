// The parser of selectors.

package selector

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// SyntaxError says what is wrong with the text of a selector, and where.
type SyntaxError struct {
	Offset  int // of the byte where the parser could not go on
	Message string
}

// Error returns the message with its place, counted from 1.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at character %d: %s", e.Offset+1, e.Message)
}

// Bounds of what is read as a selector: how deep functions stand in each other, and how many expressions there are in all.
const (
	maxDepth = 100
	maxSteps = 10_000
)

// Parse reads a selector. An error is a [*SyntaxError]. Functions, relationships and attributes that nobody knows are no
// errors: they match nothing.
func Parse(text string) (*Selector, error) {
	p := parser{scanner: scanner{text: text}, sel: &Selector{text: text}}
	steps := p.steps()
	if p.err == nil && !p.atEnd() {
		p.fail("%s does not belong here", p.here())
	}
	if p.err != nil {
		return nil, p.err
	}
	s := p.sel
	s.steps, s.filter, s.contextual = steps, steps.filters(), steps.contextual()
	return s, nil
}

// parser turns the text of a selector into steps. After a mistake it reads on to no effect, and everything is at its end.
type parser struct {
	scanner
	sel   *Selector // under construction
	depth int
	count int // of expressions
}

// steps reads expressions up to a comma, a closing bracket or the end. There must be at least one.
func (p *parser) steps() seq {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		p.fail("functions stand more than %d deep in each other", maxDepth)
	}
	var out seq
	for first := true; p.err == nil; first = false {
		p.space()
		if !first && (p.atEnd() || strings.IndexByte(",])", p.peek()) >= 0) {
			break
		}
		if p.count++; p.count > maxSteps {
			p.fail("the selector has more than %d parts", maxSteps)
		}
		if s := p.step(); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// step reads one expression. It returns nil for *, which lets everything pass.
func (p *parser) step() step {
	switch c := p.peek(); {
	case p.skip("*"):
		return nil
	case p.skip(":"):
		return p.function()
	case p.skip("[@"):
		return p.scopedAttribute()
	case p.skip("["):
		return p.attribute()
	case p.skip("<-["):
		return p.directed(true)
	case p.skip("-["):
		return p.directed(false)
	case p.skip("~>"):
		return closure{}
	case p.skip(">"):
		return hop{rels: anyRel}
	case p.skip("<"):
		return hop{rels: anyRel, back: true}
	case p.skip("$"):
		return p.variable()
	case startsIdentifier(c):
		return p.typeName()
	}
	if p.atEnd() {
		p.fail("the selector ends where a shape type, [...], a function or a neighbor is expected")
	} else {
		p.fail("%s begins neither a shape type, [...], a function nor a neighbor", p.here())
	}
	return nil
}

// typeName reads a token such as string or simpleType.
func (p *parser) typeName() step {
	at := p.pos
	name := p.identifier()
	if k, ok := typeNames[name]; ok {
		return filter{k}
	}
	if kind, ok := shape.KindOf(name); ok {
		return filter{kindsOf(kind)}
	}
	hint := "see the specification's list of shape types"
	known := append(slices.Collect(maps.Keys(typeNames)), slices.Collect(shape.KindNames())...)
	if near := diag.Nearest(name, slices.Values(known)); near != "" {
		hint = "did you mean " + near + "?"
	}
	p.failAt(at, "there is no shape type %s: %s", name, hint)
	return nil
}

// directed reads the relationships of -[...]-> or <-[...]- behind the opening bracket.
func (p *parser) directed(back bool) step {
	var names []string
	for {
		p.space()
		names = append(names, p.identifier())
		p.space()
		if !p.skip(",") {
			break
		}
	}
	if back {
		p.expect("]-")
	} else {
		p.expect("]->")
	}
	return newHop(names, back)
}

// variable reads ${name} or $name(selector) behind the dollar sign.
func (p *parser) variable() step {
	p.space()
	if p.skip("{") {
		p.space()
		name := p.identifier()
		p.space()
		p.expect("}")
		return fetch{name}
	}
	name := p.identifier()
	p.space()
	p.expect("(")
	steps := p.steps()
	p.space()
	p.expect(")")
	return store{name, steps}
}

// function reads a function behind its colon.
func (p *parser) function() step {
	at := p.pos
	name := p.identifier()
	p.space()
	p.expect("(")
	var args []seq
	for p.err == nil {
		args = append(args, p.steps())
		p.space()
		if !p.skip(",") {
			break
		}
	}
	p.expect(")")
	if p.err != nil {
		return nil
	}
	if limit := maxArguments[name]; limit > 0 && len(args) > limit {
		p.failAt(at, "the function %s takes %s, not %d", name, plural(limit, "selector"), len(args))
		return nil
	}
	return p.build(name, args)
}

// maxArguments is how many arguments functions take at most, if that is limited.
var maxArguments = map[string]int{"not": 1, "in": 1, "root": 1, "recursive": 1, "topdown": 2}

func plural(n int, what string) string {
	if n == 1 {
		return "one " + what
	}
	return fmt.Sprintf("at most %d %ss", n, what)
}

// build returns the step of a function.
func (p *parser) build(name string, args []seq) step {
	switch name {
	case "test":
		return filter{&test{any: p.predicates(args)}}
	case "not":
		return filter{&test{any: p.predicates(args), not: true}}
	case "is", "each":
		if !slices.ContainsFunc(args, func(q seq) bool { return !q.filters() }) {
			return filter{&test{any: p.predicates(args)}} // the same, but decided without a neighbour
		}
		return is(args)
	case "in":
		return filter{in{args[0]}}
	case "root":
		p.sel.roots = append(p.sel.roots, args[0])
		return root{len(p.sel.roots) - 1}
	case "recursive":
		return recursive{args[0]}
	case "topdown":
		list := p.predicates(args)
		t := &topDown{qualifies: list[0]}
		if len(list) > 1 {
			t.disqualifies = &list[1]
		}
		return t
	}
	return never{}
}

func (p *parser) predicates(args []seq) []predicate {
	out := make([]predicate, len(args))
	for i, q := range args {
		out[i] = predicate{steps: q, pure: q.filters(), varied: q.contextual(), number: p.sel.predicates}
		p.sel.predicates++
	}
	return out
}
