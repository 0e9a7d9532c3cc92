package restjson_test

import (
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/schema"
)

func TestErrorOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header, body  string
		code, message string
		fails         bool
	}{
		"nothing":                  {"", "", "", "", false},
		"header":                   {"FooError", "", "FooError", "", false},
		"header with URI":          {"FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/", "{}", "FooError", "", false},
		"header with namespace":    {"aws.protocoltests#FooError", "{}", "FooError", "", false},
		"header with both":         {"aws.protocoltests#FooError:http://x/", "{}", "FooError", "", false},
		"header beats body":        {"FooError", `{"__type":"Other","message":"m"}`, "FooError", "m", false},
		"__type":                   {"", `{"__type":"FooError"}`, "FooError", "", false},
		"__type with namespace":    {"", `{"message":"m","__type":"a.b#FooError"}`, "FooError", "m", false},
		"code":                     {"", `{"code":"FooError"}`, "FooError", "", false},
		"code with URI":            {"", `{"code":"a#FooError:http://x/#y"}`, "FooError", "", false},
		"Code":                     {"", `{"Code":"FooError","Message":"m"}`, "FooError", "m", false},
		"errorMessage":             {"", `{"errorMessage":"m"}`, "", "m", false},
		"code is a number":         {"", `{"code":42,"__type":"FooError"}`, "FooError", "", false},
		"message is an object":     {"", `{"code":"FooError","message":{"a":["b"]}}`, "FooError", "", false},
		"first of two":             {"", `{"__type":"FooError","code":"Other","message":"m","Message":"n"}`, "FooError", "m", false},
		"not UTF-8":                {"", "{\"code\":\"FooError\",\"message\":\"\xff!\"}", "FooError", "\ufffd!", false},
		"no JSON":                  {"", "sorry", "", "", true},
		"no JSON, with a header":   {"FooError", "sorry", "FooError", "", true},
		"cut":                      {"", `{"code":"FooError","mess`, "FooError", "", true},
		"a list":                   {"", `["code"]`, "", "", true},
		"deep":                     {"", `{"x":` + strings.Repeat("[", 100_000), "", "", true},
		"header is blank or space": {" ", `{"code":" FooError "}`, "FooError", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := http.Header{}
			if test.header != "" {
				h.Set("X-Amzn-Errortype", test.header)
			}
			fault, err := restjson.Protocol{}.ErrorOf(&rt.Service{}, &rt.Reply{Status: 400, Header: h, Body: []byte(test.body)})
			if fault.Shape != test.code || fault.Message != test.message || (err != nil) != test.fails {
				t.Errorf("%+v, %v", fault, err)
			}
		})
	}
}

// blobs is a message whose body is bytes; texts one whose body is a string.
type blobs struct{ Body []byte }

type texts struct{ Body *string }

// nothing is a message without members in its body.
type nothing struct{ Header *string }

func (*blobs) SmithySchema() *schema.Struct   { return &schemaBlobs }
func (*texts) SmithySchema() *schema.Struct   { return &schemaTexts }
func (*nothing) SmithySchema() *schema.Struct { return &schemaNothing }

var schemaBlobs = schema.Struct{Members: []schema.Member{
	{Name: "body", Offset: unsafe.Offsetof(blobs{}.Body), Type: schema.Type{Kind: schema.Blob}, Bind: schema.Payload},
}}

var schemaTexts = schema.Struct{Members: []schema.Member{
	{Name: "body", Offset: unsafe.Offsetof(texts{}.Body), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Payload, MediaType: "text/html"},
}}

var schemaNothing = schema.Struct{Members: []schema.Member{
	{Name: "header", Offset: unsafe.Offsetof(nothing{}.Header), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-H"},
}}

func TestPayloads(t *testing.T) {
	t.Parallel()
	op := &rt.Operation{Method: "POST", Path: "/"}
	for name, test := range map[string]struct {
		in         schema.Shape
		body, kind string
	}{
		"bytes":       {&blobs{[]byte("\x00x")}, "\x00x", "application/octet-stream"},
		"no bytes":    {&blobs{}, "", ""},
		"empty bytes": {&blobs{[]byte{}}, "", "application/octet-stream"},
		"text":        {&texts{new("<p>")}, "<p>", "text/html"},
		"no text":     {&texts{}, "", ""},
		"nothing":     {&nothing{new("h")}, "", ""},
	} {
		r, err := restjson.Protocol{}.Encode(&rt.Service{}, op, test.in, nil)
		if err != nil || string(r.Body) != test.body || r.Header.Get("Content-Type") != test.kind {
			t.Errorf("%s: %q as %q, %v", name, r.Body, r.Header, err)
		}
	}
}

func TestDecodePayloads(t *testing.T) {
	t.Parallel()
	decode := func(body string, out schema.Shape) []byte {
		t.Helper()
		reply := &rt.Reply{Status: 200, Header: http.Header{}, Body: []byte(body)}
		if err := (restjson.Protocol{}).Decode(nil, reply, out); err != nil {
			t.Errorf("%q: %v", body, err)
		}
		return reply.Body
	}
	b := &blobs{}
	raw := decode("\x00x", b)
	raw[0] = 'y'
	if string(b.Body) != "\x00x" {
		t.Errorf("%q: the reply's memory is kept", b.Body)
	}
	if b = new(blobs); decode("", b) == nil || b.Body != nil {
		t.Errorf("%q", b.Body)
	}
	s := &texts{}
	if decode("<p>", s); *s.Body != "<p>" {
		t.Errorf("%q", *s.Body)
	}
	if s = new(texts); decode("", s) == nil || s.Body != nil {
		t.Errorf("%q", *s.Body)
	}
	decode("this is not looked at", &nothing{})
}

func TestName(t *testing.T) {
	t.Parallel()
	if got := (restjson.Protocol{}).Name(); got != "restJson1" {
		t.Error(got)
	}
}
