// What a logger is told, and what never.

package e2e_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

// log is a writer that several goroutines may use.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func TestLogger(t *testing.T) {
	t.Parallel()
	debug := &slog.HandlerOptions{Level: slog.LevelDebug}
	for name, handler := range map[string]func(*log) slog.Handler{
		"text": func(l *log) slog.Handler { return slog.NewTextHandler(l, debug) },
		"JSON": func(l *log) slog.Handler { return slog.NewJSONHandler(l, debug) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, hangUp, answer(500, `{"message":"oh"}`, "X-Amzn-Errortype", "ServiceException"), answer(200, `{"FunctionArn":"the-arn"}`))
			out := &log{}
			c := client(t, s, func(cfg *lambda.Config) { cfg.Logger = slog.New(handler(out)) })
			if _, err := c.PutFunctionEventInvokeConfig(t.Context(), broken(), rt.SkipValidation()); err != nil {
				t.Fatal(err)
			}
			text := out.b.String()
			for _, secret := range []string{secretKey, session, accessKey, "Signature", "Authorization", "AWS4-HMAC"} {
				if strings.Contains(text, secret) {
					t.Errorf("the log has %q:\n%s", secret, text)
				}
			}
			for _, part := range []string{"PutFunctionEventInvokeConfig", "no reply", "EOF", "ServiceException", requestID(2), "my-function", "MaximumRetryAttempts:3", "the-arn", "Lambda"} {
				if !strings.Contains(text, part) {
					t.Errorf("the log lacks %q:\n%s", part, text)
				}
			}
			if n := strings.Count(text, "\n"); n != 8 {
				t.Errorf("%d lines, not two an attempt and one between:\n%s", n, text)
			}
		})
	}
}
