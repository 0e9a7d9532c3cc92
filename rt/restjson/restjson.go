// Package restjson is the protocol restJson1: REST operations with bodies in JSON.
//
// It implements https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html on the side of the client.
package restjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is restJson1.
type Protocol struct{}

var _ rt.Protocol = Protocol{}

// Name returns "restJson1".
func (Protocol) Name() string { return "restJson1" }

// encoding is how requests are written. token gives the value of idempotency tokens that the caller left out.
func encoding(token func() string) *jsonfmt.Options {
	return &jsonfmt.Options{JSONName: true, Time: schema.FormatEpoch, Token: token}
}

// decoding is how replies are read.
var decoding = jsonfmt.Options{JSONName: true, Time: schema.FormatEpoch}

// contentType is the header of a JSON document.
var contentType = []string{"application/json"}

// Encode makes the message of a request.
func (Protocol) Encode(op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	s, base := in.SmithySchema(), mem.Pointer(in)
	r := &rt.Request{Header: make(http.Header, 4)}
	var err error
	if r.Path, r.Query, err = httpbind.Target(op.Path, s, base, token); err != nil {
		return nil, err
	}
	if r.HostPrefix, err = httpbind.Host(op.HostPrefix, s, base); err != nil {
		return nil, err
	}
	if m := s.Payload(); m != nil {
		err = encodePayload(r, m, unsafe.Add(base, m.Offset), encoding(token))
	} else if s.HasBody(schema.Bind.InRequest) {
		r.Header["Content-Type"] = contentType
		r.Body, err = jsonfmt.AppendBody(make([]byte, 0, 256), s, base, encoding(token))
	}
	if err != nil {
		return nil, err
	}
	return r, httpbind.Headers(r.Header, s, base, token)
}

// encodePayload makes the body of the member that is the whole of it.
func encodePayload(r *rt.Request, m *schema.Member, at unsafe.Pointer, o *jsonfmt.Options) (err error) {
	p, ok := mem.Load(&m.Type, at)
	if !ok {
		if m.Kind == schema.Structure {
			setType(r, m, "application/json")
			r.Body = []byte("{}")
		}
		return nil
	}
	switch m.Kind {
	case schema.Reader:
		setType(r, m, "application/octet-stream")
		r.Stream = *(*io.Reader)(p)
	case schema.ReadCloser: // of a structure that is an output too
		setType(r, m, "application/octet-stream")
		r.Stream = *(*io.ReadCloser)(p)
	case schema.Blob:
		setType(r, m, "application/octet-stream")
		r.Body = *(*[]byte)(p)
	case schema.String:
		setType(r, m, "text/plain")
		r.Body = []byte(*(*string)(p))
	default:
		setType(r, m, "application/json")
		r.Body, err = jsonfmt.AppendValue(nil, &m.Type, p, o)
	}
	return err
}

func setType(r *rt.Request, m *schema.Member, byDefault string) {
	if m.MediaType != "" {
		byDefault = m.MediaType
	}
	r.Header["Content-Type"] = []string{byDefault}
}

// Decode fills out from a reply.
func (Protocol) Decode(_ *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	s, base := out.SmithySchema(), mem.Pointer(out)
	if err := httpbind.Reply(reply.Status, reply.Header, s, base); err != nil {
		return err
	}
	if m := s.Payload(); m != nil {
		return decodePayload(reply, m, unsafe.Add(base, m.Offset))
	}
	if !s.HasBody(schema.Bind.InReply) || len(bytes.TrimSpace(reply.Body)) == 0 {
		return nil
	}
	return decodeBody(reply.Body, s, base)
}

func decodeBody(body []byte, s *schema.Struct, base unsafe.Pointer) error {
	return notJSON(jsonfmt.DecodeBody(body, s, base, &decoding))
}

// notJSON says it in plain words, beside the place.
func notJSON(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("its JSON is cut short: %w", err)
	}
	return fmt.Errorf("its JSON is not what the model says: %w", err)
}

func decodePayload(reply *rt.Reply, m *schema.Member, at unsafe.Pointer) error {
	switch m.Kind {
	case schema.ReadCloser:
		*(*io.ReadCloser)(at) = reply.Stream
		return nil
	case schema.Blob:
		if len(reply.Body) > 0 {
			*(*[]byte)(at) = bytes.Clone(reply.Body)
		}
		return nil
	case schema.String:
		if len(reply.Body) > 0 || m.Required {
			*(*string)(mem.Store(&m.Type, at)) = string(reply.Body)
		}
		return nil
	}
	if len(bytes.TrimSpace(reply.Body)) == 0 {
		return nil
	}
	return notJSON(jsonfmt.DecodeValue(reply.Body, &m.Type, at, &decoding))
}

// ErrorOf finds the code in the header X-Amzn-Errortype or in the body's __type or code, without namespace and URI.
func (Protocol) ErrorOf(reply *rt.Reply) (code, message string, err error) {
	code = bareCode(reply.Header.Get("X-Amzn-Errortype"))
	body := bytes.TrimSpace(reply.Body)
	if len(body) == 0 {
		return code, "", nil
	}
	typ, message, err := errorFields(body)
	if code == "" {
		code = bareCode(typ)
	}
	return code, message, notJSON(err)
}

// errorFields reads the members that tell a code and a message, by every name that services give them.
func errorFields(body []byte) (typ, message string, err error) {
	err = jsonfmt.Strings(body, func(key, value string) {
		switch key {
		case "__type", "code", "Code":
			if typ == "" {
				typ = value
			}
		case "message", "Message", "errorMessage":
			if message == "" {
				message = value
			}
		}
	})
	return typ, message, err
}

// bareCode strips the URI behind a colon and the namespace before a hash sign.
func bareCode(s string) string {
	s, _, _ = strings.Cut(s, ":")
	if i := strings.LastIndexByte(s, '#'); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSpace(s)
}

// DecodeError fills the struct of an error of the model.
func (p Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	s, base := out.SmithySchema(), mem.Pointer(out)
	if err := httpbind.Reply(reply.Status, reply.Header, s, base); err != nil {
		return err
	}
	if m := s.Payload(); m != nil {
		return decodePayload(reply, m, unsafe.Add(base, m.Offset))
	}
	if len(bytes.TrimSpace(reply.Body)) == 0 {
		return nil
	}
	if err := decodeBody(reply.Body, s, base); err != nil {
		return err
	}
	return message(reply, s, base)
}

// message fills a member called message that the service spelled with another case.
func message(reply *rt.Reply, s *schema.Struct, base unsafe.Pointer) error {
	for i := range s.Members {
		m := &s.Members[i]
		if !strings.EqualFold(m.Name, "message") || m.Kind != schema.String || m.Bind != schema.Body || !m.Ptr {
			continue
		}
		at := unsafe.Add(base, m.Offset)
		if _, ok := mem.Load(&m.Type, at); ok {
			continue
		}
		if _, text, err := errorFields(reply.Body); err == nil && text != "" {
			*(*string)(mem.Store(&m.Type, at)) = text
		}
	}
	return nil
}
