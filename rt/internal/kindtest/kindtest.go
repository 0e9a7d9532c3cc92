// Package kindtest has types as the generator would print them, with a member of each kind, for the tests of the formats.
package kindtest

import (
	"math/big"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// All has a member of each kind.
type All struct {
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
	When     *time.Time
	Big      *big.Int
	Decimal  *document.Number
	Open     document.Value
	List     []string
	Sparse   []*string
	Numbers  []int32
	Matrix   [][]string
	Blobs    [][]byte
	Tags     map[string]string
	Holes    map[string]*int32
	Colors   map[Color][]Color
	Child    *All
	Children []All
	Choice   Choice
	Choices  []Choice
	Series   []float64
	Moments  []time.Time
	Names    map[Color]Color
	Shelf    map[string]Choice
	Gaps     map[string]Choice // sparse
	Shop     map[string]All
	Filled   *Filled
	Zero     int32 // plain, not required
	Must     int32 // plain, required
	Renamed  *string
	Token    *string
	Bound    *string // in a header
	Query    *string // a query parameter, in requests
	Status   *int32  // the reply's status
}

// Color is an enum.
type Color string

// Filled is a structure of which a client fills in what is left out.
type Filled struct {
	Hue   *string
	Parts []string
	Size  int32
}

// Choice is a union of a string, a structure and a list.
type Choice interface{ isChoice() }

// ChoiceText is the variant "text" of Choice.
type ChoiceText struct{ Value string }

// ChoiceNode is the variant "node" of Choice.
type ChoiceNode struct{ Value *All }

// ChoiceList is the variant "list" of Choice, which has a jsonName.
type ChoiceList struct{ Value []string }

// ChoiceUnknown is a variant that the model does not know.
type ChoiceUnknown struct{ schema.UnknownVariant }

func (*ChoiceText) isChoice()    {}
func (*ChoiceNode) isChoice()    {}
func (*ChoiceList) isChoice()    {}
func (*ChoiceUnknown) isChoice() {}

// SmithySchema returns the type's table.
func (*All) SmithySchema() *schema.Struct { return &schemaAll }

// SmithySchema returns the type's table.
func (*Filled) SmithySchema() *schema.Struct { return &schemaFilled }

// SmithySchema returns the union's table.
func (*ChoiceUnknown) SmithySchema() *schema.Struct { return &schemaChoice }

var (
	listStrings  = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	listSparse   = schema.Collection{Elem: schema.Type{Kind: schema.String, Ptr: true}, Sparse: true, Go: (*[]*string)(nil)}
	listNumbers  = schema.Collection{Elem: schema.Type{Kind: schema.Int32}, Go: (*[]int32)(nil)}
	listMatrix   = schema.Collection{Elem: schema.Type{Kind: schema.List, Elem: &listStrings}, Go: (*[][]string)(nil)}
	listBlobs    = schema.Collection{Elem: schema.Type{Kind: schema.Blob}, Go: (*[][]byte)(nil)}
	listColors   = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]Color)(nil)}
	listChildren = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*All)(nil)}, Go: (*[]All)(nil)}
	listChoices  = schema.Collection{Elem: schema.Type{Kind: schema.Union, Of: (*ChoiceUnknown)(nil)}, Go: (*[]Choice)(nil)}
	listSeries   = schema.Collection{Elem: schema.Type{Kind: schema.Float64}, Go: (*[]float64)(nil)}
	listMoments  = schema.Collection{Elem: schema.Type{Kind: schema.Timestamp}, Go: (*[]time.Time)(nil)}
	mapNames     = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[Color]Color)(nil)}
	mapShelf     = schema.Collection{Elem: schema.Type{Kind: schema.Union, Of: (*ChoiceUnknown)(nil)}, Go: (*map[string]Choice)(nil)}
	mapGaps      = schema.Collection{Elem: schema.Type{Kind: schema.Union, Of: (*ChoiceUnknown)(nil)}, Sparse: true, Go: (*map[string]Choice)(nil)}
	mapShop      = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*All)(nil)}, Go: (*map[string]All)(nil)}
	mapTags      = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}
	mapHoles     = schema.Collection{Elem: schema.Type{Kind: schema.Int32, Ptr: true}, Sparse: true, Go: (*map[string]*int32)(nil)}
	mapColors    = schema.Collection{Elem: schema.Type{Kind: schema.List, Elem: &listColors}, Go: (*map[Color][]Color)(nil)}
)

