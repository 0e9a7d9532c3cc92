package sigv4_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/sigv4"
)

func TestEndpoint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ custom, region, want string }{
		{"", "us-west-2", "https://lambda.us-west-2.amazonaws.com"},
		{"", "us-gov-west-1", "https://lambda.us-gov-west-1.amazonaws.com"},
		{"", "cn-northwest-1", "https://lambda.cn-northwest-1.amazonaws.com.cn"},
		{"", "us-iso-east-1", "https://lambda.us-iso-east-1.c2s.ic.gov"},
		{"", "us-isob-east-1", "https://lambda.us-isob-east-1.sc2s.sgov.gov"},
		{"", "us-isof-south-1", "https://lambda.us-isof-south-1.csp.hci.ic.gov"},
		{"", "eu-isoe-west-1", "https://lambda.eu-isoe-west-1.cloud.adc-e.uk"},
		{"", "eusc-de-east-1", "https://lambda.eusc-de-east-1.amazonaws.eu"},
		{"http://localhost:4566", "", "http://localhost:4566"},
		{"http://localhost:4566", "us-west-2", "http://localhost:4566"},
	} {
		got, err := sigv4.Endpoint(test.custom, "lambda", test.region)
		if err != nil || got != test.want {
			t.Errorf("%q in %q: %s, %v", test.custom, test.region, got, err)
		}
	}
}

// hostile are Regions that would lead a request elsewhere, or break a signature.
var hostile = []string{"", "us-west-2.evil.com/", "us-west-2/", "a.b", "a b", "a:80", "x@evil.com", "a#b", "a?b", "a\r\nHost: b", "-a", "a-", "ä", "%2e", strings.Repeat("a", 64)}

func TestHostileRegions(t *testing.T) {
	t.Parallel()
	for _, region := range hostile {
		if got, err := sigv4.Endpoint("", "lambda", region); err == nil {
			t.Errorf("%q leads to %s", region, got)
		}
		if _, err := sigv4.New("lambda", region, static("s", nil)); err == nil {
			t.Errorf("%q is signed for", region)
		}
	}
}

func static(secret string, err error) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: secret}, err
	})
}

// TestSign repeats the vector get-vanilla of AWS's Signature Version 4 test suite.
func TestSign(t *testing.T) {
	t.Parallel()
	s, err := sigv4.New("service", "us-east-1", static("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", nil))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.amazonaws.com/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if err := s.Sign(t.Context(), &rt.Signing{Request: req, PayloadHash: emptyHash, At: time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	const want = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, " +
		"Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
	if got := req.Header.Get("Authorization"); got != want {
		t.Errorf("%s\nnot\n%s", got, want)
	}
}

// TestSignKeepsTheQuery: values that are a list's elements go out in the list's order, whatever order they are signed in.
func TestSignKeepsTheQuery(t *testing.T) {
	t.Parallel()
	s, err := sigv4.New("service", "us-east-1", static("secret", nil))
	if err != nil {
		t.Fatal(err)
	}
	var signatures []string
	for _, query := range []string{"b=2&b=1&a=%20", "a=%20&b=1&b=2"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.amazonaws.com/?"+query, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Sign(t.Context(), &rt.Signing{Request: req, PayloadHash: "", At: time.Unix(0, 0)}); err != nil {
			t.Fatal(err)
		}
		if req.URL.RawQuery != query {
			t.Errorf("%s goes out as %s", query, req.URL.RawQuery)
		}
		signatures = append(signatures, req.Header.Get("Authorization"))
	}
	if signatures[0] != signatures[1] {
		t.Errorf("the order changes the signature: %q", signatures)
	}
}

func TestSignWithoutCredentials(t *testing.T) {
	t.Parallel()
	if _, err := sigv4.New("service", "us-east-1", nil); err == nil || !strings.Contains(err.Error(), "no Credentials") {
		t.Errorf("%v", err)
	}
	cause := errors.New("nobody is logged in")
	s, err := sigv4.New("service", "us-east-1", static("", cause))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.amazonaws.com/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Sign(t.Context(), &rt.Signing{Request: req, PayloadHash: "", At: time.Now()}); !errors.Is(err, cause) || req.Header.Get("Authorization") != "" {
		t.Errorf("%v", err)
	}
}
