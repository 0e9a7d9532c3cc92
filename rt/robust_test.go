// What goes wrong around a call: in the hands of those who give out credentials, tokens and bodies, and in its last moment.

package rt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/discovery"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// keyed is a client that signs with what from gives, and whose requests do sends.
func keyed(t *testing.T, from aws.CredentialsProviderFunc, do func(*http.Request) (*http.Response, error)) *rt.Client {
	t.Helper()
	auth, err := sigv4.New("test", "us-west-2", from)
	if err != nil {
		t.Fatal(err)
	}
	c, err := rt.NewClient(rt.Spec{
		Service: &rt.Service{ID: "Test Service", Auth: []string{rt.SigV4}}, Protocol: restjson.Protocol{}, Endpoint: "http://localhost",
		Auth: []rt.AuthScheme{auth}, Options: rt.Options{HTTPClient: doer(do), Retryer: newQuick()},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// starving is a retryer that has no leave to give for a first attempt.
type starving struct{ aws.RetryerV2 }

func (starving) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	<-ctx.Done()
	return nil, fmt.Errorf("no token: %w", ctx.Err())
}

func TestLimitsWhileWaitingForLeave(t *testing.T) {
	t.Parallel()
	c := elsewhere(t, rt.Options{CallTimeout: 50 * time.Millisecond, Retryer: starving{retry.NewStandard()}}, nil)
	_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
	var late *rt.TimeoutError
	if !errors.As(err, &late) || late.Option != "CallTimeout" || rt.ErrorKind(err) != "timeout" {
		t.Errorf("%T: %v", err, err)
	}
	mine := errors.New("the user went away")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(mine) })
	if _, err = rt.Invoke[login](ctx, c, &opFetch, &login{}, []rt.CallOption{rt.WithTimeouts(0, 0)}); !errors.Is(err, mine) {
		t.Errorf("%T: %v", err, err)
	}
}

// TestErrorsOfCredentials: what the service answers that gives out credentials is one error for all who wait for them, and no
// answer to the call.
func TestErrorsOfCredentials(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"AccessDenied", "ExpiredTokenException", "InternalError"} {
		shared := &rt.UnknownError{ErrorMetadata: rt.ErrorMetadata{Operation: "AssumeRole", Code: code, Status: 500, Attempts: 7}}
		c := keyed(t, func(context.Context) (aws.Credentials, error) { return aws.Credentials{}, shared }, func(*http.Request) (*http.Response, error) {
			t.Error("a request was sent")
			return reply(200, "{}"), nil
		})
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				_, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil)
				var call *rt.CallError
				if m, ok := rt.MetadataOf(err); !ok || m.Operation != "AssumeRole" || !errors.As(err, &call) || call.Operation != "Post" || call.Attempts != 0 ||
					call.Unsure || strings.Contains(err.Error(), "carried the request out") {
					t.Errorf("%T: %v", err, err)
				}
			})
		}
		all.Wait()
		if shared.Attempts != 7 {
			t.Errorf("the error of another call has %d attempts now", shared.Attempts)
		}
	}
}

// TestRenewalsTogether: calls that a service refuses at the same time ask once for other credentials, also if there are none.
func TestRenewalsTogether(t *testing.T) {
	t.Parallel()
	const calls = 50
	var asked atomic.Int64
	var sent sync.WaitGroup
	sent.Add(calls)
	c := keyed(t, func(context.Context) (aws.Credentials, error) {
		asked.Add(1)
		time.Sleep(100 * time.Millisecond)
		return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
	}, func(*http.Request) (*http.Response, error) {
		sent.Done()
		sent.Wait()
		return reply(400, `{"__type":"ExpiredTokenException"}`), nil
	})
	var all sync.WaitGroup
	for range calls {
		all.Go(func() {
			_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
			if m, ok := rt.MetadataOf(err); !ok || m.Code != "ExpiredTokenException" {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
	all.Wait()
	if n := asked.Load(); n > 10 { // a call that was slow to come back asks again
		t.Errorf("they asked %d times", n)
	}
}

// TestUnsure: a caller learns that a request may have been carried out, whatever else ended the call.
func TestUnsure(t *testing.T) {
	t.Parallel()
	lose := func(r *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, r.Body)
		return nil, errors.New("reset")
	}
	ctx, cancel := context.WithCancel(t.Context())
	refused := errors.New("refused")
	veto := rt.Interceptor{AfterResponse: func(context.Context, *rt.Attempt) error { return refused }}
	for name, test := range map[string]struct {
		ctx  context.Context
		do   func(n int, r *http.Request) (*http.Response, error)
		opts []rt.CallOption
		want bool
	}{
		"the context ends with the connection": {ctx, func(_ int, r *http.Request) (*http.Response, error) { cancel(); return lose(r) }, nil, true},
		"the first attempt was lost": {t.Context(), func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				return lose(r)
			}
			return nil, errors.New("no connection")
		}, []rt.CallOption{rt.WithOptions(func(o *rt.Options) { o.RetryUnsafe = true })}, true},
		"an interceptor does not like the reply": {t.Context(), func(int, *http.Request) (*http.Response, error) { return reply(200, "{}"), nil },
			[]rt.CallOption{rt.WithInterceptor(veto)}, true},
		"an interceptor does not like that there is none": {t.Context(), func(int, *http.Request) (*http.Response, error) { return nil, errors.New("no connection") },
			[]rt.CallOption{rt.WithInterceptor(veto)}, false},
	} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(r *http.Request) (*http.Response, error) { n++; return test.do(n, r) })
		_, err := rt.Invoke[login](test.ctx, c, &opPost, &login{User: new("me")}, test.opts)
		var call *rt.CallError
		if !errors.As(err, &call) || call.Unsure != test.want {
			t.Errorf("%s: %T: %v", name, err, err)
		}
	}
}

