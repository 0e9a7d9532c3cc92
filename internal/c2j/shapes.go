// Shapes: their members, and the traits of the shapes themselves.

package c2j

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

func lower(s string) string { return strings.ToLower(s) }

var shapeKeys = keySet(
	"type", "documentation", "deprecated", "deprecatedMessage", "deprecatedSince", "sensitive", "box",
	"enum", "min", "max", "pattern", "timestampFormat", "streaming", "jsonvalue", "sparse", "flattened", "members", "member", "key",
	"value", "required", "payload", "exception", "error", "fault", "retryable", "wrapper", "synthetic", "event", "eventstream",
	"union", "document", "xmlOrder", "locationName", "xmlNamespace", "requiresLength", "exceptionLocation", "idempotencyToken",
)

// shape makes the declaration of a shape; nil for one that another stands for.
func (r *reader) shape(s *rawShape) *shape.ShapeDecl {
	if s.replaced {
		return nil
	}
	r.owner = s.id
	defer func() { r.owner = "" }()
	d := &shape.ShapeDecl{ID: s.id, Span: s.span, Kind: s.kind}
	if s.kind == shape.Invalid {
		return d
	}
	r.known(s.node, "a shape", shapeKeys)
	if s.kind == shape.Enum {
		d.Members = r.enumMembers(s)
	} else {
		d.Members = r.members(s)
	}
	d.Traits = r.shapeTraits(s)
	return d
}

// enumMembers makes a member of each value of an enum.
func (r *reader) enumMembers(s *rawShape) []shape.MemberDecl {
	values, _ := s.node.Field("enum")
	names := uniqueNames{}
	seen := make(map[string]bool, values.Len())
	out := make([]shape.MemberDecl, 0, values.Len())
	for _, v := range values.Elems() {
		if !r.isString(v, "a value of an enum") {
			continue
		}
		if seen[v.Str()] {
			r.warnf(v.Span(), "the enum has the value %q already: remove one of the two", v.Str())
			continue
		}
		seen[v.Str()] = true
		out = append(out, shape.MemberDecl{
			Name: names.enumName(v.Str()), Span: v.Span(),
			Target: shape.Ref{ID: "smithy.api#Unit", Span: v.Span()},
			Traits: []shape.Trait{valued("smithy.api#enumValue", v)},
		})
	}
	return out
}

// shapeTraits makes the traits of a shape.
func (r *reader) shapeTraits(s *rawShape) []shape.Trait {
	var out []shape.Trait
	if doc, ok := r.docs.shape(s); ok {
		out = append(out, doc)
	}
	out = r.common(out, s.node)
	out = append(out, r.constraints(s)...)
	switch s.kind {
	case shape.Structure:
		out = append(out, r.structureTraits(s)...)
	case shape.Union:
		if at, ok := r.flag(s.node, "eventstream"); ok {
			out = append(out, mark("smithy.api#streaming", at.Span()))
		}
	case shape.List, shape.Map:
		if at, ok := r.flag(s.node, "sparse"); ok {
			out = append(out, mark("smithy.api#sparse", at.Span()))
		}
	case shape.Blob:
		if at, ok := r.flag(s.node, "streaming"); ok || s.streams && !s.plain {
			out = append(out, mark("smithy.api#streaming", at.Span()))
		}
		if at, ok := r.flag(s.node, "requiresLength"); ok {
			out = append(out, mark("smithy.api#requiresLength", at.Span()))
		}
	case shape.String:
		if at, ok := r.flag(s.node, "jsonvalue"); ok || s.json && !s.plain {
			out = append(out, text("smithy.api#mediaType", "application/json", at.Span()))
		}
	case shape.Timestamp:
		if t, ok := r.timestampFormat(s.node); ok {
			out = append(out, t)
		}
	}
	return out
}

// common adds the traits that shapes and members share.
func (r *reader) common(out []shape.Trait, n shape.Node) []shape.Trait {
	if t, ok := r.deprecated(n); ok {
		out = append(out, t)
	}
	if at, ok := r.flag(n, "sensitive"); ok {
		out = append(out, mark("smithy.api#sensitive", at.Span()))
	}
	return out
}

