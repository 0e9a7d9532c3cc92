// Package awsquery is the protocol awsQuery: requests are forms that name the operation, replies are XML.
//
// It implements https://smithy.io/2.0/aws/protocols/aws-query-protocol.html on the side of the client.
package awsquery

import (
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/query"
	"github.com/smithwright/smithwright/rt/internal/queryfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol is awsQuery.
type Protocol struct{}

var _ rt.Protocol = Protocol{}

// Name returns "awsQuery".
func (Protocol) Name() string { return "awsQuery" }

// Encode makes the message of a request: a POST to the root with the members in a form.
func (Protocol) Encode(s *rt.Service, op *rt.Operation, in schema.Shape, token func() string) (*rt.Request, error) {
	return query.Encode(s, op, in, &queryfmt.Options{Token: token})
}

// Decode fills out from the element <Operation>Result of a reply. It is absent where an operation returns nothing.
func (Protocol) Decode(op *rt.Operation, reply *rt.Reply, out schema.Shape) error {
	return query.Decode(reply, out, "ResponseMetadata/RequestId", "", op.Name+"Result")
}

// ErrorOf finds the code, which is that of the trait awsQueryError or the shape's name, the message and the request's id.
func (Protocol) ErrorOf(_ *rt.Service, reply *rt.Reply) (rt.Fault, error) {
	return query.ErrorOf(reply)
}

// DecodeError fills the struct of an error of the model from the element Error.
func (Protocol) DecodeError(reply *rt.Reply, out schema.Shape) error {
	return query.DecodeError(reply, out, "", "Error")
}
