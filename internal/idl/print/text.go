// The text under construction, with its indentation, and the spelling of strings and keys.

package print

import (
	"fmt"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

const indentation = "    "

// text is a text under construction. The zero text is empty.
type text struct {
	b     strings.Builder
	depth int
}

// text returns what was printed.
func (t *text) text() string { return t.b.String() }

// trimmed returns what was printed without blank lines at its end.
func (t *text) trimmed() string { return strings.TrimRight(t.b.String(), "\n") + "\n" }

// line prints one line.
func (t *text) line(s string) {
	t.start(s)
	t.end("")
}

// start prints the indentation and the beginning of a line.
func (t *text) start(s string) {
	for range t.depth {
		t.b.WriteString(indentation)
	}
	t.b.WriteString(s)
}

// raw prints a part of a line.
func (t *text) raw(s string) { t.b.WriteString(s) }

// end prints the end of a line.
func (t *text) end(s string) {
	t.b.WriteString(s)
	t.b.WriteByte('\n')
}

// blank prints an empty line.
func (t *text) blank() { t.b.WriteByte('\n') }

// key returns the key of an object, quoted unless it is an identifier.
func key(name string) string {
	if shape.IsIdentifier(name) {
		return name
	}
	return quote(name)
}

// quote returns a string in quotes, with as few escapes as one line allows.
func quote(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b.WriteString(s[start:i])
		start = i + 1
		b.WriteString(escaped(c))
	}
	b.WriteString(s[start:])
	b.WriteByte('"')
	return b.String()
}

func escaped(c byte) string {
	switch c {
	case '"', '\\':
		return `\` + string(rune(c))
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	case '\b':
		return `\b`
	case '\f':
		return `\f`
	}
	return fmt.Sprintf(`\u%04x`, c)
}
