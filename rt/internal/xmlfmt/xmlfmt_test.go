package xmlfmt_test

import (
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

var day = time.Date(2014, 4, 29, 18, 30, 38, 0, time.UTC)

func bigInt(s string) *big.Int {
	i, _ := new(big.Int).SetString(s, 10)
	return i
}

var equal = cmp.Options{
	cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 }),
	cmp.Comparer(func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }),
	cmp.Comparer(func(a, b float32) bool { return a == b || math.IsNaN(float64(a)) && math.IsNaN(float64(b)) }),
}

// must is the required member that every structure is written with.
const must = "<must>0</must>"

var bothWays = map[string]struct {
	v    all
	text string
}{
	"nothing":    {all{}, must},
	"bool":       {all{Flag: new(true)}, "<flag>true</flag>" + must},
	"integers":   {all{Tiny: new(int8(-128)), Short: new(int16(1)), Count: new(int32(math.MaxInt32)), Long: new(int64(math.MinInt64))}, "<tiny>-128</tiny><short>1</short><count>2147483647</count><long>-9223372036854775808</long>" + must},
	"zeros":      {all{Flag: new(false), Count: new(int32(0)), Name: new("")}, "<flag>false</flag><count>0</count><name></name>" + must},
	"floats":     {all{Ratio: new(float32(0.1)), Exact: new(1e300)}, "<ratio>0.1</ratio><exact>1e+300</exact>" + must},
	"no numbers": {all{Ratio: new(float32(math.NaN())), Exact: new(math.Inf(-1))}, "<ratio>NaN</ratio><exact>-Infinity</exact>" + must},
	"infinity":   {all{Exact: new(math.Inf(1))}, "<exact>Infinity</exact>" + must},
	"text":       {all{Name: new("a <b> & \"c\" 'd' ]]> ä😀")}, "<name>a &lt;b&gt; &amp; \"c\" 'd' ]]&gt; ä😀</name>" + must},
	"spaces":     {all{Name: new("  a\tb\r\n\u0085\u2028c  ")}, "<name>  a\tb&#xD;&#xA;&#x85;&#x2028;c  </name>" + must},
	"blob":       {all{Data: []byte{0, 255}}, "<data>AP8=</data>" + must},
	"no bytes":   {all{Data: []byte{}}, "<data></data>" + must},
	"dates":      {all{At: new(day.Add(time.Second / 4)), Day: &day, Epoch: &day}, "<at>2014-04-29T18:30:38.25Z</at><day>Tue, 29 Apr 2014 18:30:38 GMT</day><epoch>1398796238</epoch>" + must},
	"exact":      {all{Big: bigInt("123456789012345678901234567890"), Decimal: new(document.Number("1.50"))}, "<big>123456789012345678901234567890</big><decimal>1.50</decimal>" + must},

	"list":            {all{List: []string{"a", "", "b"}}, "<texts><member>a</member><member></member><member>b</member></texts>" + must},
	"empty list":      {all{List: []string{}}, "<texts></texts>" + must},
	"named elements":  {all{Items: []string{"a"}}, `<items><item xmlns="urn:i">a</item></items>` + must},
	"flat list":       {all{Flat: []string{"a", ""}}, `<flat xmlns="urn:i">a</flat><flat xmlns="urn:i"></flat>` + must},
	"sparse list":     {all{Sparse: []*string{new("a"), nil, new("")}}, `<sparse><member>a</member><member xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></member><member></member></sparse>` + must},
	"numbers":         {all{Numbers: []int32{1, -2}}, "<numbers><member>1</member><member>-2</member></numbers>" + must},
	"list of lists":   {all{Matrix: [][]string{{"a"}, {}, {"b", "c"}}}, "<matrix><member><member>a</member></member><member></member><member><member>b</member><member>c</member></member></matrix>" + must},
	"list of blobs":   {all{Blobs: [][]byte{{1}, {}}}, "<blobs><member>AQ==</member><member></member></blobs>" + must},
	"map":             {all{Tags: map[string]string{"b": "2", "a": "<"}}, "<tags><entry><key>a</key><value>&lt;</value></entry><entry><key>b</key><value>2</value></entry></tags>" + must},
	"empty map":       {all{Tags: map[string]string{}}, "<tags></tags>" + must},
	"flat map":        {all{FlatTags: map[string]string{"a": "1", "b": ""}}, `<KV xmlns="urn:m"><K>a</K><V xmlns="urn:v">1</V></KV><KV xmlns="urn:m"><K>b</K><V xmlns="urn:v"></V></KV>` + must},
	"sparse map":      {all{Holes: map[string]*int32{"a": new(int32(0)), "b": nil}}, `<holes><entry><key>a</key><value>0</value></entry><entry><key>b</key><value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></value></entry></holes>` + must},
	"map of lists":    {all{Colors: map[color][]color{"red": {"r"}, "": {}}}, "<colors><entry><key></key><value></value></entry><entry><key>red</key><value><member>r</member></value></entry></colors>" + must},
	"map of maps":     {all{Nested: map[string]map[string]string{"a": {"b": "c"}, "d": {}}}, "<nested><entry><key>a</key><value><entry><key>b</key><value>c</value></entry></value></entry><entry><key>d</key><value></value></entry></nested>" + must},
	"structure":       {all{Child: &all{Must: 3, Name: new("x")}}, "<child><name>x</name><must>3</must></child>" + must},
	"structures":      {all{Children: []all{{Must: 1}, {Child: &all{}}}}, "<children><member><must>1</must></member><member><child>" + must + "</child>" + must + "</member></children>" + must},
	"flat structures": {all{FlatKids: []all{{Must: 1, Flat: []string{"x", "y"}}, {FlatKids: []all{{}}}}}, `<kid><flat xmlns="urn:i">x</flat><flat xmlns="urn:i">y</flat><must>1</must></kid><kid><kid>` + must + `</kid>` + must + `</kid>` + must},

	"union":           {all{Choice: &choiceText{"x"}}, "<choice><text>x</text></choice>" + must},
	"union of node":   {all{Choice: &choiceNode{&all{Choice: &choiceList{[]string{}}}}}, "<choice><node><choice><list></list></choice>" + must + "</node></choice>" + must},
	"union of flat":   {all{Choice: &choiceFlat{[]string{"a", "b"}}}, "<choice><flat>a</flat><flat>b</flat></choice>" + must},
	"union of map":    {all{Choice: &choiceMap{map[string]string{"a": "1", "b": "2"}}}, `<choice><map><K>a</K><V xmlns="urn:v">1</V></map><map><K>b</K><V xmlns="urn:v">2</V></map></choice>` + must},
	"unions":          {all{Choices: []choice{&choiceText{}, &choiceList{[]string{"a"}}}}, "<choices><member><text></text></member><member><list><member>a</member></list></member></choices>" + must},
	"attributes":      {all{Attr: new("a<b>\"'&\t\r\nä"), AttrDay: &day}, ""},
	"namespaces":      {all{Spaced: new("a"), Prefixed: new("b")}, must + `<spaced xmlns="urn:s?a=1&amp;b=2">a</spaced><p:fixed xmlns:p="urn:p">b</p:fixed>`},
	"bound to status": {all{Must: 7}, "<must>7</must>"},
}

