// The reference's own serialisations: what is printed must be the text that is expected, to the byte.

package print_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl"
	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
	"github.com/smithwright/smithwright/internal/traits"
)

// readFile reads a file.
func readFile(t testing.TB, elem ...string) *source.File {
	t.Helper()
	path := filepath.Join(elem...)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return source.New(filepath.Base(path), text)
}

// load reads files with the definitions of all traits, and fails the test if one has an error.
func load(t testing.TB, files ...*source.File) *shape.Model {
	t.Helper()
	var diags diag.List
	decls := traits.Decls(traits.Namespaces()...)
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".smithy") {
			decls = append(decls, idl.Parse(f, &diags)...)
		} else {
			decls = append(decls, ast.Parse(f, &diags)...)
		}
	}
	m := shape.Assemble(decls, &diags)
	if diags.HasErrors() {
		if err := diags.Render(t.Output(), diag.Options{}); err != nil {
			t.Fatal(err)
		}
		t.Fatal("the model has errors")
	}
	return m
}

// corpus returns the path of a file or folder of the serialisations.
func corpus(t testing.TB, elem ...string) string {
	t.Helper()
	return testenv.Shared(t, append([]string{"corpora", "idl", "shapes", "idl-serialization"}, elem...)...)
}

// texts returns what is printed of a model by file name.
func texts(m *shape.Model, o print.Options) map[string]string {
	out := map[string]string{}
	for _, f := range print.Model(m, o) {
		out[f.Name] = f.Text
	}
	return out
}

// compareOne fails the test unless the model prints as one file with the wanted text.
func compareOne(t *testing.T, want *source.File, m *shape.Model, o print.Options) {
	t.Helper()
	files := print.Model(m, o)
	if len(files) != 1 {
		t.Fatalf("%d files, want one", len(files))
	}
	if diff := cmp.Diff(string(want.Text), files[0].Text); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestCases(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(corpus(t, "cases"), "*.smithy"))
	if err != nil || len(paths) < 21 {
		t.Fatalf("%d cases: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			f := readFile(t, path)
			compareOne(t, f, load(t, f), print.Options{})
		})
	}
}

func TestSuffixes(t *testing.T) {
	t.Parallel()
	t.Run("given", func(t *testing.T) {
		t.Parallel()
		f := readFile(t, corpus(t, "custom-inline-io.smithy"))
		compareOne(t, f, load(t, f), print.Options{InputSuffix: "Request", OutputSuffix: "Response"})
	})
	t.Run("coerced", func(t *testing.T) {
		t.Parallel()
		m := load(t, readFile(t, corpus(t, "coerced-io"), "before.smithy"))
		o := print.Options{InputSuffix: "Request", OutputSuffix: "Response", CoerceInline: true}
		compareOne(t, readFile(t, corpus(t, "coerced-io"), "after.smithy"), m, o)
	})
	t.Run("inferred", func(t *testing.T) {
		t.Parallel()
		want := map[string]string{}
		var files []*source.File
		for _, name := range []string{"default.smithy", "main.smithy", "mixed.smithy", "shared.smithy"} {
			f := readFile(t, corpus(t, "inferred-io"), name)
			files = append(files, f)
			want[name] = string(f.Text)
		}
		o := print.Options{InferSuffixes: true, FileName: func(s *shape.Shape) string { return s.Span.File.Name }}
		if diff := cmp.Diff(want, texts(load(t, files...), o)); diff != "" {
			t.Errorf("texts (-want +got):\n%s", diff)
		}
	})
}

func TestOrders(t *testing.T) {
	t.Parallel()
	t.Run("source", func(t *testing.T) {
		t.Parallel()
		f := readFile(t, corpus(t, "out-of-order.smithy"))
		compareOne(t, f, load(t, f), print.Options{Order: print.BySource})
	})
	t.Run("name", func(t *testing.T) {
		t.Parallel()
		dir := corpus(t, "alphabetical")
		want := map[string]string{
			"com.example.smithy": string(readFile(t, dir, "after.smithy").Text),
			print.MetadataName:   string(readFile(t, dir, "metadata.smithy").Text),
		}
		if diff := cmp.Diff(want, texts(load(t, readFile(t, dir, "before.smithy")), print.Options{Order: print.ByName})); diff != "" {
			t.Errorf("texts (-want +got):\n%s", diff)
		}
	})
}

func TestEnumMixins(t *testing.T) {
	t.Parallel()
	compareOne(t, readFile(t, corpus(t, "enum-mixin-output.smithy")), load(t, readFile(t, corpus(t, "enum-mixin-input.smithy"))), print.Options{})
}

func TestNamespaces(t *testing.T) {
	t.Parallel()
	dir := corpus(t, "multiple-namespaces")
	paths, err := filepath.Glob(filepath.Join(dir, "output", "*.smithy"))
	if err != nil || len(paths) != 3 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	want := map[string]string{}
	for _, path := range paths {
		want[filepath.Base(path)] = string(readFile(t, path).Text)
	}
	if diff := cmp.Diff(want, texts(load(t, readFile(t, dir, "input.json")), print.Options{})); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}
