// Which members of operations stand for the identifiers of resources.

package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// boundIdentifiers returns the members of a structure that stand for identifiers of a resource, by the identifier's name: those
// with the resourceIdentifier trait and, for other identifiers, required members of the same name and target ("Implicit
// identifier bindings"). structure may be nil.
func boundIdentifiers(r, structure *shape.Shape) map[string]*shape.Member {
	if structure == nil {
		return nil
	}
	out := map[string]*shape.Member{}
	for _, m := range structure.Members {
		if name, ok := m.Traits.Get(traitResourceIdentifier); ok {
			out[name.Str()] = m
		}
	}
	for _, id := range r.Identifiers {
		m := structure.Member(id.Name)
		if m == nil || out[id.Name] != nil || m.Target != id.Target {
			continue
		}
		if m.Traits.Has(traitRequired) && !m.Traits.Has(traitResourceIdentifier) {
			out[id.Name] = m
		}
	}
	return out
}

// checkIdentifierBindings reports operations of resources that take fewer identifiers, or more, than their place asks for, and
// structures with several members for one identifier.
func (p *pass) checkIdentifierBindings() {
	for _, s := range p.shapes {
		switch s.Kind {
		case shape.Structure:
			p.checkIdentifierTraits(s)
		case shape.Resource:
			ops, collection := boundOperations(s)
			for _, op := range ops {
				p.checkIdentifierBinding(s, op, collection[op])
			}
			for _, child := range s.Resources {
				p.checkParentIdentifiers(s, child)
			}
		}
	}
}

// checkIdentifierTraits reports members with the resourceIdentifier trait that bind the same identifier as another member.
func (p *pass) checkIdentifierTraits(s *shape.Shape) {
	var explicit map[string][]string // identifier → members
	for _, m := range s.Members {
		if name, ok := m.Traits.Get(traitResourceIdentifier); ok {
			if explicit == nil {
				explicit = map[string][]string{}
			}
			explicit[name.Str()] = append(explicit[name.Str()], m.Name)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(explicit)) {
		members := explicit[id]
		f := finding{code: "ResourceIdentifierBinding", about: s.Subject()}
		if implicit := s.Member(id); implicit != nil && !implicit.Traits.Has(traitResourceIdentifier) {
			f.severity = diag.Warning
			p.report(f, "in %s the member %s does not stand for the identifier of its name, since the trait resourceIdentifier "+
				"of %s takes its place: rename it or remove the trait", s.ID, id, listed(members))
		}
		if len(members) > 1 {
			f.severity = diag.Error
			p.report(f, "in %s several members stand for the identifier %s: remove the trait resourceIdentifier from all but one of %s",
				s.ID, id, listed(members))
		}
	}
}

// checkIdentifierBinding reports an instance operation that lacks identifiers and a collection operation that has them all.
func (p *pass) checkIdentifierBinding(r, op *shape.Shape, collection bool) {
	bound := boundIdentifiers(r, op.Input)
	var missing []string
	for _, id := range r.Identifiers {
		if m := bound[id.Name]; m == nil || m.Target != id.Target {
			missing = append(missing, fmt.Sprintf("%s: %s", id.Name, id.Target.ID))
		}
	}
	f := finding{code: "ResourceIdentifierBinding", severity: diag.Error, about: op.Subject(), notes: noteOn(r)}
	switch {
	case collection && len(missing) == 0:
		p.report(f, "%s works on the collection of %s but its input has all identifiers of one resource: "+
			"bind it as an instance operation or remove an identifier", op.ID, r.ID)
	case !collection && len(missing) > 0:
		p.report(f, "%s works on one %s but its input lacks identifiers of it: add the required members %s",
			op.ID, r.ID, listed(missing))
	}
}

// checkParentIdentifiers reports operations of a child resource that lack identifiers of the parent.
func (p *pass) checkParentIdentifiers(parent, child *shape.Shape) {
	if len(parent.Identifiers) == 0 {
		return
	}
	ops, _ := boundOperations(child)
	for _, op := range ops {
		bound := boundIdentifiers(child, op.Input)
		var missing []string
		for _, id := range parent.Identifiers {
			if bound[id.Name] == nil {
				missing = append(missing, id.Name)
			}
		}
		if len(missing) > 0 {
			p.report(finding{code: "ResourceIdentifierBinding", severity: diag.Error, about: op.Subject(), notes: noteOn(parent)},
				"%s is an operation of %s, a child of %s, but its input lacks identifiers of the parent: add the required members %s",
				op.ID, child.ID, parent.ID, listed(missing))
		}
	}
}
