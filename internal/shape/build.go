// Building shapes from their declarations: traits, members, and what the kind of a shape demands of both.

package shape

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
)

// builder builds one declaration of a shape.
type builder struct {
	*assembler
	e      *entry
	d      *ShapeDecl
	s      *Shape
	mixins []mixinUse
	own    map[string]bool // names of the members that the declaration has
	failed bool
	// comparing says that the shape is built to be held against another, so that the traits that are applied to both don't
	// matter.
	comparing bool
}

// build fills a shape whose mixins are built. Where several declarations have its id, the first that can be built makes
// the shape, and the others must be equal to it.
func (a *assembler) build(e *entry) {
	if e.decl.Kind == Invalid {
		e.failed, e.silent = true, true
		return
	}
	ok := a.buildFrom(e, e.decl, e.shape, false)
	for _, d := range e.others {
		if !ok {
			e.decl = d
			e.shape.begin(d)
			ok = a.buildFrom(e, d, e.shape, false)
			continue
		}
		a.compare(e, d)
	}
	if !ok {
		e.failed, e.shape.Kind = true, Invalid
		return
	}
	e.shape.mark()
	if len(e.appliedMember) > 0 {
		a.reportUnclaimed(e)
	}
}

// compare reports whether a further declaration of a shape says the same as the first one, as a conflict if not.
func (a *assembler) compare(e *entry, d *ShapeDecl) {
	if samePlace(e.decl.Span, d.Span) {
		return // the same file was read twice
	}
	other := &Shape{}
	other.begin(d)
	all := a.diags
	a.diags = &diag.List{} // conflicts of traits are known from the first declaration
	ok := a.buildFrom(e, d, other, true)
	found := a.diags
	a.diags = all
	switch {
	case !ok:
		for _, found := range found.Sorted() {
			a.diags.Add(found)
		}
	case a.sameShape(e.shape, other) && a.sameBinding(e.decl.Binding, d.Binding):
		a.add(diag.Info, d.ID, e.decl.Span, codeSameTwice, noteAt(d.Span, "and here"),
			"%s is declared more than once, each time the same: one declaration is enough", d.ID)
	default:
		a.report(d.ID, d.Span, codeModel, noteAt(e.decl.Span, "it is first declared here"),
			"%s is declared a second time, and differently: remove or rename one of the two", d.ID)
	}
}

// buildFrom fills a shape from one of its declarations and reports whether that is possible.
func (a *assembler) buildFrom(e *entry, d *ShapeDecl, s *Shape, comparing bool) bool {
	b := &builder{assembler: a, e: e, d: d, s: s, comparing: comparing}
	if d.V1 && (len(d.Mixins) > 0 || d.For.ID != "") { // the reader has said that there is no such form
		e.silent = true
		return false
	}
	if d.V1 && (d.Kind == Enum || d.Kind == IntEnum) {
		b.fail("%s is %s, a kind of shape that Smithy 1.0 does not have: let the file say version 2.0", d.ID, d.Kind.phrase())
		return false
	}
	s.OwnTraits = b.traits(d.ID, d.Traits, e.applied)
	if d.V1 {
		s.OwnTraits = upgradeTraits(s, s.OwnTraits)
	}
	missing := b.findMixins()
	if b.failed {
		return false
	}
	s.Traits = overlay(b.inheritedTraits(), s.OwnTraits)
	b.buildMembers(d.Members, missing)
	if missing != nil && !b.failed {
		b.failed = true
		id := b.absolute(*missing)
		b.report(d.ID, d.Span, codeModel, noteAt(missing.Span, "it is named here"),
			"%s mixes in %s, but there is no such shape: %s", d.ID, id, b.missingHint(id))
	}
	b.checkKind()
	b.warnOfResource()
	return !b.failed
}

// warnOfResource warns of a resource that is not there. It is an error only where a member needs it.
func (b *builder) warnOfResource() {
	if ref := b.d.For; ref.ID != "" && !b.failed {
		if r := b.entry(ref); r == nil || r.failed && !r.silent {
			id := b.absolute(ref)
			b.add(diag.Warning, b.d.ID, ref.Span, codeModel, nil,
				"no shape has the id %s, which is to be a resource: %s", id, b.missingHint(id))
		}
	}
}

// traits joins the traits of the declaration for the shape or a member of it with those that are applied elsewhere.
func (b *builder) traits(owner ID, declared []Trait, applied []given) Traits {
	if b.comparing {
		applied = nil
	}
	return b.mergeTraits(owner, given{declared, b.d.V1, b.d.Builtin}, applied)
}

