// Bodies with checksums: uploads, and replies that are verified on their way to the caller. The package is one of the printer's
// goldens.

package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	sums "github.com/smithwright/smithwright/internal/emit/testdata/bodies"
	"github.com/smithwright/smithwright/rt"
)

// letters is a stream of one letter that cannot seek and does not tell its length.
func letters(n int64) io.Reader { return io.LimitReader(sameLetter{}, n) }

type sameLetter struct{}

func (sameLetter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// about are the headers of a request that have to do with its body and its checksum.
func about(r received) map[string]string {
	facts := map[string]string{}
	for _, name := range []string{
		"Content-Encoding", "Content-Md5", "Content-Length", "Expect", "X-Amz-Content-Sha256", "X-Amz-Decoded-Content-Length",
		"X-Amz-Sdk-Checksum-Algorithm", "X-Amz-Trailer", "X-Amz-Checksum-Crc32", "X-Amz-Checksum-Sha256", "X-Amz-Checksum-Xxhash64",
	} {
		if values := r.Header[name]; len(values) > 0 {
			facts[name] = strings.Join(values, "|")
		}
	}
	return facts
}

// The hashes of "123456789".
const (
	digits       = "123456789"
	digitsCRC    = "y/Q5Jg=="
	digitsSHA    = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
	digitsSHAHex = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
	unsigned     = "UNSIGNED-PAYLOAD"
	trailing     = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
)

func TestUploads(t *testing.T) {
	t.Parallel()
	type facts = map[string]string
	trailed := facts{
		"Content-Encoding": "aws-chunked", "X-Amz-Content-Sha256": trailing, "X-Amz-Decoded-Content-Length": "9", "X-Amz-Trailer": "x-amz-checksum-crc32",
		"X-Amz-Sdk-Checksum-Algorithm": "CRC32", "Content-Length": "50",
	}
	ahead := func(hash string) facts {
		return facts{
			"X-Amz-Content-Sha256": hash, "X-Amz-Checksum-Crc32": digitsCRC, "X-Amz-Sdk-Checksum-Algorithm": "CRC32", "Content-Length": "9",
		}
	}
	whenRequired := rt.WithChecksums(rt.WhenRequired, rt.WhenSupported)
	tests := map[string]struct {
		secure bool
		in     sums.PutObjectRequest
		body   func() io.Reader
		opts   []rt.CallOption
		want   facts
	}{
		"can seek, encrypted": {secure: true, body: func() io.Reader { return strings.NewReader(digits) }, want: trailed},
		"can seek, plain":     {body: func() io.Reader { return strings.NewReader(digits) }, want: ahead(digitsSHAHex)},
		"has a length, encrypted": {
			secure: true, body: func() io.Reader { return bytes.NewBufferString(digits) }, want: trailed,
		},
		"has a length, plain": {body: func() io.Reader { return bytes.NewBufferString(digits) }, want: ahead(digitsSHAHex)},
		"length told, encrypted": {
			secure: true, in: sums.PutObjectRequest{ContentLength: new(int64(9))}, body: func() io.Reader { return plainReader{strings.NewReader(digits)} },
			want: trailed,
		},
		"no length, encrypted": {secure: true, body: func() io.Reader { return plainReader{strings.NewReader(digits)} }, want: ahead(unsigned)},
		"no length, plain":     {body: func() io.Reader { return plainReader{strings.NewReader(digits)} }, want: ahead(digitsSHAHex)},
		"another encoding": {
			secure: true, in: sums.PutObjectRequest{ContentEncoding: new("br")}, body: func() io.Reader { return strings.NewReader(digits) },
			want: facts{
				"Content-Encoding": "br,aws-chunked", "X-Amz-Content-Sha256": trailing, "X-Amz-Decoded-Content-Length": "9",
				"X-Amz-Trailer": "x-amz-checksum-crc32", "X-Amz-Sdk-Checksum-Algorithm": "CRC32", "Content-Length": "50",
			},
		},
		"an algorithm": {
			in: sums.PutObjectRequest{ChecksumAlgorithm: new(sums.ChecksumAlgorithmSHA256)}, body: func() io.Reader { return strings.NewReader(digits) },
			want: facts{
				"X-Amz-Content-Sha256": digitsSHAHex, "X-Amz-Checksum-Sha256": digitsSHA,
				"X-Amz-Sdk-Checksum-Algorithm": "SHA256", "Content-Length": "9",
			},
		},
		"a checksum of the caller's": {
			secure: true, in: sums.PutObjectRequest{ChecksumCRC32: new(digitsCRC)}, body: func() io.Reader { return plainReader{strings.NewReader(digits)} },
			want: facts{"X-Amz-Content-Sha256": unsigned, "X-Amz-Checksum-Crc32": digitsCRC, "Content-Length": "9"},
		},
		"a checksum that is not known": {
			in: sums.PutObjectRequest{ChecksumAlgorithm: new(sums.ChecksumAlgorithmXXHASH64), ChecksumXXHASH64: new("sum")}, body: func() io.Reader { return strings.NewReader(digits) },
			want: facts{
				"X-Amz-Content-Sha256": digitsSHAHex, "X-Amz-Checksum-Xxhash64": "sum", "X-Amz-Sdk-Checksum-Algorithm": "XXHASH64", "Content-Length": "9",
			},
		},
		"only if required": {
			secure: true, body: func() io.Reader { return strings.NewReader(digits) }, opts: []rt.CallOption{whenRequired},
			want: facts{"X-Amz-Content-Sha256": unsigned, "Content-Length": "9"},
		},
		"empty": {
			secure: true, body: func() io.Reader { return strings.NewReader("") },
			want: facts{
				"X-Amz-Content-Sha256": unsigned, "X-Amz-Checksum-Crc32": "AAAAAA==", "X-Amz-Sdk-Checksum-Algorithm": "CRC32", "Content-Length": "0",
			},
		},
		"none": {
			body: func() io.Reader { return nil },
			want: facts{
				"X-Amz-Content-Sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "X-Amz-Checksum-Crc32": "AAAAAA==",
				"X-Amz-Sdk-Checksum-Algorithm": "CRC32", "Content-Length": "0",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, test.secure)
			in := test.in
			in.Key, in.Body = "k", test.body()
			if _, err := s.client(t).PutObject(t.Context(), &in, test.opts...); err != nil {
				t.Fatal(err)
			}
			r := s.all()[0]
			if diff := cmp.Diff(test.want, about(r)); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUploadOfAnotherLength: a length that is not the body's is found before or while it is sent.
func TestUploadOfAnotherLength(t *testing.T) {
	t.Parallel()
	const nothing = -100 // stands for a length of 0, where 0 stands for none
	tests := map[string]struct {
		secure bool
		length int64
		body   io.Reader
		says   string
	}{
		"can seek":            {true, 8, strings.NewReader(digits), "says that its body has 8 bytes, and it has 9"},
		"kept":                {false, 8, plainReader{strings.NewReader(digits)}, "says that its body has 8 bytes, and it has 9"},
		"longer":              {true, 8, plainReader{strings.NewReader(digits)}, "has more than the 8 bytes"},
		"shorter":             {true, 10, plainReader{strings.NewReader(digits)}, "ended after 9 of the 10 bytes"},
		"empty, and is not":   {true, nothing, plainReader{strings.NewReader(digits)}, "says that its body is empty, and it is not"},
		"negative":            {true, -1, plainReader{strings.NewReader(digits)}, `"-1" is not the length of a body`},
		"long, and no length": {true, 0, letters(200), "longer than 100 bytes, which Options.MaxBufferedBytes sets: give one that can seek, such as an *os.File, or tell its length"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, test.secure)
			in := &sums.PutObjectRequest{Key: "k", Body: test.body}
			switch test.length {
			case 0:
			case nothing:
				in.ContentLength = new(int64(0))
			default:
				in.ContentLength = &test.length
			}
			_, err := s.client(t, func(c *sums.Config) { c.MaxBufferedBytes = 100 }).PutObject(t.Context(), in)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v", err)
			}
			for _, r := range s.all() {
				if r.Body != "" {
					t.Errorf("the store took %q", r.Body)
				}
			}
		})
	}
}

// TestSignedPieces: a body over a plain connection that can neither seek nor be kept goes in pieces that are signed.
func TestSignedPieces(t *testing.T) {
	t.Parallel()
	s := newStore(t, false)
	c := s.client(t, func(c *sums.Config) { c.MaxBufferedBytes = 100 })
	const length = 200_000
	_, err := c.PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: letters(length), ContentLength: new(int64(length))})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Content-Encoding": "aws-chunked", "X-Amz-Content-Sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
		"X-Amz-Decoded-Content-Length": "200000", "X-Amz-Trailer": "x-amz-checksum-crc32", "X-Amz-Sdk-Checksum-Algorithm": "CRC32",
		"Content-Length": "200565",
	}
	r := s.all()[0]
	if diff := cmp.Diff(want, about(r)); diff != "" || len(r.Body) != length {
		t.Errorf("%d bytes; headers (-want +got):\n%s", len(r.Body), diff)
	}
}

