// Reading frames within limits.

package eventbind

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
)

const (
	// MaxPayload is how long the format lets the payload of a frame be, in bytes.
	MaxPayload = 24 << 20

	// MaxHeaders is how long the format lets the headers of a frame be, in bytes.
	MaxHeaders = 128 << 10

	// maxCount bounds the headers of a frame by number, since the library looks at all before it takes another.
	maxCount = 1 << 10

	preludeLength = 12 // the length of all, that of the headers, and a checksum
	sumLength     = 4
	maxKept       = 64 << 10 // of the buffers, from one frame to the next
)

// Frames reads the frames of a stream one after the other. It is not safe for concurrent use.
type Frames struct {
	Reader io.Reader
	Limit  int // of a payload, in bytes; [MaxPayload] if zero

	decoder eventstream.Decoder
	data    bytes.Buffer // a whole frame
	payload []byte
}

// Next returns the next frame. Its payload is good until the next call. The error is [io.EOF] where the stream ends between
// two frames, and wraps [io.ErrUnexpectedEOF] where it ends inside one. A frame that is longer than the limits, or whose
// lengths or checksums are wrong, is an error before memory is spent on it.
func (f *Frames) Next() (eventstream.Message, error) {
	if f.data.Cap() > maxKept {
		f.data = bytes.Buffer{}
	}
	if cap(f.payload) > maxKept {
		f.payload = nil
	}
	f.data.Reset()
	if err := f.read(preludeLength); err != nil {
		if f.data.Len() == 0 && err == errCut { //nolint:errorlint // it is given as it is
			err = io.EOF
		}
		return eventstream.Message{}, err
	}
	rest, headers, err := f.prelude()
	if err != nil {
		return eventstream.Message{}, err
	}
	if err := f.read(rest); err != nil {
		return eventstream.Message{}, err
	}
	if err := countHeaders(f.data.Bytes()[preludeLength : preludeLength+headers]); err != nil {
		return eventstream.Message{}, err
	}
	m, err := f.decoder.Decode(bytes.NewReader(f.data.Bytes()), f.payload[:0])
	if err != nil {
		return eventstream.Message{}, broken(err)
	}
	f.payload = m.Payload
	return m, nil
}

// read reads n more bytes of a frame, for which it takes memory as they come.
func (f *Frames) read(n int64) error {
	got, err := f.data.ReadFrom(io.LimitReader(f.Reader, n))
	switch {
	case errors.Is(err, io.EOF): // within another error
		return cutError{err}
	case err == nil && got < n:
		return errCut
	}
	return err
}

// prelude checks a frame's lengths and returns how many bytes come behind them, and how many of those are headers.
func (f *Frames) prelude() (rest int64, headers int, err error) {
	p := f.data.Bytes()
	if crc32.ChecksumIEEE(p[:8]) != binary.BigEndian.Uint32(p[8:]) {
		return 0, 0, errors.New("the checksum of an event's lengths is wrong")
	}
	all, head := int64(binary.BigEndian.Uint32(p)), int64(binary.BigEndian.Uint32(p[4:]))
	payload, limit := all-head-preludeLength-sumLength, int64(f.Limit)
	if limit == 0 {
		limit = MaxPayload
	}
	switch {
	case payload < 0:
		return 0, 0, errors.New("an event's lengths contradict each other: " + strconv.FormatInt(all, 10) +
			" bytes with " + strconv.FormatInt(head, 10) + " bytes of headers")
	case head > MaxHeaders:
		return 0, 0, errors.New("an event's headers have " + strconv.FormatInt(head, 10) + " bytes, more than " + strconv.Itoa(MaxHeaders))
	case payload > limit:
		return 0, 0, errors.New("an event's payload has " + strconv.FormatInt(payload, 10) + " bytes, more than " +
			strconv.FormatInt(limit, 10) + ", the limit that Options.MaxEventBytes sets")
	}
	return all - preludeLength, int(head), nil
}

// countHeaders fails for more headers than there can be sense in. What is wrong with them otherwise, the library says.
func countHeaders(b []byte) error {
	for n := 0; len(b) > 0; n++ {
		if n == maxCount {
			return errors.New("an event has more than " + strconv.Itoa(maxCount) + " headers")
		}
		name := int(b[0]) + 1
		if len(b) <= name {
			return nil
		}
		size := valueSize(b[name:])
		if len(b) < name+size {
			return nil
		}
		b = b[name+size:]
	}
	return nil
}

// fixed are the sizes of header values by their type; those of 0 say their length themselves.
const fixed = "\x01\x01\x02\x03\x05\x09\x00\x00\x09\x11"

// valueSize is how many bytes the value at the beginning of b takes with its type.
func valueSize(b []byte) int {
	switch kind := int(b[0]); {
	case kind < len(fixed) && fixed[kind] > 0:
		return int(fixed[kind])
	case kind < len(fixed) && len(b) > 2:
		return 3 + int(b[1])<<8 + int(b[2])
	default:
		return len(b)
	}
}

// cutError is the end of a stream inside a frame.
type cutError struct{ err error }

func (e cutError) Error() string {
	if e.err != nil {
		return "the stream ends inside an event: " + e.err.Error()
	}
	return "the stream ends inside an event"
}

func (cutError) Unwrap() error { return io.ErrUnexpectedEOF }

var errCut error = cutError{}

// broken puts the library's error into plain words. The frame is there in full, so that an end is one of its headers.
func broken(err error) error {
	switch {
	case errors.As(err, new(eventstream.ChecksumError)):
		return errors.New("the checksum of an event is wrong")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("an event's header is longer than the headers")
	default:
		return errors.New("an event's headers cannot be read: " + err.Error())
	}
}
