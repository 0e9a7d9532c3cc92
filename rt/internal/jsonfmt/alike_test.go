package jsonfmt_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// page reads a page of items.
func page(t *testing.T, text string) *query {
	t.Helper()
	var out query
	if err := jsonfmt.DecodeBody([]byte(text), &schemaQuery, mem.Pointer(&out), &jsonfmt.Options{}); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return &out
}

// TestAlike reads pages of maps that are alike, and of others, and compares with what comes out of the same text with white
// space in it, which takes another way through the decoder.
func TestAlike(t *testing.T) {
	t.Parallel()
	pages := map[string][]string{
		"same":            {`{"a":{"S":"1"},"b":{"N":"2"}}`, `{"a":{"S":"3"},"b":{"N":"4"}}`, `{"a":{"S":""},"b":{"N":"6"}}`},
		"other order":     {`{"a":{"S":"1"},"b":{"N":"2"}}`, `{"b":{"N":"4"},"a":{"S":"3"}}`, `{"a":{"S":"5"},"b":{"N":"6"}}`},
		"other variants":  {`{"a":{"S":"1"}}`, `{"a":{"N":"1"}}`, `{"a":{"SS":["1"]}}`, `{"a":{"S":"1"}}`, `{"a":{"NULL":true}}`},
		"other sizes":     {`{"a":{"S":"1"},"b":{"S":"2"},"c":{"S":"3"}}`, `{}`, `{"a":{"S":"1"}}`, `{"a":{"S":"1"},"b":{"S":"2"}}`},
		"prefixes":        {`{"a":{"S":"1"}}`, `{"ab":{"S":"1"}}`, `{"":{"S":"1"}}`, `{"a":{"SS":[]}}`, `{"a":{"S":"1"}}`},
		"escapes":         {`{"a":{"S":"1"}}`, `{"a":{"S":"\n"}}`, `{"\u0061":{"S":"2"}}`, `{"a":{"\u0053":"3"}}`, `{"a":{"S":"\\"}}`},
		"nulls":           {`{"a":{"S":"1"}}`, `{"a":{"S":null}}`, `{"a":null}`, `{"a":{"S":null,"N":"1"}}`, `{"a":{"S":"1","N":null}}`},
		"unknown":         {`{"a":{"S":"1"}}`, `{"a":{"X":["1"]}}`, `{"a":{"__type":"x","S":"1"}}`, `{"a":{"S":"1","__type":"x"}}`},
		"twice":           {`{"a":{"S":"1"},"a":{"S":"2"}}`, `{"a":{"S":"3"},"a":{"N":"4"}}`},
		"deep":            {`{"m":{"M":{"a":{"S":"1"},"b":{"L":[{"S":"1"},{"M":{"a":{"S":"2"}}}]}}}}`, `{"m":{"M":{"a":{"S":"1"},"b":{"L":[{"M":{"a":{"S":"2"}}}]}}}}`},
		"many":            {`{` + many(40) + `}`, `{` + many(40) + `}`, `{` + many(3) + `}`, `{` + many(41) + `}`},
		"nothing in them": {`{"a":{}}`, `{"a":{}}`, `{"a":{"S":"1"}}`, `{"a":{}}`},
	}
	for name, items := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := `{"Items":[` + strings.Join(items, ",") + `]}`
			got := page(t, text)
			if diff := cmp.Diff(page(t, spaced(t, text)), got); diff != "" {
				t.Errorf("(-with white space +without):\n%s", diff)
			}
			for i, item := range items {
				if diff := cmp.Diff(page(t, `{"Items":[`+item+`]}`).Items[0], got.Items[i]); diff != "" {
					t.Errorf("item %d (-alone +on the page):\n%s", i, diff)
				}
			}
		})
	}
}

// many are the entries of a map.
func many(n int) string {
	var entries []string
	for i := range n {
		entries = append(entries, fmt.Sprintf(`"key%d":{"S":"%d"}`, i, i))
	}
	return strings.Join(entries, ",")
}

