// The environment: a model's graph and what selectors found in it.

package selector

import (
	"slices"
	"strings"
	"sync"

	"github.com/smithwright/smithwright/internal/shape"
)

// Env is a model as selectors see it, with what was asked of it already. It is safe for concurrent use.
type Env struct {
	graph *shape.Neighbors

	mu     sync.Mutex
	left   int // work that may still be done, of all selectors together
	found  map[*Selector]answer
	parsed map[string]parsed
}

// answer is the result of a selector for the whole model.
type answer struct {
	set set
	err error
}

// parsed is the result of Parse.
type parsed struct {
	selector *Selector
	err      error
}

// NewEnv returns the environment of a model, whose graph it builds.
func NewEnv(m *shape.Model) *Env {
	return &Env{graph: shape.NewNeighbors(m), left: maxWorkInAll, found: map[*Selector]answer{}, parsed: map[string]parsed{}}
}

// Graph returns the model's graph.
func (env *Env) Graph() *shape.Neighbors { return env.graph }

// Parse is the function [Parse], but gives the same selector when the same text is asked for again.
func (env *Env) Parse(text string) (*Selector, error) {
	env.mu.Lock()
	defer env.mu.Unlock()
	p, ok := env.parsed[text]
	if !ok {
		p.selector, p.err = Parse(text)
		env.parsed[text] = p
	}
	return p.selector, p.err
}

// all returns everything that a selector yields.
func (env *Env) all(s *Selector) (set, error) {
	env.mu.Lock()
	defer env.mu.Unlock()
	a, ok := env.found[s]
	if !ok {
		e := newEval(s, env.graph, min(maxWork, env.left))
		a.set = e.selectAll(s.steps, s.contextual)
		a.err = e.err()
		env.left -= e.limit - e.work
		env.found[s] = a
	}
	return a.set, a.err
}

// newEval returns a run of a selector, to be settled.
func (env *Env) newEval(s *Selector) *eval {
	env.mu.Lock()
	defer env.mu.Unlock()
	return newEval(s, env.graph, min(maxWork, env.left))
}

// settle accounts for the work of a run.
func (env *Env) settle(e *eval) {
	env.mu.Lock()
	defer env.mu.Unlock()
	env.left -= e.limit - e.work
}

// subjects returns the elements of a set, sorted by id. The error is ErrCost or nil.
func (env *Env) subjects(found set) ([]shape.Subject, error) {
	var out []shape.Subject
	for i := range found.all() {
		out = append(out, env.graph.Subject(i))
	}
	slices.SortFunc(out, func(a, b shape.Subject) int { return strings.Compare(string(a.ID()), string(b.ID())) })
	env.mu.Lock()
	defer env.mu.Unlock()
	if env.left -= resultWork * len(out); env.left < 0 {
		return nil, ErrCost
	}
	return out, nil
}

// How many shapes and edges one selector may look at, and all selectors of an environment together. The selectors of trait
// definitions need a few times the model's size; what needs more than this is a mistake or an attack.
const (
	maxWork      = 20_000_000
	maxWorkInAll = 200_000_000
)

// resultWork is what listing a result costs: thousands of selectors may yield the same thousands of shapes.
const resultWork = 50

// eval is one run of a selector.
type eval struct {
	graph *shape.Neighbors
	limit int // of the work
	work  int // left
	sel   *Selector
	known []set              // of predicates, by their number: the subjects that they hold for; nil until asked for
	roots []set              // nil until asked for
	vars  map[string][]int32 // the variables in scope
}

func newEval(s *Selector, graph *shape.Neighbors, limit int) *eval {
	return &eval{
		graph: graph, limit: limit, work: limit, sel: s,
		known: make([]set, s.predicates), roots: make([]set, len(s.roots)), vars: map[string][]int32{},
	}
}

// spend takes n from the work that is left and reports whether there is some left.
func (e *eval) spend(n int) bool {
	e.work -= n
	return e.work >= 0
}

// err returns ErrCost if the work was too much.
func (e *eval) err() error {
	if e.work < 0 {
		return ErrCost
	}
	return nil
}

// selectAll returns what steps yield for all subjects, each with no variables set.
func (e *eval) selectAll(steps seq, contextual bool) set {
	size := e.graph.Len()
	if !contextual {
		return steps.image(e, fullSet(size))
	}
	out := newSet(size)
	for i := range int32(size) {
		clear(e.vars)
		if !steps.push(e, i, func(j int32) bool { out.add(j); return e.spend(1) }) {
			break
		}
	}
	return out
}

// root returns what the :root function of the given number yields.
func (e *eval) root(number int) set {
	if e.roots[number] == nil {
		inner := &eval{graph: e.graph, work: e.work, sel: e.sel, known: e.known, roots: e.roots, vars: map[string][]int32{}}
		steps := e.sel.roots[number]
		e.roots[number] = inner.selectAll(steps, steps.contextual())
		e.work = inner.work
	}
	return e.roots[number]
}
