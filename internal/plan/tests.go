// Tests: what the cases of a model's protocol tests (the traits of Smithy's namespace smithy.test) become in Go.

package plan

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/shape"
)

// Tests are the tests of a package: the cases for clients of the package's protocol.
type Tests struct {
	Requests  []TestFunc // by operation
	Responses []TestFunc // by operation, then by error
	Events    []TestFunc // by operation

	Resolve     []EndpointTest // the cases of the function ResolveEndpoint
	ResolveName string         // of their test
	Endpoints   []TestFunc     // the same by way of calls
}

// TestFunc is a test of an operation or error, with a subtest a case.
type TestFunc struct {
	Name  string
	Doc   []string
	Cases []TestCase
}

// TestCase is a subtest: one call by way of an exchange that stands for the network, and a check of what came of it.
type TestCase struct {
	ID       string
	Doc      []string
	Exchange Expr      // of type prototest.Exchange
	Config   []Setting // of the client, where it is not as usual
	Method   string    // of the client
	Input    Expr
	Options  []Expr // of the call
	Output   bool   // the call's output is looked at
	Streams  string // the Go type of the events that the operation sends; empty for none
	Sent     []Expr // the events to send on it
	Checks   []Expr // calls; their arguments may be names that the printed test has: t, err, out, exchange
}

// Setting sets a field of the client's Config.
type Setting struct {
	Field string // with a dot for one of a field
	Value Expr
}

// testCase is a case of a trait.
type testCase struct {
	shape.Node
	op *shape.Shape
}

func (c testCase) str(name string) string { return field(c.Node, name) }

// strings are the elements of a list of strings.
func (c testCase) strings(name string) []string {
	list, _ := c.Field(name)
	var out []string
	for _, e := range list.Elems() {
		out = append(out, e.Str())
	}
	return out
}

// testBuilder plans the tests of a package whose types are planned.
type testBuilder struct {
	*builder
	values *testValues
	funcs  scope
}

// addTests plans the tests. A case that Go's types cannot express is left out with a warning.
func (b *builder) addTests() {
	t := &testBuilder{builder: b, values: newTestValues(b.pkg), funcs: scope{}}
	for name := range b.names.types {
		t.funcs[name] = true
	}
	tests := &Tests{}
	operations := slices.SortedFunc(slices.Values(b.chosen), func(x, y *shape.Shape) int {
		return cmp.Compare(b.methodName(x), b.methodName(y))
	})
	for _, op := range operations {
		name := b.methodName(op)
		tests.Requests = t.add(tests.Requests, name, "Requests", t.cases(op, op, "smithy.test#httpRequestTests"), t.request)
		tests.Responses = t.add(tests.Responses, name, "Responses", t.cases(op, op, "smithy.test#httpResponseTests"), t.response)
		tests.Events = t.add(tests.Events, name, "Events", t.cases(op, op, eventTests), t.stream)
	}
	for _, e := range b.pkg.Errors {
		s, op := t.errorOf(e.Name, operations)
		if op == nil {
			continue
		}
		cases := t.cases(s, op, "smithy.test#httpResponseTests")
		plan := func(c testCase) (TestCase, error) { return t.failure(c, s, e) }
		tests.Responses = t.add(tests.Responses, e.Name, "Errors", cases, plan)
	}
	t.addEndpointTests(tests)
	b.pkg.Tests = tests
}

func (b *builder) methodName(op *shape.Shape) string { return exported(shapeName(b.service, op)) }

// errorOf finds the shape of an error and the first operation that may end with it.
func (t *testBuilder) errorOf(name string, operations []*shape.Shape) (*shape.Shape, *shape.Shape) {
	for _, op := range operations {
		for _, e := range t.model.OperationErrors(t.service, op) {
			if t.names.shapes[e] == name {
				return e, op
			}
		}
	}
	return nil, nil
}

// cases are the cases of a trait that are for clients and for the package's protocol.
func (t *testBuilder) cases(s, op *shape.Shape, trait shape.ID) []testCase {
	v, _ := s.Trait(trait)
	var cases []testCase
	for _, e := range v.Elems() {
		c := testCase{e, op}
		if c.str("protocol") == string(t.pkg.Protocol.Trait) && c.str("appliesTo") != "server" {
			cases = append(cases, c)
		}
	}
	return cases
}

