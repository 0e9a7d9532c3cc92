// Event streams of AWS's services: packages of published models, generated into a module of their own, against stub services
// over both versions of HTTP.

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/driver"
	"github.com/smithwright/smithwright/internal/testenv"
)

// streamingServices are the operations that testdata/streams calls, by the package that they are in.
var streamingServices = []struct{ name, model, operations string }{
	{"bedrock", "bedrock-runtime.json", "ConverseStream,InvokeModelWithBidirectionalStream"},
	{"kinesis", "kinesis.json", "SubscribeToShard"},
	{"lambda", "lambda.json", "InvokeWithResponseStream,ListFunctions"},
	{"s3", "s3.json", "SelectObjectContent"},
	{"transcribe", "transcribe-streaming.json", "StartStreamTranscription"},
}

// TestStreams runs the tests in testdata/streams, which is no package of this module, under the race detector.
func TestStreams(t *testing.T) {
	t.Parallel()
	dir := streamingModule(t)
	tests, err := os.ReadDir(filepath.Join("testdata", "streams"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tests {
		text, err := os.ReadFile(filepath.Join("testdata", "streams", file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, file.Name()), text)
	}
	goIn(t, dir, "vet", "./...")
	t.Logf("%s", goIn(t, dir, "test", "-race", "."))
}

// oneCall is a program that streams nothing, with a package that has operations which do.
const oneCall = `package main

import (
	"context"
	"fmt"

	"example.com/streams/lambda"
)

func main() {
	client, err := lambda.New(lambda.Config{Region: "us-west-2"})
	if err != nil {
		panic(err)
	}
	fmt.Println(client.ListFunctions(context.Background(), &lambda.ListFunctionsRequest{}))
}
`

// TestStreamsCostNothing links a program that streams nothing.
func TestStreamsCostNothing(t *testing.T) {
	t.Parallel()
	dir := streamingModule(t)
	if err := os.Mkdir(filepath.Join(dir, "one"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "one", "main.go"), []byte(oneCall))
	goIn(t, dir, "build", "-o", "program", "./one")
	var linked []string
	for line := range strings.Lines(string(goIn(t, dir, "tool", "nm", "program"))) {
		for _, part := range []string{"rt/events", "eventbind", "aws/protocol/eventstream", "InvokeStream", "SignStream", "StreamSigner"} {
			if strings.Contains(line, part) {
				linked = append(linked, strings.TrimSpace(line))
			}
		}
	}
	// The library has a table of its own made when a program starts, whoever imports it.
	linked = slices.DeleteFunc(linked, func(line string) bool {
		return strings.HasSuffix(line, "eventstream.init") || strings.HasSuffix(line, "eventstream..inittask") || strings.HasSuffix(line, "eventstream.crc32IEEETable")
	})
	if len(linked) > 0 {
		t.Errorf("a program without streams has of them:\n%s", strings.Join(linked, "\n"))
	}
}

// streamingModule makes a module with the packages of the services.
func streamingModule(t *testing.T) string {
	t.Helper()
	models := testenv.Shared(t, "models", "smithy")
	root, dir := testenv.Root(t), t.TempDir()
	noteSources(t, filepath.Join(root, "rt"))
	for _, s := range streamingServices {
		var out bytes.Buffer
		err := driver.Generate(context.Background(), driver.Request{
			Models: []string{filepath.Join(models, s.model)}, Out: filepath.Join(dir, s.name), Package: s.name, Ops: strings.Split(s.operations, ","),
		}, driver.Streams{Stdout: &out, Stderr: &out})
		if err != nil {
			t.Fatalf("generating %s: %v\n%s", s.name, err, out.Bytes())
		}
	}
	moduleIn(t, dir, "example.com/streams")
	return dir
}

// moduleIn makes a folder a module that uses this repository, with the same versions of all else.
func moduleIn(t *testing.T, dir, module string) {
	t.Helper()
	root := testenv.Root(t)
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	_, requirements, _ := strings.Cut(string(mod), "\n")
	const name = "github.com/smithwright/smithwright"
	writeFile(t, filepath.Join(dir, "go.mod"), fmt.Appendf(nil, "module %s\n%s\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, requirements, name, name, root))
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "go.sum"), sum)
}

// noteSources reads the Go files that the inner tests are built of and this one is not, so that the go command runs it again
// when one of them changes.
func noteSources(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".go" {
			_, err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// goIn runs the go command in a folder and returns what it prints.
func goIn(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}
