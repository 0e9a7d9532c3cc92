package rt_test

import (
	"bytes"
	"context"
	"crypto/md5" //nolint:gosec // what the header Content-MD5 holds
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// upload is a request with a stream, as generated code would have it.
type upload struct {
	Bucket string
	Token  *string
	Body   io.Reader
}

// download is a reply with a stream.
type download struct {
	Size *int64
	Body io.ReadCloser
}

// login has secrets on both sides.
type login struct {
	User     *string
	Password *string
}

// denied is an error of the model that may be tried again.
type denied struct {
	rt.ErrorMetadata
	Message *string
	Hint    *string
}

func (*upload) SmithySchema() *schema.Struct   { return &schemaUpload }
func (*download) SmithySchema() *schema.Struct { return &schemaDownload }
func (*login) SmithySchema() *schema.Struct    { return &schemaLogin }
func (*denied) SmithySchema() *schema.Struct   { return &schemaDenied }

var schemaUpload = schema.Struct{Name: "Upload", Members: []schema.Member{
	{Name: "bucket", Offset: unsafe.Offsetof(upload{}.Bucket), Type: schema.Type{Kind: schema.String}, Bind: schema.Label, Required: true},
	{Name: "token", Offset: unsafe.Offsetof(upload{}.Token), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Token", Token: true},
	{Name: "body", Offset: unsafe.Offsetof(upload{}.Body), Type: schema.Type{Kind: schema.Reader}, Bind: schema.Payload},
}}

var schemaDownload = schema.Struct{Name: "Download", Members: []schema.Member{
	{Name: "size", Offset: unsafe.Offsetof(download{}.Size), Type: schema.Type{Kind: schema.Int64, Ptr: true}, Bind: schema.Header, Wire: "X-Size"},
	{Name: "body", Offset: unsafe.Offsetof(download{}.Body), Type: schema.Type{Kind: schema.ReadCloser}, Bind: schema.Payload},
}}

var schemaLogin = schema.Struct{Name: "Login", Members: []schema.Member{
	{Name: "user", Offset: unsafe.Offsetof(login{}.User), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "password", Offset: unsafe.Offsetof(login{}.Password), Type: schema.Type{Kind: schema.String, Ptr: true}, Sensitive: true},
}}

var schemaDenied = schema.Struct{Name: "Denied", Error: &schema.Error{Status: 409, Retryable: true}, Members: []schema.Member{
	{Name: "message", Offset: unsafe.Offsetof(denied{}.Message), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "hint", Offset: unsafe.Offsetof(denied{}.Hint), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Hint"},
}}

var (
	opUpload = rt.Operation{Name: "Upload", Stream: rt.ByteStream, Method: "PUT", Path: "/{bucket}", Errors: []schema.Shape{(*denied)(nil)}}
	opLogin  = rt.Operation{Name: "Login", Method: "POST", Path: "/login", Digest: rt.MD5, Errors: []schema.Shape{(*denied)(nil)}}
)

// quick is the standard retryer, but waits for no time.
type quick struct{ aws.Retryer }

func newQuick() aws.Retryer { return quick{retry.NewStandard()} }

func (quick) RetryDelay(int, error) (time.Duration, error) { return 0, nil }

// newClient makes a client of a server with a handler that is told the number of the request, from 1.
func newClient(t *testing.T, signed bool, o rt.Options, handle func(n int, w http.ResponseWriter, r *http.Request, body string)) *rt.Client {
	t.Helper()
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		handle(n, w, r, string(body))
	}))
	t.Cleanup(s.Close)
	spec := rt.Spec{Service: &rt.Service{ID: "Test Service", Version: "1", Transient: true}, Protocol: restjson.Protocol{}, Endpoint: s.URL, Options: o}
	if signed {
		auth, err := sigv4.New("test", "us-west-2", aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		spec.Auth = []rt.AuthScheme{auth}
		spec.Service.Auth = []string{rt.SigV4}
	}
	c, err := rt.NewClient(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// onlyRead hides that a reader can seek.
type onlyRead struct{ io.Reader }

func TestStreams(t *testing.T) {
	t.Parallel()
	const text = "a stream of bytes"
	unsigned := opUpload
	unsigned.UnsignedPayload = true
	behind := strings.NewReader("skipped:" + text)
	if _, err := behind.Seek(8, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		op     *rt.Operation
		signed bool
		body   io.Reader
		again  bool // a second attempt can be made
		chunks bool
	}{
		"seekable":           {&opUpload, true, strings.NewReader(text), true, false},
		"seekable, unsigned": {&unsigned, true, bytes.NewReader([]byte(text)), true, false},
		"from its middle":    {&opUpload, true, behind, true, false},
		"kept to sign":       {&opUpload, true, onlyRead{strings.NewReader(text)}, true, false},
		"read once":          {&unsigned, true, onlyRead{strings.NewReader(text)}, false, true},
		"nobody signs":       {&opUpload, false, onlyRead{strings.NewReader(text)}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tokens []string
			c := newClient(t, test.signed, rt.Options{Retryer: newQuick()}, func(n int, w http.ResponseWriter, r *http.Request, body string) {
				tokens = append(tokens, r.Header.Get("X-Token"))
				if body != text || r.Header.Get("Content-Type") != "application/octet-stream" || (r.ContentLength < 0) != test.chunks {
					t.Errorf("attempt %d: %q, %v, length %d", n, body, r.Header, r.ContentLength)
				}
				if n == 1 {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				w.Header().Set("X-Size", "3")
				_, _ = io.WriteString(w, "got")
			})
			out, err := rt.Invoke[download](t.Context(), c, test.op, &upload{Bucket: "b", Body: test.body}, nil)
			if !test.again {
				if m, ok := rt.MetadataOf(err); !ok || m.Status != 503 || m.Attempts != 1 {
					t.Errorf("%T: %v", err, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(out.Body)
			if err = errors.Join(err, out.Body.Close()); err != nil || string(got) != "got" || *out.Size != 3 {
				t.Errorf("%q, %v", got, err)
			}
			if len(tokens) != 2 || tokens[0] != tokens[1] || len(tokens[0]) != 36 {
				t.Errorf("the attempts have the tokens %q", tokens)
			}
		})
	}
}

func TestStreamOfAnError(t *testing.T) {
	t.Parallel()
	c := newClient(t, true, rt.Options{}, func(_ int, w http.ResponseWriter, _ *http.Request, _ string) {
		w.Header().Set("X-Amzn-Errortype", "Denied")
		w.Header().Set("X-Hint", "ask")
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, `{"Message":"no"}`)
	})
	_, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, []rt.CallOption{rt.Once()})
	var e *denied
	if !errors.As(err, &e) || *e.Message != "no" || *e.Hint != "ask" || !e.Retryable || e.Fault != smithy.FaultClient {
		t.Errorf("%T: %v", err, err)
	}
}

func TestModelledRetry(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]rt.Options{"default retryer": {}, "retryer of one's own": {Retryer: newQuick()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			modelledRetry(t, options)
		})
	}
}

// modelledRetry answers first with an error that only the model calls retryable.
func modelledRetry(t *testing.T, options rt.Options) {
	c := newClient(t, false, options, func(n int, w http.ResponseWriter, r *http.Request, body string) {
		sum := md5.Sum([]byte(body)) //nolint:gosec // see above
		if got := r.Header.Get("Content-Md5"); got != base64.StdEncoding.EncodeToString(sum[:]) {
			t.Errorf("Content-MD5 of %q is %q", body, got)
		}
		for _, name := range []string{"Authorization", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request", "X-Amz-Date"} {
			if r.Header.Get(name) != "" {
				t.Errorf("nobody signs, but there is a header %s", name)
			}
		}
		if n == 1 {
			w.WriteHeader(http.StatusConflict)
			_, _ = io.WriteString(w, `{"code":"Denied"}`)
			return
		}
		_, _ = io.WriteString(w, `{"user":"me"}`)
	})
	out, err := rt.Invoke[login](t.Context(), c, &opLogin, &login{User: new("me")}, nil)
	if err != nil || *out.User != "me" {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestUnreadableReplyHasNoSecrets(t *testing.T) {
	t.Parallel()
	c := newClient(t, false, rt.Options{}, func(_ int, w http.ResponseWriter, _ *http.Request, _ string) {
		_, _ = io.WriteString(w, `{"password":"hunter2","user":5}`)
	})
	_, err := rt.Invoke[login](t.Context(), c, &opLogin, &login{User: new("me")}, nil)
	var reply *rt.ReplyError
	if !errors.As(err, &reply) || strings.Contains(fmt.Sprintf("%v %+v", err, *reply), "hunter2") {
		t.Errorf("%T: %v", err, err)
	}
}

func TestLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]func(io.Writer, *slog.HandlerOptions) slog.Handler{
		"text": func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewTextHandler(w, o) },
		"JSON": func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, o) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			logger := slog.New(handler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
			c := newClient(t, true, rt.Options{Logger: logger, Retryer: newQuick()}, func(n int, w http.ResponseWriter, _ *http.Request, _ string) {
				if n == 1 {
					w.WriteHeader(http.StatusInternalServerError)
					_, _ = io.WriteString(w, `{"message":"bad password hunter2"}`)
					return
				}
				_, _ = io.WriteString(w, `{"user":"me","password":"hunter2"}`)
			})
			if _, err := rt.Invoke[login](t.Context(), c, &opLogin, &login{User: new("me"), Password: new("hunter2")}, nil); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			if strings.Contains(text, "hunter2") || strings.Contains(text, "Authorization") {
				t.Errorf("a secret is in the log:\n%s", text)
			}
			if n := strings.Count(text, "password:***"); n != 3 {
				t.Errorf("%d of 3 passwords are shown as such:\n%s", n, text)
			}
		})
	}
}

