// Methods, status codes and hosts that don't go with the rest of an operation.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// httpMethod is what RFC 9110 says of a method.
type httpMethod struct {
	readonly   bool
	idempotent *bool // nil if both will do
	body       bool  // requests may have one
}

var (
	methodYes, methodNo = new(true), new(false)

	httpMethodRules = map[string]httpMethod{
		"GET": {true, methodNo, false}, "HEAD": {true, methodNo, false}, "TRACE": {true, methodNo, false},
		"OPTIONS": {true, methodNo, true}, "POST": {false, nil, true}, "PATCH": {false, nil, true},
		"DELETE": {false, methodYes, false}, "PUT": {false, methodYes, true},
	}
)

// checkMethods reports methods that don't say what the operation's traits say. A method that RFC 9110 does not have is let be.
func (p *pass) checkMethods() {
	for _, o := range p.web().ops {
		method := strings.ToUpper(o.method.Str())
		rule, ok := httpMethodRules[method]
		if !ok || !o.bound() {
			continue
		}
		f := finding{severity: diag.Warning, about: o.op.Subject(), span: valueSpan(o.method, o.op.Subject(), traitHTTP)}
		if o.method.Str() != method {
			f.code = "HttpMethodSemantics"
			p.report(f, "the method %s must be written %s", o.method.Str(), method)
		}
		if method == "OPTIONS" {
			f.code = "HttpMethodSemantics.OPTIONS"
			p.report(f, "OPTIONS belongs to CORS, which servers answer themselves: remove the operation "+
				"and give the service the trait cors")
		}
		p.methodTrait(f, method, o, traitReadonly, "Readonly", &rule.readonly)
		p.methodTrait(f, method, o, traitIdempotent, "Idempotent", rule.idempotent)
		if !rule.body {
			p.methodBody(f, method, o)
		}
	}
}

// methodTrait reports a trait that an operation has or lacks against what its method says.
func (p *pass) methodTrait(f finding, method string, o *httpOp, trait shape.ID, name string, want *bool) {
	switch has := o.op.Traits.Has(trait); {
	case want == nil || has == *want:
	case has:
		f.code = "HttpMethodSemantics.Unnecessary" + name + "Trait"
		p.report(f, "%s has the method %s and the trait %s, which contradict each other: change one of the two",
			o.op.ID, method, traitName(trait))
	default:
		f.code = "HttpMethodSemantics.Missing" + name + "Trait"
		p.report(f, "%s has the method %s but not the trait %s: add the trait, or change the method",
			o.op.ID, method, traitName(trait))
	}
}

// methodBody reports members in the body of a request whose method has none.
func (p *pass) methodBody(f finding, method string, o *httpOp) {
	f.code, f.severity = "HttpMethodSemantics.UnexpectedPayload", diag.Danger
	in := p.requestMembers(o, bindPayload)
	if len(in) == 0 {
		in = p.requestMembers(o, bindDocument)
	}
	if len(in) > 0 {
		f.notes = []diag.Note{{Span: in[0].Span, Text: "this member is in the body"}}
		p.report(f, "%s requests must not have a body, but that of %s has %s: bind %s to a query parameter, a header or a label",
			method, o.op.ID, listedNames(in), plural(len(in), "it", "them"))
	}
}

// checkResponseCodes reports status codes that say something else than the operation or error that has them.
func (p *pass) checkResponseCodes() {
	for _, o := range p.web().ops {
		if !o.bound() {
			continue
		}
		code, ok := o.code.Int64()
		if !ok {
			code = 200 // the default
		}
		f := finding{code: "HttpResponseCodeSemantics", about: o.op.Subject(), span: valueSpan(o.code, o.op.Subject(), traitHTTP)}
		body := p.boundMembers(o.op.Output, false, bindPayload)
		if len(body) == 0 {
			body = p.boundMembers(o.op.Output, false, bindDocument)
		}
		switch {
		case code < 200 || code > 299:
			f.severity = diag.Danger
			p.report(f, "the status code %d is not one of success: write one from 200 to 299", code)
		case (code == 204 || code == 205) && len(body) > 0:
			f.severity = diag.Warning
			p.report(f, "responses with the status code %d have no body, but that of %s has %s: bind %s to a header, or change the code",
				code, o.op.ID, listedNames(body), plural(len(body), "it", "them"))
		}
	}
	for _, s := range p.shapes {
		if s.Kind == shape.Structure {
			p.errorCode(s)
		}
	}
}

