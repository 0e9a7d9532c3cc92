// Errors that say where in a value they arose.

package jsonfmt

import (
	"errors"
	"strings"
)

// A ValueError is what is wrong with a value, and where.
type ValueError struct {
	Path string // such as Functions[3].CodeSize
	Err  error
}

func (e *ValueError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *ValueError) Unwrap() error { return e.Err }

// within puts a step in front of the path of err.
func within(step string, err error) error {
	var inner *ValueError
	if !errors.As(err, &inner) {
		return &ValueError{Path: step, Err: err}
	}
	if strings.HasPrefix(inner.Path, "[") {
		inner.Path = step + inner.Path
	} else {
		inner.Path = step + "." + inner.Path
	}
	return inner
}
