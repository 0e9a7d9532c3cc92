// What is printed reads back as the same model: the published models, the protocol suite, the loader's models, and a model
// with everything that is hard to spell.

package print_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// asAST returns a model as JSON AST, which says everything that a model says.
func asAST(t testing.TB, m *shape.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ast.Write(&b, m, ast.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// options are those under which the model must not change.
var options = map[string]print.Options{
	"standard": {},
	"inferred": {InferSuffixes: true, MetadataFirst: true, Order: print.BySource},
}

// roundTrip prints a model, reads it back, and fails the test unless it is the same model.
func roundTrip(t *testing.T, m *shape.Model, o print.Options) {
	t.Helper()
	var files []*source.File
	for _, f := range print.Model(m, o) {
		files = append(files, source.New(f.Name, []byte(f.Text)))
	}
	want, got := asAST(t, m), asAST(t, load(t, files...))
	if bytes.Equal(want, got) {
		return
	}
	if len(want) < 50_000 {
		t.Errorf("the model has changed (-before +after):\n%s", cmp.Diff(string(want), string(got)))
		return
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			t.Errorf("the model has changed, first at line %d of its AST (-before +after):\n%s", i+1,
				cmp.Diff(w[max(0, i-8):min(i+8, len(w))], g[min(len(g), max(0, i-8)):min(i+8, len(g))]))
			return
		}
	}
	t.Errorf("the model has grown: %s", strings.Join(g[len(w):min(len(g), len(w)+8)], "\n"))
}

func TestPublishedModelsComeBack(t *testing.T) {
	t.Parallel()
	paths := testenv.Models(t)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			t.Parallel()
			roundTrip(t, load(t, readFile(t, path)), options["inferred"])
		})
	}
}

func TestProtocolSuiteComesBack(t *testing.T) {
	t.Parallel()
	for name, o := range options {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roundTrip(t, load(t, readFile(t, testenv.Shared(t, "corpora", "protocols", "ast", "aws-protocol-tests.json"))), o)
		})
	}
}

// TestLoaderModelsComeBack takes the models that the reference made of the loader's suite.
func TestLoaderModelsComeBack(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "idl-expected", "loader", "valid")
	cases := 0
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".ast.json") {
			return err
		}
		if events, err := os.ReadFile(strings.TrimSuffix(path, ".ast.json") + ".events.json"); err != nil || bytes.Contains(events, []byte(`"ERROR"`)) {
			return err // a part of a model
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		cases++
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			m := load(t, readFile(t, path))
			for _, o := range options {
				roundTrip(t, m, o)
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cases < 100 {
		t.Errorf("only %d cases", cases)
	}
}
