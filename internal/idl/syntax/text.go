// Strings and text blocks: where they end and what they mean ("Quoted text" and "Text blocks" in the specification).

package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted scans a string or a text block.
func (s *scanner) quoted(at int) {
	rest := s.text[at:]
	block := strings.HasPrefix(rest, `"""`)
	quote, tok, what := `"`, tokString, "string"
	if block {
		quote, tok, what = `"""`, tokText, "text block"
	}
	raw, plain, closed := untilQuote(rest[len(quote):], quote)
	end := at + len(quote) + len(raw)
	if !closed {
		s.fail(end, fmt.Sprintf("the file ends inside of a %s: put %s behind its end", what, quote))
		s.noteAt, s.note, s.atEnd = int32(len(s.text)), fmt.Sprintf("the %s starts here", what), true
		return
	}
	end += len(quote)
	var wrong string
	switch {
	case block:
		s.str, wrong = s.textBlock(raw, plain)
	case plain:
		s.str = raw
	default:
		s.str, wrong = s.decode(oneBreak(raw))
	}
	if wrong != "" {
		s.fail(end, wrong)
		if i := badEscape(raw); i >= 0 {
			s.noteAt, s.note = int32(at+len(quote)+i), "it stands here"
		}
		return
	}
	s.emit(tok, end)
}

// badEscape returns the offset of the first escape or control character that must not stand in a string, -1 if there is
// none.
func badEscape(raw string) int {
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && raw[i+1] == 'u':
			if _, ok := hex4(raw[i+2:]); !ok {
				return i
			}
			i++
		case c == '\\' && (i+1 == len(raw) || strings.IndexByte("\"\\/bfnrt\n\r", raw[i+1]) < 0):
			return i
		case c == '\\':
			i++
		case c < ' ' && c != '\n' && c != '\r' && c != '\t':
			return i
		}
	}
	return -1
}

// untilQuote returns the text up to the closing quotes; whether it means what it says, without escapes, carriage returns
// and control characters; and whether there are closing quotes.
func untilQuote(text, quote string) (raw string, plain, closed bool) {
	plain = true
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			if len(quote) == 1 || strings.HasPrefix(text[i:], quote) {
				return text[:i], plain, true
			}
		case c == '\\':
			plain = false
			i++
		case c < ' ' && c != '\n' && c != '\t':
			plain = false
		}
	}
	return text, plain, false
}

// oneBreak turns line breaks with carriage returns into newlines.
func oneBreak(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// decode replaces escapes. If wrong is not empty it says what is wrong with the text.
func (s *scanner) decode(text string) (decoded, wrong string) {
	buf := s.unescape[:0]
	changed := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\\' {
			if c < ' ' && c != '\n' && c != '\t' {
				return "", fmt.Sprintf("the control character %q must not stand in a string: write it as \\u%04x", c, c)
			}
			buf = append(buf, c)
			continue
		}
		changed = true
		i++
		if i == len(text) {
			return "", "a backslash stands at the end of the string: write it twice"
		}
		if text[i] == 'u' {
			var size int
			if buf, size, wrong = appendUnicode(buf, text[i+1:]); wrong != "" {
				return "", wrong
			}
			i += size
			continue
		}
		if buf, wrong = appendEscape(buf, text[i:]); wrong != "" {
			return "", wrong
		}
	}
	s.unescape = buf
	if !changed {
		return text, ""
	}
	return string(buf), ""
}

// appendEscape appends what the escape of one character at the start of text stands for.
func appendEscape(buf []byte, text string) (out []byte, wrong string) {
	switch c := text[0]; c {
	case '"', '\\', '/':
		return append(buf, c), ""
	case 'b':
		return append(buf, '\b'), ""
	case 'f':
		return append(buf, '\f'), ""
	case 'n':
		return append(buf, '\n'), ""
	case 'r':
		return append(buf, '\r'), ""
	case 't':
		return append(buf, '\t'), ""
	case '\n': // the line goes on
		return buf, ""
	}
	r, _ := utf8.DecodeRuneInString(text)
	if !unicode.IsPrint(r) {
		return nil, fmt.Sprintf("a backslash before the character %U means nothing: a backslash is written as \\\\", r)
	}
	return nil, fmt.Sprintf("\\%c is no escape: write %[1]c alone, or \\\\ for a backslash", r)
}

// appendUnicode appends the character of the hexadecimal digits at the start of text, which follow "\u", and returns how
// many bytes they take. Two escapes that are a surrogate pair are one character; half a pair becomes U+FFFD.
func appendUnicode(buf []byte, text string) (out []byte, size int, wrong string) {
	r, ok := hex4(text)
	if !ok {
		return nil, 0, "four hexadecimal digits must follow \\u"
	}
	if utf16.IsSurrogate(r) && strings.HasPrefix(text[4:], `\u`) {
		if low, ok := hex4(text[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return utf8.AppendRune(buf, pair), 10, ""
			}
		}
	}
	return utf8.AppendRune(buf, r), 4, ""
}

// hex4 returns the value of the first four characters if they are hexadecimal digits.
func hex4(text string) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range []byte(text[:4]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// textBlock returns what the text between the quotes of a text block means: the first line is dropped, the indentation
// that all lines share is removed, and so are spaces at the ends of lines; escapes are replaced afterwards, unless the text
// is plain.
func (s *scanner) textBlock(raw string, plain bool) (text, wrong string) {
	raw = oneBreak(raw)
	if raw == "" {
		return "", "a text block must not be empty: its text starts on the line below the opening quotes"
	}
	first, rest, ok := strings.Cut(raw, "\n")
	if !ok || strings.Trim(first, " \t") != "" {
		return "", "the text of a text block must start on the line below the opening quotes"
	}
	lines := s.lines[:0]
	for line := range strings.SplitSeq(rest, "\n") {
		lines = append(lines, line)
	}
	indent := sharedIndent(lines)
	var b strings.Builder
	b.Grow(len(rest))
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		line = line[min(indent, len(line)):]
		b.WriteString(strings.TrimRight(line, " "))
	}
	s.lines = lines[:0]
	if plain {
		return b.String(), ""
	}
	return s.decode(b.String())
}

// sharedIndent returns the number of spaces that start all lines of a text block, blank ones aside.
func sharedIndent(lines []string) int {
	indent := -1
	for i, line := range lines {
		spaces := len(line) - len(strings.TrimLeft(line, " "))
		if spaces == len(line) && i < len(lines)-1 {
			continue // a blank line says nothing of the indentation, but for the last, before the quotes
		}
		if indent < 0 || spaces < indent {
			indent = spaces
		}
	}
	return indent
}

// BlockLines returns the lines of a text block without the indentation that they share and the spaces at their ends, escapes
// as they were written. raw is what stands between the quotes of a block that was read without a mistake.
func BlockLines(raw string) []string {
	_, rest, _ := strings.Cut(oneBreak(raw), "\n")
	lines := strings.Split(rest, "\n")
	indent := sharedIndent(lines)
	for i, line := range lines {
		lines[i] = strings.TrimRight(line[min(indent, len(line)):], " ")
	}
	return lines
}
