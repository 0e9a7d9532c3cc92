//go:build servers

// The life of a bucket and of its objects, against s3rver.

package integration

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/integration/testdata/s3"
	"github.com/smithwright/smithwright/rt"
)

// newBucket makes a bucket for a test, and takes it and its objects away with the test.
func newBucket(t *testing.T, c *s3.Client, name string) {
	t.Helper()
	if _, err := c.CreateBucket(bounded(t), &s3.CreateBucketRequest{Bucket: name}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		for _, key := range keysOf(ctx, t, c, name, 1000) {
			if _, err := c.DeleteObject(ctx, &s3.DeleteObjectRequest{Bucket: name, Key: key}); err != nil {
				t.Errorf("deleting %q: %v", key, err)
			}
		}
		if _, err := c.DeleteBucket(ctx, &s3.DeleteBucketRequest{Bucket: name}); err != nil {
			t.Errorf("deleting the bucket: %v", err)
		}
	})
}

// keysOf lists a bucket, so many keys a page.
func keysOf(ctx context.Context, t *testing.T, c *s3.Client, bucket string, perPage int32) []string {
	t.Helper()
	var keys []string
	for page, err := range c.ListObjectsV2Pages(ctx, &s3.ListObjectsV2Request{Bucket: bucket, MaxKeys: &perPage}) {
		if err != nil {
			t.Errorf("listing %s: %v", bucket, err)
			return keys
		}
		for _, o := range page.Contents {
			keys = append(keys, *o.Key)
		}
	}
	return keys
}

func put(t *testing.T, c *s3.Client, bucket, key, body string) *s3.PutObjectOutput {
	t.Helper()
	out, err := c.PutObject(bounded(t), &s3.PutObjectRequest{Bucket: bucket, Key: key, Body: strings.NewReader(body)})
	if err != nil {
		t.Fatalf("putting %q: %v", key, err)
	}
	return out
}

// body reads a reply's body and closes it.
func body(t *testing.T, r io.ReadCloser) string {
	t.Helper()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	return string(data)
}

func get(t *testing.T, c *s3.Client, bucket, key string) string {
	t.Helper()
	out, err := c.GetObject(bounded(t), &s3.GetObjectRequest{Bucket: bucket, Key: key})
	if err != nil {
		t.Errorf("getting %q: %v", key, err)
		return ""
	}
	return body(t, out.Body)
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "buckets")
	list, err := c.ListBuckets(ctx, &s3.ListBucketsRequest{})
	if err != nil || !slices.ContainsFunc(list.Buckets, func(b s3.Bucket) bool { return *b.Name == "buckets" && !b.CreationDate.IsZero() }) {
		t.Errorf("the buckets are %v: %v", list, err)
	}
	if _, err := c.WaitUntilBucketExists(ctx, &s3.HeadBucketRequest{Bucket: "buckets"}, time.Minute); err != nil {
		t.Error(err)
	}
	if _, err := c.WaitUntilBucketNotExists(ctx, &s3.HeadBucketRequest{Bucket: "no-such-bucket"}, time.Minute); err != nil {
		t.Error(err)
	}
	where, err := c.GetBucketLocation(ctx, &s3.GetBucketLocationRequest{Bucket: "buckets"})
	if err != nil || where.LocationConstraint != nil && *where.LocationConstraint != "" {
		t.Errorf("the bucket is in %v: %v", where, err)
	}
	_, err = c.HeadBucket(ctx, &s3.HeadBucketRequest{Bucket: "no-such-bucket"})
	var notFound *s3.NotFound // whose reply has no body that could say so
	if !errors.As(err, &notFound) || notFound.Status != http.StatusNotFound {
		t.Errorf("a bucket that is missing: %T %v, want a %T", err, err, notFound)
	}
	_, err = c.ListObjectsV2(ctx, &s3.ListObjectsV2Request{Bucket: "no-such-bucket"})
	var missing *s3.NoSuchBucket
	if !errors.As(err, &missing) {
		t.Errorf("the objects of a bucket that is missing: %T %v, want a %T", err, err, missing)
	}
	_, err = c.CreateBucket(ctx, &s3.CreateBucketRequest{Bucket: "buckets"})
	var exists *s3.BucketAlreadyExists
	if !errors.As(err, &exists) {
		t.Errorf("a bucket of the same name: %T %v, want a %T", err, err, exists)
	}
	put(t, c, "buckets", "a", "b")
	_, err = c.DeleteBucket(ctx, &s3.DeleteBucketRequest{Bucket: "buckets"})
	if m, ok := rt.MetadataOf(err); !ok || m.Code != "BucketNotEmpty" || m.Status != http.StatusConflict {
		t.Errorf("deleting a bucket with an object: %v", err)
	}
}

