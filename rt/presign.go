// Requests that are made here and sent by somebody else.

package rt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/schema"
)

// Presigner is an [AuthScheme] that can put its proof into an address.
type Presigner interface {
	AuthScheme

	// Presign adds to the query of s.Request what proves who made it, for that long from s.At on, and returns the headers
	// that have to be sent with it beside Host.
	Presign(ctx context.Context, s *Signing, expires time.Duration) (http.Header, error)

	// PresignsOpen reports whether the proof leaves the body out, so that whoever has the request may send any.
	PresignsOpen() bool
}

// PresignedRequest is a request that anybody can send, without credentials, until it expires. Its URL is a secret like those.
type PresignedRequest struct {
	Method string
	URL    string
	Header http.Header // what has to be sent with it, exactly so; net/http sets Host and Content-Length by itself

	// Body is what has to be sent; empty for nothing. Operations with a stream have none here: the sender brings it.
	Body []byte
}

// The bounds of how long a presigned request can be good for.
const (
	minExpires = time.Second
	maxExpires = 7 * 24 * time.Hour
)

// Presign makes a request as [Invoke] does, and instead of sending it returns it with its proof in the address, good for 1
// second to 7 days: every method PresignX of a generated client is this one statement. Credentials that expire earlier end
// it earlier. The options of the call are obeyed, interceptors before signing too.
func Presign(ctx context.Context, c *Client, op *Operation, in schema.Shape, expires time.Duration, opts []CallOption) (*PresignedRequest, error) {
	if expires < minExpires || expires > maxExpires {
		return nil, &CallError{Operation: op.Name, Err: errors.New("a presigned request is good for 1 second to 7 days, and not for " + expires.String())}
	}
	k := c.newCall(op, in, opts)
	k.compress = -1
	k.adapt = (*call).preparePresign
	if err := k.prepare(ctx); err != nil {
		return nil, err
	}
	p, err := k.presign(ctx, expires)
	if err != nil {
		return nil, &CallError{Operation: op.Name, Err: fmt.Errorf("cannot presign the request: %w", err)}
	}
	return p, nil
}

// presigner returns the call's scheme, which has to be one that presigns.
func (k *call) presigner() (Presigner, error) {
	if k.auth == nil {
		return nil, errors.New("nothing signs it: the operation or the configuration asks for no proof of who calls")
	}
	p, ok := k.auth.(Presigner)
	if !ok {
		return nil, errors.New("the scheme " + k.auth.SchemeID() + " puts nothing into addresses")
	}
	return p, nil
}

// preparePresign makes of an encoded message one that is to be presigned.
func (k *call) preparePresign() error {
	p, err := k.presigner()
	if err != nil {
		return err
	}
	k.open = p.PresignsOpen()
	m := k.message
	switch {
	case k.op.Presigned != nil:
		return k.op.Presigned(k.in, m)
	case m.Method == http.MethodPost && strings.HasPrefix(m.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		formToQuery(m)
	}
	return nil
}

// formToQuery makes of a request with a form in its body one that has the form in its address, as services of the query
// protocols take it too.
func formToQuery(m *Request) {
	if m.Query != "" && len(m.Body) > 0 {
		m.Query += "&"
	}
	m.Method, m.Query, m.Body = http.MethodGet, m.Query+string(m.Body), nil
	delete(m.Header, "Content-Type")
}

func (k *call) presign(ctx context.Context, expires time.Duration) (*PresignedRequest, error) {
	p, err := k.presigner()
	if err != nil {
		return nil, err
	}
	body := k.body.data
	a := Attempt{Service: k.service.ID, Operation: k.op.Name, Number: 1, Op: k.op, Input: k.in}
	if a.Request, err = k.newRequest(ctx); err != nil {
		return nil, err
	}
	for _, i := range k.interceptors {
		if i.BeforeSigning != nil {
			if err := i.BeforeSigning(ctx, &a); err != nil {
				return nil, err
			}
		}
	}
	req := a.Request
	for _, name := range []string{"User-Agent", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request"} {
		delete(req.Header, name)
	}
	if n, err := strconv.ParseInt(req.Header.Get("Content-Length"), 10, 64); err == nil && req.ContentLength <= 0 {
		req.ContentLength = n
	}
	if err := k.mayProve(req); err != nil {
		return nil, err
	}
	header, err := p.Presign(ctx, k.signingOf(req), expires)
	if err != nil {
		return nil, err
	}
	return &PresignedRequest{Method: req.Method, URL: req.URL.String(), Header: header, Body: body}, nil
}
