package jsonfmt_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

type (
	all           = kindtest.All
	color         = kindtest.Color
	filled        = kindtest.Filled
	choice        = kindtest.Choice
	choiceText    = kindtest.ChoiceText
	choiceNode    = kindtest.ChoiceNode
	choiceList    = kindtest.ChoiceList
	choiceUnknown = kindtest.ChoiceUnknown
)

func options() *jsonfmt.Options {
	return &jsonfmt.Options{JSONName: true, Time: schema.FormatEpoch}
}

func encode(v *all, o *jsonfmt.Options) (string, error) {
	b, err := jsonfmt.AppendBody([]byte("kept:"), v.SmithySchema(), mem.Pointer(v), o)
	return strings.TrimPrefix(string(b), "kept:"), err
}

func decode(text string, o *jsonfmt.Options) (*all, error) {
	v := new(all)
	data := []byte(text)
	err := jsonfmt.DecodeBody(data, v.SmithySchema(), mem.Pointer(v), o)
	for i := range data {
		data[i] = 'X' // nothing that came out may lie in it
	}
	return v, err
}

var compare = cmp.Options{
	cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 }),
	cmp.Comparer(func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }),
	cmp.Comparer(func(a, b float32) bool { return a == b || a != a && b != b }),
}

func date(fraction time.Duration) *time.Time {
	return new(time.Date(2014, 4, 29, 18, 30, 38, int(fraction), time.UTC))
}

func bigInt(s string) *big.Int {
	i, _ := new(big.Int).SetString(s, 10)
	return i
}

