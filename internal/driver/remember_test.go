// Tests of what a run remembers: that a second one makes nothing anew, and that whatever changed is made anew.

package driver

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// counting is a printer that counts its calls, and tells of the model's bytes in what it prints.
func counting(calls *atomic.Int32) printer {
	return func(model string, files []*source.File, t target, diags *diag.List) *printed {
		calls.Add(1)
		p := named(model, files, t, diags)
		if p != nil {
			text := header + "package " + p.packageName + "\n\n"
			for _, f := range files {
				text += "// " + string(f.Text) + "\n"
			}
			p.files = append(p.files, outputFile{name: "types.go", content: []byte(text)})
			diags.Warnf(source.Span{File: files[0], Start: 1, End: 2}, "test.place", "something is here")
			diags.Add(diag.Diagnostic{
				Code: "test.note", Severity: diag.Warning, Shape: "a#B", Message: "see below",
				Notes: []diag.Note{{Text: "a hint"}, {Span: source.Span{File: files[0], End: 1}, Text: "and a place"}},
			})
		}
		return p
	}
}

func TestUnchangedModelsAreNotMadeAgain(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json", "odd.json", "c.json")
	var calls atomic.Int32
	req := Request{Models: paths, Out: out, Cache: t.TempDir()}
	_, firstFindings, err := run(t, counting(&calls), req)
	if err != nil || calls.Load() != 3 {
		t.Fatalf("%d calls (%v), want 3", calls.Load(), err)
	}
	before := tree(t, out)
	stdout, stderr, err := run(t, counting(&calls), req)
	if err != nil || calls.Load() != 3 {
		t.Errorf("the second run made %d packages (%v)", calls.Load()-3, err)
	}
	if diff := cmp.Diff(firstFindings, stderr); diff != "" {
		t.Errorf("what the second run found (-first +second):\n%s", diff)
	}
	if strings.Count(stdout, "1 operation, 2 shapes, 3 files (0 written, 3 unchanged, 0 removed), 6 lines") != 3 {
		t.Errorf("the second run printed\n%s", stdout)
	}
	if diff := cmp.Diff(before, tree(t, out)); diff != "" {
		t.Errorf("the second run changed something:\n%s", diff)
	}
	req.Check = true
	if stdout, _, err = run(t, counting(&calls), req); err != nil || calls.Load() != 3 || strings.Count(stdout, "(up to date)") != 3 {
		t.Errorf("a check made %d packages (%v):\n%s", calls.Load()-3, err, stdout)
	}
}