func TestObject(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "objects")
	metadata := map[string]string{"plain": "one", "spaces": "a  b", "commas": "a, b;c=\"d\""}
	stored, err := c.PutObject(ctx, &s3.PutObjectRequest{
		Bucket: "objects", Key: "dir/object", Body: strings.NewReader("0123456789"),
		ContentType: new("text/x-test; charset=utf-8"), CacheControl: new("max-age=60"), ContentDisposition: new(`attachment; filename="a b.txt"`),
		ContentEncoding: new("identity"), Metadata: metadata,
	})
	if err != nil {
		t.Fatal(err)
	}
	if *stored.ETag != `"781e5e245d69b566979b86e28d23f2c7"` {
		t.Errorf("the ETag is %s", *stored.ETag)
	}
	if _, err := c.WaitUntilObjectExists(ctx, &s3.HeadObjectRequest{Bucket: "objects", Key: "dir/object"}, time.Minute); err != nil {
		t.Error(err)
	}
	got, err := c.GetObject(ctx, &s3.GetObjectRequest{Bucket: "objects", Key: "dir/object"})
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, got.Body); text != "0123456789" {
		t.Errorf("the object is %q", text)
	}
	if diff := cmp.Diff(metadata, got.Metadata); diff != "" {
		t.Errorf("the metadata (-put +got):\n%s", diff)
	}
	if *got.ContentType != "text/x-test; charset=utf-8" || *got.CacheControl != "max-age=60" || *got.ETag != *stored.ETag || *got.ContentLength != 10 {
		t.Errorf("the headers are %q, %q, %q, %d", *got.ContentType, *got.CacheControl, *got.ETag, *got.ContentLength)
	}
	head, err := c.HeadObject(ctx, &s3.HeadObjectRequest{Bucket: "objects", Key: "dir/object"})
	if err != nil {
		t.Fatal(err)
	}
	if *head.ContentLength != 10 || time.Since(*head.LastModified).Abs() > time.Minute || *head.ContentDisposition != `attachment; filename="a b.txt"` {
		t.Errorf("the head is %+v", head)
	}
	_, err = c.GetObject(ctx, &s3.GetObjectRequest{Bucket: "objects", Key: "dir/other"})
	var missing *s3.NoSuchKey
	if !errors.As(err, &missing) || missing.Status != http.StatusNotFound || missing.Text == "" {
		t.Errorf("a key that is missing: %T %v, want a %T", err, err, missing)
	}
	_, err = c.HeadObject(ctx, &s3.HeadObjectRequest{Bucket: "objects", Key: "dir/other"})
	var notFound *s3.NotFound
	if !errors.As(err, &notFound) {
		t.Errorf("the head of a key that is missing: %T %v, want a %T", err, err, notFound)
	}
	if _, err := c.WaitUntilObjectNotExists(ctx, &s3.HeadObjectRequest{Bucket: "objects", Key: "dir/other"}, time.Minute); err != nil {
		t.Error(err)
	}
}

