// Failures that are known: each with a reason, and each to be taken off the list as soon as it is mended.

package testenv

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// knownFile lists the cases that a package knows to fail, a line each: its name, a colon and the reason.
const knownFile = "testdata/known_failures.txt"

// Known are cases that are known to fail. It is safe for concurrent use.
type Known struct {
	mu      sync.Mutex
	reasons map[string]string
	unmet   map[string]bool
}

// KnownFailures reads testdata/known_failures.txt of the package under test: those of its cases whose names begin with prefix,
// which is left out of them. When t and its subtests end, t fails for entries of cases that there are none of.
func KnownFailures(t testing.TB, prefix string) *Known {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(knownFile))
	if err != nil {
		t.Fatal(err)
	}
	k := &Known{reasons: map[string]string{}, unmet: map[string]bool{}}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		name, reason, _ := strings.Cut(line, ": ")
		if strings.TrimSpace(reason) == "" {
			t.Fatalf("%s: %q is not a name, a colon and a reason", knownFile, line)
		}
		if name, ours := strings.CutPrefix(name, prefix); ours {
			k.reasons[name], k.unmet[name] = reason, true
		}
	}
	t.Cleanup(func() {
		for _, name := range k.left() {
			t.Errorf("%s names %s, which is no case of this test: take it out", knownFile, prefix+name)
		}
	})
	return k
}

// left returns the cases that were not met, sorted.
func (k *Known) left() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for name := range k.unmet {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// meet returns why a case is known to fail, "" if it is not.
func (k *Known) meet(name string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.unmet, name)
	return k.reasons[name]
}

// Judge says what has become of a case: wrong is what is wrong with it, "" for nothing. The test fails if that is not what is
// known.
func (k *Known) Judge(t testing.TB, name, wrong string) {
	t.Helper()
	judge(t, name, k.meet(name), wrong)
}

// judge holds a case against the reason for which it is known to fail.
func judge(t testing.TB, name, reason, wrong string) {
	t.Helper()
	switch {
	case wrong == "" && reason != "":
		t.Errorf("%s passes: take it out of %s, which says %q", name, knownFile, reason)
	case wrong != "" && reason != "":
		t.Logf("%s fails as known (%s): %s", name, reason, wrong)
	case wrong != "":
		t.Errorf("%s fails:\n%s", name, wrong)
	}
}

// Run runs a case as a parallel subtest of its name. The function returns what is wrong, "" for nothing.
func (k *Known) Run(t *testing.T, name string, run func(*testing.T) string) {
	t.Helper()
	reason := k.meet(name) // at once, since -run may leave the subtest out
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		judge(t, name, reason, run(t))
	})
}
