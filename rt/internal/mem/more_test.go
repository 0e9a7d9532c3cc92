package mem_test

import (
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/internal/mem"
)

// TestMore continues lists and maps that are nil, empty, or hold something.
func TestMore(t *testing.T) {
	t.Parallel()
	var b mem.Budget
	for _, list := range [][]string{nil, {}, {"x"}} {
		want := append(append([]string{}, list...), "a", "b")
		for _, s := range []string{"a", "b"} {
			more := b.SliceMore((*[]string)(nil), unsafe.Pointer(&list))
			before := more.Len()
			*(*string)(more.Append()) = s
			if more.Len() != before+1 {
				t.Errorf("%d elements, and then %d", before, more.Len())
			}
		}
		if diff := cmp.Diff(want, list); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	for _, m := range []map[string]int{nil, {}, {"x": 1}} {
		for _, key := range []string{"a", "x"} {
			more := b.MapMore((*map[string]int)(nil), unsafe.Pointer(&m))
			*(*int)(more.Entry()) = 7
			more.Set(key)
		}
		if diff := cmp.Diff(map[string]int{"a": 7, "x": 7}, m); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
