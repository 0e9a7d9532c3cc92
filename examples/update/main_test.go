// The program against a server that stands for AWS.

package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
)

func TestProgram(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || r.URL.Path != "/2019-09-25/functions/my-function/event-invoke-config" ||
			string(body) != `{"MaximumRetryAttempts":1,"MaximumEventAgeInSeconds":3600}` || r.Header.Get("Authorization") == "" {
			t.Errorf("got %s %s %s", r.Method, r.URL, body)
		}
		_, _ = io.WriteString(w, `{"FunctionArn":"arn:aws:lambda:us-west-2:123456789012:function:my-function:$LATEST"}`)
	}))
	defer server.Close()
	cmd := exec.CommandContext(t.Context(), "go", "run", ".", "my-function")
	cmd.Env = append(os.Environ(), "AWS_ENDPOINT_URL="+server.URL, "AWS_REGION=us-west-2", "AWS_ACCESS_KEY_ID=AKID",
		"AWS_SECRET_ACCESS_KEY=SECRET", "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
	out, err := cmd.CombinedOutput()
	if want := "arn:aws:lambda:us-west-2:123456789012:function:my-function:$LATEST\n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v; want %q", out, err, want)
	}
}

func TestReadmeShowsIt(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, program, _ = bytes.Cut(program, []byte("\n")) // the comment on the first line
	if !bytes.Contains(readme, append([]byte("```go\n"), program...)) {
		t.Error("the README does not show this program as it is")
	}
}
