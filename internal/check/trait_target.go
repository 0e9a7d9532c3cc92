// Where traits are applied, and which of them go together.

package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/shape/selector"
)

// checkTraitTargets reports traits that stand where their definition's selector does not allow them, and mixins that are used
// as traits.
func (p *pass) checkTraitTargets() {
	type rule struct {
		selector *selector.Selector // nil if the trait may stand everywhere
		mixin    bool
	}
	rules := map[shape.ID]rule{}
	ruleOf := func(id shape.ID) rule {
		def := p.m.Shape(id)
		if def == nil {
			return rule{}
		}
		trait, _ := def.Trait(traitTrait)
		text, _ := trait.Field("selector")
		r := rule{mixin: def.Traits.Has(traitMixin)}
		if text.Str() != "" && text.Str() != "*" {
			if sel, err := p.env().Parse(text.Str()); err == nil {
				r.selector = sel
			}
		}
		return r
	}
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			r, known := rules[t.ID]
			if !known {
				r = ruleOf(t.ID)
				rules[t.ID] = r
			}
			f := finding{code: "TraitTarget", severity: diag.Error, about: s, span: t.Span}
			if r.mixin {
				p.report(f, "%s is a mixin and so can't be applied to %s as a trait: use it behind with, or remove its trait mixin",
					t.ID, s.ID())
			}
			if r.selector != nil && !r.selector.MatchesOne(p.env(), s) {
				p.report(f, "the trait %s can't be applied to %s, %s: it belongs to what the selector %s matches",
					traitName(t.ID), s.ID(), describe(s), clipped(r.selector.String()))
			}
		}
	})
}

// checkTraitConflicts reports traits on one shape or member of which one excludes the other.
func (p *pass) checkTraitConflicts() {
	excluded := map[shape.ID][]string{} // by the traits that exclude them; nil for those that exclude nothing
	excludedBy := func(id shape.ID) []string {
		list, known := excluded[id]
		if !known {
			if def := p.m.Shape(id); def != nil {
				trait, _ := def.Trait(traitTrait)
				conflicts, _ := trait.Field("conflicts")
				for _, c := range conflicts.Elems() {
					list = append(list, absoluteName(c.Str(), id))
				}
			}
			excluded[id] = list
		}
		return list
	}
	p.subjects(func(s shape.Subject) {
		if s.Traits().Len() < 2 {
			return
		}
		var has map[shape.ID]bool // the traits of s
		var known map[string]bool // the pairs
		var pairs []string
		var where shape.Trait
		for t := range s.Traits().All() {
			others := excludedBy(t.ID)
			if len(others) > 0 && has == nil {
				has, known = traitSet(s.Traits()), map[string]bool{}
			}
			for _, other := range others {
				a, b := traitName(t.ID), traitName(shape.ID(other))
				if has[shape.ID(other)] && !known[b+" and "+a] {
					known[a+" and "+b] = true
					pairs = append(pairs, a+" and "+b)
					where = t
				}
			}
		}
		if len(pairs) > 0 {
			p.report(finding{code: "TraitConflict", severity: diag.Error, about: s, span: where.Span},
				"%s has traits that exclude each other: %s: keep one of each pair", s.ID(), listed(pairs))
		}
	})
}

// traitSet returns the ids of traits.
func traitSet(traits shape.Traits) map[shape.ID]bool {
	out := make(map[shape.ID]bool, traits.Len())
	for t := range traits.All() {
		out[t.ID] = true
	}
	return out
}

// absoluteName completes an id that stands in a definition without its namespace.
func absoluteName(id string, of shape.ID) string {
	if strings.Contains(id, "#") {
		return id
	}
	return of.Namespace() + "#" + id
}

// checkExclusiveMembers reports structures of which several members have, or target what has, a trait that one may have.
func (p *pass) checkExclusiveMembers() {
	byMember, byTarget := map[shape.ID]bool{}, map[shape.ID]bool{}
	for _, s := range p.m.Shapes() {
		trait, ok := s.Trait(traitTrait)
		if !ok {
			continue
		}
		switch how, _ := trait.Field("structurallyExclusive"); how.Str() {
		case "member":
			byMember[s.ID] = true
		case "target":
			byTarget[s.ID] = true
		}
	}
	for _, s := range p.shapes {
		if s.Kind == shape.Structure && len(s.Members) > 1 {
			p.exclusive(s, byMember, func(m *shape.Member) shape.Traits { return m.Traits },
				"only one member of %s can have the trait %s, but it is on %s: remove it from all but one")
			p.exclusive(s, byTarget, func(m *shape.Member) shape.Traits { return m.Target.Traits },
				"only one member of %s can target a shape with the trait %s, but these do: %s: keep one of them")
		}
	}
}

// exclusive reports traits of which more than one member has one, by the traits that of picks.
func (p *pass) exclusive(s *shape.Shape, ids map[shape.ID]bool, of func(*shape.Member) shape.Traits, format string) {
	var with map[shape.ID][]*shape.Member
	for _, m := range s.Members {
		for t := range of(m).All() {
			if ids[t.ID] {
				if with == nil {
					with = map[shape.ID][]*shape.Member{}
				}
				with[t.ID] = append(with[t.ID], m)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(with)) {
		members := with[id]
		if len(members) < 2 {
			continue
		}
		f := finding{code: "ExclusiveStructureMemberTrait", severity: diag.Error, about: s.Subject()}
		f.span = traitSpan(members[1].Subject(), id)
		f.notes = []diag.Note{{Span: members[0].Span, Text: "this member has it too"}}
		p.report(f, format, s.ID, traitName(id), listedNames(members))
	}
}
