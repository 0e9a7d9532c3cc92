// Values of traits and metadata: from JSON to format-neutral nodes.

package ast

import (
	"github.com/tidwall/gjson"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// nodes makes nodes of a file's values. Arrays and objects are read when they are first looked into, level by level: in
// AWS's models more than half of the text is endpoint tests and examples, which most runs never see.
type nodes struct {
	file *source.File
	text string // of the file; its syntax is checked
}

// node makes a node of a value whose Index is its offset in the file.
func (n *nodes) node(v gjson.Result) shape.Node {
	span := n.span(v)
	switch v.Type {
	case gjson.True, gjson.False:
		return shape.BoolNode(v.Type == gjson.True, span)
	case gjson.Number:
		return shape.NumberNode(v.Raw, span)
	case gjson.String:
		return shape.StringNode(v.Str, span)
	case gjson.JSON:
		object := v.Raw[0] == '{'
		switch {
		case isEmpty(v.Raw) && object:
			return shape.ObjectNode(nil, span)
		case isEmpty(v.Raw):
			return shape.ArrayNode(nil, span)
		case object:
			return shape.LazyObjectNode(n, span)
		default:
			return shape.LazyArrayNode(n, span)
		}
	}
	return shape.NullNode(span)
}

// span returns where a value or key stands.
func (n *nodes) span(v gjson.Result) source.Span {
	return source.Span{File: n.file, Start: v.Index, End: v.Index + len(v.Raw)}
}

// isEmpty reports whether an array or object has nothing but white space between its brackets.
func isEmpty(raw string) bool {
	for i := 1; i < len(raw)-1; i++ {
		if raw[i] > ' ' {
			return false
		}
	}
	return true
}

// at returns the value that a span covers.
func (n *nodes) at(span source.Span) gjson.Result {
	v := gjson.Parse(n.text[span.Start:span.End])
	v.Index = span.Start
	return v
}

// LoadArray implements [shape.Loader].
func (n *nodes) LoadArray(span source.Span) []shape.Node {
	var out []shape.Node
	n.at(span).ForEach(func(_, v gjson.Result) bool {
		out = append(out, n.node(v))
		return true
	})
	return out
}

// LoadObject implements [shape.Loader].
func (n *nodes) LoadObject(span source.Span) []shape.Field {
	var out []shape.Field
	n.at(span).ForEach(func(k, v gjson.Result) bool {
		out = append(out, shape.Field{Name: k.Str, Span: n.span(k), Value: n.node(v)})
		return true
	})
	return out
}
