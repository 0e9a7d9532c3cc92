// Tests of the reader with small models: what each key becomes, and what is said of mistakes.

package c2j

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// full has most of what a model can say.
const full = `{
  "version": "2.0",
  "metadata": {"apiVersion": "2020-01-02", "endpointPrefix": "ends", "protocol": "rest-json", "serviceId": "Small Thing 2",
    "serviceFullName": "A small thing", "signatureVersion": "v4", "signingName": "thing", "protocolSettings": {"h2": "required"}, "uid": "thing-2020-01-02"},
  "documentation": "<p>All of it.</p>",
  "clientContextParams": {"Fast": {"documentation": "Quick", "type": "boolean"}},
  "operations": {
    "Get": {"name": "Get", "http": {"method": "GET", "requestUri": "/a/{in-path+}?x=y", "responseCode": 202}, "input": {"shape": "In"},
      "output": {"shape": "Out"}, "errors": [{"shape": "Gone"}, {"shape": "Gone"}], "readonly": true, "idempotent": true, "deprecated": true,
      "deprecatedMessage": "use Put", "deprecatedSince": "2021", "httpChecksumRequired": true, "endpoint": {"hostPrefix": "data-"},
      "staticContextParams": {"P": {"value": true}}, "authtype": "none", "requestcompression": {"encodings": ["gzip"]}},
    "Put": {"http": {"method": "PUT", "requestUri": "/b"}, "auth": ["aws.auth#sigv4"], "unsignedPayload": true, "input": {"shape": "PutIn"}}
  },
  "shapes": {
    "In": {"type": "structure", "required": ["Path"], "members": {
      "Path": {"shape": "Text", "location": "uri", "locationName": "in-path", "contextParam": {"name": "Where"}, "hostLabel": true},
      "Token": {"shape": "Text", "location": "querystring", "locationName": "token"},
      "All": {"shape": "Pairs", "location": "querystring"},
      "Size": {"shape": "Count", "location": "header", "locationName": "x-size", "documentation": "How many", "deprecated": true},
      "Meta": {"shape": "Pairs", "location": "headers", "locationName": "x-meta-"},
      "Once": {"shape": "Text", "idempotencyToken": true, "locationName": "once"},
      "Json": {"shape": "Text", "jsonvalue": true, "location": "header", "locationName": "x-json"}}},
    "Out": {"type": "structure", "payload": "Body", "members": {
      "Status": {"shape": "Count", "location": "statusCode"}, "Body": {"shape": "Bytes", "streaming": true}}},
    "PutIn": {"type": "structure", "members": {"Next": {"shape": "Text"}, "Items": {"shape": "Texts"}, "When": {"shape": "Day", "timestampFormat": "rfc822"},
      "Bytes": {"shape": "Bytes"}, "One": {"shape": "OneOf"}, "Any": {"shape": "Any"}, "Flow": {"shape": "Flow"}, "Color": {"shape": "Color"}}},
    "Gone": {"type": "structure", "members": {"message": {"shape": "Text"}}, "error": {"httpStatusCode": 503, "code": "Gone"}, "exception": true,
      "retryable": {"throttling": true}},
    "Text": {"type": "string", "min": 1, "max": 9, "pattern": "[a-z]+", "sensitive": true},
    "Texts": {"type": "list", "member": {"shape": "Text"}, "max": 3, "sparse": true},
    "Pairs": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Count": {"type": "integer", "min": 0, "max": 7, "box": true},
    "Bytes": {"type": "blob"},
    "Day": {"type": "timestamp", "timestampFormat": "iso8601"},
    "OneOf": {"type": "structure", "union": true, "members": {"a": {"shape": "Text"}, "b": {"shape": "Count"}}},
    "Any": {"type": "structure", "members": {}, "document": true},
    "Flow": {"type": "structure", "eventstream": true, "members": {"part": {"shape": "Part"}}},
    "Part": {"type": "structure", "event": true, "members": {"data": {"shape": "Bytes", "eventpayload": true}, "kind": {"shape": "Text", "eventheader": true}}},
    "Color": {"type": "string", "enum": ["red", "dark-red", "2 tone", ""]}
  }
}`

// lines writes the model's own shapes, members and traits a line each.
func lines(m *shape.Model) []string {
	var out []string
	traits := func(at string, list shape.Traits) {
		for t := range list.All() {
			out = append(out, strings.TrimSpace(at+" @"+t.ID.Name()+" "+plain(t.Value)))
		}
	}
	for _, s := range m.Shapes() {
		if s.Builtin {
			continue
		}
		at := s.ID.Name()
		out = append(out, at+" is "+s.Kind.String())
		traits(at, s.Traits)
		for _, e := range s.Errors {
			out = append(out, at+" fails with "+e.ID.Name())
		}
		for _, mem := range s.Members {
			if s.Kind != shape.Enum {
				out = append(out, at+"$"+mem.Name+" -> "+mem.Target.ID.Name())
			}
			traits(at+"$"+mem.Name, mem.Traits)
		}
	}
	return out
}

