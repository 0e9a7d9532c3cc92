// Each operation: the request that it makes of its example, and what comes of every reply that the model has.

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

// operation is a call with the input of the model's example, and the messages of both sides.
type operation struct {
	name   string
	call   func(context.Context, *lambda.Client, ...rt.CallOption) (any, error)
	method string
	path   string
	query  string
	body   string // JSON
	status int
	reply  string
	want   any
	errors []string
}

const (
	configPath = "/2019-09-25/functions/my-function/event-invoke-config"
	arn        = "arn:aws:lambda:us-east-2:123456789012:function:my-function"
	queue      = "arn:aws:sqs:us-east-2:123456789012:destination"
)

var (
	readErrors  = []string{"InvalidParameterValueException", "ResourceNotFoundException", "ServiceException", "TooManyRequestsException"}
	writeErrors = append([]string{"ResourceConflictException"}, readErrors...)
)

var operations = []operation{
	{
		name: "PutFunctionEventInvokeConfig",
		call: func(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) (any, error) {
			return c.PutFunctionEventInvokeConfig(ctx, &lambda.PutFunctionEventInvokeConfigRequest{
				FunctionName: "my-function", MaximumEventAgeInSeconds: new(int32(3600)), MaximumRetryAttempts: new(int32(0)),
			}, opts...)
		},
		method: "PUT", path: configPath, body: `{"MaximumEventAgeInSeconds":3600,"MaximumRetryAttempts":0}`,
		status: 200,
		reply: `{"LastModified":1479757760.006,"FunctionArn":"` + arn + `:$LATEST","MaximumRetryAttempts":0,
			"MaximumEventAgeInSeconds":3600,"DestinationConfig":{"OnSuccess":{},"OnFailure":{}}}`,
		want: &lambda.FunctionEventInvokeConfig{
			LastModified: new(time.Date(2016, 11, 21, 19, 49, 20, 6e6, time.UTC)), FunctionArn: new(arn + ":$LATEST"),
			MaximumRetryAttempts: new(int32(0)), MaximumEventAgeInSeconds: new(int32(3600)),
			DestinationConfig: &lambda.DestinationConfig{OnSuccess: &lambda.OnSuccess{}, OnFailure: &lambda.OnFailure{}},
		},
		errors: writeErrors,
	},
	{
		name: "UpdateFunctionEventInvokeConfig",
		call: func(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) (any, error) {
			return c.UpdateFunctionEventInvokeConfig(ctx, &lambda.UpdateFunctionEventInvokeConfigRequest{
				FunctionName: "my-function", DestinationConfig: &lambda.DestinationConfig{OnFailure: &lambda.OnFailure{Destination: new(queue)}},
			}, opts...)
		},
		method: "POST", path: configPath, body: `{"DestinationConfig":{"OnFailure":{"Destination":"` + queue + `"}}}`,
		status: 200,
		reply: `{"LastModified":1573687896.493,"FunctionArn":"` + arn + `:$LATEST","MaximumRetryAttempts":0,
			"MaximumEventAgeInSeconds":3600,"DestinationConfig":{"OnSuccess":{},"OnFailure":{"Destination":"` + queue + `"}}}`,
		want: &lambda.FunctionEventInvokeConfig{
			LastModified: new(time.Unix(1573687896, 493e6).UTC()), FunctionArn: new(arn + ":$LATEST"),
			MaximumRetryAttempts: new(int32(0)), MaximumEventAgeInSeconds: new(int32(3600)),
			DestinationConfig: &lambda.DestinationConfig{OnSuccess: &lambda.OnSuccess{}, OnFailure: &lambda.OnFailure{Destination: new(queue)}},
		},
		errors: writeErrors,
	},
	{
		name: "GetFunctionEventInvokeConfig",
		call: func(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) (any, error) {
			return c.GetFunctionEventInvokeConfig(ctx, &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: "my-function", Qualifier: new("BLUE")}, opts...)
		},
		method: "GET", path: configPath, query: "Qualifier=BLUE",
		status: 200,
		reply:  `{"FunctionArn":"` + arn + `:BLUE","LastModified":"2016-11-21T19:49:20.006Z","Unheard":{"Of":[1,2,{}]},"MaximumRetryAttempts":null}`,
		want: &lambda.FunctionEventInvokeConfig{
			LastModified: new(time.Date(2016, 11, 21, 19, 49, 20, 6e6, time.UTC)), FunctionArn: new(arn + ":BLUE"),
		},
		errors: readErrors,
	},
	{
		name: "DeleteFunctionEventInvokeConfig",
		call: func(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) (any, error) {
			return c.DeleteFunctionEventInvokeConfig(ctx, &lambda.DeleteFunctionEventInvokeConfigRequest{FunctionName: "my-function", Qualifier: new("GREEN")}, opts...)
		},
		method: "DELETE", path: configPath, query: "Qualifier=GREEN",
		status: 204,
		want:   &lambda.DeleteFunctionEventInvokeConfigOutput{},
		errors: writeErrors,
	},
	{
		name: "ListFunctionEventInvokeConfigs",
		call: func(ctx context.Context, c *lambda.Client, opts ...rt.CallOption) (any, error) {
			return c.ListFunctionEventInvokeConfigs(ctx, &lambda.ListFunctionEventInvokeConfigsRequest{
				FunctionName: "123456789012:function:my-function:v1", Marker: new("a&b=c d/+"), MaxItems: new(int32(2)),
			}, opts...)
		},
		method: "GET", path: "/2019-09-25/functions/123456789012%3Afunction%3Amy-function%3Av1/event-invoke-config/list",
		query:  "Marker=a%26b%3Dc%20d%2F%2B&MaxItems=2",
		status: 200,
		reply: `{"FunctionEventInvokeConfigs":[
			{"FunctionArn":"` + arn + `:GREEN","LastModified":1577824406.719,"MaximumEventAgeInSeconds":1800,"MaximumRetryAttempts":2},
			{"FunctionArn":"` + arn + `:BLUE","LastModified":1.577824396653E9,"MaximumEventAgeInSeconds":3600,"MaximumRetryAttempts":0}],"NextMarker":"more"}`,
		want: &lambda.ListFunctionEventInvokeConfigsResponse{
			FunctionEventInvokeConfigs: []lambda.FunctionEventInvokeConfig{
				{FunctionArn: new(arn + ":GREEN"), LastModified: new(time.Unix(1577824406, 719e6).UTC()), MaximumEventAgeInSeconds: new(int32(1800)), MaximumRetryAttempts: new(int32(2))},
				{FunctionArn: new(arn + ":BLUE"), LastModified: new(time.Unix(1577824396, 653e6).UTC()), MaximumEventAgeInSeconds: new(int32(3600)), MaximumRetryAttempts: new(int32(0))},
			},
			NextMarker: new("more"),
		},
		errors: readErrors,
	},
}

