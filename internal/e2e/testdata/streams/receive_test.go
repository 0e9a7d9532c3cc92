// Operations whose replies are streams: of Lambda, Bedrock, Kinesis and S3, in three formats.

package streams_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/streams/bedrock"
	"example.com/streams/kinesis"
	"example.com/streams/lambda"
	"example.com/streams/s3"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/events"
)

func lambdaClient(s *service) *lambda.Client {
	c, err := lambda.New(lambda.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: s.options()})
	if err != nil {
		s.Fatal(err)
	}
	return c
}

func invoke() *lambda.InvokeWithResponseStreamRequest {
	return &lambda.InvokeWithResponseStreamRequest{FunctionName: "f", Payload: []byte(`{"n":2}`)}
}

func TestLambda(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		body, _ := io.ReadAll(x.Body)
		if string(body) != `{"n":2}` || !strings.HasSuffix(x.URL.Path, "/functions/f/response-streaming-invocations") {
			x.Errorf("%s %s", x.URL, body)
		}
		x.head("X-Amz-Executed-Version", "7")
		x.event("PayloadChunk", "\x00one ", ":content-type", "application/octet-stream")
		x.event("Tomorrow", `{"a":[1,true]}`)
		x.event("PayloadChunk", "two", ":content-type", "application/octet-stream")
		x.event("InvokeComplete", `{"ErrorCode":"Unhandled","LogResult":"bG9n"}`)
	}, func(s *service) {
		out, err := lambdaClient(s).InvokeWithResponseStream(s.Context(), invoke())
		if err != nil {
			s.Fatal(err)
		}
		if out.StatusCode != 200 || out.ExecutedVersion == nil || *out.ExecutedVersion != "7" {
			s.Errorf("the head: %+v", out)
		}
		var text strings.Builder
		var last lambda.InvokeWithResponseStreamResponseEvent
		for event, err := range out.EventStream.All() {
			if err != nil {
				s.Fatal(err)
			}
			switch e := event.(type) {
			case *lambda.InvokeWithResponseStreamResponseEventPayloadChunk:
				text.Write(e.Value.Payload)
			case *lambda.InvokeWithResponseStreamResponseEventUnknown:
				members, _ := e.Value.(map[string]document.Value)
				list, _ := members["a"].([]document.Value)
				if e.Tag != "Tomorrow" || len(list) != 2 || list[0] != document.Number("1") || list[1] != true {
					s.Errorf("the unknown event: %+v", e)
				}
			}
			last = event
		}
		done, ok := last.(*lambda.InvokeWithResponseStreamResponseEventInvokeComplete)
		if text.String() != "\x00one two" || !ok || *done.Value.ErrorCode != "Unhandled" || done.Value.ErrorDetails != nil {
			s.Errorf("%q, then %+v", text.String(), last)
		}
		if _, err := out.EventStream.Recv(); err != io.EOF {
			s.Errorf("after the end: %v", err)
		}
	})
}

// TestLeaving ends calls in the middle, in every way.
func TestLeaving(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]struct {
		how  func(cancel func(), r events.Reader[lambda.InvokeWithResponseStreamResponseEvent])
		want error
	}{
		"close":   {func(_ func(), r events.Reader[lambda.InvokeWithResponseStreamResponseEvent]) { _ = r.Close() }, events.ErrClosed},
		"context": {func(cancel func(), _ events.Reader[lambda.InvokeWithResponseStreamResponseEvent]) { cancel() }, context.Canceled},
		"break": {func(_ func(), r events.Reader[lambda.InvokeWithResponseStreamResponseEvent]) {
			for range r.All() {
				break
			}
		}, events.ErrClosed},
		"close while reading": {func(_ func(), r events.Reader[lambda.InvokeWithResponseStreamResponseEvent]) {
			_, _ = r.Recv()
			time.AfterFunc(10*time.Millisecond, func() { _ = r.Close(); _ = r.Close() })
		}, events.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overHTTP(t, func(x *exchange) {
				x.head()
				x.event("PayloadChunk", "x")
				x.gone()
			}, func(s *service) {
				ctx, cancel := context.WithCancel(s.Context())
				defer cancel()
				out, err := lambdaClient(s).InvokeWithResponseStream(ctx, invoke())
				if err != nil {
					s.Fatal(err)
				}
				leave.how(cancel, out.EventStream)
				for err == nil {
					_, err = out.EventStream.Recv()
				}
				if !errors.Is(err, leave.want) {
					s.Errorf("%v, not %v", err, leave.want)
				}
			})
		})
	}
}