// TestWhatChangedIsMadeAgain changes one thing after another, and each time the package is as without a cache.
func TestWhatChangedIsMadeAgain(t *testing.T) {
	t.Parallel()
	tests := map[string]func(t *testing.T, req *Request){
		"a byte of the model":    func(t *testing.T, req *Request) { put(t, req.Models[0], "[]") },
		"a byte of the output":   func(t *testing.T, req *Request) { flip(t, filepath.Join(req.Out, "types.go")) },
		"an output that is gone": func(t *testing.T, req *Request) { drop(t, filepath.Join(req.Out, "client.go")) },
		"an output cut short":    func(t *testing.T, req *Request) { put(t, filepath.Join(req.Out, "types.go"), header) },
		"all outputs":            func(t *testing.T, req *Request) { drop(t, req.Out) },
		"the folder":             func(t *testing.T, req *Request) { req.Out += "2" },
		"the operations":         func(_ *testing.T, req *Request) { req.Ops = []string{"One"} },
		"the operations' names":  func(_ *testing.T, req *Request) { req.Ops = []string{"One", "Two"} },
		"the protocol":           func(_ *testing.T, req *Request) { req.Protocol = "restJson1" },
		"the service":            func(_ *testing.T, req *Request) { req.Service = "a#B" },
		"the package":            func(_ *testing.T, req *Request) { req.Package = "other" },
		"the tests":              func(_ *testing.T, req *Request) { req.Tests = true },
		"the model's name": func(t *testing.T, req *Request) {
			name := strings.Replace(req.Models[0], "one.json", "two.json", 1)
			if err := os.Rename(req.Models[0], name); err != nil {
				t.Fatal(err)
			}
			req.Models = []string{name}
		},
		"the cache, damaged": func(t *testing.T, req *Request) {
			for name := range tree(t, req.Cache) {
				flip(t, filepath.Join(req.Cache, name))
			}
		},
		"the cache, dropped":   func(t *testing.T, req *Request) { drop(t, req.Cache) },
		"the cache, elsewhere": func(t *testing.T, req *Request) { req.Cache += "2" },
		"the cache, off":       func(_ *testing.T, req *Request) { req.Cache = "" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			paths, out := models(t, "one.json")
			var calls atomic.Int32
			req := Request{Models: paths, Out: out, Cache: filepath.Join(t.TempDir(), "cache")}
			if _, _, err := run(t, counting(&calls), req); err != nil {
				t.Fatal(err)
			}
			change(t, &req)
			if _, stderr, err := run(t, counting(&calls), req); err != nil {
				t.Fatal(err, stderr)
			}
			if calls.Load() != 2 {
				t.Errorf("the package was made %d times, want 2", calls.Load())
			}
			fresh := req
			fresh.Out, fresh.Cache = filepath.Join(t.TempDir(), "fresh"), ""
			if _, _, err := run(t, counting(&calls), fresh); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tree(t, fresh.Out), tree(t, req.Out)); diff != "" {
				t.Errorf("the package (-without +with a cache):\n%s", diff)
			}
		})
	}
}

func TestFoldersAreRemembered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	model := filepath.Join(dir, "model")
	put(t, filepath.Join(model, "a.json"), "{}")
	put(t, filepath.Join(model, "below", "b.json"), "{}")
	var calls atomic.Int32
	req := Request{Models: []string{model}, Out: filepath.Join(dir, "out"), Cache: filepath.Join(dir, "cache")}
	again := func(what string, want int32) {
		t.Helper()
		if _, stderr, err := run(t, counting(&calls), req); err != nil || calls.Load() != want {
			t.Errorf("after %s the package was made %d times (%v), want %d\n%s", what, calls.Load(), err, want, stderr)
		}
	}
	again("nothing", 1)
	again("nothing", 1)
	put(t, filepath.Join(model, "below", "c.json"), "{}")
	again("a new file", 2)
	drop(t, filepath.Join(model, "below", "c.json"))
	again("its removal", 3) // what it made was overwritten
	again("nothing", 3)
	if err := os.Rename(filepath.Join(model, "below", "b.json"), filepath.Join(model, "below", "d.json")); err != nil {
		t.Fatal(err)
	}
	again("another name", 4)
}

// TestFolderIsLookedAt has something appear in the folder that a run without a cache would report.
func TestFolderIsLookedAt(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json")
	var calls atomic.Int32
	req := Request{Models: paths, Out: out, Cache: t.TempDir()}
	if _, _, err := run(t, counting(&calls), req); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(out, "mine.go"), "package mine\n")
	if _, stderr, err := run(t, counting(&calls), req); !errors.Is(err, ErrFailed) || !strings.Contains(stderr, "package.conflict") || calls.Load() != 1 {
		t.Errorf("the run ended with %v after %d calls, and printed\n%s", err, calls.Load(), stderr)
	}
}

func TestErrorsAreNotRemembered(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "bad.json", "boom.json")
	var calls atomic.Int32
	req := Request{Models: paths, Out: out, Cache: t.TempDir()}
	_, first, _ := run(t, counting(&calls), req)
	_, second, err := run(t, counting(&calls), req)
	if !errors.Is(err, ErrFailed) || calls.Load() != 4 || strings.Count(second, "error[test.bad]") != 1 || strings.Count(first, "error[test.bad]") != 1 {
		t.Errorf("%v after %d calls:\n%s\nthen\n%s", err, calls.Load(), first, second)
	}
}

