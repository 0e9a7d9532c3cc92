// Operations, services and resources.

package idl

import (
	"fmt"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
)

// operation lowers the body of an operation. Its inline structures become declarations behind it.
func (l *lowerer) operation(d *shape.ShapeDecl, name string, body *syntax.Operation) {
	b := &shape.BindingDecl{}
	d.Binding = b
	for i := range body.Properties {
		p := &body.Properties[i]
		if first := sameProperty(body.Properties[:i], p.Key.Text); first != nil {
			l.repeated(p.Key, first.Key, d.ID, "the property")
			continue
		}
		switch p.Key.Text {
		case "errors":
			b.Errors = l.refList(p.Errors.IDs)
		case "input":
			b.Input = l.inputOutput(d.ID, p, name+l.inputSuffix, inputID)
		case "output":
			b.Output = l.inputOutput(d.ID, p, name+l.outputSuffix, outputID)
		}
	}
}

// sameProperty returns the property of the given name, nil if there is none. There are at most three names, and all but
// the first of each are left out.
func sameProperty(list []syntax.Property, name string) *syntax.Property {
	for i := range list {
		if list[i].Key.Text == name {
			return &list[i]
		}
	}
	return nil
}

// inputOutput lowers the input or output of an operation, whose name is that of an inline structure.
func (l *lowerer) inputOutput(of shape.ID, p *syntax.Property, name string, trait shape.ID) shape.Ref {
	if p.Inline == nil {
		ref, _ := l.ref(p.Target)
		return ref
	}
	in := p.Inline
	if l.v1 {
		at := syntax.Range{Start: p.Sign.End, End: p.Sign.End}
		l.needs2(at, of, nil, "an operation can't declare its %s inline in Smithy 1.0: declare a structure, or ", p.Key.Text)
	}
	id := shape.ID(l.namespace + "#" + name)
	if !id.Valid() {
		l.errorf(p.Key.Range, of, "%q is no name of a shape: use another suffix for the names of inline structures", name)
		return shape.Ref{}
	}
	at := syntax.Range{Start: in.At, End: in.At + 1}
	d := &shape.ShapeDecl{ID: id, Kind: shape.Structure, V1: l.v1, Span: l.span(at)}
	d.Traits = l.withTrait(l.traits(in.Docs, in.Traits, 1), trait, at)
	d.For = l.forClause(id, in.For)
	d.Mixins = l.mixins(id, in.With)
	l.add(d)
	l.members(d, in.Body)
	return shape.Ref{ID: id, Span: d.Span}
}

// object lowers the body of a service or resource.
func (l *lowerer) object(d *shape.ShapeDecl, body *syntax.Value) {
	b := &shape.BindingDecl{}
	d.Binding = b
	l.distinct(body.Entries, func(e *syntax.Entry) {
		name := e.Key.Text
		switch d.Kind.Property(name) {
		case shape.TextProperty:
			b.Version = l.serviceVersion(d.ID, &e.Value)
		case shape.RefProperty:
			*b.Ref(name), _ = l.shapeValue(d.ID, &e.Value)
		case shape.RefsProperty:
			*b.Refs(name) = l.shapeList(d.ID, e)
		case shape.AttributeProperty:
			if name == "properties" && l.v1 {
				behind := syntax.Range{Start: body.End, End: body.End}
				l.needs2(behind, d.ID, []diag.Note{l.noteAt(e.Key.Range, "they stand here")},
					"a resource can't have properties in Smithy 1.0: ")
			}
			*b.Attributes(name) = l.namedShapes(d.ID, e)
		case shape.RenameProperty:
			b.Rename = l.rename(d.ID, &e.Value)
		default:
			at := syntax.Range{Start: body.Start, End: body.Start + 1}
			l.report(diag.Warning, codeModel, at, d.ID, fmt.Sprintf("a %s has no property %q: %s", d.Kind, name,
				diag.DidYouMean(name, d.Kind.PropertyNames(), "remove it")), l.noteAt(e.Key.Range, "this is the property"))
		}
	})
}

// serviceVersion lowers the version of a service.
func (l *lowerer) serviceVersion(of shape.ID, v *syntax.Value) string {
	if !isText(v) {
		l.wrongKind(of, v, "the version of a service", "a string")
		return ""
	}
	return v.Text
}

// wrongKind reports a value of the wrong kind.
func (l *lowerer) wrongKind(of shape.ID, v *syntax.Value, what, want string) {
	l.errorf(v.Range, of, "%s must be %s, but this is %s", what, want, kindOf(v))
}

// shapeValue lowers a value that mentions a shape, in quotes or without.
func (l *lowerer) shapeValue(of shape.ID, v *syntax.Value) (shape.Ref, bool) {
	if v.Kind != syntax.ValueID && !isText(v) {
		l.wrongKind(of, v, "a value here", "the name of a shape")
		return shape.Ref{}, false
	}
	ref, ok := l.ref(syntax.Name{Range: v.Range, Text: v.Text})
	if ok && v.Kind == syntax.ValueID {
		_, decl := shape.NameNode(ref)
		l.add(decl)
	}
	return ref, ok
}

// shapeList lowers an array of mentions of shapes.
func (l *lowerer) shapeList(of shape.ID, e *syntax.Entry) []shape.Ref {
	if e.Value.Kind != syntax.ValueArray {
		l.wrongKind(of, &e.Value, e.Key.Text, "an array of names of shapes")
		return nil
	}
	var out []shape.Ref
	for i := range e.Value.Elems {
		if ref, ok := l.shapeValue(of, &e.Value.Elems[i]); ok {
			out = append(out, ref)
		}
	}
	return out
}

// namedShapes lowers an object whose values mention shapes.
func (l *lowerer) namedShapes(of shape.ID, e *syntax.Entry) []shape.MemberDecl {
	if e.Value.Kind != syntax.ValueObject {
		l.wrongKind(of, &e.Value, e.Key.Text, "an object of names of shapes")
		return nil
	}
	var out []shape.MemberDecl
	l.distinct(e.Value.Entries, func(e *syntax.Entry) {
		if !shape.IsIdentifier(e.Key.Text) {
			l.errorf(e.Key.Range, of, "%q is no name: use ASCII letters, digits and underscores, a letter first", e.Key.Text)
		}
		m := shape.MemberDecl{Name: e.Key.Text, Span: l.span(e.Key.Range)}
		m.Target, _ = l.shapeValue(of, &e.Value)
		out = append(out, m)
	})
	return out
}

// rename lowers the renames of a service. Their keys are absolute ids.
func (l *lowerer) rename(of shape.ID, v *syntax.Value) []shape.Rename {
	if v.Kind != syntax.ValueObject {
		l.wrongKind(of, v, "rename", "an object")
		return nil
	}
	var out []shape.Rename
	l.distinct(v.Entries, func(e *syntax.Entry) {
		id := shape.ID(e.Key.Text)
		switch {
		case !id.Valid(): // that a member is not renamed is for the check of the model to say
			l.errorf(e.Key.Range, of, "%q is not the id of a shape: a renamed shape has its whole id here, as in \"smithy.api#String\"",
				e.Key.Text)
		case !isText(&e.Value):
			l.wrongKind(of, &e.Value, "the new name of a shape", "a string")
		default:
			out = append(out, shape.Rename{Shape: shape.Ref{ID: id, Span: l.span(e.Key.Range)}, Name: e.Value.Text})
		}
	})
	return out
}
