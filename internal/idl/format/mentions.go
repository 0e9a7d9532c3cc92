// Which names a file's shapes and apply statements mention.

package format

import (
	"strings"

	"github.com/smithwright/smithwright/internal/idl/syntax"
)

// names collects the names of shapes that are mentioned without a namespace.
type names map[string]bool

// mentions returns the names that statements mention.
func mentions(entries []entry) names {
	n := names{}
	for _, e := range entries {
		switch s := e.statement.(type) {
		case *syntax.Shape:
			n.shape(s)
		case *syntax.Apply:
			n.add(s.Target)
			n.traits(s.Traits)
		}
	}
	return n
}

// add notes an id, unless it is absolute.
func (n names) add(id syntax.Name) { n.id(id.Text) }

func (n names) id(id string) {
	if id == "" || strings.Contains(id, "#") {
		return
	}
	name, _, _ := strings.Cut(id, "$")
	n[name] = true
}

func (n names) shape(s *syntax.Shape) {
	n.traits(s.Traits)
	n.clauses(s.For, s.With)
	switch b := s.Body.(type) {
	case *syntax.Members:
		n.members(b)
	case *syntax.Value:
		n.value(b)
	case *syntax.Operation:
		for i := range b.Properties {
			n.property(&b.Properties[i])
		}
	}
}

func (n names) property(r *syntax.Property) {
	n.add(r.Target)
	if r.Errors != nil {
		for _, id := range r.Errors.IDs {
			n.add(id)
		}
	}
	if r.Inline != nil {
		n.traits(r.Inline.Traits)
		n.clauses(r.Inline.For, r.Inline.With)
		n.members(r.Inline.Body)
	}
}

func (n names) clauses(f *syntax.For, w *syntax.With) {
	if f != nil {
		n.add(f.Resource)
	}
	if w != nil {
		for _, id := range w.Mixins {
			n.add(id)
		}
	}
}

func (n names) members(b *syntax.Members) {
	for i := range b.List {
		m := &b.List[i]
		n.traits(m.Traits)
		n.add(m.Target)
		if m.Value != nil {
			n.value(m.Value)
		}
	}
}

func (n names) traits(traits []syntax.Trait) {
	for i := range traits {
		n.add(traits[i].ID)
		if v := traits[i].Value; v != nil {
			n.value(v)
		}
	}
}

func (n names) value(v *syntax.Value) {
	if v.Kind == syntax.ValueID {
		n.id(v.Text)
	}
	for i := range v.Elems {
		n.value(&v.Elems[i])
	}
	for i := range v.Entries {
		n.value(&v.Entries[i].Value)
	}
}
