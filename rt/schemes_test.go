// Which scheme proves who calls: of those of the operation, the endpoint, the client and the user.

package rt_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/restjson"
)

// mark is a scheme that says that it was there, and what the endpoint has told it.
type mark struct {
	id, word string
	refused  func() bool
}

func (m mark) SchemeID() string { return m.id }

func (m mark) Sign(_ context.Context, s *rt.Signing) error {
	word := m.word
	if s.Scheme != nil {
		word += " for " + s.Scheme.SigningName
	}
	s.Request.Header.Add("X-Mark", word)
	return nil
}

func (m mark) Refused(context.Context, *rt.Refusal) bool { return m.refused != nil && m.refused() }

// takes is an endpoint that takes these schemes.
type takes []endpoints.AuthScheme

func (s takes) ResolveEndpoint(context.Context, *rt.EndpointCall) (*endpoints.Endpoint, error) {
	return &endpoints.Endpoint{URL: "https://example.com", Auth: s}, nil
}

func TestChoiceOfScheme(t *testing.T) {
	t.Parallel()
	four, fourA, bearer := mark{id: rt.SigV4, word: "4"}, mark{id: rt.SigV4A, word: "4A"}, mark{id: rt.BearerAuth, word: "bearer"}
	own := mark{id: rt.SigV4, word: "own"}
	all := []rt.AuthScheme{four, fourA, bearer}
	both := []string{rt.SigV4, rt.SigV4A}
	named := func(name string) endpoints.AuthScheme {
		return endpoints.AuthScheme{Name: name, SigningName: name + "'s"}
	}
	for name, test := range map[string]struct {
		service, operation []string
		client             []rt.AuthScheme
		options            rt.Options
		endpoint           takes
		want               string // what signs; nothing if empty
		fails              string
	}{
		"the service's first":       {service: both, client: all, want: "4"},
		"the operation's":           {service: both, operation: []string{rt.BearerAuth}, client: all, want: "bearer"},
		"none for the operation":    {service: both, operation: []string{}, client: all, endpoint: takes{named("sigv4")}},
		"the one that there is":     {service: both, client: all[1:], want: "4A"},
		"the user's own":            {service: both, client: all, options: rt.Options{AuthSchemes: []rt.AuthScheme{own}}, want: "own"},
		"the user's choice":         {service: both, client: all, options: rt.Options{AuthPreference: []string{"sigv4a"}}, want: "4A"},
		"the user's, by id":         {service: both, client: all, options: rt.Options{AuthPreference: []string{rt.BearerAuth, rt.SigV4A, rt.SigV4}}, want: "4A"},
		"the endpoint's first":      {service: both, client: all, endpoint: takes{named("sigv4a"), named("sigv4")}, want: "4A for sigv4a's"},
		"the endpoint's, preferred": {service: both, client: all, options: rt.Options{AuthPreference: []string{"sigv4"}}, endpoint: takes{named("sigv4a"), named("sigv4")}, want: "4 for sigv4's"},
		"the endpoint's that fits":  {service: both, client: all, endpoint: takes{named("beta"), named("sigv4")}, want: "4 for sigv4's"},
		"of no use to the endpoint": {service: both, client: all, endpoint: takes{named("sigv4-s3express")}, fails: "takes only signatures of the kind sigv4-s3express"},
		"beyond the endpoint":       {service: []string{rt.BearerAuth}, client: all, endpoint: takes{named("sigv4")}, want: "bearer"},
		"bearer of the endpoint":    {service: []string{rt.BearerAuth}, client: all, endpoint: takes{named("sigv4"), named("bearer")}, want: "4 for sigv4's"},
		"anonymous":                 {service: both, client: []rt.AuthScheme{rt.Anonymous(rt.SigV4)}, endpoint: takes{named("sigv4a")}},
		"optional, absent":          {service: []string{rt.BearerAuth, rt.NoAuth}, client: all[:1]},
		"absent":                    {service: []string{rt.BearerAuth}, client: all[:1], fails: "the configuration has no Token"},
	} {
		got := []string{}
		test.options.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
			got = append(got, r.Header["X-Mark"]...)
			return reply(200, "{}"), nil
		})
		c, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "Test", Version: "1", Auth: test.service}, Protocol: restjson.Protocol{}, Auth: test.client,
			Endpoints: test.endpoint, Options: test.options,
		})
		if err != nil {
			t.Fatal(err)
		}
		op := opFetch
		op.Auth = test.operation
		_, err = rt.Invoke[login](t.Context(), c, &op, &login{}, nil)
		if test.fails != "" {
			if err == nil || !strings.Contains(err.Error(), test.fails) || len(got) > 0 {
				t.Errorf("%s: signed by %q: %v", name, got, err)
			}
			continue
		}
		if signed := strings.Join(got, ", "); err != nil || signed != test.want {
			t.Errorf("%s: signed by %q, not %q: %v", name, signed, test.want, err)
		}
	}
}

