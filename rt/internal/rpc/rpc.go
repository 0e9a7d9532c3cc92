// Package rpc is what the protocols share that send every operation to one address, with all of its members in one
// document: awsJson1_0, awsJson1_1, rpcv2Cbor and rpcv2Json. HTTP binding traits mean nothing to them.
package rpc

import (
	"cmp"
	"errors"
	"net/http"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// Format is how a protocol writes and reads documents.
type Format interface {
	// Name is what people call it, such as "JSON".
	Name() string

	// Append appends the document of the struct at p, with the values of idempotency tokens from token.
	Append(b []byte, s *schema.Struct, p unsafe.Pointer, token func() string) ([]byte, error)

	// Decode reads a document into the struct at p, and into memory bytes at most, and gives absent members their defaults.
	Decode(data []byte, s *schema.Struct, p unsafe.Pointer, memory int64) error

	// Strings calls found with each member of the document whose value is a string.
	Strings(data []byte, found func(key, value string)) error

	// Empty reports whether there is no document in data.
	Empty(data []byte) bool
}

// Message makes the request of an operation, without a body.
func Message(s *rt.Service, path string) *rt.Request {
	r := &rt.Request{Method: http.MethodPost, Path: path, Header: make(http.Header, 8)}
	if s.QueryCompatible {
		r.Header["X-Amzn-Query-Mode"] = []string{"true"}
	}
	return r
}

// Body gives a request its document.
func Body(f Format, r *rt.Request, contentType string, in schema.Shape, token func() string) (err error) {
	r.Header["Content-Type"] = []string{contentType}
	r.Body, err = f.Append(nil, in.SmithySchema(), mem.Pointer(in), token)
	return err
}

// Decode reads the document of a reply, which may be absent, into out.
func Decode(f Format, reply *rt.Reply, out schema.Shape) error {
	s, base := out.SmithySchema(), mem.Pointer(out)
	if f.Empty(reply.Body) {
		return mem.Fill(s, base, reply.MaxMemory)
	}
	return fault.Unreadable(f.Name(), f.Decode(reply.Body, s, base, reply.MaxMemory))
}

// ErrorOf finds the error's shape in the body's __type. codes is of protocols that give it in the header X-Amzn-Errortype or
// as the body's code as well. The caller is told the code that the service's query protocol had, where there is one.
func ErrorOf(f Format, s *rt.Service, reply *rt.Reply, codes bool) (rt.Fault, error) {
	var result rt.Fault
	if codes {
		result.Shape = fault.Name(reply.Header.Get("X-Amzn-Errortype"))
	}
	if s.QueryCompatible {
		result.Code, result.Side = fault.QueryCode(reply)
	}
	fields := fault.Fields{Codes: codes}
	var err error
	if !f.Empty(reply.Body) {
		err = f.Strings(reply.Body, fields.Found)
	}
	result.Shape = cmp.Or(result.Shape, fault.Name(fields.Type), result.Code) // the model has the code too
	result.Message = fields.Message
	return result, fault.Unreadable(f.Name(), err)
}

// DecodeError fills the struct of an error of the model.
func DecodeError(f Format, reply *rt.Reply, out schema.Shape) error {
	if err := Decode(f, reply, out); err != nil || f.Empty(reply.Body) {
		return err
	}
	var fields fault.Fields
	if f.Strings(reply.Body, fields.Found) == nil {
		fault.FillMessage(out.SmithySchema(), mem.Pointer(out), fields.Message)
	}
	return nil
}

// Path is where version 2 of the RPC protocols has an operation.
func Path(s *rt.Service, op *rt.Operation) string {
	return "/service/" + s.Name + "/operation/" + op.Name
}

// header is where version 2 of the RPC protocols names the protocol. Whoever does not send it does not speak the protocol.
const header = "Smithy-Protocol"

// Version2 makes the request of an operation as version 2 of the RPC protocols has it: id is the protocol's name in the
// header, media what a document is.
func Version2(f Format, id, media string, s *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	r := Message(s, Path(s, op))
	r.Header[header] = []string{id}
	r.Header["Accept"] = []string{media}
	if op.NoInput {
		return r, nil
	}
	return r, Body(f, r, media, in, token)
}

// Speaks fails for a reply that is not of the protocol with that id, whatever it looks like.
func Speaks(reply *rt.Reply, id string) error {
	if reply.Header.Get(header) == id {
		return nil
	}
	return errors.New("it has no header " + header + ": " + id + ", so it is not the service that answered, or it does not speak this protocol")
}
