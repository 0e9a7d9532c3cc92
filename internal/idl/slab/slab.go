// Package slab hands out parts of larger blocks, so that the many small slices and values of a syntax tree or of declarations
// cost no allocation each.
package slab

// block is the least number of values that a block has.
const block = 64

// Of hands out values of one type. What it handed out is never used again for something else. The zero Of is ready; it is not
// safe for concurrent use.
type Of[T any] struct{ free []T }

// Empty returns an empty slice with room for n values, nil if n is 0.
func (s *Of[T]) Empty(n int) []T {
	if n == 0 {
		return nil
	}
	if len(s.free) < n {
		s.free = make([]T, max(n, block))
	}
	out := s.free[:0:n]
	s.free = s.free[n:]
	return out
}

// Keep returns a copy of a list, nil if it is empty.
func (s *Of[T]) Keep(list []T) []T { return append(s.Empty(len(list)), list...) }

// One returns a pointer to a copy of a value.
func (s *Of[T]) One(v T) *T {
	if len(s.free) == 0 {
		s.free = make([]T, block)
	}
	out := &s.free[0]
	s.free = s.free[1:]
	*out = v
	return out
}
