// Applying traits: joining what several places give to one shape or member, and filling in what the source leaves open.

package shape

import (
	"iter"
	"maps"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// apply hands the traits of an apply statement to the shape that it names.
func (a *assembler) apply(d *ApplyDecl) {
	target := a.absolute(d.Target)
	e := a.entries[target.Root()]
	g := given{traits: d.Traits, v1: d.V1, builtin: d.Builtin}
	switch {
	case e == nil:
		a.appliedToNothing(target, []given{g}, a.hint(target.Root(), "declare it or correct the id"))
	case e.builtin() && !d.Builtin && e.shape.InPrelude():
		for _, tr := range d.Traits {
			a.report(target, tr.Span, codeModel, nil,
				"traits can't be applied to %s, which is part of Smithy's prelude: declare a shape of your own", target)
		}
	case target.Member() != "":
		e.applyToMember(target.Member(), g)
	default:
		e.applied = append(e.applied, g)
	}
}

func (e *entry) applyToMember(name string, g given) {
	if len(g.traits) == 0 {
		return
	}
	if e.appliedMember == nil {
		e.appliedMember = map[string][]given{}
	}
	e.appliedMember[name] = append(e.appliedMember[name], g)
}

// appliedToNothing reports traits applied to a shape or member that no file declares.
func (a *assembler) appliedToNothing(target ID, list []given, hint string) {
	for _, g := range list {
		for _, tr := range g.traits {
			tr = a.complete(target, tr, g)
			a.checkKnown(target, tr)
			what := "shape"
			if target.Member() != "" {
				what = "member"
			}
			a.report("", tr.Span, codeModel, nil, "the trait %s is applied to %s, but there is no such %s: %s", tr.ID, target, what, hint)
		}
	}
}

// reportUnclaimed reports traits applied to members that a shape does not have.
func (a *assembler) reportUnclaimed(e *entry) {
	declared := map[string]bool{}
	for d := range e.decls() {
		for i := range d.Members {
			declared[d.Members[i].Name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.appliedMember)) {
		if declared[name] || e.shape.Member(name) != nil {
			continue
		}
		hint := "apply it to one of the shape's members"
		if a.hints.spend() {
			hint = diag.DidYouMean(name, memberNames(e.shape), hint)
		}
		a.appliedToNothing(e.decl.ID.WithMember(name), e.appliedMember[name], hint)
	}
}

// memberNames yields the names of a shape's members.
func memberNames(s *Shape) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, m := range s.Members {
			if !yield(m.Name) {
				return
			}
		}
	}
}

// mergeTraits joins the traits that one shape or member is given in several places: values of arrays are concatenated,
// equal values are one, anything else is a conflict, and the first value stays ("Trait conflict resolution").
func (a *assembler) mergeTraits(owner ID, declared given, applied []given) Traits {
	if len(applied) == 0 && a.plain(declared) {
		for i := range declared.traits {
			a.checkKnown(owner, declared.traits[i])
		}
		return Traits{list: declared.traits}
	}
	n := len(declared.traits)
	for _, g := range applied {
		n += len(g.traits)
	}
	out := make([]Trait, 0, n)
	at := make(map[ID]int, n)
	arrays := joiner{}
	for i := -1; i < len(applied); i++ {
		g := declared
		if i >= 0 {
			g = applied[i]
		}
		for _, tr := range g.traits {
			tr = a.complete(owner, tr, g)
			i, ok := at[tr.ID]
			if !ok {
				at[tr.ID] = len(out)
				out = append(out, tr)
				a.checkKnown(owner, tr)
				continue
			}
			a.mergeTrait(owner, &out[i], tr, func() Node { return arrays.join(i, out[i].Value, tr.Value) })
		}
	}
	return Traits{list: out}
}

// mergeTrait joins a trait with the one of the same id that its owner was given before.
func (a *assembler) mergeTrait(owner ID, old *Trait, tr Trait, join func() Node) {
	switch {
	case samePlace(old.Span, tr.Span): // the same file was read twice
	case bothArrays(old.Value, tr.Value):
		old.Value = join()
	case !old.Value.Equal(tr.Value):
		a.report(owner, tr.Span, codeModel, noteAt(old.Span, "it gets its first value here"),
			"%s gets the trait %s a second time, with another value: remove one of the two", owner, tr.ID)
	}
}

