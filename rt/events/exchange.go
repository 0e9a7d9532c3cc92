// One call with its streams.

package events

import (
	"context"
	"io"
	"sync"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/eventbind"
	"github.com/smithwright/smithwright/rt/schema"
)

// codec is the protocol of a call.
type codec struct{ rt.StreamCall }

func (c codec) EventType() string { return c.Protocol.EventType() }

func (c codec) AppendEvent(b []byte, event schema.Shape, payload *schema.Member) ([]byte, error) {
	return c.Protocol.AppendEvent(b, c.Service, event, payload)
}

func (c codec) DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, memory int64) error {
	return c.Protocol.DecodeEvent(data, event, payload, memory)
}

// exchange is a call with its streams. It is over when its context is, whose cause says why.
type exchange struct {
	codec
	ctx    context.Context
	cancel context.CancelCauseFunc
	source *source // nil if the reply has no events
	sink   *sink   // nil if the request has none

	release func() // lets go of the connection

	mu       sync.Mutex
	request  *body     // of the last attempt
	reply    io.Closer // the body of its reply
	answered bool      // there will be no other attempt
}

var _ rt.Stream = (*exchange)(nil)

func newExchange(ctx context.Context, op *rt.Operation, out schema.Shape) *exchange {
	x := &exchange{}
	x.ctx, x.cancel = context.WithCancelCause(ctx)
	x.release = sync.OnceFunc(x.closeBodies)
	context.AfterFunc(x.ctx, x.release)
	if m := out.SmithySchema().Payload(); m != nil && m.Kind == schema.EventStream {
		x.source = &source{exchange: x, union: m.Of.SmithySchema()}
	}
	if op.Events != nil {
		x.sink = newSink(x, op.Events.SmithySchema())
	}
	return x
}

// end ends both directions. The first cause counts.
func (x *exchange) end(cause error) {
	x.cancel(cause)
	x.release()
}

func (x *exchange) closeBodies() {
	x.mu.Lock()
	request, reply := x.request, x.reply
	x.mu.Unlock()
	if request != nil {
		_ = request.Close()
	}
	if reply != nil {
		_ = reply.Close()
	}
}

// Start takes note of the call.
func (x *exchange) Start(call rt.StreamCall) { x.codec = codec{call} }

// Body returns the body of an attempt.
func (x *exchange) Body(initial []byte, sign rt.EventSigner) io.ReadCloser {
	b := &body{sink: x.sink, sign: sign, closed: make(chan struct{})}
	if initial != nil {
		b.first, b.err = encoded(eventbind.Initial(x.codec, eventbind.InitialRequest, initial))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.request = b
	return b
}

// Repeatable ends the body of the last attempt first, so that it can take no event while this looks whether it did.
func (x *exchange) Repeatable() bool {
	x.mu.Lock()
	b := x.request
	x.mu.Unlock()
	if b != nil {
		_ = b.Close()
	}
	return !x.sink.offered.Load()
}

// answer takes note that there will be no other attempt, so that what the connection no longer takes will never go.
func (x *exchange) answer() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.answered = true
	if x.request != nil && x.request.isClosed() {
		x.sink.shut()
	}
}

// closed takes note that the connection takes no more of b.
func (x *exchange) closed(b *body) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.answered && x.request == b {
		x.sink.shut()
	}
}

// Head takes over the reply. It reads up to the first event where the protocol has the members beside the stream in one.
func (x *exchange) Head(reply *rt.Reply) error {
	x.mu.Lock()
	x.reply = reply.Stream
	x.mu.Unlock()
	if over := context.Cause(x.ctx); over != nil {
		return over
	}
	return x.source.head(reply)
}
