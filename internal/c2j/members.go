// Members: their targets, and their places in a message.

package c2j

import (
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

var memberKeys = keySet(
	"shape", "documentation", "deprecated", "deprecatedMessage", "deprecatedSince", "sensitive", "box", "location",
	"locationName", "queryName", "flattened", "streaming", "xmlNamespace", "xmlAttribute", "idempotencyToken", "hostLabel",
	"jsonvalue", "timestampFormat", "contextParam", "eventpayload", "eventheader", "endpointdiscoveryid", "requiresLength",
	"pattern",
)

// members makes the members of a structure, union, list or map.
func (r *reader) members(s *rawShape) []shape.MemberDecl {
	required := r.requiredNames(s)
	taken := r.jsonNames(s)
	payload := r.text(s.node, "payload")
	found := payload == ""
	out := make([]shape.MemberDecl, 0, len(s.members))
	for i := range s.members {
		m := &s.members[i]
		r.known(m.node, "a member", memberKeys)
		d := shape.MemberDecl{Name: m.name, Span: m.span, Target: r.targetOf(m)}
		if m.number {
			d.Target.ID = "smithy.api#Integer"
		}
		if doc, ok := r.docs.member(s, m); ok {
			d.Traits = append(d.Traits, doc)
		}
		if s.kind == shape.Structure {
			at, isRequired := required[m.name]
			if m.name == payload {
				found = true
				d.Traits = append(d.Traits, r.payload(s)...)
			}
			d.Traits = append(d.Traits, r.fieldTraits(m, isRequired, at)...)
		}
		d.Traits = r.common(d.Traits, m.node)
		d.Traits = append(d.Traits, r.memberTraits(s, m)...)
		if _, outside := m.node.Field("location"); outside && taken[m.name] {
			d.Traits = append(d.Traits, text("smithy.api#jsonName", "request"+capital(m.name), m.span))
		}
		out = append(out, d)
	}
	if !found {
		at, _ := s.node.Field("payload")
		r.errorf(at.Span(), "there is no member %q to be the payload: remove it, or name another", payload)
	}
	return out
}

// jsonNames returns the names that members of the body have in JSON in place of their own. A member outside of the body may have
// such a name for its own, which Smithy takes for a conflict unless it has another name too.
func (r *reader) jsonNames(s *rawShape) map[string]bool {
	if !r.protocols.json || s.kind != shape.Structure {
		return nil
	}
	var out map[string]bool
	for i := range s.members {
		m := &s.members[i]
		name, ok := m.node.Field("locationName")
		if _, outside := m.node.Field("location"); outside || !ok || name.Str() == m.name {
			continue
		}
		if out == nil {
			out = map[string]bool{}
		}
		out[name.Str()] = true
	}
	return out
}

// payload makes the trait of the member that fills the whole body.
func (r *reader) payload(s *rawShape) []shape.Trait {
	at, _ := s.node.Field("payload")
	if !r.protocols.rest {
		return nil
	}
	return []shape.Trait{mark("smithy.api#httpPayload", at.Span())}
}

// fieldTraits makes the traits that only members of structures have. The dialect has no defaults, and whether it says "box" of
// a number or a boolean means nothing that could be relied on, since most models have lost it: what is not required may be
// absent. Only streams are never absent, since Smithy demands that of them.
func (r *reader) fieldTraits(m *rawMember, required bool, at source.Span) []shape.Trait {
	var out []shape.Trait
	if required {
		out = append(out, mark("smithy.api#required", at))
	}
	if m.target != nil && m.target.kind == shape.Blob && !required && r.isStream(m) {
		out = append(out, text("smithy.api#default", "", m.span))
	}
	flags := []struct {
		key string
		id  shape.ID
	}{
		{"idempotencyToken", "smithy.api#idempotencyToken"}, {"hostLabel", "smithy.api#hostLabel"},
		{"eventpayload", "smithy.api#eventPayload"}, {"eventheader", "smithy.api#eventHeader"},
		{"endpointdiscoveryid", "aws.api#clientEndpointDiscoveryId"},
	}
	for _, f := range flags {
		if v, ok := r.flag(m.node, f.key); ok {
			out = append(out, mark(f.id, v.Span()))
		}
	}
	if v, ok := m.node.Field("contextParam"); ok && r.isObject(v, "contextParam") {
		out = append(out, valued("smithy.rules#contextParam", v))
	}
	if v, ok := m.node.Field("location"); ok && r.protocols.rest && r.isString(v, "location") {
		out = append(out, r.location(m, v, required)...)
	}
	return out
}

// isStream reports whether a member's target has the trait streaming.
func (r *reader) isStream(m *rawMember) bool {
	t := m.target
	if _, ok := r.flag(t.node, "streaming"); ok || t.streams && !t.plain {
		return true
	}
	_, ok := r.flag(m.node, "streaming")
	return ok
}

// location makes the trait of a member that stands outside of the body.
func (r *reader) location(m *rawMember, v shape.Node, required bool) []shape.Trait {
	name, at := m.name, m.span
	if n, ok := m.node.Field("locationName"); ok {
		name, at = n.Str(), n.Span()
	}
	isMap := m.target != nil && m.target.kind == shape.Map
	switch v.Str() {
	case "uri":
		out := []shape.Trait{mark("smithy.api#httpLabel", v.Span())}
		if !required { // part of the path all the same
			out = append(out, mark("smithy.api#required", v.Span()))
		}
		return out
	case "header":
		return []shape.Trait{text("smithy.api#httpHeader", name, at)}
	case "headers":
		if _, ok := m.node.Field("locationName"); !ok {
			name = ""
		}
		return []shape.Trait{text("smithy.api#httpPrefixHeaders", name, at)}
	case "querystring":
		if isMap {
			return []shape.Trait{mark("smithy.api#httpQueryParams", v.Span())}
		}
		return []shape.Trait{text("smithy.api#httpQuery", name, at)}
	case "statusCode":
		return []shape.Trait{mark("smithy.api#httpResponseCode", v.Span())}
	}
	places := []string{"uri", "header", "headers", "querystring", "statusCode"}
	r.errorf(v.Span(), "there is no location %q in a message: %s", v.Str(), r.near(v.Str(), places))
	return nil
}

// memberTraits makes the traits of names and forms on the wire.
func (r *reader) memberTraits(s *rawShape, m *rawMember) []shape.Trait {
	var out []shape.Trait
	if t, ok := r.timestampFormat(m.node); ok && m.target != nil && m.target.kind == shape.Timestamp {
		out = append(out, t)
	}
	if p, ok := m.node.Field("pattern"); ok && r.isString(p, "pattern") && m.target != nil && m.target.isText() {
		out = append(out, text("smithy.api#pattern", anchored(p.Str()), p.Span()))
	}
	if _, ok := m.node.Field("location"); !ok || !r.protocols.rest {
		out = append(out, r.bodyName(s, m)...)
	}
	if !r.protocols.xml {
		return out
	}
	if at, ok := r.flag(m.node, "xmlAttribute"); ok {
		out = append(out, mark("smithy.api#xmlAttribute", at.Span()))
	}
	if t, ok := r.xmlNamespace(m.node); ok {
		out = append(out, t)
	} else if m.target != nil {
		if t, ok := r.xmlNamespace(m.target.node); ok { // what the shape says is about the elements that hold it
			out = append(out, t)
		}
	}
	if at, ok := r.flattened(m); ok && s.kind != shape.List && s.kind != shape.Map {
		out = append(out, mark("smithy.api#xmlFlattened", at.Span()))
	}
	return out
}

// flattened reports whether a member's list or map has no element of its own, which either of them may say.
func (r *reader) flattened(m *rawMember) (shape.Node, bool) {
	if m.target == nil || m.target.kind != shape.List && m.target.kind != shape.Map {
		return shape.Node{}, false
	}
	if at, ok := r.flag(m.node, "flattened"); ok {
		return at, true
	}
	return r.flag(m.target.node, "flattened")
}

// bodyName makes the traits of a member that the body calls by another name. For a list without an element of its own the name
// of its elements is what stands there, whatever the member says.
func (r *reader) bodyName(s *rawShape, m *rawMember) []shape.Trait {
	var out []shape.Trait
	name, ok := m.node.Field("locationName")
	if ok && !r.isString(name, "locationName") {
		return nil
	}
	if ok && r.protocols.json && s.kind.HasNamedMembers() && name.Str() != m.name {
		out = append(out, valued("smithy.api#jsonName", name))
	}
	if !r.protocols.xml {
		return out
	}
	if _, flat := r.flattened(m); flat && m.target.kind == shape.List && len(m.target.members) == 1 {
		if element, has := m.target.members[0].node.Field("locationName"); has && r.isString(element, "locationName") {
			name, ok = element, true
		}
	}
	if ok && name.Str() != m.name {
		out = append(out, valued("smithy.api#xmlName", name))
	}
	if query, has := m.node.Field("queryName"); has && r.protocols.ec2 && r.isString(query, "queryName") {
		out = append(out, valued("aws.protocols#ec2QueryName", query))
	}
	return out
}
