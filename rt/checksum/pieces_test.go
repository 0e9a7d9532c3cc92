// Bodies in pieces.

package checksum

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
)

// decoded is what an independent reader finds in a body in pieces.
type decoded struct {
	body    []byte
	sizes   []int    // of the pieces, the empty last one too
	signed  []string // the signatures of the pieces
	trailer []string // its lines
}

// decode reads the encoding as a server does.
func decode(r io.Reader) (*decoded, error) {
	in, out := bufio.NewReader(r), &decoded{}
	line := func() (string, error) {
		text, err := in.ReadString('\n')
		if err == nil && !strings.HasSuffix(text, "\r\n") {
			err = fmt.Errorf("the line %q does not end in CRLF", text)
		}
		return strings.TrimSuffix(text, "\r\n"), err
	}
	for {
		head, err := line()
		if err != nil {
			return nil, fmt.Errorf("head of a piece: %w", err)
		}
		size, extension, found := strings.Cut(head, ";")
		n, err := strconv.ParseUint(size, 16, 31)
		if err != nil {
			return nil, err
		}
		out.sizes = append(out.sizes, int(n))
		if found {
			signature, ok := strings.CutPrefix(extension, "chunk-signature=")
			if !ok {
				return nil, fmt.Errorf("extension %q", extension)
			}
			out.signed = append(out.signed, signature)
		}
		if n == 0 {
			break
		}
		piece := make([]byte, n)
		if _, err := io.ReadFull(in, piece); err != nil {
			return nil, fmt.Errorf("piece of %d bytes: %w", n, err)
		}
		out.body = append(out.body, piece...)
		if end, err := line(); err != nil || end != "" {
			return nil, fmt.Errorf("%q behind a piece: %w", end, err)
		}
	}
	for {
		text, err := line()
		if err != nil {
			return nil, fmt.Errorf("trailer: %w", err)
		}
		if text == "" {
			break
		}
		out.trailer = append(out.trailer, text)
	}
	if rest, err := io.ReadAll(in); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes behind the end: %w", len(rest), err)
	}
	return out, nil
}

// signer is a signature that tells what it is of, so that a test can see it.
func signer(sum [sha256.Size]byte, trailer bool) string {
	if trailer {
		sum[0] ^= 0xff
	}
	return hex.EncodeToString(sum[:])
}

// TestPiecesOfAWS: the body that AWS documents, whose length is known, and whose signatures rt/sigv4 is tested with.
func TestPiecesOfAWS(t *testing.T) {
	t.Parallel()
	d := &digest{Hash: newHash("CRC32C"), algorithm: "CRC32C"}
	header := http.Header{}
	length, hash := d.Announce(header, 66560, true)
	if length != 66946 || hash != "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" {
		t.Errorf("%d bytes, hash %s", length, hash)
	}
	want := http.Header{
		"Content-Encoding": {"aws-chunked"}, "X-Amz-Trailer": {"x-amz-checksum-crc32c"},
		"X-Amz-Decoded-Content-Length": {"66560"}, "X-Amz-Content-Sha256": {hash},
	}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	data := bytes.Repeat([]byte("a"), 66560)
	var signatures []string
	sign := func(sum [sha256.Size]byte, trailer bool) string {
		signatures = append(signatures, signer(sum, trailer))
		return signatures[len(signatures)-1]
	}
	out, err := io.ReadAll(d.Pieces(bytes.NewReader(data), 66560, sign))
	if err != nil || int64(len(out)) != length {
		t.Fatalf("%d bytes, %v", len(out), err)
	}
	got, err := decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.body, data) {
		t.Error("the body is another")
	}
	if diff := cmp.Diff([]int{64 << 10, 1 << 10, 0}, got.sizes); diff != "" {
		t.Errorf("pieces (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(signatures[:3], got.signed); diff != "" {
		t.Errorf("signatures (-want +got):\n%s", diff)
	}
	trailer := signer(sha256.Sum256([]byte("x-amz-checksum-crc32c:sOO8/Q==\n")), true)
	if diff := cmp.Diff([]string{"x-amz-checksum-crc32c:sOO8/Q==", "x-amz-trailer-signature:" + trailer}, got.trailer); diff != "" {
		t.Errorf("trailer (-want +got):\n%s", diff)
	}
}

