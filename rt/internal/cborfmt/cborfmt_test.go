package cborfmt_test

import (
	"encoding/hex"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/cborfmt"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

type (
	all           = kindtest.All
	color         = kindtest.Color
	filled        = kindtest.Filled
	choice        = kindtest.Choice
	choiceText    = kindtest.ChoiceText
	choiceNode    = kindtest.ChoiceNode
	choiceList    = kindtest.ChoiceList
	choiceUnknown = kindtest.ChoiceUnknown
)

// data reads hexadecimal digits. What stands between quotes stands for itself, with a head where it is text: 'name' is
// 646e616d65.
func data(t testing.TB, digits string) []byte {
	t.Helper()
	var b []byte
	for i, part := range strings.Split(digits, "'") {
		if i%2 == 1 {
			if len(part) > 23 {
				t.Fatalf("%q is too long for a short head", part)
			}
			b = append(append(b, byte(0x60+len(part))), part...)
			continue
		}
		raw, err := hex.DecodeString(strings.Join(strings.Fields(part), ""))
		if err != nil {
			t.Fatalf("%q: %v", digits, err)
		}
		b = append(b, raw...)
	}
	return b
}

func encode(v *all, o *cborfmt.Options) ([]byte, error) {
	b, err := cborfmt.AppendBody([]byte("kept:"), v.SmithySchema(), mem.Pointer(v), o)
	return []byte(strings.TrimPrefix(string(b), "kept:")), err
}

func decode(b []byte, o *cborfmt.Options) (*all, error) {
	v := new(all)
	b = append([]byte{}, b...)
	err := cborfmt.DecodeBody(b, v.SmithySchema(), mem.Pointer(v), o)
	for i := range b {
		b[i] = 'X' // nothing that came out may lie in it
	}
	return v, err
}

var compare = cmp.Options{
	cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 }),
	cmp.Comparer(func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }),
	cmp.Comparer(func(a, b float32) bool { return a == b || a != a && b != b }),
}

func date(fraction time.Duration) *time.Time {
	return new(time.Date(2014, 4, 29, 18, 30, 38, int(fraction), time.UTC))
}

func bigInt(s string) *big.Int {
	i, _ := new(big.Int).SetString(s, 10)
	return i
}

