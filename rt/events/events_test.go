package events_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsjson"
	"github.com/smithwright/smithwright/rt/awsquery"
	"github.com/smithwright/smithwright/rt/events"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/restxml"
	"github.com/smithwright/smithwright/rt/rpcv2cbor"
	"github.com/smithwright/smithwright/rt/rpcv2json"
)

// protocols are those that have event streams.
var protocols = map[string]struct {
	rt.EventProtocol
	document        string // the media type of documents
	smithy          string // the header that replies need
	initial, answer string // the documents of the members beside the streams, where the protocol has them in events
}{
	"restJson1":  {restjson.Protocol{}, "application/json", "", "", ""},
	"restXml":    {restxml.Protocol{}, "application/xml", "", "", ""},
	"awsJson1_0": {awsjson.Protocol{Version: "1.0"}, "application/json", "", inJSON, outJSON},
	"awsJson1_1": {awsjson.Protocol{Version: "1.1"}, "application/json", "", inJSON, outJSON},
	"rpcv2Json":  {rpcv2json.Protocol{}, "application/json", "rpc-v2-json", inJSON, outJSON},
	"rpcv2Cbor":  {rpcv2cbor.Protocol{}, "application/cbor", "rpc-v2-cbor", "\xa1\x64name\x61n", "\xa2\x64name\x61n\x64need\x65there"},
}

const inJSON, outJSON = `{"name":"n"}`, `{"name":"n","need":"there"}`

// doer stands for the network: it answers each request with what a function makes of it.
type doer func(req *http.Request) (*http.Response, error)

func (d doer) Do(req *http.Request) (*http.Response, error) { return d(req) }

const requestID = "request-1"

// reply is a head of a reply with a body.
func reply(req *http.Request, body io.ReadCloser, header ...string) *http.Response {
	h := http.Header{"X-Amzn-Requestid": {requestID}, "X-Need": {"there"}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{Request: req, StatusCode: http.StatusOK, Header: h, Body: body, ContentLength: -1}
}

// answer is a network that answers with these bytes.
func answer(data string, header ...string) doer {
	return func(req *http.Request) (*http.Response, error) {
		return reply(req, io.NopCloser(strings.NewReader(data)), header...), nil
	}
}

func client(t testing.TB, p rt.Protocol, d doer, change ...func(*rt.Spec)) *rt.Client {
	t.Helper()
	spec := rt.Spec{
		Service: &rt.Service{ID: "Test", Name: "Test"}, Protocol: p, Endpoint: "http://localhost",
		Options: rt.Options{HTTPClient: d, Retryer: aws.NopRetryer{}},
	}
	for _, f := range change {
		f(&spec)
	}
	c, err := rt.NewClient(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func receive(ctx context.Context, c *rt.Client) (*output, error) {
	return events.Receive[output](ctx, c, &opReceive, &input{}, nil)
}

func open(ctx context.Context, c *rt.Client) (*events.Stream[event, output], error) {
	return events.Open[event, output](ctx, c, &opBoth, &input{Name: new("n")}, nil)
}

// frame is a frame with headers that are strings.
func frame(payload string, header ...string) string {
	msg := eventstream.Message{Payload: []byte(payload)}
	for i := 0; i < len(header); i += 2 {
		msg.Headers.Set(header[i], eventstream.StringValue(header[i+1]))
	}
	var b bytes.Buffer
	if err := eventstream.NewEncoder().Encode(&b, msg); err != nil {
		panic(err)
	}
	return b.String()
}

func eventFrame(name, payload string) string {
	return frame(payload, ":message-type", "event", ":event-type", name)
}

// all are events of every form.
var all = []event{
	&eventHeaders{&headers{
		new(true), new(int8(-1)), new(int16(-300)), new(int32(70_000)), new(int64(1 << 40)), []byte("\x00\xff"), new("é"),
		new(time.UnixMilli(1_441_215_410_867).UTC()),
	}},
	&eventHeaders{&headers{Bool: new(false)}},
	&eventText{&text{new("<p>")}},
	&eventBytes{&blob{[]byte("\x00\x01")}},
	&eventPart{&part{&plain{Text: new("in a part"), Limit: 3}}},
	&eventChoice{&chosen{&choiceA{"a"}}},
	&eventPlain{&plain{Header: new("h"), Text: new("t"), Limit: 9}},
	&eventEmpty{&empty{}},
}

// TestEveryProtocol sends events of every form and gets them back.
func TestEveryProtocol(t *testing.T) {
	t.Parallel()
	for name, p := range protocols {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := make(chan []events.Frame, 1)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			stream, err := open(ctx, client(t, p.EventProtocol, echo(t, p.smithy, p.initial, p.answer, seen)))
			if err != nil {
				t.Fatal(err)
			}
			defer stream.Close()
			go func() {
				if err := stream.SendAll(ctx, seq(all)); err != nil {
					t.Errorf("sending: %v", err)
				}
			}()
			out, err := stream.Output(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if out.Name == nil || *out.Name != "n" || out.Need != "there" {
				t.Errorf("the head: %v %q", out.Name, out.Need)
			}
			var got []event
			for e, err := range out.Stream.All() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, e)
			}
			if diff := cmp.Diff(all, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("what came back (-sent +got):\n%s", diff)
			}
			checkTypes(t, <-seen, p.document)
		})
	}
}

