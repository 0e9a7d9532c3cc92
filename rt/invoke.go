// One call: validate, encode, and attempts until one stands.

package rt

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// call is the state of one call.
type call struct {
	*Client
	*settings // the client's, or the call's own
	op        *Operation
	in        schema.Shape
	out       schema.Shape

	retryer      Retryer
	skip         validate.Class
	interceptors []Interceptor
	capture      *Metadata
	sequence     *sequence           // what it is part of, where its options say something of that
	events       eventStreams        // nil but for operations with event streams
	sends        bool                // the request streams events
	receives     bool                // the reply streams events
	compress     int                 // the least length of bodies that are compressed; none if negative
	params       func(any)           // what the caller changes of the parameters of the rules for endpoints
	custom       string              // where the caller wants the request to go; empty for where the client has it
	auth         AuthScheme          // nil: the request is not signed
	signing      Signing             // what auth is told, anew in each attempt
	renewed      bool                // auth has got another proof after the service refused one
	unasked      bool                // the body goes out at once, after somebody refused to be asked for it
	adapt        func(k *call) error // makes the message of a call one that is presigned; nil for calls
	open         bool                // what proves who presigned it says nothing of its body
	where        EndpointCall
	moved        bool // the next attempt goes to another endpoint

	message    *Request
	body       payload
	invocation string // the id that all attempts share
	idempotent string // the token that all attempts share, once it is asked for
	random     [16]byte
	reply      Reply  // to the last attempt
	verified   string // the algorithm by which its body is; empty if it is not
	attempt    int
	sent       int // how many attempts came as far as the network

	wait       time.Duration // that the service asked for before the next attempt
	withheld   bool          // there was no other attempt, since the last may have been carried out
	vetoed     bool          // an interceptor has ended the call
	late       error         // there was none, since the time of the call would be over
	answered   bool          // a reply came to the last attempt, and no interceptor ended the call
	unsure     bool          // an attempt to which none came may have brought the request to the service
	received   int64         // the length of its body; -1 if it is a stream
	perAttempt *timeLimit
	perCall    *timeLimit
	handed     *limitedBody // the reply's body, if the caller reads it and limits have to live so long
	telemetry  *telemetry   // nil if nobody is told
	changes    []func(*Options)
	wrong      error // what is wrong with those
}

func (c *Client) invoke(ctx context.Context, op *Operation, in, out schema.Shape, events eventStreams, opts []CallOption) error {
	k := c.newCall(op, in, opts)
	k.out, k.events = out, events
	if k.capture != nil {
		*k.capture = Metadata{}
	}
	if k.options.Telemetry != nil {
		return k.observed(ctx)
	}
	return k.perform(ctx)
}

// newCall makes a call with its options. What is wrong with those, prepare says.
func (c *Client) newCall(op *Operation, in schema.Shape, opts []CallOption) *call {
	k := &call{Client: c, settings: c.settings, op: op, in: in}
	k.adopt(opts)
	if k.changes != nil {
		k.wrong = k.resettle()
		k.adopt(opts)
	}
	return k
}

// adopt takes over what the client was told, and what the call's options say of it.
func (k *call) adopt(opts []CallOption) {
	k.retryer, k.skip, k.interceptors = k.options.Retryer, k.options.SkipValidation, k.options.Interceptors
	k.compress, k.params = k.options.MinCompressBytes, nil
	if k.options.DisableCompression {
		k.compress = -1
	}
	for _, opt := range opts {
		if opt != nil {
			opt(k)
		}
	}
	if k.retryer == nil {
		k.retryer = k.options.Retryer
	}
}

// resettle makes settings of the call's own out of those of the client.
func (k *call) resettle() error {
	spec := k.spec
	for _, change := range k.changes {
		change(&spec.Options)
	}
	if spec.Options.Retryer == nil {
		spec.Options.Retryer = k.spec.Options.Retryer
	}
	s, err := spec.settle()
	if err == nil {
		k.settings = s
	}
	return err
}

