// Configurations and requests that are refused before anything is sent, and what can be switched off.

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/validate"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cfg  lambda.Config
		says string
	}{
		"no Region":                  {lambda.Config{Credentials: credentials}, "no Region"},
		"no Region with an endpoint": {lambda.Config{Credentials: credentials, Endpoint: "http://localhost"}, "no Region"},
		"Region with a host":         {lambda.Config{Region: "us-west-2.evil.com/", Credentials: credentials}, `"us-west-2.evil.com/" is not the name of a Region`},
		"Region with a user":         {lambda.Config{Region: "x@evil.com", Credentials: credentials}, "is not the name of a Region"},
		"Region with a line":         {lambda.Config{Region: "us-west-2\n", Credentials: credentials}, "is not the name of a Region"},
		"Region with a hyphen last":  {lambda.Config{Region: "us-west-", Credentials: credentials}, "is not the name of a Region"},
		"no Credentials":             {lambda.Config{Region: "us-west-2"}, "no Credentials"},
		"endpoint without a scheme":  {lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: "localhost:4566"}, "endpoint"},
		"endpoint of files":          {lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: "file:///etc"}, "endpoint"},
		"endpoint without a host":    {lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: "http:///x"}, "endpoint"},
		"endpoint with a query":      {lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: "http://localhost?a=b"}, "no user, query or fragment"},
		"endpoint that is no URL":    {lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: "http://a b"}, "endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := lambda.New(test.cfg)
			if err == nil || c != nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestEndpointPassword(t *testing.T) {
	t.Parallel()
	_, err := lambda.New(lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: "http://me:hunter2@localhost"})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%v", err)
	}
}

func TestEndpointWithPath(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/stage/v%2F1", "/stage/v%2F1/"} {
		s := serve(t, answer(200, "{}"))
		c := client(t, s, func(cfg *lambda.Config) { cfg.Endpoint += path })
		if _, err := c.GetFunctionEventInvokeConfig(t.Context(), get()); err != nil {
			t.Fatal(err)
		}
		if got := s.all()[0].Path; got != "/stage/v%2F1"+configPath {
			t.Errorf("the path is %s", got)
		}
	}
}

// TestRegionalEndpoint looks at where a request goes when no endpoint is given.
func TestRegionalEndpoint(t *testing.T) {
	t.Parallel()
	var host string
	cfg := lambda.Config{Region: "cn-north-1", Credentials: credentials}
	cfg.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		host = r.URL.Scheme + "://" + r.Host
		return nil, errors.New("no network")
	})
	cfg.Retryer = aws.NopRetryer{}
	c, err := lambda.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetFunctionEventInvokeConfig(t.Context(), get()); err == nil || host != "https://lambda.cn-north-1.amazonaws.com.cn" {
		t.Errorf("sent to %s: %v", host, err)
	}
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

func TestUserAgent(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	c := client(t, s, func(cfg *lambda.Config) { cfg.UserAgent = "my-program/1.2" })
	if _, err := c.GetFunctionEventInvokeConfig(t.Context(), get()); err != nil {
		t.Fatal(err)
	}
	if got := s.all()[0].Header.Get("User-Agent"); got != "my-program/1.2 smithwright lambda/2015-03-31" {
		t.Errorf("User-Agent is %q", got)
	}
}

func TestNilInput(t *testing.T) {
	t.Parallel()
	c := client(t, serve(t))
	_, err := c.GetFunctionEventInvokeConfig(t.Context(), nil)
	var call *rt.CallError
	if !errors.As(err, &call) || call.Attempts != 0 || !strings.Contains(err.Error(), "request is nil") {
		t.Errorf("%T: %v", err, err)
	}
}

// broken breaks a range and a pattern.
func broken() *lambda.PutFunctionEventInvokeConfigRequest {
	return &lambda.PutFunctionEventInvokeConfigRequest{FunctionName: "my-function", Qualifier: new("not a qualifier!"), MaximumRetryAttempts: new(int32(3))}
}