// both are values and the entries that stand for them. Behind them comes the required member must.
var both = map[string]struct {
	value all
	n     int // how many entries
	data  string
}{
	"nothing":           {all{}, 0, ""},
	"bools":             {all{Flag: new(true)}, 1, "'flag' f5"},
	"false":             {all{Flag: new(false)}, 1, "'flag' f4"},
	"integers":          {all{Tiny: new(int8(-128)), Short: new(int16(-32768)), Count: new(int32(math.MinInt32)), Long: new(int64(math.MinInt64))}, 4, "'tiny' 387f 'short' 397fff 'count' 3a7fffffff 'long' 3b7fffffffffffffff"},
	"largest":           {all{Tiny: new(int8(127)), Short: new(int16(32767)), Count: new(int32(math.MaxInt32)), Long: new(int64(math.MaxInt64))}, 4, "'tiny' 187f 'short' 197fff 'count' 1a7fffffff 'long' 1b7fffffffffffffff"},
	"small":             {all{Tiny: new(int8(0)), Short: new(int16(23)), Count: new(int32(-24)), Long: new(int64(24))}, 4, "'tiny' 00 'short' 17 'count' 37 'long' 1818"},
	"single precision":  {all{Ratio: new(float32(0.1)), Exact: new(1.5)}, 2, "'ratio' fa3dcccccd 'exact' fa3fc00000"},
	"double precision":  {all{Exact: new(0.1)}, 1, "'exact' fb3fb999999999999a"},
	"NaN":               {all{Ratio: new(float32(math.NaN())), Exact: new(math.NaN())}, 2, "'ratio' fa7fc00000 'exact' fa7fc00000"},
	"infinite":          {all{Ratio: new(float32(math.Inf(1))), Exact: new(math.Inf(-1))}, 2, "'ratio' fa7f800000 'exact' faff800000"},
	"text":              {all{Name: new("aä")}, 1, "'name' 'aä'"},
	"long text":         {all{Name: new(strings.Repeat("x", 256))}, 1, "'name' 790100" + strings.Repeat("78", 256)},
	"blob":              {all{Data: []byte{0, 255}}, 1, "'data' 4200ff"},
	"empty blob":        {all{Data: []byte{}}, 1, "'data' 40"},
	"timestamp":         {all{At: date(0)}, 1, "'at' c1 1a535fefce"},
	"milliseconds":      {all{At: date(120 * time.Millisecond)}, 1, "'at' c1 fb41d4d7fbf387ae14"},
	"before 1970":       {all{At: new(time.UnixMilli(-1500).UTC())}, 1, "'at' c1 fbbff8000000000000"},
	"formats mean none": {all{Day: date(0), When: date(0)}, 2, "'day' c1 1a535fefce 'when' c1 1a535fefce"},
	"big integer":       {all{Big: bigInt("18446744073709551616")}, 1, "'big' c2 49 010000000000000000"},
	"negative":          {all{Big: bigInt("-18446744073709551617")}, 1, "'big' c3 49 010000000000000000"},
	"small big integer": {all{Big: bigInt("0")}, 1, "'big' c2 40"},
	"decimal":           {all{Decimal: new(document.Number("273.15"))}, 1, "'decimal' c4 82 21 196ab3"},
	"small decimal":     {all{Decimal: new(document.Number("-0.001"))}, 1, "'decimal' c4 82 22 20"},
	"huge decimal":      {all{Decimal: new(document.Number("1e400"))}, 1, "'decimal' c4 82 190190 01"},
	"tiny decimal":      {all{Decimal: new(document.Number("12e-400"))}, 1, "'decimal' c4 82 39018f 0c"},
	"long decimal":      {all{Decimal: new(document.Number("18446744073709551616.0"))}, 1, "'decimal' c4 82 20 c2 49 0a0000000000000000"},
	"whole decimal":     {all{Decimal: new(document.Number("7"))}, 1, "'decimal' c4 82 00 07"},
	"list":              {all{List: []string{"a", ""}}, 1, "'list' 82 'a' ''"},
	"empty lists":       {all{List: []string{}, Numbers: []int32{}, Tags: map[string]string{}}, 3, "'list' 80 'numbers' 80 'tags' a0"},
	"sparse list":       {all{Sparse: []*string{new("a"), nil, new("")}}, 1, "'sparse' 83 'a' f6 ''"},
	"numbers":           {all{Numbers: []int32{1, 0, -1}}, 1, "'numbers' 83 01 00 20"},
	"list of lists":     {all{Matrix: [][]string{{"a"}, {}}}, 1, "'matrix' 82 81 'a' 80"},
	"list of blobs":     {all{Blobs: [][]byte{{1}, {}}}, 1, "'blobs' 82 4101 40"},
	"doubles":           {all{Series: []float64{1, 0.1, math.Inf(1)}}, 1, "'series' 83 fa3f800000 fb3fb999999999999a fa7f800000"},
	"timestamps":        {all{Moments: []time.Time{*date(0), *date(120 * time.Millisecond)}}, 1, "'moments' 82 c1 1a535fefce c1 fb41d4d7fbf387ae14"},
	"map":               {all{Tags: map[string]string{"b": "2", "a": "1", "": ""}}, 1, "'tags' a3 '' '' 'a' '1' 'b' '2'"},
	"map of enums":      {all{Names: map[color]color{"a": "red"}}, 1, "'names' a1 'a' 'red'"},
	"sparse map":        {all{Holes: map[string]*int32{"a": nil, "b": new(int32(1))}}, 1, "'holes' a2 'a' f6 'b' 01"},
	"map with enums":    {all{Colors: map[color][]color{"red": {"blue"}}}, 1, "'colors' a1 'red' 81 'blue'"},
	"map of structures": {all{Shop: map[string]all{"a": {Name: new("x")}}}, 1, "'shop' a1 'a' a2 'name' 'x' 'must' 00"},
	"recursive":         {all{Child: &all{Child: &all{}}}, 1, "'child' a2 'child' a1 'must' 00 'must' 00"},
	"children":          {all{Children: []all{{}, {Must: 1}}}, 1, "'children' 82 a1 'must' 00 a1 'must' 01"},
	"union":             {all{Choice: &choiceText{Value: "a"}}, 1, "'choice' a1 'text' 'a'"},
	"union of a node":   {all{Choice: &choiceNode{Value: &all{}}}, 1, "'choice' a1 'node' a1 'must' 00"},
	"jsonName is none":  {all{Choice: &choiceList{Value: []string{}}}, 1, "'choice' a1 'list' 80"},
	"list of unions":    {all{Choices: []choice{&choiceText{Value: "a"}}}, 1, "'choices' 81 a1 'text' 'a'"},
	"map of unions":     {all{Shelf: map[string]choice{"b": &choiceText{Value: "1"}, "a": &choiceText{}}}, 1, "'shelf' a2 'a' a1 'text' '' 'b' a1 'text' '1'"},
	"sparse unions":     {all{Gaps: map[string]choice{"a": nil, "b": &choiceText{Value: "1"}}}, 1, "'gaps' a2 'a' f6 'b' a1 'text' '1'"},
	"plain":             {all{Zero: 7}, 1, "'zero' 07"},
}

