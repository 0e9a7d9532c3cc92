// Package stats holds measurements and makes one number of many.
package stats

import "slices"

// Call is what one call took, on average over a batch.
type Call struct {
	NS     float64 // nanoseconds
	Bytes  float64 // allocated
	Allocs float64
}

// Calls are the measurements of one call, in pairs: a batch of ours and a batch of the peer's.
type Calls struct {
	Name string
	Ours []Call
	Peer []Call
}

// Median returns the middle of what f makes of the samples, and 0 if there are none.
func Median[T any](samples []T, f func(T) float64) float64 {
	if len(samples) == 0 {
		return 0
	}
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = f(s)
	}
	slices.Sort(values)
	mid := len(values) / 2
	if len(values)%2 == 1 {
		return values[mid]
	}
	return (values[mid-1] + values[mid]) / 2
}

// Ratio returns the median of the ratios of pairs that were measured next to each other, which what else the machine did
// moves less than the ratio of medians. There must be as many of a as of b.
func Ratio[T any](a, b []T, f func(T) float64) float64 {
	type pair struct{ a, b T }
	pairs := make([]pair, len(a))
	for i := range a {
		pairs[i] = pair{a[i], b[i]}
	}
	return Median(pairs, func(p pair) float64 { return f(p.a) / f(p.b) })
}
