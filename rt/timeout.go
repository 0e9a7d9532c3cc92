// Limits of the time that an attempt and a call take.

package rt

import (
	"context"
	"errors"
	"io"
	"time"
)

// TimeoutError is an attempt or a call that took longer than its client allows. It is a [context.DeadlineExceeded] for
// errors.Is. A context of the caller's own that ends is none.
type TimeoutError struct {
	Option string        // of [Options]: AttemptTimeout or CallTimeout
	Limit  time.Duration // its value
}

func (e *TimeoutError) Error() string {
	if e.Option == callTimeout {
		return "the call was not done within the " + e.Limit.String() + " that Options.CallTimeout allows"
	}
	return "there was no complete reply within the " + e.Limit.String() + " that Options.AttemptTimeout allows"
}

// Timeout returns true.
func (*TimeoutError) Timeout() bool { return true }

// Is reports whether target is [context.DeadlineExceeded].
func (*TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

const (
	attemptTimeout = "AttemptTimeout"
	callTimeout    = "CallTimeout"
)

// timeLimit ends a context after a while. Nil stands for no limit.
type timeLimit struct {
	at     time.Time
	err    *TimeoutError
	cancel context.CancelCauseFunc
	timer  *time.Timer
}

// limited returns a context that ends after d, if that is more than 0. Whoever gets it ends the limit.
func limited(ctx context.Context, d time.Duration, option string) (context.Context, *timeLimit) {
	if d <= 0 {
		return ctx, nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	l := &timeLimit{at: time.Now().Add(d), err: &TimeoutError{option, d}, cancel: cancel}
	l.timer = time.AfterFunc(d, func() { cancel(l.err) })
	return ctx, l
}

// lift lets what goes on under the limit go on for as long as it wants; an error if its time is over already.
func (l *timeLimit) lift() error {
	if l != nil && !l.timer.Stop() {
		return l.err
	}
	return nil
}

// end ends what goes on under the limit.
func (l *timeLimit) end() {
	if l != nil {
		l.timer.Stop()
		l.cancel(context.Canceled)
	}
}

// reaches reports whether the time of the limit will be over after d.
func (l *timeLimit) reaches(d time.Duration) bool { return l != nil && time.Until(l.at) < d }

// overtime returns the limit that ended ctx; nil for none.
func overtime(ctx context.Context) *TimeoutError {
	if ctx.Err() == nil {
		return nil
	}
	var e *TimeoutError
	if errors.As(context.Cause(ctx), &e) {
		return e
	}
	return nil
}

// limitedBody is a reply's body that the caller reads: under contexts that have to live until it is closed.
type limitedBody struct {
	io.ReadCloser
	attempt, call *timeLimit
}

// Close closes the body.
func (b *limitedBody) Close() error {
	err := b.ReadCloser.Close()
	b.attempt.end()
	b.call.end()
	return err
}

// handOver returns the body of a reply for the caller to read.
func (k *call) handOver(body io.ReadCloser) io.ReadCloser {
	if k.perAttempt == nil && k.perCall == nil {
		return body
	}
	k.handed = &limitedBody{body, k.perAttempt, k.perCall}
	return k.handed
}

// release ends a limit, or lifts it where what it is for goes on in the hands of the caller. It returns err, or else that the
// time was over before.
func (k *call) release(l *timeLimit, err error) error {
	if l == nil || err != nil || k.handed == nil {
		l.end()
		return err
	}
	if err = l.lift(); err != nil {
		_ = k.handed.Close()
	}
	return err
}
