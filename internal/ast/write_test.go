// Tests of writing: the reference's serialisations, and the published models, which come back as they were.

package ast

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// write returns a model as JSON AST.
func write(t testing.TB, m *shape.Model, o WriteOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, m, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// decode reads JSON, numbers as they are written.
func decode(t testing.TB, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Fatalf("the text goes on: %v", err)
	}
	return v
}

// differences lists where two JSON values differ, each with its path, up to a few.
func differences(path string, want, got any) []string {
	const few = 20
	var out []string
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is no object: %v", path, got)}
		}
		all := maps.Clone(w)
		maps.Copy(all, g)
		for _, k := range slices.Sorted(maps.Keys(all)) {
			x, inWant := w[k]
			y, inGot := g[k]
			switch {
			case !inGot:
				out = append(out, fmt.Sprintf("%s/%s is missing: %v", path, k, x))
			case !inWant:
				out = append(out, fmt.Sprintf("%s/%s is too much: %v", path, k, y))
			default:
				out = append(out, differences(path+"/"+k, x, y)...)
			}
			if len(out) > few {
				return out
			}
		}
		return out
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []string{fmt.Sprintf("%s is %v, want %v", path, got, want)}
		}
		for i := range w {
			out = append(out, differences(fmt.Sprintf("%s/%d", path, i), w[i], g[i])...)
		}
		return out
	}
	if want != got {
		out = append(out, fmt.Sprintf("%s is %v, want %v", path, got, want))
	}
	return out
}

// compareJSON fails the test if two texts of JSON have not the same value.
func compareJSON(t *testing.T, want, got []byte) {
	t.Helper()
	for _, d := range differences("", decode(t, want), decode(t, got)) {
		t.Error(d)
	}
}

// TestWriteAsTheReference holds what the reference writes of models of both versions.
func TestWriteAsTheReference(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "corpora", "idl", "shapes", "ast-serialization")
	pairs := map[string]string{"out-of-order-errors.json": "out-of-order-errors.json"}
	for _, pattern := range []string{"cases/v1/*.json", "cases/v2/*.json"} {
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			name := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(dir)+"/")
			switch {
			case strings.HasSuffix(name, ".2.0.json") || strings.HasSuffix(name, ".1.0.json"): // expectations
			case strings.Contains(name, "/v1/"):
				pairs[name] = strings.TrimSuffix(name, ".json") + ".2.0.json"
			default:
				pairs[name] = name
			}
		}
	}
	if len(pairs) < 10 {
		t.Fatalf("only %d cases", len(pairs))
	}
	for name, expected := range pairs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			m := load(&diags, readFile(t, filepath.Join(dir, filepath.FromSlash(name))))
			failOnFindings(t, &diags)
			compareJSON(t, readFile(t, filepath.Join(dir, filepath.FromSlash(expected))).Text, write(t, m, WriteOptions{}))
		})
	}
}

// TestWriteLoaderModels compares what is written of the loader's JSON models with what the reference wrote of them.
func TestWriteLoaderModels(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "corpora", "idl", "loader")
	expected := testenv.Shared(t, "corpora", "idl-expected", "loader")
	cases := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "assembler-ignore-unrecognized-json" {
			return fs.SkipDir // the reference passes over JSON that is no model; here it is an error
		}
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(filepath.Join(expected, name+".ast.json"))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // rejected: the reference wrote none
		} else if err != nil {
			return err
		}
		cases++
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			m := load(&diags, readFile(t, path))
			if diags.HasErrors() {
				failOnFindings(t, &diags)
			}
			compareJSON(t, want, write(t, m, WriteOptions{}))
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cases < 80 {
		t.Errorf("only %d cases", cases)
	}
}

// TestFlattenAsTheReference compares models of the mixin suite, written flat, with those that the reference flattened.
func TestFlattenAsTheReference(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "corpora", "idl-expected", "loader", "valid", "mixins")
	const flattened = ".flattened.smithy.ast.json"
	paths, err := filepath.Glob(filepath.Join(dir, "*"+flattened))
	if err != nil || len(paths) < 13 {
		t.Fatalf("%d cases: %v", len(paths), err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), flattened)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			got := load(&diags, readFile(t, filepath.Join(dir, name+".smithy.ast.json")))
			want := load(&diags, readFile(t, path))
			failOnFindings(t, &diags)
			w := sortErrors(decode(t, write(t, want, WriteOptions{Flatten: true})))
			g := sortErrors(decode(t, write(t, got, WriteOptions{Flatten: true})))
			for _, d := range differences("", w, g) {
				t.Error(d)
			}
		})
	}
}

