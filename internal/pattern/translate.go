// Choosing the engine of a pattern, and the form in which it runs there.

package pattern

import (
	"errors"
	"fmt"
	"regexp/syntax"

	"github.com/dlclark/regexp2"

	"github.com/smithwright/smithwright/rt/validate/lean"
)

// Engine is what runs a pattern.
type Engine int

const (
	// RE2 is Go's regexp, whose time grows with the length of the value and no faster.
	RE2 Engine = iota
	// ECMA is github.com/dlclark/regexp2 with the options ECMAScript and Unicode. It backtracks, so it needs a time limit.
	ECMA
)

// String returns the name of the engine.
func (e Engine) String() string {
	if e == ECMA {
		return "ECMA"
	}
	return "RE2"
}

// Result is how a pattern is checked at run time: a value matches if Expr is found in it and if it has Min to Max
// characters.
type Result struct {
	// Expr is the expression in the syntax of Engine. It is the text of the model where that means the same. An empty one
	// is found in every value.
	Expr   string
	Engine Engine
	// Min and Max bound the number of characters (Unicode code points) where the pattern is ^[set]{Min,Max}$ with counts so
	// high that repeating the set in Expr would make a large program. Max 0 is no bound.
	Min, Max int
	// Lean says that Expr is so simple that the runtime's own engine runs it, and needs no RE2.
	Lean bool
}

// Always reports whether every value matches, so that no check is needed.
func (r Result) Always() bool {
	return r.Expr == "" && r.Engine == RE2 && r.Min == 0 && r.Max == 0
}

// Sizes of programs of Go's regexp, in instructions of 40 bytes.
const (
	// smallProgram is what a pattern may need without another form being looked for. Up to here compiling takes some tens
	// of microseconds.
	smallProgram = 250
	// largeProgram is the most that Go's regexp is given: some 0.4 MB, compiled in a few milliseconds. Beyond it regexp2
	// counts instead of unrolling.
	largeProgram = 10_000
)

// maxExpr bounds what a pattern may grow to for regexp2, in bytes.
const maxExpr = 1 << 18

// Check reports what is wrong with the syntax of the @pattern smithy, nil if nothing is. It is faster than [Translate], which
// finds out besides whether an engine can run the pattern.
func Check(smithy string) error {
	if _, err := parse(smithy); err != nil {
		return fmt.Errorf("not a regular expression of ECMA 262: %w", err)
	}
	return nil
}

// Translate decides how the @pattern smithy is checked. The error says why no engine can run it: it is not a regular
// expression, or uses what neither engine has.
func Translate(smithy string) (Result, error) {
	tree, err := parse(smithy)
	if err != nil {
		return Result{}, fmt.Errorf("not a regular expression of ECMA 262: %w", err)
	}
	r, err := translate(tidy(tree), smithy)
	if err == nil && r.Engine == RE2 {
		_, unknown := lean.Compile(r.Expr)
		r.Lean = unknown == nil
	}
	return r, err
}

func translate(tree node, source string) (Result, error) {
	if r, ok := forRE2(tree, source); ok {
		return r, nil
	}
	r := Result{Expr: ecma(tree), Engine: ECMA}
	if len(r.Expr) > maxExpr {
		return Result{}, fmt.Errorf("no engine can run the pattern: it takes %d bytes, more than %d", len(r.Expr), maxExpr)
	}
	if _, err := regexp2.Compile(r.Expr, regexp2.ECMAScript|regexp2.Unicode); err != nil {
		return Result{}, fmt.Errorf("no engine can run the pattern: %w", err)
	}
	return r, nil
}

// forRE2 finds the form in which Go's regexp runs the pattern, if there is one: as it stands, counted, or trimmed.
func forRE2(tree node, source string) (Result, bool) {
	if !inRE2(tree) {
		return Result{}, false
	}
	expr, prog, err := compiled(tree)
	if err == nil && len(prog.Inst) <= smallProgram {
		if compilesTo(source, prog) {
			expr = source
		}
		return Result{Expr: expr}, true
	}
	if class, low, high, ok := counted(tree); ok {
		return countedResult(class, low, high), true
	}
	if trimmed, prog, err := compiled(trim(tree)); err == nil && len(prog.Inst) <= largeProgram {
		return Result{Expr: trimmed}, true
	}
	return Result{}, false
}

// countedResult checks the length apart. An unlimited repeat has a high least count, or it would be small.
func countedResult(class *charClass, low, high int) Result {
	r := Result{Min: low, Max: max(high, 0)}
	body := tidyRepeat(&repeat{body: class, low: 0, high: unlimited})
	if class = class.normal(); !class.matchesAll() {
		r.Expr = "^" + re2(body) + "$"
	}
	return r
}

func (c *charClass) matchesAll() bool {
	return len(c.tables) == 0 && len(c.ranges) == 1 && c.ranges[0] == everyRune[0] && !c.negated
}

var errTooLarge = errors.New("the program is too large")

// compiled prints tree for Go's regexp and compiles it there.
func compiled(tree node) (expr string, prog *syntax.Prog, err error) {
	if cost(tree, 4*largeProgram) == 4*largeProgram {
		return "", nil, errTooLarge
	}
	expr = re2(tree)
	prog, err = program(expr)
	return expr, prog, err
}
