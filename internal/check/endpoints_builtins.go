// Built-ins: the parameters of endpoints that come from a client's configuration.

package check

import (
	"fmt"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// checkBuiltIns reports built-ins that there are none of, in rules and in tests.
func (p *pass) checkBuiltIns() {
	known := builtIns()
	for _, e := range p.endpointServices() {
		wrong := func(name, where string, span source.Span) {
			if !slices.Contains(known, name) {
				p.report(e.finding("RuleSetBuiltIn."+where, diag.Error, span), "there is no built-in %s: %s",
					clipped(name), p.hintOrAll(name, known))
			}
		}
		for _, program := range e.programs {
			for _, q := range program.Params {
				if q.BuiltIn != "" {
					wrong(q.BuiltIn, "RuleSet", q.Span)
				}
			}
		}
		for i := range e.tests {
			for j := range e.tests[i].Inputs {
				for _, f := range e.tests[i].Inputs[j].BuiltIns.FieldList() {
					wrong(f.Name, fmt.Sprintf("TestCase.%d.Inputs.%d", i, j), f.Span)
				}
			}
		}
	}
}

// checkAWSBuiltIns reports built-ins that come from credentials: resolving an endpoint then needs them first.
func (p *pass) checkAWSBuiltIns() {
	for _, e := range p.endpointServices() {
		for _, program := range e.programs {
			for _, q := range program.Params {
				if slices.Contains([]string{builtInAccount, builtInAccountMode, builtInCredentials}, q.BuiltIn) {
					p.report(e.finding("RuleSetAwsBuiltIn."+q.BuiltIn, diag.Danger, q.Span),
						"the built-in %s depends on credentials: make sure that the rules work without it, and suppress this", q.BuiltIn)
				}
			}
		}
	}
}
