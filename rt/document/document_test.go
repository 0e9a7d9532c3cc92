package document_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/document"
)

func TestValid(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"0": true, "-0": true, "10": true, "1.5": true, "-1.05e+10": true, "1E-2": true, "1e400": true, "12345678901234567890": true,
		"": false, "-": false, "+1": false, "01": false, "-01": false, "1.": false, ".5": false, "1e": false, "1e+": false, "1.e1": false,
		"0x1": false, "1_0": false, " 1": false, "1 ": false, "NaN": false, "Infinity": false, "1e1.5": false, "--1": false, "1,2": false, "١": false,
	} {
		n := document.Number(text)
		if got := n.Valid(); got != want {
			t.Errorf("%q is valid: %t", text, got)
		}
		if jsonSays := json.Valid([]byte(text)) && text == strings.TrimSpace(text); jsonSays != want {
			t.Errorf("%q is JSON: %t", text, jsonSays)
		}
		b, err := json.Marshal(n)
		if (err == nil) != want || want && string(b) != text {
			t.Errorf("%q is marshalled as %s (%v)", text, b, err)
		}
	}
}

func TestRat(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*big.Rat{
		"1.5": big.NewRat(3, 2), "-2e3": big.NewRat(-2000, 1), "1e-2": big.NewRat(1, 100), "0": new(big.Rat),
		"x": nil, "1/2": nil, "1e10001": nil, "1e-10001": nil, "1e999999999999999999999": nil, "0x1p4": nil,
	} {
		got, err := document.Number(text).Rat()
		if (err == nil) != (want != nil) || want != nil && got.Cmp(want) != 0 {
			t.Errorf("%q is %v (%v)", text, got, err)
		}
	}
}

func TestConversions(t *testing.T) {
	t.Parallel()
	if n, err := document.Number("-9223372036854775808").Int64(); err != nil || n != -1<<63 {
		t.Errorf("%d, %v", n, err)
	}
	for _, text := range []document.Number{"9223372036854775808", "1.0", "1e2", ""} {
		if n, err := text.Int64(); err == nil {
			t.Errorf("%s became %d", text, n)
		}
	}
	if f, err := document.Number("0.1").Float64(); err != nil || f != 0.1 {
		t.Errorf("%v, %v", f, err)
	}
	if f, err := document.Number("1e400").Float64(); err == nil {
		t.Errorf("1e400 became %v", f)
	}
	if n := document.NumberOf(uint32(1<<32 - 1)); n != "4294967295" || n.String() != "4294967295" {
		t.Error(n)
	}
	if n := document.NumberOf(int64(-1 << 63)); n != "-9223372036854775808" {
		t.Error(n)
	}
}

func TestNull(t *testing.T) {
	t.Parallel()
	if b, err := json.Marshal([]document.Value{document.Null, nil}); err != nil || string(b) != "[null,null]" {
		t.Errorf("%s, %v", b, err)
	}
	if document.Null == nil {
		t.Error("a null must differ from no document")
	}
}

// FuzzNumber holds what is a number against encoding/json, and what it is without its exponent against math/big.
func FuzzNumber(f *testing.F) {
	for _, text := range []string{"0", "-0.0e0", "1.5e3", "15e-1", "-1.05E+10", "0.001e2", "100e-5", "1e10000", "1e10001", "01", "1.", "-", "1e", "1/2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := document.Number(text)
		isNumber := text != "" && strings.Trim(text, "0123456789+-.eE") == "" && json.Valid([]byte(text))
		if n.Valid() != isNumber {
			t.Fatalf("%q is valid: %t", text, n.Valid())
		}
		fixed, err := n.Fixed()
		if !isNumber {
			if _, ratErr := n.Rat(); err == nil || ratErr == nil {
				t.Fatalf("%q is %q", text, fixed)
			}
			return
		}
		if err != nil {
			return // a large exponent
		}
		want, ok := new(big.Rat).SetString(text)
		got, err := n.Rat()
		if err != nil || !ok || got.Cmp(want) != 0 || strings.ContainsAny(fixed, "eE") || !document.Number(fixed).Valid() {
			t.Fatalf("%q is %q and %v (%v), math/big has %v", text, fixed, got, err, want)
		}
	})
}
