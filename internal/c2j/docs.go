// Documentation: what the model says itself, and docs-2, which has the texts that an api-2 model lacks.

package c2j

import "github.com/smithwright/smithwright/internal/shape"

const documentationID shape.ID = "smithy.api#documentation"

// docTexts are the texts of docs-2 by the names of what they describe.
type docTexts struct {
	whole      shape.Node
	operations map[string]shape.Node
	bases      map[string]shape.Node // of shapes
	refs       map[string]shape.Node // of members, "Shape$member"
}

var docsKeys = keySet("version", "service", "operations", "shapes")

// readDocs reads docs-2, if there is one.
func (r *reader) readDocs() {
	d := &r.docs
	root, ok := r.parts[sortDocs]
	if !ok {
		return
	}
	r.known(root, "documentation", docsKeys)
	d.operations, d.bases, d.refs = map[string]shape.Node{}, map[string]shape.Node{}, map[string]shape.Node{}
	d.whole, _ = root.Field("service")
	for _, f := range r.fields(root, "operations") {
		d.operations[f.Name] = f.Value
	}
	for _, f := range r.fields(root, "shapes") {
		if !r.isObject(f.Value, "the documentation of a shape") {
			continue
		}
		if base, ok := f.Value.Field("base"); ok {
			d.bases[f.Name] = base
		}
		for _, ref := range r.fields(f.Value, "refs") {
			d.refs[ref.Name] = ref.Value
		}
	}
}

// documentation makes the trait of the first text that is one.
func documentation(texts ...shape.Node) (shape.Trait, bool) {
	for _, n := range texts {
		if n.Kind() == shape.NodeString && n.Str() != "" {
			return valued(documentationID, n), true
		}
	}
	return shape.Trait{}, false
}

// inline returns the text that an object of the model has itself.
func inline(n shape.Node) shape.Node {
	doc, _ := n.Field("documentation")
	return doc
}

func (d *docTexts) service(r *reader) (shape.Trait, bool) {
	return documentation(inline(r.root), d.whole)
}

func (d *docTexts) operation(op *rawOperation) (shape.Trait, bool) {
	return documentation(inline(op.node), d.operations[op.name])
}

func (d *docTexts) shape(s *rawShape) (shape.Trait, bool) {
	return documentation(inline(s.node), d.bases[s.name])
}

func (d *docTexts) member(s *rawShape, m *rawMember) (shape.Trait, bool) {
	if doc, ok := documentation(inline(m.node)); ok || d.refs == nil {
		return doc, ok
	}
	return documentation(d.refs[s.name+"$"+m.name])
}
