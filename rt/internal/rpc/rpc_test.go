package rpc_test

import (
	"encoding/hex"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsjson"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/rpcv2cbor"
	"github.com/smithwright/smithwright/rt/rpcv2json"
	"github.com/smithwright/smithwright/rt/schema"
)

var (
	plain      = &rt.Service{ID: "Shelf", Name: "ShelfService", Version: "2026-01-01"}
	compatible = &rt.Service{ID: "Shelf", Name: "ShelfService", QueryCompatible: true}
	operation  = &rt.Operation{Name: "PutBook", Method: "GET", Path: "/of/another/protocol"}
	noInput    = &rt.Operation{Name: "Ping", NoInput: true}
)

// binary is what hexadecimal digits stand for.
func binary(t *testing.T, digits string) string {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEncode(t *testing.T) {
	t.Parallel()
	in := &kindtest.All{Bound: new("b"), Big: big.NewInt(7), Must: 1}
	json1 := http.Header{"X-Amz-Target": {"ShelfService.PutBook"}, "Content-Type": {"application/x-amz-json-1.0"}}
	json2 := http.Header{"Smithy-Protocol": {"rpc-v2-json"}, "Accept": {"application/json"}, "Content-Type": {"application/json"}}
	cbor := http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}, "Accept": {"application/cbor"}, "Content-Type": {"application/cbor"}}
	for name, test := range map[string]struct {
		protocol rt.Protocol
		op       *rt.Operation
		in       schema.Shape
		path     string
		header   http.Header
		body     string
	}{
		"awsJson1_0":          {awsjson.Protocol{Version: "1.0"}, operation, in, "/", json1, `{"big":7,"must":1,"token":"T","bound":"b"}`},
		"awsJson1_1":          {awsjson.Protocol{Version: "1.1"}, noInput, &nothing{}, "/", http.Header{"X-Amz-Target": {"ShelfService.Ping"}, "Content-Type": {"application/x-amz-json-1.1"}}, "{}"},
		"rpcv2Json":           {rpcv2json.Protocol{}, operation, in, "/service/ShelfService/operation/PutBook", json2, `{"big":"7","must":1,"token":"T","bound":"b"}`},
		"rpcv2Json, empty":    {rpcv2json.Protocol{}, operation, &nothing{}, "/service/ShelfService/operation/PutBook", json2, "{}"},
		"rpcv2Json, no input": {rpcv2json.Protocol{}, noInput, &nothing{}, "/service/ShelfService/operation/Ping", without(json2, "Content-Type"), ""},
		"rpcv2Cbor":           {rpcv2cbor.Protocol{}, operation, in, "/service/ShelfService/operation/PutBook", cbor, binary(t, "a4 63626967 c24107 646d757374 01 65746f6b656e 6154 65626f756e64 6162")},
		"rpcv2Cbor, empty":    {rpcv2cbor.Protocol{}, operation, &nothing{}, "/service/ShelfService/operation/PutBook", cbor, "\xa0"},
		"rpcv2Cbor, no input": {rpcv2cbor.Protocol{}, noInput, &nothing{}, "/service/ShelfService/operation/Ping", without(cbor, "Content-Type"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := test.protocol.Encode(plain, test.op, test.in, func() string { return "T" })
			if err != nil {
				t.Fatal(err)
			}
			if r.Method != http.MethodPost || r.Path != test.path || r.Query != "" || string(r.Body) != test.body {
				t.Errorf("%s %s %s: %q, not %q", r.Method, r.Path, r.Query, r.Body, test.body)
			}
			if diff := cmp.Diff(test.header, r.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			r, err = test.protocol.Encode(compatible, test.op, test.in, func() string { return "T" })
			if err != nil || r.Header.Get("X-Amzn-Query-Mode") != "true" {
				t.Errorf("%v: a service that once spoke awsQuery is not told the mode: %v", err, r.Header)
			}
		})
	}
}

func without(h http.Header, name string) http.Header {
	h = h.Clone()
	h.Del(name)
	return h
}

// nothing is a structure without members.
type nothing struct{}

func (*nothing) SmithySchema() *schema.Struct { return &schema.Struct{Name: "Nothing"} }

