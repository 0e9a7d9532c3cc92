// Tests of mistakes that published models have, and with which a service is read all the same.

package c2j

import (
	"slices"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// loose has an operation and a shape of one name, a union without members, a signing name with capitals, a pattern of a
// member, and a paginator whose first page needs a token.
const loose = `{"metadata": {"protocol": "PROTOCOL", "jsonVersion": "1.1", "serviceId": "Loose", "signingName": "LooseThing", "signatureVersion": "v4"},
  "operations": {
    "Put": {"name": "Put", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"}},
    "puts": {"name": "puts", "http": {"method": "POST", "requestUri": "/puts"}}
  },
  "shapes": {
    "In": {"type": "structure", "required": ["Token"], "members": {"Put": {"shape": "Put"}, "Token": {"shape": "Text", "pattern": "[a-z]*"}, "Any": {"shape": "Any"}}},
    "Out": {"type": "structure", "members": {"Token": {"shape": "Text"}, "Flag": {"shape": "Puts"}}},
    "Put": {"type": "structure", "members": {"A": {"shape": "Text"}}},
    "PutShape": {"type": "structure", "members": {}},
    "Puts": {"type": "boolean"},
    "Any": {"type": "structure", "union": true, "members": {}},
    "Text": {"type": "string"}
  }}`

func readLoose(t *testing.T, protocol string, diags *diag.List) *shape.Model {
	t.Helper()
	m := load(diags, source.New("api-2.json", []byte(strings.Replace(loose, "PROTOCOL", protocol, 1))), source.New("paginators-1.json",
		[]byte(`{"pagination": {"Put": {"input_token": "Token", "output_token": "Token"}, "Gone": {"input_token": "Token", "output_token": "Token"}}}`)))
	if diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	return m
}

func TestMistakesThatAreRead(t *testing.T) {
	t.Parallel()
	for protocol, empty := range map[string]shape.Kind{"json": shape.Document, "rest-json": shape.Document, "query": shape.Structure, "rest-xml": shape.Structure} {
		var diags diag.List
		m := readLoose(t, protocol, &diags)
		for id, want := range map[shape.ID]shape.Kind{
			"Put": shape.Operation, "PutShape": shape.Structure, "PutShape2": shape.Structure, "puts": shape.Operation, "PutsShape": shape.Boolean, "Any": empty,
		} {
			if s := m.Shape("com.amazonaws.loose#" + id); s == nil || s.Kind != want {
				t.Errorf("%s: %s is %v, where %s is wanted", protocol, id, s, want)
			}
		}
		if got := m.Shape("com.amazonaws.loose#In").Member("Put").Target; got.ID.Name() != "PutShape2" || got.Member("A") == nil {
			t.Errorf("%s: the member Put targets %s", protocol, got.ID)
		}
		if m.Shape("com.amazonaws.loose#Put").Traits.Has("smithy.api#paginated") {
			t.Errorf("%s: pages are asked for with a token that the first of them needs", protocol)
		}
		if v, _ := m.Subject("com.amazonaws.loose#In$Token").Traits().Get("smithy.api#pattern"); v.Str() != "^[a-z]*$" {
			t.Errorf("%s: the pattern of the member Token is %q", protocol, v.Str())
		}
		service, _ := m.Services()[0].Trait("aws.api#service")
		if arn, _ := service.Field("arnNamespace"); arn.Str() != "loosething" {
			t.Errorf("%s: the name in those of resources is %q", protocol, arn.Str())
		}
	}
}

func TestMistakesThatAreReadAreTold(t *testing.T) {
	t.Parallel()
	var diags diag.List
	readLoose(t, "json", &diags)
	for _, want := range []string{"the union has no members: any document is taken for its value", `the service has no operation "Gone"`} {
		if !slices.ContainsFunc(diags.Sorted(), func(d diag.Diagnostic) bool {
			return d.Severity == diag.Warning && strings.Contains(d.Message, want)
		}) {
			t.Errorf("no warning says %q: %v", want, diags.Sorted())
		}
	}
}
