// Package query is what awsQuery and ec2Query share: requests are forms, replies and errors are XML. HTTP binding traits mean
// nothing to them.
package query

import (
	"bytes"
	"cmp"
	"net/http"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/queryfmt"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// contentType is the header of a form.
var contentType = []string{"application/x-www-form-urlencoded"}

// Encode makes the request of an operation: a form that names the operation and the service's version before all else.
func Encode(s *rt.Service, op *rt.Operation, in schema.Shape, o *queryfmt.Options) (*rt.Request, error) {
	table, base := in.SmithySchema(), mem.Pointer(in)
	r := &rt.Request{Method: http.MethodPost, Path: "/", Header: make(http.Header, 4)}
	r.Header["Content-Type"] = contentType
	body := queryfmt.AppendPair(make([]byte, 0, 256), "Action", op.Name)
	body = queryfmt.AppendPair(body, "Version", s.Version)
	var err error
	r.Body, err = queryfmt.AppendBody(body, table, base, o)
	return r, err
}

// Decode reads the reply's document, which may be absent, into out: the members of the element that the names of path lead to
// from the root, which the first of them stands for. requestID is where the request's id stands below the root.
func Decode(reply *rt.Reply, out schema.Shape, requestID string, path ...string) error {
	s, base := out.SmithySchema(), mem.Pointer(out)
	err := decode(reply, s, base, path)
	if empty(reply) || rt.RequestID(reply.Header) != "" {
		return err // most services name it there too, which saves another look at the document
	}
	texts, again := xmlfmt.Text(reply.Body, requestID)
	reply.RequestID = texts[0]
	return cmp.Or(err, fault.Unreadable("XML", again))
}

// decode reads the body of a reply into the struct at base, and gives it what the body leaves out.
func decode(reply *rt.Reply, s *schema.Struct, base unsafe.Pointer, path []string) error {
	if !empty(reply) {
		o := xmlfmt.Options{Unbound: true, Fill: true, Memory: reply.MaxMemory}
		if err := xmlfmt.Decode(reply.Body, path, s, base, &o); err != nil {
			return fault.Unreadable("XML", err)
		}
	}
	return mem.Fill(s, base, reply.MaxMemory) // where the document has no such element, too
}

func empty(reply *rt.Reply) bool { return len(bytes.TrimSpace(reply.Body)) == 0 }

// ErrorOf reads what an error's document says: its code, its message and the request's id. Both protocols are known to have
// sent the other's document. What stands before a mistake in it counts.
func ErrorOf(reply *rt.Reply) (rt.Fault, error) {
	var f rt.Fault
	if empty(reply) {
		return f, nil
	}
	texts, err := xmlfmt.Text(reply.Body,
		"Error/Code", "Errors/Error/Code", "Error/Message", "Errors/Error/Message", "Error/message", "Errors/Error/message",
		"Error/Type", "Errors/Error/Type",
		"RequestId", "RequestID", "ResponseMetadata/RequestId")
	f.Shape, f.Message = cmp.Or(texts[:2]...), cmp.Or(texts[2:6]...)
	f.Side = fault.Side(cmp.Or(texts[6:8]...))
	reply.RequestID = cmp.Or(texts[8:]...)
	return f, fault.Unreadable("XML", err)
}

// DecodeError fills the struct of an error of the model from the element that the names of path lead to.
func DecodeError(reply *rt.Reply, out schema.Shape, path ...string) error {
	s, base := out.SmithySchema(), mem.Pointer(out)
	if err := decode(reply, s, base, path); err != nil || empty(reply) {
		return err
	}
	f, err := ErrorOf(reply)
	fault.FillMessage(s, base, f.Message)
	return err
}
