package pattern

import (
	"slices"
	"sync"
	"unicode"
)

// This file is about sets of characters: the operations that classes need, and the classes themselves.

// runeRange is the characters from lo to hi, both of them included.
type runeRange struct{ lo, hi rune }

// runeSet is a set of characters in normal form: sorted, without overlaps, and with adjacent ranges joined.
type runeSet []runeRange

var everyRune = runeSet{{0, unicode.MaxRune}}

// newRuneSet brings ranges in any order to normal form.
func newRuneSet(ranges ...runeRange) runeSet {
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b runeRange) int {
		if a.lo != b.lo {
			return int(a.lo) - int(b.lo)
		}
		return int(a.hi) - int(b.hi)
	})
	var set runeSet
	for _, r := range ranges {
		if n := len(set); n > 0 && r.lo <= set[n-1].hi+1 {
			set[n-1].hi = max(set[n-1].hi, r.hi)
			continue
		}
		set = append(set, r)
	}
	return set
}

func (s runeSet) union(other runeSet) runeSet {
	return newRuneSet(slices.Concat(s, other)...)
}

func (s runeSet) complement() runeSet {
	var set runeSet
	next := rune(0)
	for _, r := range s {
		if next < r.lo {
			set = append(set, runeRange{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		set = append(set, runeRange{next, unicode.MaxRune})
	}
	return set
}

func (s runeSet) intersect(other runeSet) runeSet {
	return s.complement().union(other.complement()).complement()
}

func (s runeSet) has(r rune) bool {
	_, found := slices.BinarySearchFunc(s, r, func(have runeRange, r rune) int {
		switch {
		case have.hi < r:
			return -1
		case have.lo > r:
			return 1
		}
		return 0
	})
	return found
}

// folded adds to s every character that differs from one of s by case only (simple case folding).
func (s runeSet) folded() runeSet {
	ranges := slices.Clone(s)
	add := func(r rune) {
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			ranges = append(ranges, runeRange{other, other})
		}
	}
	if s.size() < fewRunes {
		for _, each := range s {
			for r := each.lo; r <= each.hi; r++ {
				add(r)
			}
		}
		return newRuneSet(ranges...)
	}
	for _, r := range casedRunes() {
		if s.has(r) {
			add(r)
		}
	}
	return newRuneSet(ranges...)
}

// fewRunes is how many characters folded goes through one by one, before it looks at all that have another case.
const fewRunes = 3000

func (s runeSet) size() int {
	n := 0
	for _, r := range s {
		n += int(r.hi-r.lo) + 1
	}
	return n
}

// casedRunes lists every character that differs from another by case only.
var casedRunes = sync.OnceValue(func() []rune {
	var cased []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.SimpleFold(r) != r {
			cased = append(cased, r)
		}
	}
	return cased
})

// tableSet is the set of characters in tables of package unicode.
func tableSet(tables ...*unicode.RangeTable) runeSet {
	var ranges []runeRange
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			ranges = append(ranges, runeRange{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			ranges = append(ranges, runeRange{r, r})
		}
	}
	for _, table := range tables {
		for _, r := range table.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range table.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return newRuneSet(ranges...)
}

// surrogates are the code points that no Go string holds.
var surrogates = runeSet{{0xD800, 0xDFFF}}

// charClass matches one character of a set. Tables that both engines know by name stay names, so that what is printed
// stays short.
type charClass struct {
	ranges  runeSet
	tables  []tableRef
	negated bool
}

// tableRef is a general category or a script, by the name that package unicode has for it.
type tableRef struct {
	name    string
	negated bool
}

// set is the characters that the class matches.
func (c *charClass) set() runeSet {
	ranges := slices.Clone(c.ranges)
	for _, ref := range c.tables {
		ranges = append(ranges, ref.set()...)
	}
	set := newRuneSet(ranges...)
	if c.negated {
		return set.complement()
	}
	return set
}

func (ref tableRef) set() runeSet {
	if known, found := tableSets.Load(ref); found {
		return known.(runeSet)
	}
	table := unicode.Categories[ref.name]
	if table == nil {
		table = unicode.Scripts[ref.name]
	}
	set := tableSet(table)
	if ref.negated {
		set = set.complement()
	}
	tableSets.Store(ref, set)
	return set
}

// tableSets keeps the sets of the tables that were asked for: tableRef to runeSet, which nothing changes.
var tableSets sync.Map

// add puts what other matches into c, which must not be negated yet. The ranges of c are in no order until it is
// finished.
func (c *charClass) add(other *charClass) {
	if other.negated {
		c.ranges = append(c.ranges, other.set()...)
		return
	}
	c.ranges = append(c.ranges, other.ranges...)
	for _, ref := range other.tables {
		if !slices.Contains(c.tables, ref) {
			c.tables = append(c.tables, ref)
		}
	}
}

// finish brings the ranges of c to normal form.
func (c *charClass) finish() *charClass {
	c.ranges = newRuneSet(c.ranges...)
	return c
}

// normal returns c in the form that is printed: every character or none where that is what it comes to, and no table
// beside its own opposite.
func (c *charClass) normal() *charClass {
	for _, ref := range c.tables {
		if slices.Contains(c.tables, tableRef{ref.name, !ref.negated}) {
			return (&charClass{ranges: everyRune, negated: c.negated}).normal()
		}
	}
	if len(c.tables) > 0 {
		return c
	}
	set := c.ranges.intersect(surrogates.complement())
	all := surrogates.complement()
	whole := slices.Equal(set, all)
	switch {
	case whole && c.negated, len(set) == 0 && !c.negated:
		return &charClass{}
	case whole, len(set) == 0:
		return &charClass{ranges: everyRune}
	}
	return &charClass{ranges: set, negated: c.negated}
}
