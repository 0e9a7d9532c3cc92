// Attempts: making them, and whether there is another. docs/retries.md says the rules in words.

package rt

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// run makes attempts until one stands.
func (k *call) run(ctx context.Context) error {
	settle := func(error) error { return nil } // settles what the retryer lent for the attempt
	var last error
	for k.attempt = 1; ; k.attempt++ {
		release, err := attemptToken(ctx, k.retryer)
		if err != nil {
			return k.stopped(err, last)
		}
		err = k.try(ctx)
		k.unsure = k.unsure || mayHaveArrived(err)
		_, _ = settle(err), release(err) // a full bucket is no reason to fail
		if err == nil {
			return nil
		}
		if settle = k.again(ctx, err); settle == nil {
			return k.ended(ctx, err)
		}
		last = err
	}
}

// attemptToken asks the retryer for leave to make an attempt, which may take a while.
func attemptToken(ctx context.Context, r Retryer) (func(error) error, error) {
	if over := context.Cause(ctx); over != nil {
		return nil, over
	}
	if v2, ok := r.(aws.RetryerV2); ok {
		release, err := v2.GetAttemptToken(ctx)
		if over := context.Cause(ctx); err != nil && over != nil {
			err = over // which knows of the limits of the client
		}
		return release, err
	}
	return r.GetInitialToken(), nil
}

// The reasons for which there is no other attempt, for the log.
const (
	lastAttempt   = "it was the last attempt"
	notRetryable  = "the error is not one that another attempt may cure"
	mayBeDone     = "the service may have carried the request out"
	bodyIsGone    = "the body cannot be sent again"
	budgetIsSpent = "the client's budget for retries is spent"
	timeIsUp      = "there is no time left"
)

// again decides about another attempt and waits for its time. It returns what settles with the retryer once that attempt is
// over; nil if there is none.
func (k *call) again(ctx context.Context, err error) func(error) error {
	if k.signAnew(ctx, err) || k.sendUnasked() && ctx.Err() == nil {
		k.logRetry(ctx, err, 0)
		k.retryObserved(ctx, err, 0)
		return func(error) error { return nil }
	}
	settle, wait, reason := k.mayRetry(ctx, err)
	if reason == "" {
		k.logRetry(ctx, err, wait)
		k.retryObserved(ctx, err, wait)
		if sleep(ctx, wait) {
			return settle
		}
		reason = timeIsUp
	}
	if k.withheld = reason == mayBeDone; reason != notRetryable {
		k.logGivenUp(ctx, err, reason)
	}
	return nil
}

// mayRetry says why there is no other attempt, or when it is due and what settles it with the retryer.
func (k *call) mayRetry(ctx context.Context, err error) (settle func(error) error, wait time.Duration, reason string) {
	limit := k.maxAttempts()
	switch {
	case ctx.Err() != nil:
		return nil, 0, timeIsUp
	case k.vetoed || !k.retryer.IsErrorRetryable(err) || pointless(err):
		return nil, 0, notRetryable
	case limit > 0 && k.attempt >= limit:
		return nil, 0, lastAttempt
	case !k.harmless(err):
		return nil, 0, mayBeDone
	case !k.repeatable():
		return nil, 0, bodyIsGone
	}
	wait, delayErr := k.retryer.RetryDelay(k.attempt, err)
	if delayErr != nil {
		return nil, 0, notRetryable
	}
	wait = max(wait, k.wait)
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return nil, 0, timeIsUp
	}
	if k.perCall.reaches(wait) {
		k.late = k.perCall.err
		return nil, 0, timeIsUp
	}
	settle, tokenErr := k.retryer.GetRetryToken(ctx, err) // last, since an attempt that is not made costs nothing
	if tokenErr != nil {
		return nil, 0, budgetIsSpent
	}
	return settle, wait, ""
}

// maxAttempts is how often the request is sent at most; 0 for no limit.
func (k *call) maxAttempts() int {
	if k.options.MaxAttempts > 0 {
		return k.options.MaxAttempts
	}
	return k.retryer.MaxAttempts()
}

// harmless reports whether another attempt cannot do again what the last one may have done.
func (k *call) harmless(err error) bool {
	if k.options.RetryUnsafe || k.op.Idempotent || idempotent(k.op.Method) {
		return true
	}
	var lost *lostError
	if errors.As(err, &lost) {
		return lost.unsent
	}
	if !k.answered {
		return true // it was not sent, whatever was answered to those who were asked for what signs it
	}
	var sure interface { // what the runtime says itself of an answer, and not what it says of the cause
		RetryableError() bool
		unmarked() error
	}
	if k.service.Transient || errors.As(err, &sure) {
		return true
	}
	var status interface{ HTTPStatusCode() int }
	if !errors.As(err, &status) {
		return true
	}
	switch status.HTTPStatusCode() {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return false
	}
	return true
}

// idempotent reports whether a method promises that to repeat a request does no more than to send it once: RFC 9110, section
// 9.2.2.
func idempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodTrace:
		return true
	}
	return false
}

// pointless reports whether an error of the network will be the same next time.
func pointless(err error) bool {
	var certificate *tls.CertificateVerificationError
	var body *bodyError
	return errors.As(err, &certificate) || errors.As(err, &body)
}

