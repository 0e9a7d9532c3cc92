package mem_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

type leaf struct {
	Name  *string
	Count *int32
	Size  *int64
	Child *leaf
}

func (*leaf) SmithySchema() *schema.Struct { return &schemaLeaf }

var schemaLeaf = schema.Struct{Name: "Leaf"}

// TestArenaPiecesAreApart fills thousands of pieces, with garbage collections between, and then reads them all.
func TestArenaPiecesAreApart(t *testing.T) {
	t.Parallel()
	var (
		a      mem.Arena
		str    = schema.Type{Kind: schema.String, Ptr: true}
		i32    = schema.Type{Kind: schema.Int32, Ptr: true}
		i64    = schema.Type{Kind: schema.Int64, Ptr: true}
		leaves = schema.Type{Kind: schema.Structure, Ptr: true, Of: (*leaf)(nil)}
		all    []*leaf
	)
	a.Reset(20_000, 0)
	text := func(i int) string { return strings.Repeat(fmt.Sprint(i, " "), i%60) }
	for i := range 3000 {
		var l *leaf
		a.Store(&leaves, unsafe.Pointer(&l))
		if *l != (leaf{}) {
			t.Fatalf("struct %d is not zero: %v", i, l)
		}
		*(*string)(a.Store(&str, unsafe.Pointer(&l.Name))) = a.Text([]byte(text(i)))
		*(*int32)(a.Store(&i32, unsafe.Pointer(&l.Count))) = int32(i)
		*(*int64)(a.Store(&i64, unsafe.Pointer(&l.Size))) = int64(i) << 32
		*(*leaf)(a.Store(&leaves, unsafe.Pointer(&l.Child))) = leaf{Name: l.Name}
		all = append(all, l)
		if i%500 == 0 {
			runtime.GC()
		}
	}
	runtime.GC()
	for i, l := range all {
		if *l.Name != text(i) || *l.Count != int32(i) || *l.Size != int64(i)<<32 || l.Child.Name != l.Name || l.Child.Child != nil {
			t.Fatalf("struct %d was written over: %q %d %d", i, *l.Name, *l.Count, *l.Size)
		}
	}
}

func TestArenaCopiesText(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 3, 10, 1 << 20} {
		var a mem.Arena
		a.Reset(size, 0)
		for _, n := range []int{0, 1, 7, 500, 5000} {
			b := []byte(strings.Repeat("x", n))
			got := a.Text(b)
			for i := range b {
				b[i] = 'y'
			}
			if got != strings.Repeat("x", n) {
				t.Errorf("arena of %d bytes: the text of %d bytes changed with what it was made from", size, n)
			}
		}
	}
}

func TestArenaLeavesPlainFieldsAlone(t *testing.T) {
	t.Parallel()
	var a mem.Arena
	field := int32(7)
	if p := a.Store(&schema.Type{Kind: schema.Int32}, unsafe.Pointer(&field)); p != unsafe.Pointer(&field) || field != 7 {
		t.Errorf("got another place than the field's own, which is now %d", field)
	}
}
