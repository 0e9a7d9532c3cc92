package cborfmt_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/cborfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	epoch := time.Unix(0, 0).UTC()
	tests := map[string]struct {
		data string
		want all
	}{
		"no length":              {"bf 'name' 'a' 'list' 9f 'x' 'y' ff 'tags' bf 'k' 'v' ff 'must' 03 ff", all{Name: new("a"), List: []string{"x", "y"}, Tags: map[string]string{"k": "v"}, Must: 3}},
		"strings in pieces":      {"a3 'name' 7f 'ab' '' 'c' ff 'data' 5f 41 01 40 42 0203 ff 7f 'mu' 'st' ff 05", all{Name: new("abc"), Data: []byte{1, 2, 3}, Must: 5}},
		"pieces of nothing":      {"a2 'name' 7f ff 'data' 5f ff", all{Name: new(""), Data: []byte{}}},
		"long heads":             {"b9 0002 7800 01 7a 00000004 6d757374 1b 0000000000000007", all{Must: 7}},
		"unknown members":        {"a4 'x' 82 01 bf 'y' f5 01 02 ff 'w' 82 f8fe fb3ff0000000000000 'name' 'a' 'z' 5f 41 00 ff", all{Name: new("a")}},
		"any order":              {"a3 'must' 03 'count' 02 'flag' f5", all{Must: 3, Count: new(int32(2)), Flag: new(true)}},
		"null and undefined":     {"a8 'flag' f6 'list' f7 'tags' f6 'child' f7 'choice' f6 'must' f7 'data' f6 'series' f6", all{}},
		"tagged null":            {"a2 'at' c1 f6 'name' d9d9f7 f7", all{}},
		"last of two":            {"a4 'name' 'a' 'child' a1 'name' 'x' 'name' 'b' 'child' a1 'count' 01", all{Name: new("b"), Child: &all{Count: new(int32(1))}}},
		"tags that mean nothing": {"d9d9f7 a5 'name' d820 'a' 'count' d8ff 05 'list' da00010000 81 c5 'x' 'tags' d903e8 a1 'k' 'v' 'flag' d864 f4", all{Name: new("a"), Count: new(int32(5)), List: []string{"x"}, Tags: map[string]string{"k": "v"}, Flag: new(false)}},
		"nulls in dense":         {"a6 'list' 82 'a' f6 'numbers' 82 f7 01 'tags' a2 'a' f6 'b' 'x' 'series' 82 f6 01 'moments' 82 f6 00 'shelf' a1 'a' f6", all{List: []string{"a"}, Numbers: []int32{1}, Tags: map[string]string{"b": "x"}, Series: []float64{1}, Moments: []time.Time{epoch}, Shelf: map[string]choice{}}},
		"nulls in sparse":        {"a3 'sparse' 82 f6 f7 'holes' a1 'a' f6 'gaps' a1 'a' f7", all{Sparse: []*string{nil, nil}, Holes: map[string]*int32{"a": nil}, Gaps: map[string]choice{"a": nil}}},
		"half precision":         {"a2 'ratio' f9 3c00 'exact' f9 c400", all{Ratio: new(float32(1)), Exact: new(-4.0)}},
		"half subnormal":         {"a2 'ratio' f9 0001 'exact' f9 8001", all{Ratio: new(float32(0x1p-24)), Exact: new(-0x1p-24)}},
		"half extremes":          {"a2 'ratio' f9 7bff 'exact' f9 fc00", all{Ratio: new(float32(65504)), Exact: new(math.Inf(-1))}},
		"half NaN":               {"a2 'ratio' f9 7e00 'exact' f9 fc01", all{Ratio: new(float32(math.NaN())), Exact: new(math.NaN())}},
		"whole numbers as float": {"a3 'ratio' 190100 'exact' 3b ffffffffffffffff 'series' 83 00 20 f93e00", all{Ratio: new(float32(256)), Exact: new(-0x1p64), Series: []float64{0, -1, 1.5}}},
		"doubles as floats":      {"a1 'ratio' fb 3fb999999999999a", all{Ratio: new(float32(0.1))}},
		"floats as numbers":      {"a3 'tiny' f9 d800 'count' fa 4b000000 'long' fb c3e0000000000000", all{Tiny: new(int8(-128)), Count: new(int32(1 << 23)), Long: new(int64(math.MinInt64))}},
		"timestamps":             {"a2 'at' 1a535fefce 'when' c1 f9 3e00", all{At: date(0), When: new(time.UnixMilli(1500).UTC())}},
		"lists of timestamps":    {"a1 'moments' 9f c1 1a535fefce c1 fb41d4d7fbf387ae14 c1 20 c1 fa3fc00000 00 c1 1b000000000000000a ff", all{Moments: []time.Time{*date(0), *date(120 * time.Millisecond), time.Unix(-1, 0).UTC(), time.UnixMilli(1500).UTC(), epoch, time.Unix(10, 0).UTC()}}},
		"rounded to the nearest": {"a1 'at' c1 fb 41cc37db380fbe77", all{At: new(time.UnixMilli(946845296123).UTC())}},
		"big integers":           {"a1 'big' 1b ffffffffffffffff", all{Big: bigInt("18446744073709551615")}},
		"negative big integers":  {"a1 'big' 3b ffffffffffffffff", all{Big: bigInt("-18446744073709551616")}},
		"big with zeros":         {"a1 'big' c2 5f 42 0000 41 07 ff", all{Big: big.NewInt(7)}},
		"tags before big":        {"a1 'big' d9d9f7 c3 41 06", all{Big: big.NewInt(-7)}},
		"decimals in other form": {"a1 'decimal' fb 3ff8000000000000", all{Decimal: new(document.Number("1.5"))}},
		"decimals of integers":   {"a1 'decimal' 38 63", all{Decimal: new(document.Number("-100"))}},
		"decimals of big":        {"a1 'decimal' c2 49 010000000000000000", all{Decimal: new(document.Number("18446744073709551616"))}},
		"decimals without end":   {"a1 'decimal' c4 9f 21 19 6ab3 ff", all{Decimal: new(document.Number("273.15"))}},
		"decimals far away":      {"a1 'decimal' c4 82 3b 7fffffffffffffff 03", all{Decimal: new(document.Number("3e-9223372036854775808"))}},
		"unknown variant":        {"a1 'choice' a1 'later' a6 'a' c2 49 010000000000000000 'b' 42 00ff 'c' 83 f6 f5 f97e00 'd' c1 01 'e' c4 82 20 0f 'f' fb 3fb999999999999a", all{Choice: unknown("later", map[string]any{"a": document.Number("18446744073709551616"), "b": "AP8=", "c": []any{nil, true, "NaN"}, "d": document.Number("1"), "e": document.Number("1.5"), "f": document.Number("0.1")})}},
		"variant among nulls":    {"a1 'choice' bf 'node' f6 '__type' 'x' 'text' 'a' 'list' f7 ff", all{Choice: &choiceText{Value: "a"}}},
		"no variant":             {"a2 'choice' a0 'choices' 80", all{Choices: []choice{}}},
		"bound is not body":      {"a2 'bound' 'x' 'query' 'y'", all{Query: new("y")}},
		"structures":             {"a1 'shop' bf 'a' a1 'must' 01 ff", all{Shop: map[string]all{"a": {Must: 1}}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decode(data(t, test.data), &cborfmt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got, compare); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func unknown(tag string, v document.Value) *choiceUnknown {
	return &choiceUnknown{UnknownVariant: schema.UnknownVariant{Tag: tag, Value: v}}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	type test struct{ data, path, says string }
	tests := map[string]test{
		"empty":                 {"", "", "ends at byte 0"},
		"no map":                {"80", "", "is a list, not a structure"},
		"cut":                   {"a1 'name' 62 61", "name", "claims to have 2 bytes, with 1 left"},
		"cut in a head":         {"a1 'count' 19 01", "count", "ends at byte 9"},
		"cut behind a name":     {"a1 'name'", "name", "ends at byte 6"},
		"cut without a length":  {"bf 'name' 'a'", "", "ends at byte"},
		"cut in pieces":         {"a1 'name' 7f 'a'", "name", "ends at byte"},
		"more":                  {"a0 00", "", "more follows"},
		"text for bool":         {"a1 'flag' 'true'", "flag", "is text, not a bool"},
		"bool for text":         {"a1 'name' f5", "name", "is a bool, not text"},
		"bytes for text":        {"a1 'name' 41 61", "name", "is bytes, not text"},
		"text for bytes":        {"a1 'data' 'a'", "data", "is text, not bytes"},
		"text for a number":     {"a1 'count' '1'", "count", "is text, not a whole number"},
		"text for a float":      {"a1 'exact' 'NaN'", "exact", "is text, not a number"},
		"fraction":              {"a1 'count' f93e00", "count", "is not a whole number that fits"},
		"NaN for a number":      {"a1 'count' f97e00", "count", "is not a whole number that fits"},
		"infinite number":       {"a1 'long' f97c00", "long", "is not a whole number that fits"},
		"byte too large":        {"a1 'tiny' 1880", "tiny", "128 is out of range"},
		"short too small":       {"a1 'short' 398000", "short", "-32769 is out of range"},
		"long too large":        {"a1 'long' 1b8000000000000000", "long", "out of range"},
		"long too small":        {"a1 'long' 3b8000000000000000", "long", "out of range"},
		"float as long":         {"a1 'long' fb43e0000000000000", "long", "is not a whole number that fits"},
		"float too large":       {"a1 'ratio' fb7fe0000000000000", "ratio", "is out of range"},
		"date as text":          {"a1 'at' c0 '2014'", "at", "is text, not a timestamp"},
		"far away":              {"a1 'at' c1 1bffffffffffffffff", "at", "out of range"},
		"year 10000":            {"a1 'at' c1 1b0000003afff44180", "at", "outside the years 1 to 9999"},
		"year 0":                {"a1 'at' c1 3b0000000e7791f700", "at", "outside the years 1 to 9999"},
		"far away as a float":   {"a1 'at' c1 fb7fe0000000000000", "at", "outside the years 1 to 9999"},
		"not a time":            {"a1 'moments' 81 c1 fb7ff8000000000000", "moments[0]", "outside the years 1 to 9999"},
		"infinite time":         {"a1 'moments' 82 00 c1 f97c00", "moments[1]", "outside the years 1 to 9999"},
		"bytes without a tag":   {"a1 'big' 41 01", "big", "is bytes, not the bytes of a whole number, tagged as such"},
		"tag on a number":       {"a1 'big' c2 01", "big", "is a whole number, not the bytes of a whole number, tagged as such"},
		"endless big":           {"a1 'big' c2 5a 00010000" + strings.Repeat("ff", 1<<16), "big", "has 65536 bytes, more than"},
		"list without a tag":    {"a1 'decimal' 82 01 01", "decimal", "is a list, not a whole number"},
		"decimal of one":        {"a1 'decimal' c4 81 01", "decimal", "has not two parts"},
		"decimal of three":      {"a1 'decimal' c4 83 01 01 01", "decimal", "has not two parts"},
		"decimal of text":       {"a1 'decimal' c4 82 01 'a'", "decimal[1]", "is text, not a whole number"},
		"fractional exponent":   {"a1 'decimal' c4 82 f93c00 01", "decimal[0]", "is a float, not an exponent"},
		"endless exponent":      {"a1 'decimal' c4 82 1bffffffffffffffff 01", "decimal[0]", "out of range"},
		"infinite decimal":      {"a1 'decimal' f97c00", "decimal", "is not a finite number"},
		"document":              {"a1 'open' 01", "open", "is a document, which the protocol rpcv2Cbor cannot carry"},
		"map for a list":        {"a1 'list' a0", "list", "is a map, not a list"},
		"list for a map":        {"a1 'tags' 80", "tags", "is a list, not a map"},
		"name of a number":      {"a1 01 01", "a member's name", "is a whole number, not text"},
		"key of a number":       {"a1 'tags' a1 01 'a'", "tags.a key", "is a whole number, not text"},
		"in a list":             {"a1 'list' 82 'a' 01", "list[1]", "is a whole number, not text"},
		"in a list of lists":    {"a1 'matrix' 82 80 82 'a' a0", "matrix[1][1]", "is a map, not text"},
		"in a map":              {"a1 'tags' a1 'a b' 01", `tags["a b"]`, "is a whole number, not text"},
		"in a structure":        {"a1 'child' a1 'children' 82 a0 a1 'count' f5", "child.children[1].count", "is a bool, not a whole number"},
		"in a union":            {"a1 'choice' a1 'node' a1 'count' f5", "choice.node.count", ""},
		"in a map of unions":    {"a1 'shelf' a1 'a' a1 'text' 01", `shelf["a"].text`, ""},
		"in an unknown variant": {"a1 'choice' a1 'later' 81 f8ff", `choice["later"][0]`, "is a simple value that means nothing"},
		"keys of the unknown":   {"a1 'choice' a1 'later' a1 01 01", `choice["later"].a key`, "is a whole number, not text"},
		"two variants":          {"a1 'choice' a2 'text' 'a' 'later' 01", "choice", `a union has both "text" and "later"`},
		"text for a union":      {"a1 'choice' 'text'", "choice", "is text, not a union"},
		"broken UTF-8":          {"a1 'name' 61 ff", "name", "is text that is not UTF-8"},
		"broken in pieces":      {"a1 'name' 7f 61 c3 61 a4 ff", "name", "is text that is not UTF-8"},
		"piece without length":  {"a1 'name' 7f 7f ff ff", "name", "in pieces"},
		"piece of bytes":        {"a1 'name' 7f 41 61 ff", "name", "in pieces"},
		"mark alone":            {"ff", "", "begins nothing"},
		"mark for a value":      {"bf 'name' ff ff", "name", "begins nothing"},
		"reserved head":         {"a1 'count' 1c", "count", "begins nothing"},
		"number without length": {"a1 'count' 1f", "count", "begins nothing"},
		"simple value":          {"a1 'flag' e0", "flag", "is a simple value that means nothing"},
		"simple in two bytes":   {"a1 'x' f814", "", "not well-formed"},
		"tag without a value":   {"a1 'count' c1", "count", "ends at byte"},
	}
	for major, due := range map[string]string{"5b": "data", "7b": "name", "9b": "list", "bb": "tags"} {
		for _, length := range []string{"0000000000000002", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff"} {
			tests["lie of "+major+length] = test{"a1 '" + due + "'" + major + length + "00", due, "claims to have"}
			tests["unknown lie of "+major+length] = test{"a1 'x'" + major + length + "00", "", "claims to have"}
		}
	}
	for name, step := range map[string]string{
		"child": "a1 'child'", "choice.node.choice": "a1 'choice' a1 'node'", "children[0].children[0]": "bf 'children' 9f",
		`shop["a"].shop["a"]`: "a1 'shop' a1 'a'", `choice["x"][0][0]`: "81", "": "bf 'y'",
	} {
		start := map[string]string{`choice["x"][0][0]`: "a1 'choice' a1 'x'", "": "a1 'x'"}[name]
		tests["deep "+name] = test{start + strings.Repeat(step, 2000), name, "nested more than 1000 deep"}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decode(data(t, test.data), &cborfmt.Options{})
			checkError(t, err, test.path, test.says)
			if cut := strings.HasPrefix(name, "cut") || strings.Contains(name, "lie of"); cut && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("it is not said that the end is missing: %v", err)
			}
		})
	}
}