// deprecated makes the trait of what says that it is deprecated.
func (r *reader) deprecated(n shape.Node) (shape.Trait, bool) {
	at, ok := r.flag(n, "deprecated")
	if !ok {
		return shape.Trait{}, false
	}
	message, _ := n.Field("deprecatedMessage")
	since, _ := n.Field("deprecatedSince")
	return shape.Trait{
		ID: "smithy.api#deprecated", Span: at.Span(),
		Value: object(at.Span(), entry("message", message), entry("since", since)),
	}, true
}

// constraints makes the traits that limit the values of a shape.
func (r *reader) constraints(s *rawShape) []shape.Trait {
	var out []shape.Trait
	least, hasLeast := r.number(s.node, "min")
	most, hasMost := r.number(s.node, "max")
	if (hasLeast || hasMost) && !s.wasText {
		at := least
		if !hasLeast {
			at = most
		}
		var id shape.ID
		switch {
		case s.kind.IsNumber():
			id = "smithy.api#range"
		case s.kind == shape.String || s.kind == shape.Enum || s.kind == shape.Blob || s.kind == shape.List || s.kind == shape.Map:
			id = "smithy.api#length"
		default:
			r.warnf(at.Span(), "a %s has no smallest or largest value: it is left out", s.kind)
		}
		if id != "" {
			out = append(out, shape.Trait{ID: id, Span: at.Span(), Value: object(at.Span(), entry("min", least), entry("max", most))})
		}
	}
	if p, ok := s.node.Field("pattern"); ok && r.isString(p, "pattern") && s.isText() {
		out = append(out, text("smithy.api#pattern", anchored(p.Str()), p.Span()))
	}
	return out
}

// isText reports whether values of the shape are strings.
func (s *rawShape) isText() bool { return s.kind == shape.String || s.kind == shape.Enum }

