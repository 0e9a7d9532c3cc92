// The endpoints of services of AWS without rules of their own: exceptions for partitions and Regions.

package check

import (
	"net/url"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkSpecialEndpoints checks the patterns of endpoints in the traits standardRegionalEndpoints and
// standardPartitionalEndpoints.
func (p *pass) checkSpecialEndpoints() {
	for _, s := range p.shapes {
		if s.Kind != shape.Service {
			continue
		}
		regional, _ := s.Trait(traitRegionalEndpoints)
		partitional, _ := s.Trait(traitPartitionalEndpoints)
		for _, part := range []struct {
			trait shape.Node
			field string
		}{
			{regional, "regionSpecialCases"}, {regional, "partitionSpecialCases"}, {partitional, "partitionEndpointSpecialCases"},
		} {
			cases, _ := part.trait.Field(part.field)
			for _, list := range cases.FieldList() {
				for _, c := range list.Value.Elems() {
					if v, ok := c.Field("endpoint"); ok {
						p.endpointPattern(s, v)
					}
				}
			}
		}
	}
}

// endpointPattern checks one pattern.
func (p *pass) endpointPattern(s *shape.Shape, v shape.Node) {
	pattern := v.Str()
	f := at(finding{about: s.Subject(), severity: diag.Danger}, v)
	plain, unknown := fillPattern(pattern)
	if len(unknown) > 0 {
		f.code = "AwsSpecialCaseEndpoint.UnsupportedEndpointPattern"
		p.report(f, "the endpoint %s has parts that mean nothing, %s: take {region}, {service}, {dnsSuffix} or {dualStackDnsSuffix}",
			clipped(pattern), listed(unknown))
	}
	if !hasHTTPScheme(pattern) {
		f.code = "AwsSpecialCaseEndpoint.InvalidEndpointPatternScheme"
		p.report(f, "the endpoint %s should begin with http:// or https://", clipped(pattern))
	}
	if u, err := url.Parse(plain); err != nil || u.Scheme == "" || u.Host == "" || strings.ContainsAny(plain, " {}") {
		f.code, f.severity = "AwsSpecialCaseEndpoint.InvalidEndpointPatternUrl", diag.Error
		p.report(f, "the endpoint %s is no URL: correct it", clipped(pattern))
	}
}

// fillPattern puts a word in the place of each part in braces, and returns those parts that are not known.
func fillPattern(pattern string) (plain string, unknown []string) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		out.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			if found {
				out.WriteString("{" + rest)
			}
			return out.String(), unknown
		}
		out.WriteString("x")
		if !slices.Contains([]string{"region", "service", "dnsSuffix", "dualStackDnsSuffix"}, name) {
			unknown = append(unknown, "{"+name+"}")
		}
		pattern = after
	}
}
