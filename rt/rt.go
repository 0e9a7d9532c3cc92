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
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

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

	NoInput         bool // the model gives the operation no input: its request has no members
	Anonymous       bool // the request is not signed
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

	// Steps is what else is done to the message once it is encoded, in order.
	Steps []Step
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

	XML             *schema.XML // the namespace of the documents that are sent, where the model gives one
	QueryCompatible bool        // awsQueryCompatible: errors have the codes that the service's query protocol gave them
	Headers         []Header    // what every request has that no member sets
}

// Header is a header of a message, with its name as net/http writes it.
type Header struct{ Name, Value string }

// Addressing says where the name of a resource that has a host of its own, such as a bucket, stands in an address.
type Addressing uint8

// The ways of addressing. In the host is possible for names that can be labels of one, and where the endpoint has a name
// and not only an IP address; all others stay in the path.
const (
	AsService Addressing = iota // as the service has it
	InPath                      // https://example.com/name
	InHost                      // https://name.example.com/
)

// Spec is all that makes a client. Generated constructors fill it.
type Spec struct {
	Service  *Service
	Protocol Protocol
	Auth     Signer // nil: requests are not signed
	Endpoint string // an absolute URL; its path, if any, comes before each operation's
	Address  Addressing
	Options  Options
}

// Client makes the calls of one service. It is safe for concurrent use.
type Client struct {
	service   *Service
	protocol  Protocol
	auth      Signer
	endpoint  *url.URL
	address   Addressing
	userAgent []string
	options   Options
	skew      atomic.Int64 // what to add to the clock for the server's time, in nanoseconds
}

// NewClient checks spec and returns a client. It makes no call.
func NewClient(spec Spec) (*Client, error) {
	endpoint, err := ParseEndpoint(spec.Endpoint)
	if err == nil {
		err = spec.Options.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec.Service.ID, err)
	}
	c := &Client{
		service:  spec.Service,
		protocol: spec.Protocol,
		auth:     spec.Auth,
		endpoint: endpoint,
		address:  spec.Address,
		options:  spec.Options.withDefaults(),
	}
	if spec.Options.Protocol != nil {
		c.protocol = spec.Options.Protocol
	}
	agent := "smithwright " + strings.ReplaceAll(strings.ToLower(spec.Service.ID), " ", "-") + "/" + spec.Service.Version
	if c.options.UserAgent != "" {
		agent = c.options.UserAgent + " " + agent
	}
	c.userAgent = []string{agent}
	return c, nil
}

// ParseEndpoint reads an address that requests can be sent to: an absolute http or https URL without user, query and fragment.
func ParseEndpoint(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	switch {
	case endpoint == "":
		return nil, fmt.Errorf("the configuration has no endpoint: set Endpoint, such as \"http://localhost:4566\"")
	case err != nil:
		return nil, fmt.Errorf("the endpoint is not a URL: %w", err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, fmt.Errorf("the endpoint %q is not an absolute http or https URL", endpoint)
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, fmt.Errorf("the endpoint %q must have no user, query or fragment", u.Redacted())
	}
	return u, nil
}

// pointerTo lets Invoke make an Out and see its table, with the type of the pointer inferred.
type pointerTo[T any] interface {
	*T
	schema.Shape
}

// Invoke makes a call: every method of a generated client is this one statement.
//
// It returns a [*validate.Error] when in breaks a constraint of the model (nothing was sent), the error of the model that
// the service answered with, an [*UnknownError] for one that the model does not name, a [*ReplyError] for a reply that the
// protocol cannot read, and a [*CallError] when no reply came.
func Invoke[Out any, P pointerTo[Out]](ctx context.Context, c *Client, op *Operation, in schema.Shape, opts []CallOption) (*Out, error) {
	out := new(Out)
	if err := c.invoke(ctx, op, in, P(out), nil, opts); err != nil {
		return nil, err
	}
	return out, nil
}

// Signer proves who sends a request.
type Signer interface {
	// Sign adds to req what proves it. payloadHash is the hex SHA-256 of the body, or UNSIGNED-PAYLOAD; at is the time of
	// signing as the server's clock has it. It is called once an attempt.
	Sign(ctx context.Context, req *http.Request, payloadHash string, at time.Time) error
}

// Retryer decides whether and when a failed attempt is made again. Those of aws-sdk-go-v2's package aws/retry fit.
type Retryer = aws.Retryer
