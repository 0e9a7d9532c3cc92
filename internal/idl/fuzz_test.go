// Fuzzing: no text makes the reader panic, hang or lose its bounds.

package idl

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

func FuzzParse(f *testing.F) {
	f.Add(bigText(1500))
	for _, text := range []string{
		"", "\uFEFF", "$", "$a", "$version: \"2\"\r\nnamespace a\rstring S", "namespace a\napply A {@b}",
		"namespace a\nstructure S { @a(b: \"\"\"\n x\"\"\"", "namespace a\nlist L with [", "namespace a\n/// x\n@y",
		"namespace a\noperation O { input := /// x\n}", "metadata \"\\ud83d\" = [{}, -1.5e+7]",
	} {
		f.Add([]byte(text))
	}
	for _, name := range smithyFiles(f, testenv.Shared(f, "corpora", "idl", "loader")) {
		text, err := os.ReadFile(testenv.Shared(f, "corpora", "idl", "loader", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var diags diag.List
		tree := syntax.Parse(source.New("a.smithy", text), &diags)
		if tree.Broken != diags.HasErrors() {
			t.Errorf("broken is %v, errors: %v", tree.Broken, diags.HasErrors())
		}
		checkTree(t, tree)
		Lower(tree, &diags)
		for _, d := range diags.Sorted() {
			if d.Message == "" || d.Span.Start > d.Span.End || d.Span.End > len(text) || d.Span.Start < 0 {
				t.Errorf("a bad diagnostic: %+v", d)
			}
		}
	})
}

// checkTree holds what a printer of the tree relies on: statements and comments in order, and ranges inside the text.
func checkTree(t *testing.T, tree *syntax.File) {
	t.Helper()
	last := int32(0)
	for _, c := range tree.Comments {
		if c.Start < last || c.End <= c.Start || !strings.HasPrefix(tree.Raw(c.Range), "//") {
			t.Errorf("comment at %d..%d behind %d", c.Start, c.End, last)
		}
		last = c.End
	}
	last = 0
	for _, s := range tree.Statements {
		r := s.Bounds()
		if s, ok := s.(*syntax.Shape); ok && s.Broken {
			continue
		}
		if r.Start < last || r.End <= r.Start || int(r.End) > len(tree.Text) {
			t.Errorf("%T at %d..%d behind %d", s, r.Start, r.End, last)
		}
		last = r.End
	}
}

// TestBounds reads texts of a megabyte that repeat what is costly. What they cost must grow with their length only: a
// cost that grew with its square would be a million times as high. The memory is that of the whole process, so that the
// test runs alone.
func TestBounds(t *testing.T) { //nolint:paralleltest // see above
	const size = 1 << 20
	texts := map[string]string{
		"open arrays":     "metadata a = " + strings.Repeat("[", size),
		"many elements":   "metadata a = [" + strings.Repeat("a ", size/2) + "]",
		"many keys":       "metadata a = {" + strings.Repeat("a:1 ", size/4) + "}",
		"open traits":     "namespace a\n" + strings.Repeat("@a(", size/3),
		"mistakes":        "namespace a\n" + strings.Repeat("@\n", size/2),
		"quotes":          "namespace a\n" + strings.Repeat("\"\n", size/2),
		"shapes":          "namespace a\n" + strings.Repeat("blob A\n", size/7),
		"one name":        "namespace a\nuse b." + strings.Repeat("c.", size/2),
		"documentation":   "namespace a\n" + strings.Repeat("///\n", size/4) + "blob A",
		"members":         "namespace a\nenum A {" + strings.Repeat("B ", size/2) + "}",
		"text block":      "metadata a = \"\"\"\n" + strings.Repeat(" \n", size/2) + "\"\"\"",
		"bad shape types": "namespace a\n" + strings.Repeat("strin A\n", size/8),
	}
	for name, text := range texts {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		var diags diag.List
		Parse(source.New("a.smithy", []byte(text)), &diags)
		elapsed := time.Since(begin)
		runtime.ReadMemStats(&after)
		n := (after.TotalAlloc - before.TotalAlloc) / size
		t.Logf("%s: %v, %d bytes allocated for one", name, elapsed, n)
		if n > 1000 || elapsed > 20*time.Second {
			t.Errorf("%s: %v, %d bytes allocated for one of the text", name, elapsed, n)
		}
	}
}
