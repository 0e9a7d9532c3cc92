// Signatures: clocks, credentials, and what interceptors add before and behind.

package e2e_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

// signedAt is the time in a request's signature.
func signedAt(t *testing.T, r received) time.Time {
	t.Helper()
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	if err != nil {
		t.Error(err)
	}
	return at
}

// apart is how far two times are from each other.
func apart(a, b time.Time) time.Duration { return a.Sub(b).Abs() }

func TestClockSkew(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"RequestTimeTooSkewed", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture"} {
		for name, skew := range map[string]time.Duration{"ahead": 20 * time.Minute, "behind": -20 * time.Minute} {
			t.Run(code+"/"+name, func(t *testing.T) {
				t.Parallel()
				server := func() time.Time { return time.Now().Add(skew) }
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					answer(403, `{"message":"Signature expired"}`, "X-Amzn-Errortype", code, "Date", server().UTC().Format(http.TimeFormat))(w, r)
				}, answer(200, "{}"), answer(200, "{}"))
				c := client(t, s)
				var meta rt.Metadata
				for range 2 {
					if _, err := c.GetFunctionEventInvokeConfig(t.Context(), get(), rt.Capture(&meta)); err != nil {
						t.Fatal(err)
					}
				}
				requests := s.all()
				if d := apart(signedAt(t, requests[0]), time.Now()); d > time.Minute {
					t.Errorf("the first request is signed with a clock that is %v off", d)
				}
				for _, r := range requests[1:] {
					if d := apart(signedAt(t, r), server()); d > time.Minute {
						t.Errorf("a later request is signed %v off the server's time", d)
					}
				}
				if meta.Attempts != 1 {
					t.Errorf("the second call took %d attempts", meta.Attempts)
				}
			})
		}
	}
}

func TestClockSkewDoesNotExplain(t *testing.T) {
	t.Parallel()
	for name, date := range map[string]string{"same time": time.Now().UTC().Format(http.TimeFormat), "no date": "then"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(403, `{}`, "X-Amzn-Errortype", "InvalidSignatureException", "Date", date))
			_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get())
			if m, ok := rt.MetadataOf(err); !ok || m.Code != "InvalidSignatureException" || m.Attempts != 1 {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
	t.Run("still refused", func(t *testing.T) {
		t.Parallel()
		late := time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
		s := serve(t, repeat(2, answer(403, `{}`, "X-Amzn-Errortype", "RequestTimeTooSkewed", "Date", late))...)
		_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get())
		var unknown *rt.UnknownError
		if !errors.As(err, &unknown) || unknown.Attempts != 2 {
			t.Errorf("%T: %v", err, err)
		}
	})
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	t.Run("failing", func(t *testing.T) {
		t.Parallel()
		cause := errors.New("the profile has expired")
		c := client(t, serve(t), func(cfg *lambda.Config) {
			cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return aws.Credentials{}, cause })
		})
		_, err := c.GetFunctionEventInvokeConfig(t.Context(), get())
		var call *rt.CallError
		if !errors.As(err, &call) || !errors.Is(err, cause) || !strings.Contains(err.Error(), "getting credentials") || call.Attempts != 0 {
			t.Errorf("%T: %v", err, err)
		}
	})
	t.Run("kept until they expire", func(t *testing.T) {
		t.Parallel()
		var asked atomic.Int32
		c := client(t, serve(t, repeat(3, answer(200, "{}"))...), func(cfg *lambda.Config) {
			cfg.Credentials = aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
				asked.Add(1)
				return credentials.Retrieve(ctx)
			})
		})
		for range 3 {
			if _, err := c.GetFunctionEventInvokeConfig(t.Context(), get()); err != nil {
				t.Fatal(err)
			}
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("the provider was asked %d times", n)
		}
	})
}

