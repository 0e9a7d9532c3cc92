// Tests of what is held against a model, and what is not.

package driver

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// TestExamplesOfPublishedModels takes examples of the wrong type for warnings where nobody has held them to the model, and for
// errors elsewhere.
func TestExamplesOfPublishedModels(t *testing.T) {
	t.Parallel()
	aws := []*source.File{
		source.New("api-2.json", []byte(`{"metadata": {"protocol": "json", "jsonVersion": "1.1", "serviceId": "X", "signatureVersion": "v4"},
			"operations": {"Get": {"name": "Get", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}},
			"shapes": {"In": {"type": "structure", "members": {"N": {"shape": "N"}}}, "N": {"type": "integer"}}}`)),
		source.New("examples-1.json", []byte(`{"version": "1.0", "examples": {"Get": [{"title": "Get", "input": {"N": "one"}}]}}`)),
	}
	smithy := []*source.File{source.New("x.smithy", []byte(`$version: "2"
namespace x

@examples([{ title: "Get", input: { N: "one" } }])
operation Get {
    input := {
        N: Integer
    }
}
`))}
	for _, tt := range []struct {
		files    []*source.File
		thorough bool
		want     diag.Severity
	}{
		{aws, true, diag.Warning}, {aws, false, diag.Warning}, {smithy, true, diag.Error}, {smithy, false, diag.Error},
	} {
		var diags diag.List
		understand(tt.files, tt.thorough, &diags)
		found := false
		for _, d := range diags.Sorted() {
			if d.Code != "ExamplesTrait" {
				continue
			}
			found = true
			if d.Severity != tt.want {
				t.Errorf("%s: a finding of severity %s, where %s is wanted: %s", tt.files[0].Name, d.Severity, tt.want, d.Message)
			}
		}
		if !found {
			t.Errorf("%s: nothing is said of the example", tt.files[0].Name)
		}
	}
}

// TestWhatNobodyKnows generates from a model with a trait that is newer than this tool, and a pattern for other engines: in
// JSON, which others wrote, they are worth a warning, and in Smithy IDL they are mistakes.
func TestWhatNobodyKnows(t *testing.T) {
	t.Parallel()
	published := source.New("x.json", []byte(`{"smithy":"2.0","shapes":{
"x#S":{"type":"service","version":"1","operations":[{"target":"x#Get"}],"traits":{"aws.protocols#restJson1":{},"smithy.api#fromTheFuture":{}}},
"x#Get":{"type":"operation","input":{"target":"x#In"},"traits":{"smithy.api#http":{"method":"POST","uri":"/"}}},
"x#In":{"type":"structure","members":{"a":{"target":"smithy.api#String","traits":{"smithy.api#pattern":"^(?P<a>b)[$"}}}}}}`))
	own := source.New("x.smithy", []byte(`$version: "2"
namespace x

@aws.protocols#restJson1
@smithy.api#fromTheFuture
service S {
    version: "1"
    operations: [Get]
}

@http(method: "POST", uri: "/")
operation Get {
    input := {
        @pattern("^(?P<a>b)[$")
        a: String
    }
}
`))
	for file, want := range map[*source.File][]string{
		published: {"warning Model.UnresolvedTrait", "warning pattern.unsupported"},
		own:       {"error Model.Pattern", "error Model.UnresolvedTrait"},
	} {
		var diags diag.List
		p := generate(file.Name, []*source.File{file}, target{}, &diags)
		var got []string
		for _, d := range diags.Sorted() {
			got = append(got, d.Severity.String()+" "+d.Code)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file.Name, diff)
		}
		if made := p != nil && !diags.HasErrors(); made != (file == published) {
			t.Errorf("%s: a package is made: %v", file.Name, made)
		}
	}
}