func TestFullModel(t *testing.T) {
	t.Parallel()
	var diags diag.List
	m := load(&diags, source.New("service-2.json", []byte(full)))
	failOnFindings(t, &diags)
	got := lines(m)
	want, err := os.ReadFile(filepath.Join("testdata", "full.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSuffix(string(want), "\n"), "\n"), got); diff != "" {
		t.Errorf("testdata/full.txt wants (-), there is (+):\n%s", diff)
	}
	if id := m.Services()[0].ID; id != "com.amazonaws.smallthing2#SmallThing2" {
		t.Errorf("the service is %s", id)
	}
}

func TestCompanions(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]string{
		"models/lambda/service-2.json":                 "models/lambda/paginators-1.json",
		`models\lambda\api-2.json`:                     `models\lambda\paginators-1.json`,
		"api-2.json":                                   "paginators-1.json",
		"models/lambda.service-2.json":                 "models/lambda.paginators-1.json",
		"apis/lambda-2015-03-31.min.json":              "apis/lambda-2015-03-31.paginators.json",
		"apis/lambda-2015-03-31.api.json":              "apis/lambda-2015-03-31.paginators.json",
		"models/lambda.json":                           "",
		"models/lambda/2015-03-31/paginators-1.json":   "",
		"models/lambda/2015-03-31/service-2.json.orig": "",
	} {
		got := Companions(model)
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) {
			t.Errorf("Companions(%q) = %q, which should have %q", model, got, want)
		}
	}
}

func TestRecognize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text             string
		model, companion bool
	}{
		{full, true, false},
		{`{"metadata": {"endpointPrefix": "x"}, "operations": {}}`, true, false},
		{`{"pagination": {}}`, false, true},
		{`{"version": 2, "waiters": {}}`, false, true},
		{`{"version": "1.0", "parameters": {}, "rules": []}`, false, true},
		{`{"version": "1.1", "parameters": {}, "conditions": [], "results": [], "nodes": "", "nodeCount": 1}`, false, true},
		{`{"version": "1.0", "testCases": []}`, false, true},
		{`{"version": "2.0", "service": "s", "operations": {}, "shapes": {}}`, false, true},
		{`{"version": "1.0", "examples": {}}`, false, true},
		{`{"smithy": "2.0", "shapes": {}, "metadata": {"protocol": "x"}}`, false, false},
		{`{"metadata": {"a": 1}, "operations": {}}`, false, false},
		{`[]`, false, false}, {``, false, false}, {`{"metadata": {`, false, false},
	}
	for _, tt := range tests {
		if got := Recognize([]byte(tt.text)); got != tt.model {
			t.Errorf("Recognize is %v of %.80s", got, tt.text)
		}
		if got := RecognizeCompanion([]byte(tt.text)); got != tt.companion {
			t.Errorf("RecognizeCompanion is %v of %.80s", got, tt.text)
		}
	}
}

// withOutput gives the operation Put of the full model an output, so that it can have pages.
func withOutput(text string) string {
	return strings.Replace(text, `"input": {"shape": "PutIn"}}`, `"input": {"shape": "PutIn"}, "output": {"shape": "PutIn"}}`, 1)
}