func seq(list []event) iter.Seq2[event, error] {
	return func(yield func(event, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// echo sends the events of a request back, and what is due before them. It tells what the events were.
func echo(t *testing.T, smithy, initial, answer string, seen chan<- []events.Frame) doer {
	return func(req *http.Request) (*http.Response, error) {
		if got := req.Header.Get("Content-Type"); got != "application/vnd.amazon.eventstream" || req.ContentLength != -1 {
			t.Errorf("the request is a %q of %d bytes", got, req.ContentLength)
		}
		if got := req.Header.Get("Accept"); got != "" && got != "application/vnd.amazon.eventstream" {
			t.Errorf("it accepts %q", got)
		}
		r, w := io.Pipe()
		go func() {
			defer w.Close()
			if initial != "" {
				msg, err := eventstream.NewDecoder().Decode(req.Body, nil)
				if err != nil || string(msg.Payload) != initial || msg.Headers.Get(":event-type").String() != "initial-request" {
					t.Errorf("the first event: %v %q, %v", msg.Headers, msg.Payload, err)
				}
				_, _ = io.WriteString(w, eventFrame("initial-response", answer))
			}
			var frames []events.Frame
			for f, err := range events.Frames(io.TeeReader(req.Body, w)) {
				if err != nil {
					t.Errorf("the request: %v", err)
				}
				frames = append(frames, f)
			}
			seen <- frames
		}()
		return reply(req, r, "Smithy-Protocol", smithy, "X-Name", req.Header.Get("X-Name")), nil
	}
}

// checkTypes looks at the headers that say what the events of all are.
func checkTypes(t *testing.T, frames []events.Frame, document string) {
	t.Helper()
	want := []any{nil, nil, "text/html", "application/octet-stream", document, document, document, document}
	names := []string{"headers", "headers", "text", "bytes", "part", "choice", "plain", "empty"}
	if len(frames) != len(want) {
		t.Fatalf("%d events, not %d", len(frames), len(want))
	}
	for i, f := range frames {
		if f.Headers[":content-type"] != want[i] || f.Headers[":event-type"] != names[i] || f.Headers[":message-type"] != "event" {
			t.Errorf("event %d: %v", i, f.Headers)
		}
		if (want[i] == nil) != (len(f.Payload) == 0) {
			t.Errorf("event %d has the payload %q", i, f.Payload)
		}
	}
}

// TestEnds reads streams to their ends, of all sorts.
func TestEnds(t *testing.T) {
	t.Parallel()
	big := eventFrame("bytes", strings.Repeat("x", 2000))
	for name, test := range map[string]struct {
		data string
		n    int // events before the end
		want string
	}{
		"nothing":            {"", 0, "EOF"},
		"events":             {eventFrame("bytes", "x") + eventFrame("text", "y"), 2, "EOF"},
		"initial response":   {eventFrame("initial-response", `{"later":1}`) + eventFrame("bytes", "x"), 1, "EOF"},
		"unknown":            {eventFrame("new", `{"a":1}`), 1, "EOF"},
		"unknown, no JSON":   {eventFrame("new", `{`), 1, "EOF"},
		"cut":                {eventFrame("bytes", "x") + "\x00\x00", 1, "the stream ends inside an event"},
		"too long":           {big, 0, "has 2000 bytes, more than 1000, the limit that Options.MaxEventBytes sets"},
		"no message type":    {frame("", ":event-type", "bytes"), 0, "no header :message-type"},
		"header's type":      {frame("", ":message-type", "event", ":event-type", "headers", "bool", "true"), 0, "the event headers: bool: the header has another type"},
		"document":           {eventFrame("plain", `{"limit":"x"}`), 0, "the event plain:"},
		"error":              {frame("", ":message-type", "error", ":error-code", "Oops", ":error-message", "sorry"), 0, "Receive: Oops: sorry (HTTP status 200, request id request-1)"},
		"exception":          {frame(`{"message":"sorry"}`, ":message-type", "exception", ":exception-type", "failed"), 0, "Receive: Failed: sorry (HTTP status 200, request id request-1)"},
		"exception as event": {eventFrame("failed", `{"message":"sorry"}`), 0, "Receive: Failed: sorry"},
		"broken exception":   {frame(`{`, ":message-type", "exception", ":exception-type", "failed"), 0, "the event failed:"},
		"new exception":      {frame(`{"message":"sorry"}`, ":message-type", "exception", ":exception-type", "other"), 0, "Receive: other: sorry"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := func(s *rt.Spec) { s.Options.MaxEventBytes = 1000 }
			out, err := receive(t.Context(), client(t, restjson.Protocol{}, answer(test.data), limit))
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for ; err == nil; n++ {
				_, err = out.Stream.Recv()
			}
			if n-1 != test.n || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%d events, then %v", n-1, err)
			}
			if broken, ok := errors.AsType[*rt.ReplyError](err); ok && (broken.Status != http.StatusOK || broken.RequestID != requestID) {
				t.Errorf("%+v", broken)
			}
			if _, again := out.Stream.Recv(); again != err {
				t.Errorf("then %v", again)
			}
		})
	}
}

// TestMemoryOfEvents bounds what each event takes, whatever it is.
func TestMemoryOfEvents(t *testing.T) {
	t.Parallel()
	long := `{"text":"` + strings.Repeat("x", 2000) + `"}`
	for name, test := range map[string]struct{ data, want string }{
		"two short ones": {strings.Repeat(eventFrame("plain", `{"text":"`+strings.Repeat("x", 700)+`"}`), 2), "EOF"},
		"a long one":     {eventFrame("plain", long), "the event plain: takes more than 1000 bytes of memory"},
		"an exception":   {frame(strings.Replace(long, "text", "message", 1), ":message-type", "exception", ":exception-type", "failed"), "the event failed: takes more"},
		"an unknown one": {eventFrame("new", `{"a":[`+strings.Repeat("[],", 100)+`[]]}`), "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := func(s *rt.Spec) { s.Options.MaxReplyMemory = 1000 }
			out, err := receive(t.Context(), client(t, restjson.Protocol{}, answer(test.data), limit))
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = out.Stream.Recv()
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestExceptionOfTheModel(t *testing.T) {
	t.Parallel()
	out, err := receive(t.Context(), client(t, restjson.Protocol{}, answer(
		frame(`{"message":"sorry"}`, ":message-type", "exception", ":exception-type", "failed"))))
	if err != nil {
		t.Fatal(err)
	}
	_, err = out.Stream.Recv()
	f, ok := errors.AsType[*failed](err)
	if !ok || *f.Message != "sorry" || f.Code != "Failed" || !f.Retryable || f.Fault.String() != "server" {
		t.Errorf("%+v", err)
	}
}

// TestUnknownEvents hands on what the model does not know.
func TestUnknownEvents(t *testing.T) {
	t.Parallel()
	for payload, want := range map[string]any{`{"a":"b"}`: map[string]any{"a": "b"}, "no JSON": "no JSON", "": nil} {
		out, err := receive(t.Context(), client(t, restjson.Protocol{}, answer(eventFrame("new", payload))))
		if err != nil {
			t.Fatal(err)
		}
		e, err := out.Stream.Recv()
		u, ok := e.(*eventUnknown)
		if err != nil || !ok || u.Tag != "new" || !cmp.Equal(u.Value, want) {
			t.Errorf("%q: %+v, %v", payload, e, err)
		}
	}
}

// TestHeads begins streams that cannot be begun.
func TestHeads(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		protocol rt.Protocol
		answer   doer
		want     string
	}{
		"header missing":  {restjson.Protocol{}, answer("", "X-Need", ""), ""},
		"members missing": {awsjson.Protocol{}, answer(eventFrame("bytes", "x")), "its first event is no initial-response, and the model requires the member need"},
		"nothing":         {awsjson.Protocol{}, answer(""), "its first event is no initial-response"},
		"no event":        {awsjson.Protocol{}, answer(frame("", ":message-type", "letter")), "neither event, exception nor error"},
		"exception":       {awsjson.Protocol{}, answer(frame(`{"message":"sorry"}`, ":message-type", "exception", ":exception-type", "failed")), "Receive: Failed: sorry"},
		"no JSON":         {awsjson.Protocol{}, answer(eventFrame("initial-response", `{`)), "its JSON is cut short"},
		"page":            {awsjson.Protocol{}, answer("<html><body>502 Bad Gateway", "Content-Type", "text/html"), "HTML page"},
		"no streams":      {awsquery.Protocol{}, answer(""), "the protocol awsQuery has no event streams"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := test.answer
			if name == "header missing" {
				d = func(req *http.Request) (*http.Response, error) {
					r := reply(req, http.NoBody)
					r.Header.Del("X-Need")
					return r, nil
				}
				test.want = "it has no header X-Need, which the model requires"
			}
			if _, err := receive(t.Context(), client(t, test.protocol, d)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
}
