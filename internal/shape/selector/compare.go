// Comparators of attribute values.

package selector

import (
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// comparator compares two values; fold says that upper and lower case are the same.
type comparator func(e *eval, left, right value, fold bool) bool

// comparators are all of them as they are written.
var comparators = map[string]comparator{
	"=":    ofTexts(func(a, b string) bool { return a == b }),
	"!=":   ofTexts(func(a, b string) bool { return a != b }),
	"^=":   ofTexts(strings.HasPrefix),
	"$=":   ofTexts(strings.HasSuffix),
	"*=":   ofTexts(strings.Contains),
	"?=":   existence,
	">":    ofNumbers(func(order int) bool { return order > 0 }),
	">=":   ofNumbers(func(order int) bool { return order >= 0 }),
	"<":    ofNumbers(func(order int) bool { return order < 0 }),
	"<=":   ofNumbers(func(order int) bool { return order <= 0 }),
	"{=}":  sameElements,
	"{!=}": func(e *eval, a, b value, fold bool) bool { return !sameElements(e, a, b, fold) },
	"{<}":  func(e *eval, a, b value, fold bool) bool { return bothProjections(a, b) && subset(e, a, b, fold) },
	"{<<}": properSubset,
}

// ofTexts returns the comparator that is true if any of the left values fits any of the right ones.
func ofTexts(fits func(a, b string) bool) comparator {
	return func(e *eval, left, right value, fold bool) bool {
		rights := right.flat()
		for _, l := range left.flat() {
			if !e.spend(len(rights)) {
				return false
			}
			if !l.exists() {
				continue
			}
			for _, r := range rights {
				if r.exists() && fits(folded(l.String(), fold), folded(r.String(), fold)) {
					return true
				}
			}
		}
		return false
	}
}

func folded(s string, fold bool) string {
	if fold {
		return strings.ToLower(s)
	}
	return s
}

// ofNumbers returns the comparator that is true if any left value stands in an order to any right one. What is not a
// number never fits.
func ofNumbers(fits func(order int) bool) comparator {
	return ofTexts(func(a, b string) bool {
		order, ok := shape.CompareNumbers(a, b)
		return ok && fits(order)
	})
}

// existence is ?=, which compares whether the left value exists with the word on the right.
func existence(_ *eval, left, right value, _ bool) bool {
	return right.String() == strconv.FormatBool(left.exists())
}

func bothProjections(a, b value) bool { return a.kind == projection && b.kind == projection }

// subset reports whether b has everything that a has.
func subset(e *eval, a, b value, fold bool) bool {
	known := map[string]bool{}
	for _, v := range b.flat() {
		if v.exists() {
			known[folded(v.String(), fold)] = true
		}
	}
	flat := a.flat()
	e.spend(len(known) + len(flat))
	for _, v := range flat {
		if !v.exists() || !known[folded(v.String(), fold)] {
			return false
		}
	}
	return true
}

func sameElements(e *eval, a, b value, fold bool) bool {
	return bothProjections(a, b) && subset(e, a, b, fold) && subset(e, b, a, fold)
}

func properSubset(e *eval, a, b value, fold bool) bool {
	return bothProjections(a, b) && subset(e, a, b, fold) && !subset(e, b, a, fold)
}
