// Checking what shapes refer to, once everything is linked: that it is there, of a kind that fits, and neither a trait nor
// a mixin ("Target" in the specification's validators), and that resources don't contain themselves.

package shape

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// marks are traits of a shape that matter to those who refer to it.
type marks uint8

const (
	markTrait marks = 1 << iota
	markMixin
	markError
)

// mark notes the traits that matter to those who refer to the shape.
func (s *Shape) mark() {
	for i := range s.Traits.list {
		switch s.Traits.list[i].ID {
		case traitID:
			s.marks |= markTrait
		case mixinID:
			s.marks |= markMixin
		case errorID:
			s.marks |= markError
		}
	}
}

func (s *Shape) is(m marks) bool { return s.marks&m != 0 }

// mention is a reference to a shape, for messages.
type mention struct {
	id   ID          // the shape or member that refers
	span source.Span // of that
	at   source.Span // of the mention
	what string      // what is mentioned, such as "the input of a#B"
}

// maxBetween is the number of bytes between what refers and its mention up to which both are marked as one: "a: Target" is,
// and so is the JSON of a member; a list of names that starts on the same line is not.
const maxBetween = 24

// place returns where a diagnostic about the mention stands: at what refers, up to the mention if that follows directly on the
// same line. The notes point to the mention elsewhere.
func (m mention) place() (source.Span, []diag.Note) {
	switch {
	case m.at == m.span:
		return m.span, nil
	case m.at.File == m.span.File && m.at.Start >= m.span.End && m.at.Start-m.span.End <= maxBetween:
		joined := source.Span{File: m.span.File, Start: m.span.Start, End: m.at.End}
		if !strings.Contains(joined.Text(), "\n") {
			return joined, nil
		}
	}
	return m.span, noteAt(m.at, "it is named here")
}

// reportMention adds an error about a mention, with further notes.
func (a *assembler) reportMention(at mention, code string, more []diag.Note, format string, args ...any) {
	span, notes := at.place()
	a.report(at.id, span, code, append(notes, more...), format, args...)
}

// checkTargets checks all references of the shapes that come from the user.
func (a *assembler) checkTargets(built []*entry) {
	for _, e := range built {
		if e.failed || e.builtin() {
			continue
		}
		a.checkMembers(e)
		a.checkMapKey(e.shape)
		for i, m := range e.shape.Mixins {
			at := mention{e.decl.ID, e.shape.Span, m.Span, "the mixin"}
			if i < len(e.decl.Mixins) {
				at.at = e.decl.Mixins[i].Span
			}
			if !m.is(markMixin) {
				a.reportMention(at, codeTarget, nil,
					"%s is used as a mixin but has no %s trait: add the trait to it", m.ID, mixinID)
			}
		}
		if b := e.decl.Binding; b != nil {
			a.checkBinding(e, b)
		}
	}
}

// checkMembers checks the targets of a shape's members.
func (a *assembler) checkMembers(e *entry) {
	var places map[string]source.Span // of the targets
	for _, m := range e.shape.Members {
		t := m.Target
		if t.marks == 0 && t.Kind.IsData() {
			continue
		}
		if places == nil {
			places = make(map[string]source.Span, len(e.decl.Members))
			for i := range e.decl.Members {
				places[e.decl.Members[i].Name] = e.decl.Members[i].Target.Span
			}
		}
		at := mention{m.ID, m.Span, places[m.Name], "the target of " + string(m.ID)}
		if t.Kind == Invalid {
			a.missingTarget(at, t.ID, "")
		} else if a.checkRole(at, t) {
			a.checkData(at, t)
		}
	}
}

// checkData reports a target that is no data.
func (a *assembler) checkData(at mention, t *Shape) {
	if !t.Kind.IsData() {
		a.reportMention(at, codeTarget, noteAt(t.Span, "it is declared here"),
			"a member can't target %s, %s: target a shape that describes data", t.ID, t.Kind.phrase())
	}
}

// missingTarget reports a mention of a shape that nothing declares, or of a member. role goes behind the id.
func (a *assembler) missingTarget(at mention, id ID, role string) {
	if e := a.entries[id.Root()]; e != nil && id.Member() != "" && e.shape.Member(id.Member()) != nil {
		a.reportMention(at, codeTarget, nil, "%s is a member: name the shape that it targets instead, %s", id,
			e.shape.Member(id.Member()).Target.ID)
		return
	}
	what := "declare it or correct the id"
	if id.Namespace() == "" {
		what = "an id has the form namespace#Name"
	}
	a.reportMention(at, codeUnresolved, nil, "no shape has the id %s%s: %s", id, role, a.hint(id.Root(), what))
}

