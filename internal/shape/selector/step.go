// Steps: the parts of a selector that shapes go through from left to right.

package selector

import "github.com/smithwright/smithwright/internal/shape"

// step is one expression of a selector. It is a relation between the subjects that come in and those that it yields.
type step interface {
	// push sends one subject through the step, with the variables of e, and calls next for what it yields until next
	// returns false; it then returns false itself.
	push(e *eval, i int32, next func(int32) bool) bool
	// contextual reports whether the step sets or reads variables, so that only push may be used. All other steps are
	// sweepers.
	contextual() bool
}

// sweeper is a step that takes many subjects at once.
type sweeper interface {
	// image returns what the step yields for any of in.
	image(e *eval, in set) set
	// preimage returns the subjects for which the step yields any of out.
	preimage(e *eval, out set) set
}

// seq is a chain of steps.
type seq []step

func (q seq) image(e *eval, in set) set {
	for _, s := range q {
		if in.empty() {
			break
		}
		in = s.(sweeper).image(e, in)
	}
	return in
}

func (q seq) preimage(e *eval, out set) set {
	for i := len(q) - 1; i >= 0; i-- {
		if out.empty() {
			break
		}
		out = q[i].(sweeper).preimage(e, out)
	}
	return out
}

func (q seq) push(e *eval, i int32, next func(int32) bool) bool {
	if len(q) == 0 {
		return next(i)
	}
	return q[0].push(e, i, func(j int32) bool { return q[1:].push(e, j, next) })
}

func (q seq) contextual() bool {
	for _, s := range q {
		if s.contextual() {
			return true
		}
	}
	return false
}

// filters reports whether all steps are filters that decide by the subject alone, so that keep can be used.
func (q seq) filters() bool {
	for _, s := range q {
		f, ok := s.(filter)
		if !ok {
			return false
		}
		if c, ok := f.condition.(localCondition); !ok || !c.local() {
			return false
		}
	}
	return true
}

// keep reports whether all steps, which are such filters, yield the subject.
func (q seq) keep(subject shape.Subject) bool {
	for _, s := range q {
		if !s.(filter).condition.(localCondition).keepSubject(subject) {
			return false
		}
	}
	return true
}

// condition decides whether a filter yields a subject.
type condition interface {
	// keep decides with the graph and the variables of e.
	keep(e *eval, i int32) bool
	// contextual is that of step.
	contextual() bool
}

// localCondition is a condition that may be able to decide at once, by the subject's type and the names of its traits.
type localCondition interface {
	local() bool
	keepSubject(s shape.Subject) bool
}

// filter is a step that yields what comes in, or nothing.
type filter struct{ condition }

func (f filter) image(e *eval, in set) set {
	out := newSet(e.graph.Len())
	for i := range in.all() {
		if !e.spend(1) {
			break
		}
		if f.keep(e, i) {
			out.add(i)
		}
	}
	return out
}

func (f filter) preimage(e *eval, out set) set { return f.image(e, out) }

func (f filter) push(e *eval, i int32, next func(int32) bool) bool {
	if !e.spend(1) {
		return false
	}
	return !f.keep(e, i) || next(i)
}

// never is a step that yields nothing: a function that nobody knows.
type never struct{}

func (never) image(e *eval, _ set) set                 { return newSet(e.graph.Len()) }
func (never) preimage(e *eval, _ set) set              { return newSet(e.graph.Len()) }
func (never) push(*eval, int32, func(int32) bool) bool { return true }
func (never) contextual() bool                         { return false }

// kinds is a condition on the type of a subject.
type kinds struct {
	mask   uint32 // of 1<<Kind
	member bool
}

func kindsOf(list ...shape.Kind) kinds {
	var k kinds
	for _, kind := range list {
		k.mask |= 1 << kind
	}
	return k
}

// kindsWhere returns the kinds that a predicate holds for.
func kindsWhere(holds func(shape.Kind) bool) kinds {
	var k kinds
	for kind := shape.Blob; kind <= shape.Service; kind++ {
		if holds(kind) {
			k.mask |= 1 << kind
		}
	}
	return k
}

// typeNames are the tokens that select by type, but for those that are the name of a kind and nothing else.
var typeNames = map[string]kinds{
	"member":        {member: true},
	"string":        kindsOf(shape.String, shape.Enum),
	"integer":       kindsOf(shape.Integer, shape.IntEnum),
	"set":           kindsOf(shape.List),
	"collection":    kindsOf(shape.List),
	"number":        kindsWhere(shape.Kind.IsNumber),
	"simpleType":    kindsWhere(shape.Kind.IsSimple),
	"aggregateType": kindsWhere(shape.Kind.IsAggregate),
	"dataType":      kindsWhere(shape.Kind.IsData),
	"serviceType":   kindsOf(shape.Service, shape.Resource, shape.Operation),
}

func (k kinds) keepSubject(s shape.Subject) bool {
	if s.Member != nil {
		return k.member
	}
	return k.mask&(1<<s.Shape.Kind) != 0
}

func (k kinds) keep(e *eval, i int32) bool { return k.keepSubject(e.graph.Subject(i)) }
func (kinds) local() bool                  { return true }
func (kinds) contextual() bool             { return false }
