package times

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestUsualIsExact holds the short way to the long one.
func TestUsualIsExact(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	taken := 0
	check := func(text string) {
		got, ok := parseUsual(text)
		if !ok {
			return
		}
		taken++
		if want, err := parseEpochExact(text); err != nil || !want.Equal(got) {
			t.Errorf("%s: got %v, want %v, %v", text, got, want, err)
		}
	}
	for _, text := range []string{
		"1767323045", "1767323045.123", "1.767323045123E9", "1.767323045e9", "17.5", "253402300799.999", "253402300800",
		"9999999999999999999", "999999999999999999", "1.5E1", "1.5E0", "123.45E1", "1.", "1.e5", ".5", "", "E9", "1E", "1.2.3",
	} {
		check(text)
	}
	for range 20_000 {
		text := fmt.Sprint(r.Uint64N(1 << r.UintN(64)))
		if point := r.IntN(len(text) + 4); point < len(text) {
			text = text[:point] + "." + text[point:]
		}
		if r.IntN(2) == 0 {
			text += "E" + fmt.Sprint(r.IntN(12))
		}
		check(text)
	}
	if taken < 5000 {
		t.Errorf("only %d numbers took the short way", taken)
	}
}
