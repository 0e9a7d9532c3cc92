// String literals: however they are broken into parts, they are the string.

package emit

import (
	"bytes"
	"go/constant"
	"go/token"
	gotypes "go/types"
	"strings"
	"testing"
)

func FuzzStringLiteral(f *testing.F) {
	for _, s := range []string{
		"", "a", "`\n", "a\nb", "\"quoted\"\n", strings.Repeat("x ", 200), strings.Repeat("é", 300), strings.Repeat("ab\n", 90) + strings.Repeat("q", 300) + "\n",
		"\r\n" + strings.Repeat("`", 200), "\x00" + strings.Repeat("\n", 120), "\ufeff" + strings.Repeat("\u2028", 50),
		"é" + strings.Repeat("\x80", 500),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		if err := stringLiteral(s).Render(&b); err != nil {
			t.Fatalf("%q cannot be printed: %v", s, err)
		}
		tv, err := gotypes.Eval(token.NewFileSet(), nil, token.NoPos, b.String())
		if err != nil {
			t.Fatalf("%q is printed as %s: %v", s, b.Bytes(), err)
		}
		if got := constant.StringVal(tv.Value); got != s {
			t.Errorf("%q is printed as %s, which is %q", s, b.Bytes(), got)
		}
	})
}
