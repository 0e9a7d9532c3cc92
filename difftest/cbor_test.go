// CBOR, held against another implementation of RFC 8949.

package difftest

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/rpcv2cbor"
	"github.com/smithwright/smithwright/rt/schema"
)

// open holds a union without any variant, so that whatever comes is kept as it came.
type open struct{ Value openUnion }

type openUnion interface{ isOpenUnion() }

type openUnknown struct{ schema.UnknownVariant }

func (*openUnknown) isOpenUnion() {}

func (*open) SmithySchema() *schema.Struct        { return &schemaOpen }
func (*openUnknown) SmithySchema() *schema.Struct { return &schemaOpenUnion }

var (
	schemaOpen = schema.Struct{Name: "Open", Members: []schema.Member{
		{Name: "u", Offset: unsafe.Offsetof(open{}.Value), Type: schema.Type{Kind: schema.Union, Of: (*openUnknown)(nil)}},
	}}
	schemaOpenUnion = schema.Struct{Name: "OpenUnion", Union: (*openUnion)(nil), Unknown: (*openUnknown)(nil)}
)

// ours reads an item as a client of rpcv2Cbor does.
func ours(item []byte) (document.Value, error) {
	body := append([]byte("\xa1\x61u\xa1\x61x"), item...)
	reply := &rt.Reply{Status: http.StatusOK, Header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}}, Body: body}
	var out open
	if err := (rpcv2cbor.Protocol{}).Decode(nil, reply, &out); err != nil {
		return nil, err
	}
	if out.Value == nil {
		return nil, nil // null leaves the union absent
	}
	return out.Value.(*openUnknown).Value, nil
}

// errForeign is of well-formed items that a client cannot hold: keys that are not text, tags on what they do not fit, values
// that mean nothing, and the limits of the other implementation.
var errForeign = errors.New("nothing to compare")

var decMode = func() cbor.DecMode {
	mode, err := cbor.DecOptions{MaxNestedLevels: 2000, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32, BigIntDec: cbor.BigIntDecodePointer}.DecMode()
	if err != nil {
		panic(err)
	}
	return mode
}()

// unmarshal reads an item with the other implementation. What it says of tags is about values, not about form.
func unmarshal(item []byte, v any) error {
	err := decMode.Unmarshal(item, v)
	if err != nil && strings.Contains(err.Error(), "must be followed by") {
		return errForeign
	}
	return err
}

// theirs reads an item with the other implementation, in the form that a client has it.
func theirs(item []byte) (document.Value, error) {
	switch item[0] >> 5 {
	case 4:
		var parts []cbor.RawMessage
		if err := unmarshal(item, &parts); err != nil {
			return nil, err
		}
		list := make([]document.Value, len(parts))
		for i, part := range parts {
			var err error
			if list[i], err = theirs(part); err != nil {
				return nil, err
			}
		}
		return list, nil
	case 5:
		return theirMap(item)
	case 6:
		return theirTag(item)
	}
	var v any
	if err := unmarshal(item, &v); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case uint64, int64:
		return document.Number(fmt.Sprint(v)), nil
	case *big.Int:
		return document.Number(v.String()), nil
	case float64:
		return theirFloat(v), nil
	case []byte:
		return base64.StdEncoding.EncodeToString(v), nil
	case cbor.SimpleValue:
		return nil, errForeign
	default:
		return v, nil
	}
}

func theirMap(item []byte) (document.Value, error) {
	var parts map[any]cbor.RawMessage
	if err := unmarshal(item, &parts); err != nil {
		var invalid *cbor.InvalidMapKeyTypeError
		if errors.As(err, &invalid) {
			err = errForeign
		}
		return nil, err
	}
	m := map[string]document.Value{}
	for key, part := range parts {
		text, ok := key.(string)
		if !ok {
			return nil, errForeign
		}
		var err error
		if m[text], err = theirs(part); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// theirTag reads a tagged item. The other implementation reads the head as the number that it would be without the tag's bits:
// it has opinions of its own about some tags.
func theirTag(item []byte) (document.Value, error) {
	number, head := uint64(item[0]&31), 1
	if number >= 24 {
		head += 1 << (number - 24)
		if err := unmarshal(append([]byte{item[0] & 31}, item[1:head]...), &number); err != nil {
			return nil, err
		}
	}
	content := item[head:]
	switch number {
	case 2, 3:
		if content[0]>>5 != 2 {
			return nil, errForeign
		}
		var n big.Int
		if err := unmarshal(item, &n); err != nil {
			return nil, err
		}
		return document.Number(n.String()), nil
	case 4:
		if content[0]>>5 == 4 {
			return theirFraction(content)
		}
	}
	return theirs(content)
}

// theirFraction computes a decimal fraction as a rational number.
func theirFraction(content []byte) (document.Value, error) {
	var parts []cbor.RawMessage
	if err := unmarshal(content, &parts); err != nil {
		return nil, err
	}
	if len(parts) != 2 || parts[0][0]>>5 > 1 {
		return nil, errForeign
	}
	exponent, err := theirs(parts[0])
	if err != nil {
		return nil, err
	}
	mantissa, err := theirs(parts[1])
	number, ok := mantissa.(document.Number)
	whole, isWhole := new(big.Int).SetString(string(number), 10)
	if err != nil || !ok || !isWhole || parts[1][0]>>5 == 7 {
		return nil, errForeign
	}
	n, err := exponent.(document.Number).Int64()
	if err != nil || n > 1000 || n < -1000 {
		return nil, errForeign
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(n, -n)), nil)
	if n < 0 {
		return new(big.Rat).SetFrac(whole, power), nil
	}
	return new(big.Rat).SetInt(whole.Mul(whole, power)), nil
}

func theirFloat(f float64) document.Value {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	default:
		return document.Number(strconv.FormatFloat(f, 'g', -1, 64))
	}
}

