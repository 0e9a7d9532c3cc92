// Operations.

package c2j

import (
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// rawOperation is an operation as the model has it.
type rawOperation struct {
	name          string
	id            shape.ID
	span          source.Span // of the name
	node          shape.Node
	input, output *rawShape
	in, out       shape.Ref
	errors        []shape.Ref
	byStatus      map[int64]string // names of errors, see errorWith
	named         bool             // its path needs its name, see tellApart
}

var operationKeys = keySet(
	"name", "http", "input", "output", "errors", "documentation", "documentationUrl", "deprecated", "deprecatedMessage",
	"deprecatedSince",
	"alias", "idempotent", "readonly", "staticContextParams", "operationContextParams", "endpointdiscovery", "endpointoperation",
	"httpChecksum", "httpChecksumRequired", "endpoint", "authtype", "auth", "unsignedPayload", "requestcompression",
	"requestCompression",
	"eventstreamInput", "eventstreamOutput", "examples", "internal", "waiters", "paginator",
)

// collectOperations reads the names of all operations, and what goes in and comes out.
func (r *reader) collectOperations() {
	for _, f := range r.fields(r.root, "operations") {
		if r.ops[f.Name] != nil {
			continue // reported with the syntax
		}
		op := &rawOperation{name: f.Name, id: r.id(f.Name), span: f.Span, node: f.Value}
		r.owner = op.id
		if !shape.IsIdentifier(f.Name) {
			r.errorf(f.Span, "%q is no name of an operation: use ASCII letters, digits and underscores, a letter first", f.Name)
			continue
		}
		r.ops[f.Name] = op
		r.opList = append(r.opList, op)
		if !r.isObject(f.Value, "an operation") {
			continue
		}
		if n, ok := f.Value.Field("input"); ok && r.isObject(n, "input") {
			if op.input, op.in = r.target(n, "the input of "+f.Name); op.input != nil {
				op.input.root = n
			}
		}
		if n, ok := f.Value.Field("output"); ok && r.isObject(n, "output") {
			op.output, op.out = r.target(n, "the output of "+f.Name)
		}
		if n, ok := f.Value.Field("errors"); ok && r.isArray(n, "errors") {
			op.errors = r.errorRefs(n)
		}
	}
	r.owner = ""
	r.findNamespace()
}

// errorRefs reads the errors of an operation, each once.
func (r *reader) errorRefs(list shape.Node) []shape.Ref {
	var out []shape.Ref
	seen := map[shape.ID]bool{}
	for _, n := range list.Elems() {
		if !r.isObject(n, "an error") {
			continue
		}
		if _, ref := r.target(n, "an error"); ref.ID != "" && !seen[ref.ID] {
			seen[ref.ID] = true
			out = append(out, ref)
		}
	}
	return out
}

// findNamespace finds the XML namespace of a service whose metadata does not have it: that of its inputs, if they agree.
func (r *reader) findNamespace() {
	if r.xmlns.Kind() != shape.NodeNull || !r.protocols.xml {
		return
	}
	var found shape.Node
	agree := func(n shape.Node) bool {
		v, ok := n.Field("xmlNamespace")
		if !ok {
			return true
		}
		if v, ok = r.namespaceValue(v); !ok {
			return true
		}
		if prefix, _ := v.Field("prefix"); prefix.Kind() != shape.NodeNull {
			return true
		}
		if found.Kind() == shape.NodeNull {
			found = v
		}
		return found.Equal(v)
	}
	seen := map[*rawShape]bool{}
	for _, op := range r.opList {
		if op.input == nil || seen[op.input] {
			continue
		}
		seen[op.input] = true
		if !agree(op.input.root) {
			return
		}
		for i := range op.input.members {
			if !agree(op.input.members[i].node) {
				return
			}
		}
	}
	r.xmlns = found
}

// operation makes the declaration of an operation.
func (r *reader) operation(op *rawOperation) *shape.ShapeDecl {
	r.owner = op.id
	defer func() { r.owner = "" }()
	n := op.node
	r.known(n, "an operation", operationKeys)
	d := &shape.ShapeDecl{
		ID: op.id, Span: op.span, Kind: shape.Operation,
		Binding: &shape.BindingDecl{Input: op.in, Output: op.out, Errors: op.errors},
	}
	if doc, ok := r.docs.operation(op); ok {
		d.Traits = append(d.Traits, doc)
	}
	if t, ok := r.deprecated(n); ok {
		d.Traits = append(d.Traits, t)
	}
	d.Traits = append(d.Traits, r.httpTrait(op)...)
	d.Traits = append(d.Traits, r.operationAuth(n)...)
	for _, f := range []struct {
		key string
		id  shape.ID
	}{
		{"readonly", "smithy.api#readonly"}, {"idempotent", "smithy.api#idempotent"},
		{"httpChecksumRequired", "smithy.api#httpChecksumRequired"},
	} {
		if at, ok := r.flag(n, f.key); ok {
			d.Traits = append(d.Traits, mark(f.id, at.Span()))
		}
	}
	for _, f := range []struct {
		key string
		id  shape.ID
	}{
		{"httpChecksum", "aws.protocols#httpChecksum"}, {"endpoint", "smithy.api#endpoint"},
		{"requestcompression", "smithy.api#requestCompression"}, {"requestCompression", "smithy.api#requestCompression"},
		{"staticContextParams", "smithy.rules#staticContextParams"},
		{"operationContextParams", "smithy.rules#operationContextParams"},
	} {
		if v, ok := n.Field(f.key); ok && v.Kind() != shape.NodeNull && r.isObject(v, f.key) {
			d.Traits = append(d.Traits, valued(f.id, v))
		}
	}
	if t, ok := r.discovered(n); ok {
		d.Traits = append(d.Traits, t)
	}
	if id, ok := r.special().traits[op.name]; ok {
		d.Traits = append(d.Traits, mark(id, op.span))
	}
	return d
}

// httpTrait makes the trait that binds an operation to HTTP; the protocols that need none have it in the dialect all the same.
func (r *reader) httpTrait(op *rawOperation) []shape.Trait {
	v, ok := op.node.Field("http")
	if !ok || !r.protocols.rest || !r.isObject(v, "http") {
		return nil
	}
	method, hasMethod := v.Field("method")
	uri, hasURI := v.Field("requestUri")
	if !hasMethod || !hasURI {
		r.errorf(start(v), "http needs both \"method\" and \"requestUri\": add what is missing")
		return nil
	}
	if !r.isString(method, "method") || !r.isString(uri, "requestUri") {
		return nil
	}
	path := relabel(uri.Str(), op.input)
	if op.named {
		path = named(path, op.name)
	}
	code, hasCode := r.number(v, "responseCode")
	if !hasCode {
		code = shape.NumberNode("200", start(v))
	}
	return []shape.Trait{{ID: "smithy.api#http", Span: v.Span(), Value: object(v.Span(),
		entry("method", method), entry("uri", shape.StringNode(path, uri.Span())), entry("code", code),
	)}}
}

// relabel gives the labels of a path the names of the members that fill them: the dialect has the names on the wire there.
func relabel(uri string, input *rawShape) string {
	if uri == "" || uri[0] == '?' {
		uri = "/" + uri
	}
	if input == nil || !strings.Contains(uri, "{") {
		return uri
	}
	names := input.pathLabels()
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(uri, "{")
		label, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		if !closed {
			return b.String() + "{" + rest
		}
		bare := strings.TrimSuffix(label, "+")
		name, ok := names[bare]
		if !ok {
			name = bare
		}
		b.WriteString("{" + name + label[len(bare):] + "}")
		uri = after
	}
}

