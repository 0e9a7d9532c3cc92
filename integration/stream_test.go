//go:build servers

// Objects of 100 MB in streams, which must not take memory.

package integration

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/smithwright/smithwright/integration/testdata/s3"
)

const (
	large     = 100 << 20 // of an object, in bytes
	maxGrowth = 30 << 20  // of the heap and of the process while it is sent or received
)

// pattern is a stream of so many bytes that are made as they are read, the same each time, and can seek.
type pattern struct{ at, size int64 }

// block is what a pattern consists of, again and again.
var block = func() []byte {
	b := make([]byte, 1<<20)
	random := rand.NewChaCha8([32]byte{7})
	_, _ = random.Read(b)
	return b
}()

// Read reads on.
func (p *pattern) Read(b []byte) (int, error) {
	if p.at >= p.size {
		return 0, io.EOF
	}
	n := copy(b[:min(int64(len(b)), p.size-p.at)], block[p.at%int64(len(block)):])
	p.at += int64(n)
	return n, nil
}

// Seek goes elsewhere.
func (p *pattern) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += p.at
	case io.SeekEnd:
		offset += p.size
	}
	if offset < 0 {
		return 0, errors.New("before the beginning")
	}
	p.at = offset
	return offset, nil
}

// usage is what the process has: live and dead objects of its heap, and what of it is in memory, which is 0 where the system
// does not tell.
type usage struct{ heap, resident uint64 }

func used() usage {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	u := usage{heap: m.HeapAlloc}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return u
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmRSS:" {
			kb, _ := strconv.ParseUint(fields[1], 10, 64)
			u.resident = kb << 10
		}
	}
	return u
}

// flat runs what and fails t if the process grows by more than it may meanwhile.
func flat(t *testing.T, name string, what func()) {
	t.Helper()
	debug.FreeOSMemory()
	before := used()
	peak := before
	stop := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		for {
			now := used()
			peak = usage{max(peak.heap, now.heap), max(peak.resident, now.resident)}
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	start := time.Now()
	what()
	took := time.Since(start)
	close(stop)
	done.Wait()
	heap, resident := peak.heap-before.heap, peak.resident-before.resident
	t.Logf("%s: %d MB in %.1f s, heap + %.1f MB, process + %.1f MB", name, large>>20, took.Seconds(), mb(heap), mb(resident))
	if heap > maxGrowth || resident > maxGrowth {
		t.Errorf("%s took %.1f MB of heap and %.1f MB of the system's memory, want at most %.0f", name, mb(heap), mb(resident), mb(maxGrowth))
	}
}

func mb(n uint64) float64 { return float64(n) / (1 << 20) }

// sum is the SHA-256 of all that is read.
func sum(t *testing.T, r io.Reader) []byte {
	t.Helper()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		t.Error(err)
	}
	return h.Sum(nil)
}

// once is a stream that cannot seek, and is as long as left says.
type once struct {
	io.Reader
	left int
}

// Read reads on.
func (o *once) Read(p []byte) (int, error) {
	n, err := o.Reader.Read(p)
	o.left -= n
	return n, err
}

// Len is how much is left.
func (o *once) Len() int { return o.left }

// known returns a stream that cannot seek, of the large pattern.
func known() io.Reader { return &once{struct{ io.Reader }{&pattern{size: large}}, large} }

// TestLargeObject is not parallel, since it measures the process. Over plain HTTP a body is hashed before it is sent, if it can
// be read twice, and else each of its pieces is signed; by TLS it goes out in pieces with a checksum behind it.
func TestLargeObject(t *testing.T) {
	plain, encrypted := newS3(t), newS3(t, overTLS)
	newBucket(t, plain, "large")
	want := sum(t, &pattern{size: large})
	for _, c := range []*s3.Client{plain, encrypted} { // so that connections and buffers are there
		put(t, c, "large", "small", "x")
	}
	tests := []struct {
		name string
		c    *s3.Client
		body func() io.Reader
	}{
		{"over HTTP, a stream that can seek", plain, func() io.Reader { return &pattern{size: large} }},
		{"over HTTP, a stream of known length", plain, known},
		{"by TLS, a stream that can seek", encrypted, func() io.Reader { return &pattern{size: large} }},
		{"by TLS, a stream of known length", encrypted, known},
	}
	for i, test := range tests {
		key := "object" + strconv.Itoa(i)
		flat(t, "put "+test.name, func() {
			if _, err := test.c.PutObject(bounded(t), &s3.PutObjectRequest{Bucket: "large", Key: key, Body: test.body()}); err != nil {
				t.Error(err)
			}
		})
		flat(t, "get it", func() {
			out, err := test.c.GetObject(bounded(t), &s3.GetObjectRequest{Bucket: "large", Key: key})
			if err != nil {
				t.Error(err)
				return
			}
			defer out.Body.Close()
			if got := sum(t, out.Body); !bytes.Equal(got, want) || *out.ContentLength != large || out.ContentEncoding != nil {
				t.Errorf("the object of %d bytes, %v, has another hash", *out.ContentLength, out.ContentEncoding)
			}
		})
	}
}
