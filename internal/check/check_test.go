// Each check with a model that breaks it, and the real models, which break none.

package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// findings reads and checks a model and lists line:column code: message.
func findings(name string, text []byte) []string {
	var diags diag.List
	model := shape.Assemble(ast.Parse(source.New(name, text), &diags), &diags)
	check.Model(model, &diags)
	var out []string
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			line, col := d.Span.Position()
			out = append(out, fmt.Sprintf("%d:%d %s: %s", line, col, d.Code, d.Message))
		}
	}
	return out
}

// operation is a model with one operation, with the http trait and the input's members given.
func operation(http, members string) string {
	return `{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{"smithy.api#http":` + http + `}},
"a#In":{"type":"structure","members":{` + members + `}}}}`
}

func TestFindings(t *testing.T) {
	t.Parallel()
	member := func(traits string) string { return `"x":{"target":"smithy.api#String","traits":{` + traits + `}}` }
	post := `{"method":"POST","uri":"/"}`
	label := `"smithy.api#httpLabel":{},"smithy.api#required":{}`
	tests := map[string]struct {
		model string
		want  []string
	}{
		"good":               {operation(`{"method":"POST","uri":"/{x}?a=b","code":200}`, member(label)), nil},
		"method":             {operation(`{"method":5,"uri":"/"}`, ""), []string{`1:118 TraitValue: the value of the trait http is wrong at "method": it must be a string, not a number`}},
		"no uri":             {operation(`{"method":"GET"}`, ""), []string{`1:108 TraitValue: the value of the trait http lacks "uri", which is required`}},
		"uri without slash":  {operation(`{"method":"GET","uri":"nope"}`, ""), []string{`1:130 TraitValue: the value of the trait http is wrong at "uri": it must begin with a slash`}},
		"uri with a brace":   {operation(`{"method":"GET","uri":"/{"}`, ""), []string{`1:130 TraitValue: the value of the trait http is wrong at "uri": it must have its labels in pairs of braces, such as /things/{name}`}},
		"code":               {operation(`{"method":"GET","uri":"/","code":"x"}`, ""), []string{`1:141 TraitValue: the value of the trait http is wrong at "code": it must be a whole number from 100 to 999`}},
		"not an object":      {operation(`"GET /"`, ""), []string{`1:108 TraitValue: the value of the trait http must be an object, not a string`}},
		"label missing":      {operation(`{"method":"GET","uri":"/{y}"}`, ""), []string{`1:130 HttpLabelTrait: the uri has a label y, but the input has no member of that name: add it, or correct the uri`}},
		"label unbound":      {operation(`{"method":"GET","uri":"/{x}"}`, member("")), []string{`1:130 HttpLabelTrait: the uri has a label x, but the input's member of that name has no httpLabel trait: add it`}},
		"label not in uri":   {operation(post, member(label)), []string{`1:131 HttpLabelTrait: the input's member x has the httpLabel trait, but the uri has no label of that name: write {x} where it belongs`}},
		"label twice":        {operation(`{"method":"GET","uri":"/{x}/{x}"}`, member(label)), []string{`1:130 HttpLabelTrait: the label x stands in the uri twice`}},
		"greedy not last":    {operation(`{"method":"GET","uri":"/{x+}/{y}"}`, member(label)+`,"y":{"target":"smithy.api#String","traits":{`+label+`}}`), []string{`1:130 HttpLabelTrait: a greedy label must be the only one and come last: x`}},
		"label not required": {operation(`{"method":"GET","uri":"/{x}"}`, member(`"smithy.api#httpLabel":{}`)), []string{`2:106 TraitTarget: the member x fills a label of the uri and so must be required: add the trait`}},
		"label of a blob":    {operation(`{"method":"GET","uri":"/{x}"}`, `"x":{"target":"smithy.api#Blob","traits":{`+label+`}}`), []string{`2:104 TraitTarget: the member x cannot fill a label of the uri, since it targets a blob: labels are strings, numbers, booleans or timestamps`}},
		"two payloads":       {operation(post, member(`"smithy.api#httpPayload":{}`)+`,"y":{"target":"smithy.api#String","traits":{"smithy.api#httpPayload":{}}}`), []string{`2:182 ExclusiveStructureMemberTrait: the members x and y are both the payload: a message has one body, so take the trait from one of them`}},
		"range of words":     {operation(post, member(`"smithy.api#range":{"min":"a"}`)), []string{`2:109 TraitValue: the value of the trait range is wrong at "min": it must be a number`}},
		"range upside down":  {operation(post, member(`"smithy.api#range":{"min":2,"max":1.5}`)), []string{`2:102 TraitValue: the value of the trait range has a min that is greater than its max`}},
		"length of nothing":  {operation(post, member(`"smithy.api#length":{}`)), []string{`2:103 TraitValue: the value of the trait length has neither min nor max`}},
		"length negative":    {operation(post, member(`"smithy.api#length":{"min":-1}`)), []string{`2:110 TraitValue: the value of the trait length is wrong at "min": it must be a whole number that is not negative`}},
		"pattern":            {operation(post, member(`"smithy.api#pattern":3`)), []string{`2:104 TraitValue: the value of the trait pattern must be a string, not a number`}},
		"annotation":         {operation(post, member(`"smithy.api#sensitive":"yes"`)), []string{`2:106 TraitValue: the value of the trait sensitive must be an empty object, not a string`}},
		"format":             {operation(post, member(`"smithy.api#timestampFormat":"iso"`)), []string{`2:112 TraitValue: the value of the trait timestampFormat must be one of date-time, epoch-seconds, http-date`}},
		"unknown trait":      {operation(post, member(`"x.y#anything":[1,{"a":null}]`)), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, findings("m.json", []byte(test.model))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRealModelsBreakNothing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testenv.Shared(t, "models", "smithy"), "*.json"))
	if err != nil || len(files) < 100 {
		t.Fatalf("found %d models: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings(filepath.Base(file), text) {
				t.Error(f)
			}
		})
	}
}
