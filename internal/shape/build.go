// Building shapes: members, traits, and what mixins add to both.

package shape

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/source"
)

// maxCopies bounds the members and traits that mixins copy in one model. The copies of a chain of mixins grow with the
// square of its length, so a small hostile file could ask for any amount of memory.
const maxCopies = 500_000

// buildAll builds every shape, mixins before the shapes that use them, and returns them in that order. The depth of
// mixins is up to the model, so it keeps a stack of its own.
func (a *assembler) buildAll() []*entry {
	type frame struct {
		e    *entry
		next int // index in decl.Mixins
	}
	built := make([]*entry, 0, len(a.order))
	var stack []frame
	for _, root := range a.order {
		if root.state != stateNew {
			continue
		}
		root.state = stateOpen
		stack = append(stack[:0], frame{e: root})
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			e := top.e
			if top.next == len(e.decl.Mixins) {
				a.build(e)
				e.state = stateBuilt
				built = append(built, e)
				stack = stack[:len(stack)-1]
				continue
			}
			ref := e.decl.Mixins[top.next]
			top.next++
			mixin := a.entries[ref.ID]
			if mixin == nil || mixin.decl.Kind == Invalid {
				a.resolve(e.decl.ID, ref)
				continue
			}
			switch mixin.state {
			case stateOpen:
				a.report(e.decl.ID, ref.Span, codeMixinCycle, nil,
					"%s mixes in %s, which in the end mixes in %[1]s again: break the circle", e.decl.ID, ref.ID)
				continue
			case stateNew:
				mixin.state = stateOpen
				stack = append(stack, frame{e: mixin})
			}
			e.mixins = append(e.mixins, mixinUse{entry: mixin, span: ref.Span})
		}
	}
	return built
}

// build fills a shape whose mixins are built.
func (a *assembler) build(e *entry) {
	s, d := e.shape, e.decl
	own := a.mergeTraits(d.ID, d.Traits, e.applied)
	a.useMixins(e)
	s.Traits = overlay(a.inheritedTraits(e), own)
	a.buildMembers(e)
	if s.Kind == Enum {
		nameEnumValues(s)
	}
	a.checkMembers(e)
}

// useMixins checks the mixins of a shape and keeps those that can be mixed in.
func (a *assembler) useMixins(e *entry) {
	usable := e.mixins[:0]
	known := make(map[*Shape]bool, len(e.mixins))
	for _, use := range e.mixins {
		m := use.shape
		if !m.Traits.Has(mixinID) {
			a.report(e.decl.ID, use.span, codeMixinTrait, noteAt(m.Span, "it is declared here"),
				"%s is used as a mixin but has no %s trait: add the trait to it", m.ID, mixinID)
		}
		if m.Kind != e.shape.Kind {
			a.report(e.decl.ID, use.span, codeMixinKind, noteAt(m.Span, "the mixin is declared here"),
				"%s is %s and can't mix in %s, %s: use a mixin of the same kind",
				e.decl.ID, e.shape.Kind.phrase(), m.ID, m.Kind.phrase())
			continue
		}
		if !known[m] {
			known[m] = true
			usable = append(usable, use)
			e.shape.Mixins = append(e.shape.Mixins, m)
		}
	}
	e.mixins = usable
}

