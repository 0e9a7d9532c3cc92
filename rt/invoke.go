// One call: validate, encode, and attempts until one stands.

package rt

import (
	"context"
	"crypto/md5"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// call is the state of one call.
type call struct {
	*Client
	op  *Operation
	in  schema.Shape
	out schema.Shape

	retryer      Retryer
	skip         validate.Class
	interceptors []Interceptor
	capture      *Metadata

	message    *Request
	body       payload
	invocation string // the id that all attempts share
	idempotent string // the token that all attempts share, once it is asked for
	random     [16]byte
	reply      Reply // to the last attempt
	attempt    int
	sent       int // how many attempts came as far as the network
}

func (c *Client) invoke(ctx context.Context, op *Operation, in, out schema.Shape, opts []CallOption) error {
	k := call{
		Client: c, op: op, in: in, out: out,
		retryer: c.options.Retryer, skip: c.options.SkipValidation, interceptors: c.options.Interceptors,
	}
	for _, opt := range opts {
		if opt != nil {
			opt(&k)
		}
	}
	if k.capture != nil {
		*k.capture = Metadata{}
	}
	if err := k.prepare(); err != nil {
		return err
	}
	return k.run(ctx)
}

// prepare does all that is the same for each attempt.
func (k *call) prepare() error {
	if mem.IsNil(k.in) {
		return &CallError{Operation: k.op.Name, Err: errors.New("the request is nil")}
	}
	if err := k.validate(); err != nil {
		return err
	}
	var err error
	if k.message, err = k.protocol.Encode(k.op, k.in, k.token); err == nil {
		k.checksum()
		k.body, err = newPayload(k.message, k.op.UnsignedPayload, k.auth != nil && !k.op.Anonymous)
	}
	if err != nil {
		return &CallError{Operation: k.op.Name, Err: fmt.Errorf("cannot encode the request: %w", err)}
	}
	k.invocation = newUUID(k.options.Random, &k.random)
	return nil
}

// checksum sets the header Content-MD5 where the model asks for it and the body is in memory.
func (k *call) checksum() {
	if k.op.ChecksumMD5 && k.message.Stream == nil && k.message.Header.Get("Content-Md5") == "" {
		sum := md5.Sum(k.message.Body) // it guards against accidents only
		k.message.Header.Set("Content-Md5", base64.StdEncoding.EncodeToString(sum[:]))
	}
}

func (k *call) validate() error {
	v, ok := k.in.(interface{ Validate() error })
	if !ok || k.skip&validate.All == validate.All {
		return nil
	}
	err := v.Validate()
	if err == nil {
		return nil
	}
	var broken *validate.Error
	if errors.As(err, &broken) {
		// What a pattern could not decide in time is left to the service, which checks again.
		return broken.Without(k.skip | validate.Undecided)
	}
	return err
}

// token makes one idempotency token a call, however many attempts it takes.
func (k *call) token() string {
	if k.idempotent == "" {
		k.idempotent = newUUID(k.options.Random, &k.random)
	}
	return k.idempotent
}

// run makes attempts until one stands, as aws-sdk-go-v2's retryers have it.
func (k *call) run(ctx context.Context) error {
	for k.attempt = 1; ; k.attempt++ {
		release, err := attemptToken(ctx, k.retryer)
		if err != nil {
			return &CallError{Operation: k.op.Name, Attempts: k.sent, Err: err}
		}
		wait, err := k.try(ctx)
		_ = release(err) // a full bucket is no reason to fail
		if err == nil {
			return nil
		}
		if !k.again(ctx, err, wait) {
			if over := context.Cause(ctx); over != nil && !errors.Is(err, over) {
				err = fmt.Errorf("%w; the last answer was: %w", over, k.final(err))
				return &CallError{Operation: k.op.Name, Attempts: k.sent, Err: err}
			}
			return k.final(err)
		}
	}
}

func attemptToken(ctx context.Context, r Retryer) (func(error) error, error) {
	if v2, ok := r.(aws.RetryerV2); ok {
		return v2.GetAttemptToken(ctx)
	}
	return r.GetInitialToken(), nil
}

// again decides about another attempt and waits for its time.
func (k *call) again(ctx context.Context, err error, wait time.Duration) bool {
	limit := k.retryer.MaxAttempts()
	if ctx.Err() != nil || limit > 0 && k.attempt >= limit || !k.body.rewindable() {
		return false
	}
	if !k.retryer.IsErrorRetryable(err) {
		return false
	}
	release, tokenErr := k.retryer.GetRetryToken(ctx, err)
	if tokenErr != nil {
		return false
	}
	delay, delayErr := k.retryer.RetryDelay(k.attempt, err)
	_ = release(delayErr)
	if delayErr != nil {
		return false
	}
	return sleep(ctx, max(delay, wait))
}

// sleep waits; false when the context ends before, or would.
func sleep(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// final puts the number of attempts into the error that the caller gets.
func (k *call) final(err error) error {
	var repeatable *repeatableError
	if errors.As(err, &repeatable) {
		err = repeatable.err
	}
	if m, ok := MetadataOf(err); ok {
		m.Attempts = k.attempt
		return err
	}
	var reply *ReplyError
	if errors.As(err, &reply) {
		reply.Attempts = k.attempt
		return err
	}
	return &CallError{Operation: k.op.Name, Attempts: k.sent, Err: err}
}

// try makes one attempt. wait is how long the service asks to wait before the next.
func (k *call) try(ctx context.Context) (wait time.Duration, err error) {
	a := Attempt{Service: k.service.ID, Operation: k.op.Name, Number: k.attempt, Input: k.in}
	if a.Request, err = k.newRequest(ctx); err != nil {
		return 0, err
	}
	for _, i := range k.interceptors {
		if i.BeforeSigning != nil {
			if err := i.BeforeSigning(ctx, &a); err != nil {
				return 0, err
			}
		}
	}
	if err := k.sign(ctx, a.Request); err != nil {
		return 0, err
	}
	for _, i := range k.interceptors {
		if i.AfterSigning != nil {
			if err := i.AfterSigning(ctx, &a); err != nil {
				return 0, err
			}
		}
	}
	k.logRequest(ctx, &a)
	start := time.Now()
	k.sent++
	a.Response, a.Err = k.options.send(a.Request) //nolint:bodyclose // receive and discard close it
	sent := time.Since(start)
	for _, i := range k.interceptors {
		if i.AfterResponse != nil {
			if err := i.AfterResponse(ctx, &a); err != nil {
				discard(a.Response)
				return 0, err
			}
		}
	}
	if a.Response == nil {
		k.logFailure(ctx, &a, sent)
		return 0, &sendError{bare(a.Err)}
	}
	wait, err = k.receive(a.Response)
	k.logReply(ctx, &a, sent, err)
	return wait, err
}

// newRequest makes the HTTP request of one attempt.
func (k *call) newRequest(ctx context.Context) (*http.Request, error) {
	body, err := k.body.open()
	if err != nil {
		return nil, err
	}
	u := *k.endpoint
	u.RawPath = joinPath(u.EscapedPath(), k.message.Path)
	u.Path = unescape(u.RawPath)
	u.RawQuery = k.message.Query
	u.Host = k.message.HostPrefix + u.Host
	req := (&http.Request{}).WithContext(ctx) // now, since it copies the request
	req.Method, req.URL, req.Host, req.Header = k.op.Method, &u, u.Host, k.header()
	req.Proto, req.ProtoMajor, req.ProtoMinor = "HTTP/1.1", 1, 1
	req.Body, req.ContentLength = body, k.body.length
	return req, nil
}

// header is what an attempt sends before it is signed. Most requests have up to eight headers, signature included, which a
// map that is made for eight holds in one piece. Services that take AWS's signatures are told which attempt it is.
func (k *call) header() http.Header {
	h := make(http.Header, 8)
	maps.Copy(h, k.message.Header)
	h["User-Agent"] = k.userAgent
	if k.auth == nil {
		return h
	}
	attempt := "attempt=" + strconv.Itoa(k.attempt)
	if n := k.retryer.MaxAttempts(); n > 0 {
		attempt = "attempt=" + strconv.Itoa(k.attempt) + "; max=" + strconv.Itoa(n)
	}
	values := []string{k.invocation, attempt}
	h["Amz-Sdk-Invocation-Id"] = values[:1:1]
	h["Amz-Sdk-Request"] = values[1:]
	return h
}

func (k *call) sign(ctx context.Context, req *http.Request) error {
	if k.auth == nil || k.op.Anonymous {
		return nil
	}
	at := k.options.Clock().Add(time.Duration(k.skew.Load()))
	if err := k.auth.Sign(ctx, req, k.body.hash, at); err != nil {
		return fmt.Errorf("cannot sign the request: %w", err)
	}
	return nil
}

// receive reads a reply into the call's output or makes its error.
func (k *call) receive(resp *http.Response) (wait time.Duration, err error) {
	k.reply = Reply{Status: resp.StatusCode, Header: resp.Header}
	reply := &k.reply
	if k.capture != nil {
		*k.capture = Metadata{Status: reply.Status, Header: reply.Header, RequestID: RequestID(reply.Header), Attempts: k.attempt}
	}
	if reply.Status < http.StatusMultipleChoices && streams(k.out) {
		reply.Stream = resp.Body
		if err := k.protocol.Decode(k.op, reply, k.out); err != nil {
			_ = resp.Body.Close()
			return 0, k.unreadable(reply, err)
		}
		return 0, nil
	}
	buffer, err := readBody(resp, k.options.MaxReplyBytes)
	defer buffer.release()
	reply.Body = buffer.Bytes()
	if err != nil {
		return 0, k.unreadable(reply, err)
	}
	if reply.Status >= http.StatusMultipleChoices {
		return retryAfter(reply.Header), k.failed(reply)
	}
	if err := k.protocol.Decode(k.op, reply, k.out); err != nil {
		return 0, k.unreadable(reply, err)
	}
	return 0, nil
}

// streams reports whether the reply's body is handed to the caller unread.
func streams(out schema.Shape) bool {
	m := out.SmithySchema().Payload()
	return m != nil && m.Kind == schema.ReadCloser
}

// discard closes a reply that nobody reads.
func discard(resp *http.Response) {
	if resp != nil {
		_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
		_ = resp.Body.Close()
	}
}
