// Walking an expression of JMESPath: from each part to what it is in Go.

package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
)

// eval is the value of an expression that is applied to cur.
func (c *pathCompiler) eval(e jmespath.Expr, cur pathValue) pathValue {
	if c.steps++; c.steps > maxPathSteps || len(cur.guards) > maxPathGuards {
		c.fail(e, "the expression is too large")
	}
	switch e := e.(type) {
	case *jmespath.Current:
		return cur
	case *jmespath.Field:
		return c.field(e, e.Name, cur)
	case *jmespath.Literal:
		return literal(e.Value)
	case *jmespath.Sub:
		return c.eval(e.Right, c.eval(e.Left, cur))
	case *jmespath.Index:
		return c.index(e, c.eval(e.Left, cur))
	case *jmespath.Slice:
		return c.slice(e, c.eval(e.Left, cur))
	case *jmespath.Flatten:
		return c.flatten(e, c.eval(e.Left, cur))
	case *jmespath.Project:
		return c.project(c.array(e, c.eval(e.Left, cur)), nil, e.Right)
	case *jmespath.Filter:
		return c.project(c.array(e, c.eval(e.Left, cur)), e.Condition, e.Right)
	case *jmespath.ObjectProject:
		return c.project(c.valuesOf(e, c.eval(e.Left, cur)), nil, e.Right)
	case *jmespath.List:
		return fixedArray(func() []pathValue {
			elems := make([]pathValue, len(e.Items))
			for i, item := range e.Items {
				elems[i] = c.eval(item, cur)
			}
			return elems
		}).under(cur.guards...)
	case *jmespath.Hash:
		object := pathValue{kind: jmespath.Object, guards: cur.guards, fields: []namedValue{}}
		for _, entry := range e.Entries {
			object.fields = append(object.fields, namedValue{entry.Name, c.eval(entry.Value, cur)})
		}
		return object
	case *jmespath.And:
		left := c.eval(e.Left, cur)
		return c.either(e, left, c.eval(e.Right, cur), not(c.truth(e.Left, left)))
	case *jmespath.Or:
		left := c.eval(e.Left, cur)
		return c.either(e, left, c.eval(e.Right, cur), c.truth(e.Left, left))
	case *jmespath.Not:
		return boolean(not(c.truth(e, c.eval(e.Operand, cur))))
	case *jmespath.Compare:
		left := c.eval(e.Left, cur)
		return c.compare(e, left, c.eval(e.Right, cur))
	case *jmespath.Call:
		return c.call(e, cur)
	}
	c.fail(e, "there is no Go for this part")
	return nullValue
}

// field is a field of an object.
func (c *pathCompiler) field(e jmespath.Expr, name string, v pathValue) pathValue {
	switch {
	case v.kind == jmespath.Null, name == "null" && !v.mayHave(name): // many write null so, and mean it
		return nullValue
	case v.kind != jmespath.Object:
		c.fail(e, "the field %s is taken of %s", name, v.kind)
	case v.fields != nil:
		i := slices.IndexFunc(v.fields, func(f namedValue) bool { return f.name == name })
		if i < 0 {
			return nullValue
		}
		return v.fields[i].value.under(v.guards...)
	case v.shape.Kind == shape.Map:
		return c.entry(v, name)
	}
	m := v.shape.Member(name)
	if m == nil {
		c.fail(e, "%s has no member %s", v.shape.ID.Name(), name)
	}
	return c.member(e, m, v)
}

// mayHave reports whether a value is an object that can have a field of a name.
func (v pathValue) mayHave(name string) bool {
	return v.kind == jmespath.Object && v.fields == nil && (v.shape.Kind == shape.Map || v.shape.Member(name) != nil)
}

// entry is the value that a map has for a key.
func (c *pathCompiler) entry(v pathValue, key string) pathValue {
	member := v.shape.Member("value")
	typ := *v.typ.Elem
	nils := typ.Kind != Named || member.Target.Kind == shape.Union || member.Target.Kind == shape.Document
	if nils { // what is not there is nil
		return c.ofType(index(v.x, text(key)), typ, member.Target).under(v.beforeNil()...)
	}
	return c.ofType(call(of(pathPath, "Entry"), v.x, text(key)), PointerTo(typ), member.Target).under(v.beforeNil()...)
}

// member is a member of a structure or union.
func (c *pathCompiler) member(e jmespath.Expr, m *shape.Member, v pathValue) pathValue {
	f, ok := c.b.fields[m]
	if !ok || m.Target.Traits.Has("smithy.api#streaming") {
		c.fail(e, "the member %s is a stream", m.Name)
	}
	if v.shape.Kind != shape.Union {
		return c.ofType(selected(v.x, f.Name), f.Type, m.Target).under(v.guards...)
	}
	variant := of(pathPath, "Variant")
	variant.Type = GoType{Name: c.b.names.members[m]}
	is := call(variant, v.x)
	return c.ofType(selected(is, f.Name), f.Type, m.Target).under(append(v.beforeNil(), notNil(is))...)
}