// body completes the entries of a case of both.
func body(t testing.TB, n int, entries string) []byte {
	t.Helper()
	return data(t, hex.EncodeToString([]byte{byte(0xa0 + n + 1)})+entries+"'must' 00")
}

func TestBothWays(t *testing.T) {
	t.Parallel()
	for name, test := range both {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := body(t, test.n, test.data)
			b, err := encode(&test.value, &cborfmt.Options{})
			if err != nil || string(b) != string(want) {
				t.Errorf("encoded %x (%v), not %x", b, err, want)
			}
			value, err := decode(want, &cborfmt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.value, value, compare); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	token := func() string { return "T" }
	tests := map[string]struct {
		value all
		want  string
		o     cborfmt.Options
	}{
		"token":               {all{}, "a2 'must' 00 'token' 'T'", cborfmt.Options{Token: token}},
		"token given":         {all{Token: new("mine")}, "a2 'must' 00 'token' 'mine'", cborfmt.Options{Token: token}},
		"bound stays out":     {all{Bound: new("x")}, "a1 'must' 00", cborfmt.Options{}},
		"without bindings":    {all{Bound: new("x")}, "a2 'must' 00 'bound' 'x'", cborfmt.Options{Unbound: true}},
		"of a request":        {all{Query: new("x"), Status: new(int32(5))}, "a2 'must' 00 'status' 05", cborfmt.Options{}},
		"of a reply":          {all{Query: new("x"), Status: new(int32(5))}, "a2 'must' 00 'query' 'x'", cborfmt.Options{Reply: true}},
		"cut to milliseconds": {all{At: date(120_999_999)}, "a2 'at' c1 fb41d4d7fbf387ae14 'must' 00", cborfmt.Options{}},
		"other zone":          {all{When: new(date(0).In(time.FixedZone("", 3600)))}, "a2 'when' c1 1a535fefce 'must' 00", cborfmt.Options{}},
		"nil in a list":       {all{Matrix: [][]string{nil}, Blobs: [][]byte{nil}}, "a3 'matrix' 81 80 'blobs' 81 40 'must' 00", cborfmt.Options{}},
		"broken UTF-8":        {all{Name: new("a\xffb")}, "a2 'name' 'a\ufffdb' 'must' 00", cborfmt.Options{}},
		"zero decimals":       {all{Decimal: new(document.Number("-0.00"))}, "a2 'decimal' c4 82 21 00 'must' 00", cborfmt.Options{}},
		"exponent decimal":    {all{Decimal: new(document.Number("1.50E+3"))}, "a2 'decimal' c4 82 01 1896 'must' 00", cborfmt.Options{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := encode(&test.value, &test.o)
			if want := data(t, test.want); err != nil || string(b) != string(want) {
				t.Errorf("encoded %x (%v), not %x", b, err, want)
			}
		})
	}
}

// TestManyMembers writes structures with as many members as take a head of one byte, and of two and three.
func TestManyMembers(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 23, 24, 255, 256, 300} {
		values, members := make([]int32, n), make([]schema.Member, n)
		for i := range n {
			values[i] = int32(i)
			members[i] = schema.Member{Name: strings.Repeat("m", i%7) + string(rune(0x100+i)), Offset: uintptr(4 * i), Type: schema.Type{Kind: schema.Int32}, Required: true}
		}
		s := schema.Struct{Name: "Many", Members: members}
		b, err := cborfmt.AppendBody([]byte("kept"), &s, unsafe.Pointer(unsafe.SliceData(values)), &cborfmt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := make([]int32, n)
		if err := cborfmt.DecodeBody(b[len("kept"):], &s, unsafe.Pointer(unsafe.SliceData(got)), &cborfmt.Options{}); err != nil {
			t.Fatalf("%d members: %v", n, err)
		}
		if diff := cmp.Diff(values, got); diff != "" {
			t.Errorf("%d members (-want +got):\n%s", n, diff)
		}
	}
}

func TestEncodeErrors(t *testing.T) {
	t.Parallel()
	loop := &all{}
	loop.Child = loop
	tests := map[string]struct {
		value      *all
		path, says string
	}{
		"loop":             {loop, "child.child", "nested more than 1000 deep"},
		"document":         {&all{Child: &all{Open: "x"}}, "child.open", "is a document, which the protocol rpcv2Cbor cannot carry"},
		"nil variant":      {&all{Choice: (*choiceText)(nil)}, "choice", "nil"},
		"unknown variant":  {&all{Choice: &choiceUnknown{UnknownVariant: schema.UnknownVariant{Tag: "a"}}}, "choice", "can be received, not sent"},
		"nil in a list":    {&all{Choices: []choice{&choiceText{}, nil}}, "choices[1]", "is nil"},
		"nil in a map":     {&all{Shelf: map[string]choice{"a": nil}}, `shelf["a"]`, "is nil"},
		"nil node":         {&all{Choice: &choiceNode{}}, "choice.node", "is nil"},
		"no decimal":       {&all{Decimal: new(document.Number("1,5"))}, "decimal", `"1,5" is not a decimal number`},
		"endless decimal":  {&all{Decimal: new(document.Number(strings.Repeat("1", 60_000)))}, "decimal", "has 60000 digits"},
		"far decimal":      {&all{Decimal: new(document.Number("1e99999999999999999999"))}, "decimal", "has an exponent that is too large"},
		"far down decimal": {&all{Decimal: new(document.Number("0.1e-9223372036854775808"))}, "decimal", "has an exponent that is too large"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := encode(test.value, &cborfmt.Options{})
			checkError(t, err, test.path, test.says)
		})
	}
}

