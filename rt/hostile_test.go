// Servers that send what no service does, to the clients of every protocol.

package rt_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsjson"
	"github.com/smithwright/smithwright/rt/awsquery"
	"github.com/smithwright/smithwright/rt/ec2query"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/restxml"
	"github.com/smithwright/smithwright/rt/rpcv2cbor"
	"github.com/smithwright/smithwright/rt/rpcv2json"
	"github.com/smithwright/smithwright/rt/schema"
)

// node is what the calls send and get.
type node struct {
	Name   *string
	Count  *int64
	Nested *node
	Nodes  []node
	Meta   map[string]string
}

func (*node) SmithySchema() *schema.Struct { return &schemaNode }

var (
	nodes = schema.Collection{Elem: schema.Type{Kind: schema.Structure, Of: (*node)(nil)}, Go: (*[]node)(nil)}
	meta  = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}
)

var schemaNode = schema.Struct{Name: "Node", Members: []schema.Member{
	{Name: "name", Offset: unsafe.Offsetof(node{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "count", Offset: unsafe.Offsetof(node{}.Count), Type: schema.Type{Kind: schema.Int64, Ptr: true}},
	{Name: "nested", Offset: unsafe.Offsetof(node{}.Nested), Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*node)(nil)}},
	{Name: "nodes", Offset: unsafe.Offsetof(node{}.Nodes), Type: schema.Type{Kind: schema.List, Elem: &nodes}},
	{Name: "meta", Offset: unsafe.Offsetof(node{}.Meta), Type: schema.Type{Kind: schema.Map, Elem: &meta}, Bind: schema.PrefixHeaders, Wire: "X-Meta-"},
}}

var opNode = rt.Operation{Name: "Get", Method: "POST", Path: "/get", Errors: []schema.Shape{(*denied)(nil)}}

// wire is a protocol with documents of its format.
type wire struct {
	protocol rt.Protocol
	header   string // of replies that are the protocol's
	good     string // a document of a node called "me"
	bad      string // one of an error that the model does not have, Odd, with a message
	deep     func(n int) string
	many     func(n int) string // a document of a node with n empty ones in a list
}

func jsonWire(p rt.Protocol, header string) wire {
	return wire{
		p, header, `{"name":"me"}`, `{"__type":"Odd","message":"no"}`, func(n int) string { return strings.Repeat(`{"nested":`, n) },
		func(n int) string { return `{"nodes":[{}` + strings.Repeat(",{}", n-1) + "]}" },
	}
}

// wires are the protocols, by the name of each.
func wires() map[string]wire {
	xml := func(before, after string) func(int) string {
		return func(n int) string {
			return before + strings.Repeat("<nested>", n) + strings.Repeat("</nested>", n) + after
		}
	}
	list := func(before, after string) func(int) string {
		return func(n int) string { return before + "<nodes>" + strings.Repeat("<member/>", n) + "</nodes>" + after }
	}
	const cborName = "\xa1\x64name\x62me"
	all := []wire{
		jsonWire(restjson.Protocol{}, ""), jsonWire(awsjson.Protocol{Version: "1.0"}, ""), jsonWire(awsjson.Protocol{Version: "1.1"}, ""),
		jsonWire(rpcv2json.Protocol{}, "Smithy-Protocol: rpc-v2-json\r\n"),
		{
			rpcv2cbor.Protocol{}, "Smithy-Protocol: rpc-v2-cbor\r\n", cborName, "\xa2\x66__type\x63Odd\x67message\x62no",
			func(n int) string { return strings.Repeat("\xa1\x66nested", n) },
			func(n int) string { return "\xa1\x65nodes\x9f" + strings.Repeat("\xa0", n) + "\xff" },
		},
		{
			restxml.Protocol{}, "", "<Node><name>me</name></Node>",
			"<ErrorResponse><Error><Type>Receiver</Type><Code>Odd</Code><Message>no</Message></Error><RequestId>id-in-body</RequestId></ErrorResponse>",
			xml("<Node>", "</Node>"), list("<Node>", "</Node>"),
		},
		{
			awsquery.Protocol{}, "", "<GetResponse><GetResult><name>me</name></GetResult><ResponseMetadata><RequestId>id-in-body</RequestId></ResponseMetadata></GetResponse>",
			"<ErrorResponse><Error><Type>Receiver</Type><Code>Odd</Code><Message>no</Message></Error><RequestId>id-in-body</RequestId></ErrorResponse>",
			xml("<GetResponse><GetResult>", "</GetResult></GetResponse>"), list("<GetResponse><GetResult>", "</GetResult></GetResponse>"),
		},
		{
			ec2query.Protocol{}, "", "<GetResponse><name>me</name><requestId>id-in-body</requestId></GetResponse>",
			"<Response><Errors><Error><Code>Odd</Code><Message>no</Message></Error></Errors><RequestID>id-in-body</RequestID></Response>",
			xml("<GetResponse>", "</GetResponse>"), list("<GetResponse>", "</GetResponse>"),
		},
	}
	byName := map[string]wire{}
	for _, w := range all {
		byName[w.protocol.Name()] = w
	}
	return byName
}

