// Trait values against the definitions of their traits.

package check

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// codeForm is the event id of trait values that are not of the form of a trait which Smithy defines.
const codeForm = "Model"

// pendingFinding is a finding about a trait value that waits for its validator's turn.
type pendingFinding struct {
	finding
	text string
}

// checkTraitForms holds every trait value to the definition of its trait. It reports values of the wrong form at once and leaves
// the others, which break a constraint, to checkTraitValues: so the values are walked once.
func (p *pass) checkTraitForms() {
	definitions := map[shape.ID]*traitDefinition{}
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			d, known := definitions[t.ID]
			if !known {
				d = p.definition(t.ID)
				definitions[t.ID] = d
			}
			if d != nil {
				p.traitValue(s, t, d)
			}
		}
	})
}

// checkTraitValues reports what checkTraitForms found besides.
func (p *pass) checkTraitValues() {
	for _, f := range p.values.pending {
		p.report(f.finding, "%s", f.text)
	}
	p.values.pending = nil
}

// traitDefinition is the definition of a trait and what findings about its values share.
type traitDefinition struct {
	shape *shape.Shape
	what  string // begins messages
	form  string // event id of values of the wrong form
	// extra checks what the definition's shapes and constraints do not express; nil if there is nothing.
	extra func(w *valueWalk, v shape.Node)
}

// definition returns the definition of a trait, nil if the model has none, which assembly reports.
func (p *pass) definition(id shape.ID) *traitDefinition {
	s := p.m.Shape(id)
	if s == nil {
		return nil
	}
	d := &traitDefinition{shape: s, what: "the value of the trait " + traitName(id)}
	if s.Builtin {
		d.form, d.extra = codeForm, extraForms[id]
	}
	return d
}

// traitValue checks one value.
func (p *pass) traitValue(s shape.Subject, t shape.Trait, d *traitDefinition) {
	if isPlain(d, t.Value) {
		return
	}
	c := valueCheck{code: "TraitValue", form: d.form, about: s, what: d.what, span: t.Span}
	bad := false
	c.report = func(f finding, text string) {
		if f.code == codeForm {
			bad = true
			p.report(f, "%s", text)
			return
		}
		p.values.pending = append(p.values.pending, pendingFinding{f, text})
	}
	p.checkValue(c, t.Value, d.shape.Subject())
	if d.extra != nil && !bad {
		d.extra(&valueWalk{p: p, c: &c}, t.Value)
	}
}

// isPlain tells the values that most traits have: annotations, and strings without constraints.
func isPlain(d *traitDefinition, v shape.Node) bool {
	if d.extra != nil {
		return false
	}
	switch d.shape.Kind {
	case shape.Structure:
		return v.Kind() == shape.NodeObject && v.Len() == 0 && len(d.shape.Members) == 0
	case shape.String:
		return v.Kind() == shape.NodeString && d.shape.Traits.Len() == 1 // the trait that makes it one
	case shape.Document:
		return true
	}
	return false
}

// CodePattern ends the event id of the finding that a value of smithy.api#pattern is no pattern, so that it can be told from
// other values of a wrong form: a client can do without that one.
const CodePattern = ".Pattern"

// extraForms are the forms of Smithy's own traits that their definitions do not express. They run for values that have the
// form of the definition.
var extraForms = map[shape.ID]func(*valueWalk, shape.Node){
	traitError: func(w *valueWalk, v shape.Node) {
		if v.Str() != "client" && v.Str() != "server" {
			w.malformed(diag.Error, nil, v.Span(), "must be client or server, not %q", v.Str())
		}
	},
	traitLength:                boundsGiven,
	traitRange:                 boundsGiven,
	traitExternalDocumentation: linksParse,
	traitPattern: func(w *valueWalk, v shape.Node) {
		if err := w.p.patternError(v.Str()); err != nil {
			w.add(diag.Error, cmp.Or(w.c.form, w.c.code)+CodePattern, nil, v.Span(), "is a pattern that can't be used: %v", err)
		}
	},
	traitIDRef: func(w *valueWalk, v shape.Node) { w.selectorField(v, nil) },
	traitTrait: traitOfTraits,
	traitTraitValidators: func(w *valueWalk, v shape.Node) {
		for _, f := range v.FieldList() {
			at := &step{name: f.Name}
			w.selectorField(f.Value, at)
			w.severityField(f.Value, at)
		}
	},
}

// boundsGiven demands min or max of a range or length.
func boundsGiven(w *valueWalk, v shape.Node) {
	_, hasMin := v.Field("min")
	_, hasMax := v.Field("max")
	if !hasMin && !hasMax {
		w.malformed(diag.Error, nil, v.Span(), "has neither min nor max: add one of them")
	}
}

// linksParse demands URLs with a scheme of external documentation.
func linksParse(w *valueWalk, v shape.Node) {
	for _, f := range v.FieldList() {
		if u, err := url.Parse(f.Value.Str()); err != nil || u.Scheme == "" {
			w.malformed(diag.Error, &step{name: f.Name}, f.Value.Span(),
				"must be a URL such as https://example.com/, not %q", f.Value.Str())
		}
	}
}

// traitOfTraits checks the value of smithy.api#trait.
func traitOfTraits(w *valueWalk, v shape.Node) {
	w.selectorField(v, nil)
	rules, _ := v.Field("breakingChanges")
	for i, rule := range rules.Elems() {
		at := &step{up: &step{name: "breakingChanges"}, index: i}
		w.severityField(rule, at)
		w.oneOf(rule, "change", at, "add", "any", "presence", "remove", "update")
		if path, ok := rule.Field("path"); ok && path.Str() != "" && !strings.HasPrefix(path.Str(), "/") {
			w.malformed(diag.Error, &step{up: at, name: "path"}, path.Span(),
				"must be a JSON pointer, which begins with a slash, not %q", path.Str())
		}
	}
	w.oneOf(v, "structurallyExclusive", nil, "member", "target")
}

// oneOf demands a value out of a few of a member that is there.
func (w *valueWalk) oneOf(v shape.Node, name string, at *step, values ...string) {
	field, ok := v.Field(name)
	if !ok {
		return
	}
	if slices.Contains(values, field.Str()) {
		return
	}
	w.malformed(diag.Error, &step{up: at, name: name}, field.Span(), "must be one of %s, not %q%s",
		listed(values), field.Str(), because(w.p.hint(field.Str(), slices.Values(values), "")))
}

// severityField demands a severity of the member of that name, if it is there.
func (w *valueWalk) severityField(v shape.Node, at *step) {
	w.oneOf(v, "severity", at, "NOTE", "WARNING", "DANGER", "ERROR")
}

// selectorField demands a selector that can be read of the member of that name, if it is there.
func (w *valueWalk) selectorField(v shape.Node, at *step) {
	text, ok := v.Field("selector")
	if !ok {
		return
	}
	if _, err := w.p.env().Parse(text.Str()); err != nil {
		w.malformed(diag.Error, &step{up: at, name: "selector"}, text.Span(), "is no selector: %v", err)
	}
}