// add plans a function for the cases, unless there are none.
func (t *testBuilder) add(
	funcs []TestFunc, name, suffix string, cases []testCase, plan func(testCase) (TestCase, error),
) []TestFunc {
	var f TestFunc
	for _, c := range cases {
		planned, err := plan(c)
		if err != nil {
			t.diags.Add(diag.Diagnostic{
				Code: "test.unsupported", Severity: diag.Warning, Span: c.Span(), Shape: string(c.op.ID),
				Message: fmt.Sprintf("the test %s is left out: %v", c.str("id"), err),
			})
			continue
		}
		planned.ID = c.str("id")
		planned.Doc = doctext.Format(c.str("documentation"), doctext.Options{Width: docWidth})
		planned.Method = t.methodName(c.op)
		f.Cases = append(f.Cases, planned)
	}
	if len(f.Cases) == 0 {
		return funcs
	}
	f.Name = t.funcs.take("Test"+name+suffix, "Cases")
	return append(funcs, f)
}

// exchange is a composite of prototest.Exchange with these entries.
func exchange(entries ...Entry) Expr {
	return composite(GoType{Path: prototestPath, Name: "Exchange"}, entries...)
}

// request plans a case of a request.
func (t *testBuilder) request(c testCase) (TestCase, error) {
	params, _ := c.Field("params")
	input, err := t.values.structure(t.inputName(c.op), params)
	if err != nil {
		return TestCase{}, err
	}
	planned := TestCase{Exchange: exchange(), Input: address(input)}
	if err := t.configure(c, &planned); err != nil {
		return TestCase{}, err
	}
	planned.Checks = []Expr{call(code("exchange.CheckRequest"), code("t"), code("err"), wantedRequest(c))}
	return planned, nil
}

// wantedRequest is a composite of prototest.Request.
func wantedRequest(c testCase) Expr {
	want := composite(GoType{Path: prototestPath, Name: "Request"},
		Entry{Field: "Method", Value: text(c.str("method"))}, Entry{Field: "Path", Value: text(c.str("uri"))})
	if host := c.str("resolvedHost"); host != "" {
		want.Entries = append(want.Entries, Entry{Field: "Host", Value: text(host)})
	}
	for _, list := range []struct{ field, of string }{
		{"Query", "queryParams"}, {"ForbidQuery", "forbidQueryParams"}, {"RequireQuery", "requireQueryParams"},
		{"Header", "headers"}, {"ForbidHeader", "forbidHeaders"}, {"RequireHeader", "requireHeaders"},
	} {
		value, any := texts(c.strings(list.of))
		if list.field == "Header" {
			value, any = c.header()
		}
		if any {
			want.Entries = append(want.Entries, Entry{Field: list.field, Value: value})
		}
	}
	if body, ok := c.Field("body"); ok {
		want.Entries = append(want.Entries, Entry{Field: "Body", Value: bodyOf(body.Str(), c.str("bodyMediaType"))})
	}
	return want
}

func (t *testBuilder) inputName(op *shape.Shape) string {
	if op.Input != nil {
		return t.names.shapes[op.Input]
	}
	return t.names.inputs[op]
}

// header is the literal of a case's headers, in the order of the model; false if there are none.
func (c testCase) header() (Expr, bool) {
	headers, _ := c.Field("headers")
	e := composite(MapOf("string", GoType{Name: "string"}))
	for name, value := range headers.Fields() {
		key := text(name)
		e.Entries = append(e.Entries, Entry{Key: &key, Value: text(value.Str())})
	}
	return e, len(e.Entries) > 0
}

// bodyOf says how a body is compared.
func bodyOf(body, mediaType string) Expr {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	function := "Text"
	switch {
	case body == "":
		return call(of(prototestPath, "NoBody"))
	case mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"):
		function = "JSON"
	case mediaType == "application/xml" || mediaType == "text/xml" || strings.HasSuffix(mediaType, "+xml"):
		function = "XML"
	case mediaType == "application/cbor":
		function = "CBOR"
	case mediaType == "application/x-www-form-urlencoded":
		function = "Form"
	}
	return call(of(prototestPath, function), text(body))
}

