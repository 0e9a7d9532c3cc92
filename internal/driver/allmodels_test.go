// Every service that AWS publishes a model of comes out as a package that compiles.

package driver

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/testenv"
)

// TestAllModels generates, builds and vets the clients of all models that are there, in both dialects. It takes a minute or
// two where the go command has not built the same before.
func TestAllModels(t *testing.T) {
	t.Parallel()
	dir := module(t)
	dialects := map[string][]string{"smithy": testenv.Models(t), "api2": nil}
	var err error
	if dialects["api2"], err = filepath.Glob(filepath.Join(testenv.Shared(t, "models", "c2j"), "*", "*", "service-2.json")); err != nil {
		t.Fatal(err)
	}
	if dialects["odd"], err = filepath.Glob(filepath.Join("testdata", "odd", "*")); err != nil { // by no vendor, and valid
		t.Fatal(err)
	}
	for dialect, models := range dialects {
		if len(models) == 0 {
			t.Fatalf("there are no models of the dialect %s", dialect)
		}
		req := Request{Models: models, Out: filepath.Join(dir, dialect)}
		generateAll(t, req, "0 unchanged, 0 removed")
		req.Check = true
		generateAll(t, req, "(up to date)")
		inForm(t, req.Out)
	}
	for _, args := range [][]string{{"vet", "-trimpath"}, {"build", "-trimpath"}} { // -trimpath: the folder's name differs in each run
		cmd := exec.CommandContext(t.Context(), "go", append(args, "./smithy/...", "./api2/...", "./odd/...")...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", args[0], err, out)
		}
	}
}

// module makes a module of this one's name with a copy of the runtime, for packages to be generated into. That the runtime
// is copied tells the test cache on which files the test depends.
func module(t *testing.T) string {
	t.Helper()
	root, dir := testenv.Root(t), t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, name), string(text))
	}
	if err := os.CopyFS(filepath.Join(dir, "rt"), os.DirFS(filepath.Join(root, "rt"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// generateAll runs the generator and wants a line with the given state for each model.
func generateAll(t *testing.T, req Request, state string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if err := Generate(t.Context(), req, Streams{Stdout: &stdout, Stderr: &stderr}); err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
	done := 0
	for line := range strings.Lines(stdout.String()) {
		if !strings.Contains(line, state) {
			t.Errorf("%q is not said of %s", state, line)
		}
		done++
	}
	if done != len(req.Models) {
		t.Errorf("%d of %d models were generated", done, len(req.Models))
	}
}

// inForm holds the files that are printed without gofmt's help to what it would make of them.
func inForm(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "schema.go"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no tables", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := format.Source(text); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(want, text) {
			t.Errorf("%s is not as gofmt has it (-want +got):\n%s", name, cmp.Diff(string(want), string(text)))
		}
	}
}

// TestSameBytes generates models one after the other and all at once, several times.
func TestSameBytes(t *testing.T) { // not parallel: it sets the number of processors
	dir := testenv.Shared(t, "models", "smithy")
	var req Request
	for _, name := range []string{"acm", "cloudwatch", "dynamodb", "kinesis", "lambda", "s3", "sqs", "sts", "transcribe-streaming"} {
		req.Models = append(req.Models, filepath.Join(dir, name+".json"))
	}
	req.Models = append(req.Models, testenv.Shared(t, "models", "c2j", "sns"))
	was := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(was)
	var first map[string]string
	for i, n := range []int{1, 8, was, 8} {
		runtime.GOMAXPROCS(n)
		req.Out = filepath.Join(t.TempDir(), fmt.Sprint(i))
		generateAll(t, req, "0 unchanged, 0 removed")
		got := tree(t, req.Out)
		if first == nil {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Fatalf("with %d processors (-one +several):\n%s", n, diff)
		}
	}
}
