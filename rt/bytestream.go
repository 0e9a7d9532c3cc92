// Request bodies that are streams of bytes. Only programs that call an operation with one link this file.

package rt

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"sync"
)

// ByteStream makes the body of an operation whose input has a stream of bytes: generated code puts it into [Operation.Stream].
//
// A stream that can seek is read from where it stands, as far as that is needed, and rewound. Any other is kept in memory if
// something has to be known of it before it is sent, such as its hash for the signature, which [Options.MaxBufferedBytes]
// bounds, and is else sent as it comes, once.
func ByteStream(p *payload, m *Request, d *demand) error {
	s := &byteStream{stream: m.Stream, filter: m.Filter}
	*p = payload{source: s, length: -1, hash: unsignedPayload}
	if seeker, ok := m.Stream.(io.Seeker); ok {
		if at, err := seeker.Seek(0, io.SeekCurrent); err == nil { // a pipe is an *os.File too, but cannot
			s.seeker, s.start = seeker, at
		}
	}
	if s.filter == nil {
		if err := s.measure(p); err != nil {
			return err
		}
	}
	switch {
	case !d.hash && d.digest == nil && (!d.length || p.length >= 0):
		return nil
	case s.seeker != nil:
		return s.read(p, d)
	default:
		data, err := s.keep(d.bound)
		if err == nil {
			p.take(data, d)
		}
		return err
	}
}

// byteStream is a stream of bytes that is a request's body.
type byteStream struct {
	stream io.Reader
	filter func(io.Reader) io.Reader // what it is read through, if not nil
	seeker io.Seeker                 // nil if it can be read only once
	start  int64                     // where it begins
	opened bool
	lent   *lent // what the last attempt reads
}

// read looks at the whole of a stream that can seek.
func (s *byteStream) read(p *payload, d *demand) error {
	h := sha256.New()
	r, buffer := s.reader(), make([]byte, 32<<10)
	p.length = 0
	for {
		n, err := r.Read(buffer)
		p.length += int64(n)
		h.Write(buffer[:n])
		if d.digest != nil {
			_, _ = d.digest.Write(buffer[:n])
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the body: %w", err)
		}
	}
	if d.hash {
		p.hash = hexSum([sha256.Size]byte(h.Sum(nil)))
	}
	return nil
}

// measure finds the length of a stream that can seek or knows it.
func (s *byteStream) measure(p *payload) error {
	if s.seeker != nil {
		end, err := s.seeker.Seek(0, io.SeekEnd)
		if err == nil {
			_, err = s.seeker.Seek(s.start, io.SeekStart)
		}
		if err != nil {
			return fmt.Errorf("measuring the body: %w", err)
		}
		p.length = max(end-s.start, 0)
	} else if l, ok := s.stream.(interface{ Len() int }); ok {
		p.length = int64(l.Len())
	}
	return nil
}

// keep takes a stream into memory.
func (s *byteStream) keep(bound int64) ([]byte, error) {
	var b bytes.Buffer
	if _, err := b.ReadFrom(io.LimitReader(s.reader(), bound+1)); err != nil {
		return nil, fmt.Errorf("reading the body: %w", err)
	}
	if int64(b.Len()) > bound {
		return nil, fmt.Errorf("the body has to be read before it is sent, cannot seek, and is longer than %d bytes, "+
			"which Options.MaxBufferedBytes sets: give one that can seek, such as an *os.File", bound)
	}
	return b.Bytes(), nil
}

// reader reads the stream from where it stands.
func (s *byteStream) reader() io.Reader {
	if s.filter != nil {
		return s.filter(s.stream)
	}
	return s.stream
}

func (s *byteStream) rewindable() bool { return s.seeker != nil }

func (s *byteStream) open() (io.ReadCloser, error) {
	if s.seeker == nil {
		if s.opened {
			return nil, errors.New("the body was read and cannot be sent again")
		}
		s.opened = true
		return io.NopCloser(s.reader()), nil
	}
	if s.lent != nil {
		s.lent.takeBack()
	}
	if _, err := s.seeker.Seek(s.start, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewinding the body: %w", err)
	}
	s.lent = &lent{r: s.reader()}
	return s.lent, nil
}

// lent is a stream while an attempt reads it. net/http may still do so when the reply is there already, which must not move
// the stream under the next attempt.
type lent struct {
	mu sync.Mutex
	r  io.Reader // nil once it is taken back
}

// Read reads, and fails once another attempt has the stream.
func (l *lent) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.r == nil {
		return 0, errors.New("the body is being sent again")
	}
	return l.r.Read(p)
}

// Close does nothing: the stream is the caller's.
func (*lent) Close() error { return nil }

// takeBack waits for a read that is under way.
func (l *lent) takeBack() {
	l.mu.Lock()
	l.r = nil
	l.mu.Unlock()
}

// MD5 returns a digest for the header Content-MD5, which guards against accidents only.
func MD5() Digest { return &md5Digest{md5.New()} }

type md5Digest struct{ h hash.Hash }

// Write takes bytes of the body.
func (d *md5Digest) Write(p []byte) (int, error) { return d.h.Write(p) }

// SetHeaders sets the header where the caller did not.
func (d *md5Digest) SetHeaders(h http.Header) {
	if len(h["Content-Md5"]) == 0 {
		h["Content-Md5"] = []string{base64.StdEncoding.EncodeToString(d.h.Sum(nil))}
	}
}
