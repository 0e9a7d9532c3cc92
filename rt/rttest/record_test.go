// Tests of the recorder and the replayer, against a server that they are made for.

package rttest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/rttest"
)

// newServer starts a server of functions: it says the function's name, and on request how many bytes came and much else.
func newServer(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Set-Cookie", "id=secret-cookie")
		switch {
		case strings.HasPrefix(r.URL.Path, "/binary"):
			_, _ = w.Write([]byte{0xff, 0, 0xfe})
		case strings.HasPrefix(r.URL.Path, "/length"):
			_, _ = fmt.Fprint(w, len(body))
		case strings.HasPrefix(r.URL.Path, "/moved"):
			http.Redirect(w, r, "/binary", http.StatusFound)
		case strings.HasPrefix(r.URL.Path, "/large"):
			_, _ = w.Write(make([]byte, 1<<20))
		case strings.HasPrefix(r.URL.Path, "/early"):
			w.WriteHeader(http.StatusNoContent)
		case strings.Contains(r.URL.Path, "missing"):
			w.Header().Set("X-Amzn-Errortype", "ResourceNotFoundException")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"Message":"it is missing"}`)
		case r.Method == http.MethodHead:
			w.Header().Set("Content-Length", "123")
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprintf(w, `{"FunctionArn":%q}`, strings.Split(r.URL.Path, "/")[3])
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// calls makes the calls that the tests record, and returns what came of them.
func calls(t *testing.T, d rt.Doer, endpoint string) []string {
	t.Helper()
	c := newClient(t, d, func(cfg *lambda.Config) { cfg.Endpoint = endpoint })
	var out []string
	for _, name := range []string{"one", "two", "missing", "one"} {
		got, err := get(c, name)
		var missing *lambda.ResourceNotFoundException
		switch {
		case errors.As(err, &missing):
			out = append(out, missing.Text)
		case err != nil:
			t.Error(err)
		default:
			out = append(out, *got.FunctionArn)
		}
	}
	put, err := c.PutFunctionEventInvokeConfig(t.Context(), &lambda.PutFunctionEventInvokeConfigRequest{
		FunctionName: "put", Qualifier: new("a b&c"), MaximumRetryAttempts: new(int32(1)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return append(out, *put.FunctionArn)
}

func TestRecordAndReplay(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	path := filepath.Join(t.TempDir(), "made", "calls.json")
	want := []string{"one", "two", "it is missing", "one", "put"}
	recorder := rttest.NewRecorder(nil, path, server.Client(), rttest.Tape{})
	if diff := cmp.Diff(want, calls(t, recorder, server.URL)); diff != "" {
		t.Errorf("while recording (-want +got):\n%s", diff)
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	if err := recorder.Close(); err != nil {
		t.Errorf("closing it again: %v", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"secret", "AKIDEXAMPLE", "Authorization", "X-Amz-Date", "Amz-Sdk-Request", "127.0.0.1", "User-Agent"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the recording has %q:\n%s", secret, text)
		}
	}
	const first = `{
  "operation": "Lambda.GetFunctionEventInvokeConfig",
  "request": {
    "method": "GET",
    "path": "/2019-09-25/functions/one/event-invoke-config"
  },
  "reply": {
    "status": 200,
    "header": {
      "Content-Length": [
        "21"
      ],
      "Content-Type": [
        "application/json"
      ]
    },
    "text": "{\"FunctionArn\":\"one\"}",
    "length": 21
  }
}
`
	if !strings.HasPrefix(string(text), first) {
		t.Errorf("the recording begins otherwise than\n%s:\n%s", first, text)
	}
	for _, tape := range []rttest.Tape{{}, {InOrder: true}} {
		replayer := rttest.NewReplayer(t, path, tape)
		if diff := cmp.Diff(want, calls(t, replayer, "http://localhost:1")); diff != "" {
			t.Errorf("replayed (-want +got):\n%s", diff)
		}
		if err := replayer.Err(); err != nil {
			t.Error(err)
		}
	}
}

// record makes a recording of plain requests.
func record(t *testing.T, tape rttest.Tape, do func(*rttest.Recorder, string)) (path string, err error) {
	t.Helper()
	server := newServer(t)
	path = filepath.Join(t.TempDir(), "calls.json")
	recorder := rttest.NewRecorder(nil, path, server.Client(), tape)
	do(recorder, server.URL)
	return path, recorder.Close()
}

// ask sends a plain request and returns the reply's body.
func ask(t *testing.T, d rt.Doer, method, url, body string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, io.NopCloser(strings.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	if body == "" {
		req.Body = http.NoBody
	}
	req.Header.Set("X-Api-Key", "secret")
	resp, err := d.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return string(text), nil
}

func TestBodies(t *testing.T) {
	t.Parallel()
	all := func(d rt.Doer, url string) (out []string) {
		for _, r := range [][3]string{
			{"GET", "/binary", ""}, {"POST", "/length", "abc"}, {"POST", "/length?x=1", "\xff\x00"}, {"PUT", "/length", strings.Repeat("long", 1<<10)},
			{"HEAD", "/x", ""}, {"GET", "/early?X-Amz-Signature=secret&X-Amz-Date=20261123&b=2&a=1", ""},
		} {
			text, err := ask(t, d, r[0], url+r[1], r[2])
			if err != nil {
				t.Error(err)
			}
			out = append(out, text)
		}
		return out
	}
	var want []string
	tape := rttest.Tape{MaxBody: 100}
	path, err := record(t, tape, func(r *rttest.Recorder, url string) { want = all(r, url) })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"\xff\x00\xfe", "3", "2", "4096", "", ""}, want); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	if text, _ := os.ReadFile(path); strings.Contains(string(text), "longlong") || strings.Contains(string(text), "secret") || len(text) > 4<<10 {
		t.Errorf("the recording has a long body or a secret:\n%s", text)
	}
	if diff := cmp.Diff(want, all(rttest.NewReplayer(t, path, tape), "http://elsewhere")); diff != "" {
		t.Errorf("replayed (-want +got):\n%s", diff)
	}
}

func TestRecordConcurrently(t *testing.T) {
	t.Parallel()
	const n = 100
	all := func(d rt.Doer, url string) {
		var done sync.WaitGroup
		for i := range n {
			done.Go(func() {
				body := strings.Repeat("x", i)
				if got, err := ask(t, d, "POST", url+"/length", body); err != nil || got != strconv.Itoa(i) {
					t.Errorf("%d: %q %v", i, got, err)
				}
			})
		}
		done.Wait()
	}
	path, err := record(t, rttest.Tape{}, func(r *rttest.Recorder, url string) { all(r, url) })
	if err != nil {
		t.Fatal(err)
	}
	all(rttest.NewReplayer(t, path, rttest.Tape{}), "http://x")
}

func TestRedirectsAreKept(t *testing.T) {
	t.Parallel()
	path, err := record(t, rttest.Tape{}, func(r *rttest.Recorder, url string) { _, _ = ask(t, r, "HEAD", url+"/moved", "") })
	text, readErr := os.ReadFile(path)
	if err != nil || readErr != nil || strings.Count(string(text), `"status": 302`) != 1 || strings.Contains(string(text), `"status": 200`) {
		t.Errorf("%v %v\n%s", err, readErr, text)
	}
}

func TestRedact(t *testing.T) {
	t.Parallel()
	tape := rttest.Tape{Redact: func(x *rttest.Exchange) {
		if strings.HasPrefix(x.Request.Path, "/length/") {
			x.Request.Path = "/length/NAME"
			x.Request.SetBody(bytes.ReplaceAll(x.Request.Body(), []byte("password"), []byte("REDACTED")))
			x.Reply.Header.Set("X-Was", "here")
			x.Reply.SetBody([]byte("replaced"))
		}
	}}
	path, err := record(t, tape, func(r *rttest.Recorder, url string) { _, _ = ask(t, r, "POST", url+"/length/joe", "a password") })
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(path); strings.Contains(string(text), "password") || strings.Contains(string(text), "joe") || !strings.Contains(string(text), "X-Was") {
		t.Errorf("the recording is\n%s", text)
	}
	got, err := ask(t, rttest.NewReplayer(t, path, tape), "POST", "http://x/length/jim", "a password")
	if err != nil || got != "replaced" {
		t.Errorf("replayed %q, %v", got, err)
	}
}

func TestRecordingFails(t *testing.T) {
	t.Parallel()
	_, err := record(t, rttest.Tape{MaxBody: 1 << 10}, func(r *rttest.Recorder, url string) { _, _ = ask(t, r, "GET", url+"/large", "") })
	if err == nil || !strings.Contains(err.Error(), "the reply to GET /large has 1048576 bytes, more than Tape.MaxBody allows") {
		t.Errorf("a long reply: %v", err)
	}
	_, err = record(t, rttest.Tape{}, func(r *rttest.Recorder, url string) {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/binary", nil)
		resp, err := r.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
	})
	if err == nil || !strings.Contains(err.Error(), "1 replies were neither read to the end nor closed") {
		t.Errorf("a reply that nobody reads: %v", err)
	}
	w := &watched{}
	rttest.NewRecorder(w, filepath.Join(t.TempDir(), "file", "\x00"), nil, rttest.Tape{})
	if text := w.end(); !strings.Contains(text, "the recording cannot be written") {
		t.Errorf("a path that cannot be: %q", text)
	}
	path, err := record(t, rttest.Tape{}, func(r *rttest.Recorder, _ string) {
		if _, err := ask(t, r, "GET", "http://127.0.0.1:1/", ""); err == nil {
			t.Error("there is a server on port 1")
		}
	})
	if text, readErr := os.ReadFile(path); err != nil || readErr != nil || len(text) != 0 {
		t.Errorf("without a reply: %v %v %s", err, readErr, text)
	}
}

func TestReplayFails(t *testing.T) {
	t.Parallel()
	path, err := record(t, rttest.Tape{}, func(r *rttest.Recorder, url string) {
		_, _ = ask(t, r, "POST", url+"/length?a=1", "abc")
		_, _ = ask(t, r, "GET", url+"/binary", "")
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		method, url, body string
		inOrder           bool
		want              string
	}{
		"path":   {"POST", "/other?a=1", "abc", false, ": there is none of this method and path"},
		"method": {"PUT", "/length?a=1", "abc", false, ": there is none of this method and path"},
		"query":  {"POST", "/length?a=2", "abc", false, `: there the query is "a=1"`},
		"body":   {"POST", "/length?a=1", "abd", false, ": there the body is abc, and not abd"},
		"order":  {"GET", "/binary", "", true, ": the next in order is POST /length?a=1 with a body of 3 bytes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &watched{}
			replayer := rttest.NewReplayer(w, path, rttest.Tape{InOrder: test.inOrder})
			if got, err := ask(t, replayer, test.method, "http://x"+test.url, test.body); err == nil {
				t.Errorf("the answer is %q", got)
			}
			told := replayer.Err()
			if text := w.end(); !strings.Contains(text, test.want) || !strings.Contains(text, "GET /binary was not asked for") {
				t.Errorf("the test says %q, want %q", text, test.want)
			}
			if told == nil || !strings.Contains(told.Error(), test.want) {
				t.Errorf("Err is %v", told)
			}
		})
	}
}

// TestReplayEndsCall sees that a request without an answer is not sent again, which would hide it behind another error.
func TestReplayEndsCall(t *testing.T) {
	t.Parallel()
	w := &watched{}
	path := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := get(newClient(t, rttest.NewReplayer(w, path, rttest.Tape{})), "f"); err == nil {
		t.Error("there was an answer")
	}
	if n := strings.Count(w.end(), "has no answer to Lambda.GetFunctionEventInvokeConfig (GET /2019-09-25/functions/f/event-invoke-config)"); n != 1 {
		t.Errorf("it says so %d times: %q", n, w.errors)
	}
}

func TestHostileTapes(t *testing.T) {
	t.Parallel()
	const exchange = `{"request":{"method":"GET","path":"/"},"reply":{"status":200}}`
	tests := map[string]struct{ text, want string }{
		"no file":        {"", "no such file"},
		"no JSON":        {exchange + "x", "exchange 2 is not what a recorder writes"},
		"cut":            {exchange[:20], "exchange 1 is not what a recorder writes"},
		"a list":         {"[" + exchange + "]", "exchange 1 is not"},
		"unknown member": {`{"requests":1}`, "exchange 1 is not"},
		"no status":      {`{"request":{"method":"GET"},"reply":{}}`, "exchange 1 has no status of HTTP, but 0"},
		"wrong length":   {`{"request":{"method":"GET"},"reply":{"status":200,"text":"abc","length":4}}`, "exchange 1 has 3 of 4 bytes"},
		"wrong base64":   {`{"request":{"method":"GET"},"reply":{"status":200,"base64":"?"}}`, "exchange 1 is not"},
		"deep":           {strings.Repeat("[", 1<<20), "exchange 1 is not"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "calls.json")
			if name != "no file" {
				if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			w := &watched{}
			rttest.NewReplayer(w, path, rttest.Tape{})
			if text := w.end(); !strings.Contains(text, test.want) {
				t.Errorf("the test says %q, want %q", text, test.want)
			}
		})
	}
}

// TestSignedHeadersAreGone has a scheme of the user's own, whose header no list names.
func TestSignedHeadersAreGone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "calls.json")
	fake := rttest.NewFake(t, rttest.OK(&lambda.FunctionEventInvokeConfig{FunctionArn: new("a")}))
	recorder := rttest.NewRecorder(t, path, fake, rttest.Tape{})
	_, err := get(newClient(t, recorder), "f", rt.WithInterceptor(rt.Interceptor{AfterSigning: func(_ context.Context, a *rt.Attempt) error {
		a.Request.Header.Set("X-My-Own", "secret")
		a.Request.URL.RawQuery = "my_own=secret"
		return nil
	}}))
	if err != nil {
		t.Fatal(err)
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "secret") || !strings.Contains(string(text), `"operation": "Lambda.GetFunctionEventInvokeConfig"`) {
		t.Errorf("the recording is %v\n%s", err, text)
	}
}

// TestEventsAreRefused has a request that goes on while its reply comes, as nothing in a file can.
func TestEventsAreRefused(t *testing.T) {
	t.Parallel()
	op := rt.Operation{Name: "Talk", Method: "POST", Path: "/", Events: (*kindtest.ChoiceUnknown)(nil)}
	path := filepath.Join(t.TempDir(), "calls.json")
	fake := rttest.NewFake(t, rttest.OK(&kindtest.Filled{Parts: []string{}}))
	recorder := rttest.NewRecorder(nil, path, fake, rttest.Tape{})
	const want = "Kinds.Talk (POST /) sends a stream of events, which a recording cannot keep"
	if _, err := rt.Invoke[kindtest.Filled](t.Context(), newCore(t, restjson.Protocol{}, recorder), &op, &kindtest.Filled{}, nil); err != nil {
		t.Error(err)
	}
	if err := recorder.Close(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the recorder says %v", err)
	}
	w := &watched{}
	replayer := rttest.NewReplayer(w, path, rttest.Tape{})
	if _, err := rt.Invoke[kindtest.Filled](t.Context(), newCore(t, restjson.Protocol{}, replayer), &op, &kindtest.Filled{}, nil); err == nil {
		t.Error("the replayer has an answer")
	}
	if text := w.end(); !strings.Contains(text, want) || strings.Count(text, want) != 1 {
		t.Errorf("the test says %q", text)
	}
}
