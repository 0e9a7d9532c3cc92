// A service that speaks several protocols: a package of a published model, with each of them chosen when the client is made.

package e2e_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/smithwright/smithwright/internal/driver"
	"github.com/smithwright/smithwright/internal/testenv"
)

// TestProtocolsOfAService runs the tests in testdata/protocols, which is no package of this module.
func TestProtocolsOfAService(t *testing.T) {
	t.Parallel()
	model := testenv.Shared(t, "models", "c2j", "cloudwatch", "2010-08-01", "service-2.json")
	dir := t.TempDir()
	noteSources(t, filepath.Join(testenv.Root(t), "rt"))
	var out bytes.Buffer
	err := driver.Generate(context.Background(), driver.Request{
		Models: []string{model}, Out: filepath.Join(dir, "cloudwatch"), Package: "cloudwatch", Ops: []string{"GetMetricStatistics", "PutMetricData"},
	}, driver.Streams{Stdout: &out, Stderr: &out})
	if err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	moduleIn(t, dir, "example.com/protocols")
	text, err := os.ReadFile(filepath.Join("testdata", "protocols", "protocols_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "protocols_test.go"), text)
	goIn(t, dir, "test", ".")
}
