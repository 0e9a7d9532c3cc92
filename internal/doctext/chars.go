package doctext

// This file decides which characters reach a comment, and cuts text into words.

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// charClass says what becomes of a character.
type charClass uint8

const (
	ink   charClass = iota // printed
	space                  // separates words
	drop                   // left out
)

// classify sorts a character. Left out are control characters, format characters (bidirectional overrides, invisible
// ones, the byte order mark) and what Unicode has not assigned to characters.
func classify(r rune) charClass {
	if r < utf8.RuneSelf {
		switch {
		case r > ' ' && r < 0x7f:
			return ink
		case r == ' ' || '\t' <= r && r <= '\r':
			return space
		}
		return drop
	}
	switch {
	case unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
		return space
	case r == utf8.RuneError || unicode.IsPrint(r) || unicode.Is(unicode.Co, r):
		return ink
	}
	return drop
}

// hasInk reports whether s has anything to see.
func hasInk(s string) bool {
	for _, r := range s {
		if classify(r) == ink {
			return true
		}
	}
	return false
}

// nextWord returns the first word of s as it is printed, and what follows it.
func nextWord(s string) (word, rest string) {
	var w wordWriter
	for i, r := range s {
		if classify(r) == space && len(w.cur) > 0 {
			return string(w.cur), s[i:]
		}
		w.text(s[i : i+utf8.RuneLen(r)])
	}
	return string(w.cur), ""
}

// maxWord is the length in bytes from which on a word is cut, so that no line is without bound. Addresses of links
// are limited by maxURL instead.
const maxWord = 400

// wordWriter cuts text into clean words.
type wordWriter struct {
	words []string
	cur   []byte
	keep  int // how much of cur must stay in one piece: a link or an address
}

// text adds text. White space in it separates words; without any it goes on with the current word.
func (w *wordWriter) text(s string) {
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c > ' ' && c < 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if class := classify(r); class != ink || r == utf8.RuneError {
			w.cur = append(w.cur, s[start:i]...)
			switch {
			case class == space:
				w.end()
			case class == ink:
				w.cur = append(w.cur, "\uFFFD"...)
			}
			start = i + n
		}
		i += n
	}
	w.cur = append(w.cur, s[start:]...)
}

// end closes the current word.
func (w *wordWriter) end() {
	word := w.cur
	for len(word) > max(maxWord, w.keep) {
		n := max(maxWord/2, w.keep)
		for !utf8.RuneStart(word[n]) {
			n--
		}
		w.words = append(w.words, defuse(string(word[:n])))
		word = word[n:]
		w.keep = 0
	}
	if len(word) > 0 {
		w.words = append(w.words, defuse(string(word)))
	}
	w.cur = w.cur[:0]
	w.keep = 0
}

// whole adds text that has been cleaned and stays in one piece.
func (w *wordWriter) whole(s string) {
	if len(w.cur) > maxWord/2 {
		w.end()
	}
	w.cur = append(w.cur, s...)
	w.keep = len(w.cur)
}

// linked adds clean words in brackets.
func (w *wordWriter) linked(words []string) {
	last := len(words) - 1
	if last == 0 {
		w.whole("[" + words[0] + "]")
		return
	}
	w.whole("[" + words[0])
	w.end()
	w.words = append(w.words, words[1:last]...)
	w.whole(words[last] + "]")
}

// defuse changes what a tool would act on wherever in a comment it stands: gofmt turns two quotes or backquotes into
// one typographic quote, and vet takes "+build" for a constraint.
func defuse(word string) string {
	if strings.IndexByte(word, '\'') < 0 && strings.IndexByte(word, '`') < 0 && strings.IndexByte(word, '+') < 0 {
		return word
	}
	word = strings.ReplaceAll(word, "''", `""`)
	for strings.Contains(word, "``") {
		word = strings.ReplaceAll(word, "``", "`")
	}
	return strings.ReplaceAll(word, "+build", `+"build"`)
}

// unsafeStart reports whether words[i] at the start of a line would make the line mean something: a list item, a
// heading, a note such as BUG(name), a deprecation, the mark of generated code, or an instruction to a linter.
func unsafeStart(words []string, i int) bool {
	word := words[i]
	switch c := word[0]; {
	case c == '-' || c == '*' || c == '#':
		return len(word) == 1
	case c == '+':
		return len(word) == 1 || isPlusMark(word)
	case c >= '0' && c <= '9':
		return isNumberMark(word)
	case c == '/':
		rest := strings.TrimLeft(word, "/")
		return strings.HasPrefix(rest, "nolint") || isPlusMark(rest)
	case c == 'n':
		return strings.HasPrefix(word, "nolint")
	case c == 'r':
		return strings.HasPrefix(word, "revive:")
	case c == 'C':
		return word == "Code" && i+1 < len(words) && strings.HasPrefix(words[i+1], "generated") || isNoteMark(word)
	case c >= 'A' && c <= 'Z':
		return strings.HasPrefix(word, "Deprecated:") || isNoteMark(word)
	}
	return word == "\u2022"
}

// isPlusMark reports whether word is an instruction to a generator, such as "+optional".
func isPlusMark(word string) bool {
	return len(word) > 1 && word[0] == '+' && word[1]|0x20 >= 'a' && word[1]|0x20 <= 'z'
}

// isNumberMark reports whether word numbers a list item: "1." or "1)".
func isNumberMark(word string) bool {
	n := len(word) - 1
	return n > 0 && (word[n] == '.' || word[n] == ')') && strings.Trim(word[:n], "0123456789") == ""
}

// isNoteMark reports whether word begins as one of go doc's notes does: two capitals or more and a bracket.
func isNoteMark(word string) bool {
	n := 0
	for n < len(word) && word[n] >= 'A' && word[n] <= 'Z' {
		n++
	}
	return n >= 2 && n < len(word) && word[n] == '('
}

// quote puts a word that must not act as a marker into quotation marks.
func quote(word string) string { return `"` + word + `"` }
