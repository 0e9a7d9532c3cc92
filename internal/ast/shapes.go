// Reading shapes, members and references to shapes.

package ast

import (
	"fmt"
	"slices"
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
	members := map[shape.Kind][]string{
		shape.List: {"member"}, shape.Map: {"key", "value"},
		shape.Structure: {"members"}, shape.Union: {"members"}, shape.Enum: {"members"}, shape.IntEnum: {"members"},
	}
	out := map[shape.Kind]map[string]bool{}
	for name := range shape.KindNames() {
		k, _ := shape.KindOf(name)
		out[k] = keySet(slices.AppendSeq(slices.Concat(common, members[k]), k.PropertyNames())...)
	}
	return out
}

// shape reads an entry of the shapes object: a shape, or traits applied to one.
func (r *reader) shape(key, v gjson.Result) {
	r.owner = shape.ID(key.Str)
	defer func() { r.owner = "" }()
	if len(key.Str) > maxKey {
		r.owner = ""
		r.badID(key, "a shape")
		return
	}
	d := &shape.ShapeDecl{ID: r.owner, Span: r.span(key), V1: r.v1}
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
	if id := r.owner; !id.Valid() || known && id.Member() != "" { // of an unknown type it may be an apply statement
		r.badShapeID(key)
	}
	if known {
		d.Kind, _ = shape.KindOf(kind)
		if kind == setType {
			d.Kind = shape.List
			r.checkSet(v)
		}
		r.body(d, kind, list)
	}
	r.declare(d)
}

func (r *reader) declare(d shape.Decl) { r.decls = append(r.decls, d) }

// setType is the type of lists of unique items in Smithy 1.0.
const setType = "set"

// kind returns the shape's type, and whether it is a type of shapes.
func (r *reader) kind(v gjson.Result, list []field) (name string, known bool) {
	for _, f := range list {
		if f.key.Str != "type" {
			continue
		}
		if !r.isString(f.value, "the type of a shape") {
			return "", false
		}
		name = f.value.Str
		if _, known = shape.KindOf(name); known || name == "apply" || name == setType {
			return name, name != "apply"
		}
		at := opening(v) // the place is the whole shape's
		at.Raw = r.text[v.Index : f.value.Index+len(f.value.Raw)]
		r.errorf(at, "there is no shape type %q: %s", name,
			diag.DidYouMean(name, shape.KindNames(), "use one of the types that the Smithy specification lists"))
		return "", false
	}
	r.errorf(opening(v), "the key \"type\" is missing: say what kind of shape %s is", r.owner)
	return "", false
}

// checkSet says of a set what the version of the file has to say of sets.
func (r *reader) checkSet(v gjson.Result) {
	if !r.v1 {
		r.errorf(opening(v), "there are no sets in Smithy 2.0: declare a list with the trait %s", uniqueItemsID)
		return
	}
	r.add(diag.Diagnostic{
		Code: codeDeprecated, Severity: diag.Warning, Span: r.span(opening(v)), Shape: string(r.owner),
		Message: "sets are deprecated: declare a list with the trait " + string(uniqueItemsID),
	})
}

// badShapeID reports a malformed id in front of a shape. The mistake belongs to no shape unless it is the id of a member.
func (r *reader) badShapeID(key gjson.Result) {
	owner := r.owner
	if !owner.Valid() {
		r.owner = ""
	}
	r.badID(key, "a shape")
	r.owner = owner
}

// maxKey is the number of bytes above which the id of a shape is not kept, see [shape.MaxName]: ids of members are made of it.
const maxKey = 3 * shape.MaxName

// badID reports a malformed id. The text of key is what stands in the file.
func (r *reader) badID(key gjson.Result, what string) {
	hint := "it has the form namespace#Name, of ASCII letters, digits and underscores, with dots in the namespace"
	switch {
	case len(key.Str) > shape.MaxName:
		hint = fmt.Sprintf("neither its namespace nor a name in it can have more than %d bytes", shape.MaxName)
	case !strings.Contains(key.Str, "#"):
		hint = "put its namespace and a # in front, as in smithy.api#String"
		if what == "a trait" {
			hint = "put its namespace and a # in front, as in smithy.api#required"
		}
	case strings.Contains(key.Str, "$"):
		hint = "the name of a member has no place here"
	}
	r.errorf(key, "%q is not the id of %s: %s", key.Str, what, hint)
}

