// Examples: examples-1.

package c2j

import "github.com/smithwright/smithwright/internal/shape"

var exampleKeys = keySet("input", "output", "comments", "description", "id", "title", "error")

// examples makes the trait smithy.api#examples of the operations that examples-1 has examples of.
func (r *reader) examples() map[string][]shape.Trait {
	out := map[string][]shape.Trait{}
	for _, f := range r.fields(r.parts[sortExamples], "examples") {
		op := r.operationNamed(f)
		if op == nil || !r.isArray(f.Value, "examples") {
			continue
		}
		r.owner = op.id
		var list []shape.Node
		for _, n := range f.Value.Elems() {
			if r.isObject(n, "an example") {
				list = append(list, r.example(n))
			}
		}
		if len(list) > 0 {
			out[op.name] = []shape.Trait{{ID: "smithy.api#examples", Span: f.Span, Value: shape.ArrayNode(list, f.Value.Span())}}
		}
	}
	r.owner = ""
	return out
}

// example makes one example. Its comments are about single values, for which Smithy has no place.
func (r *reader) example(n shape.Node) shape.Node {
	r.known(n, "an example", exampleKeys)
	get := func(key string) shape.Node {
		v, _ := n.Field(key)
		return v
	}
	title := get("title")
	if title.Str() == "" {
		title = get("id")
	}
	if title.Str() == "" {
		title = shape.StringNode("Example", start(n))
	}
	doc := get("description")
	if doc.Str() == "" {
		doc = shape.Node{}
	}
	output := get("output")
	if output.Len() == 0 {
		output = shape.Node{}
	}
	return object(n.Span(),
		entry("title", title), entry("documentation", doc), entry("input", get("input")), entry("output", output))
}
