// Templates of paths and host prefixes: how they are read, and the validators of their form.

package check

import (
	"fmt"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// uriTemplate is a path or a host prefix with labels in braces.
type uriTemplate struct {
	node     shape.Node
	text     string
	segments []uriSegment
	query    []uriQuery // literal parameters, in the order of the text

	mistake string // what keeps the text from being a template; then nothing else is known
	at, end int    // the part of the text that the mistake is about
}

// uriSegment is a part between slashes of a path, or a part of a host prefix: a label or literal text.
type uriSegment struct {
	text          string // the text, or the label's name
	label, greedy bool
	start, end    int // in the template's text
}

// uriQuery is a literal parameter of the query string.
type uriQuery struct{ key, value string }

// labels returns the segments that are labels.
func (t *uriTemplate) labels() []uriSegment {
	var out []uriSegment
	for _, s := range t.segments {
		if s.label {
			out = append(out, s)
		}
	}
	return out
}

// fail notes the first mistake.
func (t *uriTemplate) fail(at, end int, format string, args ...any) {
	if t.mistake == "" {
		t.mistake, t.at, t.end = fmt.Sprintf(format, args...), at, end
	}
}

// span returns the place of a part of the text, if the source has the text as it is, else that of the whole.
func (t *uriTemplate) span(start, end int) source.Span { return t.node.TextSpan(start, end) }

// parseURI reads the uri of an http trait.
func parseURI(n shape.Node) *uriTemplate {
	t := &uriTemplate{node: n, text: n.Str()}
	path, query, hasQuery := strings.Cut(t.text, "?")
	switch i := strings.IndexByte(t.text, '#'); {
	case !strings.HasPrefix(t.text, "/"):
		t.fail(0, min(1, len(t.text)), "must begin with a slash: write /%s", t.text)
	case i >= 0:
		t.fail(i, len(t.text), "must not have a fragment: remove the # and what follows it")
	case strings.HasSuffix(t.text, "?"):
		t.fail(len(t.text)-1, len(t.text), "must not end with a question mark: remove it")
	}
	t.readPath(path)
	if hasQuery {
		t.readQuery(query, len(path)+1)
	}
	t.checkLabels()
	return t
}

// readPath splits a path at its slashes. One slash at the end is allowed.
func (t *uriTemplate) readPath(path string) {
	start := 1
	rest := strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	if rest == "" {
		if len(path) > 1 {
			t.fail(1, len(path), "must not have an empty segment between two slashes: remove one of them")
		}
		return
	}
	for part := range strings.SplitSeq(rest, "/") {
		t.addSegment(part, start)
		start += len(part) + 1
	}
}

// addSegment adds a segment of a path.
func (t *uriTemplate) addSegment(part string, start int) {
	end := start + len(part)
	s := uriSegment{text: part, start: start, end: end}
	if len(part) >= 2 && part[0] == '{' && part[len(part)-1] == '}' {
		s.label = true
		s.text, s.greedy = strings.CutSuffix(part[1:len(part)-1], "+")
	}
	switch {
	case part == "":
		t.fail(start, end, "must not have an empty segment between two slashes: remove one of them")
	case s.label && !shape.IsIdentifier(s.text):
		t.fail(start, end, "has a label %s that is no name: labels are the names of members in braces, such as /things/{name}", part)
	case !s.label && strings.ContainsAny(part, "{}"):
		t.fail(start, end, "has braces in the segment %s: a label must fill the whole segment, such as /things/{name}", part)
	}
	t.segments = append(t.segments, s)
}

// readQuery reads the literal parameters behind the question mark.
func (t *uriTemplate) readQuery(query string, start int) {
	if i := strings.IndexAny(query, "{}"); i >= 0 {
		t.fail(start+i, start+len(query), "must not have labels in its query string: bind the member with httpQuery")
	}
	known := map[string]bool{}
	for part := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(part, "=")
		if known[key] {
			t.fail(start, start+len(part), "has the query parameter %q twice: remove one of the two", key)
		}
		known[key] = true
		t.query = append(t.query, uriQuery{key, value})
		start += len(part) + 1
	}
}

