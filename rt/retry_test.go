// Time limits, budgets, safety and telemetry, with operations made for it.

package rt_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/restxml"
	"github.com/smithwright/smithwright/rt/schema"
)

// busy is an error of the model that throttles, whatever its name and status.
type busy struct {
	rt.ErrorMetadata
	Message *string
}

func (*busy) SmithySchema() *schema.Struct { return &schemaBusy }

var schemaBusy = schema.Struct{Name: "Busy", Error: &schema.Error{Status: 420, Retryable: true, Throttling: true}, Members: []schema.Member{
	{Name: "message", Offset: unsafe.Offsetof(busy{}.Message), Type: schema.Type{Kind: schema.String, Ptr: true}},
}}

var (
	opPost  = rt.Operation{Name: "Post", Method: "POST", Path: "/post", Errors: []schema.Shape{(*busy)(nil)}}
	opKnown = rt.Operation{Name: "Known", Method: "POST", Path: "/known", Idempotent: true}
	opFetch = rt.Operation{Name: "Fetch", Method: "GET", Path: "/fetch"}
)

// elsewhere is a client of a service that says nothing of its errors, which do sends the requests of.
func elsewhere(t *testing.T, o rt.Options, do func(*http.Request) (*http.Response, error)) *rt.Client {
	t.Helper()
	o.HTTPClient = doer(do)
	if o.Retryer == nil {
		o.Retryer = newQuick()
	}
	c, err := rt.NewClient(rt.Spec{Service: &rt.Service{ID: "Test Service", Version: "1"}, Protocol: restjson.Protocol{}, Endpoint: "http://localhost", Options: o})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reply is a response with a body.
func reply(status int, body string, header ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
	for i := 0; i+1 < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

// TestServerErrors: a service that does not document what its errors mean may have done what it was asked.
func TestServerErrors(t *testing.T) {
	t.Parallel()
	for _, status := range []int{500, 502, 503, 504, 429, 420, 501, 400} {
		for _, op := range []*rt.Operation{&opPost, &opKnown} {
			n := 0
			c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
				n++
				return reply(status, `{"__type":"Busy"}`), nil
			})
			want := map[string]map[int]int{
				"Post":  {503: 3, 429: 3, 420: 3, 500: 3, 502: 3, 504: 3, 501: 3, 400: 3}, // the model names the error
				"Known": {503: 3, 429: 3, 420: 1, 500: 3, 502: 3, 504: 3, 501: 1, 400: 1},
			}[op.Name][status]
			_, err := rt.Invoke[login](t.Context(), c, op, &login{}, nil)
			if m, ok := rt.MetadataOf(err); !ok || n != want || m.Attempts != want {
				t.Errorf("%s, %d: sent %d times, not %d: %v", op.Name, status, n, want, err)
			}
		}
		n := 0
		c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(status, `{"__type":"Other"}`), nil
		})
		want := map[int]int{503: 3, 429: 3, 500: 1, 502: 1, 504: 1, 420: 1, 501: 1, 400: 1}[status]
		if _, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil); n != want || err == nil {
			t.Errorf("unknown error, %d: sent %d times, not %d: %v", status, n, want, err)
		}
	}
}

// TestMethods: what may have been done is done again where its method says that this is no harm, and nowhere else.
func TestMethods(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]int{"GET": 3, "HEAD": 3, "PUT": 3, "DELETE": 3, "OPTIONS": 3, "TRACE": 3, "POST": 1, "PATCH": 1, "PURGE": 1} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(500, ""), nil
		})
		if _, err := rt.Invoke[login](t.Context(), c, &rt.Operation{Name: "Do", Method: method, Path: "/do"}, &login{}, nil); n != want || err == nil {
			t.Errorf("%s: sent %d times, not %d: %v", method, n, want, err)
		}
	}
}

