// Frames of event streams, beside those of the AWS library.

package prototest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/google/go-cmp/cmp"
)

// allHeaders has a header of each type that a case can have.
func allHeaders() map[string]any {
	return map[string]any{
		":message-type": "event", "yes": true, "no": false, "int8": int8(-1), "int16": int16(-2), "int32": int32(3), "int64": int64(-4),
		"bytes": []byte("b"), "time": time.UnixMilli(1234567).UTC(), "empty": "",
	}
}

func TestFrame(t *testing.T) {
	t.Parallel()
	raw := Frame(allHeaders(), "payload")
	msg, err := eventstream.NewDecoder().Decode(strings.NewReader(raw), nil)
	if err != nil {
		t.Fatal(err)
	}
	if string(msg.Payload) != "payload" {
		t.Errorf("the library finds the payload %q", msg.Payload)
	}
	theirs := map[string]any{}
	for _, h := range msg.Headers {
		theirs[h.Name] = h.Value.Get()
	}
	if diff := cmp.Diff(allHeaders(), theirs); diff != "" {
		t.Errorf("the headers that the library finds (-want +got):\n%s", diff)
	}
	frames, err := readFrames([]byte(raw + raw))
	if err != nil || len(frames) != 2 {
		t.Fatalf("%d frames are read: %v", len(frames), err)
	}
	for _, f := range frames {
		if diff := cmp.Diff(allHeaders(), f.header); diff != "" || string(f.payload) != "payload" {
			t.Errorf("read is the payload %q and (-want +got):\n%s", f.payload, diff)
		}
	}
}

func TestSignedFrames(t *testing.T) {
	t.Parallel()
	envelope := func(payload string) string {
		return Frame(map[string]any{":date": time.Unix(1, 0), signature: []byte("s")}, payload)
	}
	inner := Frame(map[string]any{"a": "b"}, "x")
	tests := map[string]struct {
		data   string
		frames int
		says   string
	}{
		"one":               {envelope(inner) + envelope(""), 1, ""},
		"two":               {envelope(inner) + envelope(inner) + envelope(""), 2, ""},
		"no end":            {envelope(inner), 1, "the signed stream has no empty envelope at its end"},
		"one is unsigned":   {envelope(inner) + inner + envelope(""), 1, "a frame of a signed stream has no signature"},
		"not just a frame":  {envelope(inner+inner) + envelope(""), 0, "in an envelope: more follows the frame"},
		"not even a frame":  {envelope("x") + envelope(""), 0, "in an envelope: a frame is cut short"},
		"no frames at all":  {"", 0, ""},
		"nothing is signed": {inner, 1, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			frames, err := readFrames([]byte(test.data))
			said := ""
			if err != nil {
				said = err.Error()
			}
			if len(frames) != test.frames || said != test.says {
				t.Errorf("%d frames and %q, want %d and %q", len(frames), said, test.frames, test.says)
			}
		})
	}
}

// framed is a frame around headers that are given as bytes.
func framed(headers string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(preludeSize+len(headers)+sumSize))
	b = binary.BigEndian.AppendUint32(b, uint32(len(headers)))
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	b = append(b, headers...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

func TestBrokenFrames(t *testing.T) {
	t.Parallel()
	whole := Frame(map[string]any{"a": "b"}, "x")
	changed := func(at int) []byte {
		b := []byte(whole)
		b[at]++
		return b
	}
	tests := map[string][]byte{
		"cut short":         []byte(whole[:len(whole)-1]),
		"cut very short":    []byte(whole[:5]),
		"other length":      changed(3),
		"other header size": changed(7),
		"other sum":         changed(len(whole) - 1),
		"other payload":     changed(len(whole) - 5),
		"name cut short":    framed("\x05ab"),
		"no type":           framed("\x01a"),
		"no such type":      framed("\x01a\x0a"),
		"number cut short":  framed("\x01a\x04\x00"),
		"string cut short":  framed("\x01a\x07\x00\x02b"),
		"no string":         framed("\x01a\x07\x00"),
		"twice":             framed("\x01a\x00\x01a\x00"),
	}
	for name, data := range tests {
		if frames, err := readFrames(data); err == nil {
			t.Errorf("%s: %v is read", name, frames)
		}
	}
}

// FuzzReadFrames: what this reads, the library reads, and equal; what the library writes, this reads.
func FuzzReadFrames(f *testing.F) {
	f.Add([]byte(Frame(allHeaders(), "payload"))[preludeSize:])
	f.Add([]byte("\x01a\x09" + strings.Repeat("u", 16)))
	f.Add([]byte("\x01a\x00\x01a\x00"))
	f.Fuzz(func(t *testing.T, headers []byte) {
		if len(headers) > 1<<12 {
			return
		}
		raw := framed(string(headers)) // with the checksums, which would keep a fuzzer out
		got, rest, err := readFrame(raw)
		msg, libraryErr := eventstream.NewDecoder().Decode(bytes.NewReader(raw), nil)
		switch {
		case err == nil && libraryErr != nil:
			t.Fatalf("%x: the library says %v", raw, libraryErr)
		case err == nil && (len(rest) > 0 || len(msg.Headers) != len(got.header)):
			t.Fatalf("%x: %d headers, but the library finds %d", raw, len(got.header), len(msg.Headers))
		case libraryErr != nil:
			return
		case err != nil: // the library is content with less
			var written bytes.Buffer
			if err := eventstream.NewEncoder().Encode(&written, msg); err != nil {
				return
			}
			if got, _, err = readFrame(written.Bytes()); err != nil {
				if !strings.Contains(err.Error(), "is there twice") {
					t.Fatalf("%x: %v", written.Bytes(), err)
				}
				return
			}
		}
		for _, h := range msg.Headers {
			if instant, ok := h.Value.Get().(time.Time); ok && (instant.Year() < 1700 || instant.Year() > 2200) {
				continue // the library writes no such time
			}
			if want := fmt.Sprintf("%v", ofLibrary(h.Value.Get())); want != fmt.Sprintf("%v", got.header[h.Name]) {
				t.Errorf("%x: header %q is %v, but the library's %s", raw, h.Name, got.header[h.Name], want)
			}
		}
	})
}

// ofLibrary is a value of the library in this package's types.
func ofLibrary(v any) any {
	if instant, ok := v.(time.Time); ok {
		return instant.UTC()
	}
	return v
}
