package ecma_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Patterns must be data that the compiler lays out: a program with ten thousand of them starts no slower.
func TestPatternsAreStaticData(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "tables")
	if out, err := exec.Command("go", "build", "-o", program, "./testdata/tables").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command("go", "tool", "nm", program).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		seen[fields[len(fields)-1]] = true
	}
	for _, table := range []string{"main.patternName", "main.patternTag"} {
		if !seen[table] {
			t.Errorf("the program has no symbol %s", table)
		}
	}
	if seen["main.init"] || seen["main.init.0"] {
		t.Error("the package has an init function")
	}
}
