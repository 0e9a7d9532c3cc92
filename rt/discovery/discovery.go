// Package discovery asks a service where calls go: the endpoint discovery of
// https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery. Only clients of services that have it link this package.
package discovery

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/internal/keep"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

const (
	minPeriod = time.Minute
	maxPeriod = 7 * 24 * time.Hour

	// pause is how long a call that needs no endpoint of its own goes without after the service has failed to say one.
	pause = time.Minute
)

// Address is where a service wants calls to go: the name of a host, with a port or not, or an absolute URL.
type Address struct {
	Address string
	Minutes int64 // how long that holds, which is taken for 1 at least and a week at most
}

// Question is what the service is asked with.
type Question struct {
	Operation   string            // that is to be called, by its name in the model
	Identifiers map[string]string // the members of its input that matter, by their names in the model; nil for none
}

// Resolver finds the endpoints of the calls that the service wants to be asked about, and keeps what it says for as long as it
// says, for each access key, operation and resource apart. It does not ask where a call has an address of its own. It is safe
// for concurrent use, and does nothing in the background: the first call after a period asks again, and goes where calls went
// before if that fails.
type Resolver struct {
	Base  rt.EndpointResolver // for all other calls, and for what the endpoint is beside its address
	Ask   func(context.Context, Question) ([]Address, error)
	Error string           // the code of the error by which the service says that an address is none any more
	All   bool             // ask too for the operations that can do without
	Clock func() time.Time // time.Now if nil
	Limit int              // how many answers are kept; 1,000 if zero
	PerID bool             // the answer depends on the operation and the resource: the question has members for them

	cache keep.Cache[[]string]
}

var _ rt.EndpointReviser = (*Resolver)(nil)

// ResolveEndpoint is the function of [rt.EndpointResolver]. It fails where the operation needs an endpoint of its own, the
// service fails to say one, and has never said one before.
func (r *Resolver) ResolveEndpoint(ctx context.Context, c *rt.EndpointCall) (*endpoints.Endpoint, error) {
	base, err := r.Base.ResolveEndpoint(ctx, c)
	if err != nil || !r.asks(c) {
		return base, err
	}
	if c.Key, err = r.key(ctx, c); err != nil {
		return nil, err
	}
	list, err := r.list(ctx, c, base)
	if err == nil && len(list) == 0 && c.Operation.Discovery.Required { // another operation, which can do without, asked in vain
		r.cache.Change(c.Key, func(list []string) ([]string, bool) { return list, len(list) > 0 })
		if list, err = r.list(ctx, c, base); err == nil && len(list) == 0 {
			err = errNone
		}
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("asking the service for the endpoint of %s: %w", c.Operation.Name, err)
	case len(list) == 0:
		return base, nil
	}
	e := *base
	e.URL = list[0]
	return &e, nil
}

// list returns the addresses that the call can go to, the best first; none where the service fails to say and the call that asked
// could do without.
func (r *Resolver) list(ctx context.Context, c *rt.EndpointCall, base *endpoints.Endpoint) ([]string, error) {
	return r.cache.Get(ctx, c.Key, r.now(), func(ctx context.Context) (keep.Value[[]string], error) { return r.ask(ctx, c, base) })
}

// errNone is an answer without an address.
var errNone = errors.New("it names none")

// Check says what is wrong with the base: see [rt.Rules.Check].
func (r *Resolver) Check() error {
	if c, ok := r.Base.(interface{ Check() error }); ok {
		return c.Check()
	}
	return nil
}

// At is a base for services that have one endpoint.
func At(address string) rt.EndpointResolver { return &at{endpoints.Endpoint{URL: address}} }

type at struct{ endpoint endpoints.Endpoint }

func (a *at) ResolveEndpoint(context.Context, *rt.EndpointCall) (*endpoints.Endpoint, error) {
	return &a.endpoint, nil
}

// asks reports whether the call goes to an endpoint that the service is asked for.
func (r *Resolver) asks(c *rt.EndpointCall) bool {
	d := c.Operation.Discovery
	return d != nil && (d.Required || r.All) && c.Custom == ""
}

// key tells apart the calls that may have different endpoints.
func (r *Resolver) key(ctx context.Context, c *rt.EndpointCall) (string, error) {
	var key strings.Builder
	if holder, ok := c.Auth.(interface {
		AccessKeyID(ctx context.Context) (string, error)
	}); ok {
		id, err := holder.AccessKeyID(ctx)
		if err != nil {
			return "", err
		}
		key.WriteString(id)
	}
	if r.PerID {
		key.WriteString("\x00" + c.Operation.Name)
		for _, member := range c.Operation.Discovery.Members {
			text := mem.Text(c.Input, member)
			key.WriteString("\x00" + strconv.Itoa(len(text)) + "\x00" + text)
		}
	}
	return key.String(), nil
}

// ask asks the service. A call that can do without an endpoint of its own does so for a while if it fails.
func (r *Resolver) ask(ctx context.Context, c *rt.EndpointCall, base *endpoints.Endpoint) (keep.Value[[]string], error) {
	now := r.now()
	q := Question{Operation: c.Operation.Name, Identifiers: identifiers(c.Operation.Discovery.Members, c.Input)}
	list, err := r.Ask(ctx, q)
	if err == nil && len(list) == 0 {
		err = errNone
	}
	v := keep.Value[[]string]{Renew: now.Add(pause)}
	for i, a := range list {
		if err != nil {
			break
		}
		if i == 0 { // the first is the best
			v.Renew = now.Add(period(a.Minutes))
		}
		var address string
		if address, err = absolute(a.Address, base.URL); err == nil {
			v.V = append(v.V, address)
		}
	}
	if err == nil {
		return v, nil
	}
	if c.Operation.Discovery.Required || ctx.Err() != nil {
		return v, err
	}
	return keep.Value[[]string]{Renew: now.Add(pause), Expires: now.Add(pause)}, nil
}

// identifiers are the values of an input's members of those names, without what is absent.
func identifiers(members []string, in schema.Shape) map[string]string {
	var ids map[string]string
	for _, member := range members {
		if text := mem.Text(in, member); text != "" {
			if ids == nil {
				ids = map[string]string{}
			}
			ids[member] = text
		}
	}
	return ids
}

func period(minutes int64) time.Duration {
	return time.Duration(min(max(minutes, int64(minPeriod/time.Minute)), int64(maxPeriod/time.Minute))) * time.Minute
}

// absolute makes a URL of an address, which is no less safe than that of the service.
func absolute(address, base string) (string, error) {
	scheme, _, _ := strings.Cut(base, "://")
	if !strings.Contains(address, "://") {
		address = scheme + "://" + address
	}
	u, err := rt.ParseEndpoint(address)
	switch {
	case err != nil:
		return "", err
	case scheme == "https" && u.Scheme != scheme:
		return "", fmt.Errorf("it names %q, which is not encrypted as the service's own endpoint is", address)
	}
	return address, nil
}

// Refused is the function of [rt.EndpointReviser]: an address that the service does not know any more is dropped, and the call
// goes to the next one.
func (r *Resolver) Refused(c *rt.EndpointCall, endpoint string, err error) bool {
	m, ok := rt.MetadataOf(err)
	if !ok || r.Error == "" || m.Code != r.Error || !r.asks(c) {
		return false
	}
	r.cache.Change(c.Key, func(list []string) ([]string, bool) {
		var left []string
		for _, address := range list {
			if address != endpoint {
				left = append(left, address)
			}
		}
		return left, len(left) > 0
	})
	return true
}

func (r *Resolver) now() time.Time {
	if r.Clock == nil {
		return time.Now()
	}
	return r.Clock()
}
