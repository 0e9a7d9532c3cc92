package xmlfmt_test

import (
	"math/big"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// all has a member of each kind and of each look, as generated code would have it.
type all struct {
	Flag     *bool
	Tiny     *int8
	Short    *int16
	Count    *int32
	Long     *int64
	Ratio    *float32
	Exact    *float64
	Name     *string
	Data     []byte
	At       *time.Time
	Day      *time.Time
	Epoch    *time.Time
	Big      *big.Int
	Decimal  *document.Number
	List     []string
	Items    []string
	Flat     []string
	Sparse   []*string
	Numbers  []int32
	Matrix   [][]string
	Blobs    [][]byte
	Tags     map[string]string
	FlatTags map[string]string
	Holes    map[string]*int32
	Colors   map[color][]color
	Nested   map[string]map[string]string
	Child    *all
	Children []all
	FlatKids []all
	Choice   choice
	Choices  []choice
	Zero     int32 // plain, not required
	Must     int32 // plain, required
	Attr     *string
	AttrDay  *time.Time
	Spaced   *string
	Prefixed *string
	Token    *string
	Bound    *string // in a header
	Status   *int32  // of a reply
}

type color string

// choice is a union.
type choice interface{ isChoice() }

type choiceText struct{ Value string }

type choiceNode struct{ Value *all }

type choiceList struct{ Value []string }

type choiceFlat struct{ Value []string }

type choiceMap struct{ Value map[string]string }

type choiceUnknown struct{ schema.UnknownVariant }

func (*choiceText) isChoice()    {}
func (*choiceNode) isChoice()    {}
func (*choiceList) isChoice()    {}
func (*choiceFlat) isChoice()    {}
func (*choiceMap) isChoice()     {}
func (*choiceUnknown) isChoice() {}

func (*all) SmithySchema() *schema.Struct           { return &schemaAll }
func (*choiceUnknown) SmithySchema() *schema.Struct { return &schemaChoice }

var (
	kindText = schema.Type{Kind: schema.String, Ptr: true}
	kindDate = schema.Type{Kind: schema.Timestamp, Ptr: true}

	listStrings  = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	listItems    = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil), XML: &schema.XML{Name: "item", URI: "urn:i"}}
	listSparse   = schema.Collection{Elem: kindText, Sparse: true, Go: (*[]*string)(nil)}
	listNumbers  = schema.Collection{Elem: schema.Type{Kind: schema.Int32}, Go: (*[]int32)(nil)}
	listMatrix   = schema.Collection{Elem: schema.Type{Kind: schema.List, Elem: &listStrings}, Go: (*[][]string)(nil)}
	listBlobs    = schema.Collection{Elem: schema.Type{Kind: schema.Blob}, Go: (*[][]byte)(nil)}
	listColors   = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]color)(nil)}
	listChildren = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*all)(nil)}, Go: (*[]all)(nil)}
	listChoices  = schema.Collection{Elem: schema.Type{Kind: schema.Union, Of: (*choiceUnknown)(nil)}, Go: (*[]choice)(nil)}
	mapTags      = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}
	mapFlat      = schema.Collection{
		Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil),
		XML: &schema.XML{Name: "V", URI: "urn:v"}, Key: &schema.XML{Name: "K"},
	}
	mapHoles  = schema.Collection{Elem: schema.Type{Kind: schema.Int32, Ptr: true}, Sparse: true, Go: (*map[string]*int32)(nil)}
	mapColors = schema.Collection{Elem: schema.Type{Kind: schema.List, Elem: &listColors}, Go: (*map[color][]color)(nil)}
	mapNested = schema.Collection{Elem: schema.Type{Kind: schema.Map, Elem: &mapTags}, Go: (*map[string]map[string]string)(nil)}
)

