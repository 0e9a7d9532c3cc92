// Many calls at once on one client.

package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
)

// TestTenThousandCalls makes them on one client, in waves of two thousand at once, through a server that throttles and fails now
// and then. Each gets its own reply, and when they are done no more memory is in use than before. The race detector takes 8,128
// goroutines at most, which is why there are waves.
func TestTenThousandCalls(t *testing.T) { // not parallel: it measures the memory of the process
	const wave, waves = 2000, 5
	var served atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n := served.Add(1); {
		case n%50 == 0:
			answer(429, `{"__type":"TooManyRequestsException"}`)(w, r)
		case n%77 == 0:
			answer(503, "")(w, r)
		default:
			answer(200, `{"FunctionArn":"`+strings.Split(r.URL.Path, "/")[3]+`"}`)(w, r)
		}
	}))
	defer s.Close()
	d := newWatched(t)
	d.Transport.(*http.Transport).MaxConnsPerHost = 64
	c := clientOf(t, s.URL, d, func(cfg *lambda.Config) { cfg.MaxAttempts, cfg.CallTimeout = 10, time.Minute })
	run := func() {
		errs := make(chan error, wave)
		var wg sync.WaitGroup
		for i := range wave {
			wg.Go(func() {
				if err := caller(t.Context(), c, fmt.Sprintf("function-%d", i), 1); err != nil && !spent(err) {
					errs <- err
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			t.Error(err)
		}
	}
	run() // what is made once, such as connections and buffers
	before := heap()
	for range waves {
		run()
	}
	if got := served.Load(); got < wave*(waves+1) {
		t.Errorf("%d requests", got)
	}
	const most = 4 << 20 // 400 bytes a call
	if after := heap(); after > before+most {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
}

// spent reports whether a call failed since the client has no budget left for retries.
func spent(err error) bool {
	m, ok := rt.MetadataOf(err)
	return ok && m.Retryable
}

// heap is how much memory is in use.
func heap() uint64 {
	var m runtime.MemStats
	for range 3 { // pools give up what they hold in two
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
