// Package mem reaches the fields of generated structs through their tables. All of the runtime's unsafe stands here and
// in the codecs that read a table's offsets.
package mem

import (
	"reflect"
	"slices"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/schema"
)

// Pointer returns the address of the struct that shape, a pointer, points at.
func Pointer(shape schema.Shape) unsafe.Pointer {
	type iface struct{ tab, data unsafe.Pointer }
	return (*iface)(unsafe.Pointer(&shape)).data
}

// IsNil reports whether shape is nil or a nil pointer.
func IsNil(shape schema.Shape) bool { return shape == nil || Pointer(shape) == nil }

// Load returns the address of the value at p, following the pointer of an optional one; false when it is absent.
func Load(t *schema.Type, p unsafe.Pointer) (unsafe.Pointer, bool) {
	if t.Ptr {
		p = *(*unsafe.Pointer)(p)
		return p, p != nil
	}
	switch t.Kind {
	case schema.Blob, schema.List, schema.Map, schema.BigInteger, schema.Document, schema.Union, schema.Reader, schema.ReadCloser:
		// The first word of a slice, map, pointer or interface is nil just when the whole is.
		return p, *(*unsafe.Pointer)(p) != nil
	default:
		return p, true
	}
}

// IsZero reports whether a plain scalar at p is its type's zero value; false for all other kinds.
func IsZero(k schema.Kind, p unsafe.Pointer) bool {
	switch k {
	case schema.Bool, schema.Int8:
		return *(*int8)(p) == 0
	case schema.Int16:
		return *(*int16)(p) == 0
	case schema.Int32, schema.Float32:
		return *(*uint32)(p) == 0
	case schema.Int64, schema.Float64:
		return *(*uint64)(p) == 0
	case schema.String, schema.BigDecimal:
		return *(*string)(p) == ""
	default:
		return false
	}
}

// Present returns the address of the value of a member that is to be sent; false when it is absent, or is a plain scalar
// that is zero and not required.
func Present(m *schema.Member, base unsafe.Pointer) (unsafe.Pointer, bool) {
	p, ok := Load(&m.Type, unsafe.Add(base, m.Offset))
	if ok && !m.Required && !m.Ptr && IsZero(m.Kind, p) {
		return nil, false
	}
	return p, ok
}

// Store returns the address to write a value of type t to, making the pointer's target of an optional one.
func Store(t *schema.Type, p unsafe.Pointer) unsafe.Pointer {
	if !t.Ptr {
		return p
	}
	q := alloc(t)
	*(*unsafe.Pointer)(p) = q
	return q
}

// alloc makes a zero value of a kind that fields hold by pointer: scalars, timestamps and structures. Types of one layout
// share a case.
func alloc(t *schema.Type) unsafe.Pointer {
	switch t.Kind {
	case schema.Bool:
		return unsafe.Pointer(new(bool))
	case schema.Int8:
		return unsafe.Pointer(new(int8))
	case schema.Int16:
		return unsafe.Pointer(new(int16))
	case schema.Int32, schema.Float32:
		return unsafe.Pointer(new(int32))
	case schema.Int64, schema.Float64:
		return unsafe.Pointer(new(int64))
	case schema.String, schema.BigDecimal:
		return unsafe.Pointer(new(string))
	case schema.Structure:
		return New(t.Of)
	default: // Timestamp
		return unsafe.Pointer(new(time.Time))
	}
}

// New makes a zero struct of the type that the typed nil pointer points at.
func New(of schema.Shape) unsafe.Pointer {
	return reflect.New(reflect.TypeOf(of).Elem()).UnsafePointer()
}

// NewShape is New with its type.
func NewShape(of schema.Shape) schema.Shape {
	shape, _ := reflect.New(reflect.TypeOf(of).Elem()).Interface().(schema.Shape)
	return shape
}

// Slice grows the list at p, whose Go type is that which the typed nil pointer goType points at.
type Slice struct{ v reflect.Value }

// SliceAt returns the list at p, made empty and not nil.
func SliceAt(goType any, p unsafe.Pointer) Slice {
	v := reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem()
	v.SetZero()
	v.Grow(1) // not nil, and without the header that MakeSlice allocates
	return Slice{v}
}

// Reserve makes room for n more elements.
func (s Slice) Reserve(n int) { s.v.Grow(n) }

// Append adds a zero element and returns its address, good until the next Append.
func (s Slice) Append() unsafe.Pointer {
	n := s.v.Len()
	if n == s.v.Cap() {
		s.v.Grow(1)
	}
	s.v.SetLen(n + 1)
	return s.v.Index(n).Addr().UnsafePointer()
}

// Keys returns the keys of a map in order. Sorting strings rather than reflect.Values keeps programs small.
func Keys(m reflect.Value) []string {
	keys := make([]string, 0, m.Len())
	for it := m.MapRange(); it.Next(); {
		keys = append(keys, it.Key().String())
	}
	slices.Sort(keys)
	return keys
}

// Lookup returns the entry of a map with keys of underlying type string.
func Lookup(m reflect.Value, key string) reflect.Value {
	return m.MapIndex(reflect.ValueOf(key).Convert(m.Type().Key()))
}

// Map fills the map at p.
type Map struct{ v, elem reflect.Value }

// MapAt returns the map at p, made new.
func MapAt(goType any, p unsafe.Pointer) Map {
	v := reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem()
	v.Set(reflect.MakeMap(v.Type()))
	return Map{v, reflect.New(v.Type().Elem()).Elem()}
}

// Entry returns the address of a zero element to fill before Set.
func (m Map) Entry() unsafe.Pointer {
	m.elem.SetZero()
	return m.elem.Addr().UnsafePointer()
}

// Set puts the element under key.
func (m Map) Set(key string) {
	m.v.SetMapIndex(reflect.ValueOf(key).Convert(m.v.Type().Key()), m.elem)
}
