// Signing streams of events.

package sigv4_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// TestSignStream computes the signatures of two events as AWS documents it, step by step.
func TestSignStream(t *testing.T) {
	t.Parallel()
	signer, err := sigv4.New("transcribe", "us-west-2", aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "secret", SessionToken: "token"}, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://example.com/stream", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	sign, err := signer.SignStream(t.Context(), &rt.Signing{Request: req, At: at})
	if err != nil {
		t.Fatal(err)
	}
	if got := req.Header.Get("X-Amz-Content-Sha256"); got != "STREAMING-AWS4-HMAC-SHA256-EVENTS" {
		t.Errorf("the hash is %q", got)
	}
	authorization := req.Header.Get("Authorization")
	if !strings.Contains(authorization, ";x-amz-content-sha256;") || req.Header.Get("X-Amz-Security-Token") != "token" {
		t.Errorf("the request: %v", req.Header)
	}
	_, text, _ := strings.Cut(authorization, "Signature=")
	previous, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	for i, event := range []string{"one", ""} {
		at := at.Add(time.Duration(i) * 13 * time.Hour) // the second on another day
		header := []byte("header" + event)
		got, err := sign(t.Context(), header, []byte(event), at)
		if err != nil {
			t.Fatal(err)
		}
		scope := at.Format("20060102") + "/us-west-2/transcribe/aws4_request"
		key := []byte("AWS4secret")
		for part := range strings.SplitSeq(scope, "/") {
			key = mac(key, part)
		}
		previous = mac(key, strings.Join([]string{
			"AWS4-HMAC-SHA256-PAYLOAD", at.Format("20060102T150405Z"), scope, hex.EncodeToString(previous), sum(string(header)), sum(event),
		}, "\n"))
		if !bytes.Equal(got, previous) {
			t.Errorf("event %d is signed %x, not %x", i, got, previous)
		}
	}
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte(text))
	return h.Sum(nil)
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func TestSignStreamWithoutCredentials(t *testing.T) {
	t.Parallel()
	none := errors.New("there are none")
	signer, err := sigv4.New("transcribe", "us-west-2", aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, none
	}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signer.SignStream(t.Context(), &rt.Signing{Request: &http.Request{Header: http.Header{}}, At: time.Now()}); !errors.Is(err, none) {
		t.Errorf("%v", err)
	}
}
