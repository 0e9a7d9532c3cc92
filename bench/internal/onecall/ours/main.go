// Command ours makes one call with the package that this repository ships.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
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
