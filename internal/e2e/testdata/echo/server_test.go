// The stub: what a service answers that sends back what it was sent, and one that answers with an error.

package echo_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/cborfmt"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/queryfmt"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// service is a generated package for a protocol.
type service struct {
	model, protocol string
	client          func(endpoint string, o rt.Options) (any, error)
	errors          []schema.Shape
	events          []schema.Shape // unions of them
}

// doer answers requests without a network.
type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

func address(s schema.Shape) unsafe.Pointer { return reflect.ValueOf(s).UnsafePointer() }

// made makes another value of the type.
func made(s schema.Shape) schema.Shape {
	return reflect.New(reflect.TypeOf(s).Elem()).Interface().(schema.Shape)
}

func response(r *http.Request, status int, h http.Header, body []byte) *http.Response {
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(bytes.NewReader(body)), Request: r, ContentLength: int64(len(body))}
}

// headers are those that a reply of the protocol has.
func (s service) headers() http.Header {
	h := http.Header{}
	switch s.protocol {
	case "rpcv2Cbor":
		h.Set("Smithy-Protocol", "rpc-v2-cbor")
	case "rpcv2Json":
		h.Set("Smithy-Protocol", "rpc-v2-json")
	}
	return h
}

// echo answers a call of an operation with what came. in is what was sent, and out shows the type of what is to come back.
func (s service) echo(operation string, in, out schema.Shape, r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	h := s.headers()
	var err error
	switch {
	case strings.HasPrefix(s.protocol, "rest"):
		err = moveBindings(h, in.SmithySchema(), out.SmithySchema(), r)
	case isForm(s.protocol):
		body, err = s.echoForm(operation, in, out, body)
	}
	if err != nil {
		return nil, err
	}
	return response(r, http.StatusOK, h, body), nil
}

