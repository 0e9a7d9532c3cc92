package special_test

import (
	"net/http"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/special"
)

// speech is an input with a document, and with members that stand elsewhere.
type speech struct {
	Text   string
	Marks  []string
	Rate   *int32
	Voice  *string
	Header *string
	Old    *string
}

func (*speech) SmithySchema() *schema.Struct { return &schemaSpeech }

var schemaSpeech = schema.Struct{Name: "Speech", Members: []schema.Member{
	{Name: "Text", Offset: unsafe.Offsetof(speech{}.Text), Type: schema.Type{Kind: schema.String}},
	{Name: "Marks", Offset: unsafe.Offsetof(speech{}.Marks), Type: schema.Type{Kind: schema.List, Elem: &marks}},
	{Name: "Rate", Offset: unsafe.Offsetof(speech{}.Rate), Type: schema.Type{Kind: schema.Int32, Ptr: true}},
	{Name: "Voice", JSON: "voice", Offset: unsafe.Offsetof(speech{}.Voice), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "Header", Offset: unsafe.Offsetof(speech{}.Header), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-H"},
	{Name: "Old", Offset: unsafe.Offsetof(speech{}.Old), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Query, Wire: "old"},
}}

var marks = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}

func TestBodyInQuery(t *testing.T) {
	t.Parallel()
	in := &speech{Text: "a b&c+ä", Marks: []string{"x", "y"}, Voice: new("v"), Header: new("h"), Old: new("o")}
	r := &rt.Request{
		Method: http.MethodPost, Path: "/speech", Query: "old=o", Body: []byte(`{}`),
		Header: http.Header{"Content-Type": {"application/json"}, "X-H": {"h"}},
	}
	if err := special.BodyInQuery(in, r); err != nil {
		t.Fatal(err)
	}
	if want := "Text=a%20b%26c%2B%C3%A4&Marks=x&Marks=y&voice=v&old=o"; r.Method != http.MethodGet || r.Query != want || r.Body != nil {
		t.Errorf("%s %s, not %s", r.Method, r.Query, want)
	}
	if r.Header.Get("X-H") != "h" || r.Header.Get("Content-Type") != "" {
		t.Errorf("%v", r.Header)
	}
	if schemaSpeech.Members[0].Bind != schema.Body {
		t.Error("the table of all requests was changed")
	}
}