// fail reports that the shape can't be built.
func (b *builder) fail(format string, args ...any) {
	b.failed = true
	b.report(b.d.ID, b.d.Span, codeModel, nil, format, args...)
}

// missingHint says what to do about a shape that a declaration needs and that is not there.
func (b *builder) missingHint(id ID) string {
	if b.entries[id] != nil {
		return "mend its declaration first"
	}
	return b.hint(id, "declare it or correct the id")
}

// memberSet collects the members of a shape under construction.
type memberSet struct {
	list []*Member
	at   map[string]int
}

// buildMembers gives a shape the members of its mixins, then its own, then the traits that apply statements add to
// either. Own members and applied traits override inherited traits. missing is a mixin that is not there, nil if all are.
func (b *builder) buildMembers(decls []MemberDecl, missing *Ref) {
	if len(decls) == 0 && len(b.mixins) == 0 {
		return
	}
	set := memberSet{at: make(map[string]int, len(decls))}
	b.own = make(map[string]bool, len(decls))
	for i := range decls {
		b.own[decls[i].Name] = true
	}
	for _, use := range b.mixins {
		if !b.spend(len(use.shape.Members)) {
			break
		}
		for _, m := range use.shape.Members {
			b.inherit(&set, m, use)
		}
	}
	block := make([]Member, len(decls))
	done := make(map[string]int, len(decls))
	for i := range decls {
		d := &decls[i]
		if first, ok := done[d.Name]; ok {
			b.report(b.d.ID, d.Span, codeModel, noteAt(decls[first].Span, "it is first declared here"),
				"%s declares the member %s a second time: remove or rename one of the two", b.d.ID, d.Name)
			continue
		}
		done[d.Name] = i
		if !b.fits(d) {
			continue
		}
		if target := b.memberTarget(d, missing); target != nil {
			b.ownMember(&set, d, &block[i], target)
		}
		if b.failed {
			return
		}
	}
	b.applyToInherited(&set)
	b.s.setMembers(inFixedOrder(b.s.Kind, set.list))
}

// fits reports whether a list or map can have a member of this name, and an error if it can't.
func (b *builder) fits(d *MemberDecl) bool {
	switch {
	case b.s.Kind == List && d.Name != "member":
		b.report(b.d.ID, d.Span, codeModel, nil, "%s is a list, which has a member of the name member only: remove %s", b.d.ID, d.Name)
	case b.s.Kind == Map && d.Name != "key" && d.Name != "value":
		b.report(b.d.ID, d.Span, codeModel, nil, "%s is a map, which has a key and a value only: remove %s", b.d.ID, d.Name)
	default:
		return true
	}
	return false
}

// memberTarget returns what a member targets; nil, and an error, if its target is left to others and none of them has it.
func (b *builder) memberTarget(d *MemberDecl, missing *Ref) *Shape {
	if !d.Elided || d.Target.ID != "" {
		return b.target(d.Target)
	}
	if b.d.V1 {
		return b.target(Ref{}) // the reader has said that there is no such form
	}
	id := b.d.ID.WithMember(d.Name)
	if target := b.resourceTarget(id, d); target != nil || b.failed {
		return target
	}
	for _, use := range b.mixins {
		if m := use.shape.Member(d.Name); m != nil {
			return m.Target
		}
	}
	if missing != nil {
		b.failed = true
		ref := b.absolute(*missing)
		b.report(b.d.ID, d.Span, codeModel, noteAt(missing.Span, "it is named here"),
			"%s has no target: it is to come from the mixin %s, but there is no such shape: %s", id, ref, b.missingHint(ref))
		return nil
	}
	b.report(id, d.Span, codeModel, nil,
		"%s has no target, and no mixin or resource of its shape has a member of that name: write the target, %s: Target", id, d.Name)
	return nil
}

// resourceTarget returns the target of the property or identifier of the declaration's resource that has a member's name,
// nil if there is none.
func (b *builder) resourceTarget(id ID, d *MemberDecl) *Shape {
	if b.d.For.ID == "" {
		return nil
	}
	notes := noteAt(b.d.For.Span, "it is named here")
	switch r := b.entry(b.d.For); {
	case r == nil || r.failed && !r.silent:
		b.failed = true
		ref := b.absolute(b.d.For)
		b.report(b.d.ID, d.Span, codeModel, notes,
			"%s has no target: it is to come from the resource %s, but there is no such shape: %s", id, ref, b.missingHint(ref))
	case r.failed:
		b.failed, b.e.silent = true, true
	case r.decl.Kind != Resource:
		b.report(id, d.Span, codeModel, notes, "%s is to get its target from %s, which is %s: only resources can stand behind for",
			id, r.decl.ID, r.decl.Kind.phrase())
	default:
		if ref, ok := r.attribute(d.Name); ok {
			return b.target(ref)
		}
	}
	return nil
}

