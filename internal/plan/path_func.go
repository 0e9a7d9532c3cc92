// Comparisons, and the functions of JMESPath.

package plan

import (
	"slices"

	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
)

// compare is a comparison. Null is equal to null only, and has no order.
func (c *pathCompiler) compare(e *jmespath.Compare, left, right pathValue) pathValue {
	if e.Op != jmespath.Equal && e.Op != jmespath.NotEqual {
		return c.order(e, left, right)
	}
	equal := c.equal(e, left, right)
	if e.Op == jmespath.NotEqual {
		equal = not(equal)
	}
	return boolean(equal)
}

// order is a comparison of numbers.
func (c *pathCompiler) order(e *jmespath.Compare, left, right pathValue) pathValue {
	for _, v := range []pathValue{left, right} {
		if v.kind == jmespath.Null {
			return nullValue
		}
		if v.kind != jmespath.Number {
			c.fail(e, "only numbers have an order, and one side is %s", v.kind)
		}
	}
	x, y := numbers(left, right)
	return boolean(infix(e.Op.String(), x, y), append(slices.Clone(left.guards), right.guards...)...)
}

// equal is the condition that two values are equal.
func (c *pathCompiler) equal(e jmespath.Expr, left, right pathValue) Expr {
	bothNull := all(not(left.present()), not(right.present()))
	if left.kind == jmespath.Null || right.kind == jmespath.Null {
		return bothNull
	}
	if left.kind == jmespath.Any || right.kind == jmespath.Any {
		c.fail(e, "what type a side has is not known")
	}
	if left.kind != right.kind {
		return bothNull
	}
	var same Expr
	switch left.kind {
	case jmespath.Number:
		x, y := numbers(left, right)
		same = infix("==", x, y)
	case jmespath.String:
		x, y := left.x, right.x
		if x.Kind != Text && y.Kind != Text && left.typ != right.typ {
			x, y = left.text(), right.text()
		}
		same = infix("==", x, y)
	case jmespath.Boolean:
		same = sameBool(left.x, right.x)
	default:
		c.fail(e, "%s can be compared with null only", left.kind)
	}
	present := all(append(append(slices.Clone(left.guards), right.guards...), same)...)
	return anyOf(present, bothNull)
}

func sameBool(x, y Expr) Expr {
	switch {
	case isTrue(x):
		return y
	case isTrue(y):
		return x
	case isFalse(x):
		return not(y)
	case isFalse(y):
		return not(x)
	}
	return infix("==", x, y)
}

// pathFunction is a function of JMESPath. Where an argument is null that should be a string, an array or an object, the
// function takes it for an empty one: services leave out what is empty. For a number that is null the value is null.
type pathFunction func(c *pathCompiler, e *jmespath.Call, args []pathValue) pathValue

// pathFunctions are those that have Go.
var pathFunctions map[string]pathFunction

func init() { // they call eval, which looks here
	pathFunctions = map[string]pathFunction{
		"abs": rounding("Abs"), "ceil": rounding("Ceil"), "floor": rounding("Floor"),
		"contains":  (*pathCompiler).contains,
		"ends_with": affix("HasSuffix"), "starts_with": affix("HasPrefix"),
		"join":     (*pathCompiler).join,
		"keys":     (*pathCompiler).keys,
		"length":   (*pathCompiler).length,
		"not_null": (*pathCompiler).notNull,
		"reverse":  (*pathCompiler).reverse,
		"sum":      (*pathCompiler).sum,
		"max":      extreme("Max"), "min": extreme("Min"),
		"sort":      (*pathCompiler).sort,
		"to_array":  (*pathCompiler).toArray,
		"to_number": (*pathCompiler).toNumber,
		"to_string": (*pathCompiler).toString,
		"values":    (*pathCompiler).values,
	}
}

// call is a call of a function.
func (c *pathCompiler) call(e *jmespath.Call, cur pathValue) pathValue {
	for _, p := range jmespath.Check(e, jmespath.Unknown).Problems {
		c.fail(e, "%s", p.Message) // that there is no such function, or the number of its arguments
	}
	if e.Name == "map" {
		return c.mapped(e, cur)
	}
	f := pathFunctions[e.Name]
	if f == nil {
		c.fail(e, "there is no Go for the function %s", e.Name)
	}
	args := make([]pathValue, len(e.Args))
	for i, arg := range e.Args {
		args[i] = c.eval(arg, cur)
	}
	return f(c, e, args)
}

