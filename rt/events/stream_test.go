// Streams that are sent, left, and made up.

package events_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/events"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/validate"
)

// stuck is a body that gives some bytes, and then nothing until it is closed.
type stuck struct {
	io.Reader
	closed chan struct{}
	once   sync.Once
}

func newStuck(data string) *stuck {
	return &stuck{Reader: strings.NewReader(data), closed: make(chan struct{})}
}

func (s *stuck) Read(p []byte) (int, error) {
	if n, _ := s.Reader.Read(p); n > 0 {
		return n, nil
	}
	<-s.closed
	return 0, errors.New("read of a closed body")
}

func (s *stuck) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}

// TestLeaving ends calls whose service is silent.
func TestLeaving(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		leave func(cancel context.CancelFunc, r events.Reader[event])
		want  error
	}{
		"close":   {func(_ context.CancelFunc, r events.Reader[event]) { _ = r.Close() }, events.ErrClosed},
		"context": {func(cancel context.CancelFunc, _ events.Reader[event]) { cancel() }, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			body := newStuck(eventFrame("bytes", "x"))
			out, err := receive(ctx, client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) { return reply(req, body), nil }))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := out.Stream.Recv(); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(5*time.Millisecond, func() { test.leave(cancel, out.Stream) })
			if _, err := out.Stream.Recv(); !errors.Is(err, test.want) {
				t.Errorf("%v, not %v", err, test.want)
			}
			<-body.closed
			_ = out.Stream.Close()
		})
	}
}

func TestEventTimeout(t *testing.T) {
	t.Parallel()
	body := newStuck("\x00")
	c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) { return reply(req, body), nil },
		func(s *rt.Spec) { s.Options.EventTimeout = 10 * time.Millisecond })
	out, err := receive(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = out.Stream.Recv()
	if _, ok := errors.AsType[*rt.ReplyError](err); !ok || !strings.Contains(err.Error(), "no event came for 10ms") {
		t.Errorf("%v", err)
	}
}

// TestEventTimeoutOfBusyCallers takes longer over an event than the service may for the next one.
func TestEventTimeoutOfBusyCallers(t *testing.T) {
	t.Parallel()
	const timeout = time.Second
	c := client(t, restjson.Protocol{}, answer(strings.Repeat(eventFrame("bytes", "x"), 2)), func(s *rt.Spec) { s.Options.EventTimeout = timeout })
	out, err := receive(t.Context(), c)
	for range 2 {
		if err == nil {
			_, err = out.Stream.Recv()
		}
		time.Sleep(timeout + timeout/4)
	}
	if err != nil {
		t.Error(err)
	}
}

// TestCloseWaits ends a call whose HTTP client takes its time to leave.
func TestCloseWaits(t *testing.T) {
	t.Parallel()
	var left atomic.Bool
	s, err := open(t.Context(), client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
		_, _ = req.Body.Read(nil) // it begins to
		<-req.Context().Done()
		time.Sleep(20 * time.Millisecond)
		left.Store(true)
		return nil, context.Cause(req.Context())
	}))
	if err != nil {
		t.Fatal(err)
	}
	if _ = s.Close(); !left.Load() {
		t.Error("the stream is closed, and its call goes on")
	}
}

// TestSilentService never takes the request, nor answers it.
func TestSilentService(t *testing.T) {
	t.Parallel()
	for _, leave := range []func(context.CancelFunc, *events.Stream[event, output]){
		func(cancel context.CancelFunc, _ *events.Stream[event, output]) { cancel() },
		func(_ context.CancelFunc, s *events.Stream[event, output]) { _ = s.Close() },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
			_, _ = req.Body.Read(nil) // it begins to
			<-req.Context().Done()
			return nil, context.Cause(req.Context())
		})
		s, err := open(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		short, stop := context.WithTimeout(t.Context(), time.Millisecond)
		if err := s.Send(short, &eventBytes{&blob{}}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("sent: %v", err)
		}
		if _, err := s.Output(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the output: %v", err)
		}
		stop()
		time.AfterFunc(time.Millisecond, func() { leave(cancel, s) })
		err = s.Send(t.Context(), &eventBytes{&blob{}})
		if !errors.Is(err, context.Canceled) && !errors.Is(err, events.ErrClosed) {
			t.Errorf("sent: %v", err)
		}
		_ = s.Close()
		cancel()
		if _, err := s.Output(t.Context()); err == nil {
			t.Error("there is an output")
		}
	}
}