// array holds a value to be an array.
func (c *pathCompiler) array(e jmespath.Expr, v pathValue) pathValue {
	if v.kind != jmespath.Array && v.kind != jmespath.Null {
		c.fail(e, "an array is wanted, not %s", v.kind)
	}
	return v
}

// each adds the statements that visit adds for each element of an array, which may be null.
func (c *pathCompiler) each(v pathValue, visit func(pathValue)) {
	if v.kind == jmespath.Null {
		return
	}
	if v.own {
		v.each(visit)
		return
	}
	if v.each != nil {
		c.when(v.guards, func() { v.each(visit) })
		return
	}
	guards := v.guards
	if n := len(guards); n > 0 && isNotNil(guards[n-1], v.x) {
		guards = guards[:n-1] // there is nothing to see in a list that is nil
	}
	c.when(guards, func() {
		item := c.local(itemName(v.x))
		body := c.inner(func() { visit(v.elem(code(item))) })
		c.add(Stmt{Kind: Each, Name: item, Value: v.x, Body: body})
	})
}

// project is the array of what right makes of those elements for which the condition is true. Null is left out.
func (c *pathCompiler) project(v pathValue, condition, right jmespath.Expr) pathValue {
	if v.kind == jmespath.Null {
		return nullValue
	}
	if _, same := right.(*jmespath.Current); same && condition == nil && v.elem != nil && len(v.elem(code("")).guards) == 0 {
		return v
	}
	return pathValue{kind: jmespath.Array, guards: v.guards, own: true, each: func(visit func(pathValue)) {
		c.each(v, func(elem pathValue) {
			project := func() {
				result := c.eval(right, elem)
				if result.kind == jmespath.Null {
					return
				}
				guards := result.guards
				result.guards = nil
				c.when(guards, func() { visit(result) })
			}
			if condition == nil {
				project()
				return
			}
			c.when([]Expr{c.truth(condition, c.eval(condition, elem))}, project)
		})
	}}
}

// valuesOf is the array of an object's values.
func (c *pathCompiler) valuesOf(e jmespath.Expr, v pathValue) pathValue {
	switch {
	case v.kind == jmespath.Null:
		return nullValue
	case v.kind != jmespath.Object:
		c.fail(e, "an object is wanted, not %s", v.kind)
	case v.fields == nil && v.shape.Kind == shape.Map:
		member, elem := v.shape.Member("value"), *v.typ.Elem
		return pathValue{kind: jmespath.Array, guards: v.guards, own: true, each: func(visit func(pathValue)) {
			c.when(v.beforeNil(), func() { // by their keys, so that it is the same each time
				key := c.local("key")
				keys := call(of("slices", "Sorted"), call(of("maps", "Keys"), v.x))
				body := c.inner(func() { visit(c.ofType(index(v.x, code(key)), elem, member.Target)) })
				c.add(Stmt{Kind: Each, Name: key, Value: keys, Body: body})
			})
		}}
	}
	return fixedArray(func() []pathValue {
		var elems []pathValue
		for _, f := range v.fields {
			elems = append(elems, f.value)
		}
		if v.fields == nil {
			for _, m := range membersByName(v.shape) {
				elems = append(elems, c.member(e, m, pathValue{kind: jmespath.Object, x: v.x, shape: v.shape}))
			}
		}
		return elems
	}).under(v.guards...)
}

// membersByName are the members of a shape in the order of their names, which an object has.
func membersByName(s *shape.Shape) []*shape.Member {
	return slices.SortedFunc(slices.Values(s.Members), func(x, y *shape.Member) int { return strings.Compare(x.Name, y.Name) })
}

// flatten is an array in which the elements that are arrays have given way to their own.
func (c *pathCompiler) flatten(e jmespath.Expr, v pathValue) pathValue {
	v = c.array(e, v)
	if v.kind == jmespath.Null {
		return v
	}
	if v.elem != nil {
		if elem := v.elem(code("")); elem.kind != jmespath.Array && len(elem.guards) == 0 {
			return v
		}
	}
	return pathValue{kind: jmespath.Array, guards: v.guards, own: true, each: func(visit func(pathValue)) {
		c.each(v, func(elem pathValue) {
			if elem.kind == jmespath.Array {
				c.each(elem, visit)
				return
			}
			visit(elem)
		})
	}}
}