// unsent reports whether a request that got no reply cannot have reached the service as a whole: there was no connection, or
// its body was not asked for.
func unsent(req *http.Request, err error) bool {
	var network *net.OpError
	if errors.As(err, &network) && (network.Op == "dial" || network.Op == "proxyconnect") {
		return true
	}
	body, ok := req.Body.(interface{ begun() bool })
	return ok && !body.begun()
}

// mayHaveArrived reports whether an attempt that failed may have brought the request to the service.
func mayHaveArrived(err error) bool {
	var lost *lostError
	return errors.As(err, &lost) && !lost.unsent
}

// sleep waits; false when the context ends before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// ended is the error of a call whose last attempt failed with err.
func (k *call) ended(ctx context.Context, err error) error {
	over := context.Cause(ctx)
	if over == nil && k.late != nil {
		over = k.late
	}
	if over == nil || errors.Is(err, over) {
		return k.final(err)
	}
	return k.stopped(over, err)
}

// stopped is the error of a call that something other than an answer ended. last is what the last attempt came to; nil if
// there was none.
func (k *call) stopped(why, last error) error {
	if last != nil {
		why = fmt.Errorf("%w; the last answer was: %w", why, k.final(last))
	}
	return &CallError{Operation: k.op.Name, Attempts: k.sent, Unsure: k.unsure, Err: why}
}

// final is the error that the caller gets: without what the retryer was told, and with the number of attempts. An error that is
// not of the call's own reply, such as one of the service that gives out credentials, may be that of other calls too, and
// is not changed.
func (k *call) final(err error) error {
	err = unmarked(err)
	if k.answered {
		if m, ok := MetadataOf(err); ok {
			m.Attempts = k.sent
			return err
		}
		var reply *ReplyError
		if errors.As(err, &reply) {
			reply.Attempts = k.sent
			return err
		}
	}
	return &CallError{Operation: k.op.Name, Attempts: k.sent, Unsure: k.unsure, Err: err, withheld: k.withheld}
}

// unmarked is an error without what the retryer is told of it.
func unmarked(err error) error {
	for {
		marked, ok := err.(interface{ unmarked() error })
		if !ok {
			return err
		}
		err = marked.unmarked()
	}
}

// lostError marks an exchange that broke: no reply came, or only the beginning of one. The retryers of aws-sdk-go-v2 look for
// its method, and take it for a broken connection unless the cause says more.
type lostError struct {
	err    error
	unsent bool // the request cannot have reached the service as a whole
}

func (e *lostError) Error() string         { return e.err.Error() }
func (e *lostError) Unwrap() error         { return e.err }
func (e *lostError) ConnectionError() bool { return true }
func (e *lostError) unmarked() error       { return e.err }

// repeatableError marks an answer that may be another one next time, because the model says so or because the clock was wrong.
// The retryers of aws-sdk-go-v2, whatever else they are told, look for its method.
type repeatableError struct{ err error }

func (e *repeatableError) Error() string        { return e.err.Error() }
func (e *repeatableError) Unwrap() error        { return e.err }
func (e *repeatableError) RetryableError() bool { return true }
func (e *repeatableError) unmarked() error      { return e.err }

// throttledError marks an answer that says that there are too many requests. Retryers know such answers by their codes, and
// this one has a code that all know, whatever the model calls it.
type throttledError struct{ err error }

func (e *throttledError) Error() string        { return e.err.Error() }
func (e *throttledError) Unwrap() error        { return e.err }
func (e *throttledError) ErrorCode() string    { return "ThrottlingException" }
func (e *throttledError) RetryableError() bool { return true }
func (e *throttledError) unmarked() error      { return e.err }

// skewCodes are the answers to a request whose signature is too old or too new.
var skewCodes = []string{
	"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
	"AccessDeniedException", "Forbidden", // the last is what a reply to HEAD, which says nothing else, is called
}

// minSkew is how far clocks may be apart before it matters to a signature.
const minSkew = 4 * time.Minute

// correctClock sets the clock by the server's, and returns true, when that explains the error.
func (k *call) correctClock(code string, reply *Reply) bool {
	if reply.Status < 400 || reply.Status >= 500 || !slices.Contains(skewCodes, code) {
		return false
	}
	server, err := http.ParseTime(reply.Header.Get("Date"))
	if err != nil {
		return false
	}
	skew := server.Sub(k.options.Clock())
	if change := skew - time.Duration(k.skew.Load()); change.Abs() < minSkew {
		return false
	}
	k.skew.Store(int64(skew))
	return true
}

// maxRetryAfter is the longest wait that a service can ask for.
const maxRetryAfter = 20 * time.Second

// retryAfter is how long a reply asks to wait, at most maxRetryAfter: X-Amz-Retry-After has it in milliseconds, Retry-After in
// seconds or as a date by the server's clock, which now is read from.
func retryAfter(h http.Header, now time.Time) time.Duration {
	const most = int64(maxRetryAfter / time.Millisecond)
	if ms, err := strconv.ParseInt(h.Get("X-Amz-Retry-After"), 10, 64); err == nil {
		return time.Duration(min(max(ms, 0), most)) * time.Millisecond
	}
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return min(time.Duration(min(max(seconds, 0), most))*time.Second, maxRetryAfter)
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
