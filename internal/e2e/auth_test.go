// Every way to prove who calls, through generated clients and over real connections.

package e2e_test

import (
	"context"
	"crypto/md5" //nolint:gosec // what old servers ask for
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/generated/lambda"
	doors "github.com/smithwright/smithwright/internal/emit/testdata/auth"
	"github.com/smithwright/smithwright/internal/emit/testdata/seals"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/httpauth"
)

// seen is what a server was sent.
type seen struct {
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

func (s *seen) all() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// door is a server that keeps its requests and answers each with a handler's status; 0 stands for 200.
func door(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request) int) (address string, s *seen) {
	t.Helper()
	s = new(seen)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		s.requests, s.bodies = append(s.requests, r), append(s.bodies, string(body))
		n := len(s.requests)
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		status := 0
		if answer != nil {
			status = answer(n, w, r)
		}
		if status == 0 {
			status = http.StatusOK
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"name":"you"}`)
	}))
	t.Cleanup(server.Close)
	return server.URL, s
}

// stamp is a scheme of the service's own.
type stamp struct{}

func (stamp) SchemeID() string { return "example.auth#stampAuth" }

func (stamp) Sign(_ context.Context, s *rt.Signing) error {
	s.Request.Header["X-Stamp"] = []string{s.Operation.Name + " " + s.PayloadHash[:8]}
	return nil
}

// TestSchemes calls an operation for each scheme, and looks at what the server gets.
func TestSchemes(t *testing.T) {
	t.Parallel()
	address, got := door(t, nil)
	all := doors.Config{
		Endpoint: address, Token: httpauth.Token("tok"), Login: httpauth.Login{Username: "Aladdin", Password: "open sesame"}, APIKey: httpauth.Key("key"),
		Options: rt.Options{AuthSchemes: []rt.AuthScheme{stamp{}}},
	}
	only := func(change func(*doors.Config)) *doors.Client {
		cfg := doors.Config{Endpoint: address}
		change(&cfg)
		c, err := doors.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := only(func(cfg *doors.Config) { *cfg = all })
	prefer := func(names ...string) *doors.Client {
		return only(func(cfg *doors.Config) { *cfg = all; cfg.AuthPreference = names })
	}
	const basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
	none := only(func(*doors.Config) {})
	for _, test := range []struct {
		name          string
		call          func() error
		authorization string
		stamp         string
	}{
		{"basic", func() error { _, err := c.ByBasic(t.Context(), &doors.ByBasicInput{}); return err }, basic, ""},
		{"bearer", func() error { _, err := c.ByBearer(t.Context(), &doors.ByBearerInput{}); return err }, "Bearer tok", ""},
		{"key", func() error { _, err := c.ByKey(t.Context(), &doors.ByKeyInput{}); return err }, "ApiKey key", ""},
		{"own", func() error { _, err := c.ByStamp(t.Context(), &doors.ByStampInput{}); return err }, "", "ByStamp e3b0c442"},
		{"the first that fits", func() error { _, err := c.Any(t.Context(), &doors.AnyInput{}); return err }, "", "Any e3b0c442"},
		{"another that fits", func() error {
			_, err := only(func(cfg *doors.Config) { cfg.Token, cfg.Login = all.Token, all.Login }).Any(t.Context(), &doors.AnyInput{})
			return err
		}, basic, ""},
		{"preferred", func() error {
			_, err := prefer("nothing", "httpBearerAuth").Any(t.Context(), &doors.AnyInput{})
			return err
		}, "Bearer tok", ""},
		{"preferred by id", func() error {
			_, err := prefer(rt.APIKeyAuth, rt.BearerAuth).Any(t.Context(), &doors.AnyInput{})
			return err
		}, "ApiKey key", ""},
		{"with a token, if there is one", func() error { _, err := c.Freely(t.Context(), &doors.FreelyInput{}); return err }, "Bearer tok", ""},
		{"freely", func() error { _, err := none.Freely(t.Context(), &doors.FreelyInput{}); return err }, "", ""},
		{"open", func() error { _, err := c.Open(t.Context(), &doors.OpenInput{}); return err }, "", ""},
		{"signature wins", func() error {
			_, err := c.ByBearer(t.Context(), &doors.ByBearerInput{}, rt.WithHeader("Authorization", "mine"))
			return err
		}, "Bearer tok", ""},
	} {
		before := len(got.all())
		if err := test.call(); err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		requests := got.all()
		if len(requests) != before+1 {
			t.Fatalf("%s: %d requests", test.name, len(requests)-before)
		}
		h := requests[before].Header
		if h.Get("Authorization") != test.authorization || h.Get("X-Stamp") != test.stamp || test.stamp == "" && h.Get("Amz-Sdk-Request") != "" {
			t.Errorf("%s: %v", test.name, h)
		}
	}
}

// TestLacking: what is not configured is said by name, before anything is sent.
func TestLacking(t *testing.T) {
	t.Parallel()
	address, got := door(t, nil)
	c, err := doors.New(doors.Config{Endpoint: address})
	if err != nil {
		t.Fatal(err)
	}
	s, err := seals.New(seals.Config{Endpoint: address, Region: "us-west-2"})
	if err != nil {
		t.Fatal(err)
	}
	for says, call := range map[string]func() error{
		"the configuration has no Login: set it":                                func() error { _, err := c.ByDigest(t.Context(), &doors.ByDigestInput{}); return err },
		"the configuration has no Token: set it":                                func() error { _, err := c.ByBearer(t.Context(), &doors.ByBearerInput{}); return err },
		"the configuration has no APIKey: set it":                               func() error { _, err := c.ByKey(t.Context(), &doors.ByKeyInput{}); return err },
		"no AuthSchemes with example.auth#stampAuth":                            func() error { _, err := c.ByStamp(t.Context(), &doors.ByStampInput{}); return err },
		"none of AuthSchemes with example.auth#stampAuth, APIKey, Login, Token": func() error { _, err := c.Any(t.Context(), &doors.AnyInput{}); return err },
		"none of Credentials, APIKey: set one of them":                          func() error { _, err := s.Get(t.Context(), &seals.GetInput{Name: "a"}); return err },
		"has no Credentials: set them":                                          func() error { _, err := s.Far(t.Context(), &seals.FarInput{}); return err },
	} {
		var unsent *rt.CallError
		if err := call(); !errors.As(err, &unsent) || unsent.Attempts != 0 || !strings.Contains(err.Error(), says) {
			t.Errorf("%v\ndoes not say %s", err, says)
		}
	}
	if n := len(got.all()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
	if _, err := lambda.New(lambda.Config{Region: "us-west-2"}); err == nil || !strings.Contains(err.Error(), "Lambda: the configuration has no Credentials: set them") {
		t.Errorf("a client that can call nothing: %v", err)
	}
	if _, err := lambda.New(lambda.Config{Endpoint: address, Credentials: fixed("id", "")}); err == nil || !strings.Contains(err.Error(), "has no Region") {
		t.Errorf("a client without a Region: %v", err)
	}
}

func fixed(id, token string) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: id, SecretAccessKey: "secret", SessionToken: token}, nil
	})
}

// guard is a server's side of digest authentication: it computes what it is sent from the password, in its own way.
type guard struct {
	nonce   string // the only one that it takes
	stale   string // answered by stale=true
	counted map[string]bool
}

func (g *guard) check(w http.ResponseWriter, r *http.Request) int {
	sum := func(parts ...string) string {
		return fmt.Sprintf("%x", md5.Sum([]byte(strings.Join(parts, ":")))) //nolint:gosec // what old servers ask for
	}
	given := map[string]string{}
	header, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Digest ")
	if ok {
		for part := range strings.SplitSeq(header, ", ") {
			name, value, _ := strings.Cut(part, "=")
			given[name] = strings.Trim(value, `"`)
		}
	}
	ask := func(stale string) int {
		w.Header()["Www-Authenticate"] = []string{`Basic realm="house"`, `Digest realm="house", nonce="` + g.nonce + `", opaque="op", qop="auth"` + stale}
		return http.StatusUnauthorized
	}
	want := sum(sum("Zed", "house", "secret"), given["nonce"], given["nc"], given["cnonce"], "auth", sum(r.Method, r.URL.RequestURI()))
	switch {
	case !ok:
		return ask("")
	case given["nonce"] == g.stale:
		return ask(", stale=true")
	case given["nonce"] != g.nonce || given["response"] != want || given["username"] != "Zed" || given["opaque"] != "op" || given["uri"] != r.URL.RequestURI():
		return ask("")
	case g.counted[given["nc"]]:
		return ask("") // somebody repeats what he has heard
	}
	g.counted[given["nc"]] = true
	return http.StatusOK
}

