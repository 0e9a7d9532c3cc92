// Repeated keys of JSON objects.

package ast

import (
	"bytes"
	"hash/maphash"

	"github.com/tidwall/gjson"
)

// keySpan is where a key stands, quotes included.
type keySpan struct {
	start, end int32
	escaped    bool // the same key may be written in another way
}

// fewKeys is up to how many keys comparing each with each is quicker than hashing.
const fewKeys = 8

// findRepeated records the keys of one object that stand in it more than once.
func (s *scanner) findRepeated(keys []keySpan) {
	if len(keys) <= fewKeys {
		for i := 1; i < len(keys); i++ {
			for k := range i {
				if s.sameKey(keys[i], keys[k]) {
					s.addRepeated(keys[k], keys[i])
					break
				}
			}
		}
		return
	}
	size := 2 * fewKeys
	for size < 2*len(keys) {
		size *= 2
	}
	if cap(s.table) < size {
		s.table = make([]int32, size)
	}
	table := s.table[:size]
	clear(table)
	for i, k := range keys {
		slot := int(s.hashKey(k)) & (size - 1)
		for table[slot] != 0 && !s.sameKey(keys[table[slot]-1], k) {
			slot = (slot + 1) & (size - 1)
		}
		if table[slot] != 0 {
			s.addRepeated(keys[table[slot]-1], k)
			continue
		}
		table[slot] = int32(i + 1)
	}
}

func (s *scanner) addRepeated(first, second keySpan) {
	s.repeated = append(s.repeated, repeatedKey{
		name: s.keyName(second), first: int(first.start), second: int(second.start), end: int(second.end),
	})
}

// keyName returns a key without quotes and escapes.
func (s *scanner) keyName(k keySpan) string {
	if k.escaped {
		return gjson.ParseBytes(s.text[k.start:k.end]).Str
	}
	return string(s.text[k.start+1 : k.end-1])
}

func (s *scanner) sameKey(a, b keySpan) bool {
	if a.escaped || b.escaped {
		return s.keyName(a) == s.keyName(b)
	}
	return bytes.Equal(s.text[a.start:a.end], s.text[b.start:b.end])
}

// hashSeed makes the table hard to attack; it changes nothing that is seen.
var hashSeed = maphash.MakeSeed()

func (s *scanner) hashKey(k keySpan) uint64 {
	if k.escaped {
		return maphash.String(hashSeed, s.keyName(k))
	}
	return maphash.Bytes(hashSeed, s.text[k.start+1:k.end-1])
}
