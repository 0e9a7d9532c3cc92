// Signing the events that are the body of a request.

package sigv4

import (
	"context"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
)

var _ rt.StreamSigner = (*Signer)(nil)

// eventsHash stands where a signature has the hash of the body, if that is a stream of events.
const eventsHash = "STREAMING-AWS4-HMAC-SHA256-EVENTS"

// SignStream adds the headers of the signature of a request whose body is a stream of events. What it returns signs those
// with the same credentials, the first on top of the request's signature and each on top of the one before.
func (s *Signer) SignStream(ctx context.Context, r *rt.Signing) (rt.EventSigner, error) {
	c, err := s.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	r.PayloadHash = eventsHash
	seed := s.sign(&c, r)
	t := s.terms(r)
	events := v4.NewStreamSigner(c, t.service, t.region, seed[:])
	return func(ctx context.Context, header, payload []byte, at time.Time) ([]byte, error) {
		return events.GetSignature(ctx, header, payload, at)
	}, nil
}