// apply reads traits that are applied to a shape or member declared elsewhere.
func (r *reader) apply(key gjson.Result, list []field) {
	d := &shape.ApplyDecl{Target: shape.Ref{ID: r.owner, Span: r.span(key)}, V1: r.v1}
	valid := r.owner.Valid()
	if !valid {
		r.owner = ""
		r.badID(key, "a shape or member")
	}
	var unknown []gjson.Result
	for _, f := range list {
		switch f.key.Str {
		case "type":
		case "traits":
			d.Traits = r.traits(f.value)
		default:
			unknown = append(unknown, f.key)
		}
	}
	r.unknownKeys(r.owner, unknown, "an apply statement", applyKeys)
	if valid {
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
	var unknown []gjson.Result
	for _, f := range list {
		name := f.key.Str
		switch {
		case name == "type":
			if f.value.Str == setType {
				set = f.value
			}
		case !allowed[name]:
			unknown = append(unknown, f.key)
		case name == "traits":
			d.Traits = r.traits(f.value)
		case name == "mixins":
			if d.Mixins = r.refs(f.value, name); r.v1 && len(d.Mixins) > 0 {
				r.errorf(f.value, "there are no mixins in Smithy 1.0: %s", sayV2)
			}
		case name == "members":
			d.Members = r.members(f.value, name)
			if d.Kind == shape.Enum || d.Kind == shape.IntEnum {
				r.enumTargets(d.Members)
			}
		case name == "member" || name == "key" || name == "value":
			d.Members = append(d.Members, r.member(f.key, f.value))
		default:
			r.binding(d, name, f.value)
		}
	}
	r.unknownKeys(d.ID, unknown, "a shape of type "+kind, allowed)
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
func (r *reader) binding(d *shape.ShapeDecl, name string, v gjson.Result) {
	b := d.Binding
	switch d.Kind.Property(name) {
	case shape.TextProperty:
		if r.isString(v, "the version of a service") {
			b.Version = v.Str
		}
	case shape.RefProperty:
		*b.Ref(name), _ = r.ref(v, name)
	case shape.RefsProperty:
		*b.Refs(name) = r.refs(v, name)
	case shape.AttributeProperty:
		if name == "properties" && r.v1 {
			owner := r.owner
			r.owner = "" // the reference's event is not about the resource
			r.errorf(v, "a resource can't have properties in Smithy 1.0: %s", sayV2)
			r.owner = owner
		}
		*b.Attributes(name) = r.members(v, name)
	case shape.RenameProperty:
		b.Rename = r.rename(v)
	}
}

// rename reads a service's renames.
func (r *reader) rename(v gjson.Result) []shape.Rename {
	if !r.isObject(v, "rename") {
		return nil
	}
	var out []shape.Rename
	r.each(v, "the renamed shape", func(key, value gjson.Result) {
		id := shape.ID(key.Str) // that a member is not renamed is for the check of the model to say
		if !id.Valid() {
			r.badID(key, "a shape")
			return
		}
		if !r.isString(value, "the new name of a shape") {
			return
		}
		// That the new name is no identifier is for the check of the model to say.
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
	r.each(v, "the member", func(key, value gjson.Result) {
		if !shape.IsIdentifier(key.Str) {
			r.errorf(key, "%q is no name of a member: use ASCII letters, digits and underscores, a letter first", key.Str)
			if len(key.Str) > shape.MaxName {
				return
			}
		}
		out = append(out, r.member(key, value))
	})
	return out
}

// enumTargets holds the members of an enum to have the one target that says nothing.
func (r *reader) enumTargets(members []shape.MemberDecl) {
	for i := range members {
		m := &members[i]
		if m.Target.ID == "" || m.Target.ID == unitID {
			continue
		}
		r.add(diag.Diagnostic{
			Code: codeModel, Severity: diag.Error, Span: m.Target.Span, Shape: string(r.owner),
			Message: fmt.Sprintf("the member %s of an enum must target %s, not %s", m.Name, unitID, m.Target.ID),
		})
	}
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
	var unknown []gjson.Result
	for _, f := range list {
		switch f.key.Str {
		case "target":
		case "traits":
			m.Traits = r.traits(f.value)
		default:
			unknown = append(unknown, f.key)
		}
	}
	if len(unknown) > 0 { // which spares most members the making of their id
		r.unknownKeys(r.owner.WithMember(key.Str), unknown, "a member", memberKeys)
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
		id := shape.ID(f.value.Str) // that of a member leads nowhere, which is reported where the model is linked
		if !id.Valid() {
			r.badID(f.value, "a shape")
			return shape.Ref{}, false
		}
		return shape.Ref{ID: id, Span: r.span(f.value)}, true
	}
	r.errorf(opening(v), "the key \"target\" is missing: say which shape %s refers to", what)
	return shape.Ref{}, false
}

// ref reads a reference to a shape, an object with the key target.
func (r *reader) ref(v gjson.Result, what string) (shape.Ref, bool) {
	if !r.isObject(v, what) {
		return shape.Ref{}, false
	}
	list, mark := r.fields(v)
	defer r.done(mark)
	var unknown []gjson.Result
	for _, f := range list {
		if !refKeys[f.key.Str] {
			unknown = append(unknown, f.key)
		}
	}
	r.unknownKeys(r.owner, unknown, "a reference to a shape", refKeys)
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
	r.each(v, "the trait", func(key, value gjson.Result) {
		id := shape.ID(key.Str)
		if !id.Valid() || id.Member() != "" {
			r.badID(key, "a trait")
			return
		}
		out = append(out, shape.Trait{ID: id, Value: r.node(value), Span: r.span(key)})
	})
	return out
}
