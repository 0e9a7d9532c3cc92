// The tokens of selectors.

package selector

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// scanner reads tokens from a text. After the first mistake it is at the end.
type scanner struct {
	text string
	pos  int
	err  error
}

// fail reports a mistake at the current place.
func (s *scanner) fail(format string, args ...any) { s.failAt(s.pos, format, args...) }

// failAt reports a mistake, unless there was one before, and moves to the end.
func (s *scanner) failAt(at int, format string, args ...any) {
	if s.err == nil {
		s.err = &SyntaxError{Offset: at, Message: fmt.Sprintf(format, args...)}
	}
	s.pos = len(s.text)
}

func (s *scanner) atEnd() bool { return s.pos >= len(s.text) }

// peek returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.atEnd() {
		return 0
	}
	return s.text[s.pos]
}

// here names what stands at the current place, for a message.
func (s *scanner) here() string {
	if s.atEnd() {
		return "the end"
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.pos:])
	return fmt.Sprintf("%q", r)
}

// skip moves behind the token and reports whether it stood there.
func (s *scanner) skip(token string) bool {
	if !strings.HasPrefix(s.text[s.pos:], token) {
		return false
	}
	s.pos += len(token)
	return true
}

// expect moves behind a token that must stand there.
func (s *scanner) expect(token string) {
	if !s.skip(token) {
		s.fail("%s is expected, not %s", token, s.here())
	}
}

// space moves behind white space.
func (s *scanner) space() {
	for !s.atEnd() && strings.IndexByte(" \t\r\n", s.text[s.pos]) >= 0 {
		s.pos++
	}
}

// run moves behind the bytes that fit and returns them.
func (s *scanner) run(fits func(byte) bool) string {
	start := s.pos
	for !s.atEnd() && fits(s.text[s.pos]) {
		s.pos++
	}
	return s.text[start:s.pos]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func startsIdentifier(c byte) bool { return isLetter(c) || c == '_' }

// identifier reads an identifier, "" with a mistake if there is none.
func (s *scanner) identifier() string {
	start := s.pos
	s.run(func(c byte) bool { return c == '_' })
	if c := s.peek(); !isLetter(c) && (!isDigit(c) || s.pos == start) {
		s.fail("a name is expected, not %s", s.here())
		return ""
	}
	s.run(func(c byte) bool { return startsIdentifier(c) || isDigit(c) })
	return s.text[start:s.pos]
}

// rootID reads an identifier, a namespace, or a shape id without a member.
func (s *scanner) rootID() string {
	start := s.pos
	s.identifier()
	for s.skip(".") {
		s.identifier()
	}
	if s.skip("#") {
		s.identifier()
	}
	if s.err != nil {
		return ""
	}
	return s.text[start:s.pos]
}

// number reads a number as JSON has them.
func (s *scanner) number() string {
	start := s.pos
	s.skip("-")
	if !s.skip("0") {
		s.digits()
	}
	if s.skip(".") {
		s.digits()
	}
	if s.skip("e") || s.skip("E") {
		if !s.skip("+") {
			s.skip("-")
		}
		s.digits()
	}
	if s.err != nil {
		return ""
	}
	return s.text[start:s.pos]
}

func (s *scanner) digits() {
	if s.run(isDigit) == "" {
		s.fail("a digit is expected, not %s", s.here())
	}
}

// quoted reads a text up to the quote that it begins with.
func (s *scanner) quoted(quote byte) string {
	length := strings.IndexByte(s.text[s.pos+1:], quote)
	if length < 0 {
		s.fail("the text that begins here has no closing %c", quote)
		return ""
	}
	text := s.text[s.pos+1 : s.pos+1+length]
	s.pos += length + 2
	return text
}
