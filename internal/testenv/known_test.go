// Tests of the rule for known failures, on a test that only remembers what it is told.

package testenv

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recorder is a test that keeps its errors.
type recorder struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorder) Helper()                   {}
func (r *recorder) Logf(string, ...any)       {}
func (r *recorder) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }
func (r *recorder) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }

// inFolderWith makes a folder with the list the current one.
func inFolderWith(t *testing.T, list string) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.Mkdir("testdata", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.FromSlash(knownFile), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestKnownFailures(t *testing.T) { // not parallel: it changes the folder
	inFolderWith(t, "# a comment\n\nx one: it is hard\nx two: it is harder\nx gone: nobody has it\ny other: of another test\n")
	r := &recorder{TB: t}
	k := KnownFailures(r, "x ")
	k.Judge(r, "one", "broken")
	k.Judge(r, "two", "")
	k.Judge(r, "three", "broken")
	k.Judge(r, "four", "")
	for _, f := range r.cleanups {
		f()
	}
	want := []string{
		`two passes: take it out of testdata/known_failures.txt, which says "it is harder"`,
		"three fails:\nbroken",
		"testdata/known_failures.txt names x gone, which is no case of this test: take it out",
	}
	if diff := cmp.Diff(want, r.errors); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestKnownFailuresNeedReasons(t *testing.T) { // not parallel: it changes the folder
	inFolderWith(t, "one\n")
	defer func() {
		want := `testdata/known_failures.txt: "one" is not a name, a colon and a reason`
		if got := recover(); got != want {
			t.Errorf("it says %v, want %s", got, want)
		}
	}()
	KnownFailures(&recorder{TB: t}, "")
}
