// The reader of CBOR, by the examples of RFC 8949 and by what no item is.

package prototest

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestReadCBOR(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // RFC 8949, appendix A
		"00": "0", "17": "23", "1818": "24", "1903e8": "1000", "1a000f4240": "1000000", "1bffffffffffffffff": "18446744073709551615",
		"3bffffffffffffffff": "-18446744073709551616", "20": "-1", "3903e7": "-1000",
		"f90000": "0", "f93c00": "1", "f93e00": "1.5", "f97bff": "65504", "f90001": "5.960464477539063e-08", "f90400": "6.103515625e-05",
		"f9c400": "-4", "f97c00": "+Inf", "f97e00": "NaN", "f9fc00": "-Inf", "fa47c35000": "100000", "fb3ff199999999999a": "1.1",
		"f4": "false", "f5": "true", "f6": "<nil>", "f7": "undefined", "c11a514b67b0": "tag 1 of 1363896240",
		"4401020304": "[1 2 3 4]", "6161": "a", "62c3bc": "ü", "5f42010243030405ff": "[1 2 3 4 5]", "7f657374726561646d696e67ff": "streaming",
		"80": "[]", "8301820203820405": "[1 [2 3] [4 5]]", "9fff": "[]", "9f018202039f0405ffff": "[1 [2 3] [4 5]]",
		"a0": "map[]", "a26161016162820203": "map[a:1 b:[2 3]]", "bf61610161629f0203ffff": "map[a:1 b:[2 3]]",
	}
	for text, want := range tests {
		v, err := readCBOR(unhex(t, text))
		if got := fmt.Sprint(v); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", text, got, err, want)
		}
	}
	if v, err := readCBOR(unhex(t, "f98000")); err != nil || !math.Signbit(v.(float64)) {
		t.Errorf("minus zero is %v (%v)", v, err)
	}
}

func TestReadCBORRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "18", "1b00", "1c", "1f", "3f", "df00", "ff", "41", "5bffffffffffffffff", "5f", "5f6161ff", "5f5fffff", "81", "9f", "9f01",
		"9bffffffffffffffff01", "a1", "a161", "a101f6", "a2616101616102", "bf6161ff", "bf", "c1", "f8ff", "e0", "0000", strings.Repeat("81", 300) + "00",
	} {
		if v, err := readCBOR(unhex(t, text)); err == nil {
			t.Errorf("%.60s is read as %v", text, v)
		}
	}
}

func unhex(t testing.TB, text string) []byte {
	data, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// FuzzReadCBOR: whatever the bytes are, there is a value that equals itself, or an error.
func FuzzReadCBOR(f *testing.F) {
	for _, text := range []string{"a26161016162820203", "bf61610161629f0203ffff", "5f42010243030405ff", "c11a514b67b0", "f97e00", "9bffffffffffffffff01"} {
		f.Add(unhex(f, text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := readCBOR(data)
		if err != nil {
			return
		}
		var d differences
		if d.tree("", v, v); len(d) > 0 {
			t.Errorf("%x differs from itself: %v", data, d)
		}
	})
}

// FuzzReadXML: whatever the bytes are, there is a document that equals itself, or an error.
func FuzzReadXML(f *testing.F) {
	for _, text := range []string{"<a/>", "<a x='1'><b>t</b><b/></a>", "<a xmlns:p='u'><p:b/></a>", "<a>&lt;</a>", "<a>"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := readXML(data)
		if err != nil {
			return
		}
		var d differences
		if d.element("", root, root); len(d) > 0 {
			t.Errorf("%q differs from itself: %v", data, d)
		}
	})
}
