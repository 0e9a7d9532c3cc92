// Every output and every error of every model here, as package rttest answers with them.

package echo_test

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/rttest"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// faked makes a client whose requests fake answers.
func (s service) faked(t *testing.T, fake *rttest.Fake) reflect.Value {
	t.Helper()
	c, err := s.client("http://service.example.com", rt.Options{HTTPClient: fake, Retryer: aws.NopRetryer{}, SkipValidation: validate.All})
	if err != nil {
		t.Fatal(err)
	}
	return reflect.ValueOf(c)
}

func TestFakeOutputs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s service) {
		methods := s.caller(t, nil).Type()
		for i := range methods.NumMethod() {
			m := methods.Method(i)
			for seed := range uint64(rounds) {
				s.fakeOutput(t, m, seed)
			}
		}
	})
}

func (s service) fakeOutput(t *testing.T, m reflect.Method, seed uint64) {
	t.Helper()
	fill := func() schema.Shape { // twice the same, since a stream can be read once
		out := newFiller(s, min(mode(seed), some), seed).shape(shapeOf(m.Type.Out(0)))
		withStatus(out)
		return out
	}
	fake := rttest.NewFake(nil, rttest.OK(fill()))
	in := newFiller(s, necessary, seed).shape(shapeOf(m.Type.In(2)))
	got, err := call(t, s.faked(t, fake).MethodByName(m.Name), in)
	if err = errors.Join(err, fake.Err()); err != nil {
		t.Errorf("%s, seed %d: %v", m.Name, seed, err)
		return
	}
	c := comparer{protocol: s.protocol}
	c.shapes(fill(), got.Interface().(schema.Shape))
	if err := c.err(); err != nil {
		t.Errorf("%s, seed %d:\n%v", m.Name, seed, err)
	}
}

// withStatus fills the member that holds the reply's status, which every reply has.
func withStatus(out schema.Shape) {
	table := out.SmithySchema()
	for i := range table.Members {
		if m := &table.Members[i]; m.Bind == schema.StatusCode {
			status := int32(http.StatusNonAuthoritativeInfo)
			fieldAt(reflect.ValueOf(out).Elem(), m.Offset).Set(reflect.ValueOf(&status))
		}
	}
}

func TestFakeErrors(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s service) {
		for _, e := range s.errors {
			if s.protocol == "restXml" && e.SmithySchema().Payload() != nil {
				continue // there would be no place for its name
			}
			for seed := range uint64(rounds) {
				s.fakeError(t, e, seed)
			}
		}
	})
}

func (s service) fakeError(t *testing.T, e schema.Shape, seed uint64) {
	t.Helper()
	e = newFiller(s, min(mode(seed), some), seed).shape(made(e))
	if code := reflect.ValueOf(e).Elem().FieldByName("Code"); code.IsValid() {
		code.SetZero() // in XML it would be that of the error
	}
	fake := rttest.NewFake(nil, rttest.Fail(e.(rttest.Failure)).Always())
	client, known := s.faked(t, fake), 0
	for i := range client.NumMethod() {
		in := newFiller(s, necessary, seed).shape(shapeOf(client.Method(i).Type().In(1)))
		_, err := call(t, client.Method(i), in)
		if err != nil && strings.Contains(err.Error(), "which is no error of") {
			continue
		}
		known++
		got := reflect.New(reflect.TypeOf(e))
		if !errors.As(err, got.Interface()) {
			t.Errorf("%s, seed %d: %T %v, want a %T", client.Type().Method(i).Name, seed, err, err, e)
			continue
		}
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