// errorCode reports an error whose status code blames the other side.
func (p *pass) errorCode(s *shape.Shape) {
	fault, isError := s.Trait(traitError)
	v, ok := s.Trait(traitHTTPError)
	code, isCode := v.Int64()
	if !isError || !ok || !isCode {
		return
	}
	low := int64(400)
	if fault.Str() == "server" {
		low = 500
	}
	if code < low || code > low+99 {
		p.report(finding{
			code: "HttpResponseCodeSemantics", severity: diag.Danger, about: s.Subject(), span: valueSpan(v, s.Subject(), traitHTTPError),
		}, "an error of the %s must have a status code from %d to %d, not %d", fault.Str(), low, low+99, code)
	}
}

// checkHostLabels holds the labels of an operation's host prefix to the members of its input, and these to the labels.
func (p *pass) checkHostLabels() {
	for _, o := range p.web().ops {
		if o.host == nil || o.host.mistake != "" {
			continue
		}
		f := finding{
			code: "HostLabelTrait", severity: diag.Error, about: o.op.Subject(),
			span: valueSpan(o.host.node, o.op.Subject(), traitEndpoint),
		}
		if !hostPrefix(o.host) {
			p.report(f, "the host prefix %s can't be the beginning of a host name: it must consist of letters, digits and hyphens, "+
				"with at most 63 between two dots", o.host.text)
		}
		labels := o.host.labels()
		if len(labels) > 0 && !strings.HasSuffix(o.host.text, ".") {
			f.severity = diag.Danger
			p.report(f, "the host prefix %s has labels and does not end in a dot, so that a value could lead to a host of somebody else: "+
				"end it in one",
				o.host.text)
		}
		p.hostMembers(o, labels)
	}
}

// hostMembers reports labels of a host prefix without a member, and members without a label.
func (p *pass) hostMembers(o *httpOp, labels []uriSegment) {
	named := map[string]bool{} // lower-case
	var missing []string
	f := finding{code: "HostLabelTrait", severity: diag.Error, about: o.op.Subject()}
	for _, l := range labels {
		named[strings.ToLower(l.text)] = true
		if in := o.op.Input; in != nil && in.Member(l.text) != nil && in.Member(l.text).Traits.Has(traitHostLabel) {
			continue
		}
		if len(missing) == 0 {
			f.span = o.host.span(l.start, l.end)
		}
		missing = append(missing, l.text)
	}
	if len(missing) > 0 {
		p.report(f, "the host prefix of %s has a label %s, but the input has no member of that name with the trait hostLabel: %s",
			o.op.ID, strings.Join(missing, " and a label "), p.unfilledHostLabel(o, missing[0]))
	}
	filling := p.message(o.op.Input, true).host
	for _, m := range filling[:min(len(filling), maxReported)] {
		if !named[strings.ToLower(m.Name)] {
			p.report(finding{
				code: "HostLabelTrait", severity: diag.Error, about: m.Subject(), span: traitSpan(m.Subject(), traitHostLabel),
				notes: []diag.Note{{Span: o.host.node.Span(), Text: "the host prefix of " + string(o.op.ID) + " is here"}},
			}, "the member %s has the trait hostLabel, but the host prefix of %s has no label of that name: "+
				"write {%[1]s} where it belongs", m.Name, o.op.ID)
		}
	}
}

// unfilledHostLabel says what to do about a label of a host prefix that no member fills.
func (p *pass) unfilledHostLabel(o *httpOp, label string) string {
	if in := o.op.Input; in != nil && in.Member(label) == nil {
		return p.hint(label, memberNames(in), "add it")
	}
	return "add it"
}

// hostPrefix reports whether a prefix is the beginning of a host name once its labels are filled.
func hostPrefix(t *uriTemplate) bool {
	var b strings.Builder
	for _, s := range t.segments {
		if s.label {
			b.WriteString("x")
		} else {
			b.WriteString(s.text)
		}
	}
	name := strings.TrimSuffix(b.String(), ".")
	if name == "" || name[0] == '-' {
		return false
	}
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || len(part) > 63 {
			return false
		}
		for i := range len(part) {
			if c := part[i]; (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' {
				return false
			}
		}
	}
	return true
}