// want holds an argument to be of a kind, or null.
func (c *pathCompiler) want(e *jmespath.Call, v pathValue, kinds ...jmespath.Kind) {
	if v.kind != jmespath.Null && !slices.Contains(kinds, v.kind) {
		c.fail(e, "the function %s does not take %s", e.Name, v.kind)
	}
}

// orEmpty is a string, or "" if it is null.
func (c *pathCompiler) orEmpty(v pathValue) Expr {
	switch {
	case v.kind == jmespath.Null:
		return text("")
	case len(v.guards) == 0:
		return v.text()
	}
	name := c.local("text")
	c.add(Stmt{Kind: Declare, Name: name, Type: goString})
	c.when(v.guards, func() { c.add(Stmt{Kind: Assign, Name: name, Value: v.text()}) })
	return code(name)
}

func (c *pathCompiler) length(e *jmespath.Call, args []pathValue) pathValue {
	v := args[0]
	c.want(e, v, jmespath.String, jmespath.Array, jmespath.Object)
	switch {
	case v.kind == jmespath.Null:
		return numeric(goInt, convert(goInt, zeroLength))
	case v.kind == jmespath.String:
		return numeric(goInt, call(of("unicode/utf8", "RuneCountInString"), c.orEmpty(v)))
	case v.elem != nil, v.kind == jmespath.Object && v.fields == nil && v.shape.Kind == shape.Map:
		if guards := v.beforeNil(); len(guards) > 0 {
			n := c.local("n")
			c.add(Stmt{Kind: Define, Name: n, Value: zeroLength})
			c.when(guards, func() { c.add(Stmt{Kind: Assign, Name: n, Value: call(code("len"), v.x)}) })
			return numeric(goInt, code(n))
		}
		return numeric(goInt, call(code("len"), v.x))
	case v.kind == jmespath.Object && v.fields == nil:
		v = c.project(c.valuesOf(e, v), nil, &jmespath.Current{})
	case v.kind == jmespath.Object:
		v = c.valuesOf(e, v)
	}
	n := c.local("n")
	c.add(Stmt{Kind: Define, Name: n, Value: zeroLength})
	c.each(v, func(pathValue) { c.add(Stmt{Kind: Count, Name: n}) })
	return numeric(goInt, code(n))
}

func (c *pathCompiler) contains(e *jmespath.Call, args []pathValue) pathValue {
	v, what := args[0], args[1]
	c.want(e, v, jmespath.String, jmespath.Array)
	switch {
	case v.kind == jmespath.Null:
		return boolean(code("false"))
	case v.kind == jmespath.String && what.kind == jmespath.String:
		return boolean(all(append(slices.Clone(what.guards), call(of("strings", "Contains"), c.orEmpty(v), what.text()))...))
	case v.kind == jmespath.String:
		return boolean(code("false"))
	case v.elem != nil && what.kind == jmespath.String:
		if elem := v.elem(code("")); elem.kind == jmespath.String && len(elem.guards) == 0 && sameType(elem.typ, *v.typ.Elem) && (what.x.Kind == Text || what.typ == elem.typ) {
			conditions := append(v.beforeNil(), what.guards...)
			return boolean(all(append(conditions, call(of("slices", "Contains"), v.x, what.x))...))
		}
	}
	found := c.local("found")
	c.add(Stmt{Kind: Define, Name: found, Value: code("false")})
	c.each(v, func(elem pathValue) {
		c.when([]Expr{c.equal(e, elem, what)}, func() { c.add(Stmt{Kind: Assign, Name: found, Value: code("true")}) })
	})
	return boolean(code(found))
}

// affix makes a function that looks at an end of a string.
func affix(name string) pathFunction {
	return func(c *pathCompiler, e *jmespath.Call, args []pathValue) pathValue {
		c.want(e, args[0], jmespath.String)
		c.want(e, args[1], jmespath.String)
		return boolean(call(of("strings", name), c.orEmpty(args[0]), c.orEmpty(args[1])))
	}
}

