// The compliance suite of the protocols, run through packages that are generated for it.

package conformance_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/smithwright/smithwright/internal/conformance/runner"
	"github.com/smithwright/smithwright/internal/driver"
	"github.com/smithwright/smithwright/internal/testenv"
)

// module is the module of the generated packages. Its name stands below the repository's, whose internal package runner
// it imports.
const module = "github.com/smithwright/smithwright/conformancesuite"

// service is a service of the suite.
type service struct {
	ID      string
	Package string
}

// suites are the services whose cases run, by protocol.
var suites = map[string]struct {
	trait    string
	services []service
}{
	"restJson1": {"aws.protocols#restJson1", []service{
		{"aws.protocoltests.restjson#RestJson", "restjsonsuite"},
		{"aws.protocoltests.restjson.validation#RestJsonValidation", "validationsuite"},
		{"com.amazonaws.apigateway#BackplaneControlService", "apigatewaysuite"},
		{"com.amazonaws.glacier#Glacier", "glaciersuite"},
	}},
}

// TestSuite runs the suite of each protocol and holds the failures against testdata/known_failures.txt.
func TestSuite(t *testing.T) {
	t.Parallel()
	model := testenv.Shared(t, "corpora", "protocols", "ast", "aws-protocol-tests.json")
	readSources(t, "rt", "internal/conformance/runner")
	for name, suite := range suites {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			results := run(t, model, suite.trait, suite.services)
			judge(t, results, testenv.KnownFailures(t, name+" "))
		})
	}
}

// run generates the packages into a module of their own, and builds and runs its program.
func run(t *testing.T, model, trait string, services []service) []runner.Result {
	t.Helper()
	dir := newModule(t)
	for _, s := range services {
		var out bytes.Buffer
		err := driver.Generate(context.Background(), driver.Request{
			Models: []string{model}, Out: filepath.Join(dir, s.Package), Package: s.Package, Service: s.ID, Protocol: strings.TrimPrefix(trait, "aws.protocols#"),
		}, driver.Streams{Stdout: &out, Stderr: &out})
		if err != nil {
			t.Fatalf("generating %s: %v\n%s", s.ID, err, out.Bytes())
		}
	}
	var main bytes.Buffer
	if err := program.Execute(&main, map[string]any{"Module": module, "Services": services}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.go"), main.Bytes())
	// checkptr looks at the pointer arithmetic of the tables' offsets, without the cost of the race detector.
	goCommand(t, dir, "build", "-gcflags="+strings.TrimSuffix(module, "conformancesuite")+"...=-d=checkptr", "-o", "suite", ".")

	command := exec.Command(filepath.Join(dir, "suite"), model, trait)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the suite's program: %v\n%s", err, stderr.Bytes())
	}
	return decode(t, out)
}

// readSources reads the Go files that the program is built of and this test is not, so that the go command runs the test
// again when one of them changes.
func readSources(t *testing.T, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(testenv.Root(t), folder), func(path string, _ fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".go" {
				_, err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// program runs the suite with the generated packages.
var program = template.Must(template.New("main.go").Parse(`// Command suite runs the cases of generated packages.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/internal/conformance/runner"
{{range .Services}}	"{{$.Module}}/{{.Package}}"
{{end}})

func main() {
	credentials := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
	})
	for service, constructor := range map[string]any{
{{range .Services}}		"{{.ID}}": {{.Package}}.New,
{{end}}	} {
		err := runner.Run(os.Stdout, runner.Config{
			Model: os.Args[1], Service: service, Protocol: os.Args[2], New: constructor, Credentials: credentials,
		})
		if err != nil {
			log.Fatal(err)
		}
	}
}
`))

// newModule makes the folder of a module that uses this repository, with the same versions of all else.
func newModule(t *testing.T) string {
	t.Helper()
	root, dir := testenv.Root(t), t.TempDir()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	_, requirements, _ := strings.Cut(string(mod), "\n")
	name := strings.TrimSuffix(module, "/conformancesuite")
	write(t, filepath.Join(dir, "go.mod"), fmt.Appendf(nil, "module %s\n%s\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, requirements, name, name, root))
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.sum"), sum)
	return dir
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func goCommand(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.Command("go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func decode(t *testing.T, out []byte) []runner.Result {
	t.Helper()
	var results []runner.Result
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, len(out)+1)
	for lines.Scan() {
		var r runner.Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		results = append(results, r)
	}
	return results
}

// judge reports the score, and the cases whose result is not the one that is known.
func judge(t *testing.T, results []runner.Result, known *testenv.Known) {
	t.Helper()
	slices.SortFunc(results, func(a, b runner.Result) int { return strings.Compare(key(a), key(b)) })
	ran, passed := map[string]int{}, map[string]int{}
	for _, r := range results {
		ran[r.Kind]++
		if len(r.Failures) == 0 {
			passed[r.Kind]++
		}
		known.Judge(t, key(r), strings.Join(r.Failures, "\n\t"))
	}
	for _, kind := range []string{"request", "response"} {
		t.Logf("%d of %d %ss pass", passed[kind], ran[kind], kind)
		if ran[kind] == 0 {
			t.Errorf("no %s was run", kind)
		}
	}
}

func key(r runner.Result) string { return r.Kind + " " + r.ID }
