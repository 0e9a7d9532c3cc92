// One call: validate, encode, and attempts until one stands.

package rt

import (
	"context"
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
	events       eventStreams // nil but for operations with event streams
	sends        bool         // the request streams events
	receives     bool         // the reply streams events
	compress     int          // the least length of bodies that are compressed; none if negative
	address      Addressing

	message    *Request
	body       payload
	invocation string // the id that all attempts share
	idempotent string // the token that all attempts share, once it is asked for
	random     [16]byte
	reply      Reply // to the last attempt
	attempt    int
	sent       int // how many attempts came as far as the network
}

func (c *Client) invoke(ctx context.Context, op *Operation, in, out schema.Shape, events eventStreams, opts []CallOption) error {
	k := call{
		Client: c, op: op, in: in, out: out, events: events,
		retryer: c.options.Retryer, skip: c.options.SkipValidation, interceptors: c.options.Interceptors,
		compress: c.options.MinCompressBytes, address: c.address,
	}
	if c.options.DisableCompression {
		k.compress = -1
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
	if err := k.validate(k.in); err != nil {
		return err
	}
	if err := k.encode(); err != nil {
		return &CallError{Operation: k.op.Name, Err: fmt.Errorf("cannot encode the request: %w", err)}
	}
	k.invocation = newUUID(k.options.Random, &k.random)
	return nil
}

// encode makes the message and its body.
func (k *call) encode() error {
	op := k.op
	m, err := k.protocol.Encode(k.service, op, k.in, k.token)
	if err != nil {
		return err
	}
	k.message = m
	m.Endpoint, m.Address, m.NoHostPrefix = k.endpoint, k.address, k.options.NoHostPrefix
	for _, h := range k.service.Headers {
		if len(m.Header[h.Name]) == 0 {
			m.Header[h.Name] = []string{h.Value}
		}
	}
	for _, step := range op.Steps {
		if err := step.Apply(k.in, m); err != nil {
			return err
		}
	}
	if k.events != nil {
		if err := k.events.start(k); err != nil {
			return err
		}
	}
	if op.Compress != nil && k.compress >= 0 {
		op.Compress(m, k.compress)
	}
	return k.measure()
}

// measure reads the body for what is told of it before it is sent: its hash in the signature, its length and its digests in
// headers.
func (k *call) measure() error {
	if k.sends {
		k.body = payload{length: -1, hash: eventsHash}
		return nil
	}
	d := demand{
		hash:   k.auth != nil && !k.op.Anonymous && !k.op.UnsignedPayload,
		length: k.op.KnownLength, bound: k.options.MaxBufferedBytes,
	}
	if k.op.Digest != nil {
		d.digest = k.op.Digest()
	}
	switch {
	case k.message.Stream == nil:
		k.body.take(k.message.Body, &d)
	case k.op.Stream == nil:
		return errors.New("the table of the operation says nothing of a stream: generate the package again")
	default:
		if err := k.op.Stream(&k.body, k.message, &d); err != nil {
			return err
		}
	}
	if d.digest != nil {
		d.digest.SetHeaders(k.message.Header)
	}
	return nil
}

// validate checks a request or an event before it is sent.
func (k *call) validate(in schema.Shape) error {
	v, ok := in.(interface{ Validate() error })
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
	if k.idempotent == "" && k.options.IdempotencyToken != nil {
		k.idempotent = k.options.IdempotencyToken()
	}
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
	if ctx.Err() != nil || limit > 0 && k.attempt >= limit || !k.repeatable() {
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
	u := *k.message.Endpoint
	u.RawPath = joinPath(u.EscapedPath(), k.message.Path)
	u.Path = unescape(u.RawPath)
	u.RawQuery = k.message.Query
	u.Host = k.message.HostPrefix + u.Host
	req := (&http.Request{}).WithContext(ctx) // now, since it copies the request
	req.Method, req.URL, req.Host, req.Header = k.message.Method, &u, u.Host, k.header()
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
	if k.sends {
		return k.events.sign(ctx, k, req)
	}
	if k.auth == nil || k.op.Anonymous {
		return nil
	}
	if err := k.auth.Sign(ctx, req, k.body.hash, k.now()); err != nil {
		return fmt.Errorf("cannot sign the request: %w", err)
	}
	return nil
}

// receive reads a reply into the call's output or makes its error.
func (k *call) receive(resp *http.Response) (wait time.Duration, err error) {
	k.reply = Reply{Status: resp.StatusCode, Header: resp.Header, MaxMemory: k.options.MaxReplyMemory}
	if resp.Body == nil { // an HTTP client of the caller's own may leave it out
		resp.Body = http.NoBody
	}
	wait, err = k.read(resp)
	if k.capture != nil {
		*k.capture = Metadata{Status: k.reply.Status, Header: k.reply.Header, RequestID: k.reply.requestID(), Attempts: k.attempt}
	}
	return wait, err
}

func (k *call) read(resp *http.Response) (wait time.Duration, err error) {
	reply := &k.reply
	if reply.Status < http.StatusOK {
		_ = resp.Body.Close()
		return 0, k.unreadable(reply, errors.New("its status is one that no protocol sends"))
	}
	if reply.Status < http.StatusMultipleChoices && k.receives {
		return 0, k.events.receive(k, resp)
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
	if reply.Status >= http.StatusMultipleChoices || k.op.ErrorWithin && k.errorWithin(reply) {
		return retryAfter(reply.Header), k.failed(reply)
	}
	if isPage(reply.Body) && document(k.out) {
		return 0, k.unreadable(reply, errPage)
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