// TestHeadRefused gets an error in place of a stream.
func TestHeadRefused(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.refuse(http.StatusTooManyRequests, "TooManyRequestsException", `{"message":"slow down"}`)
	}, func(s *service) {
		_, err := lambdaClient(s).InvokeWithResponseStream(s.Context(), invoke())
		refused, ok := errors.AsType[*lambda.TooManyRequestsException](err)
		if !ok || refused.Text != "slow down" || refused.Status != http.StatusTooManyRequests || refused.RequestID != requestID {
			s.Errorf("%v", err)
		}
	})
}

func TestBedrockConverse(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.head()
		x.event("messageStart", `{"role":"assistant"}`)
		x.event("contentBlockDelta", `{"contentBlockIndex":0,"delta":{"text":"Hel"}}`)
		x.event("contentBlockDelta", `{"contentBlockIndex":0,"delta":{"text":"lo"}}`)
		x.exception("throttlingException", `{"message":"slow down"}`)
		x.event("messageStop", `{"stopReason":"end_turn"}`)
	}, func(s *service) {
		c, err := bedrock.New(bedrock.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: s.options()})
		if err != nil {
			s.Fatal(err)
		}
		out, err := c.ConverseStream(s.Context(), &bedrock.ConverseStreamRequest{ModelId: "m"})
		if err != nil {
			s.Fatal(err)
		}
		var text string
		var end error
		for event, err := range out.Stream.All() {
			end = err
			if delta, ok := event.(*bedrock.ConverseStreamOutputContentBlockDelta); ok {
				piece, _ := delta.Value.Delta.(*bedrock.ContentBlockDeltaText)
				text += piece.Value
			}
		}
		slow, ok := errors.AsType[*bedrock.ThrottlingException](end)
		if text != "Hello" || !ok {
			s.Fatalf("%q, then %v", text, end)
		}
		if slow.Code != "ThrottlingException" || slow.Text != "slow down" || slow.RequestID != requestID || slow.Operation != "ConverseStream" || *slow.Message != "slow down" {
			s.Errorf("%+v", slow.ErrorMetadata)
		}
		if _, err := out.Stream.Recv(); err != end {
			s.Errorf("then %v", err)
		}
	})
}

func kinesisClient(s *service) *kinesis.Client {
	c, err := kinesis.New(kinesis.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: s.options()})
	if err != nil {
		s.Fatal(err)
	}
	return c
}

func subscribe() *kinesis.SubscribeToShardInput {
	return &kinesis.SubscribeToShardInput{
		ConsumerARN: "arn:aws:kinesis:us-west-2:123456789012:stream/s/consumer/c:1", ShardId: "shard-0",
		StartingPosition: &kinesis.StartingPosition{Type: kinesis.ShardIteratorTypeLATEST},
	}
}

const record = `{"Records":[{"SequenceNumber":"1","Data":"aGk=","PartitionKey":"k","ApproximateArrivalTimestamp":1.441215410867E9}],` +
	`"ContinuationSequenceNumber":"2","MillisBehindLatest":0}`