// checkRole reports a mention of a trait or mixin, which can only be applied and mixed in. It
// returns false if the target is not worth another look.
func (a *assembler) checkRole(at mention, t *Shape) bool {
	switch {
	case t.is(markTrait):
		a.reportMention(at, codeTarget, nil, "%s is %s, a trait: traits can only be applied to shapes", at.what, t.ID)
	case t.is(markMixin):
		a.reportMention(at, codeTarget, nil, "%s is %s, a mixin: mixins can only be mixed into shapes", at.what, t.ID)
	default:
		return true
	}
	return false
}

// checkMapKey reports a map whose keys are no strings.
func (a *assembler) checkMapKey(s *Shape) {
	if s.Kind != Map {
		return
	}
	if key := s.Member("key"); key != nil && !fitsString(key.Target) {
		a.report(s.ID, s.Span, codeTarget, noteAt(key.Span, "this is the key"),
			"the keys of %s target %s, %s: the keys of a map must be strings", s.ID, key.Target.ID, key.Target.Kind.phrase())
	}
}

// fitsString reports whether values of a shape are strings. What is unknown passes, since it is reported already.
func fitsString(s *Shape) bool {
	return s.Kind == String || s.Kind == Enum || s.Kind == Invalid
}

// checkBinding checks what a service, resource or operation mentions.
func (a *assembler) checkBinding(e *entry, b *BindingDecl) {
	for _, ref := range []struct {
		Ref
		what string
	}{{b.Input, "the input"}, {b.Output, "the output"}} {
		if t := a.checkRef(e, ref.Ref, ref.what, Structure); t != nil && t.is(markError) {
			a.report(e.decl.ID, e.shape.Span, codeTarget, noteAt(ref.Span, "it is named here"),
				"%s of %s is %s, an error: list it under errors, or remove its %s trait", ref.what, e.decl.ID, t.ID, errorID)
		}
	}
	for _, ref := range b.Errors {
		if t := a.checkRef(e, ref, "an entry under errors", Structure); t != nil && !t.is(markError) {
			a.report(e.decl.ID, e.shape.Span, codeTarget, noteAt(ref.Span, "it is named here"),
				"%s is an error of %s but has no %s trait: add the trait, with the value \"client\" or \"server\"", t.ID, e.decl.ID, errorID)
		}
	}
	for _, ref := range b.Operations {
		a.checkRef(e, ref, "an entry under operations", Operation)
	}
	for _, ref := range b.CollectionOperations {
		a.checkRef(e, ref, "an entry under collectionOperations", Operation)
	}
	for _, ref := range b.Resources {
		a.checkRef(e, ref, "an entry under resources", Resource)
	}
	for _, l := range e.shape.lifecycle(b) {
		a.checkRef(e, l.ref, "the "+l.name+" operation", Operation)
	}
	for i := range b.Identifiers {
		m := &b.Identifiers[i]
		if t := a.checkRef(e, m.Target, "the identifier "+m.Name, Invalid); t != nil && !fitsString(t) {
			a.report(e.decl.ID, e.shape.Span, codeTarget, noteAt(m.Span, "this is the identifier"),
				"the identifier %s of %s targets %s, %s: identifiers must be strings", m.Name, e.decl.ID, t.ID, t.Kind.phrase())
		}
	}
	for i := range b.Properties {
		m := &b.Properties[i]
		if t := a.checkRef(e, m.Target, "the property "+m.Name, Invalid); t != nil {
			a.checkData(mention{e.decl.ID, e.shape.Span, m.Span, ""}, t)
		}
	}
}

// checkRef checks a mention of a shape that must be of the given kind, Invalid for any, and returns the shape if it is
// worth another look.
func (a *assembler) checkRef(e *entry, ref Ref, what string, want Kind) *Shape {
	if ref.ID == "" {
		return nil
	}
	at := mention{e.decl.ID, e.shape.Span, ref.Span, what + " of " + string(e.decl.ID)}
	t := a.target(ref)
	switch {
	case t.Kind == Invalid:
		a.missingTarget(at, t.ID, ", "+at.what)
		return nil
	case !a.checkRole(at, t):
		return nil
	case want != Invalid && t.Kind != want:
		a.reportMention(at, codeTarget, noteAt(t.Span, "it is declared here"),
			"%s must be %s, but %s is %s", at.what, want.phrase(), t.ID, t.Kind.phrase())
		return nil
	}
	return t
}

// checkResourceCycles reports resources that contain themselves, each of a circle.
func (a *assembler) checkResourceCycles(built []*entry) {
	var roots []*Shape
	for _, e := range built {
		if e.shape.Kind == Resource && len(e.shape.Resources) > 0 {
			roots = append(roots, e.shape)
		}
	}
	for _, group := range components(roots, func(s *Shape) []*Shape { return s.Resources }) {
		in := make(map[*Shape]bool, len(group))
		for _, s := range group {
			in[s] = true
		}
		for _, s := range group {
			for _, child := range s.Resources {
				if in[child] {
					a.report(s.ID, s.Span, codeResourceLoop, nil,
						"the resource %s contains %s, which in the end contains it again: break the circle", s.ID, child.ID)
					break
				}
			}
		}
	}
}
