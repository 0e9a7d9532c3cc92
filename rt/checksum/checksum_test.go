// Which checksum goes with a request, and which of a reply is verified.

package checksum

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
)

// input is a request with a member that is bound to no header.
type input struct{ Choice string }

var inputTable = schema.Struct{Name: "input", Members: []schema.Member{
	{Name: "Choice", Offset: unsafe.Offsetof(input{}.Choice), Type: schema.Type{Kind: schema.String}},
}}

// SmithySchema returns the table.
func (*input) SmithySchema() *schema.Struct { return &inputTable }

const (
	algorithmHeader = "X-Amz-Sdk-Checksum-Algorithm"
	modeHeader      = "X-Amz-Checksum-Mode"
)

func TestPrepare(t *testing.T) {
	t.Parallel()
	bound, unbound := Choice{Header: algorithmHeader}, Choice{Member: "Choice"}
	tests := map[string]struct {
		of      Flexible
		choice  string // of the unbound member
		header  http.Header
		request rt.ChecksumPolicy
		want    http.Header // what is added, with the checksum of "123456789"
	}{
		"by default":            {of: Flexible{Request: bound}, want: http.Header{algorithmHeader: {"CRC32"}, "X-Amz-Checksum-Crc32": {"y/Q5Jg=="}}},
		"by default, unbound":   {of: Flexible{Request: unbound}, want: http.Header{"X-Amz-Checksum-Crc32": {"y/Q5Jg=="}}},
		"not if not required":   {of: Flexible{Request: bound}, request: rt.WhenRequired},
		"required":              {of: Flexible{Request: bound, Required: true}, request: rt.WhenRequired, want: http.Header{algorithmHeader: {"CRC32"}, "X-Amz-Checksum-Crc32": {"y/Q5Jg=="}}},
		"chosen":                {of: Flexible{Request: bound}, header: http.Header{algorithmHeader: {"CRC64NVME"}}, request: rt.WhenRequired, want: http.Header{"X-Amz-Checksum-Crc64nvme": {"rosUhgp5mIg="}}},
		"chosen, unbound":       {of: Flexible{Request: unbound}, choice: "CRC32C", want: http.Header{"X-Amz-Checksum-Crc32c": {"4waSgw=="}}},
		"given":                 {of: Flexible{Request: bound, Required: true}, header: http.Header{"X-Amz-Checksum-Sha1": {"mine"}}},
		"given, unknown":        {of: Flexible{Request: bound}, header: http.Header{algorithmHeader: {"XXHASH64"}, "X-Amz-Checksum-Xxhash64": {"mine"}}},
		"no checksum":           {of: Flexible{Request: bound}, header: http.Header{modeHeader: {"ENABLED"}, "X-Amz-Checksum-Type": {"COMPOSITE"}}, want: http.Header{algorithmHeader: {"CRC32"}, "X-Amz-Checksum-Crc32": {"y/Q5Jg=="}}},
		"none of requests":      {of: Flexible{Response: Choice{Header: modeHeader}}, want: http.Header{modeHeader: {"ENABLED"}}},
		"of requests and reply": {of: Flexible{Request: bound, Response: Choice{Header: modeHeader}}, request: rt.WhenRequired, want: http.Header{modeHeader: {"ENABLED"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := http.Header{}, http.Header{}
			for header, values := range test.header {
				got[header], want[header] = values, values
			}
			for header, values := range test.want {
				want[header] = values
			}
			digest, err := test.of.Prepare(&input{test.choice}, got, test.request, rt.WhenSupported)
			if err != nil {
				t.Fatal(err)
			}
			if digest != nil {
				_, _ = digest.Write([]byte("123456789"))
				digest.SetHeaders(got)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrepareUnknown(t *testing.T) {
	t.Parallel()
	f := Flexible{Request: Choice{Header: algorithmHeader}}
	_, err := f.Prepare(&input{}, http.Header{algorithmHeader: {"XXHASH3"}}, rt.WhenSupported, rt.WhenSupported)
	if err == nil || !strings.Contains(err.Error(), `"XXHASH3"`) || !strings.Contains(err.Error(), "x-amz-checksum-xxhash3") {
		t.Errorf("%v", err)
	}
}

// TestAsk: replies are asked for a checksum where nobody said that they should not be.
func TestAsk(t *testing.T) {
	t.Parallel()
	f := Flexible{Response: Choice{Header: modeHeader}, Algorithms: []string{"CRC32"}}
	for policy, want := range map[rt.ChecksumPolicy]http.Header{rt.WhenSupported: {modeHeader: {"ENABLED"}}, rt.WhenRequired: {}} {
		h := http.Header{}
		if digest, err := f.Prepare(&input{}, h, rt.WhenSupported, policy); digest != nil || err != nil {
			t.Errorf("%v, %v", digest, err)
		}
		if diff := cmp.Diff(want, h); diff != "" {
			t.Errorf("policy %d (-want +got):\n%s", policy, diff)
		}
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	const body, crc32, sha1 = "123456789", "y/Q5Jg==", "98O8HYCOBHMq32eZZczDTKeuNEE="
	asked := http.Header{modeHeader: {"ENABLED"}}
	ranged := http.Header{modeHeader: {"ENABLED"}, "Range": {"bytes=0-"}}
	sums := func(pairs ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	tests := map[string]struct {
		sent   http.Header
		resp   http.Response
		want   string // the algorithm
		differ bool
	}{
		"right":             {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-crc32", crc32)}, want: "CRC32"},
		"wrong":             {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-crc32", "AAAAAA==")}, want: "CRC32", differ: true},
		"hostile":           {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-crc32", "-\xff-")}, want: "CRC32", differ: true},
		"hyphen at the end": {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-crc32", "AAAAAA-")}, want: "CRC32", differ: true},
		"of a GET":          {sent: asked, resp: http.Response{Request: &http.Request{Method: http.MethodGet}, Header: sums("x-amz-checksum-crc32", "AAAAAA==")}, want: "CRC32", differ: true},
		"not asked":         {sent: http.Header{}, resp: http.Response{Header: sums("x-amz-checksum-crc32", "AAAAAA==")}},
		"none":              {sent: asked, resp: http.Response{Header: sums("Etag", "x")}},
		"the first":         {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-sha1", sha1, "x-amz-checksum-crc32", "AAAAAA==")}, want: "SHA1"},
		"an unknown one":    {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-xxhash64", "?", "x-amz-checksum-crc32", crc32)}, want: "CRC32"},
		"not of the model":  {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-sha256", "?")}},
		"composite":         {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-sha1", "abcd-12", "x-amz-checksum-crc32", crc32)}, want: "CRC32"},
		"composite only":    {sent: asked, resp: http.Response{Header: sums("x-amz-checksum-crc32", "abcd-12")}},
		"decompressed":      {sent: asked, resp: http.Response{Uncompressed: true, Header: sums("x-amz-checksum-crc32", "AAAAAA==")}},
		"an error":          {sent: asked, resp: http.Response{StatusCode: http.StatusNotFound, Header: sums("x-amz-checksum-crc32", "AAAAAA==")}},
		"no content":        {sent: asked, resp: http.Response{StatusCode: http.StatusNoContent, Header: sums("x-amz-checksum-crc32", "AAAAAA==")}},
		"head":              {sent: asked, resp: http.Response{Request: &http.Request{Method: http.MethodHead}, Header: sums("x-amz-checksum-crc32", "AAAAAA==")}},
		"a range":           {sent: ranged, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", "AAAAAA==", "Content-Range", "bytes 0-8/100")}},
		"a range by option": {sent: asked, resp: http.Response{
			StatusCode: http.StatusPartialContent, Request: &http.Request{Header: http.Header{"Range": {"bytes=0-8"}}},
			Header: sums("x-amz-checksum-crc32", "AAAAAA==", "Content-Range", "bytes 0-8/100"),
		}},
		"a range, no size":   {sent: ranged, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", "AAAAAA==", "Content-Range", "bytes 0-8/*")}},
		"a range of nobody":  {sent: ranged, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", "AAAAAA==")}},
		"the whole range":    {sent: ranged, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", crc32, "Content-Range", "bytes 0-8/9")}, want: "CRC32"},
		"a whole long range": {sent: ranged, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", crc32, "Content-Range", "bytes 0-19/20")}, want: "CRC32"},
		"all but one":        {sent: ranged, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", "AAAAAA==", "Content-Range", "bytes 0-18/20")}},
		"a part of a GET": {sent: asked, resp: http.Response{
			StatusCode: http.StatusPartialContent, Request: &http.Request{Method: http.MethodGet, Header: http.Header{"Accept": {"*/*"}}},
			Header: sums("x-amz-checksum-crc32", crc32, "Content-Range", "bytes 0-8/100"),
		}, want: "CRC32"},
		"a range ignored": {sent: ranged, resp: http.Response{StatusCode: http.StatusOK, Header: sums("x-amz-checksum-crc32", crc32)}, want: "CRC32"},
		"a part":          {sent: asked, resp: http.Response{StatusCode: http.StatusPartialContent, Header: sums("x-amz-checksum-crc32", crc32, "Content-Range", "bytes 0-8/100")}, want: "CRC32"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Flexible{Response: Choice{Header: modeHeader}, Algorithms: []string{"XXHASH64", "SHA1", "CRC32"}}
			resp := test.resp
			if resp.StatusCode == 0 {
				resp.StatusCode = http.StatusOK
			}
			closed := false
			resp.Body = &closer{iotest.OneByteReader(strings.NewReader(body)), &closed}
			if got := f.Verify(&input{}, test.sent, &resp); got != test.want {
				t.Errorf("verified by %q, not %q", got, test.want)
			}
			got, err := io.ReadAll(resp.Body)
			var wrong *rt.ChecksumError
			if string(got) != body || errors.As(err, &wrong) != test.differ || err != nil && !test.differ {
				t.Errorf("%q, %v", got, err)
			}
			if test.differ && (wrong.Algorithm != "CRC32" || wrong.Got != crc32 || !wrong.RetryableError()) {
				t.Errorf("%+v", wrong)
			}
			if _, again := resp.Body.Read(make([]byte, 1)); test.differ && !errors.Is(again, err) {
				t.Errorf("the next read: %v", again)
			}
			if err := resp.Body.Close(); err != nil || !closed {
				t.Errorf("%v, closed %t", err, closed)
			}
		})
	}
}

// TestVerifyBroken: a body that breaks says so, and not that its checksum is wrong.
func TestVerifyBroken(t *testing.T) {
	t.Parallel()
	f := Flexible{Response: Choice{Member: "Choice"}, Algorithms: []string{"CRC32"}}
	resp := http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"X-Amz-Checksum-Crc32": {"y/Q5Jg=="}},
		Body: io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF)),
	}
	if got := f.Verify(&input{"ENABLED"}, nil, &resp); got != "CRC32" {
		t.Errorf("verified by %q", got)
	}
	if _, err := io.ReadAll(resp.Body); err != io.ErrUnexpectedEOF {
		t.Errorf("%v", err)
	}
}

type closer struct {
	io.Reader
	closed *bool
}

func (c *closer) Close() error {
	*c.closed = true
	return nil
}
