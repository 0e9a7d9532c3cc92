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
	Name       string         // the operation's name in the model
	Method     string         // the HTTP method
	Path       string         // the URI template, with labels in braces and fixed query parameters
	HostPrefix string         // what comes before the endpoint's host, with labels in braces; usually empty
	Errors     []schema.Shape // typed nil pointers to the structs of the errors that the model names

	Anonymous       bool // the request is not signed
	UnsignedPayload bool // the signature leaves the body out
	ChecksumMD5     bool // the request carries a Content-MD5 header
}

// Service is what the runtime knows of a service. Generated code holds one.
type Service struct {
	ID      string // such as "Lambda"
	Version string // the version of the API, such as "2015-03-31"
}

// Spec is all that makes a client. Generated constructors fill it.
type Spec struct {
	Service  *Service
	Protocol Protocol
	Auth     Signer // nil: requests are not signed
	Endpoint string // an absolute URL; its path, if any, comes before each operation's
	Options  Options
}

// Client makes the calls of one service. It is safe for concurrent use.
type Client struct {
	service   *Service
	protocol  Protocol
	auth      Signer
	endpoint  *url.URL
	userAgent []string
	options   Options
	skew      atomic.Int64 // what to add to the clock for the server's time, in nanoseconds
}

// NewClient checks spec and returns a client. It makes no call.
func NewClient(spec Spec) (*Client, error) {
	endpoint, err := parseEndpoint(spec.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec.Service.ID, err)
	}
	c := &Client{
		service:  spec.Service,
		protocol: spec.Protocol,
		auth:     spec.Auth,
		endpoint: endpoint,
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

func parseEndpoint(endpoint string) (*url.URL, error) {
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
	if err := c.invoke(ctx, op, in, P(out), opts); err != nil {
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
