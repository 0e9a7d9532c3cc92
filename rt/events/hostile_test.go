// Services that break the rules, and callers that leave at any time.

package events_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsjson"
	"github.com/smithwright/smithwright/rt/events"
	"github.com/smithwright/smithwright/rt/restjson"
)

// typed is a frame with a header of any type instead of one that should be a text.
func typed(name string, value eventstream.Value, others ...string) string {
	msg := eventstream.Message{Headers: eventstream.Headers{{Name: name, Value: value}}}
	for i := 0; i < len(others); i += 2 {
		msg.Headers.Set(others[i], eventstream.StringValue(others[i+1]))
	}
	var b strings.Builder
	if err := eventstream.NewEncoder().Encode(&b, msg); err != nil {
		panic(err)
	}
	return b.String()
}

// lengths is the beginning of a frame of that length, which has that many bytes of headers.
func lengths(all, headers uint32) string {
	b := binary.BigEndian.AppendUint32(nil, all)
	b = binary.BigEndian.AppendUint32(b, headers)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b)))
}

// TestBrokenFrames has streams that end with an error which names the status and the request, whatever came before.
func TestBrokenFrames(t *testing.T) {
	t.Parallel()
	good := eventFrame("bytes", "x")
	flipped := []byte(good)
	flipped[len(flipped)-6] ^= 1
	for name, test := range map[string]struct{ data, want string }{
		"checksum":                    {string(flipped), "the checksum of an event is wrong"},
		"checksum of lengths":         {"\x00\x00\x00\x20\x00\x00\x00\x00garbage here", "the checksum of an event's lengths is wrong"},
		"4 GiB":                       {lengths(1<<32-1, 0), "more than 25165824, the limit that Options.MaxEventBytes sets"},
		"4 GiB of headers":            {lengths(1<<32-1, 1<<32-17), "headers have 4294967279 bytes"},
		"lengths that contradict":     {lengths(20, 20), "contradict each other"},
		"a length of nothing":         {lengths(0, 0), "contradict each other"},
		"24 MiB that never come":      {lengths(24<<20, 0) + "x", "the stream ends inside an event"},
		"HTTP within":                 {"HTTP/1.1 500 Internal Server Error\r\n\r\n", "the checksum of an event's lengths is wrong"},
		"message type as bytes":       {typed(":message-type", eventstream.BytesValue("event"), ":event-type", "bytes"), "no header :message-type with a text"},
		"message type as a bool":      {typed(":message-type", eventstream.BoolValue(true), ":event-type", "bytes"), "no header :message-type with a text"},
		"event type as a number":      {typed(":event-type", eventstream.Int32Value(1), ":message-type", "event"), "no header :event-type with its name"},
		"exception type as a time":    {typed(":exception-type", eventstream.TimestampValue(time.Unix(0, 0)), ":message-type", "exception"), "no header :exception-type with its name"},
		"error code as a number":      {typed(":error-code", eventstream.Int32Value(1), ":message-type", "error"), "Receive:  (HTTP status 200"},
		"member as a number":          {typed("str", eventstream.Int64Value(1), ":message-type", "event", ":event-type", "headers"), "str: the header has another type"},
		"member as a UUID":            {typed("bool", eventstream.UUIDValue{}, ":message-type", "event", ":event-type", "headers"), "bool: the header has another type"},
		"exception, deep":             {frame(strings.Repeat(`{"message":`, 5000), ":message-type", "exception", ":exception-type", "failed"), "the event failed:"},
		"exception, not UTF-8":        {frame("{\"message\":\"\xff\"}", ":message-type", "exception", ":exception-type", "failed"), "is not UTF-8"},
		"unknown exception, deep":     {frame(strings.Repeat(`[`, 5000), ":message-type", "exception", ":exception-type", "other"), "Receive: other"},
		"unknown exception, binary":   {frame("\x00\xff", ":message-type", "exception", ":exception-type", "other"), "Receive: other"},
		"exception of an event":       {frame("x", ":message-type", "exception", ":exception-type", "bytes"), "Receive: bytes"},
		"an exception without an end": {frame(strings.Repeat("x", 1<<20), ":message-type", "exception", ":exception-type", strings.Repeat("x", 1<<15-1)), "Receive: xxx"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := receive(t.Context(), client(t, restjson.Protocol{}, answer(good+test.data)))
			if err != nil {
				t.Fatal(err)
			}
			if e, err := out.Stream.Recv(); err != nil {
				t.Fatalf("what comes before: %v, %v", e, err)
			}
			_, err = out.Stream.Recv()
			if err == nil || errors.Is(err, io.EOF) || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "HTTP status 200, request id "+requestID) {
				t.Errorf("%.500v", err)
			}
			if unknown, ok := errors.AsType[*rt.UnknownError](err); ok && len(unknown.Body) > 4<<10 {
				t.Errorf("%d bytes of the payload are kept", len(unknown.Body))
			}
		})
	}
}

// forever is a stream that repeats the same bytes.
type forever struct {
	data string
	at   int
}

func (f *forever) Read(p []byte) (int, error) {
	n := copy(p, f.data[f.at:])
	f.at = (f.at + n) % len(f.data)
	return n, nil
}

func (*forever) Close() error { return nil }

