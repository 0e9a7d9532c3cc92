// Package signatures compares what proves who calls, of generated clients and of aws-sdk-go-v2's, for six services and thousands
// of random requests of each. It is a module of its own, so that the peer's services stay out of the other modules.
//
// The packages of the services are generated when the test runs, and not committed: TestSignatures generates them, and runs the
// tests that have the build tag generated.
package signatures

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// models are the files of the services' models, by the packages that are generated of them.
var models = map[string]string{
	"dynamodb": "dynamodb", "iam": "iam", "lambda": "lambda", "route53": "route-53", "s3": "s3", "sqs": "sqs",
}

// presigners are services that are generated beside those for their presigned requests.
var presigners = map[string]string{"polly": "polly", "sts": "sts"}

func TestSignatures(t *testing.T) {
	t.Parallel()
	root := testenv.Root(t)
	here := filepath.Join(root, "difftest", "signatures")
	all := maps.Clone(models)
	maps.Copy(all, presigners)
	for name, model := range all {
		path := testenv.Shared(t, "models", "smithy", model+".json")
		run(t, root, "run", "./cmd/gen", "--no-cache", "-o", filepath.Join(here, "testdata", name), "--package", name, path)
	}
	out := run(t, here, "test", "-tags", "generated", "-count", "1", "-v", "-run", "^TestGenerated", ".")
	if n := strings.Count(out, "signatures are equal"); n != len(models) {
		t.Errorf("%d of %d services were compared", n, len(models))
	}
	if n := strings.Count(out, "presigned requests are equal"); n != len(presigners)+1 {
		t.Errorf("of %d services presigned requests were compared, and not of %d", n, len(presigners)+1)
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
