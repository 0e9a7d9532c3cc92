// Decision diagrams: conditions, results, and nodes that are encoded as numbers.

package rules

import (
	"encoding/base64"
	"encoding/binary"
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

// What a diagram's numbers mean: a node is three of them, 1 and -1 are ends without a match, 2 and on are nodes (counted from 1;
// the first is never referred to), negative ones are nodes whose branches are swapped, and from resultBase on they are results,
// of which the first is an implicit one that matches nothing.
const (
	nodeSize   = 12
	resultBase = 100_000_000
)

// readDiagram reads what is behind the parameters.
func (p *parser) readDiagram(v shape.Node) {
	d := p.prog.Diagram
	if list, ok := p.field(v, "conditions", shape.NodeArray); ok {
		d.Conditions = p.conditions(list)
	}
	if list, ok := p.field(v, "results", shape.NodeArray); ok {
		d.Results = p.diagramResults(list)
	}
	nodes, okNodes := p.field(v, "nodes", shape.NodeString)
	count, okCount := p.field(v, "nodeCount", shape.NodeNumber)
	root, okRoot := p.field(v, "root", shape.NodeNumber)
	if !okNodes || !okCount || !okRoot {
		return
	}
	raw, ok := p.nodes(nodes, count)
	if !ok || !p.root(root, raw) || p.broken {
		return
	}
	to, _ := root.Int64()
	if p.link(raw, int32(to)) {
		p.prove()
	} else {
		p.invalid(nodes.Span(), "the nodes lead in a circle: make the diagram anew")
	}
}

// diagramResults reads the results, which are rules without conditions.
func (p *parser) diagramResults(list shape.Node) []Result {
	out := make([]Result, 0, list.Len())
	for _, n := range list.Elems() {
		if !p.is(n, "a result", shape.NodeObject) {
			continue
		}
		p.needs = nil
		if kind, _ := n.Field("type"); kind.Str() == "tree" {
			p.invalid(kind.Span(), "the type of a result must be endpoint or error")
			continue
		}
		if c, _ := n.Field("conditions"); c.Len() > 0 {
			p.invalid(c.Span(), "a result has conditions: move them to those of the diagram")
			continue
		}
		r := p.rule(n, 0)
		out = append(out, Result{Endpoint: r.Endpoint, Error: r.Error, Needs: p.needs, Doc: r.Doc, Span: r.Span})
	}
	return out
}

// rawNode is a node as it is encoded.
type rawNode struct{ condition, high, low int32 }

// nodes decodes the nodes and checks their numbers.
func (p *parser) nodes(v, count shape.Node) ([]rawNode, bool) {
	data, err := base64.StdEncoding.DecodeString(v.Str())
	if err != nil {
		p.invalid(v.Span(), "nodes is no base64: %s", err)
		return nil, false
	}
	if n, ok := count.Int64(); !ok || n != int64(len(data)/nodeSize) || len(data)%nodeSize != 0 {
		p.invalid(v.Span(), "nodes has %d bytes, and nodeCount is %s: there must be %d bytes for each",
			len(data), count.Num(), nodeSize)
		return nil, false
	}
	raw := make([]rawNode, len(data)/nodeSize)
	for i := range raw {
		number := func(at int) int32 { return int32(binary.BigEndian.Uint32(data[i*nodeSize+at:])) }
		raw[i] = rawNode{number(0), number(4), number(8)}
	}
	if len(raw) > 0 && raw[0] != (rawNode{-1, 1, -1}) {
		p.invalid(v.Span(), "the first node must be -1, 1, -1, and is %d, %d, %d", raw[0].condition, raw[0].high, raw[0].low)
		return nil, false
	}
	conditions := int32(len(p.prog.Diagram.Conditions))
	for i := 1; i < len(raw); i++ {
		n := raw[i]
		if n.condition < 0 || n.condition >= conditions {
			p.invalid(v.Span(), "node %d asks condition %d, and there are %d", i, n.condition, conditions)
			return nil, false
		}
		if !p.refers(n.high, raw) || !p.refers(n.low, raw) {
			p.invalid(v.Span(), "node %d leads to %d and %d: one of them is neither an end, a node nor a result", i, n.high, n.low)
			return nil, false
		}
	}
	return raw, true
}

// root reports whether the root may be where a way begins.
func (p *parser) root(v shape.Node, raw []rawNode) bool {
	ref, ok := v.Int64()
	if !ok || ref < -1 || ref > 1<<31-1 || !p.refers(int32(ref), raw) {
		p.invalid(v.Span(), "root is %s: it must be an end, a node that is not swapped, or a result", v.Num())
		return false
	}
	return true
}

// refers reports whether a reference leads somewhere.
func (p *parser) refers(ref int32, raw []rawNode) bool {
	switch {
	case ref >= resultBase:
		return int(ref-resultBase) <= len(p.prog.Diagram.Results)
	case ref == 1 || ref == -1:
		return true
	case ref < 0:
		ref = -ref // the least number stays negative, and is refused
	}
	return ref > 1 && int(ref) <= len(raw)
}

// linker makes the nodes of a program from those that are encoded. A node that is reached both as it is and swapped becomes
// two.
type linker struct {
	raw   []rawNode
	state [2][]int32 // by raw node, as it is and swapped: 0 unseen, -1 open, else 1 + its place in done
	done  []Node     // the last first; references are raw until all are known
	stack []int32
}

// link makes the nodes, and reports whether no way leads in a circle.
func (p *parser) link(raw []rawNode, root int32) bool {
	l := &linker{raw: raw, state: [2][]int32{make([]int32, len(raw)), make([]int32, len(raw))}}
	if !l.visit(root) {
		return false
	}
	d := p.prog.Diagram
	d.Nodes = l.done
	for i := range d.Nodes {
		d.Nodes[i].High, d.Nodes[i].Low = l.ref(int32(d.Nodes[i].High)), l.ref(int32(d.Nodes[i].Low))
	}
	slices.Reverse(d.Nodes)
	d.Root = l.ref(root)
	return true
}

// visit walks all ways from a reference, depth first, and appends each node behind those that it leads to. It reports false for
// a circle.
func (l *linker) visit(root int32) bool {
	l.stack = append(l.stack, root)
	for len(l.stack) > 0 {
		ref := l.stack[len(l.stack)-1]
		state := l.at(ref)
		if state == nil || *state > 0 {
			l.stack = l.stack[:len(l.stack)-1]
			continue
		}
		high, low := l.branches(ref)
		if *state == 0 {
			*state = -1
			for _, next := range []int32{low, high} {
				if s := l.at(next); s != nil && *s < 0 {
					return false
				}
				l.stack = append(l.stack, next)
			}
			continue
		}
		l.stack = l.stack[:len(l.stack)-1]
		l.done = append(l.done, Node{Condition: int(l.raw[max(ref, -ref)-1].condition), High: Ref(high), Low: Ref(low)})
		*state = int32(len(l.done))
	}
	return true
}

// at returns the state of the node that a reference leads to, nil if it leads to an end or a result.
func (l *linker) at(ref int32) *int32 {
	switch {
	case ref == 1 || ref == -1 || ref >= resultBase:
		return nil
	case ref < 0:
		return &l.state[1][-ref-1]
	}
	return &l.state[0][ref-1]
}

// branches returns where a node leads to if its condition holds and if not.
func (l *linker) branches(ref int32) (high, low int32) {
	if ref < 0 {
		n := l.raw[-ref-1]
		return n.low, n.high
	}
	n := l.raw[ref-1]
	return n.high, n.low
}

// ref returns a reference in the program's numbers.
func (l *linker) ref(raw int32) Ref {
	if state := l.at(raw); state != nil {
		return NodeRef(len(l.done) - int(*state))
	}
	if raw > resultBase {
		return ResultRef(int(raw-resultBase) - 1)
	}
	return NoMatch
}
