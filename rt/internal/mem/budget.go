// How much memory a message may take once it is decoded.

package mem

import (
	"math/big"
	"strconv"
	"unsafe"
)

// Budget counts the memory that decoding takes for what a message holds. A byte on the wire may stand for a structure of a
// thousand, so that a bound of the message is none of that. The zero value has no limit.
//
// What counts is memory that the result may keep: structures, the targets of pointers, texts, the room in lists and maps. What
// decoding drops again, as lists do that grow, is at most a few times as much. Counting stands where memory is allocated, and
// is apart from checking, which codecs do at each structure and at each element and entry: so the hot path has one comparison
// more. The limit may be exceeded by what one of these takes.
type Budget struct {
	limit int64 // 0 for none
	left  int64
}

// Limit returns a budget of that many bytes; without a limit if it is 0.
func Limit(bytes int64) Budget { return Budget{limit: bytes, left: bytes} }

// Take counts n bytes.
func (b *Budget) Take(n int) { b.left -= int64(n) }

// Check returns a [*LimitError] once more was taken than the limit.
func (b *Budget) Check() error {
	if b.left < 0 {
		return b.over()
	}
	return nil
}

// over is apart so that Check is nothing but a comparison where it is called.
//
//go:noinline
func (b *Budget) over() error {
	if b.limit == 0 {
		return nil
	}
	return &LimitError{b.limit}
}

// A LimitError says that a message takes too much memory.
type LimitError struct{ Limit int64 }

// Error names the option by which clients set the limit.
func (e *LimitError) Error() string {
	return "takes more than " + strconv.FormatInt(e.Limit, 10) + " bytes of memory, the limit that Options.MaxReplyMemory sets"
}

// TakeBig counts a big number.
func (b *Budget) TakeBig(n *big.Int) { b.Take(int(unsafe.Sizeof(*n)) + cap(n.Bits())*wordSize) }

// What the runtime of Go takes for a map: for itself, and for entries, which it keeps in groups of slots. A larger value than
// maxInSlot has memory of its own, to which the slot points.
const (
	mapSize   = 48
	groupSize = 8
	maxInSlot = 128
	wordSize  = 8
	keySize   = 2 * wordSize
)

// TakeMap counts a new map, which has room for some entries already.
func (b *Budget) TakeMap(room, size int) {
	b.Take(mapSize)
	if room > 0 {
		b.TakeEntry(0, size)
	}
	if room > groupSize {
		b.Take(2 * room * slot(size))
	}
}

// TakeEntry counts an entry that is put into a map of length entries, for which it has no room yet. size is that of the values.
func (b *Budget) TakeEntry(length, size int) {
	switch {
	case length == 0:
		b.Take(groupSize * slot(size))
	case length >= groupSize:
		b.Take(2 * slot(size)) // maps double before they are full
	}
	if size > maxInSlot {
		b.Take(size)
	}
}

// slot is what an entry takes in the map.
func slot(size int) int {
	if size > maxInSlot {
		size = wordSize
	}
	return keySize + size
}
