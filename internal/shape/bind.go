// Linking what services, resources and operations are made of.

package shape

import "slices"

// bind resolves the properties of a service, resource or operation whose mixins are bound, theirs included ("Mixins on
// shapes with non-member properties").
func (a *assembler) bind(e *entry) {
	b := e.decl.Binding
	if b == nil {
		b = &BindingDecl{}
	}
	switch e.decl.Kind {
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
	s.Input = a.structureOrNil(e, b.Input, "input")
	s.Output = a.structureOrNil(e, b.Output, "output")
	for _, m := range s.Mixins {
		if !a.spend(e, len(m.Errors)) {
			break
		}
		s.Errors = appendNew(s.Errors, m.Errors)
	}
	s.Errors = appendNew(s.Errors, a.resolveAll(e, b.Errors, Structure, "an error"))
	if s.Traits.Has(mixinID) && (s.Input != nil || s.Output != nil) {
		a.report(s.ID, s.Span, codeMixinProps, nil, "%s is a mixin with input or output: only errors can be mixed into an operation", s.ID)
	}
}

// structureOrNil resolves input or output; Unit counts as none.
func (a *assembler) structureOrNil(e *entry, ref Ref, what string) *Shape {
	if ref.ID == "" || ref.ID == unitID {
		return nil
	}
	return a.resolveKind(e, ref, Structure, "the "+what)
}

func (a *assembler) bindService(e *entry, b *BindingDecl) {
	s := e.shape
	s.Version = b.Version
	for _, m := range s.Mixins {
		if !a.spend(e, len(m.Operations)+len(m.Resources)+len(m.Errors)+len(m.Rename)) {
			break
		}
		s.Operations = appendNew(s.Operations, m.Operations)
		s.Resources = appendNew(s.Resources, m.Resources)
		s.Errors = appendNew(s.Errors, m.Errors)
		if b.Version == "" && m.Version != "" {
			s.Version = m.Version
		}
		for id, name := range m.Rename {
			s.rename(id, name)
		}
	}
	s.Operations = appendNew(s.Operations, a.resolveAll(e, b.Operations, Operation, "an operation"))
	s.Resources = appendNew(s.Resources, a.resolveAll(e, b.Resources, Resource, "a resource"))
	s.Errors = appendNew(s.Errors, a.resolveAll(e, b.Errors, Structure, "an error"))
	for _, r := range b.Rename {
		if a.resolve(s.ID, r.Shape) != nil {
			s.rename(r.Shape.ID, r.Name)
		}
	}
}

func (s *Shape) rename(id ID, name string) {
	if s.Rename == nil {
		s.Rename = map[ID]string{}
	}
	s.Rename[id] = name
}

func (a *assembler) bindResource(e *entry, b *BindingDecl) {
	s := e.shape
	s.Operations = a.resolveAll(e, b.Operations, Operation, "an operation")
	s.CollectionOperations = a.resolveAll(e, b.CollectionOperations, Operation, "a collection operation")
	s.Resources = a.resolveAll(e, b.Resources, Resource, "a resource")
	for _, l := range []struct {
		to   **Shape
		ref  Ref
		name string
	}{
		{&s.Create, b.Create, "create"}, {&s.Put, b.Put, "put"}, {&s.Read, b.Read, "read"},
		{&s.Update, b.Update, "update"}, {&s.Delete, b.Delete, "delete"}, {&s.ListOp, b.ListOp, "list"},
	} {
		if l.ref.ID != "" {
			*l.to = a.resolveKind(e, l.ref, Operation, "the "+l.name+" operation")
		}
	}
	s.Identifiers = a.attributes(e, b.Identifiers)
	s.Properties = a.attributes(e, b.Properties)
	for _, id := range s.Identifiers {
		if !fitsString(id.Target) {
			a.report(s.ID, id.Span, codeTargetKind, nil, "the identifier %s of %s targets %s, %s: identifiers must be strings",
				id.Name, s.ID, id.Target.ID, id.Target.Kind.phrase())
		}
	}
	if s.Traits.Has(mixinID) && b.hasContent() {
		a.report(s.ID, s.Span, codeMixinProps, nil, "%s is a mixin with properties: only traits can be mixed into a resource", s.ID)
	}
}

// hasContent reports whether a resource's declaration has more than traits.
func (b *BindingDecl) hasContent() bool {
	return len(b.Operations)+len(b.CollectionOperations)+len(b.Resources)+len(b.Identifiers)+len(b.Properties) > 0 ||
		slices.ContainsFunc(b.single(), func(r Ref) bool { return r.ID != "" })
}

// attributes links identifiers or properties of a resource.
func (a *assembler) attributes(e *entry, decls []MemberDecl) []*Member {
	out := make([]*Member, 0, len(decls))
	first := make(map[string]*Member, len(decls))
	for i := range decls {
		d := &decls[i]
		if m := first[d.Name]; m != nil {
			a.report(e.decl.ID, d.Span, codeMemberTwice, noteAt(m.Span, "it is first declared here"),
				"%s declares %s a second time: remove or rename one of the two", e.decl.ID, d.Name)
			continue
		}
		m := &Member{
			ID: e.decl.ID.WithMember(d.Name), Name: d.Name, Target: a.resolveData(e.decl.ID, d.Target),
			Traits: NewTraits(d.Traits...), Span: d.Span, Parent: e.shape,
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

// resolveAll resolves a list of mentions that must be of one kind; each shape is returned once.
func (a *assembler) resolveAll(e *entry, refs []Ref, want Kind, what string) []*Shape {
	if len(refs) == 0 {
		return nil
	}
	out := make([]*Shape, 0, len(refs))
	known := make(map[*Shape]bool, len(refs))
	for _, ref := range refs {
		if s := a.resolveKind(e, ref, want, what); s != nil && !known[s] {
			known[s] = true
			out = append(out, s)
		}
	}
	return out
}

// resolveKind resolves a mention that must be of one kind; nil, and an error, if it is not.
func (a *assembler) resolveKind(e *entry, ref Ref, want Kind, what string) *Shape {
	s := a.resolve(e.decl.ID, ref)
	if s == nil || s.Kind == Invalid {
		return nil
	}
	if s.Kind != want {
		a.report(e.decl.ID, ref.Span, codeTargetKind, noteAt(s.Span, "it is declared here"),
			"%s of %s must be %s, but %s is %s", what, e.decl.ID, want.phrase(), s.ID, s.Kind.phrase())
		return nil
	}
	return s
}

// checkBinding looks at what can be judged only when every shape is built: that errors have the error trait.
func (a *assembler) checkBinding(e *entry) {
	b := e.decl.Binding
	if b == nil {
		return
	}
	for _, ref := range b.Errors {
		target := a.entries[ref.ID]
		if target != nil && target.shape.Kind == Structure && !target.shape.Traits.Has(errorID) {
			a.report(e.decl.ID, ref.Span, codeErrorTrait, noteAt(target.shape.Span, "it is declared here"),
				"%s is an error of %s but has no %s trait: add the trait, with the value \"client\" or \"server\"",
				ref.ID, e.decl.ID, errorID)
		}
	}
}

// checkResourceCycles reports resources that contain themselves, once for each mention that closes a circle.
func (a *assembler) checkResourceCycles(built []*entry) {
	type frame struct {
		e    *entry
		next int // index in the resources of its binding
	}
	state := map[*entry]buildState{}
	for _, root := range built {
		if root.shape.Kind != Resource || state[root] != stateNew {
			continue
		}
		state[root] = stateOpen
		stack := []frame{{e: root}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			refs := orEmpty(top.e.decl.Binding).Resources
			if top.next == len(refs) {
				state[top.e] = stateBuilt
				stack = stack[:len(stack)-1]
				continue
			}
			parent, ref := top.e, refs[top.next]
			top.next++
			child := a.entries[ref.ID]
			switch {
			case child == nil || child.shape.Kind != Resource:
			case state[child] == stateNew:
				state[child] = stateOpen
				stack = append(stack, frame{e: child})
			case state[child] == stateOpen:
				a.report(parent.decl.ID, ref.Span, codeResourceLoop, nil,
					"the resource %s contains %s, which in the end contains it again: break the circle", parent.decl.ID, ref.ID)
			}
		}
	}
}
