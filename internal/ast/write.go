// Writing a model as JSON AST.

package ast

import (
	"bufio"
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// WriteOptions say how [Write] shows a model. The zero WriteOptions shows it as it was declared.
type WriteOptions struct {
	// Flatten writes members and traits that come from mixins as if each shape had declared them itself, and leaves the mixins
	// out, so that a reader which knows no mixins sees the same model.
	Flatten bool
}

// Write writes a model as JSON AST 2.0, indented by four spaces: the metadata, and all shapes that are not built in, sorted
// by id ("JSON AST" in the Smithy specification). The same model always gives the same bytes. Traits, operations, resources
// and the keys of the metadata are sorted, everything else keeps its order, and numbers keep the form of their source. An
// operation always shows input and output, smithy.api#Unit where it has none. Traits that a shape adds to the members of
// its mixins become apply statements. An error is one of w.
func Write(w io.Writer, m *shape.Model, o WriteOptions) error {
	a := &writer{json: jsonWriter{w: bufio.NewWriterSize(w, 1<<16)}, flatten: o.Flatten}
	j := &a.json
	j.open('{')
	j.key("smithy")
	j.str("2.0")
	if metadata := m.Metadata(); metadata.Len() > 0 {
		j.key("metadata")
		j.sorted(metadata)
	}
	j.key("shapes")
	j.open('{')
	for _, s := range m.Shapes() {
		if !s.Builtin && !(o.Flatten && s.Traits.Has(mixinID)) {
			a.shape(s)
		}
	}
	j.close('}')
	j.close('}')
	j.raw("\n")
	return j.w.Flush()
}

// writer writes shapes.
type writer struct {
	json    jsonWriter
	flatten bool
}

// Ids of the prelude that decide what is written.
const (
	boxID   shape.ID = "smithy.api#box"
	mixinID shape.ID = "smithy.api#mixin"
	unitID  shape.ID = "smithy.api#Unit"
)

// shape writes a shape, and behind it the apply statements for its members.
func (a *writer) shape(s *shape.Shape) {
	j := &a.json
	j.key(string(s.ID))
	j.open('{')
	j.key("type")
	j.str(s.Kind.String())
	if len(s.Mixins) > 0 && !a.flatten {
		a.refs("mixins", s.Mixins)
	}
	switch s.Kind {
	case shape.Operation:
		a.operation(s)
	case shape.Service:
		a.service(s)
	case shape.Resource:
		a.resource(s)
	case shape.List, shape.Map:
		a.members(s)
	default:
		if s.Kind.HasNamedMembers() {
			j.key("members")
			j.open('{')
			a.members(s)
			j.close('}')
		}
	}
	if a.flatten {
		a.traits(s.Traits)
	} else {
		a.traits(s.OwnTraits)
	}
	j.close('}')
	a.applies(s)
}

// members writes the members that a shape declares itself.
func (a *writer) members(s *shape.Shape) {
	for _, m := range s.Members {
		if m.Inherited != nil && !a.flatten {
			continue
		}
		a.json.key(m.Name)
		a.json.open('{')
		a.target(m.Target.ID)
		a.traits(m.Traits)
		a.json.close('}')
	}
}

// applies writes the traits that a shape adds to members of its mixins. Apply statements last longer than a second
// declaration of the member would, since the mixin may change its target.
func (a *writer) applies(s *shape.Shape) {
	if a.flatten || len(s.Mixins) == 0 {
		return
	}
	var changed []*shape.Member
	for _, m := range s.Members {
		if m.Inherited != nil && countWritten(m.OwnTraits) > 0 {
			changed = append(changed, m)
		}
	}
	slices.SortFunc(changed, func(x, y *shape.Member) int { return strings.Compare(x.Name, y.Name) })
	for _, m := range changed {
		a.json.key(string(m.ID))
		a.json.open('{')
		a.json.key("type")
		a.json.str("apply")
		a.traits(m.OwnTraits)
		a.json.close('}')
	}
}

// written reports whether a trait is part of the AST: all but the one that exists in version 1.0 alone, which the upgrade
// to 2.0 has expressed in another way.
func written(id shape.ID) bool { return id != boxID }

func countWritten(traits shape.Traits) int {
	n := 0
	for t := range traits.All() {
		if written(t.ID) {
			n++
		}
	}
	return n
}

// traits writes the key traits unless there are none.
func (a *writer) traits(traits shape.Traits) {
	list := make([]shape.Trait, 0, traits.Len())
	for t := range traits.All() {
		if written(t.ID) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(x, y shape.Trait) int { return cmp.Compare(x.ID, y.ID) })
	a.json.key("traits")
	a.json.open('{')
	for _, t := range list {
		a.json.key(string(t.ID))
		a.json.node(t.Value)
	}
	a.json.close('}')
}

func (a *writer) target(id shape.ID) {
	a.json.key("target")
	a.json.str(string(id))
}

// ref writes a key whose value is a reference.
func (a *writer) ref(key string, id shape.ID) {
	a.json.key(key)
	a.json.open('{')
	a.target(id)
	a.json.close('}')
}

// refs writes a key whose value is a list of references, nothing if there are none.
func (a *writer) refs(key string, list []*shape.Shape) {
	if len(list) == 0 {
		return
	}
	a.json.key(key)
	a.json.open('[')
	for _, s := range list {
		a.json.element()
		a.json.open('{')
		a.target(s.ID)
		a.json.close('}')
	}
	a.json.close(']')
}

// sortedRefs is refs for what is a set by the specification.
func (a *writer) sortedRefs(key string, list []*shape.Shape) {
	a.refs(key, slices.SortedFunc(slices.Values(list), func(x, y *shape.Shape) int { return shape.CompareIDs(x.ID, y.ID) }))
}

// binding returns what to write for a service or an operation, with its mixins or without.
func (a *writer) binding(s *shape.Shape) shape.Binding {
	if a.flatten {
		return s.Binding()
	}
	return s.OwnBinding()
}

func (a *writer) operation(s *shape.Shape) {
	for _, io := range []struct {
		key    string
		target *shape.Shape
	}{{"input", s.Input}, {"output", s.Output}} {
		id := unitID
		if io.target != nil {
			id = io.target.ID
		}
		a.ref(io.key, id)
	}
	a.refs("errors", a.binding(s).Errors)
}

func (a *writer) service(s *shape.Shape) {
	b := a.binding(s)
	if strings.TrimSpace(b.Version) != "" {
		a.json.key("version")
		a.json.str(b.Version)
	}
	a.sortedRefs("operations", b.Operations)
	a.sortedRefs("resources", b.Resources)
	a.refs("errors", b.Errors)
	if len(b.Rename) == 0 {
		return
	}
	a.json.key("rename")
	a.json.open('{')
	for _, id := range slices.Sorted(maps.Keys(b.Rename)) {
		a.json.key(string(id))
		a.json.str(b.Rename[id])
	}
	a.json.close('}')
}

func (a *writer) resource(s *shape.Shape) {
	a.attributes("identifiers", s.Identifiers)
	a.attributes("properties", s.Properties)
	for name, op := range s.Lifecycle() {
		a.ref(name, op.ID)
	}
	a.sortedRefs("operations", s.Operations)
	a.sortedRefs("collectionOperations", s.CollectionOperations)
	a.sortedRefs("resources", s.Resources)
}

// attributes writes the identifiers or properties of a resource.
func (a *writer) attributes(key string, list []*shape.Member) {
	if len(list) == 0 {
		return
	}
	a.json.key(key)
	a.json.open('{')
	for _, m := range list {
		a.ref(m.Name, m.Target.ID)
	}
	a.json.close('}')
}