// TestThrottleReachesRetryer: adaptive retryers know throttling by codes, which a model need not use.
func TestThrottleReachesRetryer(t *testing.T) {
	t.Parallel()
	var seen []string
	spy := retry.NewStandard(func(o *retry.StandardOptions) {
		o.Backoff = retry.BackoffDelayerFunc(func(_ int, err error) (time.Duration, error) {
			if (retry.ThrottleErrorCode{Codes: retry.DefaultThrottleErrorCodes}).IsErrorThrottle(err) == aws.TrueTernary {
				seen = append(seen, rt.ErrorKind(err))
			}
			return 0, nil
		})
	})
	c := elsewhere(t, rt.Options{Retryer: spy}, func(*http.Request) (*http.Response, error) { return reply(420, `{"__type":"Busy"}`), nil })
	_, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil)
	var e *busy
	if !errors.As(err, &e) || e.Code != "Busy" || !e.Retryable || !slices.Equal(seen, []string{"Busy", "Busy"}) {
		t.Errorf("%v: %v", seen, err)
	}
}

func TestAdaptiveMode(t *testing.T) {
	t.Parallel()
	n := 0
	c := elsewhere(t, rt.Options{Retryer: retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond })
	})}, func(*http.Request) (*http.Response, error) {
		if n++; n < 3 {
			return reply(429, ""), nil
		}
		return reply(200, `{"user":"me"}`), nil
	})
	start := time.Now()
	if _, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil); err != nil || n != 3 {
		t.Errorf("%d: %v", n, err)
	}
	if took := time.Since(start); took < 100*time.Millisecond {
		t.Errorf("it was throttled twice, and tried again after %v", took)
	}
}

// TestBudget: what retries cost comes back only if they succeed.
func TestBudget(t *testing.T) {
	t.Parallel()
	n, good := 0, false
	limited := quick{retry.NewStandard(func(o *retry.StandardOptions) { o.RateLimiter = ratelimit.NewTokenRateLimit(20) })} // 5 a retry
	c := elsewhere(t, rt.Options{Retryer: limited}, func(*http.Request) (*http.Response, error) {
		if n++; good && n > 1 {
			return reply(200, "{}"), nil
		}
		return reply(503, ""), nil
	})
	invoke := func() int {
		n = 0
		_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
		if (err == nil) != (good && n > 1) {
			t.Error(err)
		}
		return n
	}
	got := []int{}
	good = true
	for range 6 { // a retry that succeeds costs nothing
		got = append(got, invoke())
	}
	good = false
	for range 3 {
		got = append(got, invoke())
	}
	if want := []int{2, 2, 2, 2, 2, 2, 3, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("sent %v times, not %v", got, want)
	}
}

// TestMaxAttempts: the retryer says, unless the options do.
func TestMaxAttempts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		client int
		opts   []rt.CallOption
		want   int
	}{{0, nil, 3}, {1, nil, 1}, {5, nil, 5}, {5, []rt.CallOption{rt.WithMaxAttempts(2)}, 2}, {5, []rt.CallOption{rt.WithMaxAttempts(0)}, 3}, {5, []rt.CallOption{rt.Once()}, 1}} {
		var told []string
		c := elsewhere(t, rt.Options{MaxAttempts: test.client}, func(r *http.Request) (*http.Response, error) {
			told = append(told, r.Header.Get("Amz-Sdk-Request"))
			return reply(503, ""), nil
		})
		_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, test.opts)
		if m, ok := rt.MetadataOf(err); !ok || m.Attempts != test.want || len(told) != test.want {
			t.Errorf("%+v: %q, %v", test, told, err)
		}
	}
}

// tampered finds each body damaged.
type tampered struct{ rt.Checksummer }

func (tampered) Prepare(schema.Shape, http.Header, rt.ChecksumPolicy, rt.ChecksumPolicy) (rt.Digest, error) {
	return nil, nil
}

func (tampered) Verify(_ schema.Shape, _ http.Header, resp *http.Response) string {
	resp.Body = io.NopCloser(io.MultiReader(resp.Body, endsIn{&rt.ChecksumError{Algorithm: "CRC32", Want: "a", Got: "b"}}))
	return "CRC32"
}

