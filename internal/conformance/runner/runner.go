// Running the cases of a suite and collecting their results.

package runner

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
)

// Config says what to run.
type Config struct {
	Model       string // the file with the suite's model, in JSON
	Service     string // the id of its service
	Protocol    string // the trait of the protocol whose cases count
	New         any    // the generated package's function New
	Credentials any    // what goes into the generated Config's field of that name, if it has one
}

// Result is what became of a case.
type Result struct {
	Kind     string   `json:"kind"` // "request" or "response"
	ID       string   `json:"id"`
	Failures []string `json:"failures"` // nothing if it passed
}

// Run runs all cases and writes a [Result] a line, as JSON.
func Run(w io.Writer, c Config) error {
	s, err := readSuite(c.Model, c.Service, c.Protocol)
	if err != nil {
		return err
	}
	r := &run{Config: c, out: json.NewEncoder(w)}
	s.eachOperation(func(name string, op shape) {
		for i := range op.Traits.Requests {
			if t := &op.Traits.Requests[i]; s.applies(t.Protocol, t.AppliesTo) {
				r.report("request", t.ID, func() []string { return r.request(name, t) })
			}
		}
		for i := range op.Traits.Responses {
			if t := &op.Traits.Responses[i]; s.applies(t.Protocol, t.AppliesTo) {
				r.report("response", t.ID, func() []string { return r.response(name, t) })
			}
		}
	})
	s.eachError(func(operation, name string, e shape) {
		for i := range e.Traits.Responses {
			if t := &e.Traits.Responses[i]; s.applies(t.Protocol, t.AppliesTo) {
				r.report("response", t.ID, func() []string { return r.failure(operation, name, t) })
			}
		}
	})
	return r.err
}

type run struct {
	Config
	out *json.Encoder
	err error // the first one of writing
}

// report runs a case and writes what became of it. A panic is a failure like others.
func (r *run) report(kind, id string, f func() []string) {
	result := Result{Kind: kind, ID: id}
	func() {
		defer func() {
			if cause := recover(); cause != nil {
				result.Failures = []string{fmt.Sprintf("panic: %v", cause)}
			}
		}()
		result.Failures = f()
		slices.Sort(result.Failures) // some come out of maps
	}()
	if err := r.out.Encode(result); r.err == nil {
		r.err = err
	}
}

// exchange is the HTTP client of a case: it answers with the case's reply, and keeps the request.
type exchange struct {
	status  int
	headers map[string]string
	reply   string

	request *http.Request
	body    []byte // of the request
}

