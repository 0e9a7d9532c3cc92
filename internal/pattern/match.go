// Running patterns while models are checked.

package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

// matchTimeout bounds the time that one value may take where the engine backtracks.
const matchTimeout = 250 * time.Millisecond

// A Matcher is a pattern that is ready to run. It is safe for concurrent use.
type Matcher struct {
	result Result
	re2    *regexp.Regexp  // nil if every string of the right length matches, or ecma is set
	ecma   *regexp2.Regexp // of patterns that Go's regexp does not run
}

// Compile makes the @pattern smithy ready to run. The error is that of [Translate]: the pattern is no regular expression, or
// no engine can run it.
func Compile(smithy string) (*Matcher, error) {
	r, err := Translate(smithy)
	if err != nil {
		return nil, err
	}
	m := &Matcher{result: r}
	switch {
	case r.Engine == ECMA:
		if m.ecma, err = regexp2.Compile(r.Expr, regexp2.ECMAScript|regexp2.Unicode); err == nil {
			m.ecma.MatchTimeout = matchTimeout
		}
	case r.Expr != "":
		m.re2, err = regexp.Compile(r.Expr)
	}
	if err != nil {
		return nil, fmt.Errorf("compile the pattern: %w", err)
	}
	return m, nil
}

// errEngine says that the engine itself failed.
var errEngine = errors.New("the engine of the pattern failed")

// MatchString reports whether a value matches. The error says that there is no answer within a quarter of a second.
func (m *Matcher) MatchString(value string) (ok bool, err error) {
	if n := utf8.RuneCountInString(value); n < m.result.Min || m.result.Max > 0 && n > m.result.Max {
		return false, nil
	}
	if m.ecma == nil {
		return m.re2 == nil || m.re2.MatchString(value), nil
	}
	defer func() {
		if recover() != nil { // a bug of the engine must not end the program
			ok, err = false, errEngine
		}
	}()
	return m.ecma.MatchString(value)
}
