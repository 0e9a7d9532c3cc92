// Package shape is the semantic model of Smithy: shapes, their members and traits, linked to each other. It knows no Go
// names and no protocol, and not the format that a model was written in.
//
// A reader turns a file into declarations ([Decl]), which refer to each other by id. [Assemble] links the declarations of
// all files of a model into an immutable [Model]: it resolves every id, applies `apply` statements and copies the members
// and traits of mixins, so that what comes after sees flat shapes only.
package shape

import "github.com/smithwright/smithwright/internal/source"

// Shape is a shape of a model, with its mixins flattened into it. The fields that don't fit its kind are empty. Shapes
// are immutable once the model is assembled.
type Shape struct {
	ID     ID
	Kind   Kind
	Traits Traits
	Span   source.Span // of the declaration's head: the id, and the type before it where the language has it there

	// Builtin says that the shape is of the prelude or of the trait definitions that this project brings along.
	Builtin bool

	// Members are the members in declared order, those of mixins first. A list has one, "member"; a map has "key" and
	// "value". A member of an enum or intEnum always carries smithy.api#enumValue unless the model forgot the number.
	Members []*Member
	// Mixins are the shapes whose members and traits were copied into this one, in declared order.
	Mixins []*Shape
	// OwnTraits are those of Traits that the shape was given itself, in its declaration or by apply statements, not those
	// that mixins brought. Without mixins they are all of them.
	OwnTraits Traits
	// Input and Output are the structures of an operation; nil if absent or smithy.api#Unit.
	Input, Output *Shape
	// Errors are the error structures of an operation, or those common to the operations of a service.
	Errors []*Shape

	// Version is the version of a service, "" if it has none.
	Version string
	// Operations are bound to a service, or to a resource as instance operations that are not its lifecycle.
	Operations []*Shape
	// Resources are bound to a service or to a parent resource.
	Resources []*Shape
	// Rename gives the shapes of a service's closure another name; RenameOrder has its keys in declared order, those of mixins
	// first.
	Rename      map[ID]string
	RenameOrder []ID

	// CollectionOperations are bound to a resource and need no identifier of it.
	CollectionOperations []*Shape
	// Create to ListOp are the lifecycle operations of a resource; nil if it has none of that sort.
	Create, Put, Read, Update, Delete, ListOp *Shape
	// Identifiers and Properties of a resource have the form of members, in declared order, without traits.
	Identifiers, Properties []*Member

	index map[string]*Member // of Members, only where there are many
	own   *Binding           // nil for a shape without mixins, see OwnBinding
	marks marks
	v1    bool // declared in a file of version 1.0 of Smithy
}

// Binding is what a service or an operation consists of, in the fields that [Shape] has under the same names. An operation
// has Errors only.
type Binding struct {
	Version                       string
	Operations, Resources, Errors []*Shape
	Rename                        map[ID]string
	RenameOrder                   []ID
}

// Binding returns what a service or an operation consists of, what its mixins brought included.
func (s *Shape) Binding() Binding {
	return Binding{
		Version: s.Version, Operations: s.Operations, Resources: s.Resources, Errors: s.Errors,
		Rename: s.Rename, RenameOrder: s.RenameOrder,
	}
}

// OwnBinding returns what a service or an operation consists of by its own declaration, without what its mixins brought.
func (s *Shape) OwnBinding() Binding {
	if s.own != nil {
		return *s.own
	}
	return s.Binding()
}

// manyMembers is the number of members from which on a shape has an index of them.
const manyMembers = 12

// Member returns the member of the given name, nil if there is none.
func (s *Shape) Member(name string) *Member {
	if s.index != nil {
		return s.index[name]
	}
	for _, m := range s.Members {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Trait returns the value of a trait of the shape, and whether it is applied.
func (s *Shape) Trait(id ID) (Node, bool) { return s.Traits.Get(id) }

// InPrelude reports whether the shape belongs to Smithy's prelude, which is part of every model.
func (s *Shape) InPrelude() bool { return s.ID.Namespace() == preludeNamespace }

// setMembers stores the members of a shape that is being built.
func (s *Shape) setMembers(members []*Member) {
	s.Members = members
	s.index = nil
	if len(members) < manyMembers {
		return
	}
	s.index = make(map[string]*Member, len(members))
	for _, m := range members {
		s.index[m.Name] = m
	}
}

// Member is a member of a shape: a name for a value of the target's kind.
type Member struct {
	ID     ID
	Name   string
	Target *Shape // never nil; of kind Invalid if the model has no such shape, which is reported
	Traits Traits
	// Span is that of the name where the member is declared. A member that only a mixin declares has the place of the shape that
	// uses the mixin, or that of the mixin's member where the shape applies traits to it.
	Span   source.Span
	Parent *Shape
	// Inherited is the member of a mixin that this one is a copy of, that of the last such mixin; nil for a member that only
	// the shape itself declares.
	Inherited *Member
	// OwnTraits are those of Traits that the member was given in this shape, in its declaration or by apply statements, not
	// those that come from a mixin. Where Inherited is nil they are all of them.
	OwnTraits Traits
}

// Trait returns the value of a trait of the member, or else of its target, and whether either has it. That is the rule by
// which constraint and serialisation traits of a member override those of the shape that it targets. For traits that
// describe the member alone, such as smithy.api#required, look into Traits.
func (m *Member) Trait(id ID) (Node, bool) {
	if v, ok := m.Traits.Get(id); ok {
		return v, true
	}
	return m.Target.Traits.Get(id)
}
