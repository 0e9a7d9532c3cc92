package queryfmt_test

import (
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/queryfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// Thing has a member of each kind.
type Thing struct {
	Bool    *bool
	Byte    *int8
	Short   *int16
	Int     *int32
	Long    *int64
	Float   *float32
	Double  *float64
	Text    *string
	Plain   string
	Blob    []byte
	Time    *time.Time
	Epoch   *time.Time
	BigInt  *big.Int
	Decimal *document.Number
	Doc     document.Value
	Thing   *Thing
	Choice  Choice
	Texts   []string
	Flat    []string
	Named   []string
	Things  []Thing
	Lists   [][]string
	Sparse  []*int32
	Choices []Choice
	Tags    map[string]string
	FlatMap map[string]string
	Nested  map[string]Thing
	ByList  map[string][]string
	ByMap   map[string]map[string]string
	Level   int32
	Token   *string
	Renamed *string
	Number  *string
}

type Choice interface{ isChoice() }

type (
	ChoiceText    struct{ Value string }
	ChoiceThing   struct{ Value *Thing }
	ChoiceTexts   struct{ Value []string }
	ChoiceUnknown struct{ schema.UnknownVariant }
)

func (*ChoiceText) isChoice()    {}
func (*ChoiceThing) isChoice()   {}
func (*ChoiceTexts) isChoice()   {}
func (*ChoiceUnknown) isChoice() {}

func (*Thing) SmithySchema() *schema.Struct         { return &schemaThing }
func (*ChoiceUnknown) SmithySchema() *schema.Struct { return &schemaChoice }

func scalar(k schema.Kind) schema.Type { return schema.Type{Kind: k, Ptr: true} }

func list(c *schema.Collection) schema.Type { return schema.Type{Kind: schema.List, Elem: c} }

func mapping(c *schema.Collection) schema.Type { return schema.Type{Kind: schema.Map, Elem: c} }

var (
	texts  = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	named  = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil), XML: &schema.XML{Name: "item"}}
	things = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*Thing)(nil)}, Go: (*[]Thing)(nil)}
	lists  = schema.Collection{Elem: list(&texts), Go: (*[][]string)(nil)}
	sparse = schema.Collection{Elem: scalar(schema.Int32), Sparse: true, Go: (*[]*int32)(nil)}
	unions = schema.Collection{Elem: schema.Type{Kind: schema.Union, Of: (*ChoiceUnknown)(nil)}, Go: (*[]Choice)(nil)}
	tags   = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}
	kvs    = schema.Collection{
		Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil), Key: &schema.XML{Name: "K"}, XML: &schema.XML{Name: "V"},
	}
	nested = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*Thing)(nil)}, Go: (*map[string]Thing)(nil)}
	byList = schema.Collection{Elem: list(&texts), Go: (*map[string][]string)(nil)}
	byMap  = schema.Collection{Elem: mapping(&tags), Go: (*map[string]map[string]string)(nil)}
)

