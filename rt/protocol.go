// What a wire protocol does for a client.

package rt

import (
	"io"
	"net/http"
	"net/url"

	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol turns requests into HTTP messages and replies into structs. Implementations hold no state of a call.
type Protocol interface {
	// Name is the protocol's name in Smithy, such as "restJson1".
	Name() string

	// Encode makes the message of a request. token gives the value of idempotency tokens that the caller left out.
	Encode(s *Service, op *Operation, in schema.Shape, token func() string) (*Request, error)

	// Decode fills out from a reply with a status below 300.
	Decode(op *Operation, reply *Reply, out schema.Shape) error

	// ErrorOf tells what a reply with any other status says of itself; an error if the body is not what the protocol sends.
	ErrorOf(s *Service, reply *Reply) (Fault, error)

	// DecodeError fills the struct of an error of the model.
	DecodeError(reply *Reply, out schema.Shape) error
}

// Fault is what a reply that stands for an error says of itself. All of it may be empty.
type Fault struct {
	Shape   string // the name of the error's structure in the model, or its code in the query protocols
	Code    string // what the caller is told, where that differs from Shape
	Message string
	Side    smithy.ErrorFault // whose fault it is, where the reply says so
}

// Request is an HTTP message before it has a host.
type Request struct {
	Method     string
	HostPrefix string // what comes before the endpoint's host; of an operation's steps
	Path       string // percent-encoded
	Query      string // percent-encoded, without the question mark
	Header     http.Header
	Body       []byte
	Stream     io.Reader // the body instead of Body, if not nil

	// Filter, if not nil, is what Stream is read through, such as a compressor. It must give the same bytes each time.
	Filter func(io.Reader) io.Reader

	// For an operation's steps, which may change it: where the request goes, how it addresses a resource there, and whether the
	// user wants it without what the model puts before the host. The URL is shared by all calls: change it in a copy.
	Endpoint     *url.URL
	NoHostPrefix bool
}

// Reply is an HTTP message that came back.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte        // not kept once the reply is decoded
	Stream io.ReadCloser // the body instead of Body, of an operation that streams

	// MaxMemory is how many bytes each of what its headers and its body hold may take once it is decoded; 0 for any number.
	MaxMemory int64

	// RequestID is the id that the service gave the request in the body, which Decode and ErrorOf find; empty where the
	// protocol has none there.
	RequestID string
}
