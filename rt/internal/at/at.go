// Package at says where in a value an error arose. All formats share its paths.
package at

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Error is what is wrong with a value, and where.
type Error struct {
	Path string // members with points between, elements and keys in brackets, such as Functions[3].Tags["a b"]
	Err  error
}

// Error returns the path and what is wrong there.
func (e *Error) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// Within puts a step in front of the path of err: the name of a member, or what [Index] and [Key] make. Codecs call it on
// each level that an error passes through.
func Within(step string, err error) error {
	var inner *Error
	if !errors.As(err, &inner) {
		return &Error{Path: step, Err: err}
	}
	if strings.HasPrefix(inner.Path, "[") {
		inner.Path = step + inner.Path
	} else {
		inner.Path = step + "." + inner.Path
	}
	if len(inner.Path) > maxPath {
		inner.Path = cut(inner.Path, maxPath)
	}
	return inner
}

// maxPath bounds a path: a peer that nests deep chose its length. What is left of a longer one is its beginning.
const maxPath = 300 // bytes

// Index is the step to an element of a list.
func Index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// maxKey bounds how much of a map's key stands in a path: the peer chose it.
const maxKey = 100 // bytes

// Key is the step to an entry of a map.
func Key(key string) string {
	if len(key) > maxKey {
		key = cut(key, maxKey)
	}
	return "[" + strconv.Quote(key) + "]"
}

// cut shortens a text that is longer than n bytes, between characters.
func cut(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
