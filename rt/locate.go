// Where a call goes: a fixed address, or what the rules of the service say for the call.

package rt

import (
	"context"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/schema"
)

// EndpointResolver finds the endpoint of a call. Implementations are safe for concurrent use; what they return is not
// changed.
type EndpointResolver interface {
	ResolveEndpoint(ctx context.Context, c *EndpointCall) (*endpoints.Endpoint, error)
}

// EndpointReviser is an [EndpointResolver] whose endpoints may turn out to be none any more.
type EndpointReviser interface {
	EndpointResolver

	// Refused is told of an error that the service answered with at an endpoint, and reports whether that is to say that the
	// endpoint is none: the call may then be made again at the one that ResolveEndpoint returns next.
	Refused(c *EndpointCall, endpoint string, err error) bool
}

// EndpointCall is what an [EndpointResolver] is told of a call.
type EndpointCall struct {
	Operation *Operation
	Input     schema.Shape
	Custom    string     // an address that the caller wants for this call; empty for none
	Change    func(any)  // changes a pointer to the parameters of the rules as the caller wants it; nil for not at all
	Auth      AuthScheme // what signs the call, unless the endpoint wants another; nil for nothing
	Key       string     // what the resolver wants to remember of the call
}

// Account returns the id of the account whose credentials sign the call; empty where that is not known.
func (c *EndpointCall) Account(ctx context.Context) (string, error) {
	if holder, ok := c.Auth.(accountHolder); ok {
		return holder.AccountID(ctx)
	}
	return "", nil
}

// Rules resolves endpoints by the rules of a service, which are compiled to a function over the parameters P. Generated code
// makes one a client.
type Rules[P any] struct {
	Base    P // what the client's configuration says
	Resolve func(*P) (endpoints.Endpoint, error)

	Custom  func(*P, string) // sets the parameter for an address of the user's own; nil if the rules have none
	Account func(*P, string) // sets that for the account's id; nil if the rules have none

	once   sync.Once
	common endpoints.Endpoint // for all calls that have no parameters of their own
	err    error
}

// ResolveEndpoint is the function of [EndpointResolver]. The rules run once for all the calls that they cannot tell apart.
func (r *Rules[P]) ResolveEndpoint(ctx context.Context, c *EndpointCall) (*endpoints.Endpoint, error) {
	if c.Operation.Endpoint == nil && r.Account == nil && c.Custom == "" && c.Change == nil {
		r.once.Do(func() {
			p := r.Base
			r.common, r.err = r.Resolve(&p)
		})
		return &r.common, r.err
	}
	p := r.Base
	if c.Operation.Endpoint != nil {
		c.Operation.Endpoint(c.Input, &p)
	}
	if c.Custom != "" {
		if r.Custom == nil {
			return &endpoints.Endpoint{URL: c.Custom}, nil
		}
		r.Custom(&p, c.Custom)
	}
	if r.Account != nil {
		id, err := c.Account(ctx)
		if err != nil {
			return nil, err
		}
		r.Account(&p, id)
	}
	if c.Change != nil {
		c.Change(&p)
	}
	e, err := r.Resolve(&p)
	return &e, err
}

// Check says what is wrong with the Region, of which the rules make names of hosts: with a slash in it, calls would go to somebody
// else. [NewClient] calls it.
func (r *Rules[P]) Check() error { return checkRegion(reflect.ValueOf(&r.Base).Elem()) }

func checkRegion(params reflect.Value) error {
	if params.Kind() != reflect.Struct {
		return nil
	}
	field := params.FieldByName("Region")
	if !field.IsValid() || !field.CanInterface() {
		return nil
	}
	region, ok := field.Interface().(*string)
	if ok && region != nil && strings.ContainsAny(*region, "/\\?#@:%[] \t\r\n\x00") {
		return fmt.Errorf("%q is not the name of a Region, such as \"us-west-2\"", *region)
	}
	return nil
}

// WithEndpoint sends this call to another address, such as "http://localhost:4566".
func WithEndpoint(address string) CallOption {
	return func(c *call) { c.custom = address }
}

// WithEndpointParameters changes what the rules of the service look at for this call: P is the EndpointParameters of its package.
// What change does stands above what the client's configuration and the operation say.
func WithEndpointParameters[P any](change func(*P)) CallOption {
	return func(c *call) {
		before := c.params
		c.params = func(params any) {
			if before != nil {
				before(params)
			}
			if p, ok := params.(*P); ok {
				change(p)
			}
		}
	}
}

// accountHolder is an [AuthScheme] that may know the account of its credentials.
type accountHolder interface {
	AccountID(ctx context.Context) (string, error)
}

// parsedURL is an address with what it says.
type parsedURL struct {
	text string
	url  *url.URL
}

// locate says in the message where it goes, and how the endpoint wants it signed.
func (k *call) locate(ctx context.Context) error {
	m := k.message
	if k.resolver == nil {
		m.Endpoint = k.endpoint
		if k.custom == "" {
			return nil
		}
		u, err := ParseEndpoint(k.custom)
		m.Endpoint = u
		return err
	}
	k.where = EndpointCall{Operation: k.op, Input: k.in, Custom: k.custom, Change: k.params, Auth: k.auth}
	e, err := k.resolver.ResolveEndpoint(ctx, &k.where)
	if err != nil {
		return fmt.Errorf("no endpoint: %w", err)
	}
	if m.Endpoint, err = k.parsed(e.URL); err != nil {
		return err
	}
	for _, h := range e.Headers {
		m.Header[h.Name] = slices.Clone(h.Values)
	}
	return k.obeyEndpoint(e.Auth)
}

// parsed reads the address of an endpoint, which mostly is that of the last call.
func (c *Client) parsed(address string) (*url.URL, error) {
	last := c.lastURL.Load()
	if last == nil || last.text != address {
		u, err := ParseEndpoint(address)
		if err != nil {
			return nil, err
		}
		last = &parsedURL{address, u}
		c.lastURL.Store(last)
	}
	return last.url, nil
}

// refused reports whether the service says that the last attempt went to a wrong endpoint, so that the next goes elsewhere.
func (k *call) refused(err error) bool {
	reviser, ok := k.resolver.(EndpointReviser)
	k.moved = ok && reviser.Refused(&k.where, k.message.Endpoint.String(), err)
	return k.moved
}

// relocate finds the endpoint of an attempt that comes after one that was refused.
func (k *call) relocate(ctx context.Context) error {
	k.moved = false
	e, err := k.resolver.ResolveEndpoint(ctx, &k.where)
	if err != nil {
		return fmt.Errorf("no endpoint: %w", err)
	}
	k.message.Endpoint, err = k.parsed(e.URL)
	return err
}
