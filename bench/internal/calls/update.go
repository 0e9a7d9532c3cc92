// UpdateFunctionEventInvokeConfig: a small request, a small reply.

package calls

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	peerlambda "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

const (
	functionARN = "arn:aws:lambda:us-west-2:123456789012:function:my-function:v1"
	successARN  = "arn:aws:sqs:us-west-2:123456789012:done"
	failureARN  = "arn:aws:sns:us-west-2:123456789012:failed"
)

var updateReply = []byte(`{"DestinationConfig":{"OnFailure":{"Destination":"` + failureARN + `"},` +
	`"OnSuccess":{"Destination":"` + successARN + `"}},"FunctionArn":"` + functionARN + `",` +
	`"LastModified":1.767323045123E9,"MaximumEventAgeInSeconds":3600,"MaximumRetryAttempts":1}`)

// update is the call with every member set. Filling in the request is not part of what is measured.
func update(doer Doer) (Pair, error) { return updateWith(rt.Options{HTTPClient: doer}) }

// updateWithAll is the same with what a client can have besides switched on, on our side alone: time limits of attempts and
// of calls, an interceptor, and somebody who is told of all that happens.
func updateWithAll(doer Doer) (Pair, error) {
	return updateWith(rt.Options{
		HTTPClient: doer, AttemptTimeout: time.Minute, CallTimeout: time.Hour, Telemetry: listener{},
		Interceptors: []rt.Interceptor{{AfterResponse: func(context.Context, *rt.Attempt) error { return nil }}},
	})
}

// listener is told of calls and keeps nothing of it.
type listener struct{}

func (listener) StartCall(ctx context.Context, _ *rt.CallInfo) context.Context       { return ctx }
func (listener) EndCall(context.Context, *rt.CallInfo)                               {}
func (listener) StartAttempt(ctx context.Context, _ *rt.AttemptInfo) context.Context { return ctx }
func (listener) EndAttempt(context.Context, *rt.AttemptInfo)                         {}
func (listener) Retry(context.Context, *rt.RetryInfo)                                {}

// updateWith makes the call with options of ours.
func updateWith(options rt.Options) (Pair, error) {
	doer := options.HTTPClient
	ours, err := lambda.New(lambda.Config{Region: region, Credentials: credentials(), Options: options})
	if err != nil {
		return Pair{}, err
	}
	cfg, err := peerConfig(doer)
	if err != nil {
		return Pair{}, err
	}
	theirs := peerlambda.NewFromConfig(cfg)
	in := &lambda.UpdateFunctionEventInvokeConfigRequest{
		FunctionName: "my-function",
		Qualifier:    new("v1"),
		DestinationConfig: &lambda.DestinationConfig{
			OnSuccess: &lambda.OnSuccess{Destination: new(successARN)},
			OnFailure: &lambda.OnFailure{Destination: new(failureARN)},
		},
		MaximumEventAgeInSeconds: new(int32(3600)),
		MaximumRetryAttempts:     new(int32(1)),
	}
	peerIn := &peerlambda.UpdateFunctionEventInvokeConfigInput{
		FunctionName: aws.String("my-function"),
		Qualifier:    aws.String("v1"),
		DestinationConfig: &types.DestinationConfig{
			OnSuccess: &types.OnSuccess{Destination: aws.String(successARN)},
			OnFailure: &types.OnFailure{Destination: aws.String(failureARN)},
		},
		MaximumEventAgeInSeconds: aws.Int32(3600),
		MaximumRetryAttempts:     aws.Int32(1),
	}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.UpdateFunctionEventInvokeConfig(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.UpdateFunctionEventInvokeConfig(ctx, peerIn) },
	}, nil
}