var schemaThing = schema.Struct{Name: "Thing", Members: []schema.Member{
	{Name: "bool", Offset: unsafe.Offsetof(Thing{}.Bool), Type: scalar(schema.Bool)},
	{Name: "byte", Offset: unsafe.Offsetof(Thing{}.Byte), Type: scalar(schema.Int8)},
	{Name: "short", Offset: unsafe.Offsetof(Thing{}.Short), Type: scalar(schema.Int16)},
	{Name: "int", Offset: unsafe.Offsetof(Thing{}.Int), Type: scalar(schema.Int32), Bind: schema.Header, Wire: "X-Ignored"},
	{Name: "long", Offset: unsafe.Offsetof(Thing{}.Long), Type: scalar(schema.Int64)},
	{Name: "float", Offset: unsafe.Offsetof(Thing{}.Float), Type: scalar(schema.Float32)},
	{Name: "double", Offset: unsafe.Offsetof(Thing{}.Double), Type: scalar(schema.Float64)},
	{Name: "text", Offset: unsafe.Offsetof(Thing{}.Text), Type: scalar(schema.String)},
	{Name: "plain", Offset: unsafe.Offsetof(Thing{}.Plain), Type: schema.Type{Kind: schema.String}},
	{Name: "blob", Offset: unsafe.Offsetof(Thing{}.Blob), Type: schema.Type{Kind: schema.Blob}},
	{Name: "time", Offset: unsafe.Offsetof(Thing{}.Time), Type: scalar(schema.Timestamp)},
	{Name: "epoch", Offset: unsafe.Offsetof(Thing{}.Epoch), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatEpoch}},
	{Name: "bigInt", Offset: unsafe.Offsetof(Thing{}.BigInt), Type: schema.Type{Kind: schema.BigInteger}},
	{Name: "decimal", Offset: unsafe.Offsetof(Thing{}.Decimal), Type: scalar(schema.BigDecimal)},
	{Name: "doc", Offset: unsafe.Offsetof(Thing{}.Doc), Type: schema.Type{Kind: schema.Document}},
	{Name: "thing", Offset: unsafe.Offsetof(Thing{}.Thing), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*Thing)(nil)}},
	{Name: "choice", Offset: unsafe.Offsetof(Thing{}.Choice), Type: schema.Type{Kind: schema.Union, Of: (*ChoiceUnknown)(nil)}},
	{Name: "texts", Offset: unsafe.Offsetof(Thing{}.Texts), Type: list(&texts)},
	{Name: "flat", Offset: unsafe.Offsetof(Thing{}.Flat), Type: list(&named), XML: &schema.XML{Name: "Hi", Flat: true}},
	{Name: "named", Offset: unsafe.Offsetof(Thing{}.Named), Type: list(&named)},
	{Name: "things", Offset: unsafe.Offsetof(Thing{}.Things), Type: list(&things)},
	{Name: "lists", Offset: unsafe.Offsetof(Thing{}.Lists), Type: list(&lists)},
	{Name: "sparse", Offset: unsafe.Offsetof(Thing{}.Sparse), Type: list(&sparse)},
	{Name: "choices", Offset: unsafe.Offsetof(Thing{}.Choices), Type: list(&unions)},
	{Name: "tags", Offset: unsafe.Offsetof(Thing{}.Tags), Type: mapping(&tags)},
	{Name: "flatMap", Offset: unsafe.Offsetof(Thing{}.FlatMap), Type: mapping(&kvs), XML: &schema.XML{Flat: true}},
	{Name: "nested", Offset: unsafe.Offsetof(Thing{}.Nested), Type: mapping(&nested)},
	{Name: "byList", Offset: unsafe.Offsetof(Thing{}.ByList), Type: mapping(&byList)},
	{Name: "byMap", Offset: unsafe.Offsetof(Thing{}.ByMap), Type: mapping(&byMap)},
	{Name: "level", Offset: unsafe.Offsetof(Thing{}.Level), Type: schema.Type{Kind: schema.Int32}},
	{Name: "token", Offset: unsafe.Offsetof(Thing{}.Token), Type: scalar(schema.String), Token: true},
	{Name: "renamed", Offset: unsafe.Offsetof(Thing{}.Renamed), Type: scalar(schema.String), XML: &schema.XML{Name: "xmlName", EC2: "ec2Name"}},
	{Name: "number", Offset: unsafe.Offsetof(Thing{}.Number), Type: scalar(schema.String), XML: &schema.XML{Name: "anXmlName"}},
}}

