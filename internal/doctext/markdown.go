package doctext

// This file reads documentation that is CommonMark: its blocks. inline.go reads what is inside them.

import "strings"

// markdownReader is the state of reading CommonMark.
type markdownReader struct {
	b       *builder
	para    []string          // lines of the paragraph that is being read
	fence   string            // the fence that ends the code block that is being read, or ""
	code    []string          // its lines
	indents []int             // where the text of each open list's items begins
	refs    map[string]string // addresses of link reference definitions, by label
	blank   bool              // the line before was empty
}

// readMarkdown feeds CommonMark to b.
func readMarkdown(b *builder, doc string) {
	m := markdownReader{b: b, refs: references(doc)}
	doc = strings.ReplaceAll(doc, "\r\n", "\n")
	for line := range strings.SplitSeq(doc, "\n") {
		m.line(expandIndent(line))
	}
	m.endCode()
	m.endParagraph()
	m.closeLists(0)
}

// expandIndent replaces tabs at the start of a line by four spaces each.
func expandIndent(line string) string {
	text := strings.TrimLeft(line, " \t")
	return strings.ReplaceAll(line[:len(line)-len(text)], "\t", "    ") + text
}

// line reads one line.
func (m *markdownReader) line(line string) {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	switch {
	case m.fence != "":
		m.fenced(line, text)
	case strings.TrimSpace(text) == "":
		m.endParagraph()
		m.blank = true
		return
	case m.isIndentedCode(indent):
		m.code = append(m.code, line[m.margin()+4:])
		return
	default:
		m.endCode()
		m.textLine(indent, strings.TrimRight(text, "\r"))
	}
	m.blank = false
}

// isIndentedCode reports whether a line with the indent is code: four columns beyond the text around it, and no
// paragraph that it could continue.
func (m *markdownReader) isIndentedCode(indent int) bool {
	return indent >= m.margin()+4 && len(m.para) == 0
}

// margin is where the text of the innermost open list's items begins.
func (m *markdownReader) margin() int {
	if n := len(m.indents); n > 0 {
		return m.indents[n-1]
	}
	return 0
}

// fenced reads a line inside a fenced code block.
func (m *markdownReader) fenced(line, text string) {
	if end := strings.TrimRight(text, " \r"); strings.HasPrefix(end, m.fence) && strings.Trim(end, m.fence[:1]) == "" {
		m.fence = ""
		m.endCode()
		return
	}
	m.code = append(m.code, line)
}

// textLine reads a line that is neither empty nor code.
func (m *markdownReader) textLine(indent int, text string) {
	for strings.HasPrefix(text, ">") { // block quotes are not told apart
		text = strings.TrimLeft(text[1:], " ")
	}
	if text == "" {
		return
	}
	if fence := fenceOf(text); fence != "" {
		m.endParagraph()
		m.leaveLists(indent)
		m.fence = fence
		return
	}
	if m.block(indent, text) {
		return
	}
	if len(m.para) == 0 {
		m.leaveLists(indent)
	}
	if len(m.para) == 0 && isDefinition(text) {
		return
	}
	m.para = append(m.para, text)
}

// block reads a line that is a block by itself, or begins one.
func (m *markdownReader) block(indent int, text string) bool {
	if n := headingLevel(text); n > 0 {
		m.endParagraph()
		m.leaveLists(indent)
		m.inline(strings.TrimRight(strings.TrimRight(text[n:], " "), "#"))
		m.b.endHeading()
		return true
	}
	if len(m.para) > 0 && isUnderline(text) && len(m.indents) == 0 {
		m.inline(strings.Join(m.para, "\n"))
		m.para = nil
		m.b.endHeading()
		return true
	}
	if isRule(text) {
		m.endParagraph()
		return true
	}
	number, after, ok := listMark(text)
	if !ok || len(m.para) > 0 && len(m.indents) == 0 && number > 1 {
		return false
	}
	m.endParagraph()
	m.openItem(indent, indent+len(text)-len(after), number > 0)
	if fence := fenceOf(after); fence != "" {
		m.fence = fence
	} else if after != "" {
		m.para = append(m.para, after)
	}
	return true
}

