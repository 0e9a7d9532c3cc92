// Conditions on attributes: [...] and [@...].

package selector

import "github.com/smithwright/smithwright/internal/shape"

// traitExists is the condition [trait|name], by far the most frequent one.
type traitExists struct{ id shape.ID }

func (c traitExists) keepSubject(s shape.Subject) bool { return hasTrait(s, c.id) }
func (c traitExists) keep(e *eval, i int32) bool       { return hasTrait(e.graph.Subject(i), c.id) }
func (traitExists) local() bool                        { return true }
func (traitExists) contextual() bool                   { return false }

// attribute is the condition [path] or [path comparator values].
type attribute struct {
	path    []string
	compare comparator // nil to ask whether the attribute exists
	values  []value
	fold    bool // don't distinguish upper and lower case
}

// attributeWork is what reading an attribute and comparing it with one value costs, beside a step along an edge.
const attributeWork = 10

func (c *attribute) keep(e *eval, i int32) bool {
	if !e.spend(attributeWork * max(1, len(c.values))) {
		return false
	}
	left := subjectOf(e.graph.Subject(i)).follow(e, c.path)
	if c.compare == nil {
		return left.exists()
	}
	for _, right := range c.values {
		if c.compare(e, left, right, c.fold) {
			return true
		}
	}
	return false
}

func (c *attribute) contextual() bool { return readsVariable(c.path) }

// readsVariable reports whether a path that starts at a shape leads to a variable.
func readsVariable(path []string) bool { return len(path) > 0 && path[0] == "var" }

// scoped is the condition [@path: assertion && assertion].
type scoped struct {
	path       []string
	assertions []assertion
}

// assertion compares two sides that may refer to the scope: any of the right ones must fit.
type assertion struct {
	left    operand
	compare comparator
	right   []operand
	fold    bool
}

// operand is a literal, or a path from the scope, @{...}.
type operand struct {
	literal value
	path    []string // nil for the literal
}

func (o operand) resolve(e *eval, scope value) value {
	if o.path == nil {
		return o.literal
	}
	return scope.follow(e, o.path)
}

func (c *scoped) keep(e *eval, i int32) bool {
	if !e.spend(attributeWork * max(1, len(c.assertions))) {
		return false
	}
	scope := subjectOf(e.graph.Subject(i)).follow(e, c.path)
	if !scope.exists() {
		return false
	}
	for _, v := range scope.flat() {
		if c.fits(e, v) {
			return true
		}
	}
	return false
}

// fits reports whether all assertions are true of a scope.
func (c *scoped) fits(e *eval, scope value) bool {
	for i := range c.assertions {
		if !c.assertions[i].fits(e, scope) {
			return false
		}
	}
	return true
}

func (a *assertion) fits(e *eval, scope value) bool {
	left := a.left.resolve(e, scope)
	for _, o := range a.right {
		if a.compare(e, left, o.resolve(e, scope), a.fold) {
			return true
		}
	}
	return false
}

func (c *scoped) contextual() bool {
	if len(c.path) > 0 {
		return readsVariable(c.path)
	}
	for _, a := range c.assertions {
		if readsVariable(a.left.path) {
			return true
		}
		for _, o := range a.right {
			if readsVariable(o.path) {
				return true
			}
		}
	}
	return false
}
