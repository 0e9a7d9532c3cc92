// Numbers that are written in many ways, and are more than any machine's numbers can hold.

package shape

import (
	"cmp"
	"testing"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	sorted := [][]string{ // each group by its canonical form first
		{"-1e1000000000"}, {"-10.5"}, {"-10", "-1e1", "-10.0"}, {"-0.001"}, {"0", "-0", "0.0", "0e99", "+0"}, {"0.0000001", "1e-7"},
		{"0.5", ".5", "5e-1"}, {"1", "1.", "001", "+1", "1.000"}, {"9.99"}, {"10", "1e1"}, {"123456789012345678901234567890"},
		{"123456789012345678901234567890.5"}, {"123456789012345678901234567891"}, {"1e100", "10e99"}, {"1.25e100", "125E+98"},
		{"1e1000000000", "1E+1000000000"},
	}
	for i, group := range sorted {
		for _, a := range group {
			if got := CanonicalNumber(a); got != group[0] {
				t.Errorf("the canonical form of %s is %s, want %s", a, got, group[0])
			}
			for j, other := range sorted {
				for _, b := range other {
					if order, ok := CompareNumbers(a, b); !ok || order != cmp.Compare(i, j) {
						t.Errorf("%s compares with %s as %d (%t)", a, b, order, ok)
					}
				}
			}
		}
	}
	for _, text := range []string{"", "-", "+", ".", "--1", "-+1", "1e", "e1", "1e1.5", "1_0", "0x1", " 1", "NaN", "1e99999999999999999999"} {
		if order, ok := CompareNumbers(text, "1"); ok || order != 0 || CanonicalNumber(text) != text {
			t.Errorf("%q is taken for a number", text)
		}
	}
}
