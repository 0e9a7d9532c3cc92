// Package path has what generated code needs to follow the JMESPath expressions of a model: the few steps that Go has no
// expression for. Generated code imports it, people need not.
package path

import (
	"encoding/base64"
	"math"
	"math/big"
	"time"

	"github.com/smithwright/smithwright/rt/document"
)

// Entry returns a pointer to a copy of the value that a map has for a key, nil if it has none.
func Entry[M ~map[K]V, K ~string, V any](m M, key K) *V {
	if v, ok := m[key]; ok {
		return &v
	}
	return nil
}

// Variant returns the variant of a union if it is a *T, else nil.
func Variant[T any](union any) *T {
	v, _ := union.(*T)
	return v
}

// Seconds returns a time as the seconds since 1970, with a fraction: that is how JMESPath sees it.
func Seconds(t time.Time) float64 {
	return float64(t.Unix()) + float64(t.Nanosecond())/1e9
}

// Float returns the float64 that is nearest to n, which is not nil; numbers of JMESPath have no more digits.
func Float(n *big.Int) float64 {
	f, _ := new(big.Float).SetInt(n).Float64()
	return f
}

// Decimal returns the float64 that is nearest to n, and NaN, which is equal to nothing, for what is no number.
func Decimal(n document.Number) float64 {
	f, err := n.Float64()
	if err != nil && !math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

// Base64 returns bytes as the text that JMESPath sees.
func Base64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// Number returns the number that a text is in JSON, nil if it is none.
func Number(text string) *float64 {
	n := document.Number(text)
	if !n.Valid() {
		return nil
	}
	return new(Decimal(n))
}

// Slice returns every step-th element from start up to stop and without it, as [start:stop:step] of JMESPath does: negative
// numbers count from the end, nil stands for the end where the step begins or ends, and a negative step goes back. The step is
// not 0.
func Slice[T any](list []T, start, stop *int, step int) []T {
	step = max(min(step, len(list)+1), -len(list)-1)
	first, last := 0, len(list)
	if step < 0 {
		first, last = len(list)-1, -1
	}
	if start != nil {
		first = bound(*start, len(list), step)
	}
	if stop != nil {
		last = bound(*stop, len(list), step)
	}
	var part []T
	for i := first; step > 0 && i < last || step < 0 && i > last; i += step {
		part = append(part, list[i])
	}
	return part
}

// bound is the place that a number stands for, which may be the one before the first or behind the last.
func bound(i, n, step int) int {
	if i < 0 {
		i = max(i+n, -1)
	}
	if step < 0 {
		return min(i, n-1)
	}
	return min(max(i, 0), n)
}
