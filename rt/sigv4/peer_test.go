// Signatures against those of aws-sdk-go-v2's signer, for the same request and clock.

package sigv4_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// pieces are what random texts are made of: all that an encoder or a canonical form treats in a way of its own.
var pieces = []string{
	"a", "Z", "0", "-", "_", ".", "~", "/", "//", "..", ":", "+", "%", "%2F", " ", "  ", "&", "=", "?", "#", "*", "(", ")", "'", "!", "@", "$",
	",", ";", "ä", "日本", "🙂", "\x7f", "\t", "[", "]", "{", "|", "\\", "^", "`", "<", "\"",
}

func text(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(9) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// escaped percent-encodes a path as clients do, and leaves slashes.
func escaped(path string) string {
	return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(path), "+", "%20"), "%2F", "/")
}

// value is a header's value: printable, with spaces wherever.
func value(r *rand.Rand) string {
	return strings.Map(func(c rune) rune {
		if c == 0x7f {
			return 'x'
		}
		return c
	}, text(r)+strings.Repeat(" ", r.IntN(3))+text(r))
}

func randomRequest(t testing.TB, r *rand.Rand) *http.Request {
	t.Helper()
	hosts := []string{"example.com", "example.com:443", "example.com:80", "EXAMPLE.com:8080", "127.0.0.1:9000", "[::1]:9000"}
	address := &url.URL{Scheme: []string{"http", "https"}[r.IntN(2)], Host: hosts[r.IntN(len(hosts))]}
	address.RawPath = "/" + escaped(text(r)+text(r))
	address.Path, _ = url.PathUnescape(address.RawPath)
	var query []string
	for range r.IntN(5) {
		name, value := url.QueryEscape(text(r)), url.QueryEscape(text(r))
		if r.IntN(2) == 0 {
			name, value = strings.ReplaceAll(name, "+", "%20"), strings.ReplaceAll(value, "+", "%20")
		}
		query = append(query, name+"="+value)
		if r.IntN(3) == 0 {
			query = append(query, name+"="+url.QueryEscape(text(r)))
		}
	}
	address.RawQuery = strings.Join(query, "&")
	req, err := http.NewRequestWithContext(t.Context(), []string{"GET", "PUT", "POST", "HEAD", "DELETE"}[r.IntN(5)], "http://x/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.URL, req.Host, req.ContentLength = address, "", int64(r.IntN(3))*100-100
	if r.IntN(2) == 0 {
		req.Host = address.Host
	}
	names := []string{
		"Content-Type", "X-Amz-Meta-A", "X-Amz-Meta-Ab", "X-Amz-Meta-A-B", "User-Agent", "Amz-Sdk-Request", "Expect", "X-Amzn-Trace-Id",
		"Content-Length", "Range", "Transfer-Encoding", "Authorization", "X-Amz-Date", "X-Amz-Storage-Class",
	}
	for range r.IntN(8) {
		name := names[r.IntN(len(names))]
		req.Header[name] = append(req.Header[name], value(r))
	}
	return req
}

// TestPeer signs the same requests with both signers.
func TestPeer(t *testing.T) {
	t.Parallel()
	const rounds = 5_000
	r := rand.New(rand.NewPCG(4, 1))
	var plain endpoints.AuthScheme
	plain.SigningName, plain.SigningRegion, plain.DisableDoubleEncoding = "s3-outposts", "eu-west-1", true
	for i := range rounds {
		creds := aws.Credentials{AccessKeyID: fmt.Sprint("AKID", i), SecretAccessKey: text(r) + strings.Repeat("x", r.IntN(80)), SessionToken: text(r)}
		ours, err := sigv4.New("lambda", "us-west-2", aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return creds, nil }))
		if err != nil {
			t.Fatal(err)
		}
		req := randomRequest(t, r)
		other := req.Clone(t.Context())
		s := rt.Signing{Request: req, PayloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
		s.At = time.Unix(r.Int64N(4e9), 0).In(time.FixedZone("", r.IntN(80000)-40000))
		service, region := "lambda", "us-west-2"
		signer := v4.NewSigner()
		if i%2 == 0 {
			s.Scheme, service, region = &plain, plain.SigningName, plain.SigningRegion
			signer = v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
		}
		if err := signer.SignHTTP(t.Context(), creds, other, s.PayloadHash, service, region, s.At); err != nil {
			t.Fatal(err)
		}
		if err := ours.Sign(t.Context(), &s); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"} {
			if got, want := req.Header[name], other.Header[name]; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("round %d: %s %s\n%q\n%s is\n%s, and of the peer\n%s", i, req.Method, req.URL, req.Header, name, got, want)
			}
		}
		if req.Host != other.Host && req.Host != req.URL.Host {
			t.Fatalf("round %d: the host is %q, and of the peer %q", i, req.Host, other.Host)
		}
	}
}

