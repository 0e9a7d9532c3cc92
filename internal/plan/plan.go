// Package plan decides what Go will exist for a service: files, names, field types, tables, constraints and operations. All
// naming, collisions and order are settled here, so that a printer has nothing left to think about.
package plan

import (
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

// Package is a Go package to be printed. Every list is in the order in which the reader will see it.
type Package struct {
	Name         string      // the package clause
	Service      shape.ID    // the model's service
	XML          *XML        // the namespace of the documents that are sent; nil for none
	ServiceName  string      // how people call it, such as "AWS Lambda"
	SDKID        string      // how AWS calls it in code, such as "Lambda"; the shape's name elsewhere
	Version      string      // of the API; may be empty
	Doc          []string    // the package's documentation behind its first sentence, without "//"
	GenerateLine string      // what stands behind "//go:generate"; empty for none
	Protocol     Protocol    // the wire protocol
	Transient    bool        // its errors of the statuses 500, 502 and 504 mean that a request can be sent again
	QueryErrors  bool        // errors have the codes that the service's query protocol gave them
	Auth         *SigV4      // how requests are signed by AWS's signatures; nil for not at all
	AuthList     []AuthID    // the schemes of operations that say nothing of their own; nil for none
	Identity     Identity    // what a client can prove who calls with
	Headers      []Header    // what every request has that no member sets
	Operations   []Operation // by name
	Types        []Type      // structures and unions, by name
	Errors       []Struct    // by name
	Enums        []Enum      // by name
	Collections  []Collection
	Patterns     []Pattern
	Endpoints    *Endpoints // the rules by which calls find their addresses; nil for none
	Discovery    *Discovery // how the service is asked where calls go; nil for not at all
	Sessions     *Sessions  // how calls on a resource are signed with credentials of its own; nil for not at all
	Pages        []Pages    // by operation
	Waiters      []Waiter   // by name
	Paths        []PathFunc // of waiters, by name
	Tests        *Tests     // nil if none were asked for
	Reached      int        // the number of shapes of the model that stand behind the package
}

// Protocol is a wire protocol that the runtime has.
type Protocol struct {
	Trait shape.ID // in the model
	Name  string   // "restJson1"
	Path  string   // the import path of its package
	Value string   // the Go expression of the protocol, such as "restjson.Protocol{}"
	rest  bool     // operations need an http trait
}

// SigV4 says how to sign for a service and where it is.
type SigV4 struct {
	Name           string   // the service's name in signatures
	EndpointPrefix string   // its name in addresses
	Options        []string // functions of the signer's package, for what is not as usual
}

// Header is a header of requests.
type Header struct{ Name, Value string }

// Operation is a method of the client.
type Operation struct {
	Name            string
	ShapeName       string // in the model, and on the wire
	Var             string // the name of its table
	Doc             []string
	Input, Output   string // Go types
	Method, URI     string
	Errors          []string // Go types
	NoInput         bool     // the model gives it none
	Auth            []AuthID // the schemes that it takes, where they are not those of the service
	Presign         *Presign // nil if it has no presigned requests
	Presigned       Func     // what those need done to their messages
	UnsignedPayload bool
	Idempotent      bool      // to repeat it does no harm, although its method does not say so
	Streams         bool      // its body is a stream of bytes
	KnownLength     bool      // the length of the body is sent ahead of it
	UnwrappedOutput bool      // the root of the reply's document is the output's one member
	ErrorWithin     bool      // a reply that begins as a success may hold an error
	Compress        Func      // how its body is compressed
	Digest          Func      // what its body is read for before it is sent
	Checksum        *Checksum // nil for none
	Steps           []Step
	Checks          []Step              // what is asked of a reply once it is decoded
	Verifier        *Step               // what verifies the body of each reply, in place of Checksum; nil for none
	Endpoint        string              // the function that sets its parameters of the rules for endpoints; empty for none
	Discovered      *DiscoveredEndpoint // nil if its calls go where the rules say
	Sends           string              // the Go type of the events that its request streams; empty for none
	SendsTable      string              // the Go type that shows the table of those
	Receives        bool                // its reply streams events
}

// Streams reports whether an operation streams events.
func (p *Package) Streams() bool {
	return slices.ContainsFunc(p.Operations, func(o Operation) bool { return o.Sends != "" || o.Receives })
}

// Func is a function of the runtime; without a name for none.
type Func struct{ Path, Name string }

// Step is a pointer to a struct of rt/special with one field, or some that hold strings.
type Step struct {
	Type, Field string
	Value       string   // of the field
	List        []string // of the field, where that is a list
	Fields      []string // names and values in turn, instead
}

// Type is a structure or a union; one of the two is set.
type Type struct {
	Struct *Struct
	Union  *Union
}

// Name is the Go name of the type.
func (t Type) Name() string {
	if t.Struct != nil {
		return t.Struct.Name
	}
	return t.Union.Name
}

// Struct is a structure.
type Struct struct {
	Name      string
	ShapeName string // in the model, and on the wire
	Table     string // the name of its table
	Doc       []string
	Fields    []Field
	Validated bool // it has constraints, itself or below, and is part of a request
	Fill      bool // it has members that a client fills in where a reply leaves them out
	XML       *XML // how its element looks as a root; nil for nothing special
	Error     *Error
}

// Error is what the model says of an error.
type Error struct {
	Server, Retryable, Throttling bool
	Status                        int    // 0 if not modelled
	QueryCode                     string // empty if it is the shape's name
}

// Union is a union: a sealed interface and a struct for each variant.
type Union struct {
	Name      string
	ShapeName string
	Table     string
	Marker    string // the interface's unexported method
	Doc       []string
	Variants  []Variant
	Unknown   string // the struct for variants that the model does not know
	Validated bool
	Endings   []Row // of a stream of events: the errors that end it, which have no variants
}

// Variant is a member of a union. Field is the one field of its struct, which is called Value.
type Variant struct {
	Name string // of its struct
	Field
}

// Field is a field of a struct with its row in the table.
type Field struct {
	Name  string // in Go
	Doc   []string
	Type  GoType
	Row   Row
	Check *Check // nil if nothing is checked

	Otherwise string // what is sent if it is absent, in words; empty for what its row says
}

// Row is a member's entry in its struct's table.
type Row struct {
	Member    string // in the model
	Type      RowType
	Bind      string // a constant of rt/schema; empty for the body
	Wire      string
	JSON      string
	MediaType string
	Default   string // as rt/schema has it; empty for none
	XML       *XML
	Required  bool
	Token     bool
	Sensitive bool
}

// XML is how something looks in XML and in the query protocols, as rt/schema has it.
type XML struct {
	Name, URI, Prefix, EC2 string
	Attr, Flat             bool
}

// RowType is the type of a value as the tables have it.
type RowType struct {
	Kind   string // a constant of rt/schema
	Ptr    bool
	Format string // a constant of rt/schema; empty for the default
	Of     string // the Go type that shows the table of a structure or union
	Elem   string // the name of a collection's table
}

// Collection is the table of a list or map shape.
type Collection struct {
	Var    string
	Type   GoType
	Elem   RowType
	Sparse bool
	XML    *XML // of an element or value
	Key    *XML // of a key
}

// Enum is a string or integer type with constants.
type Enum struct {
	Name   string
	Int    bool
	Doc    []string
	Values []EnumValue
}

// EnumValue is a constant of an enum.
type EnumValue struct {
	Name   string
	Doc    []string
	String string // of a string enum
	Int    int64  // of an integer enum
}

// Pattern is a regular expression that values are checked against.
type Pattern struct {
	Var      string
	Expr     string // in the engine's dialect
	Model    string // the model's text, where that differs; else empty
	Min, Max int    // bounds on the characters, which Expr leaves out; Max 0 for none
	ECMA     bool   // RE2 cannot run it
	RE2      bool   // the runtime's own engine cannot run it, and RE2 can
}

// GoKind says how a Go type is made up.
type GoKind uint8

// The forms of Go types that fields have.
const (
	Named GoKind = iota
	Pointer
	Slice
	Map
)

// GoType is the type of a field.
type GoType struct {
	Kind GoKind
	Path string  // of Named: the import path; empty for this package and for predeclared types
	Name string  // of Named
	Arg  string  // of Named: the type argument, a type of this package; empty for none
	Key  string  // of Map: the key's type, of this package or predeclared
	Elem *GoType // of all but Named
}

// PointerTo returns *t.
func PointerTo(t GoType) GoType { return GoType{Kind: Pointer, Elem: &t} }

// SliceOf returns []t.
func SliceOf(t GoType) GoType { return GoType{Kind: Slice, Elem: &t} }

// MapOf returns map[key]t.
func MapOf(key string, t GoType) GoType { return GoType{Kind: Map, Key: key, Elem: &t} }

// Check is what is checked of a value before a request is sent.
type Check struct {
	Required  bool // must be present
	Label     bool // must be present and not empty
	Token     bool // an absent value is filled in later
	Guard     Guard
	Deref     bool   // the value is held by a pointer
	Zero      string // of NotZero and EnumGiven: the zero value in Go
	Secret    bool   // violations must not show the value
	Length    *Span  // code points of a string
	Bytes     *Span  // of a blob
	Size      *Span  // elements of a list, entries of a map
	Range     *Range // of a number
	Pattern   string // the name of its variable
	Unique    bool   // no two elements are equal
	Nested    bool   // the value's own checks
	Union     string // of Nested: the Go type, if it is a union
	Recursive bool   // of Nested: the value may hold others of its type
	Elem, Key *Check // of a list's elements, a map's values, a map's keys
}

// Guard says when a value is absent and so not checked further.
type Guard uint8

// The guards.
const (
	Always    Guard = iota // a plain value that is always there
	NotNil                 // absent is nil
	NotZero                // absent is 0, "" or false
	EnumGiven              // a required enum: "" cannot be meant
	TimeGiven              // a required timestamp: the zero time cannot be meant
)

// Span bounds a length; Max is -1 if open.
type Span struct{ Min, Max int64 }

// Range bounds a number with decimal literals, empty if open.
type Range struct {
	Min, Max string
	Kind     RangeKind
}

// RangeKind is the sort of number that a range is of.
type RangeKind uint8

// The sorts of numbers.
const (
	Integers RangeKind = iota
	Floats
	BigIntegers
	Decimals
)