// both are values and texts that stand for each other. Every text lacks the required member must, which is added.
var both = map[string]struct {
	value all
	text  string
}{
	"nothing":            {all{}, ``},
	"bool":               {all{Flag: new(true)}, `"flag":true`},
	"false":              {all{Flag: new(false)}, `"flag":false`},
	"integers":           {all{Tiny: new(int8(-128)), Short: new(int16(-32768)), Count: new(int32(math.MinInt32)), Long: new(int64(math.MinInt64))}, `"tiny":-128,"short":-32768,"count":-2147483648,"long":-9223372036854775808`},
	"largest":            {all{Tiny: new(int8(127)), Short: new(int16(32767)), Count: new(int32(math.MaxInt32)), Long: new(int64(math.MaxInt64))}, `"tiny":127,"short":32767,"count":2147483647,"long":9223372036854775807`},
	"zero given":         {all{Count: new(int32(0)), Name: new("")}, `"count":0,"name":""`},
	"floats":             {all{Ratio: new(float32(0.1)), Exact: new(0.1)}, `"ratio":0.1,"exact":0.1`},
	"NaN":                {all{Ratio: new(float32(math.NaN())), Exact: new(math.NaN())}, `"ratio":"NaN","exact":"NaN"`},
	"infinite":           {all{Ratio: new(float32(math.Inf(1))), Exact: new(math.Inf(-1))}, `"ratio":"Infinity","exact":"-Infinity"`},
	"text":               {all{Name: new("a\"\\\n\u2028ä😀\x01")}, `"name":"a\"\\\n` + "\u2028" + `ä😀\u0001"`},
	"blob":               {all{Data: []byte{0, 255, 62}}, `"data":"AP8+"`},
	"empty blob":         {all{Data: []byte{}}, `"data":""`},
	"epoch":              {all{At: date(0)}, `"at":1398796238`},
	"epoch fraction":     {all{At: date(120 * time.Millisecond)}, `"at":1398796238.12`},
	"before 1970":        {all{At: new(time.UnixMilli(-1500).UTC())}, `"at":-1.5`},
	"http-date":          {all{Day: date(0)}, `"day":"Tue, 29 Apr 2014 18:30:38 GMT"`},
	"date-time":          {all{When: date(0)}, `"when":"2014-04-29T18:30:38Z"`},
	"date-time fraction": {all{When: date(7 * time.Millisecond)}, `"when":"2014-04-29T18:30:38.007Z"`},
	"big integer":        {all{Big: bigInt("-123456789012345678901234567890")}, `"big":-123456789012345678901234567890`},
	"decimal":            {all{Decimal: new(document.Number("0.1000000000000000000001"))}, `"decimal":0.1000000000000000000001`},
	"huge decimal":       {all{Decimal: new(document.Number("1e400"))}, `"decimal":1e400`},
	"document":           {all{Open: map[string]document.Value{"a": []document.Value{nil, true, "x", document.Number("1e400"), document.Number("12345678901234567890")}, "b": map[string]document.Value{}}}, `"open":{"a":[null,true,"x",1e400,12345678901234567890],"b":{}}`},
	"list":               {all{List: []string{"a", ""}}, `"list":["a",""]`},
	"empty list":         {all{List: []string{}, Numbers: []int32{}, Tags: map[string]string{}}, `"list":[],"numbers":[],"tags":{}`},
	"sparse list":        {all{Sparse: []*string{new("a"), nil, new("")}}, `"sparse":["a",null,""]`},
	"numbers":            {all{Numbers: []int32{1, 0, -1}}, `"numbers":[1,0,-1]`},
	"list of lists":      {all{Matrix: [][]string{{"a"}, {}, {"b", "c"}}}, `"matrix":[["a"],[],["b","c"]]`},
	"list of blobs":      {all{Blobs: [][]byte{{1}, {}}}, `"blobs":["AQ==",""]`},
	"map":                {all{Tags: map[string]string{"b": "2", "a": "1", "": ""}}, `"tags":{"":"","a":"1","b":"2"}`},
	"sparse map":         {all{Holes: map[string]*int32{"a": nil, "b": new(int32(1))}}, `"holes":{"a":null,"b":1}`},
	"map with enum keys": {all{Colors: map[color][]color{"red": {"blue"}, "RED": {}}}, `"colors":{"RED":[],"red":["blue"]}`},
	"recursive":          {all{Child: &all{Child: &all{Name: new("x")}}}, `"child":{"child":{"name":"x","must":0},"must":0}`},
	"children":           {all{Children: []all{{Name: new("a")}, {}}}, `"children":[{"name":"a","must":0},{"must":0}]`},
	"union":              {all{Choice: &choiceText{Value: "a"}}, `"choice":{"text":"a"}`},
	"union of structure": {all{Choice: &choiceNode{Value: &all{Count: new(int32(1))}}}, `"choice":{"node":{"count":1,"must":0}}`},
	"union with a name":  {all{Choice: &choiceList{Value: []string{"a"}}}, `"choice":{"the-list":["a"]}`},
	"union of empty":     {all{Choice: &choiceList{Value: []string{}}}, `"choice":{"the-list":[]}`},
	"list of unions":     {all{Choices: []choice{&choiceText{Value: "a"}, &choiceNode{Value: &all{}}}}, `"choices":[{"text":"a"},{"node":{"must":0}}]`},
	"maps in maps": {
		all{Shelf: map[string]choice{
			"a": &choiceNode{Value: &all{Tags: map[string]string{"x": "1", "y": "2"}}}, "b": &choiceNode{Value: &all{Shelf: map[string]choice{"z": &choiceText{}}}},
			"c": &choiceText{Value: "3"},
		}},
		`"shelf":{"a":{"node":{"tags":{"x":"1","y":"2"},"must":0}},"b":{"node":{"shelf":{"z":{"text":""}},"must":0}},"c":{"text":"3"}}`,
	},
	"doubles":            {all{Series: []float64{1, -0.5, 1e300, math.Inf(1)}}, `"series":[1,-0.5,1e+300,"Infinity"]`},
	"timestamps":         {all{Moments: []time.Time{*date(0), *date(5 * time.Millisecond)}}, `"moments":[1398796238,1398796238.005]`},
	"map of enums":       {all{Names: map[color]color{"b": "blue", "a": ""}}, `"names":{"a":"","b":"blue"}`},
	"map of unions":      {all{Shelf: map[string]choice{"b": &choiceText{Value: "1"}, "a": &choiceNode{Value: &all{}}, "c": &choiceList{Value: []string{}}}}, `"shelf":{"a":{"node":{"must":0}},"b":{"text":"1"},"c":{"the-list":[]}}`},
	"empty map of union": {all{Shelf: map[string]choice{}, Choices: []choice{}}, `"choices":[],"shelf":{}`},
	"sparse unions":      {all{Gaps: map[string]choice{"a": nil, "b": &choiceText{Value: "1"}}}, `"gaps":{"a":null,"b":{"text":"1"}}`},
	"map of structures":  {all{Shop: map[string]all{"a": {Name: new("x")}, "b": {}}}, `"shop":{"a":{"name":"x","must":0},"b":{"must":0}}`},
	"plain":              {all{Zero: 7}, `"zero":7`},
	"jsonName":           {all{Renamed: new("x")}, `"re-named":"x"`},
	"bound below":        {all{Child: &all{Bound: new("x")}}, `"child":{"must":0,"bound":"x"}`},
}