// inheritedTraits returns the traits that a shape gets from its mixins: later mixins override earlier ones, and the mixin
// trait itself and what it lists as local stay behind.
func (a *assembler) inheritedTraits(e *entry) Traits {
	var out []Trait
	known := map[ID]bool{}
	for _, use := range slices.Backward(e.mixins) {
		traits := use.shape.Traits
		if !a.spend(e, traits.Len()) {
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
		list, _ := v.Field(localTraitsIn)
		for _, id := range list.Elems() {
			local[ID(id.Str())] = true
		}
	}
	return local
}

// spend takes n copies from the budget of mixins and reports whether they were left.
func (a *assembler) spend(e *entry, n int) bool {
	if a.copies < 0 {
		return false
	}
	if a.copies -= n; a.copies >= 0 {
		return true
	}
	a.report(e.decl.ID, e.decl.Span, codeMixinLimit, nil,
		"the mixins of this model copy more than %d members and traits: use fewer or smaller mixins", maxCopies)
	return false
}

// memberSet collects the members of a shape under construction.
type memberSet struct {
	list []*Member
	at   map[string]int
}

// buildMembers gives a shape the members of its mixins, then its own, then the traits that apply statements add to
// either. Own members and applied traits override inherited traits.
func (a *assembler) buildMembers(e *entry) {
	d := e.decl
	set := memberSet{at: make(map[string]int, len(d.Members))}
	for _, use := range e.mixins {
		if !a.spend(e, len(use.shape.Members)) {
			break
		}
		for _, m := range use.shape.Members {
			a.inherit(e, &set, m, use.span)
		}
	}
	block := make([]Member, len(d.Members))
	ownAt := make(map[string]bool, len(d.Members))
	for i := range d.Members {
		md := &d.Members[i]
		if ownAt[md.Name] {
			first := set.list[set.at[md.Name]]
			a.report(d.ID, md.Span, codeMemberTwice, noteAt(first.Span, "it is first declared here"),
				"%s declares the member %s a second time: remove or rename one of the two", d.ID, md.Name)
			continue
		}
		ownAt[md.Name] = true
		a.ownMember(e, &set, md, &block[i])
	}
	a.applyToInherited(e, &set, ownAt)
	e.shape.setMembers(inFixedOrder(e.shape.Kind, set.list))
}

// inherit adds a copy of a mixin's member, or merges it with the one that an earlier mixin brought.
func (a *assembler) inherit(e *entry, set *memberSet, m *Member, span source.Span) {
	i, ok := set.at[m.Name]
	if !ok {
		set.at[m.Name] = len(set.list)
		set.list = append(set.list, &Member{
			ID: e.decl.ID.WithMember(m.Name), Name: m.Name, Target: m.Target, Traits: m.Traits, Span: m.Span, Parent: e.shape,
		})
		return
	}
	first := set.list[i]
	if first.Target.ID != m.Target.ID {
		a.report(e.decl.ID, span, codeMixinMember, append(
			noteAt(first.Span, "here it targets "+string(first.Target.ID)), noteAt(m.Span, "here it targets "+string(m.Target.ID))...),
			"two mixins of %s declare the member %s with different targets: rename one or use the same target", e.decl.ID, m.Name)
		return
	}
	if a.spend(e, first.Traits.Len()) {
		first.Traits = overlay(first.Traits, m.Traits)
	}
}

// ownMember adds a member that the shape declares itself, over an inherited one if there is one of its name.
func (a *assembler) ownMember(e *entry, set *memberSet, md *MemberDecl, m *Member) {
	d := e.decl
	id := d.ID.WithMember(md.Name)
	*m = Member{
		ID: id, Name: md.Name, Span: md.Span, Parent: e.shape,
		Target: a.resolveData(d.ID, md.Target),
		Traits: a.mergeTraits(id, md.Traits, e.appliedMember[md.Name]),
	}
	i, inherited := set.at[md.Name]
	if !inherited {
		set.at[md.Name] = len(set.list)
		set.list = append(set.list, m)
		return
	}
	mixed := set.list[i]
	if mixed.Target.ID != m.Target.ID {
		a.report(d.ID, md.Target.Span, codeMixinMember, noteAt(mixed.Span, "the mixin declares it here"),
			"%s targets %s, but the member of that name that is mixed in targets %s: use the same target", id, m.Target.ID, mixed.Target.ID)
	}
	m.Traits = overlay(mixed.Traits, m.Traits)
	set.list[i] = m
}

// applyToInherited applies traits to members that only mixins declare, and reports those applied to no member at all.
func (a *assembler) applyToInherited(e *entry, set *memberSet, own map[string]bool) {
	if len(e.appliedMember) == 0 {
		return
	}
	for _, m := range set.list {
		if traits, ok := e.appliedMember[m.Name]; ok && !own[m.Name] {
			m.Traits = overlay(m.Traits, a.mergeTraits(m.ID, traits, nil))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.memberRefs)) {
		if _, ok := set.at[name]; !ok && e.decl.Kind != Invalid {
			a.unresolvedMember(e, set, name, e.memberRefs[name])
		}
	}
}

// inFixedOrder puts the key of a map before its value, wherever they come from.
func inFixedOrder(k Kind, members []*Member) []*Member {
	if k == Map {
		slices.SortStableFunc(members, func(a, b *Member) int { return strings.Compare(a.Name, b.Name) })
	}
	return members
}

// nameEnumValues gives the members of an enum that have no value their own name as value, as the specification says.
func nameEnumValues(s *Shape) {
	for _, m := range s.Members {
		if !m.Traits.Has(enumValueID) {
			m.Traits = overlay(m.Traits, NewTraits(Trait{ID: enumValueID, Value: StringNode(m.Name, m.Span), Span: m.Span}))
		}
	}
}

// checkMembers reports members that the kind of a shape demands and that it does not have.
func (a *assembler) checkMembers(e *entry) {
	s := e.shape
	var want []string
	switch s.Kind {
	case List:
		want = []string{"member"}
	case Map:
		want = []string{"key", "value"}
	case Union, Enum, IntEnum:
		if len(s.Members) == 0 {
			a.report(s.ID, s.Span, codeMemberLess, nil, "%s has no members: %s needs at least one", s.ID, s.Kind.phrase())
		}
	}
	for _, name := range want {
		if s.Member(name) == nil {
			a.report(s.ID, s.Span, codeMemberLess, nil, "%s has no %s: %s needs one, with a target", s.ID, name, s.Kind.phrase())
		}
	}
	if key := s.Member("key"); s.Kind == Map && key != nil && key.Parent == s && !fitsString(key.Target) {
		a.report(s.ID, key.Span, codeTargetKind, nil, "the keys of %s target %s, %s: the keys of a map must be strings",
			s.ID, key.Target.ID, key.Target.Kind.phrase())
	}
}

// fitsString reports whether values of a shape are strings. What is unknown passes, since it was reported already.
func fitsString(s *Shape) bool {
	return s.Kind == String || s.Kind == Enum || s.Kind == Invalid
}