// openItem begins an item of a list whose mark stands at indent and whose text begins at margin.
func (m *markdownReader) openItem(indent, margin int, number bool) {
	for len(m.indents) > 0 && indent < m.indents[len(m.indents)-1]-3 {
		m.closeLists(len(m.indents) - 1)
	}
	switch n := len(m.indents); {
	case n == 0 || indent >= m.indents[n-1]:
		m.b.openList(number)
		m.indents = append(m.indents, margin)
	case n > 1 && indent < m.indents[n-2]:
		m.closeLists(n - 1)
	}
	m.indents[len(m.indents)-1] = margin
	m.b.openItem()
}

// leaveLists closes the lists that a line with the indent is not part of.
func (m *markdownReader) leaveLists(indent int) {
	n := len(m.indents)
	for n > 0 && indent < m.indents[n-1] {
		n--
	}
	m.closeLists(n)
}

// closeLists closes lists until n are open.
func (m *markdownReader) closeLists(n int) {
	for len(m.indents) > n {
		m.b.closeList()
		m.indents = m.indents[:len(m.indents)-1]
	}
}

func (m *markdownReader) endParagraph() {
	if len(m.para) == 0 {
		if m.fence == "" && len(m.code) > 0 {
			m.code = append(m.code, "")
		}
		return
	}
	m.inline(strings.Join(m.para, "\n"))
	m.para = nil
	m.b.end()
}

func (m *markdownReader) endCode() {
	if len(m.code) > 0 && m.fence == "" || m.fence != "" {
		m.b.addCode(strings.Join(m.code, "\n"))
	}
	m.code, m.fence = nil, ""
}

// fenceOf returns the fence that a line begins code with: three backquotes or tildes, or more.
func fenceOf(text string) string {
	if text == "" || text[0] != '`' && text[0] != '~' {
		return ""
	}
	n := len(text) - len(strings.TrimLeft(text, text[:1]))
	if n < 3 || text[0] == '`' && strings.Contains(text[n:], "`") {
		return ""
	}
	return text[:n]
}

// headingLevel returns the level of a heading such as "## Title", or 0.
func headingLevel(text string) int {
	n := len(text) - len(strings.TrimLeft(text, "#"))
	if n == 0 || n > 6 || n < len(text) && text[n] != ' ' && text[n] != '\t' {
		return 0
	}
	return n
}

// isUnderline reports whether a line makes a heading of the paragraph above it.
func isUnderline(text string) bool {
	text = strings.TrimRight(text, " \t")
	return strings.Trim(text, "=") == "" || strings.Trim(text, "-") == ""
}

// isRule reports whether a line is a thematic break.
func isRule(text string) bool {
	if !strings.ContainsRune("-*_", rune(text[0])) || strings.Trim(text, text[:1]+" \t") != "" {
		return false
	}
	return strings.Count(text, text[:1]) >= 3
}

// listMark reads the mark of a list item. The number is 0 for a bullet, and one more than the item's otherwise.
func listMark(text string) (number int, after string, ok bool) {
	n := 1
	if !strings.ContainsRune("-*+", rune(text[0])) {
		for n = 0; n < len(text) && n < 9 && text[n] >= '0' && text[n] <= '9'; n++ {
			number = number*10 + int(text[n]-'0')
		}
		if n == 0 || n == len(text) || text[n] != '.' && text[n] != ')' {
			return 0, "", false
		}
		n++
		number = max(number, 1)
	}
	if n < len(text) && text[n] != ' ' && text[n] != '\t' {
		return 0, "", false
	}
	return number, strings.TrimLeft(text[n:], " \t"), true
}

// references collects the link reference definitions of a document.
func references(doc string) map[string]string {
	if !strings.Contains(doc, "]:") {
		return nil
	}
	refs := make(map[string]string)
	for line := range strings.SplitSeq(doc, "\n") {
		label, url, ok := definition(strings.TrimSpace(line))
		if _, seen := refs[label]; ok && !seen {
			refs[label] = url
		}
	}
	return refs
}

func isDefinition(text string) bool {
	_, _, ok := definition(text)
	return ok
}

// definition reads a link reference definition: [label]: address.
func definition(text string) (label, url string, ok bool) {
	if text == "" || text[0] != '[' {
		return "", "", false
	}
	end := strings.Index(text, "]:")
	if end < 2 || strings.ContainsAny(text[1:end], "[]") {
		return "", "", false
	}
	fields := strings.Fields(text[end+2:])
	if len(fields) == 0 || len(fields) > 1 && !strings.ContainsAny(fields[1][:1], "\"'(") {
		return "", "", false
	}
	return strings.ToLower(text[1:end]), strings.Trim(fields[0], "<>"), true
}
