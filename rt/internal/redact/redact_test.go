package redact_test

import (
	"encoding"
	"fmt"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/redact"
	"github.com/smithwright/smithwright/rt/schema"
)

type item struct {
	Name    *string
	Secret  *string
	Secrets []string
	Hidden  *item
	Count   int32
	Ratio   *float64
	Yes     *bool
	Data    []byte
	At      *time.Time
	Tags    map[string]string
	List    []item
	Sparse  []*string
	Open    document.Value
	Choice  choice
}

type choice interface{ isChoice() }

type choicePublic struct{ Value string }

type choiceSecret struct{ Value string }

type choiceUnknown struct{ schema.UnknownVariant }

func (*choicePublic) isChoice()  {}
func (*choiceSecret) isChoice()  {}
func (*choiceUnknown) isChoice() {}

func (*item) SmithySchema() *schema.Struct          { return &schemaItem }
func (*choiceUnknown) SmithySchema() *schema.Struct { return &schemaChoice }

var (
	listStrings = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	listSparse  = schema.Collection{Elem: schema.Type{Kind: schema.String, Ptr: true}, Sparse: true, Go: (*[]*string)(nil)}
	listItems   = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*item)(nil)}, Go: (*[]item)(nil)}
	mapStrings  = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}
)

var schemaItem = schema.Struct{Name: "Item", Members: []schema.Member{
	{Name: "Name", Offset: unsafe.Offsetof(item{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "Secret", Offset: unsafe.Offsetof(item{}.Secret), Type: schema.Type{Kind: schema.String, Ptr: true}, Sensitive: true},
	{Name: "Secrets", Offset: unsafe.Offsetof(item{}.Secrets), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Sensitive: true},
	{Name: "Hidden", Offset: unsafe.Offsetof(item{}.Hidden), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*item)(nil)}, Sensitive: true},
	{Name: "Count", Offset: unsafe.Offsetof(item{}.Count), Type: schema.Type{Kind: schema.Int32}},
	{Name: "Ratio", Offset: unsafe.Offsetof(item{}.Ratio), Type: schema.Type{Kind: schema.Float64, Ptr: true}},
	{Name: "Yes", Offset: unsafe.Offsetof(item{}.Yes), Type: schema.Type{Kind: schema.Bool, Ptr: true}},
	{Name: "Data", Offset: unsafe.Offsetof(item{}.Data), Type: schema.Type{Kind: schema.Blob}},
	{Name: "At", Offset: unsafe.Offsetof(item{}.At), Type: schema.Type{Kind: schema.Timestamp, Ptr: true}},
	{Name: "Tags", Offset: unsafe.Offsetof(item{}.Tags), Type: schema.Type{Kind: schema.Map, Elem: &mapStrings}},
	{Name: "List", Offset: unsafe.Offsetof(item{}.List), Type: schema.Type{Kind: schema.List, Elem: &listItems}},
	{Name: "Sparse", Offset: unsafe.Offsetof(item{}.Sparse), Type: schema.Type{Kind: schema.List, Elem: &listSparse}},
	{Name: "Open", Offset: unsafe.Offsetof(item{}.Open), Type: schema.Type{Kind: schema.Document}},
	{Name: "Choice", Offset: unsafe.Offsetof(item{}.Choice), Type: schema.Type{Kind: schema.Union, Of: (*choiceUnknown)(nil)}},
}}

var schemaChoice = schema.Struct{
	Name: "Choice", Union: (*choice)(nil), Unknown: (*choiceUnknown)(nil), Members: []schema.Member{
		{Name: "public", Offset: unsafe.Offsetof(choicePublic{}.Value), Type: schema.Type{Kind: schema.String}, Variant: (*choicePublic)(nil)},
		{Name: "secret", Offset: unsafe.Offsetof(choiceSecret{}.Value), Type: schema.Type{Kind: schema.String}, Sensitive: true, Variant: (*choiceSecret)(nil)},
	},
}

const secret = "hunter2"

