//go:build full

// Endpoints: the rules of a service, once for each set of parameters.

package calls

import (
	"context"

	peerlambda "github.com/aws/aws-sdk-go-v2/service/lambda"
	peers3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/smithwright/smithwright/bench/testdata/lambda"
	"github.com/smithwright/smithwright/bench/testdata/s3"
)

const (
	accessPoint = "arn:aws:s3:us-west-2:123456789012:accesspoint/orders"
	directory   = "orders--usw2-az1--x-s3"
)

// endpoints are the endpoints that are resolved.
func endpoints() []Pair {
	return []Pair{
		lambdaEndpoint("endpoint of lambda"),
		s3Endpoint("endpoint of s3, virtual host", bucket),
		s3Endpoint("endpoint of s3, access point", accessPoint),
		s3Endpoint("endpoint of s3, directory bucket", directory),
	}
}

// address is what both sides say. Each writes it in one place, so that it counts as no allocation.
type address struct{ URL string }

func lambdaEndpoint(name string) Pair {
	var ours, theirs address
	in := lambda.EndpointParameters{Region: new(region)}
	peer, peerIn := peerlambda.NewDefaultEndpointResolverV2(), peerlambda.EndpointParameters{Region: new(region)}.WithDefaults()
	return Pair{
		Name: name,
		Ours: func(context.Context) (any, error) {
			p := in
			e, err := lambda.ResolveEndpoint(&p)
			ours.URL = e.URL
			return &ours, err
		},
		Peer: func(ctx context.Context) (any, error) {
			e, err := peer.ResolveEndpoint(ctx, peerIn)
			theirs.URL = e.URI.String()
			return &theirs, err
		},
	}
}

func s3Endpoint(name, bucket string) Pair {
	var ours, theirs address
	in := s3.EndpointParameters{Region: new(region), Bucket: &bucket}
	peer, peerIn := peers3.NewDefaultEndpointResolverV2(), peers3.EndpointParameters{Region: new(region), Bucket: &bucket}.WithDefaults()
	return Pair{
		Name: name,
		Ours: func(context.Context) (any, error) {
			p := in
			e, err := s3.ResolveEndpoint(&p)
			ours.URL = e.URL
			return &ours, err
		},
		Peer: func(ctx context.Context) (any, error) {
			e, err := peer.ResolveEndpoint(ctx, peerIn)
			theirs.URL = e.URI.String()
			return &theirs, err
		},
	}
}
