// Enum traits, by which Smithy 1.0 said what enum shapes say.

package shape

import (
	"strings"
)

const enumTraitID ID = "smithy.api#enum"

// MakeEnumShapes turns the strings of a model that have the deprecated enum trait into enum shapes, as the specification leaves
// to tools. A value without a name is named after itself, with underscores for what a name can't have. A string stays what it
// is where two values would get one name.
//
// It changes the model, and must be called before others use it.
func MakeEnumShapes(m *Model) {
	unit := m.Shape(unitID)
	for _, s := range m.sorted {
		v, ok := s.Traits.Get(enumTraitID)
		if s.Kind != String || !ok || s.Builtin || unit == nil {
			continue
		}
		if members := enumMembers(s, v, unit); members != nil {
			s.Kind = Enum
			s.setMembers(members)
			s.Traits, s.OwnTraits = s.Traits.without(enumTraitID), s.OwnTraits.without(enumTraitID)
		}
	}
}

// enumMembers makes members of the values of an enum trait, nil if they can't all be.
func enumMembers(s *Shape, values Node, unit *Shape) []*Member {
	var out []*Member
	seen := map[string]bool{}
	for _, v := range values.Elems() {
		value, _ := v.Field("value")
		name := memberName(v, value)
		if !IsIdentifier(name) || seen[name] {
			return nil
		}
		seen[name] = true
		traits := NewTraits(enumTraits(v, value)...)
		out = append(out, &Member{
			ID: s.ID.WithMember(name), Name: name, Target: unit, Span: value.Span(), Parent: s, Traits: traits, OwnTraits: traits,
		})
	}
	return out
}

// memberName is the name of a value, or one that is made of the value itself.
func memberName(v, value Node) string {
	if name, ok := v.Field("name"); ok {
		return name.Str()
	}
	name := strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '_' || isDigit(byte(r)) || r|0x20 >= 'a' && r|0x20 <= 'z') {
			return r
		}
		return '_'
	}, value.Str())
	if name != "" && isDigit(name[0]) {
		return "_" + name
	}
	return name
}

// enumTraits are the traits of the member that a value becomes.
func enumTraits(v, value Node) []Trait {
	list := []Trait{{ID: enumValueID, Value: value, Span: value.Span()}}
	for _, f := range v.FieldList() {
		switch f.Name {
		case "documentation", "tags":
			list = append(list, Trait{ID: ID(preludeNamespace + "#" + f.Name), Value: f.Value, Span: f.Span})
		case "deprecated":
			if f.Value.Bool() {
				list = append(list, Trait{ID: "smithy.api#deprecated", Value: ObjectNode(nil, f.Value.Span()), Span: f.Span})
			}
		}
	}
	return list
}