// sameNumbers compares numbers by value, and rational ones with their text.
var sameNumbers = cmp.FilterValues(func(a, b any) bool { return rational(a) != nil && rational(b) != nil },
	cmp.Comparer(func(a, b any) bool { return rational(a).Cmp(rational(b)) == 0 }))

func rational(v any) *big.Rat {
	switch v := v.(type) {
	case *big.Rat:
		return v
	case document.Number:
		r, _ := v.Rat()
		return r
	default:
		return nil
	}
}

// compareCBOR reads one item with both.
func compareCBOR(t *testing.T, item []byte) {
	t.Helper()
	got, err := ours(item)
	malformed := decMode.Wellformed(item)
	if malformed != nil {
		if limit := new(cbor.MaxNestedLevelError); !errors.As(malformed, &limit) && err == nil {
			t.Fatalf("%x is not well-formed (%v), but was taken for %#v", item, malformed, got)
		}
		return
	}
	want, theirErr := theirs(item)
	switch {
	case errors.Is(theirErr, errForeign):
		return
	case theirErr != nil && err != nil:
		return
	case theirErr != nil:
		t.Fatalf("%x is refused by the other implementation (%v), but was taken for %#v", item, theirErr, got)
	case err != nil && (strings.Contains(err.Error(), "more than") || strings.Contains(err.Error(), "begins nothing")):
		return // limits
	case err != nil:
		t.Fatalf("%x is %#v, but was refused: %v", item, want, err)
	}
	if diff := cmp.Diff(want, got, sameNumbers); diff != "" {
		t.Fatalf("%x (-theirs +ours):\n%s", item, diff)
	}
}

// cborItems are items of every sort, well-formed and not.
var cborItems = strings.Fields(`
	00 17 1818 19ffff 1a000f4240 1bffffffffffffffff 20 3863 3bffffffffffffffff c249010000000000000000 c349010000000000000000
	f90000 f98000 f93c00 f97bff f90001 f97c00 f97e00 f97c01 fbc010666666666666 fa7f7fffff fb7e37e43c8800759c fa7fc00000 fbfff0000000000000
	f4 f5 f6 f7 f0 f8ff c074323031332d30332d32315432303a30343a30305a c11a514b67b0 c1fb41d452d9ec200000 d74401020304 d9d9f7a0
	40 4401020304 60 6161 62c3bc 64f0908591 62225c 63e6b0b4 80 83010203 8301820203820405 9801ff a0 a26161016162820203 a201020304
	5f42010243030405ff 7f657374726561646d696e67ff 9fff 9f018202039f0405ffff bf61610161629f0203ffff bf6346756ef563416d7421ff
	c48221196ab3 c4820103 c4820203ff c4821a00010000c24101 c48121 c482f93c0001 c501 c201 c24100
	18 1900 1c 1f 3f 5f00ff 5f5f4100ffff 7f4100ff 81 9f a161 a1 bf6161ff bf ff f800 f81f fc fe c2 d8 7b7fffffffffffffff61
	9b7fffffffffffffff00 bb800000000000000000 61ff 7f61c361bcff a2616101616102 82f6f7 d818456449455446
`)

func TestCBOR(t *testing.T) {
	t.Parallel()
	for _, digits := range cborItems {
		item, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatalf("%s: %v", digits, err)
		}
		compareCBOR(t, item)
	}
}

func FuzzCBOR(f *testing.F) {
	for _, digits := range cborItems {
		item, _ := hex.DecodeString(digits)
		f.Add(item)
	}
	f.Fuzz(func(t *testing.T, item []byte) {
		if len(item) > 0 {
			compareCBOR(t, item)
		}
	})
}

// written is a request with a member of each kind.
type written struct {
	Flag    *bool
	Small   *int8
	Long    *int64
	Ratio   *float32
	Exact   *float64
	Text    *string
	Data    []byte
	At      *time.Time
	Big     *big.Int
	Decimal *document.Number
	List    []float64
	Map     map[string]string
}

