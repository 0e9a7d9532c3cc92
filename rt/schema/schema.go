// Package schema is the form in which generated code tells the runtime what its shapes look like.
//
// For each structure and union the generator prints a static table: one [Struct] with one [Member] a field. The
// interpreters of the wire formats read these tables and reach the fields at their offsets, so that no code is printed a
// shape. A table holds data only: the compiler lays it out, nothing runs at package init, and the linker keeps just the
// tables that the called operations reach.
//
// A table must reach the table of another structure through a type, never directly: a typed nil pointer in [Type.Of],
// whose SmithySchema method returns the table. Recursive shapes would otherwise be an initialization cycle.
package schema

import "github.com/smithwright/smithwright/rt/document"

// Shape is what every generated structure is: something that can show its table. The method works on a nil pointer.
type Shape interface{ SmithySchema() *Struct }

// Kind says what a value is in the model and, with it, how it lies in memory.
type Kind uint8

// The kinds, each with the Go type of its value. A field or element of a kind may hold a pointer to that type instead,
// which [Type.Ptr] says.
const (
	Invalid     Kind = iota
	Bool             // bool
	Int8             // int8, or a type of that underlying type
	Int16            // int16
	Int32            // int32; intEnum shapes too
	Int64            // int64
	Float32          // float32
	Float64          // float64
	String           // string; enum shapes too
	Blob             // []byte
	Timestamp        // time.Time
	BigInteger       // *big.Int, nil is absent
	BigDecimal       // document.Number
	Document         // document.Value, nil is absent
	List             // []T
	Map              // map[K]T with K of underlying type string
	Structure        // a generated struct
	Union            // a generated sealed interface, nil is absent
	Reader           // io.Reader, a streaming blob of an input
	ReadCloser       // io.ReadCloser, a streaming blob of an output
	EventStream      // the stream of events of an output, of a type that package rt/events has; Of is the union of its events
)

// Format says how a timestamp is written, where the model does not leave that to the protocol and the place.
type Format uint8

// The timestamp formats of Smithy's timestampFormat trait.
const (
	FormatDefault  Format = iota // as the protocol has it at that place
	FormatDateTime               // RFC 3339, UTC, with a fraction when there is one
	FormatHTTPDate               // IMF-fixdate of RFC 9110
	FormatEpoch                  // seconds since 1970 as a number, with a fraction when there is one
)

// Type describes the value of a member, an element or a map entry.
type Type struct {
	Kind   Kind
	Ptr    bool        // the place holds a pointer to the kind's type; nil is absent (in a sparse list: null)
	Format Format      // of a Timestamp
	Of     Shape       // of a Structure or Union: a typed nil pointer that shows the table
	Elem   *Collection // of a List or Map
}

// Collection describes a list or map shape.
type Collection struct {
	Elem   Type
	Sparse bool // nil elements are null on the wire; else null elements are dropped
	Go     any  // a typed nil pointer to the list's or map's Go type
	XML    *XML // how an element of a list, or the value of an entry, is called in XML; nil: "member" or "value"
	Key    *XML // how the key of an entry is called; nil: "key"
}

// XML is how a member looks in XML and in the query protocols, which take names and flattening from it, where that is not
// an element of the member's own name. Of a structure: how its element looks when it is the root.
type XML struct {
	Name   string // xmlName, with the prefix of a namespace if it has one; empty: as the place has it
	Attr   bool   // xmlAttribute: an attribute of the structure's element
	Flat   bool   // xmlFlattened: the elements of a list or map follow each other without an element around them
	URI    string // xmlNamespace, to be declared on the element; empty for none
	Prefix string // of xmlNamespace
	EC2    string // ec2QueryName
}

// Bind is the place of a member in an HTTP message.
type Bind uint8

// The HTTP bindings of the Smithy specification.
const (
	Body          Bind = iota // in the document that is the message's body
	Label                     // in the path: httpLabel
	Query                     // one query parameter: httpQuery
	QueryParams               // many query parameters: httpQueryParams
	Header                    // one header: httpHeader
	PrefixHeaders             // many headers: httpPrefixHeaders
	Payload                   // the whole body: httpPayload
	StatusCode                // the reply's status: httpResponseCode
	EventHeader               // one header of an event: eventHeader
	EventPayload              // the whole payload of an event: eventPayload
)

// Member describes a field of a struct, or a variant of a union.
type Member struct {
	Name   string  // the member's name in the model
	Offset uintptr // of the field in its struct; of a union: of the Value field in the variant's struct
	Type
	Bind      Bind
	Required  bool   // always sent; a plain scalar without it is not sent when it is zero
	Token     bool   // idempotencyToken: filled in when the caller leaves it out
	Sensitive bool   // redacted in logs
	Wire      string // the query parameter, header, or prefix of headers that it is bound to
	JSON      string // jsonName, where the model gives one
	MediaType string // mediaType of a string or blob
	Default   string // the default trait's value as [Struct.Fill] has it; empty for none
	XML       *XML   // how it looks in XML; nil: an element of the member's name
	Variant   any    // of a union: a typed nil pointer to the variant's struct
}

// Struct describes a structure or a union.
type Struct struct {
	Name    string // the shape's name in the model, without its namespace
	Members []Member
	Union   any    // of a union: a typed nil pointer to its interface
	Unknown any    // of a union: a typed nil pointer to the struct of a variant that the model does not know
	Error   *Error // of a structure with the error trait
	XML     *XML   // how its element looks as a root; nil: an element of the structure's name

	// Fill says that a client has to look at what a reply left out: there are members with a default, or required ones
	// whose Go value would be nil. Defaults are written as JSON has them; the text of a string stands between its quotes as
	// it is, without escapes.
	Fill bool
}

// UnknownVariant is embedded in the struct that stands for a variant which the model of a union does not know. It can be
// received, not sent.
type UnknownVariant struct {
	Tag   string         // the variant's name on the wire
	Value document.Value // what came with it
}

// Error is what the model says of an error beside its members.
type Error struct {
	Server     bool   // the fault is the server's; else the client's
	Status     int    // httpError; 0 where the model gives none
	Retryable  bool   // the retryable trait
	Throttling bool   // retryable with throttling
	QueryCode  string // awsQueryError: the code by which the query protocols know it; empty for the shape's name
}

// Member returns the member with that name in the model, or nil.
func (s *Struct) Member(name string) *Member {
	for i := range s.Members {
		if s.Members[i].Name == name {
			return &s.Members[i]
		}
	}
	return nil
}

// Payload returns the member that is the whole body of a message, or nil.
func (s *Struct) Payload() *Member {
	for i := range s.Members {
		if s.Members[i].Bind == Payload {
			return &s.Members[i]
		}
	}
	return nil
}

// InRequest reports whether a member with this binding stands in the document of a request's body: one that is bound to
// what only a reply has does.
func (b Bind) InRequest() bool { return b == Body || b == StatusCode }

// InReply reports whether a member with this binding stands in the document of a reply's body: one that is bound to what
// only a request has does.
func (b Bind) InReply() bool { return b <= QueryParams }

// HasBody reports whether a member stands in the body's document, which in is [Bind.InRequest] or [Bind.InReply].
func (s *Struct) HasBody(in func(Bind) bool) bool {
	for i := range s.Members {
		if in(s.Members[i].Bind) {
			return true
		}
	}
	return false
}