// plain reports whether traits can be taken as they stand, which is so for most.
func (a *assembler) plain(g given) bool {
	for i := range g.traits {
		tr := &g.traits[i]
		if tr.Relative || tr.Bare || !g.builtin && versioned(tr.ID) {
			return false
		}
		if len(g.traits) <= manyTraits {
			for j := range i {
				if g.traits[j].ID == tr.ID {
					return false
				}
			}
		}
	}
	return len(g.traits) <= manyTraits
}

// manyTraits is the number of traits above which doubles are not looked for one by one.
const manyTraits = 24

// complete returns a trait with its absolute id and with the value that it has where the source gives none, and reports
// what the version of its file does not allow.
func (a *assembler) complete(owner ID, tr Trait, g given) Trait {
	if tr.Relative {
		tr.ID = a.absolute(Ref{ID: tr.ID, Relative: true})
		tr.Relative = false
	}
	if tr.Bare {
		tr.Value = a.bareValue(tr)
		tr.Bare = false
	}
	if !g.builtin && versioned(tr.ID) {
		a.checkVersion(owner, tr, g.v1)
	}
	return tr
}

// bareValue returns the value of a trait that is written without one: what is empty of the kind that its definition
// takes; null if that kind has nothing empty.
func (a *assembler) bareValue(tr Trait) Node {
	kind := Structure // the likeliest of an unknown trait
	if e := a.entries[tr.ID]; e != nil {
		kind = e.decl.Kind
	}
	switch kind {
	case Structure, Map:
		return ObjectNode(nil, tr.Span)
	case List:
		return ArrayNode(nil, tr.Span)
	}
	return NullNode(tr.Span)
}

// versioned reports whether a trait is not allowed in every version of Smithy.
func versioned(id ID) bool {
	return id == mixinID || id == defaultID || id == boxID || id == enumID
}

// checkVersion reports a trait of the other version of Smithy.
func (a *assembler) checkVersion(owner ID, tr Trait, v1 bool) {
	switch {
	case v1 && (tr.ID == mixinID || tr.ID == defaultID):
		a.report(owner, tr.Span, codeModel, nil,
			"the trait %s belongs to Smithy 2.0, but this file is of version 1.0: let the file say version 2.0", tr.ID)
	case !v1 && tr.ID == boxID:
		a.report(owner, tr.Span, codeModel, nil,
			"the trait %s belongs to Smithy 1.0: remove it, since members without a default are optional in 2.0", tr.ID)
	case !v1 && tr.ID == enumID:
		a.add(diag.Warning, owner, tr.Span, codeOldFeature, nil, "the trait %s is deprecated: declare an enum shape instead", tr.ID)
	}
}

// checkKnown reports a trait that no shape defines. It needs the definitions of the prelude to tell.
func (a *assembler) checkKnown(owner ID, tr Trait) {
	known, asked := a.known[tr.ID]
	if !asked {
		known = a.entries[tr.ID] != nil
		a.known[tr.ID] = known
	}
	if !known && a.defined {
		a.report(owner, tr.Span, codeUnknownTrait, nil, "no shape defines the trait %s: %s", tr.ID,
			a.hint(tr.ID, "declare it with the trait "+string(traitID)+", or add the file that does"))
	}
}

// checkDefinitions reports shapes that are applied as traits and are none.
func (a *assembler) checkDefinitions() {
	for _, id := range slices.Sorted(maps.Keys(a.known)) {
		e := a.entries[id]
		if e == nil || e.failed || e.builtin() || e.decl.Kind == Invalid || e.shape.is(markTrait) {
			continue
		}
		a.report(id, e.shape.Span, codeModel, nil, "%s is applied as a trait but is none: add the trait %s to it", id, traitID)
	}
}

func bothArrays(a, b Node) bool { return a.Kind() == NodeArray && b.Kind() == NodeArray }

// samePlace reports whether two spans are one, be it in two copies of the file.
func samePlace(a, b source.Span) bool {
	return !a.IsZero() && !b.IsZero() && a.Start == b.Start && a.End == b.End && a.File.Name == b.File.Name
}

// joiner concatenates arrays without copying the same elements again for every further one: it holds the elements joined
// so far by the place of the value.
type joiner map[int][]Node

// join returns the array old, which stands at place i, with the elements of more behind its own.
func (j joiner) join(i int, old, more Node) Node {
	if _, ok := j[i]; !ok {
		j[i] = slices.Clone(old.Elems())
	}
	j[i] = append(j[i], more.Elems()...)
	return ArrayNode(j[i], old.Span())
}
