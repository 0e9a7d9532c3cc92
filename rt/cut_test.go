// Attempts that end before they are done: cut short by the service, by a limit, or by an interceptor.

package rt_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/smithwright/smithwright/rt"
)

// TestCutReplies: behind a success that is cut short stands a deed, behind a refusal none, and behind a failure anything.
func TestCutReplies(t *testing.T) {
	t.Parallel()
	for op, wants := range map[*rt.Operation]map[int]int{&opFetch: {200: 3, 400: 3, 500: 3}, &opPost: {200: 1, 400: 3, 404: 3, 500: 1, 502: 1, 503: 3}} {
		for status, want := range wants {
			n := 0
			c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
				n++
				body := io.MultiReader(strings.NewReader(`{"us`), iotest.ErrReader(errors.New("it is gone")))
				return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(body), ContentLength: -1}, nil
			})
			_, err := rt.Invoke[login](t.Context(), c, op, &login{}, nil)
			var unreadable *rt.ReplyError
			if !errors.As(err, &unreadable) || n != want || unreadable.Attempts != n || unreadable.Status != status || !strings.Contains(err.Error(), "cut short after 4 bytes") {
				t.Errorf("%s, %d: sent %d times, not %d: %v", op.Name, status, n, want, err)
			}
		}
	}
}

// slowSigner takes for ever over its first signature.
type slowSigner struct{ signed int }

func (*slowSigner) SchemeID() string { return "test#slow" }

func (s *slowSigner) Sign(ctx context.Context, _ *rt.Signing) error {
	if s.signed++; s.signed == 1 {
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

// TestSlowSigner: an attempt that was late before it was sent has done nothing, so that there is another.
func TestSlowSigner(t *testing.T) {
	t.Parallel()
	n, slow := 0, &slowSigner{}
	c := elsewhere(t, rt.Options{AttemptTimeout: 200 * time.Millisecond, AuthSchemes: []rt.AuthScheme{slow}}, func(*http.Request) (*http.Response, error) {
		n++
		return reply(200, "{}"), nil
	})
	signed := opPost
	signed.Auth = []string{"test#slow"}
	if _, err := rt.Invoke[login](t.Context(), c, &signed, &login{}, nil); err != nil || n != 1 || slow.signed != 2 {
		t.Errorf("signed %d times, sent %d times: %v", slow.signed, n, err)
	}
}

// stubborn is an HTTP client that answers when its time is over, all the same.
func stubborn(body *closing, n *int) func(r *http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		*n++
		<-r.Context().Done()
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, ContentLength: -1}, nil
	}
}

// TestLateStream: a stream that comes when its time is over is closed, and nobody gets it; what it answers may have been done.
func TestLateStream(t *testing.T) {
	t.Parallel()
	for option, o := range map[string]rt.Options{"AttemptTimeout": {AttemptTimeout: 100 * time.Millisecond}, "CallTimeout": {CallTimeout: 100 * time.Millisecond}} {
		body, n := &closing{Reader: strings.NewReader("text")}, 0
		c := elsewhere(t, o, stubborn(body, &n)) //nolint:bodyclose // that is what is looked at
		post := opUpload
		post.Method = http.MethodPost
		out, err := rt.Invoke[download](t.Context(), c, &post, &upload{Bucket: "b"}, nil)
		var late *rt.TimeoutError
		if !errors.As(err, &late) || late.Option != option || out != nil || n != 1 || body.closed == 0 {
			t.Errorf("%s: sent %d times, closed %d times: %v", option, n, body.closed, err)
		}
	}
}

// TestClosedStream: closing what a call returned ends all that it holds, whichever limits there are.
func TestClosedStream(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]rt.Options{"attempt": {AttemptTimeout: time.Hour}, "call": {CallTimeout: time.Hour}} {
		var during context.Context
		body := &closing{Reader: strings.NewReader("text")}
		c := elsewhere(t, o, func(r *http.Request) (*http.Response, error) {
			during = r.Context()
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, ContentLength: -1}, nil
		})
		out, err := rt.Invoke[download](t.Context(), c, &opUpload, &upload{Bucket: "b"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if during.Err() != nil {
			t.Errorf("%s: over before it is read", name)
		}
		if err := out.Body.Close(); err != nil || body.closed != 1 || during.Err() == nil {
			t.Errorf("%s: %v, closed %d times, its context: %v", name, err, body.closed, during.Err())
		}
	}
}