// check holds a request against what the operation should send.
func (op operation) check(t *testing.T, r received) {
	t.Helper()
	want := received{Method: op.method, Path: op.path, Query: op.query}
	got := received{Method: r.Method, Path: r.Path, Query: r.Query}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(decoded(t, op.body), decoded(t, r.Body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	contentType := ""
	if op.body != "" {
		contentType = "application/json"
	}
	if got := r.Header.Get("Content-Type"); got != contentType {
		t.Errorf("Content-Type is %q, not %q", got, contentType)
	}
	auth := r.Header.Get("Authorization")
	if !strings.HasPrefix(auth, "AWS4-HMAC-SHA256 Credential="+accessKey+"/") || !strings.Contains(auth, "/us-west-2/lambda/aws4_request") {
		t.Errorf("Authorization is %q", auth)
	}
	for _, name := range []string{"X-Amz-Date", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request", "User-Agent"} {
		if r.Header.Get(name) == "" {
			t.Errorf("there is no header %s", name)
		}
	}
	if got := r.Header.Get("X-Amz-Security-Token"); got != session {
		t.Errorf("X-Amz-Security-Token is %q", got)
	}
}

func TestOperations(t *testing.T) {
	t.Parallel()
	for _, op := range operations {
		t.Run(op.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(op.status, op.reply))
			var meta rt.Metadata
			got, err := op.call(t.Context(), client(t, s), rt.Capture(&meta))
			if err != nil {
				t.Fatal(err)
			}
			op.check(t, s.all()[0])
			if diff := cmp.Diff(op.want, got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
			if meta.Status != op.status || meta.RequestID != requestID(0) || meta.Attempts != 1 || meta.Header.Get("Date") == "" {
				t.Errorf("the metadata is %+v", meta)
			}
		})
	}
}

// as finds an error of the model, as a program does, and returns its message.
func as[T error](message func(T) *string) func(error) (string, bool) {
	return func(err error) (string, bool) {
		var e T
		if !errors.As(err, &e) {
			return "", false
		}
		if m := message(e); m != nil {
			return *m, true
		}
		return "", true
	}
}

// modelled are the errors of the model.
var modelled = map[string]struct {
	status int
	fault  smithy.ErrorFault
	find   func(error) (message string, found bool)
}{
	"InvalidParameterValueException": {400, smithy.FaultClient, as(func(e *lambda.InvalidParameterValueException) *string { return e.Message })},
	"ResourceConflictException":      {409, smithy.FaultClient, as(func(e *lambda.ResourceConflictException) *string { return e.Message })},
	"ResourceNotFoundException":      {404, smithy.FaultClient, as(func(e *lambda.ResourceNotFoundException) *string { return e.Message })},
	"ServiceException":               {500, smithy.FaultServer, as(func(e *lambda.ServiceException) *string { return e.Message })},
	"TooManyRequestsException":       {429, smithy.FaultClient, as(func(e *lambda.TooManyRequestsException) *string { return e.Message })},
}

// errorForms are the ways in which services name an error.
var errorForms = map[string]func(status int, code string) http.HandlerFunc{
	"header": func(status int, code string) http.HandlerFunc {
		return answer(status, `{"Type":"User","message":"that is wrong"}`, "X-Amzn-Errortype", code)
	},
	"header with URI": func(status int, code string) http.HandlerFunc {
		return answer(status, `{"Type":"User","Message":"that is wrong"}`, "X-Amzn-Errortype", code+":http://internal.amazon.com/coral/com.amazonaws.lambda/")
	},
	"__type with namespace": func(status int, code string) http.HandlerFunc {
		return answer(status, `{"__type":"com.amazonaws.lambda#`+code+`","Type":"User","message":"that is wrong"}`)
	},
	"code with URI": func(status int, code string) http.HandlerFunc {
		return answer(status, `{"Message":"that is wrong","code":"aws.lambda#`+code+`:http://internal.amazon.com/coral/","Type":"User"}`)
	},
}

func TestModelledErrors(t *testing.T) {
	t.Parallel()
	for _, op := range operations {
		for _, code := range op.errors {
			for form, reply := range errorForms {
				t.Run(op.name+"/"+code+"/"+form, func(t *testing.T) {
					t.Parallel()
					m := modelled[code]
					s := serve(t, reply(m.status, code))
					var captured rt.Metadata
					out, err := op.call(t.Context(), client(t, s), rt.Once(), rt.Capture(&captured))
					message, found := m.find(err)
					if !found || message != "that is wrong" {
						t.Fatalf("%T, found %t with message %q: %v (output %v)", err, found, message, err, out)
					}
					checkAnswer(t, err, op.name, code, m.status, m.fault)
					if captured.Status != m.status || captured.RequestID != requestID(0) || captured.Attempts != 1 {
						t.Errorf("captured %+v", captured)
					}
				})
			}
		}
	}
}

// checkAnswer looks at what every error yields that a service answered with.
func checkAnswer(t *testing.T, err error, operation, code string, status int, fault smithy.ErrorFault) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != code || api.ErrorMessage() != "that is wrong" || api.ErrorFault() != fault {
		t.Errorf("as a smithy.APIError it is %v", api)
	}
	meta, ok := rt.MetadataOf(err)
	if !ok {
		t.Fatalf("%T has no metadata: %v", err, err)
	}
	want := rt.ErrorMetadata{
		Operation: operation, Code: code, Text: "that is wrong", RequestID: requestID(0), Status: status, Fault: fault,
		Retryable: meta.Retryable, Attempts: 1,
	}
	if diff := cmp.Diff(want, *meta); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
	for _, part := range []string{operation, code, "that is wrong", fmt.Sprintf("HTTP status %d", status), requestID(0)} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the text lacks %q: %s", part, err)
		}
	}
}

