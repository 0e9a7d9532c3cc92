// Tests of a run over several models, with printers that stand in for the way from a model to Go.
package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// models makes empty files of the given names in a new folder and returns their paths, and a folder for what is made.
func models(t *testing.T, names ...string) (paths []string, out string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		paths = append(paths, filepath.Join(dir, name))
		put(t, paths[len(paths)-1], "{}")
	}
	return paths, filepath.Join(dir, "out")
}

// named prints a package of the model file's name, and reports on "bad" and panics on "boom".
func named(model string, _ []*source.File, _ target, diags *diag.List) *printed {
	name := strings.TrimSuffix(filepath.Base(model), ".json")
	switch name {
	case "slow":
		time.Sleep(20 * time.Millisecond)
	case "bad":
		diags.Errorf(source.Span{}, "test.bad", "%s is bad", name)
		return nil
	case "odd":
		diags.Warnf(source.Span{}, "test.odd", "%s is odd", name)
	case "boom":
		panic("an index out of " + name)
	}
	file := outputFile{name: "client.go", content: []byte(header + "package " + name + "\n")}
	return &printed{packageName: name, operations: 1, shapes: 2, files: []outputFile{file}}
}

// run generates and returns what was printed, times and the temporary folder taken out.
func run(t *testing.T, print printer, req Request) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	err = generateWith(t.Context(), req, Streams{Stdout: &out, Stderr: &errs}, print)
	clean := func(text string) string {
		for _, model := range req.Models {
			text = strings.ReplaceAll(text, filepath.ToSlash(filepath.Dir(model))+"/", "")
		}
		return regexp.MustCompile(`\d+ ms`).ReplaceAllString(text, "0 ms")
	}
	return clean(out.String()), clean(errs.String()), err
}

func TestModelsAreReportedInTheirOrder(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "slow.json", "odd.json", "bad.json", "last.json")
	stdout, stderr, err := run(t, named, Request{Models: paths, Out: out})
	if !errors.Is(err, ErrFailed) {
		t.Errorf("the error is %v, want ErrFailed for bad.json", err)
	}
	want := `out/slow: 1 operation, 2 shapes, 2 files (2 written, 0 unchanged, 0 removed), 2 lines, 0 ms
out/odd: 1 operation, 2 shapes, 2 files (2 written, 0 unchanged, 0 removed), 2 lines, 0 ms
out/last: 1 operation, 2 shapes, 2 files (2 written, 0 unchanged, 0 removed), 2 lines, 0 ms
`
	if diff := cmp.Diff(want, stdout); diff != "" {
		t.Errorf("stdout (-want +got):\n%s", diff)
	}
	want = "warning[test.odd]: odd is odd\nerror[test.bad]: bad is bad\ngen: 1 error, 1 warning\n"
	if diff := cmp.Diff(want, stderr); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(out, "bad")); err == nil {
		t.Error("something was written for the model with an error")
	}
}

func TestWarningsAloneDoNotFail(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "odd.json")
	if _, stderr, err := run(t, named, Request{Models: paths, Out: out}); err != nil || !strings.HasSuffix(stderr, "gen: 1 warning\n") {
		t.Errorf("the error is %v, stderr %q", err, stderr)
	}
}

func TestPanicIsReportedAndStopsOneModelOnly(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "boom.json", "fine.json")
	stdout, stderr, err := run(t, named, Request{Models: paths, Out: out})
	if !errors.Is(err, ErrFailed) {
		t.Errorf("the error is %v, want ErrFailed", err)
	}
	if !strings.HasPrefix(stderr, "error[internal.panic]: ") || !strings.Contains(stderr, "an index out of boom") || !strings.Contains(stderr, "note: ") ||
		!strings.Contains(stderr, "driver.named(") || !strings.HasSuffix(stderr, "gen: 1 error\n") {
		t.Errorf("stderr:\n%s", stderr)
	}
	if !strings.HasPrefix(stdout, "out/fine: ") || strings.Count(stdout, "\n") != 1 {
		t.Errorf("stdout:\n%s", stdout)
	}
	if _, err := os.Stat(filepath.Join(out, "boom")); err == nil {
		t.Error("something was written for the model that failed")
	}
}

