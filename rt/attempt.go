// One attempt: sign, send, and read what comes back.

package rt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// try makes one attempt.
func (k *call) try(ctx context.Context) error {
	if k.telemetry != nil {
		return k.attemptObserved(ctx)
	}
	return k.limitedAttempt(ctx)
}

// limitedAttempt is an attempt under its time limit, if it has one.
func (k *call) limitedAttempt(ctx context.Context) error {
	ctx, k.perAttempt = limited(ctx, k.options.AttemptTimeout, attemptTimeout)
	err := k.exchange(ctx)
	if err != nil {
		err = k.blame(ctx, err)
	}
	if late := k.release(k.perAttempt, err); err == nil && late != nil {
		return &lostError{late, false}
	}
	return err
}

// blame puts the limit into an error of an attempt that a limit ended.
func (k *call) blame(ctx context.Context, err error) error {
	late := overtime(ctx)
	if late == nil || !errors.Is(err, context.Canceled) && !errors.Is(err, late) {
		return err
	}
	var lost *lostError
	var reply *ReplyError
	switch {
	case k.answered && errors.As(err, &reply):
		reply.Err = late
	case errors.As(err, &lost):
		lost.err = late
	default:
		return &lostError{fmt.Errorf("%w: %w", late, err), true} // it was being signed
	}
	return err
}

// exchange signs a request, sends it and reads the reply.
func (k *call) exchange(ctx context.Context) (err error) {
	k.wait, k.answered = 0, false
	a := Attempt{Service: k.service.ID, Operation: k.op.Name, Number: k.attempt, Op: k.op, Input: k.in, Output: k.out}
	if a.Request, err = k.newRequest(ctx); err != nil {
		return err
	}
	if err := k.signed(ctx, &a); err != nil {
		return err
	}
	k.logRequest(ctx, &a)
	start := time.Now()
	if body, ok := a.Request.Body.(*inMemory); ok { // no interceptor has put another there
		a.Request.GetBody = body.again
	}
	k.sent++
	a.Response, a.Err = k.options.send(a.Request) //nolint:bodyclose // receive and discard close it
	sent := time.Since(start)
	if a.Err != nil {
		discard(a.Response)
		a.Response = nil
	}
	for _, i := range k.interceptors {
		if i.AfterResponse != nil {
			if err := i.AfterResponse(ctx, &a); err != nil {
				discard(a.Response)
				k.vetoed, k.unsure = true, k.unsure || a.Err == nil || !unsent(a.Request, a.Err)
				return err
			}
		}
	}
	if a.Response == nil {
		k.logFailure(ctx, &a, sent)
		return &lostError{bare(a.Err), unsent(a.Request, a.Err)}
	}
	k.answered = true
	k.wait, err = k.receive(a.Response)
	k.logReply(ctx, &a, sent, err)
	return err
}

// signed signs a request, with the interceptors before and behind that.
func (k *call) signed(ctx context.Context, a *Attempt) error {
	for _, i := range k.interceptors {
		if i.BeforeSigning != nil {
			if err := i.BeforeSigning(ctx, a); err != nil {
				k.vetoed = true
				return err
			}
		}
	}
	var start time.Time
	if k.telemetry != nil {
		start = time.Now()
	}
	if err := k.sign(ctx, a.Request); err != nil {
		return err
	}
	k.describeTransfer(a.Request)
	k.telemetry.signed(a.Request, start)
	for _, i := range k.interceptors {
		if i.AfterSigning != nil {
			if err := i.AfterSigning(ctx, a); err != nil {
				k.vetoed = true
				return err
			}
		}
	}
	return nil
}

// cutShort is the error of a reply whose body did not come as it was sent. Of a request that was refused it is known that it was
// not carried out; a success may stand behind all others.
func (k *call) cutShort(reply *Reply, err error) error {
	unreadable := k.unreadable(reply, err)
	switch {
	case !errors.Is(err, errCut) && !damaged(err) || reply.Status >= http.StatusInternalServerError:
		return unreadable // the status decides
	case reply.Status >= http.StatusBadRequest:
		return &repeatableError{unreadable}
	}
	return &lostError{unreadable, false}
}

// discard closes a reply that nobody reads.
func discard(resp *http.Response) {
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close()
	}
}
