// Package rttest helps to test code that calls services by generated clients, without the services.
//
// A [Fake] takes the place of the HTTP client and answers each request with what a test says: outputs and errors of the
// generated package, which it writes in the protocol of the service, and faults of the network. All of the client is run:
// validation, signatures, retries and decoding.
//
//	fake := rttest.NewFake(t,
//		rttest.Throttle(),
//		rttest.OK(&lambda.FunctionEventInvokeConfig{MaximumRetryAttempts: new(int32(1))}),
//	)
//	client, err := lambda.New(lambda.Config{Region: "us-west-2", Credentials: creds, Options: rt.Options{HTTPClient: fake}})
//
// A [Recorder] keeps what real services answer in a file, without secrets, and a [Replayer] answers out of that file.
//
// Programs that are no tests have no use for this package, and do not link it.
package rttest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/rt"
)

// TB is what this package needs of a test; *testing.T is one.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// maxBody is how much of a request's body is kept, in bytes.
const maxBody = 1 << 20

// Fake is an HTTP client that answers what it is told to. It is safe for concurrent use.
type Fake struct {
	faults faults

	mu       sync.Mutex
	answers  script
	byName   map[string]*script
	requests []*Request
}

var (
	_ rt.Doer     = (*Fake)(nil)
	_ rt.Attacher = (*Fake)(nil)
)

// script is answers in the order in which they are given.
type script struct {
	left  []Answer
	given int
}

// next returns the answer that is due.
func (s *script) next() (Answer, bool) {
	if s == nil || len(s.left) == 0 {
		return Answer{}, false
	}
	a := s.left[0]
	if s.given++; !a.always {
		s.left = s.left[1:]
	}
	return a, true
}

// unused is how many answers were due and not asked for.
func (s *script) unused() int {
	n := 0
	for _, a := range s.left {
		if !a.always {
			n++
		}
	}
	return n
}

// NewFake returns an HTTP client that gives the answers in their order, one for each request, retries too. When t ends, answers
// that were not asked for fail it, as a request does that there is no answer for. Without a test t is nil, and [Fake.Err] tells.
func NewFake(t TB, answers ...Answer) *Fake {
	f := &Fake{answers: script{left: slices.Clone(answers)}}
	f.faults.watch(t, f.left)
	return f
}

// On gives the requests of an operation, by its name in the model, answers of their own, which come before those of [NewFake]
// and behind those of an earlier On. It returns f.
func (f *Fake) On(operation string, answers ...Answer) *Fake {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byName == nil {
		f.byName = map[string]*script{}
	}
	if f.byName[operation] == nil {
		f.byName[operation] = &script{}
	}
	f.byName[operation].left = append(f.byName[operation].left, answers...)
	return f
}

// Err tells what a test would fail for: requests without an answer so far, answers that cannot be given, and those that nobody
// asked for. It is nil if there are none.
func (f *Fake) Err() error { return f.faults.all(f.left) }

// left says which answers nobody asked for.
func (f *Fake) left() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	say := func(s *script, of string) {
		if n := s.unused(); n > 0 {
			out = append(out, fmt.Sprintf("%d of %d answers%s were not asked for", n, s.given+len(s.left), of))
		}
	}
	say(&f.answers, "")
	for name, s := range f.byName {
		say(s, " to "+name)
	}
	slices.Sort(out)
	return out
}

// Requests returns what was asked for, in order.
func (f *Fake) Requests() []*Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

// Request is a request that a fake was asked. Its Body, a stream, was read: see Sent.
type Request struct {
	*http.Request
	Service   string // such as "Lambda"; empty, with all below, for requests that did not come from a client itself
	Operation string // the operation's name in the model
	Attempt   int    // 1 for the first, 2 for that after it
	Input     any    // the struct that the caller gave

	Sent   []byte // the first 1 MiB of the body, without what is around pieces that are signed one by one
	Length int64  // how long that was

	number int // of the fake's requests, from 1
	fake   *Fake
	call
}

// id is the request's id, which looks like those of AWS.
func (r *Request) id() string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", r.number) }

// name is what people call the request.
func (r *Request) name() string {
	if r.Operation != "" {
		return fmt.Sprintf("request %d, %s", r.number, r.Operation)
	}
	return fmt.Sprintf("request %d, %s %s", r.number, r.Method, r.URL.EscapedPath())
}

// fail makes it known that an answer cannot be given.
func (r *Request) fail(err error) error {
	r.fake.faults.add("%s: %v", r.name(), err)
	return &misuse{err}
}

// misuse is an error of a test, which ends the call: another attempt would only hide it.
type misuse struct{ err error }

// Error says where it comes from.
func (e *misuse) Error() string { return "rttest: " + e.err.Error() }

// Unwrap returns what it is made of.
func (e *misuse) Unwrap() error { return e.err }

// RetryableError tells retryers that it is not.
func (*misuse) RetryableError() bool { return false }

