// Declarations: what a reader makes of a file.

package shape

import "github.com/smithwright/smithwright/internal/source"

// Decl is a declaration of a model file: a [*ShapeDecl], an [*ApplyDecl] or a [*MetadataDecl]. All ids in it are
// absolute.
type Decl interface{ isDecl() }

func (*ShapeDecl) isDecl()    {}
func (*ApplyDecl) isDecl()    {}
func (*MetadataDecl) isDecl() {}

// Ref is a mention of a shape. The zero Ref stands for none.
type Ref struct {
	ID   ID
	Span source.Span // of the id
}

// ShapeDecl declares a shape.
type ShapeDecl struct {
	ID   ID
	Span source.Span // of the id
	// Kind is Invalid if the reader could not make sense of the declaration and has said so: the id then counts as
	// declared and nothing else is known about it.
	Kind    Kind
	Traits  []Trait
	Members []MemberDecl // own members; a list has "member", a map "key" and "value"
	Mixins  []Ref
	Binding *BindingDecl // of services, resources and operations; may be nil
}

// MemberDecl declares a member, or an identifier or property of a resource.
type MemberDecl struct {
	Name   string
	Span   source.Span // of the name
	Target Ref
	Traits []Trait
}

// BindingDecl is what a service, a resource or an operation consists of.
type BindingDecl struct {
	Version              string       // service
	Input, Output        Ref          // operation
	Errors               []Ref        // operation, service
	Operations           []Ref        // service, resource
	Resources            []Ref        // service, resource
	CollectionOperations []Ref        // resource
	Rename               []Rename     // service
	Identifiers          []MemberDecl // resource
	Properties           []MemberDecl // resource

	Create, Put, Read, Update, Delete, ListOp Ref // resource
}

// Rename is an entry of a service's rename property.
type Rename struct {
	Shape Ref
	Name  string
}

// ApplyDecl applies traits to a shape or a member that is declared elsewhere.
type ApplyDecl struct {
	Target Ref
	Traits []Trait
}

// MetadataDecl sets a metadata key.
type MetadataDecl struct {
	Key   string
	Span  source.Span // of the key
	Value Node
}
