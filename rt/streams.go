// Calls with event streams: what package rt/events, which only their generated code links, needs of a call.

package rt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/smithwright/smithwright/rt/schema"
)

// EventProtocol is a protocol that has event streams.
type EventProtocol interface {
	Protocol

	// InitialEvents reports whether the members beside a stream travel as its first event, since the protocol binds none to
	// the HTTP message.
	InitialEvents() bool

	// EventType is the media type of the documents in events, such as "application/json".
	EventType() string

	// AppendEvent appends a document: of the members of event that stand in no header of it or, where payload is not nil, of
	// that one member.
	AppendEvent(b []byte, s *Service, event schema.Shape, payload *schema.Member) ([]byte, error)

	// DecodeEvent reads such a document into event, and into memory bytes at most; as many as it wants if that is 0.
	DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, memory int64) error
}

// StreamSigner is a [Signer] that can also prove who sends each of the events that are a request's body.
type StreamSigner interface {
	Signer

	// SignStream is Sign for a request whose body is a stream of events, and returns what signs those.
	SignStream(ctx context.Context, s *Signing) (EventSigner, error)
}

// EventSigner returns the signature of an event, which covers those of the events before it. header is the encoded header
// with the time of signing, payload the encoded event.
type EventSigner func(ctx context.Context, header, payload []byte, at time.Time) ([]byte, error)

// Stream is the part of a call that has to do with events. Package rt/events implements it.
type Stream interface {
	// Start is told of the call before the first attempt.
	Start(StreamCall)

	// Body returns the body of an attempt of an operation that sends events. initial is the document of the members beside
	// the stream, where the protocol has them in an event. sign is nil for a request that is not signed.
	Body(initial []byte, sign EventSigner) io.ReadCloser

	// Repeatable ends the body of the last attempt, and reports whether there can be another: not once an event was sent.
	Repeatable() bool

	// Head takes over a reply's body, which is reply.Stream, and leaves in reply.Body the document of the members beside the
	// stream, where the protocol has them in an event. An error of the model comes back as it is.
	Head(reply *Reply) error
}

// StreamCall is what a [Stream] is told of its call.
type StreamCall struct {
	Service   *Service
	Operation *Operation
	Protocol  EventProtocol
	Output    *schema.Struct

	MaxEventBytes int           // as Options has it, or its default
	MaxMemory     int64         // of what an event holds: MaxReplyMemory of Options, or its default
	EventTimeout  time.Duration // as Options has it

	Now      func() time.Time         // the time as the service's clock has it
	Validate func(schema.Shape) error // checks an event before it is sent
}

// InvokeStream is Invoke for an operation with event streams, into out. The call ends with ctx, also after InvokeStream has
// returned: whoever reads or writes the events ends it.
func InvokeStream(ctx context.Context, c *Client, op *Operation, in, out schema.Shape, s Stream, opts []CallOption) error {
	return c.invoke(ctx, op, in, out, &streaming{Stream: s}, opts)
}

// eventStreams is what a call with event streams does in its own way. [InvokeStream] alone makes one, so that no other program
// links what it does.
type eventStreams interface {
	start(k *call) error
	sign(ctx context.Context, k *call, req *http.Request) error
	receive(k *call, resp *http.Response) error
	Repeatable() bool
}

// streaming is the streams of a call.
type streaming struct {
	Stream
	initial []byte // the document that is the first event of the request
}

const (
	// eventsHash stands where a signature has the hash of the body, if that is a stream of events.
	eventsHash = "STREAMING-AWS4-HMAC-SHA256-EVENTS"

	eventStreamType = "application/vnd.amazon.eventstream"

	defaultMaxEvent = 24 << 20
)

// start tells the call's stream of it, and makes its message one that carries events.
func (s *streaming) start(k *call) error {
	protocol, ok := k.protocol.(EventProtocol)
	if !ok {
		return errors.New("the protocol " + k.protocol.Name() + " has no event streams")
	}
	limit := k.options.MaxEventBytes
	if limit <= 0 {
		limit = defaultMaxEvent
	}
	s.Start(StreamCall{
		Service: k.service, Operation: k.op, Protocol: protocol, Output: k.out.SmithySchema(),
		MaxEventBytes: limit, MaxMemory: k.options.MaxReplyMemory, EventTimeout: k.options.EventTimeout,
		Now: k.now, Validate: k.validate,
	})
	m := k.out.SmithySchema().Payload()
	k.sends, k.receives = k.op.Events != nil, m != nil && m.Kind == schema.EventStream
	h := k.message.Header
	if k.receives && h["Accept"] != nil {
		h["Accept"] = []string{eventStreamType}
	}
	if k.sends {
		h["Content-Type"] = []string{eventStreamType}
		if protocol.InitialEvents() {
			s.initial = k.message.Body
		}
		k.message.Body = nil
	}
	return nil
}

// sign signs an attempt, if the call is signed, and gives it the body that sends the events.
func (s *streaming) sign(ctx context.Context, k *call, req *http.Request) error {
	var events EventSigner
	if signer, ok := k.auth.(StreamSigner); ok {
		err := k.mayProve(req)
		if err == nil {
			events, err = signer.SignStream(ctx, k.signingOf(req))
		}
		if err != nil {
			return fmt.Errorf("cannot sign the request: %w", err)
		}
	} else if k.hashed() {
		return errors.New("the signer cannot sign a stream of events")
	} else if err := k.prove(ctx, req); err != nil {
		return err
	}
	req.Body = s.Body(s.initial, events)
	return nil
}

// receive reads what comes before the events of a reply.
func (s *streaming) receive(k *call, resp *http.Response) error {
	k.reply.Stream = resp.Body
	err := s.Head(&k.reply)
	if err == nil {
		err = k.protocol.Decode(k.op, &k.reply, k.out)
	}
	if err == nil {
		return nil
	}
	_ = resp.Body.Close()
	if _, answered := MetadataOf(err); answered {
		return err
	}
	var unreadable *ReplyError
	if errors.As(err, &unreadable) {
		err = unreadable.Err
	}
	return k.unreadable(&k.reply, err)
}

// now is the time as the service's clock has it.
func (k *call) now() time.Time { return k.options.Clock().Add(time.Duration(k.skew.Load())) }

// repeatable reports whether the request can be sent again.
func (k *call) repeatable() bool {
	if k.sends {
		return k.events.Repeatable()
	}
	return k.body.rewindable()
}
