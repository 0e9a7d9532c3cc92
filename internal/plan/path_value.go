// What is known of a value while a path is compiled.

package plan

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
)

const pathPath = runtimePath + "/path"

// pathValue is a value: an expression of Go and the conditions under which it is not null. Only where these hold, in their
// order, may the expression be evaluated.
type pathValue struct {
	kind   jmespath.Kind
	guards []Expr
	x      Expr
	typ    GoType // of x: of numbers, strings and what is a slice
	number float64
	untype bool         // a number that is written as it is, which is number
	safe   bool         // a boolean that may be evaluated at any time, and is false if it is null
	shape  *shape.Shape // of an object that the model has
	fields []namedValue // of an object that the expression makes

	// Of an array: elem is what an element is that is the expression i; nil for an array that only each has.
	elem  func(i Expr) pathValue
	each  func(visit func(pathValue))
	fixed func() []pathValue // the elements, where the expression itself lists them
	own   bool               // each looks at the guards itself
}

// namedValue is a field of an object that an expression makes.
type namedValue struct {
	name  string
	value pathValue
}

var (
	nullValue  = pathValue{kind: jmespath.Null, guards: []Expr{code("false")}, x: code("nil")}
	goString   = GoType{Name: "string"}
	goFloat    = GoType{Name: "float64"}
	goInt      = GoType{Name: "int"}
	goInt64    = GoType{Name: "int64"}
	goBool     = GoType{Name: "bool"}
	zeroLength = code("0")
)

// under returns v with more conditions before its own.
func (v pathValue) under(guards ...Expr) pathValue {
	if len(guards) == 0 {
		return v
	}
	v.safe, v.own = false, false
	v.guards = slices.Concat(guards, v.guards)
	return v
}

// true is the condition that a boolean is not null and true.
func (v pathValue) true() Expr {
	if v.safe {
		return v.x
	}
	return all(append(slices.Clone(v.guards), v.x)...)
}

// present is the condition that v is not null.
func (v pathValue) present() Expr { return all(v.guards...) }

func boolean(x Expr, guards ...Expr) pathValue {
	return pathValue{kind: jmespath.Boolean, x: x, typ: goBool, guards: guards}
}

func numeric(typ GoType, x Expr, guards ...Expr) pathValue {
	return pathValue{kind: jmespath.Number, x: x, typ: typ, guards: guards}
}

func textual(typ GoType, x Expr) pathValue {
	return pathValue{kind: jmespath.String, x: x, typ: typ}
}

// text is a string as a string.
func (v pathValue) text() Expr {
	if v.typ == goString {
		return v.x
	}
	return convert(goString, v.x)
}

// intBits has the sizes of the types of whole numbers.
var intBits = map[string]int{"int8": 8, "int16": 16, "int32": 32, "int64": 64, "int": 32} // int as it is on small machines

// bits is the size of a whole number; 0 for others. Enums of numbers have 32.
func (v pathValue) bits() int {
	if n, ok := intBits[v.typ.Name]; ok || v.untype {
		return n
	}
	if v.typ.Path == "" && !strings.HasPrefix(v.typ.Name, "float") {
		return 32
	}
	return 0
}

func (v pathValue) whole() bool {
	if v.untype {
		return v.number == math.Trunc(v.number) && math.Abs(v.number) < 1<<53
	}
	return v.bits() != 0
}

// fits reports whether a number that is written as it is can be one of the type of another.
func (v pathValue) fits(other pathValue) bool {
	switch bits := other.bits(); {
	case other.untype || bits == 0:
		return true
	case !v.whole():
		return false
	default:
		limit := math.Ldexp(1, bits-1)
		return v.number >= -limit && v.number < limit
	}
}

// as is a number as one of a type.
func (v pathValue) as(typ GoType) Expr {
	if v.untype || v.typ == typ {
		return v.x
	}
	return convert(typ, v.x)
}

// numbers returns two numbers in a type that both have.
func numbers(a, b pathValue) (x, y Expr) {
	switch {
	case a.untype && b.untype:
		return convert(goFloat, a.x), b.x
	case a.untype && a.fits(b), b.untype && b.fits(a), a.typ == b.typ && !a.untype && !b.untype:
		return a.x, b.x
	case a.whole() && b.whole():
		return a.as(goInt64), b.as(goInt64)
	}
	return a.as(goFloat), b.as(goFloat)
}

// literal is a value that the expression writes out.
func literal(v any) pathValue {
	switch v := v.(type) {
	case bool:
		return boolean(code(strconv.FormatBool(v)))
	case json.Number:
		n, _ := v.Float64()
		return pathValue{kind: jmespath.Number, x: code(strconv.FormatFloat(n, 'g', -1, 64)), typ: goFloat, number: n, untype: true}
	case string:
		return textual(goString, text(v))
	case []any:
		elems := make([]pathValue, len(v))
		for i := range v {
			elems[i] = literal(v[i])
		}
		return fixedArray(func() []pathValue { return elems })
	case map[string]any:
		object := pathValue{kind: jmespath.Object, fields: []namedValue{}}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			object.fields = append(object.fields, namedValue{name, literal(v[name])})
		}
		return object
	}
	return nullValue
}

// fixedArray is an array of the values that elems returns, which may add statements.
func fixedArray(elems func() []pathValue) pathValue {
	return pathValue{kind: jmespath.Array, fixed: elems, each: func(visit func(pathValue)) {
		for _, elem := range elems() {
			visit(elem)
		}
	}}
}

// ofType is what an expression is whose Go type the model's shape s has; inside a pointer if it is one.
func (c *pathCompiler) ofType(e Expr, typ GoType, s *shape.Shape) pathValue {
	v := pathValue{x: e, typ: typ, shape: s}
	if typ.Kind != Named || s.Kind == shape.Union || s.Kind == shape.Document {
		v.guards = []Expr{notNil(e)}
	}
	if typ.Kind == Pointer && s.Kind != shape.BigInteger {
		v.typ = *typ.Elem
		if s.Kind != shape.Structure {
			v.x = deref(e)
		}
	}
	switch k := s.Kind; {
	case k == shape.Boolean:
		v.kind = jmespath.Boolean
	case k == shape.Timestamp:
		v.kind, v.typ, v.x = jmespath.Number, goFloat, call(of(pathPath, "Seconds"), v.x)
	case k == shape.BigInteger:
		v.kind, v.typ, v.x = jmespath.Number, goFloat, call(of(pathPath, "Float"), v.x)
	case k == shape.BigDecimal:
		v.kind, v.typ, v.x = jmespath.Number, goFloat, call(of(pathPath, "Decimal"), v.x)
	case k.IsNumber():
		v.kind = jmespath.Number
	case k == shape.String, k == shape.Enum:
		v.kind = jmespath.String
	case k == shape.Blob:
		v.kind, v.typ, v.x = jmespath.String, goString, call(of(pathPath, "Base64"), v.x)
	case k == shape.List:
		v.kind = jmespath.Array
		member, elem := s.Member("member"), *v.typ.Elem
		v.elem = func(i Expr) pathValue { return c.ofType(i, elem, member.Target) }
	case k == shape.Map, k == shape.Structure, k == shape.Union:
		v.kind = jmespath.Object
	default:
		v.kind = jmespath.Any
	}
	return v
}