// hidden has secrets in each place of a message.
type hidden struct{ Label, Query, Header *string }

func (*hidden) SmithySchema() *schema.Struct { return &schemaHidden }

var schemaHidden = schema.Struct{Name: "Hidden", Members: []schema.Member{
	{Name: "label", Offset: unsafe.Offsetof(hidden{}.Label), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Label, Sensitive: true},
	{Name: "query", Offset: unsafe.Offsetof(hidden{}.Query), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Query, Wire: "q", Sensitive: true},
	{Name: "header", Offset: unsafe.Offsetof(hidden{}.Header), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-H", Sensitive: true},
}}

// TestLogOfMessages: where a member stands in a message, or what an HTTP client says of a request, changes nothing.
func TestLogOfMessages(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	n := 0
	client := doer(func(r *http.Request) (*http.Response, error) {
		if n++; n == 1 {
			return nil, &url.Error{Op: "Get", URL: r.URL.String(), Err: errors.New("unplugged")}
		}
		if r.Header.Get("X-H") != "hunter2" || r.URL.Query().Get("q") != "hunter2" || !strings.Contains(r.URL.Path, "hunter2") {
			t.Errorf("%s, %v", r.URL, r.Header)
		}
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"X-H": {"hunter2"}}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	})
	o := rt.Options{Logger: logger, Retryer: newQuick(), HTTPClient: client}
	c := newClient(t, true, o, func(int, http.ResponseWriter, *http.Request, string) {})
	op := rt.Operation{Name: "Hide", Method: "GET", Path: "/hide/{label}"}
	in := &hidden{new("hunter2"), new("hunter2"), new("hunter2")}
	if _, err := rt.Invoke[hidden](t.Context(), c, &op, in, nil); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, secret := range []string{"hunter2", "Credential", "Signature", "Authorization", "secret"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is in the log:\n%s", secret, text)
		}
	}
	for _, part := range []string{"unplugged", "msg=retry", "path=/hide/{label}", "label:***", "header:***"} {
		if !strings.Contains(text, part) {
			t.Errorf("the log lacks %s:\n%s", part, text)
		}
	}
}

