// Node values: the JSON-like values of traits and metadata.

package shape

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/smithwright/smithwright/internal/source"
)

// NodeKind is the type of a node value.
type NodeKind uint8

// The kinds of node values.
const (
	NodeNull NodeKind = iota
	NodeBool
	NodeNumber
	NodeString
	NodeArray
	NodeObject
)

// String returns the kind with its article, fit for a message: "a string", "an object", "null".
func (k NodeKind) String() string {
	switch k {
	case NodeBool:
		return "a boolean"
	case NodeNumber:
		return "a number"
	case NodeString:
		return "a string"
	case NodeArray:
		return "an array"
	case NodeObject:
		return "an object"
	}
	return "null"
}

// Node is a value of a trait or of metadata in no particular format, with its place in the source. The zero Node is
// null without a place. Nodes are immutable and safe for concurrent use; their accessors never panic and return zero
// values when the node is of another kind.
type Node struct {
	span source.Span
	text string    // the string, or the number's literal
	kids *children // nil for an empty array or object
	kind NodeKind
	yes  bool
}

// A Field is an entry of an object.
type Field struct {
	Name  string
	Span  source.Span // of the name
	Value Node
}

// Loader reads the parts of an array or object when they are first asked for, so that large values which nobody looks
// at cost nothing but the check of their syntax. It must give the same result each time.
type Loader interface {
	// LoadArray returns the elements of the array that covers span.
	LoadArray(span source.Span) []Node
	// LoadObject returns the entries of the object that covers span, in source order.
	LoadObject(span source.Span) []Field
}

// children are the parts of an array or an object.
type children struct {
	once   sync.Once
	loader Loader // nil if the parts are there from the start
	elems  []Node
	fields []Field
	name   string // the value of a string that is the name of a shape, see NameNode
}

// NullNode returns null.
func NullNode(span source.Span) Node { return Node{span: span} }

// BoolNode returns a boolean.
func BoolNode(v bool, span source.Span) Node { return Node{kind: NodeBool, yes: v, span: span} }

// NumberNode returns a number; literal is its text in the source, which must be a JSON number, and is kept as it is.
func NumberNode(literal string, span source.Span) Node {
	return Node{kind: NodeNumber, text: literal, span: span}
}

// StringNode returns a string.
func StringNode(s string, span source.Span) Node {
	return Node{kind: NodeString, text: s, span: span}
}

// ArrayNode returns an array, which keeps elems.
func ArrayNode(elems []Node, span source.Span) Node {
	n := Node{kind: NodeArray, span: span}
	if len(elems) > 0 {
		n.kids = &children{elems: elems}
	}
	return n
}

// ObjectNode returns an object, which keeps fields and their order.
func ObjectNode(fields []Field, span source.Span) Node {
	n := Node{kind: NodeObject, span: span}
	if len(fields) > 0 {
		n.kids = &children{fields: fields}
	}
	return n
}

// LazyArrayNode returns an array whose elements are loaded from its span when first needed.
func LazyArrayNode(loader Loader, span source.Span) Node {
	return Node{kind: NodeArray, span: span, kids: &children{loader: loader}}
}

// LazyObjectNode returns an object whose entries are loaded from its span when first needed.
func LazyObjectNode(loader Loader, span source.Span) Node {
	return Node{kind: NodeObject, span: span, kids: &children{loader: loader}}
}

// parts returns the children, loaded; an empty value if there are none.
func (n Node) parts() *children {
	if n.kids == nil {
		return &noChildren
	}
	n.kids.once.Do(func() {
		switch {
		case n.kids.loader == nil:
		case n.kind == NodeArray:
			n.kids.elems = n.kids.loader.LoadArray(n.span)
		default:
			n.kids.fields = n.kids.loader.LoadObject(n.span)
		}
	})
	return n.kids
}

var noChildren children

// Kind returns the node's kind.
func (n Node) Kind() NodeKind { return n.kind }