// TestEndlessStreams has streams that never end, and that have no event for the caller.
func TestEndlessStreams(t *testing.T) {
	t.Parallel()
	endless := func(data string) doer {
		return func(req *http.Request) (*http.Response, error) { return reply(req, &forever{data: data}), nil }
	}
	for _, p := range []rt.Protocol{restjson.Protocol{}, awsjson.Protocol{Version: "1.0"}} {
		out, err := receive(t.Context(), client(t, p, endless(eventFrame("initial-response", outJSON))))
		if err != nil {
			t.Fatal(err)
		}
		for range 10 { // a second one is an event like others
			if e, err := out.Stream.Recv(); err != nil || e.(*eventUnknown).Tag != "initial-response" {
				t.Errorf("%s: %v, %v", p.Name(), e, err)
			}
		}
		_ = out.Stream.Close()
		if _, err := out.Stream.Recv(); !errors.Is(err, events.ErrClosed) {
			t.Errorf("%s: %v", p.Name(), err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	out, err := receive(ctx, client(t, restjson.Protocol{}, endless(eventFrame("bytes", "x"))))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = out.Stream.Recv()
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

// TestEndsLetGo reads to ends of each sort: the connection is let go of at once, without Close.
func TestEndsLetGo(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"end": eventFrame("bytes", "x"), "cut": eventFrame("bytes", "x") + "\x00", "exception": frame("{}", ":message-type", "exception", ":exception-type", "failed"),
		"error": frame("", ":message-type", "error"), "no document": eventFrame("plain", "["),
	} {
		body := &ending{Reader: strings.NewReader(data), closed: make(chan struct{})}
		var ctx context.Context
		c := client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) {
			ctx = req.Context()
			return reply(req, body), nil
		})
		out, err := receive(t.Context(), c)
		for err == nil {
			_, err = out.Stream.Recv()
		}
		select {
		case <-body.closed:
		default:
			t.Errorf("%s: after %v the body is open", name, err)
		}
		if ctx.Err() == nil {
			t.Errorf("%s: after %v the context of the call goes on", name, err)
		}
	}
}

// ending is a body that ends, and knows when it is closed.
type ending struct {
	io.Reader
	closed chan struct{}
	once   sync.Once
}

func (e *ending) Close() error {
	e.once.Do(func() { close(e.closed) })
	return nil
}

// TestCauseOfTheEnd ends a call's context with a cause that is the end of a stream elsewhere: it is none here.
func TestCauseOfTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	body := newStuck(eventFrame("bytes", "x"))
	out, err := receive(ctx, client(t, restjson.Protocol{}, func(req *http.Request) (*http.Response, error) { return reply(req, body), nil }))
	if err != nil {
		t.Fatal(err)
	}
	cancel(io.EOF)
	for err == nil {
		_, err = out.Stream.Recv()
	}
	if _, ok := errors.AsType[*rt.ReplyError](err); !ok || errors.Is(err, io.EOF) {
		t.Errorf("%T %v", err, err)
	}
}

// TestLeavingAtAnyTime closes, cancels, sends and receives from several goroutines at once, over HTTP and against a service that
// echoes, resets or says nothing. Nothing may stay behind.
func TestLeavingAtAnyTime(t *testing.T) { //nolint:paralleltest // it counts goroutines
	before := runtime.NumGoroutine()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		_ = control.EnableFullDuplex()
		w.Header().Set("X-Need", "there")
		switch r.Header.Get("X-Name") {
		case "n": // echo
			_ = control.Flush()
			buffer := make([]byte, 100)
			for {
				n, err := r.Body.Read(buffer)
				_, writeErr := w.Write(buffer[:n])
				_ = control.Flush()
				if err != nil || writeErr != nil {
					return
				}
			}
		case "reset":
			_, _ = io.WriteString(w, eventFrame("bytes", "x")+"\x00")
			_ = control.Flush()
			panic(http.ErrAbortHandler)
		default: // say nothing
			_ = control.Flush()
			<-r.Context().Done()
		}
	}))
	transport := &http.Transport{}
	var all sync.WaitGroup
	for i := range 90 {
		all.Go(func() {
			c := client(t, restjson.Protocol{}, nil, func(s *rt.Spec) {
				s.Endpoint, s.Options.HTTPClient = server.URL, &http.Client{Transport: transport}
			})
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(20_000))*time.Microsecond)
			defer cancel()
			if i%3 == 0 {
				leaveBoth(ctx, c)
			} else {
				leaveReceiving(ctx, c, []string{"", "reset", "silent"}[i%3])
			}
		})
	}
	all.Wait()
	transport.CloseIdleConnections()
	server.Close()
	for start := time.Now(); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, and %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// leaveBoth sends and receives until it closes the stream, or ctx ends.
func leaveBoth(ctx context.Context, c *rt.Client) {
	stream, err := open(ctx, c)
	if err != nil {
		return // ctx was over
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for stream.Send(ctx, &eventBytes{&blob{[]byte("x")}}) == nil {
				runtime.Gosched()
			}
		})
		all.Go(func() {
			if out, err := stream.Output(ctx); err == nil {
				for _, err := range out.Stream.All() {
					if err != nil {
						return
					}
				}
			}
		})
	}
	all.Go(func() {
		time.Sleep(time.Duration(rand.IntN(10_000)) * time.Microsecond)
		if rand.IntN(2) == 0 {
			_ = stream.CloseSend()
		}
		_ = stream.Close()
	})
	all.Wait()
}

// leaveReceiving receives from two goroutines until a third closes the stream, or ctx ends.
func leaveReceiving(ctx context.Context, c *rt.Client, name string) {
	out, err := events.Receive[output](ctx, c, &opReceive, &input{Name: &name}, nil)
	if err != nil {
		return // ctx was over, or the connection
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for {
				if _, err := out.Stream.Recv(); err != nil {
					_ = fmt.Sprint(err)
					return
				}
			}
		})
	}
	all.Go(func() {
		time.Sleep(time.Duration(rand.IntN(10_000)) * time.Microsecond)
		_ = out.Stream.Close()
	})
	all.Wait()
}