var schemaChoice = schema.Struct{Name: "Choice", Union: (*Choice)(nil), Unknown: (*ChoiceUnknown)(nil), Members: []schema.Member{
	{Name: "text", Offset: unsafe.Offsetof(ChoiceText{}.Value), Type: schema.Type{Kind: schema.String}, Variant: (*ChoiceText)(nil), Required: true},
	{
		Name: "thing", Offset: unsafe.Offsetof(ChoiceThing{}.Value), Variant: (*ChoiceThing)(nil), Required: true,
		Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*Thing)(nil)},
	},
	{Name: "texts", Offset: unsafe.Offsetof(ChoiceTexts{}.Value), Type: list(&texts), Variant: (*ChoiceTexts)(nil), Required: true},
}}

var when = time.Date(2015, 1, 25, 8, 0, 0, 0, time.UTC)

// forms are values and what they become; the decoder makes the value of the form again.
var forms = map[string]struct {
	in       Thing
	aws, ec2 string // empty ec2: the same, with capital letters
}{
	"nothing":        {Thing{}, "", ""},
	"true":           {Thing{Bool: new(true)}, "bool=true", "Bool=true"},
	"false":          {Thing{Bool: new(false)}, "bool=false", "Bool=false"},
	"byte":           {Thing{Byte: new(int8(-128))}, "byte=-128", "Byte=-128"},
	"short":          {Thing{Short: new(int16(32767))}, "short=32767", "Short=32767"},
	"bound":          {Thing{Int: new(int32(0))}, "int=0", "Int=0"},
	"long":           {Thing{Long: new(int64(math.MinInt64))}, "long=-9223372036854775808", "Long=-9223372036854775808"},
	"float":          {Thing{Float: new(float32(10.8))}, "float=10.8", "Float=10.8"},
	"NaN":            {Thing{Double: new(math.NaN())}, "double=NaN", "Double=NaN"},
	"infinity":       {Thing{Double: new(math.Inf(1)), Float: new(float32(math.Inf(-1)))}, "float=-Infinity&double=Infinity", "Float=-Infinity&Double=Infinity"},
	"exponent":       {Thing{Double: new(1e300)}, "double=1e%2B300", "Double=1e%2B300"},
	"million":        {Thing{Double: new(1234567.0)}, "double=1234567", "Double=1234567"},
	"empty text":     {Thing{Text: new("")}, "text=", "Text="},
	"escapes":        {Thing{Text: new("a b&c=d+e%/é\x00~-._")}, "text=a%20b%26c%3Dd%2Be%25%2F%C3%A9%00~-._", "Text=a%20b%26c%3Dd%2Be%25%2F%C3%A9%00~-._"},
	"plain":          {Thing{Plain: "x", Level: 3}, "plain=x&level=3", "Plain=x&Level=3"},
	"blob":           {Thing{Blob: []byte("value")}, "blob=dmFsdWU%3D", "Blob=dmFsdWU%3D"},
	"empty blob":     {Thing{Blob: []byte{}}, "blob=", "Blob="},
	"times":          {Thing{Time: &when, Epoch: &when}, "time=2015-01-25T08%3A00%3A00Z&epoch=1422172800", "Time=2015-01-25T08%3A00%3A00Z&Epoch=1422172800"},
	"fraction":       {Thing{Time: new(when.Add(123e6))}, "time=2015-01-25T08%3A00%3A00.123Z", "Time=2015-01-25T08%3A00%3A00.123Z"},
	"big":            {Thing{BigInt: new(big.Int).Lsh(big.NewInt(1), 70), Decimal: new(document.Number("1.50"))}, "bigInt=1180591620717411303424&decimal=1.50", "BigInt=1180591620717411303424&Decimal=1.50"},
	"nested":         {Thing{Thing: &Thing{Plain: "a", Thing: &Thing{Text: new("b")}}}, "thing.plain=a&thing.thing.text=b", "Thing.Plain=a&Thing.Thing.Text=b"},
	"union":          {Thing{Choice: &ChoiceText{""}}, "choice.text=", "Choice.Text="},
	"union of thing": {Thing{Choice: &ChoiceThing{&Thing{Plain: "x"}}}, "choice.thing.plain=x", "Choice.Thing.Plain=x"},
	"union of list":  {Thing{Choice: &ChoiceTexts{[]string{"x"}}}, "choice.texts.member.1=x", "Choice.Texts.1=x"},
	"list":           {Thing{Texts: []string{"a", ""}}, "texts.member.1=a&texts.member.2=", "Texts.1=a&Texts.2="},
	"flat list":      {Thing{Flat: []string{"a", "b"}}, "Hi.1=a&Hi.2=b", "Hi.1=a&Hi.2=b"},
	"named list":     {Thing{Named: []string{"a"}}, "named.item.1=a", "Named.1=a"},
	"structures":     {Thing{Things: []Thing{{Plain: "a"}, {Texts: []string{"b"}}}}, "things.member.1.plain=a&things.member.2.texts.member.1=b", "Things.1.Plain=a&Things.2.Texts.1=b"},
	"lists":          {Thing{Lists: [][]string{{"a"}, {"b", "c"}}}, "lists.member.1.member.1=a&lists.member.2.member.1=b&lists.member.2.member.2=c", "Lists.1.1=a&Lists.2.1=b&Lists.2.2=c"},
	"unions":         {Thing{Choices: []Choice{&ChoiceText{"a"}, &ChoiceText{"b"}}}, "choices.member.1.text=a&choices.member.2.text=b", "Choices.1.Text=a&Choices.2.Text=b"},
	"ten": {
		Thing{Flat: strings.Split("abcdefghijk", "")},
		"Hi.1=a&Hi.2=b&Hi.3=c&Hi.4=d&Hi.5=e&Hi.6=f&Hi.7=g&Hi.8=h&Hi.9=i&Hi.10=j&Hi.11=k",
		"Hi.1=a&Hi.2=b&Hi.3=c&Hi.4=d&Hi.5=e&Hi.6=f&Hi.7=g&Hi.8=h&Hi.9=i&Hi.10=j&Hi.11=k",
	},
	"token":   {Thing{Token: new("t")}, "token=t", "Token=t"},
	"renamed": {Thing{Renamed: new("a"), Number: new("b")}, "xmlName=a&anXmlName=b", "ec2Name=a&AnXmlName=b"},
}

