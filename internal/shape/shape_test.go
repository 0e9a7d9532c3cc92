// Tests of ids, kinds, nodes and traits.

package shape

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/source"
)

func TestID(t *testing.T) {
	t.Parallel()
	cases := []struct {
		id                      ID
		namespace, name, member string
		valid                   bool
	}{
		{"a.b#C", "a.b", "C", "", true},
		{"a.b#C$d", "a.b", "C", "d", true},
		{"smithy.api#String", "smithy.api", "String", "", true},
		{"_a._1#__b2$_c", "_a._1", "__b2", "_c", true},
		{"C", "", "C", "", false},
		{"C$d", "", "C", "d", false},
		{"", "", "", "", false},
		{"#C", "", "C", "", false},
		{"a#", "a", "", "", false},
		{"a#C$", "a", "C", "", false},
		{"a#_", "a", "_", "", false},
		{"a#1C", "a", "1C", "", false},
		{"a..b#C", "a..b", "C", "", false},
		{"a.b#C-d", "a.b", "C-d", "", false},
		{"a#é", "a", "é", "", false},
		{"a#B#C", "a", "B#C", "", false},
		{"a#B$c$d", "a", "B", "c$d", false},
		{"a#B$c#d", "a", "B", "c#d", false},
	}
	for _, tc := range cases {
		if tc.id.Namespace() != tc.namespace || tc.id.Name() != tc.name || tc.id.Member() != tc.member || tc.id.Valid() != tc.valid {
			t.Errorf("%q is %q, %q, %q, valid %v", tc.id, tc.id.Namespace(), tc.id.Name(), tc.id.Member(), tc.id.Valid())
		}
	}
	if id := ID("a#B$c"); id.Root() != "a#B" || id.WithMember("d") != "a#B$d" || ID("a#B").Root() != "a#B" {
		t.Error("members are not cut off or set")
	}
}