func TestErrorTexts(t *testing.T) {
	t.Parallel()
	err := &rt.CallError{Operation: "Login", Attempts: 2, Err: io.EOF}
	if got := fmt.Sprint(err); got != "Login: after 2 attempts: EOF" || !errors.Is(err, io.EOF) {
		t.Error(got)
	}
	reply := &rt.ReplyError{Operation: "Login", Status: 200, RequestID: "id", Attempts: 2, Excerpt: "<\n", Err: io.ErrUnexpectedEOF}
	want := `Login: cannot read the reply: unexpected EOF (HTTP status 200, request id id, 2 attempts); it begins with "<\n"`
	if got := reply.Error(); got != want || reply.HTTPStatusCode() != 200 || !errors.Is(reply, io.ErrUnexpectedEOF) {
		t.Error(got)
	}
	meta := rt.ErrorMetadata{Operation: "Login", Code: "Denied", Text: "no", Status: 409, RequestID: "id", Attempts: 1}
	if got := (&denied{ErrorMetadata: meta}).Error(); got != "Login: Denied: no (HTTP status 409, request id id)" {
		t.Error(got)
	}
	if m, ok := rt.MetadataOf(fmt.Errorf("wrapped: %w", &rt.UnknownError{ErrorMetadata: meta})); !ok || m.Code != "Denied" || m.HTTPStatusCode() != 409 {
		t.Errorf("%+v", m)
	}
	if _, ok := rt.MetadataOf(io.EOF); ok {
		t.Error("metadata of an error that has none")
	}
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]http.Header{
		"lambda": {"X-Amzn-Requestid": {"id"}}, "s3": {"X-Amz-Request-Id": {"id"}}, "others": {"X-Request-Id": {"id"}},
		"first wins": {"X-Amzn-Requestid": {"id"}, "X-Request-Id": {"other"}},
	} {
		if got := rt.RequestID(h); got != "id" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := rt.RequestID(nil); got != "" {
		t.Error(got)
	}
}
