// Package testenv finds what tests read from beside the repository.
package testenv

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Root is the repository's folder.
func Root(t testing.TB) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("no caller information: the repository's folder is unknown")
	}
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}

// Shared returns the path of a file or folder in the folder shared beside the repository, which holds models and
// conformance suites that are not part of it. Where that is absent the test is skipped, or fails if CI is set.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{Root(t), "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s must be there when CI is set: %v", filepath.Join(elem...), err)
		}
		t.Skipf("skipped: the shared folder beside the repository does not hold %s", filepath.Join(elem...))
	}
	return path
}

// Models returns the paths of the service models that AWS publishes as Smithy JSON AST, of which there are 220 or more. It skips
// or fails as [Shared] does.
func Models(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(Shared(t, "models", "smithy"), "*.json"))
	if err != nil || len(paths) < 220 {
		t.Fatalf("found %d models, want 220 or more: %v", len(paths), err)
	}
	return paths
}
