// How members look on the wire, where that is not plain from their name and type: XML, and default values.

package plan

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// memberXML returns how a member looks in XML, or nil if nothing is special about it. What its target says counts where the
// target is the root of a document, and not here.
func (b *builder) memberXML(m *shape.Member) *XML {
	return b.xmlOf(m.Traits)
}

// xmlOf reads the traits of XML, which count for nothing where no protocol of the service goes by them.
func (b *builder) xmlOf(t shape.Traits) *XML {
	if !slices.ContainsFunc(xmlProtocols, b.service.Traits.Has) {
		return nil
	}
	var x XML
	if v, ok := t.Get("smithy.api#xmlName"); ok {
		x.Name = v.Str()
	}
	if v, ok := t.Get("aws.protocols#ec2QueryName"); ok {
		x.EC2 = v.Str()
	}
	x.Attr = t.Has("smithy.api#xmlAttribute")
	x.Flat = t.Has("smithy.api#xmlFlattened")
	if v, ok := t.Get("smithy.api#xmlNamespace"); ok {
		x.URI, x.Prefix = field(v, "uri"), field(v, "prefix")
	}
	if x == (XML{}) {
		return nil
	}
	return &x
}

// defaultValue returns a member's default as the tables have it, or "" if it has none that a client goes by.
func defaultValue(m *shape.Member) string {
	v, ok := m.Traits.Get("smithy.api#default")
	if !ok || m.Traits.Has("smithy.api#clientOptional") {
		return ""
	}
	switch v.Kind() {
	case shape.NodeString:
		return `"` + v.Str() + `"`
	case shape.NodeNumber:
		return v.Num()
	case shape.NodeBool:
		if v.Bool() {
			return "true"
		}
		return "false"
	case shape.NodeArray:
		return "[]"
	case shape.NodeObject:
		return "{}"
	default: // null: no default
		return ""
	}
}

// filled reports whether a client has to look at a member that a reply left out: to give it its default, or because it is
// required and its Go value would be nil.
func filled(f Field) bool {
	kind := f.Row.Type.Kind
	if f.Row.Default != "" {
		return f.Row.Type.Ptr || nilable(kind)
	}
	return f.Row.Required && slices.Contains([]string{"Blob", "List", "Map", "Structure", "Timestamp", "BigInteger", "BigDecimal"}, kind)
}

// streams reports whether the operation's input has a stream of bytes, with the trait if that is not empty.
func streams(op *shape.Shape, trait shape.ID) bool { return hasStream(op.Input, trait) }

// hasStream reports whether a structure, which may be nil, has a stream of bytes, with the trait if that is not empty.
func hasStream(s *shape.Shape, trait shape.ID) bool {
	return s != nil && slices.ContainsFunc(s.Members, func(m *shape.Member) bool {
		t := m.Target
		return t.Kind == shape.Blob && t.Traits.Has("smithy.api#streaming") && (trait == "" || t.Traits.Has(trait))
	})
}

// compression returns the runtime's function that compresses the operation's requests. The first encoding that the runtime
// has is taken; a stream whose length is sent ahead of it stays as it is.
func compression(op *shape.Shape) Func {
	v, _ := op.Traits.Get("smithy.api#requestCompression")
	encodings, _ := v.Field("encodings")
	if streams(op, "smithy.api#requiresLength") {
		return Func{}
	}
	for _, encoding := range encodings.Elems() {
		if strings.EqualFold(encoding.Str(), "gzip") {
			return Func{runtimePath + "/compress", "Gzip"}
		}
	}
	return Func{}
}