// sortErrors sorts the errors of all shapes: the flattened files were written in any order.
func sortErrors(model any) any {
	for _, s := range model.(map[string]any)["shapes"].(map[string]any) {
		if list, ok := s.(map[string]any)["errors"].([]any); ok {
			slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	}
	return model
}

// withoutEmptyTraits removes traits objects that hold nothing. The published models have them where a documentation was
// taken out that was the only trait; they say nothing, and are not written.
func withoutEmptyTraits(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if traits, ok := v["traits"].(map[string]any); ok && len(traits) == 0 {
			delete(v, "traits")
		}
		for _, part := range v {
			withoutEmptyTraits(part)
		}
	case []any:
		for _, part := range v {
			withoutEmptyTraits(part)
		}
	}
	return v
}

// TestPublishedModelsComeBack writes every published model: the value of the JSON must be that of the source, since these
// models are complete, and reading it again must give the same bytes.
func TestPublishedModelsComeBack(t *testing.T) {
	t.Parallel()
	paths := testenv.Models(t)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			f := readFile(t, path)
			first := write(t, load(&diags, f), WriteOptions{})
			for _, d := range differences("", withoutEmptyTraits(decode(t, f.Text)), decode(t, first)) {
				t.Error(d)
			}
			second := write(t, load(&diags, source.New(f.Name, first)), WriteOptions{})
			if diags.HasErrors() {
				failOnFindings(t, &diags)
			}
			if !bytes.Equal(first, second) {
				t.Error("a second round gives other bytes")
			}
		})
	}
}

func TestWriteForm(t *testing.T) {
	t.Parallel()
	text := `{"smithy": "1.0", "metadata": {"b": {"z": 1.50, "a": [{"y": [], "x": {}}]}, "a": "\u0001\t\"\\\u007f\ud83d\ude00é</"}, "shapes": {
"a#Z": {"type": "set", "member": {"target": "a#I", "traits": {"a#z": 1e400, "a#b": -0.0}}},
"a#I": {"type": "integer", "traits": {"smithy.api#box": {}}},
"a#Op": {"type": "operation"},
"a#V": {"type": "service", "version": " ", "operations": [{"target": "a#Op"}], "rename": {"a#Z": "Y", "a#I": "J"}}}}`
	const want = `{
    "smithy": "2.0",
    "metadata": {
        "a": "\u0001\t\"\\` + "\x7f" + `😀é</",
        "b": {
            "a": [
                {
                    "x": {},
                    "y": []
                }
            ],
            "z": 1.50
        }
    },
    "shapes": {
        "a#I": {
            "type": "integer"
        },
        "a#Op": {
            "type": "operation",
            "input": {
                "target": "smithy.api#Unit"
            },
            "output": {
                "target": "smithy.api#Unit"
            }
        },
        "a#V": {
            "type": "service",
            "operations": [
                {
                    "target": "a#Op"
                }
            ],
            "rename": {
                "a#I": "J",
                "a#Z": "Y"
            }
        },
        "a#Z": {
            "type": "list",
            "member": {
                "target": "a#I",
                "traits": {
                    "a#b": -0.0,
                    "a#z": 1e400
                }
            },
            "traits": {
                "smithy.api#uniqueItems": {}
            }
        }
    }
}
`
	var diags diag.List
	m := load(&diags, source.New("m.json", []byte(text)))
	if diff := cmp.Diff(want, string(write(t, m, WriteOptions{}))); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

func TestWriteReturnsErrors(t *testing.T) {
	t.Parallel()
	var diags diag.List
	m := load(&diags, source.New("m.json", []byte(model(`"a#S": {"type": "string"}`))))
	if err := Write(iotest.TruncateWriter(failingWriter{}, 1000), m, WriteOptions{}); err == nil {
		t.Error("no error")
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
