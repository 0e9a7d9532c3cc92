//go:build full

// ListFunctions: next to no request, a large reply.

package calls

import (
	"context"

	peerlambda "github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/smithwright/smithwright/bench/internal/fulllambda"
	"github.com/smithwright/smithwright/rt"
)

// List reads a page of functions with the client of the full Lambda model.
var List = func(doer Doer) (Pair, error) {
	ours, err := fulllambda.New(fulllambda.Config{
		Region: region, Credentials: credentials(), Options: rt.Options{HTTPClient: doer},
	})
	if err != nil {
		return Pair{}, err
	}
	theirs, err := peer(doer)
	if err != nil {
		return Pair{}, err
	}
	return Pair{
		Ours: func(ctx context.Context) error {
			out, err := ours.ListFunctions(ctx, &fulllambda.ListFunctionsRequest{})
			if err == nil && (len(out.Functions) != listLength || *out.Functions[listLength-1].LoggingConfig.LogGroup != lastLogGroup) {
				err = errReply
			}
			return err
		},
		Peer: func(ctx context.Context) error {
			out, err := theirs.ListFunctions(ctx, &peerlambda.ListFunctionsInput{})
			if err == nil && (len(out.Functions) != listLength || *out.Functions[listLength-1].LoggingConfig.LogGroup != lastLogGroup) {
				err = errReply
			}
			return err
		},
	}, nil
}
