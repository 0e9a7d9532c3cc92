// The reader of one model: its state, and the small questions that it asks of the JSON.

package c2j

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// reader turns one model with its companions into declarations.
type reader struct {
	diags     *diag.List
	root      shape.Node
	metadata  shape.Node
	parts     map[sort]shape.Node
	protocols protocolSet
	namespace string
	serviceID string // as metadata has it
	xmlns     shape.Node

	shapes map[string]*rawShape // by the model's name for them
	order  []*rawShape
	ops    map[string]*rawOperation
	opList []*rawOperation
	added  []*shape.ShapeDecl // shapes that the model does not have itself
	taken  map[string]bool    // names of shapes, lower case

	docs  docTexts
	hints int      // near names searched for so far
	owner shape.ID // the shape being read, for diagnostics
}

func newReader(b *bundle, root shape.Node, diags *diag.List) *reader {
	return &reader{
		diags: diags, root: root, parts: b.parts, shapes: map[string]*rawShape{}, ops: map[string]*rawOperation{},
		taken: map[string]bool{},
	}
}

var rootKeys = keySet(
	"version", "metadata", "documentation", "operations", "shapes", "clientContextParams", "examples", "authorizers",
)

// read reads the model: first what there is, then what it is made of.
func (r *reader) read() []shape.Decl {
	if !r.isObject(r.root, "a service's model") {
		return nil
	}
	r.known(r.root, "a service's model", rootKeys)
	metadata, ok := r.root.Field("metadata")
	if !ok {
		r.errorf(start(r.root), "the key \"metadata\" is missing: a service's model says there which protocol the service speaks")
		return nil
	}
	if !r.isObject(metadata, "metadata") {
		return nil
	}
	r.metadata = metadata
	r.readMetadata()
	r.collectShapes()
	r.collectOperations()
	r.addErrors()
	r.tellApart()
	r.findUses()
	r.pageSizes()
	r.readDocs()

	decls := make([]shape.Decl, 0, len(r.order)+len(r.opList)+1)
	service := r.service()
	for _, s := range r.order {
		if d := r.shape(s); d != nil {
			decls = append(decls, d)
		}
	}
	paginated, waiters, examples := r.paginators(), r.waiters(), r.examples()
	for _, op := range r.opList {
		d := r.operation(op)
		d.Traits = append(d.Traits, paginated[op.name]...)
		d.Traits = append(d.Traits, waiters[op.name]...)
		d.Traits = append(d.Traits, examples[op.name]...)
		decls = append(decls, d)
	}
	for _, d := range r.added {
		decls = append(decls, d)
	}
	return append(decls, service)
}

// id returns the id of a shape of this service.
func (r *reader) id(name string) shape.ID { return shape.ID(r.namespace + "#" + name) }

// errorf reports an error about the owner.
func (r *reader) errorf(at source.Span, format string, args ...any) {
	r.diags.Add(diag.Diagnostic{
		Code: codeModel, Severity: diag.Error, Span: at, Shape: string(r.owner), Message: fmt.Sprintf(format, args...),
	})
}

// warnf reports a warning about the owner.
func (r *reader) warnf(at source.Span, format string, args ...any) {
	r.diags.Add(diag.Diagnostic{
		Code: codeModel, Severity: diag.Warning, Span: at, Shape: string(r.owner), Message: fmt.Sprintf(format, args...),
	})
}

// start returns the place of an object's or array's bracket.
func start(n shape.Node) source.Span {
	s := n.Span()
	s.End = min(s.End, s.Start+1)
	return s
}

func (r *reader) wrongType(n shape.Node, what string, want shape.NodeKind) bool {
	r.errorf(n.Span(), "%s must be %s, but this is %s", what, want, n.Kind())
	return false
}

// isObject reports whether a value is an object, and an error if it is not. what begins the sentence.
func (r *reader) isObject(n shape.Node, what string) bool {
	return n.Kind() == shape.NodeObject || r.wrongType(n, what, shape.NodeObject)
}

