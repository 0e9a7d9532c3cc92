// Random replies through both clients: both make the same of them, and it is what the reply says.

package difftest

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/aws/smithy-go"
)

func TestReplies(t *testing.T) {
	t.Parallel()
	testReplies(t, committed(t))
}

func testReplies(t *testing.T, s *sides) {
	for _, operation := range s.operations() {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			g := &generator{Rand: source(t), model: s.model, coarse: true}
			output := s.model.of(s.model.operation(t, operation).Output)
			in := s.anyInput(t, operation)
			for range *inputs {
				if t.Failed() {
					return // one reply that is read differently is enough to look at
				}
				want, answer := g.answer(output)
				s.compareReplies(t, operation, in, output, want, answer)
			}
		})
	}
}

// anyInput makes one that both clients send.
func (s *sides) anyInput(t *testing.T, operation string) record {
	g := &generator{Rand: source(t), model: s.model, valid: true}
	return g.structure(s.input(t, operation), 0)
}

func (s *sides) compareReplies(t *testing.T, operation string, in record, output *shape, want record, answer reply) {
	t.Helper()
	ours := call(t, s.ours, operation, in, answer)
	theirs := call(t, s.peer, operation, in, answer)
	if ours.err != nil || theirs.err != nil {
		t.Errorf("%s: a reply was not read\n\t  ours: %v\n\ttheirs: %v\n\t reply: %s", operation, ours.err, theirs.err, answer.body)
		return
	}
	a, b := s.read(t, ours.out, output), s.read(t, theirs.out, output)
	list := append(same("output", a, b), same("output, against the reply,", a, want)...)
	for _, d := range list {
		d.operation, d.input = operation, in
		t.Errorf("%v\n\t reply: %s", d, answer.body)
	}
}

// read takes what a client returned out of its struct.
func (s *sides) read(t *testing.T, out reflect.Value, of *shape) any {
	t.Helper()
	v, err := s.model.extract(out, of)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestErrors(t *testing.T) {
	t.Parallel()
	testErrors(t, committed(t))
}

// testErrors answers each operation with each error that the model gives it, and one that it does not.
func testErrors(t *testing.T, s *sides) {
	for _, operation := range s.operations() {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			g := &generator{Rand: source(t), model: s.model, coarse: true}
			in := s.anyInput(t, operation)
			modelled := s.model.operation(t, operation).Errors
			if len(modelled) == 0 {
				t.Errorf("%s: the model has no errors", operation)
			}
			for _, m := range modelled {
				for range max(1, *inputs/10) {
					if t.Failed() {
						return
					}
					s.compareErrors(t, g, operation, in, m.Target)
				}
			}
			s.compareErrors(t, g, operation, in, "com.example#SomethingElseException") // which is not in the model
		})
	}
}

// compareErrors answers with the error of that id, which may be in the model or not.
func (s *sides) compareErrors(t *testing.T, g *generator, operation string, in record, id string) {
	t.Helper()
	of := s.model.Shapes[id]
	answer, want := g.failure(of, id)
	ours := s.apiError(t, call(t, s.ours, operation, in, answer))
	theirs := s.apiError(t, call(t, s.peer, operation, in, answer))
	if ours == nil || theirs == nil {
		return
	}
	told := func(e smithy.APIError) string {
		return fmt.Sprintf("code %q, message %q, fault %v", e.ErrorCode(), e.ErrorMessage(), e.ErrorFault())
	}
	if of == nil { // the peer does not say whose fault an error is that it does not know
		told = func(e smithy.APIError) string {
			return fmt.Sprintf("code %q, message %q", e.ErrorCode(), e.ErrorMessage())
		}
	}
	if a, b := told(ours), told(theirs); a != b {
		t.Errorf("%s: the errors differ\n\t  ours: %s\n\ttheirs: %s\n\t reply: %v %s", operation, a, b, answer.header, answer.body)
	}
	if of == nil {
		return
	}
	if a, b := typeName(ours), typeName(theirs); a != bare(id) || b != bare(id) {
		t.Errorf("%s: the errors are a %s and a %s, want %s", operation, a, b, bare(id))
		return
	}
	a, b := s.read(t, reflect.ValueOf(ours), of), s.read(t, reflect.ValueOf(theirs), of)
	for _, d := range append(same("error", a, b), same("error, against the reply,", a, want)...) {
		d.operation, d.input = operation, in
		t.Errorf("%v\n\t reply: %v %s", d, answer.header, answer.body)
	}
}

func (s *sides) apiError(t *testing.T, o outcome) smithy.APIError {
	t.Helper()
	var e smithy.APIError
	if !errors.As(o.err, &e) {
		t.Errorf("the error is a %T, want one that is a smithy.APIError: %v", o.err, o.err)
	}
	return e
}

func typeName(v any) string { return reflect.TypeOf(v).Elem().Name() }

// failure makes the reply for an error, with its code where services put it: in the header, or in one of two members of
// the body, with a namespace before it or a URI behind it. It returns the members that the reply stands for.
func (g *generator) failure(of *shape, id string) (reply, record) {
	members, status := record{"message": hostile[g.IntN(len(hostile))]}, http.StatusTeapot
	known := &shape{Members: map[string]*member{"message": {Target: "smithy.api#String"}}, names: []string{"message"}}
	if of != nil {
		known = of
		members = g.structure(of, 0)
		if code, ok := trait[int](&member{}, of, "httpError"); ok {
			status = code
		}
	}
	cleaned, _ := clean(members).(record)
	r := g.reply(known, cleaned)
	r.status = status
	const uri = ":http://internal.example.com/coral/com.example.validate/"
	code := []string{bare(id), id, bare(id) + uri, id + uri}[g.IntN(4)]
	switch g.IntN(3) {
	case 0:
		r.header.Set("X-Amzn-Errortype", code)
	case 1:
		r.body = g.withMember(r.body, "__type", code)
	case 2:
		r.body = g.withMember(r.body, "code", code)
	}
	return r, cleaned
}

// withMember puts a member in front of the others of an object.
func (g *generator) withMember(object []byte, name, value string) []byte {
	before, rest, _ := bytes.Cut(object, []byte("{"))
	pair := g.pair(name, g.stringJSON(value))
	if !bytes.HasPrefix(bytes.TrimSpace(rest), []byte("}")) {
		pair = append(pair, ',')
	}
	return slices.Concat(before, []byte("{"), pair, rest)
}