// attacker is a server that answers each request with the same bytes, and then hangs up.
func attacker(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_ = c.SetDeadline(time.Now().Add(30 * time.Second))
				if r, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
					_ = r.Body.Close()
					serve(c)
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

// says answers with bytes.
func says(reply string) func(net.Conn) {
	return func(c net.Conn) { _, _ = c.Write([]byte(reply)) }
}

const limit = 64 << 10

// attack calls an operation of a server. Of a service it takes redirects, retries and pools out of the way.
func attack(ctx context.Context, t *testing.T, p rt.Protocol, endpoint string) (*node, rt.Metadata, error) {
	t.Helper()
	c, err := rt.NewClient(rt.Spec{
		Service: &rt.Service{ID: "Test", Name: "Test", Version: "1"}, Protocol: p, Endpoint: endpoint, Options: rt.Options{MaxReplyBytes: limit},
	})
	if err != nil {
		t.Fatal(err)
	}
	var meta rt.Metadata
	out, err := rt.Invoke[node](ctx, c, &opNode, &node{Name: new("me")}, []rt.CallOption{rt.Once(), rt.Capture(&meta)})
	return out, meta, err
}

// zipped is a text in gzip.
func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

// head begins a reply that has an id.
func head(status int, w wire, more ...string) string {
	return fmt.Sprintf("HTTP/1.1 %d Status\r\nConnection: close\r\nX-Amzn-Requestid: id-1\r\n%s%s\r\n", status, w.header, strings.Join(more, ""))
}

// whole is a reply with its length.
func whole(status int, w wire, body string, more ...string) string {
	return head(status, w, append(more, fmt.Sprintf("Content-Length: %d\r\n", len(body)))...) + body
}

// kind is what a call ends with.
type kind int

const (
	success    kind = iota
	noReply         // a CallError
	unreadable      // a ReplyError
	answer          // an UnknownError
)

// hostile are the replies. limit is the most that clients read.
var hostile = map[string]struct {
	reply func(w wire) string
	kind  kind
	says  string // part of the error's text
}{
	"another protocol":         {func(wire) string { return "SSH-2.0-OpenSSH_9.9\r\n" }, noReply, "malformed HTTP"},
	"nothing":                  {func(wire) string { return "" }, noReply, "EOF"},
	"half a header":            {func(wire) string { return "HTTP/1.1 200 OK\r\nX-Amzn-Req" }, noReply, ""},
	"status of four digits":    {func(wire) string { return "HTTP/1.1 2000 OK\r\n\r\n" }, noReply, "malformed HTTP status"},
	"two lengths":              {func(w wire) string { return head(200, w, "Content-Length: 1\r\nContent-Length: 2\r\n") + "{}" }, noReply, "Content-Length"},
	"negative length":          {func(w wire) string { return head(200, w, "Content-Length: -1\r\n") + "{}" }, noReply, "Content-Length"},
	"flood of headers":         {func(w wire) string { return head(200, w, strings.Repeat("X-Meta-A: b\r\n", 30_000)) }, noReply, "headers exceeded 262144 bytes"},
	"one long header":          {func(w wire) string { return head(200, w, "X-Meta-A: "+strings.Repeat("b", 300<<10)+"\r\n") }, noReply, "headers exceeded"},
	"flood of early hints":     {func(wire) string { return strings.Repeat("HTTP/1.1 103 Early\r\nLink: a\r\n\r\n", 20_000) }, noReply, "headers exceeded"},
	"another protocol from it": {func(w wire) string { return head(101, w, "Upgrade: x\r\n") + "bytes" }, unreadable, "HTTP status 101"},
	"less than announced":      {func(w wire) string { return head(200, w, "Content-Length: 5000\r\n") + w.good }, unreadable, "cut short"},
	"less than a lot":          {func(w wire) string { return head(200, w, "Content-Length: 9000000000000000000\r\n") + w.good }, unreadable, "cut short"},
	"more than announced":      {func(w wire) string { return head(200, w, "Content-Length: 5\r\n") + w.good }, unreadable, ""},
	"chunks that end early":    {func(w wire) string { return head(200, w, "Transfer-Encoding: chunked\r\n") + "5\r\n{\"nam\r\n" }, unreadable, "cut short"},
	"chunk of odd size":        {func(w wire) string { return head(200, w, "Transfer-Encoding: chunked\r\n") + "zz\r\n" }, unreadable, "cut short"},
	"chunk that lies":          {func(w wire) string { return head(200, w, "Transfer-Encoding: chunked\r\n") + "ffffffffffff\r\nabc" }, unreadable, "cut short"},
	"garbage":                  {func(w wire) string { return whole(200, w, "\xff\xfe\x00garbage") }, unreadable, "cannot read the reply"},
	"garbage of an error":      {func(w wire) string { return whole(400, w, "\xff\xfe\x00garbage") }, unreadable, "HTTP status 400"},
	"zeros":                    {func(w wire) string { return whole(200, w, strings.Repeat("\x00", 100)) }, unreadable, "cannot read the reply"},
	"HTML": {func(w wire) string {
		return whole(200, w, "<html><body>Sign in</body></html>", "Content-Type: text/html\r\n")
	}, unreadable, "HTML page"},
	"HTML of a refusal": {func(w wire) string { return whole(403, w, "\n<html><body>Forbidden</body></html>") }, unreadable, "HTML page"},
	"HTML of an error": {func(w wire) string {
		return whole(502, w, "<!DOCTYPE html><p>Bad gateway", "Content-Type: text/html\r\n")
	}, unreadable, "HTML page"},
	"HTML that ends early": {func(w wire) string {
		return head(502, w, "Content-Length: 100\r\nContent-Type: text/html\r\n") + "<html>"
	}, unreadable, "HTML page"},
	"deep":                   {func(w wire) string { return whole(200, w, w.deep(2000)) }, unreadable, "cannot read the reply"},
	"deep error":             {func(w wire) string { return whole(400, w, w.deep(2000)) }, unreadable, "HTTP status 400"},
	"too long":               {func(w wire) string { return head(200, w) + strings.Repeat(" ", limit+1) }, unreadable, "longer than 65536 bytes"},
	"error that is too long": {func(w wire) string { return head(400, w) + strings.Repeat(" ", limit+1) }, unreadable, "longer than 65536 bytes"},
	"bomb":                   {func(w wire) string { return whole(200, w, bomb, "Content-Encoding: gzip\r\n") }, unreadable, "longer than 65536 bytes"},
	"bomb in an error":       {func(w wire) string { return whole(500, w, bomb, "Content-Encoding: gzip\r\n") }, unreadable, "longer than 65536 bytes"},
	"gzip that is none":      {func(w wire) string { return whole(200, w, "not gzip at all", "Content-Encoding: gzip\r\n") }, unreadable, "gzip"},
	"gzip that ends early": {
		func(w wire) string {
			return whole(200, w, zipped(strings.Repeat(w.good, 100))[:30], "Content-Encoding: gzip\r\n")
		}, unreadable, "cut short",
	},
	"gzip":                {func(w wire) string { return whole(200, w, zipped(w.good), "Content-Encoding: gzip\r\n") }, success, ""},
	"no content":          {func(w wire) string { return head(204, w) }, success, ""},
	"content of none":     {func(w wire) string { return whole(204, w, "garbage") }, success, ""},
	"not modified":        {func(w wire) string { return whole(304, w, "garbage") }, answer, "NotModified"},
	"redirect":            {func(w wire) string { return head(301, w, "Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n") }, answer, "points to http://127.0.0.1:1,"},
	"error without body":  {func(w wire) string { return whole(404, w, "") }, answer, "NotFound"},
	"status of no name":   {func(w wire) string { return whole(599, w, "") }, answer, "Status599"},
	"error that is odd":   {func(w wire) string { return whole(400, w, w.bad) }, answer, "Odd: no (HTTP status 400, request id id-1)"},
	"many prefix headers": {func(w wire) string { return whole(200, w, w.good, manyHeaders(2000)) }, success, ""},
}

// bomb is small, and large when it is decompressed.
var bomb = zipped(strings.Repeat("\x00", 64<<20))

func manyHeaders(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "X-Meta-%d: b\r\n", i)
	}
	return b.String()
}

