// Tests of what the companions of a model add to it.

package c2j

import (
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

func TestCompanionsBecomeTraits(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"paginators-1.json": `{"pagination": {"Put": {"input_token": "Next", "output_token": "Next", "result_key": ["Items", "Next"], "limit_key": "x"},
			"Get": {"input_token": ["a", "b"], "output_token": ["a", "b"], "result_key": "c"}}}`,
		"endpoint-rule-set-1.json": `{"version": "1.0", "parameters": {}, "rules": []}`,
		"endpoint-tests-1.json":    `{"version": "1.0", "testCases": [{"params": {}}]}`,
		"docs-2.json": `{"version": "2.0", "service": "not this", "operations": {"Put": "<p>Puts.</p>"},
			"shapes": {"Text": {"base": "A text.", "refs": {"In$Token": "The token.", "In$Size": "not this"}}, "Count": {"base": null, "refs": {}}}}`,
		"examples-1.json": `{"version": "1.0", "examples": {"Get": [{"input": {"Path": "a"}, "output": {}, "comments": {"input": {}},
			"description": "Gets it.", "id": "to-get", "title": "To get"}]}}`,
	}
	list := []*source.File{source.New("api-2.json", []byte(withOutput(full)))}
	for _, c := range Companions("api-2.json") {
		if text, ok := files[c]; ok {
			list = append(list, source.New(c, []byte(text)))
			delete(files, c)
		}
	}
	if len(files) > 0 {
		t.Fatalf("Companions leaves out %v", files)
	}
	var diags diag.List
	m := load(&diags, list...)
	failOnFindings(t, &diags)
	for _, tt := range []struct {
		at, trait shape.ID
		want      string
	}{
		{"Put", "smithy.api#paginated", "{inputToken: Next, items: Items, outputToken: Next}"},
		{"Get", "smithy.api#paginated", ""},
		{"Get", "smithy.api#examples", "[{documentation: Gets it., input: {Path: a}, title: To get}]"},
		{"SmallThing2", "smithy.rules#endpointRuleSet", "{parameters: {}, rules: [], version: 1.0}"},
		{"SmallThing2", "smithy.rules#endpointTests", "{testCases: [{params: {}}], version: 1.0}"},
		{"SmallThing2", documentationID, "<p>All of it.</p>"},
		{"Put", documentationID, "<p>Puts.</p>"},
		{"Text", documentationID, "A text."},
		{"Count", documentationID, ""},
		{"In$Token", documentationID, "The token."},
		{"In$Size", documentationID, "How many"},
	} {
		got := ""
		if v, ok := m.Subject("com.amazonaws.smallthing2#" + tt.at).Traits().Get(tt.trait); ok {
			got = plain(v)
		}
		if got != tt.want {
			t.Errorf("%s has the %s %q, where %q is wanted", tt.at, tt.trait, got, tt.want)
		}
	}
}

// TestShapesOfAnotherName reads shapes whose names differ by case only, and numbers that the model has as strings.
func TestShapesOfAnotherName(t *testing.T) {
	t.Parallel()
	text := `{"metadata": {"protocol": "query", "serviceId": "X"}, "operations": {"List": {"input": {"shape": "In"}, "output": {"shape": "Out"}}}, "shapes": {
	  "In": {"type": "structure", "members": {"Token": {"shape": "string"}, "Max": {"shape": "string"}, "Size": {"shape": "Size"}, "End": {"shape": "endpoint"}}},
	  "Out": {"type": "structure", "members": {"Token": {"shape": "String"}, "Items": {"shape": "Ends"}}},
	  "Ends": {"type": "list", "flattened": true, "member": {"shape": "Endpoint", "locationName": "End"}},
	  "String": {"type": "string"}, "string": {"type": "string"}, "Size": {"type": "string", "max": 3},
	  "Endpoint": {"type": "structure", "members": {}}, "endpoint": {"type": "string"}}}`
	pages := `{"pagination": {"List": {"input_token": "Token", "output_token": "Token", "result_key": "Items", "limit_key": "Max"}}}`
	var diags diag.List
	m := load(&diags, source.New("api-2.json", []byte(text)), source.New("paginators-1.json", []byte(pages)))
	failOnFindings(t, &diags)
	for member, want := range map[shape.ID]shape.ID{
		"In$Token": "com.amazonaws.x#String", "In$Max": "smithy.api#Integer", "In$Size": "com.amazonaws.x#Size",
		"In$End": "com.amazonaws.x#Endpoint2", "Out$Token": "com.amazonaws.x#String", "Ends$member": "com.amazonaws.x#Endpoint",
	} {
		if got := m.Subject("com.amazonaws.x#" + member).Member.Target.ID; got != want {
			t.Errorf("%s targets %s, where %s is wanted", member, got, want)
		}
	}
	items := m.Subject("com.amazonaws.x#Out$Items").Traits()
	if name, _ := items.Get("smithy.api#xmlName"); name.Str() != "End" || !items.Has("smithy.api#xmlFlattened") {
		t.Errorf("the list without an element of its own is called %q", name.Str())
	}
}
