//go:build checksums

// What both clients of Amazon S3 say of a body: its checksum, its hash, its length and how it is encoded.

package difftest

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	peers3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	ours3 "github.com/smithwright/smithwright/difftest/testdata/checksums"
	"github.com/smithwright/smithwright/rt"
)

// notCompared are headers that have nothing to do with bodies, or that differ on purpose.
var notCompared = map[string]string{
	"Accept-Encoding":              "the peer has it signed, of every operation: ours sets it where the caller reads the body, behind the signature",
	"Amz-Sdk-Invocation-Id":        "random",
	"Authorization":                "which headers are signed is compared by name, and by another test",
	"User-Agent":                   "each has its own",
	"X-Amz-Sdk-Checksum-Algorithm": "the peer leaves it out where the algorithm is the default one: ours says it, as other SDKs of AWS do",
}

// unread hides all that a reader can but reading.
type unread struct{ io.Reader }

// bodyCase is a call of both clients.
type bodyCase struct {
	ours func(context.Context, *ours3.Client) error
	peer func(context.Context, *peers3.Client) error
}

// put is PutObject with a body and what is said of it.
func put(body func() io.Reader, algorithm, sum string, length int64, encoding string) bodyCase {
	in, peer := &ours3.PutObjectRequest{Bucket: "bucket", Key: "k"}, &peers3.PutObjectInput{Bucket: aws.String("bucket"), Key: aws.String("k")}
	if algorithm != "" {
		in.ChecksumAlgorithm, peer.ChecksumAlgorithm = new(ours3.ChecksumAlgorithm(algorithm)), types.ChecksumAlgorithm(algorithm)
	}
	if sum != "" {
		in.ChecksumSHA1, peer.ChecksumSHA1 = &sum, &sum
	}
	if length > 0 {
		in.ContentLength, peer.ContentLength = &length, &length
	}
	if encoding != "" {
		in.ContentEncoding, peer.ContentEncoding = &encoding, &encoding
	}
	return bodyCase{
		func(ctx context.Context, c *ours3.Client) error {
			in.Body = body()
			_, err := c.PutObject(ctx, in)
			return err
		},
		func(ctx context.Context, c *peers3.Client) error {
			peer.Body = body()
			_, err := c.PutObject(ctx, peer)
			return err
		},
	}
}

