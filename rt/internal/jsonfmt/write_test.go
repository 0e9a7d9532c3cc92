package jsonfmt_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// FuzzString writes strings, which the standard library must read as they were: but for bytes that are not UTF-8.
func FuzzString(f *testing.F) {
	for _, special := range []string{"", `"`, `\`, "\n", "\x00", "\x1f", "\x7f", "ä", "\u2028", "\xff", "\xe2\x82", "😀"} {
		for i := range 17 { // before, in and behind eight bytes that are looked at together
			f.Add(strings.Repeat("x", i) + special + strings.Repeat("y", 16-i))
		}
		f.Add(strings.Repeat(special, 9))
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, err := jsonfmt.AppendValue(nil, &schema.Type{Kind: schema.String}, unsafe.Pointer(&s), options())
		if err != nil {
			t.Fatal(err)
		}
		var got string
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%q became %s: %v", s, text, err)
		}
		if want := string([]rune(s)); got != want {
			t.Errorf("%q became %s, which reads as %q", want, text, got)
		}
	})
}
