// Hostile models through everything that reads, links, checks and writes them: no bytes make it panic or take long, and what
// is written of a model without errors reads back as that model.

package check_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/format"
	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// FuzzModel takes any bytes for a model: as JSON if they begin with a brace, as IDL otherwise.
func FuzzModel(f *testing.F) {
	root := testenv.Root(f)
	for _, dir := range []string{
		filepath.Join(root, "internal", "check", "testdata", "hostile"),
		filepath.Join(root, "..", "shared", "corpora", "idl"), // which may be absent
		filepath.Join(root, "..", "shared", "corpora", "waiters"),
	} {
		for _, path := range modelFiles(f, dir) {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		took := duration(func() { through(t, text) })
		if len(text) < 10_000 && took > timeLimit { // which other work on the machine may explain once, but not twice
			if again := duration(func() { through(t, text) }); again > timeLimit {
				t.Errorf("%d bytes took %s, and then %s", len(text), took, again)
			}
		}
	})
}

// timeLimit is how long a small model may take on a busy machine; most take a few milliseconds.
const timeLimit = 10 * time.Second

func duration(run func()) time.Duration {
	start := time.Now()
	run()
	return time.Since(start)
}

// modelFiles returns the small models in a folder and in those below it, none if it is absent.
func modelFiles(t testing.TB, dir string) []string {
	t.Helper()
	var paths []string
	if _, err := os.Stat(dir); err != nil {
		return nil
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".smithy" && filepath.Ext(path) != ".json" {
			return err
		}
		if info, err := d.Info(); err != nil || info.Size() > 20_000 {
			return err
		}
		paths = append(paths, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// TestHostileSeeds holds the models that the fuzz test begins with to being good ones, for only those are read back.
func TestHostileSeeds(t *testing.T) {
	t.Parallel()
	paths := modelFiles(t, filepath.Join("testdata", "hostile"))
	if len(paths) == 0 {
		t.Fatal("there are no seeds")
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diags := through(t, text); diags.HasErrors() {
				t.Errorf("the seed has errors:\n%s", rendered(diags.Sorted()))
			}
		})
	}
}

// through reads a text, links, checks and writes it in every way, and reads back what was written if the model is good.
func through(t *testing.T, text []byte) *diag.List {
	name := "model.smithy"
	if len(text) > 0 && text[0] == '{' {
		name = "model.json"
	}
	m, all := opened(source.New(name, text))
	check.Everything(m, all)
	m, diags := opened(source.New(name, text))
	check.Model(m, diags)
	if err := diags.Render(t.Output(), diag.Options{}); err != nil {
		t.Fatal(err)
	}
	options := ast.WriteOptions{Flatten: repeatsValues(m)}
	written := jsonOf(t, m, options)
	jsonOf(t, m, ast.WriteOptions{Flatten: !options.Flatten})
	printed := print.Model(m, print.Options{})
	if diags.HasErrors() {
		return diags
	}
	sameModel(t, written, "AST", options, source.New("again.json", written))
	var plain, formatted []*source.File
	for _, f := range printed {
		file := source.New(f.Name, []byte(f.Text))
		plain = append(plain, file)
		formatted = append(formatted, source.New(f.Name, tidy(t, file)))
	}
	sameModel(t, written, "IDL", options, plain...)
	sameModel(t, written, "IDL, formatted", options, formatted...)
	if name == "model.smithy" {
		sameModel(t, written, "text, formatted", options, source.New(name, tidy(t, source.New(name, text))))
	}
	return diags
}

// repeatsValues reports whether an enum gives a member of its mixin a value by an apply statement. Where that is the value
// that it has anyway the statement is not printed, so that only the flattened models are equal.
func repeatsValues(m *shape.Model) bool {
	for _, s := range m.Shapes() {
		for _, mem := range s.Members {
			if mem.Inherited != nil && mem.OwnTraits.Has("smithy.api#enumValue") {
				return true
			}
		}
	}
	return false
}

func opened(files ...*source.File) (*shape.Model, *diag.List) {
	diags := &diag.List{}
	return load.Model(files, diags), diags
}

func jsonOf(t *testing.T, m *shape.Model, o ast.WriteOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ast.Write(&b, m, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tidy formats IDL that must be without errors.
func tidy(t *testing.T, file *source.File) []byte {
	t.Helper()
	var diags diag.List
	out := format.Source(file, &diags)
	if diags.HasErrors() {
		t.Fatalf("formatting found errors:\n%s\nin:\n%s", rendered(diags.Sorted()), file.Text)
	}
	return out
}

// sameModel fails the test unless files, which say what form they are, read as the model that want is the AST of.
func sameModel(t *testing.T, want []byte, form string, o ast.WriteOptions, files ...*source.File) {
	t.Helper()
	m, diags := opened(files...)
	check.Model(m, diags)
	switch got := jsonOf(t, m, o); {
	case diags.HasErrors():
		t.Errorf("what was written as %s has errors:\n%s\n%s", form, rendered(diags.Sorted()), files[0].Text)
	case !bytes.Equal(want, got):
		t.Errorf("what was written as %s is another model (-before +after):\n%s\n%s", form, cmp.Diff(string(want), string(got)), files[0].Text)
	}
}