// TestDigest goes through real challenges: the first, one for a nonce that has become stale, and one that a wrong password
// cannot meet.
func TestDigest(t *testing.T) {
	t.Parallel()
	g := &guard{nonce: "first", counted: map[string]bool{}}
	address, got := door(t, func(_ int, w http.ResponseWriter, r *http.Request) int { return g.check(w, r) })
	c, err := doors.New(doors.Config{Endpoint: address, Login: httpauth.Login{Username: "Zed", Password: "secret"}, Options: rt.Options{Retryer: aws.NopRetryer{}}})
	if err != nil {
		t.Fatal(err)
	}
	call := func(what string, requests int) {
		t.Helper()
		before := len(got.all())
		var m rt.Metadata
		if _, err := c.Upload(t.Context(), &doors.UploadInput{Text: new("all of it")}, rt.Capture(&m)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if n := len(got.all()) - before; n != requests || m.Attempts != requests {
			t.Errorf("%s takes %d requests, and says %d", what, n, m.Attempts)
		}
	}
	call("the first call", 2)
	call("the second", 1)
	g.nonce, g.stale, g.counted = "second", "first", map[string]bool{}
	call("one with a stale nonce", 2)
	call("one after that", 1)
	for i, body := range got.bodies {
		if body != `{"text":"all of it"}` {
			t.Errorf("request %d has the body %q", i, body)
		}
	}

	before := len(got.all())
	wrong, err := doors.New(doors.Config{Endpoint: address, Login: httpauth.Login{Username: "Zed", Password: "guess"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = wrong.ByDigest(t.Context(), &doors.ByDigestInput{})
	m, ok := rt.MetadataOf(err)
	if n := len(got.all()) - before; !ok || m.Status != http.StatusUnauthorized || n != 2 {
		t.Errorf("a wrong password, in %d requests: %v", n, err)
	}
}

// TestExpired: credentials that a service says have expired are got anew, once, and only where there are others.
func TestExpired(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code     string
		renews   bool
		requests int
		fails    bool
	}{
		"other credentials": {"ExpiredTokenException", true, 2, false},
		"the same":          {"ExpiredToken", false, 1, true},
		"another error":     {"AccessDeniedException", true, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, got := door(t, func(_ int, w http.ResponseWriter, r *http.Request) int {
				if r.Header.Get("X-Amz-Security-Token") == "token2" {
					return http.StatusOK
				}
				w.Header().Set("X-Amzn-Errortype", test.code)
				return http.StatusForbidden
			})
			n := 1
			provider := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				c := aws.Credentials{AccessKeyID: fmt.Sprint("id", n), SecretAccessKey: "s", SessionToken: fmt.Sprint("token", n)}
				if test.renews {
					n++
				}
				return c, nil
			})
			c, err := seals.New(seals.Config{Endpoint: address, Region: "us-west-2", Credentials: provider, Options: rt.Options{Retryer: aws.NopRetryer{}}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Get(t.Context(), &seals.GetInput{Name: "a"})
			if requests := len(got.all()); (err != nil) != test.fails || requests != test.requests {
				t.Errorf("%v, after %d requests", err, requests)
			}
		})
	}
}

// TestUnsigned: anonymous credentials sign nothing, and no hash of the body is told.
func TestUnsigned(t *testing.T) {
	t.Parallel()
	address, got := door(t, nil)
	c, err := seals.New(seals.Config{Endpoint: address, Region: "us-west-2", Credentials: aws.AnonymousCredentials{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []func() error{
		func() error { _, err := c.Get(t.Context(), &seals.GetInput{Name: "a"}); return err },
		func() error { _, err := c.Far(t.Context(), &seals.FarInput{}); return err },
		func() error { _, err := c.Sign(t.Context(), &seals.SignInput{}); return err },
	} {
		if err := call(); err != nil {
			t.Error(err)
		}
	}
	for _, r := range got.all() {
		for name := range r.Header {
			if name == "Authorization" || strings.HasPrefix(name, "X-Amz") {
				t.Errorf("%s has %s", r.URL.Path, name)
			}
		}
	}
}

// TestSeals looks at the schemes of AWS and at a key in the query, as they arrive.
func TestSeals(t *testing.T) {
	t.Parallel()
	address, got := door(t, nil)
	c, err := seals.New(seals.Config{Endpoint: address, Region: "us-west-2", Credentials: fixed("AKID", "tok"), APIKey: httpauth.Key("a b&c")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), &seals.SendInput{Body: strings.NewReader("text")}); err != nil {
		t.Error(err)
	}
	if _, err := c.Far(t.Context(), &seals.FarInput{}); err != nil {
		t.Error(err)
	}
	if _, err := c.PresignPut(t.Context(), &seals.PresignPutInput{}); err != nil {
		t.Error(err)
	}
	requests := got.all()
	if len(requests) != 3 {
		t.Fatalf("%d requests", len(requests))
	}
	send, far, key := requests[0], requests[1], requests[2]
	if a := send.Header.Get("Authorization"); !strings.HasPrefix(a, "AWS4-HMAC-SHA256 Credential=AKID/") || !strings.Contains(a, "/us-west-2/seals/aws4_request") ||
		!strings.Contains(a, ";x-amz-content-sha256;") || send.Header.Get("X-Amz-Content-Sha256") != "UNSIGNED-PAYLOAD" {
		t.Errorf("Send: %v", send.Header)
	}
	if a := far.Header.Get("Authorization"); !strings.HasPrefix(a, "AWS4-ECDSA-P256-SHA256 Credential=AKID/") || !strings.Contains(a, "/seals/aws4_request") ||
		strings.Contains(a, "/us-west-2/") || far.Header.Get("X-Amz-Region-Set") != "us-west-2" || far.Header.Get("X-Amz-Security-Token") != "tok" {
		t.Errorf("Far: %v", far.Header)
	}
	if q := key.URL.Query(); q.Get("api key") != "a b&c" || len(q) != 1 || key.Header.Get("Authorization") != "" {
		t.Errorf("PresignPut: %s, %v", key.URL, key.Header)
	}
}

// nowhere is an HTTP client that only counts.
type nowhere struct{ sent []string }

func (n *nowhere) Do(r *http.Request) (*http.Response, error) {
	n.sent = append(n.sent, r.URL.Host)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

// TestPlainHTTP: no proof of who calls goes where others can listen, unless the user says so.
func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	for endpoint, private := range map[string]bool{
		"https://example.com": true, "http://localhost:4566": true, "http://127.0.0.1": true, "http://127.9.9.9:80": true, "http://[::1]:9000": true,
		"http://s3.localhost:1": true, "http://example.com": false, "http://localhost.example.com": false, "http://10.0.0.1": false,
		"http://[fe80::1]": false, "http://notlocalhost": false, "http://169.254.169.254": false,
	} {
		for _, allowed := range []bool{false, true} {
			sent := new(nowhere)
			c, err := doors.New(doors.Config{
				Endpoint: endpoint, Token: httpauth.Token("tok"), Login: httpauth.Login{Username: "u"},
				Options: rt.Options{HTTPClient: sent, AllowPlainHTTP: allowed},
			})
			if err != nil {
				t.Fatal(err)
			}
			_, bearerErr := c.ByBearer(t.Context(), &doors.ByBearerInput{})
			_, digestErr := c.ByDigest(t.Context(), &doors.ByDigestInput{})
			if _, err := c.Open(t.Context(), &doors.OpenInput{}); err != nil {
				t.Errorf("%s: %v", endpoint, err)
			}
			if private || allowed {
				if bearerErr != nil || digestErr != nil || len(sent.sent) != 3 {
					t.Errorf("%s: %v, %v", endpoint, bearerErr, digestErr)
				}
				continue
			}
			for _, err := range []error{bearerErr, digestErr} {
				if err == nil || !strings.Contains(err.Error(), "set AllowPlainHTTP") || len(sent.sent) != 1 {
					t.Errorf("%s: %v, and %d requests", endpoint, err, len(sent.sent))
				}
			}
		}
	}
}

// TestRedirect: a redirect is an answer, also to an HTTP client that follows others.
func TestRedirect(t *testing.T) {
	t.Parallel()
	elsewhere, stolen := door(t, nil)
	address, got := door(t, func(_ int, w http.ResponseWriter, _ *http.Request) int {
		w.Header().Set("Location", elsewhere+"/bearer")
		return http.StatusTemporaryRedirect
	})
	own := &http.Client{}
	for _, client := range []rt.Doer{nil, own} {
		c, err := doors.New(doors.Config{Endpoint: address, Token: httpauth.Token("tok"), Options: rt.Options{HTTPClient: client, Retryer: aws.NopRetryer{}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.ByBearer(t.Context(), &doors.ByBearerInput{}); err == nil {
			t.Error("a redirect is a success")
		}
	}
	if n, s := len(got.all()), len(stolen.all()); n != 2 || s != 0 || own.CheckRedirect != nil {
		t.Errorf("%d requests, %d of them elsewhere", n, s)
	}
}

// TestSecretsStayOut: what a logger is told of calls that fail and succeed has none of the secrets.
func TestSecretsStayOut(t *testing.T) {
	t.Parallel()
	address, _ := door(t, func(int, http.ResponseWriter, *http.Request) int { return http.StatusForbidden })
	var told logs
	c, err := doors.New(doors.Config{
		Endpoint: address, Token: httpauth.Token("hush-1"), Login: httpauth.Login{Username: "hush-2", Password: "hush-3"}, APIKey: httpauth.Key("hush-4"),
		Options: rt.Options{Logger: &told, Retryer: aws.NopRetryer{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []func() error{
		func() error { _, err := c.ByBasic(t.Context(), &doors.ByBasicInput{}); return err },
		func() error { _, err := c.ByBearer(t.Context(), &doors.ByBearerInput{}); return err },
		func() error { _, err := c.ByKey(t.Context(), &doors.ByKeyInput{}); return err },
		func() error { _, err := c.ByDigest(t.Context(), &doors.ByDigestInput{}); return err },
	} {
		err := call()
		if err == nil {
			t.Error("a refused call succeeds")
		}
		told.lines = append(told.lines, fmt.Sprint(err), fmt.Sprintf("%+v", err))
	}
	if all := strings.Join(told.lines, "\n"); strings.Contains(all, "hush") || len(told.lines) < 12 {
		t.Errorf("told:\n%s", all)
	}
}

// logs keeps all that a logger is told.
type logs struct{ lines []string }

func (l *logs) DebugContext(_ context.Context, msg string, args ...any) {
	l.lines = append(l.lines, fmt.Sprintln(append([]any{msg}, args...)...))
}

// TestUnmarshalled: the reply of an operation with a proof is read like any other.
func TestUnmarshalled(t *testing.T) {
	t.Parallel()
	address, _ := door(t, nil)
	c, err := doors.New(doors.Config{Endpoint: address, Token: httpauth.Token("tok")})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.ByBearer(t.Context(), &doors.ByBearerInput{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(out)
	if diff := cmp.Diff(`{"Name":"you"}`, string(text)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
