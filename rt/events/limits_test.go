package events_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restjson"
)

// TestLimitsAndStreams: the limits of a call end when its events begin, and their contexts when the stream is closed.
func TestLimitsAndStreams(t *testing.T) {
	t.Parallel()
	var during context.Context
	limits := func(s *rt.Spec) {
		s.Options.AttemptTimeout, s.Options.CallTimeout = 300*time.Millisecond, 400*time.Millisecond
	}
	drips := doer(func(req *http.Request) (*http.Response, error) {
		during = req.Context()
		out, in := io.Pipe()
		go func() {
			for range 3 {
				time.Sleep(200 * time.Millisecond)
				_, _ = io.WriteString(in, eventFrame("text", "x"))
			}
			_ = in.CloseWithError(during.Err())
		}()
		return reply(req, out), nil
	})
	out, err := receive(t.Context(), client(t, restjson.Protocol{}, drips, limits))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; err == nil; n++ {
		_, err = out.Stream.Recv()
	}
	if n != 4 || !errors.Is(err, io.EOF) {
		t.Errorf("%d events, %v", n-1, err)
	}
	if err := out.Stream.Close(); err != nil || during.Err() == nil {
		t.Errorf("%v; the context of a stream that was closed goes on", err)
	}
	silent := doer(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	_, err = receive(t.Context(), client(t, restjson.Protocol{}, silent, limits))
	if late, ok := errors.AsType[*rt.TimeoutError](err); !ok || late.Option != "AttemptTimeout" {
		t.Errorf("%T: %v", err, err)
	}
}
