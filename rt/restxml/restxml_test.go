package restxml_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restxml"
	"github.com/smithwright/smithwright/rt/schema"
)

func TestErrorOf(t *testing.T) {
	t.Parallel()
	const wrapped = `<ErrorResponse xmlns="urn:x"><Error><Type>Sender</Type><Code>FooError</Code><Message>m</Message></Error><RequestId>id</RequestId></ErrorResponse>`
	const plain = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Error><Code>FooError</Code><Message>m</Message><RequestId>id</RequestId><HostId>h</HostId></Error>`
	foo := rt.Fault{Shape: "FooError", Message: "m"}
	sender := rt.Fault{Shape: "FooError", Message: "m", Side: smithy.FaultClient}
	for name, test := range map[string]struct {
		body      string
		unwrapped bool
		want      rt.Fault
		id        string
		fails     bool
	}{
		"wrapped":                     {wrapped, false, sender, "id", false},
		"wrapped all the same":        {wrapped, true, sender, "id", false},
		"plain":                       {plain, true, foo, "id", false},
		"plain all the same":          {plain, false, foo, "id", false},
		"the server's fault":          {"<Error><Type>Receiver</Type><Code>A</Code></Error>", true, rt.Fault{Shape: "A", Side: smithy.FaultServer}, "", false},
		"lower case":                  {"<Error><Code>A</Code><message>m</message></Error>", true, rt.Fault{Shape: "A", Message: "m"}, "", false},
		"nothing":                     {"", true, rt.Fault{}, "", false},
		"white space":                 {" \n", false, rt.Fault{}, "", false},
		"no code":                     {"<Error><Message>m</Message></Error>", true, rt.Fault{Message: "m"}, "", false},
		"the error's own name":        {"<InvalidChangeBatch><Messages><Message>m</Message></Messages><RequestId>id</RequestId></InvalidChangeBatch>", true, rt.Fault{Shape: "InvalidChangeBatch"}, "id", false},
		"the same of one that wraps":  {"<InvalidChangeBatch><Messages><Message>m</Message></Messages><RequestId>id</RequestId></InvalidChangeBatch>", false, rt.Fault{Shape: "InvalidChangeBatch"}, "id", false},
		"another root":                {"<Response><Error><Code>A</Code></Error><RequestId>id</RequestId></Response>", false, rt.Fault{Shape: "A"}, "id", false},
		"another root with own name":  {"<Response><Error><Code>A</Code></Error></Response>", true, rt.Fault{Shape: "Response"}, "", false},
		"no XML":                      {"sorry", true, rt.Fault{}, "", true},
		"HTML":                        {"<!DOCTYPE html><html><body>sorry<br></body></html>", false, rt.Fault{}, "", true},
		"cut":                         {"<Error><Code>FooError</Code><Mess", true, rt.Fault{Shape: "FooError"}, "", true},
		"entities":                    {`<!DOCTYPE a [<!ENTITY b "c">]><Error><Code>&b;</Code></Error>`, true, rt.Fault{}, "", true},
		"deep":                        {strings.Repeat("<Error>", 100_000), false, rt.Fault{}, "", true},
		"code with elements in it":    {"<Error><Code><b>A</b></Code></Error>", true, rt.Fault{}, "", false},
		"wrapped, with nothing in it": {"<ErrorResponse/>", false, rt.Fault{}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reply := &rt.Reply{Status: 400, Header: http.Header{}, Body: []byte(test.body)}
			fault, err := restxml.Protocol{NoErrorWrapping: test.unwrapped}.ErrorOf(&rt.Service{}, reply)
			if diff := cmp.Diff(test.want, fault); diff != "" || reply.RequestID != test.id || (err != nil) != test.fails {
				t.Errorf("request id %q, %v (-want +got):\n%s", reply.RequestID, err, diff)
			}
		})
	}
}

// failure is an error of a model.
type failure struct {
	Message *string
	Detail  *string
	Header  *string
}

func (*failure) SmithySchema() *schema.Struct { return &schemaFailure }

var text = schema.Type{Kind: schema.String, Ptr: true}

var schemaFailure = schema.Struct{Name: "Failure", Error: &schema.Error{}, Members: []schema.Member{
	{Name: "message", Offset: unsafe.Offsetof(failure{}.Message), Type: text},
	{Name: "Detail", Offset: unsafe.Offsetof(failure{}.Detail), Type: text},
	{Name: "Header", Offset: unsafe.Offsetof(failure{}.Header), Type: text, Bind: schema.Header, Wire: "X-H"},
}}

func TestDecodeError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]failure{
		"<ErrorResponse><Error><Message>m</Message><Detail>d</Detail></Error><Detail>e</Detail></ErrorResponse>": {new("m"), new("d"), new("h")},
		"<Error><message>m</message><Detail>d</Detail></Error>":                                                  {new("m"), new("d"), new("h")},
		"": {nil, nil, new("h")},
	} {
		got := failure{}
		reply := &rt.Reply{Status: 400, Header: http.Header{"X-H": {"h"}}, Body: []byte(body)}
		err := restxml.Protocol{}.DecodeError(reply, &got)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", body, err, diff)
		}
	}
	if err := (restxml.Protocol{}).DecodeError(&rt.Reply{Body: []byte("<Error>")}, &failure{}); err == nil || !strings.Contains(err.Error(), "its XML is cut short") {
		t.Error(err)
	}
}

// inner is a structure of a body or payload; named is called otherwise there.
type inner struct{ Name *string }

type named struct{ Name *string }

// message has its members in the body; the others have a payload each.
type message struct {
	Name   *string
	Inner  *inner
	Header *string
}

type payload struct{ Inner *inner }

type renamed struct{ Inner *named }

type member struct{ Inner *named }

type list struct{ Names []string }

type stream struct{ Body io.Reader }

type download struct{ Body io.ReadCloser }

type enumeration struct{ Value *string }

func (*inner) SmithySchema() *schema.Struct       { return &schemaInner }
func (*named) SmithySchema() *schema.Struct       { return &schemaNamed }
func (*message) SmithySchema() *schema.Struct     { return &schemaMessage }
func (*payload) SmithySchema() *schema.Struct     { return &schemaPayload }
func (*renamed) SmithySchema() *schema.Struct     { return &schemaRenamed }
func (*member) SmithySchema() *schema.Struct      { return &schemaMember }
func (*list) SmithySchema() *schema.Struct        { return &schemaList }
func (*stream) SmithySchema() *schema.Struct      { return &schemaStream }
func (*download) SmithySchema() *schema.Struct    { return &schemaDownload }
func (*enumeration) SmithySchema() *schema.Struct { return &schemaEnumeration }

var (
	names       = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	innerType   = schema.Type{Kind: schema.Structure, Ptr: true, Of: (*inner)(nil)}
	namedType   = schema.Type{Kind: schema.Structure, Ptr: true, Of: (*named)(nil)}
	schemaInner = schema.Struct{Name: "Inner", Members: []schema.Member{{Name: "name", Type: text}}}
	schemaNamed = schema.Struct{
		Name: "Named", XML: &schema.XML{Name: "Own", URI: "urn:own", Prefix: "o"}, Members: []schema.Member{{Name: "name", Type: text}},
	}
	schemaMessage = schema.Struct{Name: "Message", Members: []schema.Member{
		{Name: "name", Offset: unsafe.Offsetof(message{}.Name), Type: text},
		{Name: "inner", Offset: unsafe.Offsetof(message{}.Inner), Type: innerType},
		{Name: "header", Offset: unsafe.Offsetof(message{}.Header), Type: text, Bind: schema.Header, Wire: "X-H"},
	}}
	schemaPayload = schema.Struct{Name: "Payload", Members: []schema.Member{{Name: "inner", Type: innerType, Bind: schema.Payload}}}
	schemaRenamed = schema.Struct{Name: "Renamed", Members: []schema.Member{{Name: "inner", Type: namedType, Bind: schema.Payload}}}
	schemaMember  = schema.Struct{Name: "Member", Members: []schema.Member{
		{Name: "inner", Type: namedType, Bind: schema.Payload, XML: &schema.XML{Name: "Mine"}},
	}}
	schemaList     = schema.Struct{Name: "List", Members: []schema.Member{{Name: "names", Type: schema.Type{Kind: schema.List, Elem: &names}, Bind: schema.Payload}}}
	schemaStream   = schema.Struct{Name: "Stream", Members: []schema.Member{{Name: "body", Type: schema.Type{Kind: schema.Reader}, Bind: schema.Payload, Default: `""`}}}
	schemaDownload = schema.Struct{Name: "Download", Members: []schema.Member{{Name: "body", Type: schema.Type{Kind: schema.ReadCloser}, Bind: schema.Payload}}}

	schemaEnumeration = schema.Struct{Name: "Enumeration", Members: []schema.Member{{Name: "value", Type: text, Bind: schema.Payload, Default: `"a"`}}}
)

func TestEncode(t *testing.T) {
	t.Parallel()
	space := &rt.Service{XML: &schema.XML{URI: "urn:service"}}
	for name, test := range map[string]struct {
		service    *rt.Service
		in         schema.Shape
		body, kind string
	}{
		"body":              {&rt.Service{}, &message{Name: new("a"), Header: new("h")}, "<Message><name>a</name></Message>", "application/xml"},
		"empty body":        {space, &message{}, `<Message xmlns="urn:service"></Message>`, "application/xml"},
		"structure":         {space, &message{Inner: &inner{new("a")}}, `<Message xmlns="urn:service"><inner><name>a</name></inner></Message>`, "application/xml"},
		"own name":          {space, &named{new("a")}, `<Own xmlns:o="urn:own"><name>a</name></Own>`, "application/xml"},
		"payload":           {&rt.Service{}, &payload{&inner{new("a")}}, "<Inner><name>a</name></Inner>", "application/xml"},
		"payload in space":  {space, &payload{&inner{}}, `<Inner xmlns="urn:service"></Inner>`, "application/xml"},
		"payload's name":    {space, &renamed{&named{}}, `<Own xmlns:o="urn:own"></Own>`, "application/xml"},
		"member's name":     {space, &member{&named{}}, `<Mine xmlns:o="urn:own"></Mine>`, "application/xml"},
		"no payload":        {space, &member{}, "", ""},
		"list":              {&rt.Service{}, &list{[]string{"a"}}, "<names><member>a</member></names>", "application/xml"},
		"default of string": {space, &enumeration{}, "a", "text/plain"},
		"string":            {space, &enumeration{new("<b>")}, "<b>", "text/plain"},
		"no stream":         {space, &stream{}, "", ""},
	} {
		r, err := restxml.Protocol{}.Encode(test.service, &rt.Operation{Method: "PUT", Path: "/"}, test.in, nil)
		if err != nil || string(r.Body) != test.body || r.Header.Get("Content-Type") != test.kind || r.Method != http.MethodPut || r.Stream != nil {
			t.Errorf("%s: %q as %q, %v", name, r.Body, r.Header, err)
		}
	}
	in := &stream{strings.NewReader("abc")}
	r, err := restxml.Protocol{}.Encode(space, &rt.Operation{Method: "PUT", Path: "/"}, in, nil)
	if err != nil || r.Stream != in.Body || r.Header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%v, %v", r, err)
	}
	if _, err := (restxml.Protocol{}).Encode(space, &rt.Operation{Method: "PUT", Path: "/"}, &message{Name: new("\x00")}, nil); err == nil {
		t.Error("a character that XML does not have was written")
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body      string
		out, want schema.Shape
		unwrapped bool
	}{
		"body":             {"<Any><name>a</name><header>b</header></Any>", &message{}, &message{Name: new("a"), Header: new("h")}, false},
		"empty":            {"", &message{}, &message{Header: new("h")}, false},
		"payload":          {"<Any><name>a</name></Any>", &payload{}, &payload{&inner{new("a")}}, false},
		"empty payload":    {"<Any/>", &payload{}, &payload{&inner{}}, false},
		"no payload":       {" ", &payload{}, &payload{}, false},
		"list":             {"<Any><member>a</member></Any>", &list{}, &list{[]string{"a"}}, false},
		"string":           {"<b>", &enumeration{}, &enumeration{new("<b>")}, false},
		"unwrapped":        {`<name xmlns="urn:x">a</name>`, &message{}, &message{Name: new("a"), Header: new("h")}, true},
		"unwrapped, other": {`<what>a</what>`, &message{}, &message{Header: new("h")}, true},
	} {
		reply := &rt.Reply{Status: 200, Header: http.Header{"X-H": {"h"}}, Body: []byte(test.body)}
		err := restxml.Protocol{}.Decode(&rt.Operation{UnwrappedOutput: test.unwrapped}, reply, test.out)
		if diff := cmp.Diff(test.want, test.out); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	body := io.NopCloser(strings.NewReader("abc"))
	out := &download{}
	if err := (restxml.Protocol{}).Decode(nil, &rt.Reply{Status: 200, Stream: body}, out); err != nil || out.Body != body {
		t.Errorf("%v, %v", out, err)
	}
	for _, body := range []string{"<a>", "<a><name><b/></name></a>", "x"} {
		err := restxml.Protocol{}.Decode(nil, &rt.Reply{Status: 200, Body: []byte(body)}, &message{})
		if err == nil || !strings.HasPrefix(err.Error(), "its XML is ") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	if got := (restxml.Protocol{}).Name(); got != "restXml" {
		t.Error(got)
	}
}