func (*written) SmithySchema() *schema.Struct { return &schemaWritten }

var schemaWritten = schema.Struct{Name: "Written", Members: []schema.Member{
	{Name: "flag", Offset: unsafe.Offsetof(written{}.Flag), Type: schema.Type{Kind: schema.Bool, Ptr: true}},
	{Name: "small", Offset: unsafe.Offsetof(written{}.Small), Type: schema.Type{Kind: schema.Int8, Ptr: true}},
	{Name: "long", Offset: unsafe.Offsetof(written{}.Long), Type: schema.Type{Kind: schema.Int64, Ptr: true}},
	{Name: "ratio", Offset: unsafe.Offsetof(written{}.Ratio), Type: schema.Type{Kind: schema.Float32, Ptr: true}},
	{Name: "exact", Offset: unsafe.Offsetof(written{}.Exact), Type: schema.Type{Kind: schema.Float64, Ptr: true}},
	{Name: "text", Offset: unsafe.Offsetof(written{}.Text), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "data", Offset: unsafe.Offsetof(written{}.Data), Type: schema.Type{Kind: schema.Blob}},
	{Name: "at", Offset: unsafe.Offsetof(written{}.At), Type: schema.Type{Kind: schema.Timestamp, Ptr: true}},
	{Name: "big", Offset: unsafe.Offsetof(written{}.Big), Type: schema.Type{Kind: schema.BigInteger}},
	{Name: "decimal", Offset: unsafe.Offsetof(written{}.Decimal), Type: schema.Type{Kind: schema.BigDecimal, Ptr: true}},
	{Name: "list", Offset: unsafe.Offsetof(written{}.List), Type: schema.Type{Kind: schema.List, Elem: &schema.Collection{
		Elem: schema.Type{Kind: schema.Float64}, Go: (*[]float64)(nil),
	}}},
	{Name: "map", Offset: unsafe.Offsetof(written{}.Map), Type: schema.Type{Kind: schema.Map, Elem: &schema.Collection{
		Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil),
	}}},
}}

// FuzzCBORWritten has the other implementation read what a client writes.
func FuzzCBORWritten(f *testing.F) {
	f.Add(true, int8(-1), int64(math.MinInt64), float32(0.1), 0.1, "text", []byte{0}, int64(1398796238120), "-273.15e3")
	f.Add(false, int8(24), int64(1<<32), float32(math.Inf(1)), 1e300, "", []byte(nil), int64(-1500), "18446744073709551616")
	f.Fuzz(func(t *testing.T, flag bool, small int8, long int64, ratio float32, exact float64, text string, raw []byte, ms int64, digits string) {
		number := document.Number(digits)
		rat, err := number.Rat()
		if err != nil || len(digits) > 100 || !utf8.ValidString(text) || ms > 1e14 || ms < -1e13 {
			return
		}
		in := &written{
			Flag: &flag, Small: &small, Long: &long, Ratio: &ratio, Exact: &exact, Text: &text, Data: raw, At: new(time.UnixMilli(ms).UTC()),
			Big: new(big.Int).Mul(big.NewInt(long), big.NewInt(long)), Decimal: &number, List: []float64{exact, float64(small)},
			Map: map[string]string{text: text, "key": ""},
		}
		r, err := rpcv2cbor.Protocol{}.Encode(&rt.Service{Name: "S"}, &rt.Operation{Name: "O"}, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := theirs(r.Body)
		if err != nil {
			t.Fatalf("%x: %v", r.Body, err)
		}
		want := map[string]document.Value{
			"flag": flag, "small": document.NumberOf(small), "long": document.NumberOf(long), "ratio": theirFloat(float64(ratio)),
			"exact": theirFloat(exact), "text": text, "at": new(big.Rat).SetFrac64(ms, 1000), "big": document.Number(in.Big.String()), "decimal": rat,
			"list": []document.Value{theirFloat(exact), document.NumberOf(small)}, "map": map[string]document.Value{text: text, "key": ""},
		}
		if text == "key" {
			want["map"] = map[string]document.Value{"key": ""}
		}
		if raw != nil {
			want["data"] = base64.StdEncoding.EncodeToString(raw)
		}
		roundAt(got)
		if diff := cmp.Diff(document.Value(want), got, sameNumbers); diff != "" {
			t.Fatalf("%x (-sent +theirs):\n%s", r.Body, diff)
		}
	})
}

// roundAt rounds the timestamp of a request that was read to milliseconds, to which the protocol has them.
func roundAt(v document.Value) {
	m, _ := v.(map[string]document.Value)
	if number, ok := m["at"].(document.Number); ok {
		f, _ := number.Float64()
		m["at"] = new(big.Rat).SetFrac64(int64(math.Round(f*1000)), 1000)
	}
}
