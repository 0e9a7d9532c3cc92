// Package rt is the runtime of the clients that Smithwright generates: it validates a request, encodes it with the service's
// protocol, signs it, sends it, tries again when that is right, and decodes the reply.
//
// Programs meet it in three places: [Options], which every generated Config embeds; the [CallOption] values that a single
// call takes; and the errors, all of which yield their code, message, request id and HTTP status through [ErrorMetadata],
// [ReplyError] or [CallError]. The rest is for generated code.
package rt

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/rt/schema"
)

// Version1 is the handshake between generated code and this package: what refers to it needs no newer runtime. Generated
// code that does not compile for want of such a constant was made for another version: run the generator again.
const Version1 = true

// Operation is what the runtime knows of an operation. Generated code holds one for each.
type Operation struct {
	Name   string         // the operation's name in the model
	Method string         // the HTTP method; empty where the model binds the operation to no HTTP message
	Path   string         // the URI template, with labels in braces and fixed query parameters
	Errors []schema.Shape // typed nil pointers to the structs of the errors that the model names
	Events schema.Shape   // a typed nil pointer that shows the union of the events that a request sends; nil for none

	// Auth are the ways to prove who calls that the operation takes, by the ids of their traits, the first first; nil for
	// those of the service.
	Auth []string

	// Endpoint sets what the request says among the parameters by which the service's rules choose an endpoint. params is a
	// pointer to the package's EndpointParameters. It is nil for operations that say nothing of that.
	Endpoint func(in schema.Shape, params any)

	// Discovery says that the service is asked where the operation's calls go; nil for those that go where the rules say.
	Discovery *Discovery

	Idempotent      bool // to repeat it does no harm, although its method does not say so
	NoInput         bool // the model gives the operation no input: its request has no members
	UnsignedPayload bool // the signature leaves the body out
	KnownLength     bool // requiresLength: the body's length is sent ahead of it, so a stream is measured first
	UnwrappedOutput bool // s3UnwrappedXmlOutput: the root of the reply's document is the output's one member
	ErrorWithin     bool // a reply with a status of success may hold an error in its body

	// Compress is how the body is compressed, of an operation with the trait requestCompression. It is a function, so that
	// only programs that call such an operation link it; see package rt/compress.
	Compress func(r *Request, least int)

	// Stream is [ByteStream] for an operation whose input has a stream of bytes; nil for all others.
	Stream func(*payload, *Request, *demand) error

	// Digest makes what reads the body and tells about it in headers, such as MD5; nil for none.
	Digest func() Digest

	// Checksum makes and verifies the checksums of bodies, of an operation with the trait httpChecksum; nil for none. See
	// package rt/checksum.
	Checksum Checksummer

	// Steps is what else is done to the message once it is encoded, in order.
	Steps []Step

	// Presigned is done to the message of a presigned request once it is encoded, of services that take one in another form
	// than that of a call; nil for nothing.
	Presigned func(in schema.Shape, r *Request) error

	// Checks is what is asked of a reply once it is decoded.
	Checks []ReplyCheck
}

// ReplyCheck looks at what a reply was read into, beside the request. An error ends the call, and the request is not sent
// again, since the service has done what it asks for.
type ReplyCheck interface {
	Check(in, out schema.Shape) error
}

// Discovery is how an operation has an endpoint that the service is asked for: see package rt/discovery.
type Discovery struct {
	Required bool     // the operation works nowhere else
	Members  []string // the members of its input that the answer depends on, by their names in the model
}

// Step is something that an operation needs done to its message beside what its protocol does. It may change anything in r.
// An error ends the call.
type Step interface {
	Apply(in schema.Shape, r *Request) error
}

// Digest reads a request's body, as it goes over the wire, before it is sent.
type Digest interface {
	io.Writer

	// SetHeaders tells what came of the body. Headers that the caller set stay.
	SetHeaders(h http.Header)
}

// Service is what the runtime knows of a service. Generated code holds one.
type Service struct {
	ID      string // such as "Lambda"
	Name    string // of the service's shape, by which RPC protocols address it, such as "AWSGirApiService"
	Version string // the version of the API, such as "2015-03-31"

	Auth      []string // the ways to prove who calls that its operations take, by the ids of their traits, the first first
	NeedsAuth bool     // none of its operations can be called without

	// Transient says that its errors with the status 500, 502 or 504 mean that the request can be sent again, as those of AWS do.
	// Of other services only operations that can be repeated without harm are.
	Transient bool

	XML             *schema.XML // the namespace of the documents that are sent, where the model gives one
	QueryCompatible bool        // awsQueryCompatible: errors have the codes that the service's query protocol gave them
	Headers         []Header    // what every request has that no member sets
}

// Header is a header of a message, with its name as net/http writes it.
type Header struct{ Name, Value string }

