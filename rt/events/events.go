// Package events is the part of a call that streams events, in either direction or both. Generated packages use it for the
// operations that have such streams, and only programs that call one link it.
//
// Programs meet two of its types. A [Reader] is a field of the output of an operation whose reply is a stream:
//
//	for event, err := range out.EventStream.All() {
//		…
//	}
//
// A [Stream] is what the method of an operation returns whose request is a stream:
//
//	stream, err := client.StartStreamTranscription(ctx, in)
//	…
//	defer stream.Close()
//	err = stream.Send(ctx, &transcribestreaming.AudioStreamAudioEvent{Value: …}) // as often as there is something to send
//	err = stream.CloseSend()
//	out, err := stream.Output(ctx)
//
// Both end with the context that the method was called with. What a service sends is bounded: see MaxEventBytes and
// EventTimeout of rt.Options.
//
// It implements https://smithy.io/2.0/spec/streaming.html#event-streams and
// https://smithy.io/2.0/aws/amazon-eventstream.html on the side of the client.
package events

import (
	"context"
	"errors"
	"io"
	"iter"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// closedError is a type of its own, so that its value needs no code that runs when a program starts.
type closedError string

func (e closedError) Error() string { return string(e) }

// The errors of streams that are over. What a service ends a stream with comes back as itself.
var (
	// ErrClosed is returned for a stream that its own side has closed.
	ErrClosed error = closedError("the stream is closed")

	// ErrEnded is returned for an event that is sent when the service has ended the stream or takes no more events.
	ErrEnded error = closedError("the service has ended the stream")
)

// Reader reads the events that a service sends: values of T, which is the interface of a union. The zero value has none.
// Copies read the same stream.
type Reader[T any] struct{ feed feed }

// feed is where a reader has its events from.
type feed interface {
	recv(p unsafe.Pointer) error // stores an event, of the reader's type, at p
	io.Closer
}

// Recv waits for the next event. The error is [io.EOF] once the service has sent all, the error of the model or an
// *rt.UnknownError if the service ends the stream with one, an *rt.ReplyError if the stream breaks or its context ends, and
// [ErrClosed] after Close. It stays the same from then on. An event that the model does not know is the union's variant for
// that.
//
// One goroutine at a time gets an event; others wait.
func (r Reader[T]) Recv() (T, error) {
	var event T
	if r.feed == nil {
		return event, io.EOF
	}
	err := r.feed.recv(unsafe.Pointer(&event))
	return event, err
}

// All reads to the end and closes the reader, also when the loop is left early. An error comes last, with the zero T. The
// end of the stream is none.
func (r Reader[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		defer r.Close()
		for {
			event, err := r.Recv()
			if errors.Is(err, io.EOF) || !yield(event, err) || err != nil {
				return
			}
		}
	}
}

// Close ends the call: nothing of it stays behind. A Recv that waits returns. A reader that was read to its end, or to an
// error, is closed already. It may be called often and from any goroutine, and returns nil.
func (r Reader[T]) Close() error {
	if r.feed == nil {
		return nil
	}
	return r.feed.Close()
}

// NewReader returns a reader of the events in all, for doubles of a client. An error of all ends it.
func NewReader[T any](all iter.Seq2[T, error]) Reader[T] {
	next, stop := iter.Pull2(all)
	return Reader[T]{&pulled[T]{next: next, stop: stop}}
}

// Receive makes the call of an operation whose reply is a stream of events, and whose request is none. The errors are those
// of rt.Invoke. Whoever gets an output has to read its events to the end, close their reader, or end ctx.
func Receive[Out any, P interface {
	*Out
	schema.Shape
}](ctx context.Context, c *rt.Client, op *rt.Operation, in schema.Shape, opts []rt.CallOption,
) (*Out, error) {
	out := new(Out)
	if err := receive(ctx, c, op, in, P(out), opts); err != nil {
		return nil, err
	}
	return out, nil
}

func receive(ctx context.Context, c *rt.Client, op *rt.Operation, in, out schema.Shape, opts []rt.CallOption) error {
	x := newExchange(ctx, op, out)
	if err := rt.InvokeStream(x.ctx, c, op, in, out, x, opts); err != nil {
		x.end(err)
		return err
	}
	x.attach(out)
	return nil
}

// attach puts the reader of the events that come into the output.
func (x *exchange) attach(out schema.Shape) {
	m := out.SmithySchema().Payload()
	*(*Reader[any])(unsafe.Add(mem.Pointer(out), m.Offset)) = Reader[any]{x.source}
}
