// Package calls makes the calls that are measured: the same one through this project's client and through that of
// aws-sdk-go-v2, with the same credentials, the same way to send, and the same canned reply.
package calls

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

const region = "us-west-2"

// Pair is one call, made by both sides. Each function makes it once and fails if the reply was not read as it should.
type Pair struct {
	Name string
	Ours func(context.Context) error
	Peer func(context.Context) error
}

// All returns the calls there are: those of the full Lambda model only with the build tag full.
func All() ([]Pair, error) {
	var pairs []Pair
	for _, c := range []struct {
		name string
		make func(Doer) (Pair, error)
		bare bool
	}{
		{"update", Update, false},
		{"update, bare Doer", Update, true},
		{"list", List, false},
	} {
		if c.make == nil {
			continue
		}
		var doer Doer = stub{}
		if !c.bare {
			doer = &http.Client{Transport: stub{}}
		}
		pair, err := c.make(doer)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		pair.Name = c.name
		pairs = append(pairs, pair)
	}
	return pairs, nil
}

// Doer sends requests: an *http.Client, or less.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// replyHeader is that of all replies. Its date is the time of this process's start: a peer that corrects its clock by it
// finds nothing to correct.
var replyHeader = http.Header{
	"Content-Type":     {"application/json"},
	"Date":             {time.Now().UTC().Format(http.TimeFormat)},
	"X-Amzn-Requestid": {"01234567-89ab-cdef-0123-456789abcdef"},
}

// stub answers each operation with its canned reply, once it has read the request to its end as a connection would.
type stub struct{}

// Do answers.
func (stub) Do(req *http.Request) (*http.Response, error) {
	body := updateReply
	if req.Method == http.MethodGet {
		body = listReply
	}
	if req.Body != nil {
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return nil, err
		}
		if err := req.Body.Close(); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        replyHeader,
		ContentLength: int64(len(body)),
		Body:          io.NopCloser(bytes.NewReader(body)),
		Request:       req,
	}, nil
}

// RoundTrip answers, too.
func (s stub) RoundTrip(req *http.Request) (*http.Response, error) { return s.Do(req) }

// credentials are AWS's documented examples, for both sides.
func credentials() aws.CredentialsProvider {
	return aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, nil
	}))
}

// peer makes the client of aws-sdk-go-v2 as its users do.
func peer(doer Doer) (*lambda.Client, error) {
	cfg, err := config.LoadDefaultConfig(context.Background(),
		config.WithRegion(region), config.WithCredentialsProvider(credentials()),
		config.WithSharedConfigFiles([]string{}), config.WithSharedCredentialsFiles([]string{}))
	if err != nil {
		return nil, err
	}
	return lambda.NewFromConfig(cfg, func(o *lambda.Options) { o.HTTPClient = doer }), nil
}