func TestKinesis(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		if got := x.Header.Get("X-Amz-Target"); got != "Kinesis_20131202.SubscribeToShard" {
			x.Errorf("the target is %s", got)
		}
		x.head()
		x.event("initial-response", "{}")
		x.event("SubscribeToShardEvent", record)
		x.exception("ResourceInUseException", `{"message":"taken"}`)
	}, func(s *service) {
		out, err := kinesisClient(s).SubscribeToShard(s.Context(), subscribe())
		if err != nil {
			s.Fatal(err)
		}
		event, err := out.EventStream.Recv()
		got, ok := event.(*kinesis.SubscribeToShardEventStreamSubscribeToShardEvent)
		if err != nil || !ok || len(got.Value.Records) != 1 || string(got.Value.Records[0].Data) != "hi" {
			s.Fatalf("%+v, %v", event, err)
		}
		if at := got.Value.Records[0].ApproximateArrivalTimestamp; at == nil || at.UnixMilli() != 1441215410867 {
			s.Errorf("it arrived at %v", at)
		}
		_, err = out.EventStream.Recv()
		if _, ok := errors.AsType[*kinesis.ResourceInUseException](err); !ok {
			s.Errorf("then %v", err)
		}
	})
}

// TestKinesisBegins has replies whose first event is none that says how the stream begins.
func TestKinesisBegins(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.head()
		switch x.Header.Get("X-Case") {
		case "event":
			x.event("SubscribeToShardEvent", record)
		case "exception":
			x.exception("ResourceNotFoundException", `{"message":"gone"}`)
		case "broken":
			x.send([]byte("<html>"))
		}
	}, func(s *service) {
		c := kinesisClient(s)
		for name, want := range map[string]func(*kinesis.SubscribeToShardOutput, error) bool{
			"event": func(out *kinesis.SubscribeToShardOutput, err error) bool {
				if err != nil {
					return false
				}
				_, err = out.EventStream.Recv()
				_, end := out.EventStream.Recv()
				return err == nil && end == io.EOF
			},
			"nothing": func(out *kinesis.SubscribeToShardOutput, err error) bool {
				if err != nil {
					return false
				}
				_, err = out.EventStream.Recv()
				return err == io.EOF
			},
			"exception": func(_ *kinesis.SubscribeToShardOutput, err error) bool {
				gone, ok := errors.AsType[*kinesis.ResourceNotFoundException](err)
				return ok && gone.Text == "gone" && gone.RequestID == requestID
			},
			"broken": func(_ *kinesis.SubscribeToShardOutput, err error) bool {
				broken, ok := errors.AsType[*rt.ReplyError](err)
				return ok && broken.Status == 200 && broken.RequestID == requestID && errors.Is(err, io.ErrUnexpectedEOF)
			},
		} {
			out, err := c.SubscribeToShard(s.Context(), subscribe(), rt.WithHeader("X-Case", name))
			if !want(out, err) {
				s.Errorf("%s: %+v, %v", name, out, err)
			}
		}
	})
}

func TestS3(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		body, _ := io.ReadAll(x.Body)
		if !strings.Contains(string(body), "<Expression>select * from S3Object</Expression>") || x.URL.Query().Get("select-type") != "2" {
			x.Errorf("%s %s", x.URL, body)
		}
		x.head()
		x.event("Records", "a,1\n", ":content-type", "application/octet-stream")
		x.event("Cont", "", ":content-type", "")
		x.event("Stats", `<?xml version="1.0"?><Stats xmlns=""><BytesScanned>512</BytesScanned><BytesReturned>4</BytesReturned></Stats>`, ":content-type", "text/xml")
		x.event("End", "", ":content-type", "")
	}, func(s *service) {
		c, err := s3.New(s3.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: s.options()})
		if err != nil {
			s.Fatal(err)
		}
		out, err := c.SelectObjectContent(s.Context(), &s3.SelectObjectContentRequest{
			Bucket: "b", Key: "k", Expression: "select * from S3Object", ExpressionType: "SQL",
			InputSerialization: &s3.InputSerialization{CSV: &s3.CSVInput{}}, OutputSerialization: &s3.OutputSerialization{CSV: &s3.CSVOutput{}},
		})
		if err != nil {
			s.Fatal(err)
		}
		var got []string
		for event, err := range out.Payload.All() {
			if err != nil {
				s.Fatal(err)
			}
			switch e := event.(type) {
			case *s3.SelectObjectContentEventStreamRecords:
				got = append(got, string(e.Value.Payload))
			case *s3.SelectObjectContentEventStreamStats:
				if d := e.Value.Details; d == nil || *d.BytesScanned != 512 || *d.BytesReturned != 4 || d.BytesProcessed != nil {
					s.Errorf("the statistics: %+v", e.Value)
				}
				got = append(got, "stats")
			case *s3.SelectObjectContentEventStreamCont:
				got = append(got, "cont")
			case *s3.SelectObjectContentEventStreamEnd:
				got = append(got, "end")
			}
		}
		if strings.Join(got, "|") != "a,1\n|cont|stats|end" {
			s.Errorf("%q", got)
		}
	})
}

