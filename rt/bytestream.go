// Request bodies that are streams of bytes. Only programs that call an operation with one link this file.

package rt

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
)

// ByteStream makes the body of an operation whose input has a stream of bytes: generated code puts it into [Operation.Stream].
//
// A stream that can seek is read from where it stands, as far as that is needed, and rewound. Any other is kept in memory if
// something has to be known of it before it is sent, such as its hash for the signature, which [Options.MaxBufferedBytes]
// bounds, and is else sent as it comes, once. A checksum goes behind the body, so that this is read only once, where the
// connection is encrypted and the body's length is known; else it goes ahead, except for a body that cannot seek and is too long
// to be kept.
func ByteStream(p *payload, m *Request, d *demand) error {
	s := &byteStream{stream: m.Stream, filter: m.Filter}
	*p = payload{source: s, length: -1, hash: unsignedPayload}
	if seeker, ok := m.Stream.(io.Seeker); ok {
		if at, err := seeker.Seek(0, io.SeekCurrent); err == nil { // a pipe is an *os.File too, but cannot
			s.seeker, s.start = seeker, at
		}
	}
	if err := s.measure(p, m.Header); err != nil {
		return err
	}
	trailer, trails := d.digest.(Trailer)
	trails = trails && p.length > 0
	switch {
	case p.length == 0:
		p.take(nil, d)
		return s.nothing()
	case !d.hash && d.digest == nil && (!d.length || p.length >= 0):
		return nil
	case trails && d.secure:
		s.trail(p, m.Header, d, trailer, false)
		return nil
	case s.seeker != nil:
		return s.read(p, d)
	case trails && p.length > d.bound && d.canTrail():
		s.trail(p, m.Header, d, trailer, d.hash)
		return nil
	default:
		data, err := s.keep(d.ctx, p.length, d.bound)
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
	lent   *lent                     // what the last attempt reads

	trailer Trailer // sends the stream in pieces with a checksum behind it; nil for as it is
	length  int64   // of the stream that goes in pieces
	signed  bool    // each piece is
}

// canTrail reports whether the body can go in pieces: the signer, if the body has to be signed, can sign those.
func (d *demand) canTrail() bool {
	_, can := d.auth.(PieceSigner)
	return can || !d.hash
}

// trail sends the stream in pieces.
func (s *byteStream) trail(p *payload, h http.Header, d *demand, t Trailer, signed bool) {
	s.trailer, s.length, s.signed = t, p.length, signed
	p.length, p.hash = t.Announce(h, s.length, signed)
	if signed {
		p.sign = s.sign
	}
	d.digest = nil
}

// sign signs the request of an attempt and, as it goes out, each piece of its body.
func (s *byteStream) sign(ctx context.Context, k *call, req *http.Request) error {
	signer, ok := k.auth.(PieceSigner)
	if !ok {
		return errors.New("the signer cannot sign a body in pieces")
	}
	pieces, err := signer.SignPieces(ctx, k.signingOf(req))
	if err != nil {
		return err
	}
	req.Body = &framed{s.lent, s.trailer.Pieces(s.lent, s.length, pieces)}
	return nil
}

// read looks at the whole of a stream that can seek.
func (s *byteStream) read(p *payload, d *demand) error {
	h := sha256.New()
	r, buffer := &until{d.ctx, s.reader()}, make([]byte, 32<<10)
	p.length = 0
	for {
		n, err := r.Read(buffer)
		p.length += int64(n)
		if d.hash {
			h.Write(buffer[:n])
		}
		if d.digest != nil {
			_, _ = d.digest.Write(buffer[:n])
		}
		if err == io.EOF { //nolint:errorlint // a reader returns it as it is
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

// measure finds the length of a stream that can seek or knows it, or that the request tells in a member for the header
// Content-Length, which net/http writes itself. What the stream is read through changes its length to one that nobody knows.
func (s *byteStream) measure(p *payload, h http.Header) error {
	told := h["Content-Length"]
	delete(h, "Content-Length")
	if s.filter != nil {
		return nil
	}
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
	if len(told) == 0 {
		return nil
	}
	length, err := strconv.ParseInt(told[0], 10, 64)
	switch {
	case err != nil || length < 0:
		return fmt.Errorf("%q is not the length of a body", told[0])
	case p.length >= 0 && p.length != length:
		return fmt.Errorf("the request says that its body has %d bytes, and it has %d", length, p.length)
	}
	p.length = length
	return nil
}

// nothing looks whether a stream that is said to be empty is.
func (s *byteStream) nothing() error {
	if s.seeker != nil {
		return nil
	}
	var b [1]byte
	if n, _ := io.ReadFull(s.stream, b[:]); n > 0 {
		return errors.New("the request says that its body is empty, and it is not")
	}
	return nil
}

// keep takes a stream, whose length may be known, into memory.
func (s *byteStream) keep(ctx context.Context, length, bound int64) ([]byte, error) {
	var b bytes.Buffer
	if length <= bound {
		if _, err := b.ReadFrom(io.LimitReader(&until{ctx, s.reader()}, bound+1)); err != nil {
			return nil, fmt.Errorf("reading the body: %w", err)
		}
	}
	switch n := int64(b.Len()); {
	case length > bound || n > bound:
		hint := ""
		if length < 0 {
			hint = ", or tell its length where the request has a member for that"
		}
		return nil, fmt.Errorf("the body has to be read before it is sent, cannot seek, and is longer than %d bytes, "+
			"which Options.MaxBufferedBytes sets: give one that can seek, such as an *os.File%s", bound, hint)
	case length >= 0 && n != length:
		return nil, fmt.Errorf("the request says that its body has %d bytes, and it has %d", length, n)
	}
	return b.Bytes(), nil
}

// until reads until a context ends. A read that is under way is not cut short.
type until struct {
	ctx context.Context //nolint:containedctx // a reader has no other way to learn of it
	r   io.Reader
}

// Read reads.
func (u *until) Read(p []byte) (int, error) {
	if over := context.Cause(u.ctx); over != nil {
		return 0, over
	}
	return u.r.Read(p)
}

// reader reads the stream from where it stands.
func (s *byteStream) reader() io.Reader {
	if s.filter != nil {
		return s.filter(s.stream)
	}
	return s.stream
}

// rewindable reports whether there can be another attempt: also of a stream that cannot seek, if the last did not begin to
// read it.
func (s *byteStream) rewindable() bool { return s.seeker != nil || s.lent == nil || s.lent.unread() }

func (s *byteStream) open() (io.ReadCloser, error) {
	if s.lent != nil {
		if !s.rewindable() {
			return nil, errors.New("the body was read and cannot be sent again")
		}
		s.lent.takeBack()
	}
	if s.seeker != nil {
		if _, err := s.seeker.Seek(s.start, io.SeekStart); err != nil {
			return nil, fmt.Errorf("rewinding the body: %w", err)
		}
	}
	s.lent = &lent{r: s.reader()}
	if s.trailer != nil && !s.signed {
		return &framed{s.lent, s.trailer.Pieces(s.lent, s.length, nil)}, nil
	}
	return s.lent, nil
}

// release ends what an attempt may still read. A read that is under way is waited for where it cannot take long: of what can
// seek, as a file can.
func (s *byteStream) release() {
	switch {
	case s.lent == nil:
	case s.seeker != nil:
		s.lent.takeBack()
	default:
		s.lent.over.Store(true)
	}
}

// lent is a stream while an attempt reads it. net/http may still do so when the reply is there already, which must not move
// the stream under the next attempt, or under the caller.
type lent struct {
	mu    sync.Mutex
	r     io.Reader
	asked atomic.Bool // somebody has begun to read
	over  atomic.Bool // nobody may read any more
}

// Read reads, and fails once another attempt, or the caller, has the stream.
func (l *lent) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over.Load() {
		return 0, &bodyError{errors.New("its attempt is over")}
	}
	l.asked.Store(true)
	n, err := l.r.Read(p)
	return n, ofBody(err)
}

// Close does nothing: the stream is the caller's.
func (*lent) Close() error { return nil }

// begun reports whether the body may have been sent, or part of it.
func (l *lent) begun() bool { return l.asked.Load() }

// takeBack waits for a read that is under way.
func (l *lent) takeBack() {
	l.over.Store(true)
	l.mu.Lock()
	l.mu.Unlock() //nolint:staticcheck // the lock is taken to wait, and nothing stands between
}

// unread ends the reading, and reports whether it had not begun.
func (l *lent) unread() bool {
	if l.over.Store(true); !l.mu.TryLock() {
		return false
	}
	defer l.mu.Unlock()
	return !l.asked.Load()
}

// framed is a stream that goes out in pieces.
type framed struct {
	*lent
	pieces io.Reader
}

// Read reads the stream in pieces.
func (f *framed) Read(p []byte) (int, error) {
	n, err := f.pieces.Read(p)
	return n, ofBody(err)
}

// bodyError is why a request's body cannot be read. Another attempt has the same body.
type bodyError struct{ err error }

func (e *bodyError) Error() string { return "reading the body: " + e.err.Error() }
func (e *bodyError) Unwrap() error { return e.err }

// ofBody tells an error of reading a body from one of sending it.
func ofBody(err error) error {
	if err == nil || err == io.EOF { //nolint:errorlint // a reader returns it as it is
		return err
	}
	var known *bodyError
	if errors.As(err, &known) {
		return err
	}
	return &bodyError{err}
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
