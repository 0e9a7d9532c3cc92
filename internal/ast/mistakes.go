// Sentences for text that is not JSON.

package ast

import "strings"

// endOfFile reports that the text ends too early.
func (s *scanner) endOfFile() {
	if s.err != nil {
		return
	}
	top := s.open[len(s.open)-1]
	what := "array"
	if top.object {
		what = "object"
	}
	s.fail(len(s.text), len(s.text), "the file ends inside of an %s: close it, or is the file cut short?", what)
	s.err.note, s.err.noteAt = "the "+what+" starts here", top.start
}

// noPart reports a comma, or an end behind a comma, where a key or an element must stand.
func (s *scanner) noPart() {
	comma := s.open[len(s.open)-1].comma
	switch {
	case s.text[s.pos] == ',' && comma < 0:
		s.fail(s.pos, s.pos+1, "nothing stands before this comma: remove it")
	case s.text[s.pos] == ',':
		s.fail(s.pos, s.pos+1, "nothing stands between this comma and the one before: remove it")
	default:
		s.fail(comma, comma+1, "nothing follows this comma but a %c: remove it", s.text[s.pos])
	}
}

// noComma reports what stands behind a value in place of a comma or the end of the container.
func (s *scanner) noComma(c byte) {
	top := s.open[len(s.open)-1]
	switch {
	case c == '}' || c == ']':
		s.fail(s.pos, s.pos+1, "this closes what is not open: a %c must come first", s.closer())
		s.err.note, s.err.noteAt = "to close this", top.start
	case c == ':' && !top.object:
		s.fail(s.pos, s.pos+1, "a colon must not stand in an array: use { and } for keys and values")
	case c == '/' || c == '#':
		s.comment()
	case strings.IndexByte(`"{[-tfn0123456789`, c) >= 0:
		s.fail(s.pos, s.pos+1, "a comma is missing before this")
	default:
		s.unexpected("a comma or a " + string(s.closer()))
	}
}

func (s *scanner) comment() {
	s.fail(s.pos, s.pos+1, "JSON has no comments: remove this one")
}

// unexpected reports what stands at pos in place of what is wanted.
func (s *scanner) unexpected(want string) {
	word := s.word()
	switch c := s.text[s.pos]; {
	case c == '/' || c == '#':
		s.comment()
	case c == '\'':
		s.fail(s.pos, s.pos+1, "JSON takes double quotes only: replace this one")
	case c == '+' || c == '.':
		s.fail(s.pos, s.pos+1, "a number must start with a digit or a minus sign")
	case c == '}' || c == ']' || c == ',' || c == ':':
		s.fail(s.pos, s.pos+1, "%s is missing before this", want)
	case strings.EqualFold(word, "NaN") || strings.EqualFold(word, "Infinity"):
		s.fail(s.pos, s.pos+len(word), "JSON has no such number: write it as a string, \"NaN\" or \"Infinity\"")
	case strings.EqualFold(word, "true") || strings.EqualFold(word, "false") || strings.EqualFold(word, "null"):
		s.fail(s.pos, s.pos+len(word), "JSON writes this in lower case: %s", strings.ToLower(word))
	case word != "" && want != "a value":
		s.fail(s.pos, s.pos+len(word), "%s must stand here: put the word in double quotes", want)
	case word != "":
		s.fail(s.pos, s.pos+len(word), "this is no value of JSON: a text needs double quotes")
	default:
		s.fail(s.pos, s.pos+1, "%s must stand here", want)
	}
}

// word returns the ASCII letters, digits and underscores at pos.
func (s *scanner) word() string {
	end := s.pos
	for end < len(s.text) {
		c := s.text[end]
		if c != '_' && !(c >= '0' && c <= '9') && !(c|0x20 >= 'a' && c|0x20 <= 'z') {
			break
		}
		end++
	}
	return string(s.text[s.pos:end])
}
