// Frames of event streams: a small reader and writer of Amazon's event stream encoding, independent of the runtime's.

package prototest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"slices"
	"time"
)

// frame is what a frame holds.
type frame struct {
	header  map[string]any // bool, int8, int16, int32, int64, []byte, string, time.Time or [16]byte
	payload []byte
}

const (
	preludeSize = 12 // the lengths of frame and headers, and their checksum
	sumSize     = 4  // the checksum of all
	signature   = ":chunk-signature"
)

// The types of headers' values.
const (
	headerTrue = iota
	headerFalse
	headerInt8
	headerInt16
	headerInt32
	headerInt64
	headerBytes
	headerString
	headerTime
	headerUUID
)

// readFrames reads the frames of a whole stream. Of one that is signed it gives what stands in the envelopes, whose signatures
// it leaves to others, and demands the empty one that ends it.
func readFrames(data []byte) ([]frame, error) {
	var frames []frame
	signed, ended := false, true
	for len(data) > 0 {
		f, rest, err := readFrame(data)
		if err != nil {
			return frames, err
		}
		data = rest
		if _, envelope := f.header[signature]; envelope {
			signed, ended = true, len(f.payload) == 0
			if ended {
				continue
			}
			if f, rest, err = readFrame(f.payload); err == nil && len(rest) > 0 {
				err = errors.New("more follows the frame")
			}
			if err != nil {
				return frames, fmt.Errorf("in an envelope: %w", err)
			}
		} else if signed {
			return frames, errors.New("a frame of a signed stream has no signature")
		}
		frames = append(frames, f)
	}
	if !ended {
		return frames, errors.New("the signed stream has no empty envelope at its end")
	}
	return frames, nil
}

// readFrame reads one frame, and returns what follows it.
func readFrame(data []byte) (f frame, rest []byte, err error) {
	if len(data) < preludeSize {
		return f, nil, errors.New("a frame is cut short")
	}
	size, headers := uint64(binary.BigEndian.Uint32(data)), uint64(binary.BigEndian.Uint32(data[4:]))
	if sum := binary.BigEndian.Uint32(data[8:]); sum != crc32.ChecksumIEEE(data[:8]) {
		return f, nil, errors.New("a frame's lengths do not have their checksum")
	}
	if size > uint64(len(data)) || size < preludeSize+headers+sumSize {
		return f, nil, fmt.Errorf("a frame has a length of %d, of which %d are headers, and %d bytes are there", size, headers, len(data))
	}
	frameData, rest := data[:size], data[size:]
	body := frameData[:size-sumSize]
	if sum := binary.BigEndian.Uint32(frameData[len(body):]); sum != crc32.ChecksumIEEE(body) {
		return f, nil, errors.New("a frame does not have its checksum")
	}
	f.header, err = readHeaders(body[preludeSize : preludeSize+headers])
	f.payload = body[preludeSize+headers:]
	return f, rest, err
}

var errHeaderShort = errors.New("an event's header is cut short")

// readHeaders reads the headers of a frame. None may be there twice.
func readHeaders(data []byte) (map[string]any, error) {
	headers := map[string]any{}
	for len(data) > 0 {
		n := 1 + int(data[0])
		if len(data) < n+1 {
			return headers, errHeaderShort
		}
		name, kind := string(data[1:n]), data[n]
		value, size, err := headerValue(kind, data[n+1:])
		if err != nil {
			return headers, fmt.Errorf("header %s: %w", name, err)
		}
		if _, twice := headers[name]; twice {
			return headers, fmt.Errorf("header %s is there twice", name)
		}
		headers[name] = value
		data = data[n+1+size:]
	}
	return headers, nil
}

// headerSizes are those of the values that have a fixed one, by type.
var headerSizes = [...]int{headerInt8: 1, headerInt16: 2, headerInt32: 4, headerInt64: 8, headerTime: 8, headerUUID: 16}

// headerValue reads a value, and returns how many bytes it takes.
func headerValue(kind byte, data []byte) (value any, size int, err error) {
	switch {
	case kind == headerBytes || kind == headerString:
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, 0, errHeaderShort
		}
		size = 2 + int(binary.BigEndian.Uint16(data))
		if kind == headerString {
			return string(data[2:size]), size, nil
		}
		return slices.Clone(data[2:size]), size, nil
	case int(kind) >= len(headerSizes):
		return nil, 0, fmt.Errorf("there is no type %d", kind)
	case len(data) < headerSizes[kind]:
		return nil, 0, errHeaderShort
	}
	size = headerSizes[kind]
	switch kind {
	case headerTrue, headerFalse:
		value = kind == headerTrue
	case headerInt8:
		value = int8(data[0])
	case headerInt16:
		value = int16(binary.BigEndian.Uint16(data))
	case headerInt32:
		value = int32(binary.BigEndian.Uint32(data))
	case headerInt64:
		value = int64(binary.BigEndian.Uint64(data))
	case headerTime:
		value = time.UnixMilli(int64(binary.BigEndian.Uint64(data))).UTC()
	default:
		value = [16]byte(data)
	}
	return value, size, nil
}

// Frame returns a frame with these headers, whose values are bool, int8, int16, int32, int64, []byte, string or time.Time, for
// the body of a reply. It panics on other values, which a printed test never has.
func Frame(header map[string]any, payload string) string {
	var headers []byte
	for _, name := range slices.Sorted(maps.Keys(header)) {
		headers = append(append(headers, byte(len(name))), name...)
		headers = appendHeader(headers, header[name])
	}
	size := preludeSize + len(headers) + len(payload) + sumSize
	b := binary.BigEndian.AppendUint32(nil, uint32(size))
	b = binary.BigEndian.AppendUint32(b, uint32(len(headers)))
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	b = append(append(b, headers...), payload...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b)))
}

func appendHeader(b []byte, value any) []byte {
	switch v := value.(type) {
	case bool:
		if v {
			return append(b, headerTrue)
		}
		return append(b, headerFalse)
	case int8:
		return append(b, headerInt8, byte(v))
	case int16:
		return binary.BigEndian.AppendUint16(append(b, headerInt16), uint16(v))
	case int32:
		return binary.BigEndian.AppendUint32(append(b, headerInt32), uint32(v))
	case int64:
		return binary.BigEndian.AppendUint64(append(b, headerInt64), uint64(v))
	case []byte:
		return appendText(append(b, headerBytes), string(v))
	case string:
		return appendText(append(b, headerString), v)
	case time.Time:
		return binary.BigEndian.AppendUint64(append(b, headerTime), uint64(v.UnixMilli()))
	}
	panic(fmt.Sprintf("prototest: no event has a header of the type %T", value))
}

func appendText(b []byte, s string) []byte {
	if len(s) > math.MaxUint16 {
		panic("prototest: the value of a header is too long")
	}
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}
