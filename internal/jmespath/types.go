// What is known of a value before there is one.

package jmespath

import (
	"encoding/json"
	"slices"
)

// Kind is a type of JMESPath.
type Kind uint8

// The kinds. Any is that of a value of which nothing is known, and of one that was reported already.
const (
	Any Kind = iota
	Null
	Boolean
	Number
	String
	Array
	Object
)

// String returns the kind with its article, fit for a message: "a string", "an array", "null".
func (k Kind) String() string {
	return [...]string{"a value of any type", "null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// Type is what is known of a value: its kind, and the types of its parts. That a value may be null is not part of its type,
// since every value may. Who checks an expression against something brings types of its own, whose parts may be worked out when
// they are asked for, so that recursive ones are no problem; the types of an expression's parts are these or made by this
// package.
type Type interface {
	// Kind returns the kind.
	Kind() Kind
	// Elem returns the type of the elements of an array, or of the values of an object without fixed fields; Unknown if that is
	// not known or the value has none. It is never nil.
	Elem() Type
	// Field returns the type of a field of an object, and whether the object can have one of that name.
	Field(name string) (Type, bool)
	// Fields returns the names of the fields if they are known and fixed, else nil.
	Fields() []string
}

// basic is a type that this package makes. Those with fields are objects whose fields are known.
type basic struct {
	kind   Kind
	elem   Type // may be nil
	fields []namedType
}

// namedType is a field of an object.
type namedType struct {
	name string
	typ  Type
}

func (b *basic) Kind() Kind { return b.kind }

func (b *basic) Elem() Type {
	switch {
	case b.elem != nil:
		return b.elem
	case b.kind == Object && len(b.fields) > 0:
		t := b.fields[0].typ
		for _, f := range b.fields[1:] {
			t = join(t, f.typ)
		}
		return t
	}
	return Unknown
}

func (b *basic) Field(name string) (Type, bool) {
	for _, f := range b.fields {
		if f.name == name {
			return f.typ, true
		}
	}
	if b.kind == Object && b.fields == nil {
		return b.Elem(), true
	}
	return Unknown, false
}

func (b *basic) Fields() []string {
	var out []string
	for _, f := range b.fields {
		out = append(out, f.name)
	}
	return out
}

// Unknown is the type of a value of which nothing is known.
var Unknown Type = &basic{}

// Scalar returns a type of the given kind, of whose parts nothing is known.
func Scalar(k Kind) Type { return scalars[k] }

var scalars = [...]Type{
	Any: Unknown, Null: &basic{kind: Null}, Boolean: &basic{kind: Boolean}, Number: &basic{kind: Number},
	String: &basic{kind: String}, Array: &basic{kind: Array}, Object: &basic{kind: Object},
}

// ArrayOf returns the type of arrays of elements of the given type.
func ArrayOf(elem Type) Type { return &basic{kind: Array, elem: elem} }

// StructOf returns the type of an object with the given fields and no others; names and types go in pairs.
func StructOf(names []string, types []Type) Type {
	b := &basic{kind: Object, fields: make([]namedType, 0, len(names))}
	for i, name := range names {
		b.fields = append(b.fields, namedType{name, types[i]})
	}
	return b
}

// typeOf returns the type of a value as a JSON decoder makes it.
func typeOf(value any) Type {
	switch v := value.(type) {
	case bool:
		return Scalar(Boolean)
	case json.Number, float64:
		return Scalar(Number)
	case string:
		return Scalar(String)
	case []any:
		return typeOfArray(v)
	case map[string]any:
		return typeOfObject(v)
	}
	return Scalar(Null)
}

func typeOfArray(elems []any) Type {
	if len(elems) == 0 {
		return Scalar(Array)
	}
	t := typeOf(elems[0])
	for _, e := range elems[1:] {
		t = join(t, typeOf(e))
	}
	return ArrayOf(t)
}

func typeOfObject(fields map[string]any) Type {
	b := &basic{kind: Object, fields: make([]namedType, 0, len(fields))}
	for name, value := range fields {
		b.fields = append(b.fields, namedType{name, typeOf(value)})
	}
	slices.SortFunc(b.fields, func(x, y namedType) int {
		if x.name < y.name {
			return -1
		}
		return 1
	})
	return b
}

// join returns a type that fits the values of both: that of either if they are the same or one of them is null, else one of
// which only the kind is known, or nothing. It does not look far into its arguments, since these may have no end.
func join(a, b Type) Type {
	switch {
	case a == b, b.Kind() == Null:
		return a
	case a.Kind() == Null:
		return b
	case a.Kind() != b.Kind():
		return Unknown
	}
	x, ok := a.(*basic)
	y, ok2 := b.(*basic)
	if ok && ok2 && x.kind == Array && x.elem != nil && y.elem != nil {
		return ArrayOf(join(x.elem, y.elem))
	}
	return Scalar(a.Kind())
}
