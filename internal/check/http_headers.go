// Headers and query parameters that get in each other's way.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// ownHeaders are the headers that clients, servers and proxies set themselves, in lower case.
var ownHeaders = map[string]bool{
	"authorization": true, "connection": true, "content-length": true, "expect": true, "host": true, "max-forwards": true,
	"proxy-authenticate": true, "server": true, "te": true, "trailer": true, "transfer-encoding": true, "upgrade": true,
	"user-agent": true, "www-authenticate": true, "x-forwarded-for": true,
}

// headerSymbols are the characters that the name of a header may have apart from letters and digits (RFC 9110, 5.6.2).
const headerSymbols = "!#$%&'*+-.^_`|~"

// notInHeader returns the first character of a text that the name of a header can't have, 0 if there is none.
func notInHeader(name string) rune {
	for _, c := range name {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && !strings.ContainsRune(headerSymbols, c) {
			return c
		}
	}
	return 0
}

// eachStructure calls visit for the model's own structures that have a member with a trait, and those members.
func (p *pass) eachStructure(trait shape.ID, visit func(s *shape.Shape, with []*shape.Member)) {
	var with []*shape.Member
	for _, s := range p.shapes {
		if s.Kind != shape.Structure {
			continue
		}
		with = with[:0]
		for _, m := range s.Members {
			if m.Traits.Has(trait) {
				with = append(with, m)
			}
		}
		if len(with) > 0 {
			visit(s, with)
		}
	}
}

// traitText returns the value of a trait that is a string.
func traitText(m *shape.Member, trait shape.ID) string {
	v, _ := m.Traits.Get(trait)
	return v.Str()
}

// sameText reports the groups of members for which key is the same, if there are several in one, at the second member.
func (p *pass) sameText(s *shape.Shape, members []*shape.Member, code, what string, trait shape.ID, key func(string) string) {
	groups := map[string][]*shape.Member{}
	for _, m := range members {
		k := key(traitText(m, trait))
		groups[k] = append(groups[k], m)
	}
	for _, m := range members {
		k := key(traitText(m, trait))
		group := groups[k]
		if len(group) < 2 || group[0] != m {
			continue
		}
		second := group[1]
		v, _ := second.Traits.Get(trait)
		p.report(finding{
			code: code, severity: diag.Error, about: s.Subject(), span: valueSpan(v, second.Subject(), trait),
			notes: []diag.Note{{Span: traitSpan(m.Subject(), trait), Text: "it is bound here first"}},
		}, "the members %s of %s are bound to the same %s, %s: bind each to its own", listedNames(group), s.ID, what, k)
	}
}

// checkHeaders reports headers that are bound twice, that can't be one, and that are not the model's to set.
func (p *pass) checkHeaders() {
	p.eachStructure(traitHTTPHeader, func(s *shape.Shape, with []*shape.Member) {
		p.sameText(s, with, "HttpHeaderTrait", "header", traitHTTPHeader, strings.ToLower)
		for _, m := range with {
			v, _ := m.Traits.Get(traitHTTPHeader)
			f := finding{
				code: "HttpHeaderTrait", severity: diag.Danger, about: m.Subject(), span: valueSpan(v, m.Subject(), traitHTTPHeader),
			}
			switch {
			case ownHeaders[strings.ToLower(v.Str())]:
				p.report(f, "the header %s is set by clients, servers or proxies themselves: remove the trait httpHeader of the member %s",
					v.Str(), m.Name)
			case notInHeader(v.Str()) != 0:
				p.report(f, "%q can't be the name of a header: it has the character %q, write a hyphen instead",
					v.Str(), notInHeader(v.Str()))
			}
		}
	})
}

