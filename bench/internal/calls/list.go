//go:build full

// ListFunctions: next to no request, a large reply.

package calls

import (
	"context"

	peerlambda "github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/smithwright/smithwright/bench/testdata/lambda"
	"github.com/smithwright/smithwright/rt"
)

func listFunctions(doer Doer) (Pair, error) {
	ours, err := lambda.New(lambda.Config{
		Region: region, Credentials: credentials(), Options: rt.Options{HTTPClient: doer},
	})
	if err != nil {
		return Pair{}, err
	}
	cfg, err := peerConfig(doer)
	if err != nil {
		return Pair{}, err
	}
	theirs := peerlambda.NewFromConfig(cfg)
	return Pair{
		Ours: func(ctx context.Context) (any, error) {
			return ours.ListFunctions(ctx, &lambda.ListFunctionsRequest{})
		},
		Peer: func(ctx context.Context) (any, error) {
			return theirs.ListFunctions(ctx, &peerlambda.ListFunctionsInput{})
		},
	}, nil
}
