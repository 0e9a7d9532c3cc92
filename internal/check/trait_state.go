// Shapes and traits that are deprecated, unstable or private.

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkTraitStates reports uses of traits that are deprecated or unstable. That the enum trait is deprecated is said where a
// file of Smithy 2.0 is linked.
func (p *pass) checkTraitStates() {
	type state struct {
		deprecated, unstable bool
		advice               string
	}
	states := map[shape.ID]state{}
	stateOf := func(id shape.ID) state {
		def := p.m.Shape(id)
		if def == nil {
			return state{}
		}
		v, deprecated := def.Trait(traitDeprecated)
		return state{
			deprecated: deprecated && id != traitEnum,
			unstable:   def.Traits.Has(traitUnstable),
			advice:     deprecationAdvice(v),
		}
	}
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			st, known := states[t.ID]
			if !known {
				st = stateOf(t.ID)
				states[t.ID] = st
			}
			f := finding{severity: diag.Warning, about: s, span: t.Span}
			if st.deprecated {
				f.code = "DeprecatedTrait"
				p.report(f, "the trait %s is deprecated%s", traitName(t.ID), st.advice)
			}
			if st.unstable {
				f.code = "UnstableTrait." + string(t.ID)
				p.report(f, "the trait %s is unstable: it may change, so be ready for that", traitName(t.ID))
			}
		}
	})
}

// deprecationAdvice is what the value of a deprecated trait says, fit to stand behind "is deprecated".
func deprecationAdvice(v shape.Node) string {
	text := ""
	if since, ok := v.Field("since"); ok && since.Str() != "" {
		text = " since " + diag.Clip(since.Str(), maxQuoted)
	}
	if message, ok := v.Field("message"); ok && message.Str() != "" {
		text += because(message.Str())
	}
	return text
}

// checkDeprecatedShapes reports mentions of deprecated shapes.
func (p *pass) checkDeprecatedShapes() {
	for _, s := range p.shapes {
		mention := func(about shape.Subject, what string, target *shape.Shape) {
			if target == nil {
				return
			}
			if v, ok := target.Trait(traitDeprecated); ok {
				p.report(finding{code: "DeprecatedShape." + string(target.ID), severity: diag.Warning, about: about},
					"%s %s is deprecated%s", what, target.ID, deprecationAdvice(v))
			}
		}
		for _, m := range s.Members {
			mention(m.Subject(), "the target", m.Target)
		}
		for _, m := range s.Mixins {
			mention(s.Subject(), "the mixin", m)
		}
		for _, m := range s.Identifiers {
			mention(s.Subject(), "the target of the identifier "+m.Name+",", m.Target)
		}
		for _, m := range s.Properties {
			mention(s.Subject(), "the target of the property "+m.Name+",", m.Target)
		}
		for _, op := range s.Operations {
			mention(s.Subject(), "the operation", op)
		}
		for _, r := range s.Resources {
			mention(s.Subject(), "the resource", r)
		}
		for _, e := range s.Errors {
			mention(s.Subject(), "the error", e)
		}
		mention(s.Subject(), "the input", s.Input)
		mention(s.Subject(), "the output", s.Output)
	}
}

// relations are the names of relationships in messages about private shapes.
var relations = map[shape.Rel]string{
	shape.RelTarget: "targets", shape.RelMixin: "mixes in", shape.RelOperation: "binds", shape.RelResource: "binds",
	shape.RelError: "has the error", shape.RelInput: "has the input", shape.RelOutput: "has the output",
	shape.RelIdentifier: "has an identifier that targets", shape.RelProperty: "has a property that targets",
}

// checkPrivateAccess reports mentions of private shapes of another namespace.
func (p *pass) checkPrivateAccess() {
	graph := p.env().Graph()
	for i := range int32(graph.Len()) {
		private := graph.Subject(i)
		if !private.Traits().Has(traitPrivate) {
			continue
		}
		report := func(from shape.Subject, severity diag.Severity, how string) {
			if from.ID().Namespace() == private.ID().Namespace() || from.Shape.Builtin {
				return
			}
			f := finding{code: "PrivateAccess", severity: severity, about: from}
			if severity == diag.Warning {
				f.span = traitSpan(from, private.ID())
			}
			p.report(f, "%s %s %s, which is private to the namespace %s: use a shape that is not, or remove its trait private",
				from.ID(), how, private.ID(), private.ID().Namespace())
		}
		for _, e := range graph.Back(i) {
			how, ok := relations[e.Rel]
			if !ok {
				how = "binds"
			}
			report(graph.Subject(e.To), diag.Error, how)
		}
		if private.Member == nil && private.Shape.Traits.Has(traitTrait) {
			for _, e := range graph.TraitUses(i) {
				report(graph.Subject(e.To), diag.Warning, "has the trait")
			}
		}
	}
}
