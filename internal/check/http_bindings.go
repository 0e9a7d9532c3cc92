// Members that are bound to parts of HTTP messages: labels, payloads, and bindings that nothing looks at.

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkBindingsMissing reports operations without an http trait in services that need one for each: that have a protocol which
// says so, or other operations that have one.
func (p *pass) checkBindingsMissing() {
	for _, svc := range p.web().services {
		protocol := p.protocolUsing(svc.shape, traitHTTP)
		f := finding{code: "HttpBindingsMissing", severity: diag.Error}
		why := fmt.Sprintf("the protocol %s needs it", protocol)
		if protocol == "" {
			f.severity = diag.Warning
			why = "other operations of the service have it"
			if !slices.ContainsFunc(svc.ops, func(o *httpOp) bool { return o.uri != nil }) {
				continue
			}
		}
		for _, o := range svc.ops {
			if o.uri == nil {
				f.about = o.op.Subject()
				p.report(f, "%s lacks the trait http, but %s: add it, or take the operation out of %s", o.op.ID, why, svc.shape.ID)
			}
		}
	}
}

// protocolUsing returns the first protocol of a service whose definition lists a trait, "" if there is none.
func (p *pass) protocolUsing(service *shape.Shape, trait shape.ID) shape.ID {
	for t := range service.Traits.All() {
		def := p.m.Shape(t.ID)
		if def == nil {
			continue
		}
		protocol, ok := def.Trait(traitProtocolDefinition)
		if !ok {
			continue
		}
		uses, _ := protocol.Field("traits")
		for _, use := range uses.Elems() {
			if use.Str() == string(trait) {
				return t.ID
			}
		}
	}
	return ""
}

// checkBindingsIgnored reports binding traits on members of structures that are used where the traits have no effect.
func (p *pass) checkBindingsIgnored() {
	for _, s := range p.shapes {
		if s.Kind != shape.Structure || s.Traits.Has(traitMixin) {
			continue
		}
		for _, m := range s.Members {
			if m.Traits.Len() > 0 {
				p.bindingIgnored(m)
			}
		}
	}
}

// bindingIgnored reports a member that is bound to a part of a message that does not exist somewhere. A member that several
// traits bind has a conflict of its own, so the first counts that works in the fewest places.
func (p *pass) bindingIgnored(m *shape.Member) {
	var trait shape.ID
	kind := ""
	for _, b := range bindingTraits {
		switch {
		case !m.Traits.Has(b.id):
		case !b.response && kind != "Input":
			trait, kind = b.id, "Input"
		case !b.request && kind != "Input" && kind != "Output":
			trait, kind = b.id, "Output"
		case kind == "":
			trait, kind = b.id, "TopLevel"
		}
	}
	if kind == "" {
		return
	}
	works := map[string][]httpRel{"Input": {useInput}, "Output": {useOutput}, "TopLevel": {useInput, useOutput, useError}}[kind]
	uses := p.structureUses(m.Parent)
	ignored, where := usesBut(uses, works...)
	switch {
	case ignored == 0:
		return
	case ignored == len(uses):
		where = "everywhere"
	default:
		where = "where its structure is " + where
	}
	p.report(finding{
		code: "HttpBindingTraitIgnored." + kind, severity: diag.Warning, about: m.Subject(), span: traitSpan(m.Subject(), trait),
	}, "the trait %s of the member %s is ignored %s, since it has an effect %s only: remove it there",
		traitName(trait), m.Name, where, map[string]string{
			"Input": "in the input of an operation", "Output": "in the output of an operation",
			"TopLevel": "in the input, the output and the errors of an operation",
		}[kind])
}

// checkLabels holds the labels of an operation's uri to the members of its input, and these to the labels.
func (p *pass) checkLabels() {
	for _, o := range p.web().ops {
		if !o.bound() {
			continue
		}
		labels := map[string]uriSegment{} // by lower-case name
		for _, s := range o.uri.labels() {
			labels[strings.ToLower(s.text)] = s
		}
		filling := p.requestMembers(o, bindLabel)
		for _, m := range filling[:min(len(filling), maxReported)] {
			p.httpLabel(o, m, labels)
		}
		p.httpLabelsFilled(o)
	}
}

