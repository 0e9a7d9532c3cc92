// The service: its protocols, how requests are signed, and what its endpoints depend on.

package c2j

import (
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// protocolSet is what a service's protocols have in common with each other.
type protocolSet struct {
	traits      []shape.Trait
	rest        bool // messages are bound to HTTP
	json        bool // bodies are JSON
	xml         bool // bodies are XML, or forms whose names follow XML's
	ec2         bool
	queryErrors bool // errors have the codes of the query protocol
}

var metadataKeys = keySet(
	"apiVersion", "endpointPrefix", "protocol", "protocols", "serviceFullName", "serviceId", "signatureVersion", "uid", "auth",
	"serviceAbbreviation", "jsonVersion", "targetPrefix", "xmlNamespace", "signingName", "globalEndpoint", "awsQueryCompatible",
	"checksumFormat", "protocolSettings", "timestampFormat", "ripServiceName", "errorPrefix", "serviceIdentifier", "resultWrapped",
)

// readMetadata reads what the rest of the model is read by.
func (r *reader) readMetadata() {
	r.known(r.metadata, "metadata", metadataKeys)
	for _, key := range []string{"serviceId", "endpointPrefix", "serviceAbbreviation", "serviceFullName"} {
		if r.serviceID == "" {
			r.serviceID = r.text(r.metadata, key)
		}
	}
	r.namespace = namespaceOf(r.serviceID)
	if v, ok := r.metadata.Field("xmlNamespace"); ok {
		r.xmlns, _ = r.namespaceValue(v)
	}
	r.readProtocols()
}

// protocolNames are the names of the protocols, those of "json" with its version.
var protocolNames = map[string]shape.ID{
	"rest-json": "aws.protocols#restJson1", "rest-xml": "aws.protocols#restXml", "query": "aws.protocols#awsQuery",
	"ec2": "aws.protocols#ec2Query", "json": "aws.protocols#awsJson1_0", "json1.0": "aws.protocols#awsJson1_0",
	"json1.1": "aws.protocols#awsJson1_1", "smithy-rpc-v2-cbor": "smithy.protocols#rpcv2Cbor",
	"smithy-rpc-v2-json": "smithy.protocols#rpcv2Json",
}

// readProtocols reads the protocols of the service: "protocols", or else the one that is "protocol".
func (r *reader) readProtocols() {
	list, ok := r.metadata.Field("protocols")
	names := list.Elems()
	if ok && !r.isArray(list, "protocols") {
		names = nil
	}
	one, hasOne := r.metadata.Field("protocol")
	if hasOne && !slices.ContainsFunc(names, one.Equal) {
		names = append(slices.Clone(names), one)
	}
	if len(names) == 0 {
		r.errorf(start(r.metadata),
			"the key \"protocol\" is missing: metadata says which protocol the service speaks, such as \"rest-json\"")
	}
	for _, n := range names {
		if r.isString(n, "the name of a protocol") {
			r.protocol(n)
		}
	}
	if at, ok := r.flag(r.metadata, "awsQueryCompatible"); ok {
		r.protocols.queryErrors = true
		r.protocols.traits = append(r.protocols.traits, mark("aws.protocols#awsQueryCompatible", at.Span()))
	}
}

func (r *reader) protocol(n shape.Node) {
	name := n.Str()
	if name == "json" {
		name += r.text(r.metadata, "jsonVersion")
	}
	id, ok := protocolNames[name]
	if !ok {
		known := []string{"rest-json", "rest-xml", "query", "ec2", "json", "smithy-rpc-v2-cbor", "smithy-rpc-v2-json"}
		r.errorf(n.Span(), "there is no protocol %q: %s", name, r.near(name, known))
		return
	}
	p := &r.protocols
	if slices.ContainsFunc(p.traits, func(t shape.Trait) bool { return t.ID == id }) {
		return
	}
	switch n.Str() {
	case "rest-json":
		p.rest, p.json = true, true
	case "rest-xml":
		p.rest, p.xml = true, true
	case "query":
		p.xml, p.queryErrors = true, true
	case "ec2":
		p.xml, p.ec2 = true, true
	}
	p.traits = append(p.traits, shape.Trait{ID: id, Span: n.Span(), Value: r.protocolSettings(id, n.Span())})
}

// protocolSettings makes the value of a protocol's trait.
func (r *reader) protocolSettings(id shape.ID, at source.Span) shape.Node {
	if setting := r.special().setting; setting != "" && id == "aws.protocols#restXml" {
		return object(at, shape.Field{Name: setting, Span: at, Value: shape.BoolNode(true, at)})
	}
	settings, _ := r.metadata.Field("protocolSettings")
	h2, ok := settings.Field("h2")
	if !ok {
		return shape.ObjectNode(nil, at)
	}
	versions := func(names ...string) shape.Node {
		var out []shape.Node
		for _, n := range names {
			out = append(out, shape.StringNode(n, h2.Span()))
		}
		return shape.ArrayNode(out, h2.Span())
	}
	switch h2.Str() {
	case "eventstream":
		return object(h2.Span(), entry("http", versions("http/1.1", "h2")), entry("eventStreamHttp", versions("h2")))
	case "required":
		return object(h2.Span(), entry("http", versions("h2")))
	case "optional":
		return object(h2.Span(), entry("http", versions("h2", "http/1.1")))
	}
	uses := []string{"eventstream", "required", "optional"}
	r.warnf(h2.Span(), "there is no use of HTTP/2 %q: %s", h2.Str(), r.near(h2.Str(), uses))
	return shape.ObjectNode(nil, at)
}

// service makes the declaration of the service.
func (r *reader) service() *shape.ShapeDecl {
	id := r.id(r.serviceName())
	if r.taken[lower(id.Name())] {
		id = r.id(uniqueNames{id.Name(): 1}.add(id.Name())) // a data shape has the name
	}
	r.owner = id
	defer func() { r.owner = "" }()
	at := start(r.metadata)
	b := &shape.BindingDecl{Version: r.text(r.metadata, "apiVersion")}
	for _, op := range r.opList {
		b.Operations = append(b.Operations, shape.Ref{ID: op.id, Span: op.span})
	}
	d := &shape.ShapeDecl{ID: id, Span: at, Kind: shape.Service, Binding: b}
	if doc, ok := r.docs.service(r); ok {
		d.Traits = append(d.Traits, doc)
	}
	if v, ok := r.metadata.Field("serviceFullName"); ok && r.isString(v, "serviceFullName") {
		d.Traits = append(d.Traits, valued("smithy.api#title", v))
	}
	d.Traits = append(d.Traits, r.awsService(at))
	d.Traits = append(d.Traits, r.auth(at)...)
	d.Traits = append(d.Traits, r.protocols.traits...)
	if r.xmlns.Kind() == shape.NodeObject {
		d.Traits = append(d.Traits, valued("smithy.api#xmlNamespace", r.xmlns))
	}
	if t, ok := r.discovery(); ok {
		d.Traits = append(d.Traits, t)
	}
	d.Traits = append(d.Traits, r.endpointTraits()...)
	return d
}

// awsService makes aws.api#service.
func (r *reader) awsService(at source.Span) shape.Trait {
	get := func(key string) shape.Node {
		n, _ := r.metadata.Field(key)
		if n.Kind() != shape.NodeString {
			return shape.Node{}
		}
		return n
	}
	id := get("serviceId")
	if id.Kind() == shape.NodeNull {
		id = shape.StringNode(r.serviceID, at)
	}
	return shape.Trait{ID: "aws.api#service", Span: at, Value: object(at,
		entry("sdkId", id), entry("arnNamespace", r.arnNamespace(at)), entry("endpointPrefix", get("endpointPrefix")),
		entry("docId", get("uid")),
	)}
}

// signingName returns the name under which requests are signed: the endpoint's, unless the model has another.
func (r *reader) signingName(at source.Span) shape.Node {
	for _, key := range []string{"signingName", "endpointPrefix"} {
		if n, ok := r.metadata.Field(key); ok && n.Kind() == shape.NodeString {
			return n
		}
	}
	return shape.StringNode(lower(r.serviceName()), at)
}

// arnNamespace returns the service's name in the names of resources, of which the dialect knows as much as that it is mostly
// the one in signatures, and that it is in lower case.
func (r *reader) arnNamespace(at source.Span) shape.Node {
	n := r.signingName(at)
	return shape.StringNode(lower(n.Str()), n.Span())
}

// auth makes the traits of the ways in which requests are authenticated: those of "auth", or else the one that
// "signatureVersion" stands for.
func (r *reader) auth(at source.Span) []shape.Trait {
	var schemes []shape.Node
	if list, ok := r.metadata.Field("auth"); ok && r.isArray(list, "auth") {
		schemes = list.Elems()
	}
	if len(schemes) == 0 {
		if version, ok := r.metadata.Field("signatureVersion"); ok && r.isString(version, "signatureVersion") {
			if id := r.signature(version); id != "" {
				schemes = []shape.Node{shape.StringNode(string(id), version.Span())}
			}
		}
	}
	var out []shape.Trait
	var ids []shape.Node
	for _, s := range schemes {
		switch id := shape.ID(s.Str()); id {
		case "aws.auth#sigv4", "aws.auth#sigv4a":
			out = append(out, shape.Trait{ID: id, Span: s.Span(), Value: object(s.Span(), entry("name", r.signingName(at)))})
		case "smithy.api#httpBearerAuth", "smithy.api#httpBasicAuth", "smithy.api#httpDigestAuth":
			out = append(out, mark(id, s.Span()))
		case "smithy.api#noAuth":
			continue
		default:
			r.warnf(s.Span(), "there is no way %q to authenticate requests: it is left out", s.Str())
			continue
		}
		ids = append(ids, s)
	}
	if len(ids) > 1 {
		out = append(out, shape.Trait{ID: "smithy.api#auth", Span: at, Value: shape.ArrayNode(ids, at)})
	}
	return out
}

// signature returns the trait of a signature's version, "" if requests are not signed or in a way that is gone.
func (r *reader) signature(version shape.Node) shape.ID {
	switch version.Str() {
	case "v4", "s3", "s3v4", "v4a":
		return "aws.auth#sigv4"
	case "bearer":
		return "smithy.api#httpBearerAuth"
	case "none":
		return ""
	}
	r.warnf(version.Span(), "requests with signatures of version %q can't be made: they go out unsigned", version.Str())
	return ""
}

// endpointTraits makes the traits that say where requests go.
func (r *reader) endpointTraits() []shape.Trait {
	var out []shape.Trait
	add := func(id shape.ID, n shape.Node) { out = append(out, shape.Trait{ID: id, Span: start(n), Value: n}) }
	if v, ok := r.root.Field("clientContextParams"); ok && r.isObject(v, "clientContextParams") && v.Len() > 0 {
		add("smithy.rules#clientContextParams", v)
	}
	for _, part := range []struct {
		sort sort
		id   shape.ID
	}{
		{sortRules, "smithy.rules#endpointRuleSet"}, {sortDecisions, "smithy.rules#endpointBdd"},
		{sortTests, "smithy.rules#endpointTests"},
	} {
		if v, ok := r.parts[part.sort]; ok {
			add(part.id, v)
		}
	}
	return out
}
