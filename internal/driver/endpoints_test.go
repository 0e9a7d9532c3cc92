// The cases that models have for the endpoints of calls: whole packages with their tests, which are run.

package driver

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// endpointCalls are how many calls the cases make at least, without those that a client cannot be brought to make: of an account
// whose id is known and empty.
const endpointCalls = 575

// TestEndpointsOfCalls generates the services whose cases name operations, and runs those cases by way of clients.
func TestEndpointsOfCalls(t *testing.T) {
	t.Parallel()
	dir := module(t)
	for _, name := range []string{"dynamodb", "eventbridge", "s3", "s3-control", "sts"} {
		generateForEndpoints(t, filepath.Join(dir, "endpoints", name), testenv.Shared(t, "models", "smithy", name+".json"))
	}
	generateForEndpoints(t, filepath.Join(dir, "endpoints", "parcels"), filepath.Join("..", "emit", "testdata", "endpoints", "model.json"))
	for service, name := range map[string]string{
		"DefaultValuesService": "default-values", "EndpointBindingService": "endpoint-bindings", "EndpointStringArrayService": "endpoints-string-array",
	} {
		generateForEndpoints(t, filepath.Join(dir, "endpoints", "case"+strings.ToLower(service)), withProtocol(t, name, service))
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-trimpath", "-v", "-vet=off", "-run", "^Test(ResolveEndpoint|EndpointsOfCalls)$", "./endpoints/...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.20000s", err, bytes.ReplaceAll(out, []byte("=== "), nil))
	}
	calls := len(regexp.MustCompile(`(?m)^    --- PASS: TestEndpointsOfCalls/`).FindAll(out, -1))
	t.Logf("%d calls went where they should", calls)
	if calls < endpointCalls {
		t.Errorf("there were %d calls, and should be %d", calls, endpointCalls)
	}
}

// generateForEndpoints writes a package with its tests.
func generateForEndpoints(t *testing.T, dir string, models ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if err := Generate(t.Context(), Request{Models: models, Out: dir, Tests: true}, Streams{Stdout: &stdout, Stderr: &stderr}); err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
}

// withProtocol is a folder with a model of the shared cases, whose service gets a protocol.
func withProtocol(t *testing.T, name, service string) string {
	t.Helper()
	text, err := os.ReadFile(testenv.Shared(t, "corpora", "rules", "cases", name+".smithy"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, name+".smithy"), string(text))
	put(t, filepath.Join(dir, "protocol.smithy"), "$version: \"2\"\nnamespace smithy.rules.tests\nuse smithy.protocols#rpcv2Json\napply "+service+" @rpcv2Json\n")
	return dir
}