// speaking is the header of a protocol's replies.
func speaking(p rt.Protocol) http.Header {
	switch p.(type) {
	case rpcv2json.Protocol:
		return http.Header{"Smithy-Protocol": {"rpc-v2-json"}}
	case rpcv2cbor.Protocol:
		return http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}}
	default:
		return http.Header{}
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	filled := kindtest.Filled{Hue: new("red"), Parts: []string{}}
	for name, test := range map[string]struct {
		protocol rt.Protocol
		body     string
		want     kindtest.Filled
		says     string
	}{
		"awsJson1_0":            {awsjson.Protocol{Version: "1.0"}, `{"size":3,"unknown":[]}`, kindtest.Filled{Hue: new("red"), Parts: []string{}, Size: 3}, ""},
		"awsJson1_0, nothing":   {awsjson.Protocol{Version: "1.0"}, " \n", filled, ""},
		"awsJson1_0, cut":       {awsjson.Protocol{Version: "1.0"}, `{"size":`, kindtest.Filled{}, "its JSON is cut short: size: "},
		"awsJson1_0, not JSON":  {awsjson.Protocol{Version: "1.0"}, "<html>", kindtest.Filled{}, "its JSON is not what the model says: "},
		"rpcv2Json":             {rpcv2json.Protocol{}, `{"hue":"blue","parts":["a"]}`, kindtest.Filled{Hue: new("blue"), Parts: []string{"a"}}, ""},
		"rpcv2Json, nothing":    {rpcv2json.Protocol{}, "", filled, ""},
		"rpcv2Cbor":             {rpcv2cbor.Protocol{}, "\xbf\x64size\x03\xff", kindtest.Filled{Hue: new("red"), Parts: []string{}, Size: 3}, ""},
		"rpcv2Cbor, nothing":    {rpcv2cbor.Protocol{}, "", filled, ""},
		"rpcv2Cbor, cut":        {rpcv2cbor.Protocol{}, "\xa1\x64size", kindtest.Filled{}, "its CBOR is cut short: size: "},
		"rpcv2Cbor, wrong type": {rpcv2cbor.Protocol{}, "\xa1\x64size\xf5", kindtest.Filled{}, "its CBOR is not what the model says: size: is a bool"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got kindtest.Filled
			err := test.protocol.Decode(operation, &rt.Reply{Status: 200, Header: speaking(test.protocol), Body: []byte(test.body)}, &got)
			if (err != nil) != (test.says != "") || err != nil && !strings.HasPrefix(err.Error(), test.says) {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); err == nil && diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSpeaks gives the protocols that name themselves in replies some that do not.
func TestSpeaks(t *testing.T) {
	t.Parallel()
	for _, p := range []rt.Protocol{rpcv2json.Protocol{}, rpcv2cbor.Protocol{}} {
		for _, other := range []http.Header{{}, {"Smithy-Protocol": {"rpc-v2"}}, {"Content-Type": {"application/json"}}} {
			reply := &rt.Reply{Status: 200, Header: other, Body: []byte("{}")}
			if err := p.Decode(operation, reply, &nothing{}); err == nil || !strings.Contains(err.Error(), "it has no header Smithy-Protocol: rpc-v2-") {
				t.Errorf("%s takes %v: %v", p.Name(), other, err)
			}
			reply.Status = 500
			if f, err := p.ErrorOf(plain, reply); err == nil || f != (rt.Fault{}) {
				t.Errorf("%s takes an error with %v: %+v", p.Name(), other, f)
			}
		}
	}
}

func TestErrorOf(t *testing.T) {
	t.Parallel()
	aws, two, cbor := awsjson.Protocol{Version: "1.1"}, rpcv2json.Protocol{}, rpcv2cbor.Protocol{}
	for name, test := range map[string]struct {
		protocol rt.Protocol
		service  *rt.Service
		header   string // X-Amzn-Errortype
		query    string // x-amzn-query-error
		body     string
		want     rt.Fault
		fails    bool
	}{
		"type":                  {aws, plain, "", "", `{"__type":"a.b#Gone","message":"m"}`, rt.Fault{Shape: "Gone", Message: "m"}, false},
		"header":                {aws, plain, "Gone:http://x/", "", "", rt.Fault{Shape: "Gone"}, false},
		"header beats body":     {aws, plain, "Gone", "", `{"__type":"Other","Message":"m"}`, rt.Fault{Shape: "Gone", Message: "m"}, false},
		"code":                  {aws, plain, "", "", `{"code":"Gone"}`, rt.Fault{Shape: "Gone"}, false},
		"nothing":               {aws, plain, "", "", "", rt.Fault{}, false},
		"not JSON":              {aws, plain, "Gone", "", "<html>", rt.Fault{Shape: "Gone"}, true},
		"query code":            {aws, compatible, "", "AWS.Gone;Sender", `{"__type":"a#Gone"}`, rt.Fault{Shape: "Gone", Code: "AWS.Gone", Side: smithy.FaultClient}, false},
		"query code alone":      {aws, compatible, "", "AWS.Gone;Receiver", "", rt.Fault{Shape: "AWS.Gone", Code: "AWS.Gone", Side: smithy.FaultServer}, false},
		"query code of another": {aws, plain, "", "AWS.Gone;Sender", `{"__type":"a#Gone"}`, rt.Fault{Shape: "Gone"}, false},
		"version 2":             {two, plain, "Other", "", `{"code":"Other","__type":"a#Gone","message":"m"}`, rt.Fault{Shape: "Gone", Message: "m"}, false},
		"version 2, no type":    {two, plain, "Other", "", `{"code":"Other"}`, rt.Fault{}, false},
		"CBOR":                  {cbor, plain, "Other", "", "\xa2\x66__type\x66a#Gone\x67message\x61m", rt.Fault{Shape: "Gone", Message: "m"}, false},
		"CBOR with query code":  {cbor, compatible, "", "AWS.Gone;Sender", "\xa1\x66__type\x64Gone", rt.Fault{Shape: "Gone", Code: "AWS.Gone", Side: smithy.FaultClient}, false},
		"CBOR cut":              {cbor, plain, "", "", "\xa2\x66__type\x66a#Gone", rt.Fault{Shape: "Gone"}, true},
		"CBOR list":             {cbor, plain, "", "", "\x80", rt.Fault{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := speaking(test.protocol)
			for key, value := range map[string]string{"X-Amzn-Errortype": test.header, "X-Amzn-Query-Error": test.query} {
				if value != "" {
					header.Set(key, value)
				}
			}
			got, err := test.protocol.ErrorOf(test.service, &rt.Reply{Status: 400, Header: header, Body: []byte(test.body)})
			if got != test.want || (err != nil) != test.fails {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// failure is an error whose message the model spells with a capital.
type failure struct{ Message *string }

func (*failure) SmithySchema() *schema.Struct {
	return &schema.Struct{Name: "Failure", Members: []schema.Member{
		{Name: "Message", Offset: unsafe.Offsetof(failure{}.Message), Type: schema.Type{Kind: schema.String, Ptr: true}},
	}}
}

func TestDecodeError(t *testing.T) {
	t.Parallel()
	for body, p := range map[string]rt.Protocol{
		`{"__type":"Failure","message":"m"}`: awsjson.Protocol{Version: "1.0"},
		`{"Message":"m","message":"n"}`:      rpcv2json.Protocol{},
		"\xa1\x67message\x61m":               rpcv2cbor.Protocol{},
	} {
		var got failure
		reply := &rt.Reply{Status: 400, Header: speaking(p), Body: []byte(body)}
		if err := p.DecodeError(reply, &got); err != nil || got.Message == nil || *got.Message != "m" {
			t.Errorf("%s: %v, %v", p.Name(), got.Message, err)
		}
		got = failure{}
		if reply.Body = nil; p.DecodeError(reply, &got) != nil || got.Message != nil {
			t.Errorf("%s: nothing became %v", p.Name(), got.Message)
		}
		if reply.Body = []byte("["); p.DecodeError(reply, &got) == nil {
			t.Errorf("%s takes anything for an error", p.Name())
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]rt.Protocol{
		"awsJson1_0": awsjson.Protocol{Version: "1.0"}, "awsJson1_1": awsjson.Protocol{Version: "1.1"},
		"rpcv2Json": rpcv2json.Protocol{}, "rpcv2Cbor": rpcv2cbor.Protocol{},
	} {
		if p.Name() != want {
			t.Errorf("%s is called %s", want, p.Name())
		}
	}
}
