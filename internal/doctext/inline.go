package doctext

// This file reads what is inside a block of CommonMark: code spans, links, emphasis, escapes and inline HTML.

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// pieceKind is what a piece of a paragraph is.
type pieceKind uint8

const (
	pieceText pieceKind = iota
	pieceCode
	pieceOpenLink // text is the address
	pieceCloseLink
	pieceMark // a run of * or _ that may be emphasis
	pieceBreak
)

// piece is a part of a paragraph.
type piece struct {
	kind  pieceKind
	text  string
	opens bool // a mark that may begin emphasis
	ends  bool // a mark that may end it
	drop  bool // a mark that has its other half
}

// inlineReader reads one paragraph.
type inlineReader struct {
	src    string
	pos    int
	start  int // of the text that is not in pieces yet
	pieces []piece
	refs   map[string]string
	noTick [maxTicks + 1]bool // there is no closing run of that many backquotes any more
	inLink string             // what closes the open link, "" if none is open
	inCode bool               // inside <code>
}

// maxTicks is the longest run of backquotes that begins a code span.
const maxTicks = 8

// inline reads a paragraph and adds its text to the builder.
func (m *markdownReader) inline(src string) {
	r := inlineReader{src: src, refs: m.refs}
	r.read()
	matchMarks(r.pieces)
	for _, p := range r.pieces {
		switch p.kind {
		case pieceText:
			m.b.add(html.UnescapeString(p.text))
		case pieceCode:
			m.b.inCode++
			m.b.add(p.text)
			m.b.inCode--
		case pieceOpenLink:
			m.b.openLink(p.text)
		case pieceCloseLink:
			m.b.closeLink()
		case pieceMark:
			if !p.drop {
				m.b.add(p.text)
			}
		case pieceBreak:
			m.b.add(" ")
		}
	}
	m.b.closeLink()
}

// read cuts the paragraph into pieces.
func (r *inlineReader) read() {
	for r.pos < len(r.src) {
		ok := false
		switch r.src[r.pos] {
		case '\\':
			ok = r.escape()
		case '`':
			ok = r.codeSpan()
		case '*', '_':
			ok = r.mark()
		case '!':
			ok = r.image()
		case '[':
			ok = r.link()
		case ']':
			ok = r.closeLink()
		case '<':
			ok = r.angle()
		}
		if !ok {
			r.pos++
		}
	}
	r.flush(r.pos)
}

// flush makes a piece of the text before end.
func (r *inlineReader) flush(end int) {
	if end <= r.start {
		return
	}
	p := piece{kind: pieceText, text: r.src[r.start:end]}
	if r.inCode {
		p = piece{kind: pieceCode, text: html.UnescapeString(p.text)}
	}
	r.pieces = append(r.pieces, p)
}

// take adds a piece that reaches to end.
func (r *inlineReader) take(p piece, end int) bool {
	r.flush(r.pos)
	r.pieces = append(r.pieces, p)
	r.pos, r.start = end, end
	return true
}

// escape reads a backslash and what it protects.
func (r *inlineReader) escape() bool {
	next := r.pos + 1
	if next == len(r.src) {
		return false
	}
	c := r.src[next]
	if c == '\n' {
		return r.take(piece{kind: pieceBreak}, next+1)
	}
	if c < '!' || c > '~' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
		return false
	}
	return r.take(piece{kind: pieceMark, text: r.src[next : next+1]}, next+1)
}

// codeSpan reads text between equal runs of backquotes.
func (r *inlineReader) codeSpan() bool {
	rest := r.src[r.pos:]
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	if n > maxTicks || r.noTick[n] {
		r.pos += n
		return true
	}
	for i := n; i < len(rest); {
		j := strings.IndexByte(rest[i:], '`')
		if j < 0 {
			break
		}
		i += j
		run := len(rest[i:]) - len(strings.TrimLeft(rest[i:], "`"))
		if run == n {
			return r.take(piece{kind: pieceCode, text: rest[n:i]}, r.pos+i+n)
		}
		i += run
	}
	r.noTick[n] = true
	r.pos += n
	return true
}

// mark reads a run of * or _.
func (r *inlineReader) mark() bool {
	c := r.src[r.pos : r.pos+1]
	rest := strings.TrimLeft(r.src[r.pos:], c)
	end := len(r.src) - len(rest)
	before, _ := utf8.DecodeLastRuneInString(r.src[:r.pos])
	after, _ := utf8.DecodeRuneInString(rest)
	if r.pos == 0 {
		before = ' '
	}
	if rest == "" {
		after = ' '
	}
	opens := !unicode.IsSpace(after) && (!isPunct(after) || unicode.IsSpace(before) || isPunct(before))
	ends := !unicode.IsSpace(before) && (!isPunct(before) || unicode.IsSpace(after) || isPunct(after))
	if c == "_" {
		opens, ends = opens && (!ends || isPunct(before)), ends && (!opens || isPunct(after))
	}
	return r.take(piece{kind: pieceMark, text: r.src[r.pos:end], opens: opens, ends: ends}, end)
}

