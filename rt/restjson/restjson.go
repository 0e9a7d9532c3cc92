// Package restjson is the protocol restJson1: REST operations with bodies in JSON.
//
// It implements https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html on the side of the client.
package restjson

import (
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/rest"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is restJson1.
type Protocol struct{}

var _ rt.Protocol = Protocol{}

// Name returns "restJson1".
func (Protocol) Name() string { return "restJson1" }

// Encode makes the message of a request.
func (Protocol) Encode(_ *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	return rest.Encode(&codec{JSONName: true, Time: schema.FormatEpoch, Token: token}, op, in, token)
}

// Decode fills out from a reply.
func (Protocol) Decode(_ *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	return rest.Decode(&decoding, reply, out)
}

// ErrorOf finds the code in the header X-Amzn-Errortype or in the body's __type or code, without namespace and URI.
func (Protocol) ErrorOf(_ *rt.Service, reply *rt.Reply) (rt.Fault, error) {
	result := rt.Fault{Shape: fault.Name(reply.Header.Get("X-Amzn-Errortype"))}
	fields, err := errorFields(reply.Body)
	if result.Shape == "" {
		result.Shape = fault.Name(fields.Type)
	}
	result.Message = fields.Message
	return result, fault.Unreadable("JSON", err)
}

// DecodeError fills the struct of an error of the model.
func (p Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	if err := rest.Decode(&decoding, reply, out); err != nil {
		return err
	}
	if s := out.SmithySchema(); s.Payload() == nil {
		if fields, err := errorFields(reply.Body); err == nil {
			fault.FillMessage(s, mem.Pointer(out), fields.Message)
		}
	}
	return nil
}

// errorFields reads the members of an error's body that tell a code and a message, by every name that services give them.
func errorFields(body []byte) (fault.Fields, error) {
	fields := fault.Fields{Codes: true}
	if rest.Blank(body) {
		return fields, nil
	}
	return fields, jsonfmt.Strings(body, fields.Found)
}

// codec is JSON with what a request needs to be written; decoding with what a reply needs to be read.
type codec jsonfmt.Options

var decoding = codec{JSONName: true, Time: schema.FormatEpoch, Fill: true}

func (c *codec) options() *jsonfmt.Options { return (*jsonfmt.Options)(c) }

// contentType is the header of a document.
var contentType = []string{"application/json"}

func (*codec) Name() string          { return "JSON" }
func (*codec) ContentType() []string { return contentType }
func (*codec) Nothing() string       { return "{}" }

func (c *codec) AppendBody(b []byte, s *schema.Struct, base unsafe.Pointer) ([]byte, error) {
	return jsonfmt.AppendBody(b, s, base, c.options())
}

func (c *codec) AppendPayload(b []byte, m *schema.Member, p unsafe.Pointer) ([]byte, error) {
	return jsonfmt.AppendValue(b, &m.Type, p, c.options())
}

func (c *codec) DecodeBody(data []byte, s *schema.Struct, base unsafe.Pointer, memory int64) error {
	o := *c.options()
	o.Memory = memory
	return jsonfmt.DecodeBody(data, s, base, &o)
}

func (c *codec) DecodePayload(data []byte, m *schema.Member, place unsafe.Pointer, memory int64) error {
	o := *c.options()
	o.Memory = memory
	return jsonfmt.DecodeValue(data, &m.Type, place, &o)
}