var schemaAll = schema.Struct{Name: "All", Members: []schema.Member{
	{Name: "flag", Offset: unsafe.Offsetof(all{}.Flag), Type: schema.Type{Kind: schema.Bool, Ptr: true}},
	{Name: "tiny", Offset: unsafe.Offsetof(all{}.Tiny), Type: schema.Type{Kind: schema.Int8, Ptr: true}},
	{Name: "short", Offset: unsafe.Offsetof(all{}.Short), Type: schema.Type{Kind: schema.Int16, Ptr: true}},
	{Name: "count", Offset: unsafe.Offsetof(all{}.Count), Type: schema.Type{Kind: schema.Int32, Ptr: true}},
	{Name: "long", Offset: unsafe.Offsetof(all{}.Long), Type: schema.Type{Kind: schema.Int64, Ptr: true}},
	{Name: "ratio", Offset: unsafe.Offsetof(all{}.Ratio), Type: schema.Type{Kind: schema.Float32, Ptr: true}},
	{Name: "exact", Offset: unsafe.Offsetof(all{}.Exact), Type: schema.Type{Kind: schema.Float64, Ptr: true}},
	{Name: "name", Offset: unsafe.Offsetof(all{}.Name), Type: kindText},
	{Name: "data", Offset: unsafe.Offsetof(all{}.Data), Type: schema.Type{Kind: schema.Blob}},
	{Name: "at", Offset: unsafe.Offsetof(all{}.At), Type: kindDate},
	{Name: "day", Offset: unsafe.Offsetof(all{}.Day), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatHTTPDate}},
	{Name: "epoch", Offset: unsafe.Offsetof(all{}.Epoch), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatEpoch}},
	{Name: "big", Offset: unsafe.Offsetof(all{}.Big), Type: schema.Type{Kind: schema.BigInteger}},
	{Name: "decimal", Offset: unsafe.Offsetof(all{}.Decimal), Type: schema.Type{Kind: schema.BigDecimal, Ptr: true}},
	{Name: "list", Offset: unsafe.Offsetof(all{}.List), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, XML: &schema.XML{Name: "texts"}},
	{Name: "items", Offset: unsafe.Offsetof(all{}.Items), Type: schema.Type{Kind: schema.List, Elem: &listItems}},
	{Name: "flat", Offset: unsafe.Offsetof(all{}.Flat), Type: schema.Type{Kind: schema.List, Elem: &listItems}, XML: &schema.XML{Flat: true}},
	{Name: "sparse", Offset: unsafe.Offsetof(all{}.Sparse), Type: schema.Type{Kind: schema.List, Elem: &listSparse}},
	{Name: "numbers", Offset: unsafe.Offsetof(all{}.Numbers), Type: schema.Type{Kind: schema.List, Elem: &listNumbers}},
	{Name: "matrix", Offset: unsafe.Offsetof(all{}.Matrix), Type: schema.Type{Kind: schema.List, Elem: &listMatrix}},
	{Name: "blobs", Offset: unsafe.Offsetof(all{}.Blobs), Type: schema.Type{Kind: schema.List, Elem: &listBlobs}},
	{Name: "tags", Offset: unsafe.Offsetof(all{}.Tags), Type: schema.Type{Kind: schema.Map, Elem: &mapTags}},
	{Name: "flatTags", Offset: unsafe.Offsetof(all{}.FlatTags), Type: schema.Type{Kind: schema.Map, Elem: &mapFlat}, XML: &schema.XML{Name: "KV", Flat: true, URI: "urn:m"}},
	{Name: "holes", Offset: unsafe.Offsetof(all{}.Holes), Type: schema.Type{Kind: schema.Map, Elem: &mapHoles}},
	{Name: "colors", Offset: unsafe.Offsetof(all{}.Colors), Type: schema.Type{Kind: schema.Map, Elem: &mapColors}},
	{Name: "nested", Offset: unsafe.Offsetof(all{}.Nested), Type: schema.Type{Kind: schema.Map, Elem: &mapNested}},
	{Name: "child", Offset: unsafe.Offsetof(all{}.Child), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*all)(nil)}},
	{Name: "children", Offset: unsafe.Offsetof(all{}.Children), Type: schema.Type{Kind: schema.List, Elem: &listChildren}},
	{Name: "flatKids", Offset: unsafe.Offsetof(all{}.FlatKids), Type: schema.Type{Kind: schema.List, Elem: &listChildren}, XML: &schema.XML{Name: "kid", Flat: true}},
	{Name: "choice", Offset: unsafe.Offsetof(all{}.Choice), Type: schema.Type{Kind: schema.Union, Of: (*choiceUnknown)(nil)}},
	{Name: "choices", Offset: unsafe.Offsetof(all{}.Choices), Type: schema.Type{Kind: schema.List, Elem: &listChoices}},
	{Name: "zero", Offset: unsafe.Offsetof(all{}.Zero), Type: schema.Type{Kind: schema.Int32}},
	{Name: "must", Offset: unsafe.Offsetof(all{}.Must), Type: schema.Type{Kind: schema.Int32}, Required: true},
	{Name: "attr", Offset: unsafe.Offsetof(all{}.Attr), Type: kindText, XML: &schema.XML{Name: "xsi:type", Attr: true}},
	{Name: "attrDay", Offset: unsafe.Offsetof(all{}.AttrDay), Type: kindDate, XML: &schema.XML{Attr: true}},
	{Name: "spaced", Offset: unsafe.Offsetof(all{}.Spaced), Type: kindText, XML: &schema.XML{URI: "urn:s?a=1&b=2"}},
	{Name: "prefixed", Offset: unsafe.Offsetof(all{}.Prefixed), Type: kindText, XML: &schema.XML{Name: "p:fixed", URI: "urn:p", Prefix: "p"}},
	{Name: "token", Offset: unsafe.Offsetof(all{}.Token), Type: kindText, Token: true},
	{Name: "bound", Offset: unsafe.Offsetof(all{}.Bound), Type: kindText, Bind: schema.Header, Wire: "X-Bound"},
	{Name: "status", Offset: unsafe.Offsetof(all{}.Status), Type: schema.Type{Kind: schema.Int32, Ptr: true}, Bind: schema.StatusCode},
}}

