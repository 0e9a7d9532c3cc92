// The wire protocols that the runtime has, and how one is chosen.

package plan

import (
	"strings"

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

// field returns the string in a field of a trait's value, or "".
func field(v shape.Node, name string) string {
	f, _ := v.Field(name)
	return f.Str()
}