// httpLabel reports a member that fills no label, or one that it can't.
func (p *pass) httpLabel(o *httpOp, m *shape.Member, labels map[string]uriSegment) {
	f := finding{
		code: "HttpLabelTrait", severity: diag.Error, about: m.Subject(), span: traitSpan(m.Subject(), traitHTTPLabel),
		notes: []diag.Note{{Span: o.uri.node.Span(), Text: "the uri of " + string(o.op.ID) + " is here"}},
	}
	label, ok := labels[strings.ToLower(m.Name)]
	switch {
	case !ok:
		p.report(f, "the member %s has the trait httpLabel, but the uri of %s has no label of that name: "+
			"write {%[1]s} where it belongs", m.Name, o.op.ID)
	case label.greedy && m.Target.Kind != shape.String && m.Target.Kind != shape.Enum:
		p.report(f, "the member %s fills the greedy label of the uri of %s, but targets %s, %s: target a string",
			m.Name, o.op.ID, m.Target.ID, withArticle(m.Target.Kind))
	}
}

// httpLabelsFilled reports the labels that no member fills, all in one finding at the first of them.
func (p *pass) httpLabelsFilled(o *httpOp) {
	f := finding{code: "HttpLabelTrait", severity: diag.Error, about: o.op.Subject()}
	message := ""
	for _, label := range o.uri.labels() {
		if o.op.Input != nil {
			if m := o.op.Input.Member(label.text); m != nil && m.Traits.Has(traitHTTPLabel) {
				continue
			}
		}
		place, text := o.uri.span(label.start, label.end), p.unfilledLabel(o, label.text)
		if message == "" {
			f.span, message = place, text
		} else {
			f.notes = append(f.notes, diag.Note{Span: place, Text: text})
		}
	}
	if message != "" {
		p.report(f, "%s", message)
	}
}

// unfilledLabel says why no member fills a label.
func (p *pass) unfilledLabel(o *httpOp, label string) string {
	input := o.op.Input
	if input == nil {
		return fmt.Sprintf("the uri has a label %s, but %s has no input: give it one with a member of that name, or correct the uri",
			label, o.op.ID)
	}
	if input.Member(label) != nil {
		return fmt.Sprintf("the uri has a label %s, but the input's member of that name lacks the trait httpLabel: add it", label)
	}
	return fmt.Sprintf("the uri has a label %s, but the input has no member of that name: %s",
		label, p.hint(label, memberNames(input), "add it, or correct the uri"))
}

// checkPayloads reports members that are bound to nothing in messages whose body is another member.
func (p *pass) checkPayloads() {
	for _, o := range p.web().ops {
		if o.bound() {
			p.httpPayload(o.op.Input, true, "the requests of "+string(o.op.ID))
			p.httpPayload(o.op.Output, false, "the responses of "+string(o.op.ID))
		}
	}
	for _, s := range p.shapes {
		if s.Kind == shape.Structure && s.Traits.Has(traitError) {
			p.httpPayload(s, false, "the error")
		}
	}
}

// httpPayload reports the members of a structure that have no place beside the body; message names whose body it is.
func (p *pass) httpPayload(s *shape.Shape, request bool, message string) {
	body := p.boundMembers(s, request, bindPayload)
	if len(body) == 0 {
		return
	}
	unbound := p.boundMembers(s, request, bindDocument)
	if len(unbound) == 0 {
		return
	}
	p.report(finding{
		code: "HttpPayload", severity: diag.Error, about: s.Subject(), span: unbound[0].Span,
		notes: []diag.Note{{Span: traitSpan(body[0].Subject(), traitHTTPPayload), Text: "the body is bound here"}},
	}, "the body of %s is the member %s, so there is no place for %s: "+
		"bind %s to a header or another part, or remove the trait httpPayload",
		message, body[0].Name, listedNames(unbound), plural(len(unbound), "it", "them"))
}
