// Package sigv4 signs requests with AWS Signature Version 4 and knows the addresses of AWS services.
package sigv4

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/internal/awsv4"
)

// Signer signs the requests of one service in one Region. It is safe for concurrent use.
type Signer struct {
	awsv4.Identity
	service     string
	region      string
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
	_ rt.AuthScheme = (*Signer)(nil)
	_ rt.Refusable  = (*Signer)(nil)
)

// New returns a signer for the service's signing name. It keeps the credentials until they expire; those of
// aws-sdk-go-v2's config.LoadDefaultConfig do so by themselves.
func New(service, region string, credentials aws.CredentialsProvider, opts ...Option) (*Signer, error) {
	if region == "" {
		return nil, errors.New("the configuration has no Region, which the signature needs: set Region, such as \"us-west-2\"")
	}
	if !validRegion(region) {
		return nil, fmt.Errorf("%q is not the name of a Region, such as \"us-west-2\"", region)
	}
	if credentials == nil {
		return nil, errors.New("the configuration has no Credentials: set them, such as those of aws-sdk-go-v2's config.LoadDefaultConfig")
	}
	s := &Signer{Identity: awsv4.NewIdentity(credentials), service: service, region: region}
	for _, opt := range opts {
		opt(s)
	}
	return s, nil
}

// Scheme is New for generated constructors: nil without credentials, and a scheme that signs nothing for
// [aws.AnonymousCredentials]. What else is wrong [rt.NewClient] finds in it.
func Scheme(service, region string, credentials aws.CredentialsProvider, opts ...Option) rt.AuthScheme {
	if credentials == nil {
		return nil
	}
	if aws.IsCredentialsProvider(credentials, (*aws.AnonymousCredentials)(nil)) {
		return rt.Anonymous(rt.SigV4)
	}
	s, err := New(service, region, credentials, opts...)
	if err != nil {
		return rt.Broken(rt.SigV4, err)
	}
	return s
}

// With returns a signer that is like s and has other credentials.
func (s *Signer) With(credentials aws.CredentialsProvider) *Signer {
	return &Signer{
		Identity: awsv4.NewIdentity(credentials), service: s.service, region: s.region,
		plainPath: s.plainPath, contentHash: s.contentHash, openPresign: s.openPresign,
	}
}

// SchemeID is the id of the trait aws.auth#sigv4.
func (*Signer) SchemeID() string { return rt.SigV4 }

// Refused gets other credentials where a service says that the ones it was sent have expired.
func (s *Signer) Refused(ctx context.Context, r *rt.Refusal) bool {
	h := r.Request.Header
	return s.Renew(ctx, r.Code, awsv4.KeyID(h.Get("Authorization")), h.Get("X-Amz-Security-Token"))
}

// Sign adds the headers of the signature; an error when there are no credentials. What the endpoint says of the signature
// goes before what the signer was made for.
func (s *Signer) Sign(ctx context.Context, r *rt.Signing) error {
	c, err := s.Retrieve(ctx)
	if err != nil {
		return err
	}
	s.sign(&c, r)
	return nil
}

// SignAs is Sign with other credentials than the signer's.
func (s *Signer) SignAs(_ context.Context, c aws.Credentials, r *rt.Signing) error {
	s.sign(&c, r)
	return nil
}

const algorithm = "AWS4-HMAC-SHA256"

// sign adds the headers of the signature, and returns it.
func (s *Signer) sign(c *aws.Credentials, r *rt.Signing) (signature [sha256.Size]byte) {
	t := s.terms(r)
	values := [...]string{t.at.Format(awsv4.LongTime), c.SessionToken, r.PayloadHash, ""}
	h := r.Request.Header
	h["X-Amz-Date"] = values[0:1:1]
	if c.SessionToken != "" {
		h["X-Amz-Security-Token"] = values[1:2:2]
	}
	if s.contentHash || len(r.PayloadHash) != hex.EncodedLen(sha256.Size) { // a word cannot be found by reading the body
		h["X-Amz-Content-Sha256"] = values[2:3:3]
	}
	sum, headers := awsv4.Sum(r.Request, r.PayloadHash, t.plain)
	signature = s.seal(c, &t, &sum)
	var text [2 * sha256.Size]byte
	hex.Encode(text[:], signature[:])
	values[3] = awsv4.Authorization(algorithm, c.AccessKeyID, t.scope, headers, text[:])
	h["Authorization"] = values[3:]
	return signature
}

