// Package sigv4a signs requests with AWS Signature Version 4A, whose signatures hold in several Regions: a key of ECDSA on the
// curve P-256 that is derived from the credentials signs what Version 4 signs, but for the Region. Services that are in no one
// Region ask for it, such as Amazon S3 for access points of many Regions. Only programs that call those link it.
package sigv4a

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/awsv4"
)

// Signer signs the requests of one service. It is safe for concurrent use.
type Signer struct {
	awsv4.Identity
	service     string
	regionSet   string
	plainPath   bool
	contentHash bool
	openPresign bool
	last        atomic.Pointer[derived] // the key that was made last
}

// Option changes how requests are signed, for services that differ from most.
type Option func(*Signer)

// PlainPath signs the path as it is sent, where most services want it percent-encoded once more.
func PlainPath(s *Signer) { s.plainPath = true }

// ContentHash sends the hash of the body in the header X-Amz-Content-Sha256 too.
func ContentHash(s *Signer) { s.contentHash = true }

// OpenPresign leaves the body out of the signatures of presigned requests, so that whoever has one may send any.
func OpenPresign(s *Signer) { s.openPresign = true }

var (
	_ rt.Refusable = (*Signer)(nil)
	_ rt.Presigner = (*Signer)(nil)
)

// New returns a signer for the service's signing name. regionSet are the Regions that its signatures hold in, with commas
// between; "*" stands for all, and for a part of a name. What an endpoint says of them goes before. The credentials are
// kept until they expire.
func New(service, regionSet string, credentials aws.CredentialsProvider, opts ...Option) (*Signer, error) {
	if credentials == nil {
		return nil, errors.New("the configuration has no Credentials: set them, such as those of aws-sdk-go-v2's config.LoadDefaultConfig")
	}
	for i := range len(regionSet) {
		c := regionSet[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && !strings.ContainsRune("-*,", rune(c)) {
			return nil, fmt.Errorf("%q is not a set of Regions, such as \"us-west-2\" or \"us-*,eu-*\"", regionSet)
		}
	}
	s := &Signer{Identity: awsv4.NewIdentity(credentials), service: service, regionSet: regionSet}
	for _, opt := range opts {
		opt(s)
	}
	return s, nil
}

// Scheme is New for generated constructors: nil without credentials, and a scheme that signs nothing for
// [aws.AnonymousCredentials]. What else is wrong [rt.NewClient] finds in it.
func Scheme(service, regionSet string, credentials aws.CredentialsProvider, opts ...Option) rt.AuthScheme {
	if credentials == nil {
		return nil
	}
	if aws.IsCredentialsProvider(credentials, (*aws.AnonymousCredentials)(nil)) {
		return rt.Anonymous(rt.SigV4A)
	}
	s, err := New(service, regionSet, credentials, opts...)
	if err != nil {
		return rt.Broken(rt.SigV4A, err)
	}
	return s
}

// SchemeID is the id of the trait aws.auth#sigv4a.
func (*Signer) SchemeID() string { return rt.SigV4A }

// Refused gets other credentials where a service says that the ones it was sent have expired.
func (s *Signer) Refused(ctx context.Context, r *rt.Refusal) bool {
	h := r.Request.Header
	return s.Renew(ctx, r.Code, awsv4.KeyID(h.Get("Authorization")), h.Get("X-Amz-Security-Token"))
}

const algorithm = "AWS4-ECDSA-P256-SHA256"

// Sign adds the headers of the signature; an error when there are no credentials.
func (s *Signer) Sign(ctx context.Context, r *rt.Signing) error {
	t, err := s.terms(ctx, r)
	if err != nil {
		return err
	}
	h := r.Request.Header
	h["X-Amz-Date"] = []string{t.at.Format(awsv4.LongTime)}
	h["X-Amz-Region-Set"] = []string{t.regionSet}
	if t.credentials.SessionToken != "" {
		h["X-Amz-Security-Token"] = []string{t.credentials.SessionToken}
	}
	if s.contentHash || len(r.PayloadHash) != hex.EncodedLen(sha256.Size) { // a word cannot be found by reading the body
		h["X-Amz-Content-Sha256"] = []string{r.PayloadHash}
	}
	sum, headers := awsv4.Sum(r.Request, r.PayloadHash, t.plain)
	signature, err := t.seal(awsv4.Statement(nil, algorithm, t.scope, t.at, &sum))
	if err != nil {
		return err
	}
	text := hex.AppendEncode(nil, signature)
	h["Authorization"] = []string{awsv4.Authorization(algorithm, t.credentials.AccessKeyID, t.scope, headers, text)}
	return nil
}

// Presign puts the signature into the query. It returns the headers that have to be sent.
func (s *Signer) Presign(ctx context.Context, r *rt.Signing, expires time.Duration) (http.Header, error) {
	t, err := s.terms(ctx, r)
	if err != nil {
		return nil, err
	}
	p := awsv4.Presigning{
		Algorithm: algorithm, KeyID: t.credentials.AccessKeyID, Token: t.credentials.SessionToken, Scope: t.scope,
		RegionSet: t.regionSet, PayloadHash: r.PayloadHash, At: t.at, Expires: expires, Plain: t.plain, Seal: t.seal,
	}
	return p.Sign(r.Request)
}

// PresignsOpen reports whether presigned requests leave the body out.
func (s *Signer) PresignsOpen() bool { return s.openPresign }

// terms are what a signature is made for, and with.
type terms struct {
	credentials aws.Credentials
	key         *ecdsa.PrivateKey
	regionSet   string
	plain       bool // the path is signed as it is sent
	at          time.Time
	scope       string
}

func (s *Signer) terms(ctx context.Context, r *rt.Signing) (*terms, error) {
	t := &terms{regionSet: s.regionSet, plain: s.plainPath, at: r.At.UTC()}
	service := s.service
	if e := r.Scheme; e != nil {
		service = cmp.Or(e.SigningName, service)
		t.plain = t.plain || e.DisableDoubleEncoding
		if len(e.SigningRegionSet) > 0 {
			t.regionSet = strings.Join(e.SigningRegionSet, ",")
		}
	}
	if t.regionSet == "" {
		return nil, errors.New("the configuration has no Region, which the signature needs: set Region, such as \"us-west-2\"")
	}
	var err error
	if t.credentials, err = s.Retrieve(ctx); err != nil {
		return nil, err
	}
	t.scope = t.at.Format(awsv4.ShortTime) + "/" + service + "/aws4_request"
	t.key, err = s.key(&t.credentials)
	return t, err
}

// seal signs a statement. No two signatures are alike.
func (t *terms) seal(statement []byte) ([]byte, error) {
	sum := sha256.Sum256(statement)
	return ecdsa.SignASN1(rand.Reader, t.key, sum[:])
}

// derived is a key with what it was derived from.
type derived struct {
	id, secret string
	key        *ecdsa.PrivateKey
}

// key returns the key of credentials. The last one is kept.
func (s *Signer) key(c *aws.Credentials) (*ecdsa.PrivateKey, error) {
	if last := s.last.Load(); last != nil && last.id == c.AccessKeyID && last.secret == c.SecretAccessKey {
		return last.key, nil
	}
	key, err := derive(c.AccessKeyID, c.SecretAccessKey)
	if err == nil {
		s.last.Store(&derived{c.AccessKeyID, c.SecretAccessKey, key})
	}
	return key, err
}

// derive makes the key of credentials, as FIPS 186-4, appendix B.4.2 has it: candidates come from the key derivation of NIST SP
// 800-108 in counter mode, with HMAC-SHA256, until one is small enough.
func derive(id, secret string) (*ecdsa.PrivateKey, error) {
	curve := elliptic.P256()
	limit := new(big.Int).Sub(curve.Params().N, big.NewInt(2))
	h := hmac.New(sha256.New, []byte("AWS4A"+secret))
	for try := 1; try <= 0xff; try++ {
		input := binary.BigEndian.AppendUint32(nil, 1) // one block of the hash is all that the key takes
		input = append(append(append(input, algorithm...), 0), id...)
		input = binary.BigEndian.AppendUint32(append(input, byte(try)), uint32(curve.Params().BitSize))
		h.Reset()
		_, _ = h.Write(input)
		candidate := new(big.Int).SetBytes(h.Sum(nil))
		if candidate.Cmp(limit) < 0 {
			raw := candidate.Add(candidate, big.NewInt(1)).FillBytes(make([]byte, sha256.Size))
			return ecdsa.ParseRawPrivateKey(curve, raw)
		}
	}
	return nil, errors.New("the credentials give no key for a signature of version 4A")
}
