// Neighbours: the labelled graph that the shapes and members of a model form.

package shape

import (
	"slices"
	"sync"
)

// Rel is the kind of an edge from one shape or member to another: a relationship of the "Relationships" section of the
// specification of selectors.
type Rel uint8

// The relationships. RelTrait and RelIDRef are kept apart from the others: walks don't follow them unless asked to.
const (
	RelMember              Rel = iota // from a shape to a member of it
	RelTarget                         // from a member to its target; none from the members of enums
	RelMixin                          // from a shape to a mixin of it
	RelOperation                      // from a service or a resource to an entry of its operations
	RelResource                       // from a service or a resource to an entry of its resources
	RelError                          // from a service or an operation to an error
	RelIdentifier                     // from a resource to what an identifier targets
	RelProperty                       // from a resource to what a property targets
	RelCollectionOperation            // from a resource to an entry of its collectionOperations
	RelCreate                         // from a resource to its lifecycle operations
	RelPut
	RelRead
	RelUpdate
	RelDelete
	RelList
	RelInput  // from an operation to its input, unless that is smithy.api#Unit
	RelOutput // from an operation to its output, unless that is smithy.api#Unit
	RelTrait  // from anything to the definition of a trait that is applied to it
	RelIDRef  // from anything to a shape that the value of a trait names by its id
	relCount
)

var relNames = [relCount]string{
	RelMember: "member", RelTarget: "", RelMixin: "mixin", RelOperation: "operation", RelResource: "resource",
	RelError: "error", RelIdentifier: "identifier", RelProperty: "property", RelCollectionOperation: "collectionOperation",
	RelCreate: "create", RelPut: "put", RelRead: "read", RelUpdate: "update", RelDelete: "delete", RelList: "list",
	RelInput: "input", RelOutput: "output", RelTrait: "trait", RelIDRef: "idRef",
}

// String returns the name by which selectors know the relationship, "" for RelTarget, which has none.
func (r Rel) String() string {
	if r < relCount {
		return relNames[r]
	}
	return ""
}

// RelNamed returns the relationship that selectors call name, and whether there is one. "bound" and "instanceOperation"
// are no relationships of their own but views of others, and not found here; nor is idRef, which selectors can't follow.
func RelNamed(name string) (Rel, bool) {
	i := slices.Index(relNames[:RelIDRef], name)
	return Rel(max(i, 0)), i >= 0 && name != ""
}

// BindsOperation reports whether the relationship is one from a service or a resource to an operation.
func (r Rel) BindsOperation() bool {
	return r == RelOperation || r >= RelCollectionOperation && r <= RelList
}

// BindsInstance reports whether the relationship is one from a resource to an operation that needs an instance of it.
func (r Rel) BindsInstance() bool {
	return r == RelOperation || r >= RelPut && r <= RelDelete
}

// Edge is a relationship to the subject with the number To in the [Neighbors] that returned it.
type Edge struct {
	Rel Rel
	To  int32
}

// Neighbors is the graph of a model. It gives the shapes and members small numbers, so that sets of them can be bit sets,
// and holds the edges in both directions. It is safe for concurrent use, and its slices must not be changed.
type Neighbors struct {
	model    *Model
	subjects []Subject
	ofShape  map[*Shape]int32
	ofMember map[*Member]int32
	forward  adjacency
	back     adjacency

	traitsOnce sync.Once
	traits     adjacency
	traitsBack adjacency
	idRefsOnce sync.Once
	idRefs     adjacency
}

// adjacency holds the edges of all subjects behind each other; those of subject i are edges[start[i]:start[i+1]].
type adjacency struct {
	start []int32
	edges []Edge
}

func (a *adjacency) of(i int32) []Edge { return a.edges[a.start[i]:a.start[i+1]] }

// NewNeighbors builds the graph of a model, trait definitions and prelude included. It takes time and memory in
// proportion to the model.
func NewNeighbors(m *Model) *Neighbors {
	total := len(m.sorted)
	for _, s := range m.sorted {
		total += len(s.Members)
	}
	n := &Neighbors{
		model: m, subjects: make([]Subject, 0, total),
		ofShape: make(map[*Shape]int32, len(m.sorted)), ofMember: make(map[*Member]int32, total-len(m.sorted)),
	}
	for _, s := range m.sorted {
		n.ofShape[s] = int32(len(n.subjects))
		n.subjects = append(n.subjects, s.Subject())
		for _, member := range s.Members {
			n.ofMember[member] = int32(len(n.subjects))
			n.subjects = append(n.subjects, member.Subject())
		}
	}
	n.forward = adjacency{start: make([]int32, 0, total+1), edges: make([]Edge, 0, 2*total)}
	for _, s := range n.subjects {
		n.forward.start = append(n.forward.start, int32(len(n.forward.edges)))
		n.appendEdges(s)
	}
	n.forward.start = append(n.forward.start, int32(len(n.forward.edges)))
	n.back = reversed(&n.forward)
	return n
}

