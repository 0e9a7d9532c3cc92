// The bodies of requests and replies.

package rt

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

const (
	emptyHash       = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	unsignedPayload = "UNSIGNED-PAYLOAD"

	// maxBuffered bounds a stream that has to be kept in memory because it cannot be read twice.
	maxBuffered = 64 << 20
)

// payload is a request's body, which each attempt opens anew.
type payload struct {
	data   []byte
	stream io.Reader // instead of data
	start  int64     // where a seekable stream begins
	length int64     // -1 if unknown
	hash   string    // hex SHA-256, or UNSIGNED-PAYLOAD
	opened bool
}

// newPayload measures the body and, if it is to be signed, hashes it. A stream that cannot seek is read into memory for
// that; one that is not signed is sent as it comes, once.
func newPayload(m *Request, unsigned, signed bool) (payload, error) {
	if m.Stream == nil {
		p := payload{data: m.Body, length: int64(len(m.Body))}
		switch {
		case unsigned:
			p.hash = unsignedPayload
		case len(m.Body) == 0:
			p.hash = emptyHash
		case signed:
			p.hash = hexSum(m.Body)
		}
		return p, nil
	}
	if s, ok := m.Stream.(io.ReadSeeker); ok {
		return seekable(s, unsigned || !signed)
	}
	if unsigned || !signed {
		return payload{stream: m.Stream, length: -1, hash: unsignedPayload}, nil
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(io.LimitReader(m.Stream, maxBuffered+1)); err != nil {
		return payload{}, fmt.Errorf("reading the body: %w", err)
	}
	data := b.Bytes()
	if len(data) > maxBuffered {
		return payload{}, fmt.Errorf("the body is longer than %d bytes: give a body that can seek, such as an *os.File", maxBuffered)
	}
	return payload{data: data, length: int64(len(data)), hash: hexSum(data)}, nil
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	var text [2 * sha256.Size]byte
	hex.Encode(text[:], sum[:])
	return string(text[:])
}

// seekable reads a stream from where it stands to measure and hash it.
func seekable(s io.ReadSeeker, unsigned bool) (payload, error) {
	start, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return payload{}, fmt.Errorf("the body cannot seek: %w", err)
	}
	if unsigned {
		end, err := s.Seek(0, io.SeekEnd)
		return payload{stream: s, start: start, length: end - start, hash: unsignedPayload}, err
	}
	h := sha256.New()
	n, err := io.Copy(h, s)
	return payload{stream: s, start: start, length: n, hash: hex.EncodeToString(h.Sum(nil))}, err
}

// rewindable reports whether the body can be sent again.
func (p *payload) rewindable() bool {
	_, seeks := p.stream.(io.Seeker)
	return p.stream == nil || seeks
}

// open returns the body from its beginning.
func (p *payload) open() (io.ReadCloser, error) {
	switch s := p.stream.(type) {
	case nil:
		if len(p.data) == 0 {
			return http.NoBody, nil
		}
		return newInMemory(p.data), nil
	case io.ReadSeeker:
		if _, err := s.Seek(p.start, io.SeekStart); err != nil {
			return nil, fmt.Errorf("rewinding the body: %w", err)
		}
		if p.length == 0 {
			return http.NoBody, nil
		}
		return io.NopCloser(s), nil
	default:
		if p.opened {
			return nil, errors.New("the body was read and cannot be sent again")
		}
		p.opened = true
		return io.NopCloser(s), nil
	}
}

// inMemory is a body that is read from memory.
type inMemory struct{ bytes.Reader }

func newInMemory(data []byte) *inMemory {
	m := new(inMemory)
	m.Reset(data)
	return m
}

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
	case err != nil:
		err = fmt.Errorf("it was cut short after %d bytes: %w", n, err)
	case n > limit:
		b.Truncate(int(limit))
		err = fmt.Errorf("it is longer than %d bytes, the limit that Options.MaxReplyBytes sets", limit)
	case resp.ContentLength > n && resp.Request != nil && resp.Request.Method != http.MethodHead:
		err = fmt.Errorf("it was cut short after %d of %d bytes", n, resp.ContentLength)
	}
	return b, err
}

// joinPath puts an endpoint's path, which may end in a slash, before an operation's, which begins with one.
func joinPath(base, path string) string {
	return strings.TrimSuffix(base, "/") + path
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