type endsIn struct{ err error }

func (e endsIn) Read([]byte) (int, error) { return 0, e.err }

// TestDamagedReply: it is asked for again where that is safe.
func TestDamagedReply(t *testing.T) {
	t.Parallel()
	for op, want := range map[*rt.Operation]int{&opFetch: 3, &opKnown: 3, &opPost: 1} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(200, `{"user":"me"}`), nil
		})
		checked := *op
		checked.Checksum = tampered{}
		_, err := rt.Invoke[login](t.Context(), c, &checked, &login{}, nil)
		var unreadable *rt.ReplyError
		var damaged *rt.ChecksumError
		if !errors.As(err, &unreadable) || !errors.As(err, &damaged) || n != want || unreadable.Attempts != n {
			t.Errorf("%s: sent %d times, not %d: %T: %v", op.Name, n, want, err, err)
		}
	}
}

// TestDamagedError: that an answer was damaged says nothing of what was done before it.
func TestDamagedError(t *testing.T) {
	t.Parallel()
	for op, want := range map[*rt.Operation]map[int]int{&opFetch: {500: 3, 400: 3}, &opPost: {500: 1, 504: 1, 400: 3}} {
		for status, want := range want {
			n := 0
			c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
				n++
				return reply(status, `{}`), nil
			})
			checked := *op
			checked.Checksum = tampered{}
			_, err := rt.Invoke[login](t.Context(), c, &checked, &login{}, nil)
			var damaged *rt.ChecksumError
			if !errors.As(err, &damaged) || n != want {
				t.Errorf("%s, %d: sent %d times, not %d: %v", op.Name, status, n, want, err)
			}
		}
	}
}

// TestNoPointlessWait: what would come after the time of the call is not waited for.
func TestNoPointlessWait(t *testing.T) {
	t.Parallel()
	for _, ctxLimit := range []bool{true, false} {
		ctx, o := t.Context(), rt.Options{}
		if ctxLimit {
			limited, cancel := context.WithTimeout(ctx, 15*time.Second)
			defer cancel()
			ctx = limited
		} else {
			o.CallTimeout = 15 * time.Second
		}
		c := elsewhere(t, o, func(*http.Request) (*http.Response, error) { return reply(503, "", "Retry-After", "20"), nil })
		start := time.Now()
		_, err := rt.Invoke[login](ctx, c, &opFetch, &login{}, nil)
		if took := time.Since(start); took > 10*time.Second || err == nil {
			t.Errorf("after %v: %v", took, err)
		}
		if m, ok := rt.MetadataOf(err); !ok || m.Status != 503 || errors.Is(err, context.DeadlineExceeded) == ctxLimit {
			t.Errorf("%v", err)
		}
	}
}

// TestUnsent: a request whose body nobody asked for did not go out as a whole.
func TestUnsent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fails func(r *http.Request)
		want  int
	}{
		"before the body": {func(*http.Request) {}, 3},
		"in the body":     {func(r *http.Request) { _, _ = r.Body.Read(make([]byte, 1)) }, 1},
		"behind the body": {func(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }, 1},
		"in another copy": {func(r *http.Request) {
			body, err := r.GetBody()
			if data, _ := io.ReadAll(body); err != nil || string(data) != `{"user":"me"}` {
				t.Errorf("%q, %v", data, err)
			}
		}, 1},
	} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(r *http.Request) (*http.Response, error) {
			n++
			test.fails(r)
			return nil, errors.New("broken pipe")
		})
		_, err := rt.Invoke[login](t.Context(), c, &opPost, &login{User: new("me")}, nil)
		var e *rt.CallError
		if !errors.As(err, &e) || n != test.want || e.Attempts != n || e.Unsure != (test.want == 1) {
			t.Errorf("%s: sent %d times, not %d: %v", name, n, test.want, err)
		}
	}
}

