// The tests that a model has of its endpoints: smithy.rules#endpointTests.

package rules

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// A Test is one case of the trait smithy.rules#endpointTests.
type Test struct {
	Doc string
	// Params are the parameters by name, as [Program.Evaluate] takes them. What no parameter can be is kept as it is: a
	// float64, a map[string]any or a []any.
	Params map[string]any
	// ParamNodes are the same with their places, in the order of the source.
	ParamNodes []shape.Field
	Inputs     []TestInput
	// Exactly one of Error and Endpoint is expected.
	Error    *string
	Endpoint *Resolved
	Span     source.Span
}

// A TestInput is a call of an operation whose parameters are those of the test.
type TestInput struct {
	Operation string // its name
	// The values of the input, of the built-ins by name, and of the client's parameters: objects, or null where left out.
	Params, BuiltIns, Client shape.Node
	Span                     source.Span
}

// ParseTests reads the value of the trait smithy.rules#endpointTests, whose form [check] holds against the trait's definition.
// What has another form is left out.
//
// [check]: https://pkg.go.dev/github.com/smithwright/smithwright/internal/check
func ParseTests(v shape.Node) []Test {
	list, _ := v.Field("testCases")
	out := make([]Test, 0, list.Len())
	for _, n := range list.Elems() {
		t := Test{Span: n.Span()}
		doc, _ := n.Field("documentation")
		t.Doc = doc.Str()
		params, _ := n.Field("params")
		t.ParamNodes = params.FieldList()
		t.Params = make(map[string]any, len(t.ParamNodes))
		for _, f := range t.ParamNodes {
			t.Params[f.Name] = paramValue(f.Value)
		}
		inputs, _ := n.Field("operationInputs")
		for _, input := range inputs.Elems() {
			t.Inputs = append(t.Inputs, testInput(input))
		}
		expect, _ := n.Field("expect")
		if message, ok := expect.Field("error"); ok {
			t.Error = new(message.Str())
		} else if endpoint, ok := expect.Field("endpoint"); ok {
			t.Endpoint = expected(endpoint)
		} else {
			continue
		}
		out = append(out, t)
	}
	return out
}

// testInput reads the call of an operation.
func testInput(n shape.Node) TestInput {
	t := TestInput{Span: n.Span()}
	name, _ := n.Field("operationName")
	t.Operation = name.Str()
	t.Params, _ = n.Field("operationParams")
	t.BuiltIns, _ = n.Field("builtInParams")
	t.Client, _ = n.Field("clientParams")
	return t
}

// expected reads the endpoint that a test expects.
func expected(n shape.Node) *Resolved {
	out := &Resolved{Headers: map[string][]string{}, Properties: map[string]any{}}
	url, _ := n.Field("url")
	out.URL = url.Str()
	headers, _ := n.Field("headers")
	for name, values := range headers.Fields() {
		for _, v := range values.Elems() {
			out.Headers[name] = append(out.Headers[name], v.Str())
		}
	}
	properties, _ := n.Field("properties")
	for name, v := range properties.Fields() {
		out.Properties[name] = value(v)
	}
	return out
}

// paramValue returns the value of a parameter: arrays of strings are []string.
func paramValue(n shape.Node) any {
	if n.Kind() != shape.NodeArray {
		return value(n)
	}
	out := make([]string, n.Len())
	for i, s := range n.Elems() {
		if s.Kind() != shape.NodeString {
			return value(n)
		}
		out[i] = s.Str()
	}
	return out
}

// value returns a node as a value of Go; numbers with a fraction are a float64, others an int.
func value(n shape.Node) any {
	switch n.Kind() {
	case shape.NodeString:
		return n.Str()
	case shape.NodeBool:
		return n.Bool()
	case shape.NodeNumber:
		if v, ok := n.Int64(); ok {
			return int(v)
		}
		return n.Num() + " (a number)"
	case shape.NodeArray:
		out := make([]any, n.Len())
		for i, v := range n.Elems() {
			out[i] = value(v)
		}
		return out
	case shape.NodeObject:
		out := map[string]any{}
		for name, v := range n.Fields() {
			out[name] = value(v)
		}
		return out
	}
	return nil
}

// Run evaluates a program with the parameters of the test. The error says how the result differs from what is expected, or why
// there is none; required parameters that are missing count only if their values are used. What it takes is taken off work; if
// that is not enough the error is [ErrTooMuchWork].
func (t *Test) Run(p *Program, work *Work) error {
	got, err := p.run(t.Params, work)
	message, failed := errors.AsType[RuleError](err)
	switch {
	case err != nil && !failed:
		return err
	case t.Error != nil && !failed:
		return fmt.Errorf("the test expects the error %q, and the rules give %s", *t.Error, got)
	case t.Error != nil && *t.Error != string(message):
		return fmt.Errorf("the test expects the error %q, and the rules give the error %q", *t.Error, string(message))
	case t.Error != nil:
		return nil
	case failed:
		return fmt.Errorf("the test expects %s, and the rules give the error %q", t.Endpoint, string(message))
	case !reflect.DeepEqual(got, t.Endpoint):
		return fmt.Errorf("the test expects %s, and the rules give %s", t.Endpoint, got)
	}
	return nil
}

// String returns the endpoint for a message.
func (r *Resolved) String() string {
	var out strings.Builder
	out.WriteString(r.URL)
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		fmt.Fprintf(&out, " %s: %s", name, strings.Join(r.Headers[name], ", "))
	}
	if len(r.Properties) > 0 {
		fmt.Fprintf(&out, " %v", r.Properties) // maps are printed in order
	}
	return diag.Clip(out.String(), 1000)
}
