// What a wire protocol does for a client.

package rt

import (
	"io"
	"net/http"

	"github.com/smithwright/smithwright/rt/schema"
)

// Protocol turns requests into HTTP messages and replies into structs. Implementations hold no state of a call.
type Protocol interface {
	// Name is the protocol's name in Smithy, such as "restJson1".
	Name() string

	// Encode makes the message of a request. token gives the value of idempotency tokens that the caller left out.
	Encode(op *Operation, in schema.Shape, token func() string) (*Request, error)

	// Decode fills out from a reply with a status below 300.
	Decode(op *Operation, reply *Reply, out schema.Shape) error

	// ErrorOf tells the code and the message of a reply with any other status, both possibly empty; an error if the body is
	// not what the protocol sends.
	ErrorOf(reply *Reply) (code, message string, err error)

	// DecodeError fills the struct of an error of the model.
	DecodeError(reply *Reply, out schema.Shape) error
}

// Request is an HTTP message before it has a host.
type Request struct {
	HostPrefix string // of the operation, with its labels filled in
	Path       string // percent-encoded
	Query      string // percent-encoded, without the question mark
	Header     http.Header
	Body       []byte
	Stream     io.Reader // the body instead of Body, if not nil
}

// Reply is an HTTP message that came back.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte        // not kept once the reply is decoded
	Stream io.ReadCloser // the body instead of Body, of an operation that streams
}