// TestRefusedOnce: a scheme is asked once a call, and a body that is gone is no reason to hide what the service said.
func TestRefusedOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body io.Reader
		sent int
	}{"can seek": {strings.NewReader("text"), 2}, "cannot": {onlyRead{strings.NewReader("text")}, 1}} {
		sent, asked := 0, 0
		c, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "Test", Version: "1", Auth: []string{rt.BearerAuth}}, Protocol: restjson.Protocol{}, Endpoint: "https://example.com",
			Auth: []rt.AuthScheme{mark{id: rt.BearerAuth, word: "x", refused: func() bool { asked++; return true }}},
			Options: rt.Options{HTTPClient: doer(func(r *http.Request) (*http.Response, error) {
				sent++
				_, _ = io.Copy(io.Discard, r.Body)
				return reply(401, "{}"), nil
			})},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b", Body: test.body}, nil)
		if m, ok := rt.MetadataOf(err); !ok || m.Status != 401 || m.Attempts != test.sent || sent != test.sent || asked != 1 {
			t.Errorf("%s: sent %d times, asked %d times: %v", name, sent, asked, err)
		}
	}
}

// TestUnreadableStream: a stream with a head that nobody can read is an error and closed, also where limits go with it.
func TestUnreadableStream(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]rt.Options{"no limits": {}, "limits": {AttemptTimeout: time.Hour, CallTimeout: time.Hour}} {
		body := &closing{Reader: strings.NewReader("text")}
		c := elsewhere(t, o, func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"X-Size": {"huge"}}, Body: body, ContentLength: -1}, nil
		})
		out, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, []rt.CallOption{rt.Once()})
		var unreadable *rt.ReplyError
		if !errors.As(err, &unreadable) || out != nil || body.closed == 0 {
			t.Errorf("%s: closed %d times: %v", name, body.closed, err)
		}
	}
}

// ticket is a scheme that presigns, and says what it was asked to.
type ticket struct{ mark }

func (ticket) Presign(_ context.Context, s *rt.Signing, _ time.Duration) (http.Header, error) {
	s.Request.URL.RawQuery = "ticket"
	return s.Request.Header, nil
}

func (ticket) PresignsOpen() bool { return false }

// TestPresigned: what is presigned says nothing of this call, is not compressed, and obeys interceptors and the rule for plain
// connections.
func TestPresigned(t *testing.T) {
	t.Parallel()
	op := opPost
	op.Compress = func(*rt.Request, int) { t.Error("it is compressed, which whoever sends it may not know") }
	veto := errors.New("no")
	for name, test := range map[string]struct {
		endpoint string
		before   error
		fails    string
	}{"good": {"https://example.com", nil, ""}, "vetoed": {"https://example.com", veto, "no"}, "plain": {"http://example.com", nil, "set AllowPlainHTTP"}} {
		c, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "Test", Version: "1", Auth: []string{rt.SigV4}}, Protocol: restjson.Protocol{}, Endpoint: test.endpoint,
			Auth: []rt.AuthScheme{ticket{mark{id: rt.SigV4}}},
			Options: rt.Options{Interceptors: []rt.Interceptor{{BeforeSigning: func(_ context.Context, a *rt.Attempt) error {
				a.Request.Header.Set("X-Extra", "1")
				return test.before
			}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		p, err := rt.Presign(t.Context(), c, &op, &login{User: new("me")}, time.Minute, nil)
		if test.fails != "" {
			if p != nil || err == nil || !strings.Contains(err.Error(), test.fails) {
				t.Errorf("%s: %+v, %v", name, p, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, header := range []string{"User-Agent", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request"} {
			if p.Header[header] != nil {
				t.Errorf("it has the header %s", header)
			}
		}
		if p.Header.Get("X-Extra") != "1" || p.URL != "https://example.com/post?ticket" || string(p.Body) != `{"user":"me"}` {
			t.Errorf("%+v", p)
		}
	}
}
