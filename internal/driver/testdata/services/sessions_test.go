package services_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/s3"
)

const (
	directory = "my-bucket--usw2-az1--x-s3"
	zone      = ".s3express-usw2-az1.us-west-2.amazonaws.com"
)

// zonal answers as directory buckets do: each session has the next number, and lasts five minutes.
type zonal struct {
	network
	clock    *clock
	sessions int
	expired  string // the token of the session that has expired before its time
}

func newZonal(t *testing.T, change ...func(*s3.Config)) (*zonal, *s3.Client) {
	t.Helper()
	z := &zonal{clock: newClock()}
	var mu sync.Mutex
	z.answer = func(r *http.Request) (int, http.Header, string) {
		mu.Lock()
		defer mu.Unlock()
		token := r.Header.Get("X-Amz-S3session-Token")
		switch {
		case r.URL.RawQuery == "session" && strings.HasPrefix(r.URL.Host, "denied"):
			return 403, nil, `<Error><Code>AccessDenied</Code><Message>no</Message></Error>`
		case r.URL.RawQuery == "session" && strings.HasPrefix(r.URL.Host, "empty"):
			return 200, nil, `<CreateSessionResult/>`
		case r.URL.RawQuery == "session":
			z.sessions++
			return 200, nil, fmt.Sprintf(`<CreateSessionResult><Credentials><SessionToken>token %d</SessionToken>`+
				`<SecretAccessKey>secret %[1]d</SecretAccessKey><AccessKeyId>key%[1]d</AccessKeyId><Expiration>%s</Expiration>`+
				`</Credentials></CreateSessionResult>`, z.sessions, z.clock.now().Add(5*time.Minute).Format(time.RFC3339))
		case token != "" && token == z.expired:
			return 400, nil, `<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>`
		}
		return 200, nil, ""
	}
	cfg := s3.Config{Region: "us-west-2", Credentials: credentials, Options: rt.Options{HTTPClient: z, Clock: z.clock.now}}
	for _, f := range change {
		f(&cfg)
	}
	c, err := s3.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return z, c
}

func get(t *testing.T, c *s3.Client, bucket string) {
	t.Helper()
	out, err := c.GetObject(t.Context(), &s3.GetObjectRequest{Bucket: bucket, Key: "a key+more"})
	if err != nil {
		t.Fatal(err)
	}
	_ = out.Body.Close()
}

func TestSession(t *testing.T) {
	t.Parallel()
	z, c := newZonal(t)
	get(t, c, directory)
	get(t, c, directory)
	get(t, c, "other--usw2-az1--x-s3")
	get(t, c, directory)
	get(t, c, "plain-bucket")
	want := []string{directory + zone, directory + zone, directory + zone, "other--usw2-az1--x-s3" + zone, "other--usw2-az1--x-s3" + zone, directory + zone,
		"plain-bucket.s3.us-west-2.amazonaws.com"}
	if diff := cmp.Diff(want, z.hosts()); diff != "" {
		t.Fatalf("requests (-want +got):\n%s", diff)
	}
	own, _ := credentials.Retrieve(t.Context())
	for i, number := range []int{0, 1, 1, 0, 2, 1} {
		r := z.requests[i]
		signer, token := own, ""
		if number > 0 {
			signer = aws.Credentials{AccessKeyID: fmt.Sprint("key", number), SecretAccessKey: fmt.Sprint("secret ", number)}
			token = fmt.Sprint("token ", number)
		}
		if got := r.Header.Get("X-Amz-S3session-Token"); got != token {
			t.Errorf("request %d has the session's token %q, not %q", i, got, token)
		}
		if got := r.Header.Get("X-Amz-Security-Token"); got != signer.SessionToken {
			t.Errorf("request %d has the token %q, not %q", i, got, signer.SessionToken)
		}
		signedBy(t, r, signer, "s3express", "us-west-2", z.clock.now(), true)
	}
	signedBy(t, z.requests[6], own, "s3", "us-west-2", z.clock.now(), true)
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	z, c := newZonal(t)
	for _, step := range []struct {
		after    time.Duration
		sessions int
	}{{0, 1}, {4*time.Minute - time.Second, 1}, {time.Second, 2}, {time.Minute, 2}, {10 * time.Minute, 3}} {
		z.clock.move(step.after)
		get(t, c, directory)
		if z.sessions != step.sessions {
			t.Errorf("%d sessions, not %d", z.sessions, step.sessions)
		}
	}
	z.expired = "token 3" // by the service's clock
	get(t, c, directory)
	if last := z.requests[len(z.requests)-1]; last.Header.Get("X-Amz-S3session-Token") != "token 4" || z.sessions != 4 {
		t.Errorf("%d sessions, %v", z.sessions, last.Header)
	}
}

func TestSessionForManyCalls(t *testing.T) {
	t.Parallel()
	z, c := newZonal(t)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			out, err := c.GetObject(t.Context(), &s3.GetObjectRequest{Bucket: directory, Key: "k"})
			if err != nil {
				t.Error(err)
				return
			}
			_ = out.Body.Close()
		})
	}
	wg.Wait()
	if z.sessions != 1 || len(z.requests) != 51 {
		t.Errorf("%d sessions, %d requests", z.sessions, len(z.requests))
	}
}

func TestNoSession(t *testing.T) {
	t.Parallel()
	for bucket, want := range map[string]string{"denied--usw2-az1--x-s3": "AccessDenied", "empty--usw2-az1--x-s3": "without credentials"} {
		z, c := newZonal(t)
		_, err := c.GetObject(t.Context(), &s3.GetObjectRequest{Bucket: bucket, Key: "k"})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "session for "+bucket) || len(z.requests) != 1 {
			t.Errorf("%v; %d requests", err, len(z.requests))
		}
	}
	z, c := newZonal(t, func(cfg *s3.Config) { cfg.DisableS3ExpressSessionAuth = new(true) })
	get(t, c, directory)
	own, _ := credentials.Retrieve(t.Context())
	if len(z.requests) != 1 {
		t.Fatalf("%d requests", len(z.requests))
	}
	signedBy(t, z.requests[0], own, "s3express", "us-west-2", z.clock.now(), true)

	z, c = newZonal(t, func(cfg *s3.Config) { cfg.Credentials = aws.AnonymousCredentials{} })
	get(t, c, directory)
	if len(z.requests) != 1 || z.requests[0].Header.Get("Authorization") != "" {
		t.Errorf("without credentials: %d requests", len(z.requests))
	}
}

func TestSessionUploads(t *testing.T) {
	t.Parallel()
	z, c := newZonal(t)
	for _, body := range []string{"", "some bytes"} {
		if _, err := c.PutObject(t.Context(), &s3.PutObjectRequest{Bucket: directory, Key: "k", Body: strings.NewReader(body)}); err != nil {
			t.Fatal(err)
		}
		last := z.requests[len(z.requests)-1]
		signedBy(t, last, aws.Credentials{AccessKeyID: "key1", SecretAccessKey: "secret 1"}, "s3express", "us-west-2", z.clock.now(), true)
	}
}

func TestPresignedSession(t *testing.T) {
	t.Parallel()
	_, c := newZonal(t)
	p, err := c.PresignGetObject(t.Context(), &s3.GetObjectRequest{Bucket: directory, Key: "k"}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("X-Amz-S3session-Token") != "token 1" || q.Has("X-Amz-Security-Token") || !strings.HasPrefix(q.Get("X-Amz-Credential"), "key1/") ||
		!strings.Contains(q.Get("X-Amz-Credential"), "/us-west-2/s3express/") {
		t.Errorf("%s", p.URL)
	}
}