func TestThrottleMembers(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, `{"Type":"User","message":"slow down","Reason":"CallerRateLimitExceeded"}`,
		"X-Amzn-Errortype", "TooManyRequestsException", "Retry-After", "3"))
	_, err := client(t, s).GetFunctionEventInvokeConfig(t.Context(), get(), rt.Once())
	var e *lambda.TooManyRequestsException
	if !errors.As(err, &e) {
		t.Fatalf("%T: %v", err, err)
	}
	if *e.Reason != lambda.ThrottleReasonCallerRateLimitExceeded || *e.RetryAfterSeconds != "3" || *e.Type != "User" || *e.Message != "slow down" {
		t.Errorf("%+v", e)
	}
	if !e.Retryable {
		t.Error("a throttled request may succeed later, but the error does not say so")
	}
}

func TestUnmodelledError(t *testing.T) {
	t.Parallel()
	for _, op := range operations {
		t.Run(op.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(403, `{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"that is wrong"}`))
			_, err := op.call(t.Context(), client(t, s))
			var unknown *rt.UnknownError
			if !errors.As(err, &unknown) {
				t.Fatalf("%T: %v", err, err)
			}
			if !strings.Contains(string(unknown.Body), "AccessDeniedException") {
				t.Errorf("the body is %q", unknown.Body)
			}
			checkAnswer(t, err, op.name, "AccessDeniedException", 403, smithy.FaultClient)
		})
	}
}

func TestErrorWithoutCode(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]http.HandlerFunc{
		"empty":       answer(404, ""),
		"object":      answer(404, "{}"),
		"code is odd": answer(404, `{"code":7,"__type":null}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := client(t, serve(t, step)).GetFunctionEventInvokeConfig(t.Context(), get())
			var unknown *rt.UnknownError
			if !errors.As(err, &unknown) || unknown.Code != "NotFound" || unknown.Status != 404 {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}
