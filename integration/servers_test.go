//go:build !servers

// The test that makes ready what the others need, and runs them.

package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// fewest is how many tests must pass against the servers, at least.
const fewest = 22

// TestServers installs the servers, generates the clients and runs the tests of both. Without node and npm, or without the
// models, there is nothing to test; where CI is set, an installation that fails does not pass.
func TestServers(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("skipped: there is no %s, which the servers need", program)
		}
	}
	install(t)
	root := testenv.Root(t)
	for _, service := range []string{"dynamodb", "s3"} {
		output(t, root, "go", "run", "./cmd/gen", "--no-cache", "--package", service,
			"-o", filepath.Join(root, "integration", "testdata", service), testenv.Shared(t, "models", "smithy", service+".json"))
	}
	text := output(t, filepath.Join(root, "integration"), "go", "test", "-tags", "servers", "-count", "1", "-v", ".")
	passed := strings.Count(text, "--- PASS")
	if passed < fewest {
		t.Errorf("%d tests ran against the servers, which can't be all", passed)
	}
	var measured strings.Builder
	for line := range strings.Lines(text) {
		if word := strings.TrimSpace(line); !strings.HasPrefix(word, "=== ") && !strings.HasPrefix(word, "--- PASS") {
			measured.WriteString(line)
		}
	}
	t.Logf("%d tests passed\n%s", passed, measured.String())
}

// install makes servers/node_modules what the lock file says, unless it is that already: npm leaves a copy of it there last.
func install(t *testing.T) {
	t.Helper()
	folder := filepath.Join(testenv.Root(t), "integration", "servers")
	lock, err := os.Stat(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	if done, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json")); err == nil && done.ModTime().After(lock.ModTime()) {
		return
	}
	var text string
	for range 3 { // what npm asks may be busy
		if text, err = run(t, folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err == nil {
			break
		}
	}
	switch {
	case err == nil:
	case os.Getenv("CI") == "":
		t.Skipf("skipped: npm cannot install the servers: %v\n%s", err, text)
	default:
		t.Fatalf("npm cannot install the servers: %v\n%s", err, text)
	}
}

// output runs a command and returns what it prints; the test fails with that if the command does.
func output(t *testing.T, folder, program string, args ...string) string {
	t.Helper()
	text, err := run(t, folder, program, args...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(append([]string{program}, args...), " "), err, text)
	}
	return text
}

// run runs a command in a folder, and ends it with the test.
func run(t *testing.T, folder, program string, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "PWD="+folder)
	text, err := command.CombinedOutput()
	return string(text), err
}
