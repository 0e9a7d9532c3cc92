// The addresses of a service whose resources have hosts of their own. The rules that a model has for its endpoints say all
// of this and more; where they are compiled, they take this file's place.

package sigv4

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smithwright/smithwright/rt"
)

// Buckets says where the buckets of a client are.
type Buckets struct {
	PathStyle  bool // in the path of the service's host
	Accelerate bool // behind the edge locations that speed up long ways
	DualStack  bool // at a host with IPv6 and IPv4
}

// Endpoint is the function Endpoint for such a service, with how it is to address buckets: in the host of AWS's own
// endpoints, and in the path of all others, which are seldom set up for names below theirs.
func (b Buckets) Endpoint(custom, prefix, region string) (string, rt.Addressing, error) {
	address := rt.InHost
	if b.PathStyle || custom != "" && !isAWS(custom, prefix) {
		address = rt.InPath
	}
	switch {
	case b.Accelerate && b.PathStyle:
		return "", 0, errors.New("UseAccelerate and UsePathStyle exclude each other: an accelerated bucket has a host of its own")
	case custom != "" && (b.Accelerate || b.DualStack):
		return "", 0, errors.New("UseAccelerate and UseDualStack choose an endpoint of AWS, so leave out Endpoint")
	case !b.Accelerate && !b.DualStack:
		endpoint, err := Endpoint(custom, prefix, region)
		return endpoint, address, err
	case !validRegion(region):
		return "", 0, fmt.Errorf("%q is not the name of a Region, such as \"us-west-2\": set Region", region)
	}
	host := prefix
	if b.Accelerate {
		host += "-accelerate"
	}
	if b.DualStack {
		host += ".dualstack"
	}
	if !b.Accelerate {
		host += "." + region
	}
	return "https://" + host + "." + suffixOf(region), address, nil
}

// isAWS reports whether an endpoint is one of AWS's for the service with that prefix.
func isAWS(endpoint, prefix string) bool {
	_, host, _ := strings.Cut(endpoint, "://")
	host, _, _ = strings.Cut(host, "/")
	if !strings.HasPrefix(host, prefix+".") && !strings.HasPrefix(host, prefix+"-") {
		return false
	}
	for _, s := range suffixes {
		if strings.HasSuffix(host, "."+s.suffix) {
			return true
		}
	}
	return strings.HasSuffix(host, "."+usual)
}
