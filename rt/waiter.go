// Waiters: the same request again and again, until the service says what is waited for.

package rt

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// Verdict is what an answer means to a waiter.
type Verdict string

// The verdicts. One of failure may go on with a colon and what the service says of it: see [Because].
const (
	Undecided Verdict = ""        // a reply: ask again; an error: nothing more can be hoped for
	Succeeded Verdict = "success" // what was waited for is there
	Retry     Verdict = "retry"   // ask again
	Failed    Verdict = "failure" // what is waited for can no longer come
)

// Because is the verdict of failure with the reasons that the service gives.
func Because(reasons ...string) Verdict {
	reasons = slices.DeleteFunc(slices.Clone(reasons), func(s string) bool { return s == "" })
	if len(reasons) == 0 {
		return Failed
	}
	return Failed + Verdict(": "+strings.Join(reasons, "; "))
}

// Waiter is what the runtime knows of a waiter: smithy.waiters#waitable.
type Waiter struct {
	Name     string
	MinDelay time.Duration // between attempts
	MaxDelay time.Duration
	Reply    Verdict        // what every reply means; empty if that is judged
	Errors   []ErrorVerdict // the first that fits an error counts
}

// ErrorVerdict says what errors mean.
type ErrorVerdict struct {
	Verdict Verdict
	Codes   []string // names of errors in the model, or codes; nil for all errors
}

// WithWaiterDelay sets how long a waiter pauses between attempts, where the model has other bounds: at least the first,
// which is also the first pause, and at most the second. One that is zero or less stays as it is. Other calls take no notice.
func WithWaiterDelay(least, most time.Duration) CallOption {
	return func(c *call) { s := c.ofSequence(); s.least, s.most = least, most }
}

// WaiterError is the end of a wait for something that has not come about.
type WaiterError struct {
	Waiter   string // its name in the model, such as "TableExists"
	TimedOut bool   // the time that the caller gave is over; else the wait ended before that
	Attempts int    // how many answers were looked at
	Message  string // what the service says of a failure, where the model knows where to look; else empty
	Output   any    // the last reply, a pointer to the operation's output; nil if the last answer was an error
	Err      error  // the last answer, if that was an error, or why the context ended
}