// checkPrefixHeaders reports headers that are bound to a member and, by their prefix, to a map as well.
func (p *pass) checkPrefixHeaders() {
	p.eachStructure(traitHTTPPrefixHeaders, func(s *shape.Shape, with []*shape.Member) {
		for _, prefixed := range with[:min(len(with), maxReported)] {
			prefix := strings.ToLower(traitText(prefixed, traitHTTPPrefixHeaders))
			for _, m := range s.Members {
				v, ok := m.Traits.Get(traitHTTPHeader)
				if ok && strings.HasPrefix(strings.ToLower(v.Str()), prefix) {
					p.prefixConflict(prefixed, prefix, m, v)
				}
			}
		}
	})
}

// prefixConflict reports the header of m, which begins with the prefix of another member. A map of all headers has to have the
// bound ones too, so that is a remark only.
func (p *pass) prefixConflict(prefixed *shape.Member, prefix string, m *shape.Member, header shape.Node) {
	f := finding{
		code: "HttpPrefixHeadersTrait", severity: diag.Error, about: m.Subject(),
		span:  valueSpan(header, m.Subject(), traitHTTPHeader),
		notes: []diag.Note{{Span: traitSpan(prefixed.Subject(), traitHTTPPrefixHeaders), Text: "the prefix is bound here"}},
	}
	if prefix == "" {
		f.severity = diag.Info
		p.report(f, "the header %s is bound to the member %s, and with all others to the map %s, which can't tell it apart: "+
			"leave it out of the map",
			header.Str(), m.Name, prefixed.Name)
		return
	}
	p.report(f, "the header %s of the member %s begins with the prefix %s, which is bound to the map %s: rename one of the two",
		header.Str(), m.Name, traitText(prefixed, traitHTTPPrefixHeaders), prefixed.Name)
}

// checkQueries reports query parameters that are bound twice, or that the path of an operation has as literals.
func (p *pass) checkQueries() {
	literal := map[*shape.Shape][]*httpOp{}
	for _, o := range p.web().ops {
		if o.bound() && len(o.uri.query) > 0 && o.op.Input != nil {
			literal[o.op.Input] = append(literal[o.op.Input], o)
		}
	}
	p.eachStructure(traitHTTPQuery, func(s *shape.Shape, with []*shape.Member) {
		p.sameText(s, with, "HttpQueryTrait", "query parameter", traitHTTPQuery, strings.Clone)
		if len(literal[s]) == 0 {
			return
		}
		bound := map[string]*shape.Member{}
		for _, m := range with {
			bound[traitText(m, traitHTTPQuery)] = m
		}
		for _, o := range literal[s] {
			for _, q := range o.uri.query {
				if m := bound[q.key]; m != nil {
					p.queryConflict(s, m, q.key, o)
				}
			}
		}
	})
}

// queryConflict reports a member that is bound to a query parameter which the uri of an operation has.
func (p *pass) queryConflict(s *shape.Shape, m *shape.Member, key string, o *httpOp) {
	v, _ := m.Traits.Get(traitHTTPQuery)
	p.report(finding{
		code: "HttpQueryTrait", severity: diag.Error, about: s.Subject(), span: valueSpan(v, m.Subject(), traitHTTPQuery),
		notes: []diag.Note{{Span: o.uri.node.Span(), Text: "the uri has it here"}},
	}, "the member %s is bound to the query parameter %s, which the uri %s of %s has already: remove it from one of the two",
		m.Name, key, o.uri.text, o.op.ID)
}

// checkQueryParams remarks on maps of all query parameters beside members that are bound to one.
func (p *pass) checkQueryParams() {
	p.eachStructure(traitHTTPQueryParams, func(s *shape.Shape, with []*shape.Member) {
		var bound []*shape.Member
		for _, m := range s.Members {
			if m.Traits.Has(traitHTTPQuery) {
				bound = append(bound, m)
			}
		}
		if len(bound) == 0 {
			return
		}
		for _, m := range with[:min(len(with), maxReported)] {
			p.report(finding{
				code: "HttpQueryParamsTrait", severity: diag.Info, about: s.Subject(), span: traitSpan(m.Subject(), traitHTTPQueryParams),
			}, "the map %s takes all query parameters, with those of %s among them, which a server can't tell apart: "+
				"leave them out of the map",
				m.Name, listedNames(bound))
		}
	})
}
