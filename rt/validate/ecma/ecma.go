// Package ecma runs the few patterns that Go's regexp cannot run: those with look-around, back references or possessive
// quantifiers. It is a package of its own so that only programs whose model has such a pattern link the engine.
package ecma

import (
	"sync/atomic"
	"time"

	"github.com/dlclark/regexp2"

	"github.com/smithwright/smithwright/rt/validate"
)

// Timeout is how long a pattern may take for one value; the engine looks at its clock about every tenth of a second. The
// engine tries one way after another, and there are patterns and values for which it would not end within a lifetime.
const Timeout = 250 * time.Millisecond

// Pattern is a @pattern that github.com/dlclark/regexp2 runs. It is a table to be filled in and not changed or copied
// later:
//
//	var patternName = ecma.Pattern{Expr: "^(?!aws:)[a-z]+$"}
//
// It costs nothing until its first use, which compiles it.
type Pattern struct {
	// Expr is found in every value that matches, in the syntax of regexp2 with the options ECMAScript and Unicode.
	Expr string
	// Model is the pattern as the model has it, where that is not Expr.
	Model string

	compiled atomic.Pointer[regexp2.Regexp]
}

var _ validate.Matcher = (*Pattern)(nil)

// unusable stands for the expression that does not compile.
var unusable regexp2.Regexp

// Match reports whether value matches, or [validate.NoVerdict] if there is no answer within [Timeout]. That is a violation
// of its own class, [validate.Undecided]: a client lets the request pass without it, since the service checks again; a
// server does not. An expression that does not compile is not checked: every value matches.
func (p *Pattern) Match(value string) (verdict validate.Verdict) {
	re := p.compiled.Load()
	if re == nil {
		re = p.compile()
	}
	if re == &unusable {
		return validate.Matches
	}
	defer func() {
		if recover() != nil { // a bug of the engine must not end the program
			verdict = validate.NoVerdict
		}
	}()
	switch found, err := re.MatchString(value); {
	case err != nil:
		return validate.NoVerdict
	case found:
		return validate.Matches
	}
	return validate.Differs
}

func (p *Pattern) compile() *regexp2.Regexp {
	re, err := regexp2.Compile(p.Expr, regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		re = &unusable
	} else {
		re.MatchTimeout = Timeout
	}
	p.compiled.Store(re) // if several do this at once, any one will do
	return re
}

// Text is the pattern as the model has it.
func (p *Pattern) Text() string {
	if p.Model != "" {
		return p.Model
	}
	return p.Expr
}
