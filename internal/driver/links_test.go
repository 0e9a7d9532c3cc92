// What the linker keeps of generated packages, of one service a protocol, for programs that make one call.

package driver

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// TestOneCallLinksItsTablesOnly links a program a service that calls one operation of the whole client. Of the package's tables
// it must hold none that the same client without the other operations has not, and nothing may run before main.
func TestOneCallLinksItsTablesOnly(t *testing.T) {
	t.Parallel()
	dir := module(t)
	for _, test := range []struct{ name, model, operation, input, protocol string }{
		{"lambda", "smithy/lambda.json", "ListFunctions", "ListFunctionsRequest", "restjson.Protocol"},
		{"s3", "smithy/s3.json", "ListObjectsV2", "ListObjectsV2Request", "restxml.Protocol"},
		{"dynamodb", "smithy/dynamodb.json", "Query", "QueryInput", `awsjson.Protocol{Version: "1.0"}`},
		{"kms", "smithy/kms.json", "Encrypt", "EncryptRequest", `awsjson.Protocol{Version: "1.1"}`},
		{"cloudformation", "smithy/cloudformation.json", "DescribeStacks", "DescribeStacksInput", "awsquery.Protocol"},
		{"ec2", "c2j/ec2/2016-11-15/service-2.json", "DescribeInstances", "DescribeInstancesRequest", "ec2query.Protocol"},
		{"cloudwatch", "c2j/cloudwatch/2010-08-01/service-2.json", "GetMetricData", "GetMetricDataInput", "rpcv2cbor.Protocol"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			model := testenv.Shared(t, "models", filepath.FromSlash(test.model))
			whole, part := filepath.Join(dir, test.name), filepath.Join(dir, "part", test.name)
			generateAll(t, Request{Models: []string{model}, Out: whole, Package: test.name}, "0 unchanged")
			generateAll(t, Request{Models: []string{model}, Out: part, Package: test.name, Ops: []string{test.operation}}, "0 unchanged")
			if client := declared(t, filepath.Join(whole, "client.go"), regexp.QuoteMeta(test.protocol)); len(client) != 1 {
				t.Errorf("the client does not speak %s", test.protocol)
			}
			all, may := tablesIn(t, whole), tablesIn(t, part)
			linked := symbols(t, dir, test.name, program(test.name, test.operation, test.input))
			tables := 0
			for name := range linked {
				switch {
				case name == "init" || strings.HasPrefix(name, "init.") || strings.HasPrefix(name, ".inittask"):
					t.Errorf("%s runs before main", name)
				case all[name] && !may[name]:
					t.Errorf("%s is linked, although the call does not need it", name)
				case all[name]:
					tables++
				}
			}
			for _, needed := range []string{"op" + test.operation, "schema" + test.input} {
				if !linked[needed] {
					t.Errorf("%s is not linked, although the call needs it", needed)
				}
			}
			t.Logf("%d of %d tables are linked; the operation alone has %d", tables, len(all), len(may))
		})
	}
}

// program is the text of a program that makes a call.
func program(pkg, operation, input string) string {
	return fmt.Sprintf(`package main

import (
	"context"
	"fmt"

	"github.com/smithwright/smithwright/%[1]s"
)

func main() {
	client, err := %[1]s.New(%[1]s.Config{Region: "us-west-2"})
	if err != nil {
		panic(err)
	}
	fmt.Println(client.%[2]s(context.Background(), &%[1]s.%[3]s{}))
}
`, pkg, operation, input)
}

// symbols builds a program and returns the names of what it holds of a package.
func symbols(t *testing.T, dir, pkg, text string) map[string]bool {
	t.Helper()
	put(t, filepath.Join(dir, "call", pkg, "main.go"), text)
	run := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", args[0], err, out)
		}
		return string(out)
	}
	binary := filepath.Join(dir, "call", pkg, "program")
	run("build", "-trimpath", "-o", binary, "./call/"+pkg)
	found := map[string]bool{}
	prefix := "github.com/smithwright/smithwright/" + pkg + "."
	for line := range strings.Lines(run("tool", "nm", binary)) {
		if _, name, ok := strings.Cut(line, " "+prefix); ok {
			found[strings.TrimSpace(name)] = true
		}
	}
	if len(found) == 0 {
		t.Fatalf("the program has nothing of %s", pkg)
	}
	return found
}

// tablesIn are the names of the tables of a package.
func tablesIn(t *testing.T, dir string) map[string]bool {
	t.Helper()
	const variable = `(?m)^var (\w+) = `
	found := declared(t, filepath.Join(dir, "schema.go"), variable)
	maps.Copy(found, declared(t, filepath.Join(dir, "operations.go"), variable))
	if len(found) == 0 {
		t.Fatalf("there are no tables in %s", dir)
	}
	return found
}

// declared is what an expression matches in a file: its last group.
func declared(t *testing.T, file, expr string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, match := range regexp.MustCompile(expr).FindAllStringSubmatch(string(text), -1) {
		found[match[len(match)-1]] = true
	}
	return found
}
