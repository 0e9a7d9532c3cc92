// Operations whose requests are streams: of Transcribe and Bedrock, with every event signed.

package streams_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/streams/bedrock"
	"example.com/streams/transcribe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/events"
	"github.com/smithwright/smithwright/rt/validate"
)

type transcription = events.Stream[transcribe.AudioStream, transcribe.StartStreamTranscriptionResponse]

func transcribeClient(s *service, change ...func(*transcribe.Config)) *transcribe.Client {
	cfg := transcribe.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: s.options()}
	for _, f := range change {
		f(&cfg)
	}
	c, err := transcribe.New(cfg)
	if err != nil {
		s.Fatal(err)
	}
	return c
}

func start() *transcribe.StartStreamTranscriptionRequest {
	return &transcribe.StartStreamTranscriptionRequest{
		LanguageCode: new(transcribe.LanguageCode("en-US")), MediaEncoding: transcribe.MediaEncodingPCM, MediaSampleRateHertz: 8000,
	}
}

func begin(s *service, ctx context.Context) *transcription {
	stream, err := transcribeClient(s).StartStreamTranscription(ctx, start())
	if err != nil {
		s.Fatal(err)
	}
	return stream
}

func audio(text string) transcribe.AudioStream {
	return &transcribe.AudioStreamAudioEvent{Value: &transcribe.AudioEvent{AudioChunk: []byte(text)}}
}

// transcript is an event with a result that is text.
func transcript(text string) string {
	return fmt.Sprintf(`{"Transcript":{"Results":[{"ResultId":%q,"IsPartial":false}]}}`, text)
}

// said is what an event of transcript says.
func said(event transcribe.TranscriptResultStream) string {
	e, ok := event.(*transcribe.TranscriptResultStreamTranscriptEvent)
	if !ok || len(e.Value.Transcript.Results) != 1 {
		return fmt.Sprintf("%T", event)
	}
	return *e.Value.Transcript.Results[0].ResultId
}

// echo answers each event with its payload, and ends with the request.
func echo(x *exchange) {
	x.head("X-Amzn-Transcribe-Language-Code", "en-US", "X-Amzn-Request-Id", requestID)
	for {
		msg, err := x.next()
		if errors.Is(err, errEnd) {
			return
		}
		if err != nil {
			x.Errorf("reading an event: %v", err)
			return
		}
		name, _ := msg.Headers.Get(":event-type").(eventstream.StringValue)
		kind, _ := msg.Headers.Get(":content-type").(eventstream.StringValue)
		if name != "AudioEvent" || kind != "application/octet-stream" {
			x.Errorf("the event is %v", msg.Headers)
		}
		x.event("TranscriptEvent", transcript(string(msg.Payload)))
	}
}

// TestTranscribe goes to and fro: each event is answered before the next is sent.
func TestTranscribe(t *testing.T) {
	t.Parallel()
	overHTTP(t, echo, func(s *service) {
		ctx := s.Context()
		stream := begin(s, ctx)
		defer stream.Close()
		out, err := stream.Output(ctx)
		if err != nil {
			s.Fatal(err)
		}
		if out.LanguageCode == nil || *out.LanguageCode != "en-US" || out.RequestId == nil || *out.RequestId != requestID {
			s.Errorf("the head: %+v", out)
		}
		for i := range 20 {
			text := strings.Repeat("x", i*997) + fmt.Sprint(i)
			if err := stream.Send(ctx, audio(text)); err != nil {
				s.Fatal(err)
			}
			event, err := out.TranscriptResultStream.Recv()
			if err != nil || said(event) != text {
				s.Fatalf("%.100s, %v", said(event), err)
			}
		}
		if err := stream.CloseSend(); err != nil {
			s.Error(err)
		}
		if _, err := out.TranscriptResultStream.Recv(); err != io.EOF {
			s.Errorf("after the end: %v", err)
		}
		if err := stream.Send(ctx, audio("more")); !errors.Is(err, events.ErrClosed) {
			s.Errorf("sent after the end: %v", err)
		}
		if err := stream.CloseSend(); err != nil {
			s.Errorf("ended again: %v", err)
		}
	})
}

// TestTranscribeAll sends from an iterator while another goroutine reads.
func TestTranscribeAll(t *testing.T) {
	t.Parallel()
	overHTTP(t, echo, func(s *service) {
		ctx := s.Context()
		stream := begin(s, ctx)
		defer stream.Close()
		sent := make(chan error)
		go func() {
			sent <- stream.SendAll(ctx, func(yield func(transcribe.AudioStream, error) bool) {
				for i := range 200 {
					if !yield(audio(fmt.Sprint(i)), nil) {
						return
					}
				}
			})
		}()
		out, err := stream.Output(ctx)
		if err != nil {
			s.Fatal(err)
		}
		n := 0
		for event, err := range out.TranscriptResultStream.All() {
			if err != nil || said(event) != fmt.Sprint(n) {
				s.Fatalf("event %d: %s, %v", n, said(event), err)
			}
			n++
		}
		if err := <-sent; err != nil || n != 200 {
			s.Errorf("%d events, %v", n, err)
		}
	})
}

