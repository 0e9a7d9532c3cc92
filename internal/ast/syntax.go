// The syntax check: is the text JSON, and not nested without measure? It runs before anything else looks at the text,
// uses no recursion and a few bytes a key of memory, and finds the repeated keys on its way.

package ast

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxDepth is how deep arrays and objects may be nested. Published models stay below 40.
const maxDepth = 500

// A syntaxError is what stops the scanner.
type syntaxError struct {
	start, end int
	message    string
	note       string // about another place; "" if none
	noteAt     int
}

// repeatedKey is a key that stands a second time in its object.
type repeatedKey struct {
	name          string
	first, second int // offsets of the opening quotes
	end           int // of the second one
}

// scanner checks a JSON text from start to end.
type scanner struct {
	text     []byte
	pos      int
	open     []container
	keys     []keySpan // of all open objects, the outermost first
	table    []int32   // hash table of the keys of one object, reused
	repeated []repeatedKey
	err      *syntaxError
}

// container is an array or an object that is not closed yet.
type container struct {
	start    int  // offset of the opening bracket
	firstKey int  // index in keys
	comma    int  // offset of the last comma, -1 before the first
	object   bool // it is an object
}

// checkSyntax scans the text. It returns the keys that are repeated in their objects, in order of their ends, or the first
// mistake.
func checkSyntax(text []byte) ([]repeatedKey, *syntaxError) {
	if err := checkEncoding(text); err != nil {
		return nil, err
	}
	s := &scanner{text: text}
	s.space()
	if s.pos == len(text) {
		return nil, &syntaxError{message: `the file is empty: a Smithy model in JSON is an object with the keys "smithy" and "shapes"`}
	}
	s.value()
	for s.err == nil && len(s.open) > 0 {
		s.next()
	}
	if s.err == nil {
		if s.space(); s.pos < len(text) {
			s.fail(s.pos, s.pos+1, "the file goes on after the end of its value: remove what follows")
		}
	}
	return s.repeated, s.err
}

// checkEncoding reports text that is not UTF-8 or starts with a byte order mark.
func checkEncoding(text []byte) *syntaxError {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return &syntaxError{end: 2, message: "the file is UTF-16: save it as UTF-8"}
	}
	if bytes.HasPrefix(text, []byte("\ufeff")) {
		return &syntaxError{end: 3, message: "the file starts with a byte order mark: save it as UTF-8 without one"}
	}
	if utf8.Valid(text) {
		return nil
	}
	i := 0
	for {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	return &syntaxError{
		start: i, end: i + 1,
		message: fmt.Sprintf("the byte 0x%02x is not part of valid UTF-8: save the file as UTF-8", text[i]),
	}
}

// fail records the first mistake.
func (s *scanner) fail(start, end int, format string, args ...any) {
	if s.err == nil {
		s.err = &syntaxError{start: start, end: min(end, len(s.text)), message: fmt.Sprintf(format, args...)}
	}
}

// space skips white space.
func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\n', '\t', '\r':
			s.pos++
		default:
			return
		}
	}
}

// value scans a value up to its end, an array or object up to its first part.
func (s *scanner) value() {
	s.space()
	if s.pos == len(s.text) {
		s.endOfFile()
		return
	}
	switch c := s.text[s.pos]; c {
	case '{', '[':
		s.push(c == '{')
	case '"':
		s.str()
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		s.number()
	case 't':
		s.literal("true")
	case 'f':
		s.literal("false")
	case 'n':
		s.literal("null")
	default:
		s.unexpected("a value")
	}
}

// push opens an array or object and goes on to its first element, key or end.
func (s *scanner) push(object bool) {
	if len(s.open) == maxDepth {
		s.err = &syntaxError{
			start: s.pos, end: s.pos + 1,
			message: fmt.Sprintf("arrays and objects are nested more than %d deep here: no model needs that", maxDepth),
		}
		return
	}
	s.open = append(s.open, container{start: s.pos, firstKey: len(s.keys), comma: -1, object: object})
	s.pos++
	s.space()
	if s.pos < len(s.text) && s.text[s.pos] == s.closer() {
		s.pop()
		return
	}
	if object {
		s.key()
		return
	}
	s.element()
}

// element scans an element of an array, which must not be missing.
func (s *scanner) element() {
	s.space()
	if s.pos < len(s.text) && (s.text[s.pos] == ']' || s.text[s.pos] == ',') {
		s.noPart()
		return
	}
	s.value()
}

// closer is the bracket that closes the innermost container.
func (s *scanner) closer() byte {
	if s.open[len(s.open)-1].object {
		return '}'
	}
	return ']'
}

