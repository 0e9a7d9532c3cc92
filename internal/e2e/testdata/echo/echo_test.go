// Every operation of every model here, by every protocol that can say it: what is sent comes back.

package echo_test

import (
	"errors"
	"net/http"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// rounds is how often each operation is called: once with all there is, once with what is necessary, then with some.
const rounds = 25

// caller makes a client whose requests are answered by do.
func (s service) caller(t *testing.T, do doer) reflect.Value {
	t.Helper()
	c, err := s.client("http://service.example.com", rt.Options{
		HTTPClient: do, Retryer: aws.NopRetryer{}, SkipValidation: validate.All, IdempotencyToken: func() string { return token },
	})
	if err != nil {
		t.Fatal(err)
	}
	return reflect.ValueOf(c)
}

// call calls a method of a client.
func call(t *testing.T, method reflect.Value, in schema.Shape) (reflect.Value, error) {
	t.Helper()
	result := method.Call([]reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(in)})
	err, _ := result[1].Interface().(error)
	return result[0], err
}

// shapeOf makes a value of the type that a pointer type points at.
func shapeOf(pointer reflect.Type) schema.Shape {
	return reflect.New(pointer.Elem()).Interface().(schema.Shape)
}

// each runs a test for each service that streams no events.
func each(t *testing.T, test func(t *testing.T, s service)) {
	t.Helper()
	for _, s := range services {
		if s.events != nil {
			continue
		}
		t.Run(s.model+"/"+s.protocol, func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}

func TestEcho(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s service) {
		methods := s.caller(t, nil).Type()
		for i := range methods.NumMethod() {
			m := methods.Method(i)
			for seed := range uint64(rounds) {
				s.roundTrip(t, m, seed)
			}
		}
	})
}

func (s service) roundTrip(t *testing.T, m reflect.Method, seed uint64) {
	t.Helper()
	in, out := shapeOf(m.Type.In(2)), shapeOf(m.Type.Out(0))
	newFiller(s, min(mode(seed), some), seed).shape(in)
	client := s.caller(t, func(r *http.Request) (*http.Response, error) { return s.echo(m.Name, in, out, r) })
	got, err := call(t, client.MethodByName(m.Name), in)
	if err != nil {
		t.Errorf("%s, seed %d: %v", m.Name, seed, err)
		return
	}
	c := comparer{protocol: s.protocol, tokens: true}
	c.shapes(in, got.Interface().(schema.Shape))
	if err := c.err(); err != nil {
		t.Errorf("%s, seed %d:\n%v", m.Name, seed, err)
	}
}

// TestRefusals has every operation answered with every error, which is told apart by those that name it.
func TestRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s service) {
		for _, e := range s.errors {
			if s.protocol == "restXml" && e.SmithySchema().Payload() != nil {
				continue // there would be no place for its name
			}
			for seed := range uint64(rounds) {
				s.refused(t, e, seed)
			}
		}
	})
}

func (s service) refused(t *testing.T, e schema.Shape, seed uint64) {
	t.Helper()
	e = newFiller(s, min(mode(seed), some), seed).shape(made(e))
	if code := reflect.ValueOf(e).Elem().FieldByName("Code"); code.IsValid() {
		code.SetZero() // in XML it would be that of the error
	}
	client := s.caller(t, func(r *http.Request) (*http.Response, error) { return s.refuse(e, r) })
	known := 0
	for i := range client.NumMethod() {
		in := newFiller(s, necessary, seed).shape(shapeOf(client.Method(i).Type().In(1)))
		_, err := call(t, client.Method(i), in)
		var meta interface{ Metadata() *rt.ErrorMetadata }
		if !errors.As(err, &meta) || meta.Metadata().Code != e.SmithySchema().Name {
			t.Errorf("%s: %T: %v", client.Type().Method(i).Name, err, err)
			continue
		}
		got := reflect.New(reflect.TypeOf(e))
		if !errors.As(err, got.Interface()) {
			continue
		}
		known++
		c := comparer{protocol: s.protocol}
		c.shapes(e, got.Elem().Interface().(schema.Shape))
		if err := c.err(); err != nil {
			t.Errorf("%s, seed %d:\n%v", e.SmithySchema().Name, seed, err)
		}
	}
	if known == 0 {
		t.Errorf("no operation knows %s", e.SmithySchema().Name)
	}
}
