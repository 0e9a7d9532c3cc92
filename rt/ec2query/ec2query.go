// Package ec2query is the protocol ec2Query, which only Amazon EC2 speaks: awsQuery with its own names, lists that are always
// flat, and other documents around replies and errors.
//
// It implements https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html on the side of the client.
package ec2query

import (
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/query"
	"github.com/smithwright/smithwright/rt/internal/queryfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is ec2Query.
type Protocol struct{}

var _ rt.Protocol = Protocol{}

// Name returns "ec2Query".
func (Protocol) Name() string { return "ec2Query" }

// Encode makes the message of a request: a POST to the root with the members in a form.
func (Protocol) Encode(s *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	return query.Encode(s, op, in, &queryfmt.Options{EC2: true, Token: token})
}

// Decode fills out from the root element of a reply, in which the request's id stands too.
func (Protocol) Decode(_ *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	return query.Decode(reply, out, "requestId", "")
}

// ErrorOf finds the code, which is the shape's name, the message and the request's id.
func (Protocol) ErrorOf(_ *rt.Service, reply *rt.Reply) (rt.Fault, error) {
	return query.ErrorOf(reply)
}

// DecodeError fills the struct of an error of the model from the first element Error.
func (Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	return query.DecodeError(reply, out, "", "Errors", "Error")
}