// pop closes the innermost container, whose bracket stands at pos.
func (s *scanner) pop() {
	s.pos++
	top := s.open[len(s.open)-1]
	if top.object {
		s.findRepeated(s.keys[top.firstKey:])
		s.keys = s.keys[:top.firstKey]
	}
	s.open = s.open[:len(s.open)-1]
}

// next scans what follows a value inside of a container: its end, or a comma and the next part.
func (s *scanner) next() {
	s.space()
	if s.pos == len(s.text) {
		s.endOfFile()
		return
	}
	top := &s.open[len(s.open)-1]
	switch c := s.text[s.pos]; {
	case c == s.closer():
		s.pop()
	case c == ',':
		top.comma = s.pos
		s.pos++
		if top.object {
			s.key()
		} else {
			s.element()
		}
	default:
		s.noComma(c)
	}
}

// key scans a key, its colon and the start of its value.
func (s *scanner) key() {
	s.space()
	if s.pos == len(s.text) {
		s.endOfFile()
		return
	}
	if c := s.text[s.pos]; c != '"' {
		if c == '}' || c == ',' {
			s.noPart()
		} else {
			s.unexpected("a key in double quotes")
		}
		return
	}
	start := s.pos
	escaped := s.str()
	if s.err != nil {
		return
	}
	s.keys = append(s.keys, keySpan{start: int32(start), end: int32(s.pos), escaped: escaped})
	end := s.pos
	s.space()
	switch {
	case s.pos == len(s.text):
		s.endOfFile()
	case s.text[s.pos] != ':':
		s.fail(start, end, "a colon is missing after this key")
	default:
		s.pos++
		s.value()
	}
}

// str scans a string and reports whether it holds an escape.
func (s *scanner) str() (escaped bool) {
	start := s.pos
	text := s.text
	for i := start + 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			s.pos = i + 1
			return escaped
		case c == '\\':
			escaped = true
			if i = s.escape(i); i < 0 {
				return escaped
			}
		case c == '\n' || c == '\r':
			s.fail(start, i, "this string is not closed in its line: add a double quote, or write a line break as \\n")
			return escaped
		case c < ' ':
			s.fail(i, i+1, "the control character U+%04X must not stand in a string: write it as \\u%04x", c, c)
			return escaped
		}
	}
	s.fail(start, len(text), "this string is not closed: the file ends inside of it, is it cut short?")
	return escaped
}

// escape checks the escape that starts at i and returns the offset of its last byte, -1 if it is none.
func (s *scanner) escape(i int) int {
	rest := s.text[i:]
	if len(rest) >= 2 {
		switch rest[1] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			return i + 1
		case 'u':
			for k := 2; k < 6; k++ {
				if k == len(rest) || !isHex(rest[k]) {
					s.fail(i, i+k, "\\u must be followed by four hexadecimal digits")
					return -1
				}
			}
			return i + 5
		}
	}
	_, size := utf8.DecodeRune(rest[1:])
	s.fail(i, i+1+size, "there is no such escape in JSON: write a backslash as \\\\")
	return -1
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// number scans a number.
func (s *scanner) number() {
	start := s.pos
	if s.text[s.pos] == '-' {
		s.pos++
	}
	intStart := s.pos
	switch n := s.digits(); {
	case n == 0:
		s.fail(start, s.pos, "a digit is missing after the minus sign")
	case n > 1 && s.text[intStart] == '0':
		s.fail(start, s.pos, "a number must not start with a superfluous 0: remove it")
	}
	if s.pos < len(s.text) && s.text[s.pos] == '.' {
		s.pos++
		if s.digits() == 0 {
			s.fail(start, s.pos, "a digit is missing after the decimal point")
		}
	}
	if s.pos < len(s.text) && s.text[s.pos]|0x20 == 'e' {
		s.pos++
		if s.pos < len(s.text) && (s.text[s.pos] == '+' || s.text[s.pos] == '-') {
			s.pos++
		}
		if s.digits() == 0 {
			s.fail(start, s.pos, "a digit is missing in the exponent")
		}
	}
}

// digits skips digits and returns their number.
func (s *scanner) digits() int {
	start := s.pos
	for s.pos < len(s.text) && s.text[s.pos] >= '0' && s.text[s.pos] <= '9' {
		s.pos++
	}
	return s.pos - start
}

// literal scans true, false or null.
func (s *scanner) literal(word string) {
	if len(s.text)-s.pos < len(word) || string(s.text[s.pos:s.pos+len(word)]) != word {
		s.unexpected("a value")
		return
	}
	s.pos += len(word)
}
