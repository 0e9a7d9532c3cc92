// Names on the wire: those of JSON and XML.

package check

import (
	"net/url"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkJSONNames reports members of one shape whose names in JSON are the same.
func (p *pass) checkJSONNames() {
	for _, s := range p.shapes {
		if s.Kind != shape.Structure && s.Kind != shape.Union {
			continue
		}
		named := false
		for _, m := range s.Members {
			named = named || m.Traits.Has(traitJSONName)
		}
		if named {
			p.jsonNames(s)
		}
	}
}

// jsonNames reports the members of a shape that share a name in JSON.
func (p *pass) jsonNames(s *shape.Shape) {
	byName := make(map[string][]*shape.Member, len(s.Members))
	var order []string
	for _, m := range s.Members {
		name := m.Name
		if v, ok := m.Traits.Get(traitJSONName); ok {
			name = v.Str()
		}
		if byName[name] == nil {
			order = append(order, name)
		}
		byName[name] = append(byName[name], m)
	}
	for _, name := range order {
		members := byName[name]
		if len(members) < 2 {
			continue
		}
		p.report(finding{
			code: "JsonName", severity: diag.Error, about: s.Subject(), span: members[1].Span,
			notes: []diag.Note{{Span: members[0].Span, Text: "this member has the same name in JSON"}},
		}, "the members %s of %s all have the name %q in JSON: give each a name of its own", listedNames(members), s.ID, name)
	}
}

// checkXMLNames checks the URIs of XML namespaces, and reports flattened lists whose elements' name is lost.
func (p *pass) checkXMLNames() {
	p.subjects(func(s shape.Subject) {
		for t := range s.Traits().All() {
			switch t.ID {
			case traitXMLNamespace:
				uri, _ := t.Value.Field("uri")
				if !isURI(uri.Str()) {
					p.report(at(finding{code: "XmlNamespaceTrait", severity: diag.Error, about: s, span: t.Span}, uri),
						"%q is no URI: write one such as http://example.com/doc/", uri.Str())
				}
			case traitXMLFlattened:
				if s.Member != nil {
					p.flattenedName(s.Member, t)
				}
			}
		}
	})
}

// isURI reports whether s is a URI or a relative reference without characters that URIs can't have.
func isURI(s string) bool {
	_, err := url.Parse(s)
	return err == nil && !strings.ContainsAny(s, " \t\r\n\"<>\\^`{|}")
}

// flattenedName checks a flattened member that targets a list.
func (p *pass) flattenedName(m *shape.Member, t shape.Trait) {
	if m.Target.Kind != shape.List || m.Traits.Has(traitXMLName) {
		return
	}
	elem := m.Target.Member("member")
	if elem == nil {
		return
	}
	name, ok := elem.Traits.Get(traitXMLName)
	if !ok || name.Str() == m.Name {
		return
	}
	f := finding{code: "XmlFlattenedTrait", severity: diag.Warning, about: m.Subject(), span: t.Span}
	f.notes = []diag.Note{{Span: traitSpan(elem.Subject(), traitXMLName), Text: "this name has no effect there"}}
	p.report(f, "the elements of the flattened list %s are called %s and not %s: give the member the trait xmlName if that is wrong",
		m.ID, m.Name, name.Str())
}