// TestRefused is answered before the request is read.
func TestRefused(t *testing.T) {
	t.Parallel()
	c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
		return &http.Response{Request: req, StatusCode: http.StatusForbidden, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"code":"No"}`))}, nil
	})
	_, err := open(t.Context(), c)
	if u, ok := errors.AsType[*rt.UnknownError](err); !ok || u.Code != "No" {
		t.Errorf("%v", err)
	}
}

// TestAnsweredEarly is answered by a service that takes no event.
func TestAnsweredEarly(t *testing.T) {
	t.Parallel()
	c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
		_ = req.Body.Close()
		return reply(req, io.NopCloser(strings.NewReader(eventFrame("bytes", "x")))), nil
	})
	s, err := open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	out, err := s.Output(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), &eventBytes{&blob{}}); !errors.Is(err, events.ErrEnded) {
		t.Errorf("sent: %v", err)
	}
	if err := s.CloseSend(); err != nil {
		t.Errorf("ended: %v", err)
	}
	if _, err := out.Stream.Recv(); err != nil {
		t.Errorf("received: %v", err)
	}
	if _, err := out.Stream.Recv(); err != io.EOF {
		t.Errorf("then: %v", err)
	}
}

// TestNotSent gives events that cannot be sent.
func TestNotSent(t *testing.T) {
	t.Parallel()
	c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
		_, err := io.Copy(io.Discard, req.Body)
		return reply(req, http.NoBody), err
	})
	s, err := open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, test := range map[string]struct {
		event event
		want  string
	}{
		"nil":           {nil, "Both: the event is nil"},
		"nil variant":   {(*eventBytes)(nil), "holds a nil *events_test.eventBytes"},
		"no value":      {&eventBytes{}, "the event bytes has no value"},
		"unknown":       {&eventUnknown{}, "can be received, not sent"},
		"huge":          {&eventBytes{&blob{make([]byte, 24<<20)}}, "the event bytes: its frame has 25165"},
		"huger":         {&eventBytes{&blob{make([]byte, 24<<20+1)}}, "the event bytes: its payload has 25165825 bytes, more than the 25165824 that the format allows"},
		"long header":   {&eventHeaders{&headers{Str: new(strings.Repeat("x", 1<<15))}}, "the event headers:"},
		"nil in choice": {&eventChoice{&chosen{(*choiceA)(nil)}}, "the event choice:"},
		"broken":        {&eventPlain{&plain{Limit: 10}}, "limit"},
	} {
		err := s.Send(t.Context(), test.event)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := errors.AsType[*validate.Error](err); ok != (name == "broken") {
			t.Errorf("%s: %T", name, err)
		}
	}
	if err := s.CloseSend(); err != nil {
		t.Error(err)
	}
	if err := s.Send(t.Context(), &eventBytes{&blob{}}); !errors.Is(err, events.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}

// plainSigner signs requests, and no events.
type plainSigner struct{}

func (plainSigner) SchemeID() string { return "plain" }

func (plainSigner) Sign(context.Context, *rt.Signing) error { return nil }

func TestSignerWithoutStreams(t *testing.T) {
	t.Parallel()
	c := client(t, restjson.Protocol{}, nil, func(s *rt.Spec) {
		s.Auth = []rt.AuthScheme{plainSigner{}}
		s.Service.Auth = []string{"plain"}
	})
	if _, err := open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "cannot sign a stream of events") {
		t.Errorf("%v", err)
	}
}

// frameSigner signs requests and events, and counts the requests.
type frameSigner struct{ signed *int }

func (frameSigner) SchemeID() string { return "frames" }

func (f frameSigner) Sign(context.Context, *rt.Signing) error { *f.signed++; return nil }

func (f frameSigner) SignStream(context.Context, *rt.Signing) (rt.EventSigner, error) {
	*f.signed++
	return func(context.Context, []byte, []byte, time.Time) ([]byte, error) { return []byte("s"), nil }, nil
}

// bearer proves who calls by what is in the request, and has nothing to do with events.
type bearer struct{ frameSigner }

func (bearer) SchemeID() string { return rt.BearerAuth }

func (bearer) SignStream() {}

// TestPlainHTTP: no stream has a proof of who calls where others can listen, unless the user says so.
func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, scheme := range []func(*int) rt.AuthScheme{
		func(n *int) rt.AuthScheme { return frameSigner{n} }, func(n *int) rt.AuthScheme { return bearer{frameSigner{n}} },
	} {
		for _, allowed := range []bool{false, true} {
			sent, signed := 0, 0
			auth := scheme(&signed)
			c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
				sent++
				return reply(req, http.NoBody), nil
			}, func(s *rt.Spec) {
				s.Endpoint, s.Options.AllowPlainHTTP = "http://example.com", allowed
				s.Auth, s.Service.Auth = []rt.AuthScheme{auth}, []string{auth.SchemeID()}
			})
			s, err := open(t.Context(), c)
			if err == nil {
				_ = s.Close()
			}
			if want := map[bool]int{true: 1}[allowed]; sent != want || signed != want || !allowed && (err == nil || !strings.Contains(err.Error(), "set AllowPlainHTTP")) {
				t.Errorf("%s, allowed %t: signed %d times, sent %d times: %v", auth.SchemeID(), allowed, signed, sent, err)
			}
		}
	}
}

func TestDoubles(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	r := events.NewReader(func(yield func(event, error) bool) {
		_ = yield(all[0], nil) && yield(all[1], nil) && yield(nil, broken)
	})
	for _, want := range []struct {
		event event
		err   error
	}{{all[0], nil}, {all[1], nil}, {nil, broken}, {nil, broken}} {
		if e, err := r.Recv(); e != want.event || !errors.Is(err, want.err) {
			t.Errorf("%v, %v", e, err)
		}
	}
	r = events.NewReader(seq(all))
	_ = r.Close()
	if _, err := r.Recv(); !errors.Is(err, events.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	var zero events.Reader[event]
	if _, err := zero.Recv(); err != io.EOF || zero.Close() != nil {
		t.Errorf("the zero reader: %v", err)
	}

	var sent []event
	s := events.NewStream(events.Double[event, output]{
		Send:   func(_ context.Context, e event) error { sent = append(sent, e); return nil },
		Output: func(context.Context) (*output, error) { return &output{Need: "there"}, nil },
	})
	if err := s.SendAll(t.Context(), seq(all)); err != nil || len(sent) != len(all) || sent[3] != all[3] {
		t.Errorf("sent %v, %v", sent, err)
	}
	if out, err := s.Output(t.Context()); err != nil || out.Need != "there" || s.Close() != nil {
		t.Errorf("the output: %v, %v", out, err)
	}
	idle := events.NewStream(events.Double[event, output]{})
	if out, err := idle.Output(t.Context()); err != nil || out == nil || idle.Send(t.Context(), nil) != nil || idle.CloseSend() != nil {
		t.Errorf("an idle one: %v, %v", out, err)
	}
}

// FuzzReader reads hostile bytes as a stream, with the documents of every format.
func FuzzReader(f *testing.F) {
	for _, data := range []string{
		"", eventFrame("bytes", "x"), eventFrame("plain", `{"text":"t"}`), eventFrame("initial-response", outJSON) + eventFrame("choice", `{"a":"b"}`),
		eventFrame("part", "<Part><text>t</text></Part>"), eventFrame("plain", "\xa1\x64text\x61t"),
		frame(`{"message":"m"}`, ":message-type", "exception", ":exception-type", "failed"), frame("", ":message-type", "error", ":error-code", "e"),
	} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, p := range protocols {
			out, err := receive(t.Context(), client(t, p.EventProtocol, answer(string(data), "Smithy-Protocol", p.smithy)))
			if err != nil {
				continue
			}
			for n := 0; err == nil; n++ {
				if _, err = out.Stream.Recv(); n > len(data) {
					t.Fatalf("%s: there are more events than bytes", name)
				}
			}
		}
	})
}
