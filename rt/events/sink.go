// Events that go.

package events

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream/eventstreamapi"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/eventbind"
	"github.com/smithwright/smithwright/rt/schema"
)

// sink takes the events of a request and hands them to the body of the attempt that is under way.
type sink struct {
	*exchange
	union *schema.Struct

	frames  chan []byte // without a buffer: who sends waits until the body takes it
	offered atomic.Bool // an event was given to send

	started, ended, shutDown chan struct{} // the connection takes the request; no more events come; it takes no more
	start, finish, shut      func()        // close them, once
}

func newSink(x *exchange, union *schema.Struct) *sink {
	s := &sink{
		exchange: x, union: union, frames: make(chan []byte),
		started: make(chan struct{}), ended: make(chan struct{}), shutDown: make(chan struct{}),
	}
	s.start = sync.OnceFunc(func() { close(s.started) })
	s.finish = sync.OnceFunc(func() { close(s.ended) })
	s.shut = sync.OnceFunc(func() { close(s.shutDown) })
	return s
}

func (x *exchange) send(ctx context.Context, event unsafe.Pointer) error {
	s := x.sink
	if err := s.usable(); err != nil {
		return err
	}
	frame, err := s.encode(event)
	if err != nil {
		return err
	}
	s.offered.Store(true)
	select {
	case s.frames <- frame:
		return nil
	case <-s.ctx.Done():
	case <-s.ended:
	case <-s.shutDown:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return s.usable()
}

// usable says why no event can be sent any more.
func (s *sink) usable() error {
	select {
	case <-s.ended:
		return ErrClosed
	default:
	}
	if err := s.failure(); err != nil {
		return err
	}
	if s.ctx.Err() != nil {
		return ErrEnded
	}
	select {
	case <-s.shutDown:
		return ErrEnded
	default:
		return nil
	}
}

// failure is why the call is over, unless it came to its end.
func (s *sink) failure() error {
	if cause := context.Cause(s.ctx); !errors.Is(cause, io.EOF) && !errors.Is(cause, ErrEnded) {
		return cause
	}
	return nil
}

// closeSend is no error where the service, or the caller, has ended the call: nothing was lost.
func (x *exchange) closeSend() error {
	x.sink.finish()
	if err := x.sink.failure(); !errors.Is(err, ErrClosed) {
		return err
	}
	return nil
}

// encode makes the frame of an event, without the envelope that signs it.
func (s *sink) encode(event unsafe.Pointer) ([]byte, error) {
	m, shape, err := eventbind.Variant(s.union, event)
	if err != nil {
		return nil, &rt.CallError{Operation: s.Operation.Name, Err: err}
	}
	if err := s.Validate(shape); err != nil {
		return nil, err
	}
	frame, err := s.frame(m, shape)
	if err != nil {
		return nil, &rt.CallError{Operation: s.Operation.Name, Err: within(m.Name, err)}
	}
	return frame, nil
}

// frame makes the frame of an event that is valid. It must fit into another one, which signs it.
func (s *sink) frame(m *schema.Member, shape schema.Shape) ([]byte, error) {
	msg, err := eventbind.Encode(s.codec, m, shape)
	if err != nil {
		return nil, err
	}
	frame, err := encoded(msg)
	if err != nil {
		return nil, err
	}
	return frame, fits("frame", len(frame), eventbind.MaxPayload)
}

// encoded returns the bytes of a frame, which are not more than the format allows: the library does not look at that.
func encoded(msg eventstream.Message) ([]byte, error) {
	const rest = 16 // bytes of a frame that are neither headers nor payload
	if err := fits("payload", len(msg.Payload), eventbind.MaxPayload); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(len(msg.Payload) + 256)
	if err := eventstream.NewEncoder().Encode(&b, msg); err != nil {
		return nil, err
	}
	if err := fits("header", b.Len()-len(msg.Payload)-rest, eventbind.MaxHeaders); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// fits fails for a part of a frame that is longer than the format allows.
func fits(what string, n, most int) error {
	if n <= most {
		return nil
	}
	return errors.New("its " + what + " has " + strconv.Itoa(n) + " bytes, more than the " + strconv.Itoa(most) + " that the format allows")
}

// body is the body of one attempt: what the sink is given, frame by frame, in signed envelopes where the call is signed.
type body struct {
	*sink
	sign  rt.EventSigner
	first []byte // the frame that goes ahead of all events
	err   error  // why there is no more to read; io.EOF after the last frame

	rest   []byte // of the frame that is being read
	closed chan struct{}
	once   sync.Once
}

// Read waits for an event, and ends after the last.
func (b *body) Read(p []byte) (int, error) {
	b.start()
	for len(b.rest) == 0 && len(p) > 0 {
		if b.err != nil {
			return 0, b.err
		}
		b.rest, b.err = b.next()
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// next is the next frame to be sent. The error may come with the last one.
func (b *body) next() ([]byte, error) {
	if frame := b.first; frame != nil {
		b.first = nil
		return b.envelope(frame)
	}
	if b.isClosed() {
		return nil, ErrClosed
	}
	select {
	case frame := <-b.frames:
		return b.envelope(frame)
	case <-b.closed:
		return nil, ErrClosed
	case <-b.ended:
		return b.last()
	}
}

// last is what tells a service which wants signatures that nobody cut the stream: an empty event, signed.
func (b *body) last() ([]byte, error) {
	if b.sign == nil {
		return nil, io.EOF
	}
	frame, err := b.envelope(nil)
	if err == nil {
		err = io.EOF
	}
	return frame, err
}

// envelope signs a frame by putting it into another one.
func (b *body) envelope(frame []byte) ([]byte, error) {
	if b.sign == nil {
		return frame, nil
	}
	now := b.Now().UTC()
	msg := eventstream.Message{
		Headers: eventstream.Headers{{Name: eventstreamapi.DateHeader, Value: eventstream.TimestampValue(now)}},
		Payload: frame,
	}
	var header bytes.Buffer
	if err := eventstream.EncodeHeaders(&header, msg.Headers); err != nil {
		return nil, err
	}
	signature, err := b.sign(b.ctx, header.Bytes(), frame, now)
	if err != nil {
		return nil, err
	}
	msg.Headers.Set(eventstreamapi.ChunkSignatureHeader, eventstream.BytesValue(signature))
	return encoded(msg)
}

// Close ends a Read that waits.
func (b *body) Close() error {
	b.once.Do(func() { close(b.closed) })
	b.exchange.closed(b)
	return nil
}

func (b *body) isClosed() bool {
	select {
	case <-b.closed:
		return true
	default:
		return false
	}
}
