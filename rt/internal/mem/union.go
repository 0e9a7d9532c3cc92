// Unions: sealed interfaces that hold a pointer to the struct of a variant.

package mem

import (
	"errors"
	"reflect"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// Union is the two words of an interface that is a generated union: what it needs to know of the variant's type, and a
// pointer to the variant. Lists and maps of unions are made of it where the generated type is not known: a []Union lies in
// memory as a list of any union does, for its elements are two pointers each, and so does a map[string]Union.
type Union struct{ tab, data unsafe.Pointer }

// unionOf returns the words of a pointer to a variant's struct, which may be nil, as the union of table s.
func unionOf(s *schema.Struct, variant reflect.Value) Union {
	var u Union
	reflect.NewAt(reflect.TypeOf(s.Union).Elem(), unsafe.Pointer(&u)).Elem().Set(variant)
	return u
}

// NewVariant makes a struct of the variant m of the union of table s. It returns the union that holds it, and the address of
// its value.
func (a *Arena) NewVariant(s *schema.Struct, m *schema.Member) (Union, unsafe.Pointer) {
	v := a.variantOf(m)
	if v.of != m {
		typ := reflect.TypeOf(m.Variant)
		*v = variantSlab{of: m, tab: unionOf(s, reflect.ValueOf(m.Variant)).tab, typ: typ.Elem(), stride: typ.Elem().Size()}
	}
	if v.used == v.size {
		v.grow()
		a.Take(v.size * int(v.stride))
	}
	data := unsafe.Add(v.array, uintptr(v.used)*v.stride)
	v.used++
	return Union{v.tab, data}, unsafe.Add(data, m.Offset)
}

// Variant puts a new struct of the variant m into the union of table s at p, and returns the address of its value.
func (a *Arena) Variant(s *schema.Struct, m *schema.Member, p unsafe.Pointer) unsafe.Pointer {
	u, value := a.NewVariant(s, m)
	*(*Union)(p) = u
	return value
}

const (
	variantSlabs    = 16      // variants whose structs are allocated many at once
	maxVariants     = 128     // structs that are allocated at once, at most
	maxVariantBytes = 2 << 10 // and their size
)

// variantSlab is a slab of the structs of one variant.
type variantSlab struct {
	of     *schema.Member
	tab    unsafe.Pointer // of a union that holds one
	typ    reflect.Type   // the struct
	slice  reflect.Type   // many of it
	array  unsafe.Pointer
	stride uintptr // the size of a struct
	size   int
	used   int
}

// variantOf returns the slab of a variant, or one that is to become its own.
func (a *Arena) variantOf(m *schema.Member) *variantSlab {
	first := uintptr(unsafe.Pointer(m)) / unsafe.Sizeof(*m) // those of one union follow each other
	for i := range uintptr(4) {
		if v := &a.variants[(first+i)%variantSlabs]; v.of == m || v.of == nil {
			return v
		}
	}
	return &a.variants[first%variantSlabs]
}

// grow allocates the next structs: one at first, then twice as many each time.
func (v *variantSlab) grow() {
	v.size, v.used = min(max(1, 2*v.size), maxVariants, max(1, maxVariantBytes/int(max(1, v.stride)))), 0
	if v.size == 1 {
		v.array = reflect.New(v.typ).UnsafePointer()
		return
	}
	if v.slice == nil {
		v.slice = reflect.SliceOf(v.typ)
	}
	v.array = reflect.MakeSlice(v.slice, v.size, v.size).UnsafePointer()
}

// UnknownVariant returns a union of table s that holds a variant which the model does not know. b counts it, but for v.
func (b *Budget) UnknownVariant(s *schema.Struct, tag string, v document.Value) Union {
	variant := reflect.New(reflect.TypeOf(s.Unknown).Elem())
	b.Take(int(unsafe.Sizeof(schema.UnknownVariant{})) + len(tag))
	*(*schema.UnknownVariant)(variant.UnsafePointer()) = schema.UnknownVariant{Tag: tag, Value: v}
	return unionOf(s, variant)
}

// SetUnknown puts a variant that the model does not know into the union of table s at p.
// b counts it, but for v.
func (b *Budget) SetUnknown(s *schema.Struct, p unsafe.Pointer, tag string, v document.Value) {
	*(*Union)(p) = b.UnknownVariant(s, tag, v)
}

// Variants finds the variants that unions hold, and remembers those that it found. What it remembers is static, so that it may
// be kept. The zero value is ready.
type Variants struct {
	known [32]struct {
		tab unsafe.Pointer
		m   *schema.Member
	}
}

// Of is [VariantOf]. It also fails for a union that is nil.
func (v *Variants) Of(s *schema.Struct, p unsafe.Pointer) (*schema.Member, unsafe.Pointer, error) {
	u := *(*Union)(p)
	if u.tab == nil {
		return nil, nil, errors.New("is nil, where a " + reflect.TypeOf(s.Union).Elem().Name() + " should be")
	}
	place := uintptr(u.tab) / 8
	known := &v.known[(place^place>>5)%uintptr(len(v.known))]
	if known.tab == u.tab && u.data != nil {
		return known.m, unsafe.Add(u.data, known.m.Offset), nil
	}
	m, value, err := VariantOf(s, p)
	if err == nil {
		known.tab, known.m = u.tab, m
	}
	return m, value, err
}

// VariantOf returns the member of the variant that the union of table s at p holds, and the address of its value. It fails
// for one that the model does not know, and for a nil pointer.
func VariantOf(s *schema.Struct, p unsafe.Pointer) (*schema.Member, unsafe.Pointer, error) {
	variant := reflect.NewAt(reflect.TypeOf(s.Union).Elem(), p).Elem().Elem()
	for i := range s.Members {
		m := &s.Members[i]
		if reflect.TypeOf(m.Variant) != variant.Type() {
			continue
		}
		if variant.IsNil() {
			return nil, nil, errors.New("holds a nil " + variant.Type().String())
		}
		return m, unsafe.Add(variant.UnsafePointer(), m.Offset), nil
	}
	return nil, nil, errors.New("a " + variant.Type().String() + " can be received, not sent")
}
