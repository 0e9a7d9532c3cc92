// Constraint traits that contradict themselves or say less than they seem to.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkConstraints checks the values of length, range, pattern and mediaType.
func (p *pass) checkConstraints() {
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			f := finding{code: "", severity: diag.Error, about: s, span: t.Span}
			switch t.ID {
			case traitLength:
				f.code = "LengthTrait"
				p.lengthTrait(f, t.Value)
			case traitRange:
				f.code = "RangeTrait"
				p.rangeTrait(f, t.Value)
			case traitPattern:
				f.code, f.severity = "PatternTrait", diag.Warning
				p.patternTrait(f, t.Value.Str())
			case traitMediaType:
				if f.code = "MediaType"; !isMediaType(t.Value.Str()) {
					p.report(f, "%q is no media type: write a type and a subtype such as application/json, and parameters as ; name=value",
						t.Value.Str())
				}
			}
		}
	})
}

// lengthTrait checks the value of a length trait.
func (p *pass) lengthTrait(f finding, v shape.Node) {
	least, hasMin := v.Field("min")
	most, hasMax := v.Field("max")
	if n, ok := least.Int64(); hasMin && ok && n < 0 {
		p.report(at(f, least), "the least length is %d, but no length is negative: write 0 or more", n)
	}
	if n, ok := most.Int64(); hasMax && ok && n < 0 {
		p.report(at(f, most), "the greatest length is %d, but no length is negative: write 0 or more", n)
	}
	p.boundsInOrder(f, least, most)
}

// rangeTrait checks the value of a range trait.
func (p *pass) rangeTrait(f finding, v shape.Node) {
	least, _ := v.Field("min")
	most, _ := v.Field("max")
	for _, bound := range []shape.Node{least, most} {
		if bound.Kind() != shape.NodeNumber || !hasFraction(bound) {
			continue
		}
		switch kind := dataKind(f.about); kind {
		case shape.Float, shape.Double, shape.BigDecimal:
		default:
			p.report(at(f, bound), "the bound %s has a fraction, which values of %s can't have: write a whole number",
				bound.Num(), withArticle(kind))
		}
	}
	p.boundsInOrder(f, least, most)
}

// hasFraction reports whether a number has digits behind its point, zeros included, or is not whole.
func hasFraction(n shape.Node) bool {
	if isWhole(n) {
		return false
	}
	if !strings.ContainsAny(n.Num(), "eE") {
		return true
	}
	mantissa, exponent, huge := strings.Cut(canonicalNumber(n), "e")
	return huge && exponent[0] == '-' || !huge && strings.Contains(mantissa, ".")
}

// boundsInOrder reports a least value that is above the greatest.
func (p *pass) boundsInOrder(f finding, least, most shape.Node) {
	if least.Kind() == shape.NodeNumber && most.Kind() == shape.NodeNumber && compareNumbers(least, most) > 0 {
		p.report(f, "the min %s is greater than the max %s, so that no value fits: correct one of them", least.Num(), most.Num())
	}
}

// patternTrait reports a pattern that is not anchored at both ends.
func (p *pass) patternTrait(f finding, expr string) {
	leading, trailing := strings.HasPrefix(expr, "^"), strings.HasSuffix(expr, "$")
	var lacks string
	switch {
	case leading && trailing:
		return
	case leading:
		lacks = "does not end with $"
	case trailing:
		lacks = "does not begin with ^"
	default:
		lacks = "neither begins with ^ nor ends with $"
	}
	p.report(f, "the pattern %s, so it need only match a part of a value: add ^ and $ to hold all of it to the pattern", lacks)
}

// isMediaType reports whether s is a media type as RFC 6838 and RFC 9110 write it, with parameters.
func isMediaType(s string) bool {
	kind, rest, ok := strings.Cut(s, "/")
	if !ok || !isToken(kind) {
		return false
	}
	subtype, params, more := strings.Cut(rest, ";")
	if !isToken(strings.TrimSpace(subtype)) {
		return false
	}
	for more {
		var name, value string
		name, params, ok = strings.Cut(strings.TrimLeft(params, " \t"), "=")
		if !ok || !isToken(strings.TrimRight(name, " \t")) {
			return false
		}
		value, params, more = cutParameter(strings.TrimLeft(params, " \t"))
		if !isQuoted(value) && !isToken(value) {
			return false
		}
	}
	return true
}

// cutParameter cuts the value of a parameter, which may be quoted, off what follows behind a semicolon.
func cutParameter(s string) (value, rest string, more bool) {
	quoted := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' && (i == 0 || s[i-1] != '\\'):
			quoted = !quoted
		case c == ';' && !quoted:
			return strings.TrimRight(s[:i], " \t"), s[i+1:], true
		}
	}
	return strings.TrimRight(s, " \t"), "", false
}

func isQuoted(s string) bool { return len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' }

// isToken reports whether s is a token of HTTP.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