func TestShape(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		value schema.Shape
		want  string
	}{
		"nil":             {nil, "{}"},
		"nil pointer":     {(*item)(nil), "{}"},
		"nothing":         {&item{}, "{}"},
		"plain":           {&item{Name: new("a\"b\n"), Count: -3, Ratio: new(0.5), Yes: new(false)}, `{Name:"a\"b\n" Count:-3 Ratio:0.5 Yes:false}`},
		"sensitive":       {&item{Secret: new(secret), Secrets: []string{secret}, Hidden: &item{Name: new(secret)}}, `{Secret:*** Secrets:*** Hidden:***}`},
		"sensitive below": {&item{List: []item{{Secret: new(secret), Name: new("a")}, {}}}, `{List:[{Name:"a" Secret:***} {}]}`},
		"blob":            {&item{Data: []byte(secret)}, `{Data:(7 bytes)}`},
		"time":            {&item{At: new(time.Unix(0, 0).UTC())}, `{At:1970-01-01T00:00:00Z}`},
		"map":             {&item{Tags: map[string]string{secret: secret}}, `{Tags:(1 entries)}`},
		"sparse":          {&item{Sparse: []*string{nil, new("a")}}, `{Sparse:[null "a"]}`},
		"document":        {&item{Open: secret}, `{Open:(…)}`},
		"variant":         {&item{Choice: &choicePublic{"a"}}, `{Choice:{public:"a"}}`},
		"secret variant":  {&item{Choice: &choiceSecret{secret}}, `{Choice:{secret:***}}`},
		"nil variant":     {&item{Choice: (*choicePublic)(nil)}, `{Choice:(unknown)}`},
		"unknown variant": {&item{Choice: &choiceUnknown{schema.UnknownVariant{Tag: "x", Value: secret}}}, `{Choice:(unknown)}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := redact.Shape{Value: test.value}
			if got := s.String(); got != test.want {
				t.Errorf("%s, not %s", got, test.want)
			}
			if text, err := encoding.TextMarshaler(s).MarshalText(); err != nil || string(text) != test.want {
				t.Errorf("as text: %s, %v", text, err)
			}
			if got := fmt.Sprint(s); got != test.want {
				t.Errorf("printed: %s", got)
			}
		})
	}
}

func TestShapeBounds(t *testing.T) {
	t.Parallel()
	deep := item{}
	for range 100 {
		deep = item{List: []item{deep}}
	}
	wide := item{}
	for range 10_000 {
		wide.List = append(wide.List, item{Name: new(strings.Repeat("ä", 1000))})
	}
	for name, value := range map[string]*item{"deep": &deep, "wide": &wide, "long": {Name: new(strings.Repeat("x", 1<<20))}} {
		if got := (redact.Shape{Value: value}).String(); len(got) > 4<<10 || !strings.Contains(got, "…") {
			t.Errorf("%s has %d bytes: %.100s", name, len(got), got)
		}
	}
}

// forgotten is credentials of which the model does not say that they are secrets.
type forgotten struct {
	AccessKeyID, SecretAccessKey, SessionToken, MasterUserPassword, NextToken string
	PasswordLength                                                            int32
}

func (*forgotten) SmithySchema() *schema.Struct { return &schemaForgotten }

var schemaForgotten = schema.Struct{Name: "Forgotten", Members: []schema.Member{
	{Name: "AccessKeyId", Offset: unsafe.Offsetof(forgotten{}.AccessKeyID), Type: schema.Type{Kind: schema.String}},
	{Name: "SecretAccessKey", Offset: unsafe.Offsetof(forgotten{}.SecretAccessKey), Type: schema.Type{Kind: schema.String}},
	{Name: "sessionToken", Offset: unsafe.Offsetof(forgotten{}.SessionToken), Type: schema.Type{Kind: schema.String}},
	{Name: "MasterUserPassword", Offset: unsafe.Offsetof(forgotten{}.MasterUserPassword), Type: schema.Type{Kind: schema.String}},
	{Name: "NextToken", Offset: unsafe.Offsetof(forgotten{}.NextToken), Type: schema.Type{Kind: schema.String}},
	{Name: "PasswordLength", Offset: unsafe.Offsetof(forgotten{}.PasswordLength), Type: schema.Type{Kind: schema.Int32}},
}}

// TestForgottenSecrets are known by their names.
func TestForgottenSecrets(t *testing.T) {
	t.Parallel()
	in := forgotten{"id", "hunter2", "hunter2", "hunter2", "page2", 7}
	const want = `{AccessKeyId:"id" SecretAccessKey:*** sessionToken:*** MasterUserPassword:*** NextToken:"page2" PasswordLength:7}`
	if got := (redact.Shape{Value: &in}).String(); got != want || !redact.HasSecrets(&schemaForgotten) {
		t.Errorf("%s", got)
	}
}