// object completes a text of both with the member must, at its place before those that come behind it.
func object(text string) string {
	for _, behind := range []string{`"re-named"`} {
		if strings.HasPrefix(text, behind) {
			return `{"must":0,` + text + "}"
		}
	}
	if text != "" {
		text += ","
	}
	return "{" + text + `"must":0}`
}

func TestBothWays(t *testing.T) {
	t.Parallel()
	for name, test := range both {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := encode(&test.value, options())
			if err != nil || text != object(test.text) {
				t.Errorf("encoded %s (%v), not %s", text, err, object(test.text))
			}
			if !json.Valid([]byte(text)) {
				t.Errorf("not JSON: %s", text)
			}
			value, err := decode(object(test.text), options())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.value, value, compare); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value all
		want  string
		opts  jsonfmt.Options
	}{
		"member names":          {all{Renamed: new("x")}, `{"must":0,"renamed":"x"}`, jsonfmt.Options{}},
		"token":                 {all{}, `{"must":0,"token":"T"}`, jsonfmt.Options{Token: func() string { return "T" }}},
		"token given":           {all{Token: new("mine")}, `{"must":0,"token":"mine"}`, jsonfmt.Options{Token: func() string { return "T" }}},
		"bound stays out":       {all{Bound: new("x")}, `{"must":0}`, jsonfmt.Options{}},
		"default format":        {all{At: date(0)}, `{"at":"2014-04-29T18:30:38Z","must":0}`, jsonfmt.Options{Time: schema.FormatDateTime}},
		"cut to milliseconds":   {all{At: date(123456789)}, `{"at":1398796238.123,"must":0}`, jsonfmt.Options{Time: schema.FormatEpoch}},
		"other zone":            {all{When: new(date(0).In(time.FixedZone("", 3600)))}, `{"when":"2014-04-29T18:30:38Z","must":0}`, jsonfmt.Options{}},
		"nil list in a list":    {all{Matrix: [][]string{nil}, Blobs: [][]byte{nil}}, `{"matrix":[[]],"blobs":[""],"must":0}`, jsonfmt.Options{}},
		"broken UTF-8":          {all{Name: new("a\xffb")}, "{\"name\":\"a\ufffdb\",\"must\":0}", jsonfmt.Options{}},
		"document's null":       {all{Open: document.Null}, `{"open":null,"must":0}`, jsonfmt.Options{}},
		"document of Go values": {all{Open: map[string]any{"i": 1, "u": uint8(2), "f": 0.5, "n": json.Number("1.50"), "l": []int{1}, "p": new("x"), "m": map[color]bool{"a": true}}}, `{"open":{"f":0.5,"i":1,"l":[1],"m":{"a":true},"n":1.50,"p":"x","u":2},"must":0}`, jsonfmt.Options{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := encode(&test.value, &test.opts)
			if err != nil || got != test.want {
				t.Errorf("%s (%v), not %s", got, err, test.want)
			}
		})
	}
}

