// Writing what a client reads: outputs and errors in the protocols of the services.

package rttest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/cborfmt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
	"github.com/smithwright/smithwright/rt/restxml"
	"github.com/smithwright/smithwright/rt/schema"
)

// message is a reply before it is an HTTP response.
type message struct {
	status int
	header http.Header
	body   []byte
	stream io.ReadCloser // the body instead, if not nil
}

// failure is an error as a service sends it.
type failure struct {
	status    int
	code      string // the name of its shape
	queryCode string // by which the query protocols know it, where that differs
	text      string
	requestID string
	server    bool         // whose fault it is
	shape     schema.Shape // the error's members; nil for none
}

// writer writes the replies of a service's side of a protocol.
type writer struct {
	protocol rt.Protocol
	service  *rt.Service
	op       *rt.Operation
	family
}

// family is what a protocol's messages are made of.
type family struct {
	media string
	rest  bool // members have places in the HTTP message
	json  *jsonfmt.Options
	xml   *xmlfmt.Options
	cbor  *cborfmt.Options
}

// familyOf returns how the servers of a protocol write; an error for one that this package does not know.
func familyOf(p rt.Protocol) (family, error) {
	switch name := p.Name(); name {
	case "restJson1":
		return family{media: "application/json", rest: true, json: &jsonfmt.Options{
			JSONName: true, Time: schema.FormatEpoch, Reply: true,
		}}, nil
	case "awsJson1_0", "awsJson1_1":
		media := "application/x-amz-json-" + strings.ReplaceAll(strings.TrimPrefix(name, "awsJson"), "_", ".")
		return family{media: media, json: &jsonfmt.Options{Unbound: true, Time: schema.FormatEpoch, Reply: true}}, nil
	case "rpcv2Json":
		return family{media: "application/json", json: &jsonfmt.Options{
			Unbound: true, Time: schema.FormatEpoch, OneTime: true, BigText: true, Reply: true,
		}}, nil
	case "rpcv2Cbor":
		return family{media: "application/cbor", cbor: &cborfmt.Options{Unbound: true, Reply: true}}, nil
	case "restXml":
		return family{media: "application/xml", rest: true, xml: &xmlfmt.Options{Reply: true}}, nil
	case "awsQuery", "ec2Query":
		return family{media: "text/xml", xml: &xmlfmt.Options{Unbound: true, Reply: true}}, nil
	default:
		return family{}, fmt.Errorf("this package does not know how the protocol %s writes replies: answer by rttest.Reply", name)
	}
}

func newWriter(p rt.Protocol, s *rt.Service, op *rt.Operation) (*writer, error) {
	f, err := familyOf(p)
	return &writer{p, s, op, f}, err
}

// start makes a message with what all of the protocol have.
func (w *writer) start(status int, requestID string) *message {
	m := &message{status: status, header: http.Header{"Content-Type": {w.media}, "X-Amzn-Requestid": {requestID}}}
	switch w.protocol.Name() {
	case "rpcv2Json":
		m.header.Set("Smithy-Protocol", "rpc-v2-json")
	case "rpcv2Cbor":
		m.header.Set("Smithy-Protocol", "rpc-v2-cbor")
	case "restXml":
		m.header.Set("X-Amz-Request-Id", requestID)
	}
	return m
}

// output makes the message of an output.
func (w *writer) output(out schema.Shape, requestID string) (*message, error) {
	s, base := out.SmithySchema(), mem.Pointer(out)
	for i := range s.Members {
		if s.Members[i].Kind == schema.EventStream {
			return nil, errors.New("a reply that is a stream of events cannot be made here: " +
				"implement the package's API with a double of the stream, which events.NewStream makes")
		}
	}
	m := w.start(http.StatusOK, requestID)
	if w.rest {
		return m, w.bound(m, s, base)
	}
	var err error
	switch w.protocol.Name() {
	case "awsQuery":
		result, err := w.element(w.op.Name+"Result", s, base)
		id := "<ResponseMetadata><RequestId>" + escaped(requestID) + "</RequestId></ResponseMetadata>"
		m.body = fmt.Appendf(nil, "<%[1]sResponse>%[2]s%[3]s</%[1]sResponse>", w.op.Name, result, id)
		return m, err
	case "ec2Query":
		name := w.op.Name + "Response"
		body, err := w.element(name, s, base)
		end := []byte("</" + name + ">")
		m.body = fmt.Appendf(bytes.TrimSuffix(body, end), "<requestId>%s</requestId>%s", escaped(requestID), end)
		return m, err
	default:
		m.body, err = w.document(s, base)
		return m, err
	}
}

