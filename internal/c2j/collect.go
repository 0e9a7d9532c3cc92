// The first pass over shapes: what there is, and who uses it.

package c2j

import (
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// rawShape is a shape as the model has it.
type rawShape struct {
	name     string
	span     source.Span // of the name
	node     shape.Node
	id       shape.ID
	kind     shape.Kind
	members  []rawMember
	replaced bool // another shape stands for it, see nameShapes
	wasText  bool // it is a number that the model has as a string, see pageSizes

	// How members and operations use it.
	plain, streams, json bool // as a value, as a stream, as JSON in a string
	uses                 int
	inputOf, outputOf    int
	root                 shape.Node // what an operation says about its input: locationName, xmlNamespace

	labels map[string]string // the members that fill labels of paths, by the labels' names; see relabel

	blobStream, jsonText shape.ID // the shapes that stand for it where it is used in another way, see variant
}

// rawMember is a member as the model has it: of a structure, or "member", "key" or "value".
type rawMember struct {
	name   string
	span   source.Span // of the name
	node   shape.Node
	target *rawShape // nil if the model has no such shape
	ref    shape.Ref
	number bool // it is a number that the model has as a string, see pageSizes
}

// kinds are the types of the dialect.
var kinds = map[string]shape.Kind{
	"structure": shape.Structure, "list": shape.List, "map": shape.Map, "string": shape.String, "character": shape.String,
	"integer": shape.Integer, "long": shape.Long, "short": shape.Short, "byte": shape.Byte, "float": shape.Float,
	"double": shape.Double, "boolean": shape.Boolean, "blob": shape.Blob, "timestamp": shape.Timestamp,
	"bigdecimal": shape.BigDecimal, "biginteger": shape.BigInteger, "bigDecimal": shape.BigDecimal, "bigInteger": shape.BigInteger,
}

var kindNames = []string{
	"structure", "list", "map", "string", "integer", "long", "short", "byte", "float", "double", "boolean", "blob", "timestamp",
	"bigdecimal", "biginteger", "character",
}

// collectShapes reads the names and types of all shapes, then their members.
func (r *reader) collectShapes() {
	for _, f := range r.fields(r.root, "shapes") {
		if r.shapes[f.Name] != nil {
			continue // reported with the syntax
		}
		s := &rawShape{name: f.Name, span: f.Span, node: f.Value}
		r.owner = r.id(f.Name)
		if !shape.IsIdentifier(f.Name) {
			r.errorf(f.Span, "%q is no name of a shape: use ASCII letters, digits and underscores, a letter first", f.Name)
		}
		if r.isObject(f.Value, "a shape") {
			s.kind = r.specialKind(f.Name, r.kindOf(f.Value))
		}
		r.shapes[f.Name] = s
		r.order = append(r.order, s)
	}
	r.nameShapes()
	for _, s := range r.order {
		r.owner = s.id
		r.collectMembers(s)
	}
	r.owner = ""
}

// kindOf returns the kind of a shape, Invalid with an error if it has none.
func (r *reader) kindOf(n shape.Node) shape.Kind {
	typ, ok := n.Field("type")
	if !ok {
		r.errorf(start(n), "the key \"type\" is missing: a shape says what it is, \"type\": \"structure\"")
		return shape.Invalid
	}
	if !r.isString(typ, "the type of a shape") {
		return shape.Invalid
	}
	kind, ok := kinds[typ.Str()]
	if !ok {
		r.errorf(typ.Span(), "there is no type of shapes %q: %s", typ.Str(), r.near(typ.Str(), kindNames))
		return shape.Invalid
	}
	switch kind {
	case shape.Structure:
		if _, yes := r.flag(n, "document"); yes {
			return shape.Document
		}
		_, union := r.flag(n, "union")
		_, stream := r.flag(n, "eventstream")
		switch {
		case union && !stream && !hasMembers(n):
			return r.emptyUnion(n)
		case union || stream:
			return shape.Union
		}
	case shape.String:
		if values, ok := n.Field("enum"); ok && values.Len() > 0 && r.isArray(values, "enum") {
			return shape.Enum
		}
	}
	return kind
}

// hasMembers reports whether a structure or union has any, or what should be its members is no object.
func hasMembers(n shape.Node) bool {
	list, ok := n.Field("members")
	return ok && (list.Kind() != shape.NodeObject || list.Len() > 0)
}

// emptyUnion returns what stands for a union that a publisher took all members out of, as it happened to those with documents
// when the readers of this dialect knew no documents: a document, which holds whatever a service has there; without JSON, where
// there are none, a structure.
func (r *reader) emptyUnion(n shape.Node) shape.Kind {
	if r.protocols.xml {
		return shape.Structure
	}
	r.warnf(start(n), "the union has no members: any document is taken for its value")
	return shape.Document
}

// collectMembers reads the names and targets of a shape's members.
func (r *reader) collectMembers(s *rawShape) {
	var keys []string
	switch s.kind {
	case shape.Structure, shape.Union:
		r.collectNamed(s)
		return
	case shape.List:
		keys = []string{"member"}
	case shape.Map:
		keys = []string{"key", "value"}
	}
	for _, key := range keys {
		n, ok := s.node.Field(key)
		if !ok {
			r.errorf(start(s.node), "the key %q is missing: a %s says what it holds", key, s.kind)
			continue
		}
		s.members = append(s.members, r.rawMember(key, s.span, n))
	}
}

func (r *reader) collectNamed(s *rawShape) {
	list := r.fields(s.node, "members")
	seen := make(map[string]int, len(list))
	for _, f := range list {
		if _, twice := seen[f.Name]; twice {
			continue // reported with the syntax
		}
		if !shape.IsIdentifier(f.Name) {
			r.errorf(f.Span, "%q is no name of a member: use ASCII letters, digits and underscores, a letter first", f.Name)
		}
		seen[f.Name] = len(s.members)
		s.members = append(s.members, r.rawMember(f.Name, f.Span, f.Value))
	}
	order, ok := s.node.Field("xmlOrder")
	if !ok {
		return
	}
	sorted := make([]rawMember, 0, len(s.members))
	for _, n := range order.Elems() {
		if i, ok := seen[n.Str()]; ok {
			sorted = append(sorted, s.members[i])
			delete(seen, n.Str())
		}
	}
	for _, m := range s.members {
		if _, ok := seen[m.name]; ok {
			sorted = append(sorted, m)
		}
	}
	s.members = sorted
}

// rawMember reads a member up to its target.
func (r *reader) rawMember(name string, at source.Span, n shape.Node) rawMember {
	m := rawMember{name: name, span: at, node: n}
	if r.isObject(n, "a member") {
		m.target, m.ref = r.target(n, "the member "+name)
	}
	return m
}

// target returns the shape that the key "shape" names. One that the model does not have is left for linking to report.
func (r *reader) target(n shape.Node, what string) (*rawShape, shape.Ref) {
	name, ok := n.Field("shape")
	if !ok {
		r.errorf(start(n), "the key \"shape\" is missing: say which shape %s refers to", what)
		return nil, shape.Ref{}
	}
	if !r.isString(name, "the shape of "+what) {
		return nil, shape.Ref{}
	}
	if s := r.shapes[name.Str()]; s != nil {
		return s, shape.Ref{ID: s.id, Span: name.Span()}
	}
	if !shape.IsIdentifier(name.Str()) {
		r.errorf(name.Span(), "%q is no name of a shape: use ASCII letters, digits and underscores, a letter first", name.Str())
		return nil, shape.Ref{}
	}
	return nil, shape.Ref{ID: r.id(name.Str()), Span: name.Span()}
}

// findUses notes how each shape is used.
func (r *reader) findUses() {
	for _, s := range r.order {
		if s.replaced {
			continue
		}
		for i := range s.members {
			r.noteUse(&s.members[i])
		}
	}
	for _, op := range r.opList {
		if op.input != nil {
			op.input.inputOf++
		}
		if op.output != nil {
			op.output.outputOf++
		}
		for _, e := range op.errors {
			if s := r.byID(e.ID); s != nil {
				s.uses++
			}
		}
	}
}

// byID returns the shape of an id of this service.
func (r *reader) byID(id shape.ID) *rawShape { return r.shapes[id.Name()] }

func (r *reader) noteUse(m *rawMember) {
	t := m.target
	if t == nil {
		return
	}
	t.uses++
	_, stream := r.flag(m.node, "streaming")
	_, json := r.flag(m.node, "jsonvalue")
	switch {
	case stream && t.kind == shape.Blob:
		t.streams = true
	case json && t.kind == shape.String:
		t.json = true
	default:
		t.plain = true
	}
}

// targetOf returns the shape that a member targets: a variant of the one that the model names where the member uses it in a
// way that Smithy tells by a trait of the shape, and other members use it as a plain value.
func (r *reader) targetOf(m *rawMember) shape.Ref {
	t, ref := m.target, m.ref
	if t == nil || !t.plain {
		return ref
	}
	if at, ok := r.flag(m.node, "streaming"); ok && t.streams {
		if t.blobStream == "" {
			t.blobStream = r.addShape("StreamingBlob", "Streaming"+t.id.Name(), t, mark("smithy.api#streaming", at.Span()))
		}
		ref.ID = t.blobStream
	}
	if at, ok := r.flag(m.node, "jsonvalue"); ok && t.json {
		if t.jsonText == "" {
			name := "SynthesizedJson" + t.id.Name()
			t.jsonText = r.addShape(name, name, t, text("smithy.api#mediaType", "application/json", at.Span()))
		}
		ref.ID = t.jsonText
	}
	return ref
}

// addShape adds a variant of a shape, under the first of two names that is free.
func (r *reader) addShape(name, other string, like *rawShape, traits ...shape.Trait) shape.ID {
	names := uniqueNames{}
	for _, candidate := range []string{name, other} {
		if !r.taken[lower(candidate)] {
			names[candidate] = 0
			name = candidate
			break
		}
		names[candidate] = 1
	}
	unique := names.add(name)
	for r.taken[lower(unique)] {
		names[unique] = 1
		unique = names.add(name)
	}
	r.taken[lower(unique)] = true
	id := r.id(unique)
	r.added = append(r.added, &shape.ShapeDecl{ID: id, Span: like.span, Kind: like.kind, Traits: r.common(traits, like.node)})
	return id
}
