// References to resources, and members that look like references.

package check

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// checkReferences checks the values of the references trait: they name resources and bind their identifiers to members.
func (p *pass) checkReferences() {
	for _, s := range p.shapes {
		list, ok := s.Traits.Get(traitReferences)
		if !ok {
			continue
		}
		for _, node := range list.Elems() {
			p.checkReference(s, node)
		}
	}
}

// checkReference checks one element of a references trait.
func (p *pass) checkReference(s *shape.Shape, node shape.Node) {
	id, _ := node.Field("resource")
	ids, _ := node.Field("ids")
	span := node.Span()
	if span.IsZero() {
		span = traitSpan(s.Subject(), traitReferences)
	}
	f := finding{code: "ReferencesTrait", severity: diag.Error, about: s.Subject(), span: span}
	isString := s.Kind == shape.String || s.Kind == shape.Enum
	if isString && ids.Len() > 0 {
		p.report(f, "the reference of the string %s to %s has \"ids\", but a string has no members: remove them", s.ID, id.Str())
	}
	r := p.m.Shape(shape.ID(id.Str()))
	switch {
	case r == nil: // the definition of the trait demands that the shape exists
	case r.Kind != shape.Resource:
		p.report(f, "%s refers to %s, %s: refer to a resource", s.ID, r.ID, withArticle(r.Kind))
	case s.Kind == shape.Structure:
		p.checkReferenceIDs(s, r, ids, span)
	case isString && len(r.Identifiers) != 1:
		p.report(f, "the string %s refers to %s, which has %d identifiers: a string can only stand for one: "+
			"use a structure",
			s.ID, r.ID, len(r.Identifiers))
	}
}

// checkReferenceIDs checks a reference of a structure. Without ids, each identifier is bound to the member of its name.
func (p *pass) checkReferenceIDs(s, r *shape.Shape, ids shape.Node, span source.Span) {
	f := finding{code: "ReferencesTrait", severity: diag.Error, about: s.Subject(), span: span, notes: noteOn(r)}
	var wrong []string
	check := func(name string) {
		switch m := s.Member(name); {
		case m == nil:
			wrong = append(wrong, fmt.Sprintf("%s has no member %s (%s)", s.ID, name, p.hint(name, memberNames(s), "add it")))
		case m.Target.Kind != shape.String && m.Target.Kind != shape.Enum:
			wrong = append(wrong, fmt.Sprintf("the member %s must target a string", name))
		}
	}
	if ids.Len() == 0 {
		for _, id := range r.Identifiers {
			check(id.Name)
		}
	} else {
		var unknown []string
		has := membersByName(r.Identifiers)
		for name, member := range ids.Fields() {
			if check(member.Str()); has[name] == nil {
				unknown = append(unknown, name)
			}
		}
		if ids.Len() != len(r.Identifiers) {
			p.report(f, "the reference of %s to %s binds %d identifiers, but the resource has %d: bind %s", s.ID, r.ID, ids.Len(),
				len(r.Identifiers), listed(namesOf(r.Identifiers)))
		}
		if len(unknown) > 0 {
			p.report(f, "the reference of %s to %s binds what is no identifier of it: %s; its identifiers are %s", s.ID, r.ID,
				listed(unknown), listed(namesOf(r.Identifiers)))
		}
	}
	if len(wrong) > 0 {
		p.report(f, "the reference of %s to %s is wrong: %s", s.ID, r.ID, listed(wrong))
	}
}