// bodyCases are the calls. The names of those that the peer takes only over an encrypted connection begin with "encrypted". A nil
// stream is left out: the peer calls nothing an application/octet-stream, and asks before it sends it.
func bodyCases() map[string]bodyCase {
	seekable := func() io.Reader { return strings.NewReader("123456789") }
	cases := map[string]bodyCase{
		"a stream":                   put(seekable, "", "", 0, ""),
		"an empty stream":            put(func() io.Reader { return strings.NewReader("") }, "", "", 0, ""),
		"an encoded stream":          put(seekable, "", "", 0, "gzip"),
		"a checksum of the caller":   put(seekable, "", "98O8HYCOBHMq32eZZczDTKeuNEE=", 0, ""),
		"a long stream":              put(func() io.Reader { return bytes.NewReader(make([]byte, 3<<20)) }, "", "", 0, ""),
		"encrypted, one of a length": put(func() io.Reader { return unread{strings.NewReader("123456789")} }, "CRC32C", "", 9, ""),
		"DeleteObjects": {
			func(ctx context.Context, c *ours3.Client) error {
				_, err := c.DeleteObjects(ctx, &ours3.DeleteObjectsRequest{
					Bucket: "bucket", Delete: &ours3.Delete{Objects: []ours3.ObjectIdentifier{{Key: "a"}, {Key: "b"}}},
				})
				return err
			},
			func(ctx context.Context, c *peers3.Client) error {
				_, err := c.DeleteObjects(ctx, &peers3.DeleteObjectsInput{
					Bucket: aws.String("bucket"), Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("a")}, {Key: aws.String("b")}}},
				})
				return err
			},
		},
		"PutBucketAcl, no body": {
			func(ctx context.Context, c *ours3.Client) error {
				_, err := c.PutBucketAcl(ctx, &ours3.PutBucketAclRequest{Bucket: "bucket", ACL: new(ours3.BucketCannedACLPrivate)})
				return err
			},
			func(ctx context.Context, c *peers3.Client) error {
				_, err := c.PutBucketAcl(ctx, &peers3.PutBucketAclInput{Bucket: aws.String("bucket"), ACL: types.BucketCannedACLPrivate})
				return err
			},
		},
		"PutBucketTagging": {
			func(ctx context.Context, c *ours3.Client) error {
				_, err := c.PutBucketTagging(ctx, &ours3.PutBucketTaggingRequest{
					Bucket: "bucket", ChecksumAlgorithm: new(ours3.ChecksumAlgorithmSHA256), Tagging: &ours3.Tagging{TagSet: []ours3.Tag{{Key: "k", Value: "v"}}},
				})
				return err
			},
			func(ctx context.Context, c *peers3.Client) error {
				_, err := c.PutBucketTagging(ctx, &peers3.PutBucketTaggingInput{
					Bucket: aws.String("bucket"), ChecksumAlgorithm: types.ChecksumAlgorithmSha256,
					Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}}},
				})
				return err
			},
		},
		"RestoreObject, no body": {
			func(ctx context.Context, c *ours3.Client) error {
				_, err := c.RestoreObject(ctx, &ours3.RestoreObjectRequest{Bucket: "bucket", Key: "k"})
				return err
			},
			func(ctx context.Context, c *peers3.Client) error {
				_, err := c.RestoreObject(ctx, &peers3.RestoreObjectInput{Bucket: aws.String("bucket"), Key: aws.String("k")})
				return err
			},
		},
		"GetObject": {
			func(ctx context.Context, c *ours3.Client) error {
				out, err := c.GetObject(ctx, &ours3.GetObjectRequest{Bucket: "bucket", Key: "k"})
				if err == nil {
					err = out.Body.Close()
				}
				return err
			},
			func(ctx context.Context, c *peers3.Client) error {
				out, err := c.GetObject(ctx, &peers3.GetObjectInput{Bucket: aws.String("bucket"), Key: aws.String("k")})
				if err == nil {
					err = out.Body.Close()
				}
				return err
			},
		},
	}
	for _, algorithm := range []string{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512"} {
		cases["a stream with "+algorithm] = put(seekable, algorithm, "", 0, "")
	}
	return cases
}

// policies are what both clients can be told of checksums.
var policies = map[string]struct {
	ours rt.ChecksumPolicy
	peer aws.RequestChecksumCalculation
	back aws.ResponseChecksumValidation
}{
	"when supported": {rt.WhenSupported, aws.RequestChecksumCalculationWhenSupported, aws.ResponseChecksumValidationWhenSupported},
	"when required":  {rt.WhenRequired, aws.RequestChecksumCalculationWhenRequired, aws.ResponseChecksumValidationWhenRequired},
}