// terms are what a signature is made for.
type terms struct {
	service string
	region  string
	plain   bool // the path is signed as it is sent
	at      time.Time
	day     string
	scope   string
}

func (s *Signer) terms(r *rt.Signing) terms {
	t := terms{service: s.service, region: s.region, plain: s.plainPath, at: r.At.UTC()}
	if e := r.Scheme; e != nil {
		t.service, t.region = cmp.Or(e.SigningName, t.service), cmp.Or(e.SigningRegion, t.region)
		t.plain = t.plain || e.DisableDoubleEncoding
	}
	if last := s.last.Load(); last != nil && last.service == t.service && last.region == t.region && last.holds(t.at) {
		t.day, t.scope = last.day, last.scope
		return t
	}
	t.day = t.at.Format(awsv4.ShortTime)
	t.scope = t.day + "/" + t.region + "/" + t.service + "/aws4_request"
	return t
}

// seal signs the sum of a canonical form.
func (s *Signer) seal(c *aws.Credentials, t *terms, sum *[sha256.Size]byte) (signature [sha256.Size]byte) {
	var text [256]byte
	h := hmac.New(sha256.New, s.key(c, t))
	_, _ = h.Write(awsv4.Statement(text[:0], algorithm, t.scope, t.at, sum))
	h.Sum(signature[:0])
	return signature
}

// derived is a key for the requests of a day, to one service in one Region.
type derived struct {
	service, region, day, scope string

	from   time.Time // when the day begins
	secret string    // the key that it was derived from
	key    []byte
}

func (d *derived) holds(at time.Time) bool {
	since := at.Sub(d.from)
	return since >= 0 && since < 24*time.Hour
}

// key returns the key for a signature. The last one is kept, since it mostly serves a whole day.
func (s *Signer) key(c *aws.Credentials, t *terms) []byte {
	if last := s.last.Load(); last != nil && last.secret == c.SecretAccessKey && last.scope == t.scope {
		return last.key
	}
	key := []byte("AWS4" + c.SecretAccessKey)
	for _, part := range [...]string{t.day, t.region, t.service, "aws4_request"} {
		h := hmac.New(sha256.New, key)
		_, _ = h.Write([]byte(part))
		key = h.Sum(nil)
	}
	s.last.Store(&derived{
		service: t.service, region: t.region, day: t.day, scope: t.scope,
		from: t.at.Truncate(24 * time.Hour), secret: c.SecretAccessKey, key: key,
	})
	return key
}

// Endpoint returns custom if it is set, and else the address of a regional AWS service, whose name in it is prefix.
func Endpoint(custom, prefix, region string) (string, error) {
	if custom != "" {
		return custom, nil
	}
	if region == "" {
		return "", errors.New("the configuration has no Region: set Region, such as \"us-west-2\", or Endpoint")
	}
	if !validRegion(region) {
		return "", fmt.Errorf("%q is not the name of a Region, such as \"us-west-2\": set Region or Endpoint", region)
	}
	partition, _ := endpoints.PartitionOf(region)
	return "https://" + prefix + "." + region + "." + partition.DNSSuffix, nil
}

// validRegion keeps anything that is not one label of a host's name out of addresses and signatures.
func validRegion(region string) bool {
	if region == "" || len(region) > 63 || strings.HasPrefix(region, "-") || strings.HasSuffix(region, "-") {
		return false
	}
	for i := range len(region) {
		c := region[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}
