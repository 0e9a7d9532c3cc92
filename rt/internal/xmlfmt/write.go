// The lexical part of writing XML.

package xmlfmt

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/smithwright/smithwright/rt/schema"
)

// writer appends XML to a buffer.
type writer struct{ buf []byte }

func (w *writer) raw(text string) { w.buf = append(w.buf, text...) }

// start writes a start tag, but for its >, with the declaration of its namespace.
func (w *writer) start(name string, x *schema.XML) {
	w.buf = append(append(w.buf, '<'), name...)
	if x == nil || x.URI == "" {
		return
	}
	w.raw(" xmlns")
	if x.Prefix != "" {
		w.raw(":" + x.Prefix)
	}
	w.raw(`="`)
	_ = w.text(x.URI, true) // the model checks it
	w.raw(`"`)
}

func (w *writer) close(name string) {
	w.buf = append(append(append(w.buf, '<', '/'), name...), '>')
}

// text writes a string. Besides what XML gives a meaning, line ends are written as references, so that no reader changes
// them, and in attributes tabs are.
func (w *writer) text(s string, attribute bool) error {
	done := 0 // how much of s is written
	for i := 0; i < len(s); {
		c, size := s[i], 1
		if class[c]&isName != 0 { // a letter or digit
			i++
			continue
		}
		escaped := ""
		switch {
		case c >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				return errors.New("is not UTF-8, which XML needs")
			case !isChar(r):
				return fmt.Errorf("holds the character %U, which XML does not have", r)
			case r == 0x85:
				escaped = "&#x85;"
			case r == 0x2028:
				escaped = "&#x2028;"
			}
		case c == '<':
			escaped = "&lt;"
		case c == '>':
			escaped = "&gt;"
		case c == '&':
			escaped = "&amp;"
		case c == '\r':
			escaped = "&#xD;"
		case c == '\n':
			escaped = "&#xA;"
		case c == '"' && attribute:
			escaped = "&quot;"
		case c == '\t' && attribute:
			escaped = "&#x9;"
		case class[c]&isText == 0 && c != ']':
			return fmt.Errorf("holds the character %U, which XML does not have", rune(c))
		}
		if escaped != "" {
			w.buf = append(append(w.buf, s[done:i]...), escaped...)
			done = i + size
		}
		i += size
	}
	w.buf = append(w.buf, s[done:]...)
	return nil
}
