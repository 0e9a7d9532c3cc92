// Steps from a subject to its neighbours.

package selector

import (
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

// hop is a step along one edge: >, <, -[...]-> or <-[...]-.
type hop struct {
	rels uint32 // of 1<<Rel: the relationships to follow
	back bool
	// bound follows the edges of resources and operations to what binds them, instance those of a resource to operations that
	// need an instance. Both are views of other relationships.
	bound, instance bool
}

// anyRel are all relationships that are followed without being named.
const anyRel = 1<<shape.RelTrait - 1

// newHop returns the step along the relationships of the given names. Unknown names lead nowhere.
func newHop(names []string, back bool) hop {
	h := hop{back: back}
	for _, name := range names {
		switch name {
		case "bound":
			h.bound = true
		case "instanceOperation":
			h.instance = true
		default:
			if r, ok := shape.RelNamed(name); ok {
				h.rels |= 1 << r
			}
		}
	}
	return h
}

// each calls visit for the subjects that the step leads to from i or, if against, for those that it leads to i from.
func (h hop) each(e *eval, i int32, against bool, visit func(int32) bool) bool {
	back := h.back != against
	edges := h.edges(e, i, back)
	if !e.spend(1 + len(edges)) {
		return false
	}
	for _, edge := range edges {
		if h.rels&(1<<edge.Rel) != 0 && !visit(edge.To) {
			return false
		}
		if h.instance && edge.Rel.BindsInstance() && h.fromResource(e, i, edge, back) && !visit(edge.To) {
			return false
		}
	}
	if h.rels&(1<<shape.RelTrait) != 0 {
		uses := e.graph.Traits
		if back {
			uses = e.graph.TraitUses
		}
		for _, edge := range uses(i) {
			if !e.spend(1) || !visit(edge.To) {
				return false
			}
		}
	}
	if h.bound {
		opposite := h.edges(e, i, !back)
		if !e.spend(len(opposite)) {
			return false
		}
		for _, edge := range opposite {
			if (edge.Rel == shape.RelResource || edge.Rel.BindsOperation()) && !visit(edge.To) {
				return false
			}
		}
	}
	return true
}

func (hop) edges(e *eval, i int32, back bool) []shape.Edge {
	if back {
		return e.graph.Back(i)
	}
	return e.graph.Forward(i)
}

// fromResource reports whether an edge of i comes from a resource.
func (hop) fromResource(e *eval, i int32, edge shape.Edge, back bool) bool {
	if back {
		i = edge.To
	}
	return e.graph.Subject(i).Shape.Kind == shape.Resource
}

func (h hop) image(e *eval, in set) set     { return h.sweep(e, in, false) }
func (h hop) preimage(e *eval, out set) set { return h.sweep(e, out, true) }
func (hop) contextual() bool                { return false }

func (h hop) sweep(e *eval, from set, against bool) set {
	out := newSet(e.graph.Len())
	for i := range from.all() {
		if !h.each(e, i, against, func(j int32) bool { out.add(j); return true }) {
			break
		}
	}
	return out
}

func (h hop) push(e *eval, i int32, next func(int32) bool) bool {
	return h.each(e, i, false, next)
}

// closure is the step ~>, to everything that edges lead to.
type closure struct{}

func (closure) contextual() bool { return false }

func (closure) image(e *eval, in set) set { return reach(e, in, e.graph.Forward) }

func (closure) preimage(e *eval, out set) set { return reach(e, out, e.graph.Back) }

// reach returns what edges lead to from any of from. An element of from is in the result only if another one leads to it: a
// shape is not its own neighbour.
func reach(e *eval, from set, edges func(int32) []shape.Edge) set {
	// Two different origins of each subject say whether there is one beside itself.
	const none = -1
	origins := make([][2]int32, e.graph.Len())
	for i := range origins {
		origins[i] = [2]int32{none, none}
	}
	type visit struct{ at, origin int32 }
	var todo []visit
	follow := func(at, origin int32) {
		for _, edge := range edges(at) {
			o := &origins[edge.To]
			switch {
			case o[0] == none:
				o[0] = origin
			case o[0] != origin && o[1] == none:
				o[1] = origin
			default:
				continue
			}
			todo = append(todo, visit{edge.To, origin})
		}
	}
	e.spend(len(origins))
	for i := range from.all() {
		follow(i, i)
		for len(todo) > 0 && e.spend(1) {
			v := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			follow(v.at, v.origin)
		}
	}
	out := newSet(len(origins))
	for i, o := range origins {
		if o[0] != none && o[0] != int32(i) || o[1] != none {
			out.add(int32(i))
		}
	}
	return out
}

func (closure) push(e *eval, start int32, next func(int32) bool) bool {
	seen := newSet(e.graph.Len())
	seen.add(start)
	todo := []int32{start}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		mark := len(todo)
		for _, edge := range e.graph.Forward(at) {
			if seen.has(edge.To) {
				continue
			}
			seen.add(edge.To)
			if !e.spend(1) || !next(edge.To) {
				return false
			}
			todo = append(todo, edge.To)
		}
		slices.Reverse(todo[mark:])
	}
	return e.spend(len(seen))
}