// TestVetoedReply: a reply that an interceptor does not want is closed.
func TestVetoedReply(t *testing.T) {
	t.Parallel()
	veto := errors.New("no")
	body := &closing{Reader: strings.NewReader("{}")}
	c := elsewhere(t, rt.Options{Interceptors: []rt.Interceptor{{AfterResponse: func(context.Context, *rt.Attempt) error { return veto }}}},
		func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, ContentLength: 2}, nil
		})
	if _, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, nil); !errors.Is(err, veto) || body.closed != 1 {
		t.Errorf("closed %d times: %v", body.closed, err)
	}
}

// TestClockOfFailure: only a refusal can be that of a signature with a wrong time; what failed otherwise says nothing of clocks.
func TestClockOfFailure(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{403: 2, 400: 2, 500: 1, 502: 1} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(status, `{"__type":"RequestInTheFuture"}`, "Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)), nil
		})
		if _, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil); err == nil || n != want {
			t.Errorf("%d: sent %d times, not %d: %v", status, n, want, err)
		}
	}
}

// TestBodyTakenBack: what an attempt was lent it cannot read once another has it, or the caller again.
func TestBodyTakenBack(t *testing.T) {
	t.Parallel()
	const text = "a stream of bytes"
	over := func(body io.Reader) {
		if n, err := body.Read(make([]byte, 4)); n != 0 || err == nil || !strings.Contains(err.Error(), "its attempt is over") {
			t.Errorf("%d bytes are read when the attempt is over: %v", n, err)
		}
	}
	for name, hidden := range map[string]bool{"can seek": false, "cannot": true} {
		var bodies []io.Reader
		c := elsewhere(t, rt.Options{}, func(r *http.Request) (*http.Response, error) {
			bodies = append(bodies, r.Body)
			if len(bodies) == 1 {
				if !hidden { // else there is no other attempt
					_, _ = io.CopyN(io.Discard, r.Body, 3)
				}
				return reply(503, ""), nil
			}
			got := make([]byte, 6)
			if _, err := io.ReadFull(r.Body, got); err != nil || string(got) != text[:6] {
				t.Errorf("%s: the next attempt reads %q, %v", name, got, err)
			}
			over(bodies[0])
			return reply(200, "{}"), nil
		})
		stream := strings.NewReader(text)
		in := &upload{Bucket: "b", Body: stream}
		if hidden {
			in.Body = onlyRead{stream}
		}
		if _, err := rt.Invoke[login](t.Context(), c, &opUpload, in, nil); err != nil || len(bodies) != 2 {
			t.Fatalf("%s: sent %d times, %v", name, len(bodies), err)
		}
		over(bodies[1])
		if rest, err := io.ReadAll(stream); err != nil || string(rest) != text[6:] {
			t.Errorf("%s: the caller reads %q, %v", name, rest, err)
		}
	}
}

// TestThrottledByGateway: too many requests are too many, whoever says so and in whatever words.
func TestThrottledByGateway(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"<html><body>429</body></html>", "slow down", ""} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(*http.Request) (*http.Response, error) {
			n++
			return reply(429, body), nil
		})
		if _, err := rt.Invoke[login](t.Context(), c, &opPost, &login{}, nil); err == nil || n != 3 {
			t.Errorf("%q: sent %d times: %v", body, n, err)
		}
	}
}

// TestPointless: what would be the same next time is not tried again: a certificate that does not fit, or a body that cannot be read.
func TestPointless(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is broken")
	for name, test := range map[string]struct {
		fails func(r *http.Request) error
		cause string
		want  int
	}{
		"certificate": {func(*http.Request) error {
			return &tls.CertificateVerificationError{Err: errors.New("it is another's")}
		}, "it is another's", 1},
		"body":  {func(r *http.Request) error { _, err := io.Copy(io.Discard, r.Body); return err }, broken.Error(), 1},
		"other": {func(*http.Request) error { return errors.New("broken pipe") }, "broken pipe", 3},
	} {
		n := 0
		c := elsewhere(t, rt.Options{}, func(r *http.Request) (*http.Response, error) {
			n++
			return nil, &url.Error{Op: "Put", URL: r.URL.String(), Err: test.fails(r)}
		})
		body := struct {
			io.Reader
			io.Seeker
		}{iotest.ErrReader(broken), strings.NewReader("text")}
		_, err := rt.Invoke[login](t.Context(), c, &opUpload, &upload{Bucket: "b", Body: body}, nil)
		if err == nil || n != test.want || !strings.Contains(err.Error(), test.cause) {
			t.Errorf("%s: sent %d times, not %d: %v", name, n, test.want, err)
		}
	}
}