func (e *exchange) Do(req *http.Request) (*http.Response, error) {
	e.request = req
	if req.Body != nil {
		var err error
		if e.body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	resp := &http.Response{
		Request: req, StatusCode: e.status, Header: http.Header{}, ContentLength: int64(len(e.reply)),
		Body: io.NopCloser(strings.NewReader(e.reply)),
	}
	for name, value := range e.headers {
		resp.Header.Set(name, value)
	}
	return resp, nil
}

// zeros is the randomness that the suite's idempotency tokens are made of.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// method returns a method of a new client that talks to e.
func (r *run) method(operation, host string, e *exchange) (reflect.Value, error) {
	newClient := reflect.ValueOf(r.New)
	config := reflect.New(newClient.Type().In(0)).Elem()
	config.FieldByName("Endpoint").SetString("http://" + host)
	config.FieldByName("Options").Set(reflect.ValueOf(rt.Options{HTTPClient: e, Random: zeros{}}))
	if f := config.FieldByName("Credentials"); f.IsValid() {
		f.Set(reflect.ValueOf(r.Credentials))
		config.FieldByName("Region").SetString("us-west-2")
	}
	results := newClient.Call([]reflect.Value{config})
	if err, _ := results[1].Interface().(error); err != nil {
		return reflect.Value{}, err
	}
	method := results[0].MethodByName(exported(operation))
	if !method.IsValid() {
		return method, errors.New("the client has no such method: the operation was left out")
	}
	return method, nil
}

func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// call makes a call with the parameters.
func (r *run) call(operation, host string, params map[string]any, e *exchange, opts ...rt.CallOption) (schema.Shape, error) {
	method, err := r.method(operation, host, e)
	if err != nil {
		return nil, err
	}
	in := reflect.New(method.Type().In(1).Elem())
	table, _ := in.Interface().(schema.Shape)
	if err := fillStruct(table.SmithySchema(), in.Elem(), params); err != nil {
		return nil, fmt.Errorf("the case's parameters: %w", err)
	}
	args := []reflect.Value{reflect.ValueOf(context.Background()), in, reflect.ValueOf(rt.Once())}
	for _, opt := range opts {
		args = append(args, reflect.ValueOf(opt))
	}
	results := method.Call(args)
	err, _ = results[1].Interface().(error)
	out, _ := results[0].Interface().(schema.Shape)
	return out, err
}

// request runs a case of a request. What comes back does not matter to it.
func (r *run) request(operation string, t *request) []string {
	host := "example.com"
	if t.Host != "" {
		host = t.Host
	}
	e := &exchange{status: http.StatusOK, reply: "{}"}
	_, err := r.call(operation, host, t.Params, e)
	if e.request == nil {
		return []string{fmt.Sprintf("nothing was sent: %v", err)}
	}
	return compareRequest(t, e.request, e.body)
}

// response runs a case of a reply that succeeds.
func (r *run) response(operation string, t *response) []string {
	params, err := r.required(operation)
	if err != nil {
		return []string{err.Error()}
	}
	out, err := r.call(operation, "example.com", params, &exchange{status: t.Code, headers: t.Headers, reply: t.Body}, rt.SkipValidation())
	if err != nil {
		return []string{err.Error()}
	}
	var d differences
	d.structure("", out.SmithySchema(), reflect.ValueOf(out).Elem(), t.Params)
	return d
}

// failure runs a case of a reply that is an error of the model.
func (r *run) failure(operation, name string, t *response) []string {
	params, err := r.required(operation)
	if err != nil {
		return []string{err.Error()}
	}
	_, err = r.call(operation, "example.com", params, &exchange{status: t.Code, headers: t.Headers, reply: t.Body}, rt.SkipValidation())
	var modelled interface {
		error
		schema.Shape
	}
	if !errors.As(err, &modelled) {
		return []string{fmt.Sprintf("a %T came back, not a %s: %v", err, name, err)}
	}
	table := modelled.SmithySchema()
	if table.Name != name {
		return []string{fmt.Sprintf("a %s came back, not a %s", table.Name, name)}
	}
	var d differences
	d.structure("", table, reflect.ValueOf(modelled).Elem(), t.Params)
	if meta, ok := rt.MetadataOf(err); !ok || meta.Status != t.Code || meta.Code != name {
		d.add("", "the metadata is %+v, not status %d and code %s", meta, t.Code, name)
	}
	return d
}

// required makes parameters that a request cannot do without: its labels.
func (r *run) required(operation string) (map[string]any, error) {
	method, err := r.method(operation, "example.com", nil)
	if err != nil {
		return nil, err
	}
	in, _ := reflect.New(method.Type().In(1).Elem()).Interface().(schema.Shape)
	params := map[string]any{}
	for _, m := range in.SmithySchema().Members {
		if m.Bind == schema.Label {
			params[m.Name] = "x"
		}
	}
	return params, nil
}

// sameJSON reports whether two texts are equal JSON values.
func sameJSON(a, b []byte) bool {
	x, errX := decodeJSON(a)
	y, errY := decodeJSON(b)
	return errX == nil && errY == nil && sameValue(x, y)
}

func decodeJSON(data []byte) (v any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err = decoder.Decode(&v); err == nil && decoder.More() {
		err = errors.New("more follows")
	}
	return v, err
}
