// Events that were sent and received, and calls that fail.

package prototest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/events"
	"github.com/smithwright/smithwright/rt/prototest"
)

func TestCheckEvents(t *testing.T) {
	t.Parallel()
	at := time.Unix(5, 0)
	one := prototest.Frame(map[string]any{":event-type": "a", "n": int32(1), "at": at}, `{"x": 1}`)
	two := prototest.Frame(map[string]any{":event-type": "b"}, "")
	first := prototest.Event{Header: map[string]any{":event-type": "a", "n": int32(1), "at": at.UTC()}, Body: prototest.JSON(`{"x":1.0}`)}
	tests := map[string]struct {
		sent string
		want []prototest.Event
		says string
	}{
		"none":             {"", nil, ""},
		"one":              {one, []prototest.Event{first}, ""},
		"two":              {one + two, []prototest.Event{first, {ForbidHeader: []string{"n"}, RequireHeader: []string{":event-type"}}}, ""},
		"too few":          {one, []prototest.Event{first, {}}, "1 events, not 2"},
		"too many":         {two, nil, `event 1: should not be there, and is map[:event-type:b] ""`},
		"header":           {two, []prototest.Event{{Header: map[string]any{":event-type": "a"}}}, "event 1: its header :event-type is the string b, not the string a"},
		"header's type":    {one, []prototest.Event{{Header: map[string]any{"n": int64(1)}}}, "event 1: its header n is the int32 1, not the int64 1"},
		"header's time":    {one, []prototest.Event{{Header: map[string]any{"at": at.Add(1)}}}, "event 1: its header at is the time.Time 1970-01-01 00:00:05 +0000 UTC, not the time.Time " + fmt.Sprint(at.Add(1))},
		"missing header":   {two, []prototest.Event{{Header: map[string]any{"n": "x"}}}, "event 1: its header n is the <nil> <nil>, not the string x"},
		"forbidden header": {one, []prototest.Event{{ForbidHeader: []string{"n"}}}, "event 1: its header n must not be there, and is 1"},
		"required header":  {two, []prototest.Event{{RequireHeader: []string{"n"}}}, "event 1: its header n must be there"},
		"body":             {two, []prototest.Event{{Body: prototest.Text("x")}}, `event 1: body: "", not "x"`},
		"broken":           {one[:9], []prototest.Event{}, "after 0 events: a frame is cut short"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e prototest.Exchange
			err := exchanged(t, &e, func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader(test.sent)), -1 })
			said := failures(func(t testing.TB) { e.CheckEvents(t, err, test.want...) })
			if diff := cmp.Diff(test.says, said); diff != "" {
				t.Errorf("what the check says (-want +got):\n%s", diff)
			}
		})
	}
	var e prototest.Exchange
	if said := failures(func(t testing.TB) { e.CheckEvents(t, errors.New("no")) }); said != "nothing was sent: no" {
		t.Errorf("without a request the check says %q", said)
	}
	_ = exchanged(t, &e, func(r *http.Request) { r.Body, r.ContentLength = nil, 0 })
	if said := failures(func(t testing.TB) { e.CheckEvents(t, errors.New("no")) }); said != "the call ended with no" {
		t.Errorf("after another error the check says %q", said)
	}
}

// streamed is an output with a stream of events.
type streamed struct {
	Name   *string
	Stream events.Reader[choice]
}

