package sigv4_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/sigv4"
)

func TestBuckets(t *testing.T) {
	t.Parallel()
	type buckets = sigv4.Buckets
	for name, test := range map[string]struct {
		buckets        buckets
		custom, region string
		want           string
		address        rt.Addressing
		says           string
	}{
		"by default":            {buckets{}, "", "us-west-2", "https://s3.us-west-2.amazonaws.com", rt.InHost, ""},
		"China":                 {buckets{}, "", "cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn", rt.InHost, ""},
		"path":                  {buckets{PathStyle: true}, "", "us-west-2", "https://s3.us-west-2.amazonaws.com", rt.InPath, ""},
		"dual stack":            {buckets{DualStack: true}, "", "us-west-2", "https://s3.dualstack.us-west-2.amazonaws.com", rt.InHost, ""},
		"dual stack, path":      {buckets{DualStack: true, PathStyle: true}, "", "us-west-2", "https://s3.dualstack.us-west-2.amazonaws.com", rt.InPath, ""},
		"dual stack, China":     {buckets{DualStack: true}, "", "cn-north-1", "https://s3.dualstack.cn-north-1.amazonaws.com.cn", rt.InHost, ""},
		"accelerated":           {buckets{Accelerate: true}, "", "us-west-2", "https://s3-accelerate.amazonaws.com", rt.InHost, ""},
		"both":                  {buckets{Accelerate: true, DualStack: true}, "", "us-west-2", "https://s3-accelerate.dualstack.amazonaws.com", rt.InHost, ""},
		"custom":                {buckets{}, "https://minio.example.com", "us-west-2", "https://minio.example.com", rt.InPath, ""},
		"custom, loopback":      {buckets{}, "http://127.0.0.1:9000", "us-west-2", "http://127.0.0.1:9000", rt.InPath, ""},
		"custom, but AWS's":     {buckets{}, "http://s3.us-west-2.amazonaws.com", "us-west-2", "http://s3.us-west-2.amazonaws.com", rt.InHost, ""},
		"custom, AWS in China":  {buckets{}, "https://s3.cn-north-1.amazonaws.com.cn/", "us-west-2", "https://s3.cn-north-1.amazonaws.com.cn/", rt.InHost, ""},
		"custom, alike":         {buckets{}, "https://s3.amazonaws.com.evil.example", "us-west-2", "https://s3.amazonaws.com.evil.example", rt.InPath, ""},
		"accelerated, path":     {buckets{Accelerate: true, PathStyle: true}, "", "us-west-2", "", 0, "exclude each other"},
		"accelerated, custom":   {buckets{Accelerate: true}, "https://example.com", "us-west-2", "", 0, "leave out Endpoint"},
		"dual stack, custom":    {buckets{DualStack: true}, "https://example.com", "us-west-2", "", 0, "leave out Endpoint"},
		"no Region":             {buckets{}, "", "", "", 0, "is not the name of a Region"},
		"dual stack, no Region": {buckets{DualStack: true}, "", "", "", 0, "is not the name of a Region"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, address, err := test.buckets.Endpoint(test.custom, "s3", test.region)
			if test.says != "" {
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%v", err)
				}
			} else if err != nil || got != test.want || address != test.address {
				t.Errorf("%s, %d, %v", got, address, err)
			}
		})
	}
}

func TestBucketsOfHostileRegions(t *testing.T) {
	t.Parallel()
	for _, region := range hostile {
		for _, b := range []sigv4.Buckets{{}, {DualStack: true}, {Accelerate: true}} {
			if got, _, err := b.Endpoint("", "s3", region); err == nil {
				t.Errorf("%q leads to %s", region, got)
			}
		}
	}
}

// TestOptions repeats the examples that Amazon S3's documentation has for signatures in the header Authorization.
func TestOptions(t *testing.T) {
	t.Parallel()
	const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for name, test := range map[string]struct {
		method, path, hash string
		header             http.Header
		want               string
	}{
		"GET": {
			"GET", "/test.txt", emptyHash, http.Header{"Range": {"bytes=0-9"}},
			"host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
		},
		"PUT": {
			"PUT", "/test%24file.text", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
			http.Header{"Date": {"Fri, 24 May 2013 00:00:00 GMT"}, "X-Amz-Storage-Class": {"REDUCED_REDUNDANCY"}},
			"date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := sigv4.New("s3", "us-east-1", static("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", nil), sigv4.PlainPath, sigv4.ContentHash)
			if err != nil {
				t.Fatal(err)
			}
			req, err := http.NewRequestWithContext(t.Context(), test.method, "https://examplebucket.s3.amazonaws.com"+test.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			req.Header = test.header
			if err := s.Sign(t.Context(), req, test.hash, time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			if got := req.Header.Get("X-Amz-Content-Sha256"); got != test.hash {
				t.Errorf("X-Amz-Content-Sha256 is %q", got)
			}
			if got := req.Header.Get("Authorization"); !strings.HasSuffix(got, test.want) {
				t.Errorf("%s\ndoes not end with\n%s", got, test.want)
			}
		})
	}
}