// TestUploadAgain: an attempt that fails behind the body is made again with the body from its beginning, and its checksum.
func TestUploadAgain(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{true, false} {
		s := newStore(t, secure)
		s.failing = 2
		body := strings.NewReader("not this" + strings.Repeat(digits, 300_000))
		if _, err := body.Seek(8, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if _, err := s.client(t).PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: body}); err != nil {
			t.Fatal(err)
		}
		all := s.all()
		if len(all) != 3 {
			t.Fatalf("%d attempts", len(all))
		}
		for _, r := range all {
			if len(r.Body) != 9*300_000 || !strings.HasPrefix(r.Body, digits) || r.Header.Get("Expect") != "100-continue" {
				t.Errorf("%d bytes, %v", len(r.Body), about(r))
			}
		}
	}
	s := newStore(t, true)
	s.failing = 1
	_, err := s.client(t).PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: bytes.NewBufferString(digits)})
	if m, ok := rt.MetadataOf(err); !ok || m.Status != 500 || len(s.all()) != 1 {
		t.Errorf("a body that can be read once was sent %d times: %v", len(s.all()), err)
	}
}

// TestBrokenBody: a body that cannot be read is not tried again, although it can seek: the next attempt would have the same.
func TestBrokenBody(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{true, false} {
		s := newStore(t, secure)
		_, err := s.client(t).PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: &brokenSeeker{strings.NewReader(digits)}})
		var call *rt.CallError
		if !errors.As(err, &call) || !errors.Is(err, io.ErrClosedPipe) || call.Attempts > 1 || len(s.all()) > 0 && s.all()[0].Body != "" {
			t.Errorf("secure %t: %v", secure, err)
		}
	}
}