func TestRangesAndConditions(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "ranges")
	stored := put(t, c, "ranges", "digits", "0123456789")
	out, err := c.GetObject(ctx, &s3.GetObjectRequest{Bucket: "ranges", Key: "digits", Range: new("bytes=2-4")})
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, out.Body); text != "234" || *out.ContentRange != "bytes 2-4/10" || *out.ContentLength != 3 {
		t.Errorf("the range is %q, %s, %d", text, *out.ContentRange, *out.ContentLength)
	}
	_, err = c.GetObject(ctx, &s3.GetObjectRequest{Bucket: "ranges", Key: "digits", Range: new("bytes=20-")})
	if m, ok := rt.MetadataOf(err); !ok || m.Code != "InvalidRange" || m.Status != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range behind the end: %v", err)
	}
	// What was not modified has no body to say so: the error has the status and its name.
	for name, in := range map[string]*s3.GetObjectRequest{
		"the ETag": {Bucket: "ranges", Key: "digits", IfNoneMatch: stored.ETag},
		"the time": {Bucket: "ranges", Key: "digits", IfModifiedSince: new(time.Now().Add(time.Second))},
	} {
		_, err := c.GetObject(ctx, in)
		if m, ok := rt.MetadataOf(err); !ok || m.Code != "NotModified" || m.Status != http.StatusNotModified || m.Attempts != 1 {
			t.Errorf("a condition of %s: %v", name, err)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "lists")
	var want []string
	for i := range 25 {
		key := fmt.Sprintf("%c/%02d", 'a'+i%3, i)
		put(t, c, "lists", key, key)
		want = append(want, key)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, keysOf(ctx, t, c, "lists", 4)); diff != "" {
		t.Errorf("the keys (-want +got):\n%s", diff)
	}
	tops, err := c.ListObjectsV2(ctx, &s3.ListObjectsV2Request{Bucket: "lists", Delimiter: new("/")})
	if err != nil || len(tops.CommonPrefixes) != 3 || *tops.CommonPrefixes[2].Prefix != "c/" || len(tops.Contents) != 0 {
		t.Errorf("the prefixes are %v: %v", tops, err)
	}
	none, err := c.ListObjectsV2(ctx, &s3.ListObjectsV2Request{Bucket: "lists", Prefix: new("z")})
	if err != nil || none.Contents != nil || *none.IsTruncated {
		t.Errorf("the keys that begin with z are %v: %v", none, err)
	}
}

func TestMultipart(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "multipart")
	start, err := c.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadRequest{
		Bucket: "multipart", Key: "whole", ContentType: new("text/plain"), Metadata: map[string]string{"of": "three"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	var parts []s3.CompletedPart
	for n := range int32(3) {
		part := bytes.Repeat([]byte{'a' + byte(n)}, 5<<20)
		whole.Write(part)
		out, err := c.UploadPart(ctx, &s3.UploadPartRequest{
			Bucket: "multipart", Key: "whole", UploadId: *start.UploadId, PartNumber: n + 1, Body: bytes.NewReader(part),
		})
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, s3.CompletedPart{ETag: out.ETag, PartNumber: new(n + 1)})
	}
	done, err := c.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadRequest{
		Bucket: "multipart", Key: "whole", UploadId: *start.UploadId, MultipartUpload: &s3.CompletedMultipartUpload{Parts: parts},
	})
	if err != nil {
		t.Fatal(err)
	}
	if sum := md5.Sum(whole.Bytes()); *done.ETag != `"`+hex.EncodeToString(sum[:])+`"` { // s3rver has it so, Amazon does not
		t.Errorf("the ETag is %s", *done.ETag)
	}
	if got := get(t, c, "multipart", "whole"); got != whole.String() {
		t.Errorf("the whole has %d bytes, want %d equal ones", len(got), whole.Len())
	}
}

func TestAbortMultipart(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "aborts")
	start, err := c.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadRequest{Bucket: "aborts", Key: "a"})
	if err != nil {
		t.Fatal(err)
	}
	// s3rver knows the request and cannot do it, nor does it say so in a way that the model has.
	_, err = c.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadRequest{Bucket: "aborts", Key: "a", UploadId: *start.UploadId})
	var unknown *rt.UnknownError
	if !errors.As(err, &unknown) || unknown.Code != "MethodNotAllowed" || unknown.Status != http.StatusMethodNotAllowed {
		t.Errorf("aborting it: %v, want s3rver's own 405", err)
	}
	if got := keysOf(ctx, t, c, "aborts", 10); got != nil {
		t.Errorf("the bucket has %q", got)
	}
}

func TestCopy(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "copies")
	put(t, c, "copies", "from here", "text")
	out, err := c.CopyObject(ctx, &s3.CopyObjectRequest{Bucket: "copies", Key: "to/there", CopySource: "copies/" + url.PathEscape("from here")})
	if err != nil {
		t.Fatal(err)
	}
	if out.CopyObjectResult == nil || time.Since(*out.CopyObjectResult.LastModified).Abs() > time.Minute || *out.CopyObjectResult.ETag == "" {
		t.Errorf("the copy is %+v", out.CopyObjectResult)
	}
	if got := get(t, c, "copies", "to/there"); got != "text" {
		t.Errorf("the copy is %q", got)
	}
	_, err = c.CopyObject(ctx, &s3.CopyObjectRequest{Bucket: "copies", Key: "x", CopySource: "copies/missing"})
	if m, ok := rt.MetadataOf(err); !ok || m.Code != "NoSuchKey" {
		t.Errorf("a copy of what is missing: %v", err)
	}
}

