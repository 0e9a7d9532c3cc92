// Who signs.

package awsv4

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Identity is the credentials of a client. It keeps them until they expire or a service says that they have.
type Identity struct {
	provider aws.CredentialsProvider
	renewing chan struct{}  // holds one while somebody asks for other credentials
	renewals *atomic.Uint64 // how often somebody has
}

// NewIdentity returns the identity of a provider, which it asks anew only when it has to. Those of aws-sdk-go-v2's
// config.LoadDefaultConfig do so by themselves.
func NewIdentity(provider aws.CredentialsProvider) Identity {
	if _, cached := provider.(*aws.CredentialsCache); !cached {
		provider = aws.NewCredentialsCache(provider)
	}
	return Identity{provider, make(chan struct{}, 1), new(atomic.Uint64)}
}

// Retrieve returns the credentials; an error if there are none.
func (i Identity) Retrieve(ctx context.Context) (aws.Credentials, error) {
	c, err := i.provider.Retrieve(ctx)
	if err != nil {
		return c, fmt.Errorf("getting credentials: %w", err)
	}
	return c, nil
}

// AccountID returns the id of the account that the credentials belong to, where their provider says so.
func (i Identity) AccountID(ctx context.Context) (string, error) {
	c, err := i.Retrieve(ctx)
	return c.AccountID, err
}

// AccessKeyID returns the id of the key that signs.
func (i Identity) AccessKeyID(ctx context.Context) (string, error) {
	c, err := i.Retrieve(ctx)
	return c.AccessKeyID, err
}

// expired are the codes of the errors by which services say that credentials have expired.
var expired = []string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}

// Expired reports whether the code of an error says that credentials have expired.
func Expired(code string) bool { return slices.Contains(expired, code) }

// Renew is told of the code of an error and of the key id and session token of the request that it answers. It reports
// whether there are other credentials now, for which it asks the provider if it has to. What one call learns counts for all that
// wait for it.
func (i Identity) Renew(ctx context.Context, code, keyID, token string) bool {
	if !Expired(code) {
		return false
	}
	before := i.renewals.Load()
	select {
	case i.renewing <- struct{}{}:
		defer func() { <-i.renewing }()
	case <-ctx.Done():
		return false
	}
	other := func() bool {
		c, err := i.provider.Retrieve(ctx)
		return err == nil && (c.AccessKeyID != keyID || c.SessionToken != token)
	}
	if other() {
		return true // another call has renewed them already
	}
	cache, ok := i.provider.(interface{ Invalidate() })
	if !ok || i.renewals.Load() != before {
		return false
	}
	cache.Invalidate()
	found := other()
	if ctx.Err() == nil {
		i.renewals.Add(1)
	}
	return found
}

// KeyID finds the id of the key in a header Authorization that this package made.
func KeyID(authorization string) string {
	_, rest, _ := strings.Cut(authorization, credential)
	id, _, _ := strings.Cut(rest, "/")
	return id
}

const credential = " Credential="

// Authorization is the value of the header of that name. scope is the scope of the signature, which is in hex.
func Authorization(algorithm, keyID, scope, signedHeaders string, signature []byte) string {
	const headers, sign = ", SignedHeaders=", ", Signature="
	var b strings.Builder
	b.Grow(len(algorithm) + len(credential) + len(keyID) + 1 + len(scope) + len(headers) + len(signedHeaders) + len(sign) + len(signature))
	b.WriteString(algorithm)
	b.WriteString(credential)
	b.WriteString(keyID)
	b.WriteByte('/')
	b.WriteString(scope)
	b.WriteString(headers)
	b.WriteString(signedHeaders)
	b.WriteString(sign)
	b.Write(signature)
	return b.String()
}