// TestPeerPresigns has both signers put their signature into the query.
func TestPeerPresigns(t *testing.T) {
	t.Parallel()
	const rounds = 3_000
	r := rand.New(rand.NewPCG(4, 2))
	more := []string{
		"X-Amz-Request-Payer", "X-Amz-Expected-Bucket-Owner", "X-Amz-Checksum-Mode", "X-Amz-Checksum-Crc32", "X-Amz-Object-Lock-Mode", "X-Amz-Tagging",
		"X-Amz-Server-Side-Encryption", "X-Amz-Server-Side-Encryption-Context", "X-Amz-Target", "X-Amz-Version-Id", "X-Amz-Mfa", "X-Amzn-Trace-Id",
	}
	for i := range rounds {
		creds := aws.Credentials{AccessKeyID: fmt.Sprint("AKID", i), SecretAccessKey: "s", SessionToken: text(r)}
		ours, err := sigv4.New("s3", "us-west-2", aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return creds, nil }), sigv4.PlainPath)
		if err != nil {
			t.Fatal(err)
		}
		req := randomRequest(t, r)
		delete(req.Header, "X-Amz-Date")
		for range r.IntN(4) {
			req.Header[more[r.IntN(len(more))]] = []string{value(r)}
		}
		expires := time.Duration(1+r.IntN(604800)) * time.Second
		other := req.Clone(t.Context())
		query := other.URL.Query()
		query.Set("X-Amz-Expires", fmt.Sprint(int(expires.Seconds())))
		other.URL.RawQuery = query.Encode()
		s := rt.Signing{Request: req, PayloadHash: "UNSIGNED-PAYLOAD", At: time.Unix(r.Int64N(4e9), 0)}
		signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
		address, signed, err := signer.PresignHTTP(t.Context(), creds, other, s.PayloadHash, "s3", "us-west-2", s.At)
		if err != nil {
			t.Fatal(err)
		}
		header, err := ours.Presign(t.Context(), &s, expires)
		if err != nil {
			t.Fatal(err)
		}
		want, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		delete(signed, "Host")
		if got := sorted(req.URL.RawQuery); got != sorted(want.RawQuery) || fmt.Sprint(header) != fmt.Sprint(signed) {
			t.Fatalf("round %d: %s\n%v\n%v\n%v", i, other.URL, header, got, sorted(want.RawQuery))
		}
	}
}

// sorted are the parameters of a query in the order of their names and values, in one encoding.
func sorted(query string) string {
	values, err := url.ParseQuery(query)
	if err != nil {
		return err.Error()
	}
	for _, list := range values {
		slices.Sort(list)
	}
	return values.Encode()
}

func BenchmarkSign(b *testing.B) {
	s, err := sigv4.New("lambda", "us-west-2", static("secret", nil))
	if err != nil {
		b.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPut, "https://lambda.us-west-2.amazonaws.com/functions/f/config?Qualifier=v1", http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, "User-Agent": {"x"}, "Amz-Sdk-Request": {"attempt=1; max=3"}}
	signing := rt.Signing{Request: req, PayloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", At: time.Now()}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Sign(b.Context(), &signing); err != nil {
			b.Fatal(err)
		}
	}
}
