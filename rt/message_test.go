// What happens to a message between its protocol and the network: checksums, compression, lengths, hosts.

package rt_test

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
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/compress"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/special"
)

// sum is a Content-MD5.
func sum(body string) string {
	s := md5.Sum([]byte(body)) //nolint:gosec // see above
	return base64.StdEncoding.EncodeToString(s[:])
}

// pipe is an *os.File that cannot seek.
func pipe(t *testing.T, text string) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	go func() {
		_, _ = io.WriteString(w, text)
		_ = w.Close()
	}()
	return r
}

// file is one with the text, which is read from behind its first bytes.
func file(t *testing.T, text string, skip int64) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "body")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := f.Seek(skip, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestBodies sends streams of all sorts by operations of all sorts, with a second attempt.
func TestBodies(t *testing.T) {
	t.Parallel()
	const text = "a stream of bytes"
	bodies := map[string]struct {
		make  func(t *testing.T) io.Reader
		seeks bool
		knows bool // how long it is
	}{
		"reader":       {func(*testing.T) io.Reader { return strings.NewReader(text) }, true, true},
		"file":         {func(t *testing.T) io.Reader { return file(t, "skipped:"+text, 8) }, true, true},
		"pipe":         {func(t *testing.T) io.Reader { return pipe(t, text) }, false, false},
		"buffer":       {func(*testing.T) io.Reader { return bytes.NewBufferString(text) }, false, true},
		"plain reader": {func(*testing.T) io.Reader { return onlyRead{strings.NewReader(text)} }, false, false},
	}
	ops := map[string]struct {
		op    rt.Operation
		keeps bool // the body is read before it is sent
		known bool // its length is sent
	}{
		"as it comes":           {rt.Operation{UnsignedPayload: true}, false, false},
		"signed":                {rt.Operation{}, true, true},
		"of known length":       {rt.Operation{UnsignedPayload: true, KnownLength: true}, false, true},
		"with checksum":         {rt.Operation{UnsignedPayload: true, Digest: rt.MD5}, true, true},
		"signed, with checksum": {rt.Operation{Digest: rt.MD5}, true, true},
		"with tree hash":        {rt.Operation{Digest: special.TreeHash}, true, true},
	}
	for how, o := range ops {
		for what, b := range bodies {
			t.Run(how+"/"+what, func(t *testing.T) {
				t.Parallel()
				op := o.op
				op.Name, op.Method, op.Path, op.Stream = "Upload", "PUT", "/{bucket}", rt.ByteStream
				again := o.keeps || b.seeks || o.known && !b.knows
				c := newClient(t, true, rt.Options{Retryer: newQuick()}, func(n int, w http.ResponseWriter, r *http.Request, body string) {
					if known := r.ContentLength >= 0; body != text || known != (o.known || b.knows) {
						t.Errorf("attempt %d: %q, length %d", n, body, r.ContentLength)
					}
					if got := r.Header.Get("Content-Md5"); strings.Contains(how, "checksum") && got != sum(text) || !strings.Contains(how, "checksum") && got != "" {
						t.Errorf("attempt %d: Content-MD5 is %q", n, got)
					}
					hash := sha256.Sum256([]byte(text))
					if got := r.Header.Get("X-Amz-Sha256-Tree-Hash"); strings.Contains(how, "tree hash") && got != hex.EncodeToString(hash[:]) {
						t.Errorf("attempt %d: the tree hash is %q", n, got)
					}
					if n == 1 {
						w.WriteHeader(http.StatusServiceUnavailable)
					}
				})
				_, err := rt.Invoke[download](t.Context(), c, &op, &upload{Bucket: "b", Body: b.make(t)}, nil)
				if m, ok := rt.MetadataOf(err); again && err != nil || !again && (!ok || m.Attempts != 1) {
					t.Errorf("%T: %v", err, err)
				}
			})
		}
	}
}

func TestBodyBeyondTheBound(t *testing.T) {
	t.Parallel()
	for name, op := range map[string]rt.Operation{
		"signed": {}, "known length": {UnsignedPayload: true, KnownLength: true}, "checksum": {UnsignedPayload: true, Digest: rt.MD5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			op.Name, op.Method, op.Path, op.Stream = "Upload", "PUT", "/{bucket}", rt.ByteStream
			c := newClient(t, true, rt.Options{MaxBufferedBytes: 10}, func(_ int, _ http.ResponseWriter, r *http.Request, body string) {
				if len(body) > 10 && r.URL.Path != "/seeks" {
					t.Errorf("%q came", body)
				}
			})
			long := strings.Repeat("a", 11)
			_, err := rt.Invoke[download](t.Context(), c, &op, &upload{Bucket: "b", Body: onlyRead{strings.NewReader(long)}}, nil)
			var call *rt.CallError
			if !errors.As(err, &call) || call.Attempts != 0 || !strings.Contains(err.Error(), "longer than 10 bytes") || !strings.Contains(err.Error(), "*os.File") {
				t.Errorf("%T: %v", err, err)
			}
			for _, in := range []*upload{{Bucket: "b", Body: onlyRead{strings.NewReader(long[1:])}}, {Bucket: "seeks", Body: strings.NewReader(long)}} {
				if _, err := rt.Invoke[download](t.Context(), c, &op, in, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestBodyWithoutBound has bounds that leave no room for one more.
func TestBodyWithoutBound(t *testing.T) {
	t.Parallel()
	c := newClient(t, true, rt.Options{MaxBufferedBytes: math.MaxInt64, MaxReplyBytes: math.MaxInt64}, func(_ int, _ http.ResponseWriter, _ *http.Request, body string) {
		if body != "all of it" {
			t.Errorf("%q came", body)
		}
	})
	if _, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b", Body: onlyRead{strings.NewReader("all of it")}}, nil); err != nil {
		t.Error(err)
	}
}

// TestBodyThatBreaks has a stream that ends with an error.
func TestBodyThatBreaks(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	c := newClient(t, true, rt.Options{}, func(int, http.ResponseWriter, *http.Request, string) { t.Error("a request came") })
	r, w := io.Pipe()
	go func() {
		_, _ = io.WriteString(w, "a beginning")
		_ = w.CloseWithError(broken)
	}()
	_, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b", Body: r}, nil)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "reading the body") {
		t.Errorf("%T: %v", err, err)
	}
}

// TestChecksumOfTheCaller leaves a checksum alone that a header holds already.
func TestChecksumOfTheCaller(t *testing.T) {
	t.Parallel()
	c := newClient(t, false, rt.Options{}, func(_ int, w http.ResponseWriter, r *http.Request, _ string) {
		if got := r.Header.Values("Content-Md5"); len(got) != 1 || got[0] != "mine" {
			t.Errorf("Content-MD5 is %q", got)
		}
	})
	op := rt.Operation{Name: "Upload", Stream: rt.ByteStream, Method: "PUT", Path: "/{bucket}", Digest: rt.MD5, Steps: []rt.Step{setHeader{"Content-Md5", "mine"}}}
	if _, err := rt.Invoke[download](t.Context(), c, &op, &upload{Bucket: "b", Body: strings.NewReader("a")}, nil); err != nil {
		t.Error(err)
	}
}

// setHeader is a step.
type setHeader struct{ name, value string }

func (s setHeader) Apply(_ schema.Shape, r *rt.Request) error {
	r.Header[s.name] = []string{s.value}
	return nil
}

// failing is a step.
type failing struct{ error }

func (f failing) Apply(schema.Shape, *rt.Request) error { return f.error }

func TestStepThatFails(t *testing.T) {
	t.Parallel()
	cause := errors.New("the step fails")
	c := newClient(t, false, rt.Options{}, func(int, http.ResponseWriter, *http.Request, string) { t.Error("a request came") })
	op := rt.Operation{Name: "Login", Method: "POST", Path: "/", Steps: []rt.Step{failing{cause}}}
	_, err := rt.Invoke[login](t.Context(), c, &op, &login{}, nil)
	var call *rt.CallError
	if !errors.As(err, &call) || !errors.Is(err, cause) || call.Attempts != 0 {
		t.Errorf("%T: %v", err, err)
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	long, short := strings.Repeat("a", 10_240), strings.Repeat("a", 9_000)
	for name, test := range map[string]struct {
		options rt.Options
		call    []rt.CallOption
		user    string
		want    bool
	}{
		"by default":            {rt.Options{}, nil, long, true},
		"short":                 {rt.Options{}, nil, short, false},
		"short, lower bound":    {rt.Options{MinCompressBytes: 9000}, nil, short, true},
		"long, higher bound":    {rt.Options{MinCompressBytes: 20_000}, nil, long, false},
		"off":                   {rt.Options{DisableCompression: true}, nil, long, false},
		"off for the call":      {rt.Options{}, []rt.CallOption{rt.WithCompression(-1)}, long, false},
		"on for the call":       {rt.Options{DisableCompression: true}, []rt.CallOption{rt.WithCompression(0)}, "a", true},
		"another bound for one": {rt.Options{}, []rt.CallOption{rt.WithCompression(20_000)}, long, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			op := rt.Operation{Name: "Login", Method: "POST", Path: "/login", Digest: rt.MD5, Compress: compress.Gzip}
			c := newClient(t, true, test.options, func(_ int, w http.ResponseWriter, r *http.Request, body string) {
				if got := r.Header.Get("Content-Md5"); got != sum(body) {
					t.Errorf("Content-MD5 is %q, not that of what came", got)
				}
				if !strings.Contains(r.Header.Get("Authorization"), "content-encoding;") == test.want {
					t.Errorf("Authorization is %q", r.Header.Get("Authorization"))
				}
				if compressed := r.Header.Get("Content-Encoding") == "gzip"; compressed != test.want {
					t.Errorf("compressed: %t", compressed)
				} else if compressed {
					body = unzip(t, body)
				}
				if want := `{"user":"` + test.user + `"}`; body != want {
					t.Errorf("%d bytes came, not %d", len(body), len(want))
				}
				_, _ = io.WriteString(w, `{}`)
			})
			if _, err := rt.Invoke[login](t.Context(), c, &op, &login{User: &test.user}, test.call); err != nil {
				t.Error(err)
			}
		})
	}
}

func unzip(t *testing.T, body string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return ""
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// TestCompressedStreams has a second attempt where the body can be read again.
func TestCompressedStreams(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("a stream of bytes. ", 10_000)
	for name, test := range map[string]struct {
		op    rt.Operation
		body  io.Reader
		again bool
		known bool // the length is sent
	}{
		"signed, seeks":       {rt.Operation{}, strings.NewReader(text), true, true},
		"signed, kept":        {rt.Operation{}, onlyRead{strings.NewReader(text)}, true, true},
		"unsigned, seeks":     {rt.Operation{UnsignedPayload: true}, strings.NewReader(text), true, false},
		"unsigned, once":      {rt.Operation{UnsignedPayload: true}, onlyRead{strings.NewReader(text)}, false, false},
		"checksum, seeks":     {rt.Operation{UnsignedPayload: true, Digest: rt.MD5}, strings.NewReader(text), true, true},
		"known length, seeks": {rt.Operation{UnsignedPayload: true, KnownLength: true}, strings.NewReader(text), true, true},
		"known length, kept":  {rt.Operation{UnsignedPayload: true, KnownLength: true}, onlyRead{strings.NewReader(text)}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			op := test.op
			op.Name, op.Method, op.Path, op.Stream, op.Compress = "Upload", "PUT", "/{bucket}", rt.ByteStream, compress.Gzip
			c := newClient(t, true, rt.Options{Retryer: newQuick()}, func(n int, w http.ResponseWriter, r *http.Request, body string) {
				if unzip(t, body) != text || r.Header.Get("Content-Encoding") != "gzip" || (r.ContentLength >= 0) != test.known {
					t.Errorf("attempt %d: %d bytes, length %d, %v", n, len(body), r.ContentLength, r.Header)
				}
				if got := r.Header.Get("Content-Md5"); op.Digest != nil && got != sum(body) {
					t.Errorf("Content-MD5 is %q", got)
				}
				if n == 1 {
					w.WriteHeader(http.StatusServiceUnavailable)
				}
			})
			_, err := rt.Invoke[download](t.Context(), c, &op, &upload{Bucket: "b", Body: test.body}, nil)
			if m, ok := rt.MetadataOf(err); test.again && err != nil || !test.again && (!ok || m.Attempts != 1) {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

func TestMinCompressBytesOutOfRange(t *testing.T) {
	t.Parallel()
	for least, ok := range map[int]bool{-1: false, 1: true, 10 << 20: true, 10<<20 + 1: false} {
		_, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "Test"}, Protocol: restjson.Protocol{}, Endpoint: "http://example.com", Options: rt.Options{MinCompressBytes: least},
		})
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "MinCompressBytes is ") {
			t.Errorf("%d: %v", least, err)
		}
	}
}

func TestIdempotencyTokenOfTheCaller(t *testing.T) {
	t.Parallel()
	n := 0
	options := rt.Options{Retryer: newQuick(), IdempotencyToken: func() string {
		n++
		return "token"
	}}
	c := newClient(t, false, options, func(n int, w http.ResponseWriter, r *http.Request, _ string) {
		if got := r.Header.Get("X-Token"); got != "token" {
			t.Errorf("attempt %d has the token %q", n, got)
		}
		if n == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	if _, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, nil); err != nil || n != 1 {
		t.Errorf("%d tokens, %v", n, err)
	}
}

// sent returns the request that a call sends to an endpoint, without a network.
func sent(t *testing.T, endpoint string, o rt.Options, op *rt.Operation, in schema.Shape, opts ...rt.CallOption) (*http.Request, error) {
	t.Helper()
	var got *http.Request
	o.Retryer = newQuick()
	o.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		got = r
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}}, nil // a body is missing, as of a client that is not net/http's
	})
	c, err := rt.NewClient(rt.Spec{
		Service: &rt.Service{ID: "Test", Headers: []rt.Header{{Name: "Accept", Value: "application/json"}, {Name: "X-Token", Value: "none"}}}, Protocol: restjson.Protocol{},
		Endpoint: endpoint, Options: o,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = rt.Invoke[login](t.Context(), c, op, in, opts)
	return got, err
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

func TestHostPrefix(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		endpoint, prefix, bucket string
		off                      bool
		want, says               string
	}{
		"fixed":               {"https://example.com", "data.", "b", false, "data.example.com", ""},
		"label":               {"https://example.com", "{bucket}.", "b", false, "b.example.com", ""},
		"within a label":      {"https://example.com", "x-{bucket}-y.z.", "b", false, "x-b-y.z.example.com", ""},
		"port":                {"https://example.com:8443", "{bucket}.", "b", false, "b.example.com:8443", ""},
		"left out":            {"https://example.com", "{bucket}.", "b", true, "example.com", ""},
		"left out, odd label": {"https://example.com", "{bucket}.", "a/b", true, "example.com", ""},
		"IPv4":                {"http://127.0.0.1:80", "{bucket}.", "b", false, "127.0.0.1:80", ""},
		"IPv6":                {"http://[::1]:80", "{bucket}.", "b", false, "[::1]:80", ""},
		"localhost":           {"http://localhost", "{bucket}.", "b", false, "localhost", ""},
		"below localhost":     {"http://api.localhost", "{bucket}.", "b", false, "api.localhost", ""},
		"dot in a label":      {"https://example.com", "{bucket}.", "evil.example", false, "", "bucket: is part of the host's name"},
		"slash in a label":    {"https://example.com", "{bucket}.", "evil.example/", false, "", "bucket: is part of the host's name"},
		"long label":          {"https://example.com", "{bucket}.", strings.Repeat("b", 64), false, "", "bucket: is part of the host's name"},
		"long with more":      {"https://example.com", "x{bucket}.", strings.Repeat("b", 63), false, "", "is not the name of a host"},
		"long in all":         {"https://" + strings.Repeat("example.", 30) + "com", "{bucket}.", strings.Repeat("b", 63), false, "", "is not the name of a host"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			op := rt.Operation{Name: "Upload", Stream: rt.ByteStream, Method: "PUT", Path: "/{bucket}", Steps: []rt.Step{&special.HostPrefix{Template: test.prefix}}}
			req, err := sent(t, test.endpoint, rt.Options{NoHostPrefix: test.off}, &op, &upload{Bucket: test.bucket})
			switch {
			case test.says != "":
				if req != nil || err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%v", err)
				}
			case err != nil || req.URL.Host != test.want || req.Host != test.want:
				t.Errorf("%v, %v", req, err)
			}
		})
	}
}

func TestHeadersOfAService(t *testing.T) {
	t.Parallel()
	op := rt.Operation{Name: "Upload", Stream: rt.ByteStream, Method: "PUT", Path: "/{bucket}"}
	req, err := sent(t, "https://example.com", rt.Options{}, &op, &upload{Bucket: "b", Token: new("mine")})
	if err != nil || req.Header.Get("Accept") != "application/json" || req.Header.Get("X-Token") != "mine" {
		t.Errorf("%v, %v", req, err)
	}
}

// slowEnd is a body that is asked for more while its attempt is over already: the reply came early.
type slowEnd struct {
	*strings.Reader
	block chan struct{}
}

func (s slowEnd) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p[:min(len(p), 4)])
	if s.Len() == 0 {
		<-s.block
	}
	return n, err
}

