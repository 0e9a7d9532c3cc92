// Package special has what some operations need done to their messages beside what their protocols do: because of a trait
// that is rare, or because a single service wants it though no trait of its model says so. Nothing here knows a service: the
// generator has the table of who needs what, and why, and prints these values into the tables of the operations, so that only
// programs that call those link them.
package special

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// text returns the value of a string member of in; "" if it is absent.
func text(in schema.Shape, member string) string {
	s := in.SmithySchema()
	m := s.Member(member)
	if m == nil || m.Kind != schema.String {
		return ""
	}
	p, ok := mem.Load(&m.Type, unsafe.Add(mem.Pointer(in), m.Offset))
	if !ok {
		return ""
	}
	return *(*string)(p)
}

// EndpointOf sends a request to the address that one of its own members holds: an absolute http or https URL. An error says
// that it is none. Where the member is absent, the request goes where the client's others do.
type EndpointOf struct {
	Member string // in the model
}

var _ rt.Step = (*EndpointOf)(nil)

// Apply sets the endpoint.
func (e *EndpointOf) Apply(in schema.Shape, r *rt.Request) error {
	address := text(in, e.Member)
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

// InHost moves the name of a resource from the beginning of the path into the host's name where the request is addressed so
// ([rt.InHost]) and the name can be part of one: 3 to 63 lower-case letters, digits, hyphens and, unless the connection is
// encrypted, dots, since a certificate holds for one label only. Any other stays in the path.
type InHost struct {
	Member string // in the model; the path's first label
}

var _ rt.Step = (*InHost)(nil)

// Apply changes the path and the host's prefix.
func (h *InHost) Apply(in schema.Shape, r *rt.Request) error {
	name := text(in, h.Member)
	if strings.HasPrefix(name, "arn:") {
		return fmt.Errorf("%s: %w", h.Member, errARN)
	}
	rest, found := strings.CutPrefix(r.Path, "/"+name)
	if r.Address != rt.InHost || !found || !label(name, r.Endpoint.Scheme == "https") || !named(r.Endpoint) {
		return nil
	}
	if r.Path = rest; rest == "" {
		r.Path = "/"
	}
	r.HostPrefix = name + "." + r.HostPrefix
	return nil
}

// errARN says what cannot be had without the rules that a service's model has for its endpoints.
var errARN = errors.New("is an ARN, and what it names has an address of its own that this client does not know: " +
	"set the client's Endpoint to that, and give the name without the ARN")

// label reports whether name can stand before a host's name.
func label(name string, encrypted bool) bool {
	if len(name) < 3 || len(name) > 63 || encrypted && strings.Contains(name, ".") {
		return false
	}
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || part[0] == '-' || part[len(part)-1] == '-' {
			return false
		}
	}
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return !address(name)
}

// address reports whether a name looks like an IP address.
func address(name string) bool {
	return strings.Count(name, ".") == 3 && strings.Trim(name, "0123456789.") == ""
}