// perform makes the call, within its time limit if it has one.
func (k *call) perform(ctx context.Context) error {
	ctx, k.perCall = limited(ctx, k.options.CallTimeout, callTimeout)
	err := k.prepare(ctx)
	if err == nil {
		if err = k.run(ctx); err != nil || !streams(k.out) {
			k.body.release() // else both bodies may be on their way
		}
	} else if late := overtime(ctx); late != nil && !errors.Is(err, late) {
		err = k.stopped(late, err)
	}
	late := k.release(k.perCall, err)
	if err == nil && late != nil {
		return k.stopped(late, nil)
	}
	return late
}

// prepare does all that is the same for each attempt.
func (k *call) prepare(ctx context.Context) error {
	if k.telemetry != nil {
		defer k.telemetry.prepared(time.Now())
	}
	if k.wrong != nil {
		return &CallError{Operation: k.op.Name, Err: fmt.Errorf("the options of the call: %w", k.wrong)}
	}
	if mem.IsNil(k.in) {
		return &CallError{Operation: k.op.Name, Err: errors.New("the request is nil")}
	}
	if err := k.validate(k.in); err != nil {
		return err
	}
	if err := k.encode(ctx); err != nil {
		return &CallError{Operation: k.op.Name, Err: fmt.Errorf("cannot encode the request: %w", err)}
	}
	k.invocation = newUUID(k.options.Random, &k.random)
	return nil
}

// encode makes the message and its body.
func (k *call) encode(ctx context.Context) error {
	op := k.op
	m, err := k.protocol.Encode(k.service, op, k.in, k.token)
	if err != nil {
		return err
	}
	k.message = m
	m.NoHostPrefix = k.options.NoHostPrefix
	if err := k.chooseAuth(); err != nil {
		return err
	}
	if err := k.locate(ctx); err != nil {
		return err
	}
	for _, h := range k.service.Headers {
		if len(m.Header[h.Name]) == 0 {
			m.Header[h.Name] = []string{h.Value}
		}
	}
	if err := k.applySteps(ctx); err != nil {
		return err
	}
	if k.events != nil {
		if err := k.events.start(k); err != nil {
			return err
		}
	}
	if k.adapt != nil {
		if err := k.adapt(k); err != nil {
			return err
		}
	}
	if op.Compress != nil && k.compress >= 0 {
		op.Compress(m, k.compress)
	}
	return k.measure(ctx)
}

