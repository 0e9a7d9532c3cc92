// What no protocol does by itself: compression, checksums, lengths, tokens, hosts, and what single services need. The package
// is one of the printer's goldens, of a service that calls itself S3.

package e2e_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/md5" //nolint:gosec // what the header Content-MD5 holds
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	s3 "github.com/smithwright/smithwright/internal/emit/testdata/special"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/restxml"
)

// storage makes a client of the server.
func storage(t *testing.T, s *script, change ...func(*s3.Config)) *s3.Client {
	t.Helper()
	cfg := s3.Config{Region: "us-west-2", Credentials: credentials, Endpoint: s.URL}
	cfg.Retryer = fast()
	for _, f := range change {
		f(&cfg)
	}
	c, err := s3.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// plainReader hides what else a reader can.
type plainReader struct{ io.Reader }

func TestRequestCompression(t *testing.T) {
	t.Parallel()
	s := serve(t, repeat(3, answer(200, "{}"))...)
	c := storage(t, s)
	long := strings.Repeat("a", 20_000)
	for _, in := range []*s3.PutMetricsRequest{{Data: &long}, {Data: &long, Encoding: new("br")}, {Data: new("short"), Encoding: new("br")}} {
		if _, err := c.PutMetrics(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"gzip", "br, gzip", "br"} {
		r := s.all()[i]
		if got := strings.Join(r.Header.Values("Content-Encoding"), "|"); got != want {
			t.Errorf("Content-Encoding is %q, not %q", got, want)
		}
		sum := md5.Sum([]byte(r.Body)) //nolint:gosec // see above
		if got := r.Header.Get("Content-Md5"); got != base64.StdEncoding.EncodeToString(sum[:]) {
			t.Errorf("Content-MD5 is %q, not that of what was sent", got)
		}
		if hash := sha256.Sum256([]byte(r.Body)); r.Header.Get("X-Amz-Content-Sha256") != hex.EncodeToString(hash[:]) {
			t.Error("the signature is not that of what was sent")
		}
		if compressed := strings.HasSuffix(want, "gzip"); compressed && unzipped(t, r.Body) != `{"Data":"`+long+`"}` || !compressed && r.Body != `{"Data":"short"}` {
			t.Errorf("%d bytes came", len(r.Body))
		}
	}
}

func unzipped(t *testing.T, text string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestCompressedStream(t *testing.T) {
	t.Parallel()
	s := serve(t, repeat(2, answer(200, ""))...)
	c := storage(t, s)
	if _, err := c.PutLog(t.Context(), &s3.PutLogRequest{Body: plainReader{strings.NewReader("a line")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.PutLog(t.Context(), &s3.PutLogRequest{Body: strings.NewReader("a line")}, rt.WithCompression(-1)); err != nil {
		t.Fatal(err)
	}
	if r := s.all()[0]; unzipped(t, r.Body) != "a line" || r.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Content-Length") != "" {
		t.Errorf("%+v", r)
	}
	if r := s.all()[1]; r.Body != "a line" || r.Header.Get("Content-Encoding") != "" || r.Header.Get("Content-Length") != "6" {
		t.Errorf("%+v", r)
	}
}

func TestRequiresLength(t *testing.T) {
	t.Parallel()
	s := serve(t, repeat(2, answer(200, ""))...)
	c := storage(t, s, func(cfg *s3.Config) { cfg.MaxBufferedBytes = 10 })
	for _, body := range []io.Reader{plainReader{strings.NewReader("0123456789")}, strings.NewReader("longer, but it can seek")} {
		if _, err := c.PutMeasured(t.Context(), &s3.PutMeasuredRequest{Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range s.all() {
		if r.Header.Get("Content-Length") == "" {
			t.Errorf("a request has no length: %+v", r)
		}
	}
	_, err := c.PutMeasured(t.Context(), &s3.PutMeasuredRequest{Body: plainReader{strings.NewReader("longer than that")}})
	var call *rt.CallError
	if !errors.As(err, &call) || call.Attempts != 0 || !strings.Contains(err.Error(), "longer than 10 bytes") {
		t.Errorf("%T: %v", err, err)
	}
}

func TestChecksums(t *testing.T) {
	t.Parallel()
	s := serve(t, repeat(4, answer(200, ""))...)
	c := storage(t, s)
	_, err := c.PutBucketTagging(t.Context(), &s3.PutBucketTaggingRequest{Bucket: "mybucket", Tag: new("a")})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []io.Reader{strings.NewReader("hello"), plainReader{strings.NewReader("hello")}, nil} {
		if _, err := c.PutObject(t.Context(), &s3.PutObjectRequest{Bucket: "mybucket", Key: "k", Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	for i, r := range s.all() {
		if want := []string{`{"Tag":"a"}`, "hello", "hello", ""}[i]; r.Body != want {
			t.Errorf("%q, not %q", r.Body, want)
		}
		sum := md5.Sum([]byte(r.Body)) //nolint:gosec // see above
		if got := r.Header.Get("Content-Md5"); got != base64.StdEncoding.EncodeToString(sum[:]) {
			t.Errorf("Content-MD5 of %q is %q", r.Body, got)
		}
	}
}

func TestIdempotencyTokens(t *testing.T) {
	t.Parallel()
	busy := answer(503, "")
	created := answer(200, "")
	for name, test := range map[string]struct {
		call func(context.Context, *s3.Client) error
		find func(received) string
	}{
		"body": {
			func(ctx context.Context, c *s3.Client) error {
				_, err := c.CreateByBody(ctx, &s3.CreateByBodyRequest{})
				return err
			},
			func(r received) string { return strings.TrimSuffix(strings.TrimPrefix(r.Body, `{"Token":"`), `"}`) },
		},
		"header": {
			func(ctx context.Context, c *s3.Client) error {
				_, err := c.CreateByHeader(ctx, &s3.CreateByHeaderRequest{})
				return err
			},
			func(r received) string { return r.Header.Get("X-Token") },
		},
		"query": {
			func(ctx context.Context, c *s3.Client) error {
				_, err := c.CreateByQuery(ctx, &s3.CreateByQueryRequest{})
				return err
			},
			func(r received) string { return strings.TrimPrefix(r.Query, "token=") },
		},
		"path": {
			func(ctx context.Context, c *s3.Client) error {
				_, err := c.CreateByPath(ctx, &s3.CreateByPathRequest{})
				return err
			},
			func(r received) string { return strings.TrimPrefix(r.Path, "/create/") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, busy, created, created)
			n := 0
			c := storage(t, s, func(cfg *s3.Config) {
				cfg.IdempotencyToken = func() string {
					n++
					return "token-" + string(rune('0'+n))
				}
			})
			for range 2 {
				if err := test.call(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			for i, want := range []string{"token-1", "token-1", "token-2"} {
				if got := test.find(s.all()[i]); got != want {
					t.Errorf("request %d has the token %q, not %q", i+1, got, want)
				}
			}
		})
	}
}

// answering is an HTTP client that keeps the request and answers without a network.
type answering struct {
	status  int
	body    string
	request *http.Request
	sent    []byte
}

func (a *answering) Do(r *http.Request) (*http.Response, error) {
	a.request = r
	var err error
	if a.sent, err = io.ReadAll(r.Body); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: a.status, Header: http.Header{}, ContentLength: int64(len(a.body)), Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

func TestAddressesOfBuckets(t *testing.T) {
	t.Parallel()
	style := func(path bool) []rt.CallOption {
		return []rt.CallOption{rt.WithEndpointParameters(func(p *s3.EndpointParameters) { p.ForcePathStyle = path })}
	}
	inHost, inPath := style(false), style(true)
	for name, test := range map[string]struct {
		cfg         s3.Config
		bucket, key string
		opts        []rt.CallOption
		want        string
	}{
		"by default":      {s3.Config{}, "mybucket", "a/b", nil, "https://mybucket.s3.us-west-2.amazonaws.com/a/b"},
		"path":            {s3.Config{UsePathStyle: true}, "mybucket", "a/b", nil, "https://s3.us-west-2.amazonaws.com/mybucket/a/b"},
		"path, but host":  {s3.Config{UsePathStyle: true}, "mybucket", "a/b", inHost, "https://mybucket.s3.us-west-2.amazonaws.com/a/b"},
		"path for a call": {s3.Config{}, "mybucket", "a/b", inPath, "https://s3.us-west-2.amazonaws.com/mybucket/a/b"},
		"dual stack":      {s3.Config{UseDualStack: true}, "mybucket", "a/b", nil, "https://mybucket.s3.dualstack.us-west-2.amazonaws.com/a/b"},
		"accelerated":     {s3.Config{UseAccelerate: true}, "mybucket", "a/b", nil, "https://mybucket.s3-accelerate.amazonaws.com/a/b"},
		"no name of host": {s3.Config{}, "My_Bucket", "a/b", nil, "https://s3.us-west-2.amazonaws.com/My_Bucket/a/b"},
		"custom":          {s3.Config{Endpoint: "https://example.com/base"}, "mybucket", "a/b", nil, "https://mybucket.example.com/base/a/b"},
		"custom, path":    {s3.Config{Endpoint: "https://example.com/base"}, "mybucket", "a/b", inPath, "https://example.com/base/mybucket/a/b"},
		"odd bucket":      {s3.Config{UsePathStyle: true}, "a b", "c", nil, "https://s3.us-west-2.amazonaws.com/a%20b/c"},
		"loopback, host":  {s3.Config{Endpoint: "http://127.0.0.1:9000"}, "mybucket", "a/b", inHost, "http://127.0.0.1:9000/mybucket/a/b"},
		"dot segments":    {s3.Config{}, "mybucket", "../a/./../b", nil, "https://mybucket.s3.us-west-2.amazonaws.com/../a/./../b"},
		"dots in path":    {s3.Config{UsePathStyle: true}, "mybucket", "../b", nil, "https://s3.us-west-2.amazonaws.com/mybucket/../b"},
		"odd characters":  {s3.Config{}, "mybucket", "a b+c&d/ä?#%2F", nil, "https://mybucket.s3.us-west-2.amazonaws.com/a%20b%2Bc%26d/%C3%A4%3F%23%252F"},
		"slashes":         {s3.Config{}, "mybucket", "/a//b/", nil, "https://mybucket.s3.us-west-2.amazonaws.com//a//b/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &answering{status: 200}
			test.cfg.Region, test.cfg.Credentials, test.cfg.HTTPClient = "us-west-2", credentials, a
			c, err := s3.New(test.cfg)
			if err != nil {
				t.Fatal(err)
			}
			out, err := c.GetObject(t.Context(), &s3.GetObjectRequest{Bucket: test.bucket, Key: test.key}, test.opts...)
			if err != nil {
				t.Fatal(err)
			}
			_ = out.Body.Close()
			if got := a.request.URL.String(); got != test.want || a.request.Host != a.request.URL.Host {
				t.Errorf("%s (Host %s), not %s", got, a.request.Host, test.want)
			}
			checkSignature(t, a.request)
		})
	}
}

// checkSignature signs the request again, as the service would, with the path as it was sent.
func checkSignature(t *testing.T, sent *http.Request) {
	t.Helper()
	got := sent.Header.Get("Authorization")
	r := sent.Clone(t.Context())
	r.Header.Del("Authorization")
	r.Header.Del("User-Agent")
	r.Header.Del("Accept-Encoding") // set behind the signature, of what streams
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	if err != nil {
		t.Fatal(err)
	}
	c := aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey, SessionToken: session}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(t.Context(), c, r, r.Header.Get("X-Amz-Content-Sha256"), "s3", "us-west-2", at); err != nil {
		t.Fatal(err)
	}
	if want := r.Header.Get("Authorization"); got != want {
		t.Errorf("Authorization is\n%s, not\n%s", got, want)
	}
}

// TestPathOnTheWire has the path that a server sees, which nobody on the way cleaned.
func TestPathOnTheWire(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, ""))
	out, err := storage(t, s).GetObject(t.Context(), &s3.GetObjectRequest{Bucket: "mybucket", Key: "a/../b/./c"})
	if err != nil {
		t.Fatal(err)
	}
	_ = out.Body.Close()
	if got := s.all()[0].Path; got != "/mybucket/a/../b/./c" {
		t.Errorf("the server sees %s", got)
	}
}

func TestHostLabel(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		endpoint string
		off      bool
		want     string
	}{
		"endpoint of AWS": {"", false, "io-cell.route.s3.us-west-2.amazonaws.com"},
		"custom":          {"https://example.com", false, "io-cell.route.example.com"},
		"switched off":    {"https://example.com", true, "example.com"},
		"loopback":        {"http://127.0.0.1:9000", false, "127.0.0.1:9000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &answering{status: 200}
			cfg := s3.Config{Region: "us-west-2", Credentials: credentials, Endpoint: test.endpoint}
			cfg.HTTPClient, cfg.NoHostPrefix = a, test.off
			c, err := s3.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.WriteReply(t.Context(), &s3.WriteReplyRequest{Route: "io-cell", Text: new("a")}); err != nil {
				t.Fatal(err)
			}
			if r := a.request; r.Host != test.want || r.URL.Host != test.want || r.Header.Get("X-Route") != "io-cell" {
				t.Errorf("%s, %v", r.Host, r.Header)
			}
		})
	}
}

// TestErrorWithinSuccess is an answer that turns out to be an error after its status was sent.
func TestErrorWithinSuccess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		protocol     rt.Protocol
		failed, done string
	}{
		{restjson.Protocol{}, `{"__type":"InternalError","message":"try again"}`, `{"ETag":"e"}`},
		{
			restxml.Protocol{NoErrorWrapping: true}, `<Error><Code>InternalError</Code><Message>try again</Message></Error>`,
			`<CopyObjectResult><ETag>e</ETag></CopyObjectResult>`,
		},
	} {
		speak := func(c *s3.Config) { c.Protocol = tt.protocol }
		s := serve(t, answer(200, tt.failed), answer(200, tt.done))
		out, err := storage(t, s, speak).CopyObject(t.Context(), &s3.CopyObjectRequest{Bucket: "mybucket", Key: "k"})
		if err != nil || *out.ETag != "e" {
			t.Errorf("%s: %+v, %v", tt.protocol.Name(), out, err)
		}
		s = serve(t, answer(200, tt.failed))
		_, err = storage(t, s, speak).CopyObject(t.Context(), &s3.CopyObjectRequest{Bucket: "mybucket", Key: "k"}, rt.Once())
		var unknown *rt.UnknownError
		if !errors.As(err, &unknown) || unknown.Code != "InternalError" || unknown.Status != 200 || unknown.RequestID != requestID(0) ||
			!bytes.Contains(unknown.Body, []byte("try again")) {
			t.Errorf("%s: %T: %v", tt.protocol.Name(), err, err)
		}
	}
}

// TestErrorOfHEAD has no body to say which error of the model it is.
func TestErrorOfHEAD(t *testing.T) {
	t.Parallel()
	_, err := storage(t, serve(t, answer(404, ""))).HeadObject(t.Context(), &s3.HeadObjectRequest{Bucket: "mybucket", Key: "k"})
	var missing *s3.NotFound
	if !errors.As(err, &missing) || missing.Code != "NotFound" || missing.RequestID != requestID(0) {
		t.Errorf("%T: %v", err, err)
	}
	_, err = storage(t, serve(t, answer(412, ""))).HeadObject(t.Context(), &s3.HeadObjectRequest{Bucket: "mybucket", Key: "k"})
	var unknown *rt.UnknownError
	if !errors.As(err, &unknown) || unknown.Code != "PreconditionFailed" || unknown.Status != 412 {
		t.Errorf("%T: %v", err, err)
	}
	out, err := storage(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "1234567") })).
		HeadObject(t.Context(), &s3.HeadObjectRequest{Bucket: "mybucket", Key: "k"})
	if err != nil || *out.Size != 1234567 {
		t.Errorf("%+v, %v", out, err)
	}
}