// bare is a request without members, and so without a body.
type bare struct{}

func (*bare) SmithySchema() *schema.Struct { return &schemaBare }

var schemaBare = schema.Struct{Name: "Bare"}

// TestUnsureOfBodies: of a request without a body, and of one whose body is another's, nobody knows whether it went out.
func TestUnsureOfBodies(t *testing.T) {
	t.Parallel()
	other := rt.Interceptor{AfterSigning: func(_ context.Context, a *rt.Attempt) error {
		a.Request.Body = io.NopCloser(strings.NewReader(`{"user":"me"}`))
		return nil
	}}
	for name, test := range map[string]struct {
		in   schema.Shape
		opts []rt.CallOption
		body bool
	}{
		"none":      {&bare{}, nil, false},
		"another's": {&login{User: new("me")}, []rt.CallOption{rt.WithInterceptor(other)}, true},
	} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(r *http.Request) (*http.Response, error) {
			n++
			if (r.Body != http.NoBody) != test.body {
				t.Errorf("%s: the body is a %T", name, r.Body)
			}
			return nil, errors.New("broken pipe")
		})
		_, err := rt.Invoke[login](t.Context(), c, &opPost, test.in, test.opts)
		var e *rt.CallError
		if !errors.As(err, &e) || n != 1 || !e.Unsure || !strings.Contains(err.Error(), "so that it was not sent again") {
			t.Errorf("%s: sent %d times: %v", name, n, err)
		}
	}
}

// TestNoConnection: where there was none, to the service or to a proxy, nothing was sent, whatever was read of the body.
func TestNoConnection(t *testing.T) {
	t.Parallel()
	for what, want := range map[string]int{"dial": 3, "proxyconnect": 3, "write": 1, "read": 1} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(r *http.Request) (*http.Response, error) {
			n++
			_, _ = io.Copy(io.Discard, r.Body)
			return nil, &net.OpError{Op: what, Net: "tcp", Err: errors.New("no luck")}
		})
		_, err := rt.Invoke[login](t.Context(), c, &opPost, &login{User: new("me")}, nil)
		var e *rt.CallError
		unsure := want == 1
		if !errors.As(err, &e) || n != want || e.Attempts != n || e.Unsure != unsure || strings.Contains(err.Error(), "was not sent again") != unsure {
			t.Errorf("%s: sent %d times, not %d: %v", what, n, want, err)
		}
	}
}

// TestBothReplyAndError: an HTTP client that gives both has failed, and what it gives is closed.
func TestBothReplyAndError(t *testing.T) {
	t.Parallel()
	body := &closing{Reader: strings.NewReader(`{"user":"me"}`)}
	failed := errors.New("failed")
	c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: body}, failed
	})
	_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, []rt.CallOption{rt.Once()})
	var e *rt.CallError
	if !errors.As(err, &e) || !errors.Is(err, failed) || body.closed != 1 {
		t.Errorf("%T: %v, closed %d times", err, err, body.closed)
	}
}

type closing struct {
	io.Reader
	closed int
}

func (c *closing) Close() error { c.closed++; return nil }

