// Streams that are not of a call, for doubles of a client.

package events

import (
	"context"
	"io"
	"sync"
	"unsafe"
)

// pulled is a feed out of an iterator.
type pulled[T any] struct {
	mu   sync.Mutex
	next func() (T, error, bool)
	stop func()
	err  error
}

func (f *pulled[T]) recv(p unsafe.Pointer) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return f.err
	}
	event, err, ok := f.next()
	switch {
	case !ok:
		f.err = io.EOF
	case err != nil:
		f.err = err
	default:
		*(*T)(p) = event
		return nil
	}
	f.stop()
	return f.err
}

// Close waits for a recv that is under way.
func (f *pulled[T]) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = ErrClosed
		f.stop()
	}
	return nil
}

// Double is what a stream of [NewStream] does. Functions that are nil do nothing.
type Double[In, Out any] struct {
	Send      func(ctx context.Context, event In) error
	CloseSend func() error
	Output    func(ctx context.Context) (*Out, error)
	Close     func() error
}

// NewStream returns a stream that does what d says, for doubles of a client.
func NewStream[In, Out any](d Double[In, Out]) *Stream[In, Out] {
	return &Stream[In, Out]{link: doubled[In, Out]{d}}
}

// doubled is a link out of functions.
type doubled[In, Out any] struct{ d Double[In, Out] }

func (l doubled[In, Out]) send(ctx context.Context, event unsafe.Pointer) error {
	if l.d.Send == nil {
		return nil
	}
	return l.d.Send(ctx, *(*In)(event))
}

func (l doubled[In, Out]) closeSend() error {
	if l.d.CloseSend == nil {
		return nil
	}
	return l.d.CloseSend()
}

func (l doubled[In, Out]) output(ctx context.Context) (any, error) {
	if l.d.Output == nil {
		return new(Out), nil
	}
	return l.d.Output(ctx)
}

func (l doubled[In, Out]) Close() error {
	if l.d.Close == nil {
		return nil
	}
	return l.d.Close()
}
