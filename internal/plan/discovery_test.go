// Operations that others need.

package plan

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// partly plans some operations of a model, and returns what is said of it.
func partly(t *testing.T, text string, ops ...string) (*Package, string) {
	t.Helper()
	var diags diag.List
	m := shape.Assemble(ast.Parse(source.New("m.json", []byte(text)), &diags), &diags)
	p := Build(m, Options{Service: m.Services()[0].ID, Ops: ops}, &diags)
	if p == nil || diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	var said []string
	for _, d := range diags.Sorted() {
		said = append(said, d.Code+": "+d.Message)
	}
	return p, strings.Join(said, "\n")
}

func printedOf(p *Package) string {
	var list []string
	for _, o := range p.Operations {
		list = append(list, o.Name)
	}
	return strings.Join(list, " ")
}

func cellsModel(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../emit/testdata/discovery/model.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNeededOperations(t *testing.T) {
	t.Parallel()
	model := cellsModel(t)
	for _, test := range []struct {
		op, want string
		optional bool
	}{
		{"Ping", "Ping", false},
		{"AskForCells", "AskForCells", false},
		{"GetThing", "AskForCells GetThing", false},
		{"ListThings", "AskForCells ListThings", true},
	} {
		p, _ := partly(t, model, test.op)
		needed := strings.Contains(test.want, " ")
		if printedOf(p) != test.want || (p.Discovery != nil) != needed || needed && p.Discovery.Optional != test.optional {
			t.Errorf("%s: %s, %+v", test.op, printedOf(p), p.Discovery)
		}
	}
	p, _ := partly(t, model)
	want := &Discovery{
		Method: "AskForCells", Input: "AskForCellsInput", Error: "WrongCell", Optional: true,
		Operation: "Operation", Identifiers: "Identifiers", Endpoints: "Endpoints", PointsAtOperation: true,
		Address: "aws.ToString(e.Address)", Minutes: "aws.ToInt64(e.CachePeriodInMinutes)",
	}
	if diff := cmp.Diff(want, p.Discovery); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUnusableDiscovery: what does not answer as the trait wants it is said, and not asked.
func TestUnusableDiscovery(t *testing.T) {
	t.Parallel()
	for _, change := range [][2]string{
		{`"Address": {"target": "smithy.api#String"}, `, ``},
		{`"CachePeriodInMinutes": {`, `"Minutes": {`},
		{`{"Endpoints": {"target": "a#Endpoints"}}`, `{"Endpoints": {"target": "smithy.api#String"}}`},
		{`{"type": "list", "member": {"target": "a#Endpoint"}}`, `{"type": "list", "member": {"target": "a#Endpoint"}, "traits": {"smithy.api#sparse": {}}}`},
		{`"output": {"target": "a#AskForCellsOutput"}}`, `"output": {"target": "smithy.api#Unit"}}`},
	} {
		model := cellsModel(t)
		if !strings.Contains(model, change[0]) {
			t.Fatalf("the model has no %s", change[0])
		}
		p, said := partly(t, strings.Replace(model, change[0], change[1], 1))
		if p.Discovery != nil || !strings.Contains(said, "discovery.unusable: operation AskForCells gives out no list Endpoints") {
			t.Errorf("%s: %+v, %s", change[1], p.Discovery, said)
		}
	}
}

func TestNeededSessions(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(testenv.Shared(t, "models", "smithy", "s3.json"))
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := partly(t, string(text), "ListBuckets"); printedOf(p) != "ListBuckets" || p.Sessions != nil || p.SelfCalling() {
		t.Errorf("%s, %+v", printedOf(p), p.Sessions)
	}
	p, _ := partly(t, string(text), "GetObject")
	if printedOf(p) != "CreateSession GetObject" || p.Sessions == nil || p.Sessions.Method != "CreateSession" || p.Sessions.Input != "CreateSessionRequest" {
		t.Fatalf("%s, %+v", printedOf(p), p.Sessions)
	}
	if !strings.HasPrefix(p.Sessions.Base, `sigv4.Scheme("s3"`) || strings.Join(p.Identity.Schemes, " ")[:7] != "signer " {
		t.Errorf("%s, %s", p.Sessions.Base, p.Identity.Schemes)
	}
}
