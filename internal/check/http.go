// What the validators of operations share: the operations of each service, who uses a structure, and which part of an HTTP
// message a member is bound to.

package check

import (
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

// httpState is what the validators of this group share. It is built when one of them first asks.
type httpState struct {
	ops      []*httpOp
	services []httpService
	uses     map[*shape.Shape][]httpUse // of aggregate shapes
	messages map[httpMessageKey]*httpMessage
}

// httpMessageKey is a structure in one of its two roles.
type httpMessageKey struct {
	of      *shape.Shape
	request bool
}

// httpOp is an operation and what its traits say of its requests.
type httpOp struct {
	op   *shape.Shape
	http shape.Node   // the value of its http trait
	uri  *uriTemplate // nil if it has no http trait, or one whose uri can't be read
	host *uriTemplate // of its endpoint trait; nil likewise

	method, code shape.Node // of the http trait; null if left out
}

// httpService is a service with all operations bound to it or to the resources below it, sorted by id.
type httpService struct {
	shape *shape.Shape
	ops   []*httpOp
}

// web returns the operations and services of the model.
func (p *pass) web() *httpState {
	if p.webState != nil {
		return p.webState
	}
	w := &httpState{messages: map[httpMessageKey]*httpMessage{}}
	byShape := map[*shape.Shape]*httpOp{}
	for _, s := range p.shapes {
		if s.Kind == shape.Operation {
			op := newHTTPOp(s)
			w.ops = append(w.ops, op)
			byShape[s] = op
		}
	}
	for _, s := range p.shapes {
		if s.Kind != shape.Service {
			continue
		}
		svc := httpService{shape: s}
		for _, op := range p.m.Operations(s) {
			if byShape[op] != nil {
				svc.ops = append(svc.ops, byShape[op])
			}
		}
		w.services = append(w.services, svc)
	}
	p.webState = w
	return w
}

// newHTTPOp reads the traits of an operation that are about requests.
func newHTTPOp(s *shape.Shape) *httpOp {
	op := &httpOp{op: s}
	if v, ok := s.Trait(traitHTTP); ok {
		op.http = v
		op.method, _ = v.Field("method")
		op.code, _ = v.Field("code")
		uri, _ := v.Field("uri")
		op.uri = parseURI(uri)
	}
	if v, ok := s.Trait(traitEndpoint); ok {
		prefix, _ := v.Field("hostPrefix")
		op.host = parseHost(prefix)
	}
	return op
}

// bound reports whether the operation has an http trait that can be read.
func (o *httpOp) bound() bool { return o.uri != nil && o.uri.mistake == "" }

// httpRel is how something refers to a structure.
type httpRel uint8

const (
	useInput httpRel = iota
	useOutput
	useError
	useMember
	useMixin
	useProperty
)

// String returns the relation as it stands before the name of who refers to the structure.
func (r httpRel) String() string {
	return [...]string{"the input of", "the output of", "an error of", "the target of", "a mixin of", "a property of"}[r]
}

// httpUse is a mention of a structure.
type httpUse struct {
	rel  httpRel
	from shape.Subject
}

// structureUses returns who refers to a structure, or to another aggregate shape, in the order of the ids of the shapes that do.
func (p *pass) structureUses(of *shape.Shape) []httpUse {
	w := p.web()
	if w.uses == nil {
		w.uses = p.allUses()
	}
	return w.uses[of]
}

// allUses returns who refers to each aggregate shape.
func (p *pass) allUses() map[*shape.Shape][]httpUse {
	uses := make(map[*shape.Shape][]httpUse, len(p.shapes)/2)
	add := func(rel httpRel, to *shape.Shape, from shape.Subject) {
		if to != nil && to.Kind.IsAggregate() {
			uses[to] = append(uses[to], httpUse{rel, from})
		}
	}
	for _, s := range p.shapes {
		for _, mixin := range s.Mixins {
			add(useMixin, mixin, s.Subject())
		}
		add(useInput, s.Input, s.Subject())
		add(useOutput, s.Output, s.Subject())
		for _, e := range s.Errors {
			add(useError, e, s.Subject())
		}
		for _, prop := range s.Properties {
			add(useProperty, prop.Target, s.Subject())
		}
		for _, m := range s.Members {
			add(useMember, m.Target, m.Subject())
		}
	}
	return uses
}

// httpBinding is the part of a message that a member is bound to.
type httpBinding uint8

const (
	bindDocument httpBinding = iota // a part of the body, among others
	bindPayload                     // the body itself
	bindHeader
	bindPrefixHeaders
	bindQuery
	bindQueryParams
	bindLabel
	bindResponseCode
)

// bindingTraits are the traits that bind members, those first that win where a member has several. Some bind only in
// requests, and one only in responses.
var bindingTraits = []struct {
	id                shape.ID
	binding           httpBinding
	request, response bool
}{
	{traitHTTPHeader, bindHeader, true, true},
	{traitHTTPPrefixHeaders, bindPrefixHeaders, true, true},
	{traitHTTPQuery, bindQuery, true, false},
	{traitHTTPQueryParams, bindQueryParams, true, false},
	{traitHTTPPayload, bindPayload, true, true},
	{traitHTTPLabel, bindLabel, true, false},
	{traitHTTPResponseCode, bindResponseCode, false, true},
}

// bindingOf returns what a member of a request or of a response is bound to.
func bindingOf(m *shape.Member, request bool) httpBinding {
	for _, b := range bindingTraits {
		if (request && b.request || !request && b.response) && m.Traits.Has(b.id) {
			return b.binding
		}
	}
	return bindDocument
}

// httpMessage is a structure as a request or as a response: its members by what they are bound to.
type httpMessage struct {
	bound [bindResponseCode + 1][]*shape.Member
	host  []*shape.Member // that fill labels of a host prefix
}

// message returns the message that a structure is; an empty one for nil. Many operations may share a structure, so it is
// worked out once.
func (p *pass) message(s *shape.Shape, request bool) *httpMessage {
	key := httpMessageKey{s, request}
	w := p.web()
	if m := w.messages[key]; m != nil {
		return m
	}
	m := &httpMessage{}
	if s != nil {
		for _, member := range s.Members {
			b := bindingOf(member, request)
			m.bound[b] = append(m.bound[b], member)
			if member.Traits.Has(traitHostLabel) {
				m.host = append(m.host, member)
			}
		}
	}
	w.messages[key] = m
	return m
}

// boundMembers returns the members of a structure with the given binding. s may be nil.
func (p *pass) boundMembers(s *shape.Shape, request bool, binding httpBinding) []*shape.Member {
	return p.message(s, request).bound[binding]
}

// requestMembers returns the members of an operation's input with the given binding.
func (p *pass) requestMembers(o *httpOp, binding httpBinding) []*shape.Member {
	return p.boundMembers(o.op.Input, true, binding)
}

// maxReported is how many members of one structure are reported one by one for one operation, or for one use. It bounds what a
// hostile model can ask for.
const maxReported = 100

// usesBut counts the uses of a structure that are not of the given relations, and lists the first few.
func usesBut(uses []httpUse, but ...httpRel) (n int, list string) {
	var first []string
	for _, use := range uses {
		if slices.Contains(but, use.rel) {
			continue
		}
		if n++; n <= maxListed+1 {
			first = append(first, use.rel.String()+" "+string(use.from.ID()))
		}
	}
	return n, listed(first)
}