// TestVetoIsFinal: an error of an interceptor ends the call, even if it looks like one that other credentials would cure.
func TestVetoIsFinal(t *testing.T) {
	t.Parallel()
	keys, sent := 0, 0
	c := keyed(t, func(context.Context) (aws.Credentials, error) {
		keys++
		return aws.Credentials{AccessKeyID: "id" + strconv.Itoa(keys), SecretAccessKey: "secret"}, nil
	}, func(*http.Request) (*http.Response, error) { sent++; return reply(200, "{}"), nil })
	veto := rt.Interceptor{AfterResponse: func(context.Context, *rt.Attempt) error {
		return &rt.UnknownError{ErrorMetadata: rt.ErrorMetadata{Code: "ExpiredToken"}}
	}}
	if _, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, []rt.CallOption{rt.WithInterceptor(veto)}); sent != 1 || err == nil {
		t.Errorf("sent %d times: %v", sent, err)
	}
}

// TestBudgetIsNotSpentInVain: an attempt that there is no time for costs nothing of the budget.
func TestBudgetIsNotSpentInVain(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]func() (context.Context, context.CancelFunc, rt.CallOption){
		"limit": func() (context.Context, context.CancelFunc, rt.CallOption) {
			return t.Context(), func() {}, rt.WithTimeouts(0, 5*time.Second)
		},
		"deadline": func() (context.Context, context.CancelFunc, rt.CallOption) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			return ctx, cancel, nil
		},
	} {
		n, wait := 0, "20"
		quickly := retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond })
		c := elsewhere(t, rt.Options{Retryer: quickly}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(503, "", "Retry-After", wait), nil
		})
		for range 150 {
			ctx, cancel, option := limit()
			_, err := rt.Invoke[login](ctx, c, &opFetch, &login{}, []rt.CallOption{option})
			cancel()
			if m, ok := rt.MetadataOf(err); !ok || m.Attempts != 1 {
				t.Fatalf("%s: %v", name, err)
			}
		}
		n, wait = 0, "0"
		if _, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil); n != 3 || err == nil {
			t.Errorf("%s: sent %d times: %v", name, n, err)
		}
	}
}

func TestNilHTTPClient(t *testing.T) {
	t.Parallel()
	c, err := rt.NewClient(rt.Spec{
		Service: &rt.Service{ID: "Test Service"}, Protocol: restjson.Protocol{}, Endpoint: "http://127.0.0.1:1",
		Options: rt.Options{HTTPClient: (*http.Client)(nil), Retryer: newQuick()},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil); err == nil || !strings.Contains(err.Error(), "dial tcp") {
		t.Error(err)
	}
}

func TestAddressesWithPasswords(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"ftp://me:hunter2@host", "http://me:hunter2@", "http://me:hun ter2@host", "http://me:hunter2%zz@host/", "://me:hunter2@host",
		"http://me:hunter2@host", "me:hunter2@host", "http://me:hunter2/@host", "http://me:hunter2@host:x",
	} {
		if _, err := rt.ParseEndpoint(address); err == nil || strings.Contains(err.Error(), "ter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// slow is a body of n bytes that takes a millisecond for each.
type slow struct{ at, n int64 }

func (s *slow) Read(p []byte) (int, error) {
	if s.at >= s.n || len(p) == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Millisecond)
	s.at++
	p[0] = 'x'
	return 1, nil
}

func (s *slow) Seek(offset int64, whence int) (int64, error) {
	s.at = offset + map[int]int64{io.SeekCurrent: s.at, io.SeekEnd: s.n}[whence]
	return s.at, nil
}

// TestLongBodyCanceled: a body that is read before it is sent is not read to the end for nobody.
func TestLongBodyCanceled(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]io.Reader{"hashed": &slow{n: 60_000}, "kept": onlyRead{&slow{n: 60_000}}} {
		c := newClient(t, true, rt.Options{CallTimeout: 50 * time.Millisecond}, func(int, http.ResponseWriter, *http.Request, string) { t.Error("it was sent") })
		start := time.Now()
		_, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b", Body: body}, nil)
		var late *rt.TimeoutError
		if took := time.Since(start); took > 10*time.Second || !errors.As(err, &late) {
			t.Errorf("%s: after %v: %v", name, took, err)
		}
	}
}

// TestTimeIsOverWithTheReply: a stream that came too late is closed, and the error is that of a call.
func TestTimeIsOverWithTheReply(t *testing.T) {
	t.Parallel()
	body := &closing{Reader: strings.NewReader("x")}
	c := elsewhere(t, rt.Options{CallTimeout: 20 * time.Millisecond}, func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: body}, nil
	})
	late := rt.Interceptor{AfterResponse: func(context.Context, *rt.Attempt) error { time.Sleep(100 * time.Millisecond); return nil }}
	_, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, []rt.CallOption{rt.WithInterceptor(late)})
	var call *rt.CallError
	var limit *rt.TimeoutError
	if !errors.As(err, &call) || !errors.As(err, &limit) || body.closed == 0 {
		t.Errorf("%T: %v, closed %d times", err, err, body.closed)
	}
}