// brokenSeeker knows its length and cannot be read.
type brokenSeeker struct{ *strings.Reader }

func (*brokenSeeker) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func (*brokenSeeker) WriteTo(io.Writer) (int64, error) { return 0, io.ErrClosedPipe }

// TestUnreadBodyAgain: a body that can be read once is sent again if nobody has read it, here since the service was asked first.
func TestUnreadBodyAgain(t *testing.T) {
	t.Parallel()
	s, n := newStore(t, true), 0
	take := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			refuse(w, http.StatusServiceUnavailable, "later")
			return
		}
		take.ServeHTTP(w, r)
	})
	const length = 3 << 20
	_, err := s.client(t).PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: letters(length), ContentLength: new(int64(length))})
	if all := s.all(); err != nil || n != 2 || len(all) != 1 || len(all[0].Body) != length {
		t.Errorf("%d requests, %v", n, err)
	}
}

// TestBodyIsTheCallersAgain: once a call is over nobody reads its body any more. The race detector would see it.
func TestBodyIsTheCallersAgain(t *testing.T) {
	t.Parallel()
	s := newStore(t, false)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusForbidden, "no") })
	c := s.client(t, func(c *sums.Config) { c.ExpectContinueBytes = -1 })
	for range 5 {
		body := &countingSeeker{Reader: bytes.NewReader(make([]byte, 8<<20))}
		_, err := c.PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: body, ChecksumCRC32: new("mine")}, rt.Once())
		before := body.read
		if err == nil {
			t.Fatal("the store took it")
		}
		if _, err := io.CopyN(io.Discard, body, 100); err != nil && err != io.EOF {
			t.Error(err)
		}
		if after := body.read; after > before+100 {
			t.Errorf("%d bytes were read behind the call", after-before)
		}
	}
}

