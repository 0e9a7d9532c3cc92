// The expressions of contracts.

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkConditions reports conditions of the trait smithy.contracts#conditions that are no JMESPath expressions.
func (p *pass) checkConditions() {
	if p.m.Shape(traitConditions) == nil {
		return
	}
	p.subjects(func(s shape.Subject) {
		v, ok := s.Traits().Get(traitConditions)
		if !ok {
			return
		}
		for _, field := range v.FieldList() {
			expression, _ := field.Value.Field("expression")
			_, span, err := parseExpression(expression)
			if err == nil {
				continue
			}
			if span.IsZero() {
				span = traitSpan(s, traitConditions)
			}
			p.report(finding{code: "Model", severity: diag.Error, about: s, span: span},
				"the condition %s of %s is not a JMESPath expression, %s: %v", field.Name, s.ID(), clipped(expression.Str()), err)
		}
	})
}
