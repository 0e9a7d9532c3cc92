package discovery

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/schema"
)

// object is an input whose members name a resource.
type object struct {
	ID    string
	Shard *string
}

func (*object) SmithySchema() *schema.Struct { return &schemaObject }

var schemaObject = schema.Struct{Name: "Object", Members: []schema.Member{
	{Name: "Id", Offset: unsafe.Offsetof(object{}.ID), Type: schema.Type{Kind: schema.String}},
	{Name: "Shard", Offset: unsafe.Offsetof(object{}.Shard), Type: schema.Type{Kind: schema.String, Ptr: true}},
}}

// fixed has the same endpoint for each call.
type fixed string

func (f fixed) ResolveEndpoint(context.Context, *rt.EndpointCall) (*endpoints.Endpoint, error) {
	return &endpoints.Endpoint{URL: string(f), Auth: []endpoints.AuthScheme{{Name: "sigv4", SigningName: "thing"}}}, nil
}

// key is a scheme with the key of that id.
type key string

func (key) SchemeID() string                        { return rt.SigV4 }
func (key) Sign(context.Context, *rt.Signing) error { return nil }
func (k key) AccessKeyID(context.Context) (string, error) {
	if k == "" {
		return "", errors.New("no credentials")
	}
	return string(k), nil
}

// service answers questions.
type service struct {
	mu      sync.Mutex
	asked   []Question
	answers [][]Address // the last stays
	err     error
	wait    time.Duration
}

func (s *service) ask(_ context.Context, q Question) ([]Address, error) {
	time.Sleep(s.wait)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, q)
	if s.err != nil {
		return nil, s.err
	}
	answer := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	return answer, nil
}

// clock stands still.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func resolver(s *service) (*Resolver, *clock) {
	c := &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	return &Resolver{Base: fixed("https://thing.us-west-2.amazonaws.com"), Ask: s.ask, Error: "InvalidEndpoint", Clock: c.now}, c
}

func call(d *rt.Discovery) *rt.EndpointCall {
	return &rt.EndpointCall{Operation: &rt.Operation{Name: "GetObject", Discovery: d}, Input: &object{ID: "a"}, Auth: key("AK1")}
}

var (
	required = &rt.Discovery{Required: true}
	optional = &rt.Discovery{}
)

// want resolves a call's endpoint and compares its address.
func want(t *testing.T, r *Resolver, c *rt.EndpointCall, address string) {
	t.Helper()
	e, err := r.ResolveEndpoint(t.Context(), c)
	if err != nil || e.URL != address {
		t.Fatalf("the call goes to %+v (%v), not to %s", e, err, address)
	}
	if len(e.Auth) != 1 || e.Auth[0].SigningName != "thing" {
		t.Errorf("it is signed by %+v", e.Auth)
	}
}

func (s *service) wasAsked(t *testing.T, times int) {
	t.Helper()
	if len(s.asked) != times {
		t.Fatalf("the service was asked %d times, not %d", len(s.asked), times)
	}
}

func TestPeriod(t *testing.T) {
	t.Parallel()
	s := &service{answers: [][]Address{{{"one.example.com", 5}, {"spare.example.com", 60}}, {{"two.example.com:8443", 0}}, {{"three.example.com", 1 << 40}}}}
	r, now := resolver(s)
	c := call(required)
	want(t, r, c, "https://one.example.com")
	now.Time = now.Add(5*time.Minute - 1)
	want(t, r, c, "https://one.example.com")
	s.wasAsked(t, 1)
	now.Time = now.Add(1)
	want(t, r, c, "https://two.example.com:8443")
	now.Time = now.Add(time.Minute) // no time is a minute
	want(t, r, c, "https://three.example.com")
	s.wasAsked(t, 3)
	now.Time = now.Add(7*24*time.Hour - 1) // and for ever is a week
	want(t, r, c, "https://three.example.com")
	s.wasAsked(t, 3)
	now.Time = now.Add(1)
	want(t, r, c, "https://three.example.com")
	s.wasAsked(t, 4)
}