// bound fills a message of a protocol whose members have places in it.
func (w *writer) bound(m *message, s *schema.Struct, base unsafe.Pointer) error {
	for i := range s.Members {
		if c := &s.Members[i]; c.Bind == schema.StatusCode {
			if p, ok := mem.Present(c, base); ok {
				m.status = int(*(*int32)(p))
			}
		}
	}
	if err := httpbind.Headers(m.header, s, base, nil); err != nil {
		return err
	}
	p := s.Payload()
	if p == nil {
		if !s.HasBody(schema.Bind.InReply) {
			m.header.Del("Content-Type")
			return nil
		}
		var err error
		m.body, err = w.document(s, base)
		return err
	}
	return w.payload(m, s, p, base)
}

// payload makes the body of the member that is the whole of it.
func (w *writer) payload(m *message, s *schema.Struct, p *schema.Member, base unsafe.Pointer) (err error) {
	if p.MediaType != "" {
		m.header.Set("Content-Type", p.MediaType)
	}
	value, ok := mem.Load(&p.Type, unsafe.Add(base, p.Offset))
	switch {
	case !ok:
	case p.Kind == schema.ReadCloser:
		m.stream = *(*io.ReadCloser)(value)
	case p.Kind == schema.Reader: // of a structure that is an input too
		m.stream = io.NopCloser(*(*io.Reader)(value))
	case p.Kind == schema.Blob:
		m.body = *(*[]byte)(value)
	case p.Kind == schema.String:
		m.body = []byte(*(*string)(value))
	case w.json != nil:
		m.body, err = jsonfmt.AppendValue(nil, &p.Type, value, w.json)
	default:
		name, x := p.Name, p.XML
		if p.Of != nil {
			name, x = p.Of.SmithySchema().Name, cmp.Or(x, p.Of.SmithySchema().XML)
		}
		if x != nil {
			name = cmp.Or(x.Name, name)
		}
		m.body, err = xmlfmt.AppendValue(nil, name, x, &p.Type, value, w.xml)
	}
	if err != nil {
		return fmt.Errorf("%s.%s: %w", s.Name, p.Name, err)
	}
	return nil
}

// document writes a structure as the body of a message.
func (w *writer) document(s *schema.Struct, base unsafe.Pointer) ([]byte, error) {
	switch {
	case w.json != nil:
		return jsonfmt.AppendBody(nil, s, base, w.json)
	case w.cbor != nil:
		return cborfmt.AppendBody(nil, s, base, w.cbor)
	case w.op.UnwrappedOutput:
		// The one member is the root.
		body, err := w.element("root", s, base)
		return bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("<root>")), []byte("</root>")), err
	default:
		name := s.Name
		if s.XML != nil {
			name = cmp.Or(s.XML.Name, name)
		}
		return w.element(name, s, base)
	}
}

// element writes a structure in XML.
func (w *writer) element(name string, s *schema.Struct, base unsafe.Pointer) ([]byte, error) {
	return xmlfmt.AppendRoot(nil, name, nil, s, base, w.xml)
}

// failure makes the message of an error.
func (w *writer) failure(f *failure) (*message, error) {
	m := w.start(f.status, f.requestID)
	shape := f.withText()
	s, base := shape.SmithySchema(), mem.Pointer(shape)
	if w.rest {
		if err := httpbind.Headers(m.header, s, base, nil); err != nil {
			return nil, err
		}
	}
	if w.service.QueryCompatible && f.queryCode != "" {
		m.header.Set("X-Amzn-Query-Error", f.queryCode+";"+f.side())
	}
	if p := s.Payload(); p != nil && w.rest {
		if w.xml != nil {
			return nil, fmt.Errorf("the whole body of a %s is its member %s, which leaves no place for its name: answer by rttest.Reply", s.Name, p.Name)
		}
		m.header.Set("X-Amzn-Errortype", f.code)
		return m, w.payload(m, s, p, base)
	}
	body, err := w.errorDocument(s, base)
	if err != nil {
		return nil, err
	}
	text := f.text
	if hasText(s, base) {
		text = ""
	}
	switch {
	case w.xml != nil:
		m.body = w.xmlError(f, body, text)
	case w.cbor != nil:
		m.body = cborError(body, f.code, text)
	default:
		m.header.Set("X-Amzn-Errortype", f.code)
		m.body = jsonError(body, f.code, text)
	}
	return m, nil
}