func checkError(t *testing.T, err error, path, says string) {
	t.Helper()
	if err == nil {
		t.Fatal("there is no error")
	}
	var place *at.Error
	got := ""
	if errors.As(err, &place) {
		got = place.Path
	}
	if !strings.HasPrefix(got, path) || path == "" && got != "" || !strings.Contains(err.Error(), says) {
		t.Errorf("at %q: %v", got, err)
	}
}

// TestShortestHeads writes whole numbers on both sides of where their heads become longer.
func TestShortestHeads(t *testing.T) {
	t.Parallel()
	long := schema.Type{Kind: schema.Int64}
	for n, want := range map[int64]string{
		0: "00", 23: "17", 24: "1818", 255: "18ff", 256: "190100", 65535: "19ffff", 65536: "1a00010000", 1<<32 - 1: "1affffffff", 1 << 32: "1b0000000100000000",
		-1: "20", -24: "37", -25: "3818", -256: "38ff", -257: "390100", -65536: "39ffff", -65537: "3a00010000", -1 << 32: "3affffffff", -1<<32 - 1: "3b0000000100000000",
		math.MaxInt64: "1b7fffffffffffffff", math.MinInt64: "3b7fffffffffffffff",
	} {
		b, err := cborfmt.AppendValue(nil, &long, unsafe.Pointer(&n), &cborfmt.Options{})
		if got := hex.EncodeToString(b); err != nil || got != want {
			t.Errorf("%d is %s (%v), not %s", n, got, err, want)
		}
	}
}
