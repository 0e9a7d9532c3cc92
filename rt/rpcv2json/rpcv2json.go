// Package rpcv2json is the protocol rpcv2Json: operations named by the path, with documents in JSON.
//
// It implements https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2-json.html on the side of the client.
package rpcv2json

import (
	"bytes"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/rpc"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is rpcv2Json.
type Protocol struct{}

var _ rt.Protocol = Protocol{}

// id is the protocol's name in messages, media the content type of its documents.
const (
	id    = "rpc-v2-json"
	media = "application/json"
)

// Name returns "rpcv2Json".
func (Protocol) Name() string { return "rpcv2Json" }

// Encode makes the message of a request. It has no document where the operation has no input.
func (Protocol) Encode(s *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	return rpc.Version2(format{}, id, media, s, op, in, token)
}

// Decode fills out from a reply. A reply of something that does not speak the protocol is an error.
func (Protocol) Decode(_ *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	if err := rpc.Speaks(reply, id); err != nil {
		return err
	}
	return rpc.Decode(format{}, reply, out)
}

// ErrorOf finds the error's shape in the body's __type, and nowhere else.
func (Protocol) ErrorOf(s *rt.Service, reply *rt.Reply) (rt.Fault, error) {
	if err := rpc.Speaks(reply, id); err != nil {
		return rt.Fault{}, err
	}
	return rpc.ErrorOf(format{}, s, reply, false)
}

// DecodeError fills the struct of an error of the model.
func (Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	return rpc.DecodeError(format{}, reply, out)
}

// format is JSON as this protocol has it: big numbers are strings, all timestamps numbers of seconds.
type format struct{}

func (format) Name() string { return "JSON" }

func (format) Append(b []byte, s *schema.Struct, p unsafe.Pointer, token func() string) ([]byte, error) {
	return jsonfmt.AppendBody(b, s, p, &jsonfmt.Options{
		Unbound: true, Time: schema.FormatEpoch, OneTime: true, BigText: true, Token: token,
	})
}

func (format) Decode(data []byte, s *schema.Struct, p unsafe.Pointer, memory int64) error {
	o := jsonfmt.Options{Unbound: true, Time: schema.FormatEpoch, OneTime: true, BigText: true, Fill: true, Memory: memory}
	return jsonfmt.DecodeBody(data, s, p, &o)
}

func (format) Strings(data []byte, found func(key, value string)) error {
	return jsonfmt.Strings(data, found)
}

func (format) Empty(data []byte) bool { return len(bytes.TrimSpace(data)) == 0 }
