// The property authSchemes of endpoints.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/rules"
)

// checkRuleAuth checks the lists of authentication schemes of all endpoints. Where a service has a rule set and a diagram of it,
// the rule set is enough.
func (p *pass) checkRuleAuth() {
	for _, e := range p.endpointServices() {
		if len(e.programs) == 0 {
			continue
		}
		for endpoint := range e.programs[0].Endpoints() {
			if schemes := endpoint.Property("authSchemes"); schemes != nil {
				a := authCheck{p: p, e: e}
				a.list(schemes)
			}
		}
	}
}

// authCheck is the check of one list.
type authCheck struct {
	p *pass
	e *endpointService
}

func (a *authCheck) report(severity diag.Severity, at *rules.Expr, format string, args ...any) {
	a.p.report(a.e.finding("RuleSetAuthSchemes", severity, at.Span), format, args...)
}

// list checks a list of schemes.
func (a *authCheck) list(v *rules.Expr) {
	if v.Kind != rules.ExprArray {
		a.report(diag.Error, v, "authSchemes must be a list of objects")
		return
	}
	seen := map[string]bool{}
	for i := range v.Parts {
		scheme := &v.Parts[i]
		if scheme.Kind != rules.ExprObject {
			a.report(diag.Error, scheme, "authSchemes must be a list of objects, and this is none")
			continue
		}
		name := scheme.Field("name")
		switch {
		case name == nil || name.Type.Kind != rules.String:
			a.report(diag.Error, scheme, "an authentication scheme has no name: give it one, as a string")
			continue
		case !name.IsText():
			continue // a template: nothing more is known
		case seen[name.Text]:
			a.report(diag.Error, name, "the scheme %s is in the list twice: remove one", clipped(name.Text))
		}
		seen[name.Text] = true
		a.scheme(name, scheme)
	}
}

// scheme checks the properties of a scheme by its name.
func (a *authCheck) scheme(name, v *rules.Expr) {
	switch n := name.Text; {
	case n == "sigv4":
		a.only(v, "name", "signingName", "signingRegion", "disableDoubleEncoding", "disableNormalizePath")
		a.sigV4(v)
	case n == "sigv4a":
		a.only(v, "name", "signingName", "signingRegionSet", "disableDoubleEncoding", "disableNormalizePath")
		a.regionSet(v)
		a.shared(v)
	case strings.HasPrefix(n, "sigv4-"):
		a.report(diag.Danger, name, "what a scheme whose name begins with sigv4- must look like may change: be ready for that")
		a.sigV4(v)
	case strings.HasPrefix(n, "beta-"):
		if v.Field("signingName") == nil {
			a.report(diag.Error, v, "signingName is missing: add it, as a string")
		}
		a.text(v, "signingName")
	default:
		a.report(diag.Warning, name, "nothing is known of the scheme %s, so what it says is not checked", clipped(n))
	}
}

// only reports properties that a scheme does not have.
func (a *authCheck) only(v *rules.Expr, names ...string) {
	for i := range v.Fields {
		known := false
		for _, name := range names {
			known = known || v.Fields[i].Name == name
		}
		if !known {
			a.report(diag.Error, &v.Fields[i].Value, "the scheme has no property %s: it has %s", clipped(v.Fields[i].Name), listed(names))
		}
	}
}

func (a *authCheck) sigV4(v *rules.Expr) {
	a.shared(v)
	a.text(v, "signingRegion")
}

// shared checks what all kinds of SigV4 have.
func (a *authCheck) shared(v *rules.Expr) {
	a.text(v, "signingName")
	for _, name := range []string{"disableDoubleEncoding", "disableNormalizePath"} {
		if f := v.Field(name); f != nil && f.Type.Kind != rules.Bool {
			a.report(diag.Error, f, "%s is a %s: it must be a boolean", name, f.Type.Kind)
		}
	}
}

// text checks a property that must be a string if it is there.
func (a *authCheck) text(v *rules.Expr, name string) {
	if f := v.Field(name); f != nil && f.Type.Kind != rules.String {
		a.report(diag.Error, f, "%s is a %s: it must be a string", name, f.Type.Kind)
	}
}

// regionSet checks the regions of sigv4a.
func (a *authCheck) regionSet(v *rules.Expr) {
	set := v.Field("signingRegionSet")
	switch {
	case set == nil:
		a.report(diag.Error, v, "signingRegionSet is missing: add it, as an array of strings")
	case set.Kind != rules.ExprArray:
		a.report(diag.Error, set, "signingRegionSet is a %s: it must be an array of strings", set.Type.Kind)
	case len(set.Parts) == 0:
		a.report(diag.Error, set, "signingRegionSet is empty: add a region, or * for all")
	}
	if set == nil {
		return
	}
	for i := range set.Parts {
		if r := &set.Parts[i]; r.Type.Kind != rules.String {
			a.report(diag.Error, r, "a region of signingRegionSet is a %s: it must be a string", r.Type.Kind)
		}
	}
}