// pathLabels returns the members that fill labels of paths by the names of the labels.
func (s *rawShape) pathLabels() map[string]string {
	if s.labels != nil {
		return s.labels
	}
	s.labels = map[string]string{}
	for i := range s.members {
		m := &s.members[i]
		if at, _ := m.node.Field("location"); at.Str() != "uri" {
			continue
		}
		label := m.name
		if n, ok := m.node.Field("locationName"); ok {
			label = n.Str()
		}
		s.labels[label] = m.name
	}
	return s.labels
}

// operationAuth makes the traits of an operation whose requests are authenticated in another way than the service's.
func (r *reader) operationAuth(n shape.Node) []shape.Trait {
	var out []shape.Trait
	if at, ok := r.flag(n, "unsignedPayload"); ok {
		out = append(out, mark("aws.auth#unsignedPayload", at.Span()))
	}
	kind, hasKind := n.Field("authtype")
	switch {
	case !hasKind || !r.isString(kind, "authtype"):
	case kind.Str() == "v4-unsigned-body" && len(out) == 0:
		out = append(out, mark("aws.auth#unsignedPayload", kind.Span()))
	}
	list, ok := n.Field("auth")
	if !ok || !r.isArray(list, "auth") {
		switch {
		case kind.Str() == "none":
			return append(out, anonymous(kind.Span())...)
		case strings.HasPrefix(kind.Str(), "v4"):
			sigv4 := []shape.Node{shape.StringNode("aws.auth#sigv4", kind.Span())}
			out = append(out, shape.Trait{ID: "smithy.api#auth", Span: kind.Span(), Value: shape.ArrayNode(sigv4, kind.Span())})
		}
		return out
	}
	var schemes []shape.Node
	for _, s := range list.Elems() {
		if r.isString(s, "an entry of auth") && s.Str() != "smithy.api#noAuth" {
			schemes = append(schemes, s)
		}
	}
	switch {
	case len(schemes) == 0:
		return append(out, anonymous(list.Span())...)
	case len(schemes) < list.Len():
		out = append(out, mark("smithy.api#optionalAuth", list.Span()))
	}
	return append(out, shape.Trait{ID: "smithy.api#auth", Span: list.Span(), Value: shape.ArrayNode(schemes, list.Span())})
}

