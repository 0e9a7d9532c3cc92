// Tests of event streams: what the cases of the trait eventStreamTests become in Go.

package plan

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

const eventTests = "smithy.test#eventStreamTests"

// stream plans a case of an operation with event streams: what a client sends, and what it makes of the reply, if the case has
// one.
func (t *testBuilder) stream(c testCase) (TestCase, error) {
	planned, err := t.streamRequest(c)
	if err != nil {
		return TestCase{}, err
	}
	expectation, _ := c.part("expectation")
	failure, fails := expectation.part("failure")
	_, initial := c.Field("initialResponse")
	_, params := c.Field("initialResponseParams")
	if !fails && !initial && !params && len(c.events("response")) == 0 {
		return planned, t.configure(c, &planned)
	}
	if planned.Exchange, err = t.streamedReply(c); err != nil {
		return TestCase{}, err
	}
	var check Expr
	if fails {
		check, err = t.streamFailure(c, failure.str("errorId"))
	} else {
		check, err = t.streamSuccess(c)
	}
	if err != nil {
		return TestCase{}, err
	}
	planned.Output = true
	planned.Checks = append(planned.Checks, check)
	return planned, t.configure(c, &planned)
}

// events are the case's events of a direction.
func (c testCase) events(direction string) []testCase {
	list, _ := c.Field("events")
	var out []testCase
	for _, e := range list.Elems() {
		if event := (testCase{e, c.op}); event.str("type") == direction {
			out = append(out, event)
		}
	}
	return out
}

// part is a member of the case as a case of its own.
func (c testCase) part(name string) (testCase, bool) {
	v, ok := c.Field(name)
	return testCase{v, c.op}, ok
}

// streamRequest plans what a client sends, and the checks of that.
func (t *testBuilder) streamRequest(c testCase) (TestCase, error) {
	input := t.leastInput(c.op)
	if params, ok := c.Field("initialRequestParams"); ok {
		var err error
		if input, err = t.values.structure(t.inputName(c.op), params); err != nil {
			return TestCase{}, err
		}
	}
	planned := TestCase{Exchange: exchange(), Input: address(input)}
	if initial, ok := c.part("initialRequest"); ok {
		planned.Checks = append(planned.Checks, call(code("exchange.CheckRequest"), code("t"), code("err"), wantedRequest(initial)))
	}
	m := streamOf(c.op.Input)
	if m != nil {
		planned.Streams = t.names.shapes[m.Target]
	}
	check := call(code("exchange.CheckEvents"), code("t"), code("err"))
	for _, e := range c.events("request") {
		params, ok := e.Field("params")
		switch {
		case m == nil:
			return TestCase{}, errors.New("it sends events, and the operation does not")
		case !ok:
			return TestCase{}, errors.New("it sends an event that the model does not have")
		}
		event, err := t.values.union(planned.Streams, params)
		if err != nil {
			return TestCase{}, err
		}
		want, err := t.wantedEvent(e)
		if err != nil {
			return TestCase{}, err
		}
		planned.Sent = append(planned.Sent, event)
		check.Args = append(check.Args, want)
	}
	if len(planned.Sent) > 0 {
		planned.Checks = append(planned.Checks, check)
	}
	return planned, nil
}

// wantedEvent is a composite of prototest.Event.
func (t *testBuilder) wantedEvent(e testCase) (Expr, error) {
	want := composite(GoType{Path: prototestPath, Name: "Event"})
	headers, err := e.eventHeader()
	if err != nil {
		return want, err
	}
	if len(headers.Entries) > 0 {
		want.Entries = append(want.Entries, Entry{Field: "Header", Value: headers})
	}
	for _, list := range []struct{ field, of string }{{"ForbidHeader", "forbidHeaders"}, {"RequireHeader", "requireHeaders"}} {
		if value, any := texts(e.strings(list.of)); any {
			want.Entries = append(want.Entries, Entry{Field: list.field, Value: value})
		}
	}
	if body, ok := e.Field("body"); ok {
		want.Entries = append(want.Entries, Entry{Field: "Body", Value: bodyOf(body.Str(), e.str("bodyMediaType"))})
	}
	return want, nil
}

// eventHeader is the literal of an event's headers, in the order of the model.
func (c testCase) eventHeader() (Expr, error) {
	headers, _ := c.Field("headers")
	values := composite(MapOf("string", GoType{Name: "any"}))
	for name, v := range headers.Fields() {
		key := text(name)
		value, err := headerValue(v)
		if err != nil {
			return values, fmt.Errorf("header %s: %w", name, err)
		}
		values.Entries = append(values.Entries, Entry{Key: &key, Value: value})
	}
	return values, nil
}

