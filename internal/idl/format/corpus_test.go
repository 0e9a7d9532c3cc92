// The reference's own pairs of files, and the properties that formatting has whatever it is given.

package format_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl"
	"github.com/smithwright/smithwright/internal/idl/format"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// formatted formats a text that has no mistakes.
func formatted(t *testing.T, name string, text []byte) []byte {
	t.Helper()
	var diags diag.List
	out := format.Source(source.New(name, text), &diags)
	if diags.HasErrors() {
		t.Fatalf("%s does not parse: %v", name, diags.Sorted()[0].Message)
	}
	return out
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "formatter"), "*.smithy"))
	if err != nil || len(paths) < 60 {
		t.Fatalf("found %d files (%v)", len(paths), err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, ".formatted.smithy") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			want := path
			if partner := strings.TrimSuffix(path, ".smithy") + ".formatted.smithy"; exists(partner) {
				want = partner
			}
			out := formatted(t, path, read(t, path))
			if diff := cmp.Diff(string(read(t, want)), string(out)); diff != "" {
				t.Errorf("formatted (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(string(out), string(formatted(t, path, out))); diff != "" {
				t.Errorf("formatted a second time (-first +second):\n%s", diff)
			}
		})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestKeepsMeaning formats every file of the corpora that parses: the result declares the same, and holds the same comments.
func TestKeepsMeaning(t *testing.T) {
	t.Parallel()
	n := 0
	for _, folder := range []string{"idl", "protocols", "traits", "waiters", "diff", "formatter"} {
		root := testenv.Shared(t, "corpora", folder)
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".smithy" {
				return err
			}
			text := read(t, path)
			var diags diag.List
			if syntax.Parse(source.New(path, text), &diags); diags.HasErrors() {
				return nil
			}
			n++
			t.Run(filepath.Base(path), func(t *testing.T) {
				t.Parallel()
				keepsMeaning(t, path, text)
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 300 {
		t.Errorf("only %d files were found", n)
	}
}

func keepsMeaning(t *testing.T, path string, text []byte) {
	t.Helper()
	out := formatted(t, path, text)
	if diff := cmp.Diff(string(out), string(formatted(t, path, out))); diff != "" {
		t.Errorf("formatted a second time (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(declares(path, text), declares(path, out), ignorePlaces); diff != "" {
		t.Errorf("what it declares (-before +after):\n%s", diff)
	}
	before, after := syntax.Parse(source.New(path, text), &diag.List{}), syntax.Parse(source.New(path, out), &diag.List{})
	if len(uses(before)) == len(uses(after)) { // the comments of use statements go with them
		if diff := cmp.Diff(comments(before), comments(after)); diff != "" {
			t.Errorf("comments (-before +after):\n%s", diff)
		}
	}
}

// ignorePlaces compares declarations by what they say.
var ignorePlaces = cmp.Options{
	cmp.Comparer(func(a, b shape.Node) bool { return a.Equal(b) }),
	cmp.Comparer(func(source.Span, source.Span) bool { return true }),
}

// declares lists what a text declares, but for documentation: a documentation comment behind a member counts as that of the next
// one until formatting makes an ordinary comment of it.
func declares(name string, text []byte) []shape.Decl {
	var diags diag.List
	var out []shape.Decl
	for _, d := range idl.Parse(source.New(name, text), &diags) {
		switch d := d.(type) {
		case *shape.ShapeDecl:
			d.Traits = undocumented(d.Traits)
			for i := range d.Members {
				d.Members[i].Traits = undocumented(d.Members[i].Traits)
			}
		case *shape.NameDecl, *shape.UseDecl:
			continue
		}
		out = append(out, d)
	}
	return out
}

func undocumented(traits []shape.Trait) []shape.Trait {
	left := slices.DeleteFunc(traits, func(t shape.Trait) bool { return t.ID == "smithy.api#documentation" })
	if len(left) == 0 {
		return nil
	}
	return left
}

// uses are the use statements of a file.
func uses(f *syntax.File) []*syntax.Use {
	var out []*syntax.Use
	for _, s := range f.Statements {
		if u, ok := s.(*syntax.Use); ok {
			out = append(out, u)
		}
	}
	return out
}

// comments lists the words of all comments, sorted.
func comments(f *syntax.File) []string {
	var out []string
	for _, c := range f.Comments {
		out = append(out, strings.TrimSpace(strings.TrimLeft(f.Raw(c.Range), "/ \t")))
	}
	slices.Sort(out)
	return out
}
