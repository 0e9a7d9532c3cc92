// Pagination: paginators-1.

package c2j

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

var paginatorKeys = keySet(
	"input_token", "output_token", "limit_key", "result_key", "more_results", "non_aggregate_keys", "py_input_token",
)

// paginators makes the trait smithy.api#paginated of the operations that paginators-1 names. What the trait can't say is left
// out: operations with several tokens or with none, tokens that must be searched for in the reply, and those without which no
// first page can be asked for.
func (r *reader) paginators() map[string][]shape.Trait {
	out := map[string][]shape.Trait{}
	for _, f := range r.fields(r.parts[sortPaginators], "pagination") {
		op := r.operationNamed(f)
		if op == nil || !r.isObject(f.Value, "a paginator") {
			continue
		}
		r.owner = op.id
		r.known(f.Value, "a paginator", paginatorKeys)
		input, hasInput := r.path(f.Value, "input_token")
		output, hasOutput := r.path(f.Value, "output_token")
		if !hasInput || !hasOutput {
			continue
		}
		if k := r.follow(op.input, input); k != shape.String && k != shape.Map || requires(op.input, input.Str()) {
			continue
		}
		if k := r.follow(op.output, output); k != shape.String && k != shape.Map {
			continue
		}
		size, _ := r.path(f.Value, "limit_key")
		if k := r.follow(op.input, size); !k.IsNumber() {
			size = shape.Node{}
		}
		items := r.items(op, f.Value)
		out[op.name] = append(out[op.name], shape.Trait{ID: "smithy.api#paginated", Span: f.Span, Value: object(f.Span,
			entry("inputToken", input), entry("outputToken", output), entry("pageSize", size), entry("items", items),
		)})
	}
	r.owner = ""
	return out
}

// items returns the path of what the pages are made of: the one among the results that is a list or a map; null if there is
// none or there are several.
func (r *reader) items(op *rawOperation, paginator shape.Node) shape.Node {
	n, ok := paginator.Field("result_key")
	if !ok {
		return shape.Node{}
	}
	results := []shape.Node{n}
	if n.Kind() == shape.NodeArray {
		results = n.Elems()
	}
	var found shape.Node
	for _, path := range results {
		if k := r.follow(op.output, path); k != shape.List && k != shape.Map {
			continue
		}
		if found.Kind() != shape.NodeNull {
			return shape.Node{}
		}
		found = path
	}
	return found
}

// member returns the member that a path leads to from a structure, nil if there is none.
func (r *reader) member(from *rawShape, path string) *rawMember {
	var found *rawMember
	for name := range strings.SplitSeq(path, ".") {
		if from == nil {
			return nil
		}
		i := slices.IndexFunc(from.members, func(m rawMember) bool { return m.name == name })
		if i < 0 {
			return nil
		}
		found = &from.members[i]
		from = found.target
	}
	return found
}

// requires reports whether a structure says that a member of it must be present.
func requires(s *rawShape, member string) bool {
	list, _ := s.node.Field("required")
	return slices.ContainsFunc(list.Elems(), func(n shape.Node) bool { return n.Str() == member })
}

// follow returns the kind of what a path leads to from a structure, Invalid if there is nothing.
func (r *reader) follow(from *rawShape, path shape.Node) shape.Kind {
	m := r.member(from, path.Str())
	switch {
	case m == nil || m.target == nil:
		return shape.Invalid
	case m.number:
		return shape.Integer
	}
	return m.target.kind
}

// pageSizes makes numbers of the sizes of pages that the model has as strings, as some services had them whose numbers stand in
// paths and queries, where they look the same. A shape of its own becomes a number, with all members that it is used for; where
// the members target the shape of all strings, it is the member alone.
func (r *reader) pageSizes() {
	for _, f := range r.parts[sortPaginators].FieldList() {
		if f.Name != "pagination" {
			continue
		}
		for name, p := range f.Value.Fields() {
			op := r.ops[name]
			size, _ := p.Field("limit_key")
			if op == nil || size.Kind() != shape.NodeString {
				continue
			}
			m := r.member(op.input, size.Str())
			if m == nil || m.target == nil || m.target.kind != shape.String {
				continue
			}
			if lower(m.target.name) == "string" {
				m.number = true
			} else {
				m.target.kind, m.target.wasText = shape.Integer, true
			}
		}
	}
}

// operationNamed returns the operation that an entry of a companion is about; nil, with a warning, if there is none: companions
// are published apart from the models and may be newer.
func (r *reader) operationNamed(f shape.Field) *rawOperation {
	if op := r.ops[f.Name]; op != nil {
		return op
	}
	r.owner = ""
	r.warnf(f.Span, "the service has no operation %q: %s", f.Name, r.near(f.Name, slices.Sorted(maps.Keys(r.ops))))
	return nil
}

// path returns the path of names that a paginator has for a key: null if it has none, if it has several, and if it is not
// names joined by dots.
func (r *reader) path(paginator shape.Node, key string) (shape.Node, bool) {
	n, ok := paginator.Field(key)
	if ok && n.Kind() == shape.NodeArray && n.Len() == 1 {
		n = n.Elems()[0]
	}
	if !ok || n.Kind() == shape.NodeArray || !r.isString(n, key) || !shape.IsNamespace(n.Str()) {
		return shape.Node{}, false
	}
	return n, true
}
