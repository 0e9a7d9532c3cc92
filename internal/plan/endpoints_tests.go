// Endpoints: the cases that a model has for them (the trait endpointTests of Smithy's namespace smithy.rules), in Go.

package plan

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
)

const endpointsPath = runtimePath + "/endpoints"

// EndpointTest is a case of ResolveEndpoint.
type EndpointTest struct {
	Name   string
	Params Expr // of type EndpointParameters
	Want   Expr // of type endpoints.Endpoint
	Err    string
}

// addEndpointTests plans the model's cases: each for ResolveEndpoint, and those that name operations for calls too.
func (t *testBuilder) addEndpointTests(tests *Tests) {
	v, ok := t.service.Trait(rules.TestsTrait)
	if !ok || t.pkg.Endpoints == nil {
		return
	}
	calls := TestFunc{Name: t.funcs.take("TestEndpointsOfCalls", "Cases")}
	tests.ResolveName = t.funcs.take("TestResolveEndpoint", "Cases")
	for _, c := range rules.ParseTests(v) {
		planned := EndpointTest{Name: oneLine(c.Doc), Params: t.endpointParams(c.Params)}
		if c.Error != nil {
			planned.Err = *c.Error
		} else {
			planned.Want = wantedEndpoint(c.Endpoint)
		}
		tests.Resolve = append(tests.Resolve, planned)
		for _, in := range c.Inputs {
			call, err := t.endpointCall(&c, &in)
			if err != nil {
				t.diags.Add(diag.Diagnostic{
					Code: "test.unsupported", Severity: diag.Warning, Span: in.Span, Shape: string(t.service.ID),
					Message: fmt.Sprintf("a call that the endpoint test %q names is left out, and its parameters alone are tested: %v", c.Doc, err),
				})
				continue
			}
			if call != nil {
				calls.Cases = append(calls.Cases, *call)
			}
		}
	}
	if len(calls.Cases) > 0 {
		tests.Endpoints = []TestFunc{calls}
	}
}

// endpointParams is the literal of a case's parameters, without those that the rules don't have.
func (t *testBuilder) endpointParams(params map[string]any) Expr {
	e := composite(GoType{Name: "EndpointParameters"})
	for i := range t.pkg.Endpoints.Params {
		p := &t.pkg.Endpoints.Params[i]
		v, ok := params[p.Model]
		if !ok {
			continue
		}
		if value, ok := paramValue(p, v); ok && (!p.Plain() || v != false) {
			e.Entries = append(e.Entries, Entry{Field: p.Name, Value: value})
		}
	}
	return e
}

// paramValue is a parameter's value; false where it is of another type.
func paramValue(p *EndpointParam, v any) (Expr, bool) {
	var e Expr
	switch v := v.(type) {
	case string:
		e = text(v)
	case bool:
		e = code(strconv.FormatBool(v))
	case []string:
		e, _ = texts(v)
	default:
		return e, false
	}
	if p.Type == "*"+p.Value {
		e = call(code("new"), e)
	}
	return e, fmt.Sprintf("%T", v) == p.Value
}

func endpointsType(name string) GoType { return GoType{Path: endpointsPath, Name: name} }

// wantedEndpoint is the literal of an endpoint.
func wantedEndpoint(r *rules.Resolved) Expr {
	e := composite(endpointsType("Endpoint"), Entry{Field: "URL", Value: text(r.URL)})
	var headers, schemes, properties []Entry
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		values, _ := texts(r.Headers[name])
		h := composite(GoType{}, Entry{Field: "Name", Value: text(http.CanonicalHeaderKey(name))}, Entry{Field: "Values", Value: values})
		headers = append(headers, Entry{Value: elided(h)})
	}
	for _, name := range slices.Sorted(maps.Keys(r.Properties)) {
		if list, ok := r.Properties[name].([]any); ok && name == "authSchemes" {
			for _, s := range list {
				schemes = append(schemes, Entry{Value: wantedScheme(s)})
			}
			continue
		}
		properties = append(properties, wantedProperty(name, r.Properties[name]))
	}
	for _, list := range []struct {
		field, typ string
		entries    []Entry
	}{{"Headers", "Header", headers}, {"Auth", "AuthScheme", schemes}, {"Properties", "Property", properties}} {
		if list.entries != nil {
			e.Entries = append(e.Entries, Entry{Field: list.field, Value: composite(SliceOf(endpointsType(list.typ)), list.entries...)})
		}
	}
	return e
}

