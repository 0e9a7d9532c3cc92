// The two clients, with the same clock, credentials and random bytes, and the transport that keeps what they send.

package difftest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	peer "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/smithy-go/middleware"
	smithyrand "github.com/aws/smithy-go/rand"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/smithwright/smithwright/rt"
)

const (
	region  = "us-west-2"
	service = "lambda"
)

var (
	clock    = time.Date(2026, 8, 1, 12, 30, 45, 678_000_000, time.UTC)
	identity = aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG", SessionToken: "session+/=="}
	static   = credentials.NewStaticCredentialsProvider(identity.AccessKeyID, identity.SecretAccessKey, identity.SessionToken)
)

// options are those of the generated client.
func options() rt.Options {
	return rt.Options{
		HTTPClient: transport{},
		Retryer:    aws.NopRetryer{},
		Clock:      func() time.Time { return clock },
		Random:     counting{},
	}
}

// newPeer returns the peer's client, told the same as options tells the generated one.
func newPeer(t *testing.T) *peer.Client {
	t.Helper()
	cfg, err := config.LoadDefaultConfig(t.Context(),
		config.WithSharedConfigFiles([]string{}),
		config.WithSharedCredentialsFiles([]string{}),
		config.WithRegion(region),
		config.WithCredentialsProvider(static),
		config.WithHTTPClient(transport{}),
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }),
	)
	if err != nil {
		t.Fatal(err)
	}
	return peer.NewFromConfig(cfg, func(o *peer.Options) {
		o.HTTPSignerV4 = fixedSigner{v4.NewSigner()}
		o.IdempotencyTokenProvider = smithyrand.NewUUIDIdempotencyToken(counting{})
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			_, err := stack.Build.Swap("ClientRequestID", invocationID{})
			return err
		})
	})
}

// counting is a source of random bytes that are always the same: each read gives 0x11, 0x22, 0x33 …
type counting struct{}

func (counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i+1) * 0x11
	}
	return len(p), nil
}

// fixedSigner is the peer's signer at the time of clock, whatever time it is told.
type fixedSigner struct{ *v4.Signer }

// SignHTTP signs as the embedded signer does.
func (s fixedSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, payloadHash, service, region string, _ time.Time, optFns ...func(*v4.SignerOptions)) error {
	return s.Signer.SignHTTP(ctx, c, r, payloadHash, service, region, clock, optFns...)
}

// invocationID is the peer's middleware of that name with counting for its random bytes, which it has no option for.
type invocationID struct{}

// ID is that of the middleware which this one replaces.
func (invocationID) ID() string { return "ClientRequestID" }

// HandleBuild sets the header.
func (invocationID) HandleBuild(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (out middleware.BuildOutput, m middleware.Metadata, err error) {
	req, ok := in.Request.(*smithyhttp.Request)
	if !ok {
		return out, m, fmt.Errorf("a %T is no request", in.Request)
	}
	id, err := smithyrand.NewUUID(counting{}).GetUUID()
	if err != nil {
		return out, m, err
	}
	req.Header["Amz-Sdk-Invocation-Id"] = []string{id}
	return next.HandleBuild(ctx, in)
}

// transport answers each request with the reply in its context and keeps the request there.
type transport struct{}

type exchangeKey struct{}

// exchange is one call's request and reply.
type exchange struct {
	sent  *http.Request // nil if the call sent none
	body  []byte
	count int
	reply reply
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

// Do keeps the request.
func (transport) Do(r *http.Request) (*http.Response, error) {
	x, ok := r.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, fmt.Errorf("the call's context did not reach the transport")
	}
	x.count++
	x.sent = r
	if r.Body != nil {
		var err error
		if x.body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		StatusCode: x.reply.status, Status: http.StatusText(x.reply.status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: x.reply.header.Clone(), Body: io.NopCloser(bytes.NewReader(x.reply.body)),
		ContentLength: int64(len(x.reply.body)), Request: r,
	}, nil
}

// outcome is what became of a call.
type outcome struct {
	exchange
	out reflect.Value // a pointer to the output, if err is nil
	err error
}

// call calls the operation of either client with the input in; options are those of the client's own kind.
func call(t *testing.T, client any, operation string, in record, answer reply, options ...any) outcome {
	t.Helper()
	method := reflect.ValueOf(client).MethodByName(operation)
	if !method.IsValid() {
		t.Fatalf("%T has no method %s", client, operation)
	}
	request := reflect.New(method.Type().In(1).Elem())
	if err := assign(request.Elem(), in); err != nil {
		t.Fatal(err)
	}
	o := outcome{exchange: exchange{reply: answer}}
	ctx := context.WithValue(t.Context(), exchangeKey{}, &o.exchange)
	args := []reflect.Value{reflect.ValueOf(ctx), request}
	for _, option := range options {
		args = append(args, reflect.ValueOf(option))
	}
	results := method.Call(args)
	o.out = results[0]
	o.err, _ = results[1].Interface().(error)
	return o
}
