// Calls that send events.

package events

import (
	"context"
	"errors"
	"io"
	"iter"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
)

// Stream is a call that sends events, which are values of In, the interface of a union; *Out is its output. Its methods may
// be called from several goroutines.
type Stream[In, Out any] struct{ link link }

// link is the call behind a stream.
type link interface {
	send(ctx context.Context, event unsafe.Pointer) error // at which an In lies
	closeSend() error
	output(ctx context.Context) (any, error) // a *Out
	io.Closer
}

// Send sends an event, after it is checked against the constraints of the model as a request is: a *validate.Error says what
// it breaks. It waits until the connection takes the event, and no longer than ctx lasts; the event may have gone then.
//
// When the call is over, Send returns why: the service's error, that of the context, [ErrEnded] or [ErrClosed].
func (s *Stream[In, Out]) Send(ctx context.Context, event In) error {
	return s.link.send(ctx, unsafe.Pointer(&event))
}

// SendAll sends each event of all, and then does what CloseSend does. An error of all closes the stream. It returns the
// first error.
func (s *Stream[In, Out]) SendAll(ctx context.Context, all iter.Seq2[In, error]) error {
	for event, err := range all {
		if err != nil {
			_ = s.Close()
			return err
		}
		if err := s.Send(ctx, event); err != nil {
			return err
		}
	}
	return s.CloseSend()
}

// CloseSend tells the service that no more events come. The error is that of a call that has failed. It may be called often.
func (s *Stream[In, Out]) CloseSend() error { return s.link.closeSend() }

// Output waits for the service's answer, and no longer than ctx lasts. If that is a stream of events too, it comes before
// or while those of the request are sent, and the output has their reader; otherwise most services answer after CloseSend.
// The errors are those of rt.Invoke; [ErrClosed] after Close.
func (s *Stream[In, Out]) Output(ctx context.Context) (*Out, error) {
	out, err := s.link.output(ctx)
	if err != nil {
		return nil, err
	}
	result, _ := out.(*Out)
	return result, nil
}

// Close ends the call, in both directions: nothing of it stays behind. It may be called often and from any goroutine, and
// returns nil.
func (s *Stream[In, Out]) Close() error { return s.link.Close() }

// Open begins the call of an operation whose request is a stream of events, and returns as soon as its head is on the way.
// The errors are those of rt.Invoke. Whoever gets a stream has to close it or end ctx.
func Open[In, Out any, P interface {
	*Out
	schema.Shape
}](ctx context.Context, c *rt.Client, op *rt.Operation, in schema.Shape, opts []rt.CallOption,
) (*Stream[In, Out], error) {
	l, err := open(ctx, c, op, in, P(new(Out)), opts)
	if err != nil {
		return nil, err
	}
	return &Stream[In, Out]{l}, nil
}

// sending is the link of a call.
type sending struct {
	*exchange
	out      schema.Shape
	answered chan struct{} // closed when the answer is there
	err      error         // instead of out; once answered is closed
}

func open(ctx context.Context, c *rt.Client, op *rt.Operation, in, out schema.Shape, opts []rt.CallOption) (*sending, error) {
	s := &sending{exchange: newExchange(ctx, op, out), out: out, answered: make(chan struct{})}
	go func() {
		defer close(s.answered)
		s.settle(rt.InvokeStream(s.ctx, c, op, in, out, s.exchange, opts))
	}()
	select {
	case <-s.sink.started:
		return s, nil
	case <-s.answered:
	}
	select {
	case <-s.sink.started: // and answered at once: the stream tells with what
		return s, nil
	default:
		return s, s.err
	}
}

// settle takes note of the answer.
func (s *sending) settle(err error) {
	switch {
	case err != nil:
		if errors.Is(context.Cause(s.ctx), ErrClosed) {
			err = ErrClosed
		}
		s.err = err
		s.end(err)
	case s.source == nil:
		s.end(ErrEnded)
	default:
		s.attach(s.out)
		s.answer()
	}
}

func (s *sending) output(ctx context.Context) (any, error) {
	select {
	case <-s.answered:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if s.err != nil {
		return nil, s.err
	}
	return s.out, nil
}

// Close ends the call and waits for what runs in its name.
func (s *sending) Close() error {
	s.end(ErrClosed)
	<-s.answered
	return nil
}