// TestClockOfHEAD: a reply to HEAD has no body to say what is wrong with the signature.
func TestClockOfHEAD(t *testing.T) {
	t.Parallel()
	n := 0
	c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
		if n++; n == 1 {
			return reply(403, "", "Date", time.Now().Add(20*time.Minute).UTC().Format(http.TimeFormat)), nil
		}
		return reply(200, ""), nil
	})
	if _, err := rt.Invoke[login](t.Context(), c, &rt.Operation{Name: "Head", Method: "HEAD", Path: "/"}, &login{}, nil); err != nil || n != 2 {
		t.Errorf("%d, %v", n, err)
	}
}

// place is parameters of rules.
type place struct{ Region *string }

// TestRegionsOfHosts: rules put the Region into the name of a host, which nothing in it may end.
func TestRegionsOfHosts(t *testing.T) {
	t.Parallel()
	for region, fits := range map[string]bool{
		"us-west-2": true, "aws-global": true, "": true, "evil.example/": false, "evil.example:80": false, "evil.example#": false,
		"evil.example?": false, "me@evil.example": false, `evil.example\`: false, "a b": false,
	} {
		rules := &rt.Rules[place]{Base: place{endpoints.Given(region)}}
		for _, resolver := range []rt.EndpointResolver{rules, &discovery.Resolver{Base: rules}} {
			_, err := rt.NewClient(rt.Spec{Service: &rt.Service{ID: "Test Service"}, Protocol: restjson.Protocol{}, Endpoints: resolver})
			if (err == nil) != fits {
				t.Errorf("%q, %T: %v", region, resolver, err)
			}
		}
	}
}

// TestParametersChangeOnce: what changes the parameters of a call is run once, beside any other option.
func TestParametersChangeOnce(t *testing.T) {
	t.Parallel()
	n := 0
	c, err := rt.NewClient(rt.Spec{
		Service: &rt.Service{ID: "Test Service"}, Protocol: restjson.Protocol{},
		Endpoints: &rt.Rules[place]{Resolve: func(*place) (endpoints.Endpoint, error) { return endpoints.Endpoint{URL: "http://localhost"}, nil }},
		Options:   rt.Options{HTTPClient: doer(func(*http.Request) (*http.Response, error) { return reply(200, "{}"), nil })},
	})
	if err != nil {
		t.Fatal(err)
	}
	opts := []rt.CallOption{rt.WithEndpointParameters(func(*place) { n++ }), rt.Once()}
	if _, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, opts); err != nil || n != 1 {
		t.Errorf("%d times, %v", n, err)
	}
}

// TestExpectationRefused: a server that cannot be asked gets the body unasked, also if it can be read only once.
func TestExpectationRefused(t *testing.T) {
	t.Parallel()
	for name, always := range map[string]bool{"once": false, "always": true} {
		var asked, unasked atomic.Int64
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
				status := "417 Expectation Failed"
				if req, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
					t.Error(err)
				} else if req.Header.Get("Expect") != "" {
					asked.Add(1)
				} else {
					_, _ = io.Copy(io.Discard, req.Body)
					if unasked.Add(1); !always {
						status = "200 OK"
					}
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 "+status+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				_ = conn.Close()
			}
		}()
		transport := &http.Transport{ExpectContinueTimeout: time.Minute}
		t.Cleanup(transport.CloseIdleConnections)
		c, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "Test Service"}, Protocol: restjson.Protocol{}, Endpoint: "http://" + l.Addr().String(),
			Options: rt.Options{HTTPClient: &http.Client{Transport: transport}, Retryer: newQuick(), ExpectContinueBytes: 1},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b", Body: onlyRead{strings.NewReader("once")}}, nil)
		if (err != nil) != always || asked.Load() != 1 || unasked.Load() != 1 {
			t.Errorf("%s: asked %d times, sent %d times: %v", name, asked.Load(), unasked.Load(), err)
		}
	}
}