func TestEncodeErrors(t *testing.T) {
	t.Parallel()
	loop := &all{}
	loop.Child = loop
	ring := []any{nil}
	ring[0] = ring
	var knot any
	knot = &knot
	tests := map[string]struct {
		value *all
		path  string
		says  string
	}{
		"loop":               {loop, "child.child", "nested more than 1000 deep"},
		"ring of documents":  {&all{Open: ring}, "open[0][0]", "nested more than 1000 deep"},
		"knot of pointers":   {&all{Open: knot}, "open", "nested more than 1000 deep"},
		"nil variant":        {&all{Choice: (*choiceText)(nil)}, "choice", "nil"},
		"unknown variant":    {&all{Choice: &choiceUnknown{UnknownVariant: schema.UnknownVariant{Tag: "a"}}}, "choice", "can be received, not sent"},
		"nil in a list":      {&all{Choices: []choice{&choiceText{}, nil}}, "choices[1]", "is nil"},
		"nil node":           {&all{Choice: &choiceNode{}}, "choice.node", "is nil"},
		"no decimal":         {&all{Decimal: new(document.Number("1,5"))}, "decimal", `"1,5" is not a decimal number`},
		"empty decimal":      {&all{Decimal: new(document.Number(""))}, "decimal", "not a decimal number"},
		"injection":          {&all{Decimal: new(document.Number(`1,"admin":true`))}, "decimal", "not a decimal number"},
		"document of a func": {&all{Open: map[string]any{"a": []any{func() {}}}}, "open.a[0]", "a document cannot hold a func()"},
		"document of NaN":    {&all{Open: math.NaN()}, "open", "a document cannot hold NaN"},
		"document's keys":    {&all{Child: &all{Open: map[int]int{1: 1}}}, "child.open", "keys must be strings"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := encode(test.value, options())
			checkError(t, err, test.path, test.says)
		})
	}
}

