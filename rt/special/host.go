// The names of hosts.

package special

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// HostPrefix puts a text before the host's name: the trait endpoint of
// https://smithy.io/2.0/spec/endpoint-traits.html. Labels in braces stand for members of the input, whose values must be
// labels of a host's name: an error says so. Nothing is done, and no label looked at, where the client has
// [rt.Options.NoHostPrefix] set, or the endpoint has no name that others could be below.
type HostPrefix struct {
	Template string // such as "{AccountId}.data."
}

var _ rt.Step = (*HostPrefix)(nil)

// Apply sets the host's prefix.
func (h *HostPrefix) Apply(in schema.Shape, r *rt.Request) error {
	if r.NoHostPrefix || !named(r.Endpoint) {
		return nil
	}
	prefix, err := httpbind.Host(h.Template, in.SmithySchema(), mem.Pointer(in))
	if err != nil {
		return err
	}
	r.HostPrefix = prefix + r.HostPrefix
	return checkHost(r.HostPrefix + r.Endpoint.Hostname())
}

// named reports whether there may be names below an endpoint's host: not below an IP address or localhost.
func named(u *url.URL) bool {
	host := u.Hostname()
	_, err := netip.ParseAddr(host)
	return err != nil && host != "localhost" && !strings.HasSuffix(host, ".localhost")
}

const (
	maxHost      = 253 // characters of a name
	maxHostLabel = 63  // and of what stands between its dots
)

// checkHost says whether a name is one that a host can have.
func checkHost(name string) error {
	ok := len(name) <= maxHost
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		ok = ok && label != "" && len(label) <= maxHostLabel
	}
	if !ok {
		return fmt.Errorf("%.300q is not the name of a host: that has %d characters at most, and 1 to %d between its dots", name, maxHost, maxHostLabel)
	}
	return nil
}
