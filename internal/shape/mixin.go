// Mixins: what they add to the members and traits of the shapes that use them ("Mixins" in the specification).

package shape

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/source"
)

// maxCopies bounds the members and traits that mixins copy in one model. The copies of a chain of mixins grow with the
// square of its length, so a small hostile file could ask for any amount of memory.
const maxCopies = 500_000

// mixinUse is a mixin of a shape and where the shape names it.
type mixinUse struct {
	*entry
	span source.Span
}

// findMixins finds the mixins of the shape and checks that they are of its kind. It returns the mention of the first that
// is not there, nil if all are.
func (b *builder) findMixins() (missing *Ref) {
	known := map[*entry]bool{}
	var wrong []string
	for i := range b.d.Mixins {
		ref := &b.d.Mixins[i]
		e := b.entry(*ref)
		switch {
		case e == nil || e.failed && !e.silent:
			if missing == nil {
				missing = ref
			}
		case e.failed: // reported where the mixin is declared
			b.e.silent, b.failed = true, true
		case known[e]:
		case e.shape.Kind != b.s.Kind:
			wrong = append(wrong, string(e.decl.ID)+", "+e.shape.Kind.phrase())
		default:
			known[e] = true
			b.mixins = append(b.mixins, mixinUse{e, ref.Span})
			b.s.Mixins = append(b.s.Mixins, e.shape)
		}
	}
	if len(wrong) > 0 && !b.failed {
		b.fail("%s is %s and can't mix in %s: use mixins of the same kind", b.d.ID, b.s.Kind.phrase(), strings.Join(wrong, " or "))
	}
	return missing
}

// inheritedTraits returns the traits that a shape gets from its mixins: later mixins override earlier ones, and the mixin
// trait itself and what it lists as local stay behind.
func (b *builder) inheritedTraits() Traits {
	if len(b.mixins) == 0 {
		return Traits{}
	}
	var out []Trait
	known := map[ID]bool{}
	for _, use := range slices.Backward(b.mixins) {
		traits := use.shape.Traits
		if !b.spend(traits.Len()) {
			break
		}
		local := localTraits(traits)
		for tr := range traits.All() {
			if !local[tr.ID] && !known[tr.ID] {
				known[tr.ID] = true
				out = append(out, tr)
			}
		}
	}
	return Traits{list: out}
}

// localTraits returns the traits of a mixin that shapes don't get from it: the mixin trait and what its localTraits list.
func localTraits(mixin Traits) map[ID]bool {
	local := map[ID]bool{mixinID: true}
	if v, ok := mixin.Get(mixinID); ok {
		list, _ := v.Field("localTraits")
		for _, id := range list.Elems() {
			local[ID(id.Str())] = true
		}
	}
	return local
}

// spend takes n copies from the budget of mixins and reports whether they were left.
func (b *builder) spend(n int) bool { return b.assembler.spend(b.d, n) }

func (a *assembler) spend(d *ShapeDecl, n int) bool {
	if a.copies < 0 {
		return false
	}
	if a.copies -= n; a.copies >= 0 {
		return true
	}
	a.report(d.ID, d.Span, codeModel, nil,
		"the mixins of this model copy more than %d members and traits: use fewer or smaller mixins", maxCopies)
	return false
}

// inherit adds a copy of a mixin's member, or merges it with the one that an earlier mixin brought.
func (b *builder) inherit(set *memberSet, m *Member, use mixinUse) {
	i, ok := set.at[m.Name]
	if !ok {
		if !b.spend(m.Traits.Len()) {
			return
		}
		set.at[m.Name] = len(set.list)
		set.list = append(set.list, &Member{
			ID: b.d.ID.WithMember(m.Name), Name: m.Name, Target: m.Target, Traits: m.Traits, Span: b.s.Span, Parent: b.s, Inherited: m,
		})
		return
	}
	first := set.list[i]
	if first.Target.ID != m.Target.ID && !b.own[m.Name] {
		b.failed = true
		notes := append(noteAt(use.span, "the second mixin is named here"),
			noteAt(first.Inherited.Span, "here it targets "+string(first.Target.ID))...)
		b.report(b.d.ID, m.Span, codeModel, notes,
			"two mixins of %s declare the member %s with different targets, %s and here %s: rename one or use the same target",
			b.d.ID, m.Name, first.Target.ID, m.Target.ID)
		return
	}
	if b.spend(first.Traits.Len()) {
		first.Traits = overlay(first.Traits, m.Traits)
		first.Inherited = m
	}
}

// applyToInherited applies traits to members that only mixins declare.
func (b *builder) applyToInherited(set *memberSet) {
	if len(b.e.appliedMember) == 0 {
		return
	}
	for _, m := range set.list {
		if list, ok := b.e.appliedMember[m.Name]; ok && !b.own[m.Name] {
			m.OwnTraits = b.traits(m.ID, nil, list)
			m.Traits = overlay(m.Traits, m.OwnTraits)
			m.Span = m.Inherited.Span
		}
	}
}
