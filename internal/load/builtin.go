// Finding the trait definitions that a model needs.

package load

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/traits"
)

// definitions returns the definitions of the prelude and of the other namespaces that files and their declarations mention.
func definitions(files []*source.File, decls []shape.Decl) []shape.Decl {
	m := mentions{seen: map[string]bool{}}
	known := traits.Namespaces()
	for _, f := range files {
		m.text(f.Text, known)
	}
	for _, d := range decls {
		switch d := d.(type) {
		case *shape.ShapeDecl:
			m.shape(d)
		case *shape.ApplyDecl:
			m.id(d.Target.ID)
			m.traits(d.Traits)
		case *shape.UseDecl:
			m.id(d.Ref.ID)
		case *shape.NameDecl:
			m.id(d.Ref.ID)
		}
	}
	return traits.Decls(slices.Sorted(maps.Keys(m.seen))...)
}

// mentions collects the namespaces of ids.
type mentions struct {
	seen map[string]bool
	last string // the namespace of the last id with its '#': most ids have that or the prelude's
}

const prelude = traits.Prelude + "#"

// text collects those of the known namespaces whose ids stand anywhere in a file: the declarations don't show what the values
// of traits name, which can be a shape as well.
func (m *mentions) text(text []byte, known []string) {
	for {
		i := bytes.IndexByte(text, '#')
		if i < 0 {
			return
		}
		start := i
		for start > 0 && inNamespace(text[start-1]) {
			start--
		}
		for _, namespace := range known {
			if string(text[start:i]) == namespace {
				m.seen[namespace] = true
			}
		}
		text = text[i+1:]
	}
}

// inNamespace reports whether a byte can stand in a namespace.
func inNamespace(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '.'
}

func (m *mentions) id(id shape.ID) {
	s := string(id)
	if strings.HasPrefix(s, prelude) || m.last != "" && strings.HasPrefix(s, m.last) {
		return
	}
	if i := strings.IndexByte(s, '#'); i >= 0 {
		m.last = s[:i+1]
		m.seen[s[:i]] = true
	}
}

func (m *mentions) traits(list []shape.Trait) {
	for i := range list {
		m.id(list[i].ID)
	}
}

func (m *mentions) refs(list []shape.Ref) {
	for i := range list {
		m.id(list[i].ID)
	}
}

func (m *mentions) members(list []shape.MemberDecl) {
	for i := range list {
		m.id(list[i].Target.ID)
		m.traits(list[i].Traits)
	}
}

func (m *mentions) shape(d *shape.ShapeDecl) {
	m.traits(d.Traits)
	m.members(d.Members)
	m.refs(d.Mixins)
	m.id(d.For.ID)
	b := d.Binding
	if b == nil {
		return
	}
	for _, list := range [...][]shape.Ref{b.Errors, b.Operations, b.Resources, b.CollectionOperations} {
		m.refs(list)
	}
	m.refs([]shape.Ref{b.Input, b.Output, b.Create, b.Put, b.Read, b.Update, b.Delete, b.ListOp})
	m.members(b.Identifiers)
	m.members(b.Properties)
}
