// Text blocks: strings of several lines, printed as the lines that they are ("Text blocks").

package print

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const blockQuotes = `"""`

// str prints a string: as a text block if it has several lines that come back from one unchanged.
func (t *text) str(s string) {
	if !fitsBlock(s) {
		t.raw(quote(s))
		return
	}
	t.end(blockQuotes)
	t.depth++
	lines := strings.Split(s, "\n")
	last := len(lines) - 1
	for i, line := range lines {
		if line != "" || i == last {
			t.start("")
		}
		t.raw(blockLine(line, i == last))
		if i < last {
			t.end("")
		}
	}
	t.raw(blockQuotes)
	t.depth--
}

// fitsBlock reports whether a string is worth a text block and comes back from it: it has more than one line, the white space
// at the ends of its lines is none, since a block takes that for layout, and so it is with white space before all of its
// lines, unless the closing quotes stand on a line of their own and show where the text begins.
func fitsBlock(s string) bool {
	if !strings.Contains(strings.TrimRight(s, "\n"), "\n") || strings.TrimSpace(s) == "" {
		return false
	}
	atMargin := strings.HasSuffix(s, "\n")
	for line := range strings.SplitSeq(s, "\n") {
		if line == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(line)
		last, _ := utf8.DecodeLastRuneInString(line)
		if unicode.IsSpace(last) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' }) {
			return false
		}
		atMargin = atMargin || !unicode.IsSpace(first)
	}
	return atMargin
}

// blockLine escapes a line of a text block: backslashes, and the quotes that would close it.
func blockLine(line string, last bool) string {
	if !strings.ContainsAny(line, `"\`) {
		return line
	}
	var b strings.Builder
	quotes := 0
	for i := range len(line) {
		switch c := line[i]; {
		case c == '\\':
			b.WriteString(`\\`)
			quotes = 0
		case c == '"':
			quotes++
			if quotes == len(blockQuotes) || last && i == len(line)-1 {
				b.WriteByte('\\')
				quotes = 0
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
			quotes = 0
		}
	}
	return b.String()
}
