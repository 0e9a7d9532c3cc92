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

// Text returns the value of a string member of in, by its name in the model; "" if it is absent, or no string.
func Text(in schema.Shape, member string) string {
	return TextAt(in.SmithySchema(), Pointer(in), member)
}

// TextAt is Text for a struct at base.
func TextAt(s *schema.Struct, base unsafe.Pointer, member string) string {
	m := s.Member(member)
	if m == nil || m.Kind != schema.String {
		return ""
	}
	p, ok := Load(&m.Type, unsafe.Add(base, m.Offset))
	if !ok {
		return ""
	}
	return *(*string)(p)
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

// Present returns the address of the value of a member that is to be sent, which of an absent one with a default is that
// default; false when it is absent, or is a plain scalar that is zero, not required and has no default. A plain string with a
// default is absent when it is empty.
func Present(m *schema.Member, base unsafe.Pointer) (unsafe.Pointer, bool) {
	p, ok := Load(&m.Type, unsafe.Add(base, m.Offset))
	if m.Default != "" {
		if !ok || !m.Ptr && m.Kind == schema.String && IsZero(m.Kind, p) {
			p = defaultOf(m)
		}
		return p, true
	}
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

// Elements returns the address of the first element of the list at p, how many there are, and how far they are apart.
func Elements(goType any, p unsafe.Pointer) (first unsafe.Pointer, n int, size uintptr) {
	list := (*struct {
		first    unsafe.Pointer
		len, cap int
	})(p)
	return list.first, list.len, reflect.TypeOf(goType).Elem().Elem().Size()
}

// Slice grows a list.
type Slice struct {
	v reflect.Value
	b *Budget
}

// SliceAt returns the list at p, whose Go type is that which the typed nil pointer goType points at, made empty and not nil.
// b counts its elements.
func (b *Budget) SliceAt(goType any, p unsafe.Pointer) Slice {
	makeList(p)
	return Slice{reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem(), b}
}

// SliceMore returns the list at p to be continued, made as by SliceAt if it is nil.
func (b *Budget) SliceMore(goType any, p unsafe.Pointer) Slice {
	if *(*unsafe.Pointer)(p) == nil {
		makeList(p)
	}
	return Slice{reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem(), b}
}

// makeList makes the list at p, of any type, one that is empty and not nil. It takes no memory: lists of all types look alike.
func makeList(p unsafe.Pointer) { *(*[]struct{})(p) = []struct{}{} }

// Len is the number of elements.
func (s Slice) Len() int { return s.v.Len() }

// maxReserve is how much memory is taken for elements before they come, in bytes.
const maxReserve = 256 << 10

// Reserve makes room for n more elements, or for as many as it seems wise to before they come.
func (s Slice) Reserve(n int) {
	if size := int(s.v.Type().Elem().Size()); n*size > maxReserve {
		n = maxReserve / size
	}
	s.grow(n)
}

func (s Slice) grow(n int) {
	before := s.v.Cap()
	s.v.Grow(n)
	s.b.Take((s.v.Cap() - before) * int(s.v.Type().Elem().Size()))
}

// Append adds a zero element and returns its address, good until the next Append.
func (s Slice) Append() unsafe.Pointer {
	n := s.v.Len()
	if n == s.v.Cap() {
		s.grow(1)
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

// Len returns how many entries the map at p has.
func Len(goType any, p unsafe.Pointer) int {
	return reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem().Len()
}

// Entries calls f with each entry of the map at p, in the order of the keys, until it fails. value is good until f returns.
func Entries(goType any, p unsafe.Pointer, f func(key string, value unsafe.Pointer) error) error {
	m := reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem()
	key, elem := reflect.New(m.Type().Key()).Elem(), reflect.New(m.Type().Elem()).Elem()
	for _, k := range Keys(m) {
		key.SetString(k)
		elem.Set(m.MapIndex(key))
		if err := f(k, elem.Addr().UnsafePointer()); err != nil {
			return err
		}
	}
	return nil
}

// Lookup returns the entry of a map with keys of underlying type string.
func Lookup(m reflect.Value, key string) reflect.Value {
	return m.MapIndex(reflect.ValueOf(key).Convert(m.Type().Key()))
}

// Map fills a map.
type Map struct {
	v         reflect.Value
	key, elem reflect.Value // of the next entry; there is none without an entry
	b         *Budget
}

// MapAt returns the map at p, whose Go type is that which the typed nil pointer goType points at, made new. b counts its
// entries.
func (b *Budget) MapAt(goType any, p unsafe.Pointer) Map {
	b.TakeMap(0, 0)
	return Map{v: makeMap(goType, p), b: b}
}

// MapMore returns the map at p to be continued, made as by MapAt if it is nil.
func (b *Budget) MapMore(goType any, p unsafe.Pointer) Map {
	if *(*unsafe.Pointer)(p) == nil {
		return b.MapAt(goType, p)
	}
	return Map{v: reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem(), b: b}
}

func makeMap(goType any, p unsafe.Pointer) reflect.Value {
	v := reflect.NewAt(reflect.TypeOf(goType).Elem(), p).Elem()
	v.Set(reflect.MakeMap(v.Type()))
	return v
}

// Entry returns the address of a zero element to fill before Set.
func (m *Map) Entry() unsafe.Pointer {
	if m.elem.IsValid() {
		m.elem.SetZero()
	} else {
		t := m.v.Type()
		m.key, m.elem = reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		m.b.Take(keySize + int(t.Elem().Size()))
	}
	return m.elem.Addr().UnsafePointer()
}

// Set puts the element under key.
func (m *Map) Set(key string) {
	m.b.TakeEntry(m.v.Len(), int(m.elem.Type().Size()))
	m.key.SetString(key)
	m.v.SetMapIndex(m.key, m.elem)
}