var equal = cmp.Options{
	cmpopts.EquateNaNs(),
	cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 }),
}

func TestForms(t *testing.T) {
	t.Parallel()
	for name, test := range forms {
		for form, o := range map[string]*queryfmt.Options{test.aws: {}, test.ec2: {EC2: true}} {
			roundTrip(t, name, &test.in, form, o)
		}
	}
}

// awsForms are what only awsQuery has a form for.
func TestAWSForms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   Thing
		form string
	}{
		"empty list":      {Thing{Texts: []string{}}, "texts="},
		"empty flat list": {Thing{Flat: []string{}}, "Hi="},
		"no structures":   {Thing{Things: []Thing{}}, "things="},
		"empty lists":     {Thing{Lists: [][]string{{}, {"a"}}}, "lists.member.1=&lists.member.2.member.1=a"},
		"map":             {Thing{Tags: map[string]string{"b": "2", "a": "1"}}, "tags.entry.1.key=a&tags.entry.1.value=1&tags.entry.2.key=b&tags.entry.2.value=2"},
		"flat map":        {Thing{FlatMap: map[string]string{"a": "1"}}, "flatMap.1.K=a&flatMap.1.V=1"},
		"structures":      {Thing{Nested: map[string]Thing{"": {Plain: "x"}, "b": {}}}, "nested.entry.1.key=&nested.entry.1.value.plain=x&nested.entry.2.key=b"},
		"map of lists":    {Thing{ByList: map[string][]string{"a": {"x"}, "b": {}}}, "byList.entry.1.key=a&byList.entry.1.value.member.1=x&byList.entry.2.key=b&byList.entry.2.value="},
		"map of maps":     {Thing{ByMap: map[string]map[string]string{"a": {"x": "y"}, "b": {}}}, "byMap.entry.1.key=a&byMap.entry.1.value.entry.1.key=x&byMap.entry.1.value.entry.1.value=y&byMap.entry.2.key=b"},
	} {
		roundTrip(t, name, &test.in, test.form, &queryfmt.Options{})
	}
}

