//go:build full

// Command full makes one call with the package of the full Lambda model.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	lambda "github.com/smithwright/smithwright/bench/internal/fulllambda"
)

func main() {
	client, err := lambda.New(lambda.Config{
		Region: "us-west-2",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: os.Getenv("AWS_ACCESS_KEY_ID"), SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY")}, nil
		}),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out, err := client.UpdateFunctionEventInvokeConfig(context.Background(), &lambda.UpdateFunctionEventInvokeConfigRequest{
		FunctionName:         "my-function",
		MaximumRetryAttempts: new(int32(1)),
	})
	fmt.Println(out, err)
}
