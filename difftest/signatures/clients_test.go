//go:build generated

// The clients of both sides.

package signatures

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	peerdynamodb "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	peeriam "github.com/aws/aws-sdk-go-v2/service/iam"
	peerlambda "github.com/aws/aws-sdk-go-v2/service/lambda"
	peerpolly "github.com/aws/aws-sdk-go-v2/service/polly"
	peerroute53 "github.com/aws/aws-sdk-go-v2/service/route53"
	peers3 "github.com/aws/aws-sdk-go-v2/service/s3"
	peersqs "github.com/aws/aws-sdk-go-v2/service/sqs"
	peersts "github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/smithwright/smithwright/difftest/signatures/testdata/dynamodb"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/iam"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/lambda"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/polly"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/route53"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/s3"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/sqs"
	"github.com/smithwright/smithwright/difftest/signatures/testdata/sts"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/sigv4"
	"github.com/smithwright/smithwright/rt/validate"
)

const region = "us-west-2"

var credentials = aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SessionToken: "the/token+=="}

var provider = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return credentials, nil })

// wire is an HTTP client that keeps the last request and sends none.
type wire struct {
	request *http.Request
	hash    string // of its body
}

var errKept = errors.New("nothing is sent")

func (w *wire) Do(r *http.Request) (*http.Response, error) {
	h := sha256.New()
	if r.Body != nil {
		if _, err := io.Copy(h, r.Body); err != nil {
			return nil, err
		}
	}
	w.request, w.hash = r, hex.EncodeToString(h.Sum(nil))
	return nil, errKept
}

// service is a service with a client of each side.
type service struct {
	ours, peers any
	presigns    any // the peer's client for presigned requests; nil for none
	ourWire     wire
	peerWire    wire
	plain       bool          // the path is signed as it is sent
	signer      *sigv4.Signer // ours
	unsigned    *http.Request // of ours, before it is signed
	now         time.Time     // of our clock; the machine's if zero
}

func (s *service) options() rt.Options {
	return rt.Options{
		HTTPClient: &s.ourWire, Retryer: aws.NopRetryer{}, SkipValidation: validate.All, DisableCompression: true,
		Clock: func() time.Time {
			if s.now.IsZero() {
				return time.Now()
			}
			return s.now
		},
		Interceptors: []rt.Interceptor{{BeforeSigning: func(ctx context.Context, a *rt.Attempt) error {
			s.unsigned = a.Request.Clone(ctx)
			return nil
		}}},
	}
}

func newService(t *testing.T, name string) *service {
	t.Helper()
	s := &service{plain: name == "s3"}
	cfg := aws.Config{Region: region, Credentials: provider, HTTPClient: &s.peerWire, Retryer: func() aws.Retryer { return aws.NopRetryer{} }}
	var err error
	signingName := name
	var opts []sigv4.Option
	switch name {
	case "dynamodb":
		s.ours, err = dynamodb.New(dynamodb.Config{Region: region, Credentials: provider, Options: s.options()})
		s.peers = peerdynamodb.NewFromConfig(cfg)
	case "iam":
		s.ours, err = iam.New(iam.Config{Region: region, Credentials: provider, Options: s.options()})
		s.peers = peeriam.NewFromConfig(cfg)
	case "lambda":
		s.ours, err = lambda.New(lambda.Config{Region: region, Credentials: provider, Options: s.options()})
		s.peers = peerlambda.NewFromConfig(cfg)
	case "polly":
		s.ours, err = polly.New(polly.Config{Region: region, Credentials: provider, Options: s.options()})
		s.presigns = peerpolly.NewPresignClient(peerpolly.NewFromConfig(cfg))
	case "route53":
		s.ours, err = route53.New(route53.Config{Region: region, Credentials: provider, Options: s.options()})
		s.peers = peerroute53.NewFromConfig(cfg)
	case "s3":
		s.ours, err = s3.New(s3.Config{Region: region, Credentials: provider, Options: s.options()})
		s.peers = peers3.NewFromConfig(cfg)
		s.presigns = peers3.NewPresignClient(peers3.NewFromConfig(cfg))
		opts = []sigv4.Option{sigv4.PlainPath, sigv4.ContentHash}
	case "sqs":
		s.ours, err = sqs.New(sqs.Config{Region: region, Credentials: provider, Options: s.options()})
		s.peers = peersqs.NewFromConfig(cfg)
	case "sts":
		s.ours, err = sts.New(sts.Config{Region: region, Credentials: provider, Options: s.options()})
		s.presigns = peersts.NewPresignClient(peersts.NewFromConfig(cfg))
	}
	if err != nil {
		t.Fatal(err)
	}
	if s.signer, err = sigv4.New(signingName, region, provider, opts...); err != nil {
		t.Fatal(err)
	}
	return s
}
