// Command onecall makes one call: what of a generated package does the linker keep for it?
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
)

func main() {
	client, err := lambda.New(lambda.Config{Region: "us-west-2", Credentials: aws.AnonymousCredentials{}})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(client.GetFunctionEventInvokeConfig(context.Background(), &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: os.Args[1]}))
}
