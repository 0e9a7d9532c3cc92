// Package prototest is what the tests need that `gen --tests` prints: a client's HTTP exchange without a network, and the
// comparison of requests, outputs and errors with what a case of a model's protocol tests wants (the traits httpRequestTests,
// httpResponseTests and eventStreamTests of Smithy's namespace smithy.test).
//
// It reads JSON, XML, CBOR and forms with readers of its own or of the standard library, never with the runtime's, which are
// what is tested. Programs have no use for it.
package prototest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/validate"
)

// Exchange is the HTTP client of a case, and stands for the network: it keeps the request that a client sends, and gives the
// reply that its exported fields say. The zero value gives none: the call ends with an error once the request is there, which
// is all that a case of a request wants. An exchange is for one call.
type Exchange struct {
	Status int // of the reply; 0 for no reply
	Header map[string]string
	Body   string

	request *http.Request
	sent    []byte // the request's body
}

// errNoReply ends the calls of an exchange without a reply.
var errNoReply = errors.New("the test has what it wants, and gives no reply")

// Do keeps the request, with all of its body, and answers it.
func (e *Exchange) Do(req *http.Request) (*http.Response, error) {
	e.request = req
	if req.Body != nil {
		var err error
		if e.sent, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
	}
	if e.Status == 0 {
		return nil, errNoReply
	}
	resp := &http.Response{
		Request: req, StatusCode: e.Status, Header: http.Header{}, ContentLength: int64(len(e.Body)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: io.NopCloser(strings.NewReader(e.Body)),
	}
	for name, value := range e.Header {
		resp.Header.Set(name, value)
	}
	return resp, nil
}

// Options are those of a client that sends to e: once a call, with idempotency tokens that are made of zeros, which is what
// the cases expect. Where e replies, nothing is validated, since it is of no interest then what was sent.
func (e *Exchange) Options() rt.Options {
	options := rt.Options{HTTPClient: e, Retryer: aws.NopRetryer{}, Random: zeros{}, AllowPlainHTTP: true}
	if e.Status != 0 {
		options.SkipValidation = validate.All
	}
	return options
}

// zeros is the randomness that the cases' idempotency tokens are made of: 00000000-0000-4000-8000-000000000000.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Credentials are made up, for clients that sign.
type Credentials struct{}

// Retrieve returns the credentials.
func (Credentials) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example"}, nil
}

// BigInt returns the whole number that decimal digits spell. It panics on anything else, which a printed test never has.
func BigInt(digits string) *big.Int {
	i, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		panic(fmt.Sprintf("prototest: %q is not a whole number", digits))
	}
	return i
}

// Binary returns the bytes that base64 text stands for, which is how cases write the bodies of binary formats. It panics on
// anything else.
func Binary(text string) string {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic("prototest: " + err.Error())
	}
	return string(data)
}

// differences are sentences about what is not as a case wants it.
type differences []string

// add notes that something at path is not as it should be; an empty path stands for the whole.
func (d *differences) add(path, format string, args ...any) {
	*d = append(*d, strings.TrimPrefix(path+": "+fmt.Sprintf(format, args...), ": "))
}

// report fails the test if there are differences, and lists them.
func (d differences) report(t testing.TB, what string) {
	t.Helper()
	if len(d) > 0 {
		t.Errorf("%s is not what the case wants:\n\t%s", what, strings.Join(d, "\n\t"))
	}
}
