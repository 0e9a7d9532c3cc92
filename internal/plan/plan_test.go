// What a plan decides, and what it refuses. What it looks like in Go is in the goldens of package emit.

package plan_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// build plans the only service of a model and lists severity, code and message of what was reported.
func build(t *testing.T, model string, opts plan.Options) (*plan.Package, []string) {
	t.Helper()
	var diags diag.List
	m := shape.Assemble(ast.Parse(source.New("m.json", []byte(model)), &diags), &diags)
	if diags.HasErrors() {
		t.Fatalf("the model is broken: %v", diags.Sorted())
	}
	opts.Service = m.Services()[0].ID
	p := plan.Build(m, opts, &diags)
	var reported []string
	for _, d := range diags.Sorted() {
		reported = append(reported, fmt.Sprintf("%s %s: %s", d.Severity, d.Code, d.Message))
	}
	return p, reported
}

// service is a model with an operation Op whose input has the members given.
func service(traits, operation, members, more string) string {
	return `{"smithy":"2.0","shapes":{
"a#Svc":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"traits":{` + traits + `}},
"a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{` + operation + `}},
"a#In":{"type":"structure","members":{` + members + `}}` + more + `}}`
}

const (
	restJSON = `"aws.protocols#restJson1":{}`
	post     = `"smithy.api#http":{"method":"POST","uri":"/"}`
)