// checkPieces encodes a body and decodes it again.
func checkPieces(t *testing.T, data []byte, algorithm string, signed bool, read func(io.Reader) io.Reader) {
	t.Helper()
	var sign rt.PieceSignature
	if signed {
		sign = signer
	}
	d := &digest{Hash: newHash(algorithm), algorithm: algorithm}
	length, _ := d.Announce(http.Header{}, int64(len(data)), signed)
	body := &counted{Reader: d.Pieces(read(bytes.NewReader(data)), int64(len(data)), sign)}
	got, err := decode(read(body))
	if err != nil {
		t.Fatalf("%s of %d bytes: %v", algorithm, len(data), err)
	}
	if !bytes.Equal(got.body, data) {
		t.Fatalf("%d bytes came as %d others", len(data), len(got.body))
	}
	if body.n != length {
		t.Fatalf("%d bytes, and %d were announced", body.n, length)
	}
	sum := newHash(algorithm)
	_, _ = sum.Write(data)
	want := []string{nameOf(algorithm) + ":" + text(sum)}
	if signed {
		want = append(want, "x-amz-trailer-signature:"+signer(sha256.Sum256([]byte(want[0]+"\n")), true))
	}
	if diff := cmp.Diff(want, got.trailer); diff != "" {
		t.Fatalf("trailer (-want +got):\n%s", diff)
	}
	if signed != (len(got.signed) == len(got.sizes)) {
		t.Fatalf("%d of %d pieces are signed", len(got.signed), len(got.sizes))
	}
}

type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// TestPieces: lengths around those of pieces, read in every way.
func TestPieces(t *testing.T) {
	t.Parallel()
	reads := map[string]func(io.Reader) io.Reader{
		"whole": func(r io.Reader) io.Reader { return r }, "half": iotest.HalfReader, "end with data": iotest.DataErrReader,
	}
	random := rand.NewChaCha8([32]byte{})
	for _, n := range []int{1, 2, 15, 16, 64<<10 - 1, 64 << 10, 64<<10 + 1, 128 << 10, 1<<20 - 1, 1 << 20, 1<<20 + 1, 2<<20 + 17} {
		data := make([]byte, n)
		_, _ = random.Read(data)
		for name, read := range reads {
			t.Run(fmt.Sprintf("%d %s", n, name), func(t *testing.T) {
				t.Parallel()
				checkPieces(t, data, "CRC32", false, read)
				checkPieces(t, data, "CRC64NVME", true, read)
			})
		}
	}
	for _, algorithm := range []string{"SHA1", "SHA256", "SHA512", "MD5"} {
		checkPieces(t, []byte("some data"), algorithm, false, iotest.OneByteReader)
		checkPieces(t, []byte("some data"), algorithm, true, iotest.OneByteReader)
	}
}

// TestPiecesOfAnotherLength: a body that is shorter or longer than was said, and one that fails, end with an error.
func TestPiecesOfAnotherLength(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, signed := range []bool{false, true} {
		tests := map[string]struct {
			body   io.Reader
			length int64
			is     error
			says   string
		}{
			"short":           {strings.NewReader("abc"), 4, io.ErrUnexpectedEOF, "ended after 3 of the 4 bytes"},
			"short by pieces": {bytes.NewReader(make([]byte, 3<<20)), 4 << 20, io.ErrUnexpectedEOF, "ended after 3145728 of the 4194304 bytes"},
			"empty":           {strings.NewReader(""), 4, io.ErrUnexpectedEOF, "ended after 0 of the 4 bytes"},
			"long":            {strings.NewReader("abcde"), 4, nil, "has more than the 4 bytes"},
			"broken":          {io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(broken)), 4, broken, "broken"},
			"broken end":      {io.MultiReader(strings.NewReader("abcd"), iotest.ErrReader(broken)), 4, broken, "broken"},
		}
		for name, test := range tests {
			t.Run(fmt.Sprint(name, signed), func(t *testing.T) {
				t.Parallel()
				var sign rt.PieceSignature
				if signed {
					sign = signer
				}
				d := &digest{Hash: newHash("CRC32"), algorithm: "CRC32"}
				body := d.Pieces(test.body, test.length, sign)
				_, err := io.ReadAll(body)
				if err == nil || !strings.Contains(err.Error(), test.says) || test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%v", err)
				}
				if n, again := body.Read(make([]byte, 1)); n != 0 || again == nil || again.Error() != err.Error() {
					t.Errorf("the next read: %d, %v", n, again)
				}
			})
		}
	}
}