// isArray reports whether a value is an array, and an error if it is not.
func (r *reader) isArray(n shape.Node, what string) bool {
	return n.Kind() == shape.NodeArray || r.wrongType(n, what, shape.NodeArray)
}

// isString reports whether a value is a string, and an error if it is not.
func (r *reader) isString(n shape.Node, what string) bool {
	return n.Kind() == shape.NodeString || r.wrongType(n, what, shape.NodeString)
}

// text returns the string that an object has for a key, "" if it has none. Another type is an error.
func (r *reader) text(object shape.Node, key string) string {
	n, ok := object.Field(key)
	if !ok || n.Kind() == shape.NodeNull || !r.isString(n, key) {
		return ""
	}
	return n.Str()
}

// flag returns whether an object says true for a key. Another type than a boolean is an error; an object stands for true, as
// in "awsQueryCompatible": {}.
func (r *reader) flag(object shape.Node, key string) (shape.Node, bool) {
	n, ok := object.Field(key)
	if !ok || n.Kind() == shape.NodeNull {
		return n, false
	}
	if n.Kind() == shape.NodeObject {
		return n, true
	}
	if n.Kind() != shape.NodeBool {
		return n, r.wrongType(n, key, shape.NodeBool)
	}
	return n, n.Bool()
}

// fields returns the entries of the object that an object has for a key; nil if it has none. Another type is an error.
func (r *reader) fields(object shape.Node, key string) []shape.Field {
	n, ok := object.Field(key)
	if !ok || n.Kind() == shape.NodeNull || !r.isObject(n, key) {
		return nil
	}
	return n.FieldList()
}

// known warns about the keys of an object that mean nothing there.
func (r *reader) known(object shape.Node, where string, keys map[string]bool) {
	for _, f := range object.FieldList() {
		if keys[f.Name] {
			continue
		}
		hint := "it is left out"
		if n := r.nearest(f.Name, slices.Sorted(maps.Keys(keys))); n != "" {
			hint = "did you mean " + n + "?"
		}
		r.warnf(f.Span, "%s has no key %q that is known: %s", where, f.Name, hint)
	}
}

// near ends a sentence about a name that is not among those of a kind.
func (r *reader) near(name string, names []string) string {
	if n := r.nearest(name, names); n != "" {
		return "did you mean " + n + "?"
	}
	return "remove it, or is the model of another version?"
}

// maxHints is how many names are compared with others in one model: mistakes in great number need no hints.
const maxHints = 200_000

// nearest returns the name that another one is most likely meant to be, "" if there is none.
func (r *reader) nearest(name string, names []string) string {
	if r.hints += len(names); r.hints > maxHints {
		return ""
	}
	return diag.Nearest(name, slices.Values(names))
}

func keySet(keys ...string) map[string]bool {
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[k] = true
	}
	return out
}

// mark makes a trait without content.
func mark(id shape.ID, at source.Span) shape.Trait {
	return shape.Trait{ID: id, Value: shape.ObjectNode(nil, at), Span: at}
}

// text makes a trait whose value is a string.
func text(id shape.ID, value string, at source.Span) shape.Trait {
	return shape.Trait{ID: id, Value: shape.StringNode(value, at), Span: at}
}

// valued makes a trait of a value as it stands in the model.
func valued(id shape.ID, value shape.Node) shape.Trait {
	return shape.Trait{ID: id, Value: value, Span: value.Span()}
}

// object makes a node of the entries that have a value.
func object(at source.Span, fields ...shape.Field) shape.Node {
	kept := slices.DeleteFunc(fields, func(f shape.Field) bool { return f.Value.Kind() == shape.NodeNull })
	return shape.ObjectNode(kept, at)
}

// entry makes an entry of an object from a value that stands in the model.
func entry(name string, value shape.Node) shape.Field {
	return shape.Field{Name: name, Span: value.Span(), Value: value}
}

// capital returns the name with its first letter in upper case.
func capital(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
