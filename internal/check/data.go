// The validators of data shapes and the traits on them.

package check

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkUnions reports unions without members and union members whose target or traits promise a default or null.
func (p *pass) checkUnions() {
	for _, s := range p.shapes {
		if s.Kind != shape.Union {
			continue
		}
		if len(s.Members) == 0 {
			p.report(finding{code: "Union", severity: diag.Error, about: s.Subject()},
				"the union %s has no members: add at least one", s.ID)
		}
		for _, m := range s.Members {
			if m.Target.Traits.Has(traitDefault) {
				p.report(finding{code: "Union", severity: diag.Info, about: m.Subject()},
					"the union member %s targets %s, which has a default value: a union knows no defaults, so target a shape without",
					m.ID, m.Target.ID)
			}
			if m.Traits.Has(traitBox) {
				p.report(finding{code: "Union", severity: diag.Warning, about: m.Subject(), span: traitSpan(m.Subject(), traitBox)},
					"the trait box has no effect on the union member %s: remove it", m.ID)
			}
		}
	}
}

// checkUnit reports mentions of the unit type where a value is needed.
func (p *pass) checkUnit() {
	const rule = "only members of unions and enums, and the input and output of operations, can be smithy.api#Unit: " +
		"target another shape"
	for _, s := range p.shapes {
		f := finding{code: "UnitType", severity: diag.Error, about: s.Subject()}
		switch s.Kind {
		case shape.Union, shape.Enum, shape.IntEnum:
			continue
		case shape.Operation, shape.Service:
			for _, e := range s.Errors {
				if e.ID == unitID {
					p.report(f, "%s lists the unit type as an error: %s", s.ID, rule)
				}
			}
		case shape.Resource:
			for _, property := range slices.Concat(s.Properties, s.Identifiers) {
				if property.Target.ID == unitID {
					p.report(f, "%s of the resource %s is the unit type: %s", property.Name, s.ID, rule)
				}
			}
		}
		for _, m := range s.Members {
			if m.Target.ID == unitID {
				f.about = m.Subject()
				p.report(f, "%s targets the unit type: %s", m.ID, rule)
			}
		}
	}
}

// checkDefaultsInUpdates reports operations that update and whose input has members with default values.
func (p *pass) checkDefaultsInUpdates() {
	var updates []*shape.Shape
	for _, s := range p.shapes {
		switch {
		case s.Kind == shape.Resource && s.Update != nil:
			updates = append(updates, s.Update)
		case s.Kind == shape.Operation && (hasPrefixFold(s.ID.Name(), "update") || hasPrefixFold(s.ID.Name(), "patch")):
			updates = append(updates, s)
		}
	}
	slices.SortFunc(updates, byShapeID)
	for _, op := range slices.Compact(updates) {
		if op.Input == nil {
			continue
		}
		var names []string
		for _, m := range op.Input.Members {
			if m.Traits.Has(traitDefault) {
				names = append(names, m.Name)
			}
		}
		if len(names) > 0 {
			p.report(finding{code: "DefaultValueInUpdate", severity: diag.Warning, about: op.Subject()},
				"the operation %s updates, but its input has default values, so that it can't tell what was left out: "+
					"remove the default of %s", op.ID, listed(names))
		}
	}
}

// hasPrefixFold reports whether a text begins with another one, without regard to case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// checkPrivateMixinMembers reports members of mixins with the private trait, which has no effect there.
func (p *pass) checkPrivateMixinMembers() {
	for _, s := range p.shapes {
		if !s.Traits.Has(traitMixin) {
			continue
		}
		for _, m := range s.Members {
			if m.Traits.Has(traitPrivate) {
				span := traitSpan(m.Subject(), traitPrivate)
				p.report(finding{code: "PrivateMixinMember", severity: diag.Warning, about: m.Subject(), span: span},
					"the trait private does not keep shapes of other namespaces from getting %s with the mixin: "+
						"apply it to the mixin or to what the member targets", m.ID)
			}
		}
	}
}
