// botocore's protocol cases, which are written in the api-2 dialect, run through packages that are generated from it.

package conformance_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/driver"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/testenv"
)

// c2jSuite are the cases of one operation.
type c2jSuite struct {
	Metadata       json.RawMessage
	ClientEndpoint string
	Shapes         map[string]json.RawMessage
	Cases          []c2jCase
}

// c2jCase is a request, or a reply with its result or error.
type c2jCase struct {
	ID    string
	Given map[string]json.RawMessage // the operation

	Params     json.RawMessage
	Serialized *struct {
		Method, URI, Host             string
		Headers                       map[string]string
		Body                          *string
		RequireHeaders, ForbidHeaders []string
	}

	Result, Error json.RawMessage
	ErrorCode     string
	Response      *struct {
		Code    int `json:"status_code"`
		Headers map[string]string
		Body    string
	}
}

// operation is the name of the case's operation.
func (c *c2jCase) operation(t *testing.T) string {
	t.Helper()
	var name string
	if err := json.Unmarshal(c.Given["name"], &name); err != nil {
		t.Fatal(err)
	}
	return name
}

// c2jRow is the line of the table that these cases count in.
const c2jRow = "restJson1, by botocore"

// readC2J makes one model of each file's suites, which agree on their shapes, and a target of that: a package which is
// generated from the same model as JSON AST, where the cases are traits, so that it gets tests. But for those it is the
// package that comes of the api-2 model.
func readC2J(t *testing.T) (targets []target, cases []caseID) {
	t.Helper()
	for _, file := range []struct {
		name  string
		cases int
	}{{"input", 113}, {"output", 91}} {
		suites := readCases(t, testenv.Shared(t, "corpora", "c2j-protocols", "rest-json-"+file.name+".json"))
		model := filepath.Join(t.TempDir(), "service-2.json")
		write(t, model, mergeC2J(t, suites))
		withCases, id := addCases(t, model, suites)
		target := target{service: shape.ID(id), protocol: protocols[0], folder: "c2j" + file.name, row: c2jRow}
		target.model = model
		without := t.TempDir()
		generate(t, without, target, false)
		target.model = withCases
		with := t.TempDir()
		generate(t, with, target, true)
		samePackage(t, filepath.Join(without, target.folder), filepath.Join(with, target.folder))
		targets = append(targets, target)
		found := casesOf(loadModel(t, withCases))
		for i := range found {
			found[i].row = c2jRow
		}
		if len(found) != file.cases {
			t.Errorf("%d cases of %s are found, not %d", len(found), file.name, file.cases)
		}
		cases = append(cases, found...)
	}
	return targets, cases
}

