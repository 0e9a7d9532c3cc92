// Signatures in the query of a request.

package sigv4

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/awsv4"
)

var _ rt.Presigner = (*Signer)(nil)

// Presign puts the signature into the query. It returns the headers that have to be sent.
func (s *Signer) Presign(ctx context.Context, r *rt.Signing, expires time.Duration) (http.Header, error) {
	c, err := s.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	return s.PresignAs(ctx, c, r, expires)
}

// PresignAs is Presign with other credentials than the signer's.
func (s *Signer) PresignAs(_ context.Context, c aws.Credentials, r *rt.Signing, expires time.Duration) (http.Header, error) {
	t := s.terms(r)
	p := awsv4.Presigning{
		Algorithm: algorithm, KeyID: c.AccessKeyID, Token: c.SessionToken, Scope: t.scope,
		PayloadHash: r.PayloadHash, At: t.at, Expires: expires, Plain: t.plain,
		Seal: func(statement []byte) ([]byte, error) {
			h := hmac.New(sha256.New, s.key(&c, &t))
			_, _ = h.Write(statement)
			return h.Sum(nil), nil
		},
	}
	return p.Sign(r.Request)
}

// PresignsOpen reports whether presigned requests leave the body out.
func (s *Signer) PresignsOpen() bool { return s.openPresign }
