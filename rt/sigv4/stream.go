// Signing the events that are the body of a request.

package sigv4

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
)

var _ rt.StreamSigner = (*Signer)(nil)

// eventsHash stands where a signature has the hash of the body, if that is a stream of events.
const eventsHash = "STREAMING-AWS4-HMAC-SHA256-EVENTS"

// SignStream adds the headers of the signature of a request whose body is a stream of events. What it returns signs those
// with the same credentials, the first on top of the request's signature and each on top of the one before.
func (s *Signer) SignStream(ctx context.Context, req *http.Request, at time.Time) (rt.EventSigner, error) {
	c, err := s.credentials.Retrieve(ctx)
	if err != nil {
		return nil, fmt.Errorf("getting credentials: %w", err)
	}
	req.Header.Set("X-Amz-Content-Sha256", eventsHash)
	if err := s.signer.SignHTTP(ctx, c, req, eventsHash, s.service, s.region, at); err != nil {
		return nil, err
	}
	seed, err := signature(req.Header.Get("Authorization"))
	if err != nil {
		return nil, err
	}
	events := v4.NewStreamSigner(c, s.service, s.region, seed)
	return func(ctx context.Context, header, payload []byte, at time.Time) ([]byte, error) {
		return events.GetSignature(ctx, header, payload, at)
	}, nil
}

// signature finds the signature in the header that has it.
func signature(authorization string) ([]byte, error) {
	_, text, found := strings.Cut(authorization, "Signature=")
	if !found {
		return nil, errors.New("the request has no signature for the events to begin with")
	}
	return hex.DecodeString(text)
}