func TestHostileReplies(t *testing.T) {
	t.Parallel()
	for protocol, w := range wires() {
		for name, test := range hostile {
			t.Run(protocol+"/"+name, func(t *testing.T) {
				t.Parallel()
				out, meta, err := attack(t.Context(), t, w.protocol, attacker(t, says(test.reply(w))))
				var call *rt.CallError
				var reply *rt.ReplyError
				var unknown *rt.UnknownError
				var moved *rt.RedirectError
				status, id := 0, ""
				switch {
				case err == nil && test.kind == success:
					if out.Name != nil && *out.Name != "me" {
						t.Errorf("the name is %s", *out.Name)
					}
					return
				case errors.As(err, &call) && test.kind == noReply:
				case errors.As(err, &reply) && test.kind == unreadable:
					status, id = reply.Status, reply.RequestID
				case errors.As(err, &unknown) && test.kind == answer:
					status, id = unknown.Status, unknown.RequestID
				case errors.As(err, &moved) && test.kind == answer:
					status, id = moved.Status, moved.RequestID
				default:
					t.Fatalf("%T: %.300v (output %+v)", err, err, out)
				}
				if !strings.Contains(err.Error(), test.says) || len(err.Error()) > 2000 {
					t.Errorf("the text lacks %q: %.2000v", test.says, err)
				}
				if test.kind != noReply && (status == 0 || id != "id-1" || meta.Status != status || meta.RequestID != id) {
					t.Errorf("status %d and id %q, captured %+v", status, id, meta)
				}
			})
		}
	}
}

