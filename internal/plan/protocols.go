// The wire protocols that the runtime has, and how one is chosen.

package plan

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

const runtimePath = "github.com/smithwright/smithwright/rt"

// protocols are in the order of preference.
var protocols = []Protocol{
	{Trait: "aws.protocols#restJson1", Name: "restJson1", Path: runtimePath + "/restjson"},
}

// knownProtocols are those of the Smithy project, for saying what a service has. The runtime does not have them all.
var knownProtocols = []shape.ID{
	"smithy.protocols#rpcv2Cbor", "smithy.protocols#rpcv2Json", "aws.protocols#awsJson1_0", "aws.protocols#awsJson1_1",
	"aws.protocols#restJson1", "aws.protocols#restXml", "aws.protocols#awsQuery", "aws.protocols#ec2Query",
}

// chooseProtocol returns the wanted protocol of the service, or without a wish the first that the runtime has.
func (b *builder) chooseProtocol() (Protocol, bool) {
	var has []string
	for _, id := range knownProtocols {
		if b.service.Traits.Has(id) {
			has = append(has, id.Name())
		}
	}
	for _, p := range protocols {
		if b.service.Traits.Has(p.Trait) && (b.opts.Protocol == "" || b.opts.Protocol == p.Name || b.opts.Protocol == string(p.Trait)) {
			return p, true
		}
	}
	var can []string
	for _, p := range protocols {
		can = append(can, p.Name)
	}
	name := b.service.ID.Name()
	switch {
	case len(has) == 0:
		b.diags.Errorf(b.service.Span, "protocol.missing", "service %s has no protocol trait: give it one of the protocols that gen can write: %s", name, strings.Join(can, ", "))
	case b.opts.Protocol != "":
		b.diags.Errorf(b.service.Span, "protocol.unsupported", "protocol %s was asked for, but service %s has %s, and gen can write %s", b.opts.Protocol, name, strings.Join(has, ", "), strings.Join(can, ", "))
	default:
		b.diags.Errorf(b.service.Span, "protocol.unsupported", "service %s has only protocols that gen cannot write (%s): it can write %s", name, strings.Join(has, ", "), strings.Join(can, ", "))
	}
	return Protocol{}, false
}

// chooseAuth reads how requests are signed, and says so when that cannot be done.
func (b *builder) chooseAuth() *SigV4 {
	const sigv4 = "aws.auth#sigv4"
	if v, ok := b.service.Trait(sigv4); ok {
		name := field(v, "name")
		prefix := name
		if service, ok := b.service.Trait("aws.api#service"); ok {
			if p := field(service, "endpointPrefix"); p != "" {
				prefix = p
			}
		}
		return &SigV4{Name: name, EndpointPrefix: prefix}
	}
	for _, id := range []shape.ID{
		"smithy.api#httpBearerAuth", "smithy.api#httpApiKeyAuth", "smithy.api#httpBasicAuth", "smithy.api#httpDigestAuth", "aws.auth#sigv4a",
	} {
		if b.service.Traits.Has(id) {
			b.diags.Add(diag.Diagnostic{
				Code: "auth.unsupported", Severity: diag.Warning, Span: b.service.Span, Shape: string(b.service.ID),
				Message: "the auth scheme " + id.Name() + " is not supported yet: requests go out unsigned, so add what proves the caller in an interceptor",
			})
		}
	}
	return nil
}

// field returns the string in a field of a trait's value, or "".
func field(v shape.Node, name string) string {
	f, _ := v.Field(name)
	return f.Str()
}