func (c *pathCompiler) join(e *jmespath.Call, args []pathValue) pathValue {
	c.want(e, args[0], jmespath.String)
	c.want(e, args[1], jmespath.Array)
	return textual(goString, call(of("strings", "Join"), c.strings(e, args[1]), c.orEmpty(args[0])))
}

// strings is an array of strings as a []string.
func (c *pathCompiler) strings(e jmespath.Expr, v pathValue) Expr {
	if v.kind == jmespath.Null {
		return convert(SliceOf(goString), code("nil"))
	}
	return c.texts(e, v)
}

func (c *pathCompiler) keys(e *jmespath.Call, args []pathValue) pathValue {
	v := args[0]
	c.want(e, v, jmespath.Object)
	if v.kind == jmespath.Object && (v.fields != nil || v.shape.Kind != shape.Map) {
		return c.fieldNames(e, v)
	}
	list := pathValue{kind: jmespath.Array, typ: SliceOf(goString)}
	elem := goString
	if v.kind == jmespath.Null {
		list.x = convert(SliceOf(goString), code("nil"))
	} else {
		elem = GoType{Name: v.typ.Key}
		list.typ = SliceOf(elem)
		keys := call(of("slices", "Sorted"), call(of("maps", "Keys"), v.x))
		list.x = keys
		if guards := v.beforeNil(); len(guards) > 0 {
			name := c.local("keys")
			c.add(Stmt{Kind: Declare, Name: name, Type: list.typ})
			c.when(guards, func() { c.add(Stmt{Kind: Assign, Name: name, Value: keys}) })
			list.x = code(name)
		}
	}
	list.elem = func(i Expr) pathValue { return textual(elem, i) }
	return list
}

func (c *pathCompiler) values(e *jmespath.Call, args []pathValue) pathValue {
	v := c.valuesOf(e, args[0])
	return pathValue{kind: jmespath.Array, own: true, each: func(visit func(pathValue)) { c.each(v, visit) }}
}

// fieldNames is the array of the names of an object's fields, those that are null aside.
func (c *pathCompiler) fieldNames(e jmespath.Expr, v pathValue) pathValue {
	return pathValue{kind: jmespath.Array, each: func(visit func(pathValue)) {
		c.when(v.guards, func() {
			for _, f := range v.fields {
				visit(textual(goString, text(f.name)))
			}
			if v.fields != nil {
				return
			}
			for _, m := range membersByName(v.shape) {
				member := c.member(e, m, pathValue{kind: jmespath.Object, x: v.x, shape: v.shape})
				c.when(member.guards, func() { visit(textual(goString, text(m.Name))) })
			}
		})
	}}
}

func (c *pathCompiler) notNull(e *jmespath.Call, args []pathValue) pathValue {
	result := args[len(args)-1]
	for _, v := range slices.Backward(args[:len(args)-1]) {
		switch {
		case v.kind == jmespath.Null:
		case len(v.guards) == 0 || result.kind == jmespath.Null:
			result = v
		default:
			c.alike(e, v, result)
			result = c.chosen(v, result, v.present())
		}
	}
	return result
}

func (c *pathCompiler) reverse(e *jmespath.Call, args []pathValue) pathValue {
	c.want(e, args[0], jmespath.Array)
	return c.ordered(e, args[0], func(list Expr) Stmt {
		return Stmt{Kind: Run, Name: list.Text, Value: call(of("slices", "Reverse"), list)}
	})
}

func (c *pathCompiler) sort(e *jmespath.Call, args []pathValue) pathValue {
	c.want(e, args[0], jmespath.Array)
	return c.ordered(e, args[0], func(list Expr) Stmt {
		return Stmt{Kind: Run, Name: list.Text, Value: call(of("slices", "Sort"), list)}
	})
}