// measure reads the body for what is told of it before it is sent: its hash in the signature, its length and its digests in
// headers.
func (k *call) measure(ctx context.Context) error {
	if k.sends {
		k.body = payload{length: -1, hash: eventsHash}
		return nil
	}
	if k.open && k.op.Stream != nil {
		k.body = payload{hash: unsignedPayload}
		return nil
	}
	d, err := k.demand()
	if err != nil {
		return err
	}
	d.ctx = ctx
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

// demand is what has to be known of the body before it is sent. A body with a checksum need not be signed over an encrypted
// connection, but its length has to be known, since it may go in pieces.
func (k *call) demand() (d demand, err error) {
	op, encrypted := k.op, k.message.Endpoint.Scheme == "https"
	d = demand{
		auth: k.auth, secure: encrypted && k.adapt == nil,
		hash:   k.hashed() && !op.UnsignedPayload && !k.open,
		length: op.KnownLength, bound: k.options.MaxBufferedBytes,
	}
	if op.Digest != nil {
		d.digest = op.Digest()
	}
	if op.Checksum == nil {
		return d, nil
	}
	request, response := k.options.RequestChecksums, k.options.ResponseChecksums
	if k.adapt != nil {
		request, response = WhenRequired, WhenRequired // what is sent later is not known yet
	}
	if k.message.Stream != nil {
		d.length, d.hash = true, d.hash && !encrypted
	}
	digest, err := op.Checksum.Prepare(k.in, k.message.Header, request, response)
	if digest != nil {
		d.digest = digest
	}
	return d, err
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

// newRequest makes the HTTP request of one attempt.
func (k *call) newRequest(ctx context.Context) (*http.Request, error) {
	if k.moved {
		if err := k.relocate(ctx); err != nil {
			return nil, err
		}
	}
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
	if !k.hashed() {
		return h
	}
	attempt := "attempt=" + strconv.Itoa(k.attempt)
	if n := k.maxAttempts(); n > 0 {
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
	return k.prove(ctx, req)
}

// prove adds to an attempt what proves who calls.
func (k *call) prove(ctx context.Context, req *http.Request) error {
	if k.auth == nil {
		return nil
	}
	if err := k.mayProve(req); err != nil {
		return err
	}
	sign := k.body.sign
	if sign == nil {
		sign = signAlone
	}
	if err := sign(ctx, k, req); err != nil {
		return fmt.Errorf("cannot sign the request: %w", err)
	}
	return nil
}

// signAlone signs a request whose body needs no more than that.
func signAlone(ctx context.Context, k *call, req *http.Request) error {
	return k.auth.Sign(ctx, k.signingOf(req))
}

// signingOf is what the call's scheme is told of an attempt.
func (k *call) signingOf(req *http.Request) *Signing {
	s := &k.signing
	s.Request, s.PayloadHash, s.At, s.Operation, s.Input = req, k.body.hash, k.now(), k.op, k.in
	return s
}

// receive reads a reply into the call's output or makes its error.
func (k *call) receive(resp *http.Response) (wait time.Duration, err error) {
	k.reply = Reply{Status: resp.StatusCode, Header: resp.Header, MaxMemory: k.options.MaxReplyMemory}
	if resp.Body == nil { // an HTTP client of the caller's own may leave it out
		resp.Body = http.NoBody
	}
	wait, err = k.read(resp)
	if k.capture != nil {
		*k.capture = Metadata{
			Status: k.reply.Status, Header: k.reply.Header, RequestID: k.reply.requestID(), Attempts: k.sent,
			ChecksumAlgorithm: k.verified,
		}
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
		resp.Body = k.handOver(resp.Body)
		return 0, k.events.receive(k, resp)
	}
	if reply.Status < http.StatusMultipleChoices && streams(k.out) {
		resp.Body = downloaded(resp)
		k.verify(resp)
		resp.Body = k.handOver(resp.Body)
		reply.Stream = resp.Body
		if err := k.protocol.Decode(k.op, reply, k.out); err != nil {
			_ = resp.Body.Close()
			return 0, k.unreadable(reply, err)
		}
		return 0, nil
	}
	k.verify(resp)
	buffer, err := readBody(resp, k.options.MaxReplyBytes)
	defer buffer.release()
	reply.Body, k.received = buffer.Bytes(), int64(buffer.Len())
	if err != nil {
		return retryAfter(reply.Header, k.now()), k.cutShort(reply, err)
	}
	if reply.Status >= http.StatusMultipleChoices || k.op.ErrorWithin && k.errorWithin(reply) {
		return retryAfter(reply.Header, k.now()), k.failed(reply)
	}
	if isPage(reply.Body) && document(k.out) {
		return 0, k.unreadable(reply, errPage)
	}
	if err := k.protocol.Decode(k.op, reply, k.out); err != nil {
		return 0, k.unreadable(reply, err)
	}
	for _, c := range k.op.Checks {
		if err := c.Check(k.in, k.out); err != nil {
			return 0, k.unreadable(reply, err)
		}
	}
	return 0, nil
}

// verify has a reply's body compared with its checksum while it is read, if there is one.
func (k *call) verify(resp *http.Response) {
	k.verified = ""
	if k.op.Checksum != nil {
		k.verified = k.op.Checksum.Verify(k.in, k.message.Header, resp)
	}
}

// streams reports whether the reply's body is handed to the caller unread.
func streams(out schema.Shape) bool {
	m := out.SmithySchema().Payload()
	return m != nil && m.Kind == schema.ReadCloser
}
