package xmlfmt_test

import (
	"errors"
	"io"
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

func unknown(tag string, v document.Value) *choiceUnknown {
	return &choiceUnknown{schema.UnknownVariant{Tag: tag, Value: v}}
}

var decodings = map[string]struct {
	text string
	want all
}{
	"empty root":          {"<All/>", all{}},
	"declaration":         {`<?xml version = "1.0" encoding='utf-8' standalone="yes" ?>` + "\n<All><must>1</must></All>\n", all{Must: 1}},
	"mark":                {"\xef\xbb\xbf<?xml version='1.0'?><All><must>1</must></All>", all{Must: 1}},
	"comments":            {"<!-- a - <b> &c; --><?go on?><All><!----><must>1<!-- x -->2<?y?></must></All><!-- z --><?a b?>", all{Must: 12}},
	"white space":         {"\r\n<All\n>\t<must\r\n>\n 1 \r\n</must >\n</All\t>\n", all{Must: 1}},
	"text among elements": {"<All>some &amp; <![CDATA[<more>]]> text<must>1</must>]] ></All>", all{Must: 1}},
	"references":          {"<All><name>&lt;&gt;&amp;&quot;&apos;&#65;&#x41;&#x1F600;&#10;&#13;&#xd;</name></All>", all{Name: new("<>&\"'AA😀\n\r\r")}},
	"sections":            {"<All><name>a<![CDATA[<b>&amp;]]]]><![CDATA[>\r\nc]]>d</name></All>", all{Name: new("a<b>&amp;]]>\ncd")}},
	"line ends":           {"<All><name>a\r\nb\rc\n\r\r\nd</name></All>", all{Name: new("a\nb\nc\n\n\nd")}},
	"prefixes":            {`<x:All xmlns:x="urn:x"><x:must>1</x:must><y:texts><z:member>a</z:member></y:texts><fixed>b</fixed></x:All>`, all{Must: 1, List: []string{"a"}, Prefixed: new("b")}},
	"any order":           {"<All><must>1</must><name>a</name><flag>true</flag><long>5</long></All>", all{Must: 1, Name: new("a"), Flag: new(true), Long: new(int64(5))}},
	"unknown elements":    {`<All><what a="1"><must>2</must><b/></what><must>1</must><Must>3</Must></All>`, all{Must: 1}},
	"unknown attributes":  {`<All what="1" attr="2" xmlns="urn:a" xmlns:b="c" b:else=""><must x="y">1</must></All>`, all{Must: 1}},
	"the last counts":     {"<All><name>a</name><name>b</name><texts><member>a</member></texts><texts/></All>", all{Name: new("b"), List: []string{}}},

	"attributes":           {`<All type='a"&lt;&#10;` + "\r\n" + `b' attrDay = " 2014-04-29T18:30:38Z "/>`, all{Attr: new("a\"<\n\nb"), AttrDay: &day}},
	"lines in attributes":  {"<All type='a\rb\r\nc\nd'/>", all{Attr: new("a\nb\nc\nd")}},
	"most attributes":      {`<All type="x"` + strings.Repeat(` xmlns="a"`, 99) + "/>", all{Attr: new("x")}},
	"exact attribute":      {`<All a:type="1" type="2" xsi:type="3" b:type="4"/>`, all{Attr: new("3")}},
	"attribute as element": {`<All><type>1</type><xsi:type>2</xsi:type></All>`, all{}},
	"element as attribute": {`<All must="1"/>`, all{}},

	"empty elements": {
		"<All><flag/><count></count><exact> </exact><name/><data/><at/><big/><decimal/><texts/><tags></tags><child/><must/></All>",
		all{Name: new(""), Data: []byte{}, List: []string{}, Tags: map[string]string{}, Child: &all{}},
	},
	"nil": {
		`<All xmlns:i="urn:x"><name i:nil="true">x</name><child i:nil="1"><must>1</must></child><texts i:nil="true"/><must i:nil="false">1</must></All>`,
		all{Must: 1},
	},
	"nil in lists": {
		`<All><texts><member x:nil="1"/><member nil="1">a</member></texts><sparse><member x:nil="true"/><member/></sparse><flat x:nil="true"/></All>`,
		all{List: []string{"a"}, Sparse: []*string{nil, new("")}, Flat: []string{}},
	},
	"holes": {
		`<All><holes><entry><key>a</key></entry><entry><key>b</key><value x:nil="true">1</value></entry><entry><value>3</value><key>c</key></entry></holes></All>`,
		all{Holes: map[string]*int32{"a": nil, "b": nil, "c": new(int32(3))}},
	},
	"no holes":      {`<All><tags><entry><key>a</key></entry><entry><key>b</key><value x:nil="true"/></entry><entry><x/><key>c</key><value/></entry><what/></tags></All>`, all{Tags: map[string]string{"c": ""}}},
	"white blob":    {"<All><data> AP8\n= </data></All>", all{Data: []byte{0, 255}}},
	"white numbers": {"<All><count>\n5 </count><at> 2014-04-29T20:30:38+02:00 </at><flag> true</flag></All>", all{Count: new(int32(5)), At: &day, Flag: new(true)}},
	"exponents":     {"<All><exact>1E3</exact><decimal>-1.50e-7</decimal><big>1e3</big></All>", all{Exact: new(1000.0), Decimal: new(document.Number("-1.50e-7")), Big: bigInt("1000")}},
	"fraction":      {"<All><at>2014-04-29T18:30:38.123456789Z</at></All>", all{At: new(day.Add(123456789 * time.Nanosecond))}},

	"flat lists apart":      {"<All><flat>a</flat><must>1</must><kid/><flat>b</flat><kid><flat>c</flat></kid></All>", all{Must: 1, Flat: []string{"a", "b"}, FlatKids: []all{{}, {Flat: []string{"c"}}}}},
	"flat map apart":        {"<All><KV><K>a</K><V>1</V></KV><name/><KV><V>2</V><K>b</K></KV></All>", all{Name: new(""), FlatTags: map[string]string{"a": "1", "b": "2"}}},
	"other elements":        {"<All><items><member>a</member><item>b</item></items><tags><Entry/></tags></All>", all{Items: []string{"b"}, Tags: map[string]string{}}},
	"equal keys":            {"<All><tags><entry><key>a</key><value>1</value></entry><entry><key>a</key><value>2</value></entry></tags></All>", all{Tags: map[string]string{"a": "2"}}},
	"bound":                 {"<All><bound>a</bound><status>1</status><child><bound>b</bound></child></All>", all{Child: &all{Bound: new("b")}}},
	"union":                 {"<All><choice> <text>a</text> </choice></All>", all{Choice: &choiceText{"a"}}},
	"union of nothing":      {"<All><choice/></All>", all{}},
	"union of nil":          {`<All><choice><what x:nil="1"/><text>a</text><node x:nil="true"/></choice></All>`, all{Choice: &choiceText{"a"}}},
	"flat union":            {"<All><choice><flat>a</flat><flat/><flat>b</flat></choice></All>", all{Choice: &choiceFlat{[]string{"a", "", "b"}}}},
	"unknown union":         {`<All><choice><x:what a="1">some <![CDATA[text]]>&#33;<!-- c --></x:what></choice></All>`, all{Choice: unknown("what", "some text!")}},
	"unknown empty union":   {"<All><choice><what/></choice></All>", all{Choice: unknown("what", "")}},
	"unknown union of more": {"<All><choice><what> <a>1</a> <b><c/></b> <a>2</a> <a><d> </d></a> </what></choice></All>", all{Choice: unknown("what", map[string]document.Value{"a": []document.Value{"1", "2", map[string]document.Value{"d": " "}}, "b": map[string]document.Value{"c": ""}})}},
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, test := range decodings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decode(test.text, &xmlfmt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got, equal); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestDecodeSides(t *testing.T) {
	t.Parallel()
	const text = "<All><bound>a</bound><status>1</status></All>"
	for name, test := range map[string]struct {
		o    xmlfmt.Options
		want all
	}{
		"server":  {xmlfmt.Options{Reply: true}, all{Status: new(int32(1))}},
		"unbound": {xmlfmt.Options{Unbound: true}, all{Bound: new("a"), Status: new(int32(1))}},
	} {
		got, err := decode(text, &test.o)
		if diff := cmp.Diff(&test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestEnter(t *testing.T) {
	t.Parallel()
	const text = `<R xmlns="urn:r"><Meta><Result><must>9</must></Result></Meta><x:Result><must>1</must></x:Result><Result><must>2</must></Result></R>`
	for name, test := range map[string]struct {
		enter []string
		must  int32
		says  string
	}{
		"any root":         {[]string{"", "Result"}, 1, ""},
		"root by name":     {[]string{"R", "Result"}, 1, ""},
		"deeper":           {[]string{"", "Meta", "Result"}, 9, ""},
		"first element":    {[]string{"", "", "Result"}, 9, ""},
		"nothing there":    {[]string{"R", "Results"}, 0, ""},
		"nothing in there": {[]string{"R", "Result", "Result"}, 0, ""},
		"another root":     {[]string{"Response", "Result"}, 0, "it is a <R>, not a <Response>"},
	} {
		got, err := decode(text, &xmlfmt.Options{}, test.enter...)
		if got.Must != test.must || (err != nil) != (test.says != "") || err != nil && err.Error() != test.says {
			t.Errorf("%s: %d, %v", name, got.Must, err)
		}
	}
	for text, want := range map[string]all{
		`<must xmlns="urn:r">1</must>`: {Must: 1}, "<flat>a</flat>": {Flat: []string{"a"}}, "<bound>a</bound>": {}, "<what><must>1</must></what>": {},
	} {
		got, err := decode(text, &xmlfmt.Options{}, []string{}...)
		if diff := cmp.Diff(&want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ path, says string }{
		"<count>x</count>":                   {"count", `"x" is not a whole number`},
		"<tiny>128</tiny>":                   {"tiny", "128 is out of range"},
		"<exact>0x1p3</exact>":               {"exact", "is not a number"},
		"<flag>True</flag>":                  {"flag", "is neither true nor false"},
		"<at>yesterday</at>":                 {"at", "is not a date"},
		"<data>*</data>":                     {"data", "is not base64"},
		"<decimal>1,5</decimal>":             {"decimal", "is not a number"},
		"<big>1.5</big>":                     {"big", "is not a whole number"},
		"<name>a<b/></name>":                 {"name", "the element <b> stands where there should be text alone"},
		"<count><b>1</b></count>":            {"count", "the element <b> stands"},
		"<texts><member><b/></member>":       {"list[0]", "the element <b> stands"},
		"<numbers><member/><member>x":        {"numbers[1]", "</All> at byte"},
		"<kid/><kid><child><tiny>x</tiny>":   {"flatKids[1].child.tiny", "is not a whole number"},
		"<tags><entry><value/></entry>":      {"tags", "<entry> has no <key>"},
		"<KV><V>1</V></KV>":                  {"flatTags", "<KV> has no <K>"},
		"<colors><entry><key>k</key><value>": {`colors["k"]`, "</All> at byte"},
		"<choice><text/><node/></choice>":    {"choice", "a union has a second member, <node>"},
		"<choice><text/><text/></choice>":    {"choice", "a union has a second member, <text>"},
		"<choice><a/><b/></choice>":          {"choice", "a union has a second member, <b>"},
		"<choice><flat/><a/></choice>":       {"choice", "a union has a second member, <a>"},
		"<choice><a><b>1</c></a></choice>":   {`choice["a"]`, "</c> at byte"},
		"<choice><flat><b/></flat></choice>": {"choice.flat[0]", "the element <b> stands"},
	} {
		_, err := decode("<All>"+text+"</All>", &xmlfmt.Options{})
		var located *at.Error
		if err == nil || !strings.Contains(err.Error(), want.says) || !errors.As(err, &located) || located.Path != want.path {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := decode(`<All attrDay="x"/>`, &xmlfmt.Options{}); err == nil || !strings.HasPrefix(err.Error(), "attrDay: ") {
		t.Errorf("an attribute: %v", err)
	}
}

// filled has a member with a default, and one that is required.
type filled struct {
	Word *string
	Tags map[string]string
	Kid  *filled
}

func (*filled) SmithySchema() *schema.Struct { return &schemaFilled }

var schemaFilled = schema.Struct{Name: "Filled", Fill: true, Members: []schema.Member{
	{Name: "word", Offset: unsafe.Offsetof(filled{}.Word), Type: kindText, Default: `"hi"`},
	{Name: "tags", Offset: unsafe.Offsetof(filled{}.Tags), Type: schema.Type{Kind: schema.Map, Elem: &mapTags}, Required: true},
	{Name: "kid", Offset: unsafe.Offsetof(filled{}.Kid), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*filled)(nil)}},
}}

func TestFill(t *testing.T) {
	t.Parallel()
	const text = "<F><kid><kid/><word>a</word></kid></F>"
	read := func(o *xmlfmt.Options) *filled {
		v := &filled{}
		if err := xmlfmt.Decode([]byte(text), []string{""}, v.SmithySchema(), mem.Pointer(v), o); err != nil {
			t.Error(err)
		}
		return v
	}
	no := map[string]string{}
	for name, test := range map[string]struct {
		o    xmlfmt.Options
		want filled
	}{
		"not":     {xmlfmt.Options{}, filled{Kid: &filled{Word: new("a"), Kid: &filled{}}}},
		"bound":   {xmlfmt.Options{Fill: true}, filled{Kid: &filled{Word: new("a"), Tags: no, Kid: &filled{Word: new("hi"), Tags: no}}}},
		"unbound": {xmlfmt.Options{Fill: true, Unbound: true}, filled{Word: new("hi"), Tags: no, Kid: &filled{Word: new("a"), Tags: no, Kid: &filled{Word: new("hi"), Tags: no}}}},
	} {
		if diff := cmp.Diff(&test.want, read(&test.o)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	v := &filled{Kid: &filled{Word: new("")}}
	b, err := xmlfmt.AppendRoot(nil, "F", nil, v.SmithySchema(), mem.Pointer(v), &xmlfmt.Options{})
	if want := "<F><word>hi</word><kid><word></word></kid></F>"; err != nil || string(b) != want {
		t.Errorf("%s, %v", b, err)
	}
}

// hostile are documents that must not be read, each with what the error says.
var hostile = map[string]struct{ text, says string }{
	"nothing":               {"", "an element is missing at byte 0"},
	"white space":           {" \n", "an element is missing"},
	"no XML":                {"sorry", "'s' at byte 0, where an element should be"},
	"JSON":                  {`{"a":1}`, "where an element should be"},
	"text before":           {"a<All/>", "where an element should be"},
	"text behind":           {"<All/>a", "where the end of the document should be"},
	"two roots":             {"<All/><All/>", "where the end of the document should be"},
	"section behind":        {"<All/><![CDATA[ ]]>", "document type"},
	"only a declaration":    {`<?xml version="1.0"?>`, "an element is missing"},
	"UTF-16":                {"\xff\xfe<\x00A\x00/\x00>\x00", "where an element should be"},
	"other encoding":        {`<?xml version="1.0" encoding="ISO-8859-1"?><All/>`, "only UTF-8 is read"},
	"other version":         {`<?xml version="1.1"?><All/>`, "only 1.0 is read"},
	"no version":            {`<?xml encoding="UTF-8"?><All/>`, "cannot stand in the XML declaration"},
	"bare declaration":      {`<?xml ?><All/>`, "has no version"},
	"late declaration":      {` <?xml version="1.0"?><All/>`, "an XML declaration at byte"},
	"inner declaration":     {`<All><?xml version="1.0"?></All>`, "an XML declaration at byte"},
	"cut declaration":       {`<?xml version="1.0"`, "is missing"},
	"tight declaration":     {`<?xml version="1.0"encoding="UTF-8"?><All/>`, "where a space should be"},
	"odd declaration":       {`<?xml version="1.0" x="y"?><All/>`, "cannot stand in the XML declaration"},
	"declared namespace":    {`<?xml xmlns="y"?><All/>`, "declares a namespace"},
	"ended declaration":     {`<?xml version="1.0"?x><All/>`, "should be"},
	"document type":         {`<!DOCTYPE All [<!ENTITY a "x">]><All><name>&a;</name></All>`, "document type"},
	"inner document type":   {`<All><!DOCTYPE b></All>`, "document type"},
	"inner declared entity": {`<All><name><!ENTITY a "b"></name></All>`, "document type"},
	"entity":                {"<All><name>&a;</name></All>", `"&a;" is no character`},
	"entity of HTML":        {"<All><name>&nbsp;</name></All>", `"&nbsp;" is no character`},
	"entity in attribute":   {`<All x="&a;"/>`, `"&a;" is no character`},
	"entity among elements": {"<All>&a;</All>", `"&a;" is no character`},
	"bare ampersand":        {"<All><name>a & b</name></All>", "it should be &amp;"},
	"ampersand at the end":  {"<All>&", "it should be &amp;"},
	"open reference":        {"<All><name>&lt</name></All>", "it should be &amp;"},
	"empty reference":       {"<All><name>&;</name></All>", "is no character"},
	"no number":             {"<All><name>&#;&#x;</name></All>", "is no character"},
	"other number":          {"<All><name>&#1f;</name></All>", "is no character"},
	"capital X":             {"<All><name>&#X41;</name></All>", "is no character"},
	"zero":                  {"<All><name>&#0;</name></All>", "is no character"},
	"control character":     {"<All><name>&#x1B;</name></All>", "is no character"},
	"half a pair":           {"<All><name>&#xD83D;</name></All>", "is no character"},
	"no character":          {"<All><name>&#xFFFE;</name></All>", "is no character"},
	"beyond Unicode":        {"<All><name>&#x110000;</name></All>", "is no character"},
	"overflow":              {"<All><name>&#4294967361;</name></All>", "is no character"},
	"long number":           {"<All><name>&#" + strings.Repeat("0", 100) + "65;</name></All>", "it should be &amp;"},
	"raw zero":              {"<All><name>\x00</name></All>", "the character U+0000"},
	"raw control":           {"<All><name>\x1f</name></All>", "the character U+001F"},
	"raw no character":      {"<All><name>\uffff</name></All>", "the character U+FFFF"},
	"not UTF-8":             {"<All><name>\xff</name></All>", "is not UTF-8"},
	"cut UTF-8":             {"<All><name>\xe2\x82</name></All>", "is not UTF-8"},
	"long form":             {"<All><name>\xc0\xbc</name></All>", "is not UTF-8"},
	"half in UTF-8":         {"<All><name>\xed\xa0\xbd</name></All>", "is not UTF-8"},
	"bytes in a comment":    {"<All><!--\xff--></All>", "is not UTF-8"},
	"bytes in a section":    {"<All><![CDATA[\x01]]></All>", "the character U+0001"},
	"bytes in instruction":  {"<All><?a \x01?></All>", "the character U+0001"},
	"bytes in attribute":    {"<All a='\xff'/>", "is not UTF-8"},
	"bytes in a name":       {"<All\xff/>", "should be"},
	"end of a section":      {"<All><name>]]></name></All>", "]]> at byte"},
	"open root":             {"<All>", "</All> is missing"},
	"open element":          {"<All><name>a", "</name> is missing"},
	"open skipped":          {"<All><what><deep>", "</deep> is missing"},
	"open tag":              {"<All", "the > of <All is missing"},
	"open end tag":          {"<All></All", "the > of </All is missing"},
	"open comment":          {"<All><!-- ", "the --> of a comment is missing"},
	"open section":          {"<All><![CDATA[ ]]", "the ]]> of a CDATA section is missing"},
	"open instruction":      {"<All><?a ", "the ?> of an instruction is missing"},
	"open attribute":        {`<All a="`, "is missing"},
	"only a bracket":        {"<", "the name of an element is missing"},
	"wrong end":             {"<All><name></must></All>", "</must> at byte 11, where </name> should be"},
	"wrong prefix":          {"<All><a:name></b:name></All>", "</b:name> at byte"},
	"end too much":          {"</All>", "where the name of an element should be"},
	"crossed":               {"<All><a><b></a></b></All>", "</a> at byte"},
	"bad names":             {"<All><1/></All>", "'1' at byte 6, where the name of an element should be"},
	"space before a name":   {"<All>< a/></All>", "where the name of an element should be"},
	"two prefixes":          {"<All><a:b:c/></All>", "has two prefixes"},
	"bare attribute":        {"<All a/>", "where the = of an attribute should be"},
	"unquoted attribute":    {"<All a=b/>", "where a quoted value should be"},
	"half quoted":           {`<All a="b'/>`, "the end of an attribute's value is missing"},
	"tight attributes":      {`<All a="b"c="d"/>`, "where the > of <All should be"},
	"attribute twice":       {`<All a="b" a="c"/>`, "the attribute a is there twice"},
	"bracket in attribute":  {`<All a="<"/>`, "where the end of an attribute's value should be"},
	"attribute of an end":   {`<All></All a="b">`, "where the > of </All should be"},
	"slash apart":           {"<All / >", "where the > of an empty element should be"},
	"dashes":                {"<All><!-- a -- b --></All>", "-- at byte"},
	"three dashes":          {"<All><!-- a ---></All>", "-- at byte"},
	"instruction's name":    {"<All><? a?></All>", "where the name of an instruction should be"},
	"instruction's space":   {"<All><?a+?></All>", "where a space should be"},
	"deep":                  {strings.Repeat("<a>", 100_000), "nested more than 1000 deep"},
	"deep members":          {"<All>" + strings.Repeat("<child>", 100_000), "nested more than 1000 deep"},
	"deep unknown variant":  {"<All><choice>" + strings.Repeat("<a>", 100_000), "nested more than 1000 deep"},
	"deep lists":            {"<All>" + strings.Repeat("<kid>", 100_000), "nested more than 1000 deep"},
	"an attribute too many": {`<All type="x"` + strings.Repeat(` xmlns="a"`, 100) + "/>", "has more than 100 attributes"},
	"many attributes":       {"<All " + strings.Repeat(`xmlns="a" `, 100_000) + "/>", "has more than 100 attributes"},
	"huge name":             {"<" + strings.Repeat("a", 1<<20), "aaa… is missing"},
	"huge number":           {"<All><big>" + strings.Repeat("9", 1<<20) + "</big></All>", "digits, more than"},
}

func TestHostile(t *testing.T) {
	t.Parallel()
	for name, test := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decode(test.text, &xmlfmt.Options{})
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v, which does not say %s", err, test.says)
			} else if len(err.Error()) > 20_000 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			if _, err := xmlfmt.Text([]byte(test.text), "a/b"); err == nil && test.says != "digits, more than" {
				t.Error("Text reads it")
			}
		})
	}
}

// TestCut cuts a document behind each of its bytes: none of the pieces is one.
func TestCut(t *testing.T) {
	t.Parallel()
	const text = `<?xml version="1.0"?><!-- c --><All a='b&amp;'><name>a&#65;<![CDATA[b]]>ä</name><?p i?><tags><entry><key>a</key><value/></entry></tags><what/></All>`
	if _, err := decode(text, &xmlfmt.Options{}); err != nil {
		t.Fatal(err)
	}
	for i := range len(text) {
		if _, err := decode(text[:i], &xmlfmt.Options{}); err == nil {
			t.Errorf("%s was read", text[:i])
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	const text = `<ErrorResponse xmlns="urn:e"><Error><Type>Sender</Type><Code>A&amp;B</Code><x:Message>first<b/></x:Message><Message>second</Message><Code>C</Code></Error>` +
		`<Error><Code>D</Code><Detail><Code>E</Code></Detail></Error><RequestId>id</RequestId></ErrorResponse>`
	got, err := xmlfmt.Text([]byte(text), "Error/Code", "RequestId", "Error/Message", "Error/Detail/Code", "Code", "Error/Type", "Error/Detail/Code/x")
	want := []string{"A&B", "id", "", "", "", "Sender", ""}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	got, err = xmlfmt.Text([]byte("<Error><Code>A</Code><Message>m</Messag"), "Code", "Message")
	if diff := cmp.Diff([]string{"A", ""}, got); diff != "" || !errors.Is(err, io.ErrUnexpectedEOF) && err == nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestRoot(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"<a/>": "a", `<?xml version="1.0"?><!-- x --> <b:c d="e">`: "c", "": "", "x": "", "<!DOCTYPE a><a/>": "", "<a b/>": "", "<html>": "html",
	} {
		if got := xmlfmt.Root([]byte(text)); got != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}