// TestRequiredChecksum: an operation that has to have a checksum has one, by whatever name, and no MD5 beside it.
func TestRequiredChecksum(t *testing.T) {
	t.Parallel()
	s := newStore(t, false)
	c := s.client(t, func(c *sums.Config) { c.RequestChecksums = rt.WhenRequired })
	in := &sums.DeleteObjectsRequest{Delete: &sums.Delete{Objects: []string{"a", "b"}}}
	if _, err := c.DeleteObjects(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if _, err := c.PutSettings(t.Context(), &sums.PutSettingsRequest{Settings: []byte(digits)}); err != nil {
		t.Fatal(err)
	}
	required, optional := about(s.all()[0]), about(s.all()[1])
	if required["X-Amz-Checksum-Crc32"] == "" || required["X-Amz-Sdk-Checksum-Algorithm"] != "CRC32" || required["Content-Md5"] != "" {
		t.Errorf("%v", required)
	}
	if diff := cmp.Diff(map[string]string{"X-Amz-Content-Sha256": digitsSHAHex, "Content-Length": "9"}, optional); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, err := c.PutSettings(t.Context(), &sums.PutSettingsRequest{Settings: []byte(digits), ChecksumAlgorithm: new(sums.ChecksumAlgorithmXXHASH64)})
	if err == nil || !strings.Contains(err.Error(), "cannot make a checksum") || len(s.all()) != 2 {
		t.Errorf("%v", err)
	}
}

// TestExpect: a long upload waits for the service's word, and nothing is sent of one that is refused.
func TestExpect(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		option int64
		length int64
		want   bool
	}{
		"short":     {0, 2<<20 - 500, false},
		"long":      {0, 2 << 20, true},
		"by option": {100, 100, true},
		"never":     {-1, 3 << 20, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, true)
			c := s.client(t, func(c *sums.Config) { c.ExpectContinueBytes = test.option })
			_, err := c.PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: letters(test.length), ContentLength: &test.length})
			if err != nil {
				t.Fatal(err)
			}
			if r := s.all()[0]; (r.Header.Get("Expect") != "") != test.want || strings.Contains(r.Header.Get("Authorization"), "expect") {
				t.Errorf("%v", r.Header)
			}
		})
	}
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusForbidden, "no") }))
	defer refusing.Close()
	c, err := sums.New(sums.Config{Region: "us-east-1", Credentials: credentials, Endpoint: refusing.URL})
	if err != nil {
		t.Fatal(err)
	}
	body := &countingSeeker{Reader: bytes.NewReader(make([]byte, 3<<20))}
	_, err = c.PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: body, ChecksumCRC32: new("mine")})
	if m, ok := rt.MetadataOf(err); !ok || m.Status != http.StatusForbidden {
		t.Errorf("%v", err)
	}
	if body.read > 3<<20 { // once, for the hash
		t.Errorf("%d bytes of %d were read", body.read, 3<<20)
	}
}

type countingSeeker struct {
	*bytes.Reader
	read int
}

func (c *countingSeeker) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}

