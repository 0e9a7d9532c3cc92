// Frames as they stand on the wire, for tests and tools.

package events

import (
	"bytes"
	"errors"
	"io"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream/eventstreamapi"

	"github.com/smithwright/smithwright/rt/internal/eventbind"
)

// Frame is what one frame of a stream holds.
type Frame struct {
	// Headers are bool, int8, int16, int32, int64, []byte, string, time.Time or [16]byte.
	Headers map[string]any
	Payload []byte
}

// Frames reads the frames of a stream, without checking signatures: of one that is signed it gives what stands in the
// envelopes. An error comes last. It is meant for tests of what a client sends.
func Frames(r io.Reader) iter.Seq2[Frame, error] {
	return func(yield func(Frame, error) bool) {
		frames := eventbind.Frames{Reader: r}
		for {
			msg, err := frames.Next()
			if err == nil && msg.Headers.Get(eventstreamapi.ChunkSignatureHeader) != nil {
				if len(msg.Payload) == 0 {
					continue // the last, which is nothing but its signature
				}
				inner := eventbind.Frames{Reader: bytes.NewReader(bytes.Clone(msg.Payload))}
				msg, err = inner.Next()
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(newFrame(msg), err) || err != nil {
				return
			}
		}
	}
}

func newFrame(msg eventstream.Message) Frame {
	f := Frame{Headers: map[string]any{}, Payload: bytes.Clone(msg.Payload)}
	for _, h := range msg.Headers {
		f.Headers[h.Name] = h.Value.Get()
	}
	return f
}
