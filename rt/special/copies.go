// Operations that have a service fetch something from another Region.

package special

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// PresignedCopy is for an operation that copies something from another Region: its form gets the address of the same
// request there, presigned, by which the service shows there that the caller may have it. Nothing is done where the caller gave
// an address, or copies within the client's own Region. The members' names are those in the model, the parameters' those
// of the form.
type PresignedCopy struct {
	Region      string // the member that holds the name of the other Region; empty if there is none
	ARN         string // the member that may hold an ARN of what is to be copied, which has the Region's name in it
	Address     string // the parameter of the address
	Destination string // the parameter that tells the other Region where the copy goes
}

var _ rt.CallStep = (*PresignedCopy)(nil)

// Apply does nothing: see ApplyTo.
func (*PresignedCopy) Apply(schema.Shape, *rt.Request) error { return nil }

// ApplyTo adds to the form.
func (p *PresignedCopy) ApplyTo(ctx context.Context, c *rt.StepCall) error {
	from := p.source(c.Input)
	if from == "" || c.Regions == nil || from == c.Regions.Own || given(c.Request.Body, p.Address) {
		return nil
	}
	if !given(c.Request.Body, p.Destination) && c.Regions.Own != "" {
		c.Request.Body = parameter(c.Request.Body, p.Destination, c.Regions.Own)
	}
	there := *c.Operation
	there.Steps = []rt.Step{&replaced{c.Request.Body}}
	presigned, err := c.Regions.Presign(ctx, from, &there, c.Input)
	if err != nil {
		return fmt.Errorf("presigning the request for %s: %w", from, err)
	}
	c.Request.Body = parameter(c.Request.Body, p.Address, presigned.URL)
	return nil
}

// source is the Region that the copy comes from; empty if the input does not say.
func (p *PresignedCopy) source(in schema.Shape) string {
	if region := mem.Text(in, p.Region); region != "" {
		return region
	}
	parts := strings.SplitN(mem.Text(in, p.ARN), ":", 6)
	if len(parts) == 6 && parts[0] == "arn" {
		return parts[3]
	}
	return ""
}

// given reports whether a form has a parameter that is not empty.
func given(form []byte, name string) bool {
	for pair := range strings.SplitSeq(string(form), "&") {
		if value, ok := strings.CutPrefix(pair, name+"="); ok && value != "" {
			return true
		}
	}
	return false
}

// parameter adds a parameter to a form.
func parameter(form []byte, name, value string) []byte {
	return []byte(string(form) + "&" + name + "=" + strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
}

// replaced gives a request another body.
type replaced struct{ body []byte }

// Apply replaces the body.
func (p *replaced) Apply(_ schema.Shape, r *rt.Request) error {
	r.Body = p.body
	return nil
}
