// Shapes.

package print

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// shape prints a shape and a blank line behind it.
func (p *printer) shape(s *shape.Shape) {
	p.traits(traitsBut(s.OwnTraits))
	w := &p.out
	w.start(s.Kind.String() + " " + s.ID.Name())
	if len(s.Mixins) > 0 {
		w.raw(" ")
		p.mixins(s)
	}
	var inlined []*shape.Shape
	switch {
	case s.Kind == shape.Service:
		p.block(func() { p.service(s) })
	case s.Kind == shape.Resource:
		p.block(func() { p.resource(s) })
	case s.Kind == shape.Operation:
		p.block(func() { inlined = p.operation(s) })
	case s.Kind.IsAggregate() || s.Kind.HasNamedMembers():
		w.raw(" ")
		p.members(s)
	}
	w.end("")
	w.blank()
	p.applies(s)
	for _, io := range inlined {
		p.applies(io)
	}
}

// block prints braces around what body prints.
func (p *printer) block(body func()) {
	p.out.end(" {")
	p.out.depth++
	body()
	p.out.depth--
	p.out.start("}")
}

// mixins prints the list of a shape's mixins.
func (p *printer) mixins(s *shape.Shape) {
	w := &p.out
	if len(s.Mixins) == 1 {
		w.raw("with [" + p.names.write(s.Mixins[0].ID) + "]")
		return
	}
	w.end("with [")
	w.depth++
	for _, m := range s.Mixins {
		w.line(p.names.write(m.ID))
	}
	w.depth--
	w.start("]")
}

// members prints the members that a shape declares itself, in braces.
func (p *printer) members(s *shape.Shape) {
	w := &p.out
	var own []*shape.Member
	for _, m := range s.Members {
		if m.Inherited == nil {
			own = append(own, m)
		}
	}
	if len(own) == 0 {
		w.raw("{}")
		return
	}
	w.end("{")
	w.depth++
	for _, m := range own {
		if s.Kind == shape.Enum || s.Kind == shape.IntEnum {
			p.enumMember(m)
		} else {
			p.member(m)
		}
	}
	w.depth--
	w.start("}")
}

// member prints a member, the default of a structure's member behind an equals sign.
func (p *printer) member(m *shape.Member) {
	text := m.Name + ": " + p.names.write(m.Target.ID)
	if value, ok := m.Traits.Get(defaultID); ok && m.Parent.Kind == shape.Structure {
		p.traits(traitsBut(m.Traits, defaultID))
		p.out.line(text + " = " + compact(value))
		return
	}
	p.traits(traitsBut(m.Traits))
	p.out.line(text)
}

// enumMember prints a member of an enum or intEnum, with its value unless that is the name.
func (p *printer) enumMember(m *shape.Member) {
	p.traits(traitsBut(m.Traits, enumValueID))
	value, ok := m.Traits.Get(enumValueID)
	if !ok || value.Kind() == shape.NodeString && value.Str() == m.Name {
		p.out.line(m.Name)
		return
	}
	p.out.line(m.Name + " = " + compact(value))
}

// applies prints the traits that a shape adds to members of its mixins.
func (p *printer) applies(s *shape.Shape) {
	w := &p.out
	for _, m := range s.Members {
		if m.Inherited == nil {
			continue
		}
		list := traitsBut(m.OwnTraits)
		if repeatsValue(m) {
			list = traitsBut(m.OwnTraits, enumValueID)
		}
		switch len(list) {
		case 0:
			continue
		case 1:
			w.start("apply " + p.names.write(m.ID) + " ")
			p.trait(list[0])
			w.end("")
		default:
			w.start("apply " + p.names.write(m.ID))
			p.block(func() { p.plainTraits(list) })
			w.end("")
		}
		w.blank()
	}
}

