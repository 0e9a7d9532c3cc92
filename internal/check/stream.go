// Streams: where they may be, and what events consist of.

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkStreams reports streams that are nested, that are in the wrong message, or that consist of the wrong things.
func (p *pass) checkStreams() {
	inBody := p.bodyStreams()
	for _, s := range p.shapes {
		if s.Kind == shape.Union && s.Traits.Has(traitStreaming) {
			p.eventStream(s)
		}
		streams := 0
		for _, m := range s.Members {
			if m.Target.Traits.Has(traitStreaming) {
				if streams++; streams > maxReported {
					break // a second one is an error of its own
				}
				p.streamMember(m)
				if service := inBody[s]; service != "" && !m.Traits.Has(traitHTTPPayload) {
					p.report(finding{code: "StreamingTrait", severity: diag.Error, about: m.Subject()},
						"the member %s is a stream, which a protocol of %s can only send as the body: give it the trait httpPayload",
						m.Name, service)
				}
			}
		}
	}
}

// bodyStreams returns the shapes of services with a protocol that has payloads, each with such a service.
func (p *pass) bodyStreams() map[*shape.Shape]shape.ID {
	out := map[*shape.Shape]shape.ID{}
	for _, svc := range p.web().services {
		if p.protocolUsing(svc.shape, traitHTTPPayload) == "" {
			continue
		}
		p.m.Walk([]*shape.Shape{svc.shape}, func(s *shape.Shape) {
			if out[s] == "" {
				out[s] = svc.shape.ID
			}
		})
	}
	return out
}

// eventStream reports events that are no structures.
func (p *pass) eventStream(union *shape.Shape) {
	var wrong []*shape.Member
	for _, m := range union.Members {
		if m.Target.Kind != shape.Structure {
			wrong = append(wrong, m)
		}
	}
	if len(wrong) > 0 {
		p.report(finding{code: "StreamingTrait", severity: diag.Error, about: union.Subject(), span: wrong[0].Span},
			"the events of the stream %s must be structures, which %s %s not: target structures",
			union.ID, listedNames(wrong), plural(len(wrong), "is", "are"))
	}
}

// streamMember reports a member that is a stream if it may be absent, and those who use its structure where no stream can be.
func (p *pass) streamMember(m *shape.Member) {
	if m.Target.Kind == shape.Blob && !m.Traits.Has(traitRequired) && !m.Traits.Has(traitDefault) {
		p.report(finding{code: "StreamingTrait", severity: diag.Error, about: m.Subject()},
			"the member %s is a stream of bytes, which is never absent, only empty: "+
				"give it the trait required or the default \"\"", m.Name)
	}
	note := []diag.Note{{Span: m.Span, Text: "the stream is here"}}
	for _, use := range p.structureUses(m.Parent) {
		f := finding{code: "StreamingTrait", severity: diag.Error, about: use.from, notes: note}
		switch use.rel {
		case useInput, useMixin:
		case useOutput:
			if m.Target.Traits.Has(traitRequiresLength) {
				f.about = m.Parent.Subject()
				p.report(f, "the stream %s of %s must know its length, which only inputs can promise, but it is in the output of %s: "+
					"remove the trait requiresLength",
					m.Name, m.Parent.ID, use.from.ID())
			}
		case useMember:
			p.report(f, "%s targets %s, which has a stream: a stream must be a member of the input or output of an operation itself",
				use.from.ID(), m.Parent.ID)
		default:
			p.report(f, "%s is %s %s, but has a stream: a stream must be a member of the input or output of an operation itself",
				m.Parent.ID, use.rel, use.from.ID())
		}
	}
}

// checkEventPayloads reports members of events that are neither headers nor the payload where there is one.
func (p *pass) checkEventPayloads() {
	p.eachStructure(traitEventPayload, func(s *shape.Shape, with []*shape.Member) {
		var unbound []*shape.Member
		for _, m := range s.Members {
			if !m.Traits.Has(traitEventPayload) && !m.Traits.Has(traitEventHeader) {
				unbound = append(unbound, m)
			}
		}
		if len(unbound) == 0 {
			return
		}
		for _, payload := range with[:min(len(with), maxReported)] {
			p.report(finding{
				code: "EventPayloadTrait", severity: diag.Error, about: s.Subject(), span: unbound[0].Span,
				notes: []diag.Note{{Span: payload.Span, Text: "the payload is here"}},
			}, "the payload of the event %s is the member %s, so there is no place for %s: give %s the trait eventHeader",
				s.ID, payload.Name, listedNames(unbound), plural(len(unbound), "it", "them"))
		}
	})
}