func TestCheckWritesNothing(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json", "b.json")
	stdout, _, err := run(t, named, Request{Models: paths, Out: out, Check: true})
	if !errors.Is(err, ErrFailed) {
		t.Errorf("the error is %v, want ErrFailed", err)
	}
	want := `create  out/a/client.go
create  out/a/.smithwright.json
out/a: 1 operation, 2 shapes, 2 files (2 to write, 0 unchanged, 0 to remove), 2 lines, 0 ms
create  out/b/client.go
create  out/b/.smithwright.json
out/b: 1 operation, 2 shapes, 2 files (2 to write, 0 unchanged, 0 to remove), 2 lines, 0 ms
`
	if diff := cmp.Diff(want, stdout); diff != "" {
		t.Errorf("stdout (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a check made the folder")
	}
}

func TestModelsOfOneFolderAreRefused(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "same/x.json", "Same/X.json", "y.json")
	_, stderr, err := run(t, named, Request{Models: paths, Out: out})
	if !errors.Is(err, ErrFailed) || strings.Count(stderr, "error[package.conflict]") != 2 {
		t.Errorf("the error is %v, stderr:\n%s", err, stderr)
	}
	if _, err := os.Stat(filepath.Join(out, "y", "client.go")); err != nil {
		t.Errorf("the third model was not generated: %v", err)
	}
	if entries, err := os.ReadDir(out); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v), want y alone", entries, err)
	}
}

func TestInterruptedRunWritesNothing(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json", "b.json")
	ctx, cancel := context.WithCancel(t.Context())
	stopping := func(model string, files []*source.File, t target, diags *diag.List) *printed {
		cancel()
		return named(model, files, t, diags)
	}
	var printed bytes.Buffer
	err := generateWith(ctx, Request{Models: paths, Out: out}, Streams{Stdout: &printed, Stderr: &printed}, stopping)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want that of the context", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
}

func TestErrorOfPrintingIsReturned(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json")
	full := fullDisk{}
	err := generateWith(t.Context(), Request{Models: paths, Out: out}, Streams{Stdout: full, Stderr: full}, named)
	if !errors.Is(err, errFull) {
		t.Errorf("the error is %v, want that of the writer", err)
	}
}

var errFull = errors.New("no space")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestUsageErrors(t *testing.T) {
	t.Parallel()
	paths, _ := models(t, "a.json", "b.json")
	tests := map[string]struct {
		req  Request
		want string
	}{
		"missing model":   {Request{Models: []string{"absent.json"}}, "absent.json: "},
		"named twice":     {Request{Models: []string{paths[0], paths[0]}}, "named twice"},
		"package of two":  {Request{Models: paths, Package: "x"}, "--package is for one service"},
		"service of two":  {Request{Models: paths, Service: "x"}, "--service is for one service"},
		"ops of two":      {Request{Models: paths, Ops: []string{"x"}}, "--ops is for one service"},
		"no Go name":      {Request{Models: paths[:1], Package: "1x"}, `--package "1x"`},
		"a keyword":       {Request{Models: paths[:1], Package: "func"}, `--package "func"`},
		"blank":           {Request{Models: paths[:1], Package: "_"}, `--package "_"`},
		"tests":           {Request{Models: paths[:1], Package: "x_test"}, `--package "x_test"`},
		"empty operation": {Request{Models: paths[:1], Ops: []string{"A", ""}}, "--ops holds an empty name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := run(t, named, test.req)
			var usage *UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want a UsageError with %q", err, test.want)
			}
		})
	}
}

func TestEachRunsAllOnceAndTellsProgressInOrder(t *testing.T) {
	t.Parallel()
	const n = 100
	var ran [n]atomic.Int32
	var told []int
	each(n, func(done, total int) {
		if total != n {
			t.Errorf("progress was told of %d in all", total)
		}
		told = append(told, done)
	}, func(i int) { ran[i].Add(1) })
	for i := range ran {
		if got := ran[i].Load(); got != 1 {
			t.Errorf("number %d ran %d times", i, got)
		}
		if told[i] != i+1 {
			t.Fatalf("progress was told %v", told)
		}
	}
}

// The whole way, with the model that ships: two runs, at once and into different folders, give the same bytes.
func TestShippedModelIsDeterministic(t *testing.T) {
	t.Parallel()
	model := filepath.Join(testenv.Root(t), "models", "lambda")
	var trees [2]map[string]string
	for i := range trees {
		out := filepath.Join(t.TempDir(), fmt.Sprint("lambda", i))
		if err := Generate(t.Context(), Request{Models: []string{model}, Out: out}, Streams{Stdout: t.Output(), Stderr: t.Output()}); err != nil {
			t.Fatal(err)
		}
		trees[i] = tree(t, out)
	}
	if len(trees[0]) < 5 {
		t.Errorf("only %d files were generated", len(trees[0]))
	}
	if diff := cmp.Diff(trees[0], trees[1]); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
}