// Spec is all that makes a client. Generated constructors fill it.
type Spec struct {
	Service   *Service
	Protocol  Protocol
	Auth      []AuthScheme     // what the client can prove who calls with; operations that take none are not signed
	Endpoint  string           // an absolute URL; its path, if any, comes before each operation's
	Endpoints EndpointResolver // finds the endpoint of each call, instead of Endpoint, if not nil
	Regions   *Regions         // of a service with operations that reach from one to another; nil for all others
	Options   Options
}

// Client makes the calls of one service. It is safe for concurrent use.
type Client struct {
	*settings
	service *Service
	lastURL atomic.Pointer[parsedURL] // of the resolver's last endpoint
	skew    atomic.Int64              // what to add to the clock for the server's time, in nanoseconds
}

// settings are what came of a client's specification, which a call can have its own of.
type settings struct {
	spec      Spec
	options   Options // with the defaults
	protocol  Protocol
	schemes   []AuthScheme // those that the user added come first
	endpoint  *url.URL
	resolver  EndpointResolver
	userAgent []string
}

// NewClient checks spec and returns a client. It makes no call.
func NewClient(spec Spec) (*Client, error) {
	if a, ok := spec.Options.HTTPClient.(Attacher); ok {
		protocol := spec.Protocol
		if spec.Options.Protocol != nil {
			protocol = spec.Options.Protocol
		}
		a.Attach(&spec.Options, spec.Service, protocol)
	}
	if spec.Options.Retryer == nil {
		spec.Options.Retryer = retry.NewStandard() // one for all calls, since it has their budget
	}
	s, err := spec.settle()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec.Service.ID, err)
	}
	return &Client{settings: s, service: spec.Service}, nil
}

// settle checks s and adds what follows from it.
func (s Spec) settle() (*settings, error) {
	resolver := s.Endpoints
	if s.Options.EndpointResolver != nil {
		resolver = s.Options.EndpointResolver
	}
	schemes, err := s.configured()
	if err == nil {
		err = s.Options.check()
	}
	if c, ok := resolver.(interface{ Check() error }); ok && err == nil {
		err = c.Check()
	}
	var endpoint *url.URL
	if err == nil && (resolver == nil || s.Endpoint != "") {
		endpoint, err = ParseEndpoint(s.Endpoint)
	}
	if err != nil {
		return nil, err
	}
	protocol := s.Protocol
	if s.Options.Protocol != nil {
		protocol = s.Options.Protocol
	}
	agent := "smithwright " + strings.ReplaceAll(strings.ToLower(s.Service.ID), " ", "-") + "/" + s.Service.Version
	if s.Options.UserAgent != "" {
		agent = s.Options.UserAgent + " " + agent
	}
	return &settings{
		spec: s, options: s.Options.withDefaults(), protocol: protocol, schemes: schemes,
		endpoint: endpoint, resolver: resolver, userAgent: []string{agent},
	}, nil
}

// ParseEndpoint reads an address that requests can be sent to: an absolute http or https URL without user, query and fragment.
func ParseEndpoint(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	switch {
	case endpoint == "":
		return nil, fmt.Errorf("the configuration has no endpoint: set Endpoint, such as \"http://localhost:4566\"")
	case err != nil && strings.Contains(endpoint, "@"):
		return nil, fmt.Errorf("the endpoint %q is not a URL", shown(endpoint))
	case err != nil:
		return nil, fmt.Errorf("the endpoint is not a URL: %w", err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, fmt.Errorf("the endpoint %q is not an absolute http or https URL", shown(endpoint))
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, fmt.Errorf("the endpoint %q must have no user, query or fragment", shown(endpoint))
	}
	return u, nil
}

// shown is an address without the user and the password in it, also where it is none.
func shown(address string) string {
	if i := strings.LastIndexByte(address, '@'); i >= 0 {
		return "***" + address[i:]
	}
	return address
}

// pointerTo lets Invoke make an Out and see its table, with the type of the pointer inferred.
type pointerTo[T any] interface {
	*T
	schema.Shape
}

// Invoke makes a call: every method of a generated client is this one statement.
//
// It returns a [*validate.Error] when in breaks a constraint of the model (nothing was sent), the error of the model that
// the service answered with, an [*UnknownError] for one that the model does not name, a [*RedirectError] for one that points
// elsewhere, a [*ReplyError] for a reply that the protocol cannot read, and a [*CallError] when no reply came. A time limit of
// the client's is a [*TimeoutError] in one of the last two.
func Invoke[Out any, P pointerTo[Out]](ctx context.Context, c *Client, op *Operation, in schema.Shape, opts []CallOption) (*Out, error) {
	out := new(Out)
	if err := c.invoke(ctx, op, in, P(out), nil, opts); err != nil {
		return nil, err
	}
	return out, nil
}

// Retryer decides whether and when a failed attempt is made again. Those of aws-sdk-go-v2's package aws/retry fit.
type Retryer = aws.Retryer