// checkUnmarkedReferences reports members with the name and the target of an identifier of a resource where neither a
// references trait nor a binding to the resource says that they are one.
func (p *pass) checkUnmarkedReferences() {
	index := identifierIndex{}
	parents := map[*shape.Shape][]*shape.Shape{}
	p.eachResource(func(r *shape.Shape) {
		index.add(r)
		for _, child := range r.Resources {
			parents[child] = append(parents[child], r)
		}
	})
	if len(index) == 0 {
		return
	}
	var looks []lookalike
	wanted := map[identifierKey]bool{}
	for _, s := range p.shapes {
		for _, m := range s.Members {
			key := identifierKey{m.Name, m.Target}
			if len(index[key]) > 0 {
				wanted[key] = true
				looks = append(looks, lookalike{m: m, key: key})
			}
		}
	}
	var resources []*shape.Shape
	p.eachResource(func(r *shape.Shape) {
		if slices.ContainsFunc(r.Identifiers, func(id *shape.Member) bool { return wanted[identifierKey{id.Name, id.Target}] }) {
			resources = append(resources, r)
		}
	})
	findUnbound(p.env().Graph(), looks, resources, parents)
	for _, l := range looks {
		if len(l.unbound) > 0 {
			p.report(finding{code: "MemberShouldReferenceResource", severity: diag.Warning, about: l.m.Subject()},
				"%s looks like an identifier of %s: say so with the trait references", l.m.ID, listed(idsOf(l.unbound)))
		}
	}
}

// refersTo reports whether a references trait of a member or of its structure names a resource.
func refersTo(m *shape.Member, r *shape.Shape) bool {
	for _, s := range []shape.Subject{m.Subject(), m.Parent.Subject()} {
		list, _ := s.Traits().Get(traitReferences)
		for _, reference := range list.Elems() {
			if id, _ := reference.Field("resource"); shape.ID(id.Str()) == r.ID {
				return true
			}
		}
	}
	return false
}

// lookalike is a member that looks like an identifier.
type lookalike struct {
	m       *shape.Member
	key     identifierKey
	unbound []*shape.Shape // resources with such an identifier that the member is not known to belong to; not all of very many
}

// findUnbound fills in the resources that neither lead to the members themselves nor have parents that do: what a resource's own
// operations take and return needs no references. The resources are followed 64 at a time, each as a bit, from component to
// component of the graph.
func findUnbound(g *shape.Neighbors, looks []lookalike, resources []*shape.Shape, parents map[*shape.Shape][]*shape.Shape) {
	if len(looks) == 0 {
		return
	}
	parts := newComponents(g, nil)
	roots := make([][]int32, len(resources)) // of each resource: itself and its parents
	for k, r := range resources {
		for _, s := range append([]*shape.Shape{r}, parents[r]...) {
			if i, ok := g.Index(s.Subject()); ok {
				roots[k] = append(roots[k], i)
				parts.visit(i)
			}
		}
	}
	from := make([]uint64, parts.visited+1) // by component: the resources that lead there
	for low := 0; low < len(resources); low += 64 {
		some := resources[low:min(low+64, len(resources))]
		clear(from)
		having := map[identifierKey]uint64{} // the resources that have an identifier
		for k, r := range some {
			for _, i := range roots[low+k] {
				from[parts.marks[i].component] |= 1 << k
			}
			for _, id := range r.Identifiers {
				having[identifierKey{id.Name, id.Target}] |= 1 << k
			}
		}
		for _, i := range slices.Backward(parts.order) {
			mask := from[parts.marks[i].component]
			for _, e := range g.Forward(i) {
				from[parts.marks[e.To].component] |= mask
			}
		}
		for n := range looks {
			l := &looks[n]
			i, _ := g.Index(l.m.Subject())
			// Component 0 is that of what no resource leads to.
			l.take(some, having[l.key]&^from[parts.marks[i].component])
		}
	}
}

// take adds the resources whose bits are set, unless a reference says that the member belongs to them.
func (l *lookalike) take(resources []*shape.Shape, mask uint64) {
	for ; mask != 0 && len(l.unbound) <= maxListed; mask &= mask - 1 {
		if r := resources[bits.TrailingZeros64(mask)]; !refersTo(l.m, r) {
			l.unbound = append(l.unbound, r)
		}
	}
}
