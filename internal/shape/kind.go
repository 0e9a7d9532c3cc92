// The kinds of shapes.

package shape

import (
	"iter"
	"strings"
)

// Kind is the type of a shape, as the Smithy specification's "Shape types" section lists them. Smithy 2.0 reads the
// former "set" as a list whose items are unique, so it has no kind of its own.
type Kind uint8

// The kinds. Invalid is that of a shape which could not be read, and of the stand-in for a shape that a model refers to
// and does not have; an error was reported for each.
const (
	Invalid Kind = iota
	Blob
	Boolean
	String
	Enum
	Byte
	Short
	Integer
	IntEnum
	Long
	Float
	Double
	BigInteger
	BigDecimal
	Timestamp
	Document
	List
	Map
	Structure
	Union
	Operation
	Resource
	Service
)

var kindNames = [...]string{
	Invalid: "invalid", Blob: "blob", Boolean: "boolean", String: "string", Enum: "enum", Byte: "byte", Short: "short",
	Integer: "integer", IntEnum: "intEnum", Long: "long", Float: "float", Double: "double", BigInteger: "bigInteger",
	BigDecimal: "bigDecimal", Timestamp: "timestamp", Document: "document", List: "list", Map: "map",
	Structure: "structure", Union: "union", Operation: "operation", Resource: "resource", Service: "service",
}

var kindsByName = func() map[string]Kind {
	m := make(map[string]Kind, len(kindNames))
	for k, name := range kindNames[Blob:] {
		m[name] = Kind(k) + Blob
	}
	return m
}()

// String returns the name of the kind in the JSON AST, such as "bigDecimal"; "invalid" for Invalid.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[Invalid]
}

// KindOf returns the kind that the JSON AST calls name; Invalid and false if there is none.
func KindOf(name string) (Kind, bool) {
	k, ok := kindsByName[name]
	return k, ok
}

// KindNames yields the names of all kinds in a fixed order, Invalid left out.
func KindNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range kindNames[Blob:] {
			if !yield(name) {
				return
			}
		}
	}
}

// IsSimple reports whether values of the kind have no parts: everything from Blob to Document.
func (k Kind) IsSimple() bool { return k >= Blob && k <= Document }

// IsAggregate reports whether the kind is List, Map, Structure or Union.
func (k Kind) IsAggregate() bool { return k >= List && k <= Union }

// IsData reports whether the kind is of values, simple or aggregate, and not of a service's organisation.
func (k Kind) IsData() bool { return k >= Blob && k <= Union }

// IsNumber reports whether the kind is a number; an IntEnum is one.
func (k Kind) IsNumber() bool { return k >= Byte && k <= BigDecimal }

// HasNamedMembers reports whether a shape of the kind names its members itself.
func (k Kind) HasNamedMembers() bool {
	return k == Structure || k == Union || k == Enum || k == IntEnum
}

// phrase returns the name of the kind with its article, fit for a message.
func (k Kind) phrase() string {
	name := k.String()
	if strings.ContainsRune("aeio", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