func TestValidation(t *testing.T) {
	t.Parallel()
	classes := func(err error) validate.Class {
		var e *validate.Error
		var all validate.Class
		if errors.As(err, &e) {
			for _, v := range e.Violations {
				all |= v.Class
			}
		}
		return all
	}
	for name, test := range map[string]struct {
		client validate.Class
		call   []rt.CallOption
		want   validate.Class // of the violations that are left; if none, the request is sent
	}{
		"on":                      {0, nil, validate.Ranges | validate.Patterns},
		"off for the client":      {validate.All, nil, 0},
		"off for the call":        {0, []rt.CallOption{rt.SkipValidation()}, 0},
		"off by name":             {0, []rt.CallOption{rt.SkipValidation(validate.All)}, 0},
		"one class, client":       {validate.Ranges, nil, validate.Patterns},
		"one class, call":         {0, []rt.CallOption{rt.SkipValidation(validate.Patterns)}, validate.Ranges},
		"both classes, call":      {0, []rt.CallOption{rt.SkipValidation(validate.Patterns, validate.Ranges)}, 0},
		"a class each":            {validate.Patterns, []rt.CallOption{rt.SkipValidation(validate.Ranges)}, 0},
		"a class that is kept":    {validate.Lengths, nil, validate.Ranges | validate.Patterns},
		"two options of one call": {0, []rt.CallOption{rt.SkipValidation(validate.Patterns), rt.SkipValidation(validate.Ranges)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps := repeat(1, answer(200, "{}"))
			if test.want != 0 {
				steps = nil
			}
			s := serve(t, steps...)
			c := client(t, s, func(cfg *lambda.Config) { cfg.SkipValidation = test.client })
			_, err := c.PutFunctionEventInvokeConfig(t.Context(), broken(), test.call...)
			if got := classes(err); got != test.want || (err != nil) != (test.want != 0) {
				t.Fatalf("violations of %v, not %v: %v", got, test.want, err)
			}
			if test.want != 0 {
				return
			}
			if r := s.all()[0]; r.Query != "Qualifier=not%20a%20qualifier%21" || r.Body != `{"MaximumRetryAttempts":3}` {
				t.Errorf("sent %+v", r)
			}
		})
	}
}

// TestEmptyLabel must fail however much is switched off: the path would be that of another resource.
func TestEmptyLabel(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]rt.CallOption{"validation": nil, "encoding": {rt.SkipValidation()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := client(t, serve(t)).DeleteFunctionEventInvokeConfig(t.Context(), &lambda.DeleteFunctionEventInvokeConfigRequest{}, opts...)
			if err == nil || !strings.Contains(err.Error(), "FunctionName") || !strings.Contains(err.Error(), "path") {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

// TestHostileLabel keeps a label inside its segment of the path.
func TestHostileLabel(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, path string }{
		{"../../x", "..%2F..%2Fx"},
		{"a/b?c#d e%2F", "a%2Fb%3Fc%23d%20e%252F"},
		{"ä\x00", "%C3%A4%00"},
	} {
		s := serve(t, answer(200, "{}"))
		_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: test.name}, rt.SkipValidation())
		if err != nil {
			t.Fatal(err)
		}
		if got := s.all()[0]; got.Path != "/2019-09-25/functions/"+test.path+"/event-invoke-config" || got.Query != "" {
			t.Errorf("%q became %s?%s", test.name, got.Path, got.Query)
		}
	}
}

// TestDotsAsLabel: whatever escapes them, servers and proxies take them for steps in the path.
func TestDotsAsLabel(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".", ".."} {
		_, err := client(t, serve(t)).GetFunctionEventInvokeConfig(t.Context(), &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: name})
		var call *rt.CallError
		if !errors.As(err, &call) || call.Attempts != 0 || !strings.Contains(err.Error(), "must not be . or ..") {
			t.Errorf("%q: %T: %v", name, err, err)
		}
	}
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	const callers, calls = 200, 5
	s := serve(t, repeat(callers*calls, func(w http.ResponseWriter, r *http.Request) {
		name := strings.Split(r.URL.Path, "/")[3]
		answer(200, `{"FunctionArn":"`+name+`"}`)(w, r)
	})...)
	c := client(t, s)
	errs := make(chan error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() { errs <- caller(t.Context(), c, fmt.Sprintf("function-%d", i), calls) })
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
}

// caller makes calls and looks whether the replies are its own.
func caller(ctx context.Context, c *lambda.Client, name string, calls int) error {
	for range calls {
		out, err := c.PutFunctionEventInvokeConfig(ctx, &lambda.PutFunctionEventInvokeConfigRequest{FunctionName: name, MaximumRetryAttempts: new(int32(1))})
		if err != nil {
			return err
		}
		if *out.FunctionArn != name {
			return fmt.Errorf("the reply to %s is that of %s", name, *out.FunctionArn)
		}
	}
	return nil
}
