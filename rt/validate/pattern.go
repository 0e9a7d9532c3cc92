// Patterns in the syntax of Go's regexp.

package validate

import (
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/smithwright/smithwright/rt/validate/lean"
)

// Verdict is what a pattern makes of a value.
type Verdict int8

// The verdicts.
const (
	// Matches: the pattern is found in the value.
	Matches Verdict = iota
	// Differs: it is not.
	Differs
	// NoVerdict: the pattern found no answer in the time allowed.
	NoVerdict
)

// Matcher is a pattern: a [*Pattern], or a pattern of package ecma. It is safe for concurrent use.
type Matcher interface {
	// Match decides about value.
	Match(value string) Verdict
	// Text is the pattern as the model has it.
	Text() string
}

// Pattern is a @pattern in the syntax of Go's regexp. It is a table to be filled in and not changed or copied later:
//
//	var patternName = validate.Pattern{Expr: "^[a-z]+$"}
//
// It costs nothing until its first use, which compiles it.
type Pattern struct {
	// Expr is found in every value that matches, in the syntax of package regexp.
	Expr string
	// Model is the pattern as the model has it, where that is not Expr.
	Model string
	// Min and Max bound the number of characters of a value that matches, beside Expr. Max 0 is no bound.
	Min, Max int
	// Engine compiles Expr where package lean does not know all of it; see package re2.
	Engine func(expr string) (find func(text string) bool, err error)

	compiled atomic.Pointer[program]
	matched  [8]atomic.Pointer[string] // values that matched lately
}

// maxRemembered is the longest value that is remembered, in bytes.
const maxRemembered = 256

// place is where a value is remembered; another that shares it takes its place.
func (p *Pattern) place(value string) *atomic.Pointer[string] {
	n := len(value)
	if n > 0 {
		n += int(value[n-1]) + int(value[n/2])<<1
	}
	return &p.matched[n%len(p.matched)]
}

// remembers reports whether value matched lately: a program mostly names the same few things, and matching took a tenth of a
// whole call.
func (p *Pattern) remembers(value string) bool {
	kept := p.place(value).Load()
	return kept != nil && *kept == value
}

// remember keeps a copy of a value that matched. Secrets must not be given to it.
func (p *Pattern) remember(value string) {
	if len(value) <= maxRemembered {
		kept := strings.Clone(value)
		p.place(value).Store(&kept)
	}
}

// program is a compiled expression.
type program struct{ find func(string) bool }

// unusable stands for the expression that does not compile: every value matches.
var unusable = program{func(string) bool { return true }}

// Match reports whether value matches. An expression that does not compile is not checked: every value matches.
func (p *Pattern) Match(value string) Verdict {
	if p.Min > 0 || p.Max > 0 {
		if n := utf8.RuneCountInString(value); n < p.Min || p.Max > 0 && n > p.Max {
			return Differs
		}
	}
	compiled := p.compiled.Load()
	if compiled == nil {
		compiled = p.compile()
	}
	if compiled.find(value) {
		return Matches
	}
	return Differs
}

func (p *Pattern) compile() *program {
	compiled := &unusable
	if p.Engine != nil {
		if find, err := p.Engine(p.Expr); err == nil {
			compiled = &program{find}
		}
	} else if simple, err := lean.Compile(p.Expr); err == nil {
		compiled = &program{simple.Match}
	}
	p.compiled.Store(compiled) // if several do this at once, any one will do
	return compiled
}

// Text is the pattern as the model has it.
func (p *Pattern) Text() string {
	if p.Model != "" {
		return p.Model
	}
	return p.Expr
}
