// Replies that are not what the protocol sends.

package e2e_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

func TestUnreadableReplies(t *testing.T) {
	t.Parallel()
	const page = "<!DOCTYPE html>\n<html><head><title>Sign in to the airport's network</title></head></html>"
	tests := map[string]struct {
		step    http.HandlerFunc
		status  int
		says    []string // parts of the error's text
		excerpt string
	}{
		"not JSON":               {answer(200, "it works!"), 200, []string{"not what the model says"}, "it works!"},
		"a list":                 {answer(200, `["a"]`), 200, []string{"not what the model says"}, `["a"]`},
		"a string":               {answer(200, `"a"`), 200, []string{"not what the model says"}, `"a"`},
		"wrong type":             {answer(200, `{"FunctionArn":{"a":1}}`), 200, []string{"FunctionArn"}, `{"FunctionArn"`},
		"wrong type below":       {answer(200, `{"DestinationConfig":{"OnFailure":{"Destination":[]}}}`), 200, []string{"DestinationConfig.OnFailure.Destination"}, `{"Dest`},
		"number out of range":    {answer(200, `{"MaximumRetryAttempts":3000000000}`), 200, []string{"MaximumRetryAttempts"}, `{"Max`},
		"fraction for a count":   {answer(200, `{"MaximumRetryAttempts":1.5}`), 200, []string{"MaximumRetryAttempts"}, `{"Max`},
		"a date that is none":    {answer(200, `{"LastModified":"yesterday"}`), 200, []string{"LastModified"}, `{"Last`},
		"more behind the object": {answer(200, `{} {}`), 200, []string{"more follows"}, "{} {}"},
		"ends in the middle":     {answer(200, `{"FunctionArn":"arn:`), 200, []string{"cut short"}, `{"FunctionArn":"arn:`},
		"page of a gateway":      {answer(200, page, "Content-Type", "text/html; charset=utf-8"), 200, []string{"HTML page", "gateway"}, "<!DOCTYPE html>"},
		"page called JSON":       {answer(200, "\n "+page), 200, []string{"HTML page"}, "\n <!DOCTYPE html>"},
		"page with 403":          {answer(403, page), 403, []string{"HTML page", "HTTP status 403"}, "<!DOCTYPE html>"},
		"error in plain text":    {answer(403, "Forbidden"), 403, []string{"HTTP status 403"}, "Forbidden"},
		"less than announced":    {hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"FunctionArn\":\"a\"}"), 200, []string{"cut short after 19 bytes"}, `{"FunctionArn":"a"}`},
		"chunks that end early":  {hangUpAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Fun\r\n"), 200, []string{"cut short after 5 bytes"}, `{"Fun`},
		"broken chunks":          {hangUpAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), 200, []string{"cut short after 0 bytes"}, ""},
		"longer than the bound":  {answer(200, `{"FunctionArn":"`+strings.Repeat("a", 5000)+`"}`), 200, []string{"longer than 4096 bytes", "MaxReplyBytes"}, `{"FunctionArn":"aaaa`},
		"nested deep":            {answer(200, `{"DestinationConfig":`+strings.Repeat("[", 4000)), 200, nil, `{"DestinationConfig":[[`},
		"unknown nested deep":    {answer(200, `{"x":`+strings.Repeat("[", 4000)), 200, nil, `{"x":[[`},
		"nested deep alone":      {answer(200, strings.Repeat("[", 4000)), 200, nil, `[[[`},
		"broken escape":          {answer(200, `{"FunctionArn":"\u12"}`), 200, []string{"FunctionArn"}, `{"FunctionArn":"\u12"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var meta rt.Metadata
			s := serve(t, test.step)
			c := client(t, s, func(cfg *lambda.Config) { cfg.MaxReplyBytes = 4096 })
			out, err := c.GetFunctionEventInvokeConfig(t.Context(), get(), rt.Capture(&meta), rt.WithMaxAttempts(1))
			var e *rt.ReplyError
			if !errors.As(err, &e) {
				t.Fatalf("%T: %v (output %+v)", err, err, out)
			}
			if e.Status != test.status || e.Operation != "GetFunctionEventInvokeConfig" || e.Attempts != 1 || meta.Status != test.status {
				t.Errorf("%+v", e)
			}
			if !strings.HasPrefix(e.Excerpt, test.excerpt) || len(e.Excerpt) > 210 {
				t.Errorf("the excerpt is %q", e.Excerpt)
			}
			for _, part := range append(test.says, "GetFunctionEventInvokeConfig: cannot read the reply: ") {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the text lacks %q: %v", part, err)
				}
			}
			if id := meta.RequestID; id != "" && (e.RequestID != id || !strings.Contains(err.Error(), id)) {
				t.Errorf("the text lacks the request id %s: %v", id, err)
			}
		})
	}
}

// TestDeepNesting gives what would overflow a stack without a bound.
func TestDeepNesting(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 100_000)
	for name, body := range map[string]string{
		"alone": deep, "unknown member": `{"x":` + deep, "known member": `{"FunctionArn":` + deep,
		"objects": strings.Repeat(`{"DestinationConfig":`, 100_000), "closed": `{"x":` + deep + strings.Repeat("]", 100_000) + "}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, status := range []int{200, 400} {
				_, err := client(t, serve(t, answer(status, body))).GetFunctionEventInvokeConfig(t.Context(), get())
				var e *rt.ReplyError
				if !errors.As(err, &e) || e.Status != status {
					t.Errorf("%T: %.300v", err, err)
				}
			}
		})
	}
}

func TestReadableReplies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		step http.HandlerFunc
		want *lambda.FunctionEventInvokeConfig
	}{
		"empty":            {answer(200, ""), &lambda.FunctionEventInvokeConfig{}},
		"blank":            {answer(200, " \n"), &lambda.FunctionEventInvokeConfig{}},
		"no content":       {answer(204, ""), &lambda.FunctionEventInvokeConfig{}},
		"nulls":            {answer(200, `{"FunctionArn":null,"DestinationConfig":null}`), &lambda.FunctionEventInvokeConfig{}},
		"other case":       {answer(200, `{"functionArn":"a"}`), &lambda.FunctionEventInvokeConfig{}},
		"last of two":      {answer(200, `{"FunctionArn":"a","FunctionArn":"b"}`), &lambda.FunctionEventInvokeConfig{FunctionArn: new("b")}},
		"no content type":  {answer(200, `{"FunctionArn":"a"}`, "Content-Type", ""), &lambda.FunctionEventInvokeConfig{FunctionArn: new("a")}},
		"odd content type": {answer(200, `{"FunctionArn":"a"}`, "Content-Type", "text/plain"), &lambda.FunctionEventInvokeConfig{FunctionArn: new("a")}},
		"another success":  {answer(202, `{"FunctionArn":"a"}`), &lambda.FunctionEventInvokeConfig{FunctionArn: new("a")}},
		"escapes":          {answer(200, `{"FunctionArn":"\u00e4\ud83d\ude00\n"}`), &lambda.FunctionEventInvokeConfig{FunctionArn: new("ä😀\n")}},
		"compressed":       {compressed(`{"FunctionArn":"a"}`), &lambda.FunctionEventInvokeConfig{FunctionArn: new("a")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := client(t, serve(t, test.step)).GetFunctionEventInvokeConfig(t.Context(), get())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// compressed answers with gzip, as net/http asks for by itself.
func compressed(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, body)
		_ = z.Close()
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 307, 308} {
		s := serve(t, answer(status, "", "Location", "/elsewhere"))
		_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get())
		var moved *rt.RedirectError
		if !errors.As(err, &moved) || moved.Status != status || moved.Attempts != 1 || moved.Location != s.URL {
			t.Errorf("%T: %v", err, err)
		}
	}
}
