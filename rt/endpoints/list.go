// Lists of strings, most of which are never made.

package endpoints

import (
	"slices"
	"strings"
)

// List is a list of strings: one that was given, or the parts of a text, which are found when they are asked for. The zero
// value is absent.
type List struct {
	items      []string // given ones
	text       string   // what the parts are of
	separator  string   // between the parts; empty for any character of delimiters
	delimiters string
	limit      int  // how many parts there are at most; 0 for any number
	made       bool // from a text
}

// ListOf returns a list of the items. A nil one is absent.
func ListOf(items []string) List { return List{items: items} }

// Split returns the parts of s between separators, limit of them at most unless that is 0: the last one then has the rest of
// s. An empty separator is in no text.
func Split(s, separator string, limit int) List {
	if separator == "" {
		limit = 1
	}
	return List{text: s, separator: separator, limit: limit, made: true}
}

// IsSet reports whether the list is there; it may be empty.
func (l List) IsSet() bool { return l.made || l.items != nil }

// Len returns the number of strings.
func (l List) Len() int {
	if !l.made {
		return len(l.items)
	}
	n := 0
	for rest, more := l.text, true; more; n++ {
		_, rest, more = l.cut(rest, n)
	}
	return n
}

// At returns the string with the index i; a negative one counts from the end, whose last string has -1. It is absent where
// the list is shorter.
func (l List) At(i int) (string, bool) {
	if !l.made {
		return At(l.items, i)
	}
	if i < 0 {
		if i += l.Len(); i < 0 {
			return "", false
		}
	}
	part, rest, more := l.cut(l.text, 0)
	for n := 1; n <= i; n++ {
		if !more {
			return "", false
		}
		part, rest, more = l.cut(rest, n)
	}
	return part, true
}

// Strings returns the strings in a slice of its own.
func (l List) Strings() []string {
	if !l.made {
		return slices.Clone(l.items)
	}
	var all []string
	for rest, more := l.text, true; more; {
		var part string
		part, rest, more = l.cut(rest, len(all))
		all = append(all, part)
	}
	return all
}

// cut takes the part with the index n from the front of rest.
func (l List) cut(rest string, n int) (part, behind string, more bool) {
	if l.limit > 0 && n+1 >= l.limit {
		return rest, "", false
	}
	if l.separator != "" {
		return strings.Cut(rest, l.separator)
	}
	if i := strings.IndexAny(rest, l.delimiters); i >= 0 {
		return rest[:i], rest[i+1:], true
	}
	return rest, "", false
}

// At returns the string with the index i; a negative one counts from the end, whose last string has -1. It is absent where
// there are fewer.
func At(items []string, i int) (string, bool) {
	if i < 0 {
		i += len(items)
	}
	if i < 0 || i >= len(items) {
		return "", false
	}
	return items[i], true
}
