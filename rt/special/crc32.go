// A checksum that comes with each reply of a service.

package special

import (
	"hash"
	"hash/crc32"
	"io"
	"net/http"
	"strconv"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
)

// ReplyCRC32 verifies the bodies of replies by their CRC-32, which comes in a header as a decimal number.
type ReplyCRC32 struct {
	Header string // as net/http writes it, such as "X-Amz-Crc32"
}

var _ rt.Checksummer = (*ReplyCRC32)(nil)

// Prepare does nothing: requests have no checksum.
func (*ReplyCRC32) Prepare(schema.Shape, http.Header, rt.ChecksumPolicy, rt.ChecksumPolicy) (rt.Digest, error) {
	return nil, nil //nolint:nilnil // as the interface has it
}

// Verify has a body verified, unless there is no checksum or the HTTP client decompressed what it is of.
func (c *ReplyCRC32) Verify(_ schema.Shape, _ http.Header, resp *http.Response) string {
	want, err := strconv.ParseUint(resp.Header.Get(c.Header), 10, 32)
	if err != nil || resp.Uncompressed || resp.Body == nil {
		return ""
	}
	resp.Body = &summed{ReadCloser: resp.Body, sum: crc32.NewIEEE(), want: uint32(want)}
	return "CRC32"
}

// summed is a body that is compared with its checksum where it ends.
type summed struct {
	io.ReadCloser
	sum  hash.Hash32
	want uint32
}

// Read reads the body. Its end is a [*rt.ChecksumError] where it should be another body.
func (s *summed) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	_, _ = s.sum.Write(p[:n])
	if err == io.EOF && s.sum.Sum32() != s.want {
		decimal := func(sum uint32) string { return strconv.FormatUint(uint64(sum), 10) }
		err = &rt.ChecksumError{Algorithm: "CRC32", Want: decimal(s.want), Got: decimal(s.sum.Sum32())}
	}
	return n, err
}
