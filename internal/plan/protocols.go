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
	{Trait: "smithy.protocols#rpcv2Cbor", Name: "rpcv2Cbor", Path: runtimePath + "/rpcv2cbor", Value: "rpcv2cbor.Protocol{}"},
	{Trait: "smithy.protocols#rpcv2Json", Name: "rpcv2Json", Path: runtimePath + "/rpcv2json", Value: "rpcv2json.Protocol{}"},
	{Trait: "aws.protocols#awsJson1_0", Name: "awsJson1_0", Path: runtimePath + "/awsjson", Value: `awsjson.Protocol{Version: "1.0"}`},
	{Trait: "aws.protocols#awsJson1_1", Name: "awsJson1_1", Path: runtimePath + "/awsjson", Value: `awsjson.Protocol{Version: "1.1"}`},
	{Trait: "aws.protocols#restJson1", Name: "restJson1", Path: runtimePath + "/restjson", Value: "restjson.Protocol{}", rest: true},
	{Trait: "aws.protocols#restXml", Name: "restXml", Path: runtimePath + "/restxml", Value: "restxml.Protocol{}", rest: true},
	{Trait: "aws.protocols#awsQuery", Name: "awsQuery", Path: runtimePath + "/awsquery", Value: "awsquery.Protocol{}"},
	{Trait: "aws.protocols#ec2Query", Name: "ec2Query", Path: runtimePath + "/ec2query", Value: "ec2query.Protocol{}"},
}

// xmlProtocols are those whose messages the traits of XML shape.
var xmlProtocols = []shape.ID{"aws.protocols#restXml", "aws.protocols#awsQuery", "aws.protocols#ec2Query"}

// chooseProtocol returns the wanted protocol of the service, or without a wish the first that the runtime has.
func (b *builder) chooseProtocol() (Protocol, bool) {
	var has []string
	for _, p := range protocols {
		if b.service.Traits.Has(p.Trait) {
			has = append(has, p.Name)
		}
	}
	for _, p := range protocols {
		if b.service.Traits.Has(p.Trait) && (b.opts.Protocol == "" || b.opts.Protocol == p.Name || b.opts.Protocol == string(p.Trait)) {
			return b.configured(p), true
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
	default:
		b.diags.Errorf(b.service.Span, "protocol.unsupported", "protocol %s was asked for, but service %s has %s%s", b.opts.Protocol, name, strings.Join(has, ", "), didYouMean(b.opts.Protocol, has))
	}
	return Protocol{}, false
}

// configured returns the protocol as the properties of its trait have it.
func (b *builder) configured(p Protocol) Protocol {
	v, _ := b.service.Traits.Get(p.Trait)
	if plain, _ := v.Field("noErrorWrapping"); plain.Bool() {
		p.Value = strings.Replace(p.Value, "{}", "{NoErrorWrapping: true}", 1)
	}
	return p
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
