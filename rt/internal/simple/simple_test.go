package simple_test

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

// value is a value of each kind that has a text.
type value struct {
	Bool    bool
	Int8    int8
	Int16   int16
	Int32   int32
	Int64   int64
	Float32 float32
	Float64 float64
	String  string
	Blob    []byte
	Time    time.Time
	BigInt  *big.Int
	Decimal document.Number
}

// of returns the place of a kind.
func (v *value) of(k schema.Kind) unsafe.Pointer {
	return map[schema.Kind]unsafe.Pointer{
		schema.Bool: unsafe.Pointer(&v.Bool), schema.Int8: unsafe.Pointer(&v.Int8), schema.Int16: unsafe.Pointer(&v.Int16),
		schema.Int32: unsafe.Pointer(&v.Int32), schema.Int64: unsafe.Pointer(&v.Int64), schema.Float32: unsafe.Pointer(&v.Float32),
		schema.Float64: unsafe.Pointer(&v.Float64), schema.String: unsafe.Pointer(&v.String), schema.Blob: unsafe.Pointer(&v.Blob),
		schema.Timestamp: unsafe.Pointer(&v.Time), schema.BigInteger: unsafe.Pointer(&v.BigInt), schema.BigDecimal: unsafe.Pointer(&v.Decimal),
	}[k]
}

var kinds = []schema.Kind{
	schema.Bool, schema.Int8, schema.Int16, schema.Int32, schema.Int64, schema.Float32, schema.Float64, schema.String, schema.Blob,
	schema.Timestamp, schema.BigInteger, schema.BigDecimal,
}

var equal = cmp.Options{
	cmpopts.EquateNaNs(),
	cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 }),
}

