// Values of tests: from the parameters of a case to Go expressions of the types that the package has.

package plan

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/internal/shape"
)

const (
	documentPath  = runtimePath + "/document"
	prototestPath = runtimePath + "/prototest"
)

// testValues makes expressions of parameters.
type testValues struct {
	structs     map[string]*Struct // by Go name
	unions      map[string]*Union
	enums       map[string]*Enum
	collections map[string]*Collection // by variable
}

func newTestValues(p *Package) *testValues {
	v := &testValues{
		structs: map[string]*Struct{}, unions: map[string]*Union{}, enums: map[string]*Enum{}, collections: map[string]*Collection{},
	}
	for _, t := range p.Types {
		if t.Struct != nil {
			v.structs[t.Struct.Name] = t.Struct
		} else {
			v.unions[t.Union.Name] = t.Union
		}
	}
	for i := range p.Errors {
		v.structs[p.Errors[i].Name] = &p.Errors[i]
	}
	for i := range p.Enums {
		v.enums[p.Enums[i].Name] = &p.Enums[i]
	}
	for i := range p.Collections {
		v.collections[p.Collections[i].Var] = &p.Collections[i]
	}
	return v
}

// structure is a literal of the struct with these parameters, fields in the order of the struct. Null stands for absent.
func (v *testValues) structure(name string, params shape.Node) (Expr, error) {
	s := v.structs[name]
	if s == nil {
		return Expr{}, fmt.Errorf("there is no struct %s", name)
	}
	e := composite(GoType{Name: name})
	for member := range params.Fields() {
		if !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Row.Member == member }) {
			return e, fmt.Errorf("%s has no member %s", s.ShapeName, member)
		}
	}
	for _, f := range s.Fields {
		param, given := params.Field(f.Row.Member)
		if !given || param.Kind() == shape.NodeNull {
			continue
		}
		value, err := v.value(f.Type, f.Row.Type, param)
		if err != nil {
			return e, fmt.Errorf("%s: %w", f.Row.Member, err)
		}
		e.Entries = append(e.Entries, Entry{Field: f.Name, Value: value})
	}
	return e, nil
}

// value is an expression of type t.
func (v *testValues) value(t GoType, row RowType, param shape.Node) (Expr, error) {
	switch row.Kind {
	case "Structure":
		name := t.Name
		if row.Ptr {
			name = t.Elem.Name
		}
		e, err := v.structure(name, param)
		if row.Ptr {
			e = address(e)
		}
		return e, err
	case "Union":
		return v.union(t.Name, param)
	case "List":
		return v.list(t, v.collections[row.Elem], param)
	case "Map":
		return v.mapping(t, v.collections[row.Elem], param)
	case "Document":
		return documentValue(param), nil
	case "Reader", "ReadCloser":
		e := call(of("strings", "NewReader"), text(param.Str()))
		if row.Kind == "ReadCloser" {
			e = call(of("io", "NopCloser"), e)
		}
		return e, nil
	}
	if !row.Ptr {
		return v.simple(t, row.Kind, param)
	}
	e, err := v.simple(*t.Elem, row.Kind, param)
	return call(code("new"), typed(*t.Elem, e)), err
}

// typed makes the type of a literal explicit where it would be another one by default.
func typed(t GoType, e Expr) Expr {
	switch {
	case e.Kind == Text && t.Name != "string",
		e.Kind == Code && slices.Contains([]string{"int8", "int16", "int32", "int64", "float32"}, t.Name),
		e.Kind == Code && t.Name == "float64" && !strings.ContainsAny(e.Text, ".eE"):
		return convert(t, e)
	}
	return e
}

func (v *testValues) union(name string, param shape.Node) (Expr, error) {
	u := v.unions[name]
	if u == nil {
		return Expr{}, fmt.Errorf("there is no union %s", name)
	}
	for member, value := range param.Fields() {
		i := slices.IndexFunc(u.Variants, func(variant Variant) bool { return variant.Row.Member == member })
		if i < 0 {
			return Expr{}, fmt.Errorf("%s has no member %s", u.ShapeName, member)
		}
		variant := u.Variants[i]
		e, err := v.value(variant.Type, variant.Row.Type, value)
		if err != nil {
			return e, fmt.Errorf("%s: %w", member, err)
		}
		return address(composite(GoType{Name: variant.Name}, Entry{Field: variant.Field.Name, Value: e})), nil
	}
	return Expr{}, fmt.Errorf("a value of the union %s has no member", u.ShapeName)
}

func (v *testValues) list(t GoType, c *Collection, param shape.Node) (Expr, error) {
	e := composite(t)
	for i, node := range param.Elems() {
		value, err := v.element(c, node)
		if err != nil {
			return e, fmt.Errorf("[%d]: %w", i, err)
		}
		e.Entries = append(e.Entries, Entry{Value: value})
	}
	return e, nil
}

func (v *testValues) mapping(t GoType, c *Collection, param shape.Node) (Expr, error) {
	e := composite(t)
	for name, node := range param.Fields() {
		value, err := v.element(c, node)
		if err != nil {
			return e, fmt.Errorf("[%q]: %w", name, err)
		}
		key := v.constant(t.Key, func(known EnumValue) bool { return known.String == name }, text(name))
		e.Entries = append(e.Entries, Entry{Key: &key, Value: value})
	}
	return e, nil
}

