// Clients of real services, with what each needs of its own.

package driver

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// TestServices generates clients from the models of services and runs the tests of testdata/services with them: sessions,
// endpoints that a service gives out, accounts in addresses, copies between Regions, and what is checked of replies.
func TestServices(t *testing.T) {
	t.Parallel()
	dir := module(t)
	for _, s := range []struct{ name, model, operations string }{
		{"dynamodb", "smithy/dynamodb.json", "GetItem,ListTables"},
		{"ec2", "c2j/ec2/2016-11-15/service-2.json", "CopySnapshot"},
		{"rds", "smithy/rds.json", "CopyDBSnapshot"},
		{"route53", "smithy/route-53.json", "ChangeResourceRecordSets"},
		{"s3", "smithy/s3.json", "GetObject,PutObject"},
		{"s3old", "c2j/s3/2006-03-01/service-2.json", "GetObject"},
		{"sqs", "smithy/sqs.json", "ReceiveMessage,SendMessage,SendMessageBatch"},
		{"timestreamquery", "smithy/timestream-query.json", "Query"},
	} {
		model := testenv.Shared(t, "models", filepath.FromSlash(s.model))
		ops := strings.Split(s.operations, ",")
		generateAll(t, Request{Models: []string{model}, Out: filepath.Join(dir, s.name), Package: s.name, Ops: ops}, "0 unchanged")
	}
	if err := os.CopyFS(filepath.Join(dir, "services"), os.DirFS(filepath.Join("testdata", "services"))); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "./services")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go test: %v\n%s", err, out)
	}
}