func checkError(t *testing.T, err error, path, says string) {
	t.Helper()
	if err == nil {
		t.Fatal("there is no error")
	}
	var place *at.Error
	got := ""
	if errors.As(err, &place) {
		got = place.Path
	}
	if !strings.HasPrefix(got, path) || path == "" && got != "" || !strings.Contains(err.Error(), says) {
		t.Errorf("at %q: %v", got, err)
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want all
	}{
		"unknown members":         {`{"x":1,"y":{"name":[{}]},"name":"a","z":[[]]}`, all{Name: new("a")}},
		"any order":               {`{"must":3,"count":2,"flag":true}`, all{Must: 3, Count: new(int32(2)), Flag: new(true)}},
		"nulls":                   {`{"flag":null,"list":null,"tags":null,"child":null,"choice":null,"open":null,"must":null,"data":null}`, all{}},
		"last of two":             {`{"name":"a","child":{"name":"x"},"name":"b","child":{"count":1}}`, all{Name: new("b"), Child: &all{Count: new(int32(1))}}},
		"space":                   {" \t\r\n{ \"name\" :\n\"a\" } \n", all{Name: new("a")}},
		"escapes":                 {`{"n\u0061me":"\u00e4\ud83d\ude00\/\b"}`, all{Name: new("ä😀/\b")}},
		"nulls in dense":          {`{"list":["a",null],"numbers":[null,1],"tags":{"a":null,"b":"x"},"colors":{"a":null}}`, all{List: []string{"a"}, Numbers: []int32{1}, Tags: map[string]string{"b": "x"}, Colors: map[color][]color{}}},
		"all nulls":               {`{"sparse":[null,null],"holes":{"a":null}}`, all{Sparse: []*string{nil, nil}, Holes: map[string]*int32{"a": nil}}},
		"bound is not body":       {`{"bound":"x"}`, all{}},
		"date as number":          {`{"when":1398796238,"day":1398796238.5}`, all{When: date(0), Day: date(500 * time.Millisecond)}},
		"number as date":          {`{"at":"2014-04-29T18:30:38.5Z"}`, all{At: date(500 * time.Millisecond)}},
		"exponent":                {`{"at":1.398796238E9,"big":1e3,"count":7}`, all{At: date(0), Big: big.NewInt(1000), Count: new(int32(7))}},
		"nanoseconds":             {`{"at":1398796238.123456789,"when":"2014-04-29T18:30:38.123456789Z"}`, all{At: date(123456789), When: date(123456789)}},
		"offset":                  {`{"when":"2014-04-29T20:30:38+02:00"}`, all{When: date(0)}},
		"http-date with fraction": {`{"day":"Tue, 29 Apr 2014 18:30:38.123 GMT"}`, all{Day: date(123 * time.Millisecond)}},
		"unknown variant":         {`{"choice":{"later":{"a":[1e400]}}}`, all{Choice: &choiceUnknown{UnknownVariant: schema.UnknownVariant{Tag: "later", Value: map[string]any{"a": []any{document.Number("1e400")}}}}}},
		"variant among nulls":     {`{"choice":{"node":null,"__type":"x","text":"a","list":null}}`, all{Choice: &choiceText{Value: "a"}}},
		"no variant":              {`{"choice":{},"choices":[]}`, all{Choices: []choice{}}},
		"documents":               {`{"open":[[],{},null,false,"",-0.0]}`, all{Open: []any{[]any{}, map[string]any{}, nil, false, "", document.Number("-0.0")}}},
		"floats of integers":      {`{"exact":1,"ratio":-3}`, all{Exact: new(1.0), Ratio: new(float32(-3))}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decode(test.text, options())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got, compare); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, path, says string }{
		"empty":               {``, "", ""},
		"no object":           {`[]`, "", ""},
		"cut":                 {`{"name":"a`, "name", "EOF"},
		"cut behind a name":   {`{"name"`, "", "EOF"},
		"more":                {`{}x`, "", "more follows"},
		"no comma":            {`{"name":"a" "count":1}`, "", ""},
		"string for bool":     {`{"flag":"true"}`, "flag", ""},
		"bool for string":     {`{"name":true}`, "name", ""},
		"string for number":   {`{"count":"1"}`, "count", ""},
		"fraction":            {`{"count":1.5}`, "count", ""},
		"byte too large":      {`{"tiny":128}`, "tiny", ""},
		"short too small":     {`{"short":-32769}`, "short", ""},
		"integer too large":   {`{"count":2147483648}`, "count", ""},
		"long too large":      {`{"long":9223372036854775808}`, "long", ""},
		"float of a word":     {`{"exact":"nan"}`, "exact", `"nan" is not a number`},
		"float too large":     {`{"exact":1e999}`, "exact", "1e999 is out of range"},
		"float far too large": {`{"exact":` + strings.Repeat("9", 1<<16) + "}", "exact", strings.Repeat("9", 40) + " is out of range"},
		"base64":              {`{"data":"a*b="}`, "data", ""},
		"number for blob":     {`{"data":1}`, "data", ""},
		"date of a bool":      {`{"at":true}`, "at", "is a bool, not a timestamp"},
		"no date":             {`{"at":"yesterday"}`, "at", ""},
		"far away":            {`{"at":1e300}`, "at", "outside the years 1 to 9999"},
		"very far away":       {`{"at":1e999999999}`, "at", "outside the years 1 to 9999"},
		"string for big":      {`{"big":"1"}`, "big", "is a string, not a number"},
		"fraction for big":    {`{"big":1.5}`, "big", "is not a whole number"},
		"exploding big":       {`{"big":1e999999999}`, "big", "is not a whole number"},
		"endless big":         {`{"big":` + strings.Repeat("1", 60_000) + `}`, "big", "has 60000 digits"},
		"object for list":     {`{"list":{}}`, "list", ""},
		"list for map":        {`{"tags":[]}`, "tags", ""},
		"in a list":           {`{"list":["a",1]}`, "list[1]", ""},
		"in a sparse list":    {`{"sparse":[null,1]}`, "sparse[1]", ""},
		"in a map":            {`{"tags":{"a b":1}}`, `tags["a b"]`, ""},
		"in a list of lists":  {`{"matrix":[[],["a",{}]]}`, "matrix[1][1]", ""},
		"in a structure":      {`{"child":{"children":[{},{"colors":{"x":[1]}}]}}`, `child.children[1].colors["x"][0]`, ""},
		"in a union":          {`{"choice":{"node":{"count":"x"}}}`, "choice.node.count", ""},
		"two variants":        {`{"choice":{"text":"a","later":1}}`, "choice", `a union has both "text" and "later"`},
		"string for a union":  {`{"choice":"text"}`, "choice", ""},
		"under its json name": {`{"re-named":1}`, "renamed", ""},
		"broken UTF-8":        {"{\"x\":\"ä\",\"name\":\"\xff\"}", "", "at byte 18 is not UTF-8"},
		"half a character":    {"{\"x\":\"\xc3", "", "at byte 6 is not UTF-8"},
		"deep":                {strings.Repeat(`{"child":`, 5000), "child.child.child", "nested more than 1000 deep"},
		"deep documents":      {`{"open":` + strings.Repeat("[", 5000), "open", "nested more than 1000 deep"},
		"deep and unknown":    {`{"x":` + strings.Repeat("[", 100_000), "", ""},
		"deep variants":       {strings.Repeat(`{"choice":{"node":`, 3000), "choice.node.choice", "nested more than 1000 deep"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decode(test.text, options())
			checkError(t, err, test.path, test.says)
		})
	}
}