// element is an element of a list, or a value of a map.
func (v *testValues) element(c *Collection, param shape.Node) (Expr, error) {
	if param.Kind() == shape.NodeNull {
		if !c.Elem.Ptr && !nilable(c.Elem.Kind) {
			return Expr{}, fmt.Errorf("null in a collection that is not sparse")
		}
		return code("nil"), nil
	}
	e, err := v.value(*c.Type.Elem, c.Elem, param)
	if c.Elem.Kind == "Union" || c.Elem.Kind == "Document" { // The elements' type is an interface.
		return e, err
	}
	return elided(e), err
}

// simple is a value of a simple type that is not held by a pointer.
func (v *testValues) simple(t GoType, kind string, param shape.Node) (Expr, error) {
	switch kind {
	case "String":
		e := v.constant(t.Name, func(known EnumValue) bool { return known.String == param.Str() }, text(param.Str()))
		return e, kindError(param, shape.NodeString)
	case "Int8", "Int16", "Int32", "Int64":
		n, ok := param.Int64()
		if !ok {
			return Expr{}, fmt.Errorf("%s is no whole number", param.Kind())
		}
		e := code(strconv.FormatInt(n, 10))
		return v.constant(t.Name, func(known EnumValue) bool { return known.Int == n }, e), nil
	case "Bool":
		return code(strconv.FormatBool(param.Bool())), kindError(param, shape.NodeBool)
	case "Blob":
		if param.Str() == "" {
			return composite(t), kindError(param, shape.NodeString)
		}
		return convert(t, text(param.Str())), nil
	case "Float32", "Float64":
		return floatValue(t, kind, param)
	case "Timestamp":
		return timeValue(param)
	case "BigInteger":
		if n, ok := param.Int64(); ok {
			return call(of("math/big", "NewInt"), code(strconv.FormatInt(n, 10))), nil
		}
		return call(of(prototestPath, "BigInt"), text(param.Num()+param.Str())), nil
	case "BigDecimal":
		return text(param.Num() + param.Str()), nil
	default:
		return Expr{}, fmt.Errorf("a %s has no parameters", kind)
	}
}

func kindError(param shape.Node, want shape.NodeKind) error {
	if param.Kind() != want {
		return fmt.Errorf("is %s, not %s", param.Kind(), want)
	}
	return nil
}

// constant is the constant of an enum that fits, or the value if there is none.
func (v *testValues) constant(typ string, fits func(EnumValue) bool, value Expr) Expr {
	if e := v.enums[typ]; e != nil {
		if i := slices.IndexFunc(e.Values, fits); i >= 0 {
			return Expr{Kind: Name, Text: e.Values[i].Name}
		}
	}
	return value
}

func floatValue(t GoType, kind string, param shape.Node) (Expr, error) {
	var e Expr
	switch param.Str() {
	case "NaN":
		e = call(of("math", "NaN"))
	case "Infinity":
		e = call(of("math", "Inf"), code("1"))
	case "-Infinity":
		e = call(of("math", "Inf"), code("-1"))
	default:
		return code(param.Num()), kindError(param, shape.NodeNumber)
	}
	if kind == "Float32" {
		e = convert(t, e)
	}
	return e, nil
}

// timeValue reads seconds since 1970 or, in the cases of event streams, RFC 3339.
func timeValue(param shape.Node) (Expr, error) {
	const perSecond = 1_000_000_000
	seconds, ok := new(big.Rat).SetString(param.Num())
	if at, err := time.Parse(time.RFC3339Nano, param.Str()); err == nil {
		seconds, ok = big.NewRat(at.UnixNano(), perSecond), true
	}
	if !ok {
		return Expr{}, fmt.Errorf("is %s, not a number of seconds", param.Kind())
	}
	nanos := seconds.Mul(seconds, big.NewRat(perSecond, 1))
	if !nanos.IsInt() {
		return Expr{}, fmt.Errorf("%s seconds are finer than a nanosecond", param.Num())
	}
	sec, nano := new(big.Int).DivMod(nanos.Num(), big.NewInt(perSecond), new(big.Int))
	if !sec.IsInt64() || sec.Int64() > math.MaxInt32*1000 {
		return Expr{}, fmt.Errorf("%s seconds are out of range", param.Num())
	}
	return method(call(of("time", "Unix"), code(sec.String()), code(nano.String())), "UTC"), nil
}

// documentValue is a document as the runtime has it.
func documentValue(param shape.Node) Expr {
	value := GoType{Path: documentPath, Name: "Value"}
	switch param.Kind() {
	case shape.NodeBool:
		return code(strconv.FormatBool(param.Bool()))
	case shape.NodeNumber:
		return convert(GoType{Path: documentPath, Name: "Number"}, text(param.Num()))
	case shape.NodeString:
		return text(param.Str())
	case shape.NodeArray:
		e := composite(SliceOf(value))
		for _, node := range param.Elems() {
			e.Entries = append(e.Entries, Entry{Value: documentValue(node)})
		}
		return e
	case shape.NodeObject:
		e := composite(MapOf("string", value))
		for name, node := range param.Fields() {
			key := text(name)
			e.Entries = append(e.Entries, Entry{Key: &key, Value: documentValue(node)})
		}
		return e
	default:
		return code("nil")
	}
}
