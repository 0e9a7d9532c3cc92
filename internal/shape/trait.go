// Applied traits.

package shape

import (
	"iter"

	"github.com/smithwright/smithwright/internal/source"
)

// Trait is a trait applied to a shape or a member: the id of the trait and the value it was given.
type Trait struct {
	ID    ID
	Value Node
	// Span is that of the whole trait from its '@' on in the IDL, and that of the quoted id in JSON. A trait that a short form
	// stands for, such as a documentation comment or a default value, has the place of that form.
	Span source.Span
	// Relative says that the id was written as a bare name, as in [Ref]. It is false once the model is assembled.
	Relative bool
	// Bare says that the source gives no value ("@required"), so that the value depends on what the trait's definition takes:
	// an empty structure or list. Value is null until the model is assembled.
	Bare bool
}

// Traits are the traits of a shape or a member, in the order of their declaration; those that come from a mixin follow.
// Traits that no definition is known for are kept like any other. The zero Traits is empty.
type Traits struct {
	list []Trait
}

// NewTraits returns traits in the given order. It keeps the slice.
func NewTraits(list ...Trait) Traits { return Traits{list: list} }

// Get returns the value of the trait with the given id, and whether it is applied.
func (t Traits) Get(id ID) (Node, bool) {
	for i := range t.list {
		if t.list[i].ID == id {
			return t.list[i].Value, true
		}
	}
	return Node{}, false
}

// Has reports whether the trait is applied.
func (t Traits) Has(id ID) bool {
	_, ok := t.Get(id)
	return ok
}

// Len returns the number of traits.
func (t Traits) Len() int { return len(t.list) }

// All yields the traits in order.
func (t Traits) All() iter.Seq[Trait] {
	return func(yield func(Trait) bool) {
		for _, tr := range t.list {
			if !yield(tr) {
				return
			}
		}
	}
}

// overlay returns the traits of over followed by those of base that over does not have.
func overlay(base, over Traits) Traits {
	if len(base.list) == 0 {
		return over
	}
	if len(over.list) == 0 {
		return base
	}
	known := make(map[ID]bool, len(over.list))
	for i := range over.list {
		known[over.list[i].ID] = true
	}
	out := over.list[:len(over.list):len(over.list)]
	for _, tr := range base.list {
		if !known[tr.ID] {
			out = append(out, tr)
		}
	}
	return Traits{list: out}
}