// parseHost reads the hostPrefix of an endpoint trait, in which labels may stand anywhere.
func parseHost(n shape.Node) *uriTemplate {
	t := &uriTemplate{node: n, text: n.Str()}
	for pos := 0; pos < len(t.text); {
		open := strings.IndexByte(t.text[pos:], '{')
		literalEnd := len(t.text)
		if open >= 0 {
			literalEnd = pos + open
		}
		if literal := t.text[pos:literalEnd]; literal != "" {
			if i := strings.IndexByte(literal, '}'); i >= 0 {
				t.fail(pos+i, pos+i+1, "has a closing brace without an opening one: add or remove one")
			}
			t.segments = append(t.segments, uriSegment{text: literal, start: pos, end: literalEnd})
		}
		if open < 0 {
			break
		}
		name, _, closed := strings.Cut(t.text[literalEnd+1:], "}")
		pos = min(len(t.text), literalEnd+len(name)+2)
		switch {
		case !closed:
			t.fail(literalEnd, pos, "has an opening brace without a closing one: add or remove one")
		case !shape.IsIdentifier(name):
			t.fail(literalEnd, pos, "has a label {%s} that is no name: labels are the names of members in braces, such as {account}", name)
		}
		t.segments = append(t.segments, uriSegment{text: name, label: true, start: literalEnd, end: pos})
	}
	t.checkLabels()
	return t
}

// checkLabels holds the labels of a template to be different.
func (t *uriTemplate) checkLabels() {
	known := map[string]bool{}
	for _, s := range t.labels() {
		name := strings.ToLower(s.text)
		if known[name] {
			t.fail(s.start, s.end, "has the label %s twice: rename one of the two", s.text)
		}
		known[name] = true
	}
}

// checkTemplates reports templates that can't be read.
func (p *pass) checkTemplates() {
	for _, o := range p.web().ops {
		for _, t := range []struct {
			template *uriTemplate
			trait    shape.ID
			what     string
		}{{o.uri, traitHTTP, "uri"}, {o.host, traitEndpoint, "hostPrefix"}} {
			if t.template == nil || t.template.mistake == "" {
				continue
			}
			p.report(finding{
				code: "Model", severity: diag.Error, about: o.op.Subject(),
				span: t.template.span(t.template.at, t.template.end),
			}, "the %s of the trait %s %s", t.what, traitName(t.trait), t.template.mistake)
		}
	}
}

// checkURIFormat reports paths with characters that a request can't have.
func (p *pass) checkURIFormat() {
	for _, o := range p.web().ops {
		if !o.bound() {
			continue
		}
		for i, r := range o.uri.text {
			if r < 0x80 {
				continue
			}
			p.report(finding{
				code: "HttpUriFormat", severity: diag.Error, about: o.op.Subject(), span: o.uri.span(i, i+len(string(r))),
			}, "the uri has the character %q, but a request can only have ASCII ones: write it percent-encoded", r)
			break
		}
	}
}

// checkGreedyLabels reports greedy labels that most servers don't route.
func (p *pass) checkGreedyLabels() {
	for _, o := range p.web().ops {
		if !o.bound() {
			continue
		}
		labels := o.uri.labels()
		for i, greedy := range labels {
			if !greedy.greedy {
				continue
			}
			for _, later := range labels[i+1:] {
				f := finding{severity: diag.Danger, about: o.op.Subject(), span: o.uri.span(later.start, later.end)}
				if later.greedy {
					f.code = "HttpUriGreedyLabel.MultipleGreedyLabels"
					p.report(f, "the uri has a second greedy label, %s, after %s: few servers route more than one, so keep one",
						later.text, greedy.text)
				}
				f.code = "HttpUriGreedyLabel.GreedyLabelIsNotLastLabel"
				p.report(f, "the label %s stands behind the greedy label %s: few servers route a greedy label that is not "+
					"the last one, so move it",
					later.text, greedy.text)
			}
		}
	}
}