// samePackage holds a package to another one that has tests besides.
func samePackage(t *testing.T, without, with string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(with, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing was generated: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		want, err := os.ReadFile(filepath.Join(without, filepath.Base(file)))
		if err != nil {
			t.Error(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if diff := gocmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s differs (-from api-2 +from the same as JSON AST):\n%s", filepath.Base(file), diff)
		}
	}
}

// readCases reads a file of suites.
func readCases(t *testing.T, path string) []c2jSuite {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var suites []c2jSuite
	if err := json.Unmarshal(data, &suites); err != nil {
		t.Fatal(err)
	}
	return suites
}

// mergeC2J makes an api-2 model of the suites: an operation that stands in several has the errors of all of them.
func mergeC2J(t *testing.T, suites []c2jSuite) []byte {
	t.Helper()
	operations, shapes := map[string]map[string]json.RawMessage{}, map[string]json.RawMessage{}
	var errors []json.RawMessage // of GreetingWithErrors, which alone has several suites
	for _, s := range suites {
		for name, shape := range s.Shapes {
			if before, ok := shapes[name]; ok && !sameText(t, before, shape) {
				t.Fatalf("two suites have different shapes called %s", name)
			}
			shapes[name] = shape
		}
		for _, c := range s.Cases {
			name := c.operation(t)
			if operations[name] == nil {
				operations[name] = map[string]json.RawMessage{}
			}
			maps.Copy(operations[name], c.Given) // only some suites of an operation have its output
		}
		var more []json.RawMessage
		if list, ok := s.Cases[0].Given["errors"]; ok {
			if err := json.Unmarshal(list, &more); err != nil || s.Cases[0].operation(t) != "GreetingWithErrors" {
				t.Fatalf("%s has errors: %v", s.Cases[0].Given["name"], err)
			}
		}
		errors = append(errors, more...)
	}
	if len(errors) > 0 {
		operations["GreetingWithErrors"]["errors"] = marshal(t, errors)
	}
	return marshal(t, map[string]any{"version": "2.0", "metadata": suites[0].Metadata, "operations": operations, "shapes": shapes})
}

func sameText(t *testing.T, a, b json.RawMessage) bool {
	t.Helper()
	var x, y bytes.Buffer
	if err := cmp.Or(json.Compact(&x, a), json.Compact(&y, b)); err != nil {
		t.Fatal(err)
	}
	return x.String() == y.String()
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// addCases writes the model as JSON AST beside itself, with the cases as traits, and returns the file and the service's id.
func addCases(t *testing.T, model string, suites []c2jSuite) (path, serviceID string) {
	t.Helper()
	var out, findings bytes.Buffer
	if err := driver.AST([]string{model}, driver.ASTOptions{}, driver.Streams{Stdout: &out, Stderr: &findings}); err != nil {
		t.Fatalf("%v\n%s", err, findings.Bytes())
	}
	var m struct {
		Smithy string                                `json:"smithy"`
		Shapes map[string]map[string]json.RawMessage `json:"shapes"`
	}
	if err := json.Unmarshal(out.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{} // by name
	for id, shape := range m.Shapes {
		_, name, _ := strings.Cut(id, "#")
		ids[name] = id
		if string(shape["type"]) == `"service"` {
			serviceID = id
		}
	}
	cases := map[string]map[string][]any{} // by shape and trait
	for _, s := range suites {
		for _, c := range s.Cases {
			trait, test := c.trait(s.ClientEndpoint)
			id := ids[cmp.Or(c.ErrorCode, c.operation(t))]
			if cases[id] == nil {
				cases[id] = map[string][]any{}
			}
			cases[id][trait] = append(cases[id][trait], test)
		}
	}
	for id, byTrait := range cases {
		if m.Shapes[id] == nil {
			t.Fatalf("the model has no shape %q", id)
		}
		traits := map[string]any{}
		if before := m.Shapes[id]["traits"]; before != nil {
			if err := json.Unmarshal(before, &traits); err != nil {
				t.Fatal(err)
			}
		}
		for trait, tests := range byTrait {
			traits[trait] = tests
		}
		m.Shapes[id]["traits"] = marshal(t, traits)
	}
	path = filepath.Join(filepath.Dir(model), "cases.json")
	write(t, path, marshal(t, m))
	return path, serviceID
}

// trait returns the case as a trait of the protocol compliance suite has it.
func (c *c2jCase) trait(endpoint string) (string, map[string]any) {
	test := map[string]any{"id": c.ID, "protocol": string(protocols[0])}
	defer maps.DeleteFunc(test, func(_ string, v any) bool { // null does not stand for what is absent
		nilable := reflect.ValueOf(v)
		return nilable.Kind() != reflect.String && nilable.IsZero()
	})
	if r := c.Response; r != nil {
		test["code"], test["headers"], test["body"], test["params"] = r.Code, r.Headers, r.Body, c.Result
		if c.ErrorCode != "" {
			test["params"] = c.Error
		}
		if strings.HasPrefix(c.ID, "RestJsonIgnoreQueryParamsInResponse") {
			test["params"] = map[string]string{"baz": ""} // required, and so what the field has where a reply leaves it out
		}
		return "smithy.test#httpResponseTests", test
	}
	r := c.Serialized
	path, query, _ := strings.Cut(r.URI, "?")
	test["method"], test["uri"], test["headers"], test["params"] = r.Method, path, r.Headers, c.Params
	test["requireHeaders"], test["forbidHeaders"] = r.RequireHeaders, r.ForbidHeaders
	if query != "" {
		test["queryParams"] = strings.Split(query, "&")
	}
	if r.Body != nil {
		test["body"] = *r.Body
		if json.Valid([]byte(*r.Body)) {
			test["bodyMediaType"] = "application/json"
		}
	}
	if endpoint != "" {
		test["host"] = strings.TrimPrefix(endpoint, "https://")
		test["resolvedHost"], _, _ = strings.Cut(r.Host, "/")
	}
	return "smithy.test#httpRequestTests", test
}