// TestSourceFails sends from an iterator that breaks.
func TestSourceFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("the microphone is gone")
	overHTTP(t, func(x *exchange) {
		x.head()
		_, _ = x.next()
		x.gone()
	}, func(s *service) {
		stream := begin(s, s.Context())
		err := stream.SendAll(s.Context(), func(yield func(transcribe.AudioStream, error) bool) {
			_ = yield(audio("a"), nil) && yield(nil, broken)
		})
		if !errors.Is(err, broken) {
			s.Errorf("%v", err)
		}
		if err := stream.Send(s.Context(), audio("b")); !errors.Is(err, events.ErrClosed) {
			s.Errorf("then %v", err)
		}
	})
}

// TestTranscribeFails gets an exception in the middle.
func TestTranscribeFails(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.head()
		_, _ = x.next()
		x.exception("LimitExceededException", `{"Message":"too long"}`)
		x.gone()
	}, func(s *service) {
		ctx := s.Context()
		stream := begin(s, ctx)
		defer stream.Close()
		if err := stream.Send(ctx, audio("a")); err != nil {
			s.Fatal(err)
		}
		out, err := stream.Output(ctx)
		if err != nil {
			s.Fatal(err)
		}
		_, err = out.TranscriptResultStream.Recv()
		for _, err := range []error{err, stream.Send(ctx, audio("b")), stream.CloseSend()} {
			limit, ok := errors.AsType[*transcribe.LimitExceededException](err)
			if !ok || limit.Text != "too long" || limit.RequestID != requestID {
				s.Errorf("%v", err)
			}
		}
	})
}

// TestTranscribeRefused gets an error before any event is read.
func TestTranscribeRefused(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.refuse(http.StatusBadRequest, "BadRequestException", `{"Message":"no"}`)
	}, func(s *service) {
		ctx := s.Context()
		stream, err := transcribeClient(s).StartStreamTranscription(ctx, start())
		if err == nil {
			defer stream.Close()
			_, err = stream.Output(ctx)
			sent := stream.Send(ctx, audio("a"))
			if sent == nil || sent.Error() != err.Error() {
				s.Errorf("sent: %v", sent)
			}
		}
		refused, ok := errors.AsType[*transcribe.BadRequestException](err)
		if !ok || refused.Text != "no" || refused.Status != http.StatusBadRequest || refused.RequestID != requestID {
			s.Errorf("%v", err)
		}
	})
}

// TestTranscribeRepeated is refused once, before any event was sent.
func TestTranscribeRepeated(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		if strings.HasPrefix(x.Header.Get("Amz-Sdk-Request"), "attempt=1;") {
			x.refuse(http.StatusServiceUnavailable, "", "")
			return
		}
		echo(x)
	}, func(s *service) {
		ctx := s.Context()
		c := transcribeClient(s, func(cfg *transcribe.Config) { cfg.Retryer = retry.NewStandard() })
		stream, err := c.StartStreamTranscription(ctx, start())
		if err != nil {
			s.Fatal(err)
		}
		defer stream.Close()
		out, err := stream.Output(ctx)
		if err != nil {
			s.Fatal(err)
		}
		if err := stream.Send(ctx, audio("a")); err != nil {
			s.Fatal(err)
		}
		if event, err := out.TranscriptResultStream.Recv(); err != nil || said(event) != "a" {
			s.Errorf("%s, %v", said(event), err)
		}
		finish(s, stream)
	})
}

// finish ends a stream of echo's and reads what is left of it.
func finish(s *service, stream *transcription) {
	if err := stream.CloseSend(); err != nil {
		s.Error(err)
	}
	out, err := stream.Output(s.Context())
	for err == nil {
		_, err = out.TranscriptResultStream.Recv()
	}
	if err != io.EOF {
		s.Errorf("the end: %v", err)
	}
}

// TestTranscribeNotRepeated is refused once an event was sent.
func TestTranscribeNotRepeated(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		if !strings.HasPrefix(x.Header.Get("Amz-Sdk-Request"), "attempt=1;") {
			x.Error("there is another attempt")
		}
		_, _ = x.next()
		x.refuse(http.StatusServiceUnavailable, "", "")
	}, func(s *service) {
		ctx := s.Context()
		c := transcribeClient(s, func(cfg *transcribe.Config) { cfg.Retryer = retry.NewStandard() })
		stream, err := c.StartStreamTranscription(ctx, start())
		if err != nil {
			s.Fatal(err)
		}
		defer stream.Close()
		if err := stream.Send(ctx, audio("a")); err != nil {
			s.Fatal(err)
		}
		_, err = stream.Output(ctx)
		if m, ok := rt.MetadataOf(err); !ok || m.Status != http.StatusServiceUnavailable || m.Attempts != 1 {
			s.Errorf("%v", err)
		}
	})
}