// TestCompanionFindsItsModel reads two services from one folder, each with its paginators.
func TestCompanionFindsItsModel(t *testing.T) {
	t.Parallel()
	model := func(id string) []byte { return []byte(strings.Replace(withOutput(full), "Small Thing 2", id, 1)) }
	pages := []byte(`{"pagination": {"Put": {"input_token": "Next", "output_token": "Next", "result_key": "Items"}}}`)
	var diags diag.List
	m := load(&diags,
		source.New("a/beta.paginators.json", pages), source.New("a/alpha.api.json", model("Alpha")), source.New("a/beta.api.json", model("Beta")))
	failOnFindings(t, &diags)
	for id, want := range map[shape.ID]bool{"com.amazonaws.alpha#Put": false, "com.amazonaws.beta#Put": true} {
		if got := m.Shape(id).Traits.Has("smithy.api#paginated"); got != want {
			t.Errorf("%s has pages: %v", id, got)
		}
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	const metadata = `{"metadata": {"protocol": "rest-xml", "serviceId": "X"}, `
	tests := map[string]struct{ text, other, want string }{
		"not JSON":                   {text: `{"metadata": {"protocol": "x"}, "shapes": {},}`, want: `m.json:1:45: error[Model]: nothing follows this comma but a }: remove it`},
		"no metadata":                {text: `{"shapes": {}}`, want: `m.json:1:1: error[Model]: the key "metadata" is missing`},
		"an unknown type":            {text: metadata + `"shapes": {"S": {"type": "struct"}}}`, want: `m.json:1:83: error[Model]: there is no type of shapes "struct": `},
		"no type":                    {text: metadata + `"shapes": {"S": {}}}`, want: `the key "type" is missing`},
		"an unknown key":             {text: metadata + `"shapes": {"S": {"type": "list", "membr": 1, "member": {"shape": "S"}}}}`, want: `warning[Model]: a shape has no key "membr" that is known: did you mean member?`},
		"a wrong type":               {text: metadata + `"shapes": {"S": {"type": "structure", "members": []}}}`, want: `members must be an object, but this is an array`},
		"an unknown shape":           {text: metadata + `"shapes": {"S": {"type": "list", "member": {"shape": "Nothing"}}}}`, want: `com.amazonaws.x#Nothing`},
		"required":                   {text: metadata + `"shapes": {"S": {"type": "structure", "required": ["Nam"], "members": {"Name": {"shape": "S"}}}}}`, want: `there is no member "Nam" to be required: did you mean Name?`},
		"payload":                    {text: metadata + `"shapes": {"S": {"type": "structure", "payload": "x", "members": {}}}}`, want: `there is no member "x" to be the payload`},
		"a location":                 {text: metadata + `"shapes": {"S": {"type": "structure", "members": {"m": {"shape": "S", "location": "headr"}}}}}`, want: `there is no location "headr" in a message: did you mean header?`},
		"a protocol":                 {text: `{"metadata": {"protocol": "rest-jsn"}, "shapes": {}}`, want: `there is no protocol "rest-jsn": did you mean rest-json?`},
		"a signature":                {text: `{"metadata": {"protocol": "query", "signatureVersion": "v2"}, "shapes": {}}`, want: `warning[Model]: requests with signatures of version "v2" can't be made`},
		"a timestamp":                {text: metadata + `"shapes": {"S": {"type": "timestamp", "timestampFormat": "iso"}}}`, want: `there is no timestamp format "iso"`},
		"a name":                     {text: metadata + `"shapes": {"a-b": {"type": "string"}}}`, want: `"a-b" is no name of a shape`},
		"a repeated key":             {text: metadata + `"shapes": {"S": {"type": "string"}, "S": {"type": "string"}}}`, want: `the key "S" stands in this object a second time`},
		"another's pages":            {text: metadata + `"operations": {"List": {}}, "shapes": {}}`, other: `{"pagination": {"Lists": {}}}`, want: `other.json:1:17: warning[Model]: the service has no operation "Lists": did you mean List?`},
		"a lonely waiter":            {text: `{"waiters": {}}`, want: `error[Model]: the service of these waiters is not among the files`},
		"no model":                   {text: `{"merge": {}, "version": 1}`, want: `the service of these extras`},
		"a waiter without acceptors": {text: metadata + `"operations": {"Get": {}}, "shapes": {}}`, other: `{"waiters": {"W": {"operation": "Get"}}}`, want: `the waiter W has no acceptors`},
		"an unclear waiter":          {text: metadata + `"operations": {"Get": {}}, "shapes": {}}`, other: `{"waiters": {"W": {"operation": "Get", "acceptors": [{"matcher": "pth", "expected": 1}]}}}`, want: `there is no matcher "pth": did you mean path?`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			files := []*source.File{source.New("m.json", []byte(tt.text))}
			if tt.other != "" {
				files = append(files, source.New("other.json", []byte(tt.other)))
			}
			load(&diags, files...)
			var out strings.Builder
			if err := diags.Render(&out, diag.Options{}); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("wanted %s\ngot:\n%s", tt.want, out.String())
			}
		})
	}
}

func TestWaiters(t *testing.T) {
	t.Parallel()
	const waiters = `{"version": 2, "waiters": {"Ready": {"operation": "Get", "delay": 200, "maxAttempts": 3, "description": "Waits.", "acceptors": [
	  {"matcher": "path", "argument": "State", "expected": "ok", "state": "success"}, {"matcher": "pathAny", "argument": "S[]", "expected": true, "state": "failure"},
	  {"matcher": "path", "argument": "length(S)", "expected": 3, "state": "success"}, {"matcher": "status", "expected": 200, "state": "success"},
	  {"matcher": "status", "expected": 503, "state": "retry"}, {"matcher": "status", "expected": 404, "state": "retry"}, {"matcher": "status", "expected": 301, "state": "retry"},
	  {"matcher": "error", "expected": "Gone", "state": "retry"}, {"matcher": "error", "expected": false, "state": "success"}]}}}`
	var diags diag.List
	m := load(&diags, source.New("service-2.json", []byte(full)), source.New("waiters-2.json", []byte(waiters)))
	failOnFindings(t, &diags)
	v, _ := m.Shape("com.amazonaws.smallthing2#Get").Trait("smithy.waiters#waitable")
	output := func(path, expected, comparator, state string) string {
		return "{matcher: {output: {comparator: " + comparator + ", expected: " + expected + ", path: " + path + "}}, state: " + state + "}"
	}
	want := "{Ready: {acceptors: [" + strings.Join([]string{
		output("State", "ok", "stringEquals", "success"), output("contains(S[], `true`)", "true", "booleanEquals", "failure"),
		output("(length(S)) == `3`", "true", "booleanEquals", "success"), "{matcher: {success: true}, state: success}",
		"{matcher: {errorType: Gone}, state: retry}", "{matcher: {errorType: NotFound}, state: retry}",
		"{matcher: {errorType: Gone}, state: retry}", "{matcher: {success: true}, state: success}",
	}, ", ") + "], documentation: Waits., maxDelay: 200, minDelay: 200}}"
	if diff := cmp.Diff(want, plain(v)); diff != "" {
		t.Error(diff)
	}
}