func TestInterceptors(t *testing.T) {
	t.Parallel()
	var order []string
	note := func(name string) rt.Interceptor {
		return rt.Interceptor{
			BeforeSigning: func(_ context.Context, a *rt.Attempt) error {
				order = append(order, name+" before signing "+a.Request.Header.Get("Authorization"))
				a.Request.Header.Set("X-Before-"+name, "1")
				return nil
			},
			AfterSigning: func(_ context.Context, a *rt.Attempt) error {
				order = append(order, name+" after signing")
				a.Request.Header.Set("X-After-"+name, "1")
				if a.Request.Header.Get("Authorization") == "" {
					t.Error("the request is not signed yet")
				}
				return nil
			},
			AfterResponse: func(_ context.Context, a *rt.Attempt) error {
				order = append(order, name+" after response")
				if a.Service != "Lambda" || a.Operation != "GetFunctionEventInvokeConfig" || a.Number != 1 || a.Response.StatusCode != http.StatusOK {
					t.Errorf("the attempt is %+v", a)
				}
				if in, ok := a.Input.(*lambda.GetFunctionEventInvokeConfigRequest); !ok || in.FunctionName != "my-function" {
					t.Errorf("the input is %v", a.Input)
				}
				return nil
			},
		}
	}
	s := serve(t, answer(200, `{"FunctionArn":"a"}`))
	c := client(t, s, func(cfg *lambda.Config) { cfg.Interceptors = []rt.Interceptor{{}, note("A")} })
	if _, err := c.GetFunctionEventInvokeConfig(t.Context(), get(), rt.WithInterceptor(note("B")), rt.WithHeader("X-Trace", "t")); err != nil {
		t.Fatal(err)
	}
	want := "A before signing |B before signing |A after signing|B after signing|A after response|B after response"
	if got := strings.Join(order, "|"); got != want {
		t.Errorf("the order is %s", got)
	}
	header := s.all()[0].Header
	_, signed, _ := strings.Cut(header.Get("Authorization"), "SignedHeaders=")
	signed, _, _ = strings.Cut(signed, ",")
	names := strings.Split(signed, ";")
	for name, wantSigned := range map[string]bool{
		"x-before-a": true, "x-before-b": true, "x-trace": true, "x-after-a": false, "x-after-b": false, "host": true, "x-amz-date": true,
	} {
		if got := strings.Contains(";"+strings.Join(names, ";")+";", ";"+name+";"); got != wantSigned {
			t.Errorf("%s is signed: %t (%s)", name, got, signed)
		}
		if name != "host" && header.Get(name) == "" {
			t.Errorf("%s did not arrive", name)
		}
	}
}

func TestInterceptorErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("not on a Sunday")
	fail := func(context.Context, *rt.Attempt) error { return cause }
	for name, test := range map[string]struct {
		interceptor rt.Interceptor
		steps       []http.HandlerFunc
	}{
		"before signing": {rt.Interceptor{BeforeSigning: fail}, nil},
		"after signing":  {rt.Interceptor{AfterSigning: fail}, nil},
		"after response": {rt.Interceptor{AfterResponse: fail}, []http.HandlerFunc{answer(200, "{}")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := client(t, serve(t, test.steps...)).GetFunctionEventInvokeConfig(t.Context(), get(), rt.WithInterceptor(test.interceptor))
			var call *rt.CallError
			if !errors.As(err, &call) || !errors.Is(err, cause) || call.Attempts != len(test.steps) {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

func TestInterceptorSeesEachAttempt(t *testing.T) {
	t.Parallel()
	var seen []int
	s := serve(t, hangUp, answer(500, "{}"), answer(200, `{"FunctionArn":"a"}`))
	out, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get(), rt.WithInterceptor(rt.Interceptor{
		AfterResponse: func(_ context.Context, a *rt.Attempt) error {
			status := 0
			if a.Response != nil {
				status = a.Response.StatusCode
			}
			if (a.Err == nil) == (status == 0) {
				t.Errorf("status %d with error %v", status, a.Err)
			}
			seen = append(seen, status)
			if status == 200 {
				_ = a.Response.Body.Close()
				a.Response.Body = io.NopCloser(strings.NewReader(`{"FunctionArn":"replaced"}`))
				a.Response.ContentLength = -1
			}
			return nil
		},
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 || seen[0] != 0 || seen[1] != 500 || seen[2] != 200 {
		t.Errorf("it saw %v", seen)
	}
	if *out.FunctionArn != "replaced" {
		t.Errorf("the body that the interceptor put in was not read: %q", *out.FunctionArn)
	}
}
