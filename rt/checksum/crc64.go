// CRC64NVME, which the standard library has no fast tables for.

package checksum

import (
	"encoding/binary"
	"hash/crc64"
	"sync"
)

// polynomial is that of the NVM Express specification, with its bits in reverse, as hash/crc64 wants it.
const polynomial = 0x9a6c9329ac4bc9b5

// slices is how many bytes are looked up at a time: each table holds what a byte does to the sum with that many bytes behind it.
const slices = 16

// nvme are the tables, 32 KiB, which the first sum makes. hash/crc64 would make some of its own with every write.
var nvme struct {
	once   sync.Once
	tables [slices]crc64.Table
}

func makeTables() {
	nvme.tables[0] = *crc64.MakeTable(polynomial)
	for i := range 256 {
		crc := nvme.tables[0][i]
		for n := 1; n < slices; n++ {
			crc = nvme.tables[0][byte(crc)] ^ crc>>8
			nvme.tables[n][i] = crc
		}
	}
}

// crc64NVME is the hash of a stream.
type crc64NVME struct{ crc uint64 }

func newCRC64NVME() *crc64NVME {
	nvme.once.Do(makeTables)
	return &crc64NVME{}
}

// Write takes bytes of the stream.
func (c *crc64NVME) Write(p []byte) (int, error) {
	crc, n, t := ^c.crc, len(p), &nvme.tables
	for len(p) >= slices {
		a, b := crc^binary.LittleEndian.Uint64(p), binary.LittleEndian.Uint64(p[8:])
		crc = t[15][byte(a)] ^ t[14][byte(a>>8)] ^ t[13][byte(a>>16)] ^ t[12][byte(a>>24)] ^
			t[11][byte(a>>32)] ^ t[10][byte(a>>40)] ^ t[9][byte(a>>48)] ^ t[8][a>>56] ^
			t[7][byte(b)] ^ t[6][byte(b>>8)] ^ t[5][byte(b>>16)] ^ t[4][byte(b>>24)] ^
			t[3][byte(b>>32)] ^ t[2][byte(b>>40)] ^ t[1][byte(b>>48)] ^ t[0][b>>56]
		p = p[slices:]
	}
	for _, v := range p {
		crc = t[0][byte(crc)^v] ^ crc>>8
	}
	c.crc = ^crc
	return n, nil
}

// Sum appends the sum of what was written.
func (c *crc64NVME) Sum(b []byte) []byte { return binary.BigEndian.AppendUint64(b, c.crc) }

// Reset begins a new stream.
func (c *crc64NVME) Reset() { c.crc = 0 }

// Size is how many bytes a sum has.
func (*crc64NVME) Size() int { return crc64.Size }

// BlockSize says that any number of bytes is as good as any other.
func (*crc64NVME) BlockSize() int { return 1 }
