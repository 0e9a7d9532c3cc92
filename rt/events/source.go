// Events that come.

package events

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream/eventstreamapi"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/eventbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// source reads the events of a reply.
type source struct {
	*exchange
	union *schema.Struct

	mu     sync.Mutex // one reader at a time; guards all below
	frames eventbind.Frames
	status int
	header http.Header
	id     string               // of the request
	first  *eventstream.Message // was read already
	begun  bool                 // there was an event
	err    error                // why there is no more
}

// head begins with a reply.
func (s *source) head(reply *rt.Reply) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames = eventbind.Frames{Reader: reply.Stream, Limit: s.MaxEventBytes}
	s.status, s.header, s.id, s.first = reply.Status, reply.Header, rt.RequestID(reply.Header), nil
	if !s.Protocol.InitialEvents() {
		return requiredHeaders(s.Output, reply.Header)
	}
	msg, err := s.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	kind, _ := eventbind.TextHeader(msg.Headers, eventstreamapi.EventTypeHeader)
	of, _ := eventbind.TextHeader(msg.Headers, eventstreamapi.MessageTypeHeader)
	switch {
	case err == nil && of == eventstreamapi.EventMessageType && kind == eventbind.InitialResponse:
		reply.Body = bytes.Clone(msg.Payload)
		s.begun = true
		return nil
	case err == nil && of != eventstreamapi.EventMessageType:
		return s.refusal(msg)
	case err == nil:
		s.first = &msg
	}
	return requiredMembers(s.Output)
}

// requiredHeaders fails for a reply without a header that the model requires. What is absent elsewhere is filled in, but the
// head of a stream is all that tells it from somebody else's.
func requiredHeaders(s *schema.Struct, h http.Header) error {
	for i := range s.Members {
		m := &s.Members[i]
		if m.Bind == schema.Header && m.Required && len(h.Values(m.Wire)) == 0 {
			return errors.New("it has no header " + m.Wire + ", which the model requires")
		}
	}
	return nil
}

// requiredMembers fails for an output that cannot do without the event that has its members.
func requiredMembers(s *schema.Struct) error {
	for i := range s.Members {
		if m := &s.Members[i]; m.Required && m.Kind != schema.EventStream {
			return errors.New("its first event is no " + eventbind.InitialResponse + ", and the model requires the member " + m.Name)
		}
	}
	return nil
}

// Close ends the call.
func (s *source) Close() error {
	s.end(ErrClosed)
	return nil
}

func (s *source) recv(p unsafe.Pointer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		if s.err = s.receive(p); s.err != nil {
			s.end(s.err)
		}
	}
	return s.err
}

// receive stores the next event at p.
func (s *source) receive(p unsafe.Pointer) error {
	for {
		msg, err := s.next()
		if err != nil {
			return err
		}
		if kind, _ := eventbind.TextHeader(msg.Headers, eventstreamapi.MessageTypeHeader); kind != eventstreamapi.EventMessageType {
			return s.refusal(msg)
		}
		name, ok := eventbind.TextHeader(msg.Headers, eventstreamapi.EventTypeHeader)
		if !ok {
			return s.unreadable(errors.New("an event has no header " + eventstreamapi.EventTypeHeader + " with its name"))
		}
		m, first := s.union.Member(name), !s.begun
		s.begun = true
		switch {
		case m == nil && name == eventbind.InitialResponse && first:
			continue // a newer service may send what this model has no members for
		case m == nil:
			new(mem.Budget).SetUnknown(s.union, p, name, s.open(msg.Payload))
			return nil
		case m.Variant == nil || m.Of.SmithySchema().Error != nil:
			return s.exception(m, msg)
		}
		event := mem.NewShape(m.Of)
		if err := eventbind.Decode(s.codec, msg, event, s.MaxMemory); err != nil {
			return s.unreadable(within(name, err))
		}
		eventbind.SetVariant(s.union, m, event, p)
		return nil
	}
}

// within names the event that an error is about.
func within(name string, err error) error { return &eventError{name, err} }

type eventError struct {
	name string
	err  error
}

func (e *eventError) Error() string { return "the event " + e.name + ": " + e.err.Error() }
func (e *eventError) Unwrap() error { return e.err }

// next reads a frame. Its error is io.EOF at the end, and else one for the caller.
func (s *source) next() (eventstream.Message, error) {
	if m := s.first; m != nil {
		s.first = nil
		return *m, nil
	}
	if over := context.Cause(s.ctx); over != nil {
		return eventstream.Message{}, s.over(over)
	}
	if d := s.EventTimeout; d > 0 {
		timer := time.AfterFunc(d, func() {
			s.end(errors.New("no event came for " + d.String() + ", the limit that Options.EventTimeout sets"))
		})
		defer timer.Stop()
	}
	msg, err := s.frames.Next()
	switch over := context.Cause(s.ctx); {
	case err == nil:
		return msg, nil
	case over != nil:
		return msg, s.over(over)
	case errors.Is(err, io.EOF):
		return msg, io.EOF
	default:
		return msg, s.unreadable(err)
	}
}

// over is the error of a reader whose call was ended by somebody else.
func (s *source) over(cause error) error {
	if errors.Is(cause, ErrClosed) {
		return cause
	}
	return s.unreadable(cause)
}

// unreadable is the error of a reply that is not what it should be. It is never taken for the end of the stream.
func (s *source) unreadable(err error) error {
	if errors.Is(err, io.EOF) {
		err = cutError{err}
	}
	return &rt.ReplyError{Operation: s.Operation.Name, Status: s.status, RequestID: s.id, Err: err}
}

// cutError is an end of something inside an event.
type cutError struct{ err error }

func (e cutError) Error() string { return e.err.Error() }
func (cutError) Unwrap() error   { return io.ErrUnexpectedEOF }

// open is the value of an event that the model does not know: what the protocol's document holds, or else its text.
func (s *source) open(payload []byte) document.Value {
	if len(payload) == 0 {
		return nil
	}
	var o openEvent
	if err := s.DecodeEvent(payload, &o, &tableOpen.Members[0], s.MaxMemory); err != nil {
		return string(payload)
	}
	return o.Value
}

// openEvent is an event of any members.
type openEvent struct{ Value document.Value }

// SmithySchema returns the type's table.
func (*openEvent) SmithySchema() *schema.Struct { return &tableOpen }

var tableOpen = schema.Struct{Members: []schema.Member{
	{Name: "Value", Offset: unsafe.Offsetof(openEvent{}.Value), Type: schema.Type{Kind: schema.Document}, Bind: schema.EventPayload},
}}
