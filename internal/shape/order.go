// The order in which shapes are built, and cycles: what is needed comes before what needs it.

package shape

import "slices"

// buildAll builds every shape, mixins and resources before the shapes that need them, and returns them in that order.
// Shapes that need themselves are reported and not built.
func (a *assembler) buildAll() []*entry {
	built := make([]*entry, 0, len(a.order))
	var dependent []*entry
	for _, e := range a.order {
		if e.depends() {
			dependent = append(dependent, e)
			continue
		}
		a.build(e)
		built = append(built, e)
	}
	for _, group := range components(dependent, a.dependencies) {
		if a.reportCycle(group) {
			continue
		}
		if e := group[0]; e.depends() {
			a.build(e)
			built = append(built, e)
		}
	}
	return built
}

// depends reports whether a shape names mixins or a resource.
func (e *entry) depends() bool {
	needs := func(d *ShapeDecl) bool { return len(d.Mixins) > 0 || d.For.ID != "" }
	return needs(e.decl) || slices.ContainsFunc(e.others, needs)
}

// dependencies returns the shapes that must be built before a shape.
func (a *assembler) dependencies(e *entry) []*entry {
	var out []*entry
	add := func(ref Ref) {
		if d := a.entry(ref); ref.ID != "" && d != nil {
			out = append(out, d)
		}
	}
	for d := range e.decls() {
		for _, ref := range d.Mixins {
			add(ref)
		}
		add(d.For)
	}
	return out
}

// reportCycle reports the shapes of a group that need each other, and reports whether they do. The group is what
// components returns.
func (a *assembler) reportCycle(group []*entry) bool {
	e := group[0]
	if len(group) == 1 && (!e.depends() || !slices.Contains(a.dependencies(e), e)) {
		return false
	}
	in := make(map[*entry]bool, len(group))
	for _, e := range group {
		in[e] = true
	}
	for _, e := range group {
		e.failed, e.silent, e.shape.Kind = true, true, Invalid
		for _, d := range a.dependencies(e) {
			if in[d] {
				a.report(e.decl.ID, e.decl.Span, codeModel, nil,
					"%s mixes in %s, which in the end mixes in %[1]s again: break the circle", e.decl.ID, d.decl.ID)
				break
			}
		}
	}
	return true
}

// components returns the strongly connected components of what can be reached from the roots, each behind those that it
// leads to (Tarjan's algorithm). How deep the chains are is up to the model, so it keeps a stack of its own.
func components[T comparable](roots []T, next func(T) []T) [][]T {
	type frame struct {
		node T
		next []T
	}
	type state struct{ index, low int }
	var out [][]T
	states := make(map[T]*state, len(roots))
	open := map[T]bool{}
	var path []T
	var stack []frame
	enter := func(n T) {
		states[n] = &state{len(states), len(states)}
		open[n] = true
		path = append(path, n)
		stack = append(stack, frame{n, next(n)})
	}
	for _, root := range roots {
		if states[root] == nil {
			enter(root)
		}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			s := states[top.node]
			if len(top.next) > 0 {
				child := top.next[0]
				top.next = top.next[1:]
				switch c := states[child]; {
				case c == nil:
					enter(child)
				case open[child]:
					s.low = min(s.low, c.index)
				}
				continue
			}
			if s.low == s.index {
				at := len(path) - 1
				for path[at] != top.node {
					at--
				}
				for _, n := range path[at:] {
					delete(open, n)
				}
				out = append(out, slices.Clone(path[at:]))
				path = path[:at]
			}
			stack = stack[:len(stack)-1]
			if len(stack) > 0 {
				parent := states[stack[len(stack)-1].node]
				parent.low = min(parent.low, s.low)
			}
		}
	}
	return out
}