// headerValue is the value of an event's header, which is a union in the case.
func headerValue(v shape.Node) (Expr, error) {
	for kind, value := range v.Fields() {
		switch kind {
		case "boolean":
			return code(fmt.Sprint(value.Bool())), nil
		case "byte":
			return convert(GoType{Name: "int8"}, code(value.Num())), nil
		case "short":
			return convert(GoType{Name: "int16"}, code(value.Num())), nil
		case "integer":
			return convert(GoType{Name: "int32"}, code(value.Num())), nil
		case "long":
			return convert(GoType{Name: "int64"}, code(value.Num())), nil
		case "string":
			return text(value.Str()), nil
		case "blob":
			data, err := base64.StdEncoding.DecodeString(value.Str())
			return convert(SliceOf(GoType{Name: "byte"}), text(string(data))), err
		case "timestamp":
			return timeValue(value)
		}
	}
	return Expr{}, errors.New("has no type that events have")
}

// streamSuccess is the check of a reply: its output, with the events that are to be read from it.
func (t *testBuilder) streamSuccess(c testCase) (Expr, error) {
	if c.op.Output == nil {
		return Expr{}, errors.New("it has an output, and the operation has none")
	}
	params, _ := c.Field("initialResponseParams")
	want, err := t.values.structure(t.names.shapes[c.op.Output], params)
	if err != nil {
		return Expr{}, err
	}
	m := streamOf(c.op.Output)
	sent := c.events("response")
	if m == nil && len(sent) > 0 {
		return Expr{}, errors.New("it receives events, and the operation does not")
	}
	if len(sent) > 0 {
		union := t.names.shapes[m.Target]
		events := call(Expr{Kind: Name, Path: prototestPath, Text: "Events", Type: GoType{Name: union}})
		for _, e := range sent {
			params, _ := e.Field("params")
			event, err := t.values.union(union, params)
			if err != nil {
				return Expr{}, err
			}
			events.Args = append(events.Args, event)
		}
		want.Entries = append(want.Entries, Entry{Field: t.fieldName(c.op.Output, m), Value: events})
	}
	return call(of(prototestPath, "CheckOutput"), code("t"), code("err"), code("out"), address(want)), nil
}

// streamedReply is the exchange with the head and the events of a reply.
func (t *testBuilder) streamedReply(c testCase) (Expr, error) {
	reply := exchange(Entry{Field: "Status", Value: code("200")})
	if initial, ok := c.part("initialResponse"); ok {
		status, _ := initial.Field("code")
		reply.Entries[0].Value = code(status.Num())
		if header, any := initial.header(); any {
			reply.Entries = append(reply.Entries, Entry{Field: "Header", Value: header})
		}
		if body := initial.str("body"); body != "" {
			reply.Entries = append(reply.Entries, Entry{Field: "Body", Value: text(body)})
		}
	}
	body, err := frames(c.events("response"))
	if err == nil && body.Args != nil {
		reply.Entries = append(reply.Entries, Entry{Field: "Body", Value: body})
	}
	return reply, err
}

// frames is a string with the frames of events. Those that the case has bytes for, which it may have broken on purpose, are
// these; others are made of their headers and body.
func frames(events []testCase) (Expr, error) {
	all := Expr{Kind: Join}
	var data []byte
	for _, e := range events {
		raw, err := base64.StdEncoding.DecodeString(e.str("bytes"))
		if err != nil {
			return all, fmt.Errorf("the bytes of an event are no base64: %w", err)
		}
		data = append(data, raw...)
		if len(raw) > 0 {
			continue
		}
		all.addBytes(&data)
		header, err := e.eventHeader()
		if err != nil {
			return all, err
		}
		all.Args = append(all.Args, call(of(prototestPath, "Frame"), header, text(e.str("body"))))
	}
	all.addBytes(&data)
	return all, nil
}

// addBytes adds bytes to a sum of strings, and takes them away from data.
func (e *Expr) addBytes(data *[]byte) {
	if len(*data) > 0 {
		e.Args = append(e.Args, call(of(prototestPath, "Binary"), text(base64.StdEncoding.EncodeToString(*data))))
		*data = nil
	}
}

// streamFailure is the check of a call whose stream must end with an error: of the type that id names, if it names one, and
// with the members that the last event gives it.
func (t *testBuilder) streamFailure(c testCase, id string) (Expr, error) {
	end := call(of(prototestPath, "EndOf"), code("out"), code("err"))
	if id == "" {
		return call(of(prototestPath, "CheckFailure"), code("t"), end), nil
	}
	s := t.model.Shape(shape.ID(id))
	name, ok := t.names.shapes[s]
	if !ok {
		return Expr{}, errors.New("its error " + id + " is not one of the package")
	}
	sent := c.events("response")
	if len(sent) == 0 {
		check := Expr{Kind: Name, Path: prototestPath, Text: "CheckErrorType", Type: PointerTo(GoType{Name: name})}
		return call(check, code("t"), end), nil
	}
	event, _ := sent[len(sent)-1].Field("params")
	for _, params := range event.Fields() {
		want, err := t.values.structure(name, params)
		want.Entries = slices.Insert(want.Entries, 0, Entry{Field: "ErrorMetadata", Value: metadataOf(s.ID.Name(), "200", params)})
		return call(of(prototestPath, "CheckError"), code("t"), end, address(want)), err
	}
	return Expr{}, errors.New("its last event has no parameters")
}
