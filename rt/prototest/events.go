// Events: what streams carried, beside what a case of eventStreamTests wants.

package prototest

import (
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt/events"
)

// Event is what an event must be on the wire. What is left empty is not looked at.
type Event struct {
	Header        map[string]any // bool, int8, int16, int32, int64, []byte, string or time.Time
	ForbidHeader  []string       // names that must not be there
	RequireHeader []string       // names that must be there
	Body          Body           // nil: not looked at
}

// Send sends the events on a stream that a client's method returned with err, ends the request, and returns the output or the
// error with which the call ends. Nothing is sent where err is not nil.
func Send[In, Out any](t testing.TB, stream *events.Stream[In, Out], err error, sent ...In) (*Out, error) {
	t.Helper()
	if err != nil {
		return nil, err
	}
	for _, event := range sent {
		if err := stream.Send(t.Context(), event); err != nil {
			t.Fatalf("an event cannot be sent: %v", err)
		}
	}
	if err := stream.CloseSend(); err != nil {
		t.Errorf("the end of the events cannot be sent: %v", err)
	}
	return stream.Output(t.Context())
}

// CheckEvents fails t unless the body of the request, of a call that ended with err, is these events.
func (e *Exchange) CheckEvents(t testing.TB, err error, want ...Event) {
	t.Helper()
	if e.request == nil {
		t.Fatalf("nothing was sent: %v", err)
	}
	e.checkEnd(t, err)
	var d differences
	got, err := readFrames(e.sent)
	if err != nil {
		d.add("", "after %d events: %v", len(got), err)
	}
	for i, f := range got {
		if at := "event " + strconv.Itoa(i+1); i < len(want) {
			want[i].differences(&d, at, f)
		} else {
			d.add(at, "should not be there, and is %v %q", f.header, f.payload)
		}
	}
	if len(got) < len(want) {
		d.add("", "%d events, not %d", len(got), len(want))
	}
	d.report(t, "what was sent")
}

func (want *Event) differences(d *differences, at string, got frame) {
	for _, name := range slices.Sorted(maps.Keys(want.Header)) {
		if have := got.header[name]; !sameHeader(have, want.Header[name]) {
			d.add(at, "its header %s is the %T %v, not the %T %v", name, have, have, want.Header[name], want.Header[name])
		}
	}
	for _, name := range want.ForbidHeader {
		if have, there := got.header[name]; there {
			d.add(at, "its header %s must not be there, and is %v", name, have)
		}
	}
	for _, name := range want.RequireHeader {
		if _, there := got.header[name]; !there {
			d.add(at, "its header %s must be there", name)
		}
	}
	if want.Body != nil {
		var body differences
		want.Body.compare(&body, got.payload)
		for _, text := range body {
			d.add(at, "%s", text)
		}
	}
}

func sameHeader(got, want any) bool {
	if instant, ok := want.(time.Time); ok {
		have, ok := got.(time.Time)
		return ok && have.Equal(instant)
	}
	return reflect.DeepEqual(got, want)
}

// Events is the stream of these events, for an output that [CheckOutput] wants.
func Events[T any](all ...T) events.Reader[T] {
	return events.NewReader(func(yield func(T, error) bool) {
		for _, event := range all {
			if !yield(event, nil) {
				return
			}
		}
	})
}

// EndOf returns err or, if there is none, the error with which the stream of an output ends, a pointer to a struct; nil where
// that ends as it should.
func EndOf(out any, err error) error {
	if err != nil {
		return err
	}
	for _, field := range reflect.ValueOf(out).Elem().Fields() {
		if field.Kind() == reflect.Struct && field.MethodByName("Recv").IsValid() {
			_, err = received(field)
		}
	}
	return err
}

// received reads a stream to its end, and closes it.
func received(reader reflect.Value) ([]reflect.Value, error) {
	if c, ok := reader.Interface().(io.Closer); ok {
		defer c.Close()
	}
	var all []reflect.Value
	for {
		result := reader.MethodByName("Recv").Call(nil)
		switch err, _ := result[1].Interface().(error); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return all, err
		}
		all = append(all, result[0])
	}
}

// isReader reports whether a type is events.Reader of something.
func isReader(t reflect.Type) bool {
	_, ok := t.MethodByName("Recv")
	return ok && t.Kind() == reflect.Struct
}

// events compares what two streams give.
func (d *differences) events(path string, got, want reflect.Value) {
	have, err := received(got)
	if err != nil {
		d.add(path, "ends with an error: %v", err)
	}
	wanted, _ := received(want)
	if len(have) != len(wanted) {
		d.add(path, "%d events, not %d", len(have), len(wanted))
		return
	}
	for i := range wanted {
		d.value(path+"["+strconv.Itoa(i)+"]", have[i], wanted[i])
	}
}

// CheckFailure fails t if err, with which a call or its stream ended, is nil.
func CheckFailure(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("the call ended without an error")
	}
}

// CheckErrorType fails t unless a call or its stream ended with an error of type E.
func CheckErrorType[E error](t testing.TB, err error) {
	t.Helper()
	if _, ok := errors.AsType[E](err); !ok {
		t.Errorf("the call ended with a %T, not with a %v: %v", err, reflect.TypeFor[E](), err)
	}
}