// streams is an output whose stream ends with err.
func streams(err error, all ...choice) *streamed {
	return &streamed{new("n"), events.NewReader(func(yield func(choice, error) bool) {
		for _, event := range all {
			if !yield(event, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	})}
}

func TestCheckOutputOfEvents(t *testing.T) {
	t.Parallel()
	a, b := &choiceA{"a"}, &choiceB{1}
	tests := map[string]struct {
		got  *streamed
		says string
	}{
		"equal":   {streams(nil, a, b), ""},
		"fewer":   {streams(nil, a), "Stream: 1 events, not 2"},
		"more":    {streams(nil, a, b, b), "Stream: 3 events, not 2"},
		"order":   {streams(nil, b, a), "Stream[0]: is a *prototest_test.choiceB, not a *prototest_test.choiceA\n\tStream[1]: is a *prototest_test.choiceA, not a *prototest_test.choiceB"},
		"value":   {streams(nil, &choiceA{"x"}, b), `Stream[0].Value: "x", not "a"`},
		"error":   {streams(errors.New("cut"), a, b), "Stream: ends with an error: cut"},
		"nothing": {&streamed{Name: new("n")}, "Stream: 0 events, not 2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := &streamed{new("n"), prototest.Events[choice](a, b)}
			said := failures(func(t testing.TB) { prototest.CheckOutput(t, nil, test.got, want) })
			if diff := cmp.Diff(test.says, said); diff != "" {
				t.Errorf("what the check says (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	cause := errors.New("cut")
	if err := prototest.EndOf(streams(cause, &choiceA{}), nil); !errors.Is(err, cause) {
		t.Errorf("the stream ends with %v", err)
	}
	if err := prototest.EndOf(streams(nil, &choiceA{}), nil); err != nil {
		t.Errorf("the stream ends with %v", err)
	}
	if err := prototest.EndOf((*streamed)(nil), cause); !errors.Is(err, cause) {
		t.Errorf("the call ends with %v", err)
	}
	if said := failures(func(t testing.TB) { prototest.CheckFailure(t, cause) }); said != "" {
		t.Errorf("of an error, the check says %q", said)
	}
	if said := failures(func(t testing.TB) { prototest.CheckFailure(t, nil) }); said != "the call ended without an error" {
		t.Errorf("of no error, the check says %q", said)
	}
	if said := failures(func(t testing.TB) { prototest.CheckErrorType[*refused](t, fmt.Errorf("wrapped: %w", &refused{})) }); said != "" {
		t.Errorf("of its type, the check says %q", said)
	}
	if said := failures(func(t testing.TB) { prototest.CheckErrorType[*refused](t, io.EOF) }); said != "the call ended with a *errors.errorString, not with a *prototest_test.refused: EOF" {
		t.Errorf("of another type, the check says %q", said)
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	var sent []choice
	closed := 0
	stream := func(fails error) *events.Stream[choice, streamed] {
		return events.NewStream(events.Double[choice, streamed]{
			Send:      func(_ context.Context, event choice) error { sent = append(sent, event); return fails },
			CloseSend: func() error { closed++; return fails },
			Output:    func(context.Context) (*streamed, error) { return streams(nil), nil },
		})
	}
	out, err := prototest.Send[choice](t, stream(nil), nil, &choiceA{"a"}, &choiceB{2})
	if err != nil || out == nil || len(sent) != 2 || closed != 1 {
		t.Errorf("%d events were sent, the end %d times, and what came is %v (%v)", len(sent), closed, out, err)
	}
	cause := errors.New("cut")
	if _, err := prototest.Send(t, stream(nil), cause); !errors.Is(err, cause) || closed != 1 {
		t.Errorf("where there is no stream: %v", err)
	}
	if said := failures(func(tb testing.TB) { _, _ = prototest.Send[choice](inTest{tb, t}, stream(cause), nil, &choiceA{}) }); said != "an event cannot be sent: cut" {
		t.Errorf("of an event that cannot be sent, it says %q", said)
	}
	if said := failures(func(tb testing.TB) { _, _ = prototest.Send(inTest{tb, t}, stream(cause), nil) }); said != "the end of the events cannot be sent: cut" {
		t.Errorf("of an end that cannot be sent, it says %q", said)
	}
}

// inTest records failures and has a test's context.
type inTest struct {
	testing.TB
	test *testing.T
}

func (t inTest) Context() context.Context { return t.test.Context() }
