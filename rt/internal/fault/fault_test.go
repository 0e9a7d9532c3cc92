package fault_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/schema"
)

func TestFields(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		codes bool
		pairs []string
		want  fault.Fields
	}{
		"type":             {false, []string{"x", "1", "__type", "a#B", "message", "m"}, fault.Fields{Type: "a#B", Message: "m"}},
		"code is no type":  {false, []string{"code", "B", "Code", "C"}, fault.Fields{}},
		"code":             {true, []string{"code", "B", "Message", "m"}, fault.Fields{Codes: true, Type: "B", Message: "m"}},
		"the first counts": {true, []string{"Code", "B", "__type", "C", "errorMessage", "m", "message", "n"}, fault.Fields{Codes: true, Type: "B", Message: "m"}},
	} {
		got := fault.Fields{Codes: test.codes}
		for i := 0; i < len(test.pairs); i += 2 {
			got.Found(test.pairs[i], test.pairs[i+1])
		}
		if got != test.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"": "", "FooError": "FooError", "FooError : x": "FooError", "a.b#FooError": "FooError", "FooError:http://x/#y": "FooError",
		"a.b#FooError:http://x/": "FooError", "#": "", ":": "",
	} {
		if got := fault.Name(code); got != want {
			t.Errorf("%q: %q, not %q", code, got, want)
		}
	}
}

func TestQueryCode(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]struct {
		code string
		side smithy.ErrorFault
	}{
		"": {}, "Customized;Sender": {"Customized", smithy.FaultClient}, "AWS.Gone ; Receiver": {"AWS.Gone", smithy.FaultServer}, "Customized": {"Customized", smithy.FaultUnknown},
		";Sender": {"", smithy.FaultClient},
	} {
		reply := &rt.Reply{Header: http.Header{"X-Amzn-Query-Error": {header}}}
		if code, side := fault.QueryCode(reply); code != want.code || side != want.side {
			t.Errorf("%q: %q, %v", header, code, side)
		}
	}
}

// failure has its message in a pointer, and another one plain.
type failure struct {
	Message *string
	Plain   string
	Header  *string
}

var schemaFailure = schema.Struct{Members: []schema.Member{
	{Name: "Message", Offset: unsafe.Offsetof(failure{}.Message), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "message", Offset: unsafe.Offsetof(failure{}.Plain), Type: schema.Type{Kind: schema.String}, Required: true},
	{Name: "message", Offset: unsafe.Offsetof(failure{}.Header), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header},
}}

func TestFillMessage(t *testing.T) {
	t.Parallel()
	var f failure
	fault.FillMessage(&schemaFailure, unsafe.Pointer(&f), "")
	if f.Message != nil || f.Plain != "" {
		t.Errorf("nothing became %+v", f)
	}
	fault.FillMessage(&schemaFailure, unsafe.Pointer(&f), "m")
	if f.Message == nil || *f.Message != "m" || f.Plain != "m" || f.Header != nil {
		t.Errorf("%+v", f)
	}
	fault.FillMessage(&schemaFailure, unsafe.Pointer(&f), "n")
	if *f.Message != "m" || f.Plain != "m" {
		t.Errorf("it was written over: %+v", f)
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	if err := fault.Unreadable("CBOR", nil); err != nil {
		t.Error(err)
	}
	cut := fault.Unreadable("CBOR", fmt.Errorf("name: %w", io.ErrUnexpectedEOF))
	if !strings.HasPrefix(cut.Error(), "its CBOR is cut short: name: ") || !errors.Is(cut, io.ErrUnexpectedEOF) {
		t.Error(cut)
	}
	if err := fault.Unreadable("JSON", errors.New("bad")); err.Error() != "its JSON is not what the model says: bad" {
		t.Error(err)
	}
}