func TestWhoAsks(t *testing.T) {
	t.Parallel()
	const usual = "https://thing.us-west-2.amazonaws.com"
	for name, test := range map[string]struct {
		need   *rt.Discovery
		all    bool
		custom string
		asked  int
	}{
		"no need":          {nil, true, "", 0},
		"required":         {required, false, "", 1},
		"required, custom": {required, true, "http://localhost:4566", 0},
		"optional":         {optional, false, "", 0},
		"optional, wanted": {optional, true, "", 1},
	} {
		s := &service{answers: [][]Address{{{"own.example.com", 5}}}}
		r, _ := resolver(s)
		r.All = test.all
		c := call(test.need)
		c.Custom = test.custom
		address := usual
		if test.asked > 0 {
			address = "https://own.example.com"
		}
		want(t, r, c, address)
		if len(s.asked) != test.asked {
			t.Errorf("%s: asked %d times", name, len(s.asked))
		}
	}
}

func TestFailure(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	s := &service{err: boom}
	r, now := resolver(s)
	r.All = true
	// An operation that can do without does so, and does not ask with each call.
	want(t, r, call(optional), "https://thing.us-west-2.amazonaws.com")
	want(t, r, call(optional), "https://thing.us-west-2.amazonaws.com")
	s.wasAsked(t, 1)
	now.Time = now.Add(pause)
	s.err, s.answers = nil, [][]Address{{{"own.example.com", 5}}}
	want(t, r, call(optional), "https://own.example.com")
	// What was known stays good for a while.
	now.Time, s.err = now.Add(time.Hour), boom
	want(t, r, call(required), "https://own.example.com")
	want(t, r, call(required), "https://own.example.com")
	s.wasAsked(t, 3)
	now.Time = now.Add(time.Hour)
	want(t, r, call(required), "https://own.example.com")
	s.wasAsked(t, 4)
}

// TestRequiredAfterOptional: an operation that needs an endpoint of its own does not go elsewhere because one that does not was
// content with that.
func TestRequiredAfterOptional(t *testing.T) {
	t.Parallel()
	s := &service{err: errors.New("boom")}
	r, _ := resolver(s)
	r.All = true
	want(t, r, call(optional), "https://thing.us-west-2.amazonaws.com")
	if e, err := r.ResolveEndpoint(t.Context(), call(required)); !errors.Is(err, s.err) {
		t.Errorf("the call goes to %+v, %v", e, err)
	}
	s.wasAsked(t, 2)
	s.err, s.answers = nil, [][]Address{{{"own.example.com", 5}}}
	want(t, r, call(required), "https://own.example.com")
	want(t, r, call(optional), "https://own.example.com")
	s.wasAsked(t, 3)
}

func TestNoAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer []Address
		err    error
		base   string
		want   string
	}{
		"an error":        {nil, errors.New("boom"), "https://a.example.com", "boom"},
		"none":            {nil, nil, "https://a.example.com", "names none"},
		"no address":      {[]Address{{"", 5}}, nil, "https://a.example.com", "not an absolute"},
		"nonsense":        {[]Address{{"own.example.com", 5}, {"a b", 5}}, nil, "https://a.example.com", "not a URL"},
		"nonsense first":  {[]Address{{"a b", 5}, {"own.example.com", 5}}, nil, "https://a.example.com", "not a URL"},
		"less safe":       {[]Address{{"http://own.example.com", 5}}, nil, "https://a.example.com", "not encrypted"},
		"another scheme":  {[]Address{{"ftp://own.example.com", 5}}, nil, "https://a.example.com", "http"},
		"a query":         {[]Address{{"own.example.com?x=y", 5}}, nil, "https://a.example.com", "query"},
		"with a password": {[]Address{{"me:secret@own.example.com", 5}}, nil, "https://a.example.com", "user"},
	} {
		s := &service{answers: [][]Address{test.answer}, err: test.err}
		r, _ := resolver(s)
		r.Base = fixed(test.base)
		_, err := r.ResolveEndpoint(t.Context(), call(required))
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "GetObject") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := &service{answers: [][]Address{{{"own.example.com", 5}}}}
	r, _ := resolver(s)
	c := call(required)
	c.Auth = key("")
	if _, err := r.ResolveEndpoint(t.Context(), c); err == nil || len(s.asked) > 0 {
		t.Errorf("without credentials: %v", err)
	}
}

// nowhere has no endpoint.
type nowhere struct{ err error }

func (n nowhere) ResolveEndpoint(context.Context, *rt.EndpointCall) (*endpoints.Endpoint, error) {
	return nil, n.err
}

// TestWithoutBase: what the rules of the service do not allow is not asked about.
func TestWithoutBase(t *testing.T) {
	t.Parallel()
	s := &service{answers: [][]Address{{{"own.example.com", 5}}}}
	r, _ := resolver(s)
	boom := errors.New("boom")
	r.Base = nowhere{boom}
	if e, err := r.ResolveEndpoint(t.Context(), call(required)); e != nil || !errors.Is(err, boom) || len(s.asked) > 0 {
		t.Errorf("%+v, %v", e, err)
	}
}