// TestLiesTakeNoMemory nests lists that claim as many elements as can be, and measures.
func TestLiesTakeNoMemory(t *testing.T) { //nolint:paralleltest // it measures memory
	lie := data(t, "a1 'matrix' 9a000fffff"+strings.Repeat("9a000fffff", 900))
	lie = append(lie, make([]byte, 1<<20)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := decode(lie, &cborfmt.Options{})
	runtime.ReadMemStats(&after)
	checkError(t, err, "matrix[0]", "claims to have")
	if took := after.TotalAlloc - before.TotalAlloc; took > 16*uint64(len(lie)) {
		t.Errorf("%d bytes of data took %d bytes of memory", len(lie), took)
	}
}

func TestDecodeSides(t *testing.T) {
	t.Parallel()
	const text = "a3 'bound' 'b' 'query' 'q' 'status' 05"
	for name, test := range map[string]struct {
		o    cborfmt.Options
		want all
	}{
		"client":  {cborfmt.Options{}, all{Query: new("q")}},
		"server":  {cborfmt.Options{Reply: true}, all{Status: new(int32(5))}},
		"unbound": {cborfmt.Options{Unbound: true}, all{Bound: new("b"), Query: new("q"), Status: new(int32(5))}},
	} {
		got, err := decode(data(t, text), &test.o)
		if diff := cmp.Diff(&test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	const text = "a2 'filled' a1 'size' 03 'child' a1 'filled' a2 'hue' 'blue' 'parts' f6"
	for name, test := range map[string]struct {
		fill bool
		want all
	}{
		"client": {true, all{
			Filled: &filled{Hue: new("red"), Parts: []string{}, Size: 3}, Child: &all{Filled: &filled{Hue: new("blue"), Parts: []string{}}},
		}},
		"server": {false, all{Filled: &filled{Size: 3}, Child: &all{Filled: &filled{Hue: new("blue")}}}},
	} {
		got, err := decode(data(t, text), &cborfmt.Options{Fill: test.fill})
		if diff := cmp.Diff(&test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	v := all{}
	child := v.SmithySchema().Member("child")
	p := unsafe.Pointer(&v.Child)
	if err := cborfmt.DecodeValue(data(t, "a1 'name' 'a'"), &child.Type, p, &cborfmt.Options{}); err != nil || *v.Child.Name != "a" {
		t.Errorf("%v, %+v", err, v.Child)
	}
	b, err := cborfmt.AppendValue([]byte("kept"), &child.Type, unsafe.Pointer(v.Child), &cborfmt.Options{})
	if want := "kept" + string(data(t, "a2 'name' 'a' 'must' 00")); err != nil || string(b) != want {
		t.Errorf("%x (%v)", b, err)
	}
	v.Child = nil
	if err := cborfmt.DecodeValue(data(t, "f6"), &child.Type, p, &cborfmt.Options{}); err != nil || v.Child != nil {
		t.Errorf("%v, %+v", err, v.Child)
	}
	if err := cborfmt.DecodeValue(data(t, "a0 a0"), &child.Type, p, &cborfmt.Options{}); err == nil {
		t.Error("what follows was not seen")
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	var got []string
	found := func(key, value string) { got = append(got, key+"="+value) }
	err := cborfmt.Strings(data(t, "bf '__type' 'a#B' 'n' 01 'm' a1 'x' 'y' 7f 'mess' 'age' ff 7f 'h' 'i' ff 'f' f6 ff"), found)
	if diff := cmp.Diff([]string{"__type=a#B", "message=hi"}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, bad := range []string{"", "80", "a1", "a1 01 01", "a1 'a' 7f", "a0 00"} {
		if err := cborfmt.Strings(data(t, bad), func(string, string) {}); err == nil {
			t.Errorf("%s is fine", bad)
		}
	}
}

// FuzzDecode looks for panics, and for data whose value does not survive another turn.
func FuzzDecode(f *testing.F) {
	for _, test := range both {
		f.Add(body(f, test.n, test.data))
	}
	for _, seed := range []string{
		"bf 'list' 9f 7f 'a' ff ff 'choice' a1 'later' 82 c2 41 01 c4 82 20 01 ff", "a1 'moments' 82 c1 f93e00 c1 3a7fffffff",
		"a1 'at' c1 fb c1e7791f70000000", "a1 'shelf' a2 'a' a1 'text' 'x' 'a' a1 'list' 80", "a1 'x' d9d9f7 5f 41 00 ff",
	} {
		f.Add(data(f, seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		value, err := decode(b, &cborfmt.Options{Fill: true})
		if err != nil {
			return
		}
		first, err := encode(value, &cborfmt.Options{})
		if err != nil {
			// Two things can be received and not sent: variants that the model does not know, and unions without any.
			if says := fmt.Sprint(err); !strings.Contains(says, "received, not sent") && !strings.Contains(says, "is nil, which a list or map") {
				t.Fatalf("%x was decoded and cannot be encoded: %v", b, err)
			}
			return
		}
		again, err := decode(first, &cborfmt.Options{})
		if err != nil {
			t.Fatalf("%x was encoded as %x, which cannot be decoded: %v", b, first, err)
		}
		if second, err := encode(again, &cborfmt.Options{}); err != nil || string(first) != string(second) {
			t.Fatalf("%x became %x and then %x (%v)", b, first, second, err)
		}
	})
}
