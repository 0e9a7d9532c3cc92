// Random inputs through both clients: the requests are the same.

package difftest

import (
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/internal/testenv"
	"github.com/smithwright/smithwright/rt"
)

// sides are the two clients, and the model that both were made from.
type sides struct {
	model *model
	ours  any
	peer  any

	compared  atomic.Int64 // requests
	sameBytes atomic.Int64 // of them, those whose bodies are equal byte by byte, so that the signatures are too
}

// committed returns the sides for the package that the repository ships.
func committed(t *testing.T) *sides {
	t.Helper()
	client, err := lambda.New(lambda.Config{Region: region, Credentials: static, Options: options()})
	if err != nil {
		t.Fatal(err)
	}
	m := readModel(t, filepath.Join(testenv.Root(t), "models", "lambda", "lambda.json"))
	return &sides{model: m, ours: client, peer: newPeer(t)}
}

// operations lists those of our client; the peer must have each. Those with streams of events have a test of their own,
// which plays the service. Pages, waiters and what presigns are no operations.
func (s *sides) operations() []string {
	var names []string
	client := reflect.TypeOf(s.ours)
	for i := range client.NumMethod() {
		method := client.Method(i).Type // with the receiver
		if name := client.Method(i).Name; method.NumIn() == 4 && method.NumOut() == 2 && !s.model.hasEvents(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestRequests(t *testing.T) {
	t.Parallel()
	s := committed(t)
	if n := len(s.operations()); n != 5 {
		t.Fatalf("the committed package has %d operations, want 5", n)
	}
	testRequests(t, s)
}

func testRequests(t *testing.T, s *sides) {
	t.Logf("-seed %d -inputs %d", *seed, *inputs)
	t.Cleanup(func() {
		t.Logf("%d operations, %d pairs of requests compared, %d of them with bodies of the same bytes", len(s.operations()), s.compared.Load(), s.sameBytes.Load())
	})
	t.Run("inputs", func(t *testing.T) {
		for _, operation := range s.operations() {
			t.Run("hostile/"+operation, func(t *testing.T) {
				t.Parallel()
				s.hostileInputs(t, operation)
			})
			t.Run("valid/"+operation, func(t *testing.T) {
				t.Parallel()
				s.validInputs(t, operation)
			})
		}
	})
}

// ok answers any request; the operations that stream a reply take it too.
var ok = reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: []byte("{}")}

// hostileInputs sends what breaks constraints and encoders, with our validation switched off, as the peer has none.
func (s *sides) hostileInputs(t *testing.T, operation string) {
	g := &generator{Rand: source(t), model: s.model}
	for range *inputs {
		if t.Failed() {
			return // one input that is sent differently is enough to look at
		}
		in := g.structure(s.input(t, operation), 0)
		s.compare(t, operation, in, rt.SkipValidation())
	}
}

// validInputs sends what obeys the model, with validation on: we must not refuse it.
func (s *sides) validInputs(t *testing.T, operation string) {
	g := &generator{Rand: source(t), model: s.model, valid: true}
	for range *inputs {
		if t.Failed() {
			return // one input that is sent differently is enough to look at
		}
		in := g.structure(s.input(t, operation), 0)
		s.compare(t, operation, in)
	}
}

func (s *sides) input(t *testing.T, operation string) *shape {
	return s.model.of(s.model.operation(t, operation).Input)
}

// compare makes one call with both clients, which must each send one request, and the same.
func (s *sides) compare(t *testing.T, operation string, in record, options ...any) {
	t.Helper()
	ours := call(t, s.ours, operation, in, ok, options...)
	theirs := call(t, s.peer, operation, in, ok)
	if ours.count != 1 || theirs.count != 1 {
		t.Errorf("%s: %d and %d requests were sent, want one each\n\t  ours: %v\n\ttheirs: %v\n\t input: %s", operation, ours.count, theirs.count, ours.err, theirs.err, brief(in))
		return
	}
	list := compareRequests(ours.exchange, theirs.exchange)
	for _, d := range list {
		d.operation, d.input = operation, in
		t.Error(d)
	}
	if len(list) == 0 && checkSignatures(t, operation, ours.exchange, theirs.exchange) {
		s.sameBytes.Add(1)
	}
	s.compared.Add(1)
}