func TestPiecesWithAnotherSigner(t *testing.T) {
	t.Parallel()
	d := &digest{Hash: newHash("CRC32"), algorithm: "CRC32"}
	_, err := io.ReadAll(d.Pieces(strings.NewReader("abc"), 3, func([sha256.Size]byte, bool) string { return "short" }))
	if !errors.Is(err, errSignature) {
		t.Errorf("%v", err)
	}
}

// TestAnnounceBehindEncodings: what the body is encoded with already stays first.
func TestAnnounceBehindEncodings(t *testing.T) {
	t.Parallel()
	h := http.Header{"Content-Encoding": {"gzip"}}
	d := &digest{Hash: newHash("SHA256"), algorithm: "SHA256"}
	length, hash := d.Announce(h, 5, false)
	if got := h.Get("Content-Encoding"); got != "gzip,aws-chunked" || hash != unsignedTrailer || h.Get("X-Amz-Content-Sha256") != hash {
		t.Errorf("%q, %q", got, hash)
	}
	const want = "5\r\nabcde\r\n0\r\nx-amz-checksum-sha256:NrvlDtloQdEEQ7y2cNZVTwo0t2G+Z+ycSorSwMRMpCw=\r\n\r\n"
	out, err := io.ReadAll(d.Pieces(strings.NewReader("abcde"), 5, nil))
	if diff := cmp.Diff(want, string(out)); diff != "" || err != nil || length != int64(len(want)) {
		t.Errorf("%d bytes, %v (-want +got):\n%s", length, err, diff)
	}
}

func FuzzPieces(f *testing.F) {
	f.Add([]byte("abc"), uint(0), false, uint8(1))
	f.Add([]byte("abc"), uint(65536), true, uint8(7))
	f.Add([]byte{0}, uint(1<<20), false, uint8(200))
	f.Fuzz(func(t *testing.T, data []byte, more uint, signed bool, step uint8) {
		body := bytes.Repeat(append(data, 'x'), int(1+more%(3<<20)/uint(len(data)+1)))
		checkPieces(t, body, "CRC32C", signed, func(r io.Reader) io.Reader { return &stepped{r, int(step) + 1} })
	})
}

// stepped reads a few bytes, then some more, then a few again.
type stepped struct {
	io.Reader
	step int
}

func (s *stepped) Read(p []byte) (int, error) {
	s.step = s.step*31%65521 + 1
	return s.Reader.Read(p[:min(len(p), s.step)])
}

// BenchmarkPieces is the cost of a trailer beside reading the body.
func BenchmarkPieces(b *testing.B) {
	data, buffer := make([]byte, 8<<20), make([]byte, 32<<10)
	for _, algorithm := range []string{"CRC32", "CRC64NVME", "SHA256"} {
		for _, signed := range []bool{false, true} {
			name, sign := algorithm, rt.PieceSignature(nil)
			if signed {
				name, sign = algorithm+" signed", signer
			}
			b.Run(name, func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					d := &digest{algorithm: algorithm}
					body := d.Pieces(bytes.NewReader(data), int64(len(data)), sign)
					for {
						if _, err := body.Read(buffer); err == io.EOF {
							break
						} else if err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}
