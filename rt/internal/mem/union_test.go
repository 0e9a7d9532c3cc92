package mem_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

var choices = (*kindtest.ChoiceUnknown)(nil).SmithySchema()

// TestVariants makes thousands of variants of each sort, with garbage collections between, and then reads them all.
func TestVariants(t *testing.T) {
	t.Parallel()
	var (
		a    mem.Arena
		list []kindtest.Choice
		m    map[string]kindtest.Choice
	)
	unions := make(map[string]mem.Union, 8)
	*(*map[string]mem.Union)(unsafe.Pointer(&m)) = unions
	for i := range 3000 {
		var c kindtest.Choice
		member := &choices.Members[i%3]
		value := a.Variant(choices, member, unsafe.Pointer(&c))
		switch member.Name {
		case "text":
			*(*string)(value) = fmt.Sprint(i)
		case "node":
			*(**kindtest.All)(value) = &kindtest.All{Must: int32(i)}
		default:
			*(*[]string)(value) = []string{fmt.Sprint(i)}
		}
		list = append(list, c)
		unions[fmt.Sprint(i)] = *(*mem.Union)(unsafe.Pointer(&c))
		if i%500 == 0 {
			runtime.GC()
		}
	}
	runtime.GC()
	for i, c := range list {
		if m[fmt.Sprint(i)] != c {
			t.Fatalf("the map has another union at %d", i)
		}
		switch c := c.(type) {
		case *kindtest.ChoiceText:
			if c.Value != fmt.Sprint(i) {
				t.Fatalf("%d holds %q", i, c.Value)
			}
		case *kindtest.ChoiceNode:
			if c.Value.Must != int32(i) {
				t.Fatalf("%d holds %d", i, c.Value.Must)
			}
		case *kindtest.ChoiceList:
			if len(c.Value) != 1 || c.Value[0] != fmt.Sprint(i) {
				t.Fatalf("%d holds %q", i, c.Value)
			}
		default:
			t.Fatalf("%d is a %T", i, c)
		}
	}
}

func TestUnknownVariant(t *testing.T) {
	t.Parallel()
	var c kindtest.Choice
	new(mem.Budget).SetUnknown(choices, unsafe.Pointer(&c), "later", "value")
	if u, ok := c.(*kindtest.ChoiceUnknown); !ok || u.Tag != "later" || u.Value != "value" {
		t.Errorf("%#v", c)
	}
}

// TestVariantsOf asks twice: what was found is remembered.
func TestVariantsOf(t *testing.T) {
	t.Parallel()
	var found mem.Variants
	for range 2 {
		for name, c := range map[string]kindtest.Choice{
			"text": &kindtest.ChoiceText{Value: "x"}, "node": &kindtest.ChoiceNode{}, "list": &kindtest.ChoiceList{},
		} {
			m, value, err := found.Of(choices, unsafe.Pointer(&c))
			if err != nil || m.Name != name || name == "text" && *(*string)(value) != "x" {
				t.Errorf("%s is %v, %v", name, m, err)
			}
		}
		for says, c := range map[string]kindtest.Choice{
			"is nil, where a Choice should be": nil, "holds a nil *kindtest.ChoiceText": (*kindtest.ChoiceText)(nil),
			"can be received, not sent": &kindtest.ChoiceUnknown{UnknownVariant: schema.UnknownVariant{Tag: "x"}},
		} {
			if _, _, err := found.Of(choices, unsafe.Pointer(&c)); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%v, not %s", err, says)
			}
		}
	}
}

func TestElements(t *testing.T) {
	t.Parallel()
	list := []kindtest.ChoiceList{{Value: []string{"a"}}, {Value: []string{"b"}}}
	first, n, size := mem.Elements((*[]kindtest.ChoiceList)(nil), unsafe.Pointer(&list))
	if n != 2 || size != unsafe.Sizeof(list[0]) || (*kindtest.ChoiceList)(unsafe.Add(first, size)).Value[0] != "b" {
		t.Errorf("%d elements of %d bytes", n, size)
	}
	list = nil
	if _, n, _ := mem.Elements((*[]kindtest.ChoiceList)(nil), unsafe.Pointer(&list)); n != 0 {
		t.Errorf("nil has %d elements", n)
	}
}

func TestEntries(t *testing.T) {
	t.Parallel()
	type key string
	m := map[key]int32{"b": 2, "a": 1, "": 0}
	var got []string
	collect := func(k string, value unsafe.Pointer) error {
		got = append(got, fmt.Sprint(k, *(*int32)(value)))
		if k == "b" {
			return errStop
		}
		return nil
	}
	if err := mem.Entries((*map[key]int32)(nil), unsafe.Pointer(&m), collect); err != errStop || strings.Join(got, " ") != "0 a1 b2" {
		t.Errorf("%q, %v", got, err)
	}
	if n := mem.Len((*map[key]int32)(nil), unsafe.Pointer(&m)); n != 3 {
		t.Errorf("%d entries", n)
	}
}

var errStop = fmt.Errorf("stop")