// errorDocument writes the members of an error.
func (w *writer) errorDocument(s *schema.Struct, base unsafe.Pointer) ([]byte, error) {
	if w.xml != nil {
		return w.element("Error", s, base)
	}
	return w.document(s, base)
}

// xmlError puts what the protocol says of an error into its element, and around it.
func (w *writer) xmlError(f *failure, element []byte, text string) []byte {
	members := bytes.TrimSuffix(element[bytes.IndexByte(element, '>')+1:], []byte("</Error>"))
	var b bytes.Buffer
	code := f.code
	if w.protocol.Name() == "awsQuery" {
		code = cmp.Or(f.queryCode, f.code)
	}
	before, after := "<ErrorResponse>", "<RequestId>"+escaped(f.requestID)+"</RequestId></ErrorResponse>"
	if p, ok := w.protocol.(restxml.Protocol); ok && p.NoErrorWrapping {
		before, after = "", ""
	} else if w.protocol.Name() == "ec2Query" {
		before, after = "<Response><Errors>", "</Errors><RequestID>"+escaped(f.requestID)+"</RequestID></Response>"
	}
	b.WriteString(before + "<Error>")
	if before == "<ErrorResponse>" {
		b.WriteString("<Type>" + f.side() + "</Type>")
	}
	b.WriteString("<Code>" + escaped(code) + "</Code>")
	if text != "" {
		b.WriteString("<Message>" + escaped(text) + "</Message>")
	}
	b.Write(members)
	b.WriteString("</Error>" + after)
	return b.Bytes()
}

// side is the word that the query and XML protocols have for whose fault an error is.
func (f *failure) side() string {
	if f.server {
		return "Receiver"
	}
	return "Sender"
}

// withText returns a copy of the error's struct that says what the error says, and an empty one where there is none.
func (f *failure) withText() schema.Shape {
	if f.shape == nil {
		return noMembers{}
	}
	clone := mem.NewShape(f.shape)
	reflect.ValueOf(clone).Elem().Set(reflect.ValueOf(f.shape).Elem())
	fault.FillMessage(clone.SmithySchema(), mem.Pointer(clone), f.text)
	return clone
}

// noMembers is an error that no model has.
type noMembers struct{}

var nothing = schema.Struct{Name: "Error"}

// SmithySchema returns the type's table.
func (noMembers) SmithySchema() *schema.Struct { return &nothing }

// hasText reports whether a member of an error is its message, and is there.
func hasText(s *schema.Struct, base unsafe.Pointer) bool {
	for i := range s.Members {
		if m := &s.Members[i]; strings.EqualFold(m.Name, "message") && m.Kind == schema.String && m.Bind == schema.Body {
			if p, ok := mem.Load(&m.Type, unsafe.Add(base, m.Offset)); ok && *(*string)(p) != "" {
				return true
			}
		}
	}
	return false
}

// jsonError puts the code and the text before the members of an object.
func jsonError(object []byte, code, text string) []byte {
	b := append([]byte(`{"__type":`), quoted(code)...)
	if text != "" {
		b = append(append(b, `,"message":`...), quoted(text)...)
	}
	if members := bytes.TrimPrefix(object, []byte("{")); !bytes.Equal(members, []byte("}")) && len(members) > 0 {
		return append(append(b, ','), members...)
	}
	return append(b, '}')
}

func quoted(text string) []byte {
	b, _ := json.Marshal(text) // a string can always be written
	return b
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // into memory
	return b.String()
}

// The first bytes of CBOR that are written here.
const (
	cborText    = 0x60
	cborMap     = 0xa0
	cborOpenMap = 0xbf
	cborBreak   = 0xff
)

// cborError puts the code and the text before the entries of a map, whose end is then marked by a break.
func cborError(encoded []byte, code, text string) []byte {
	entries := encoded[1:]
	switch encoded[0] - cborMap { // how many bytes follow for the number of entries
	case 24:
		entries = encoded[2:]
	case 25:
		entries = encoded[3:]
	}
	b := []byte{cborOpenMap}
	b = appendText(appendText(b, "__type"), code)
	if text != "" {
		b = appendText(appendText(b, "message"), text)
	}
	return append(append(b, entries...), cborBreak)
}

// appendText appends a string, with a head that has its length in two bytes.
func appendText(b []byte, s string) []byte {
	if len(s) > 0xffff {
		s = s[:0xffff]
	}
	return append(append(b, cborText|25, byte(len(s)>>8), byte(len(s))), s...)
}