// Error says which wait ended, how and after how many attempts.
func (e *WaiterError) Error() string {
	text := "waiting for " + e.Waiter + ": "
	switch {
	case e.TimedOut:
		text += "it has not come about in the time that was given"
	case e.Output != nil:
		text += "the service is in a state from which it can no longer come about"
	case e.Err == nil:
		text += "it can no longer come about"
	default:
		text += "it ended with an error"
	}
	if e.Message != "" {
		text += ": " + cut(e.Message, maxText)
	}
	text += ", after " + strconv.Itoa(e.Attempts) + " attempt"
	if e.Attempts != 1 {
		text += "s"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the last answer, if that was an error, or why the context ended.
func (e *WaiterError) Unwrap() error { return e.Err }

// Wait calls an operation until an answer decides, for at most the time most, and returns the last reply. If an error was what
// was waited for, such as that a thing is not found, there is no reply: both results are nil. All other ends give a
// [*WaiterError], but for a request that cannot be sent, whose error is returned as it is.
//
// judge says what a reply means; it may be nil if that is always the same, as w has it.
//
// Between attempts, it pauses as the Smithy specification has it: a random time that is longer the more attempts were made,
// within the waiter's bounds, and such that a last attempt is made shortly before the time is over. A call that is under way
// when it is over is given up.
func Wait[In, Out any](ctx context.Context, w Waiter, call func(context.Context, *In, ...CallOption) (*Out, error),
	in *In, most time.Duration, opts []CallOption, judge func(*Out) Verdict,
) (*Out, error) {
	var out *Out
	err := w.wait(ctx, most, opts, func(ctx context.Context) (any, Verdict, error) {
		reply, err := call(ctx, in, opts...)
		out = reply
		switch {
		case err != nil:
			return nil, w.errorVerdict(err), err
		case judge == nil:
			return reply, w.Reply, nil
		default:
			return reply, judge(reply), nil
		}
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// errorVerdict is what an error means.
func (w *Waiter) errorVerdict(err error) Verdict {
	for _, e := range w.Errors {
		if e.Codes == nil || slices.ContainsFunc(e.Codes, func(code string) bool { return hasCode(err, code) }) {
			return e.Verdict
		}
	}
	return Undecided
}

// hasCode reports whether a service answered with an error of a code, or one that the model calls so.
func hasCode(err error, code string) bool {
	m, ok := MetadataOf(err)
	if !ok {
		return false
	}
	if m.Code == code {
		return true
	}
	var modelled interface {
		error
		schema.Shape
	}
	if !errors.As(err, &modelled) {
		return false
	}
	table := modelled.SmithySchema()
	return table.Name == code || table.Error != nil && table.Error.QueryCode == code
}

// wait makes attempts until a verdict ends it.
func (w *Waiter) wait(ctx context.Context, most time.Duration, opts []CallOption, try func(context.Context) (any, Verdict, error)) error {
	least, longest := w.bounds(sequenceOf(opts))
	end := time.Now().Add(most)
	within, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	e := &WaiterError{Waiter: w.Name}
	for last := false; ; {
		start := time.Now()
		out, verdict, err := try(within)
		var broken *validate.Error
		if errors.As(err, &broken) {
			return err
		}
		if over, cause := ended(ctx, within, err); over {
			if e.TimedOut = cause == nil; !e.TimedOut {
				e.Err = cause
			}
			return e
		}
		e.Attempts++
		e.Output, e.Err = out, err
		switch {
		case verdict == Succeeded:
			return nil
		case verdict == Undecided && err != nil:
			return e
		case strings.HasPrefix(string(verdict), string(Failed)):
			_, e.Message, _ = strings.Cut(string(verdict), ": ")
			return e
		}
		now := time.Now()
		left := end.Sub(now)
		if last || left <= 0 {
			e.TimedOut = true
			return e
		}
		var delay time.Duration
		if delay, last = waiterDelay(e.Attempts, least, longest, left); last {
			delay -= min(left, max(2*now.Sub(start), left/10)) // time for the attempt
		}
		if !sleep(ctx, delay) {
			e.Err = context.Cause(ctx)
			return e
		}
	}
}

// ended reports whether a call failed because its time was over: the waiter's, with no cause, or that of the caller's context.
func ended(ctx, within context.Context, err error) (over bool, cause error) {
	switch {
	case err == nil || within.Err() == nil:
		return false, nil
	case ctx.Err() != nil:
		return true, context.Cause(ctx)
	}
	_, answered := MetadataOf(err) // an answer counts, even if it came late
	return !answered, nil
}

// bounds are those of the pauses, with what the caller says of them.
func (w *Waiter) bounds(o sequence) (least, longest time.Duration) {
	const second = time.Second
	least, longest = cmp.Or(w.MinDelay, 2*second), cmp.Or(w.MaxDelay, 120*second)
	if o.least > 0 {
		least = o.least
		longest = max(longest, least)
	}
	if o.most > 0 {
		longest = o.most
		least = min(least, longest)
	}
	return least, longest
}

// waiterDelay is the pause after an attempt, as "Waiter retries" of the Smithy specification has it: a random time between the
// least delay and one that doubles with each attempt up to the longest. What would leave no more than the least delay of the
// time that is left takes all of it, so that one last attempt follows.
func waiterDelay(attempt int, least, longest, left time.Duration) (delay time.Duration, last bool) {
	ceiling := least
	for i := 1; i < attempt && ceiling < longest; i++ {
		ceiling *= 2
	}
	delay = least + rand.N(min(ceiling, longest)-least+1)
	if left-delay <= least {
		return left, true
	}
	return delay, false
}

// AllAre reports whether a list has elements and all of them are want: allStringEquals.
func AllAre(list []string, want string) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(s string) bool { return s != want })
}

// AnyIs reports whether a list has one of the texts: anyStringEquals.
func AnyIs(list []string, texts ...string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(texts, s) })
}