// TestUnknownErrors keeps what a service says in an error of which the model knows nothing.
func TestUnknownErrors(t *testing.T) {
	t.Parallel()
	for protocol, w := range wires() {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			reply := strings.Replace(whole(400, w, w.bad), "X-Amzn-Requestid: id-1\r\n", "", 1)
			_, meta, err := attack(t.Context(), t, w.protocol, attacker(t, says(reply)))
			var unknown *rt.UnknownError
			if !errors.As(err, &unknown) || unknown.Code != "Odd" || unknown.Text != "no" || string(unknown.Body) != w.bad {
				t.Fatalf("%T: %v", err, err)
			}
			if inBody := strings.Contains(w.bad, "id-in-body"); inBody && (unknown.RequestID != "id-in-body" || meta.RequestID != "id-in-body") {
				t.Errorf("the id is %q, captured %q", unknown.RequestID, meta.RequestID)
			}
			want := smithy.FaultClient
			if strings.Contains(w.bad, "Receiver") {
				want = smithy.FaultServer
			}
			if unknown.Fault != want {
				t.Errorf("the fault is the %s's", unknown.Fault)
			}
		})
	}
}

// TestLongErrors has errors that say more than anybody wants to read. All of it is there for programs.
func TestLongErrors(t *testing.T) {
	t.Parallel()
	code, text := strings.Repeat("é", 10_000), strings.Repeat("m", 40_000)
	for protocol, w := range wires() {
		if protocol == "rpcv2Cbor" {
			continue // its strings tell their lengths
		}
		body := strings.NewReplacer("Odd", code, `"no"`, `"`+text+`"`, ">no<", ">"+text+"<").Replace(w.bad)
		_, _, err := attack(t.Context(), t, w.protocol, attacker(t, says(whole(400, w, body))))
		var unknown *rt.UnknownError
		if !errors.As(err, &unknown) || unknown.Code != code || unknown.Text != text || unknown.RequestID != "id-1" {
			t.Fatalf("%s: %T %.300v", protocol, err, err)
		}
		if string(unknown.Body) != body[:4096] {
			t.Errorf("%s: %d bytes of the body are kept", protocol, len(unknown.Body))
		}
		said := err.Error()
		if !utf8.ValidString(said) || len(said) > 34_000 || !strings.Contains(said, "éé…: mm") || !strings.HasSuffix(said, "mm… (HTTP status 400, request id id-1)") {
			t.Errorf("%s: %d bytes: %.300s", protocol, len(said), said)
		}
	}
}

