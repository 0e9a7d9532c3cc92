// Package compress shrinks the bodies of requests, for operations whose model says that the service takes that: those with
// the trait requestCompression of https://smithy.io/2.0/spec/behavior-traits.html. Generated code names its functions in the
// tables of just those operations, so that no other program links a compressor.
package compress

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"

	"github.com/smithwright/smithwright/rt"
)

// Gzip compresses the body of r with gzip and says so in the header Content-Encoding, behind what that holds. A body in
// memory of fewer than least bytes stays as it is; a stream is compressed as it is sent, whatever its length, with the same
// bytes each time.
func Gzip(r *rt.Request, least int) {
	switch {
	case r.Stream != nil:
		inner := r.Filter
		r.Filter = func(stream io.Reader) io.Reader {
			if inner != nil {
				stream = inner(stream)
			}
			return &reader{source: stream}
		}
	case len(r.Body) == 0 || len(r.Body) < least:
		return
	default:
		r.Body = shrink(r.Body)
	}
	const name, encoding = "Content-Encoding", "gzip"
	if before := r.Header.Get(name); before != "" {
		r.Header.Set(name, before+", "+encoding)
	} else {
		r.Header.Set(name, encoding)
	}
}

// writers are used again: each takes most of a megabyte.
var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func shrink(data []byte) []byte {
	var out bytes.Buffer
	w, _ := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(data) // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// chunk is how much of a stream is compressed at a time.
const chunk = 32 << 10

// reader is a stream in its compressed form.
type reader struct {
	source io.Reader
	err    error        // what the source ended with
	out    bytes.Buffer // what nobody read yet
	in     []byte
	w      *gzip.Writer // nil before the first read and behind the end
}

// Read compresses as much of the source as it needs for some bytes. An error of the source comes behind what was read until
// then, and leaves the compressed form incomplete.
func (r *reader) Read(p []byte) (int, error) {
	for r.out.Len() == 0 && len(p) > 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	return r.out.Read(p)
}

// fill compresses another chunk.
func (r *reader) fill() {
	if r.w == nil {
		r.w, _ = writers.Get().(*gzip.Writer)
		r.w.Reset(&r.out)
		r.in = make([]byte, chunk)
	}
	n, err := r.source.Read(r.in)
	_, _ = r.w.Write(r.in[:n])
	if err == nil {
		return
	}
	if r.err = err; err == io.EOF {
		_ = r.w.Close()
	}
	writers.Put(r.w)
	r.w, r.in = nil, nil
}
