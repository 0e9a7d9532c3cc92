// Sets of subjects, as bits by their numbers in the graph.

package selector

import (
	"iter"
	"math/bits"
)

// set is a set of subjects' numbers. All sets of one model have the same length.
type set []uint64

func newSet(size int) set { return make(set, (size+63)/64) }

// fullSet returns the set of all numbers below size.
func fullSet(size int) set {
	s := newSet(size)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if rest := size % 64; rest != 0 {
		s[len(s)-1] = 1<<rest - 1
	}
	return s
}

func (s set) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) add(i int32) { s[i>>6] |= 1 << (i & 63) }

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// addAll adds the elements of o.
func (s set) addAll(o set) {
	for i, w := range o {
		s[i] |= w
	}
}

// without returns the elements that o does not have.
func (s set) without(o set) set {
	out := make(set, len(s))
	for i, w := range s {
		out[i] = w &^ o[i]
	}
	return out
}

// intersects reports whether the sets share an element.
func (s set) intersects(o set) bool {
	for i, w := range s {
		if w&o[i] != 0 {
			return true
		}
	}
	return false
}

// all yields the elements in order. Elements may be removed meanwhile.
func (s set) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(int32(i<<6 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
