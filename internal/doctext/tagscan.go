package doctext

// This file cuts HTML into text and tags. It works on the string in place: a tokenizer with a buffer of its own for
// each of a thousand short texts would cost more than all the rest.

import (
	"strings"

	"golang.org/x/net/html"
)

// tagScanner yields the parts of an HTML text, in linear time: what it has looked for in vain once, it does not look
// for again.
type tagScanner struct {
	src     string
	pos     int
	noEnd   bool    // no '>' is left
	noQuote [2]bool // no '"', no '\'' is left
}

// next returns the next part: a tag with its brackets, or text with its entities resolved. ok is false at the end.
func (s *tagScanner) next() (part string, isTag, ok bool) {
	for s.pos < len(s.src) {
		rest := s.src[s.pos:]
		end := 0
		if rest[0] == '<' {
			end = s.markup(rest)
		}
		if end == 0 {
			return s.textTo(1 + strings.IndexByte(rest[1:], '<')), false, true
		}
		s.pos += end
		if rest[1] != '!' && rest[1] != '?' {
			return rest[:end], true, true
		}
	}
	return "", false, false
}

// textTo returns the next n bytes as text, or all that is left if n is 0.
func (s *tagScanner) textTo(n int) string {
	if n == 0 {
		n = len(s.src) - s.pos
	}
	text := s.src[s.pos : s.pos+n]
	s.pos += n
	return html.UnescapeString(text)
}

// markup returns the length of the tag, comment or declaration that text begins with, or 0 if it begins with none.
func (s *tagScanner) markup(text string) int {
	if len(text) < 3 || s.noEnd {
		return 0
	}
	c := text[1]
	if c == '/' {
		c = text[2]
	}
	switch {
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return s.tagEnd(text)
	case strings.HasPrefix(text, "<!--"):
		if n := strings.Index(text, "-->"); n > 0 {
			return n + len("-->")
		}
		return len(text)
	case c == '!' || c == '?':
		return s.plainEnd(text)
	}
	return 0
}

// plainEnd returns where a '>' ends text, or 0.
func (s *tagScanner) plainEnd(text string) int {
	n := strings.IndexByte(text, '>') + 1
	s.noEnd = n == 0
	return n
}

// tagEnd returns the length of a tag, whose attributes may have '>' in quotation marks, or 0 if nothing ends it.
func (s *tagScanner) tagEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch c := text[i]; c {
		case '>':
			return i + 1
		case '<':
			return 0 // a tag that was begun and not ended
		case '"', '\'':
			if text[i-1] != '=' {
				continue
			}
			missing := &s.noQuote[c&1]
			n := -1
			if !*missing {
				n = strings.IndexByte(text[i+1:], c)
			}
			if n < 0 {
				*missing = true
				return s.plainEnd(text)
			}
			i += n + 1
		}
	}
	s.noEnd = true
	return 0
}

// hrefOf returns the address of an anchor tag, or "".
func hrefOf(tag string) string {
	const name = "href"
	for i := 1; i+len(name) < len(tag); i++ {
		switch c := tag[i]; {
		case c == '"' || c == '\'':
			n := strings.IndexByte(tag[i+1:], c)
			if n < 0 {
				return ""
			}
			i += n + 1
		case (c == 'h' || c == 'H') && isTagSpace(tag[i-1]) && strings.EqualFold(tag[i:i+len(name)], name):
			if value, ok := strings.CutPrefix(strings.TrimLeft(tag[i+len(name):], " \t\r\n"), "="); ok {
				return html.UnescapeString(attribute(strings.TrimLeft(value, " \t\r\n")))
			}
		}
	}
	return ""
}

// attribute returns the value that s begins with, in quotation marks or without.
func attribute(s string) string {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, _, _ := strings.Cut(s[1:], s[:1])
		return strings.TrimSpace(value)
	}
	if n := strings.IndexAny(s, " \t\r\n>"); n >= 0 {
		s = s[:n]
	}
	return s
}

func isTagSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
