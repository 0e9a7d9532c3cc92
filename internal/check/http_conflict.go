// Operations that can't be told from each other by their requests.

package check

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkURIConflicts reports operations of a service with equivalent paths: those that are the same but for the names of
// labels. Operations are grouped by their paths first, so that only those are compared that can conflict.
func (p *pass) checkURIConflicts() {
	for _, svc := range p.web().services {
		groups := map[string][]*httpOp{}
		for _, o := range svc.ops {
			if o.bound() {
				key := routeKey(o)
				groups[key] = append(groups[key], o)
			}
		}
		for _, o := range svc.ops {
			if !o.bound() {
				continue
			}
			if group := groups[routeKey(o)]; len(group) > 1 {
				p.httpConflict(svc.shape, o, group)
			}
		}
	}
}

// maxRivals is with how many others an operation is compared: it bounds the work that a hostile model makes in which all have one
// path.
const maxRivals = 1000

// httpConflict reports an operation that shares its path with the group, if it shares its host with one of it as well.
func (p *pass) httpConflict(service *shape.Shape, o *httpOp, group []*httpOp) {
	f := finding{code: "HttpUriConflict", severity: diag.Error, about: o.op.Subject(), span: o.uri.node.Span()}
	var names []string
	for _, other := range group[:min(len(group), maxRivals)] {
		if other == o || !p.httpSharesHost(o, other) {
			continue
		}
		if names = append(names, string(other.op.ID)); len(names) > maxListed {
			break
		}
		f.notes = append(f.notes, diag.Note{
			Span: other.uri.node.Span(), Text: string(other.op.ID) + " has the uri " + other.uri.text,
		})
	}
	if len(names) > 0 {
		p.report(f, "requests of %s can't be told from those of %s in the service %s: "+
			"give it a method, path or query string of its own", o.op.ID, listed(names), service.ID)
	}
}

// routeKey returns what equivalent requests have in common: method, path with its labels' names taken away, and the literal
// query parameters in any order.
func routeKey(o *httpOp) string {
	var b strings.Builder
	b.WriteString(o.method.Str())
	for _, s := range o.uri.segments {
		b.WriteByte('/')
		switch {
		case s.greedy:
			b.WriteString("{+}")
		case s.label:
			b.WriteString("{}")
		default:
			b.WriteString(s.text)
		}
	}
	query := slices.Clone(o.uri.query)
	slices.SortFunc(query, func(a, b uriQuery) int { return strings.Compare(a.key, b.key) })
	for _, q := range query {
		b.WriteString("?" + q.key + "=" + q.value)
	}
	return b.String()
}

// httpSharesHost reports whether requests of two operations may go to the same host. Prefixes differ where literal text does,
// or where a label faces literal text that its pattern does not allow.
func (p *pass) httpSharesHost(a, b *httpOp) bool {
	if a.host == nil || b.host == nil {
		return a.host == nil && b.host == nil
	}
	apart := false
	for i := range min(len(a.host.segments), len(b.host.segments)) {
		x, y := a.host.segments[i], b.host.segments[i]
		switch {
		case x.label && y.label:
		case x.label:
			apart = !p.httpLabelAllows(a, x.text, y.text)
		case y.label:
			apart = !p.httpLabelAllows(b, y.text, x.text)
		default:
			apart = x.text != y.text
		}
		if apart {
			return false
		}
	}
	return true
}

// httpLabelAllows reports whether the pattern of the member that fills a host label allows a text. Without a pattern that can
// be run it does.
func (p *pass) httpLabelAllows(o *httpOp, label, text string) bool {
	if o.op.Input == nil {
		return true
	}
	m := o.op.Input.Member(label)
	if m == nil || !m.Traits.Has(traitHostLabel) {
		return true
	}
	v, ok := m.Trait(traitPattern)
	if !ok {
		return true
	}
	return p.mayMatch(v.Str(), text)
}
