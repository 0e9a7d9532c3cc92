// The assembled model and the questions that are asked of it.

package shape

import (
	"cmp"
	"slices"
)

// Model is a complete model: shapes that are linked to each other, and metadata. It is immutable and safe for concurrent
// use. Every slice that it returns is in a fixed order and must not be changed.
type Model struct {
	byID     map[ID]*Shape
	sorted   []*Shape
	metadata Node
}

// Shape returns the shape with the given id, nil if there is none. The id of a member finds nothing.
func (m *Model) Shape(id ID) *Shape { return m.byID[id] }

// Shapes returns all shapes sorted by id, those of the prelude among them (see [Shape.InPrelude]).
func (m *Model) Shapes() []*Shape { return m.sorted }

// Services returns the services sorted by id. A service that is a mixin for others is left out.
func (m *Model) Services() []*Shape {
	var out []*Shape
	for _, s := range m.sorted {
		if s.Kind == Service && !s.Traits.Has(mixinID) {
			out = append(out, s)
		}
	}
	return out
}

// Metadata returns the model's metadata as an object, its keys in the order of their first declaration.
func (m *Model) Metadata() Node { return m.metadata }

// Operations returns the operations of a service, or of a resource, sorted by id: those bound to it and those of the
// resources below it, lifecycle and collection operations included.
func (m *Model) Operations(service *Shape) []*Shape {
	found := map[*Shape]bool{}
	todo := []*Shape{service}
	seen := map[*Shape]bool{service: true}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		s.eachOperation(func(op *Shape) { found[op] = true })
		for _, r := range s.Resources {
			if !seen[r] {
				seen[r] = true
				todo = append(todo, r)
			}
		}
	}
	return sortedKeys(found)
}

// eachOperation calls visit for the operations that are bound to a service or resource itself.
func (s *Shape) eachOperation(visit func(*Shape)) {
	for _, op := range s.Operations {
		visit(op)
	}
	for _, op := range s.CollectionOperations {
		visit(op)
	}
	for _, op := range [...]*Shape{s.Create, s.Put, s.Read, s.Update, s.Delete, s.ListOp} {
		if op != nil {
			visit(op)
		}
	}
}

// OperationErrors returns the errors that an operation of a service may answer with: its own in declared order, then those
// common to the service, each once. service may be nil.
func (m *Model) OperationErrors(service, op *Shape) []*Shape {
	out := slices.Clone(op.Errors)
	if service != nil {
		for _, e := range service.Errors {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// Closure returns the data shapes that are reachable from the roots, sorted by id: through input, output and errors of
// operations, members and their targets to any depth. A root that is a data shape is among them. From a service or a
// resource it reaches what its operations reach and the service's common errors; services, resources and operations
// themselves are never part of the result.
func (m *Model) Closure(roots []*Shape) []*Shape {
	found := map[*Shape]bool{}
	m.Walk(roots, func(s *Shape) { found[s] = true })
	return sortedKeys(found)
}

// Walk calls visit once for each shape of the closure of roots, as [Model.Closure] defines it, depth first in declared
// order: a structure comes before what its members target, in the order of the members.
func (m *Model) Walk(roots []*Shape, visit func(*Shape)) {
	seen := map[*Shape]bool{}
	var stack []*Shape
	for i := range roots {
		stack = append(stack, roots[i])
		for len(stack) > 0 {
			s := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if s == nil || seen[s] {
				continue
			}
			seen[s] = true
			if s.Kind.IsData() {
				visit(s)
			}
			mark := len(stack)
			stack = s.appendNeighbours(stack)
			slices.Reverse(stack[mark:]) // the first neighbour must come off the stack first
		}
	}
}

// appendNeighbours appends the shapes that a shape leads to directly, in declared order. It may append nil.
func (s *Shape) appendNeighbours(out []*Shape) []*Shape {
	switch s.Kind {
	case Operation:
		out = append(out, s.Input, s.Output)
	case Service, Resource:
		s.eachOperation(func(op *Shape) { out = append(out, op) })
		out = append(out, s.Resources...)
	}
	out = append(out, s.Errors...)
	for _, mem := range s.Members {
		out = append(out, mem.Target)
	}
	for _, id := range s.Identifiers {
		out = append(out, id.Target)
	}
	return out
}

// sortedKeys returns the shapes of a set sorted by id.
func sortedKeys(set map[*Shape]bool) []*Shape {
	out := make([]*Shape, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.SortFunc(out, byID)
	return out
}

func byID(a, b *Shape) int { return cmp.Compare(a.ID, b.ID) }
