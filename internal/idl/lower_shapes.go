// Shapes and their members.

package idl

import (
	"fmt"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
)

// shape lowers the statement of a shape.
func (l *lowerer) shape(s *syntax.Shape) {
	id := shape.ID(l.namespace + "#" + s.Name.Text)
	if other, ok := l.uses[s.Name.Text]; ok {
		l.errorf(s.Name.Range, "", "a shape can't have the name %s, which stands for %s under a use statement: rename the shape or "+
			"remove the use statement", s.Name.Text, other)
	}
	d := l.shapeSlab.One(shape.ShapeDecl{
		ID: id, V1: l.v1, Span: l.span(syntax.Range{Start: s.Keyword.Start, End: s.Name.End}),
	})
	if s.Broken {
		l.add(d)
		return
	}
	d.Kind = kindNamed(s.Keyword.Text)
	d.Traits = l.traits(s.Docs, s.Traits, 0)
	if s.Keyword.Text == "set" {
		l.setTrait(d, s)
	}
	d.For = l.forClause(id, s.For)
	d.Mixins = l.mixins(id, s.With)
	l.add(d)
	switch body := s.Body.(type) {
	case *syntax.Members:
		l.members(d, body)
	case *syntax.Operation:
		l.operation(d, s.Name.Text, body)
	case *syntax.Value:
		l.object(d, body)
	}
}

// kindNamed returns the kind that a keyword stands for.
func kindNamed(keyword string) shape.Kind {
	if keyword == "set" {
		return shape.List
	}
	kind, _ := shape.KindOf(keyword)
	return kind
}

// setTrait adds the trait that makes a list a set, and reports what is wrong with sets.
func (l *lowerer) setTrait(d *shape.ShapeDecl, s *syntax.Shape) {
	at := syntax.Range{Start: s.Keyword.Start, End: s.Name.End}
	if l.v1 {
		l.report(diag.Warning, codeDeprecation, at, d.ID, "sets are deprecated: declare a list with the trait "+string(uniqueItemsID))
	} else {
		l.errorf(at, d.ID, "there are no sets in Smithy 2.0: declare a list with the trait %s", uniqueItemsID)
	}
	d.Traits = l.withTrait(d.Traits, uniqueItemsID, s.Keyword.Range)
}

// forClause lowers "for Resource".
func (l *lowerer) forClause(id shape.ID, f *syntax.For) shape.Ref {
	if f == nil {
		return shape.Ref{}
	}
	if l.v1 {
		at := syntax.Range{Start: f.Start, End: f.Start + int32(len("for"))}
		l.needs2(at, id, nil, "a structure can't take members from a resource in Smithy 1.0: ")
	}
	ref, _ := l.ref(f.Resource)
	return ref
}

// mixins lowers "with [Mixin]".
func (l *lowerer) mixins(id shape.ID, w *syntax.With) []shape.Ref {
	if w == nil {
		return nil
	}
	if l.v1 {
		at := syntax.Range{Start: w.Start, End: w.Start + int32(len("with"))}
		l.needs2(at, id, nil, "there are no mixins in Smithy 1.0: ")
	}
	return l.refList(w.Mixins)
}

// refList lowers a list of shape ids.
func (l *lowerer) refList(names []syntax.Name) []shape.Ref {
	var out []shape.Ref
	for _, n := range names {
		if ref, ok := l.ref(n); ok {
			out = append(out, ref)
		}
	}
	return out
}

// members lowers the members of a shape. A member that a shape of its kind can't have is left out, so that the assembly says
// in its turn what the shape lacks: the specification's reference reports both.
func (l *lowerer) members(d *shape.ShapeDecl, body *syntax.Members) {
	out := l.memberSlab.Empty(len(body.List))
	var seen firsts
	for i := range body.List {
		m := &body.List[i]
		if first, again := seen.add(m.Name.Text, i); again {
			l.repeated(m.Name, body.List[first].Name, d.ID, "the member")
			continue
		}
		if l.fits(d, m) {
			out = append(out, l.member(d, m))
		}
	}
	d.Members = out
}

// repeated reports a name that is declared in a construct a second time.
func (l *lowerer) repeated(n, first syntax.Name, of shape.ID, what string) {
	l.report(diag.Error, codeModel, n.Range, of,
		fmt.Sprintf("%s %s is declared a second time: remove or rename one of the two", what, n.Text),
		l.noteAt(first.Range, "it is first declared here"))
}

// fits reports whether a shape can have a member of that name, and an error if it can't.
func (l *lowerer) fits(d *shape.ShapeDecl, m *syntax.Member) bool {
	var names []string
	var otherwise string
	switch d.Kind {
	case shape.List:
		names = []string{"member"}
		otherwise = "it has one member, \"member\""
	case shape.Map:
		names = []string{"key", "value"}
		otherwise = "it has the members \"key\" and \"value\""
	default:
		return true
	}
	if slices.Contains(names, m.Name.Text) {
		return true
	}
	l.errorf(m.Name.Range, d.ID, "a %s has no member %s: %s", d.Kind, m.Name.Text,
		diag.DidYouMean(m.Name.Text, slices.Values(names), otherwise))
	return false
}

// member lowers a member of a shape.
func (l *lowerer) member(d *shape.ShapeDecl, m *syntax.Member) shape.MemberDecl {
	more := 0
	if m.Value != nil {
		more = 1
	}
	out := shape.MemberDecl{Name: m.Name.Text, Span: l.span(m.At()), Elided: m.Dollar >= 0}
	switch {
	case out.Elided:
		if l.v1 && d.For.ID == "" { // else that is what was reported
			l.needs2(m.Name.Range, d.ID.WithMember(m.Name.Text), nil,
				"a member can't leave out its target in Smithy 1.0: name the target, or ")
		}
	case m.Target.IsZero():
		out.Target = shape.Ref{ID: unitID, Span: l.span(m.Name.Range)}
	default:
		out.Target, _ = l.ref(m.Target)
	}
	out.Traits = l.traits(m.Docs, m.Traits, more)
	if m.Value == nil {
		return out
	}
	if d.Kind == shape.Enum || d.Kind == shape.IntEnum {
		out.Traits = append(out.Traits, l.assigned(enumValueID, m.Value))
		return out
	}
	if l.v1 {
		at := syntax.Range{Start: m.Equals, End: m.Equals + 1}
		l.needs2(at, "", nil, "there are no default values in Smithy 1.0: ")
		return out
	}
	out.Traits = append(out.Traits, l.assigned(defaultID, m.Value))
	return out
}
