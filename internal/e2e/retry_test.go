// Attempts: what is tried again, what is not, and when waiting ends.

package e2e_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

// hangUp is a step that closes the connection before it answers.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		err = conn.Close()
	}
	if err != nil {
		panic(err)
	}
}

// hangUpAfter is a step that closes the connection behind the given text.
func hangUpAfter(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, err = io.WriteString(conn, text)
			_ = conn.Close()
		}
		if err != nil {
			panic(err)
		}
	}
}

func TestRecovers(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]http.HandlerFunc{
		"throttle":               {answer(429, `{"message":"slow down"}`, "X-Amzn-Errortype", "TooManyRequestsException", "Retry-After", "0")},
		"throttle by code alone": {answer(400, `{"__type":"ThrottlingException"}`)},
		"500":                    {answer(500, `{"message":"oh"}`, "X-Amzn-Errortype", "ServiceException")},
		"503 without a body":     {answer(503, "")},
		"502 of a gateway":       {answer(502, "<html><body>Bad gateway</body></html>", "Content-Type", "text/html")},
		"504 in plain text":      {answer(504, "upstream timed out", "Content-Type", "text/plain")},
		"hang up":                {hangUp},
		"hang up in the headers": {hangUpAfter("HTTP/1.1 200 OK\r\nContent-Ty")},
		"twice":                  {hangUp, answer(500, "{}")},
	} {
		for _, op := range operations {
			t.Run(name+"/"+op.name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, append(steps[:len(steps):len(steps)], answer(op.status, op.reply))...)
				var meta rt.Metadata
				c := client(t, s, func(cfg *lambda.Config) { cfg.RetryUnsafe = true }) // what is safe, TestFaults looks at
				if _, err := op.call(t.Context(), c, rt.Capture(&meta)); err != nil {
					t.Fatal(err)
				}
				requests := s.all()
				for i, r := range requests {
					op.check(t, r)
					want := "attempt=" + string(rune('1'+i)) + "; max=3"
					if got := r.Header.Get("Amz-Sdk-Request"); got != want {
						t.Errorf("Amz-Sdk-Request of request %d is %q, not %q", i+1, got, want)
					}
					if id := r.Header.Get("Amz-Sdk-Invocation-Id"); id != requests[0].Header.Get("Amz-Sdk-Invocation-Id") {
						t.Errorf("request %d has another invocation id", i+1)
					}
				}
				if meta.Attempts != len(steps)+1 || meta.Status != op.status {
					t.Errorf("the metadata is %+v", meta)
				}
			})
		}
	}
}

func TestGivesUp(t *testing.T) {
	t.Parallel()
	t.Run("throttled", func(t *testing.T) {
		t.Parallel()
		s := serve(t, repeat(3, answer(429, `{"message":"slow down"}`, "X-Amzn-Errortype", "TooManyRequestsException"))...)
		_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get())
		var e *lambda.TooManyRequestsException
		if !errors.As(err, &e) || e.Attempts != 3 || !strings.Contains(err.Error(), "3 attempts") || e.RequestID != requestID(2) {
			t.Errorf("%T: %v", err, err)
		}
	})
	t.Run("hung up", func(t *testing.T) {
		t.Parallel()
		s := serve(t, hangUp, hangUp, hangUp)
		var meta rt.Metadata
		_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get(), rt.Capture(&meta))
		var e *rt.CallError
		if !errors.As(err, &e) || e.Attempts != 3 || !errors.Is(err, io.EOF) || !strings.HasPrefix(err.Error(), "GetFunctionEventInvokeConfig: after 3 attempts: ") {
			t.Errorf("%T: %v", err, err)
		}
		if meta.Status != 0 {
			t.Errorf("no reply came, but the metadata is %+v", meta)
		}
	})
	t.Run("once", func(t *testing.T) {
		t.Parallel()
		s := serve(t, answer(500, "{}"))
		_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get(), rt.Once())
		if m, ok := rt.MetadataOf(err); !ok || m.Attempts != 1 || m.Status != 500 {
			t.Errorf("%T: %v", err, err)
		}
	})
	t.Run("nobody there", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		c, err := lambda.New(lambda.Config{
			Region: "us-west-2", Credentials: credentials, Endpoint: "http://" + l.Addr().String(), Options: rt.Options{Retryer: fast()},
		})
		if err = errors.Join(err, l.Close()); err != nil {
			t.Fatal(err)
		}
		_, err = c.GetFunctionEventInvokeConfig(t.Context(), get())
		var call *rt.CallError
		var op *net.OpError
		if !errors.As(err, &call) || call.Attempts != 3 || !errors.As(err, &op) {
			t.Errorf("%T: %v", err, err)
		}
	})
}

// waits is a retryer that waits for an hour.
type waits struct{ aws.Retryer }

func (waits) RetryDelay(int, error) (time.Duration, error) { return time.Hour, nil }

func patient(cfg *lambda.Config) { cfg.Retryer = waits{retry.NewStandard()} }

func TestContext(t *testing.T) {
	t.Parallel()
	t.Run("over before", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := client(t, serve(t)).GetFunctionEventInvokeConfig(ctx, get())
		checkCanceled(t, err)
	})
	t.Run("over while the service thinks", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
		_, err := client(t, s).GetFunctionEventInvokeConfig(ctx, get())
		checkCanceled(t, err)
	})
	t.Run("over in the middle of the reply", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"FunctionArn":"`)
			_ = http.NewResponseController(w).Flush()
			cancel()
			<-r.Context().Done()
		})
		_, err := client(t, s).GetFunctionEventInvokeConfig(ctx, get())
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%T: %v", err, err)
		}
	})
	t.Run("over while waiting for the next attempt", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, answer(503, "{}"))
		time.AfterFunc(100*time.Millisecond, cancel)
		_, err := client(t, s, patient).GetFunctionEventInvokeConfig(ctx, get())
		checkCanceled(t, err)
		if m, ok := rt.MetadataOf(err); !ok || m.Status != 503 || m.Attempts != 1 {
			t.Errorf("%T: %v", err, err)
		}
	})
	t.Run("deadline before the next attempt", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		s := serve(t, answer(503, "{}"))
		start := time.Now()
		_, err := client(t, s, patient).GetFunctionEventInvokeConfig(ctx, get())
		if m, ok := rt.MetadataOf(err); !ok || m.Status != 503 {
			t.Errorf("%T: %v", err, err)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("it waited %v for an attempt that could not be made", took)
		}
	})
	t.Run("deadline while the service thinks", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		_, err := client(t, s).GetFunctionEventInvokeConfig(ctx, get())
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%T: %v", err, err)
		}
	})
}

func checkCanceled(t *testing.T, err error) {
	t.Helper()
	var call *rt.CallError
	if !errors.As(err, &call) || !errors.Is(err, context.Canceled) || call.Operation != "GetFunctionEventInvokeConfig" {
		t.Errorf("%T: %v", err, err)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, "{}", "X-Amzn-Errortype", "TooManyRequestsException", "Retry-After", "1"), answer(200, "{}"))
	start := time.Now()
	if _, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took < time.Second {
		t.Errorf("the service asked to wait a second, and it was asked again after %v", took)
	}
}