func TestKindNames(t *testing.T) {
	t.Parallel()
	names := slices.Collect(KindNames())
	want := []string{
		"blob", "boolean", "string", "enum", "byte", "short", "integer", "intEnum", "long", "float", "double", "bigInteger",
		"bigDecimal", "timestamp", "document", "list", "map", "structure", "union", "operation", "resource", "service",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	for i, name := range names {
		if k, ok := KindOf(name); !ok || k != Kind(i)+Blob || k.String() != name {
			t.Errorf("KindOf(%q) = %v", name, k)
		}
	}
	for _, name := range []string{"invalid", "set", "apply", "member", ""} {
		if k, ok := KindOf(name); ok || k != Invalid {
			t.Errorf("KindOf(%q) = %v", name, k)
		}
	}
	if Kind(200).String() != "invalid" || Enum.phrase() != "an enum" || Union.phrase() != "a union" || List.phrase() != "a list" {
		t.Error("names of kinds are wrong")
	}
}

func TestKindClasses(t *testing.T) {
	t.Parallel()
	classes := map[string]func(Kind) bool{
		"simple": Kind.IsSimple, "aggregate": Kind.IsAggregate, "data": Kind.IsData, "number": Kind.IsNumber, "named": Kind.HasNamedMembers,
	}
	want := map[string]int{"simple": 15, "aggregate": 4, "data": 19, "number": 9, "named": 4}
	got := map[string]int{}
	for name, in := range classes {
		for k := Invalid; k <= Service; k++ {
			if in(k) {
				got[name]++
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if Invalid.IsData() || Operation.IsData() || !Document.IsSimple() || List.IsSimple() || Timestamp.IsNumber() || !IntEnum.IsNumber() {
		t.Error("kinds are in the wrong class")
	}
}

func TestNodeInt64(t *testing.T) {
	t.Parallel()
	cases := []struct {
		literal string
		want    int64
		ok      bool
	}{
		{"0", 0, true}, {"-12", -12, true}, {"9223372036854775807", 1<<63 - 1, true}, {"9223372036854775808", 0, false},
		{"1.0", 1, true}, {"-2.5e1", -25, true}, {"1e3", 1000, true}, {"1.5", 0, false}, {"1e300", 0, false},
		{"1e999999999999", 0, false}, {"9007199254740993.0", 1 << 53, true},
	}
	for _, tc := range cases {
		if got, ok := NumberNode(tc.literal, noSpan).Int64(); got != tc.want || ok != tc.ok {
			t.Errorf("%s is %d, %v", tc.literal, got, ok)
		}
	}
	if _, ok := StringNode("1", noSpan).Int64(); ok {
		t.Error("a string is a number")
	}
}

func TestNodeOfAnotherKindGivesZero(t *testing.T) {
	t.Parallel()
	nodes := map[NodeKind]Node{
		NodeNull: {}, NodeBool: BoolNode(true, noSpan), NodeNumber: NumberNode("1", noSpan), NodeString: StringNode("s", noSpan),
		NodeArray:  ArrayNode([]Node{StringNode("e", noSpan)}, noSpan),
		NodeObject: ObjectNode([]Field{{Name: "f", Value: StringNode("v", noSpan)}}, noSpan),
	}
	for kind, n := range nodes {
		_, isInt := n.Int64()
		_, hasField := n.Field("f")
		fields := 0
		for range n.Fields() {
			fields++
		}
		got := []bool{n.Bool(), isInt, n.Num() != "", n.Str() != "", len(n.Elems()) == 1, hasField, fields == 1 && len(n.FieldList()) == 1}
		want := []bool{
			kind == NodeBool, kind == NodeNumber, kind == NodeNumber, kind == NodeString, kind == NodeArray, kind == NodeObject, kind == NodeObject,
		}
		if diff := cmp.Diff(want, got); diff != "" || n.Kind() != kind {
			t.Errorf("%s: %s", kind, diff)
		}
	}
}

func TestNodeEqual(t *testing.T) {
	t.Parallel()
	num := func(s string) Node { return NumberNode(s, noSpan) }
	obj := func(fields ...Field) Node { return ObjectNode(fields, noSpan) }
	a, b := Field{Name: "a", Value: num("1")}, Field{Name: "b", Value: BoolNode(true, noSpan)}
	cases := []struct {
		x, y Node
		want bool
	}{
		{Node{}, NullNode(noSpan), true},
		{num("1"), num("1.0"), true},
		{num("1"), num("2"), false},
		{num("9007199254740992"), num("9007199254740993"), false},
		{num("1e2"), num("100"), true},
		{num("1e999"), num("1e998"), false},
		{num("1"), StringNode("1", noSpan), false},
		{BoolNode(true, noSpan), BoolNode(false, noSpan), false},
		{StringNode("x", noSpan), StringNode("x", noSpan), true},
		{obj(a, b), obj(b, a), true},
		{obj(a), obj(a, b), false},
		{obj(a), obj(b), false},
		{obj(a), obj(Field{Name: "a", Value: num("2")}), false},
		{ArrayNode([]Node{num("1"), num("2")}, noSpan), ArrayNode([]Node{num("1"), num("2")}, noSpan), true},
		{ArrayNode([]Node{num("1"), num("2")}, noSpan), ArrayNode([]Node{num("2"), num("1")}, noSpan), false},
		{ArrayNode(nil, noSpan), ArrayNode([]Node{num("1")}, noSpan), false},
	}
	for i, tc := range cases {
		if tc.x.Equal(tc.y) != tc.want || tc.y.Equal(tc.x) != tc.want {
			t.Errorf("case %d: equal is not %v", i, tc.want)
		}
	}
}

// countingLoader loads one element or field and counts how often it is asked.
type countingLoader struct {
	mu    sync.Mutex
	loads int
}

func (l *countingLoader) count() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loads++
}

func (l *countingLoader) LoadArray(span source.Span) []Node {
	l.count()
	return []Node{StringNode("elem", span)}
}

func (l *countingLoader) LoadObject(span source.Span) []Field {
	l.count()
	return []Field{{Name: "f", Span: span, Value: StringNode("field", span)}}
}

func TestLazyNodesLoadOnce(t *testing.T) {
	t.Parallel()
	var l countingLoader
	span := source.Span{Start: 3, End: 9}
	array, object := LazyArrayNode(&l, span), LazyObjectNode(&l, span)
	if l.loads != 0 || array.Kind() != NodeArray || object.Kind() != NodeObject {
		t.Fatal("something was loaded too early")
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			v, ok := object.Field("f")
			if !ok || v.Str() != "field" || v.Span() != span || array.Len() != 1 || array.Elems()[0].Str() != "elem" {
				t.Error("the parts are wrong")
			}
		})
	}
	wg.Wait()
	if l.loads != 2 {
		t.Errorf("%d loads, want 2", l.loads)
	}
}

func TestTraitsOverlay(t *testing.T) {
	t.Parallel()
	tr := func(id ID, v string) Trait { return Trait{ID: id, Value: StringNode(v, noSpan)} }
	base, over := NewTraits(tr("a#x", "old"), tr("a#y", "y")), NewTraits(tr("a#z", "z"), tr("a#x", "new"))
	var got []string
	for tr := range overlay(base, over).All() {
		got = append(got, string(tr.ID)+"="+tr.Value.Str())
	}
	if diff := cmp.Diff([]string{"a#z=z", "a#x=new", "a#y=y"}, got); diff != "" {
		t.Error(diff)
	}
	if base.Len() != 2 || over.Len() != 2 || overlay(base, Traits{}).Len() != 2 || overlay(Traits{}, over).Len() != 2 {
		t.Error("overlay changed or lost traits")
	}
}