// index is an element of an array, from its end if the number is negative.
func (c *pathCompiler) index(e *jmespath.Index, v pathValue) pathValue {
	v = c.array(e, v)
	if v.kind == jmespath.Null {
		return v
	}
	if v.fixed != nil {
		elems, i := v.fixed(), e.N
		if i < 0 {
			i += len(elems)
		}
		if i < 0 || i >= len(elems) {
			return nullValue
		}
		return elems[i].under(v.guards...)
	}
	v = c.listed(e.Left, v)
	n := call(code("len"), v.x)
	least, at := e.N+1, code(strconv.Itoa(e.N))
	if e.N < 0 {
		least = -e.N
		at = infix("-", n, code(strconv.Itoa(-e.N)))
	}
	guards := append(v.beforeNil(), infix(">=", n, code(strconv.Itoa(least))))
	if least == 1 {
		guards[len(guards)-1] = infix(">", n, zeroLength)
	}
	return v.elem(index(v.x, at)).under(guards...)
}

// beforeNil are the conditions of a list without the last if that says only that it is not nil.
func (v pathValue) beforeNil() []Expr {
	guards := slices.Clone(v.guards)
	if n := len(guards); n > 0 && isNotNil(guards[n-1], v.x) {
		return guards[:n-1]
	}
	return guards
}

// slice is a part of an array.
func (c *pathCompiler) slice(e *jmespath.Slice, v pathValue) pathValue {
	v = c.array(e, v)
	if v.kind == jmespath.Null {
		return v
	}
	v = c.listed(e.Left, v)
	bound := func(n *int) Expr {
		if n == nil {
			return code("nil")
		}
		return call(code("new"), code(strconv.Itoa(*n)))
	}
	part := c.local("part")
	c.add(Stmt{Kind: Declare, Name: part, Type: v.typ})
	c.when(v.beforeNil(), func() {
		cut := call(of(pathPath, "Slice"), v.x, bound(e.Start), bound(e.Stop), code(strconv.Itoa(e.Step)))
		c.add(Stmt{Kind: Assign, Name: part, Value: cut})
	})
	v.x = code(part)
	return v
}

// listed is an array whose elements are in a Go slice, where a slice can hold them.
func (c *pathCompiler) listed(e jmespath.Expr, v pathValue) pathValue {
	if v.elem != nil {
		return v
	}
	sample := c.sample(e, v)
	list := c.local("list")
	c.add(Stmt{Kind: Declare, Name: list, Type: SliceOf(sample.typ)})
	c.each(v, func(elem pathValue) {
		c.unguarded(e, elem)
		c.add(Stmt{Kind: Assign, Name: list, Value: call(code("append"), code(list), held(elem, sample))})
	})
	v.x, v.typ, v.each, v.own, v.fixed = code(list), SliceOf(sample.typ), nil, false, nil
	v.elem = func(i Expr) pathValue { return sample.at(c, i) }
	return v
}

// unguarded holds an element to be never null.
func (c *pathCompiler) unguarded(e jmespath.Expr, elem pathValue) {
	if len(elem.guards) > 0 {
		c.fail(e, "elements of this array may be null")
	}
}

// sample is what the elements of an array have in common: one of them, of a type that can hold them all.
func (c *pathCompiler) sample(e jmespath.Expr, v pathValue) pathValue {
	var found *pathValue
	locals := c.locals
	c.locals = scope{}
	c.inner(func() {
		c.each(v, func(elem pathValue) {
			switch {
			case elem.kind == jmespath.Array:
				c.fail(e, "elements of this array are arrays")
			case elem.kind == jmespath.Object && (elem.fields != nil || elem.shape == nil):
				c.fail(e, "elements of this array are objects without a type")
			case elem.untype:
				elem.typ, elem.untype = goFloat, false
			}
			if found == nil {
				found = &elem
				return
			}
			switch {
			case found.kind != elem.kind, found.shape != elem.shape && elem.kind == jmespath.Object:
				c.fail(e, "elements of this array are of several types")
			case elem.kind == jmespath.Number && elem.typ != found.typ:
				found.typ = goFloat
			case elem.kind == jmespath.String && elem.typ != found.typ:
				found.typ = goString
			}
		})
	})
	c.locals = locals
	if found == nil {
		c.fail(e, "this array is always empty")
	}
	return *found
}

// held is an element as the sample has it.
func held(elem, sample pathValue) Expr {
	switch {
	case sample.kind == jmespath.Number && elem.typ != sample.typ || elem.untype:
		return elem.as(sample.typ)
	case sample.kind == jmespath.String && elem.typ != sample.typ:
		return elem.text()
	}
	return elem.x
}

// at is a value like the sample that is the expression i.
func (v pathValue) at(_ *pathCompiler, i Expr) pathValue {
	v.guards, v.x = nil, i
	return v
}

