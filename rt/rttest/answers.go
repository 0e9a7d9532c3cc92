// What a fake can answer.

package rttest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"reflect"
	"strings"
	"syscall"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// Answer is what comes back for a request: a reply, or none.
type Answer struct {
	give   func(*Request) (*http.Response, error)
	always bool
}

// Always makes an answer good for every further request, and no error if none comes.
func (a Answer) Always() Answer {
	a.always = true
	return a
}

// OK answers with an output, a pointer to a struct of the generated package, as the service would send it. The status is 200
// where the output has no member for it. A body that is a stream is handed on as it is, and so good for one reply.
func OK(out schema.Shape) Answer {
	return modelled(func(r *Request, w *writer) (*message, error) {
		if mem.IsNil(out) {
			return nil, errors.New("rttest.OK has nil to answer with: give it a pointer to the output's struct")
		}
		if got, want := reflect.TypeOf(out), reflect.TypeOf(r.output); got != want {
			return nil, fmt.Errorf("rttest.OK has a %s to answer with, and %s returns a %s", got, r.Operation, want)
		}
		return w.output(out, r.id())
	})
}

// Failure is an error of a generated package: every struct there that embeds [rt.ErrorMetadata].
type Failure interface {
	error
	schema.Shape
	Metadata() *rt.ErrorMetadata
}

// Fail answers with an error of the model, as the service would send it. Of the metadata, Text is sent as the error's message
// where the struct has none, and RequestID and Status instead of what they would be: the status is the model's, or else 400,
// and 500 if it says that the fault is the server's.
func Fail(err Failure) Answer {
	return modelled(func(r *Request, w *writer) (*message, error) {
		if mem.IsNil(err) {
			return nil, errors.New("rttest.Fail has nil to answer with: give it a pointer to the error's struct")
		}
		if !names(w.op, err) {
			return nil, fmt.Errorf("rttest.Fail has a %T to answer with, which is no error of %s: what else a service may say "+
				"can be sent by rttest.Refuse", err, r.Operation)
		}
		return w.failure(failureOf(err, r.id()))
	})
}

// names reports whether the operation has such an error.
func names(op *rt.Operation, err schema.Shape) bool {
	for _, known := range op.Errors {
		if reflect.TypeOf(known) == reflect.TypeOf(err) {
			return true
		}
	}
	return false
}

func failureOf(err Failure, id string) *failure {
	s, meta := err.SmithySchema(), err.Metadata()
	f := &failure{status: meta.Status, code: s.Name, text: meta.Text, requestID: cmp.Or(meta.RequestID, id), shape: err}
	if e := s.Error; e != nil {
		f.queryCode, f.server = cmp.Or(e.QueryCode, s.Name), e.Server
		f.status = cmp.Or(f.status, e.Status)
	}
	if f.status == 0 {
		if f.status = http.StatusBadRequest; f.server {
			f.status = http.StatusInternalServerError
		}
	}
	return f
}

// Refuse answers with an error that need not be in the model, by its code, such as "AccessDeniedException", and what it says.
func Refuse(status int, code, text string) Answer {
	return modelled(func(r *Request, w *writer) (*message, error) {
		return w.failure(&failure{
			status: status, code: code, queryCode: code, text: text, requestID: r.id(), server: status >= http.StatusInternalServerError,
		})
	})
}

// Throttle answers that requests come too fast: with the operation's own error for that if the model has one, else with a
// ThrottlingException. By default it is tried again, of which a fake's client is quick.
func Throttle() Answer {
	return modelled(func(r *Request, w *writer) (*message, error) {
		const text = "Rate exceeded"
		for _, shape := range w.op.Errors {
			if e := shape.SmithySchema().Error; e == nil || !e.Throttling {
				continue
			}
			if err, ok := mem.NewShape(shape).(Failure); ok {
				err.Metadata().Text = text
				return w.failure(failureOf(err, r.id()))
			}
		}
		const code = "ThrottlingException"
		return w.failure(&failure{status: http.StatusTooManyRequests, code: code, queryCode: code, text: text, requestID: r.id()})
	})
}