// TestMoreSafe: an answer may be safer than the question.
func TestMoreSafe(t *testing.T) {
	t.Parallel()
	s := &service{answers: [][]Address{{{"https://own.example.com", 5}}}}
	r, _ := resolver(s)
	r.Base = fixed("http://localhost:4566")
	want(t, r, call(required), "https://own.example.com")
}

// TestCanceled: a caller who went away has not found out that the service cannot say.
func TestCanceled(t *testing.T) {
	t.Parallel()
	s := &service{err: context.Canceled}
	r, _ := resolver(s)
	r.All = true
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if e, err := r.ResolveEndpoint(gone, call(optional)); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", e, err)
	}
	s.err, s.answers = nil, [][]Address{{{"own.example.com", 5}}}
	want(t, r, call(optional), "https://own.example.com")
}

// TestKeys: who asks, and what for, are kept apart.
func TestKeys(t *testing.T) {
	t.Parallel()
	s := &service{answers: [][]Address{{{"own.example.com", 5}}}}
	r, _ := resolver(s)
	r.PerID = true
	members := &rt.Discovery{Required: true, Members: []string{"Id", "Shard"}}
	calls := []*rt.EndpointCall{call(members), call(members), call(members), call(members), call(members)}
	calls[1].Input = &object{ID: "b"}
	calls[2].Input = &object{ID: "a", Shard: new("7")}
	calls[3].Operation = &rt.Operation{Name: "PutObject", Discovery: members}
	calls[4].Auth = key("AK2")
	for range 2 {
		for _, c := range calls {
			want(t, r, c, "https://own.example.com")
		}
	}
	if diff := cmp.Diff([]Question{
		{"GetObject", map[string]string{"Id": "a"}},
		{"GetObject", map[string]string{"Id": "b"}},
		{"GetObject", map[string]string{"Id": "a", "Shard": "7"}},
		{"PutObject", map[string]string{"Id": "a"}},
		{"GetObject", map[string]string{"Id": "a"}},
	}, s.asked); diff != "" {
		t.Errorf("the service was asked (-want +got):\n%s", diff)
	}
	s.asked = nil
	r, _ = resolver(s) // of a service whose question has no such members: it is one question
	for _, c := range calls {
		want(t, r, c, "https://own.example.com")
	}
	s.wasAsked(t, 2)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	s := &service{answers: [][]Address{{{"one.example.com", 5}, {"two.example.com", 5}}, {{"three.example.com", 5}}}}
	r, _ := resolver(s)
	c := call(required)
	refusal := &rt.UnknownError{ErrorMetadata: rt.ErrorMetadata{Code: "InvalidEndpoint", Status: http.StatusMisdirectedRequest}}
	want(t, r, c, "https://one.example.com")
	for _, err := range []error{errors.New("boom"), &rt.UnknownError{ErrorMetadata: rt.ErrorMetadata{Code: "Other"}}} {
		if r.Refused(c, "https://one.example.com", err) {
			t.Errorf("%v refuses the endpoint", err)
		}
	}
	want(t, r, c, "https://one.example.com")
	if !r.Refused(c, "https://one.example.com", refusal) {
		t.Error("the refusal counts for nothing")
	}
	want(t, r, c, "https://two.example.com")
	r.Refused(c, "https://one.example.com", refusal) // of a call that took longer
	want(t, r, c, "https://two.example.com")
	s.wasAsked(t, 1)
	r.Refused(c, "https://two.example.com", refusal)
	want(t, r, c, "https://three.example.com")
	s.wasAsked(t, 2)
	r.Error = ""
	if r.Refused(c, "https://three.example.com", &rt.UnknownError{}) {
		t.Error("an error without a code refuses the endpoint of a service that has no such error")
	}
	r.Error = "InvalidEndpoint"
	if r.Refused(call(nil), "https://thing.us-west-2.amazonaws.com", refusal) {
		t.Error("the usual endpoint was refused")
	}
}

func TestOneQuestionAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{answers: [][]Address{{{"own.example.com", 5}}}, wait: time.Second}
		r, _ := resolver(s)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if e, err := r.ResolveEndpoint(t.Context(), call(required)); err != nil || e.URL != "https://own.example.com" {
					t.Errorf("%+v, %v", e, err)
				}
			})
		}
		wg.Wait()
		s.wasAsked(t, 1)
	})
}
