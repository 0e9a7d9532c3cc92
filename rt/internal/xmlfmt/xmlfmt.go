// Package xmlfmt is the XML wire format: it writes and reads Go values as the tables of package schema describe them, with
// the traits xmlName, xmlAttribute, xmlFlattened and xmlNamespace of https://smithy.io/2.0/spec/protocol-traits.html. It
// knows nothing of HTTP.
//
// What it reads is well-formed XML 1.0 in UTF-8, and of that only what services send: the five predefined entities and
// references to characters, no document type and no other entity, so that nothing is ever expanded. Namespaces are not
// looked at: a name matches by what stands behind its prefix.
package xmlfmt

import (
	"errors"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/rt/schema"
)

const (
	maxDepth      = 1000 // elements within each other, written and read
	maxAttributes = 100  // of one element
)

// xsi is the namespace of the attribute that says that an element stands for null: elements of sparse lists and maps are
// written with it.
const xsi = "http://www.w3.org/2001/XMLSchema-instance"

// Options is what the protocols differ in.
type Options struct {
	Time    schema.Format // of timestamps without a format of their own; FormatDefault stands for date-time
	Unbound bool          // there are no HTTP bindings: every member of a message stands in its body
	Reply   bool          // the side is a server's: AppendRoot writes replies, Decode reads requests
	Token   func() string // gives the value of an idempotency token that the caller left out; nil for none

	// Fill gives what a decoded structure lacks its defaults and corrects errors, as mem.Fill has it. That of a message whose
	// members are bound is left to the protocol, which has the others to read too.
	Fill bool

	// Memory bounds what decoding takes, in bytes, as mem.Budget counts it; 0 for no limit.
	Memory int64
}

// time is the format of timestamps.
func (o *Options) time() schema.Format {
	if o.Time == schema.FormatDefault {
		return schema.FormatDateTime
	}
	return o.Time
}

// written reports whether a member with that binding stands in the document that AppendRoot writes.
func (o *Options) written(b schema.Bind) bool {
	if o.Reply {
		return b.InReply()
	}
	return b.InRequest()
}

// read reports whether a member with that binding stands in the document that Decode reads.
func (o *Options) read(b schema.Bind) bool {
	if o.Reply {
		return b.InRequest()
	}
	return b.InReply()
}

// nameOf is what an element or attribute is called: as x says, else by the name that its place gives it.
func nameOf(x *schema.XML, name string) string {
	if x != nil && x.Name != "" {
		return x.Name
	}
	return name
}

// flat reports whether the elements of a list or map stand where the member would.
func flat(m *schema.Member) bool {
	return m.XML != nil && m.XML.Flat && (m.Kind == schema.List || m.Kind == schema.Map)
}

// errDepth is the error of elements within elements without end.
var errDepth = errors.New("nested more than " + strconv.Itoa(maxDepth) + " deep")

// local is what stands behind the prefix of a name.
func local(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }
