// The algorithms, by published values.

package checksum

import (
	"hash/crc64"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAlgorithms: the check values of the CRC catalogue, the first example of FIPS 180 and RFC 1321, and nothing at all.
func TestAlgorithms(t *testing.T) {
	t.Parallel()
	tests := []struct{ algorithm, body, want string }{
		{"CRC32", "123456789", "y/Q5Jg=="},              // cbf43926
		{"CRC32C", "123456789", "4waSgw=="},             // e3069283
		{"CRC64NVME", "123456789", "rosUhgp5mIg="},      // ae8b14860a799888
		{"SHA1", "abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="}, // a9993e36…
		{"SHA256", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
		{"SHA512", "abc", "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="},
		{"MD5", "abc", "kAFQmDzST7DWlj99KOF/cg=="},
		{"CRC32", "", "AAAAAA=="},
		{"CRC32C", "", "AAAAAA=="},
		{"CRC64NVME", "", "AAAAAAAAAAA="},
		{"SHA1", "", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="},
		{"SHA256", "", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
	}
	for _, test := range tests {
		h := newHash(test.algorithm)
		_, _ = h.Write([]byte(test.body))
		if got := text(h); got != test.want {
			t.Errorf("%s of %q is %s, not %s", test.algorithm, test.body, got, test.want)
		}
	}
	for _, algorithm := range []string{"XXHASH64", "XXHASH3", "XXHASH128", "crc32", ""} {
		if newHash(algorithm) != nil {
			t.Errorf("%q is known", algorithm)
		}
	}
	if names := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(known, " or ", " "), ",", "")); len(names) != 7 {
		t.Errorf("known are %q", names)
	} else {
		for _, name := range names {
			if newHash(name) == nil {
				t.Errorf("%s is said to be known", name)
			}
		}
	}
}

// TestCRC64NVME compares with the standard library, which reads a byte at a time, whatever pieces the bytes come in.
func TestCRC64NVME(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		body := make([]byte, random.IntN(5000))
		for i := range body {
			body[i] = byte(random.Uint32())
		}
		want := crc64.New(crc64.MakeTable(polynomial))
		_, _ = want.Write(body)
		got := newCRC64NVME()
		_, _ = got.Write([]byte("what is written before a reset"))
		got.Reset()
		for rest := body; len(rest) > 0; {
			n := 1 + random.IntN(len(rest))
			if m, err := got.Write(rest[:n]); m != n || err != nil {
				t.Fatal(m, err)
			}
			rest = rest[n:]
		}
		if diff := cmp.Diff(want.Sum(nil), got.Sum(nil)); diff != "" {
			t.Fatalf("of %d bytes (-want +got):\n%s", len(body), diff)
		}
	}
}

func BenchmarkAlgorithms(b *testing.B) {
	block := make([]byte, 32<<10)
	for _, algorithm := range []string{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5"} {
		b.Run(algorithm, func(b *testing.B) {
			h := newHash(algorithm)
			b.SetBytes(int64(len(block)))
			for b.Loop() {
				_, _ = h.Write(block)
			}
		})
	}
}