// Model returns the model whose graph it is.
func (n *Neighbors) Model() *Model { return n.model }

// Len returns the number of subjects. Their numbers go from 0 to Len-1, in the order of the shapes' ids, each shape
// followed by its members in declared order.
func (n *Neighbors) Len() int { return len(n.subjects) }

// Subject returns the subject of a number.
func (n *Neighbors) Subject(i int32) Subject { return n.subjects[i] }

// Index returns the number of a subject, and whether it is part of the model.
func (n *Neighbors) Index(s Subject) (int32, bool) {
	if s.Member != nil {
		i, ok := n.ofMember[s.Member]
		return i, ok
	}
	i, ok := n.ofShape[s.Shape]
	return i, ok
}

// Forward returns the edges that leave a subject, but for those to traits and those of ids in trait values, in declared order.
func (n *Neighbors) Forward(i int32) []Edge { return n.forward.of(i) }

// Back returns the edges that lead to a subject, but for those to traits and those of ids in trait values; To is where each
// comes from. They are in the order of the subjects that they come from.
func (n *Neighbors) Back(i int32) []Edge { return n.back.of(i) }

// Traits returns the edges from a subject to the definitions of the traits that are applied to it.
func (n *Neighbors) Traits(i int32) []Edge {
	n.traitsOnce.Do(n.linkTraits)
	return n.traits.of(i)
}

// TraitUses returns the edges to a trait definition; To is where the trait is applied.
func (n *Neighbors) TraitUses(i int32) []Edge {
	n.traitsOnce.Do(n.linkTraits)
	return n.traitsBack.of(i)
}

// IDRefs returns the edges from a subject to the shapes and members whose ids stand in the values of its traits, in places
// that are marked with smithy.api#idRef in the definition of the trait.
func (n *Neighbors) IDRefs(i int32) []Edge {
	n.idRefsOnce.Do(n.linkIDRefs)
	return n.idRefs.of(i)
}

// add appends an edge to a shape, unless there is no such shape.
func (n *Neighbors) add(rel Rel, to *Shape) {
	if to == nil {
		return
	}
	if i, ok := n.ofShape[to]; ok {
		n.forward.edges = append(n.forward.edges, Edge{rel, i})
	}
}

func (n *Neighbors) addAll(rel Rel, to []*Shape) {
	for _, s := range to {
		n.add(rel, s)
	}
}

// appendEdges appends the edges that leave a subject.
func (n *Neighbors) appendEdges(of Subject) {
	s := of.Shape
	if m := of.Member; m != nil {
		if s.Kind != Enum && s.Kind != IntEnum {
			n.add(RelTarget, m.Target)
		}
		return
	}
	n.addAll(RelMixin, s.Mixins)
	n.addAll(RelOperation, s.Operations)
	n.addAll(RelResource, s.Resources)
	for _, m := range s.Identifiers {
		n.add(RelIdentifier, m.Target)
	}
	for _, m := range s.Properties {
		n.add(RelProperty, m.Target)
	}
	n.addAll(RelCollectionOperation, s.CollectionOperations)
	for k, op := range [...]*Shape{s.Create, s.Put, s.Read, s.Update, s.Delete, s.ListOp} {
		n.add(RelCreate+Rel(k), op)
	}
	if s.Input != nil && s.Input.ID != unitID {
		n.add(RelInput, s.Input)
	}
	if s.Output != nil && s.Output.ID != unitID {
		n.add(RelOutput, s.Output)
	}
	n.addAll(RelError, s.Errors)
	for _, m := range s.Members {
		n.forward.edges = append(n.forward.edges, Edge{RelMember, n.ofMember[m]})
	}
}

// reversed returns the same edges in the other direction.
func reversed(a *adjacency) adjacency {
	count := len(a.start) - 1
	out := adjacency{start: make([]int32, count+1), edges: make([]Edge, len(a.edges))}
	for _, e := range a.edges {
		out.start[e.To+1]++
	}
	for i := range count {
		out.start[i+1] += out.start[i]
	}
	next := slices.Clone(out.start)
	for i := range int32(count) {
		for _, e := range a.of(i) {
			out.edges[next[e.To]] = Edge{e.Rel, i}
			next[e.To]++
		}
	}
	return out
}

// linkTraits builds the edges to trait definitions.
func (n *Neighbors) linkTraits() {
	definitions := map[ID]int32{}
	for _, s := range n.model.sorted {
		if s.Traits.Has(traitID) {
			definitions[s.ID] = n.ofShape[s]
		}
	}
	n.traits = adjacency{start: make([]int32, 0, len(n.subjects)+1)}
	for _, s := range n.subjects {
		n.traits.start = append(n.traits.start, int32(len(n.traits.edges)))
		for t := range s.Traits().All() {
			if i, ok := definitions[t.ID]; ok {
				n.traits.edges = append(n.traits.edges, Edge{RelTrait, i})
			}
		}
	}
	n.traits.start = append(n.traits.start, int32(len(n.traits.edges)))
	n.traitsBack = reversed(&n.traits)
}
