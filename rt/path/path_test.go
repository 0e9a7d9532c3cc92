package path_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/path"
)

func TestSlice(t *testing.T) {
	t.Parallel()
	list := []int{0, 1, 2, 3, 4}
	for _, test := range []struct {
		start, stop *int
		step        int
		want        []int
	}{
		{nil, nil, 1, []int{0, 1, 2, 3, 4}},
		{new(1), new(3), 1, []int{1, 2}},
		{new(-2), nil, 1, []int{3, 4}},
		{nil, new(-2), 1, []int{0, 1, 2}},
		{nil, nil, 2, []int{0, 2, 4}},
		{nil, nil, -1, []int{4, 3, 2, 1, 0}},
		{new(3), new(0), -2, []int{3, 1}},
		{new(-1), new(-4), -1, []int{4, 3, 2}},
		{new(100), nil, -1, []int{4, 3, 2, 1, 0}},
		{new(-100), new(100), 1, []int{0, 1, 2, 3, 4}},
		{new(-100), nil, -1, nil},
		{new(5), nil, 1, nil},
		{new(3), new(2), 1, nil},
		{nil, nil, math.MaxInt, []int{0}},
		{nil, nil, math.MinInt, []int{4}},
		{new(math.MinInt), new(math.MaxInt), 3, []int{0, 3}},
	} {
		if diff := cmp.Diff(test.want, path.Slice(list, test.start, test.stop, test.step)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test, diff)
		}
	}
	if got := path.Slice([]int(nil), nil, nil, -1); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

type variant struct{ Value string }

func TestValues(t *testing.T) {
	t.Parallel()
	var union any = &variant{"x"}
	if got := path.Variant[variant](union); got == nil || got.Value != "x" {
		t.Errorf("the variant is %v", got)
	}
	if path.Variant[int](union) != nil || path.Variant[variant](nil) != nil {
		t.Error("another variant is one")
	}
	m := map[string]int{"a": 0}
	if got := path.Entry(m, "a"); got == nil || *got != 0 || path.Entry(m, "b") != nil || path.Entry(map[string]int(nil), "a") != nil {
		t.Errorf("the entry is %v", got)
	}
	if got := path.Seconds(time.Unix(-3, 5e8)); got != -2.5 {
		t.Errorf("-2.5 s are %v", got)
	}
	if got := path.Float(new(big.Int).Lsh(big.NewInt(3), 70)); got != 3*math.Pow(2, 70) {
		t.Errorf("3<<70 is %v", got)
	}
	if got := path.Base64([]byte{0xfb, 0xff}); got != "+/8=" {
		t.Errorf("base64 is %s", got)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*float64{
		"1.5": new(1.5), "-0": new(math.Copysign(0, -1)), "1e2": new(100.0), "1e999": new(math.Inf(1)),
		"": nil, "x": nil, "0x1": nil, "+1": nil, "1,": nil, "Inf": nil, "NaN": nil, "null": nil,
	} {
		if diff := cmp.Diff(want, path.Number(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	if got := path.Decimal(document.Number("no number")); !math.IsNaN(got) {
		t.Errorf("what is no number is %v", got)
	}
}