func TestReported(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		model string
		opts  plan.Options
		want  []string
	}{
		"nothing":      {service(restJSON, post, "", ""), plan.Options{}, nil},
		"no protocol":  {service("", post, "", ""), plan.Options{}, []string{"error protocol.missing: service Svc has no protocol trait: give it one of the protocols that gen can write: rpcv2Cbor, rpcv2Json, awsJson1_0, awsJson1_1, restJson1, restXml, awsQuery, ec2Query"}},
		"several":      {service(`"aws.protocols#restXml":{},"aws.protocols#awsQuery":{}`, post, "", ""), plan.Options{}, nil},
		"another wish": {service(restJSON, post, "", ""), plan.Options{Protocol: "rpcv2Cbor"}, []string{"error protocol.unsupported: protocol rpcv2Cbor was asked for, but service Svc has restJson1"}},
		"a wish":       {service(restJSON, post, "", ""), plan.Options{Protocol: "restJson1"}, nil},
		"near name":    {service(restJSON, post, "", ""), plan.Options{Ops: []string{"op"}}, []string{"error operation.unknown: service Svc has no operation op: did you mean Op?"}},
		"far name":     {service(restJSON, post, "", ""), plan.Options{Ops: []string{"Nothing", "Op"}}, []string{"error operation.unknown: service Svc has no operation Nothing"}},
		"no http":      {service(restJSON, "", "", ""), plan.Options{}, []string{"error http.missing: operation Op has no http trait, which protocol restJson1 needs: give it a method and a uri"}},
		"events":       {service(restJSON, post, `"e":{"target":"a#E","traits":{"smithy.api#httpPayload":{}}}`, `,"a#E":{"type":"union","members":{"x":{"target":"a#In"}},"traits":{"smithy.api#streaming":{}}}`), plan.Options{}, nil},
		"pattern": {service(restJSON, post, `"x":{"target":"smithy.api#String","traits":{"smithy.api#pattern":"("}}`, ""), plan.Options{},
			[]string{"warning pattern.unsupported: the pattern is not checked, since it is not a regular expression that can be run: "}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, got := build(t, test.model, test.opts)
			for i := range min(len(got), len(test.want)) {
				if strings.HasSuffix(test.want[i], ": ") && strings.HasPrefix(got[i], test.want[i]) {
					got[i] = test.want[i] // the rest is the engine's
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBounds holds printed bounds to what the member's Go type can express.
func TestBounds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ target, bounds, min, max string }{
		"as they are":            {"Integer", `{"min":-5,"max":5}`, "-5", "5"},
		"fractions":              {"Integer", `{"min":-1.5,"max":1.5}`, "-1", "1"},
		"fractions of a float":   {"Double", `{"min":-1.5,"max":1.5}`, "-1.5", "1.5"},
		"exponent":               {"Long", `{"min":1e3,"max":1E4}`, "1000", "10000"},
		"beyond a byte":          {"Byte", `{"min":0,"max":300}`, "0", ""},
		"beyond a short":         {"Short", `{"min":-40000,"max":1}`, "", "1"},
		"beyond a long":          {"Long", `{"min":0,"max":9223372036854775808}`, "0", ""},
		"the largest long":       {"Long", `{"min":0,"max":9223372036854775807}`, "0", "9223372036854775807"},
		"beyond a float":         {"Float", `{"min":0,"max":1e39}`, "0", ""},
		"a number of any length": {"BigInteger", `{"min":0,"max":99999999999999999999}`, "0", "99999999999999999999"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			member := `"x":{"target":"smithy.api#` + test.target + `","traits":{"smithy.api#range":` + test.bounds + `}}`
			p, reported := build(t, service(restJSON, post, member, ""), plan.Options{})
			if len(reported) > 0 {
				t.Fatal(reported)
			}
			i := slices.IndexFunc(p.Types, func(t plan.Type) bool { return t.Name() == "In" })
			got := p.Types[i].Struct.Fields[0].Check.Range
			if got.Min != test.min || got.Max != test.max {
				t.Errorf("bounds %q to %q, want %q to %q", got.Min, got.Max, test.min, test.max)
			}
		})
	}
}

// TestNamesOfAPart: a type has the same name in the package of a few operations as in that of all.
func TestNamesOfAPart(t *testing.T) {
	t.Parallel()
	for _, file := range []string{testenv.Shared(t, "models", "smithy", "lambda.json"), "../emit/testdata/hostile/model.json"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		whole, _ := build(t, string(text), plan.Options{})
		known := map[string]string{} // by the shape's name
		for _, typ := range whole.Types {
			if typ.Struct != nil {
				known[typ.Struct.ShapeName] = typ.Name()
			}
		}
		for _, op := range whole.Operations {
			part, _ := build(t, string(text), plan.Options{Ops: []string{operationName(op)}})
			if len(part.Operations) != 1 || len(part.Types) >= len(whole.Types) {
				t.Fatalf("%s alone has %d operations and %d of %d types", op.Name, len(part.Operations), len(part.Types), len(whole.Types))
			}
			for _, typ := range part.Types {
				if typ.Struct != nil && known[typ.Struct.ShapeName] != typ.Name() {
					t.Errorf("%s: shape %s is type %s, but %s among all operations", op.Name, typ.Struct.ShapeName, typ.Name(), known[typ.Struct.ShapeName])
				}
			}
		}
	}
}

// operationName is the model's name of an operation, which the hostile model writes in lower case.
func operationName(op plan.Operation) string {
	if op.Name == "Type" {
		return "type"
	}
	return op.Name
}

func TestPackageNames(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Lambda": "lambda", "API Gateway V2": "apigatewayv2", "IoT-Data.Plane": "iotdataplane", "3D Printer": "svc3dprinter",
		"Func": "funcsvc", "Init": "initsvc", "Internal": "internalsvc", "Time": "timesvc", "Schema": "schemasvc", "Con": "consvc", "---": "svc",
	}
	for id, want := range tests {
		p, _ := build(t, service(restJSON+`,"aws.api#service":{"sdkId":"`+id+`"}`, post, "", ""), plan.Options{})
		if p.Name != want {
			t.Errorf("the package of %q is %s, want %s", id, p.Name, want)
		}
	}
}

// TestListsOfTheSameName has two namespaces with a list of the same name each: their tables need two.
func TestListsOfTheSameName(t *testing.T) {
	t.Parallel()
	list := `{"type":"list","member":{"target":"smithy.api#String"}}`
	members := `"one":{"target":"a#Names"},"two":{"target":"b#Names"},"again":{"target":"a#Names"}`
	p, reported := build(t, service(restJSON, post, members, `,"a#Names":`+list+`,"b#Names":`+list), plan.Options{})
	if reported != nil {
		t.Fatal(reported)
	}
	var got []string
	for _, c := range p.Collections {
		got = append(got, c.Var)
	}
	if diff := cmp.Diff([]string{"listNames", "listNamesOther"}, got); diff != "" {
		t.Errorf("the tables (-want +got):\n%s", diff)
	}
}