func TestDeleteMany(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newS3(t)
	newBucket(t, c, "many")
	var objects []s3.ObjectIdentifier
	for _, key := range []string{"a", "b & <c>", "d/é"} {
		put(t, c, "many", key, "x")
		objects = append(objects, s3.ObjectIdentifier{Key: key})
	}
	put(t, c, "many", "stays", "x")
	out, err := c.DeleteObjects(ctx, &s3.DeleteObjectsRequest{Bucket: "many", Delete: &s3.Delete{Objects: objects}})
	if err != nil || len(out.Deleted) != 3 || len(out.Errors) != 0 {
		t.Errorf("deleted: %+v, %v", out, err)
	}
	if diff := cmp.Diff([]string{"stays"}, keysOf(ctx, t, c, "many", 10)); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
}

// strange are keys with every character that something on the way may take for something else.
var strange = []string{
	"colon:key", "plus+key", "percent%key", "percent%2Fencoded", "percent%25twice", "space key", " leading", "two  spaces",
	"é/ü/ñ", "日本語/キー", "emoji-🙂", "question?mark=1&x=2", "hash#fragment", "tilde~key",
	"quote\"key", "apostrophe'key", "back\\slash", "a.b..c...d", "dir.with.dots/.hidden", "semi;colon,comma", "equals=at@dollar$amp&",
	"brackets[1]{2}(3)<4>", "pipe|caret^backtick`", "star*bang!", "tab\tkey", "e\u0301-combining", "end.", "a/b/c/d/e/f/g",
	"x-amz-signature", "%", "+", "~", "long-" + strings.Repeat("0123456789/", 80),
}

func TestStrangeKeys(t *testing.T) {
	t.Parallel()
	c := newS3(t)
	newBucket(t, c, "strange")
	for i, key := range strange {
		put(t, c, "strange", key, fmt.Sprintf("text %d", i))
	}
	for i, key := range strange {
		if got, want := get(t, c, "strange", key), fmt.Sprintf("text %d", i); got != want {
			t.Errorf("%q is %q, want %q", key, got, want)
		}
	}
	want := slices.Sorted(slices.Values(strange))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(keysOf(bounded(t), t, c, "strange", 10)))); diff != "" {
		t.Errorf("the keys (-want +got):\n%s", diff)
	}
}

// refused are keys that s3rver's router finds no object for, whatever the signature. Its answer is a text.
var refused = []string{"/leading", "double//slash", "triple///slash"}

func TestKeysThatTheServerDoesNotKnow(t *testing.T) {
	t.Parallel()
	c := newS3(t)
	newBucket(t, c, "refused")
	for _, key := range refused {
		_, err := c.PutObject(bounded(t), &s3.PutObjectRequest{Bucket: "refused", Key: key, Body: strings.NewReader("x")})
		var reply *rt.ReplyError
		if !errors.As(err, &reply) || reply.Status != http.StatusNotFound {
			t.Errorf("putting %q: %v, want s3rver's own 404", key, err)
		}
	}
}

