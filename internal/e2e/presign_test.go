// Requests that a client makes and plain net/http sends.

package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/internal/emit/testdata/seals"
	s3 "github.com/smithwright/smithwright/internal/emit/testdata/special"
	"github.com/smithwright/smithwright/rt"
)

// gate is a server that lets in only what is signed in its query: it takes the signature out, signs what is left with
// aws-sdk-go-v2's signer, and compares.
func gate(t *testing.T, service string, plain, open bool) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		query := r.URL.Query()
		at, err := time.Parse("20060102T150405Z", query.Get("X-Amz-Date"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		signature, headers := query.Get("X-Amz-Signature"), strings.Split(query.Get("X-Amz-SignedHeaders"), ";")
		for _, name := range []string{"Signature", "SignedHeaders", "Date", "Algorithm", "Credential", "Security-Token"} {
			query.Del("X-Amz-" + name)
		}
		again := r.Clone(r.Context())
		again.URL.Scheme, again.URL.Host, again.URL.RawQuery, again.Header = "http", r.Host, query.Encode(), http.Header{}
		for _, name := range headers {
			if v := r.Header.Values(name); len(v) > 0 {
				again.Header[http.CanonicalHeaderKey(name)] = v
			}
		}
		if !slices.Contains(headers, "content-length") {
			again.ContentLength = 0
		}
		sum := sha256.Sum256(body)
		hash := hex.EncodeToString(sum[:])
		if open {
			hash = "UNSIGNED-PAYLOAD"
		}
		creds := aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "secret", SessionToken: "tok"}
		signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = plain })
		signed, _, err := signer.PresignHTTP(r.Context(), creds, again, hash, service, "us-west-2", at)
		if err != nil {
			t.Error(err)
		}
		want, err := url.Parse(signed)
		if err != nil {
			t.Error(err)
		}
		if want.Query().Get("X-Amz-Signature") != signature {
			w.WriteHeader(http.StatusForbidden)
		}
		_, _ = io.WriteString(w, r.Method+" "+r.URL.EscapedPath()+" "+string(body))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// send sends a presigned request as somebody would who has nothing else.
func send(t *testing.T, p *rt.PresignedRequest, body string) (status int, reply string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), p.Method, p.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range p.Header {
		req.Header[name] = values
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	http.DefaultClient.CloseIdleConnections()
	return resp.StatusCode, string(text)
}

func TestPresign(t *testing.T) {
	t.Parallel()
	c, err := seals.New(seals.Config{Endpoint: gate(t, "seals", false, false) + "/base", Region: "us-west-2", Credentials: fixed("AKID", "tok")})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		make func(context.Context) (*rt.PresignedRequest, error)
		body string // instead of the request's own
		want string // empty if the server refuses it
	}{
		{"get", func(ctx context.Context) (*rt.PresignedRequest, error) {
			return c.PresignGet(ctx, &seals.GetInput{Name: "a:b+c%/ä //..", Tags: []string{"b", "a ", "+"}}, time.Hour)
		}, "", "GET /base/things/a%3Ab%2Bc%25%2F%C3%A4%20%2F%2F.. "},
		{"put", func(ctx context.Context) (*rt.PresignedRequest, error) {
			return c.PresignPutRequest(ctx, &seals.PutInput{Text: new("x"), Class: new("COLD")}, time.Second)
		}, "", `PUT /base/things {"text":"x"}`},
		{"another body", func(ctx context.Context) (*rt.PresignedRequest, error) {
			return c.PresignPutRequest(ctx, &seals.PutInput{Text: new("x")}, time.Hour)
		}, `{"text":"y"}`, ""},
		{"a header", func(ctx context.Context) (*rt.PresignedRequest, error) {
			return c.PresignSign(ctx, &seals.SignInput{}, 7*24*time.Hour, rt.WithHeader("X-Custom", "1"))
		}, "", "GET /base/sign "},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := test.make(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			body := string(p.Body)
			if test.body != "" {
				body = test.body
			}
			status, reply := send(t, p, body)
			if test.want == "" && status != http.StatusForbidden || test.want != "" && (status != http.StatusOK || reply != test.want) {
				t.Errorf("%d: %s\n%s %v", status, reply, p.URL, p.Header)
			}
			for _, name := range []string{"Amz-Sdk-Invocation-Id", "Amz-Sdk-Request", "User-Agent"} {
				if p.Header[name] != nil || strings.Contains(p.URL, name) {
					t.Errorf("%s is part of it", name)
				}
			}
			if test.want != "" {
				p.URL = strings.Replace(p.URL, "X-Amz-Expires=", "X-Amz-Expires=1", 1)
				if status, _ := send(t, p, body); status != http.StatusForbidden {
					t.Errorf("one that is good for longer is taken: %d", status)
				}
			}
		})
	}
}