func TestHeadersOfBodies(t *testing.T) {
	t.Parallel()
	compared := 0
	for policy, p := range policies {
		for _, scheme := range []string{"https", "http"} {
			endpoint := scheme + "://localhost:9000"
			o := options()
			o.RequestChecksums, o.ResponseChecksums = p.ours, p.ours
			ours, err := ours3.New(ours3.Config{Region: region, Credentials: static, Endpoint: endpoint, Options: o})
			if err != nil {
				t.Fatal(err)
			}
			peer := peers3.New(peers3.Options{
				Region: region, Credentials: static, BaseEndpoint: &endpoint, UsePathStyle: true, HTTPClient: transport{}, Retryer: aws.NopRetryer{},
				HTTPSignerV4:               fixedSigner{v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })},
				RequestChecksumCalculation: p.peer, ResponseChecksumValidation: p.back,
			})
			cases := bodyCases()
			for _, name := range slices.Sorted(maps.Keys(cases)) {
				if scheme == "http" && strings.HasPrefix(name, "encrypted") {
					continue
				}
				var a, b exchange
				a.reply, b.reply = reply{status: http.StatusOK}, reply{status: http.StatusOK}
				if err := cases[name].ours(context.WithValue(t.Context(), exchangeKey{}, &a), ours); err != nil {
					t.Fatalf("%s: ours: %v", name, err)
				}
				if err := cases[name].peer(context.WithValue(t.Context(), exchangeKey{}, &b), peer); err != nil {
					t.Fatalf("%s: the peer: %v", name, err)
				}
				compared++
				if diff := cmp.Diff(said(&b), said(&a)); diff != "" {
					t.Errorf("%s, %s, %s (-peer +ours):\n%s", name, scheme, policy, diff)
				}
			}
		}
	}
	t.Logf("%d requests with bodies compared", compared)
}

// said is what a request says of its body, with the body: of one in pieces, what those are put together.
func said(x *exchange) map[string]string {
	facts := map[string]string{"body": string(x.body)}
	for name, values := range x.sent.Header {
		if notCompared[name] == "" {
			facts[name] = strings.Join(values, ",")
		}
	}
	if facts["X-Amz-Trailer"] != "" {
		facts["body"] = joined(x.body)
	} else {
		facts["length"] = strconv.FormatInt(x.sent.ContentLength, 10)
	}
	_, signed, _ := strings.Cut(x.sent.Header.Get("Authorization"), "SignedHeaders=")
	signed, _, _ = strings.Cut(signed, ",")
	names := strings.Split(signed, ";")
	facts["signed"] = strings.Join(slices.DeleteFunc(names, func(name string) bool {
		return notCompared[http.CanonicalHeaderKey(name)] != ""
	}), ";")
	return facts
}

// joined puts the pieces of a body together, with what follows them: the clients make pieces of different lengths.
func joined(data []byte) string {
	var out bytes.Buffer
	for {
		head, rest, _ := bytes.Cut(data, []byte("\r\n"))
		n := 0
		for _, c := range head {
			n = n<<4 | strings.IndexByte("0123456789abcdef", c)
		}
		if n == 0 {
			return out.String() + "|" + string(rest)
		}
		out.Write(rest[:n])
		data = rest[n+2:]
	}
}

// BenchmarkUpload is what an upload of 8 MiB costs beside sending it, by both clients.
func BenchmarkUpload(b *testing.B) {
	data, endpoint := make([]byte, 8<<20), "https://localhost:9000"
	o := options()
	o.HTTPClient = drain{}
	ours, err := ours3.New(ours3.Config{Region: region, Credentials: static, Endpoint: endpoint, Options: o})
	if err != nil {
		b.Fatal(err)
	}
	peer := peers3.New(peers3.Options{Region: region, Credentials: static, BaseEndpoint: &endpoint, UsePathStyle: true, HTTPClient: drain{}})
	for _, algorithm := range []string{"CRC32", "CRC64NVME", "SHA256"} {
		c := put(func() io.Reader { return bytes.NewReader(data) }, algorithm, "", 0, "")
		b.Run(algorithm+"/ours", func(b *testing.B) { upload(b, len(data), func() error { return c.ours(b.Context(), ours) }) })
		b.Run(algorithm+"/peer", func(b *testing.B) { upload(b, len(data), func() error { return c.peer(b.Context(), peer) }) })
	}
}

func upload(b *testing.B, length int, call func() error) {
	b.SetBytes(int64(length))
	b.ReportAllocs()
	for b.Loop() {
		if err := call(); err != nil {
			b.Fatal(err)
		}
	}
}

// drain answers each request once its body is read.
type drain struct{}

// Do reads the body, as much at a time as net/http does.
func (drain) Do(r *http.Request) (*http.Response, error) {
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{r.Body}, make([]byte, 32<<10)); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}
