// Declarations: what a reader makes of a file.

package shape

import "github.com/smithwright/smithwright/internal/source"

// Decl is a declaration of a model file: a [*ShapeDecl], an [*ApplyDecl], a [*MetadataDecl], a [*NameDecl] or a [*UseDecl].
// All ids in it are absolute; an id that was written as a relative name says so.
type Decl interface{ isDecl() }

func (*ShapeDecl) isDecl()    {}
func (*ApplyDecl) isDecl()    {}
func (*MetadataDecl) isDecl() {}
func (*NameDecl) isDecl()     {}
func (*UseDecl) isDecl()      {}

// Ref is a mention of a shape. The zero Ref stands for none.
type Ref struct {
	ID   ID
	Span source.Span // of the id
	// Relative says that the source has a bare name that no use statement explains, and ID is that name in the file's own
	// namespace. Where nothing declares ID, the name stands for the shape of the prelude of that name, if there is one
	// ("Relative shape ID resolution").
	Relative bool
}

// ShapeDecl declares a shape.
type ShapeDecl struct {
	ID   ID
	Span source.Span // of the id, and of the type before it where the language has it there
	// V1 says that the file is of version 1.0 of Smithy, so that the shape is upgraded to 2.0.
	V1 bool
	// Builtin says that the shape comes from the trait definitions that this project brings along, not from a file of the user.
	Builtin bool
	// Kind is Invalid if the reader could not make sense of the declaration and has said so: the id then counts as
	// declared and nothing else is known about it.
	Kind    Kind
	Traits  []Trait
	Members []MemberDecl // own members; a list has "member", a map "key" and "value"
	Mixins  []Ref
	For     Ref          // the resource whose identifiers and properties elided members may take their targets from
	Binding *BindingDecl // of services, resources and operations; may be nil
}

// MemberDecl declares a member, or an identifier or property of a resource.
type MemberDecl struct {
	Name   string
	Span   source.Span // of the name
	Target Ref
	Traits []Trait
	// Elided says that the source has no target ("$name"): it is that of the mixin's member of this name, or that of the
	// identifier or property of the resource in For.
	Elided bool
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
	// V1 says that the file is of version 1.0 of Smithy, as in [ShapeDecl].
	V1 bool
	// Builtin says that the statement is part of the trait definitions that this project brings along.
	Builtin bool
}

// MetadataDecl sets a metadata key.
type MetadataDecl struct {
	Key   string
	Span  source.Span // of the key
	Value Node
}

// NameDecl tells the assembly of a shape name that stands in a node value without quotes, so that the value becomes the
// id of the shape that the name stands for ("Syntactic shape IDs").
type NameDecl struct {
	Ref   Ref
	value *children // of the node
}

// NameNode returns a string node whose value is the id of the shape that ref stands for, and the declaration that makes the
// assembly resolve it. Until then the value is ref.ID.
func NameNode(ref Ref) (Node, *NameDecl) {
	c := &children{name: string(ref.ID)}
	return Node{kind: NodeString, span: ref.Span, kids: c}, &NameDecl{Ref: ref, value: c}
}

// UseDecl tells the assembly of a use statement, so that it can say where one names a shape that nothing declares.
type UseDecl struct {
	Ref Ref
}