// anonymous makes the traits of an operation whose requests are not signed.
func anonymous(at source.Span) []shape.Trait {
	return []shape.Trait{
		{ID: "smithy.api#auth", Span: at, Value: shape.ArrayNode(nil, at)}, mark("smithy.api#optionalAuth", at),
	}
}

// discovered makes the trait of an operation whose endpoint is asked for first.
func (r *reader) discovered(n shape.Node) (shape.Trait, bool) {
	v, ok := n.Field("endpointdiscovery")
	if !ok || !r.isObject(v, "endpointdiscovery") {
		return shape.Trait{}, false
	}
	_, required := r.flag(v, "required")
	return shape.Trait{ID: "aws.api#clientDiscoveredEndpoint", Span: v.Span(), Value: object(v.Span(),
		entry("required", shape.BoolNode(required, v.Span())),
	)}, true
}

// invalidEndpoint is the error by which a service says that an endpoint is no longer good.
const invalidEndpoint = "InvalidEndpointException"

// discovery makes the service's trait of endpoints that are asked for: the operation that is flagged for it.
func (r *reader) discovery() (shape.Trait, bool) {
	for _, op := range r.opList {
		at, ok := r.flag(op.node, "endpointoperation")
		if !ok {
			continue
		}
		failure := shape.StringNode(string(r.errorShape(invalidEndpoint, op, 421)), at.Span())
		return shape.Trait{ID: "aws.api#clientEndpointDiscovery", Span: at.Span(), Value: object(at.Span(),
			entry("operation", shape.StringNode(string(op.id), at.Span())), entry("error", failure),
		)}, true
	}
	return shape.Trait{}, false
}
