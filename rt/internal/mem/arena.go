// Memory for what a reply holds, in few allocations.

package mem

import (
	"reflect"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/schema"
)

const (
	maxChunk = 4 << 10 // bytes of text that are allocated at once
	maxText  = 1 << 10 // a longer text has memory of its own
	minSlab  = 4       // values that are allocated at once: at first
	maxSlab  = 64      // and at most
)

// Arena gives out the memory for the texts and the targets of pointers that one reply holds, many from one allocation:
// decoding spends most of its time on allocations otherwise. What is given out is the garbage collector's like anything
// else; while one piece is in use, those that were allocated with it stay too, which the constants above bound. The zero
// value allocates each text by itself.
type Arena struct {
	Budget         // of what it gives out
	chunk   []byte // of text; it is replaced when it is full, and what was given out of it is not written again
	used    int    // how much of the chunk was given out
	expect  int    // how much text may still come
	strings slab[string]
	int32s  slab[int32]
	int64s  slab[int64]
	times   slab[time.Time]
	structs [structSlabs]structSlab

	variants [variantSlabs]variantSlab
}

// Reset makes the arena ready for a reply of size bytes, whose values may take limit bytes; as many as they want if that is 0.
// It forgets all that it gave out.
func (a *Arena) Reset(size int, limit int64) { *a = Arena{expect: size, Budget: Limit(limit)} }

// Text returns b as a string.
func (a *Arena) Text(b []byte) string {
	if len(b) > len(a.chunk)-a.used {
		size := min(a.expect, maxChunk)
		if len(b) > min(size, maxText) {
			a.Take(len(b))
			return string(b)
		}
		a.Take(size)
		a.chunk, a.used = make([]byte, size), 0
	}
	part := a.chunk[a.used : a.used+len(b)]
	copy(part, b)
	a.used += len(b)
	a.expect -= len(b)
	return unsafe.String(unsafe.SliceData(part), len(part))
}

// String returns a pointer to b as a string.
func (a *Arena) String(b []byte) *string {
	s := a.strings.next(&a.Budget)
	*s = a.Text(b)
	return s
}

// Store is as the function [Store].
func (a *Arena) Store(t *schema.Type, p unsafe.Pointer) unsafe.Pointer {
	if !t.Ptr {
		return p
	}
	var q unsafe.Pointer
	switch t.Kind {
	case schema.String:
		q = unsafe.Pointer(a.strings.next(&a.Budget))
	case schema.Int32:
		q = unsafe.Pointer(a.int32s.next(&a.Budget))
	case schema.Int64:
		q = unsafe.Pointer(a.int64s.next(&a.Budget))
	case schema.Timestamp:
		q = unsafe.Pointer(a.times.next(&a.Budget))
	case schema.Structure:
		q = a.structure(t)
	default:
		a.Take(2 * wordSize) // none is larger
		q = alloc(t)
	}
	*(*unsafe.Pointer)(p) = q
	return q
}

// slab gives out the elements of arrays, of which each is twice as long as the one before. It counts rather than cuts off
// what it gave out: writing a pointer costs more than writing a number while the garbage collector runs.
type slab[T any] struct {
	array []T
	used  int
}

func (s *slab[T]) next(b *Budget) *T {
	if s.used == len(s.array) {
		s.array, s.used = make([]T, min(max(2*s.used, minSlab), maxSlab)), 0
		b.Take(len(s.array) * int(unsafe.Sizeof(s.array[0])))
	}
	s.used++
	return &s.array[s.used-1]
}

const (
	structSlabs = 16 // members whose structs are allocated many at once
	maxStructs  = 16 // structs that are allocated at once, at most
)

// structSlab is a slab of the structs of one member.
type structSlab struct {
	of     *schema.Type
	slice  reflect.Type // []T of the struct
	array  unsafe.Pointer
	stride uintptr // the size of a struct
	size   int
	used   int
}

// slabOf returns the slab of a member, or one that is to become its own.
func (a *Arena) slabOf(t *schema.Type) *structSlab {
	first := uintptr(unsafe.Pointer(t)) / unsafe.Sizeof(schema.Member{})
	for i := range uintptr(4) { // few members that come in turn share a place
		if s := &a.structs[(first+i)%structSlabs]; s.of == t || s.of == nil {
			return s
		}
	}
	return &a.structs[first%structSlabs]
}

// structure returns a zero struct for a member of that type. A member that comes again and again is in the elements of a
// list: its second struct is allocated with a third, and so on.
func (a *Arena) structure(t *schema.Type) unsafe.Pointer {
	s := a.slabOf(t)
	if s.of != t {
		typ := reflect.TypeOf(t.Of).Elem()
		*s = structSlab{of: t, stride: typ.Size(), size: 1, used: 1}
		a.Take(int(s.stride))
		return reflect.New(typ).UnsafePointer()
	}
	if s.used == s.size {
		if s.slice == nil {
			s.slice = reflect.SliceOf(reflect.TypeOf(t.Of).Elem())
		}
		s.size, s.used = min(2*s.size, maxStructs), 0
		a.Take(s.size * int(s.stride))
		s.array = reflect.MakeSlice(s.slice, s.size, s.size).UnsafePointer()
	}
	s.used++
	return unsafe.Add(s.array, uintptr(s.used-1)*s.stride)
}
