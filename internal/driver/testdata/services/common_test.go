// Package services_test holds the tests of clients that TestServices generates: what each needs of its own, against functions
// that stand in for the services.
package services_test

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
)

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "SECRET", SessionToken: "TOKEN"}, nil
})

// network answers requests in place of a service, and keeps them.
type network struct {
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	answer   func(*http.Request) (status int, header http.Header, body string)
}

func (n *network) Do(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(data)
	}
	n.mu.Lock()
	n.requests, n.bodies = append(n.requests, r), append(n.bodies, body)
	n.mu.Unlock()
	status, header, text := n.answer(r)
	if status == 0 {
		return nil, errors.New("nothing is there")
	}
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text)), Request: r,
	}, nil
}

// hosts are those of the requests, in order.
func (n *network) hosts() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var hosts []string
	for _, r := range n.requests {
		hosts = append(hosts, r.URL.Host)
	}
	return hosts
}

// clock can be moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// signedBy computes a request's signature with aws-sdk-go-v2 and compares.
func signedBy(t *testing.T, r *http.Request, c aws.Credentials, service, region string, at time.Time, plain bool) {
	t.Helper()
	again := r.Clone(t.Context())
	got := again.Header.Get("Authorization")
	_, signed, _ := strings.Cut(got, "SignedHeaders=")
	for name := range again.Header {
		own := name == "X-Amz-Date" || name == "X-Amz-Security-Token" // it sets these itself
		if own || !strings.Contains(signed, strings.ToLower(name)) {
			again.Header.Del(name)
		}
	}
	if !strings.Contains(signed, ";host;") {
		t.Errorf("the signature does not cover the host: %s", got)
	}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = plain })
	if err := signer.SignHTTP(t.Context(), c, again, r.Header.Get("X-Amz-Content-Sha256"), service, region, at); err != nil {
		t.Fatal(err)
	}
	if want := again.Header.Get("Authorization"); got != want {
		t.Errorf("the signature of %s is\n%s, not\n%s", r.URL, got, want)
	}
}

func text(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// never fails the test if a request is sent.
func never(t *testing.T) rt.Doer {
	t.Helper()
	return &network{answer: func(r *http.Request) (int, http.Header, string) {
		t.Errorf("%s was sent", r.URL)
		return 0, nil, ""
	}}
}
