package jsonfmt_test

import (
	"math/big"
	"strconv"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// TestOptions writes a value with options, and reads what was written with the same.
func TestOptions(t *testing.T) {
	t.Parallel()
	big1, decimal := bigInt("9223372036854775808"), new(document.Number("0.100000000000000000000001"))
	for name, test := range map[string]struct {
		o     jsonfmt.Options
		value all
		text  string
	}{
		"one format for timestamps": {
			jsonfmt.Options{Time: schema.FormatEpoch, OneTime: true}, all{At: date(0), Day: date(0), When: date(0)},
			`{"at":1398796238,"day":1398796238,"when":1398796238,"must":0}`,
		},
		"big numbers as text": {
			jsonfmt.Options{BigText: true}, all{Big: big1, Decimal: decimal, Open: document.Number("1.50")},
			`{"big":"9223372036854775808","decimal":"0.100000000000000000000001","open":1.50,"must":0}`,
		},
		"without bindings": {
			jsonfmt.Options{Unbound: true}, all{Bound: new("b"), Query: new("q"), Status: new(int32(200))},
			`{"must":0,"bound":"b","query":"q","status":200}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := encode(&test.value, &test.o)
			if err != nil || text != test.text {
				t.Errorf("encoded %s (%v), not %s", text, err, test.text)
			}
			got, err := decode(test.text, &test.o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.value, got, compare); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSides holds which members each side of a connection writes and reads where there are HTTP bindings.
func TestSides(t *testing.T) {
	t.Parallel()
	const text = `{"must":0,"bound":"b","query":"q","status":200}`
	value := all{Bound: new("b"), Query: new("q"), Status: new(int32(200))}
	for name, test := range map[string]struct {
		o       jsonfmt.Options
		written string
		read    all
	}{
		"client": {jsonfmt.Options{}, `{"must":0,"status":200}`, all{Query: new("q")}},
		"server": {jsonfmt.Options{Reply: true}, `{"must":0,"query":"q"}`, all{Status: new(int32(200))}},
	} {
		written, err := encode(&value, &test.o)
		if err != nil || written != test.written {
			t.Errorf("%s writes %s (%v), not %s", name, written, err, test.written)
		}
		read, err := decode(text, &test.o)
		if diff := cmp.Diff(&test.read, read); err != nil || diff != "" {
			t.Errorf("%s reads (-want +got), %v:\n%s", name, err, diff)
		}
	}
}

func TestBigNumbersEitherWay(t *testing.T) {
	t.Parallel()
	want := &all{Big: big.NewInt(-7), Decimal: new(document.Number("1e-7"))}
	for _, text := range []string{`{"big":"-7","decimal":"1e-7"}`, `{"big":-7,"decimal":1e-7}`} {
		got, err := decode(text, &jsonfmt.Options{BigText: true})
		if diff := cmp.Diff(want, got, compare); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for _, text := range []string{`{"big":"0x10"}`, `{"big":" 1"}`, `{"big":"1.5"}`, `{"big":true}`, `{"decimal":"01"}`, `{"decimal":""}`, `{"decimal":"NaN"}`} {
		if got, err := decode(text, &jsonfmt.Options{BigText: true}); err == nil {
			t.Errorf("%s was taken for %v %v", text, got.Big, got.Decimal)
		}
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	const text = `{"filled":{"size":3},"child":{"filled":{"hue":"blue","parts":null}}}`
	for name, test := range map[string]struct {
		fill bool
		want all
	}{
		"client": {true, all{
			Filled: &filled{Hue: new("red"), Parts: []string{}, Size: 3}, Child: &all{Filled: &filled{Hue: new("blue"), Parts: []string{}}},
		}},
		"server": {false, all{Filled: &filled{Size: 3}, Child: &all{Filled: &filled{Hue: new("blue")}}}},
	} {
		got, err := decode(text, &jsonfmt.Options{Fill: test.fill})
		if diff := cmp.Diff(&test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestTokenOfAnotherName makes a token for a member with a jsonName.
func TestTokenOfAnotherName(t *testing.T) {
	t.Parallel()
	var in struct{ Token *string }
	s := schema.Struct{Members: []schema.Member{{Name: "token", JSON: "a-token", Type: schema.Type{Kind: schema.String, Ptr: true}, Token: true}}}
	for want, jsonName := range map[string]bool{`{"a-token":"T"}`: true, `{"token":"T"}`: false} {
		o := jsonfmt.Options{JSONName: jsonName, Token: func() string { return "T" }}
		if got, err := jsonfmt.AppendBody(nil, &s, unsafe.Pointer(&in), &o); err != nil || string(got) != want {
			t.Errorf("%s (%v), not %s", got, err, want)
		}
	}
}

// TestBigTextThatIsNone refuses what is no number, also where numbers are strings.
func TestBigTextThatIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "1,5", `1"`, "0x1", "NaN"} {
		o := jsonfmt.Options{BigText: true}
		if got, err := encode(&all{Decimal: new(document.Number(text))}, &o); err == nil {
			t.Errorf("%q went as %s", text, got)
		}
		if got, err := decode(`{"decimal":`+strconv.Quote(text)+`}`, &o); err == nil {
			t.Errorf("%q came as %v", text, got)
		}
	}
}
