// Events that come back as they were sent, by every protocol that streams them.

package echo_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// ServeHTTP sends back each event when it has come, and the headers before them.
func (s service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for name, values := range s.headers() {
		w.Header()[name] = values
	}
	for name, values := range r.Header {
		if strings.HasPrefix(name, "X-") {
			w.Header()[name] = values
		}
	}
	w.Header().Set("Content-Type", "application/vnd.amazon.eventstream")
	control := http.NewResponseController(w)
	if err := control.Flush(); err != nil {
		panic(err)
	}
	for {
		message, err := eventstream.NewDecoder().Decode(r.Body, nil)
		if err != nil {
			return // the client finds events missing
		}
		if kind := message.Headers.Get(":event-type"); kind != nil && kind.String() == "initial-request" {
			message.Headers.Set(":event-type", eventstream.StringValue("initial-response"))
		}
		if err := eventstream.NewEncoder().Encode(w, message); err != nil {
			panic(err)
		}
		if err := control.Flush(); err != nil {
			return
		}
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	for _, s := range services {
		if s.events == nil {
			continue
		}
		t.Run(s.protocol, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewUnstartedServer(s)
			server.EnableHTTP2 = true
			server.StartTLS()
			t.Cleanup(server.Close)
			client, err := s.client(server.URL, rt.Options{
				HTTPClient: server.Client(), Retryer: aws.NopRetryer{}, SkipValidation: validate.All, EventTimeout: 30 * time.Second,
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, operation := range []string{"Both", "Initial", "Open", "Shared"} {
				for seed := range uint64(rounds) {
					s.talk(t, reflect.ValueOf(client).MethodByName(operation), seed)
				}
			}
		})
	}
}

// table returns that of a union of events.
func (s service) table(union reflect.Type) *schema.Struct {
	for _, e := range s.events {
		if table := e.SmithySchema(); reflect.TypeOf(table.Union).Elem() == union {
			return table
		}
	}
	return nil
}

// talk sends an event of each kind, and reads what comes back.
func (s service) talk(t *testing.T, operation reflect.Value, seed uint64) {
	t.Helper()
	f := newFiller(s, min(mode(seed), some), seed)
	in := f.shape(shapeOf(operation.Type().In(1)))
	stream, err := call(t, operation, in)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.MethodByName("Close").Call(nil)
	events := s.table(stream.MethodByName("Send").Type().In(1))
	var sent []reflect.Value
	for i := range events.Members {
		m := &events.Members[i]
		if m.Of.SmithySchema().Error != nil {
			continue
		}
		event := reflect.New(reflect.TypeOf(m.Variant).Elem())
		f.value(&m.Type, fieldAt(event.Elem(), m.Offset), nil)
		result := stream.MethodByName("Send").Call([]reflect.Value{reflect.ValueOf(t.Context()), event})
		if err, _ := result[0].Interface().(error); err != nil {
			t.Fatalf("sending %s: %v", m.Name, err)
		}
		sent = append(sent, event)
	}
	if err, _ := stream.MethodByName("CloseSend").Call(nil)[0].Interface().(error); err != nil {
		t.Fatal(err)
	}
	result := stream.MethodByName("Output").Call([]reflect.Value{reflect.ValueOf(t.Context())})
	if err, _ := result[1].Interface().(error); err != nil {
		t.Fatal(err)
	}
	c := comparer{protocol: s.protocol}
	c.shapes(in, result[0].Interface().(schema.Shape))
	c.received(t, events, readerOf(result[0].Elem()), sent)
	if err := c.err(); err != nil {
		t.Errorf("seed %d:\n%v", seed, err)
	}
}

// readerOf returns the method that reads an output's events.
func readerOf(out reflect.Value) reflect.Value {
	for i := range out.NumField() {
		if recv := out.Field(i).Addr().MethodByName("Recv"); recv.IsValid() {
			return recv
		}
	}
	panic("the output has no events")
}

// received reads the events that were sent, and the end.
func (c *comparer) received(t *testing.T, events *schema.Struct, recv reflect.Value, sent []reflect.Value) {
	t.Helper()
	for _, event := range sent {
		result := recv.Call(nil)
		if err, _ := result[1].Interface().(error); err != nil {
			t.Fatalf("reading %v: %v", event.Type(), err)
		}
		c.unions("", events, event, result[0].Elem())
	}
	if err, _ := recv.Call(nil)[1].Interface().(error); !errors.Is(err, io.EOF) {
		t.Errorf("behind the last event is %v", err)
	}
}
