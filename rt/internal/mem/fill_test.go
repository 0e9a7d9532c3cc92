package mem_test

import (
	"math/big"
	"testing"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// defaults has a member of each kind that can have a default.
type defaults struct {
	Flag    *bool
	Tiny    *int8
	Short   *int16
	Count   *int32
	Long    *int64
	Ratio   *float32
	Exact   *float64
	Name    *string
	Data    []byte
	At      *time.Time
	Day     *time.Time
	Big     *big.Int
	Decimal *document.Number
	Open    document.Value
	List    []string
	Map     map[string]string
}

// membersOf are the members of defaults, with the same text as their default.
func membersOf(text string) []schema.Member {
	members := []schema.Member{
		{Offset: unsafe.Offsetof(defaults{}.Flag), Type: schema.Type{Kind: schema.Bool, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Tiny), Type: schema.Type{Kind: schema.Int8, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Short), Type: schema.Type{Kind: schema.Int16, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Count), Type: schema.Type{Kind: schema.Int32, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Long), Type: schema.Type{Kind: schema.Int64, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Ratio), Type: schema.Type{Kind: schema.Float32, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Exact), Type: schema.Type{Kind: schema.Float64, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Data), Type: schema.Type{Kind: schema.Blob}},
		{Offset: unsafe.Offsetof(defaults{}.At), Type: schema.Type{Kind: schema.Timestamp, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Day), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatHTTPDate}},
		{Offset: unsafe.Offsetof(defaults{}.Big), Type: schema.Type{Kind: schema.BigInteger}},
		{Offset: unsafe.Offsetof(defaults{}.Decimal), Type: schema.Type{Kind: schema.BigDecimal, Ptr: true}},
		{Offset: unsafe.Offsetof(defaults{}.Open), Type: schema.Type{Kind: schema.Document}},
		{Offset: unsafe.Offsetof(defaults{}.List), Type: schema.Type{Kind: schema.List, Elem: &schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}}},
		{Offset: unsafe.Offsetof(defaults{}.Map), Type: schema.Type{Kind: schema.Map, Elem: &schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}}},
	}
	for i := range members {
		members[i].Default = text
	}
	return members
}

// FuzzDefault takes any text for a default of every kind: what is sent is what is filled in, and both are there but for a big
// number that the text is none of.
func FuzzDefault(f *testing.F) {
	for _, text := range []string{"true", "-1", "1.5", `"text"`, `"dGV4dA=="`, `"2014-04-29T18:30:38Z"`, `"Tue, 29 Apr 2014 18:30:38 GMT"`, "1398796238.5", "[]", "{}", `"NaN"`, `"`, `""`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" {
			return // there is no default
		}
		s := schema.Struct{Fill: true, Members: membersOf(text)}
		var filled, empty defaults
		if err := mem.Fill(&s, unsafe.Pointer(&filled), 0); err != nil {
			t.Fatal(err)
		}
		for i := range s.Members {
			m := &s.Members[i]
			sent, ok := mem.Present(m, unsafe.Pointer(&empty))
			got, there := mem.Load(&m.Type, unsafe.Add(unsafe.Pointer(&filled), m.Offset))
			if !ok || !there && m.Kind != schema.BigInteger {
				t.Fatalf("%q is no default of kind %d: %t, %t", text, m.Kind, ok, there)
			}
			if m.Kind == schema.String && *(*string)(sent) != *(*string)(got) || m.Kind == schema.Int64 && *(*int64)(sent) != *(*int64)(got) {
				t.Fatalf("%q is sent in another form than it is filled in", text)
			}
		}
	})
}