func roundTrip(t *testing.T, name string, in *Thing, form string, o *queryfmt.Options) {
	t.Helper()
	got, err := queryfmt.AppendBody(nil, in.SmithySchema(), mem.Pointer(in), o)
	if err != nil || string(got) != form {
		t.Errorf("%s: %s (%v), not %s", name, got, err, form)
		return
	}
	var again Thing
	if err := queryfmt.DecodeBody(got, again.SmithySchema(), mem.Pointer(&again), o); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if diff := cmp.Diff(*in, again, equal); diff != "" {
		t.Errorf("%s comes back otherwise (-in +out):\n%s", name, diff)
	}
}

// TestOneWay has values that have a form and do not come back from it.
func TestOneWay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in       Thing
		aws, ec2 string
	}{
		"not UTF-8":       {Thing{Text: new("a\xff\xfeb"), Texts: []string{"\xc3"}}, "text=a%EF%BF%BD%EF%BF%BDb&texts.member.1=%EF%BF%BD", "Text=a%EF%BF%BD%EF%BF%BDb&Texts.1=%EF%BF%BD"},
		"nulls":           {Thing{Sparse: []*int32{nil, new(int32(1)), nil, new(int32(2))}}, "sparse.member.1=1&sparse.member.2=2", "Sparse.1=1&Sparse.2=2"},
		"nil in a list":   {Thing{Lists: [][]string{nil, {"a"}}}, "lists.member.1=&lists.member.2.member.1=a", "Lists.2.1=a"},
		"empty structure": {Thing{Thing: &Thing{}, Things: []Thing{{}, {Plain: "x"}}}, "things.member.2.plain=x", "Things.2.Plain=x"},
		"empty map":       {Thing{Tags: map[string]string{}, ByList: map[string][]string{}, Plain: "x"}, "plain=x", ""},
	} {
		for form, o := range map[string]*queryfmt.Options{test.aws: {}, test.ec2: {EC2: true}} {
			if form == "" {
				continue
			}
			got, err := queryfmt.AppendBody(nil, test.in.SmithySchema(), mem.Pointer(&test.in), o)
			if err != nil || string(got) != form {
				t.Errorf("%s: %s (%v), not %s", name, got, err, form)
			}
		}
	}
}

func TestAppendsToABody(t *testing.T) {
	t.Parallel()
	in := &Thing{Plain: "x"}
	o := &queryfmt.Options{Token: func() string { return "a token" }}
	body := queryfmt.AppendPair(queryfmt.AppendPair(nil, "Action", "Op"), "Version", "1 2")
	got, err := queryfmt.AppendBody(body, in.SmithySchema(), mem.Pointer(in), o)
	if want := "Action=Op&Version=1%202&plain=x&token=a%20token"; string(got) != want || err != nil {
		t.Errorf("%s (%v), not %s", got, err, want)
	}
}