// ordered is a copy of an array whose elements are in another order.
func (c *pathCompiler) ordered(e *jmespath.Call, v pathValue, change func(list Expr) Stmt) pathValue {
	if v.kind == jmespath.Null {
		return fixedArray(func() []pathValue { return nil })
	}
	elem := c.sample(e.Args[0], v)
	if e.Name == "sort" && elem.kind != jmespath.String && elem.kind != jmespath.Number {
		c.fail(e, "the function sort does not take an array whose elements are each %s", elem.kind)
	}
	v.elem = nil
	if v.each == nil { // make it a copy
		list := v
		v.own = true
		list.elem = func(i Expr) pathValue { return elem.at(c, i) }
		v.each = func(visit func(pathValue)) { c.each(list, visit) }
	}
	v = c.listed(e.Args[0], v)
	c.add(change(v.x))
	v.guards = nil
	return v
}

func (c *pathCompiler) sum(e *jmespath.Call, args []pathValue) pathValue {
	c.want(e, args[0], jmespath.Array)
	total := c.local("sum")
	c.add(Stmt{Kind: Declare, Name: total, Type: goFloat})
	c.each(args[0], func(elem pathValue) {
		c.want(e, elem, jmespath.Number)
		c.unguarded(e, elem)
		c.add(Stmt{Kind: Assign, Name: total, Value: infix("+", code(total), convert(goFloat, elem.x))})
	})
	return numeric(goFloat, code(total))
}

// extreme makes a function of the greatest or least element, null if there is none.
func extreme(name string) pathFunction {
	return func(c *pathCompiler, e *jmespath.Call, args []pathValue) pathValue {
		c.want(e, args[0], jmespath.Array)
		if args[0].kind == jmespath.Null {
			return nullValue
		}
		v := c.listed(e.Args[0], args[0])
		elem := v.elem(code(""))
		if c.unguarded(e, elem); elem.kind != jmespath.Number && elem.kind != jmespath.String {
			c.fail(e, "the function %s does not take an array whose elements are each %s", e.Name, elem.kind)
		}
		guards := append(v.beforeNil(), infix(">", call(code("len"), v.x), zeroLength))
		return v.elem(call(of("slices", name), v.x)).under(guards...)
	}
}

// rounding makes a function of one number.
func rounding(name string) pathFunction {
	return func(c *pathCompiler, e *jmespath.Call, args []pathValue) pathValue {
		c.want(e, args[0], jmespath.Number)
		if args[0].kind == jmespath.Null {
			return nullValue
		}
		return numeric(goFloat, call(of("math", name), convert(goFloat, args[0].x)), args[0].guards...)
	}
}

func (c *pathCompiler) toArray(e *jmespath.Call, args []pathValue) pathValue {
	if args[0].kind == jmespath.Array {
		c.sure(e, args[0]) // null becomes an array with null in it
		return args[0]
	}
	return fixedArray(func() []pathValue { return args })
}

// sure holds an argument to be never null.
func (c *pathCompiler) sure(e *jmespath.Call, v pathValue) {
	if len(v.guards) > 0 {
		c.fail(e, "there is Go for the function %s of what is never null only", e.Name)
	}
}

func (c *pathCompiler) toNumber(e *jmespath.Call, args []pathValue) pathValue {
	v := args[0]
	switch v.kind {
	case jmespath.Number:
		return v
	case jmespath.String:
		n := call(of(pathPath, "Number"), v.text())
		return numeric(goFloat, deref(n), append(slices.Clone(v.guards), notNil(n))...)
	case jmespath.Any:
		c.fail(e, "what type the value has is not known")
	}
	return nullValue
}

func (c *pathCompiler) toString(e *jmespath.Call, args []pathValue) pathValue {
	v := args[0]
	if v.kind != jmespath.String {
		c.fail(e, "there is Go for the function %s of strings only", e.Name)
	}
	c.sure(e, v)
	return v
}

// mapped is the array of what an expression makes of each element, null too.
func (c *pathCompiler) mapped(e *jmespath.Call, cur pathValue) pathValue {
	ref, ok := e.Args[0].(*jmespath.Ref)
	v := c.eval(e.Args[1], cur)
	if !ok || v.kind != jmespath.Array && v.kind != jmespath.Null {
		c.fail(e, "the function map takes an expression with & before it, and an array")
	}
	return pathValue{kind: jmespath.Array, each: func(visit func(pathValue)) {
		c.each(v, func(elem pathValue) { visit(c.eval(ref.Body, elem)) })
	}}
}
