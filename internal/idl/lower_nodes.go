// Node values.

package idl

import (
	"fmt"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// node returns the node of a value at its own place.
func (l *lowerer) node(v *syntax.Value) shape.Node { return l.nodeAt(v, l.span(v.Range)) }

// nodeAt returns the node of a value at a given place.
func (l *lowerer) nodeAt(v *syntax.Value, span source.Span) shape.Node {
	switch v.Kind {
	case syntax.ValueKeyword:
		if v.Text == "null" {
			return shape.NullNode(span)
		}
		return shape.BoolNode(v.Text == "true", span)
	case syntax.ValueNumber:
		return shape.NumberNode(v.Text, span)
	case syntax.ValueID:
		return l.nameNode(v, span)
	case syntax.ValueArray:
		elems := l.nodeSlab.Empty(len(v.Elems))
		for i := range v.Elems {
			elems = append(elems, l.node(&v.Elems[i]))
		}
		return shape.ArrayNode(elems, span)
	case syntax.ValueObject:
		return shape.ObjectNode(l.fields(v.Entries), span)
	}
	return shape.StringNode(v.Text, span)
}

// nameNode returns the node of a shape id without quotes, and adds the declaration that makes the assembly resolve it.
func (l *lowerer) nameNode(v *syntax.Value, span source.Span) shape.Node {
	ref, ok := l.ref(syntax.Name{Range: v.Range, Text: v.Text})
	if !ok {
		return shape.StringNode(v.Text, span)
	}
	ref.Span = span
	node, decl := shape.NameNode(ref)
	l.add(decl)
	return node
}

// fields returns the entries of an object. A key that stands there a second time is reported and left out.
func (l *lowerer) fields(entries []syntax.Entry) []shape.Field {
	fields := l.fieldSlab.Empty(len(entries))
	l.distinct(entries, func(e *syntax.Entry) {
		fields = append(fields, shape.Field{Name: e.Key.Text, Span: l.span(e.Key.Range), Value: l.node(&e.Value)})
	})
	return fields
}

// distinct calls read for the entries of an object, and reports keys that stand there a second time instead.
func (l *lowerer) distinct(entries []syntax.Entry, read func(*syntax.Entry)) {
	var seen firsts
	for i := range entries {
		e := &entries[i]
		if first, again := seen.add(e.Key.Text, i); again {
			l.report(diag.Error, codeModel, e.Key.Range, "",
				fmt.Sprintf("the key %q stands in this object a second time: remove or rename one of the two", e.Key.Text),
				l.noteAt(entries[first].Key.Range, "it stands here first"))
			continue
		}
		read(e)
	}
}

// firsts tells where in a list each name stands first. The zero firsts has seen none.
type firsts struct {
	few   [12]firstName // up to so many names comparing each with each is faster than a map
	count int
	many  map[string]int
}

// firstName is a name and the index that it was first seen at.
type firstName struct {
	name string
	at   int
}

// add notes a name at an index, or returns the index where it was seen before.
func (f *firsts) add(name string, at int) (first int, again bool) {
	if f.many != nil {
		if first, again = f.many[name]; !again {
			f.many[name] = at
		}
		return first, again
	}
	for _, n := range f.few[:f.count] {
		if n.name == name {
			return n.at, true
		}
	}
	if f.count < len(f.few) {
		f.few[f.count] = firstName{name, at}
		f.count++
		return 0, false
	}
	f.many = make(map[string]int, 4*len(f.few))
	for _, n := range f.few {
		f.many[n.name] = n.at
	}
	f.many[name] = at
	return 0, false
}