// TestPresignOpen: a presigned upload takes any body.
func TestPresignOpen(t *testing.T) {
	t.Parallel()
	c, err := s3.New(s3.Config{Endpoint: gate(t, "s3", true, true), Region: "us-west-2", Credentials: fixed("AKID", "tok")})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []io.Reader{nil, strings.NewReader("not this")} {
		p, err := c.PresignPutObject(t.Context(), &s3.PutObjectRequest{Bucket: "bucket", Key: "a//b/../ä+ c%", Body: body}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if status, reply := send(t, p, "but that"); status != http.StatusOK || reply != "PUT /bucket/a//b/../%C3%A4%2B%20c%25 but that" || p.Body != nil {
			t.Errorf("%d: %s\n%s %v", status, reply, p.URL, p.Header)
		}
	}
}

func TestPresignRefuses(t *testing.T) {
	t.Parallel()
	c, err := seals.New(seals.Config{Endpoint: "https://example.com", Region: "us-west-2", Credentials: fixed("AKID", "")})
	if err != nil {
		t.Fatal(err)
	}
	unsigned, err := seals.New(seals.Config{Endpoint: "https://example.com", Region: "us-west-2", Credentials: aws.AnonymousCredentials{}})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := seals.New(seals.Config{Endpoint: "http://example.com", Region: "us-west-2", Credentials: fixed("AKID", "")})
	if err != nil {
		t.Fatal(err)
	}
	for says, call := range map[string]func() (*rt.PresignedRequest, error){
		"1 second to 7 days, and not for 168h0m1s": func() (*rt.PresignedRequest, error) {
			return c.PresignSign(t.Context(), &seals.SignInput{}, 7*24*time.Hour+time.Second)
		},
		"1 second to 7 days, and not for 999ms": func() (*rt.PresignedRequest, error) {
			return c.PresignSign(t.Context(), &seals.SignInput{}, 999*time.Millisecond)
		},
		"is empty, but part of the path": func() (*rt.PresignedRequest, error) { return c.PresignGet(t.Context(), &seals.GetInput{}, time.Hour) },
		"the request is nil":             func() (*rt.PresignedRequest, error) { return c.PresignGet(t.Context(), nil, time.Hour) },
		"nothing signs it": func() (*rt.PresignedRequest, error) {
			return unsigned.PresignSign(t.Context(), &seals.SignInput{}, time.Hour)
		},
		"set AllowPlainHTTP": func() (*rt.PresignedRequest, error) {
			return plain.PresignSign(t.Context(), &seals.SignInput{}, time.Hour)
		},
		"has a line break": func() (*rt.PresignedRequest, error) {
			return c.PresignSign(t.Context(), &seals.SignInput{}, time.Hour, rt.WithHeader("X-A", "a\nb"))
		},
	} {
		p, err := call()
		if err == nil || !strings.Contains(err.Error(), says) || p != nil {
			t.Errorf("%v\ndoes not say %s", err, says)
		}
	}
	none := errors.New("nobody is there")
	failing, err := seals.New(seals.Config{Endpoint: "https://example.com", Region: "us-west-2", Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, none
	})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := failing.PresignFar(t.Context(), &seals.FarInput{}, time.Hour); !errors.Is(err, none) {
		t.Error(err)
	}
}