// TestDownloads: what comes with a checksum is verified while it is read.
func TestDownloads(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		in     sums.GetObjectRequest
		opts   []rt.CallOption
		status int
		header map[string]string
		body   string
		mode   string // that the request asked for
		by     string // the algorithm of the metadata
		says   string // in the error of reading
	}{
		"right":     {header: map[string]string{"X-Amz-Checksum-Crc32": digitsCRC}, body: digits, mode: "ENABLED", by: "CRC32"},
		"wrong":     {header: map[string]string{"X-Amz-Checksum-Crc32": digitsCRC}, body: "damaged", mode: "ENABLED", by: "CRC32", says: "the body was damaged: its CRC32 is"},
		"none":      {body: digits, mode: "ENABLED"},
		"composite": {header: map[string]string{"X-Amz-Checksum-Crc32": digitsCRC + "-3"}, body: "damaged", mode: "ENABLED"},
		"not asked": {
			opts:   []rt.CallOption{rt.WithChecksums(rt.WhenSupported, rt.WhenRequired)},
			header: map[string]string{"X-Amz-Checksum-Crc32": digitsCRC}, body: "damaged",
		},
		"asked": {
			in: sums.GetObjectRequest{ChecksumMode: new(sums.ChecksumModeENABLED)}, mode: "ENABLED", by: "SHA256",
			opts:   []rt.CallOption{rt.WithChecksums(rt.WhenSupported, rt.WhenRequired)},
			header: map[string]string{"X-Amz-Checksum-Sha256": digitsSHA}, body: digits,
		},
		"range": {
			in: sums.GetObjectRequest{Range: new("bytes=0-8")}, status: http.StatusPartialContent, mode: "ENABLED",
			header: map[string]string{"X-Amz-Checksum-Crc32": "AAAAAA==", "Content-Range": "bytes 0-8/100"}, body: digits,
		},
		"part": {
			in: sums.GetObjectRequest{PartNumber: new(int32(2))}, status: http.StatusPartialContent, mode: "ENABLED", by: "CRC32",
			header: map[string]string{"X-Amz-Checksum-Crc32": digitsCRC, "Content-Range": "bytes 10-18/100"}, body: digits,
		},
		"compressed by its owner": {header: map[string]string{"Content-Encoding": "gzip", "X-Amz-Checksum-Crc32": digitsCRC}, body: digits, mode: "ENABLED", by: "CRC32"},
		"cut short":               {header: map[string]string{"Content-Length": "20"}, body: digits, mode: "ENABLED", says: "the reply was cut short after 9 of 20 bytes: unexpected EOF"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, true)
			s.reply = func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("X-Amz-Checksum-Mode") != test.mode || r.Header.Get("Accept-Encoding") != "identity" ||
					strings.Contains(r.Header.Get("Authorization"), "accept-encoding") {
					t.Errorf("%v", r.Header)
				}
				for name, value := range test.header {
					w.Header().Set(name, value)
				}
				if test.status != 0 {
					w.WriteHeader(test.status)
				}
				_, _ = io.WriteString(w, test.body)
			}
			in, metadata := test.in, rt.Metadata{}
			in.Key = "k"
			out, err := s.client(t).GetObject(t.Context(), &in, append(test.opts, rt.Capture(&metadata))...)
			if err != nil {
				t.Fatal(err)
			}
			defer out.Body.Close()
			got, err := io.ReadAll(out.Body)
			if string(got) != test.body || metadata.ChecksumAlgorithm != test.by {
				t.Errorf("%q, verified by %q", got, metadata.ChecksumAlgorithm)
			}
			if (err != nil) != (test.says != "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v", err)
			}
			var wrong *rt.ChecksumError
			if errors.As(err, &wrong) != (name == "wrong") || errors.Is(err, io.ErrUnexpectedEOF) != (name == "cut short") {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

// TestDamagedReply: a reply that is read into memory is asked for again when it was damaged.
func TestDamagedReply(t *testing.T) {
	t.Parallel()
	s, n := newStore(t, true), 0
	s.reply = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amz-Checksum-Crc32", digitsCRC)
		if n++; n == 2 {
			_, _ = io.WriteString(w, digits)
		} else {
			_, _ = io.WriteString(w, "damaged")
		}
	}
	var metadata rt.Metadata
	out, err := s.client(t).GetSettings(t.Context(), &sums.GetSettingsRequest{}, rt.Capture(&metadata))
	if err != nil || string(out.Settings) != digits || metadata.Attempts != 2 || metadata.ChecksumAlgorithm != "CRC32" {
		t.Errorf("%v, %v, %+v", out, err, metadata)
	}
	_, err = s.client(t).GetSettings(t.Context(), &sums.GetSettingsRequest{}, rt.Once())
	var wrong *rt.ChecksumError
	var reply *rt.ReplyError
	if !errors.As(err, &wrong) || !errors.As(err, &reply) || wrong.Want != digitsCRC || strings.Contains(err.Error(), "cut short") {
		t.Errorf("%T: %v", err, err)
	}
}