// response plans a case of a reply that succeeds.
func (t *testBuilder) response(c testCase) (TestCase, error) {
	name := t.names.outs[c.op]
	if c.op.Output != nil {
		name = t.names.shapes[c.op.Output]
	}
	params, _ := c.Field("params")
	want, err := t.values.structure(name, params)
	if err != nil {
		return TestCase{}, err
	}
	planned, err := t.reply(c)
	planned.Output = true
	planned.Checks = []Expr{call(of(prototestPath, "CheckOutput"), code("t"), code("err"), code("out"), address(want))}
	return planned, err
}

// failure plans a case of a reply that is an error of the model.
func (t *testBuilder) failure(c testCase, s *shape.Shape, e Struct) (TestCase, error) {
	params, _ := c.Field("params")
	want, err := t.values.structure(e.Name, params)
	if err != nil {
		return TestCase{}, err
	}
	planned, err := t.reply(c)
	status, _ := c.Field("code")
	metadata := metadataOf(t.codeOf(c, s), status.Num(), params)
	want.Entries = slices.Insert(want.Entries, 0, Entry{Field: "ErrorMetadata", Value: metadata})
	planned.Checks = []Expr{call(of(prototestPath, "CheckError"), code("t"), code("err"), address(want))}
	return planned, err
}

// metadataOf is the literal of an error's metadata.
func metadataOf(errorCode, status string, params shape.Node) Expr {
	e := composite(GoType{Path: runtimePath, Name: "ErrorMetadata"}, Entry{Field: "Code", Value: text(errorCode)})
	for name, value := range params.Fields() {
		if strings.EqualFold(name, "message") && value.Str() != "" {
			e.Entries = append(e.Entries, Entry{Field: "Text", Value: text(value.Str())})
		}
	}
	e.Entries = append(e.Entries, Entry{Field: "Status", Value: code(status)})
	return e
}

// codeOf is the code that a caller sees of an error.
func (t *testBuilder) codeOf(c testCase, s *shape.Shape) string {
	if vendor, ok := c.Field("vendorParams"); ok && c.str("vendorParamsShape") == errorCodes {
		return field(vendor, "code")
	}
	return s.ID.Name()
}

// reply plans what the cases of replies have in common: a call that sends no more than its path needs.
func (t *testBuilder) reply(c testCase) (TestCase, error) {
	status, _ := c.Field("code")
	reply := exchange(Entry{Field: "Status", Value: code(status.Num())})
	if header, any := c.header(); any {
		reply.Entries = append(reply.Entries, Entry{Field: "Header", Value: header})
	}
	if body := c.str("body"); body != "" {
		value := text(body)
		if _, err := base64.StdEncoding.DecodeString(body); err == nil && c.str("bodyMediaType") == "application/cbor" {
			value = call(of(prototestPath, "Binary"), value)
		}
		reply.Entries = append(reply.Entries, Entry{Field: "Body", Value: value})
	}
	planned := TestCase{Exchange: reply, Input: address(t.leastInput(c.op))}
	return planned, t.configure(c, &planned)
}

// leastInput is an input with what a request cannot be made without: the labels of its path and host.
func (t *testBuilder) leastInput(op *shape.Shape) Expr {
	name := t.inputName(op)
	e := composite(GoType{Name: name})
	if op.Input == nil {
		return e
	}
	for _, f := range t.values.structs[name].Fields {
		m := op.Input.Member(f.Row.Member)
		if m == nil || f.Row.Bind != "Label" && !m.Traits.Has("smithy.api#hostLabel") {
			continue
		}
		// No parameter of these kinds can be refused.
		value, _ := t.values.value(f.Type, f.Row.Type, leastValue(m))
		e.Entries = append(e.Entries, Entry{Field: f.Name, Value: value})
	}
	return e
}

// leastValue is a value for a label.
func leastValue(m *shape.Member) shape.Node {
	switch m.Target.Kind {
	case shape.String, shape.BigDecimal:
		return shape.StringNode("1", m.Span)
	case shape.Enum:
		if v, ok := m.Target.Members[0].Traits.Get("smithy.api#enumValue"); ok {
			return v
		}
		return shape.StringNode(m.Target.Members[0].Name, m.Span)
	case shape.Boolean:
		return shape.BoolNode(true, m.Span)
	default:
		return shape.NumberNode("1", m.Span)
	}
}
