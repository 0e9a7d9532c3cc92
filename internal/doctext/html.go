package doctext

// This file reads documentation that is HTML, as in AWS's models.

import "strings"

// tagKind is what a tag does.
type tagKind uint8

const (
	unknown   tagKind = iota // not a tag of documentation: printed as it stands, such as <bucket-name>
	inline                   // has no influence on a comment
	separator                // ends a paragraph
	hidden                   // its content is not text
	breakTag
	anchor
	bold
	codeSpan
	preformatted
	titleTag
	fullName
	bullets
	numbers
	listItem
	term
	noticeTag
	tableRow
	tableCell
)

// tags are the tags that documentation is known to use, and those of HTML that it may.
var tags = map[string]tagKind{
	"p": separator, "div": separator, "section": separator, "article": separator, "blockquote": separator,
	"dl": separator, "dd": separator, "hr": separator, "table": bullets, "thead": inline, "tbody": inline,
	"tfoot": inline, "tr": tableRow, "td": tableCell, "th": tableCell, "caption": separator, "body": separator,
	"html": separator, "br": breakTag, "a": anchor, "b": bold, "strong": bold, "code": codeSpan, "tt": codeSpan,
	"pre": preformatted, "h1": titleTag, "h2": titleTag, "h3": titleTag, "h4": titleTag, "h5": titleTag,
	"h6": titleTag, "fullname": fullName, "ul": bullets, "ol": numbers, "li": listItem, "dt": term,
	"note": noticeTag, "important": noticeTag, "caution": noticeTag, "warning": noticeTag, "tip": noticeTag,
	"script": hidden, "style": hidden, "i": inline, "em": inline, "span": inline, "u": inline, "s": inline,
	"sub": inline, "sup": inline, "small": inline, "big": inline, "var": inline, "kbd": inline, "samp": inline,
	"del": inline, "ins": inline, "q": inline, "cite": inline, "font": inline, "center": separator, "img": inline,
	"replaceable": inline, "guilabel": inline, "fullyqualifiedname": inline, "wbr": inline, "mark": inline,
}

// noticeLabels are the words that stand before a notice.
var noticeLabels = map[string]string{
	"note": "Note", "important": "Important", "caution": "Caution", "warning": "Warning", "tip": "Tip",
}

// tagOf returns the name of the tag that raw ("<p class=x>", "</p>") begins with, and what kind it is. Names in mixed
// case are unknown: models write tags in one case and placeholders such as <Code> in another.
func tagOf(raw string) (string, tagKind) {
	raw = strings.TrimPrefix(strings.TrimPrefix(raw, "<"), "/")
	n := 0
	for n < len(raw) && n < 20 && (raw[n]|0x20 >= 'a' && raw[n]|0x20 <= 'z' || raw[n] >= '0' && raw[n] <= '9') {
		n++
	}
	name := raw[:n]
	if n < len(raw) && !strings.ContainsRune(" \t\r\n\f/>", rune(raw[n])) {
		return name, unknown
	}
	if kind, ok := tags[name]; ok {
		return name, kind
	}
	if lower := strings.ToLower(name); strings.ToUpper(name) == name {
		return lower, tags[lower]
	}
	return name, unknown
}

// isHTML reports whether documentation is HTML rather than CommonMark: whether it has a block tag outside of code.
func isHTML(doc string) bool {
	for i := 0; i < len(doc); i++ {
		switch doc[i] {
		case '`':
			if n := strings.IndexAny(doc[i+1:], "`\n"); n >= 0 && doc[i+1+n] == '`' {
				i += n + 1
			}
		case '<':
			if _, kind := tagOf(doc[i:min(len(doc), i+24)]); isBlockTag(kind) {
				return true
			}
		}
	}
	return false
}

// isBlockTag reports whether only HTML documentation has such a tag. Others may stand in CommonMark, too.
func isBlockTag(kind tagKind) bool {
	switch kind {
	case unknown, inline, breakTag, anchor, bold, codeSpan, hidden:
		return false
	}
	return true
}

// htmlReader is the state of reading HTML.
type htmlReader struct {
	b      *builder
	pre    strings.Builder
	inPre  bool
	hidden bool
	cells  int // of the current table row
}

// readHTML feeds HTML to b.
func readHTML(b *builder, doc string) {
	h := htmlReader{b: b}
	s := tagScanner{src: doc}
	for {
		part, isTag, ok := s.next()
		switch {
		case !ok:
			h.endPre()
			return
		case isTag:
			h.tag(part)
		default:
			h.text(part)
		}
	}
}

func (h *htmlReader) text(s string) {
	switch {
	case h.hidden:
	case h.inPre:
		h.pre.WriteString(s)
	default:
		h.b.add(s)
	}
}

// tag reads one tag.
func (h *htmlReader) tag(raw string) {
	name, kind := tagOf(raw)
	isEnd := raw[1] == '/'
	switch {
	case kind == hidden:
		h.hidden = !isEnd && !isEmpty(raw)
	case h.hidden:
	case kind == unknown:
		h.text(raw)
	case h.inPre && kind != preformatted:
		if kind == breakTag {
			h.pre.WriteByte('\n')
		}
	case isEnd:
		h.close(kind)
	default:
		h.open(name, kind, raw)
		if isEmpty(raw) && kind != breakTag && kind != listItem {
			h.close(kind)
		}
	}
}

// isEmpty reports whether a start tag is its own end tag.
func isEmpty(raw string) bool { return strings.HasSuffix(raw, "/>") }

// open reads a start tag.
func (h *htmlReader) open(name string, kind tagKind, raw string) {
	b := h.b
	switch kind {
	case separator, titleTag:
		b.end()
	case breakTag:
		if len(b.lists) > 0 {
			b.add(" ")
		} else {
			b.end()
		}
	case anchor:
		b.openLink(hrefOf(raw))
	case bold:
		b.inBold++
	case codeSpan:
		b.inCode++
	case preformatted:
		b.end()
		h.inPre = true
	case fullName:
		b.end()
		b.isName = true
	case bullets, numbers:
		b.openList(kind == numbers)
	case listItem:
		b.openItem()
	case tableRow:
		h.cells = 0
		b.openItem()
	case tableCell:
		if h.cells++; h.cells > 1 {
			b.add(" | ")
		}
	case term:
		b.end()
		b.isTerm = true
	case noticeTag:
		b.notice(noticeLabels[name])
	}
}

// close reads an end tag. One that was never opened does no harm.
func (h *htmlReader) close(kind tagKind) {
	b := h.b
	switch kind {
	case separator, listItem, tableRow:
		b.end()
	case titleTag:
		b.endHeading()
	case anchor:
		b.closeLink()
	case bold:
		b.inBold = max(0, b.inBold-1)
	case codeSpan:
		b.inCode = max(0, b.inCode-1)
	case preformatted:
		h.endPre()
	case fullName:
		b.end()
		b.isName = false
	case bullets, numbers:
		b.closeList()
	case term:
		b.end()
		b.isTerm = false
	case noticeTag:
		b.endNotice()
	}
}

// endPre closes preformatted text.
func (h *htmlReader) endPre() {
	if h.inPre {
		h.b.addCode(h.pre.String())
		h.pre.Reset()
		h.inPre = false
	}
}
