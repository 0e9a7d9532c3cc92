package validate

import (
	"math"
	"math/big"
	"strconv"
	"testing"
	"time"
)

type item struct {
	Name  *string
	Tags  map[string][]byte
	When  time.Time
	Next  *item
	Union any
}

type (
	unionA struct{ Value int }
	unionB struct{ Value int }
)

func uniqueBroken[T any](items ...T) string {
	v := New("Thing")
	Unique(v, "Items", items)
	if err := v.Err(); err != nil {
		return err.(*Error).Violations[0].String()
	}
	return ""
}

func TestUnique(t *testing.T) {
	t.Parallel()
	a, b := "a", "a"
	when := time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)
	elsewhere := when.In(time.FixedZone("x", 3600))
	many := make([]string, 100_000)
	for i := range many {
		many[i] = strconv.Itoa(i % 99_999)
	}
	tests := []struct{ name, got, want string }{
		{"none", uniqueBroken[string](), ""},
		{"texts", uniqueBroken("a", "b", "ab", ""), ""},
		{"texts again", uniqueBroken("a", "b", "c", "b"), "Items: has the same item at 1 and 3"},
		{"many texts", uniqueBroken(many...), "Items: has the same item at 0 and 99999"},
		{"named texts", uniqueBroken(Violation{Path: "x"}, Violation{Path: "x"}), "Items: has the same item at 0 and 1"},
		{"numbers", uniqueBroken(1, 2, -1, 300), ""},
		{"numbers again", uniqueBroken(int8(1), 2, 1), "Items: has the same item at 0 and 2"},
		{"unsigned", uniqueBroken(uint16(1), 2, 1), "Items: has the same item at 0 and 2"},
		{"booleans", uniqueBroken(true, false), ""},
		{"zeros", uniqueBroken(0.0, math.Copysign(0, -1)), "Items: has the same item at 0 and 1"},
		{"blobs", uniqueBroken([]byte("a"), []byte("a")), "Items: has the same item at 0 and 1"},
		{"blobs apart", uniqueBroken([]byte(""), nil, []byte("a")), ""},
		{"times", uniqueBroken(when, elsewhere), "Items: has the same item at 0 and 1"},
		{"times apart", uniqueBroken(when, when.Add(1)), ""},
		{"pointers", uniqueBroken(&a, &b), "Items: has the same item at 0 and 1"},
		{"pointers and nil", uniqueBroken(&a, nil), ""},
		{"two nil", uniqueBroken[*string](nil, nil), "Items: has the same item at 0 and 1"},
		{"big", uniqueBroken(big.NewInt(5), big.NewInt(5)), "Items: has the same item at 0 and 1"},
		{"big apart", uniqueBroken(big.NewInt(5), big.NewInt(-5)), ""},
		{"lists", uniqueBroken([]string{"a", "b"}, []string{"ab"}, []string{"a"}, []string{"", "ab"}), ""},
		{"lists again", uniqueBroken([][]string{{"a"}, nil}, [][]string{{"a"}, nil}), "Items: has the same item at 0 and 1"},
		{"structures", uniqueBroken(
			item{Name: &a, Tags: map[string][]byte{"x": {1}, "y": nil}, When: when, Next: &item{Name: &b}},
			item{Name: &b, Tags: map[string][]byte{"y": nil, "x": {1}}, When: elsewhere, Next: &item{Name: &a}},
		), "Items: has the same item at 0 and 1"},
		{"structures apart", uniqueBroken(item{Name: &a}, item{}, item{Next: &item{}}, item{Tags: map[string][]byte{}}), ""},
		{"unions", uniqueBroken(item{Union: &unionA{1}}, item{Union: &unionB{1}}, item{Union: &unionA{2}}), ""},
		{"unions again", uniqueBroken(item{Union: &unionA{1}}, item{Union: &unionA{1}}), "Items: has the same item at 0 and 1"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestUniqueEndsWithEndlessItems(t *testing.T) {
	t.Parallel()
	endless := &item{}
	endless.Next = endless
	if got := uniqueBroken(endless, endless); got == "" {
		t.Error("one item twice is unique")
	}
}

func TestDecimals(t *testing.T) {
	t.Parallel()
	ordered := []string{"-1e9", "-10", "-9.5", "-0.001", "0", "1e-99999999999999999999", "0.1", "0.11", "1", "1.5", "10", "1e2", "101", "1e999999999999999999"}
	for i, a := range ordered {
		for j, b := range ordered {
			x, okX := parseDecimal(a)
			y, okY := parseDecimal(b)
			if !okX || !okY {
				t.Fatalf("%s or %s is not read", a, b)
			}
			if got, want := x.compare(y), sign(i-j); got != want {
				t.Errorf("%s to %s: %d, want %d", a, b, got, want)
			}
		}
	}
	for _, same := range [][2]string{{"1.50", "15e-1"}, {"-0", "0.000"}, {"+00012", "1.2E+1"}, {"100", "1e2"}, {".5", "5.e-1"}} {
		if !decimalWithin(same[0], same[1], same[1]) {
			t.Errorf("%s is not %s", same[0], same[1])
		}
	}
	for _, bad := range []string{"", "-", ".", "e5", "1e", "1e+", "0x1", "1_0", "Infinity", "1e-+5", "١"} {
		if decimalWithin(bad, "", "") {
			t.Errorf("%q passes for a number", bad)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
