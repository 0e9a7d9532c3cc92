// Package special has what some operations need done to their messages beside what their protocols do: because of a trait
// that is rare, or because a single service wants it though no trait of its model says so. Nothing here knows a service: the
// generator has the table of who needs what, and why, and prints these values into the tables of the operations, so that only
// programs that call those link them.
package special

import (
	"fmt"
	"strings"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// EndpointOf sends a request to the address that one of its own members holds: an absolute http or https URL. An error says
// that it is none. Where the member is absent, the request goes where the client's others do.
type EndpointOf struct {
	Member string // in the model
}

var _ rt.Step = (*EndpointOf)(nil)

// Apply sets the endpoint.
func (e *EndpointOf) Apply(in schema.Shape, r *rt.Request) error {
	address := mem.Text(in, e.Member)
	if address == "" {
		return nil
	}
	u, err := rt.ParseEndpoint(address)
	if err != nil {
		return fmt.Errorf("%s: %w", e.Member, err)
	}
	r.Endpoint = u
	return nil
}

// WithoutPrefix takes what a service puts before the ids that it gives out from the labels of a path that begin with it: an
// id can then be used as it came.
type WithoutPrefix struct {
	Prefixes []string // percent-encoded, as labels are, such as "%2Fchange%2F"
}

var _ rt.Step = (*WithoutPrefix)(nil)

// Apply changes the path.
func (w *WithoutPrefix) Apply(_ schema.Shape, r *rt.Request) error {
	for _, prefix := range w.Prefixes {
		r.Path = strings.ReplaceAll(r.Path, "/"+prefix, "/")
	}
	return nil
}
