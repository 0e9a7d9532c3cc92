// Assembling declarations into a model: everything is declared first and linked afterwards, so that the order of
// declarations and of files does not matter.

package shape

import (
	"fmt"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// Assemble links the declarations of all files of a model, in the order given, with the prelude's. What is wrong goes to
// diags with its place: names that nothing declares, targets of the wrong kind, conflicts and cycles. It goes on after
// each, and always returns a model; if diags has errors then the model has gaps in their places, but no nil targets.
//
// Several declarations of one shape are one if they agree, their traits taken together, as the "Merging model files"
// section of the Smithy specification demands.
func Assemble(decls []Decl, diags *diag.List) *Model {
	a := &assembler{
		diags:   diags,
		entries: make(map[ID]*entry, len(decls)),
		missing: map[ID]*Shape{},
		copies:  maxCopies,
	}
	for _, d := range prelude() {
		a.entries[d.ID] = &entry{decl: d, prelude: true}
		a.order = append(a.order, a.entries[d.ID])
	}
	var metadata []*MetadataDecl
	var applies []*ApplyDecl
	for _, d := range decls {
		switch d := d.(type) {
		case *ShapeDecl:
			a.declare(d)
		case *ApplyDecl:
			applies = append(applies, d)
		case *MetadataDecl:
			metadata = append(metadata, d)
		}
	}
	a.allocate()
	for _, d := range applies {
		a.apply(d)
	}
	built := a.buildAll()
	for _, e := range built {
		a.bind(e)
	}
	for _, e := range built {
		a.checkBinding(e)
	}
	a.checkResourceCycles(built)
	return a.model(built, metadata)
}

// assembler is the state of one run of Assemble.
type assembler struct {
	diags   *diag.List
	entries map[ID]*entry
	order   []*entry      // of declaration
	missing map[ID]*Shape // stand-ins for ids that nothing declares
	copies  int           // members and traits that mixins may still copy
	hints   hinter        // of near names
}

// entry is a shape on its way from declaration to model.
type entry struct {
	decl    *ShapeDecl
	shape   *Shape
	prelude bool
	state   buildState

	applied       []Trait            // by apply statements to the shape
	appliedMember map[string][]Trait // by apply statements to members
	memberRefs    map[string]Ref     // where a member that traits are applied to is first mentioned
	mixins        []mixinUse         // those of decl.Mixins that can be used
}

// mixinUse is a mixin of a shape and where the shape names it.
type mixinUse struct {
	*entry
	span source.Span
}

type buildState uint8

const (
	stateNew buildState = iota
	stateOpen
	stateBuilt
)

// report adds an error about a shape.
func (a *assembler) report(id ID, span source.Span, code string, notes []diag.Note, format string, args ...any) {
	a.diags.Add(diag.Diagnostic{
		Code: code, Severity: diag.Error, Span: span, Shape: string(id),
		Message: fmt.Sprintf(format, args...), Notes: notes,
	})
}

// noteAt returns a note about another place, none if the place has no position.
func noteAt(span source.Span, text string) []diag.Note {
	if span.IsZero() {
		return nil
	}
	return []diag.Note{{Span: span, Text: text}}
}

// declare registers a shape, or merges it with an earlier declaration of the same id.
func (a *assembler) declare(d *ShapeDecl) {
	first := a.entries[d.ID]
	switch {
	case first == nil:
		e := &entry{decl: d}
		a.entries[d.ID] = e
		a.order = append(a.order, e)
	case first.prelude && first.decl.Kind == d.Kind:
		first.decl, first.prelude = d, false // the prelude itself was given as a file
	case first.decl.Kind == Invalid:
		first.decl = d
	case d.Kind == Invalid:
	case sameDeclaration(first.decl, d):
		first.applied = append(first.applied, d.Traits...)
		for i := range d.Members {
			first.applyToMember(d.Members[i].Name, Ref{ID: d.ID, Span: d.Members[i].Span}, d.Members[i].Traits)
		}
	default:
		a.report(d.ID, d.Span, codeShapeTwice, noteAt(first.decl.Span, "it is first declared here"),
			"%s is declared a second time, and differently: remove or rename one of the two", d.ID)
	}
}

// sameDeclaration reports whether two declarations of an id agree in everything but traits.
func sameDeclaration(x, y *ShapeDecl) bool {
	return x.Kind == y.Kind && sameMembers(x.Members, y.Members) && sameRefs(x.Mixins, y.Mixins) &&
		sameBinding(x.Binding, y.Binding)
}

func sameMembers(x, y []MemberDecl) bool {
	return slices.EqualFunc(x, y, func(a, b MemberDecl) bool { return a.Name == b.Name && a.Target.ID == b.Target.ID })
}

func sameRefs(x, y []Ref) bool {
	return slices.EqualFunc(x, y, func(a, b Ref) bool { return a.ID == b.ID })
}

func sameBinding(x, y *BindingDecl) bool {
	if x == nil || y == nil {
		x, y = orEmpty(x), orEmpty(y)
	}
	return x.Version == y.Version && sameRefs(x.single(), y.single()) && sameRefs(x.Errors, y.Errors) &&
		sameRefs(x.Operations, y.Operations) && sameRefs(x.Resources, y.Resources) &&
		sameRefs(x.CollectionOperations, y.CollectionOperations) &&
		sameMembers(x.Identifiers, y.Identifiers) && sameMembers(x.Properties, y.Properties) &&
		slices.EqualFunc(x.Rename, y.Rename, func(a, b Rename) bool { return a.Name == b.Name && a.Shape.ID == b.Shape.ID })
}

func orEmpty(b *BindingDecl) *BindingDecl {
	if b == nil {
		return &BindingDecl{}
	}
	return b
}

// single returns the mentions that are not in a list.
func (b *BindingDecl) single() []Ref {
	return []Ref{b.Input, b.Output, b.Create, b.Put, b.Read, b.Update, b.Delete, b.ListOp}
}

// allocate makes the shapes, so that mentions of them can be resolved before they are filled.
func (a *assembler) allocate() {
	block := make([]Shape, len(a.order))
	for i, e := range a.order {
		e.shape = &block[i]
		e.shape.ID, e.shape.Kind, e.shape.Span = e.decl.ID, e.decl.Kind, e.decl.Span
	}
}

// apply hands the traits of an apply statement to the shape that it names.
func (a *assembler) apply(d *ApplyDecl) {
	e := a.entries[d.Target.ID.Root()]
	if e == nil {
		a.unresolved(d.Target.ID, d.Target)
		return
	}
	if name := d.Target.ID.Member(); name != "" {
		e.applyToMember(name, d.Target, d.Traits)
		return
	}
	e.applied = append(e.applied, d.Traits...)
}

func (e *entry) applyToMember(name string, at Ref, traits []Trait) {
	if e.appliedMember == nil {
		e.appliedMember, e.memberRefs = map[string][]Trait{}, map[string]Ref{}
	}
	if _, ok := e.memberRefs[name]; !ok {
		e.memberRefs[name] = at
	}
	e.appliedMember[name] = append(e.appliedMember[name], traits...)
}

// mergeTraits joins traits that one shape or member was given in several places: values of arrays are concatenated, equal
// values are one, anything else is a conflict, and the first value stays ("Trait conflict resolution").
func (a *assembler) mergeTraits(owner ID, declared, applied []Trait) Traits {
	if len(applied) == 0 && len(declared) < 2 {
		return Traits{list: declared}
	}
	out := make([]Trait, 0, len(declared)+len(applied))
	at := make(map[ID]int, len(declared)+len(applied))
	arrays := joiner{}
	for _, tr := range slices.Concat(declared, applied) {
		i, ok := at[tr.ID]
		if !ok {
			at[tr.ID] = len(out)
			out = append(out, tr)
			continue
		}
		old := &out[i]
		switch {
		case bothArrays(old.Value, tr.Value):
			old.Value = arrays.join(i, old.Value, tr.Value)
		case !old.Value.Equal(tr.Value):
			a.report(owner, tr.Span, codeTraitValue, noteAt(old.Span, "it gets its first value here"),
				"%s gets the trait %s a second time, with another value: remove one of the two", owner, tr.ID)
		}
	}
	return Traits{list: out}
}

func bothArrays(a, b Node) bool { return a.Kind() == NodeArray && b.Kind() == NodeArray }

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

// model sorts what was built and merges the metadata.
func (a *assembler) model(built []*entry, metadata []*MetadataDecl) *Model {
	m := &Model{byID: make(map[ID]*Shape, len(built)), sorted: make([]*Shape, 0, len(built))}
	for _, e := range built {
		if e.shape.Kind != Invalid {
			m.byID[e.shape.ID] = e.shape
			m.sorted = append(m.sorted, e.shape)
		}
	}
	slices.SortFunc(m.sorted, byID)
	m.metadata = a.mergeMetadata(metadata)
	return m
}

// mergeMetadata joins the metadata of all files by the rules of "Metadata conflicts".
func (a *assembler) mergeMetadata(decls []*MetadataDecl) Node {
	var fields []Field
	at := map[string]int{}
	arrays := joiner{}
	for _, d := range decls {
		i, ok := at[d.Key]
		if !ok {
			at[d.Key] = len(fields)
			fields = append(fields, Field{Name: d.Key, Span: d.Span, Value: d.Value})
			continue
		}
		old := &fields[i]
		switch {
		case bothArrays(old.Value, d.Value):
			old.Value = arrays.join(i, old.Value, d.Value)
		case !old.Value.Equal(d.Value):
			a.report("", d.Span, codeMetadata, noteAt(old.Span, "it gets its first value here"),
				"the metadata key %q is set a second time, to another value: remove one of the two", d.Key)
		}
	}
	return ObjectNode(fields, noSpan)
}
