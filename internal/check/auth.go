// Authentication and CORS of services.

package check

import (
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// authSchemes returns the traits of a service that are authentication schemes, sorted.
func (p *pass) authSchemes(service *shape.Shape) []shape.ID {
	var out []shape.ID
	for t := range service.Traits.All() {
		if def := p.m.Shape(t.ID); def != nil && def.Traits.Has(traitAuthDefinition) {
			out = append(out, t.ID)
		}
	}
	slices.Sort(out)
	return out
}

// checkAuth reports auth traits of a service and its operations that name a scheme which the service does not have.
func (p *pass) checkAuth() {
	for _, svc := range p.web().services {
		schemes := p.authSchemes(svc.shape)
		p.authTrait(svc.shape, svc.shape, schemes)
		for _, o := range svc.ops {
			p.authTrait(svc.shape, o.op, schemes)
		}
	}
}

// authTrait reports the schemes in the auth trait of a service, or of an operation of it, that the service does not have.
func (p *pass) authTrait(service, of *shape.Shape, schemes []shape.ID) {
	v, ok := of.Trait(traitAuth)
	if !ok {
		return
	}
	var foreign []string
	f := finding{code: "AuthTrait", severity: diag.Danger, about: of.Subject()}
	for _, e := range v.Elems() {
		if !slices.Contains(schemes, shape.ID(e.Str())) {
			if len(foreign) == 0 {
				f.span = valueSpan(e, of.Subject(), traitAuth)
			}
			foreign = append(foreign, e.Str())
		}
	}
	if len(foreign) > 0 {
		p.report(f, "%s asks for %s, which the service %s does not have: give the service that trait, or remove it here",
			of.ID, listed(foreign), service.ID)
	}
}

// checkAuthOrder reports services with several schemes that don't say which comes first.
func (p *pass) checkAuthOrder() {
	for _, svc := range p.web().services {
		if svc.shape.Traits.Has(traitAuth) {
			continue
		}
		if schemes := p.authSchemes(svc.shape); len(schemes) > 1 {
			names := make([]string, len(schemes))
			for i, id := range schemes {
				names[i] = string(id)
			}
			p.report(finding{code: "ServiceAuthDefinitions", severity: diag.Warning, about: svc.shape.Subject()},
				"%s has several authentication schemes and lacks the trait auth, so clients try them in the order of their ids: "+
					"list %s there in the order that you want", svc.shape.ID, listed(names))
		}
	}
}

// eachService calls visit for each service with a trait, and the trait's value.
func (p *pass) eachService(trait shape.ID, visit func(service shape.Subject, v shape.Node)) {
	for _, svc := range p.web().services {
		if v, ok := svc.shape.Trait(trait); ok {
			visit(svc.shape.Subject(), v)
		}
	}
}

// checkAPIKeys reports API keys with a scheme outside of a header.
func (p *pass) checkAPIKeys() {
	p.eachService(traitHTTPAPIKeyAuth, func(service shape.Subject, v shape.Node) {
		scheme, hasScheme := v.Field("scheme")
		in, _ := v.Field("in")
		if hasScheme && in.Str() != "header" {
			p.report(finding{
				code: "HttpApiKeyAuthTrait", severity: diag.Error, about: service, span: valueSpan(scheme, service, traitHTTPAPIKeyAuth),
			}, "the trait httpApiKeyAuth has a scheme, which only a header can have, but in is %q: write \"header\", "+
				"or remove the scheme", in.Str())
		}
	})
}

// checkCORS reports cors traits with both the old and the new way to name origins.
func (p *pass) checkCORS() {
	p.eachService(traitCORS, func(service shape.Subject, v shape.Node) {
		origin, one := v.Field("origin")
		_, several := v.Field("origins")
		if one && several {
			p.report(finding{
				code: "CorsTrait", severity: diag.Error, about: service, span: valueSpan(origin, service, traitCORS),
			}, "the trait cors has both origin and origins, which exclude each other: put all into origins")
		}
	})
}
