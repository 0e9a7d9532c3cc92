// Package awsjson is the protocols awsJson1_0 and awsJson1_1: operations named by a header, with documents in JSON.
//
// It implements https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html and
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html on the side of the client.
package awsjson

import (
	"bytes"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/rpc"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is awsJson1_0 or awsJson1_1. The two differ in the content type only.
type Protocol struct {
	Version string // "1.0" or "1.1"
}

var _ rt.Protocol = Protocol{}

// Name returns "awsJson1_0" or "awsJson1_1".
func (p Protocol) Name() string {
	if p.Version == "1.1" {
		return "awsJson1_1"
	}
	return "awsJson1_0"
}

// Encode makes the message of a request. It has a document even where the operation has no input.
func (p Protocol) Encode(s *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	r := rpc.Message(s, "/")
	r.Header["X-Amz-Target"] = []string{s.Name + "." + op.Name}
	return r, rpc.Body(format{}, r, "application/x-amz-json-"+p.Version, in, token)
}

// Decode fills out from a reply.
func (Protocol) Decode(_ *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	return rpc.Decode(format{}, reply, out)
}

// ErrorOf finds the code in the header X-Amzn-Errortype or in the body's __type or code, without namespace and URI.
func (Protocol) ErrorOf(s *rt.Service, reply *rt.Reply) (rt.Fault, error) {
	return rpc.ErrorOf(format{}, s, reply, true)
}

// DecodeError fills the struct of an error of the model.
func (Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	return rpc.DecodeError(format{}, reply, out)
}

// format is JSON as these protocols have it.
type format struct{}

func (format) Name() string { return "JSON" }

func (format) Append(b []byte, s *schema.Struct, p unsafe.Pointer, token func() string) ([]byte, error) {
	return jsonfmt.AppendBody(b, s, p, &jsonfmt.Options{Unbound: true, Time: schema.FormatEpoch, Token: token})
}

func (format) Decode(data []byte, s *schema.Struct, p unsafe.Pointer, memory int64) error {
	o := jsonfmt.Options{Unbound: true, Time: schema.FormatEpoch, Fill: true, Memory: memory}
	return jsonfmt.DecodeBody(data, s, p, &o)
}

func (format) Strings(data []byte, found func(key, value string)) error {
	return jsonfmt.Strings(data, found)
}

func (format) Empty(data []byte) bool { return len(bytes.TrimSpace(data)) == 0 }
