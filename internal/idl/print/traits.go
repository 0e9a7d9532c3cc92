// Traits and their values.

package print

import (
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

const (
	documentationID shape.ID = "smithy.api#documentation"
	defaultID       shape.ID = "smithy.api#default"
	enumValueID     shape.ID = "smithy.api#enumValue"
	idRefID         shape.ID = "smithy.api#idRef"
	boxID           shape.ID = "smithy.api#box"
)

// traitsBut returns traits without some, and without the one that exists in Smithy 1.0 alone.
func traitsBut(traits shape.Traits, without ...shape.ID) []shape.Trait {
	out := make([]shape.Trait, 0, traits.Len())
next:
	for t := range traits.All() {
		if t.ID == boxID {
			continue
		}
		for _, id := range without {
			if t.ID == id {
				continue next
			}
		}
		out = append(out, t)
	}
	return out
}

// traits prints traits a line each, documentation in front as a comment if it can be one.
func (p *printer) traits(list []shape.Trait) {
	rest := make([]shape.Trait, 0, len(list))
	for _, t := range list {
		if t.ID == documentationID && isComment(t.Value) {
			for line := range strings.SplitSeq(t.Value.Str(), "\n") {
				if line != "" {
					line = " " + line
				}
				p.out.line("///" + line)
			}
			continue
		}
		rest = append(rest, t)
	}
	p.plainTraits(rest)
}

// plainTraits prints traits a line each, without comments.
func (p *printer) plainTraits(list []shape.Trait) {
	for _, t := range p.o.Order.sortTraits(list) {
		p.out.start("")
		p.trait(t)
		p.out.end("")
	}
}

// isComment reports whether documentation reads back as it is from a comment: it is not empty, and no character in it
// breaks a line but the line feed.
func isComment(doc shape.Node) bool {
	if doc.Kind() != shape.NodeString || doc.Str() == "" {
		return false
	}
	return !strings.ContainsFunc(doc.Str(), func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' })
}

// trait prints a trait. A value that the bare trait stands for is left out.
func (p *printer) trait(t shape.Trait) {
	w := &p.out
	w.raw("@" + p.names.write(t.ID))
	definition := p.m.Shape(t.ID)
	if t.Value.Kind() != shape.NodeObject {
		w.raw("(")
		p.node(t.Value, valueOf{shape: definition})
		w.raw(")")
		return
	}
	switch {
	case t.Value.Len() > 0:
		w.end("(")
		p.fields(t.Value, valueOf{shape: definition})
		w.start(")")
	case definition == nil || definition.Kind != shape.Structure && definition.Kind != shape.Map:
		w.raw("({})") // nothing tells a reader that the bare trait means an object
	}
}

// valueOf is what the definition of a trait says of a value in it. The zero valueOf says nothing.
type valueOf struct {
	shape *shape.Shape
	idRef bool // the member that the value belongs to has the trait smithy.api#idRef
}

// of returns what is said of the values of a member.
func of(m *shape.Member) valueOf {
	if m == nil {
		return valueOf{}
	}
	return valueOf{shape: m.Target, idRef: m.Traits.Has(idRefID)}
}

// field returns what is said of the value under a key.
func (v valueOf) field(name string) valueOf {
	switch {
	case v.shape == nil:
	case v.shape.Kind == shape.Map:
		return of(v.shape.Member("value"))
	case v.shape.Kind == shape.Structure || v.shape.Kind == shape.Union:
		return of(v.shape.Member(name))
	}
	return valueOf{}
}

// element returns what is said of the elements of a list.
func (v valueOf) element() valueOf {
	if v.shape != nil && v.shape.Kind == shape.List {
		return of(v.shape.Member("member"))
	}
	return valueOf{}
}

// isID reports whether a value is the id of a shape of the model, which stands without quotes.
func (p *printer) isID(n shape.Node, v valueOf) bool {
	marked := v.idRef || v.shape != nil && v.shape.Traits.Has(idRefID)
	return marked && n.Kind() == shape.NodeString && p.m.Subject(shape.ID(n.Str())) != shape.Subject{}
}

// node prints a value, from the middle of a line to the middle of another.
func (p *printer) node(n shape.Node, v valueOf) {
	w := &p.out
	switch n.Kind() {
	case shape.NodeArray:
		p.array(n, v)
	case shape.NodeObject:
		if n.Len() == 0 {
			w.raw("{}")
			return
		}
		w.end("{")
		p.fields(n, v)
		w.start("}")
	case shape.NodeString:
		if p.isID(n, v) {
			w.raw(p.names.writeValue(shape.ID(n.Str())))
			return
		}
		w.str(n.Str())
	default:
		w.raw(scalar(n))
	}
}

func (p *printer) array(n shape.Node, v valueOf) {
	w := &p.out
	if n.Len() == 0 {
		w.raw("[]")
		return
	}
	w.end("[")
	w.depth++
	for _, e := range n.Elems() {
		w.start("")
		p.node(e, v.element())
		w.end("")
	}
	w.depth--
	w.start("]")
}

// fields prints the entries of an object, a line each or more.
func (p *printer) fields(n shape.Node, v valueOf) {
	p.out.depth++
	for _, f := range n.FieldList() {
		p.out.start(key(f.Name) + ": ")
		p.node(f.Value, v.field(f.Name))
		p.out.end("")
	}
	p.out.depth--
}

// scalar returns the text of a value that is no string and has no parts.
func scalar(n shape.Node) string {
	switch n.Kind() {
	case shape.NodeNumber:
		return n.Num()
	case shape.NodeBool:
		if n.Bool() {
			return "true"
		}
		return "false"
	}
	return "null"
}

// compact returns a value in one line, as it stands behind the equals sign of a member.
func compact(n shape.Node) string {
	switch n.Kind() {
	case shape.NodeString:
		return quote(n.Str())
	case shape.NodeArray:
		var parts []string
		for _, e := range n.Elems() {
			parts = append(parts, compact(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case shape.NodeObject:
		var parts []string
		for name, value := range n.Fields() {
			parts = append(parts, key(name)+": "+compact(value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return scalar(n)
}