// TestTranscribeLeaving ends calls while events are waiting to be sent.
func TestTranscribeLeaving(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		if x.Header.Get("X-Case") == "head" {
			x.head()
		}
		x.gone()
	}, func(s *service) {
		for _, name := range []string{"head", "no head"} {
			for want, leave := range map[error]func(context.CancelFunc, *transcription){
				events.ErrClosed: func(_ context.CancelFunc, stream *transcription) { _ = stream.Close() },
				context.Canceled: func(cancel context.CancelFunc, _ *transcription) { cancel() },
			} {
				ctx, cancel := context.WithCancel(s.Context())
				stream, err := transcribeClient(s).StartStreamTranscription(ctx, start(), rt.WithHeader("X-Case", name))
				if err != nil {
					s.Fatal(err)
				}
				sent := make(chan error)
				go func() {
					var err error
					for err == nil { // until the connection is full
						err = stream.Send(s.Context(), audio(strings.Repeat("x", 32<<10)))
					}
					sent <- err
				}()
				leave(cancel, stream)
				if err := <-sent; !errors.Is(err, want) {
					s.Errorf("%s: sent: %v, not %v", name, err, want)
				}
				cancel()
				_ = stream.Close()
			}
		}
	})
}

// TestTranscribeChecks sends nothing that breaks the model.
func TestTranscribeChecks(t *testing.T) {
	t.Parallel()
	overHTTP(t, echo, func(s *service) {
		ctx := s.Context()
		stream := begin(s, ctx)
		defer stream.Close()
		role := func(r string) *transcribe.AudioStreamConfigurationEvent {
			return &transcribe.AudioStreamConfigurationEvent{Value: &transcribe.ConfigurationEvent{
				ChannelDefinitions: []transcribe.ChannelDefinition{{ChannelId: 7, ParticipantRole: transcribe.ParticipantRole(r)}},
			}}
		}
		err := stream.Send(ctx, role("AGENT"))
		if broken, ok := errors.AsType[*validate.Error](err); !ok || !strings.Contains(broken.Error(), "ChannelDefinitions") {
			s.Errorf("%v", err)
		}
		for name, event := range map[string]transcribe.AudioStream{
			"nil": nil, "no value": &transcribe.AudioStreamAudioEvent{}, "unknown": &transcribe.AudioStreamUnknown{}, "nil variant": (*transcribe.AudioStreamAudioEvent)(nil),
		} {
			err := stream.Send(ctx, event)
			if _, ok := errors.AsType[*rt.CallError](err); !ok {
				s.Errorf("%s: %v", name, err)
			}
		}
		if err := stream.Send(ctx, audio(strings.Repeat("x", 100))); err != nil {
			s.Errorf("then: %v", err)
		}
		finish(s, stream)
	})
}

func TestBedrockBothWays(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(x *exchange) {
		x.head()
		for {
			msg, err := x.next()
			if err != nil {
				if !errors.Is(err, errEnd) {
					x.Error(err)
				}
				return
			}
			x.send(frame(string(msg.Payload), ":message-type", "event", ":event-type", "chunk", ":content-type", "application/json"))
		}
	}, func(s *service) {
		ctx := s.Context()
		c, err := bedrock.New(bedrock.Config{Region: region, Credentials: credentials, Endpoint: s.URL, Options: s.options()})
		if err != nil {
			s.Fatal(err)
		}
		stream, err := c.InvokeModelWithBidirectionalStream(ctx, &bedrock.InvokeModelWithBidirectionalStreamRequest{ModelId: "m"})
		if err != nil {
			s.Fatal(err)
		}
		defer stream.Close()
		text := []byte("\x00\xffhello")
		if err := stream.Send(ctx, &bedrock.InvokeModelWithBidirectionalStreamInputChunk{Value: &bedrock.BidirectionalInputPayloadPart{Bytes: text}}); err != nil {
			s.Fatal(err)
		}
		if err := stream.CloseSend(); err != nil {
			s.Fatal(err)
		}
		out, err := stream.Output(ctx)
		if err != nil {
			s.Fatal(err)
		}
		event, err := out.Body.Recv()
		chunk, ok := event.(*bedrock.InvokeModelWithBidirectionalStreamOutputChunk)
		if err != nil || !ok || string(chunk.Value.Bytes) != string(text) {
			s.Errorf("%+v, %v", event, err)
		}
		if _, err := out.Body.Recv(); err != io.EOF {
			s.Errorf("then %v", err)
		}
	})
}
