// The same for the full model of AWS Lambda. Its package is not committed, so nothing here imports it: with the build tag
// fulllambda, fullclient_test.go does. Without the tag there is one test, which generates the package and runs the others.

package difftest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

func TestModelOfLambda(t *testing.T) {
	t.Parallel()
	path := testenv.Shared(t, "models", "smithy", "lambda.json")
	root := testenv.Root(t)
	run(t, root, "run", "./cmd/gen", "--no-cache", "-o", filepath.Join(root, "difftest", "testdata", "fulllambda"), "--package", "fulllambda", path)
	out := run(t, filepath.Join(root, "difftest"), "test", "-tags", "fulllambda", "-count", "1", "-v", "-run", "^TestFull",
		".", "-seed", fmt.Sprint(*seed), "-inputs", fmt.Sprint(*inputs))
	if !strings.Contains(out, "pairs of requests compared") {
		t.Error("the tests of the full model did not run")
	}
	t.Log(out)
}

// run runs the go command and returns its output without what tests say that pass; the test fails with it if the command
// does.
func run(t *testing.T, folder string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "PWD="+folder)
	text, err := command.CombinedOutput()
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		if word := strings.TrimSpace(line); !strings.HasPrefix(word, "=== ") && !strings.HasPrefix(word, "--- PASS") {
			out.WriteString(line)
		}
	}
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out.String())
	}
	return out.String()
}
