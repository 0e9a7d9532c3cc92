package sigv4a

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
)

func static(id, secret, token string, err error) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}, err
	})
}

// TestDerive repeats the pair of keys that AWS documents for these credentials.
func TestDerive(t *testing.T) {
	t.Parallel()
	key, err := derive("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom")
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const want = "0415d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0"
	if got := hex.EncodeToString(public); got != want {
		t.Errorf("the public key is %s", got)
	}
}

// canonical is the canonical form of the request that the tests sign, written down by hand.
func canonical(query, headers, names, hash string) string {
	return "PUT\n/a%2520b/c\n" + query + "\n" + headers + "\n" + names + "\n" + hash
}

const hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"

// verify checks a signature with the key of the credentials.
func verify(t *testing.T, form, scope, signature string) {
	t.Helper()
	key, err := derive("AKID", "secret")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := hex.DecodeString(signature)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(form))
	statement := sha256.Sum256([]byte("AWS4-ECDSA-P256-SHA256\n20260301T120000Z\n" + scope + "\n" + hex.EncodeToString(sum[:])))
	if !ecdsa.VerifyASN1(&key.PublicKey, statement[:], raw) {
		t.Errorf("the signature %s is not of\n%s", signature, form)
	}
}

func request(t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://example.com/a%20b/c?z=%2B&a", strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"text/plain"}, "User-Agent": {"x"}, "X-Amz-Acl": {"private"}, "X-Amz-Request-Payer": {"requester"}}
	return req
}

func TestSign(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 13, 0, 0, 0, time.FixedZone("", 3600))
	for name, test := range map[string]struct {
		scheme     *endpoints.AuthScheme
		options    []Option
		scope, set string
		double     bool
		hash       bool
	}{
		"by default":     {nil, nil, "20260301/svc/aws4_request", "us-west-2", true, false},
		"the endpoint's": {&endpoints.AuthScheme{SigningName: "other", SigningRegionSet: []string{"eu-*", "us-*"}, DisableDoubleEncoding: true}, nil, "20260301/other/aws4_request", "eu-*,us-*", false, false},
		"options":        {nil, []Option{PlainPath, ContentHash}, "20260301/svc/aws4_request", "us-west-2", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := New("svc", "us-west-2", static("AKID", "secret", "tok", nil), test.options...)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time with the key that is kept
				req := request(t)
				if err := s.Sign(t.Context(), &rt.Signing{Request: req, PayloadHash: hash, At: at, Scheme: test.scheme}); err != nil {
					t.Fatal(err)
				}
				headers := "content-length:4\ncontent-type:text/plain\nhost:example.com\nx-amz-acl:private\n"
				names := "content-length;content-type;host;x-amz-acl;"
				if test.hash {
					headers, names = headers+"x-amz-content-sha256:"+hash+"\n", names+"x-amz-content-sha256;"
				}
				headers += "x-amz-date:20260301T120000Z\nx-amz-region-set:" + test.set + "\nx-amz-request-payer:requester\nx-amz-security-token:tok\n"
				names += "x-amz-date;x-amz-region-set;x-amz-request-payer;x-amz-security-token"
				form := canonical("a=&z=%2B", headers, names, hash)
				if !test.double {
					form = strings.Replace(form, "%2520", "%20", 1)
				}
				got := req.Header.Get("Authorization")
				begin := "AWS4-ECDSA-P256-SHA256 Credential=AKID/" + test.scope + ", SignedHeaders=" + names + ", Signature="
				signature, ok := strings.CutPrefix(got, begin)
				if !ok {
					t.Fatalf("%s\ndoes not begin with\n%s", got, begin)
				}
				verify(t, form, test.scope, signature)
			}
		})
	}
}

