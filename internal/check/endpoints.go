// Endpoint rule sets and decision diagrams of services.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// endpointService is a service with a rule set, a decision diagram or tests of either.
type endpointService struct {
	shape    *shape.Shape
	programs []*rules.Program // those that it has and that are right, the rule set in front
	problems []rules.Problem
	tests    []rules.Test
	// params are the parameters of the programs by name, and traits are where the programs stand.
	params []map[string]*rules.Param
	traits []source.Span
}

// endpointServices returns the services that say how their endpoints are resolved. They are read when first asked for.
func (p *pass) endpointServices() []*endpointService {
	if p.endpoints != nil {
		return *p.endpoints
	}
	var out []*endpointService
	for _, s := range p.shapes {
		if s.Kind != shape.Service {
			continue
		}
		e := &endpointService{shape: s}
		ruleSet, hasRules := s.Trait(rules.RuleSetTrait)
		diagram, hasDiagram := s.Trait(rules.DiagramTrait)
		tests, hasTests := s.Trait(rules.TestsTrait)
		if hasRules {
			e.add(rules.RuleSetTrait)(rules.ParseRuleSet(ruleSet))
		}
		if hasDiagram {
			e.add(rules.DiagramTrait)(rules.ParseDiagram(diagram))
		}
		if hasTests {
			e.tests = rules.ParseTests(tests)
		}
		if hasRules || hasDiagram || hasTests {
			out = append(out, e)
		}
	}
	p.endpoints = &out
	return out
}

// add takes a program that was read from a trait.
func (e *endpointService) add(trait shape.ID) func(*rules.Program, []rules.Problem) {
	return func(program *rules.Program, problems []rules.Problem) {
		e.problems = append(e.problems, problems...)
		if program != nil {
			params := make(map[string]*rules.Param, len(program.Params))
			for _, q := range program.Params {
				params[q.Name] = q
			}
			e.programs, e.params = append(e.programs, program), append(e.params, params)
			e.traits = append(e.traits, traitSpan(e.shape.Subject(), trait))
		}
	}
}

// finding returns a finding about the service, at a place of its traits.
func (e *endpointService) finding(code string, severity diag.Severity, span source.Span) finding {
	return finding{code: code, severity: severity, about: e.shape.Subject(), span: span}
}

// checkRuleForms reports rule sets and diagrams that can't be read or whose types are not right.
func (p *pass) checkRuleForms() { p.ruleProblems(rules.CodeInvalid) }

// checkRuleVersions reports what the version of a rule set lacks.
func (p *pass) checkRuleVersions() { p.ruleProblems(rules.CodeVersion) }

// ruleProblems reports the problems of programs with an event id.
func (p *pass) ruleProblems(code string) {
	for _, e := range p.endpointServices() {
		for _, problem := range e.problems {
			if problem.Code == code {
				p.report(e.finding(code, diag.Error, problem.Span), "%s", problem.Message)
			}
		}
	}
}

// checkRuleDocs reports parameters without documentation.
func (p *pass) checkRuleDocs() {
	for _, e := range p.endpointServices() {
		for _, program := range e.programs {
			for _, q := range program.Params {
				if q.Doc == "" {
					p.report(e.finding("RuleSetParamMissingDocs", diag.Warning, q.Span),
						"the endpoint parameter %s has no documentation: say what it is for", q.Name)
				}
			}
		}
	}
}

// checkRuleURIs reports endpoints whose URLs begin with something else than a scheme of HTTP. What a variable begins with is not
// known.
func (p *pass) checkRuleURIs() {
	for _, e := range p.endpointServices() {
		for _, program := range e.programs {
			for endpoint := range program.Endpoints() {
				head := &endpoint.URL
				if head.Kind == rules.ExprString && head.Parts != nil {
					head = &head.Parts[0]
				}
				if head.IsText() && !hasHTTPScheme(head.Text) {
					p.report(e.finding("RuleSetUri", diag.Error, endpoint.URL.Span),
						"the URL begins with %s: it must begin with http:// or https://", clipped(head.Text))
				}
			}
		}
	}
}

func hasHTTPScheme(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}

// The values that a client's configuration, and not the model, gives to parameters.
const (
	builtInAccount       = "AWS::Auth::AccountId"
	builtInAccountMode   = "AWS::Auth::AccountIdEndpointMode"
	builtInCredentials   = "AWS::Auth::CredentialScope"
	builtInKnownByClient = "AWS::Region AWS::UseDualStack AWS::UseFIPS AWS::S3::Accelerate " +
		"AWS::S3::DisableMultiRegionAccessPoints AWS::S3::DisableS3ExpressSessionAuth AWS::S3::ForcePathStyle " +
		"AWS::S3::UseArnRegion AWS::S3::UseGlobalEndpoint AWS::S3Control::UseArnRegion AWS::STS::UseGlobalEndpoint SDK::Endpoint"
)

// builtIns returns the names of all built-ins.
func builtIns() []string {
	return append(strings.Fields(builtInKnownByClient), builtInAccount, builtInAccountMode, builtInCredentials)
}