// Do answers a request.
func (f *Fake) Do(req *http.Request) (*http.Response, error) {
	r := &Request{Request: req, fake: f}
	if c, ok := req.Context().Value(callKey{}).(*call); ok {
		r.call = *c
		r.Service, r.Operation, r.Attempt, r.Input = c.service.ID, c.op.Name, c.attempt, c.input
	}
	if err := r.read(); err != nil {
		return nil, &url.Error{Op: req.Method, URL: req.URL.Redacted(), Err: err}
	}
	a, ok := f.next(r)
	if !ok {
		return nil, r.fail(errors.New("there is no answer left for it"))
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if a.give == nil {
		return nil, r.fail(errors.New("the answer is empty: make it with one of the functions of this package"))
	}
	resp, err := a.give(r)
	if err != nil {
		return nil, &url.Error{Op: req.Method, URL: req.URL.Redacted(), Err: err}
	}
	resp.Request = req
	if req.Method == http.MethodHead {
		_ = resp.Body.Close()
		resp.Body = http.NoBody
	}
	return resp, nil
}

// read reads the body, as net/http would send it. One that is a stream of events, which goes on while the reply does, is left.
func (r *Request) read() error {
	if r.Body == nil {
		return nil
	}
	body := spool{bound: maxBody}
	var err error
	if r.op == nil || r.op.Events == nil {
		err = readAll(&body, r.Request)
	}
	r.Sent, r.Length = body.data, body.n
	return errors.Join(err, r.Body.Close())
}

// readAll reads the body of a request, out of its pieces if it is in some.
func readAll(s *spool, req *http.Request) error {
	var to io.Writer = s
	if inPieces(req) {
		to = &unframed{to: s}
	}
	_, err := io.Copy(to, req.Body)
	return err
}

// next takes note of a request and returns its answer.
func (f *Fake) next(r *Request) (Answer, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, r)
	r.number = len(f.requests)
	if a, ok := f.byName[r.Operation].next(); ok {
		return a, true
	}
	return f.answers.next()
}

// Attach makes the client tell the fake what its requests are, and try again without the usual waits unless the options have a
// retryer of their own. [rt.NewClient] calls it.
func (f *Fake) Attach(o *rt.Options, s *rt.Service, p rt.Protocol) {
	quickly(o)
	tellCalls(o, s, p)
}

// quickly makes a client without a retryer of its own try again without the usual waits.
func quickly(o *rt.Options) {
	if o.Retryer == nil {
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond })
	}
}

// call is what a client knows of a request.
type call struct {
	service  *rt.Service
	protocol rt.Protocol
	op       *rt.Operation
	attempt  int
	input    any
	output   any

	// The names of its headers and its parameters before it was signed; nil if that is not known.
	headers []string
	query   []string
}

// callKey is where a request's context has its call.
type callKey struct{}

// tellCalls gives each request's context its call.
func tellCalls(o *rt.Options, s *rt.Service, p rt.Protocol) {
	o.Interceptors = append(slices.Clip(o.Interceptors), rt.Interceptor{
		BeforeSigning: func(_ context.Context, a *rt.Attempt) error {
			c := &call{service: s, protocol: p, op: a.Op, attempt: a.Number, input: a.Input, output: a.Output}
			c.headers = append(slices.Collect(maps.Keys(a.Request.Header)), "Content-Length", "Content-Type")
			c.query = strings.Split(a.Request.URL.RawQuery, "&")
			a.Request = a.Request.WithContext(context.WithValue(a.Request.Context(), callKey{}, c))
			return nil
		},
		AfterResponse: func(_ context.Context, a *rt.Attempt) error {
			if wrong := (*misuse)(nil); errors.As(a.Err, &wrong) {
				return wrong
			}
			return nil
		},
	})
}

// faults are what a test is told of.
type faults struct {
	mu    sync.Mutex
	t     TB // nil without a test, and after its end
	texts []string
}

// watch makes t fail for what is added, at once, and at its end for what left returns.
func (f *faults) watch(t TB, left func() []string) {
	if t == nil {
		return
	}
	f.t = t
	t.Cleanup(func() {
		texts := left()
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, text := range texts {
			t.Errorf("rttest: %s", text)
		}
		f.t = nil // nothing may be said of a test that is over
	})
}

// add makes a mistake known.
func (f *faults) add(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.texts = append(f.texts, text)
	if f.t != nil {
		f.t.Errorf("rttest: %s", text)
	}
}

// all is all mistakes as one error, and what left returns; nil if there are none.
func (f *faults) all(left func() []string) error {
	f.mu.Lock()
	texts := slices.Clone(f.texts)
	f.mu.Unlock()
	if left != nil {
		texts = append(texts, left()...)
	}
	if len(texts) == 0 {
		return nil
	}
	return errors.New("rttest: " + strings.Join(texts, "; "))
}
