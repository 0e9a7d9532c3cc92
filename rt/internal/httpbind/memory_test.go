package httpbind_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/mem"
)

// TestMemory reads headers that take more memory than they seem to.
func TestMemory(t *testing.T) { //nolint:paralleltest // it measures memory
	const size = 1 << 15
	h := http.Header{}
	for i := range size / 16 {
		h.Set(fmt.Sprintf("X-Meta-%x", i), "")
	}
	for name, header := range map[string]http.Header{
		"empty strings":  {"X-List": {strings.Repeat(",", size)}},
		"empty headers":  {"X-List": make([]string, size)},
		"quoted strings": {"X-List": {strings.Repeat(`"",`, size/3)}},
		"numbers":        {"X-Ints": {strings.Repeat("1,", size/2)}},
		"prefix":         h,
	} {
		t.Run(name, func(t *testing.T) {
			kindtest.Attack(t, make([]byte, size), func(_ []byte, memory int64) (any, error) {
				m := &message{}
				return m, httpbind.Reply(200, header, m.SmithySchema(), mem.Pointer(m), memory)
			})
		})
	}
}