func TestEncodeErrors(t *testing.T) {
	t.Parallel()
	deep := &Thing{}
	for range 2000 {
		deep = &Thing{Thing: deep}
	}
	for name, test := range map[string]struct {
		in   *Thing
		ec2  bool
		want string
	}{
		"document":     {&Thing{Doc: true}, false, "doc: is a document, which the query protocols have no form for"},
		"map":          {&Thing{Thing: &Thing{Tags: map[string]string{}}}, true, "thing.tags: is a map, which ec2Query has no form for"},
		"decimal":      {&Thing{Things: []Thing{{}, {Decimal: new(document.Number("x"))}}}, false, `things[1].decimal: "x" is not a decimal number`},
		"nil union":    {&Thing{Choices: []Choice{nil}}, false, "choices[0]: is nil, which a list or map that is not sparse cannot hold"},
		"nil variant":  {&Thing{Choice: (*ChoiceText)(nil)}, false, "choice: holds a nil *queryfmt_test.ChoiceText"},
		"unknown":      {&Thing{Choice: &ChoiceUnknown{}}, false, "choice: a *queryfmt_test.ChoiceUnknown can be received, not sent"},
		"nil in union": {&Thing{Choice: &ChoiceThing{}}, false, "choice.thing: is nil, which a list or map that is not sparse cannot hold"},
		"map entry":    {&Thing{Nested: map[string]Thing{"k": {Doc: 1}}}, false, `nested["k"].doc: is a document, which the query protocols have no form for`},
		"deep":         {deep, false, "is nested more than 1000 deep"},
	} {
		_, err := queryfmt.AppendBody(nil, test.in.SmithySchema(), mem.Pointer(test.in), &queryfmt.Options{EC2: test.ec2})
		if err == nil || err.Error() != test.want && !(name == "deep" && strings.HasSuffix(err.Error(), test.want)) {
			t.Errorf("%s: %v, not %s", name, err, test.want)
		}
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		form string
		want Thing
	}{
		"unknown members":     {"Action=Op&Version=1&plain=x&other.a.b=1&&=&.=&.a=&thing.=", Thing{Plain: "x", Thing: &Thing{}}},
		"order":               {"Hi.10=c&thing.plain=y&Hi.9=b&plain=x&Hi.1=a&thing.text=z&a=&b=&c=&d=", Thing{Flat: []string{"a", "b", "c"}, Plain: "x", Thing: &Thing{Plain: "y", Text: new("z")}}},
		"gaps":                {"Hi.2=a&Hi.3=b&plain=x", Thing{Flat: []string{"a", "b"}, Plain: "x"}},
		"the last wins":       {"plain=a&text=t&plain=b", Thing{Plain: "b", Text: new("t")}},
		"plus and no value":   {"plain=a+b%2Bc&text", Thing{Plain: "a b+c", Text: new("")}},
		"lower case hex":      {"plain=%c3%A9", Thing{Plain: "é"}},
		"escaped keys":        {"pl%61in=x&thing%2Eplain=y", Thing{Plain: "x", Thing: &Thing{Plain: "y"}}},
		"empty structure":     {"thing=", Thing{Thing: &Thing{}}},
		"empty map":           {"tags=&flatMap", Thing{Tags: map[string]string{}, FlatMap: map[string]string{}}},
		"empty and elements":  {"texts=&texts.member.1=a", Thing{Texts: []string{"a"}}},
		"value and its parts": {"thing=ignored&thing.plain=x", Thing{Thing: &Thing{Plain: "x"}}},
		"equal map keys":      {"tags.entry.1.key=a&tags.entry.1.value=1&tags.entry.2.key=a&tags.entry.2.value=2&tags.entry.2.other=x", Thing{Tags: map[string]string{"a": "2"}}},
		"unknown variant":     {"choice.new=x&choices.member.1.new.part=y", Thing{Choice: &ChoiceUnknown{schema.UnknownVariant{Tag: "new", Value: "x"}}, Choices: []Choice{&ChoiceUnknown{schema.UnknownVariant{Tag: "new"}}}}},
		"exponent":            {"bigInt=1e3&decimal=-0.5E-3", Thing{BigInt: big.NewInt(1000), Decimal: new(document.Number("-0.5E-3"))}},
	} {
		var got Thing
		if err := queryfmt.DecodeBody([]byte(test.form), got.SmithySchema(), mem.Pointer(&got), &queryfmt.Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, got, equal); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		form string
		ec2  bool
		want string
	}{
		"escape":          {"plain=%4", false, "the form has a percent sign that two hexadecimal digits do not follow"},
		"escaped letter":  {"pl%g1in=", false, "the form has a percent sign that two hexadecimal digits do not follow"},
		"many pairs":      {strings.Repeat("&", 1<<20), false, "the form has more than 1048576 pairs"},
		"index":           {"Hi.3=a&Hi.1=b", false, "flat: has the index 3, and there are only 2 pairs"},
		"great index":     {"Hi.4000000000=a", false, "flat: has the index 4000000000, and there are only 1 pairs"},
		"huge index":      {"texts.member.99999999999999999999=a", false, `texts: has the index "99999999999999999999", where a number from 1 on is due`},
		"index of zero":   {"Hi.0=a", false, `flat: has the index "0", where a number from 1 on is due`},
		"leading zero":    {"Hi.01=a", false, `flat: has the index "01", where a number from 1 on is due`},
		"no number":       {"Hi.x=a", false, `flat: has the index "x", where a number from 1 on is due`},
		"sign":            {"Hi.%2B1=a", false, `flat: has the index "+1", where a number from 1 on is due`},
		"map index":       {"tags.entry.7.key=a", false, "tags: has the index 7, and there are only 1 pairs"},
		"no member step":  {"texts.1=a", false, "texts.1: is not known here, where member is due"},
		"two steps":       {"texts.member.1=a&texts.x.1=", false, "texts.x: is not known here, where member is due"},
		"no index":        {"texts.member=a", false, "texts: has a member without a number"},
		"parts":           {"things.member.1.plain.x=1", false, "things[0].plain: has parts, where one value is due"},
		"value":           {"thing=x", false, "thing: is one value, where several are due"},
		"value of a list": {"texts=x", false, "texts: is one value, where several are due"},
		"two variants":    {"choice.text=a&choice.thing.plain=b", false, `choice: is a union with both "text" and "thing"`},
		"no variant":      {"choice=", false, "choice: is a union without a member"},
		"no key":          {"tags.entry.1.value=x", false, "tags[0]: is an entry without a key"},
		"no value":        {"flatMap.1.K=x", false, "flatMap[0]: is an entry without a V"},
		"key has parts":   {"flatMap.1.K.x=x&flatMap.1.V=x", false, "flatMap[0]: is an entry without a K"},
		"map value":       {"nested.entry.1.key=k&nested.entry.1.value.int=x", false, `nested["k"].int: "x" is not a whole number`},
		"map in ec2":      {"Tags.1.Key=a", true, "tags: is a map, which ec2Query has no form for"},
		"document":        {"doc=1", false, "doc: is a document, which the query protocols have no form for"},
		"bool":            {"bool=1", false, `bool: "1" is neither true nor false`},
		"range":           {"byte=128", false, "byte: 128 is out of range"},
		"float":           {"double=0x1p4", false, `double: "0x1p4" is not a number`},
		"infinite":        {"double=inf", false, `double: "inf" is not a number`},
		"float range":     {"float=1e60", false, "float: 1e60 is out of range"},
		"base64":          {"blob=%21", false, "blob: is not base64: illegal base64 data at input byte 0"},
		"time":            {"time=1422172800", false, `time: "1422172800" is not a date and time of RFC 3339`},
		"big":             {"bigInt=1.5", false, `bigInt: "1.5" is not a whole number`},
		"decimal":         {"decimal=0x1", false, `decimal: "0x1" is not a number`},
		"digits":          {"bigInt=" + strings.Repeat("9", 50_001), false, "bigInt: has 50001 digits, more than 50000"},
		"UTF-8":           {"plain=%ff", false, "plain: is not UTF-8"},
		"UTF-8 of a key":  {"flatMap.1.K=%ff&flatMap.1.V=", false, "flatMap[0].K: is not UTF-8"},
		"deep":            {strings.Repeat("thing.", 1000) + "plain=x", false, "is nested more than 1000 deep"},
		"deeper":          {strings.Repeat("thing.", 200_000) + "plain=x", false, "is nested more than 1000 deep"},
	} {
		var got Thing
		err := queryfmt.DecodeBody([]byte(test.form), got.SmithySchema(), mem.Pointer(&got), &queryfmt.Options{EC2: test.ec2})
		if err == nil || err.Error() != test.want && !(strings.HasPrefix(name, "deep") && strings.HasSuffix(err.Error(), ": "+test.want)) {
			t.Errorf("%s: %.300v, not %s", name, err, test.want)
		}
	}
}

