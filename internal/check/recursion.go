// Shapes that contain themselves in ways that no value can have or that no type can be written for.

package check

import (
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkRecursion reports lists and maps that contain themselves with no structure or union between, structures that contain
// themselves through required members alone, and unions of which no value can be made.
func (p *pass) checkRecursion() {
	p.reportCircles(withinCollections, "%s contains itself, by %s: put a structure or a union between")
	p.reportCircles(withinRequired, "%s requires itself, by %s, so that no value can be complete: make one of the members optional")
	p.checkEndlessUnions()
}

// withinCollections reports whether an edge leads from a list or a map to a member, or on to a list or a map.
func withinCollections(g *shape.Neighbors, from int32, e shape.Edge) bool {
	s := g.Subject(from).Shape
	if e.Rel == shape.RelTarget {
		s = g.Subject(e.To).Shape
	}
	return (e.Rel == shape.RelMember || e.Rel == shape.RelTarget) && (s.Kind == shape.List || s.Kind == shape.Map)
}

// withinRequired reports whether an edge leads from a structure to a required member that targets a structure, or on to that.
func withinRequired(g *shape.Neighbors, from int32, e shape.Edge) bool {
	switch e.Rel {
	case shape.RelMember:
		m := g.Subject(e.To).Member
		return m.Parent.Kind == shape.Structure && m.Target.Kind == shape.Structure && m.Traits.Has(traitRequired)
	case shape.RelTarget:
		m := g.Subject(from).Member
		return m.Parent.Kind == shape.Structure && m.Target.Kind == shape.Structure && m.Traits.Has(traitRequired)
	}
	return false
}

// maxCircleSteps bounds the search for the paths that messages show: in a circle of thousands of shapes they help nobody.
const maxCircleSteps = 20_000

// reportCircles reports each shape that comes back to itself over the edges that follow lets pass. The format takes the shape
// and the members of a circle.
func (p *pass) reportCircles(follow edgeFilter, format string) {
	f := newComponents(p.env().Graph(), follow)
	for i := range int32(f.g.Len()) {
		if s := f.g.Subject(i); s.Member == nil && s.Shape.Kind.IsAggregate() && !s.Shape.Builtin {
			f.visit(i)
		}
	}
	budget := maxCircleSteps
	for i := range int32(f.g.Len()) {
		if s := f.g.Subject(i); s.Member == nil && f.marks[i].circle {
			p.report(finding{code: "ShapeRecursion", severity: diag.Error, about: s}, format, s.ID(), f.path(i, &budget))
		}
	}
}

// path returns the members of a shortest circle through a shape for a message, or says that it is long if the budget is spent.
func (f *components) path(start int32, budget *int) string {
	component := f.marks[start].component
	cameFrom := map[int32]int32{}
	todo := []int32{start}
	for i := 0; i < len(todo) && *budget > 0; i++ {
		for _, e := range f.g.Forward(todo[i]) {
			*budget--
			if _, known := cameFrom[e.To]; !known && f.marks[e.To].component == component && f.follow(f.g, todo[i], e) {
				cameFrom[e.To] = todo[i]
				todo = append(todo, e.To)
			}
		}
	}
	at, ok := cameFrom[start]
	if !ok {
		return "a long chain of members"
	}
	var ids []string
	for ; at != start; at = cameFrom[at] {
		if s := f.g.Subject(at); s.Member != nil {
			ids = append(ids, string(s.ID()))
		}
	}
	slices.Reverse(ids)
	return listed(ids)
}

// checkEndlessUnions reports unions of which every value would have to contain another one of the same sort without end. A
// structure ends if it has no members, an optional one, or a required one that ends; simple shapes, lists and maps end.
func (p *pass) checkEndlessUnions() {
	ends := map[*shape.Shape]bool{}
	leadsTo := map[*shape.Shape][]*shape.Shape{} // target → unions and structures that end if it does
	var unions, todo []*shape.Shape
	for _, s := range p.shapes {
		if s.Kind == shape.Union {
			unions = append(unions, s)
		}
	}
	seen := map[*shape.Shape]bool{}
	for pending := slices.Clone(unions); len(pending) > 0; {
		s := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[s] {
			continue
		}
		seen[s] = true
		if endsAtOnce(s) {
			todo = append(todo, s)
			continue
		}
		for _, m := range s.Members {
			leadsTo[m.Target] = append(leadsTo[m.Target], s)
			pending = append(pending, m.Target)
		}
	}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !ends[s] {
			ends[s] = true
			todo = append(todo, leadsTo[s]...)
		}
	}
	for _, s := range unions {
		if !ends[s] {
			p.report(finding{code: "ShapeRecursion", severity: diag.Error, about: s.Subject()},
				"no value of the union %s can be made, since each would have to contain another without end: "+
					"add a member that does not lead back", s.ID)
		}
	}
}

// endsAtOnce reports whether values of a shape end whatever its members target.
func endsAtOnce(s *shape.Shape) bool {
	switch s.Kind {
	case shape.Union:
		return len(s.Members) == 0 || slices.ContainsFunc(s.Members, func(m *shape.Member) bool {
			return m.Target.Kind != shape.Union && m.Target.Kind != shape.Structure
		})
	case shape.Structure:
		return len(s.Members) == 0 || slices.ContainsFunc(s.Members, func(m *shape.Member) bool {
			return !m.Traits.Has(traitRequired)
		})
	}
	return true
}
