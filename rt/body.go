// The bodies of requests and replies.

package rt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	emptyHash       = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	unsignedPayload = "UNSIGNED-PAYLOAD"
)

// payload is a request's body, which each attempt opens anew.
type payload struct {
	data   []byte
	source source // instead of data, if not nil
	length int64  // -1 if unknown
	hash   string // hex SHA-256, or what stands for it, such as UNSIGNED-PAYLOAD

	// sign signs the request of an attempt, and its body while that goes out; nil where the call's scheme signs the request
	// alone.
	sign func(ctx context.Context, k *call, req *http.Request) error
}

// source is a body that is read from elsewhere than memory.
type source interface {
	open() (io.ReadCloser, error) // from its beginning
	rewindable() bool             // it can be opened again
	release()                     // nobody reads it any more
}

// demand is what has to be known of a body before it is sent, and of the call that sends it.
type demand struct {
	ctx    context.Context //nolint:containedctx // of the call; a demand lives no longer than the function that makes it
	auth   AuthScheme      // nil for none
	secure bool            // the connection is encrypted
	hash   bool            // its SHA-256, for the signature
	length bool            // how long it is
	digest Digest          // what else it is read for; nil for nothing
	bound  int64           // how much of a stream that cannot seek may be kept in memory for that
}

// take makes the payload of bytes in memory.
func (p *payload) take(data []byte, d *demand) {
	*p = payload{data: data, length: int64(len(data)), hash: unsignedPayload}
	if d.digest != nil {
		_, _ = d.digest.Write(data)
	}
	if d.hash {
		if p.hash = emptyHash; len(data) > 0 {
			p.hash = hexSum(sha256.Sum256(data))
		}
	}
}

func hexSum(sum [sha256.Size]byte) string {
	var text [2 * sha256.Size]byte
	hex.Encode(text[:], sum[:])
	return string(text[:])
}

// rewindable reports whether the body can be sent again.
func (p *payload) rewindable() bool { return p.source == nil || p.source.rewindable() }

// release ends what may still be read of the body: the caller has it back.
func (p *payload) release() {
	if p.source != nil {
		p.source.release()
	}
}

// open returns the body from its beginning.
func (p *payload) open() (io.ReadCloser, error) {
	switch {
	case p.length == 0:
		return http.NoBody, nil
	case p.source != nil:
		return p.source.open()
	default:
		return newInMemory(p.data), nil
	}
}

// inMemory is a body that is read from memory. It knows whether anybody has begun to.
type inMemory struct {
	bytes.Reader
	data  []byte
	asked atomic.Bool
}

func newInMemory(data []byte) *inMemory {
	m := &inMemory{data: data}
	m.Reset(data)
	return m
}

// again is the function GetBody of a request with this body. net/http asks for it where a connection broke before anything of
// the request was written, or an HTTP/2 server said that it did nothing for it.
func (m *inMemory) again() (io.ReadCloser, error) {
	m.asked.Store(true)
	return newInMemory(m.data), nil
}

// Read reads.
func (m *inMemory) Read(p []byte) (int, error) {
	m.asked.Store(true)
	return m.Reader.Read(p)
}

// WriteTo writes what is left.
func (m *inMemory) WriteTo(w io.Writer) (int64, error) {
	m.asked.Store(true)
	return m.Reader.WriteTo(w)
}

// begun reports whether the body may have been sent, or part of it.
func (m *inMemory) begun() bool { return m.asked.Load() }

// Close does nothing.
func (*inMemory) Close() error { return nil }

// buffer is a reply's body in memory that is used again.
type buffer struct {
	bytes.Buffer
	limited io.LimitedReader // what it is read through
}

var buffers = sync.Pool{New: func() any { return new(buffer) }}

// maxPooled is the largest buffer that is kept for the next reply.
const maxPooled = 1 << 20

func (b *buffer) release() {
	b.limited.R = nil
	if b.Cap() <= maxPooled {
		b.Reset()
		buffers.Put(b)
	}
}

// errCut is why a reply cannot be read of which something is missing.
var errCut = errors.New("it was cut short")

// readBody reads a whole reply of at most limit bytes and closes it. The buffer holds what came before an error.
func readBody(resp *http.Response, limit int64) (*buffer, error) {
	defer resp.Body.Close()
	b, _ := buffers.Get().(*buffer)
	if n := resp.ContentLength; n > 0 && n <= maxPooled {
		b.Grow(int(n) + bytes.MinRead)
	}
	b.limited = io.LimitedReader{R: resp.Body, N: limit + 1}
	n, err := b.ReadFrom(&b.limited)
	switch {
	case err != nil && !damaged(err):
		err = fmt.Errorf("%w after %d bytes: %w", errCut, n, err)
	case n > limit:
		b.Truncate(int(limit))
		err = fmt.Errorf("it is longer than %d bytes, the limit that Options.MaxReplyBytes sets", limit)
	case resp.ContentLength > n && resp.Request != nil && resp.Request.Method != http.MethodHead:
		err = fmt.Errorf("%w after %d of %d bytes", errCut, n, resp.ContentLength)
	}
	return b, err
}

// joinPath puts an endpoint's path, which may end in a slash, before an operation's, which begins with one or is empty.
func joinPath(base, path string) string {
	if base = strings.TrimSuffix(base, "/"); base == "" && path == "" {
		return "/"
	}
	return base + path
}

// unescape undoes percent-encoding for url.URL, which wants both forms.
func unescape(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// bare takes the URL, which may hold what must not be logged, out of net/http's errors.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	if err == nil {
		return errors.New("there is no response")
	}
	return err
}
