// What names stand for: the namespace, use statements and shape ids.

package idl

import (
	"strings"

	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/shape"
)

// preludeNamespace is that of the shapes which every file can name without a use statement.
const preludeNamespace = "smithy.api"

// target is what a name in the text stands for, as in [shape.Ref].
type target struct {
	id       shape.ID
	relative bool
	bad      bool // the text is no shape id
}

func (l *lowerer) setNamespace(ns string) {
	l.namespace = ns
	l.uses = map[string]shape.ID{}
	l.refs = make(map[string]target, 64)
}

// use makes a shape known by its bare name.
func (l *lowerer) use(s *syntax.Use) {
	id := shape.ID(s.ID.Text)
	if id.Member() != "" {
		l.errorf(s.ID.Range, "", "a use statement can't name a member: use %s", id.Root())
		return
	}
	if other, ok := l.uses[id.Name()]; ok {
		l.errorf(s.ID.Range, "", "%s can't be used under its bare name, which stands for %s already: "+
			"write its whole id where it is meant", id, other)
		return
	}
	l.uses[id.Name()] = id
	l.add(&shape.UseDecl{Ref: shape.Ref{ID: id, Span: l.span(s.ID.Range)}})
}

// ref returns what a name mentions. If it is no shape id then it reports that.
func (l *lowerer) ref(n syntax.Name) (shape.Ref, bool) {
	t := l.target(n.Text)
	if t.bad {
		l.errorf(n.Range, "", "%q is not the id of a shape: an id has the form namespace#Name or Name", n.Text)
		return shape.Ref{}, false
	}
	return shape.Ref{ID: t.id, Span: l.span(n.Range), Relative: t.relative}, true
}

// target returns what the text of a shape id stands for.
func (l *lowerer) target(text string) target {
	if t, ok := l.refs[text]; ok {
		return t
	}
	t := l.resolve(text)
	if l.refs != nil {
		l.refs[text] = t
	}
	return t
}

// resolve does what target does, every time.
func (l *lowerer) resolve(text string) target {
	if strings.Contains(text, "#") {
		return target{id: shape.ID(text), bad: !shape.ID(text).Valid()}
	}
	name, member, isMember := strings.Cut(text, "$")
	if !shape.IsIdentifier(name) || isMember && !shape.IsIdentifier(member) {
		return target{bad: true}
	}
	if id, ok := l.uses[name]; ok {
		return target{id: id + shape.ID(text[len(name):])}
	}
	if l.namespace == "" { // metadata stands before the namespace, so that bare names are the prelude's
		return target{id: shape.ID(preludeNamespace + "#" + text)}
	}
	return target{id: shape.ID(l.namespace + "#" + text), relative: true}
}

// declares reports whether the file declares a shape of the given name.
func (l *lowerer) declares(name string) bool {
	if l.declared == nil {
		l.declared = map[string]bool{}
		for _, s := range l.file.Statements {
			if s, ok := s.(*syntax.Shape); ok {
				l.declared[s.Name.Text] = true
			}
		}
	}
	return l.declared[name]
}

// isText reports whether a value is a string in quotes.
func isText(v *syntax.Value) bool {
	return v.Kind == syntax.ValueString || v.Kind == syntax.ValueTextBlock
}

// kindOf returns the kind of a value with its article, fit for a message.
func kindOf(v *syntax.Value) string {
	switch v.Kind {
	case syntax.ValueKeyword:
		if v.Text == "null" {
			return "null"
		}
		return "a boolean"
	case syntax.ValueNumber:
		return "a number"
	case syntax.ValueID:
		return "the name of a shape"
	case syntax.ValueArray:
		return "an array"
	case syntax.ValueObject:
		return "an object"
	}
	return "a string"
}
