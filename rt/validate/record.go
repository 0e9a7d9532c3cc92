package validate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file records violations: their path, and their place among the others.

// record is a violation with its place. Places follow the order of the calls, but among the entries of a map that of the
// keys, so that the random order in which Go walks maps never shows.
type record struct {
	violation Violation
	place     []step
}

type step struct {
	order int
	key   string
}

func comparePlaces(a, b []step) int {
	return slices.CompareFunc(a, b, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.key, b.key))
	})
}

// broken records that the member name breaks a constraint of class. The first maxListed of a class are kept.
func (v *Validator) broken(name string, class Class, message string) {
	open := v.frame(v.depth)
	open.next++
	open.lastMap = Key
	number := class.number()
	v.counts[number]++
	place := v.place(open.next)
	at, _ := slices.BinarySearchFunc(v.kept, place, func(have record, place []step) int {
		return comparePlaces(have.place, place)
	})
	if v.counts[number] > maxListed {
		last := v.lastOf(class)
		if at > last {
			return
		}
		v.kept = append(v.kept[:last], v.kept[last+1:]...)
	}
	if name == Key {
		message = "its key " + message
	}
	// slices.Insert would be compiled anew for records, which programs would notice by their size.
	v.kept = append(v.kept, record{})
	copy(v.kept[at+1:], v.kept[at:])
	v.kept[at] = record{Violation{v.path(name), class, message}, place}
}

// lastOf is the index of the last violation of class that is kept.
func (v *Validator) lastOf(class Class) int {
	for i := len(v.kept) - 1; i >= 0; i-- {
		if v.kept[i].violation.Class == class {
			return i
		}
	}
	return -1
}

func (v *Validator) place(last int) []step {
	place := make([]step, 0, v.depth+1)
	for depth := 1; depth <= v.depth; depth++ {
		f := v.frame(depth)
		place = append(place, step{f.order, f.key})
	}
	return append(place, step{order: last})
}

// path writes the way to the member name, as in Rules[3].Tags["a"].Value.
func (v *Validator) path(name string) string {
	var b strings.Builder
	member := func(name string) {
		if b.Len() > 0 && name != Self {
			b.WriteByte('.')
		}
		b.WriteString(name)
	}
	for depth := 1; depth <= v.depth; depth++ {
		f := v.frame(depth)
		member(f.name)
		switch f.kind {
		case itemFrame:
			b.WriteString("[" + strconv.Itoa(f.index) + "]")
		case entryFrame:
			b.WriteString("[" + strconv.Quote(shortened(f.key, 64)) + "]")
		case hiddenEntryFrame:
			b.WriteString("[key of " + quantity(utf8.RuneCountInString(f.key), "character") + "]")
		}
	}
	if name != Key {
		member(name)
	}
	return b.String()
}

// concealed reports whether the value of the next violation must not show.
func (v *Validator) concealed() bool {
	hide := v.secret || v.frame(v.depth).hidden
	v.secret = false
	return hide
}

// shortened cuts text to at most limit characters.
func shortened(text string, limit int) string {
	n := 0
	for i := range text {
		if n++; n > limit {
			return text[:i] + "…"
		}
	}
	return text
}

func quantity(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}