// TestTexts has values with the texts that they are written as, and read from.
func TestTexts(t *testing.T) {
	t.Parallel()
	day := time.Date(2015, 1, 25, 8, 0, 0, 5e8, time.UTC)
	for _, test := range []struct {
		typ  schema.Type
		text string
		want value
	}{
		{schema.Type{Kind: schema.Bool}, "true", value{Bool: true}},
		{schema.Type{Kind: schema.Bool}, "false", value{}},
		{schema.Type{Kind: schema.Int8}, "-128", value{Int8: -128}},
		{schema.Type{Kind: schema.Int16}, "32767", value{Int16: 32767}},
		{schema.Type{Kind: schema.Int32}, "-2147483648", value{Int32: math.MinInt32}},
		{schema.Type{Kind: schema.Int64}, "9223372036854775807", value{Int64: math.MaxInt64}},
		{schema.Type{Kind: schema.Float32}, "10.8", value{Float32: 10.8}},
		{schema.Type{Kind: schema.Float32}, "-Infinity", value{Float32: float32(math.Inf(-1))}},
		{schema.Type{Kind: schema.Float64}, "Infinity", value{Float64: math.Inf(1)}},
		{schema.Type{Kind: schema.Float64}, "NaN", value{Float64: math.NaN()}},
		{schema.Type{Kind: schema.Float64}, "1234567", value{Float64: 1234567}},
		{schema.Type{Kind: schema.Float64}, "0.000001", value{Float64: 1e-6}},
		{schema.Type{Kind: schema.Float64}, "1e-07", value{Float64: 1e-7}},
		{schema.Type{Kind: schema.Float64}, "1e+21", value{Float64: 1e21}},
		{schema.Type{Kind: schema.String}, "a\x00 é", value{String: "a\x00 é"}},
		{schema.Type{Kind: schema.Blob}, "dmFsdWU=", value{Blob: []byte("value")}},
		{schema.Type{Kind: schema.Blob}, "", value{Blob: []byte{}}},
		{schema.Type{Kind: schema.Timestamp}, "2015-01-25T08:00:00.5Z", value{Time: day}},
		{schema.Type{Kind: schema.Timestamp, Format: schema.FormatEpoch}, "1422172800.5", value{Time: day}},
		{schema.Type{Kind: schema.Timestamp, Format: schema.FormatHTTPDate}, "Sun, 25 Jan 2015 08:00:00 GMT", value{Time: day.Truncate(time.Second)}},
		{schema.Type{Kind: schema.BigInteger}, "-1180591620717411303424", value{BigInt: new(big.Int).Lsh(big.NewInt(-1), 70)}},
		{schema.Type{Kind: schema.BigDecimal}, "-1.50E+400", value{Decimal: "-1.50E+400"}},
	} {
		text, err := simple.Append([]byte(">"), &test.typ, test.want.of(test.typ.Kind), schema.FormatDateTime)
		if err != nil || string(text) != ">"+test.text {
			t.Errorf("kind %d is written as %q (%v), not %q", test.typ.Kind, text, err, test.text)
		}
		var got value
		if err := simple.Parse(test.text, &test.typ, got.of(test.typ.Kind), schema.FormatDateTime); err != nil {
			t.Errorf("%q: %v", test.text, err)
		}
		if diff := cmp.Diff(test.want, got, equal); diff != "" {
			t.Errorf("%q is read otherwise (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind       schema.Kind
		text, want string
	}{
		{schema.Bool, "True", `"True" is neither true nor false`},
		{schema.Int8, "128", "128 is out of range"},
		{schema.Int32, "1.0", `"1.0" is not a whole number`},
		{schema.Int64, "", `"" is not a whole number`},
		{schema.Float32, "1e60", "1e60 is out of range"},
		{schema.Float64, "inf", `"inf" is not a number`},
		{schema.Float64, "nan", `"nan" is not a number`},
		{schema.Float64, "0x1p4", `"0x1p4" is not a number`},
		{schema.Float64, "1_0", `"1_0" is not a number`},
		{schema.Blob, "a", "is not base64: illegal base64 data at input byte 0"},
		{schema.Timestamp, "now", `"now" is not a date and time of RFC 3339`},
		{schema.BigInteger, "0.1", `"0.1" is not a whole number`},
		{schema.BigInteger, "1e999999999", `"1e999999999" is not a whole number`},
		{schema.BigInteger, strings.Repeat("1", 50_001), "has 50001 digits, more than 50000"},
		{schema.BigDecimal, "1.", `"1." is not a number`},
		{schema.Document, "1", "kind 13 has no form as text"},
	} {
		var v value
		p := v.of(test.kind)
		if p == nil {
			p = unsafe.Pointer(&v)
		}
		err := simple.Parse(test.text, &schema.Type{Kind: test.kind}, p, schema.FormatDateTime)
		if err == nil || err.Error() != test.want {
			t.Errorf("%.40q: %v, not %s", test.text, err, test.want)
		}
	}
	v := value{Decimal: "x"}
	if _, err := simple.Append(nil, &schema.Type{Kind: schema.BigDecimal}, v.of(schema.BigDecimal), 0); err == nil {
		t.Error("x is a decimal number")
	}
	if _, err := simple.Append(nil, &schema.Type{Kind: schema.List}, unsafe.Pointer(&v), 0); err == nil {
		t.Error("a list is simple")
	}
}

// FuzzParse holds each value that is read against what is read of its text.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"true", "-12", "1e3", "1.5", "NaN", "dmFsdWU=", "2015-01-25T08:00:00.5Z", "1422172800"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range kinds {
			var first, second value
			typ := schema.Type{Kind: k}
			if simple.Parse(text, &typ, first.of(k), schema.FormatDateTime) != nil {
				continue
			}
			first.Time = first.Time.Truncate(time.Millisecond) // as it is written
			again, err := simple.Append(nil, &typ, first.of(k), schema.FormatDateTime)
			if err == nil {
				err = simple.Parse(string(again), &typ, second.of(k), schema.FormatDateTime)
			}
			if diff := cmp.Diff(first, second, equal); diff != "" || err != nil {
				t.Fatalf("%q became %q as kind %d (%v):\n%s", text, again, k, err, diff)
			}
		}
	})
}

// FuzzBigInteger holds whole numbers against math/big.
func FuzzBigInteger(f *testing.F) {
	for _, text := range []string{"0", "-0", "1e3", "1.50e1", "150e-1", "15e-1", "-0.0e99", "1000e-3", "1.000", "-1.2E+2", "00", "1e10000", "100000000e-99"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := document.Number(text)
		got, err := simple.BigInteger(n)
		want, ratErr := n.Rat()
		switch {
		case ratErr != nil:
			if err == nil && !n.Valid() && strings.TrimLeft(text, "+-0123456789") != "" {
				t.Fatalf("%q is %v", text, got)
			}
		case !want.IsInt():
			if err == nil {
				t.Fatalf("%q is %v", text, got)
			}
		case err != nil && want.Num().BitLen() < 30_000 && len(text) <= 50_000, err == nil && got.Cmp(want.Num()) != 0:
			t.Fatalf("%q is %v (%v), not %v", text, got, err, want)
		}
	})
}
