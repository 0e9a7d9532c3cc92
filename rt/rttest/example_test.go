package rttest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/rttest"
)

// retries is code under test: it says how often a function is tried again, and zero for one without settings.
func retries(ctx context.Context, client lambda.API, function string) (int32, error) {
	out, err := client.GetFunctionEventInvokeConfig(ctx, &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: function})
	var missing *lambda.ResourceNotFoundException
	switch {
	case errors.As(err, &missing):
		return 0, nil
	case err != nil:
		return 0, err
	}
	return *out.MaximumRetryAttempts, nil
}

// lambdaWith makes a client whose requests go to d and nowhere else.
func lambdaWith(d rt.Doer) *lambda.Client {
	client, err := lambda.New(lambda.Config{
		Region: "us-west-2",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret"}, nil
		}),
		Options: rt.Options{HTTPClient: d},
	})
	if err != nil {
		panic(err)
	}
	return client
}

// noSettings is a double of the client, for functions without settings.
type noSettings struct{ lambda.API }

func (noSettings) GetFunctionEventInvokeConfig(
	context.Context, *lambda.GetFunctionEventInvokeConfigRequest, ...rt.CallOption,
) (*lambda.FunctionEventInvokeConfig, error) {
	return nil, &lambda.ResourceNotFoundException{}
}

// Without this package: a double has the methods that the code under test calls, and nothing of the client is run.
func Example_double() {
	fmt.Println(retries(context.Background(), noSettings{}, "one"))
	// Output: 0 <nil>
}

// The answers come in their order, one for each request. In a test, its t comes first: it fails for a request without an
// answer, and for an answer that nobody asked for.
func Example() {
	fake := rttest.NewFake(nil,
		rttest.Throttle(),
		rttest.OK(&lambda.FunctionEventInvokeConfig{MaximumRetryAttempts: new(int32(2))}),
		rttest.Fail(&lambda.ResourceNotFoundException{Message: new("no such function")}),
	)
	client := lambdaWith(fake)
	for _, function := range []string{"one", "two"} {
		n, err := retries(context.Background(), client, function)
		fmt.Println(function, n, err)
	}
	for _, r := range fake.Requests() {
		in, _ := r.Input.(*lambda.GetFunctionEventInvokeConfigRequest)
		fmt.Println(r.Operation, in.FunctionName, "attempt", r.Attempt)
	}
	fmt.Println(fake.Err())
	// Output:
	// one 2 <nil>
	// two 0 <nil>
	// GetFunctionEventInvokeConfig one attempt 1
	// GetFunctionEventInvokeConfig one attempt 2
	// GetFunctionEventInvokeConfig two attempt 1
	// <nil>
}

// Operations may have answers of their own, which matters where calls are made side by side.
func ExampleFake_On() {
	fake := rttest.NewFake(nil).
		On("GetFunctionEventInvokeConfig", rttest.OK(&lambda.FunctionEventInvokeConfig{MaximumRetryAttempts: new(int32(1))}).Always()).
		On("DeleteFunctionEventInvokeConfig", rttest.Refuse(http.StatusForbidden, "AccessDeniedException", "not yours"))
	client := lambdaWith(fake)
	_, err := client.DeleteFunctionEventInvokeConfig(context.Background(), &lambda.DeleteFunctionEventInvokeConfigRequest{FunctionName: "one"})
	fmt.Println(err)
	fmt.Println(retries(context.Background(), client, "one"))
	// Output:
	// DeleteFunctionEventInvokeConfig: AccessDeniedException: not yours (HTTP status 403, request id 00000000-0000-4000-8000-000000000001)
	// 1 <nil>
}

// A function makes an answer of what the caller asked for.
func ExampleFunc() {
	fake := rttest.NewFake(nil, rttest.Func(func(r *rttest.Request) rttest.Answer {
		in, _ := r.Input.(*lambda.GetFunctionEventInvokeConfigRequest)
		return rttest.OK(&lambda.FunctionEventInvokeConfig{MaximumRetryAttempts: new(int32(len(in.FunctionName)))})
	}).Always())
	fmt.Println(retries(context.Background(), lambdaWith(fake), "xx"))
	fmt.Println(retries(context.Background(), lambdaWith(fake), "x"))
	// Output:
	// 2 <nil>
	// 1 <nil>
}

// Faults of the network are answers too: here a connection that breaks, a reply that breaks off, and one that comes too late.
func ExampleDrop() {
	out := rttest.OK(&lambda.FunctionEventInvokeConfig{MaximumRetryAttempts: new(int32(2))})
	fake := rttest.NewFake(nil, rttest.Drop(), rttest.Cut(3, out), out, rttest.Delay(time.Hour, out))
	client := lambdaWith(fake)
	fmt.Println(retries(context.Background(), client, "one"))
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := retries(ctx, client, "one")
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output:
	// 2 <nil>
	// true
}

// A recording is made once, with the real service, and is replayed in tests. Here a fake stands for the service.
func ExampleNewRecorder() {
	folder, err := os.MkdirTemp("", "recordings")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "retries.json")

	service := rttest.NewFake(nil, rttest.OK(&lambda.FunctionEventInvokeConfig{MaximumRetryAttempts: new(int32(2))}))
	recorder := rttest.NewRecorder(nil, path, service, rttest.Tape{}) // nil for service: the network
	fmt.Println(retries(context.Background(), lambdaWith(recorder), "one"))
	fmt.Println(recorder.Close()) // which a test's end does by itself

	text, err := os.ReadFile(path)
	fmt.Println(strings.Contains(string(text), "Authorization"), err)

	replayer := rttest.NewReplayer(nil, path, rttest.Tape{})
	fmt.Println(retries(context.Background(), lambdaWith(replayer), "one"))
	fmt.Println(replayer.Err())
	// Output:
	// 2 <nil>
	// <nil>
	// false <nil>
	// 2 <nil>
	// <nil>
}