func spaced(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", " "); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAlikeErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, path, says string }{
		"second variant":  {`{"Items":[{"a":{"S":"1"}},{"a":{"S":"1","N":"2"}}]}`, `Items[1]["a"]`, `a union has both "S" and "N"`},
		"unknown variant": {`{"Items":[{"a":{"S":"1"}},{"a":{"S":"1","X":"2"}}]}`, `Items[1]["a"]`, `a union has both "S" and "X"`},
		"wrong type":      {`{"Items":[{"a":{"S":"1"}},{"a":{"S":1}}]}`, `Items[1]["a"].S`, ""},
		"cut":             {`{"Items":[{"a":{"S":"1"}},{"a":{"S":"1`, `Items[1]["a"].S`, "EOF"},
		"cut in a key":    {`{"Items":[{"a":{"S":"1"}},{"a":{"S"`, `Items[1]["a"]`, "EOF"},
		"no comma":        {`{"Items":[{"a":{"S":"1"}"b":{"S":"1"}}]}`, "Items[0]", "a comma or }"},
		"deep":            {`{"Items":[` + strings.Repeat(`{"a":{"M":`, 2000), `Items[0]["a"].M["a"].M`, "nested more than 1000 deep"},
		"deep lists":      {`{"Items":[{"a":` + strings.Repeat(`{"L":[`, 2000), `Items[0]["a"].L[0].L[0]`, "nested more than 1000 deep"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out query
			err := jsonfmt.DecodeBody([]byte(test.text), &schemaQuery, mem.Pointer(&out), &jsonfmt.Options{})
			checkError(t, err, test.path, test.says)
		})
	}
}

// TestUnionsInMemory uses maps and lists that the decoder filled without knowing their types as what they are: it looks up,
// adds, removes and copies, with garbage collections between.
func TestUnionsInMemory(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 20 {
		out := page(t, string(queryReply(50)))
		runtime.GC()
		for i, item := range out.Items {
			if len(item) != 10 || item["pk"].(*attributeS).Value != fmt.Sprintf("customer#%06d", i) {
				t.Fatalf("item %d is %v", i, item)
			}
			for n := range random.IntN(30) {
				item[fmt.Sprint("new", n)] = &attributeN{fmt.Sprint(n)}
			}
			delete(item, "note")
			item["lines"].(*attributeL).Value = append(item["lines"].(*attributeL).Value, &attributeS{"more"})
		}
		runtime.GC()
		for i, item := range out.Items {
			lines := item["lines"].(*attributeL).Value
			if got := lines[1].(*attributeM).Value["sku"].(*attributeS).Value; got != fmt.Sprintf("sku-%05d", i+1) || len(lines) != 3 {
				t.Fatalf("round %d, item %d: %q, %v", round, i, got, lines)
			}
			for key, value := range item {
				if value == nil || value != item[key] {
					t.Fatalf("%q is %v", key, value)
				}
			}
		}
	}
}

// twoUnions has maps of two unions, which a decoder meets at the same depth.
type twoUnions struct {
	Items map[string]attribute
	Shelf map[string]choice
}

// TestAlikeOfTwoUnions reads what means something else in the second map.
func TestAlikeOfTwoUnions(t *testing.T) {
	t.Parallel()
	shelf := schema.Collection{Elem: schema.Type{Kind: schema.Union, Of: (*choiceUnknown)(nil)}, Go: (*map[string]choice)(nil)}
	s := schema.Struct{Members: []schema.Member{
		{Name: "Items", Offset: unsafe.Offsetof(twoUnions{}.Items), Type: schema.Type{Kind: schema.Map, Elem: &mapAttributes}},
		{Name: "Shelf", Offset: unsafe.Offsetof(twoUnions{}.Shelf), Type: schema.Type{Kind: schema.Map, Elem: &shelf}},
	}}
	var got twoUnions
	text := `{"Items":{"a":{"S":"1"},"b":{"text":"2"}},"Shelf":{"a":{"S":"1"},"b":{"text":"2"}}}`
	if err := jsonfmt.DecodeBody([]byte(text), &s, unsafe.Pointer(&got), &jsonfmt.Options{}); err != nil {
		t.Fatal(err)
	}
	unknown := func(tag, v string) schema.UnknownVariant { return schema.UnknownVariant{Tag: tag, Value: v} }
	want := twoUnions{
		Items: map[string]attribute{"a": &attributeS{"1"}, "b": &attributeUnknown{unknown("text", "2")}},
		Shelf: map[string]choice{"a": &choiceUnknown{UnknownVariant: unknown("S", "1")}, "b": &choiceText{Value: "2"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
