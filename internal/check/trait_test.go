// The traits whose values are held against other shapes: protocol tests, examples and defaults.

package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
)

func TestProtocolTests(t *testing.T) {
	t.Parallel()
	model := func(test, input string) string {
		return `$version: "2"
namespace a
use smithy.test#httpRequestTests
@trait @protocolDefinition structure wire {}
@httpRequestTests([
    { id: "First", protocol: wire, method: "POST", uri: "/", ` + test + ` }
])
operation Op { ` + input + ` output: Out }
structure In { when: Timestamp, size: Integer, data: Blob }
structure Out { n: Integer }
structure Vendor { @required region: String }
`
	}
	with := "input: In"
	tests := map[string]struct {
		model, id string
		want      []string
	}{
		"good":    {model(`params: { when: 1.5, size: null, data: "raw" }`, with), "HttpRequestTests", nil},
		"nothing": {model(``, ""), "HttpRequestTests", nil},
		"time": {model(`params: { when: "2006-01-02T15:04:05Z" }`, with), "HttpRequestTests", []string{
			`6:78 HttpRequestTestsInput: the value of params in the test First is wrong at "when": it must be a number of seconds since 1970, not "2006-01-02T15:04:05Z"`}},
		"no input": {model(`params: { a: 1 }`, ""), "HttpRequestTests", []string{
			`6:70 HttpRequestTestsInput: the test First has params, but a#Op has no input: remove them`}},
		"vendor": {model(`vendorParamsShape: Vendor, vendorParams: { regio: "x" }`, with), "HttpRequestTests", []string{
			`6:103 HttpRequestTestsInput: the value of vendorParams in the test First lacks "region", which is required: add it`,
			`6:105 HttpRequestTestsInput.UnknownMember.a#Vendor.regio: the value of vendorParams in the test First has a member "regio", which a#Vendor does not have: did you mean region?`}},
		"vendor without params": {model(`vendorParamsShape: Vendor`, with), "HttpRequestTests", []string{
			`6:81 HttpRequestTestsInput: the test First names a shape for its vendorParams, but has none: add them or remove the name`}},
		"json": {model(`bodyMediaType: "application/json", body: "{"`, with), "HttpRequestTests", []string{
			`6:103 HttpRequestTestsInput: the body of the test First is no application/json: unexpected end of JSON input`}},
		"xml": {model(`bodyMediaType: "text/x+xml; charset=utf-8", body: "<a></b>"`, with), "HttpRequestTests", []string{
			`6:112 HttpRequestTestsInput: the body of the test First is no text/x+xml; charset=utf-8: read it as XML: XML syntax error on line 1: element <a> closed by </b>`}},
		"same id": {model(`documentation: "x" }, { id: "First", protocol: wire, method: "POST", uri: "/"`, with), "UniqueProtocol", []string{
			`6:90 UniqueProtocolTestCaseId: the id First is that of another test: give each test an id of its own`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, about(test.id, findings(diag.Warning, "m.smithy", test.model))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResponseTestsOfErrors(t *testing.T) {
	t.Parallel()
	got := findings(diag.Warning, "m.smithy", `$version: "2"
namespace a
use smithy.test#httpResponseTests
@trait @protocolDefinition structure wire {}
@httpResponseTests([{ id: "Answer", protocol: wire, code: 400, params: { n: "x" } }])
@error("client")
structure Bad { n: Integer }
@httpResponseTests([{ id: "Fine", protocol: wire, code: 200, params: { n: 1.5 } }])
operation Op { output := { n: Integer } errors: [Bad] }
`)
	want := []string{
		`5:77 HttpResponseTestsError: the value of params in the test Answer is wrong at "n": it must be a number, not a string`,
		`8:75 HttpResponseTestsOutput: the value of params in the test Fine is wrong at "n": it must be a whole number without a fraction or an exponent, not 1.5`,
	}
	if diff := cmp.Diff(want, about("HttpResponseTests", got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestExamplesSayWhere(t *testing.T) {
	t.Parallel()
	got := findings(diag.Warning, "m.smithy", `$version: "2"
namespace a
@examples([
    { title: "one", input: { size: 5 }, output: { names: ["x", "longer"] } }
    { title: "two", input: { size: 1000 }, error: { shapeId: Bad, content: {} }, allowConstraintErrors: true }
    { title: "three", input: {}, error: { shapeId: Other } }
])
operation Op {
    input := { @range(max: 10) size: Integer }
    output := { names: Names }
    errors: [Bad]
}
list Names { member: Name }
@length(max: 3) string Name
@error("client") structure Bad { @required why: String }
@error("client") structure Other {}
`)
	want := []string{
		`4:64 ExamplesTrait: the output of the example "one" is wrong at "names.1": it must have at most 3 characters, but has 6`,
		`5:36 ExamplesTrait.Member.InvalidRange: the input of the example "two" is wrong at "size": it must be at most 10, but is 1000`,
		`5:76 ExamplesTrait: the error of the example "two" lacks "why", which is required: add it`,
		`6:52 ExamplesTrait: the example "three" shows the error a#Other, which is not among the errors of a#Op: add it there`,
	}
	if diff := cmp.Diff(want, about("ExamplesTrait", got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