// Reply answers with an HTTP message as it stands. The header may be nil.
func Reply(status int, header http.Header, body string) Answer {
	return Answer{give: func(*Request) (*http.Response, error) {
		return response(&message{status: status, header: header.Clone(), body: []byte(body)}), nil
	}}
}

// Drop answers with nothing: the connection is reset once the request is sent.
func Drop() Answer {
	return Answer{give: func(*Request) (*http.Response, error) { return nil, reset() }}
}

// Unreachable answers with nothing: no connection comes about, and the request is not sent.
func Unreachable() Answer {
	return Answer{give: func(*Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}}
}

func reset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}

// Cut answers with the first n bytes of another answer's body, behind which the connection is reset.
func Cut(n int, a Answer) Answer {
	return wrap(a, func(_ *Request, resp *http.Response) (*http.Response, error) {
		resp.Body = &cut{resp.Body, n}
		return resp, nil
	})
}

// cut is a body with an end that it should not have.
type cut struct {
	io.ReadCloser
	left int
}

// Read reads up to the cut.
func (c *cut) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, reset()
	}
	n, err := c.ReadCloser.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

// Delay gives an answer late: after d, or when the request's context ends, and then it is the error of that.
func Delay(d time.Duration, a Answer) Answer {
	late := func(r *Request) (*http.Response, error) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-r.Context().Done():
			return nil, context.Cause(r.Context())
		case <-timer.C:
			return a.give(r)
		}
	}
	return Answer{give: late, always: a.always}
}

// Hang answers never: the request waits until its context ends.
func Hang() Answer {
	return Answer{give: func(r *Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, context.Cause(r.Context())
	}}
}

// WithHeader gives an answer with a header more, such as Retry-After.
func WithHeader(name, value string, a Answer) Answer {
	return wrap(a, func(_ *Request, resp *http.Response) (*http.Response, error) {
		resp.Header.Set(name, value)
		return resp, nil
	})
}

// Func answers with what f says when the request is there. f may be called by several goroutines at once.
func Func(f func(*Request) Answer) Answer {
	return Answer{give: func(r *Request) (*http.Response, error) {
		a := f(r)
		if a.give == nil {
			return nil, r.fail(errors.New("the function of rttest.Func has no answer"))
		}
		return a.give(r)
	}}
}

// wrap changes the reply of an answer that has one.
func wrap(a Answer, change func(*Request, *http.Response) (*http.Response, error)) Answer {
	changed := func(r *Request) (*http.Response, error) {
		resp, err := a.give(r)
		if err != nil {
			return nil, err
		}
		return change(r, resp)
	}
	return Answer{give: changed, always: a.always}
}

// modelled is an answer that is written in the service's protocol.
func modelled(write func(*Request, *writer) (*message, error)) Answer {
	return Answer{give: func(r *Request) (*http.Response, error) {
		if r.op == nil {
			return nil, r.fail(errors.New("the fake does not know what the request is: it must itself be the HTTPClient of the client's " +
				"options, or else all answers be of rttest.Reply"))
		}
		w, err := newWriter(r.protocol, r.service, r.op)
		if err != nil {
			return nil, r.fail(err)
		}
		m, err := write(r, w)
		if err != nil {
			return nil, r.fail(err)
		}
		return response(m), nil
	}}
}

// response makes an HTTP response.
func response(m *message) *http.Response {
	resp := &http.Response{
		Status: strings.TrimSpace(fmt.Sprintf("%03d %s", m.status, http.StatusText(m.status))), StatusCode: m.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: m.header, Body: m.stream, ContentLength: -1,
	}
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	if m.stream == nil {
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(m.body)), int64(len(m.body))
	}
	return resp
}
