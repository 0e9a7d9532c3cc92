// Reading shapes, members and references to shapes.

package ast

import (
	"strings"

	"github.com/tidwall/gjson"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// Keys that the objects of a model may have; shapeKeys by the kind of the shape.
var (
	shapeKeys  = makeShapeKeys()
	applyKeys  = keySet("type", "traits")
	memberKeys = keySet("target", "traits")
	refKeys    = keySet("target")
)

func keySet(keys ...string) map[string]bool {
	set := make(map[string]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return set
}

func makeShapeKeys() map[shape.Kind]map[string]bool {
	common := []string{"type", "traits", "mixins"}
	own := map[shape.Kind][]string{
		shape.List:      {"member"},
		shape.Map:       {"key", "value"},
		shape.Structure: {"members"},
		shape.Union:     {"members"},
		shape.Enum:      {"members"},
		shape.IntEnum:   {"members"},
		shape.Operation: {"input", "output", "errors"},
		shape.Service:   {"version", "operations", "resources", "errors", "rename"},
		shape.Resource: {
			"identifiers", "properties", "create", "put", "read", "update", "delete", "list",
			"operations", "collectionOperations", "resources",
		},
	}
	out := map[shape.Kind]map[string]bool{}
	for name := range shape.KindNames() {
		k, _ := shape.KindOf(name)
		out[k] = keySet(append(own[k], common...)...)
	}
	return out
}

// shape reads an entry of the shapes object: a shape, or traits applied to one.
func (r *reader) shape(key, v gjson.Result) {
	r.owner = shape.ID(key.Str)
	defer func() { r.owner = "" }()
	d := &shape.ShapeDecl{ID: r.owner, Span: r.span(key)}
	if !r.isObject(v, "a shape") {
		r.declare(d)
		return
	}
	list, mark := r.fields(v)
	defer r.done(mark)
	kind, known := r.kind(v, list)
	if kind == "apply" {
		r.apply(key, list)
		return
	}
	if id := r.owner; !id.Valid() || id.Member() != "" {
		r.badID(key, "a shape")
	}
	if known {
		d.Kind, _ = shape.KindOf(kind)
		r.body(d, kind, list)
	}
	r.declare(d)
}

func (r *reader) declare(d shape.Decl) { r.decls = append(r.decls, d) }

// kind returns the shape's type, with "set" read as "list", and whether it is a type of shapes.
func (r *reader) kind(v gjson.Result, list []field) (name string, known bool) {
	for _, f := range list {
		if f.key.Str != "type" {
			continue
		}
		if !r.isString(f.value, "the type of a shape") {
			return "", false
		}
		name = f.value.Str
		if name == "set" {
			return "list", true
		}
		if _, known = shape.KindOf(name); known || name == "apply" {
			return name, known
		}
		hint := "a shape is one of the types that the Smithy specification lists"
		if near := diag.Nearest(name, shape.KindNames()); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.errorf(f.value, codeKind, "there is no shape type %q: %s", name, hint)
		return "", false
	}
	r.errorf(opening(v), codeMissing, "the key \"type\" is missing: say what kind of shape %s is", r.owner)
	return "", false
}

// badID reports a malformed id. The text of key is what stands in the file.
func (r *reader) badID(key gjson.Result, what string) {
	hint := "it has the form namespace#Name, of ASCII letters, digits and underscores, with dots in the namespace"
	switch {
	case !strings.Contains(key.Str, "#"):
		hint = "put its namespace and a # in front, as in smithy.api#String"
	case strings.Contains(key.Str, "$"):
		hint = "the name of a member has no place here"
	}
	r.errorf(key, codeID, "%q is not the id of %s: %s", key.Str, what, hint)
}

// apply reads traits that are applied to a shape or member declared elsewhere.
func (r *reader) apply(key gjson.Result, list []field) {
	d := &shape.ApplyDecl{Target: shape.Ref{ID: r.owner, Span: r.span(key)}}
	if !r.owner.Valid() {
		r.badID(key, "a shape or member")
	}
	for _, f := range list {
		switch f.key.Str {
		case "type":
		case "traits":
			d.Traits = r.traits(f.value)
		default:
			r.unknownKey(f.key, "an apply statement", applyKeys)
		}
	}
	if r.owner.Valid() {
		r.declare(d)
	}
}

// body reads everything but the type of a shape.
func (r *reader) body(d *shape.ShapeDecl, kind string, list []field) {
	if k := d.Kind; k == shape.Service || k == shape.Resource || k == shape.Operation {
		d.Binding = &shape.BindingDecl{}
	}
	allowed := shapeKeys[d.Kind]
	var set gjson.Result
	for _, f := range list {
		name := f.key.Str
		switch {
		case name == "type":
			if f.value.Str == "set" {
				set = f.value
			}
		case !allowed[name]:
			r.unknownKey(f.key, "a shape of type "+kind, allowed)
		case name == "traits":
			d.Traits = r.traits(f.value)
		case name == "mixins":
			d.Mixins = r.refs(f.value, name)
		case name == "members":
			d.Members = r.members(f.value, name)
		case name == "member" || name == "key" || name == "value":
			d.Members = append(d.Members, r.member(f.key, f.value))
		default:
			r.binding(d.Binding, name, f.value)
		}
	}
	if set.Exists() {
		d.Traits = withUniqueItems(d.Traits, shape.Trait{
			ID: uniqueItemsID, Value: shape.ObjectNode(nil, r.span(set)), Span: r.span(set),
		})
	}
}

const uniqueItemsID shape.ID = "smithy.api#uniqueItems"

// withUniqueItems adds the trait that makes a list a set, if it is not there.
func withUniqueItems(traits []shape.Trait, unique shape.Trait) []shape.Trait {
	for _, t := range traits {
		if t.ID == uniqueItemsID {
			return traits
		}
	}
	return append(traits, unique)
}

// binding reads a property of a service, resource or operation.
func (r *reader) binding(b *shape.BindingDecl, name string, v gjson.Result) {
	if list := refList(b, name); list != nil {
		*list = r.refs(v, name)
		return
	}
	if to := singleRef(b, name); to != nil {
		*to, _ = r.ref(v, name)
		return
	}
	switch name {
	case "version":
		if r.isString(v, "the version of a service") {
			b.Version = v.Str
		}
	case "rename":
		b.Rename = r.rename(v)
	case "identifiers":
		b.Identifiers = r.members(v, name)
	case "properties":
		b.Properties = r.members(v, name)
	}
}

// refList returns the list of references that a property holds, nil if it holds none.
func refList(b *shape.BindingDecl, name string) *[]shape.Ref {
	switch name {
	case "errors":
		return &b.Errors
	case "operations":
		return &b.Operations
	case "resources":
		return &b.Resources
	case "collectionOperations":
		return &b.CollectionOperations
	}
	return nil
}

// singleRef returns the reference that a property holds, nil if it holds none.
func singleRef(b *shape.BindingDecl, name string) *shape.Ref {
	switch name {
	case "input":
		return &b.Input
	case "output":
		return &b.Output
	case "create":
		return &b.Create
	case "put":
		return &b.Put
	case "read":
		return &b.Read
	case "update":
		return &b.Update
	case "delete":
		return &b.Delete
	case "list":
		return &b.ListOp
	}
	return nil
}

// rename reads a service's renames.
func (r *reader) rename(v gjson.Result) []shape.Rename {
	if !r.isObject(v, "rename") {
		return nil
	}
	var out []shape.Rename
	r.each(v, codeRepeated, "the renamed shape", func(key, value gjson.Result) {
		id := shape.ID(key.Str)
		if !id.Valid() || id.Member() != "" {
			r.badID(key, "a shape")
			return
		}
		if !r.isString(value, "the new name of a shape") {
			return
		}
		if !shape.IsIdentifier(value.Str) {
			r.errorf(value, codeID, "%q is no name of a shape: use ASCII letters, digits and underscores, a letter first", value.Str)
			return
		}
		out = append(out, shape.Rename{Shape: shape.Ref{ID: id, Span: r.span(key)}, Name: value.Str})
	})
	return out
}

// members reads an object of members, or of the identifiers or properties of a resource.
func (r *reader) members(v gjson.Result, what string) []shape.MemberDecl {
	if !r.isObject(v, what) {
		return nil
	}
	var out []shape.MemberDecl
	r.each(v, codeMember, "the member", func(key, value gjson.Result) {
		if !shape.IsIdentifier(key.Str) {
			r.errorf(key, codeID, "%q is no name of a member: use ASCII letters, digits and underscores, a letter first", key.Str)
		}
		out = append(out, r.member(key, value))
	})
	return out
}

// member reads a member. One that makes no sense counts as declared, without a target.
func (r *reader) member(key, v gjson.Result) shape.MemberDecl {
	m := shape.MemberDecl{Name: key.Str, Span: r.span(key)}
	if !r.isObject(v, "a member") {
		return m
	}
	list, mark := r.fields(v)
	defer r.done(mark)
	m.Target, _ = r.target(v, list, "the member "+key.Str)
	for _, f := range list {
		switch f.key.Str {
		case "target":
		case "traits":
			m.Traits = r.traits(f.value)
		default:
			r.unknownKey(f.key, "a member", memberKeys)
		}
	}
	return m
}

// target returns the target of a member or reference; what names it in messages.
func (r *reader) target(v gjson.Result, list []field, what string) (shape.Ref, bool) {
	for _, f := range list {
		if f.key.Str != "target" {
			continue
		}
		if !r.isString(f.value, "the target of "+what) {
			return shape.Ref{}, false
		}
		id := shape.ID(f.value.Str)
		if !id.Valid() || id.Member() != "" {
			r.badID(f.value, "a shape")
			return shape.Ref{}, false
		}
		return shape.Ref{ID: id, Span: r.span(f.value)}, true
	}
	r.errorf(opening(v), codeMissing, "the key \"target\" is missing: say which shape %s refers to", what)
	return shape.Ref{}, false
}

// ref reads a reference to a shape, an object with the key target.
func (r *reader) ref(v gjson.Result, what string) (shape.Ref, bool) {
	if !r.isObject(v, what) {
		return shape.Ref{}, false
	}
	list, mark := r.fields(v)
	defer r.done(mark)
	for _, f := range list {
		if !refKeys[f.key.Str] {
			r.unknownKey(f.key, "a reference to a shape", refKeys)
		}
	}
	return r.target(v, list, what)
}

// refs reads an array of references.
func (r *reader) refs(v gjson.Result, name string) []shape.Ref {
	if !r.isArray(v, name) {
		return nil
	}
	var out []shape.Ref
	v.ForEach(func(_, elem gjson.Result) bool {
		if ref, ok := r.ref(elem, "an entry of "+name); ok {
			out = append(out, ref)
		}
		return true
	})
	return out
}

// traits reads the traits of a shape, a member or an apply statement.
func (r *reader) traits(v gjson.Result) []shape.Trait {
	if !r.isObject(v, "traits") {
		return nil
	}
	var out []shape.Trait
	r.each(v, codeRepeated, "the trait", func(key, value gjson.Result) {
		id := shape.ID(key.Str)
		if !id.Valid() || id.Member() != "" {
			r.badID(key, "a trait")
			return
		}
		out = append(out, shape.Trait{ID: id, Value: r.node(value), Span: r.span(key)})
	})
	return out
}
