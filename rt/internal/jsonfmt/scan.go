// The lexical part of reading JSON.
//
// The scanner walks over plain strings eight bytes at a time. It takes just what RFC 8259 allows.

package jsonfmt

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// A kind of JSON value, as its first byte tells.
type kind uint8

const (
	isNothing kind = iota // the end, or no value's beginning
	isNull
	isBool
	isNumber
	isString
	isArray
	isObject
)

func (k kind) String() string {
	return [...]string{"thing that is not JSON", "null", "bool", "number", "string", "list", "object"}[k]
}

var kinds = [256]kind{
	'n': isNull, 't': isBool, 'f': isBool, '"': isString, '[': isArray, '{': isObject,
	'-': isNumber, '0': isNumber, '1': isNumber, '2': isNumber, '3': isNumber, '4': isNumber,
	'5': isNumber, '6': isNumber, '7': isNumber, '8': isNumber, '9': isNumber,
}

// scanner reads a JSON text from memory, once from beginning to end. After an error its place is not defined.
type scanner struct {
	data      []byte
	pos       int
	depth     int
	plainText []byte // the last string that had escapes, without them
}

// blank skips white space and returns the byte behind it, which stays unread; 0 at the end.
func (s *scanner) blank() byte {
	if s.pos < len(s.data) && s.data[s.pos] > ' ' {
		return s.data[s.pos] // services send no white space
	}
	return s.blanks()
}