// TestNothingIsKept reads a form whose memory is then written over.
func TestNothingIsKept(t *testing.T) {
	t.Parallel()
	data := []byte("plain=aaa&tags.entry.1.key=bbb&tags.entry.1.value=ccc&blob=ZGRk")
	var got Thing
	if err := queryfmt.DecodeBody(data, got.SmithySchema(), mem.Pointer(&got), &queryfmt.Options{}); err != nil {
		t.Fatal(err)
	}
	clear(data)
	want := Thing{Plain: "aaa", Tags: map[string]string{"bbb": "ccc"}, Blob: []byte("ddd")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzDecode holds what is read against what is read of it when it is written again.
func FuzzDecode(f *testing.F) {
	for _, test := range forms {
		f.Add([]byte(test.aws), false)
		f.Add([]byte(test.ec2), true)
	}
	f.Add([]byte("tags.entry.1.key=a&tags.entry.1.value=1&lists.member.1=&choice.new.x=1&Hi.2=b&byMap.entry.1.key=x"), false)
	f.Fuzz(func(t *testing.T, data []byte, ec2 bool) {
		o := &queryfmt.Options{EC2: ec2}
		var first, second, third Thing
		if queryfmt.DecodeBody(data, first.SmithySchema(), mem.Pointer(&first), o) != nil {
			return
		}
		one, err := queryfmt.AppendBody(nil, first.SmithySchema(), mem.Pointer(&first), o)
		if err != nil {
			return // a union without what can be sent
		}
		if err := queryfmt.DecodeBody(one, second.SmithySchema(), mem.Pointer(&second), o); err != nil {
			if strings.Contains(err.Error(), "the index") {
				return // empty structures before it have no pairs
			}
			t.Fatalf("%q became %q: %v", data, one, err)
		}
		two, err := queryfmt.AppendBody(nil, second.SmithySchema(), mem.Pointer(&second), o)
		if err != nil {
			t.Fatal(err)
		}
		if queryfmt.DecodeBody(two, third.SmithySchema(), mem.Pointer(&third), o) == nil && !reflect.DeepEqual(second, third) &&
			cmp.Diff(second, third, equal) != "" {
			t.Fatalf("%q became %q and then %q", data, one, two)
		}
	})
}

func BenchmarkAppendBody(b *testing.B) {
	in := &Thing{Plain: "some text", Tags: map[string]string{"a": "1", "b": "2"}}
	for range 20 {
		in.Things = append(in.Things, Thing{Plain: "name with spaces", Int: new(int32(42)), Texts: []string{"alpha", "beta"}, Time: &when})
	}
	o := &queryfmt.Options{}
	buf := make([]byte, 0, 1<<14)
	b.ReportAllocs()
	for b.Loop() {
		out, err := queryfmt.AppendBody(buf, in.SmithySchema(), mem.Pointer(in), o)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}

func BenchmarkDecodeBody(b *testing.B) {
	in := &Thing{Plain: "some text"}
	for range 100 {
		in.Things = append(in.Things, Thing{Plain: "name with spaces", Int: new(int32(42)), Texts: []string{"alpha", "beta"}})
	}
	o := &queryfmt.Options{}
	data, err := queryfmt.AppendBody(nil, in.SmithySchema(), mem.Pointer(in), o)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var out Thing
		if err := queryfmt.DecodeBody(data, out.SmithySchema(), mem.Pointer(&out), o); err != nil {
			b.Fatal(err)
		}
	}
}