// TestPlacesElsewhereAreNotRemembered has a finding in a file that is not of the model: a later run could not show it.
func TestPlacesElsewhereAreNotRemembered(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json")
	var calls atomic.Int32
	print := func(model string, files []*source.File, target target, diags *diag.List) *printed {
		p := counting(&calls)(model, files, target, diags)
		diags.Warnf(source.Span{File: source.New("prelude", []byte("text")), End: 1}, "test.elsewhere", "is elsewhere")
		return p
	}
	req := Request{Models: paths, Out: out, Cache: t.TempDir()}
	for range 2 {
		if _, stderr, err := run(t, print, req); err != nil || !strings.Contains(stderr, "test.elsewhere") {
			t.Errorf("%v:\n%s", err, stderr)
		}
	}
	if calls.Load() != 2 {
		t.Errorf("%d calls, want 2", calls.Load())
	}
}

// TestCompanionsAreInputs changes the file beside a model of AWS's dialect that holds its paginators.
func TestCompanionsAreInputs(t *testing.T) {
	t.Parallel()
	from, dir := testenv.Shared(t, "models", "c2j", "sqs"), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*", "service-2.json"))
	if err != nil || len(found) != 1 {
		t.Fatal("there is no model", err)
	}
	var calls atomic.Int32
	req := Request{Models: found, Out: filepath.Join(dir, "out"), Package: "sqs", Cache: filepath.Join(dir, "cache")}
	print := func(model string, files []*source.File, t target, diags *diag.List) *printed {
		calls.Add(1)
		return generate(model, files, t, diags)
	}
	again := func(want int32) {
		t.Helper()
		if _, stderr, err := run(t, print, req); err != nil || calls.Load() != want {
			t.Errorf("%d calls, want %d: %v\n%s", calls.Load(), want, err, stderr)
		}
	}
	again(1)
	again(1)
	companion := filepath.Join(filepath.Dir(found[0]), "paginators-1.json")
	text, err := os.ReadFile(companion)
	if err != nil {
		t.Fatal(err)
	}
	put(t, companion, string(text)+" ")
	again(2)
	again(2)
}

// TestRunsAtOnce has runs share a cache and a folder.
func TestRunsAtOnce(t *testing.T) {
	t.Parallel()
	paths, out := models(t, "a.json", "b.json", "c.json")
	req := Request{Models: paths, Out: out, Cache: t.TempDir()}
	var calls atomic.Int32
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			own := req
			own.Models = slices.Clone(paths)
			if _, stderr, err := run(t, counting(&calls), own); err != nil {
				t.Errorf("%v\n%s", err, stderr)
			}
		})
	}
	wait.Wait()
	done := calls.Load()
	if _, _, err := run(t, counting(&calls), req); err != nil || calls.Load() != done {
		t.Errorf("the last run made %d packages (%v)", calls.Load()-done, err)
	}
}

func TestCacheFolder(t *testing.T) { // not parallel: it sets the environment
	dir := t.TempDir()
	t.Setenv(CacheVariable, "off")
	if got := CacheFolder(); got != "" {
		t.Errorf("off gives %q", got)
	}
	t.Setenv(CacheVariable, dir)
	if got := CacheFolder(); got != dir {
		t.Errorf("a folder gives %q, want %q", got, dir)
	}
	t.Setenv(CacheVariable, "")
	user, err := os.UserCacheDir()
	want := filepath.Join(user, "smithwright")
	if err != nil {
		want = ""
	}
	if got := CacheFolder(); got != want {
		t.Errorf("without a setting it is %q, want %q", got, want)
	}
}

// flip changes the last byte of a file.
func flip(t *testing.T, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)-2] ^= 1
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func drop(t *testing.T, name string) {
	t.Helper()
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
}