// either is one of two values: the left one if the condition holds.
func (c *pathCompiler) either(e jmespath.Expr, left, right pathValue, isLeft Expr) pathValue {
	switch {
	case isTrue(isLeft):
		return left
	case isFalse(isLeft):
		return right
	case left.kind == jmespath.Null && right.kind == jmespath.Null:
		return nullValue
	}
	if left.kind == jmespath.Boolean && right.kind == jmespath.Boolean {
		_, and := e.(*jmespath.And)
		return eitherBool(and, left, right)
	}
	c.alike(e, left, right)
	return c.chosen(left, right, isLeft)
}

// alike holds two values to be simple ones of a kind, or null.
func (c *pathCompiler) alike(e jmespath.Expr, left, right pathValue) {
	kind := left.kind
	if kind == jmespath.Null {
		kind = right.kind
	}
	if kind >= jmespath.Array && (left.kind == right.kind || right.kind == jmespath.Null) {
		c.fail(e, "which of two values it is must be simple to have Go, not %s", kind)
	}
	if right.kind != jmespath.Null && right.kind != kind || kind >= jmespath.Array || kind == jmespath.Any {
		c.fail(e, "of two values, one is %s, the other %s", left.kind, right.kind)
	}
}

// eitherBool is the value of && or || between booleans, each of which may be null.
func eitherBool(and bool, left, right pathValue) pathValue {
	result := boolean(anyOf(left.true(), right.true()), anyOf(left.true(), right.present()))
	if and {
		isFalse := all(append(slices.Clone(left.guards), not(left.x))...)
		result = boolean(all(left.true(), right.true()), anyOf(isFalse, all(left.true(), right.present())))
	}
	if len(left.guards) == 0 && len(right.guards) == 0 {
		result.guards = nil
	}
	result.safe = true
	return result
}

// chosen is the left of two simple values of a kind if the condition holds, else the right, in a variable.
func (c *pathCompiler) chosen(left, right pathValue, isLeft Expr) pathValue {
	result := left
	if left.kind == jmespath.Null {
		result = right
	}
	switch result.kind {
	case jmespath.String:
		result.typ = goString
	case jmespath.Number:
		result.typ = goFloat
	}
	name := c.local("value")
	c.add(Stmt{Kind: Declare, Name: name, Type: PointerTo(result.typ)})
	set := func(v pathValue, when Expr) {
		if v.kind == jmespath.Null {
			return
		}
		x := v.x
		switch v.kind {
		case jmespath.String:
			x = v.text()
		case jmespath.Number:
			x = convert(goFloat, v.x)
		}
		c.when(append([]Expr{when}, v.guards...), func() { c.add(Stmt{Kind: Assign, Name: name, Value: call(code("new"), x)}) })
	}
	set(left, isLeft)
	set(right, not(isLeft))
	result.untype, result.guards, result.x = false, []Expr{notNil(code(name))}, deref(code(name))
	return result
}

// truth is the condition that a value is not null, false or empty.
func (c *pathCompiler) truth(e jmespath.Expr, v pathValue) Expr {
	switch v.kind {
	case jmespath.Null:
		return code("false")
	case jmespath.Boolean:
		return v.true()
	case jmespath.Number:
		return v.present()
	case jmespath.String:
		if v.x.Kind == Text {
			return code(strconv.FormatBool(v.x.Text != ""))
		}
		return all(append(slices.Clone(v.guards), infix("!=", v.x, text("")))...)
	case jmespath.Array:
		return c.notEmpty(v)
	case jmespath.Object:
		return c.hasFields(e, v)
	}
	c.fail(e, "what type the value has is not known")
	return Expr{}
}

// notEmpty is the condition that an array has elements.
func (c *pathCompiler) notEmpty(v pathValue) Expr {
	if v.elem != nil {
		return all(append(v.beforeNil(), infix(">", call(code("len"), v.x), zeroLength))...)
	}
	found := c.local("found")
	c.add(Stmt{Kind: Define, Name: found, Value: code("false")})
	c.each(v, func(pathValue) { c.add(Stmt{Kind: Assign, Name: found, Value: code("true")}) })
	return code(found)
}

// hasFields is the condition that an object has fields, those that are null aside.
func (c *pathCompiler) hasFields(e jmespath.Expr, v pathValue) Expr {
	switch {
	case v.fields != nil: // what the expression makes has also those that are null
		return all(append(slices.Clone(v.guards), code(strconv.FormatBool(len(v.fields) > 0)))...)
	case v.shape.Kind == shape.Map:
		return all(append(v.beforeNil(), infix(">", call(code("len"), v.x), zeroLength))...)
	}
	var present []Expr
	for _, m := range v.shape.Members {
		present = append(present, c.member(e, m, pathValue{kind: jmespath.Object, x: v.x, shape: v.shape}).present())
	}
	return all(append(slices.Clone(v.guards), anyOf(present...))...)
}
