// Running the patterns of a model, whose cost is up to the model, within bounds.

package check

import (
	"time"

	"github.com/smithwright/smithwright/internal/pattern"
)

const (
	// maxTranslated is the number of patterns of a model that are made ready to run to see whether an engine can run them, which
	// takes up to a few milliseconds each. Of the others only the syntax is checked. The largest published models have some
	// hundreds of patterns.
	maxTranslated = 1000
	// maxCompiled is the number of patterns that are kept ready to run, each of which can take half a megabyte.
	maxCompiled = 200
	// maxMatched is the number of bytes of a value above which no pattern is run on it.
	maxMatched = 20_000
	// maxMatching is the time that matching may take for a whole model.
	maxMatching = 2 * time.Second
)

// patternState is what the checks of one model remember of patterns.
type patternState struct {
	errors   map[string]error            // by pattern
	compiled map[string]*pattern.Matcher // nil for those that can't be run
	spent    time.Duration               // by compiling and matching
}

// patternError returns what is wrong with a pattern, nil if nothing is.
func (p *pass) patternError(expr string) error {
	s := &p.values.patterns
	err, known := s.errors[expr]
	if known {
		return err
	}
	if s.errors == nil {
		s.errors = map[string]error{}
	}
	if len(s.errors) < maxTranslated {
		_, err = pattern.Translate(expr)
	} else {
		err = pattern.Check(expr)
	}
	s.errors[expr] = err
	return err
}

// mayMatch reports whether a value matches a pattern. A pattern that can't be run matches everything, since it says nothing
// about values: it is reported where it stands. So does every pattern once matching has taken too long.
func (p *pass) mayMatch(expr, value string) bool {
	s := &p.values.patterns
	if len(value) > maxMatched || s.spent > maxMatching {
		return true
	}
	start := time.Now()
	defer func() { s.spent += time.Since(start) }()
	m, known := s.compiled[expr]
	if !known {
		if len(s.compiled) >= maxCompiled {
			clear(s.compiled)
		}
		if s.compiled == nil {
			s.compiled = map[string]*pattern.Matcher{}
		}
		m, _ = pattern.Compile(expr) // the error is reported where the pattern stands
		s.compiled[expr] = m
	}
	if m == nil {
		return true
	}
	ok, err := m.MatchString(value)
	return ok || err != nil
}
