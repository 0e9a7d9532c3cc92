// The lexical part of reading CBOR.

package cborfmt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// A major is the major type of an item: the upper three bits of its first byte.
type major uint8

const (
	isUnsigned major = iota
	isNegative
	isBytes
	isText
	isArray
	isMap
	isTag
	isSimple // bool, null, undefined, floats, and the mark that ends what has no length
)

// What the lower five bits of an item's first byte say, where they are not the argument itself.
const (
	infoFalse     = 20
	infoTrue      = 21
	infoNull      = 22
	infoUndefined = 23
	info8         = 24 // the argument is the next byte
	info16        = 25 // or two; of isSimple: a half-precision float
	info32        = 26 // or four; a single-precision float
	info64        = 27 // or eight; a double-precision float
	infoOpen      = 31 // there is no length; of isSimple: the mark
)

// First bytes of items.
const (
	byteNull      = byte(isSimple)<<5 | infoNull
	byteUndefined = byte(isSimple)<<5 | infoUndefined
	byteMark      = byte(isSimple)<<5 | infoOpen
	byteDouble    = byte(isSimple)<<5 | info64
)

// head is the beginning of an item.
type head struct {
	major major
	info  uint8
	arg   uint64 // the argument: a number, a length, the bits of a float
}

// what names the item in errors.
func (h head) what() string {
	switch h.major {
	case isUnsigned, isNegative:
		return "a whole number"
	case isBytes:
		return "bytes"
	case isText:
		return "text"
	case isArray:
		return "a list"
	case isMap:
		return "a map"
	case isTag:
		return "a tag"
	}
	switch h.info {
	case infoFalse, infoTrue:
		return "a bool"
	case infoNull, infoUndefined:
		return "null"
	case info16, info32, info64:
		return "a float"
	case infoOpen:
		return "the end of a list or map"
	default:
		return "a simple value that means nothing"
	}
}

// isnt is the error of an item that is not what is due.
func (h head) isnt(due string) error { return errors.New("is " + h.what() + ", not " + due) }

// isFloat reports whether the item is a float.
func (h head) isFloat() bool { return h.major == isSimple && h.info >= info16 && h.info <= info64 }

// float is the value of a float.
func (h head) float() float64 {
	switch h.info {
	case info16:
		return half(uint16(h.arg))
	case info32:
		return float64(math.Float32frombits(uint32(h.arg)))
	default:
		return math.Float64frombits(h.arg)
	}
}

// half is the value of the bits of a half-precision float.
func half(bits uint16) float64 {
	sign, exponent, fraction := uint64(bits>>15)<<63, uint64(bits>>10&31), uint64(bits&0x3ff)
	switch exponent {
	case 0: // subnormal
		return math.Copysign(float64(fraction)*0x1p-24, math.Float64frombits(sign|1))
	case 31: // infinite, or not a number
		return math.Float64frombits(sign | 0x7ff<<52 | fraction<<42)
	default:
		return math.Float64frombits(sign | (exponent+1023-15)<<52 | fraction<<42)
	}
}

// scanner reads CBOR from memory, once from beginning to end. After an error its place is not defined.
type scanner struct {
	data    []byte
	pos     int
	depth   int
	claimed int    // items that the open lists and maps say will come: each takes a byte at least
	joined  []byte // the last string that came in pieces, as one
}

// cut is the error of data that ends too soon.
func (s *scanner) cut() error {
	return fmt.Errorf("ends at byte %d in the middle of a value: %w", len(s.data), io.ErrUnexpectedEOF)
}

// left is how many bytes are left.
func (s *scanner) left() int { return len(s.data) - s.pos }

// raw reads the head of the item that comes.
func (s *scanner) raw() (head, error) {
	if s.pos >= len(s.data) {
		return head{}, s.cut()
	}
	c := s.data[s.pos]
	s.pos++
	h := head{major: major(c >> 5), info: c & 31, arg: uint64(c & 31)}
	if h.info < info8 {
		return h, nil
	}
	return s.argument(h)
}

// argument reads an argument that has bytes of its own.
func (s *scanner) argument(h head) (head, error) {
	rest := s.data[s.pos:]
	size := 1 << (h.info & 3)
	if h.info <= info64 && len(rest) < size {
		return h, s.cut()
	}
	switch h.info {
	case info8:
		h.arg = uint64(rest[0])
		if h.major == isSimple && h.arg < 32 {
			return h, fmt.Errorf("has a simple value at byte %d that is not well-formed", s.pos-1)
		}
	case info16:
		h.arg = uint64(binary.BigEndian.Uint16(rest))
	case info32:
		h.arg = uint64(binary.BigEndian.Uint32(rest))
	case info64:
		h.arg = binary.BigEndian.Uint64(rest)
	case infoOpen:
		if h.major >= isBytes && h.major <= isMap {
			return h, nil
		}
		fallthrough
	default:
		return h, fmt.Errorf("is not CBOR: 0x%02x at byte %d begins nothing", s.data[s.pos-1], s.pos-1)
	}
	s.pos += size
	return h, nil
}