// wantedScheme is the literal of an element of authSchemes.
func wantedScheme(v any) Expr {
	scheme, _ := v.(map[string]any)
	e := composite(GoType{})
	known := map[string]bool{}
	for _, f := range schemeFields {
		var value Expr
		switch v := scheme[f.rule].(type) {
		case string:
			value = text(v)
		case bool:
			value = code(strconv.FormatBool(v))
		case []any:
			value = composite(SliceOf(GoType{Name: "string"}))
			for _, item := range v {
				region, _ := item.(string)
				value.Entries = append(value.Entries, Entry{Value: text(region)})
			}
		default:
			continue
		}
		if known[f.rule] = true; value.Text != "false" {
			e.Entries = append(e.Entries, Entry{Field: f.field, Value: value})
		}
	}
	var others []Entry
	for _, name := range slices.Sorted(maps.Keys(scheme)) {
		if !known[name] {
			others = append(others, wantedProperty(name, scheme[name]))
		}
	}
	if others != nil {
		e.Entries = append(e.Entries, Entry{Field: "Properties", Value: composite(SliceOf(endpointsType("Property")), others...)})
	}
	return elided(e)
}

func wantedProperty(name string, v any) Entry {
	e := composite(GoType{}, Entry{Field: "Name", Value: text(name)}, Entry{Field: "Value", Value: wantedValue(v)})
	return Entry{Value: elided(e)}
}

// wantedValue is the literal of a property's value.
func wantedValue(v any) Expr {
	switch v := v.(type) {
	case string:
		return text(v)
	case bool:
		return code(strconv.FormatBool(v))
	case int:
		return code("int64(" + strconv.Itoa(v) + ")")
	case []any:
		e := composite(SliceOf(GoType{Name: "any"}))
		for _, item := range v {
			e.Entries = append(e.Entries, Entry{Value: wantedValue(item)})
		}
		return e
	case map[string]any:
		e := composite(SliceOf(endpointsType("Property")))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			e.Entries = append(e.Entries, wantedProperty(name, v[name]))
		}
		return e
	default:
		return code("nil")
	}
}

// endpointCall plans the call of an operation whose endpoint is that of a case; nil where the operation is not in the package.
func (t *testBuilder) endpointCall(c *rules.Test, in *rules.TestInput) (*TestCase, error) {
	at := slices.IndexFunc(t.chosen, func(op *shape.Shape) bool { return op.ID.Name() == in.Operation })
	if at < 0 {
		return nil, nil
	}
	op := t.chosen[at]
	params := in.Params
	if params.Kind() == shape.NodeNull {
		params = shape.Node{}
	}
	input, err := t.values.structure(t.inputName(op), params)
	if err != nil {
		return nil, err
	}
	planned := &TestCase{
		ID: in.Operation + ": " + oneLine(c.Doc), Doc: doctext.Format("", doctext.Options{}), Exchange: exchange(),
		Method: t.methodName(op), Input: address(input), Options: []Expr{call(of(runtimePath, "SkipValidation"))},
	}
	planned.set("Endpoint", text(""))
	if err := t.endpointClient(planned, in); err != nil {
		return nil, err
	}
	check := call(code("exchange.CheckEndpoint"), code("t"), code("err"))
	if c.Error != nil {
		check = call(of(prototestPath, "CheckNoEndpoint"), code("t"), code("err"), text(*c.Error))
	} else {
		check.Args = append(check.Args, wantedEndpoint(c.Endpoint))
	}
	planned.Checks = []Expr{check}
	return planned, nil
}

// endpointClient sets the built-ins and the client's parameters of a case.
func (t *testBuilder) endpointClient(planned *TestCase, in *rules.TestInput) error {
	for name, v := range in.BuiltIns.Fields() {
		value := code(strconv.FormatBool(v.Bool()))
		if v.Kind() == shape.NodeString {
			value = text(v.Str())
		}
		option, known := endpointOptions[name]
		switch {
		case name == "AWS::Region":
			planned.set("Region", value)
		case name == "SDK::Endpoint":
			planned.set("Endpoint", value)
		case name == "AWS::Auth::AccountId" && value.Text == "":
			return errors.New("an account's id that is empty is none to a client")
		case name == "AWS::Auth::AccountId":
			planned.set("Credentials", call(of(prototestPath, "Account"), value))
		case !known:
			return fmt.Errorf("the client has no option for %s", name)
		case option.Type == "*bool":
			planned.set(option.Name, call(code("new"), value))
		default:
			planned.set(option.Name, value)
		}
	}
	return t.endpointClientParams(planned, in)
}

// endpointClientParams sets the parameters that the model gives to clients.
func (t *testBuilder) endpointClientParams(planned *TestCase, in *rules.TestInput) error {
	for name, v := range in.Client.Fields() {
		at := slices.IndexFunc(t.pkg.Endpoints.Config, func(c EndpointConfig) bool { return c.param == name })
		if at < 0 {
			return fmt.Errorf("the client has no option for %s", name)
		}
		option := t.pkg.Endpoints.Config[at]
		var value Expr
		switch {
		case v.Kind() == shape.NodeString && option.Type == "string":
			value = text(v.Str())
		case v.Kind() == shape.NodeBool && option.Type != "string":
			value = code(strconv.FormatBool(v.Bool()))
		default:
			return fmt.Errorf("the value of %s is of another type than the parameter", name)
		}
		if option.Type == "*bool" {
			value = call(code("new"), value)
		}
		planned.set(option.Name, value)
	}
	return nil
}
