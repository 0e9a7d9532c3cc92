// Documents that take much more memory than they are long, and what decoders do with them.

package kindtest

import (
	"errors"
	"runtime"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/mem"
)

// Attack decodes a document that is read without a limit, and checks the limits of memory by what it takes then: one of a third
// of that is exceeded, one of four times as much is not, and neither is what a small limit allows exceeded by far. decode
// returns what it read, under a limit of memory bytes unless that is 0. It runs by itself: not in a parallel test.
func Attack(t *testing.T, data []byte, decode func(data []byte, memory int64) (any, error)) {
	t.Helper()
	took, kept, err := measure(data, 0, decode)
	if err != nil {
		t.Fatalf("without a limit: %v", err)
	}
	size := int64(len(data))
	t.Logf("%d bytes take %.1f times as much in all, and %.1f times as much then", size, float64(took)/float64(size), float64(kept)/float64(size))
	if kept > 4*size {
		if _, _, err := measure(data, kept/3, decode); !errors.As(err, new(*mem.LimitError)) {
			t.Errorf("%d bytes took %d bytes, with a limit of %d: %v", size, kept, kept/3, err)
		}
		if _, _, err := measure(data, 4*kept, decode); err != nil {
			t.Errorf("%d bytes take %d bytes, and with a limit of %d: %v", size, kept, 4*kept, err)
		}
	}
	if took, _, err := measure(data, size, decode); took > 12*size {
		t.Errorf("%d bytes took %d bytes, with a limit of %d: %v", size, took, size, err)
	}
}

// measure returns how many bytes decoding took in all, and how many its result keeps.
func measure(data []byte, memory int64, decode func(data []byte, memory int64) (any, error)) (took, kept int64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC() // pools are emptied by the second
	runtime.ReadMemStats(&before)
	v, err := decode(data, memory)
	runtime.ReadMemStats(&after)
	took = int64(after.TotalAlloc - before.TotalAlloc)
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(v)
	runtime.KeepAlive(data)
	return took, int64(after.HeapAlloc) - int64(before.HeapAlloc), err
}

// Bounded decodes any bytes, and checks what that may take: little memory under a small limit, and few bytes for an error's
// text. It is for the functions of fuzz tests.
func Bounded(t *testing.T, data []byte, decode func(data []byte, memory int64) error) {
	t.Helper()
	const limit, spare, most = 1 << 16, 1 << 20, 2000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := decode(data, limit)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 12*limit+spare+64*uint64(len(data)) {
		t.Errorf("%d bytes took %d bytes, with a limit of %d: %v", len(data), took, limit, err)
	}
	if err != nil && len(err.Error()) > most {
		t.Errorf("the error has %d bytes: %.300v…", len(err.Error()), err)
	}
}
