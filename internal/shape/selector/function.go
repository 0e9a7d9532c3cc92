// Functions of selectors.

package selector

import (
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

// predicate asks whether steps yield anything for a subject.
type predicate struct {
	steps  seq
	pure   bool // the steps are local filters
	varied bool // the steps use variables
	number int  // of the predicate in its selector
}

func (p *predicate) holds(e *eval, i int32) bool {
	if p.pure {
		return p.steps.keep(e.graph.Subject(i))
	}
	if p.varied {
		return !p.steps.push(e, i, func(int32) bool { return false })
	}
	if e.known[p.number] == nil {
		e.known[p.number] = p.steps.preimage(e, fullSet(e.graph.Len()))
	}
	return e.known[p.number].has(i)
}

// test is the condition :test(...): one of the predicates holds; with not, :not(...): it does not.
type test struct {
	any []predicate
	not bool
}

func (t *test) keepSubject(s shape.Subject) bool {
	for k := range t.any {
		if t.any[k].steps.keep(s) {
			return !t.not
		}
	}
	return t.not
}

func (t *test) keep(e *eval, i int32) bool {
	for k := range t.any {
		if t.any[k].holds(e, i) {
			return !t.not
		}
	}
	return t.not
}

func (t *test) local() bool {
	return !slices.ContainsFunc(t.any, func(p predicate) bool { return !p.pure })
}

func (t *test) contextual() bool {
	return slices.ContainsFunc(t.any, func(p predicate) bool { return p.varied })
}

// is is the step :is(...), which yields what any of its arguments yields.
type is []seq

func (s is) image(e *eval, in set) set {
	out := newSet(e.graph.Len())
	for _, q := range s {
		out.addAll(q.image(e, in))
	}
	return out
}

func (s is) preimage(e *eval, out set) set {
	in := newSet(e.graph.Len())
	for _, q := range s {
		in.addAll(q.preimage(e, out))
	}
	return in
}

func (s is) push(e *eval, i int32, next func(int32) bool) bool {
	for _, q := range s {
		if !q.push(e, i, next) {
			return false
		}
	}
	return true
}

func (s is) contextual() bool { return slices.ContainsFunc(s, seq.contextual) }

// in is the condition :in(...): the argument yields the subject itself.
type in struct{ steps seq }

func (c in) keep(e *eval, i int32) bool {
	if len(c.steps) == 1 {
		if r, ok := c.steps[0].(root); ok {
			return e.root(r.number).has(i)
		}
	}
	found := false
	c.steps.push(e, i, func(j int32) bool { found = found || j == i; return !found })
	return found
}

func (c in) keepSubject(s shape.Subject) bool { return c.steps.keep(s) }
func (c in) local() bool                      { return c.steps.filters() }
func (c in) contextual() bool                 { return c.steps.contextual() }

// root is the step :root(...), which yields the same whatever comes in. Variables don't reach into it.
type root struct{ number int }

func (r root) image(e *eval, in set) set {
	if in.empty() {
		return in
	}
	return slices.Clone(e.root(r.number))
}

func (r root) preimage(e *eval, out set) set {
	if e.root(r.number).intersects(out) {
		return fullSet(e.graph.Len())
	}
	return newSet(e.graph.Len())
}

func (r root) push(e *eval, _ int32, next func(int32) bool) bool {
	for j := range e.root(r.number).all() {
		if !e.spend(1) || !next(j) {
			return false
		}
	}
	return true
}

func (root) contextual() bool { return false }

// recursive is the step :recursive(...), which yields what its argument yields, and what it yields for that, and so on.
type recursive struct{ steps seq }

func (r recursive) contextual() bool { return r.steps.contextual() }

func (r recursive) image(e *eval, in set) set {
	return untilStable(e, in, func(s set) set { return r.steps.image(e, s) })
}

func (r recursive) preimage(e *eval, out set) set {
	return untilStable(e, out, func(s set) set { return r.steps.preimage(e, s) })
}

// untilStable joins the results of a function for a set, for those results, and so on.
func untilStable(e *eval, from set, apply func(set) set) set {
	out := newSet(e.graph.Len())
	for !from.empty() && e.spend(len(from)) {
		from = apply(from).without(out)
		out.addAll(from)
	}
	return out
}

func (r recursive) push(e *eval, i int32, next func(int32) bool) bool {
	seen := newSet(e.graph.Len())
	todo := []int32{i}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		ok := r.steps.push(e, at, func(j int32) bool {
			if seen.has(j) {
				return e.spend(1)
			}
			seen.add(j)
			todo = append(todo, j)
			return next(j)
		})
		if !ok {
			return false
		}
	}
	return e.spend(len(seen))
}

// topDown is the step :topdown(...): it yields a service, a resource or an operation, and what is bound below it, where
// the first argument holds or held further up and the second has not taken that back.
type topDown struct {
	qualifies    predicate
	disqualifies *predicate // may be nil
}

func (t *topDown) contextual() bool {
	return t.qualifies.varied || t.disqualifies != nil && t.disqualifies.varied
}

func (t *topDown) image(e *eval, in set) set {
	out := newSet(e.graph.Len())
	t.descend(e, in.all(), func(j int32) bool { out.add(j); return true })
	return out
}

func (t *topDown) push(e *eval, i int32, next func(int32) bool) bool {
	return t.descend(e, slices.Values([]int32{i}), next)
}

func (t *topDown) preimage(e *eval, out set) set {
	in := newSet(e.graph.Len())
	for i := range int32(e.graph.Len()) {
		if !t.push(e, i, func(j int32) bool { return !out.has(j) }) {
			in.add(i)
		}
	}
	return in
}

// descend walks down from all starts together; a subject is visited at most once qualified and once not.
func (t *topDown) descend(e *eval, starts func(func(int32) bool), next func(int32) bool) bool {
	type visit struct {
		at        int32
		qualified bool
	}
	seen := map[visit]bool{}
	var todo []visit
	for i := range starts {
		if s := e.graph.Subject(i); s.Member == nil && s.Shape.Kind >= shape.Operation {
			todo = append(todo, visit{i, false})
		}
	}
	slices.Reverse(todo)
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[v] {
			continue
		}
		seen[v] = true
		qualified := v.qualified || t.qualifies.holds(e, v.at)
		if qualified && t.disqualifies != nil && t.disqualifies.holds(e, v.at) {
			qualified = false
		}
		if !e.spend(1) || qualified && !next(v.at) {
			return false
		}
		for _, edge := range e.graph.Forward(v.at) {
			if edge.Rel == shape.RelResource || edge.Rel.BindsOperation() {
				todo = append(todo, visit{edge.To, qualified})
			}
		}
	}
	return true
}

// store is the step $name(...), which keeps what its argument yields in a variable and yields what comes in.
type store struct {
	name  string
	steps seq
}

func (store) contextual() bool { return true }

func (s store) push(e *eval, i int32, next func(int32) bool) bool {
	found := newSet(e.graph.Len())
	s.steps.push(e, i, func(j int32) bool { found.add(j); return e.spend(1) })
	list := []int32{}
	list = slices.AppendSeq(list, found.all())
	e.vars[s.name] = list
	return e.spend(len(found)) && next(i)
}

// fetch is the step ${name}, which yields what is in a variable.
type fetch struct{ name string }

func (fetch) contextual() bool { return true }

func (l fetch) push(e *eval, _ int32, next func(int32) bool) bool {
	for _, j := range e.vars[l.name] {
		if !e.spend(1) || !next(j) {
			return false
		}
	}
	return true
}
