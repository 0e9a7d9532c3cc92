// The reference's models of its loader: what they mean, and what is wrong with them.

package load_test

import (
	"bytes"
	stdcmp "cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// open reads files and links them; they are known by their base names.
func open(t *testing.T, paths ...string) (*shape.Model, *diag.List) {
	t.Helper()
	var files []*source.File
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, source.New(filepath.Base(path), text))
	}
	diags := &diag.List{}
	return load.Model(files, diags), diags
}

// clean opens files in which no error must be.
func clean(t *testing.T, paths ...string) *shape.Model {
	t.Helper()
	m, diags := open(t, paths...)
	if diags.HasErrors() {
		t.Errorf("%s:\n%s", filepath.Base(paths[0]), rendered(diags))
	}
	return m
}

func rendered(diags *diag.List) string {
	var b strings.Builder
	for _, d := range diags.Sorted() {
		fmt.Fprintf(&b, "\t%s %s[%s] %s: %s\n", d.Span, d.Severity, d.Code, d.Shape, d.Message)
	}
	return b.String()
}

// tree returns a model as its JSON AST, parsed.
func tree(t *testing.T, m *shape.Model, options ast.WriteOptions) map[string]any {
	t.Helper()
	var b bytes.Buffer
	if err := ast.Write(&b, m, options); err != nil {
		t.Fatal(err)
	}
	return parsed(t, b.Bytes())
}

// parsed reads JSON, its numbers in a form of their own so that those of one value are equal.
func parsed(t *testing.T, text []byte) map[string]any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var out map[string]any
	if err := dec.Decode(&out); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return plain(t, out).(map[string]any)
}

func plain(t *testing.T, v any) any {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = plain(t, v[k])
			if list, ok := v[k].([]any); ok && k == "errors" { // which the reference sorts
				slices.SortFunc(list, func(a, b any) int { return stdcmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
	case []any:
		for i := range v {
			v[i] = plain(t, v[i])
		}
	case json.Number:
		f, _, err := big.ParseFloat(v.String(), 10, 200, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return "number " + f.Text('g', 40)
	}
	return v
}

// walk runs a test for each file of a corpus folder whose name ends in suffix. The test returns what is wrong, "" if nothing.
func walk(t *testing.T, root, suffix string, run func(t *testing.T, path string) string) {
	t.Helper()
	known := testenv.KnownFailures(t, t.Name()+"/")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, suffix) {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		known.Run(t, strings.TrimSuffix(name, suffix), func(t *testing.T) string { return run(t, path) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPairs holds the same model in both languages against each other, or against its own form without mixins.
func TestPairs(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "idl", "loader", "valid")
	shared := filepath.Join(root, "__shared.json")
	walk(t, root, ".smithy", func(t *testing.T, path string) string {
		got := clean(t, path, shared)
		base := strings.TrimSuffix(path, ".smithy")
		wrong := ""
		for _, form := range []struct {
			path    string
			options ast.WriteOptions
		}{{base + ".json", ast.WriteOptions{}}, {base + ".flattened.smithy", ast.WriteOptions{Flatten: true}}} {
			if _, err := os.Stat(form.path); err != nil {
				continue
			}
			want := tree(t, clean(t, form.path, shared), form.options)
			if diff := cmp.Diff(want, tree(t, got, form.options)); diff != "" {
				wrong += fmt.Sprintf("%s (-) and %s (+):\n%s", filepath.Base(form.path), filepath.Base(path), diff)
			}
		}
		return wrong
	})
}

// TestExpectedModels holds models against what the reference made of them.
func TestExpectedModels(t *testing.T) {
	t.Parallel()
	from := testenv.Shared(t, "corpora", "idl", "loader")
	root := testenv.Shared(t, "corpora", "idl-expected", "loader")
	walk(t, root, ".ast.json", func(t *testing.T, path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, strings.TrimSuffix(path, ".ast.json"))
		if err != nil {
			t.Fatal(err)
		}
		m, _ := open(t, filepath.Join(from, name))
		return cmp.Diff(parsed(t, text), tree(t, m, ast.WriteOptions{}))
	})
}

// TestExpectedEvents holds what is found in models against what the reference finds.
func TestExpectedEvents(t *testing.T) {
	t.Parallel()
	from := testenv.Shared(t, "corpora", "idl", "loader")
	root := testenv.Shared(t, "corpora", "idl-expected", "loader")
	walk(t, root, ".events.json", func(t *testing.T, path string) string {
		name, err := filepath.Rel(root, strings.TrimSuffix(path, ".events.json"))
		if err != nil {
			t.Fatal(err)
		}
		m, diags := open(t, filepath.Join(from, name))
		check.Model(m, diags)
		if diff := cmp.Diff(wantEvents(t, path), gotEvents(diags)); diff != "" {
			return fmt.Sprintf("events (-want +got):\n%s\n%s", diff, rendered(diags))
		}
		return ""
	})
}

// wantEvents reads the events that the reference found, each as a line.
func wantEvents(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var events []struct{ Severity, ID, Shape, Loc, Message string }
	if err := json.Unmarshal(text, &events); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		if e.Severity != "SUPPRESSED" && !ignored(e.ID) {
			file, at, _ := strings.Cut(e.Loc, ":")
			loc := place(file + ":" + testenv.InnerPlace(e.Message, at))
			out = append(out, strings.Join([]string{e.Severity, e.ID, e.Shape, loc}, " "))
		}
	}
	slices.Sort(out)
	return out
}

// gotEvents returns diagnostics in the form of wantEvents.
func gotEvents(diags *diag.List) []string {
	var out []string
	for _, d := range diags.Sorted() {
		if ignored(d.Code) {
			continue
		}
		out = append(out, strings.Join([]string{
			strings.ToUpper(d.Severity.String()), d.Code, stdcmp.Or(d.Shape, "-"), place(d.Span.String()),
		}, " "))
	}
	slices.Sort(out)
	return out
}

// ignored reports whether an event need not be there: those about the version, which the reference finds with validators
// that errors hide, where the readers here find them at once.
func ignored(id string) bool { return id == "ModelDeprecation" }

// place cuts the column off a place in JSON, where the reference counts from something else.
func place(at string) string {
	if strings.Contains(at, ".json:") {
		return at[:strings.LastIndexByte(at, ':')]
	}
	return at
}
