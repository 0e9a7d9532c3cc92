// What a call has to do with the same service in another Region.

package rt

import (
	"context"

	"github.com/smithwright/smithwright/rt/schema"
)

// Regions is what a client knows of the Regions of its service. Only clients of services with operations that reach from one
// to another have it.
type Regions struct {
	Own string // that of the client; may be empty

	// Presign makes a request for the same service in another Region, with the client's credentials: see [Presign].
	Presign func(ctx context.Context, region string, op *Operation, in schema.Shape) (*PresignedRequest, error)
}

// CallStep is a [Step] that has to know more of its call.
type CallStep interface {
	Step

	// ApplyTo is called in place of Apply.
	ApplyTo(ctx context.Context, c *StepCall) error
}

// StepCall is what a [CallStep] is told of its call.
type StepCall struct {
	Operation *Operation
	Input     schema.Shape
	Request   *Request
	Regions   *Regions // nil if the client has none
}

// applySteps does what the operation needs done to its message.
func (k *call) applySteps(ctx context.Context) error {
	for _, step := range k.op.Steps {
		var err error
		if s, ok := step.(CallStep); ok {
			err = s.ApplyTo(ctx, &StepCall{Operation: k.op, Input: k.in, Request: k.message, Regions: k.spec.Regions})
		} else {
			err = step.Apply(k.in, k.message)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