func TestBothWays(t *testing.T) {
	t.Parallel()
	for name, test := range bothWays {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := "<All>" + test.text + "</All>"
			if test.text == "" {
				want = `<All xsi:type="a&lt;b&gt;&quot;'&amp;&#x9;&#xD;&#xA;ä" attrDay="2014-04-29T18:30:38Z">` + must + `</All>`
			}
			got, err := encode(&test.v, &xmlfmt.Options{})
			if err != nil || got != want {
				t.Errorf("%v\ngot  %s\nwant %s", err, got, want)
			}
			back, err := decode(want, &xmlfmt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.v, back, equal); diff != "" {
				t.Errorf("%s comes back as (-want +got):\n%s", want, diff)
			}
		})
	}
}

func TestEncodeOptions(t *testing.T) {
	t.Parallel()
	v := &all{At: &day, Bound: new("h"), Status: new(int32(200)), Child: &all{Bound: new("inner"), Status: new(int32(1))}}
	inner := "<child>" + must + "<bound>inner</bound><status>1</status></child>"
	for name, test := range map[string]struct {
		o    xmlfmt.Options
		want string
	}{
		"client":  {xmlfmt.Options{}, "<at>2014-04-29T18:30:38Z</at>" + inner + must + "<status>200</status>"},
		"server":  {xmlfmt.Options{Reply: true}, "<at>2014-04-29T18:30:38Z</at>" + inner + must},
		"unbound": {xmlfmt.Options{Unbound: true}, "<at>2014-04-29T18:30:38Z</at>" + inner + must + "<bound>h</bound><status>200</status>"},
		"epoch":   {xmlfmt.Options{Time: schema.FormatEpoch}, "<at>1398796238</at>" + inner + must + "<status>200</status>"},
		"token": {
			xmlfmt.Options{Token: func() string { return "T&" }}, "<at>2014-04-29T18:30:38Z</at>" +
				strings.Replace(inner, must, must+"<token>T&amp;</token>", 1) + must + "<token>T&amp;</token><status>200</status>",
		},
	} {
		got, err := encode(v, &test.o)
		if err != nil || got != "<All>"+test.want+"</All>" {
			t.Errorf("%s: %v\ngot  %s\nwant <All>%s</All>", name, err, got, test.want)
		}
	}
}

