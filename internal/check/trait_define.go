// Definitions of traits, and the validators that they bring along.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkBreakingChanges checks that the paths of a trait's breakingChanges lead somewhere in its shape.
func (p *pass) checkBreakingChanges() {
	for _, s := range p.shapes {
		trait, ok := s.Trait(traitTrait)
		if !ok {
			continue
		}
		rules, _ := trait.Field("breakingChanges")
		for _, rule := range rules.Elems() {
			path, _ := rule.Field("path")
			if path.Str() == "" {
				continue
			}
			at := s
			for part := range strings.SplitSeq(strings.TrimPrefix(path.Str(), "/"), "/") {
				name := strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
				m := at.Member(name)
				if m == nil {
					p.report(finding{code: "TraitBreakingChanges", severity: diag.Error, about: s.Subject(), span: path.Span()},
						"the path %s leads nowhere, since %s, %s, has no member %s: %s",
						path.Str(), at.ID, withArticle(at.Kind), name, p.hint(name, memberNames(at), "correct or remove it"))
					break
				}
				at = m.Target
			}
		}
	}
}

// checkTraitValidators runs the selectors that trait definitions bring along, from each shape that has the trait.
func (p *pass) checkTraitValidators() {
	var with []*shape.Shape
	for _, s := range p.m.Shapes() {
		if s.Traits.Has(traitTraitValidators) && p.validatorIDs(s) {
			with = append(with, s)
		}
	}
	if len(with) == 0 {
		return
	}
	byID := make(map[shape.ID][]shape.Subject, len(with))
	for _, s := range with {
		byID[s.ID] = nil
	}
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			if _, ok := byID[t.ID]; ok {
				byID[t.ID] = append(byID[t.ID], s)
			}
		}
	})
	for _, s := range with {
		validators, _ := s.Trait(traitTraitValidators)
		for id, v := range validators.Fields() {
			p.traitValidator(s, id, v, byID[s.ID])
		}
	}
}

// validatorIDs reports whether the keys of a traitValidators trait can be event ids, and complains about those that can't.
func (p *pass) validatorIDs(s *shape.Shape) bool {
	v, _ := s.Trait(traitTraitValidators)
	good := true
	for _, f := range v.FieldList() {
		if !shape.IsNamespace(f.Name) {
			good = false
			p.report(finding{code: "TraitValidators", severity: diag.Error, about: s.Subject(), span: f.Span},
				"%q can be no event id: write names joined by dots, such as myProtocol.NoDocuments", f.Name)
		}
	}
	return good
}

// traitValidator runs one validator of a trait.
func (p *pass) traitValidator(trait *shape.Shape, id string, v shape.Node, applied []shape.Subject) {
	text, _ := v.Field("selector")
	sel, err := p.env().Parse(text.Str())
	if err != nil {
		return // which is reported as a mistake of the definition
	}
	message, _ := v.Field("message")
	severity := diag.Error
	if name, ok := v.Field("severity"); ok {
		severity = severities[name.Str()]
	}
	for _, start := range applied {
		found, err := sel.From(p.env(), start)
		if err != nil {
			p.report(finding{code: id, severity: diag.Warning, about: start},
				"a validator of the trait %s gives no result: %v", traitName(trait.ID), err)
			continue
		}
		for _, s := range found {
			p.report(finding{code: id, severity: severity, about: s}, "%s does not go with the trait %s of %s%s",
				s.ID(), traitName(trait.ID), start.ID(), because(message.Str()))
		}
	}
}
