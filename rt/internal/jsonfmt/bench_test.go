package jsonfmt_test

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// query is the reply of a database of documents, such as DynamoDB's: items that are maps of unions, which hold lists and maps
// of unions in turn.
type query struct {
	Items   []map[string]attribute
	Count   int32
	Scanned int32
	LastKey map[string]attribute
}

type attribute interface{ isAttribute() }

type (
	attributeS       struct{ Value string }
	attributeN       struct{ Value string }
	attributeB       struct{ Value []byte }
	attributeSS      struct{ Value []string }
	attributeM       struct{ Value map[string]attribute }
	attributeL       struct{ Value []attribute }
	attributeNULL    struct{ Value bool }
	attributeBOOL    struct{ Value bool }
	attributeUnknown struct{ schema.UnknownVariant }
)

func (*attributeS) isAttribute()       {}
func (*attributeN) isAttribute()       {}
func (*attributeB) isAttribute()       {}
func (*attributeSS) isAttribute()      {}
func (*attributeM) isAttribute()       {}
func (*attributeL) isAttribute()       {}
func (*attributeNULL) isAttribute()    {}
func (*attributeBOOL) isAttribute()    {}
func (*attributeUnknown) isAttribute() {}

func (*query) SmithySchema() *schema.Struct            { return &schemaQuery }
func (*attributeUnknown) SmithySchema() *schema.Struct { return &schemaAttribute }

var (
	listStrings    = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	typeAttribute  = schema.Type{Kind: schema.Union, Of: (*attributeUnknown)(nil)}
	mapAttributes  = schema.Collection{Elem: typeAttribute, Go: (*map[string]attribute)(nil)}
	listAttributes = schema.Collection{Elem: typeAttribute, Go: (*[]attribute)(nil)}
	listItems      = schema.Collection{Elem: schema.Type{Kind: schema.Map, Elem: &mapAttributes}, Go: (*[]map[string]attribute)(nil)}
)

var schemaQuery = schema.Struct{Name: "QueryOutput", Members: []schema.Member{
	{Name: "Items", Offset: unsafe.Offsetof(query{}.Items), Type: schema.Type{Kind: schema.List, Elem: &listItems}},
	{Name: "Count", Offset: unsafe.Offsetof(query{}.Count), Type: schema.Type{Kind: schema.Int32}},
	{Name: "ScannedCount", Offset: unsafe.Offsetof(query{}.Scanned), Type: schema.Type{Kind: schema.Int32}},
	{Name: "LastEvaluatedKey", Offset: unsafe.Offsetof(query{}.LastKey), Type: schema.Type{Kind: schema.Map, Elem: &mapAttributes}},
}}

var schemaAttribute = schema.Struct{
	Name: "AttributeValue", Union: (*attribute)(nil), Unknown: (*attributeUnknown)(nil), Members: []schema.Member{
		{Name: "S", Offset: unsafe.Offsetof(attributeS{}.Value), Type: schema.Type{Kind: schema.String}, Required: true, Variant: (*attributeS)(nil)},
		{Name: "N", Offset: unsafe.Offsetof(attributeN{}.Value), Type: schema.Type{Kind: schema.String}, Required: true, Variant: (*attributeN)(nil)},
		{Name: "B", Offset: unsafe.Offsetof(attributeB{}.Value), Type: schema.Type{Kind: schema.Blob}, Required: true, Variant: (*attributeB)(nil)},
		{Name: "SS", Offset: unsafe.Offsetof(attributeSS{}.Value), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Required: true, Variant: (*attributeSS)(nil)},
		{Name: "M", Offset: unsafe.Offsetof(attributeM{}.Value), Type: schema.Type{Kind: schema.Map, Elem: &mapAttributes}, Required: true, Variant: (*attributeM)(nil)},
		{Name: "L", Offset: unsafe.Offsetof(attributeL{}.Value), Type: schema.Type{Kind: schema.List, Elem: &listAttributes}, Required: true, Variant: (*attributeL)(nil)},
		{Name: "NULL", Offset: unsafe.Offsetof(attributeNULL{}.Value), Type: schema.Type{Kind: schema.Bool}, Required: true, Variant: (*attributeNULL)(nil)},
		{Name: "BOOL", Offset: unsafe.Offsetof(attributeBOOL{}.Value), Type: schema.Type{Kind: schema.Bool}, Required: true, Variant: (*attributeBOOL)(nil)},
	},
}

// queryReply has items of ten attributes.
func queryReply(items int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"Count":`)
	fmt.Fprintf(&b, `%d,"Items":[`, items)
	for i := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"pk":{"S":"customer#%06d"},"sk":{"S":"order#2026-01-%02d#%08d"},"total":{"N":"%d.95"},"quantity":{"N":"%d"},`+
			`"paid":{"BOOL":%t},"note":{"S":"leave it at the door, please, and ring twice"},"coupon":{"NULL":true},`+
			`"tags":{"SS":["new","gift","express"]},"address":{"M":{"street":{"S":"Main Street %d"},"city":{"S":"Springfield"},"zip":{"S":"%05d"}}},`+
			`"lines":{"L":[{"M":{"sku":{"S":"sku-%05d"},"count":{"N":"2"}}},{"M":{"sku":{"S":"sku-%05d"},"count":{"N":"1"}}}]}}`,
			i, i%28+1, i*7919, i*3, i%9, i%2 == 0, i, i*31%99999, i, i+1)
	}
	fmt.Fprintf(&b, `],"LastEvaluatedKey":{"pk":{"S":"customer#%06d"},"sk":{"S":"x"}},"ScannedCount":%d}`, items, items)
	return b.Bytes()
}

func BenchmarkDecodeQuery(b *testing.B) {
	data := queryReply(100)
	o := &jsonfmt.Options{Unbound: true, Time: schema.FormatEpoch, Fill: true}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var out query
		if err := jsonfmt.DecodeBody(data, &schemaQuery, mem.Pointer(&out), o); err != nil || len(out.Items) != 100 {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeQuery(b *testing.B) {
	var out query
	data := queryReply(100)
	o := &jsonfmt.Options{Unbound: true, Time: schema.FormatEpoch}
	if err := jsonfmt.DecodeBody(data, &schemaQuery, mem.Pointer(&out), o); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		var err error
		if buf, err = jsonfmt.AppendBody(buf[:0], &schemaQuery, mem.Pointer(&out), o); err != nil {
			b.Fatal(err)
		}
	}
}