func TestRootNames(t *testing.T) {
	t.Parallel()
	v := &all{}
	b, err := xmlfmt.AppendRoot([]byte("before"), "x:Root", &schema.XML{Name: "not this", URI: "urn:x", Prefix: "x"}, v.SmithySchema(), mem.Pointer(v), &xmlfmt.Options{})
	if want := `before<x:Root xmlns:x="urn:x">` + must + `</x:Root>`; err != nil || string(b) != want {
		t.Errorf("%s, %v, not %s", b, err, want)
	}
	list := []string{"a"}
	typ := schema.Type{Kind: schema.List, Elem: &listItems}
	b, err = xmlfmt.AppendValue(nil, "Tags", &schema.XML{URI: "urn:t"}, &typ, unsafe.Pointer(&list), &xmlfmt.Options{})
	if want := `<Tags xmlns="urn:t"><item xmlns="urn:i">a</item></Tags>`; err != nil || string(b) != want {
		t.Errorf("%s, %v, not %s", b, err, want)
	}
	var back []string
	if err := xmlfmt.DecodeValue(b, &typ, unsafe.Pointer(&back), &xmlfmt.Options{}); err != nil || !cmp.Equal(list, back) {
		t.Errorf("%v, %v", back, err)
	}
	var choices choice = &choiceText{"x"}
	union := schema.Type{Kind: schema.Union, Of: (*choiceUnknown)(nil)}
	b, err = xmlfmt.AppendValue(nil, "Choice", nil, &union, unsafe.Pointer(&choices), &xmlfmt.Options{})
	if want := `<Choice><text>x</text></Choice>`; err != nil || string(b) != want {
		t.Errorf("%s, %v, not %s", b, err, want)
	}
	var got choice
	if err := xmlfmt.DecodeValue(b, &union, unsafe.Pointer(&got), &xmlfmt.Options{}); err != nil || !cmp.Equal(choices, got) {
		t.Errorf("%v, %v", got, err)
	}
	if err := xmlfmt.DecodeValue([]byte(`<Choice xmlns:i="u" i:nil="true"/>`), &union, unsafe.Pointer(&choices), &xmlfmt.Options{}); err != nil {
		t.Error(err)
	}
}

func TestEncodeErrors(t *testing.T) {
	t.Parallel()
	deep := &all{}
	deep.Child = deep
	for name, test := range map[string]struct {
		v          all
		path, says string
	}{
		"zero":           {all{Name: new("a\x00")}, "name", "holds the character U+0000"},
		"escape":         {all{List: []string{"a", "\x1b"}}, "list[1]", "holds the character U+001B"},
		"no character":   {all{Tags: map[string]string{"k": "\uffff"}}, `tags["k"]`, "holds the character U+FFFF"},
		"key":            {all{Tags: map[string]string{"\x01": ""}}, `tags["\x01"]`, "holds the character U+0001"},
		"attribute":      {all{Attr: new("\x02")}, "attr", "holds the character U+0002"},
		"not UTF-8":      {all{Name: new("a\xff")}, "name", "is not UTF-8"},
		"cut UTF-8":      {all{Name: new("a\xe2\x82")}, "name", "is not UTF-8"},
		"decimal":        {all{Decimal: new(document.Number("1,5"))}, "decimal", "is not a decimal number"},
		"nil in a list":  {all{Choices: []choice{nil}}, "choices[0]", "is nil"},
		"unknown":        {all{Choice: &choiceUnknown{}}, "choice", "can be received, not sent"},
		"nil variant":    {all{Choice: (*choiceText)(nil)}, "choice", "holds a nil"},
		"nil in variant": {all{Choice: &choiceNode{}}, "choice.node", "is nil"},
		"endless":        {*deep, "child.child", "nested more than 1000 deep"},
	} {
		got, err := encode(&test.v, &xmlfmt.Options{})
		var located *at.Error
		if err == nil || !strings.Contains(err.Error(), test.says) || !errors.As(err, &located) || !strings.HasPrefix(located.Path, test.path) {
			t.Errorf("%s: %v, %.100s", name, err, got)
		}
	}
	v := document.Value("x")
	open := schema.Type{Kind: schema.Document}
	if b, err := xmlfmt.AppendValue(nil, "D", nil, &open, unsafe.Pointer(&v), &xmlfmt.Options{}); err == nil {
		t.Errorf("a document was written as %s", b)
	}
}
