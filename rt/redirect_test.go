// Answers that point elsewhere.

package rt_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt"
)

// TestRedirects: whatever the address looks like, the caller is told its host, and nothing of it that may be secret.
func TestRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for location, want := range map[string]string{
			"https://else.example:8443/a?token=hunter2": "https://else.example:8443", "https://me:hunter2@else.example/": "https://else.example",
			"/other?token=hunter2": "http://localhost", "//else.example/hunter2": "http://else.example", "": "", "http://[": "", ":": "",
		} {
			n := 0
			c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
				n++
				return reply(status, "", "Location", location), nil
			})
			_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
			var e *rt.RedirectError
			if !errors.As(err, &e) || e.Location != want || e.Status != status || n != 1 || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%d to %q, sent %d times: %v", status, location, n, err)
			}
		}
	}
	for _, status := range []int{300, 304, 305} {
		c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
			return reply(status, "{}", "Location", "https://else.example/"), nil
		})
		_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
		var e *rt.RedirectError
		if err == nil || errors.As(err, &e) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// TestReplyOfTheLimit: as many bytes as are allowed are read, and no more.
func TestReplyOfTheLimit(t *testing.T) {
	t.Parallel()
	const text = `{"user":"me"}`
	for _, limit := range []int64{int64(len(text)), int64(len(text)) - 1} {
		c := elsewhere(t, rt.Options{MaxReplyBytes: limit}, func(*http.Request) (*http.Response, error) { return reply(200, text), nil })
		_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil)
		if fits := limit == int64(len(text)); (err == nil) != fits || !fits && !strings.Contains(err.Error(), "longer than 12 bytes, the limit that Options.MaxReplyBytes sets") {
			t.Errorf("at most %d: %v", limit, err)
		}
	}
}