// item reads the head of the item that comes, without the tags before it.
func (s *scanner) item() (head, error) {
	for {
		if h, err := s.raw(); err != nil || h.major != isTag {
			return h, err
		}
	}
}

// tagged is item, with the tag that stands next to it; 0, which tags nothing that is read here, for none.
func (s *scanner) tagged() (h head, tag uint64, err error) {
	for {
		if h, err = s.raw(); err != nil || h.major != isTag {
			return h, tag, err
		}
		tag = h.arg
	}
}

// null reads null or undefined, if that is what comes, and reports whether it was.
func (s *scanner) null() bool {
	if s.pos >= len(s.data) {
		return false
	}
	c := s.data[s.pos]
	if c>>5 == byte(isTag) {
		return s.taggedNull()
	}
	if c != byteNull && c != byteUndefined {
		return false
	}
	s.pos++
	return true
}

// taggedNull is null behind tags.
func (s *scanner) taggedNull() bool {
	start := s.pos
	h, err := s.item()
	if err == nil && h.major == isSimple && (h.info == infoNull || h.info == infoUndefined) {
		return true
	}
	s.pos = start // whatever is wrong is found again
	return false
}

// text reads a text string. What it returns is good until the next string is read.
func (s *scanner) text() ([]byte, error) {
	h, err := s.item()
	if err != nil {
		return nil, err
	}
	if h.major != isText {
		return nil, h.isnt("text")
	}
	return s.str(h)
}

// str reads what follows the head of a text or byte string.
func (s *scanner) str(h head) ([]byte, error) {
	if h.info == infoOpen {
		return s.pieces(h.major)
	}
	if h.arg > uint64(s.left()) {
		return nil, fmt.Errorf("claims to have %d bytes, with %d left: %w", h.arg, s.left(), io.ErrUnexpectedEOF)
	}
	start := s.pos
	s.pos += int(h.arg)
	b := s.data[start:s.pos]
	if h.major == isText && !utf8.Valid(b) {
		return nil, errors.New("is text that is not UTF-8")
	}
	return b, nil
}

// pieces reads the pieces of a string without a length, up to the mark.
func (s *scanner) pieces(m major) ([]byte, error) {
	all := s.joined[:0]
	for {
		if s.pos < len(s.data) && s.data[s.pos] == byteMark {
			s.pos++
			s.joined = all
			return all, nil
		}
		h, err := s.raw()
		if err != nil {
			return nil, err
		}
		if h.major != m || h.info == infoOpen {
			return nil, errors.New("is a string in pieces, of which one " + h.isnt("such a string with a length").Error())
		}
		piece, err := s.str(h)
		if err != nil {
			return nil, err
		}
		all = append(all, piece...)
	}
}

// group is an open list or map.
type group struct {
	left int // elements or entries that still come; -1 if a mark ends them
	each int // the items of one: 1 or 2
}

// count is how many elements the group claims to have, 0 if it does not.
func (g group) count() int { return max(g.left, 0) }

// open reads the head of a list or map. What all open groups claim to hold must fit into what is left of the data.
func (s *scanner) open(m major, due string) (group, error) {
	h, err := s.item()
	if err != nil {
		return group{}, err
	}
	if h.major != m {
		return group{}, h.isnt(due)
	}
	return s.enter(h)
}

// enter begins the list or map with that head.
func (s *scanner) enter(h head) (group, error) {
	if s.depth++; s.depth > maxDepth {
		return group{}, fmt.Errorf("nested more than %d deep", maxDepth)
	}
	g := group{each: 1}
	if h.major == isMap {
		g.each = 2
	}
	if h.info == infoOpen {
		g.left = -1
		return g, nil
	}
	if free := s.left() - s.claimed; free < 0 || h.arg > uint64(free/g.each) {
		return g, fmt.Errorf("claims to have %d elements, with %d bytes left: %w", h.arg, s.left(), io.ErrUnexpectedEOF)
	}
	g.left = int(h.arg)
	s.claimed += g.left * g.each
	return g, nil
}

// more reports whether an element or entry follows; false ends the group.
func (s *scanner) more(g *group) (bool, error) {
	if g.left > 0 {
		g.left--
		s.claimed -= g.each
		return true, nil
	}
	if g.left < 0 {
		if s.pos >= len(s.data) {
			return false, s.cut()
		}
		if s.data[s.pos] != byteMark {
			return true, nil
		}
		s.pos++
	}
	s.depth--
	return false, nil
}

// skip reads an item and drops it.
func (s *scanner) skip() error {
	h, err := s.item()
	if err != nil {
		return err
	}
	switch h.major {
	case isBytes, isText:
		_, err = s.str(h)
		return err
	case isArray, isMap:
		g, err := s.enter(h)
		if err != nil {
			return err
		}
		for {
			ok, err := s.more(&g)
			if !ok || err != nil {
				return err
			}
			for range g.each {
				if err := s.skip(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// end fails if anything is left.
func (s *scanner) end() error {
	if s.pos < len(s.data) {
		return fmt.Errorf("more follows the end of the value at byte %d", s.pos)
	}
	return nil
}