// TestSignatureIsChecked sends what was changed on its way, so that it is seen that the servers notice.
func TestSignatureIsChecked(t *testing.T) {
	t.Parallel()
	c := newS3(t)
	newBucket(t, c, "signatures")
	for name, change := range map[string]func(*http.Request){
		"path":   func(r *http.Request) { r.URL.Path += "x"; r.URL.RawPath += "x" },
		"query":  func(r *http.Request) { r.URL.RawQuery += "&x=y" },
		"header": func(r *http.Request) { r.Header.Set("X-Amz-Meta-X", "changed") },
		"method": func(r *http.Request) { r.Method = http.MethodPost },
		"more":   func(r *http.Request) { r.Header.Set("X-Amz-Acl", "public-read") },
	} {
		wronged.Add(1)
		in := &s3.PutObjectRequest{Bucket: "signatures", Key: wrong + name, Body: strings.NewReader("text"), Metadata: map[string]string{"x": "y"}}
		_, err := c.PutObject(bounded(t), in, rt.Once(), rt.WithInterceptor(rt.Interceptor{AfterSigning: func(_ context.Context, a *rt.Attempt) error {
			change(a.Request)
			return nil
		}}))
		if m, ok := rt.MetadataOf(err); !ok || m.Code != "SignatureDoesNotMatch" || m.Status != http.StatusForbidden {
			t.Errorf("a %s that was not signed: %v", name, err)
		}
	}
	// A body whose pieces are signed: it cannot be read twice, and not be kept.
	wronged.Add(1)
	small := newS3(t, func(cfg *s3.Config) { cfg.MaxBufferedBytes = 1 })
	piece := &s3.PutObjectRequest{Bucket: "signatures", Key: wrong + "piece", Body: &once{struct{ io.Reader }{&pattern{size: 100_000}}, 100_000}}
	_, err := small.PutObject(bounded(t), piece, rt.Once(), rt.WithInterceptor(rt.Interceptor{AfterSigning: func(_ context.Context, a *rt.Attempt) error {
		if got := a.Request.Header.Get("X-Amz-Content-Sha256"); got != "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" {
			t.Errorf("the body goes as %s", got)
		}
		a.Request.Body = &flipped{a.Request.Body, 50_000}
		return nil
	}}))
	if m, ok := rt.MetadataOf(err); !ok || m.Code != "SignatureDoesNotMatch" {
		t.Errorf("a piece that was not signed: %v", err)
	}
	wronged.Add(1) // a body is known to be wrong when it was read, which is too late to refuse it
	in := &s3.PutObjectRequest{Bucket: "signatures", Key: wrong + "body", Body: strings.NewReader("text")}
	_, err = c.PutObject(bounded(t), in, rt.WithInterceptor(rt.Interceptor{AfterSigning: func(_ context.Context, a *rt.Attempt) error {
		a.Request.Body = io.NopCloser(strings.NewReader("TEXT"))
		return nil
	}}))
	if err != nil {
		t.Error(err)
	}
}

// flipped is a stream of which one byte is another.
type flipped struct {
	io.ReadCloser
	at int
}

// Read reads on.
func (f *flipped) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	if f.at >= 0 && f.at < n {
		p[f.at] ^= 1
	}
	f.at -= n
	return n, err
}

// TestChecksums has each checksum that the server verifies go ahead of the body and, by TLS, behind it.
func TestChecksums(t *testing.T) {
	t.Parallel()
	plain, encrypted := newS3(t), newS3(t, overTLS)
	newBucket(t, plain, "checksums")
	for i, c := range []*s3.Client{plain, encrypted} {
		for _, algorithm := range []s3.ChecksumAlgorithm{"", s3.ChecksumAlgorithmCRC32, s3.ChecksumAlgorithmSHA1, s3.ChecksumAlgorithmSHA256} {
			for _, size := range []int64{0, 1, 65_536, 200_000} {
				key, ask := fmt.Sprintf("%d/by-%s/%d", i, algorithm, size), &algorithm
				if algorithm == "" {
					ask = nil
				}
				in := &s3.PutObjectRequest{Bucket: "checksums", Key: key, ChecksumAlgorithm: ask, Body: &pattern{size: size}}
				if _, err := c.PutObject(bounded(t), in); err != nil {
					t.Errorf("%s: %v", key, err)
					continue
				}
				want, err := io.ReadAll(&pattern{size: size})
				if got := get(t, c, "checksums", key); err != nil || got != string(want) {
					t.Errorf("%s: %d other bytes came back", key, len(got))
				}
			}
		}
	}
}

// TestUnknownLength sends what nobody knows the length of before it is over, which S3 has to be told.
func TestUnknownLength(t *testing.T) {
	t.Parallel()
	plain, encrypted := newS3(t), newS3(t, overTLS)
	newBucket(t, plain, "lengths")
	for _, c := range []*s3.Client{plain, encrypted} {
		_, err := c.PutObject(bounded(t), &s3.PutObjectRequest{Bucket: "lengths", Key: "pipe", Body: struct{ io.Reader }{&pattern{size: 1_000_000}}})
		if err != nil {
			t.Error(err)
		}
		if got := get(t, c, "lengths", "pipe"); len(got) != 1_000_000 {
			t.Errorf("%d bytes came back", len(got))
		}
	}
}