func isPunct(c rune) bool { return unicode.IsPunct(c) || unicode.IsSymbol(c) }

// matchMarks finds the halves of emphasis, which are not printed.
func matchMarks(pieces []piece) {
	open := make(map[string][]int)
	for i, p := range pieces {
		if p.kind != pieceMark {
			continue
		}
		stack := open[p.text]
		if p.ends && len(stack) > 0 {
			other := stack[len(stack)-1]
			pieces[i].drop, pieces[other].drop = true, true
			open[p.text] = stack[:len(stack)-1]
		} else if p.opens {
			open[p.text] = append(stack, i)
		}
	}
}

// image reads ![text](address), of which the text is printed.
func (r *inlineReader) image() bool {
	if !strings.HasPrefix(r.src[r.pos:], "![") {
		return false
	}
	text, _, end, ok := r.target(r.pos + 1)
	if !ok {
		return false
	}
	return r.take(piece{kind: pieceText, text: text}, end)
}

// link reads the start of [text](address), [text][label] or [label]. Its text is read like any other.
func (r *inlineReader) link() bool {
	if r.inLink != "" {
		return false
	}
	text, url, end, ok := r.target(r.pos)
	if !ok {
		return false
	}
	open := r.pos + 1
	r.take(piece{kind: pieceOpenLink, text: url}, open)
	r.inLink = r.src[open+len(text) : end]
	return true
}

// closeLink reads the end of a link that is open, with its address.
func (r *inlineReader) closeLink() bool {
	if r.inLink == "" || !strings.HasPrefix(r.src[r.pos:], r.inLink) {
		return false
	}
	end := r.pos + len(r.inLink)
	r.inLink = ""
	return r.take(piece{kind: pieceCloseLink}, end)
}

// target looks for the text and the address of a link whose bracket is at pos. Text with brackets in it is not looked
// for, which keeps reading linear.
func (r *inlineReader) target(pos int) (text, url string, end int, ok bool) {
	rest := r.src[pos+1:]
	n := strings.IndexAny(rest, "[]")
	if n < 0 || rest[n] == '[' {
		return "", "", 0, false
	}
	text, end = rest[:n], pos+n+2
	switch after := r.src[end:]; {
	case strings.HasPrefix(after, "("):
		url, n, ok = address(after)
	case strings.HasPrefix(after, "["):
		if n = strings.IndexAny(after[1:], "[]") + 2; n >= 2 && after[n-1] == ']' {
			label := after[1 : n-1]
			if label == "" {
				label = text
			}
			url, ok = r.refs[strings.ToLower(label)]
		}
	default:
		url, ok = r.refs[strings.ToLower(text)]
		n = 0
	}
	return text, url, end + n, ok
}

// address reads "(address)" or "(address "title")" and returns how long it is.
func address(s string) (url string, n int, ok bool) {
	depth := 0
	for i := 0; i < len(s) && i < 2*maxURL; i++ {
		switch s[i] {
		case '\n', '[':
			return "", 0, false
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				fields := strings.Fields(s[1:i])
				if len(fields) > 0 {
					url = strings.Trim(fields[0], "<>")
				}
				return url, i + 1, true
			}
		}
	}
	return "", 0, false
}

// angle reads an automatic link or a tag.
func (r *inlineReader) angle() bool {
	rest := r.src[r.pos+1:]
	n := strings.IndexAny(rest, "<>")
	if n < 1 || rest[n] == '<' {
		return false
	}
	inner, end := rest[:n], r.pos+n+2
	if _, ok := usableURL(inner); ok {
		return r.take(piece{kind: pieceText, text: inner}, end)
	}
	if strings.HasPrefix(inner, "!--") {
		return r.take(piece{kind: pieceText}, end)
	}
	_, kind := tagOf(r.src[r.pos:end])
	closing := inner[0] == '/'
	switch kind {
	case unknown:
		return false
	case anchor:
		if closing {
			return r.take(piece{kind: pieceCloseLink}, end)
		}
		return r.take(piece{kind: pieceOpenLink, text: hrefOf(r.src[r.pos:end])}, end)
	case codeSpan:
		r.take(piece{kind: pieceText}, end)
		r.inCode = !closing
		return true
	case breakTag:
		return r.take(piece{kind: pieceBreak}, end)
	}
	return r.take(piece{kind: pieceText}, end)
}