// TestCallTimeout ends a call in each of its parts.
func TestCallTimeout(t *testing.T) {
	t.Parallel()
	hangs := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	throttles := func(*http.Request) (*http.Response, error) { return reply(503, "", "Retry-After", "10"), nil }
	never := rt.Interceptor{BeforeSigning: func(ctx context.Context, _ *rt.Attempt) error { <-ctx.Done(); return ctx.Err() }}
	for name, test := range map[string]struct {
		do    func(*http.Request) (*http.Response, error)
		opts  []rt.CallOption
		sent  int
		cause string // what else is in the text
	}{
		"while the service thinks": {hangs, nil, 1, ""},
		"before it is sent":        {hangs, []rt.CallOption{rt.WithInterceptor(never)}, 0, ""},
		"before the next attempt":  {throttles, nil, 1, "ServiceUnavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := elsewhere(t, rt.Options{CallTimeout: 500 * time.Millisecond, AttemptTimeout: time.Hour}, test.do)
			start := time.Now()
			_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, test.opts)
			var call *rt.CallError
			var late *rt.TimeoutError
			if !errors.As(err, &late) || late.Option != "CallTimeout" || late.Limit != 500*time.Millisecond || !late.Timeout() ||
				!errors.As(err, &call) || call.Attempts != test.sent || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%T: %v", err, err)
			}
			if text := err.Error(); !strings.Contains(text, "500ms that Options.CallTimeout allows") || !strings.Contains(text, test.cause) {
				t.Error(text)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestCancelWins: the caller's own context is no limit of the client's, and ends everything at once.
func TestCancelWins(t *testing.T) {
	t.Parallel()
	mine := errors.New("the user went away")
	ctx, cancel := context.WithCancelCause(t.Context())
	n := 0
	c := elsewhere(t, rt.Options{CallTimeout: time.Hour, AttemptTimeout: time.Hour}, func(r *http.Request) (*http.Response, error) {
		n++
		cancel(mine)
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	_, err := rt.Invoke[login](ctx, c, &opFetch, &login{}, nil)
	var late *rt.TimeoutError
	if !errors.Is(err, mine) || !errors.Is(err, context.Canceled) || errors.As(err, &late) || n != 1 {
		t.Errorf("%d, %T: %v", n, err, err)
	}
	if _, err := rt.Invoke[login](ctx, c, &opFetch, &login{}, nil); !errors.Is(err, mine) || n != 1 {
		t.Errorf("%d, %T: %v", n, err, err)
	}
}

// TestLimitsOfStreams: what the caller reads goes on after the limits, and ends their contexts when it is closed.
func TestLimitsOfStreams(t *testing.T) {
	t.Parallel()
	var during context.Context
	c := elsewhere(t, rt.Options{CallTimeout: 600 * time.Millisecond, AttemptTimeout: 300 * time.Millisecond}, func(r *http.Request) (*http.Response, error) {
		during = r.Context()
		out, in := io.Pipe()
		go func() {
			for range 3 {
				time.Sleep(250 * time.Millisecond)
				_, _ = io.WriteString(in, "x")
			}
			_ = in.CloseWithError(during.Err())
		}()
		return &http.Response{StatusCode: http.StatusOK, Body: out, ContentLength: -1}, nil
	})
	out, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(out.Body)
	if err != nil || string(got) != "xxx" || during.Err() != nil {
		t.Errorf("%q, %v, %v", got, err, during.Err())
	}
	if err := out.Body.Close(); err != nil || during.Err() == nil {
		t.Errorf("%v; the context of a reply that was closed goes on", err)
	}
}

// watcher notes what telemetry is told.
type watcher struct {
	mu   sync.Mutex
	told []string
}

type watcherKey struct{}

func (w *watcher) note(ctx context.Context, format string, args ...any) context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := fmt.Sprintf(format, args...)
	above, _ := ctx.Value(watcherKey{}).(string)
	w.told = append(w.told, above+name)
	return context.WithValue(ctx, watcherKey{}, above+"  ")
}

func (w *watcher) StartCall(ctx context.Context, c *rt.CallInfo) context.Context {
	return w.note(ctx, "call of %s.%s", c.Service, c.Operation)
}

func (w *watcher) EndCall(ctx context.Context, c *rt.CallInfo) {
	if c.Duration < c.Encoding || c.Encoding <= 0 || (c.Err == nil) != (c.Kind == "") {
		w.note(ctx, "%+v", *c)
	}
	w.note(ctx, "end: %d attempts at %s, %d %s %s", c.Attempts, c.Host, c.Status, c.RequestID, c.Kind)
}

func (w *watcher) StartAttempt(ctx context.Context, a *rt.AttemptInfo) context.Context {
	return w.note(ctx, "attempt %d, %s %s.%s", a.Number, a.Method, a.Service, a.Operation)
}

func (w *watcher) EndAttempt(ctx context.Context, a *rt.AttemptInfo) {
	if a.Duration <= 0 || (a.Err == nil) != (a.Kind == "") {
		w.note(ctx, "%+v", *a)
	}
	w.note(ctx, "end: sent %d to %q, got %d, %d %s %s", a.Sent, a.Host, a.Received, a.Status, a.RequestID, a.Kind)
}

func (w *watcher) Retry(ctx context.Context, r *rt.RetryInfo) {
	w.note(ctx, "%s.%s again behind %d: %s", r.Service, r.Operation, r.Number, r.Kind)
}

func TestTelemetry(t *testing.T) {
	t.Parallel()
	n := 0
	replies := []func() (*http.Response, error){
		func() (*http.Response, error) { return nil, errors.New("unplugged") },
		func() (*http.Response, error) {
			return reply(503, `{"__type":"Odd","message":"hunter2"}`, "X-Request-Id", "id-2"), nil
		},
		func() (*http.Response, error) { return reply(200, `{"user":"me"}`, "X-Request-Id", "id-3"), nil },
		func() (*http.Response, error) { return reply(200, `<html>`, "X-Request-Id", "id-4"), nil },
	}
	w := &watcher{}
	var inside []string
	c := elsewhere(t, rt.Options{Telemetry: w}, func(r *http.Request) (*http.Response, error) {
		n++
		at, _ := r.Context().Value(watcherKey{}).(string)
		inside = append(inside, strconv.Itoa(len(at)))
		return replies[n-1]()
	})
	if _, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{User: new("me")}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil); err == nil {
		t.Fatal("a page was read")
	}
	if _, err := rt.Invoke[login](t.Context(), c, &opPost, (*login)(nil), nil); err == nil {
		t.Fatal("nil was sent")
	}
	want := []string{
		"call of Test Service.Fetch",
		"  attempt 1, GET Test Service.Fetch",
		"    end: sent 13 to \"localhost\", got -1, 0  connection",
		"  Test Service.Fetch again behind 1: connection",
		"  attempt 2, GET Test Service.Fetch",
		"    end: sent 13 to \"localhost\", got 36, 503 id-2 Odd",
		"  Test Service.Fetch again behind 2: Odd",
		"  attempt 3, GET Test Service.Fetch",
		"    end: sent 13 to \"localhost\", got 13, 200 id-3 ",
		"  end: 3 attempts at localhost, 200 id-3 ",
		"call of Test Service.Post",
		"  attempt 1, POST Test Service.Post",
		"    end: sent 2 to \"localhost\", got 6, 200 id-4 reply",
		"  end: 1 attempts at localhost, 200 id-4 reply",
		"call of Test Service.Post",
		"  end: 0 attempts at , 0  client",
	}
	if diff := cmp.Diff(want, w.told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !slices.Equal(inside, []string{"4", "4", "4", "4"}) {
		t.Errorf("the requests have the contexts %v", inside)
	}
}

// TestInterceptorEndsCall: its error is final, whatever it looks like.
func TestInterceptorEndsCall(t *testing.T) {
	t.Parallel()
	broken := &net.OpError{Op: "dial", Err: errors.New("connection reset")} // what retryers take for a broken connection
	fails := func(context.Context, *rt.Attempt) error { return broken }
	for sent, i := range map[string]rt.Interceptor{"0": {BeforeSigning: fails}, "0 too": {AfterSigning: fails}, "1": {AfterResponse: fails}} {
		n := 0
		c := elsewhere(t, rt.Options{Interceptors: []rt.Interceptor{i}}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(200, "{}"), nil
		})
		_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
		if !errors.Is(err, broken) || strconv.Itoa(n) != sent[:1] {
			t.Errorf("%s: sent %d times, %v", sent, n, err)
		}
	}
}

// TestMetadataOnEveryPath: whatever comes back, the caller can quote its request id.
func TestMetadataOnEveryPath(t *testing.T) {
	t.Parallel()
	hangs := func(r *http.Request) (*http.Response, error) { // in the middle of the body
		out, in := io.Pipe()
		context.AfterFunc(r.Context(), func() { _ = in.CloseWithError(r.Context().Err()) })
		go func() { _, _ = io.WriteString(in, `{"us`) }()
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"X-Request-Id": {"id-1"}}, Body: out, ContentLength: -1}, nil
	}
	for name, test := range map[string]struct {
		status int
		body   string // of the reply; one that never ends if it is empty and the reply a success
		fails  bool
	}{
		"success":              {200, `{"user":"me"}`, false},
		"error of the model":   {420, `{"__type":"Busy"}`, true},
		"unknown error":        {400, `{"__type":"Odd"}`, true},
		"error without a body": {503, ``, true},
		"redirect":             {301, ``, true},
		"page":                 {200, `<html>`, true},
		"page of an error":     {502, `<html>`, true},
		"not the model's":      {200, `{"user":[]}`, true},
		"too long":             {200, `{"user":"` + strings.Repeat("x", 100) + `"}`, true},
		"timeout in the body":  {200, "", true},
	} {
		do := func(r *http.Request) (*http.Response, error) {
			if test.status == http.StatusOK && test.body == "" {
				return hangs(r)
			}
			return reply(test.status, test.body, "X-Request-Id", "id-1", "Location", "http://localhost:1/"), nil
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var meta rt.Metadata
			c := elsewhere(t, rt.Options{AttemptTimeout: 500 * time.Millisecond, MaxReplyBytes: 64}, do)
			_, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, []rt.CallOption{rt.Capture(&meta), rt.WithMaxAttempts(2)})
			if meta.RequestID != "id-1" || meta.Status != test.status || meta.Attempts < 1 || meta.Header.Get("X-Request-Id") != "id-1" {
				t.Errorf("%+v", meta)
			}
			if (err != nil) != test.fails || err != nil && !strings.Contains(err.Error(), "request id id-1") {
				t.Errorf("%T: %v", err, err)
			}
		})
		t.Run(name+", of a stream", func(t *testing.T) {
			t.Parallel()
			var meta rt.Metadata
			c := elsewhere(t, rt.Options{}, do)
			out, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, []rt.CallOption{rt.Capture(&meta), rt.WithMaxAttempts(2)})
			if meta.RequestID != "id-1" || meta.Status != test.status || (err == nil) != (test.status == 200) {
				t.Errorf("%+v, %v", meta, err)
			}
			if err == nil {
				err = out.Body.Close()
			} else if !strings.Contains(err.Error(), "request id id-1") {
				t.Error(err)
			}
			if err != nil && test.status == 200 {
				t.Error(err)
			}
		})
	}
}

// TestBucketElsewhere: what S3 says of a bucket in another Region can be read from the error.
func TestBucketElsewhere(t *testing.T) {
	t.Parallel()
	const body = `<Error><Code>PermanentRedirect</Code><Message>Use the specified endpoint.</Message><Endpoint>b.s3-eu-west-1.amazonaws.com</Endpoint></Error>`
	for _, text := range []string{body, ""} {
		c, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "S3", Version: "1"}, Protocol: restxml.Protocol{}, Endpoint: "http://localhost",
			Options: rt.Options{HTTPClient: doer(func(*http.Request) (*http.Response, error) {
				return reply(301, text, "X-Amz-Bucket-Region", "eu-west-1"), nil
			})},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
		var e *rt.RedirectError
		if !errors.As(err, &e) || e.Region != "eu-west-1" || e.Location != "" || string(e.Body) != text || !strings.Contains(err.Error(), "the Region eu-west-1") {
			t.Errorf("%T: %v", err, err)
		}
		if code := map[bool]string{true: "MovedPermanently", false: "PermanentRedirect"}[text == ""]; e.Code != code {
			t.Errorf("the code is %s, not %s", e.Code, code)
		}
	}
}