var schemaChoice = schema.Struct{
	Name: "Choice", Union: (*choice)(nil), Unknown: (*choiceUnknown)(nil), Members: []schema.Member{
		{Name: "text", Offset: unsafe.Offsetof(choiceText{}.Value), Type: schema.Type{Kind: schema.String}, Required: true, Variant: (*choiceText)(nil)},
		{Name: "node", Offset: unsafe.Offsetof(choiceNode{}.Value), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*all)(nil)}, Required: true, Variant: (*choiceNode)(nil)},
		{Name: "list", Offset: unsafe.Offsetof(choiceList{}.Value), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Required: true, Variant: (*choiceList)(nil)},
		{Name: "flat", Offset: unsafe.Offsetof(choiceFlat{}.Value), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Required: true, Variant: (*choiceFlat)(nil), XML: &schema.XML{Flat: true}},
		{Name: "map", Offset: unsafe.Offsetof(choiceMap{}.Value), Type: schema.Type{Kind: schema.Map, Elem: &mapFlat}, Required: true, Variant: (*choiceMap)(nil), XML: &schema.XML{Flat: true}},
	},
}

func encode(v *all, o *xmlfmt.Options) (string, error) {
	b, err := xmlfmt.AppendRoot(nil, "All", nil, v.SmithySchema(), mem.Pointer(v), o)
	return string(b), err
}

// decode reads a document from memory that is written over afterwards.
func decode(text string, o *xmlfmt.Options, enter ...string) (*all, error) {
	v := &all{}
	if enter == nil {
		enter = []string{""}
	}
	data := []byte(text)
	err := xmlfmt.Decode(data, enter, v.SmithySchema(), mem.Pointer(v), o)
	for i := range data {
		data[i] = 'X'
	}
	return v, err
}
