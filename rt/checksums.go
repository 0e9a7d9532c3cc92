// Checksums of bodies: what package rt/checksum, which only the code of operations that have them links, needs of a call.

package rt

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"

	"github.com/smithwright/smithwright/rt/schema"
)

// ChecksumPolicy says when checksums go with bodies, of operations whose model says that they can.
type ChecksumPolicy uint8

// The policies. A checksum that a request asks for by one of its members is sent and verified with either.
const (
	WhenSupported ChecksumPolicy = iota // wherever the operation can
	WhenRequired                        // only where the service refuses to do without
)

// WithChecksums says when checksums go with the bodies of this call: with its request's, and with its reply's.
func WithChecksums(request, response ChecksumPolicy) CallOption {
	return WithOptions(func(o *Options) { o.RequestChecksums, o.ResponseChecksums = request, response })
}

// Checksummer makes the checksums of an operation's requests and verifies those of its replies. Package rt/checksum has one.
type Checksummer interface {
	// Prepare returns what finds the checksum of a request's body, or nil if none is to be sent, and sets the headers that
	// tell of that, and those that ask for the reply's. An error says that the request wants what cannot be had.
	Prepare(in schema.Shape, h http.Header, request, response ChecksumPolicy) (Digest, error)

	// Verify has a reply's body verified while it is read, if that can be, and returns the algorithm; "" if not. sent are the
	// headers of the request. Reading then ends with a [*ChecksumError] where all else is as it should be.
	Verify(in schema.Shape, sent http.Header, resp *http.Response) string
}

// Trailer is a [Digest] that can also come behind the body, which then goes out in pieces and is read only once.
type Trailer interface {
	Digest

	// Announce sets the headers of a body in pieces and returns its length. length is that of the body itself, signed says
	// whether each piece is signed, and hash is what stands for the body in the signature of the request.
	Announce(h http.Header, length int64, signed bool) (encoded int64, hash string)

	// Pieces returns a body of that length in pieces; sign is nil where they are not signed. It can be called for each
	// attempt.
	Pieces(body io.Reader, length int64, sign PieceSignature) io.Reader
}

// PieceSigner is a [Signer] that can also prove who sends each of the pieces of a request's body.
type PieceSigner interface {
	Signer

	// SignPieces is Sign for a request whose body goes out in pieces, as s.PayloadHash tells, and returns what signs those.
	SignPieces(ctx context.Context, s *Signing) (PieceSignature, error)
}

// PieceSignature returns the signature, in hex, of the next piece, which covers those of the pieces before it. sum is the
// piece's SHA-256; trailer says that it is what comes behind the body.
type PieceSignature func(sum [sha256.Size]byte, trailer bool) string

// ChecksumError is a reply whose body is not the one that its checksum was made of: it was damaged on its way.
type ChecksumError struct {
	Algorithm string // such as "CRC32"
	Want      string // the checksum that came with the reply
	Got       string // that of the body
}

func (e *ChecksumError) Error() string {
	return "the body was damaged: its " + e.Algorithm + " is " + e.Got + " and should be " + cut(e.Want, maxCode)
}

// damaged reports whether a body came as a whole, and is another one than it should be.
func damaged(err error) bool {
	var e *ChecksumError
	return errors.As(err, &e)
}

// RetryableError returns true: the same request may bring an undamaged reply.
func (*ChecksumError) RetryableError() bool { return true }
