//go:build servers

// Presigned requests, sent by plain net/http.

package integration

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/integration/testdata/s3"
	"github.com/smithwright/smithwright/rt"
)

// send sends a presigned request with a body, and returns the reply's status and body.
func send(t *testing.T, p *rt.PresignedRequest, content string) (status int, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(bounded(t), p.Method, p.URL, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if content == "" {
		req.Body = http.NoBody
	}
	for name, values := range p.Header {
		if name != "Host" && name != "Content-Length" {
			req.Header[name] = values
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, string(data)
}

func TestPresigned(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "presigned")
	for i, key := range strange {
		putting, err := c.PresignPutObject(ctx, &s3.PutObjectRequest{Bucket: "presigned", Key: key, ContentType: new("text/x-test"), Metadata: map[string]string{"a": "b c"}}, time.Minute)
		if err != nil {
			t.Fatalf("%q: %v", key, err)
		}
		text := fmt.Sprint("presigned ", i)
		if status, said := send(t, putting, text); status != http.StatusOK {
			t.Fatalf("putting %q: %d %s", key, status, said)
		}
		getting, err := c.PresignGetObject(ctx, &s3.GetObjectRequest{Bucket: "presigned", Key: key, ResponseContentType: new("text/plain; charset=\"a b\"")}, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if status, got := send(t, getting, ""); status != http.StatusOK || got != text {
			t.Errorf("getting %q: %d %q, want %q", key, status, got, text)
		}
	}
	head, err := c.HeadObject(ctx, &s3.HeadObjectRequest{Bucket: "presigned", Key: strange[0]})
	if err != nil || *head.ContentType != "text/x-test" || head.Metadata["a"] != "b c" {
		t.Errorf("the head is %+v, %v", head, err)
	}
	deleting, err := c.PresignDeleteObject(ctx, &s3.DeleteObjectRequest{Bucket: "presigned", Key: strange[0]}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if status, said := send(t, deleting, ""); status != http.StatusNoContent {
		t.Errorf("deleting: %d %s", status, said)
	}
}

func TestPresignedIsChecked(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "unsigned")
	p, err := c.PresignGetObject(ctx, &s3.GetObjectRequest{Bucket: "unsigned", Key: wrong + "presigned"}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	p.URL = strings.Replace(p.URL, "X-Amz-Expires=60", "X-Amz-Expires=600", 1)
	wronged.Add(1)
	if status, said := send(t, p, ""); status != http.StatusForbidden || !strings.Contains(said, "SignatureDoesNotMatch") {
		t.Errorf("a request that is good for longer than was signed: %d %s", status, said)
	}
	old := newS3(t, func(cfg *s3.Config) { cfg.Clock = func() time.Time { return time.Now().Add(-time.Hour) } })
	p, err = old.PresignGetObject(ctx, &s3.GetObjectRequest{Bucket: "unsigned", Key: "old"}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if status, said := send(t, p, ""); status != http.StatusForbidden || !strings.Contains(said, "expired") {
		t.Errorf("a request that expired: %d %s", status, said)
	}
}
