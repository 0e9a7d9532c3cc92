// Closures: the shapes that a shape leads to, and those that nothing leads to.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// closures walks the graph of a model again and again at little cost, as the closures of many services ask for.
type closures struct {
	g       *shape.Neighbors
	seen    []int32 // by subject: the number of the last walk that reached it
	walks   int32
	found   []int32 // subjects of the last walk, in the order in which they were found
	names   map[string]int32
	nameOf  []int32 // by subject: the number of its name without regard to case, -1 for members
	lastUse []int32 // by name: the last walk that used it
	firstOf []int32 // by name: the first subject of that walk with the name
}

// newClosures returns a walker of a graph.
func newClosures(g *shape.Neighbors) *closures {
	return &closures{g: g, seen: make([]int32, g.Len())}
}

// start begins a walk.
func (c *closures) start() {
	c.walks++
	c.found = c.found[:0]
}

// add puts a subject and everything that it leads to into the current walk: the targets of members, identifiers and
// properties, mixins, what operations take and return, and what is bound to services and resources. The unit type counts
// only where a member targets it.
func (c *closures) add(s shape.Subject) {
	root, ok := c.g.Index(s)
	if !ok || c.seen[root] == c.walks {
		return
	}
	c.seen[root] = c.walks
	next := len(c.found)
	c.found = append(c.found, root)
	for ; next < len(c.found); next++ {
		for _, e := range c.g.Forward(c.found[next]) {
			if c.seen[e.To] != c.walks {
				c.seen[e.To] = c.walks
				c.found = append(c.found, e.To)
			}
		}
	}
}

// has reports whether the current walk reached a subject.
func (c *closures) has(s shape.Subject) bool {
	i, ok := c.g.Index(s)
	return ok && c.seen[i] == c.walks
}

// shapes returns the shapes of a kind that the current walk reached.
func (c *closures) shapes(k shape.Kind) []*shape.Shape {
	var out []*shape.Shape
	for _, i := range c.found {
		if s := c.g.Subject(i); s.Member == nil && s.Shape.Kind == k {
			out = append(out, s.Shape)
		}
	}
	return out
}

// number returns the number of a name without regard to case.
func (c *closures) number(name string) int32 {
	key := strings.ToLower(name)
	n, ok := c.names[key]
	if !ok {
		n = int32(len(c.names))
		c.names[key] = n
		c.lastUse = append(c.lastUse, 0)
		c.firstOf = append(c.firstOf, 0)
	}
	return n
}

// numberNames numbers the names of all shapes.
func (c *closures) numberNames() {
	c.names = make(map[string]int32, c.g.Len()/4)
	c.nameOf = make([]int32, c.g.Len())
	for i := range c.nameOf {
		if s := c.g.Subject(int32(i)); s.Member == nil {
			c.nameOf[i] = c.number(s.Shape.ID.Name())
		} else {
			c.nameOf[i] = -1
		}
	}
}

// sameNames returns the groups of shapes of the current walk whose names are the same without regard to case. For shapes in
// renamed, the name there counts. It can be called once in a walk.
func (c *closures) sameNames(renamed map[shape.ID]string) map[string][]*shape.Shape {
	if c.names == nil {
		c.numberNames()
	}
	var same map[string][]*shape.Shape
	for _, i := range c.found {
		name := c.nameOf[i]
		if name < 0 {
			continue
		}
		s := c.g.Subject(i).Shape
		if len(renamed) > 0 {
			if to, ok := renamed[s.ID]; ok {
				name = c.number(to)
			}
		}
		if c.lastUse[name] != c.walks {
			c.lastUse[name], c.firstOf[name] = c.walks, i
			continue
		}
		first := c.g.Subject(c.firstOf[name]).Shape
		key := strings.ToLower(nameIn(renamed, first))
		if same == nil {
			same = map[string][]*shape.Shape{}
		}
		if same[key] == nil {
			same[key] = []*shape.Shape{first}
		}
		same[key] = append(same[key], s)
	}
	return same
}

// nameIn returns the name of a shape, the one given in renamed if it is there.
func nameIn(renamed map[shape.ID]string, s *shape.Shape) string {
	if name, ok := renamed[s.ID]; ok {
		return name
	}
	return s.ID.Name()
}

// unreferenced returns the model's own shapes that neither the given roots nor definitions of traits lead to, not even by an
// id in the value of a trait. That is what the linter "UnreferencedShape" reports.
func (p *pass) unreferenced(roots []shape.Subject) []*shape.Shape {
	g := p.env().Graph()
	connected := make([]bool, g.Len())
	var todo []int32
	add := func(i int32) {
		if !connected[i] {
			connected[i] = true
			todo = append(todo, i)
		}
	}
	addSubject := func(s shape.Subject) {
		if i, ok := g.Index(s); ok {
			add(i)
		}
	}
	for _, root := range roots {
		addSubject(root)
		addSubject(root.Shape.Subject())
	}
	for _, s := range p.shapes {
		if s.Traits.Has(traitTrait) {
			addSubject(s.Subject())
		}
	}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, edges := range [][]shape.Edge{g.Forward(i), g.IDRefs(i)} {
			for _, e := range edges {
				add(e.To)
			}
		}
	}
	var out []*shape.Shape
	for _, s := range p.shapes {
		if i, ok := g.Index(s.Subject()); ok && !connected[i] {
			out = append(out, s)
		}
	}
	return out
}