// attribute returns the target of the property or else of the identifier of the given name that a resource has.
func (e *entry) attribute(name string) (Ref, bool) {
	if e.attributes == nil {
		b := orEmpty(e.decl.Binding)
		e.attributes = make(map[string]Ref, len(b.Identifiers)+len(b.Properties))
		for _, list := range [...][]MemberDecl{b.Identifiers, b.Properties} {
			for i := range list {
				e.attributes[list[i].Name] = list[i].Target
			}
		}
	}
	ref, ok := e.attributes[name]
	return ref, ok
}

// ownMember adds a member that the shape declares itself, over an inherited one if there is one of its name.
func (b *builder) ownMember(set *memberSet, d *MemberDecl, m *Member, target *Shape) {
	id := b.d.ID.WithMember(d.Name)
	traits := b.traits(id, d.Traits, b.e.appliedMember[d.Name])
	i, inherited := set.at[d.Name]
	if b.s.Kind == Enum && !(inherited && set.list[i].Traits.Has(enumValueID)) {
		traits = withEnumValue(traits, d)
	}
	*m = Member{ID: id, Name: d.Name, Span: d.Span, Parent: b.s, Target: target, Traits: traits, OwnTraits: traits}
	if !inherited {
		set.at[d.Name] = len(set.list)
		set.list = append(set.list, m)
		return
	}
	for _, use := range b.mixins {
		if mixed := use.shape.Member(d.Name); mixed != nil && mixed.Target.ID != target.ID {
			b.report(id, d.Span, codeModel, noteAt(mixed.Span, "the mixin declares it here"),
				"%s targets %s, but %s, which is mixed in, targets %s: use the same target", id, target.ID, mixed.ID, mixed.Target.ID)
		}
	}
	m.Inherited = set.list[i].Inherited
	m.Traits = overlay(set.list[i].Traits, traits)
	set.list[i] = m
}

// withEnumValue gives a member of an enum that has no value its own name as value, as the specification says.
func withEnumValue(traits Traits, d *MemberDecl) Traits {
	if traits.Has(enumValueID) {
		return traits
	}
	return overlay(NewTraits(Trait{ID: enumValueID, Value: StringNode(d.Name, d.Span), Span: d.Span}), traits)
}

// inFixedOrder puts the key of a map before its value, wherever they come from.
func inFixedOrder(k Kind, members []*Member) []*Member {
	if k == Map {
		slices.SortStableFunc(members, func(a, b *Member) int { return strings.Compare(a.Name, b.Name) })
	}
	return members
}

// checkKind reports what the kind of a shape demands and the shape does not have, or what a mixin of that kind must not have.
func (b *builder) checkKind() {
	if b.failed {
		return
	}
	s := b.s
	switch s.Kind {
	case List:
		b.need("member")
	case Map:
		b.need("key", "value")
	case Enum, IntEnum:
		if len(s.Members) == 0 {
			b.fail("%s has no members: %s needs at least one", s.ID, s.Kind.phrase())
		}
	case Operation:
		if d := b.d.Binding; d != nil && s.Traits.Has(mixinID) && (b.says(d.Input) || b.says(d.Output)) {
			b.fail("%s is a mixin with input or output: only errors can be mixed into an operation", s.ID)
		}
	case Resource:
		if d := b.d.Binding; d != nil && s.Traits.Has(mixinID) && d.hasContent() {
			b.fail("%s is a mixin with properties: only traits can be mixed into a resource", s.ID)
		}
	}
}

// says reports whether input or output is given, and is not Unit.
func (b *builder) says(ref Ref) bool { return ref.ID != "" && b.absolute(ref) != unitID }

// need reports members that the shape lacks. A member that was declared and could not be built was reported already.
func (b *builder) need(names ...string) {
	var missing []string
	for _, name := range names {
		if b.s.Member(name) == nil {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		b.fail("%s has no %s: %s needs %s, with a target", b.s.ID, strings.Join(missing, " and no "), b.s.Kind.phrase(),
			map[bool]string{true: "one", false: "both"}[len(names) == 1])
	}
}

// hasContent reports whether a resource's declaration has more than traits.
func (b *BindingDecl) hasContent() bool {
	return len(b.Operations)+len(b.CollectionOperations)+len(b.Resources)+len(b.Identifiers)+len(b.Properties) > 0 ||
		slices.ContainsFunc(b.single(), func(r Ref) bool { return r.ID != "" })
}
