// Faults: how often a request is sent in each, and what the caller is told. Nothing is sent twice that is not safe.

package e2e_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	log2 "log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

// update is a call of an operation that is not idempotent.
func update(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) error {
	_, err := c.UpdateFunctionEventInvokeConfig(ctx, &lambda.UpdateFunctionEventInvokeConfigRequest{
		FunctionName: "my-function", MaximumRetryAttempts: new(int32(1)),
	}, opts...)
	return err
}

// read is a call of one that is.
func read(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) error {
	_, err := c.GetFunctionEventInvokeConfig(ctx, get(), opts...)
	return err
}

// limits are short times for the calls of a client.
func limits(cfg *lambda.Config) { cfg.AttemptTimeout = 700 * time.Millisecond }

// cutGzip is the beginning of a compressed document, as a whole reply.
func cutGzip() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, `{"FunctionArn":"`+strings.Repeat("arn:aws:lambda", 100)+`"}`)
	_ = z.Close()
	return message(200, b.String()[:b.Len()/2], "Content-Encoding", "gzip")
}

const good = `{"FunctionArn":"arn"}`

// faults are what goes wrong with the first request. after is how often a request that can be repeated is sent until it succeeds;
// harmful is how often one is that must not be carried out twice.
var faults = map[string]struct {
	fault   fault
	change  func(*lambda.Config)
	after   int // 1: it is not cured by another attempt
	harmful int
	check   func(err error) bool // of the error in the end, if every attempt fails so
}{
	"reset before the request is read": {beforeRequest, nil, 2, 1, lost},
	"reset before the reply":           {behind(""), nil, 2, 1, lost},
	"reset in the status line":         {behind("HTTP/1.1 20"), nil, 2, 1, lost},
	"reset in the headers":             {behind("HTTP/1.1 200 OK\r\nContent-Ty"), nil, 2, 1, lost},
	"reset in the body":                {behind("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"Func"), nil, 2, 1, cut},
	"reset in a chunk":                 {behind("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n15\r\n{\"Func"), nil, 2, 1, cut},
	"reset in the body of an error":    {behind("HTTP/1.1 400 X\r\nContent-Length: 210\r\n\r\n{\"mess"), nil, 2, 2, cut},
	"end between chunks":               {behind("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"Func\r\n"), nil, 2, 1, cut},
	"half closed":                      {halfClosed, nil, 2, 1, lost},
	"headers that drip":                {drips(message(200, good)), limits, 2, 1, timedOut},
	"a body that drips":                {drips("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat(" ", 1000)), limits, 2, 1, timedOut},
	"silence":                          {func(e exchange) bool { _, _ = io.Copy(io.Discard, e); return false }, limits, 2, 1, timedOut},
	"not HTTP":                         {behind("SSH-2.0-OpenSSH_9.6\r\n\r\n"), nil, 2, 1, lost},
	"compression cut short":            {says(cutGzip()), nil, 2, 1, cut},
	"500":                              {says(message(500, `{}`)), nil, 2, 2, answered("InternalServerError", 500)},
	"502 with a page":                  {says(message(502, "<html>oh</html>", "Content-Type", "text/html")), nil, 2, 2, unreadable(502)},
	"503":                              {says(message(503, ``)), nil, 2, 2, answered("ServiceUnavailable", 503)},
	"504 in plain text":                {says(message(504, `late`)), nil, 2, 2, unreadable(504)},
	"modelled throttle":                {says(message(429, `{}`, "X-Amzn-Errortype", "TooManyRequestsException")), nil, 2, 2, answered("TooManyRequestsException", 429)},
	"throttle by code":                 {says(message(400, `{"__type":"ThrottlingException"}`)), nil, 2, 2, answered("ThrottlingException", 400)},
	"throttle by status":               {says(message(429, `{"__type":"Whatever"}`)), nil, 2, 2, answered("Whatever", 429)},
	"throttle with a page":             {says(message(429, "<html>slow</html>")), nil, 2, 2, unreadable(429)},
	"a page for a reply":               {says(message(200, "<html>welcome</html>")), nil, 1, 1, unreadable(200)},
	"refused for good":                 {says(message(403, `{"__type":"AccessDenied"}`)), nil, 1, 1, answered("AccessDenied", 403)},
	"a status that stays as it is":     {says(message(501, `{"__type":"NotYet"}`)), nil, 1, 1, answered("NotYet", 501)},
}

func lost(err error) bool {
	var e *rt.CallError
	return errors.As(err, &e) && e.Attempts > 0 && !errors.Is(err, context.DeadlineExceeded)
}

func cut(err error) bool {
	var e *rt.ReplyError
	return errors.As(err, &e) && e.Status != 0 && strings.Contains(err.Error(), "cut short")
}

func timedOut(err error) bool {
	var e *rt.TimeoutError
	return errors.As(err, &e) && e.Option == "AttemptTimeout" && errors.Is(err, context.DeadlineExceeded) &&
		strings.Contains(err.Error(), "within the 700ms that Options.AttemptTimeout allows")
}

func answered(code string, status int) func(error) bool {
	return func(err error) bool {
		m, ok := rt.MetadataOf(err)
		return ok && m.Code == code && m.Status == status && m.RequestID == "id-of-the-request"
	}
}

func unreadable(status int) func(error) bool {
	return func(err error) bool {
		var e *rt.ReplyError
		return errors.As(err, &e) && e.Status == status
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range faults {
		var change []func(*lambda.Config)
		if test.change != nil {
			change = append(change, test.change)
		}
		unsafe := slices.Concat(change, []func(*lambda.Config){func(cfg *lambda.Config) { cfg.RetryUnsafe = true }})
		t.Run(name+", once", func(t *testing.T) {
			t.Parallel()
			s := serveFaults(t, test.fault, says(message(200, good)))
			err := read(t.Context(), clientOf(t, s.url(), newWatched(t), change...))
			checkSent(t, s, test.after)
			if (err == nil) != (test.after > 1) || err != nil && !test.check(err) {
				t.Errorf("%T: %v", err, err)
			}
		})
		t.Run(name+", always", func(t *testing.T) {
			t.Parallel()
			s := serveFaults(t, test.fault)
			var meta rt.Metadata
			err := read(t.Context(), clientOf(t, s.url(), newWatched(t), change...), rt.Capture(&meta))
			want := 3
			if test.after == 1 {
				want = 1
			}
			checkSent(t, s, want)
			if err == nil || !test.check(err) || want > 1 && !strings.Contains(err.Error(), "3 attempts") {
				t.Errorf("%T: %v", err, err)
			}
			var reply *rt.ReplyError
			if errors.As(err, &reply) && (meta.Status != reply.Status || meta.RequestID != reply.RequestID || meta.Attempts != want) {
				t.Errorf("captured %+v of %+v", meta, reply)
			}
		})
		t.Run(name+", not idempotent", func(t *testing.T) {
			t.Parallel()
			s := serveFaults(t, test.fault, says(message(200, good)))
			err := update(t.Context(), clientOf(t, s.url(), newWatched(t), change...))
			checkSent(t, s, test.harmful)
			if (err == nil) != (test.harmful > 1) || err != nil && !test.check(err) {
				t.Errorf("%T: %v", err, err)
			}
			var e *rt.CallError
			if errors.As(err, &e) && (!e.Unsure || !strings.Contains(err.Error(), "RetryUnsafe")) {
				t.Errorf("the error does not say why there was no other attempt: %v", err)
			}
		})
		t.Run(name+", not idempotent, repeated all the same", func(t *testing.T) {
			t.Parallel()
			s := serveFaults(t, test.fault, says(message(200, good)))
			err := update(t.Context(), clientOf(t, s.url(), newWatched(t), unsafe...))
			checkSent(t, s, test.after)
			if (err == nil) != (test.after > 1) {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

func checkSent(t *testing.T, s *faulty, want int) {
	t.Helper()
	if got := s.requests(); got != want {
		t.Errorf("the request was sent %d times, not %d", got, want)
	}
}

// TestRefusedConnection: what got no connection was not sent, and can be whatever it is.
func TestRefusedConnection(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context, *lambda.Client, ...rt.CallOption) error{"idempotent": read, "not idempotent": update} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveFaults(t, says(message(200, good)))
			var meta rt.Metadata
			if err := call(t.Context(), clientOf(t, s.url(), newWatched(t, nobody(t), nobody(t))), rt.Capture(&meta)); err != nil || meta.Attempts != 3 {
				t.Errorf("%+v, %v", meta, err)
			}
			err := call(t.Context(), clientOf(t, "http://"+nobody(t), newWatched(t)))
			var e *rt.CallError
			if !errors.As(err, &e) || e.Attempts != 3 || e.Unsure || !isOneOf(err, []error{syscall.ECONNREFUSED}) {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

// TestUnknownHost: a name that there is not will not be there in a second either.
func TestUnknownHost(t *testing.T) {
	t.Parallel()
	d := newWatched(t)
	d.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "nowhere.invalid", IsNotFound: true}}
	}}
	err := read(t.Context(), clientOf(t, "http://localhost", d))
	var e *rt.CallError
	var dns *net.DNSError
	if !errors.As(err, &e) || e.Attempts != 1 || !errors.As(err, &dns) {
		t.Errorf("%T: %v", err, err)
	}
}

// TestUntrustedServer: neither will a certificate that nobody vouches for be another one.
func TestUntrustedServer(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log2.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	err := update(t.Context(), clientOf(t, s.URL, newWatched(t)))
	var e *rt.CallError
	if !errors.As(err, &e) || e.Attempts != 1 || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%T: %v", err, err)
	}
}

// TestStaleConnection: a connection that the server has closed behind a reply is not used again.
func TestStaleConnection(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context, *lambda.Client, ...rt.CallOption) error{"idempotent": read, "not idempotent": update} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveFaults(t, saysAndCloses(message(200, good)))
			d := newWatched(t)
			c := clientOf(t, s.url(), d)
			for i := range 5 {
				if err := call(t.Context(), c); err != nil {
					t.Fatal(i, err)
				}
				if n := eventually(d.connections, 0); n != 0 {
					t.Fatalf("%d connections are open, which the server has closed", n)
				}
			}
			checkSent(t, s, 5)
		})
	}
}

// TestStaleConnectionInUse: one that breaks under the next request may have brought it there.
func TestStaleConnectionInUse(t *testing.T) {
	t.Parallel()
	ok := says(message(200, good))
	s := serveFaults(t, ok, behind(""), ok, ok)
	c := clientOf(t, s.url(), newWatched(t))
	if err := update(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	err := update(t.Context(), c)
	var e *rt.CallError
	if !errors.As(err, &e) || !e.Unsure || e.Attempts != 1 {
		t.Errorf("%T: %v", err, err)
	}
	checkSent(t, s, 2)
	if err := read(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// TestExpiredCredentials: other ones are fetched, once a call, and the request is sent again.
func TestExpiredCredentials(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"ExpiredTokenException", "ExpiredToken"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			refuses := func(until string) http.HandlerFunc {
				return func(w http.ResponseWriter, r *http.Request) {
					if strings.Contains(r.Header.Get("Authorization"), "Credential="+until+"/") {
						answer(200, good)(w, r)
						return
					}
					answer(403, `{"message":"The security token included in the request is expired"}`, "X-Amzn-Errortype", code)(w, r)
				}
			}
			s := serve(t, repeat(3, refuses("KEY2"))...)
			p := &provider{}
			c := client(t, s, func(cfg *lambda.Config) { cfg.Credentials = aws.NewCredentialsCache(p) })
			for range 2 { // the second call has the new ones from the beginning
				if err := update(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			s = serve(t, repeat(2, refuses("none"))...)
			c = client(t, s, func(cfg *lambda.Config) { cfg.Credentials = &provider{} })
			if m, ok := rt.MetadataOf(update(t.Context(), c)); !ok || m.Code != code || m.Attempts != 2 {
				t.Errorf("%+v", m)
			}
		})
	}
}

// TestSkewedClock: the clock is set by the server's, and the request sent again.
func TestSkewedClock(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{20 * time.Minute, -20 * time.Minute} {
		for _, code := range []string{"InvalidSignatureException", "RequestTimeTooSkewed"} {
			t.Run(code+skew.String(), func(t *testing.T) {
				t.Parallel()
				step := func(w http.ResponseWriter, r *http.Request) {
					at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
					if err == nil && time.Since(at).Abs() < 5*time.Minute {
						answer(200, good)(w, r)
						return
					}
					answer(403, `{"message":"Signature expired"}`, "X-Amzn-Errortype", code)(w, r)
				}
				s := serve(t, repeat(3, step)...)
				c := client(t, s, func(cfg *lambda.Config) { cfg.Clock = func() time.Time { return time.Now().Add(skew) } })
				for range 2 { // the second call is right from the beginning
					if err := update(t.Context(), c); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

// TestRedirectToAnotherHost: nothing goes there, by whichever HTTP client, and least of all credentials.
func TestRedirectToAnotherHost(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(other.Close)
	clients := map[string]rt.Doer{"default client": nil, "client that follows": &http.Client{}}
	for name, d := range clients {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(fmt.Sprintf("%s/%d", name, status), func(t *testing.T) {
				t.Parallel()
				for _, call := range []func(context.Context, *lambda.Client, ...rt.CallOption) error{read, update} {
					s := serve(t, answer(status, `{}`, "Location", other.URL+"/secret?token=hunter2", "X-Amz-Bucket-Region", "eu-west-1"))
					err := call(t.Context(), client(t, s, func(cfg *lambda.Config) { cfg.HTTPClient = d }))
					var e *rt.RedirectError
					if !errors.As(err, &e) || e.Status != status || e.Location != other.URL || e.Region != "eu-west-1" || e.Attempts != 1 {
						t.Fatalf("%T: %v", err, err)
					}
					if text := err.Error(); !strings.Contains(text, other.URL) || !strings.Contains(text, "eu-west-1") || strings.Contains(text, "hunter2") {
						t.Error(text)
					}
				}
			})
		}
	}
	t.Cleanup(func() {
		if n := visits.Load(); n != 0 {
			t.Errorf("the other host was asked %d times", n)
		}
	})
}

// TestWrongRegion: what says which one is right stays in the error.
func TestWrongRegion(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(400, `{"__type":"AuthorizationHeaderMalformed","message":"the region 'us-west-2' is wrong; expecting 'eu-west-1'"}`))
	err := read(t.Context(), client(t, s))
	var e *rt.UnknownError
	if !errors.As(err, &e) || e.Code != "AuthorizationHeaderMalformed" || !strings.Contains(err.Error(), "eu-west-1") {
		t.Errorf("%T: %v", err, err)
	}
}
