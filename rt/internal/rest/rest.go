// Package rest is what the protocols restJson1 and restXml share: the HTTP binding traits of
// https://smithy.io/2.0/spec/http-bindings.html, around documents of any format.
package rest

import (
	"bytes"
	"io"
	"net/http"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// Codec writes and reads the documents in bodies.
type Codec interface {
	// Name is what people call the format, such as "JSON".
	Name() string

	// ContentType is the header of a document: one value, not to be changed.
	ContentType() []string

	// Nothing is the document that a payload's structure has when it is absent; empty for none.
	Nothing() string

	// AppendBody appends the document of those members of the struct at base that stand in a request's body.
	AppendBody(b []byte, s *schema.Struct, base unsafe.Pointer) ([]byte, error)

	// AppendPayload appends the document of the member that is the whole body, whose value lies at p.
	AppendPayload(b []byte, m *schema.Member, p unsafe.Pointer) ([]byte, error)

	// DecodeBody reads the members that stand in a reply's body, into memory bytes at most. The caller gives absent ones
	// their defaults.
	DecodeBody(data []byte, s *schema.Struct, base unsafe.Pointer, memory int64) error

	// DecodePayload reads the member that is the whole body into its place, and into memory bytes at most.
	DecodePayload(data []byte, m *schema.Member, place unsafe.Pointer, memory int64) error
}

// Encode makes the message of a request. token gives the value of idempotency tokens that the caller left out.
func Encode(c Codec, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	s, base := in.SmithySchema(), mem.Pointer(in)
	r := &rt.Request{Method: op.Method, Header: make(http.Header, 4)}
	var err error
	if r.Path, r.Query, err = httpbind.Target(op.Path, s, base, token); err != nil {
		return nil, err
	}
	if m := s.Payload(); m != nil {
		if m.Kind != schema.EventStream { // of a structure that is an output too; what is sent is no part of it
			err = encodePayload(c, r, m, base, token)
		}
	} else if s.HasBody(schema.Bind.InRequest) {
		r.Header["Content-Type"] = c.ContentType()
		r.Body, err = c.AppendBody(make([]byte, 0, 256), s, base)
	}
	if err != nil {
		return nil, err
	}
	return r, httpbind.Headers(r.Header, s, base, token)
}

// encodePayload makes the body of the member that is the whole of it. What is absent has no body and no content type.
func encodePayload(c Codec, r *rt.Request, m *schema.Member, base unsafe.Pointer, token func() string) (err error) {
	p, ok := present(m, base)
	if !ok && m.Token && token != nil {
		made := token()
		p, ok = unsafe.Pointer(&made), true
	}
	if !ok {
		if nothing := c.Nothing(); m.Kind == schema.Structure && nothing != "" {
			setType(r, m, c.ContentType())
			r.Body = []byte(nothing)
		}
		return nil
	}
	switch m.Kind {
	case schema.Reader:
		setType(r, m, octets)
		r.Stream = *(*io.Reader)(p)
	case schema.ReadCloser: // of a structure that is an output too
		setType(r, m, octets)
		r.Stream = *(*io.ReadCloser)(p)
	case schema.Blob:
		setType(r, m, octets)
		r.Body = *(*[]byte)(p)
	case schema.String:
		setType(r, m, plainText)
		r.Body = []byte(*(*string)(p))
	default:
		setType(r, m, c.ContentType())
		r.Body, err = c.AppendPayload(nil, m, p)
	}
	return err
}

// present returns the address of a payload's value: its default where it is absent, but for streams, which are then empty
// anyway.
func present(m *schema.Member, base unsafe.Pointer) (unsafe.Pointer, bool) {
	if m.Kind == schema.Reader || m.Kind == schema.ReadCloser {
		return mem.Load(&m.Type, unsafe.Add(base, m.Offset))
	}
	if p, ok := mem.Load(&m.Type, unsafe.Add(base, m.Offset)); ok {
		return p, true
	}
	return mem.Present(m, base)
}

func setType(r *rt.Request, m *schema.Member, byDefault []string) {
	if m.MediaType != "" {
		byDefault = []string{m.MediaType}
	}
	r.Header["Content-Type"] = byDefault
}

// The headers of bodies that are no documents.
var (
	octets    = []string{"application/octet-stream"}
	plainText = []string{"text/plain"}
)

// Decode fills out, the struct of an output or an error, from a reply: the status, the headers, the body, and what all of them
// left out.
func Decode(c Codec, reply *rt.Reply, out schema.Shape) error {
	s, base := out.SmithySchema(), mem.Pointer(out)
	if err := httpbind.Reply(reply.Status, reply.Header, s, base, reply.MaxMemory); err != nil {
		return err
	}
	if err := decodeBody(c, reply, s, base); err != nil {
		return err
	}
	return mem.Fill(s, base, reply.MaxMemory)
}

func decodeBody(c Codec, reply *rt.Reply, s *schema.Struct, base unsafe.Pointer) error {
	if m := s.Payload(); m != nil {
		return decodePayload(c, reply, m, unsafe.Add(base, m.Offset))
	}
	if !s.HasBody(schema.Bind.InReply) || Blank(reply.Body) {
		return nil
	}
	return fault.Unreadable(c.Name(), c.DecodeBody(reply.Body, s, base, reply.MaxMemory))
}

// decodePayload reads the member that is the whole body into place. A blank body leaves a document absent.
func decodePayload(c Codec, reply *rt.Reply, m *schema.Member, place unsafe.Pointer) error {
	switch m.Kind {
	case schema.ReadCloser:
		*(*io.ReadCloser)(place) = reply.Stream
		return nil
	case schema.Blob:
		if len(reply.Body) > 0 {
			*(*[]byte)(place) = bytes.Clone(reply.Body)
		}
		return nil
	case schema.String:
		if len(reply.Body) > 0 || m.Required {
			*(*string)(mem.Store(&m.Type, place)) = string(reply.Body)
		}
		return nil
	}
	if Blank(reply.Body) {
		return nil
	}
	return fault.Unreadable(c.Name(), c.DecodePayload(reply.Body, m, place, reply.MaxMemory))
}

// Blank reports whether a body holds no document.
func Blank(body []byte) bool { return len(bytes.TrimSpace(body)) == 0 }