func (s *scanner) blanks() byte {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// next tells the kind of the value that comes.
func (s *scanner) next() kind { return kinds[s.blank()] }

// unexpected is the error of a byte that cannot stand where it does, or of a text that ends too soon.
func (s *scanner) unexpected(wanted string) error {
	if s.pos >= len(s.data) {
		return fmt.Errorf("%s is missing at byte %d: %w", wanted, s.pos, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("%q at byte %d, where %s should be", s.data[s.pos], s.pos, wanted)
}

// open reads the bracket that begins a list or an object.
func (s *scanner) open(bracket byte, wanted string) error {
	if s.blank() != bracket {
		return s.unexpected(wanted)
	}
	s.pos++
	return s.enter()
}

// enter counts a bracket that was read.
func (s *scanner) enter() error {
	if s.depth++; s.depth > maxDepth {
		return fmt.Errorf("nested more than %d deep", maxDepth)
	}
	return nil
}

// more reads what separates elements: a comma, none before the first. It returns false after the closing bracket.
func (s *scanner) more(closing byte, first bool) (bool, error) {
	c := s.blank()
	switch {
	case c == ',' && !first:
		s.pos++
		return true, nil
	case c == closing:
		s.pos++
		s.depth--
		return false, nil
	case first:
		return true, nil
	default:
		return false, s.unexpected("a comma or " + string(closing))
	}
}

// key reads an object's key and its colon. The key is good until the next string is read.
func (s *scanner) key() ([]byte, error) {
	key, err := s.str()
	if err != nil {
		return nil, err
	}
	return key, s.colon()
}

func (s *scanner) colon() error {
	if s.blank() != ':' {
		return s.unexpected("a colon")
	}
	s.pos++
	return nil
}

// str reads a string. What it returns is good until the next string is read.
func (s *scanner) str() ([]byte, error) {
	if s.blank() != '"' {
		return nil, s.unexpected("a string")
	}
	start := s.pos + 1
	end := plain(s.data, start)
	if end < len(s.data) && s.data[end] == '"' {
		s.pos = end + 1
		return s.data[start:end], nil
	}
	return s.escaped(start, end)
}

// escaped reads a string that begins at start and has its first escape at end.
func (s *scanner) escaped(start, end int) ([]byte, error) {
	s.plainText = append(s.plainText[:0], s.data[start:end]...)
	for s.pos = end; s.pos < len(s.data); {
		switch s.data[s.pos] {
		case '"':
			s.pos++
			return s.plainText, nil
		case '\\':
			if err := s.escape(); err != nil {
				return nil, err
			}
		default:
			return nil, s.unexpected("a character that is not a control character")
		}
		next := plain(s.data, s.pos)
		s.plainText = append(s.plainText, s.data[s.pos:next]...)
		s.pos = next
	}
	return nil, s.unexpected("a string's closing quote")
}

// unescaped has what stands for a backslash and a letter; 0 where that is no escape.
var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads an escape and adds what it stands for to the text. Half of a surrogate pair becomes U+FFFD.
func (s *scanner) escape() error {
	s.pos++
	if c := unescaped[s.at()]; c != 0 {
		s.plainText = append(s.plainText, c)
		s.pos++
		return nil
	}
	r, err := s.unit()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(r) && s.at() == '\\' && s.pos+1 < len(s.data) && s.data[s.pos+1] == 'u' {
		before := s.pos
		s.pos++
		low, err := s.unit()
		if err != nil {
			return err
		}
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			r = pair
		} else {
			s.pos = before // what follows stands for itself
		}
	}
	s.plainText = utf8.AppendRune(s.plainText, r)
	return nil
}

// unit reads a u and four hexadecimal digits.
func (s *scanner) unit() (rune, error) {
	if s.at() != 'u' {
		return 0, s.unexpected("an escape")
	}
	s.pos++
	var r rune
	for range 4 {
		c := s.at()
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, s.unexpected("a hexadecimal digit")
		}
		r = r<<4 | rune(c)
		s.pos++
	}
	return r, nil
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// special marks the bytes of x that are a quote, a backslash or a control character, by their high bits. The lowest bit that
// is set is right; those above it may be set for no reason.
func special(x uint64) uint64 {
	quote, slash := x^(ones*'"'), x^(ones*'\\')
	return ((quote-ones)&^quote | (slash-ones)&^slash | (x-ones*' ')&^x) & highs
}

// plain returns the place of the first byte from i on that ends a plain string: a quote, a backslash or a control character.
func plain(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		if found := special(binary.LittleEndian.Uint64(data[i:])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(data); i++ {
		if c := data[i]; c == '"' || c == '\\' || c < ' ' {
			return i
		}
	}
	return i
}

// number reads a number and returns its text.
func (s *scanner) number() ([]byte, error) {
	s.blank()
	start := s.pos
	if s.at() == '-' {
		s.pos++
	}
	if s.at() == '0' {
		s.pos++
	} else if err := s.digits(); err != nil {
		return nil, err
	}
	if s.at() == '.' {
		s.pos++
		if err := s.digits(); err != nil {
			return nil, err
		}
	}
	if s.at()|0x20 == 'e' {
		s.pos++
		if c := s.at(); c == '+' || c == '-' {
			s.pos++
		}
		if err := s.digits(); err != nil {
			return nil, err
		}
	}
	return s.data[start:s.pos], nil
}

// at is the next byte, 0 at the end.
func (s *scanner) at() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

// digits reads one digit or more.
func (s *scanner) digits() error {
	start := s.pos
	for s.pos < len(s.data) && s.data[s.pos]-'0' <= 9 {
		s.pos++
	}
	if s.pos == start {
		return s.unexpected("a digit")
	}
	return nil
}

// word reads null, true or false.
func (s *scanner) word(word string) error {
	s.blank()
	for i := range len(word) {
		if s.at() != word[i] {
			return s.unexpected(word)
		}
		s.pos++
	}
	return nil
}

// boolean reads true or false.
func (s *scanner) boolean() (bool, error) {
	if s.blank() == 't' {
		return true, s.word("true")
	}
	return false, s.word("false")
}

// skip reads a value and drops it.
func (s *scanner) skip() (err error) {
	switch s.next() {
	case isNull:
		return s.word("null")
	case isBool:
		_, err = s.boolean()
	case isNumber:
		_, err = s.number()
	case isString:
		_, err = s.str()
	case isArray:
		return s.array(func(int) error { return s.skip() })
	case isObject:
		return s.object(func([]byte) error { return s.skip() })
	default:
		return s.unexpected("a value")
	}
	return err
}

// object calls read at the value of each key; key is good until read moves on.
func (s *scanner) object(read func(key []byte) error) error {
	if err := s.open('{', "an object"); err != nil {
		return err
	}
	for first := true; ; first = false {
		ok, err := s.more('}', first)
		if !ok || err != nil {
			return err
		}
		key, err := s.key()
		if err != nil {
			return err
		}
		if err := read(key); err != nil {
			return err
		}
	}
}

// array calls read at each element.
func (s *scanner) array(read func(i int) error) error {
	if err := s.open('[', "a list"); err != nil {
		return err
	}
	for i := 0; ; i++ {
		ok, err := s.more(']', i == 0)
		if !ok || err != nil {
			return err
		}
		if err := read(i); err != nil {
			return err
		}
	}
}

// end fails if anything but white space is left.
func (s *scanner) end() error {
	if s.blank(); s.pos < len(s.data) {
		return fmt.Errorf("more follows the end of the JSON text at byte %d", s.pos)
	}
	return nil
}