// anything is what a call gets whose reply is bytes of any sort.
type anything struct{ Body []byte }

func (*anything) SmithySchema() *schema.Struct { return &schemaAnything }

var schemaAnything = schema.Struct{Name: "Anything", Members: []schema.Member{{Name: "body", Type: schema.Type{Kind: schema.Blob}, Bind: schema.Payload}}}

// TestPagesThatAreWanted gets an HTML page where that is what the operation returns.
func TestPagesThatAreWanted(t *testing.T) {
	t.Parallel()
	const page = "<html><body>Welcome</body></html>"
	for _, protocol := range []string{"restJson1", "restXml"} {
		w := wires()[protocol]
		c, err := rt.NewClient(rt.Spec{
			Service: &rt.Service{ID: "Test", Name: "Test"}, Protocol: w.protocol, Endpoint: attacker(t, says(whole(200, w, page, "Content-Type: text/html\r\n"))),
		})
		if err != nil {
			t.Fatal(err)
		}
		out, err := rt.Invoke[anything](t.Context(), c, &opNode, &node{}, []rt.CallOption{rt.Once()})
		if err != nil || string(out.Body) != page {
			t.Errorf("%s: %v, %v", protocol, out, err)
		}
	}
}

// TestMemoryOfReplies has replies that are short and large: their memory is bounded, by default at what no real one takes.
func TestMemoryOfReplies(t *testing.T) {
	t.Parallel()
	const n = 20_000 // nodes, of 56 bytes each
	for protocol, w := range wires() {
		for _, test := range []struct {
			options rt.Options
			limit   string // that is exceeded
		}{
			{rt.Options{}, ""},
			{rt.Options{MaxReplyMemory: 8 << 20}, ""},
			{rt.Options{MaxReplyMemory: 1 << 20}, "1048576"},
			{rt.Options{MaxReplyMemory: 1}, "takes more than 1 bytes"},
			{rt.Options{MaxReplyMemory: -1, MaxReplyBytes: math.MaxInt64}, ""},
		} {
			c, err := rt.NewClient(rt.Spec{
				Service: &rt.Service{ID: "Test", Name: "Test", Version: "1"}, Protocol: w.protocol, Options: test.options,
				Endpoint: attacker(t, says(whole(200, w, w.many(n)))),
			})
			if err != nil {
				t.Fatal(err)
			}
			out, err := rt.Invoke[node](t.Context(), c, &opNode, &node{}, []rt.CallOption{rt.Once()})
			var reply *rt.ReplyError
			switch {
			case test.limit == "":
				if err != nil || len(out.Nodes) != n {
					t.Errorf("%s, at most %d: %v", protocol, test.options.MaxReplyMemory, err)
				}
			case !errors.As(err, &reply) || reply.Status != 200 || reply.RequestID != "id-1":
				t.Errorf("%s, at most %d: %T %v", protocol, test.options.MaxReplyMemory, err, err)
			case !strings.Contains(err.Error(), test.limit) || !strings.Contains(err.Error(), "Options.MaxReplyMemory"):
				t.Errorf("%s, at most %d: %v", protocol, test.options.MaxReplyMemory, err)
			}
		}
	}
}