// Span returns where the value stands in the source.
func (n Node) Span() source.Span { return n.span }

// Str returns the value of a string, "" of any other node.
func (n Node) Str() string {
	if n.kind != NodeString {
		return ""
	}
	if n.kids != nil {
		return n.kids.name
	}
	return n.text
}

// TextSpan returns the place of a part of a string, by its offsets: that of the whole where the source writes the string with
// escapes or on several lines.
func (n Node) TextSpan(start, end int) source.Span {
	raw, from := n.span.Text(), n.span.Start
	if inner := strings.TrimPrefix(raw, `"`); len(inner) < len(raw) {
		raw, from = strings.TrimSuffix(inner, `"`), from+1
	}
	if raw != n.Str() {
		return n.span
	}
	return source.Span{File: n.span.File, Start: from + start, End: from + end}
}

// Bool returns the value of a boolean, false of any other node.
func (n Node) Bool() bool { return n.kind == NodeBool && n.yes }

// Num returns the literal of a number exactly as the source has it, "" of any other node.
func (n Node) Num() string {
	if n.kind == NodeNumber {
		return n.text
	}
	return ""
}

// Int64 returns the value of a number that is an integer in the range of int64, and whether it is one. A literal with a
// fraction or an exponent counts if its value is an integer of at most 53 bits, such as 1.0 or 1e3.
func (n Node) Int64() (int64, bool) {
	literal := n.Num()
	if v, err := strconv.ParseInt(literal, 10, 64); err == nil {
		return v, true
	}
	if !strings.ContainsAny(literal, ".eE") {
		return 0, false
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// Len returns the number of elements of an array or of entries of an object, 0 of any other node.
func (n Node) Len() int {
	p := n.parts()
	return len(p.elems) + len(p.fields)
}

// Elems returns the elements of an array, nil of any other node. The slice must not be changed.
func (n Node) Elems() []Node { return n.parts().elems }

// FieldList returns the entries of an object in source order, nil of any other node. The slice must not be changed.
func (n Node) FieldList() []Field { return n.parts().fields }

// Field returns the value of the first entry of an object with the given name, and whether there is one.
func (n Node) Field(name string) (Node, bool) {
	for i := range n.parts().fields {
		if f := &n.kids.fields[i]; f.Name == name {
			return f.Value, true
		}
	}
	return Node{}, false
}

// Fields yields the names and values of an object's entries in source order.
func (n Node) Fields() iter.Seq2[string, Node] {
	return func(yield func(string, Node) bool) {
		for _, f := range n.parts().fields {
			if !yield(f.Name, f.Value) {
				return
			}
		}
	}
}

// Equal reports whether two nodes have the same value: places, the order of an object's entries and the way in which a
// number is written don't count.
func (n Node) Equal(o Node) bool {
	if n.kind != o.kind {
		return false
	}
	switch n.kind {
	case NodeBool:
		return n.yes == o.yes
	case NodeString:
		return n.Str() == o.Str()
	case NodeNumber:
		return equalNumbers(n.text, o.text)
	case NodeArray:
		return equalArrays(n.Elems(), o.Elems())
	case NodeObject:
		return equalObjects(n.FieldList(), o.FieldList())
	}
	return true
}

// equalNumbers compares the literals, and their values if these may be written in several ways.
func equalNumbers(a, b string) bool {
	if a == b {
		return true
	}
	if !strings.ContainsAny(a, ".eE") && !strings.ContainsAny(b, ".eE") {
		return false // integers are written in one way only, but for -0
	}
	order, ok := CompareNumbers(a, b)
	return ok && order == 0
}

func equalArrays(a, b []Node) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

func equalObjects(a, b []Field) bool {
	if len(a) != len(b) {
		return false
	}
	byName := make(map[string]Node, len(b))
	for _, f := range b {
		byName[f.Name] = f.Value
	}
	for _, f := range a {
		v, ok := byName[f.Name]
		if !ok || !f.Value.Equal(v) {
			return false
		}
	}
	return true
}