func TestPresign(t *testing.T) {
	t.Parallel()
	s, err := New("svc", "*", static("AKID", "secret", "tok", nil), OpenPresign)
	if err != nil {
		t.Fatal(err)
	}
	req := request(t)
	r := rt.Signing{Request: req, PayloadHash: hash, At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	header, err := s.Presign(t.Context(), &r, time.Hour)
	if err != nil || !s.PresignsOpen() {
		t.Fatal(err)
	}
	query, signature, _ := strings.Cut(req.URL.RawQuery, "&X-Amz-Signature=")
	sorted := strings.Split(strings.Replace(query, "&a&", "&a=&", 1), "&")
	slices.Sort(sorted)
	const names = "content-length;content-type;host;x-amz-acl;x-amz-security-token"
	for _, want := range []string{
		"X-Amz-Expires=3600", "X-Amz-Region-Set=%2A", "X-Amz-Security-Token=tok", "x-amz-request-payer=requester", "X-Amz-Date=20260301T120000Z",
		"X-Amz-Credential=AKID%2F20260301%2Fsvc%2Faws4_request", "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256",
		"X-Amz-SignedHeaders=" + strings.ReplaceAll(strings.TrimSuffix(names, ";x-amz-security-token"), ";", "%3B"), "z=%2B", "a=",
	} {
		if !slices.Contains(sorted, want) {
			t.Errorf("%s is not in %s", want, query)
		}
	}
	if got := fmt.Sprint(header); got != "map[Content-Length:[4] Content-Type:[text/plain] X-Amz-Acl:[private]]" {
		t.Errorf("headers to send: %s", got)
	}
	form := canonical(strings.Join(sorted, "&"), "content-length:4\ncontent-type:text/plain\nhost:example.com\nx-amz-acl:private\n",
		"content-length;content-type;host;x-amz-acl", hash)
	verify(t, form, "20260301/svc/aws4_request", signature)
}

func TestNew(t *testing.T) {
	t.Parallel()
	some := static("AKID", "secret", "", nil)
	for name, test := range map[string]struct {
		set  string
		from aws.CredentialsProvider
		says string
	}{
		"no credentials": {"us-west-2", nil, "has no Credentials"},
		"hostile set":    {"us-west-2\r\nX: y", some, "is not a set of Regions"},
		"all":            {"*", some, ""},
		"several":        {"us-*,eu-west-1", some, ""},
		"none yet":       {"", some, ""}, // the endpoint may have them
	} {
		_, err := New("svc", test.set, test.from)
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if Scheme("svc", "", nil) != nil {
		t.Error("there is a scheme without credentials")
	}
	none := errors.New("nobody is there")
	for want, s := range map[string]rt.AuthScheme{
		"nobody is there": Scheme("svc", "*", static("", "", "", none)), "has no Region": Scheme("svc", "", some),
	} {
		req := request(t)
		if err := s.Sign(t.Context(), &rt.Signing{Request: req}); err == nil || !strings.Contains(err.Error(), want) || req.Header.Get("Authorization") != "" {
			t.Errorf("%v", err)
		}
	}
	if s := Scheme("svc", "", aws.AnonymousCredentials{}); s.SchemeID() != rt.SigV4A || s.Sign(t.Context(), &rt.Signing{}) != nil {
		t.Error("anonymous credentials sign")
	}
}

func BenchmarkSign(b *testing.B) {
	s, err := New("svc", "*", static("AKID", "secret", "", nil))
	if err != nil {
		b.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "https://example.com/", http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	r := rt.Signing{Request: req, PayloadHash: hash, At: time.Now()}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Sign(b.Context(), &r); err != nil {
			b.Fatal(err)
		}
	}
}

// TestKeptKey: the key that is kept serves nobody but whose it is.
func TestKeptKey(t *testing.T) {
	t.Parallel()
	s, err := New("svc", "*", static("AKID", "secret", "", nil))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, c := range []aws.Credentials{
			{AccessKeyID: "AKID", SecretAccessKey: "secret"}, {AccessKeyID: "AKID", SecretAccessKey: "other"}, {AccessKeyID: "AKID2", SecretAccessKey: "other"},
		} {
			want, err := derive(c.AccessKeyID, c.SecretAccessKey)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if got, err := s.key(&c); err != nil || !got.Equal(want) {
					t.Errorf("%s, %s: another key, %v", c.AccessKeyID, c.SecretAccessKey, err)
				}
			}
		}
	}
}
