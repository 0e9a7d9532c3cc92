// Attribute values: what the paths in [...] lead to ("Attributes" in the specification).

package selector

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/shape"
)

// valueKind is the sort of an attribute value.
type valueKind uint8

const (
	absent     valueKind = iota // the empty value: it does not exist
	literal                     // a text
	node                        // a part of a trait's value
	projection                  // several values
	shapeID                     // the id in text
	subject                     // a shape or member
	traits                      // the traits of a subject
	service                     // the service that the subject is
	variables                   // the variables in scope
)

// value is an attribute value. The zero value is the empty one.
type value struct {
	kind    valueKind
	text    string
	node    shape.Node
	list    []value
	subject shape.Subject
}

func literalOf(text string) value { return value{kind: literal, text: text} }

func lengthOf(n int) value { return literalOf(strconv.Itoa(n)) }

func idOf(id shape.ID) value { return value{kind: shapeID, text: string(id)} }

func subjectOf(s shape.Subject) value { return value{kind: subject, subject: s} }

// exists reports whether the value is one: null and projections of nothing are not.
func (v value) exists() bool {
	switch v.kind {
	case absent:
		return false
	case node:
		return v.node.Kind() != shape.NodeNull
	case projection:
		return len(v.list) > 0
	}
	return true
}

// String returns the text that comparators compare, "" for a value that has none.
func (v value) String() string {
	switch v.kind {
	case literal, shapeID:
		return v.text
	case subject, service:
		return string(v.subject.ID())
	case node:
		return scalarText(v.node)
	}
	return ""
}

// scalarText returns a string, a number or a boolean as text, "" for any other node.
func scalarText(n shape.Node) string {
	switch n.Kind() {
	case shape.NodeString:
		return n.Str()
	case shape.NodeNumber:
		return n.Num()
	case shape.NodeBool:
		return strconv.FormatBool(n.Bool())
	}
	return ""
}

// flat returns the value, or the values of a projection with those of projections in it.
func (v value) flat() []value {
	if v.kind != projection {
		return []value{v}
	}
	out := make([]value, 0, len(v.list))
	for _, elem := range v.list {
		if elem.kind == projection {
			out = append(out, elem.flat()...)
		} else {
			out = append(out, elem)
		}
	}
	return out
}

// follow returns what a path leads to.
func (v value) follow(e *eval, path []string) value {
	for _, key := range path {
		if !v.exists() {
			break
		}
		v = v.property(e, key)
	}
	return v
}

// Properties that are written with parentheses.
const (
	propKeys   = "(keys)"
	propValues = "(values)"
	propLength = "(length)"
	propFirst  = "(first)"
)

// property returns a part of the value, the empty value if there is none of that name.
func (v value) property(e *eval, key string) value {
	switch v.kind {
	case literal:
		if key == propLength {
			return lengthOf(utf8.RuneCountInString(v.text))
		}
	case node:
		return nodeProperty(v.node, key)
	case projection:
		return v.project(e, key)
	case shapeID:
		return idProperty(shape.ID(v.text), key)
	case subject:
		return subjectProperty(v.subject, key)
	case traits:
		return traitProperty(v.subject, key)
	case service:
		switch key {
		case "id":
			return idOf(v.subject.ID())
		case "version":
			return literalOf(v.subject.Shape.Version)
		}
	case variables:
		return variable(e, key)
	}
	return value{}
}

// project returns the property of every value of a projection that has it.
func (v value) project(e *eval, key string) value {
	if key == propFirst {
		if flat := v.flat(); len(flat) > 0 {
			return flat[0]
		}
		return value{}
	}
	e.spend(len(v.list))
	out := value{kind: projection}
	for _, elem := range v.list {
		if p := elem.property(e, key); p.exists() {
			out.list = append(out.list, p)
		}
	}
	return out
}

func nodeProperty(n shape.Node, key string) value {
	switch n.Kind() {
	case shape.NodeObject:
		return objectProperty(n, key)
	case shape.NodeArray:
		switch key {
		case propValues:
			out := value{kind: projection}
			for _, elem := range n.Elems() {
				out.list = append(out.list, value{kind: node, node: elem})
			}
			return out
		case propLength:
			return lengthOf(n.Len())
		}
	case shape.NodeString:
		if key == propLength {
			return lengthOf(utf8.RuneCountInString(n.Str()))
		}
	}
	return value{}
}

