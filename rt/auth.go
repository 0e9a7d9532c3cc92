// How a call proves who makes it: the schemes that a client is configured for, and the choice of one.

package rt

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/schema"
)

// NoAuth is the scheme of a call that proves nothing.
const NoAuth = "smithy.api#noAuth"

// The schemes of AWS that the rules of a service's endpoints name, by the ids of their traits.
const (
	SigV4   = "aws.auth#sigv4"
	SigV4A  = "aws.auth#sigv4a"
	Express = "aws.auth#sigv4-s3express" // no trait has this one: only endpoints name it
)

// Signer proves who sends a request.
type Signer interface {
	// Sign adds to s.Request what proves it. It is called once an attempt.
	Sign(ctx context.Context, s *Signing) error
}

// Signing is what a [Signer] is told of a request.
type Signing struct {
	Request     *http.Request
	PayloadHash string    // the hex SHA-256 of the body, or a word that stands for it; UNSIGNED-PAYLOAD for the schemes of HTTP
	At          time.Time // the time of signing as the server's clock has it
	Operation   *Operation
	Input       schema.Shape // the request struct that the caller gave

	// Scheme is what the endpoint says of this way of signing, such as another name or Region; nil for nothing.
	Scheme *endpoints.AuthScheme
}

// AuthScheme is a way of proving who sends a request that a client has all for, such as credentials.
type AuthScheme interface {
	Signer

	// SchemeID is the id of the scheme's trait, such as "aws.auth#sigv4".
	SchemeID() string
}

// schemeID is the id of a scheme that endpoints name.
func schemeID(name string) string {
	switch name {
	case "sigv4":
		return SigV4
	case "sigv4a":
		return SigV4A
	case "sigv4-s3express":
		return Express
	case "bearer":
		return BearerAuth
	}
	return name
}

// chooseAuth finds the first scheme of the operation's list that the client is configured for, in the caller's order of
// preference.
func (k *call) chooseAuth() error {
	list := k.op.Auth
	if list == nil {
		list = k.service.Auth
	}
	best, optional := -1, len(list) == 0
	for _, id := range list {
		if id == NoAuth {
			optional = true
		} else if s := k.scheme(id); s != nil {
			if rank := k.options.rank(id); best < 0 || rank < best {
				k.auth, best = s, rank
			}
		}
	}
	if _, ok := k.auth.(anonymous); ok {
		k.auth = nil
	} else if best < 0 && !optional {
		return errors.New("the operation asks who calls, and the configuration has " + lacking(list))
	}
	return nil
}

// scheme returns the client's scheme with that id; nil for none.
func (k *call) scheme(id string) AuthScheme {
	for _, s := range k.schemes {
		if s.SchemeID() == id {
			return s
		}
	}
	return nil
}

// hashed reports whether the call's scheme is told the hash of the body, which those of HTTP itself have no use for.
func (k *call) hashed() bool {
	return k.auth != nil && !strings.HasPrefix(k.auth.SchemeID(), "smithy.api#")
}

// obeyEndpoint replaces the scheme by the first that the endpoint names and the client is configured for, in the caller's order
// of preference, and keeps what the endpoint says of it. A scheme that endpoints say nothing of stays.
func (k *call) obeyEndpoint(list []endpoints.AuthScheme) error {
	if k.auth == nil || len(list) == 0 {
		return nil
	}
	if id := k.auth.SchemeID(); !strings.HasPrefix(id, "aws.auth#") &&
		!slices.ContainsFunc(list, func(a endpoints.AuthScheme) bool { return schemeID(a.Name) == id }) {
		return nil
	}
	best := -1
	for i := range list {
		id := schemeID(list[i].Name)
		if s := k.scheme(id); s != nil {
			if rank := k.options.rank(id); best < 0 || rank < best {
				k.auth, k.signing.Scheme, best = s, &list[i], rank
			}
		}
	}
	if best < 0 {
		return errors.New("the endpoint takes only signatures of the kind " + list[0].Name + ", which the client is not configured for")
	}
	return nil
}
