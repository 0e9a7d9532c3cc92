package compress_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/compress"
)

// unzip is what a gzip stream holds.
func unzip(t *testing.T, r io.Reader) string {
	t.Helper()
	z, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestBodies(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		length   int
		encoding string // of the caller
		want     string
	}{
		"just enough":      {100, "", "gzip"},
		"too short":        {99, "", ""},
		"too short, as is": {99, "br", "br"},
		"behind another":   {100, "br", "br, gzip"},
		"long":             {1 << 20, "", "gzip"},
		"empty":            {0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Repeat("a", test.length)
			r := &rt.Request{Header: http.Header{}, Body: []byte(text)}
			if test.encoding != "" {
				r.Header.Set("Content-Encoding", test.encoding)
			}
			compress.Gzip(r, 100)
			if got := r.Header.Get("Content-Encoding"); got != test.want {
				t.Errorf("Content-Encoding is %q, not %q", got, test.want)
			}
			if strings.HasSuffix(test.want, "gzip") {
				if got := unzip(t, bytes.NewReader(r.Body)); got != text {
					t.Errorf("%d bytes come out, not %d", len(got), len(text))
				}
			} else if string(r.Body) != text {
				t.Errorf("the body changed to %d bytes", len(r.Body))
			}
		})
	}
}

func TestStreams(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("some text that is said again. ", 20_000)
	for name, source := range map[string]func() io.Reader{
		"at once":       func() io.Reader { return strings.NewReader(long) },
		"byte by byte":  func() io.Reader { return iotest.OneByteReader(strings.NewReader(long)) },
		"data with EOF": func() io.Reader { return iotest.DataErrReader(strings.NewReader(long)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &rt.Request{Header: http.Header{}, Stream: source()}
			compress.Gzip(r, 1<<30)
			if got := r.Header.Get("Content-Encoding"); got != "gzip" {
				t.Errorf("Content-Encoding is %q", got)
			}
			first, err := io.ReadAll(r.Filter(r.Stream))
			if err != nil {
				t.Fatal(err)
			}
			if got := unzip(t, bytes.NewReader(first)); got != long {
				t.Errorf("%d bytes come out, not %d", len(got), len(long))
			}
			again, err := io.ReadAll(iotest.HalfReader(r.Filter(source())))
			if err != nil || !bytes.Equal(first, again) {
				t.Errorf("%d bytes the second time, not the same %d: %v", len(again), len(first), err)
			}
		})
	}
}

func TestEmptyStream(t *testing.T) {
	t.Parallel()
	r := &rt.Request{Header: http.Header{}, Stream: strings.NewReader("")}
	compress.Gzip(r, 1)
	if got := unzip(t, r.Filter(r.Stream)); got != "" {
		t.Errorf("%q comes out", got)
	}
}

func TestBrokenStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	r := &rt.Request{Header: http.Header{}, Stream: io.MultiReader(strings.NewReader("a beginning"), iotest.ErrReader(broken))}
	compress.Gzip(r, 1)
	filtered := r.Filter(r.Stream)
	data, err := io.ReadAll(filtered)
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if z, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
		if _, err := io.ReadAll(z); err == nil {
			t.Error("what came before the error looks complete")
		}
	}
	if n, err := filtered.Read(make([]byte, 10)); n != 0 || !errors.Is(err, broken) {
		t.Errorf("reading on gives %d bytes, %v", n, err)
	}
}

// TestInner has two filters, of which the one that was there first comes first.
func TestInner(t *testing.T) {
	t.Parallel()
	r := &rt.Request{Header: http.Header{}, Stream: strings.NewReader("abc"), Filter: func(r io.Reader) io.Reader {
		return io.MultiReader(strings.NewReader("["), r, strings.NewReader("]"))
	}}
	compress.Gzip(r, 1)
	if got := unzip(t, r.Filter(r.Stream)); got != "[abc]" {
		t.Errorf("%q comes out", got)
	}
}

func BenchmarkGzip(b *testing.B) {
	body := bytes.Repeat([]byte("some text that is said again. "), 1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		compress.Gzip(&rt.Request{Header: http.Header{}, Body: body}, 1)
	}
}
