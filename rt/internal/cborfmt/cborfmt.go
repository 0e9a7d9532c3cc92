// Package cborfmt is the CBOR wire format: it writes and reads Go values as the tables of package schema describe them, in
// the form that Smithy's protocol rpcv2Cbor gives RFC 8949. It knows nothing of HTTP.
//
// What it writes has definite lengths and the shortest heads. What it reads may be anything that is well-formed CBOR and fits
// the model: indefinite lengths, floats of every width, whole numbers for floats and the other way round, and tags that it
// does not know. Bytes that are not well-formed, and lengths that cannot be true, are errors before memory is spent on them.
package cborfmt

import (
	"github.com/smithwright/smithwright/rt/schema"
)

// maxDepth bounds the nesting that is written and read.
const maxDepth = 1000

// Options is what the sides of a connection differ in.
type Options struct {
	Reply   bool          // the side is a server's: AppendBody writes replies, DecodeBody reads requests
	Unbound bool          // there are no HTTP bindings: every member of a message stands in its body
	Token   func() string // gives the value of an idempotency token that the caller left out; nil for none

	// Fill gives what a decoded structure lacks its defaults and corrects errors, as mem.Fill has it.
	Fill bool

	// Memory bounds what decoding takes, in bytes, as mem.Budget counts it; 0 for no limit.
	Memory int64
}

// written reports whether a member stands in the body that AppendBody writes; read whether in that which DecodeBody reads.
func (o *Options) written(b schema.Bind) bool {
	if o.Reply {
		return b.InReply()
	}
	return b.InRequest()
}

func (o *Options) read(b schema.Bind) bool {
	if o.Reply {
		return b.InRequest()
	}
	return b.InReply()
}