// TestQueryCompatible has errors with the codes and faults that the service's query protocol gave them.
func TestQueryCompatible(t *testing.T) {
	t.Parallel()
	for protocol, w := range wires() {
		if protocol != "awsJson1_0" && protocol != "rpcv2Cbor" {
			continue
		}
		for side, want := range map[string]smithy.ErrorFault{"Sender": smithy.FaultClient, "Receiver": smithy.FaultServer, "": smithy.FaultClient} {
			reply := whole(400, w, w.bad, "X-Amzn-Query-Error: AWS.Odd;"+side+"\r\n")
			c, err := rt.NewClient(rt.Spec{
				Service: &rt.Service{ID: "Test", Name: "Test", QueryCompatible: true}, Protocol: w.protocol, Endpoint: attacker(t, says(reply)),
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = rt.Invoke[node](t.Context(), c, &opNode, &node{}, []rt.CallOption{rt.Once()})
			var unknown *rt.UnknownError
			if !errors.As(err, &unknown) || unknown.Code != "AWS.Odd" || unknown.Fault != want {
				t.Errorf("%s, %s: %T: %v (%s)", protocol, side, err, err, unknown.Fault)
			}
		}
	}
}

// TestRequestIDOfTheBody is captured from replies that succeed, too.
func TestRequestIDOfTheBody(t *testing.T) {
	t.Parallel()
	for protocol, w := range wires() {
		if !strings.Contains(w.good, "id-in-body") {
			continue
		}
		reply := strings.Replace(whole(200, w, w.good), "X-Amzn-Requestid: id-1\r\n", "", 1)
		out, meta, err := attack(t.Context(), t, w.protocol, attacker(t, says(reply)))
		if err != nil || *out.Name != "me" || meta.RequestID != "id-in-body" {
			t.Errorf("%s: %+v, %+v, %v", protocol, out, meta, err)
		}
	}
}

// TestSlowReply has a server that sends a byte now and then: the context ends the call.
func TestSlowReply(t *testing.T) {
	t.Parallel()
	for protocol, w := range wires() {
		for name, begin := range map[string]string{"header": "HTTP/1.1 200 OK\r\nX-A: ", "body": head(200, w) + "{"} {
			t.Run(protocol+"/"+name, func(t *testing.T) {
				t.Parallel()
				endpoint := attacker(t, func(c net.Conn) {
					_, err := c.Write([]byte(begin))
					for err == nil {
						time.Sleep(5 * time.Millisecond)
						_, err = c.Write([]byte(" "))
					}
				})
				ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
				defer cancel()
				if _, _, err := attack(ctx, t, w.protocol, endpoint); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%T: %v", err, err)
				}
			})
		}
	}
}

// TestProtocolOfTheOptions replaces the protocol that a package was generated for.
func TestProtocolOfTheOptions(t *testing.T) {
	t.Parallel()
	for protocol, w := range wires() {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			c, err := rt.NewClient(rt.Spec{
				Service: &rt.Service{ID: "Test", Name: "Test", Version: "1"}, Protocol: nobody{}, Endpoint: attacker(t, says(whole(200, w, w.good))),
				Options: rt.Options{Protocol: w.protocol},
			})
			if err != nil {
				t.Fatal(err)
			}
			out, err := rt.Invoke[node](t.Context(), c, &opNode, &node{Name: new("me")}, nil)
			if err != nil || *out.Name != "me" {
				t.Errorf("%+v, %v", out, err)
			}
		})
	}
}

// nobody is a protocol that must not be used.
type nobody struct{ rt.Protocol }

func (nobody) Name() string { return "nobody's" }