// repeatsValue reports whether the value that an enum gives to a member of its mixin is the one that it has there.
func repeatsValue(m *shape.Member) bool {
	value, ok := m.OwnTraits.Get(enumValueID)
	inherited, had := m.Inherited.Traits.Get(enumValueID)
	return ok && had && value.Equal(inherited)
}

// service prints the properties of a service.
func (p *printer) service(s *shape.Shape) {
	b := s.OwnBinding()
	if strings.TrimSpace(b.Version) != "" {
		p.out.line("version: " + quote(b.Version))
	}
	p.sortedRefs("operations", b.Operations)
	p.sortedRefs("resources", b.Resources)
	p.refs("errors", b.Errors)
	if len(b.Rename) == 0 {
		return
	}
	p.out.start("rename:")
	p.block(func() {
		for _, id := range b.RenameOrder {
			p.out.line(quote(string(id)) + ": " + quote(b.Rename[id]))
		}
	})
	p.out.end("")
}

// resource prints the properties of a resource.
func (p *printer) resource(s *shape.Shape) {
	p.attributes("identifiers", s.Identifiers)
	p.attributes("properties", s.Properties)
	for name, op := range s.Lifecycle() {
		p.ref(name, op.ID)
	}
	p.sortedRefs("operations", s.Operations)
	p.sortedRefs("collectionOperations", s.CollectionOperations)
	p.sortedRefs("resources", s.Resources)
}

// attributes prints the identifiers or properties of a resource.
func (p *printer) attributes(name string, list []*shape.Member) {
	if len(list) == 0 {
		return
	}
	p.out.start(name + ":")
	p.block(func() {
		for _, m := range list {
			p.ref(m.Name, m.Target.ID)
		}
	})
	p.out.end("")
}

// ref prints a property that is a shape.
func (p *printer) ref(name string, id shape.ID) {
	p.out.line(name + ": " + p.names.writeValue(id))
}

// refs prints a property that is a list of shapes, nothing if it is empty.
func (p *printer) refs(name string, list []*shape.Shape) {
	if len(list) == 0 {
		return
	}
	w := &p.out
	w.line(name + ": [")
	w.depth++
	for _, s := range list {
		w.line(p.names.writeValue(s.ID))
	}
	w.depth--
	w.line("]")
}

// sortedRefs is refs for what is a set by the specification.
func (p *printer) sortedRefs(name string, list []*shape.Shape) {
	p.refs(name, slices.SortedFunc(slices.Values(list), func(a, b *shape.Shape) int { return shape.CompareIDs(a.ID, b.ID) }))
}

// operation prints the properties of an operation and returns the structures that it printed inline.
func (p *printer) operation(s *shape.Shape) []*shape.Shape {
	var inlined []*shape.Shape
	for _, io := range []struct {
		name   string
		target *shape.Shape
		mark   shape.ID
	}{{"input", s.Input, inputID}, {"output", s.Output, outputID}} {
		switch {
		case io.target == nil:
			p.ref(io.name, unitID)
		case p.inline[io.target] == s:
			p.inlined(io.name, io.target, io.mark)
			inlined = append(inlined, io.target)
		default:
			p.ref(io.name, io.target.ID)
		}
	}
	p.refs("errors", s.OwnBinding().Errors)
	return inlined
}

const unitID shape.ID = "smithy.api#Unit"

// inlined prints a structure as a property of its operation. Its traits, if it has more than the one that says what it is,
// stand on lines of their own.
func (p *printer) inlined(name string, s *shape.Shape, mark shape.ID) {
	w := &p.out
	traits := traitsBut(s.OwnTraits, mark)
	w.start(name + " :=")
	if len(traits) > 0 {
		w.end("")
		w.depth++
		p.traits(traits)
		w.start("")
	} else {
		w.raw(" ")
	}
	if len(s.Mixins) > 0 {
		p.mixins(s)
		w.raw(" ")
	}
	p.members(s)
	w.end("")
	if len(traits) > 0 {
		w.depth--
	}
}
