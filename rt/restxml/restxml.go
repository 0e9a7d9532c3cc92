// Package restxml is the protocol restXml: REST operations with bodies in XML.
//
// It implements https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html on the side of the client.
package restxml

import (
	"cmp"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/fault"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/rest"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is restXml.
type Protocol struct {
	// NoErrorWrapping says that the root of an error's document is Error, without an ErrorResponse around it.
	NoErrorWrapping bool
}

var _ rt.Protocol = Protocol{}

// Name returns "restXml".
func (Protocol) Name() string { return "restXml" }

// Encode makes the message of a request.
func (Protocol) Encode(s *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	return rest.Encode(&codec{service: s, options: xmlfmt.Options{Token: token}}, op, in, token)
}

// Decode fills out from a reply. The root element of its document may have any name.
func (Protocol) Decode(op *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	if op != nil && op.UnwrappedOutput {
		return rest.Decode(&unwrapped, reply, out)
	}
	return rest.Decode(&output, reply, out)
}

// ErrorOf finds the code, the message, the request id and whose fault it is in the body, which may be empty. With a status of
// success it is no error unless its root says so.
func (p Protocol) ErrorOf(_ *rt.Service, reply *rt.Reply) (rt.Fault, error) {
	if rest.Blank(reply.Body) {
		return rt.Fault{}, nil
	}
	if root := xmlfmt.Root(reply.Body); reply.Status/100 == 2 && root != "Error" && root != "ErrorResponse" {
		return rt.Fault{}, nil
	}
	place := ""
	if p.wrapped(reply.Body) {
		place = "Error/"
	}
	texts, err := xmlfmt.Text(reply.Body, place+"Code", place+"Message", place+"Type", "RequestId", place+"message")
	reply.RequestID = texts[3]
	result := rt.Fault{Shape: texts[0], Message: cmp.Or(texts[1], texts[4]), Side: fault.Side(texts[2])}
	if result.Shape == "" && place == "" && err == nil {
		if name := xmlfmt.Root(reply.Body); name != "Error" {
			result.Shape = name // so Route 53 sends InvalidChangeBatch
		}
	}
	return result, fault.Unreadable("XML", err)
}

// wrapped reports whether an error's document has an ErrorResponse around the Error. Services are not held to what their
// models say: the document itself tells, where it is one of the two, or where it has no Error in it, since some errors come
// as documents of their own name.
func (p Protocol) wrapped(body []byte) bool {
	switch xmlfmt.Root(body) {
	case "ErrorResponse":
		return true
	case "Error":
		return false
	}
	if p.NoErrorWrapping {
		return false
	}
	texts, err := xmlfmt.Text(body, "Error/Code")
	return err != nil || texts[0] != ""
}

// DecodeError fills the struct of an error of the model.
func (p Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	c := &unwrappedError
	if p.wrapped(reply.Body) {
		c = &wrappedError
	}
	if err := rest.Decode(c, reply, out); err != nil {
		return err
	}
	if s := out.SmithySchema(); s.Payload() == nil && !rest.Blank(reply.Body) {
		if f, err := p.ErrorOf(nil, reply); err == nil {
			fault.FillMessage(s, mem.Pointer(out), f.Message)
		}
	}
	return nil
}

// codec is XML as a message needs it.
type codec struct {
	service *rt.Service // whose namespace requests are in
	options xmlfmt.Options
	enter   []string // the elements of a reply's document that lead to the members
}

var (
	output         = codec{enter: []string{""}, options: xmlfmt.Options{Fill: true}}
	unwrapped      = codec{options: xmlfmt.Options{Fill: true}}
	wrappedError   = codec{enter: []string{"", "Error"}, options: xmlfmt.Options{Fill: true}}
	unwrappedError = codec{enter: []string{""}, options: xmlfmt.Options{Fill: true}}
)

// contentType is the header of a document.
var contentType = []string{"application/xml"}

func (*codec) Name() string          { return "XML" }
func (*codec) ContentType() []string { return contentType }
func (*codec) Nothing() string       { return "" }

// root returns the name and the namespace of a document's root: what each of the traits says, the first that says anything.
func (c *codec) root(byDefault string, traits ...*schema.XML) (string, *schema.XML) {
	var x schema.XML
	for _, t := range append(traits, c.service.XML) {
		if t == nil {
			continue
		}
		x.Name = cmp.Or(x.Name, t.Name)
		if x.URI == "" {
			x.URI, x.Prefix = t.URI, t.Prefix
		}
	}
	return cmp.Or(x.Name, byDefault), &x
}

// AppendBody writes the root as the structure is called.
func (c *codec) AppendBody(b []byte, s *schema.Struct, base unsafe.Pointer) ([]byte, error) {
	name, x := c.root(s.Name, s.XML)
	return xmlfmt.AppendRoot(b, name, x, s, base, &c.options)
}

// AppendPayload writes the root as the member is called by a trait, or else as its structure is.
func (c *codec) AppendPayload(b []byte, m *schema.Member, p unsafe.Pointer) ([]byte, error) {
	name, own := m.Name, (*schema.XML)(nil)
	if m.Of != nil {
		s := m.Of.SmithySchema()
		name, own = s.Name, s.XML
	}
	name, x := c.root(name, m.XML, own)
	return xmlfmt.AppendValue(b, name, x, &m.Type, p, &c.options)
}

func (c *codec) DecodeBody(data []byte, s *schema.Struct, base unsafe.Pointer, memory int64) error {
	o := c.options
	o.Memory = memory
	return xmlfmt.Decode(data, c.enter, s, base, &o)
}

func (c *codec) DecodePayload(data []byte, m *schema.Member, place unsafe.Pointer, memory int64) error {
	o := c.options
	o.Memory = memory
	return xmlfmt.DecodeValue(data, &m.Type, place, &o)
}
