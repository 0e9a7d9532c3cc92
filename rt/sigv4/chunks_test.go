// Signing bodies in pieces.

package sigv4_test

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// The uploads that AWS documents: 65 KiB of the letter a, in pieces of 64 KiB, with and without a trailer.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
func TestSignPieces(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		hash    string
		length  int64 // of the body as it goes out
		trailer string
		want    []string // of the request, the pieces, the last and empty one, and the trailer
	}{
		"no trailer": {
			hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", length: 66824,
			want: []string{
				"4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
				"ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
				"0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
				"b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
			},
		},
		"trailer": {
			hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer: "x-amz-checksum-crc32c:sOO8/Q==\n",
			want: []string{
				"106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
				"b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
				"1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
				"2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
				"d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signer, err := sigv4.New("s3", "us-east-1", example{}, sigv4.PlainPath, sigv4.ContentHash)
			if err != nil {
				t.Fatal(err)
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://s3.amazonaws.com/examplebucket/chunkObject.txt", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			req.ContentLength = test.length
			req.Header = http.Header{
				"X-Amz-Storage-Class": {"REDUCED_REDUNDANCY"}, "Content-Encoding": {"aws-chunked"}, "X-Amz-Decoded-Content-Length": {"66560"},
			}
			if test.trailer != "" {
				req.Header["X-Amz-Trailer"] = []string{"x-amz-checksum-crc32c"}
			}
			sign, err := signer.SignPieces(t.Context(), &rt.Signing{
				Request: req, PayloadHash: test.hash, At: time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC),
			})
			if err != nil {
				t.Fatal(err)
			}
			_, seed, _ := strings.Cut(req.Header.Get("Authorization"), "Signature=")
			got := []string{seed}
			for _, n := range []int{64 << 10, 1 << 10, 0} {
				got = append(got, sign(sha256.Sum256([]byte(strings.Repeat("a", n))), false))
			}
			if test.trailer != "" {
				got = append(got, sign(sha256.Sum256([]byte(test.trailer)), true))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("signatures (-want +got):\n%s", diff)
			}
		})
	}
}

// example are the credentials that AWS's documentation signs with.
type example struct{}

// Retrieve returns them.
func (example) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}, nil
}
