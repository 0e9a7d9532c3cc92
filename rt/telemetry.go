// Telling what watches a program of calls and attempts: what traces and metrics are made of.

package rt

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/smithwright/smithwright/rt/validate"
)

// Telemetry is told of calls and attempts as they begin and end. Its methods run in the goroutine of the call, which waits for
// them, and many calls may be under way at once. What they are given is theirs to read until they return.
type Telemetry interface {
	// StartCall is told of a call that begins, of which only the names are known, and returns the context for it.
	StartCall(ctx context.Context, c *CallInfo) context.Context

	// EndCall is told of its end, with the context that StartCall returned. A reply that is a stream may be read afterwards.
	EndCall(ctx context.Context, c *CallInfo)

	// StartAttempt is told of an attempt that begins, of which the names, the number and the method are known. The context
	// that it returns is that of the attempt's signature and of its HTTP request.
	StartAttempt(ctx context.Context, a *AttemptInfo) context.Context

	// EndAttempt is told of its end, with the context that StartAttempt returned.
	EndAttempt(ctx context.Context, a *AttemptInfo)

	// Retry is told of the decision to make another attempt, before the wait for it, with the context of the call.
	Retry(ctx context.Context, r *RetryInfo)
}

// CallInfo is what a [Telemetry] is told of a call.
type CallInfo struct {
	Service   string // its id, such as "Lambda"
	Operation string // its name in the model

	Duration  time.Duration
	Encoding  time.Duration // what it took to validate and encode the request and to find its endpoint
	Attempts  int           // how often the request was sent
	Host      string        // of the endpoint, with its port; empty if none was found
	Status    int           // of the last reply; 0 if none came
	RequestID string        // of the last reply; may be empty
	Kind      string        // what went wrong, as [ErrorKind] says; empty for nothing
	Err       error         // what the caller gets; it may quote what must not be kept
}

// AttemptInfo is what a [Telemetry] is told of an attempt.
type AttemptInfo struct {
	Service   string
	Operation string
	Number    int // from 1
	Method    string

	Duration  time.Duration
	Signing   time.Duration // part of it; credentials may have to be fetched
	Host      string        // that the request went to, with its port; empty if it was not sent
	Sent      int64         // the length of the request's body; -1 if it was not known
	Received  int64         // that of the reply's body; -1 if no reply came or it is a stream
	Status    int           // 0 if no reply came
	RequestID string
	Kind      string // what went wrong, as [ErrorKind] says; empty for nothing
	Err       error
}

// RetryInfo is what a [Telemetry] is told of another attempt.
type RetryInfo struct {
	Service   string
	Operation string
	Number    int           // of the attempt that failed
	Wait      time.Duration // before the next
	Kind      string        // why it failed, as [ErrorKind] says
}

// ErrorKind names what went wrong in a call, without what anybody says of it: the code of an error that the service answered
// with, or else "validation", "canceled", "timeout", "reply" for one that cannot be read, or "connection"; empty if err is nil.
func ErrorKind(err error) string {
	if err == nil {
		return ""
	}
	if m, ok := MetadataOf(err); ok {
		return cut(m.Code, maxCode)
	}
	var invalid *validate.Error
	var timeout interface{ Timeout() bool }
	var reply *ReplyError
	var lost *lostError
	var call *CallError
	switch {
	case errors.As(err, &invalid):
		return "validation"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &reply):
		return "reply"
	case errors.As(err, &lost), errors.As(err, &call) && call.Attempts > 0:
		return "connection"
	}
	return "client"
}

// telemetry is the telemetry of a call under way.
type telemetry struct {
	Telemetry
	call    CallInfo
	attempt AttemptInfo
}

// observed is perform for a call that telemetry is told of.
func (k *call) observed(ctx context.Context) error {
	start := time.Now()
	t := &telemetry{Telemetry: k.options.Telemetry, call: CallInfo{Service: k.service.ID, Operation: k.op.Name}}
	k.telemetry = t
	ctx = t.StartCall(ctx, &t.call)
	err := k.perform(ctx)
	c := &t.call
	c.Duration, c.Attempts, c.Err, c.Kind = time.Since(start), k.sent, err, ErrorKind(err)
	if k.message != nil && k.message.Endpoint != nil {
		c.Host = k.message.HostPrefix + k.message.Endpoint.Host
	}
	if c.Status = k.reply.Status; c.Status != 0 {
		c.RequestID = k.reply.requestID()
	}
	t.EndCall(ctx, c)
	return err
}

// prepared tells telemetry how long it took until the first attempt.
func (t *telemetry) prepared(start time.Time) {
	if t != nil {
		t.call.Encoding = time.Since(start)
	}
}

// attemptObserved is limitedAttempt for a call that telemetry is told of.
func (k *call) attemptObserved(ctx context.Context) error {
	start, t, sent := time.Now(), k.telemetry, k.sent
	t.attempt = AttemptInfo{
		Service: t.call.Service, Operation: t.call.Operation, Number: k.attempt, Method: k.message.Method,
		Sent: k.body.length, Received: -1,
	}
	a := &t.attempt
	ctx = t.StartAttempt(ctx, a)
	k.received = -1
	err := k.limitedAttempt(ctx)
	a.Duration, a.Err, a.Kind = time.Since(start), unmarked(err), ErrorKind(err)
	if k.answered {
		a.Status, a.RequestID, a.Received = k.reply.Status, k.reply.requestID(), k.received
	}
	if k.sent == sent {
		a.Host = ""
	}
	t.EndAttempt(ctx, a)
	return err
}

// signed tells telemetry of a request that was signed.
func (t *telemetry) signed(req *http.Request, start time.Time) {
	if t != nil {
		t.attempt.Signing, t.attempt.Host = time.Since(start), req.URL.Host
	}
}

// retryObserved tells telemetry of another attempt.
func (k *call) retryObserved(ctx context.Context, err error, wait time.Duration) {
	if t := k.telemetry; t != nil {
		t.Retry(ctx, &RetryInfo{t.call.Service, t.call.Operation, k.attempt, wait, ErrorKind(err)})
	}
}