// moveBindings puts what stood in headers, the query and the path into headers.
func moveBindings(h http.Header, in, out *schema.Struct, r *http.Request) error {
	for name, values := range r.Header {
		if strings.HasPrefix(name, "X-") {
			h[name] = values
		}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return err
	}
	path := strings.Split(r.URL.EscapedPath(), "/")
	for i := range in.Members {
		m := &in.Members[i]
		to := out.Member(m.Name)
		if to == nil || to.Bind != schema.Header {
			continue
		}
		switch values, ok := query[m.Wire]; {
		case m.Bind == schema.Label:
			if err := moveLabel(h, m, to, path); err != nil {
				return err
			}
		case m.Bind == schema.Query && ok:
			for i, v := range values {
				if m.Kind == schema.List && m.Elem.Elem.Kind == schema.String {
					values[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
				}
			}
			h.Set(to.Wire, strings.Join(values, ", "))
		}
	}
	return nil
}

// moveLabel finds a label behind its name.
func moveLabel(h http.Header, m, to *schema.Member, path []string) error {
	for i, part := range path {
		if part != m.Name+"-is" {
			continue
		}
		text, err := url.PathUnescape(path[i+1])
		if err != nil {
			return err
		}
		h.Set(to.Wire, text)
	}
	return nil
}

// echoForm reads a form as a server does, holds it against what was sent, and answers in XML.
func (s service) echoForm(operation string, in, out schema.Shape, body []byte) ([]byte, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil || !strings.EqualFold(form.Get("Action"), operation) || form.Get("Version") != "2020-01-01" {
		return nil, fmt.Errorf("the form %q: %v", body, err)
	}
	got := made(in)
	ec2 := s.protocol == "ec2Query"
	if err := queryfmt.DecodeBody(body, got.SmithySchema(), address(got), &queryfmt.Options{EC2: ec2}); err != nil {
		return nil, fmt.Errorf("%w, in the form %q", err, body)
	}
	copyMembers(out, got)
	name, document := operation+"Response", []byte(nil)
	if !ec2 {
		name, document = operation+"Result", []byte("<"+operation+"Response>")
	}
	if document, err = xmlfmt.AppendRoot(document, name, nil, out.SmithySchema(), address(out), &xmlfmt.Options{Reply: true, Unbound: true}); err != nil {
		return nil, err
	}
	if !ec2 {
		document = append(document, "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></"+operation+"Response>"...)
	}
	return document, nil
}

// copyMembers copies what members of the same names hold.
func copyMembers(to, from schema.Shape) {
	a, b := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem()
	for i := range from.SmithySchema().Members {
		ma := &from.SmithySchema().Members[i]
		mb := to.SmithySchema().Member(ma.Name)
		if mb == nil {
			continue
		}
		switch va, vb := fieldAt(a, ma.Offset), fieldAt(b, mb.Offset); {
		case ma.Ptr == mb.Ptr:
			vb.Set(va)
		case ma.Ptr && !va.IsNil():
			vb.Set(va.Elem())
		case mb.Ptr:
			vb.Set(reflect.New(va.Type()))
			vb.Elem().Set(va)
		}
	}
}

// jsonOptions are those by which a server writes the protocol.
func jsonOptions(protocol string) *jsonfmt.Options {
	o := &jsonfmt.Options{Reply: true, Unbound: protocol != "restJson1", JSONName: protocol == "restJson1", Time: schema.FormatEpoch}
	o.OneTime, o.BigText = protocol == "rpcv2Json", protocol == "rpcv2Json"
	return o
}

// refuse answers with an error of the model.
func (s service) refuse(e schema.Shape, r *http.Request) (*http.Response, error) {
	table, h := e.SmithySchema(), s.headers()
	name := table.Name
	var body []byte
	var err error
	switch s.protocol {
	case "rpcv2Cbor":
		body, err = cborfmt.AppendBody(nil, table, address(e), &cborfmt.Options{Reply: true, Unbound: true})
		if err == nil {
			body = nameInCBOR(body, name)
		}
	case "rpcv2Json":
		body, err = jsonfmt.AppendBody(nil, table, address(e), jsonOptions(s.protocol))
		if err == nil {
			body = nameInJSON(body, name)
		}
	case "awsJson1_0", "awsJson1_1", "restJson1":
		h.Set("X-Amzn-Errortype", name+":http://example.com/")
		body, err = s.refusalInJSON(h, e)
	case "ec2Query":
		body, err = refusalInXML("<Response><Errors>", e, "</Errors><RequestID>id</RequestID></Response>", true)
	default:
		if s.protocol == "restXml" {
			err = httpbind.Headers(h, table, address(e), nil)
		}
		if err == nil {
			body, err = refusalInXML("<ErrorResponse>", e, "<RequestId>id</RequestId></ErrorResponse>", s.protocol == "awsQuery")
		}
	}
	if err != nil {
		return nil, err
	}
	status := table.Error.Status
	if status == 0 {
		status = http.StatusBadRequest
	}
	return response(r, status, h, body), nil
}

func (s service) refusalInJSON(h http.Header, e schema.Shape) ([]byte, error) {
	table := e.SmithySchema()
	if s.protocol == "restJson1" {
		if err := httpbind.Headers(h, table, address(e), nil); err != nil {
			return nil, err
		}
	}
	m := table.Payload()
	if m == nil || s.protocol != "restJson1" {
		return jsonfmt.AppendBody(nil, table, address(e), jsonOptions(s.protocol))
	}
	place := fieldAt(reflect.ValueOf(e).Elem(), m.Offset)
	if place.IsNil() {
		return nil, nil
	}
	return jsonfmt.AppendValue(nil, &m.Type, place.UnsafePointer(), jsonOptions(s.protocol))
}

func refusalInXML(before string, e schema.Shape, after string, unbound bool) ([]byte, error) {
	body, err := xmlfmt.AppendRoot([]byte(before), "Error", nil, e.SmithySchema(), address(e), &xmlfmt.Options{Reply: true, Unbound: unbound})
	body = bytes.TrimSuffix(body, []byte("</Error>"))
	return append(body, "<Code>"+e.SmithySchema().Name+"</Code></Error>"+after...), err
}

func nameInJSON(body []byte, name string) []byte {
	out := `{"__type":"echo#` + name + `"`
	if string(body) != "{}" {
		out += ","
	}
	return append([]byte(out), body[1:]...)
}

// nameInCBOR adds an entry to a map, which is indefinite then.
func nameInCBOR(body []byte, name string) []byte {
	out := append([]byte("\xbf\x66__type\x78"), byte(len("echo#"+name)))
	out = append(append(out, "echo#"...), name...)
	switch first := body[0]; {
	case first == 0xbf: // indefinite
		return append(out, body[1:]...)
	case first < 0xb8: // with the number of entries
		body = body[1:]
	default: // with the number of entries in the next byte
		body = body[2:]
	}
	return append(append(out, body...), 0xff)
}
