// What the tests share: servers that follow a script, and clients that call them.

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/internal/testenv"
)

// TestMain looks for goroutines that outlive the tests.
func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// received is a request as it came in.
type received struct {
	Method string
	Path   string // escaped
	Query  string
	Header http.Header
	Body   string
}

// script is a server that answers each request with the next of its steps.
type script struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
}

// serve starts a server. A request beyond the last step fails the test; steps that were not taken do too.
func serve(t *testing.T, steps ...http.HandlerFunc) *script {
	t.Helper()
	s := &script{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading the request: %v", err)
		}
		s.mu.Lock()
		n := len(s.requests)
		s.requests = append(s.requests, received{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, string(body)})
		s.mu.Unlock()
		if n >= len(steps) {
			t.Errorf("request %d is more than the %d that were due", n+1, len(steps))
			w.WriteHeader(http.StatusTeapot)
			return
		}
		w.Header().Set("X-Amzn-Requestid", requestID(n))
		steps[n](w, r)
	}))
	t.Cleanup(func() {
		s.Close()
		if got := len(s.all()); got < len(steps) {
			t.Errorf("%d requests came, not %d", got, len(steps))
		}
	})
	return s
}

// requestID is the id that the server gives its n-th request, from 0.
func requestID(n int) string { return fmt.Sprintf("4b1f7a52-0000-4000-8000-%012d", n) }

// all returns the requests so far.
func (s *script) all() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// answer is a step that writes a reply in JSON.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// repeat returns the same step n times.
func repeat(n int, step http.HandlerFunc) []http.HandlerFunc {
	steps := make([]http.HandlerFunc, n)
	for i := range steps {
		steps[i] = step
	}
	return steps
}

const (
	accessKey = "AKIDEXAMPLE"
	secretKey = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"
	session   = "session-token-that-nobody-must-see"
)

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey, SessionToken: session}, nil
})

// fast is the standard retryer without the waiting.
func fast() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond })
}

// client makes a client of the server, with a changed configuration.
func client(t *testing.T, s *script, change ...func(*lambda.Config)) *lambda.Client {
	t.Helper()
	cfg := lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: s.URL}
	cfg.Retryer = fast()
	for _, f := range change {
		f(&cfg)
	}
	c, err := lambda.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// decoded is the value of a text in JSON, for comparing.
func decoded(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// get is the request that tests make which are about something else.
func get() *lambda.GetFunctionEventInvokeConfigRequest {
	return &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: "my-function"}
}
