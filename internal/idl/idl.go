// Package idl reads the Smithy IDL, versions 1.0 and 2.0, into declarations.
//
// Package syntax reads the text into a tree; this package says what the tree means: which version the file is of, what names
// stand for under the namespace and the use statements, and which declarations short forms such as inline structures,
// default values and documentation comments stand for. Whether names lead anywhere is for [shape.Assemble] to say.
package idl

import (
	"fmt"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/slab"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// Codes of diagnostics, those of Smithy's reference implementation.
const (
	codeModel       = "Model"
	codeDeprecation = "ModelDeprecation"
)

// sayV2 ends the messages about what version 1.0 does not have.
const sayV2 = "put $version: \"2.0\" at the start of the file"

// Parse reads a file and returns its declarations in the order of the text. What is wrong with it goes to diags, and the
// rest of the file is still read: a shape whose statement breaks off behind its name is declared with the kind
// [shape.Invalid]. A file that says no version is of version 1.0.
func Parse(file *source.File, diags *diag.List) []shape.Decl {
	return Lower(syntax.Parse(file, diags), diags)
}

// Lower returns the declarations of a tree, as Parse does.
func Lower(tree *syntax.File, diags *diag.List) []shape.Decl {
	l := &lowerer{
		file: tree, diags: diags, v1: !tree.VersionLost, inputSuffix: "Input", outputSuffix: "Output",
		decls: make([]shape.Decl, 0, len(tree.Statements)+8),
	}
	for _, s := range tree.Statements {
		switch s := s.(type) {
		case *syntax.Control:
			l.control(s)
		case *syntax.Metadata:
			l.add(&shape.MetadataDecl{Key: s.Key.Text, Span: l.span(s.Key.Range), Value: l.node(&s.Value)})
		case *syntax.Namespace:
			l.setNamespace(s.Name.Text)
		case *syntax.Use:
			l.use(s)
		case *syntax.Shape:
			l.shape(s)
		case *syntax.Apply:
			l.apply(s)
		}
	}
	for _, n := range tree.Lost {
		if t := l.target(n.Text); !t.bad {
			_, name := shape.NameNode(shape.Ref{ID: t.id, Span: l.span(n.Range), Relative: t.relative})
			l.add(name)
		}
	}
	return l.decls
}

// lowerer turns one tree into declarations.
type lowerer struct {
	file  *syntax.File
	diags *diag.List
	decls []shape.Decl

	v1                        bool // the version is 1.0
	inputSuffix, outputSuffix string
	controls                  map[string]bool // control statements seen

	namespace string
	uses      map[string]shape.ID // by name
	refs      map[string]target   // names resolved before, by their text
	declared  map[string]bool     // names of the file's shapes, filled when first needed

	traitSlab  slab.Of[shape.Trait]
	memberSlab slab.Of[shape.MemberDecl]
	shapeSlab  slab.Of[shape.ShapeDecl]
	fieldSlab  slab.Of[shape.Field]
	nodeSlab   slab.Of[shape.Node]
}

func (l *lowerer) add(d shape.Decl) { l.decls = append(l.decls, d) }

func (l *lowerer) span(r syntax.Range) source.Span { return l.file.Span(r) }

// errorf reports an error of a shape, or of none.
func (l *lowerer) errorf(r syntax.Range, of shape.ID, format string, args ...any) {
	l.report(diag.Error, codeModel, r, of, fmt.Sprintf(format, args...))
}

// needs2 reports the use of a feature that version 1.0 does not have. If the file only lacks its version then saying so once
// is enough, and what follows is read as version 2.0.
func (l *lowerer) needs2(r syntax.Range, of shape.ID, notes []diag.Note, format string, args ...any) {
	l.report(diag.Error, codeModel, r, of, fmt.Sprintf(format, args...)+sayV2, notes...)
	l.v1 = l.controls["version"]
}

func (l *lowerer) report(s diag.Severity, code string, r syntax.Range, of shape.ID, message string, notes ...diag.Note) {
	l.diags.Add(diag.Diagnostic{
		Code: code, Severity: s, Span: l.span(r), Shape: string(of), Message: message, Notes: notes,
	})
}

// noteAt returns a note that names a place.
func (l *lowerer) noteAt(r syntax.Range, text string) diag.Note {
	return diag.Note{Span: l.span(r), Text: text}
}

// control obeys a control statement.
func (l *lowerer) control(s *syntax.Control) {
	if l.controls[s.Key.Text] {
		l.errorf(s.Value.Range, "", "the control statement %q stands here a second time: remove one of the two", s.Key.Text)
		return
	}
	if l.controls == nil {
		l.controls = map[string]bool{}
	}
	l.controls[s.Key.Text] = true
	switch s.Key.Text {
	case "version":
		l.version(s)
	case "operationInputSuffix":
		l.suffix(s, &l.inputSuffix)
	case "operationOutputSuffix":
		l.suffix(s, &l.outputSuffix)
	default:
		if diag.Nearest(s.Key.Text, slices.Values(controlKeys)) == "version" {
			l.v1 = false // else everything of version 2.0 would be a mistake in its turn
		}
		l.report(diag.Warning, codeModel, s.Value.Range, "", fmt.Sprintf(
			"there is no control statement %q, so it has no effect: %s", s.Key.Text,
			diag.DidYouMean(s.Key.Text, slices.Values(controlKeys), "remove it")))
	}
}

var controlKeys = []string{"version", "operationInputSuffix", "operationOutputSuffix"}

// version sets the version of the file. One that makes no sense counts as 2.0, of which nothing is forbidden.
func (l *lowerer) version(s *syntax.Control) {
	l.v1 = false
	if !isText(&s.Value) {
		l.errorf(s.Value.Range, "", "the version of Smithy must be a string, as in $version: \"2.0\", but this is %s", kindOf(&s.Value))
		return
	}
	switch s.Value.Text {
	case "1", "1.0":
		l.v1 = true
	case "2", "2.0":
	default:
		behind := syntax.Range{Start: s.Value.End, End: s.Value.End}
		l.errorf(behind, "", "there is no version %q of Smithy that can be read: the version must be \"1.0\" or \"2.0\"", s.Value.Text)
	}
}

// suffix sets what the names of inline structures end in.
func (l *lowerer) suffix(s *syntax.Control, to *string) {
	if !isText(&s.Value) {
		l.errorf(s.Value.Range, "", "%s must be a string, but this is %s", s.Key.Text, kindOf(&s.Value))
		return
	}
	if len(s.Value.Text) > shape.MaxName {
		l.errorf(s.Value.Range, "", "%s has more than %d bytes: use a shorter one", s.Key.Text, shape.MaxName)
		return
	}
	*to = s.Value.Text
}

// apply lowers an apply statement.
func (l *lowerer) apply(s *syntax.Apply) {
	ref, ok := l.ref(s.Target)
	if !ok {
		return
	}
	l.add(&shape.ApplyDecl{Target: ref, Traits: l.traits(syntax.Docs{}, s.Traits, 0), V1: l.v1})
}
