// The scanner: from text to tokens, without an allocation for each.

package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner cuts a text into tokens. After next, tok is the token in text[start:end].
type scanner struct {
	text       string
	tok        token
	start, end int32

	str      string   // what a string or text block means
	mistake  string   // what is wrong with a tokError
	noteAt   int32    // where a note to the mistake belongs; see note
	atEnd    bool     // the mistake itself stands at noteAt, and its note at the start of the token
	note     string   // "" if there is none
	unescape []byte   // scratch for strings with escapes
	lines    []string // scratch for text blocks
}

// scan moves to the next token. At the end of the text it stays there.
func (s *scanner) scan() {
	s.start = s.end
	at := int(s.end)
	if at >= len(s.text) {
		s.tok = tokEOF
		return
	}
	c := s.text[at]
	switch classes[c] {
	case classLetter:
		s.name(at)
	case classSpace:
		for at < len(s.text) && classes[s.text[at]] == classSpace {
			at++
		}
		s.emit(tokSpace, at)
	case classNewline:
		if c == '\r' && strings.HasPrefix(s.text[at:], "\r\n") {
			at++
		}
		s.emit(tokNewline, at+1)
	case classSingle:
		s.emit(singles[c], at+1)
	case classColon:
		if strings.HasPrefix(s.text[at:], ":=") {
			s.emit(tokWalrus, at+2)
			return
		}
		s.emit(tokColon, at+1)
	case classDigit:
		s.number(at)
	case classQuote:
		s.quoted(at)
	case classSlash:
		s.comment(at)
	default:
		r, size := utf8.DecodeRuneInString(s.text[at:])
		s.fail(at+size, badCharacter(r))
	}
}

// badCharacter says what to do with a character that starts no token.
func badCharacter(r rune) string {
	switch {
	case r == '\'':
		return "a single quote means nothing here: strings stand in double quotes"
	case r == '\uFEFF':
		return "a byte order mark stands here: save the file as UTF-8 without it"
	case !unicode.IsPrint(r):
		return fmt.Sprintf("the character %U means nothing here: remove it", r)
	}
	return fmt.Sprintf("the character %c means nothing here: remove it or put the text in quotes", r)
}

// emit sets the token, whose start is set already.
func (s *scanner) emit(tok token, end int) { s.tok, s.end = tok, int32(end) }

// fail makes the token a mistake.
func (s *scanner) fail(end int, message string) {
	s.emit(tokError, end)
	s.mistake, s.note, s.atEnd = message, "", false
}

// name scans an identifier: letters, digits and underscores, of which the first that is no underscore may be a digit only
// if an underscore precedes it.
func (s *scanner) name(at int) {
	end := at
	for end < len(s.text) && inName[s.text[end]] {
		end++
	}
	if s.text[at] == '_' && strings.TrimLeft(s.text[at:end], "_") == "" {
		s.fail(end, "a name must have a letter or a digit behind its underscores")
		s.noteAt, s.note, s.atEnd = int32(end), "the name starts here", true
		return
	}
	if end-at > maxName {
		s.fail(end, tooLong)
		return
	}
	s.emit(tokName, end)
}

// number scans a number of JSON's grammar. Digits behind a leading zero are a token of their own.
func (s *scanner) number(at int) {
	digits := func() bool {
		from := at
		for at < len(s.text) && s.text[at] >= '0' && s.text[at] <= '9' {
			at++
		}
		return at > from
	}
	next := func(chars string) bool {
		if at < len(s.text) && strings.IndexByte(chars, s.text[at]) >= 0 {
			at++
			return true
		}
		return false
	}
	next("-")
	if !next("0") && !digits() {
		s.fail(at, "a digit must follow the '-' of a number")
		return
	}
	if next(".") && !digits() {
		s.fail(at, "a digit must follow the '.' of a number")
		return
	}
	if next("eE") {
		next("+-")
		if !digits() {
			s.fail(at, "a digit must follow the exponent sign of a number")
			return
		}
	}
	s.emit(tokNumber, at)
}

// comment scans a comment and the line break that ends it.
func (s *scanner) comment(at int) {
	rest := s.text[at:]
	if !strings.HasPrefix(rest, "//") {
		s.fail(at+1, "a single '/' means nothing: a comment starts with \"//\"")
		return
	}
	tok := tokComment
	if strings.HasPrefix(rest, "///") {
		tok = tokDoc
	}
	s.emit(tok, at+lineEnd(rest))
}

// lineEnd returns the length of the first line of text with its line break.
func lineEnd(text string) int {
	n := strings.IndexByte(text, '\n')
	cr := strings.IndexByte(text[:max(n, 0)], '\r')
	if n < 0 {
		cr = strings.IndexByte(text, '\r')
	}
	switch {
	case cr >= 0 && cr+1 != n:
		return cr + 1
	case n >= 0:
		return n + 1
	}
	return len(text)
}

// trimBreak returns text without the line break at its end.
func trimBreak(text string) string {
	return strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
}
