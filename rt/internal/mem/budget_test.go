package mem_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

func TestBudget(t *testing.T) {
	t.Parallel()
	b := mem.Limit(100)
	b.Take(60)
	b.Take(40)
	if err := b.Check(); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	b.Take(1)
	var over *mem.LimitError
	if err := b.Check(); !errors.As(err, &over) || over.Limit != 100 || !strings.Contains(err.Error(), "100 bytes of memory, the limit that Options.MaxReplyMemory sets") {
		t.Errorf("beyond the limit: %v", err)
	}
	for _, b := range []mem.Budget{{}, mem.Limit(0)} {
		b.Take(math.MaxInt)
		if err := b.Check(); err != nil {
			t.Errorf("without a limit: %v", err)
		}
	}
}

// TestEmptyListsTakeNothing makes lists that are not nil.
func TestEmptyListsTakeNothing(t *testing.T) { //nolint:paralleltest // it measures memory
	var (
		b    mem.Budget
		list []leaf
	)
	if n := testing.AllocsPerRun(10, func() { b.SliceAt((*[]leaf)(nil), unsafe.Pointer(&list)) }); n > 0 || list == nil || len(list)+cap(list) > 0 {
		t.Errorf("%v allocations for %#v with room for %d", n, list, cap(list))
	}
}

// tree requires eight of itself, down to a depth that is beyond every limit.
type tree struct{ Kids [8]*tree }

func (*tree) SmithySchema() *schema.Struct { return &schemaTree }

var schemaTree = schema.Struct{Name: "Tree", Fill: true, Members: kids()}

func kids() []schema.Member {
	var members []schema.Member
	for i := range len(tree{}.Kids) {
		members = append(members, schema.Member{
			Offset: uintptr(i) * unsafe.Sizeof(uintptr(0)), Required: true,
			Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*tree)(nil)},
		})
	}
	return members
}

// TestFillStops corrects an error that takes 8³² structures.
func TestFillStops(t *testing.T) {
	t.Parallel()
	var v tree
	if err := mem.Fill(&schemaTree, unsafe.Pointer(&v), 1<<16); !errors.As(err, new(*mem.LimitError)) {
		t.Errorf("without end: %v", err)
	}
	count := 0
	var walk func(*tree)
	walk = func(n *tree) {
		for _, kid := range n.Kids {
			if kid != nil {
				count++
				walk(kid)
			}
		}
	}
	if walk(&v); count < 500 || count > 2000 {
		t.Errorf("64 KiB are %d structures of 64 bytes", count)
	}
}
