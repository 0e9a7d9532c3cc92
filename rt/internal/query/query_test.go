package query_test

import (
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsquery"
	"github.com/smithwright/smithwright/rt/ec2query"
	"github.com/smithwright/smithwright/rt/schema"
)

// message is a request, a reply and an error.
type message struct {
	Name    *string
	Bound   *string
	Texts   []string
	Message *string
	Size    int32
}

func (*message) SmithySchema() *schema.Struct { return &schemaMessage }

var texts = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}

var schemaMessage = schema.Struct{Name: "Broken", Fill: true, Error: &schema.Error{QueryCode: "Bad"}, Members: []schema.Member{
	{Name: "name", Offset: unsafe.Offsetof(message{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "bound", Offset: unsafe.Offsetof(message{}.Bound), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Bound"},
	{Name: "texts", Offset: unsafe.Offsetof(message{}.Texts), Type: schema.Type{Kind: schema.List, Elem: &texts}, Required: true},
	{Name: "message", Offset: unsafe.Offsetof(message{}.Message), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "size", Offset: unsafe.Offsetof(message{}.Size), Type: schema.Type{Kind: schema.Int32}},
}}

var (
	service   = &rt.Service{ID: "Things", Version: "2020-01-08"}
	operation = &rt.Operation{Name: "Do"}
)

func TestEncode(t *testing.T) {
	t.Parallel()
	in := &message{Name: new("a-b"), Bound: new("x y"), Texts: []string{"t"}}
	for want, p := range map[string]rt.Protocol{
		"Action=Do&Version=2020-01-08&name=a-b&bound=x%20y&texts.member.1=t": awsquery.Protocol{},
		"Action=Do&Version=2020-01-08&Name=a-b&Bound=x%20y&Texts.1=t":        ec2query.Protocol{},
	} {
		got, err := p.Encode(service, operation, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := &rt.Request{
			Method: "POST", Path: "/", Body: []byte(want),
			Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		}
		if diff := cmp.Diff(r, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.Name(), diff)
		}
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	aws, ec2 := awsquery.Protocol{}, ec2query.Protocol{}
	for name, test := range map[string]struct {
		protocol rt.Protocol
		body, id string
		want     message
	}{
		"nothing": {aws, " \n", "", message{Texts: []string{}}},
		"result": {aws, `<DoResponse xmlns="http://x/"><DoResult><name>n</name><bound>b</bound><texts><member>t</member></texts></DoResult>` +
			`<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>`, "id", message{Name: new("n"), Bound: new("b"), Texts: []string{"t"}}},
		"no result":        {aws, `<DoResponse><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>`, "id", message{Texts: []string{}}},
		"another result":   {aws, `<DoResponse><OtherResult><name>n</name></OtherResult><name>n</name></DoResponse>`, "", message{Texts: []string{}}},
		"ec2":              {ec2, `<DoResponse><requestId>id</requestId><name>n</name><bound>b</bound></DoResponse>`, "id", message{Name: new("n"), Bound: new("b"), Texts: []string{}}},
		"ec2, and nothing": {ec2, ``, "", message{Texts: []string{}}},
	} {
		var out message
		reply := &rt.Reply{Status: 200, Header: http.Header{}, Body: []byte(test.body)}
		if err := test.protocol.Decode(operation, reply, &out); err != nil || reply.RequestID != test.id {
			t.Errorf("%s: request %q, %v", name, reply.RequestID, err)
		}
		if diff := cmp.Diff(test.want, out); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	aws, ec2 := awsquery.Protocol{}, ec2query.Protocol{}
	for name, test := range map[string]struct {
		protocol       rt.Protocol
		body           string
		code, text, id string
		want           message
	}{
		"nothing": {aws, "", "", "", "", message{Texts: []string{}}},
		"aws": {aws, `<ErrorResponse xmlns="http://x/"><Error><Type>Sender</Type><Code>Bad</Code><Message>m</Message><size>3</size></Error>` +
			`<RequestId>id</RequestId></ErrorResponse>`, "Bad", "m", "id", message{Texts: []string{}, Message: new("m"), Size: 3}},
		"its own message": {aws, `<ErrorResponse><Error><Code>Bad</Code><message>m</message></Error></ErrorResponse>`, "Bad", "m", "", message{Texts: []string{}, Message: new("m")}},
		"no message":      {aws, `<ErrorResponse><Error><Code>Bad</Code><Message/></Error></ErrorResponse>`, "Bad", "", "", message{Texts: []string{}}},
		"another document": {
			aws, `<Response><Errors><Error><Code>Bad</Code><Message>m</Message></Error></Errors><RequestID>id</RequestID></Response>`,
			"Bad", "m", "id", message{Texts: []string{}, Message: new("m")},
		},
		"ec2": {
			ec2, `<Response><Errors><Error><Code>Bad</Code><Message>m</Message><name>n</name></Error></Errors><RequestID>id</RequestID></Response>`,
			"Bad", "m", "id", message{Name: new("n"), Texts: []string{}, Message: new("m")},
		},
		"ec2, as the specification has it": {
			ec2, `<Response><Errors><Error><Code>Bad</Code></Error></Errors><RequestId>id</RequestId></Response>`,
			"Bad", "", "id", message{Texts: []string{}},
		},
	} {
		reply := &rt.Reply{Status: 400, Header: http.Header{}, Body: []byte(test.body)}
		f, err := test.protocol.ErrorOf(service, reply)
		side := smithy.FaultUnknown
		if strings.Contains(test.body, "Sender") {
			side = smithy.FaultClient
		}
		if err != nil || f.Side != side || f.Shape != test.code || f.Message != test.text || reply.RequestID != test.id {
			t.Errorf("%s: %+v of request %q, %v", name, f, reply.RequestID, err)
		}
		var out message
		if err := test.protocol.DecodeError(reply, &out); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, out); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<a>", 100_000)
	for body, want := range map[string]string{
		"sorry":                          "its XML is not what the model says: ",
		"{}":                             "its XML is not what the model says: ",
		`<DoResponse><DoResult><name>`:   "its XML is cut short: ",
		deep:                             "its XML is not what the model says: ",
		`<!DOCTYPE x><DoResponse/>`:      "its XML is not what the model says: ",
		`<DoResponse><DoResult>&x;`:      "its XML is not what the model says: ",
		`<DoResponse></Response>`:        "its XML is not what the model says: ",
		`<ErrorResponse><Error><Code>a&`: "its XML is ",
	} {
		for _, p := range []rt.Protocol{awsquery.Protocol{}, ec2query.Protocol{}} {
			reply := &rt.Reply{Status: 400, Header: http.Header{}, Body: []byte(body)}
			var out message
			decode := p.Decode(operation, reply, &out)
			_, errorOf := p.ErrorOf(service, reply)
			for _, err := range []error{decode, errorOf, p.DecodeError(reply, &out)} {
				if err == nil || !strings.HasPrefix(err.Error(), want) || len(err.Error()) > 500 {
					t.Errorf("%.40q: %.300v, not %s", body, err, want)
				}
			}
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	if got := (awsquery.Protocol{}).Name() + " " + (ec2query.Protocol{}).Name(); got != "awsQuery ec2Query" {
		t.Error(got)
	}
}

// FuzzReply reads anything as a reply and as an error: what is an error to one of the three readings is one to all.
func FuzzReply(f *testing.F) {
	for _, body := range []string{
		`<DoResponse><DoResult><name>n</name><size>1</size></DoResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>`,
		`<ErrorResponse><Error><Code>Bad</Code><Message>m</Message></Error><RequestId>id</RequestId></ErrorResponse>`,
		`<Response><Errors><Error><Code>Bad</Code></Error></Errors><RequestID>id</RequestID></Response>`, ``, `<a`, `<a>&#0;</a>`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, p := range []rt.Protocol{awsquery.Protocol{}, ec2query.Protocol{}} {
			reply := &rt.Reply{Status: 400, Header: http.Header{}, Body: body}
			var out message
			decode := p.Decode(operation, reply, &out)
			_, err := p.ErrorOf(service, reply)
			if err != nil && decode == nil {
				t.Errorf("%s reads %q, and cannot find an error in it: %v", p.Name(), body, err)
			}
			if p.DecodeError(reply, &out) == nil && err != nil {
				t.Errorf("%s reads an error of %q, and cannot find its code: %v", p.Name(), body, err)
			}
		}
	})
}
