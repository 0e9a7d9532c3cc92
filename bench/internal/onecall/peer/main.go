// Command peer makes one call with aws-sdk-go-v2, in the way that links the least of it: without package config.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

func main() {
	client := lambda.New(lambda.Options{
		Region: "us-west-2",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: os.Getenv("AWS_ACCESS_KEY_ID"), SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY")}, nil
		}),
	})
	out, err := client.UpdateFunctionEventInvokeConfig(context.Background(), &lambda.UpdateFunctionEventInvokeConfigInput{
		FunctionName:         aws.String("my-function"),
		MaximumRetryAttempts: aws.Int32(1),
	})
	fmt.Println(out, err)
}
