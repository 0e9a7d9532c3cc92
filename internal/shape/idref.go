// Ids in the values of traits: the edges that smithy.api#idRef makes of them.

package shape

import "slices"

const idRefID ID = "smithy.api#idRef"

// maxValueDepth is how deep trait values are followed. The readers allow no deeper nesting.
const maxValueDepth = 256

// linkIDRefs builds the edges to what trait values name.
func (n *Neighbors) linkIDRefs() {
	f := idRefFinder{n: n, leads: n.leadingToIDRefs()}
	definitions := map[ID]*Shape{}
	for _, s := range n.model.sorted {
		if s.Traits.Has(traitID) && f.leadsOn(s) {
			definitions[s.ID] = s
		}
	}
	n.idRefs = adjacency{start: make([]int32, 0, len(n.subjects)+1)}
	for _, s := range n.subjects {
		n.idRefs.start = append(n.idRefs.start, int32(len(n.idRefs.edges)))
		f.found = f.found[:0]
		for t := range s.Traits().All() {
			if def := definitions[t.ID]; def != nil {
				f.follow(t.Value, def, false, 0)
			}
		}
		slices.Sort(f.found)
		for _, to := range slices.Compact(f.found) {
			n.idRefs.edges = append(n.idRefs.edges, Edge{RelIDRef, to})
		}
	}
	n.idRefs.start = append(n.idRefs.start, int32(len(n.idRefs.edges)))
}

// leadingToIDRefs tells of each subject whether a value of it can hold an id that idRef marks, at any depth.
func (n *Neighbors) leadingToIDRefs() []bool {
	leads := make([]bool, len(n.subjects))
	var todo []int32
	add := func(i int32) {
		if !leads[i] {
			leads[i] = true
			todo = append(todo, i)
		}
	}
	for i, s := range n.subjects {
		if s.Traits().Has(idRefID) {
			add(int32(i))
		}
	}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range n.Back(at) {
			if e.Rel == RelTarget || e.Rel == RelMember {
				add(e.To)
			}
		}
	}
	return leads
}

// idRefFinder follows trait values along the shapes of their definitions.
type idRefFinder struct {
	n     *Neighbors
	leads []bool // by number: see leadingToIDRefs
	found []int32
}

// leadsOn reports whether there is a use in looking into values of a shape.
func (f *idRefFinder) leadsOn(s *Shape) bool {
	i, ok := f.n.ofShape[s]
	return ok && f.leads[i]
}

// follow collects what a value of the shape names; marked says that the member that targets the shape has idRef.
func (f *idRefFinder) follow(value Node, s *Shape, marked bool, depth int) {
	if depth > maxValueDepth {
		return
	}
	if marked || s.Traits.Has(idRefID) {
		f.note(ID(value.Str()))
	}
	if !s.Kind.IsAggregate() || !f.leadsOn(s) {
		return
	}
	switch s.Kind {
	case List:
		if m := s.Member("member"); m != nil {
			for _, elem := range value.Elems() {
				f.follow(elem, m.Target, m.Traits.Has(idRefID), depth+1)
			}
		}
	case Map:
		key, val := s.Member("key"), s.Member("value")
		for _, field := range value.FieldList() {
			if key != nil && (key.Traits.Has(idRefID) || key.Target.Traits.Has(idRefID)) {
				f.note(ID(field.Name))
			}
			if val != nil {
				f.follow(field.Value, val.Target, val.Traits.Has(idRefID), depth+1)
			}
		}
	default:
		for _, field := range value.FieldList() {
			if m := s.Member(field.Name); m != nil {
				f.follow(field.Value, m.Target, m.Traits.Has(idRefID), depth+1)
			}
		}
	}
}

// note adds what has the id, if anything does.
func (f *idRefFinder) note(id ID) {
	if i, ok := f.n.Index(f.n.model.Subject(id)); ok {
		f.found = append(f.found, i)
	}
}
