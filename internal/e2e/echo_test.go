// Clients of models that were made to be hard, by every protocol, against a stub that sends back what it is sent. The models
// are in testdata/echo, with the tests of the generated packages.

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/driver"
	"github.com/smithwright/smithwright/internal/testenv"
)

// echoModule is the module of the packages. Below rt it may import what is internal there: the stub writes and reads with the
// runtime's own formats.
const echoModule = "github.com/smithwright/smithwright/rt/echo"

// echoed are the models with the protocols that can say what is in them.
var echoed = []struct {
	model, service string
	protocols      []string
	errors, events []string // Go types
	tests          bool     // the model has protocol tests, which are all there is to run
}{
	{"data", "Data", append(slices.Clone(bodies), "awsQuery", "ec2Query"), []string{"Oops", "ScalarError", "SharedError"}, nil, false},
	{"bindings", "Bindings", []string{"restJson1", "restXml", "rpcv2Cbor"}, []string{"HeaderError", "PayloadError", "PlainError"}, nil, false},
	{"documents", "Documents", []string{"awsJson1_0", "awsJson1_1", "restJson1", "rpcv2Json"}, nil, nil, false},
	{"events", "Stream", bodies, nil, []string{"EventsUnknown", "ClientShapeUnknown"}, false},
	{"names", "Client", []string{"restJson1"}, nil, nil, true},
}

// bodies are the protocols whose requests are documents and can be streams.
var bodies = []string{"awsJson1_0", "awsJson1_1", "restJson1", "restXml", "rpcv2Cbor", "rpcv2Json"}

// traitOf is the namespace of a protocol's trait.
func traitOf(protocol string) string {
	if strings.HasPrefix(protocol, "rpcv2") {
		return "smithy.protocols#" + protocol
	}
	return "aws.protocols#" + protocol
}

// withoutMaps are the operations of the model data that ec2Query, which has no maps, can say.
const withoutMaps = "Scalars,Lists,Unions,Times,Tokens,Shared1,Shared2,Nothing,OnlyIn,OnlyOut,EmptyIn,CreateThing,GetThing,ListThings,DeleteThing,GetPart"

func TestEveryProtocol(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	noteSources(t, filepath.Join(testenv.Root(t), "rt"))
	var imports, entries strings.Builder
	for _, e := range echoed {
		for _, protocol := range e.protocols {
			name := e.model + strings.ReplaceAll(strings.ToLower(protocol), "_", "")
			generateEcho(t, e.model, e.service, protocol, filepath.Join(dir, name))
			if e.tests {
				continue
			}
			fmt.Fprintf(&imports, "\t%q\n", echoModule+"/"+name)
			fmt.Fprintf(&entries, "\t{%q, %q, func(at string, o rt.Options) (any, error) { return %s.New(%s.Config{Endpoint: at, Options: o}) }, %s, %s},\n",
				e.model, protocol, name, name, shapesOf(name, e.errors), shapesOf(name, e.events))
		}
	}
	moduleIn(t, dir, echoModule)
	tests, err := filepath.Glob(filepath.Join("testdata", "echo", "*_test.go"))
	if err != nil || len(tests) < 5 {
		t.Fatal(tests, err)
	}
	for _, file := range tests {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, filepath.Base(file)), text)
	}
	writeFile(t, filepath.Join(dir, "services_test.go"), []byte(`package echo_test

import (
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
`+imports.String()+`)

var services = []service{
`+entries.String()+"}\n"))
	goIn(t, dir, "vet", "-trimpath", "./...") // without the folder's name, so that what did not change is not compiled again
	goIn(t, dir, "test", "-trimpath", "-vet=off", "./...")
}

// shapesOf is the Go expression of typed nil pointers.
func shapesOf(pkg string, types []string) string {
	if types == nil {
		return "nil"
	}
	var b strings.Builder
	b.WriteString("[]schema.Shape{")
	for _, t := range types {
		b.WriteString("(*" + pkg + "." + t + ")(nil), ")
	}
	return b.String() + "}"
}

// generateEcho makes a package of a model whose service speaks the protocol.
func generateEcho(t *testing.T, model, service, protocol, out string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "echo", "models", model))); err != nil {
		t.Fatal(err)
	}
	trait := traitOf(protocol)
	writeFile(t, filepath.Join(folder, "protocol.smithy"), fmt.Appendf(nil, "$version: \"2\"\n\nnamespace echo.%s\n\nuse %s\n\napply %s @%s\n", model, trait, service, protocol))
	req := driver.Request{Models: []string{folder}, Out: out, Package: filepath.Base(out), Tests: true}
	if protocol == "ec2Query" {
		req.Ops = strings.Split(withoutMaps, ",")
	}
	var messages bytes.Buffer
	if err := driver.Generate(context.Background(), req, driver.Streams{Stdout: &messages, Stderr: &messages}); err != nil {
		t.Fatalf("generating %s for %s: %v\n%s", model, protocol, err, messages.Bytes())
	}
}