// TestBroken reads what no service should send.
func TestBroken(t *testing.T) {
	t.Parallel()
	whole := frame("x", ":message-type", "event", ":event-type", "PayloadChunk")
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)-5] ^= 1
	cases := map[string]struct {
		data []byte
		want string
	}{
		"cut":          {whole[:len(whole)-3], "the stream ends inside an event"},
		"checksum":     {flipped, "the checksum of an event is wrong"},
		"prelude":      {[]byte("HTTP/1.1 502"), "the checksum of an event's lengths is wrong"},
		"too long":     {frame(strings.Repeat("x", 1<<20+1), ":message-type", "event", ":event-type", "PayloadChunk"), "more than 1048576, the limit that Options.MaxEventBytes sets"},
		"no type":      {frame("x", ":event-type", "PayloadChunk"), "has no header :message-type"},
		"no event":     {frame("x", ":message-type", "event"), "has no header :event-type"},
		"another type": {frame("x", ":message-type", "letter"), "neither event, exception nor error"},
		"no exception": {frame("x", ":message-type", "exception"), "has no header :exception-type"},
		"no JSON":      {frame("{", ":message-type", "event", ":event-type", "InvokeComplete"), "the event InvokeComplete:"},
		"stalled":      {nil, "no event came for 50ms, the limit that Options.EventTimeout sets"},
	}
	overHTTP(t, func(x *exchange) {
		x.head()
		name := x.Header.Get("X-Case")
		x.send(cases[name].data)
		if name == "stalled" {
			x.gone()
		}
	}, func(s *service) {
		options := s.options()
		options.EventTimeout = 50 * time.Millisecond
		patient, err := lambda.New(lambda.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: options})
		if err != nil {
			s.Fatal(err)
		}
		for name, test := range cases {
			c := lambdaClient(s)
			if name == "stalled" {
				c = patient
			}
			out, err := c.InvokeWithResponseStream(s.Context(), invoke(), rt.WithHeader("X-Case", name))
			if err != nil {
				s.Fatal(err)
			}
			_, err = out.EventStream.Recv()
			broken, ok := errors.AsType[*rt.ReplyError](err)
			if !ok || !strings.Contains(err.Error(), test.want) || broken.RequestID != requestID || broken.Status != 200 {
				s.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestUnmodelled ends streams with what the model does not know.
func TestUnmodelled(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.head()
		if x.Header.Get("X-Case") == "error" {
			x.send(frame("", ":message-type", "error", ":error-code", "InternalError", ":error-message", "sorry"))
		} else {
			x.exception("NewException", `{"message":"sorry"}`)
		}
	}, func(s *service) {
		for name, code := range map[string]string{"error": "InternalError", "exception": "NewException"} {
			out, err := lambdaClient(s).InvokeWithResponseStream(s.Context(), invoke(), rt.WithHeader("X-Case", name))
			if err != nil {
				s.Fatal(err)
			}
			_, err = out.EventStream.Recv()
			unknown, ok := errors.AsType[*rt.UnknownError](err)
			if !ok || unknown.Code != code || unknown.Text != "sorry" || unknown.RequestID != requestID || unknown.Status != 200 {
				s.Errorf("%s: %v", name, err)
			}
		}
	})
}
