// Linking what services, resources and operations are made of. Mentions that don't fit are left out here and reported when
// the whole model is linked.

package shape

import (
	"slices"
)

// bind resolves the properties of a service, resource or operation whose mixins are bound, theirs included ("Mixins on
// shapes with non-member properties").
func (a *assembler) bind(e *entry) {
	if e.failed || e.decl.Binding == nil && len(e.shape.Mixins) == 0 {
		return
	}
	b := orEmpty(e.decl.Binding)
	switch e.shape.Kind {
	case Operation:
		a.bindOperation(e, b)
	case Service:
		a.bindService(e, b)
	case Resource:
		a.bindResource(e, b)
	}
}

func (a *assembler) bindOperation(e *entry, b *BindingDecl) {
	s := e.shape
	s.Input = a.structureOrNil(b.Input)
	s.Output = a.structureOrNil(b.Output)
	errors := a.resolveAll(b.Errors, Structure)
	if len(s.Mixins) > 0 {
		s.own = &Binding{Errors: errors}
	}
	for _, m := range s.Mixins {
		if !a.spend(e.decl, len(m.Errors)) {
			break
		}
		s.Errors = appendNew(s.Errors, m.Errors)
	}
	s.Errors = appendNew(s.Errors, errors)
}

// structureOrNil resolves input or output; Unit counts as none.
func (a *assembler) structureOrNil(ref Ref) *Shape {
	if ref.ID == "" {
		return nil
	}
	if s := a.resolveKind(ref, Structure); s != nil && s.ID != unitID {
		return s
	}
	return nil
}

func (a *assembler) bindService(e *entry, b *BindingDecl) {
	s := e.shape
	own := &Binding{
		Version: b.Version, Operations: a.resolveAll(b.Operations, Operation), Resources: a.resolveAll(b.Resources, Resource),
		Errors: a.resolveAll(b.Errors, Structure),
	}
	if len(b.Rename) > 0 {
		own.Rename = make(map[ID]string, len(b.Rename))
		for _, r := range b.Rename {
			own.RenameOrder = rename(own.Rename, own.RenameOrder, a.absolute(r.Shape), r.Name)
		}
	}
	if len(s.Mixins) == 0 {
		s.Version, s.Operations, s.Resources, s.Errors = own.Version, own.Operations, own.Resources, own.Errors
		s.Rename, s.RenameOrder = own.Rename, own.RenameOrder
		return
	}
	s.own = own
	for _, m := range s.Mixins {
		if !a.spend(e.decl, len(m.Operations)+len(m.Resources)+len(m.Errors)+len(m.Rename)) {
			break
		}
		s.Operations = appendNew(s.Operations, m.Operations)
		s.Resources = appendNew(s.Resources, m.Resources)
		s.Errors = appendNew(s.Errors, m.Errors)
		if m.Version != "" {
			s.Version = m.Version
		}
		s.rename(m.Rename, m.RenameOrder)
	}
	if b.Version != "" {
		s.Version = b.Version
	}
	s.Operations = appendNew(s.Operations, own.Operations)
	s.Resources = appendNew(s.Resources, own.Resources)
	s.Errors = appendNew(s.Errors, own.Errors)
	s.rename(own.Rename, own.RenameOrder)
}

func (s *Shape) rename(more map[ID]string, order []ID) {
	if s.Rename == nil && len(more) > 0 {
		s.Rename = make(map[ID]string, len(more))
	}
	for _, id := range order {
		s.RenameOrder = rename(s.Rename, s.RenameOrder, id, more[id])
	}
}

// rename sets an entry of a service's rename and returns the order of its keys, which a key keeps when it is set again.
func rename(names map[ID]string, order []ID, id ID, name string) []ID {
	if _, ok := names[id]; !ok {
		order = append(order, id)
	}
	names[id] = name
	return order
}

func (a *assembler) bindResource(e *entry, b *BindingDecl) {
	s := e.shape
	s.Operations = a.resolveAll(b.Operations, Operation)
	s.CollectionOperations = a.resolveAll(b.CollectionOperations, Operation)
	s.Resources = a.resolveAll(b.Resources, Resource)
	for _, l := range s.lifecycle(b) {
		if l.ref.ID != "" {
			*l.to = a.resolveKind(l.ref, Operation)
		}
	}
	s.Identifiers = a.attributes(e, b.Identifiers)
	s.Properties = a.attributes(e, b.Properties)
}

// lifecycleOperation is a lifecycle operation of a resource: where the shape keeps it, and its mention.
type lifecycleOperation struct {
	to   **Shape
	ref  Ref
	name string
}

func (s *Shape) lifecycle(b *BindingDecl) [6]lifecycleOperation {
	return [...]lifecycleOperation{
		{&s.Create, b.Create, "create"}, {&s.Put, b.Put, "put"}, {&s.Read, b.Read, "read"},
		{&s.Update, b.Update, "update"}, {&s.Delete, b.Delete, "delete"}, {&s.ListOp, b.ListOp, "list"},
	}
}

// attributes links identifiers or properties of a resource.
func (a *assembler) attributes(e *entry, decls []MemberDecl) []*Member {
	out := make([]*Member, 0, len(decls))
	first := make(map[string]*Member, len(decls))
	for i := range decls {
		d := &decls[i]
		if m := first[d.Name]; m != nil {
			a.report(e.decl.ID, d.Span, codeModel, noteAt(m.Span, "it is first declared here"),
				"%s declares %s a second time: remove or rename one of the two", e.decl.ID, d.Name)
			continue
		}
		traits := NewTraits(d.Traits...)
		m := &Member{
			ID: e.decl.ID.WithMember(d.Name), Name: d.Name, Target: a.target(d.Target), Traits: traits, OwnTraits: traits,
			Span: d.Span, Parent: e.shape,
		}
		first[d.Name] = m
		out = append(out, m)
	}
	return out
}

// appendNew appends the shapes that are not there yet.
func appendNew(list, more []*Shape) []*Shape {
	if len(list) == 0 {
		return more
	}
	known := make(map[*Shape]bool, len(list)+len(more))
	for _, s := range list {
		known[s] = true
	}
	out := slices.Clip(list)
	for _, s := range more {
		if !known[s] {
			known[s] = true
			out = append(out, s)
		}
	}
	return out
}

// resolveAll returns the shapes of the given kind that a list mentions, each once.
func (a *assembler) resolveAll(refs []Ref, want Kind) []*Shape {
	if len(refs) == 0 {
		return nil
	}
	out := make([]*Shape, 0, len(refs))
	known := make(map[*Shape]bool, len(refs))
	for _, ref := range refs {
		if s := a.resolveKind(ref, want); s != nil && !known[s] {
			known[s] = true
			out = append(out, s)
		}
	}
	return out
}

// resolveKind returns the shape that is mentioned if it is of the given kind, else nil.
func (a *assembler) resolveKind(ref Ref, want Kind) *Shape {
	if e := a.entry(ref); e != nil && e.shape.Kind == want {
		return e.shape
	}
	return nil
}