// TestEarlyClose: a download that nobody reads to its end leaves nothing behind; TestMain looks for goroutines.
func TestEarlyClose(t *testing.T) {
	t.Parallel()
	s, ended := newStore(t, false), make(chan error, 1)
	s.reply = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Amz-Checksum-Crc32", digitsCRC)
		_, err := io.Copy(w, letters(1<<40))
		ended <- err
	}
	out, err := s.client(t).GetObject(t.Context(), &sums.GetObjectRequest{Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out.Body, make([]byte, 1<<20)); err != nil {
		t.Error(err)
	}
	if err := out.Body.Close(); err != nil {
		t.Error(err)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("the server sent all of it")
		}
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open")
	}
}

// TestFlatMemory uploads and downloads 100 MB, and takes a fraction of that for it. It does not run beside other tests, since
// it measures what all of the program takes, the server included.
func TestFlatMemory(t *testing.T) { //nolint:paralleltest // see above
	const length, most = 100 << 20, 30 << 20
	file := filepath.Join(t.TempDir(), "file")
	f, err := os.Create(file)
	if err == nil {
		_, err = io.Copy(f, letters(length))
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	drain := func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.Header().Set("X-Amz-Checksum-Crc32", "AAAAAA==")
			w.Header().Set("Content-Length", strconv.Itoa(length))
			_, _ = io.Copy(w, letters(length))
			return
		}
		if n, err := io.Copy(io.Discard, r.Body); n < length || err != nil {
			t.Errorf("%d bytes came, %v", n, err)
		}
	}
	for _, secure := range []bool{true, false} {
		s := newStore(t, secure)
		s.Config.Handler = http.HandlerFunc(drain)
		c := s.client(t)
		measure := func(what string, do func() error) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			err := do()
			runtime.ReadMemStats(&after)
			t.Logf("%s of %d MB, secure %t: %d KB in %s", what, length>>20, secure, (after.TotalAlloc-before.TotalAlloc)>>10, time.Since(start))
			if took := after.TotalAlloc - before.TotalAlloc; err != nil || took > most {
				t.Errorf("%s, secure %t: %d MB, %v", what, secure, took>>20, err)
			}
		}
		measure("a file", func() error {
			if _, err := f.Seek(0, io.SeekStart); err != nil {
				return err
			}
			_, err := c.PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: f})
			return err
		})
		measure("a stream", func() error {
			_, err := c.PutObject(t.Context(), &sums.PutObjectRequest{Key: "k", Body: letters(length), ContentLength: new(int64(length))})
			return err
		})
		measure("a download", func() error {
			out, err := c.GetObject(t.Context(), &sums.GetObjectRequest{Key: "k"})
			if err != nil {
				return err
			}
			defer out.Body.Close()
			_, err = io.Copy(io.Discard, out.Body)
			var wrong *rt.ChecksumError
			if errors.As(err, &wrong) {
				return nil // as it should: all of it was read
			}
			return fmt.Errorf("read with %w", err)
		})
	}
}