// anchored returns a pattern as Smithy writes it. A pattern of the dialect is meant for the whole of a value, one of Smithy for
// any part of it unless it says otherwise.
func anchored(pattern string) string {
	if pattern == ".*" {
		return pattern
	}
	if !strings.HasPrefix(pattern, "^") {
		pattern = "^" + pattern
	}
	bare := strings.TrimSuffix(pattern, "$")
	if bare == pattern || (len(bare)-len(strings.TrimRight(bare, `\`)))%2 == 1 {
		pattern += "$"
	}
	return pattern
}

// number returns the number that an object has for a key.
func (r *reader) number(object shape.Node, key string) (shape.Node, bool) {
	n, ok := object.Field(key)
	if !ok || n.Kind() == shape.NodeNull {
		return shape.Node{}, false
	}
	if n.Kind() != shape.NodeNumber {
		return shape.Node{}, r.wrongType(n, key, shape.NodeNumber)
	}
	return n, true
}

// formats are the names of timestamp formats in Smithy by those of the dialect.
var formats = map[string]string{
	"iso8601": "date-time", "rfc822": "http-date", "unixTimestamp": "epoch-seconds", "unixTimestampInSeconds": "epoch-seconds",
}

func (r *reader) timestampFormat(n shape.Node) (shape.Trait, bool) {
	v, ok := n.Field("timestampFormat")
	if !ok || !r.isString(v, "timestampFormat") {
		return shape.Trait{}, false
	}
	format, ok := formats[v.Str()]
	if !ok {
		all := []string{"iso8601", "rfc822", "unixTimestamp"}
		r.errorf(v.Span(), "there is no timestamp format %q: %s", v.Str(), r.near(v.Str(), all))
		return shape.Trait{}, false
	}
	return text("smithy.api#timestampFormat", format, v.Span()), true
}

// structureTraits makes the traits of errors, and of the inputs and outputs of operations.
func (r *reader) structureTraits(s *rawShape) []shape.Trait {
	var out []shape.Trait
	alone := s.uses == 0
	if alone && s.inputOf == 1 && s.outputOf == 0 {
		out = append(out, mark("smithy.api#input", s.span))
	}
	if alone && s.outputOf == 1 && s.inputOf == 0 {
		out = append(out, mark("smithy.api#output", s.span))
	}
	out = append(out, r.errorTraits(s)...)
	return append(out, r.rootElement(s)...)
}

// errorTraits makes the traits of a structure that is an error.
func (r *reader) errorTraits(s *rawShape) []shape.Trait {
	info, hasInfo := s.node.Field("error")
	at, isException := r.flag(s.node, "exception")
	if !isException {
		if !hasInfo {
			return nil
		}
		at = info
	}
	if hasInfo && !r.isObject(info, "error") {
		return nil
	}
	side := "client"
	status, hasStatus := r.number(info, "httpStatusCode")
	if n, ok := status.Int64(); ok && n >= 500 {
		side = "server"
	}
	if _, ok := r.flag(s.node, "fault"); ok && !hasStatus {
		side = "server"
	}
	out := []shape.Trait{text("smithy.api#error", side, at.Span())}
	if hasStatus {
		out = append(out, valued("smithy.api#httpError", status))
	}
	if code, ok := info.Field("code"); ok && r.protocols.queryErrors && r.isString(code, "code") {
		if !hasStatus {
			status = shape.NumberNode(map[string]string{"client": "400", "server": "500"}[side], code.Span())
		}
		out = append(out, shape.Trait{
			ID: "aws.protocols#awsQueryError", Span: code.Span(),
			Value: object(code.Span(), entry("code", code), entry("httpResponseCode", status)),
		})
	}
	if v, ok := s.node.Field("retryable"); ok && v.Kind() != shape.NodeNull {
		out = append(out, r.retryable(v))
	}
	return out
}

// retryable makes the trait of an error after which a request may be sent again.
func (r *reader) retryable(v shape.Node) shape.Trait {
	if throttling, ok := r.flag(v, "throttling"); ok {
		return shape.Trait{ID: "smithy.api#retryable", Span: v.Span(), Value: object(v.Span(), entry("throttling", throttling))}
	}
	return mark("smithy.api#retryable", v.Span())
}

// rootElement makes the traits that say how the XML element of a structure is called where nothing else does.
func (r *reader) rootElement(s *rawShape) []shape.Trait {
	if !r.protocols.xml {
		return nil
	}
	var out []shape.Trait
	for _, n := range []shape.Node{s.node, s.root} {
		if name, ok := n.Field("locationName"); ok && r.isString(name, "locationName") && name.Str() != s.id.Name() && len(out) == 0 {
			out = append(out, valued("smithy.api#xmlName", name))
		}
	}
	if t, ok := r.xmlNamespace(s.root); ok {
		out = append(out, t)
	}
	return out
}

// xmlNamespace makes the trait of what names an XML namespace other than that of the service.
func (r *reader) xmlNamespace(n shape.Node) (shape.Trait, bool) {
	v, ok := n.Field("xmlNamespace")
	if !ok {
		return shape.Trait{}, false
	}
	value, ok := r.namespaceValue(v)
	if !ok || value.Equal(r.xmlns) {
		return shape.Trait{}, false
	}
	return shape.Trait{ID: "smithy.api#xmlNamespace", Span: v.Span(), Value: value}, true
}

// namespaceValue makes the value of the trait: the dialect has an object, or just the URI.
func (r *reader) namespaceValue(v shape.Node) (shape.Node, bool) {
	if v.Kind() == shape.NodeString {
		return object(v.Span(), entry("uri", v)), true
	}
	if !r.isObject(v, "xmlNamespace") {
		return shape.Node{}, false
	}
	uri, ok := v.Field("uri")
	if !ok || !r.isString(uri, "the URI of an XML namespace") {
		return shape.Node{}, false
	}
	prefix, _ := v.Field("prefix")
	return object(v.Span(), entry("uri", uri), entry("prefix", prefix)), true
}

// requiredNames returns the names of the members that a structure requires, with the places where it says so.
func (r *reader) requiredNames(s *rawShape) map[string]source.Span {
	list, ok := s.node.Field("required")
	if !ok || list.Kind() == shape.NodeNull || !r.isArray(list, "required") {
		return nil
	}
	names := make(map[string]bool, len(s.members))
	for i := range s.members {
		names[s.members[i].name] = true
	}
	out := make(map[string]source.Span, list.Len())
	for _, n := range list.Elems() {
		if !r.isString(n, "a name in required") {
			continue
		}
		if !names[n.Str()] {
			r.errorf(n.Span(), "there is no member %q to be required: %s", n.Str(), r.near(n.Str(), slices.Sorted(maps.Keys(names))))
			continue
		}
		out[n.Str()] = n.Span()
	}
	return out
}