// TestBodyOfAnEarlierAttempt has an HTTP client that goes on reading behind its reply. That must not move the stream under
// the next attempt; the race detector watches.
func TestBodyOfAnEarlierAttempt(t *testing.T) {
	t.Parallel()
	const text = "a stream of bytes that is long enough"
	var bodies []io.Reader
	late := make(chan struct{})
	options := rt.Options{Retryer: newQuick()}
	options.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		bodies = append(bodies, r.Body)
		if len(bodies) == 1 {
			go func() {
				defer close(late)
				_, _ = io.Copy(io.Discard, r.Body)
			}()
			return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody}, nil
		}
		got, err := io.ReadAll(r.Body)
		if err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}, nil
	})
	c, err := rt.NewClient(rt.Spec{Service: &rt.Service{ID: "Test"}, Protocol: restjson.Protocol{}, Endpoint: "https://example.com", Options: options})
	if err != nil {
		t.Fatal(err)
	}
	block := make(chan struct{})
	time.AfterFunc(20*time.Millisecond, func() { close(block) })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if _, err := rt.Invoke[download](ctx, c, &opUpload, &upload{Bucket: "b", Body: slowEnd{strings.NewReader(text), block}}, nil); err != nil {
		t.Error(err)
	}
	<-late
	if n, err := bodies[0].Read(make([]byte, 10)); n != 0 || err == nil {
		t.Errorf("the first attempt's body still gives %d bytes, %v", n, err)
	}
}
