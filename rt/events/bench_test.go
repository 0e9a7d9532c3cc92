package events_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/restjson"
)

// BenchmarkRecv reads a stream of a thousand events of 1 KiB.
func BenchmarkRecv(b *testing.B) {
	data := strings.Repeat(eventFrame("bytes", strings.Repeat("x", 1<<10)), 1000)
	c := client(b, restjson.Protocol{}, answer(data))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		out, err := receive(b.Context(), c)
		for err == nil {
			_, err = out.Stream.Recv()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}