func objectProperty(n shape.Node, key string) value {
	out := value{kind: projection}
	switch key {
	case propKeys:
		for _, f := range n.FieldList() {
			out.list = append(out.list, literalOf(f.Name))
		}
	case propValues:
		for _, f := range n.FieldList() {
			out.list = append(out.list, value{kind: node, node: f.Value})
		}
	case propLength:
		return lengthOf(n.Len())
	default:
		if field, ok := n.Field(key); ok {
			return value{kind: node, node: field}
		}
		return value{}
	}
	return out
}

func idProperty(id shape.ID, key string) value {
	switch key {
	case "name":
		return literalOf(id.Name())
	case "namespace":
		return literalOf(id.Namespace())
	case "member":
		if name := id.Member(); name != "" {
			return literalOf(name)
		}
	case propLength:
		return lengthOf(utf8.RuneCountInString(string(id)))
	}
	return value{}
}

func subjectProperty(s shape.Subject, key string) value {
	switch key {
	case "id":
		return idOf(s.ID())
	case "trait":
		return value{kind: traits, subject: s}
	case "service":
		if s.Member == nil && s.Shape.Kind == shape.Service {
			return value{kind: service, subject: s}
		}
	case "var":
		return value{kind: variables}
	}
	return value{}
}

func traitProperty(s shape.Subject, key string) value {
	out := value{kind: projection}
	switch key {
	case propKeys:
		for t := range s.Traits().All() {
			out.list = append(out.list, idOf(t.ID))
		}
	case propValues:
		for t := range s.Traits().All() {
			out.list = append(out.list, value{kind: node, node: t.Value})
		}
	case propLength:
		return lengthOf(s.Traits().Len())
	default:
		if n, ok := traitOf(s, traitID(key)); ok {
			return value{kind: node, node: n}
		}
		return value{}
	}
	return out
}

// traitID returns the id of a trait that a selector names, in full or without the prelude's namespace.
func traitID(name string) shape.ID {
	if strings.Contains(name, "#") {
		return shape.ID(name)
	}
	return shape.ID("smithy.api#" + name)
}

// variable returns the subjects in a variable.
func variable(e *eval, name string) value {
	list, ok := e.vars[name]
	if !ok {
		return value{}
	}
	e.spend(len(list))
	out := value{kind: projection, list: make([]value, len(list))}
	for i, number := range list {
		out.list[i] = subjectOf(e.graph.Subject(number))
	}
	return out
}

// enumTraitID is the trait that enum shapes have in the place of one that lists their members.
const enumTraitID shape.ID = "smithy.api#enum"

// hasTrait reports whether a trait is applied to a subject. Enum shapes count as having the enum trait.
func hasTrait(s shape.Subject, id shape.ID) bool {
	return s.Traits().Has(id) || id == enumTraitID && s.Member == nil && s.Shape.Kind == shape.Enum
}

// traitOf returns the value of a trait, and whether it is applied. An enum shape's enum trait is made of its members.
func traitOf(s shape.Subject, id shape.ID) (shape.Node, bool) {
	if n, ok := s.Traits().Get(id); ok || !hasTrait(s, id) {
		return n, ok
	}
	var definitions []shape.Node
	for _, m := range s.Shape.Members {
		fields := []shape.Field{{Name: "name", Value: shape.StringNode(m.Name, m.Span)}}
		for _, from := range [...]struct {
			trait shape.ID
			name  string
		}{{"smithy.api#enumValue", "value"}, {"smithy.api#documentation", "documentation"}, {"smithy.api#tags", "tags"}} {
			if n, ok := m.Traits.Get(from.trait); ok {
				fields = append(fields, shape.Field{Name: from.name, Value: n})
			}
		}
		if m.Traits.Has("smithy.api#deprecated") {
			fields = append(fields, shape.Field{Name: "deprecated", Value: shape.BoolNode(true, m.Span)})
		}
		definitions = append(definitions, shape.ObjectNode(fields, m.Span))
	}
	return shape.ArrayNode(definitions, s.Shape.Span), true
}
