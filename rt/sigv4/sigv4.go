// Package sigv4 signs requests with AWS Signature Version 4 and knows the addresses of AWS services.
package sigv4

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
)

// Signer signs the requests of one service in one Region. It is safe for concurrent use.
type Signer struct {
	service     string
	region      string
	credentials aws.CredentialsProvider
	signer      *v4.Signer
	plainPath   bool
	contentHash bool
}

// Option changes how requests are signed, for services that differ from most.
type Option func(*Signer)

// PlainPath signs the path as it is sent, where most services want it percent-encoded once more.
func PlainPath(s *Signer) { s.plainPath = true }

// ContentHash sends the hash of the body in the header X-Amz-Content-Sha256 too.
func ContentHash(s *Signer) { s.contentHash = true }

var _ rt.Signer = (*Signer)(nil)

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
	if _, cached := credentials.(*aws.CredentialsCache); !cached {
		credentials = aws.NewCredentialsCache(credentials)
	}
	s := &Signer{service: service, region: region, credentials: credentials}
	for _, opt := range opts {
		opt(s)
	}
	s.signer = v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = s.plainPath })
	return s, nil
}

// Sign adds the headers of the signature; an error when there are no credentials.
func (s *Signer) Sign(ctx context.Context, req *http.Request, payloadHash string, at time.Time) error {
	c, err := s.credentials.Retrieve(ctx)
	if err != nil {
		return fmt.Errorf("getting credentials: %w", err)
	}
	if s.contentHash {
		req.Header["X-Amz-Content-Sha256"] = []string{payloadHash}
	}
	query := req.URL.RawQuery // the signer puts its values in order, and so loses that of a list's elements
	err = s.signer.SignHTTP(ctx, c, req, payloadHash, s.service, s.region, at)
	req.URL.RawQuery = query
	return err
}

// usual is the DNS name under which the partition aws has its services.
const usual = "amazonaws.com"

// suffixes are the DNS names under which the partitions other than aws have their services, by the Regions' prefixes.
var suffixes = []struct{ prefix, suffix string }{
	{"cn-", "amazonaws.com.cn"},
	{"us-iso-", "c2s.ic.gov"},
	{"us-isob-", "sc2s.sgov.gov"},
	{"us-isof-", "csp.hci.ic.gov"},
	{"eu-isoe-", "cloud.adc-e.uk"},
	{"eusc-", "amazonaws.eu"},
}

// Endpoint returns custom if it is set, and else the address of a regional AWS service, whose name in it is prefix.
func Endpoint(custom, prefix, region string) (string, error) {
	if custom != "" {
		return custom, nil
	}
	if !validRegion(region) {
		return "", fmt.Errorf("%q is not the name of a Region, such as \"us-west-2\": set Region or Endpoint", region)
	}
	return "https://" + prefix + "." + region + "." + suffixOf(region), nil
}

// suffixOf returns the DNS name under which a Region's services are.
func suffixOf(region string) string {
	for _, s := range suffixes {
		if strings.HasPrefix(region, s.prefix) {
			return s.suffix
		}
	}
	return usual
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
