// Command update sets how often AWS Lambda tries an asynchronous event of a function again.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/smithwright/smithwright/generated/lambda"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	client, err := lambda.New(lambda.Config{Region: cfg.Region, Credentials: cfg.Credentials, Endpoint: aws.ToString(cfg.BaseEndpoint)})
	if err != nil {
		log.Fatal(err)
	}
	out, err := client.UpdateFunctionEventInvokeConfig(context.Background(), &lambda.UpdateFunctionEventInvokeConfigRequest{
		FunctionName:             os.Args[1],
		MaximumEventAgeInSeconds: new(int32(3600)),
		MaximumRetryAttempts:     new(int32(1)),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(aws.ToString(out.FunctionArn))
}
