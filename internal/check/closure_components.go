// Components: the parts of a model's graph in which everything leads to everything.

package check

import "github.com/smithwright/smithwright/internal/shape"

// edgeFilter says which edges of a graph count.
type edgeFilter func(g *shape.Neighbors, from int32, e shape.Edge) bool

// components finds the strongly connected components of a graph by Tarjan's algorithm. The depth of the graph is up to the
// model, so it keeps a stack of its own.
type components struct {
	g      *shape.Neighbors
	follow edgeFilter // nil for all edges
	marks  []componentMark
	// order has the subjects visited, those of one component behind each other, and each component behind those that it
	// leads to.
	order []int32

	visited int32
	open    []int32 // visited, and their component is not known yet
	stack   []componentFrame
}

type componentMark struct {
	index, low int32 // 0 if it is not visited
	component  int32 // number of its component, 0 if that is not known
	circle     bool  // leads to itself
}

type componentFrame struct {
	node int32
	todo []shape.Edge
}

// newComponents returns a search over the edges that follow lets pass. What it finds is what visit was called for.
func newComponents(g *shape.Neighbors, follow edgeFilter) *components {
	return &components{g: g, follow: follow, marks: make([]componentMark, g.Len())}
}

// visit finds the components of what a subject leads to.
func (f *components) visit(root int32) {
	if f.marks[root].index != 0 {
		return
	}
	f.push(root)
	for len(f.stack) > 0 {
		top := &f.stack[len(f.stack)-1]
		if len(top.todo) == 0 {
			f.pop()
			continue
		}
		e := top.todo[0]
		top.todo = top.todo[1:]
		if f.follow != nil && !f.follow(f.g, top.node, e) {
			continue
		}
		m := &f.marks[top.node]
		if e.To == top.node {
			m.circle = true
		}
		switch next := &f.marks[e.To]; {
		case next.index == 0:
			f.push(e.To)
		case next.component == 0:
			m.low = min(m.low, next.index)
		}
	}
}

// push begins the visit of a subject.
func (f *components) push(i int32) {
	f.visited++
	f.marks[i].index, f.marks[i].low = f.visited, f.visited
	f.open = append(f.open, i)
	f.stack = append(f.stack, componentFrame{i, f.g.Forward(i)})
}

// pop leaves a subject all of whose edges are visited. If nothing behind it leads back above it then it is the first of its
// component, and what is open behind it is the rest.
func (f *components) pop() {
	done := f.stack[len(f.stack)-1].node
	f.stack = f.stack[:len(f.stack)-1]
	m := f.marks[done]
	if len(f.stack) > 0 {
		below := &f.marks[f.stack[len(f.stack)-1].node]
		below.low = min(below.low, m.low)
	}
	if m.low < m.index {
		return
	}
	several := f.open[len(f.open)-1] != done
	for {
		last := f.open[len(f.open)-1]
		f.open = f.open[:len(f.open)-1]
		f.order = append(f.order, last)
		f.marks[last].component = m.index
		if several {
			f.marks[last].circle = true
		}
		if last == done {
			return
		}
	}
}