func TestDecodeValue(t *testing.T) {
	t.Parallel()
	v := all{}
	child := v.SmithySchema().Member("child")
	p := unsafe.Pointer(&v.Child)
	if err := jsonfmt.DecodeValue([]byte(` {"name":"a"} `), &child.Type, p, options()); err != nil || *v.Child.Name != "a" {
		t.Errorf("%v, %+v", err, v.Child)
	}
	v.Child = nil
	if err := jsonfmt.DecodeValue([]byte(`null`), &child.Type, p, options()); err != nil || v.Child != nil {
		t.Errorf("%v, %+v", err, v.Child)
	}
	if err := jsonfmt.DecodeValue([]byte(`{} {}`), &child.Type, p, options()); err == nil {
		t.Error("what follows was not seen")
	}
	open := v.SmithySchema().Member("open")
	if err := jsonfmt.DecodeValue([]byte(`[1]`), &open.Type, unsafe.Pointer(&v.Open), options()); err != nil {
		t.Error(err)
	}
	b, err := jsonfmt.AppendValue(nil, &open.Type, unsafe.Pointer(&v.Open), options())
	if err != nil || string(b) != "[1]" {
		t.Errorf("%s (%v)", b, err)
	}
}

// FuzzDecode looks for panics, and for texts whose value does not survive another turn.
func FuzzDecode(f *testing.F) {
	for _, test := range both {
		f.Add([]byte(object(test.text)))
	}
	f.Add([]byte(`{"choice":{"later":[1,{"a":null}]},"x":[[{}]],"list":null}`))
	f.Add([]byte(`{"choices":[{}]}`))
	f.Add([]byte(`{"when":"0001-01-01T00:00:00+23:59","at":-62135596800}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		value := new(all)
		if err := jsonfmt.DecodeBody(bytes.Clone(data), value.SmithySchema(), mem.Pointer(value), options()); err != nil {
			return
		}
		first, err := encode(value, options())
		if err != nil {
			// Two things can be received and not sent: variants that the model does not know, and unions without any.
			if !strings.Contains(err.Error(), "received, not sent") && !strings.Contains(err.Error(), "is nil, which a list or map") {
				t.Fatalf("%s was decoded and cannot be encoded: %v", data, err)
			}
			return
		}
		again, err := decode(first, options())
		if err != nil {
			t.Fatalf("%s was encoded as %s, which cannot be decoded: %v", data, first, err)
		}
		if second, err := encode(again, options()); err != nil || first != second {
			t.Fatalf("%s became %s and then %s (%v)", data, first, second, err)
		}
	})
}

// FuzzAgainstStandardLibrary holds what is taken for JSON, and what it is taken for, to encoding/json.
func FuzzAgainstStandardLibrary(f *testing.F) {
	for _, seed := range []string{
		`null`, ` [1, -0, 0.5e-3, "a\"\\\/\b\f\n\r\tä"] `, `{"a":{"b":[]},"":true}`, `"\ud83d\ude00 \ud83d \ude00 \u00e4"`, `"\ud83d\ud83d\ude00"`,
		`01`, `1.`, `[1,]`, `{"a":1,}`, `{"a" 1}`, `"\x"`, "\"\n\"", `"a`, `nul`, `[`, `{`, `-`, `1e`, `[1 2]`, `,`, "\ufeff{}", "\"\xff\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got document.Value
		err := jsonfmt.DecodeValue(bytes.Clone(data), &schema.Type{Kind: schema.Document}, unsafe.Pointer(&got), options())
		if valid := json.Valid(data) && utf8.Valid(data); valid != (err == nil) { // encoding/json takes any bytes in strings
			if strings.Contains(fmt.Sprint(err), "nested more than") {
				return
			}
			t.Fatalf("%q: valid is %v, but the error is %v", data, valid, err)
		}
		if err != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(withNumbers(want), got); diff != "" {
			t.Fatalf("%q (-encoding/json +this):\n%s", data, diff)
		}
	})
}

// withNumbers puts this package's numbers in the place of encoding/json's.
func withNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		return document.Number(v)
	case []any:
		for i := range v {
			v[i] = withNumbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = withNumbers(v[k])
		}
	}
	return v
}