var schemaAll = schema.Struct{Name: "All", Members: []schema.Member{
	{Name: "flag", Offset: unsafe.Offsetof(All{}.Flag), Type: schema.Type{Kind: schema.Bool, Ptr: true}},
	{Name: "tiny", Offset: unsafe.Offsetof(All{}.Tiny), Type: schema.Type{Kind: schema.Int8, Ptr: true}},
	{Name: "short", Offset: unsafe.Offsetof(All{}.Short), Type: schema.Type{Kind: schema.Int16, Ptr: true}},
	{Name: "count", Offset: unsafe.Offsetof(All{}.Count), Type: schema.Type{Kind: schema.Int32, Ptr: true}},
	{Name: "long", Offset: unsafe.Offsetof(All{}.Long), Type: schema.Type{Kind: schema.Int64, Ptr: true}},
	{Name: "ratio", Offset: unsafe.Offsetof(All{}.Ratio), Type: schema.Type{Kind: schema.Float32, Ptr: true}},
	{Name: "exact", Offset: unsafe.Offsetof(All{}.Exact), Type: schema.Type{Kind: schema.Float64, Ptr: true}},
	{Name: "name", Offset: unsafe.Offsetof(All{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "data", Offset: unsafe.Offsetof(All{}.Data), Type: schema.Type{Kind: schema.Blob}},
	{Name: "at", Offset: unsafe.Offsetof(All{}.At), Type: schema.Type{Kind: schema.Timestamp, Ptr: true}},
	{Name: "day", Offset: unsafe.Offsetof(All{}.Day), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatHTTPDate}},
	{Name: "when", Offset: unsafe.Offsetof(All{}.When), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatDateTime}},
	{Name: "big", Offset: unsafe.Offsetof(All{}.Big), Type: schema.Type{Kind: schema.BigInteger}},
	{Name: "decimal", Offset: unsafe.Offsetof(All{}.Decimal), Type: schema.Type{Kind: schema.BigDecimal, Ptr: true}},
	{Name: "open", Offset: unsafe.Offsetof(All{}.Open), Type: schema.Type{Kind: schema.Document}},
	{Name: "list", Offset: unsafe.Offsetof(All{}.List), Type: schema.Type{Kind: schema.List, Elem: &listStrings}},
	{Name: "sparse", Offset: unsafe.Offsetof(All{}.Sparse), Type: schema.Type{Kind: schema.List, Elem: &listSparse}},
	{Name: "numbers", Offset: unsafe.Offsetof(All{}.Numbers), Type: schema.Type{Kind: schema.List, Elem: &listNumbers}},
	{Name: "matrix", Offset: unsafe.Offsetof(All{}.Matrix), Type: schema.Type{Kind: schema.List, Elem: &listMatrix}},
	{Name: "blobs", Offset: unsafe.Offsetof(All{}.Blobs), Type: schema.Type{Kind: schema.List, Elem: &listBlobs}},
	{Name: "tags", Offset: unsafe.Offsetof(All{}.Tags), Type: schema.Type{Kind: schema.Map, Elem: &mapTags}},
	{Name: "holes", Offset: unsafe.Offsetof(All{}.Holes), Type: schema.Type{Kind: schema.Map, Elem: &mapHoles}},
	{Name: "colors", Offset: unsafe.Offsetof(All{}.Colors), Type: schema.Type{Kind: schema.Map, Elem: &mapColors}},
	{Name: "child", Offset: unsafe.Offsetof(All{}.Child), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*All)(nil)}},
	{Name: "children", Offset: unsafe.Offsetof(All{}.Children), Type: schema.Type{Kind: schema.List, Elem: &listChildren}},
	{Name: "choice", Offset: unsafe.Offsetof(All{}.Choice), Type: schema.Type{Kind: schema.Union, Of: (*ChoiceUnknown)(nil)}},
	{Name: "choices", Offset: unsafe.Offsetof(All{}.Choices), Type: schema.Type{Kind: schema.List, Elem: &listChoices}},
	{Name: "series", Offset: unsafe.Offsetof(All{}.Series), Type: schema.Type{Kind: schema.List, Elem: &listSeries}},
	{Name: "moments", Offset: unsafe.Offsetof(All{}.Moments), Type: schema.Type{Kind: schema.List, Elem: &listMoments}},
	{Name: "names", Offset: unsafe.Offsetof(All{}.Names), Type: schema.Type{Kind: schema.Map, Elem: &mapNames}},
	{Name: "shelf", Offset: unsafe.Offsetof(All{}.Shelf), Type: schema.Type{Kind: schema.Map, Elem: &mapShelf}},
	{Name: "gaps", Offset: unsafe.Offsetof(All{}.Gaps), Type: schema.Type{Kind: schema.Map, Elem: &mapGaps}},
	{Name: "shop", Offset: unsafe.Offsetof(All{}.Shop), Type: schema.Type{Kind: schema.Map, Elem: &mapShop}},
	{Name: "filled", Offset: unsafe.Offsetof(All{}.Filled), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*Filled)(nil)}},
	{Name: "zero", Offset: unsafe.Offsetof(All{}.Zero), Type: schema.Type{Kind: schema.Int32}},
	{Name: "must", Offset: unsafe.Offsetof(All{}.Must), Type: schema.Type{Kind: schema.Int32}, Required: true},
	{Name: "renamed", Offset: unsafe.Offsetof(All{}.Renamed), Type: schema.Type{Kind: schema.String, Ptr: true}, JSON: "re-named"},
	{Name: "token", Offset: unsafe.Offsetof(All{}.Token), Type: schema.Type{Kind: schema.String, Ptr: true}, Token: true},
	{Name: "bound", Offset: unsafe.Offsetof(All{}.Bound), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Bound"},
	{Name: "query", Offset: unsafe.Offsetof(All{}.Query), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Query, Wire: "q"},
	{Name: "status", Offset: unsafe.Offsetof(All{}.Status), Type: schema.Type{Kind: schema.Int32, Ptr: true}, Bind: schema.StatusCode},
}}

var schemaFilled = schema.Struct{Name: "Filled", Fill: true, Members: []schema.Member{
	{Name: "hue", Offset: unsafe.Offsetof(Filled{}.Hue), Type: schema.Type{Kind: schema.String, Ptr: true}, Default: `"red"`},
	{Name: "parts", Offset: unsafe.Offsetof(Filled{}.Parts), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Required: true},
	{Name: "size", Offset: unsafe.Offsetof(Filled{}.Size), Type: schema.Type{Kind: schema.Int32}, Required: true},
}}

var schemaChoice = schema.Struct{
	Name: "Choice", Union: (*Choice)(nil), Unknown: (*ChoiceUnknown)(nil), Members: []schema.Member{
		{Name: "text", Offset: unsafe.Offsetof(ChoiceText{}.Value), Type: schema.Type{Kind: schema.String}, Required: true, Variant: (*ChoiceText)(nil)},
		{Name: "node", Offset: unsafe.Offsetof(ChoiceNode{}.Value), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*All)(nil)}, Required: true, Variant: (*ChoiceNode)(nil)},
		{Name: "list", Offset: unsafe.Offsetof(ChoiceList{}.Value), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Required: true, Variant: (*ChoiceList)(nil), JSON: "the-list"},
	},
}
