// The algorithms.

package checksum

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"strings"
)

// byDefault is the algorithm where neither the caller nor the service chooses one. CRC-32 is what the SDKs of AWS take by
// default, what every service and every server that copies one knows, and what processors have instructions for.
const byDefault = "CRC32"

// known are the algorithms in the words of models. Of the others that models name, such as XXHASH64, the standard library has
// none, so that a caller has to bring the sum along.
const known = "CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512 or MD5"

// newHash returns the hash of an algorithm; nil for one that is not known.
func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "CRC32":
		return crc32.NewIEEE()
	case "CRC32C":
		return crc32.New(crc32.MakeTable(crc32.Castagnoli))
	case "CRC64NVME":
		return newCRC64NVME()
	case "SHA1":
		return sha1.New()
	case "SHA256":
		return sha256.New()
	case "SHA512":
		return sha512.New()
	case "MD5":
		return md5.New()
	default:
		return nil
	}
}

// text is a sum as headers and trailers have it.
func text(h hash.Hash) string {
	var sum [sha512.Size]byte // of the longest
	return base64.StdEncoding.EncodeToString(h.Sum(sum[:0]))
}

// prefix begins the names of the headers and trailers that hold a sum.
const prefix = "x-amz-checksum-"

// nameOf is the name of the header or trailer that holds an algorithm's sum.
func nameOf(algorithm string) string { return prefix + strings.ToLower(algorithm) }
