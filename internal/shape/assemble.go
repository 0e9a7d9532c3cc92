// Assembling declarations into a model: everything is declared first and linked afterwards, so that the order of
// declarations and of files does not matter.

package shape

import (
	"fmt"
	"iter"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// Assemble links the declarations of all files of a model, in the order given, with the prelude's. What is wrong goes to
// diags with its place: names that nothing declares, targets of the wrong kind, conflicts and cycles. It goes on after
// each, and always returns a model; if diags has errors then the model has gaps in their places, but no nil targets.
//
// Several declarations of one shape are one if they agree, their traits taken together, as the "Merging model files"
// section of the Smithy specification demands. Shapes of Smithy 1.0 are upgraded to 2.0. Mentions that lead nowhere are
// reported only where nothing worse is wrong, as in the reference implementation; with the option [Thorough], wherever no
// declaration that could not be read may explain them.
//
// The declarations are not changed but for the values of syntactic names, each of which is written when it has not the
// value that it needs: declarations whose names were resolved once can be used in several runs at the same time.
func Assemble(decls []Decl, diags *diag.List, options ...Option) *Model {
	lossy := diags.HasErrors()
	a := &assembler{
		diags:   diags,
		entries: make(map[ID]*entry, len(decls)),
		missing: map[ID]*Shape{},
		names:   map[ID]ID{},
		known:   map[ID]bool{},
		copies:  maxCopies,
	}
	for _, set := range options {
		set(a)
	}
	for _, d := range prelude() {
		a.declare(d)
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
	_, a.defined = a.entries[traitID]
	a.resolveNames(decls)
	a.allocate()
	for _, d := range applies {
		a.apply(d)
	}
	built := a.buildAll()
	for _, e := range built {
		a.bind(e)
	}
	a.upgradeMembers(built)
	a.checkDefinitions()
	meta := a.mergeMetadata(metadata)
	if !diags.HasErrors() || a.thorough && !lossy {
		a.checkTargets(built)
		a.checkResourceCycles(built)
	}
	return a.model(built, meta)
}

// Option changes what [Assemble] does.
type Option func(*assembler)

// Thorough makes Assemble go on to what shapes refer to after other mistakes, so that one run shows as much as can be told.
func Thorough(a *assembler) { a.thorough = true }

// assembler is the state of one run of Assemble.
type assembler struct {
	thorough bool

	diags   *diag.List
	entries map[ID]*entry
	order   []*entry      // of declaration
	missing map[ID]*Shape // stand-ins for ids that nothing declares
	names   map[ID]ID     // what relative names stand for that their own namespace does not declare
	known   map[ID]bool   // ids of traits that were looked up, and whether a shape has them
	defined bool          // the definitions of the prelude's traits are there, so that unknown ones can be told
	copies  int           // members and traits that mixins may still copy
	hints   hinter        // of near names
}

// entry is a shape on its way from declaration to model.
type entry struct {
	decl   *ShapeDecl
	others []*ShapeDecl // further declarations of the same id
	shape  *Shape
	// failed says that the shape can't be built, which is reported, so that it counts as not declared.
	failed bool
	// silent says that a shape which failed is not to be mentioned again where others need it.
	silent bool

	applied       []given            // to the shape, by apply statements and by other declarations
	appliedMember map[string][]given // to members
	attributes    map[string]Ref     // targets of the properties and identifiers of a resource; nil until asked for
}

// decls yields the declarations of the shape.
func (e *entry) decls() iter.Seq[*ShapeDecl] {
	return func(yield func(*ShapeDecl) bool) {
		if !yield(e.decl) {
			return
		}
		for _, d := range e.others {
			if !yield(d) {
				return
			}
		}
	}
}

// builtin reports whether the shape comes from this project and not from a file of the user.
func (e *entry) builtin() bool { return e.decl.Builtin }

// given are traits that stand in one place, and what has to be known of their file.
type given struct {
	traits      []Trait
	v1, builtin bool
}

// report adds an error about a shape.
func (a *assembler) report(id ID, span source.Span, code string, notes []diag.Note, format string, args ...any) {
	a.add(diag.Error, id, span, code, notes, format, args...)
}

// add adds a diagnostic about a shape, "" for none.
func (a *assembler) add(s diag.Severity, id ID, span source.Span, code string, notes []diag.Note, format string, args ...any) {
	a.diags.Add(diag.Diagnostic{
		Code: code, Severity: s, Span: span, Shape: string(id), Message: fmt.Sprintf(format, args...), Notes: notes,
	})
}

// noteAt returns a note about another place, none if the place has no position.
func noteAt(span source.Span, text string) []diag.Note {
	if span.IsZero() {
		return nil
	}
	return []diag.Note{{Span: span, Text: text}}
}

// declare registers a shape, or a further declaration of one. What the user declares replaces the built-in definition of
// the same id, if it is of the same kind.
func (a *assembler) declare(d *ShapeDecl) {
	first := a.entries[d.ID]
	switch {
	case first == nil:
		e := &entry{decl: d}
		a.entries[d.ID] = e
		a.order = append(a.order, e)
	case first.decl.Kind == Invalid:
		first.decl = d
	case d.Kind == Invalid:
	case first.builtin() || d.Builtin:
		own, other := d, first.decl
		if d.Builtin && !first.builtin() {
			own, other = first.decl, d
		}
		first.decl = own
		if own.Kind != other.Kind {
			a.report(own.ID, own.Span, codeModel, nil, "%s is %s, but Smithy defines it as %s: give it another name",
				own.ID, own.Kind.phrase(), other.Kind.phrase())
		}
	default:
		first.others = append(first.others, d)
		first.applied = append(first.applied, given{traits: d.Traits, v1: d.V1})
		for i := range d.Members {
			first.applyToMember(d.Members[i].Name, given{traits: d.Members[i].Traits, v1: d.V1})
		}
	}
}

// allocate makes the shapes, so that mentions of them can be resolved before they are filled.
func (a *assembler) allocate() {
	block := make([]Shape, len(a.order))
	for i, e := range a.order {
		e.shape = &block[i]
		e.shape.begin(e.decl)
	}
}

// begin makes a shape what is known of it before it is built.
func (s *Shape) begin(d *ShapeDecl) {
	*s = Shape{ID: d.ID, Kind: d.Kind, Span: d.Span, Builtin: d.Builtin, v1: d.V1}
}

// model sorts what was built.
func (a *assembler) model(built []*entry, metadata Node) *Model {
	m := &Model{byID: make(map[ID]*Shape, len(built)), sorted: make([]*Shape, 0, len(built)), metadata: metadata}
	for _, e := range built {
		if e.shape.Kind != Invalid {
			m.byID[e.shape.ID] = e.shape
			m.sorted = append(m.sorted, e.shape)
		}
	}
	slices.SortFunc(m.sorted, byID)
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
		case samePlace(old.Span, d.Span):
		case bothArrays(old.Value, d.Value):
			old.Value = arrays.join(i, old.Value, d.Value)
		case !old.Value.Equal(d.Value):
			a.report("", d.Span, codeModel, noteAt(old.Span, "it gets its first value here"),
				"the metadata key %q is set a second time, to another value: remove one of the two", d.Key)
		}
	}
	return ObjectNode(fields, noSpan)
}
