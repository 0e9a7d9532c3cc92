// Goldens: whole packages beside the models that they were printed from.

package emit_test

import (
	"flag"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/emit"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

var update = flag.Bool("update", false, "rewrite the packages under testdata; the run then fails")

// load reads a model and prints the package of its only service.
func load(t testing.TB, file string) []emit.File {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	model := shape.Assemble(ast.Parse(source.New(filepath.Base(file), text), &diags), &diags)
	pkg := plan.Build(model, plan.Options{Service: model.Services()[0].ID, Tests: true}, &diags)
	if diags.HasErrors() {
		var b strings.Builder
		if err := diags.Render(&b, diag.Options{}); err != nil {
			t.Fatal(err)
		}
		t.Fatal(b.String())
	}
	files, err := emit.Files(pkg)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestGolden(t *testing.T) {
	t.Parallel()
	models, err := filepath.Glob("testdata/*/model.json")
	if err != nil || len(models) == 0 {
		t.Fatal("no models under testdata", err)
	}
	for _, model := range models {
		folder := filepath.Dir(model)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			want := map[string]bool{}
			for _, f := range load(t, model) {
				want[f.Name] = true
				compare(t, filepath.Join(folder, f.Name), f.Content)
			}
			entries, err := filepath.Glob(filepath.Join(folder, "*.go"))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if !want[filepath.Base(e)] {
					t.Errorf("%s is not printed any more: remove it", e)
				}
			}
			vet(t, folder)
			test(t, folder)
		})
	}
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err == nil && string(want) == string(got) {
		return
	}
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s was rewritten: look at the difference and run the test again", file)
		return
	}
	t.Errorf("%s differs (-want +got); run with -update to rewrite it:\n%s", file, cmp.Diff(string(want), string(got)))
}

// vet type-checks a printed package and runs go vet on it.
func vet(t *testing.T, folder string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "vet", "./"+filepath.ToSlash(folder))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go vet %s: %v\n%s", folder, err, out)
	}
}

// test runs the tests that were printed with a package, if any.
func test(t *testing.T, folder string) {
	t.Helper()
	if files, _ := filepath.Glob(filepath.Join(folder, "*_test.go")); len(files) == 0 {
		return
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "./"+filepath.ToSlash(folder))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go test %s: %v\n%s", folder, err, out)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	file := testenv.Shared(t, "models", "smithy", "lambda.json")
	first, second := load(t, file), load(t, file)
	if len(first) != len(second) {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for i := range first {
		if string(first[i].Content) != string(second[i].Content) {
			t.Errorf("%s differs between two runs", first[i].Name)
		}
	}
}

func BenchmarkLambda(b *testing.B) {
	file := testenv.Shared(b, "models", "smithy", "lambda.json")
	for b.Loop() {
		load(b, file)
	}
}

// TestTablesAreInForm holds the file that is not formatted to what gofmt would make of it.
func TestTablesAreInForm(t *testing.T) {
	t.Parallel()
	models := []string{"testdata/hostile/model.json", "testdata/kinds/model.json"}
	for _, name := range []string{"s3.json", "dynamodb.json", "medialive.json", "glue.json"} {
		models = append(models, testenv.Shared(t, "models", "smithy", name))
	}
	for _, model := range models {
		for _, f := range load(t, model) {
			if want, err := format.Source(f.Content); err != nil {
				t.Errorf("%s of %s: %v", f.Name, model, err)
			} else if diff := cmp.Diff(string(want), string(f.Content)); diff != "" {
				t.Errorf("%s of %s is not as gofmt has it (-want +got):\n%s", f.Name, model, diff)
			}
		}
	}
}
