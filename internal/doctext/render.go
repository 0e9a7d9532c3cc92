package doctext

// This file prints blocks as lines that gofmt leaves as they are.

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxURL is the longest address in bytes that is printed.
	maxURL = 1000
	// maxLinkText is the longest text in bytes that a link may have and still be one.
	maxLinkText = 150
	// maxCodeLine is the length in bytes from which on a line of code is cut.
	maxCodeLine = 1000
	// lede introduces a list or code that no paragraph stands before. Without one gofmt would take the indentation
	// for the comment's own, or join the block with the list or code before it.
	lede = "As follows:"
)

// renderer prints the blocks of one comment.
type renderer struct {
	opts  Options
	plain bool // links are only text

	defs []linkDef
	urls map[string]string // of defs, by text
}

// linkDef is a link definition, which is printed at the end of the comment.
type linkDef struct{ text, url string }

// printed is a block in words.
type printed struct {
	kind   blockKind
	words  []string     // of a paragraph or heading
	items  [][][]string // of a list: items, paragraphs, words
	code   []string     // lines
	number bool
	title  bool
	inCode bool // the first word is code
	own    bool // the generator's words, not the model's
}

func newRenderer(opts Options) *renderer {
	if opts.Width <= 0 {
		opts.Width = DefaultWidth
	}
	opts.Width = max(opts.Width, minWidth)
	return &renderer{opts: opts}
}

// blocks cuts blocks into words and resolves their links.
func (r *renderer) blocks(blocks []block) []printed {
	out := make([]printed, 0, len(blocks)+1)
	for _, b := range blocks {
		p := printed{kind: b.kind, number: b.number, title: b.title}
		switch b.kind {
		case code:
			p.code = codeLines(b.text)
			if len(p.code) == 0 {
				continue
			}
		case list:
			for _, it := range b.items {
				var paragraphs [][]string
				for _, runs := range it.paragraphs {
					if words := r.words(runs); len(words) > 0 {
						paragraphs = append(paragraphs, words)
					}
				}
				if len(paragraphs) > 0 {
					p.items = append(p.items, paragraphs)
				}
			}
			if len(p.items) == 0 {
				continue
			}
		default:
			p.words = r.words(b.runs)
			if len(p.words) == 0 {
				continue
			}
			p.inCode = b.runs[0].code
		}
		out = append(out, p)
	}
	return out
}

// firstWords returns the words of the block's first paragraph.
func (p printed) firstWords() []string {
	if p.kind == list {
		return p.items[0][0]
	}
	return p.words
}

// appendWords appends all words of the block.
func (p printed) appendWords(all []string) []string {
	all = append(all, p.words...)
	for _, it := range p.items {
		for _, words := range it {
			all = append(all, words...)
		}
	}
	for _, line := range p.code {
		all = append(all, strings.Fields(line)...)
	}
	return all
}

// words cuts the runs of a paragraph into words.
func (r *renderer) words(runs []run) []string {
	size := 0
	for _, run := range runs {
		size += len(run.text)
	}
	w := wordWriter{words: make([]string, 0, 2+size/6), cur: make([]byte, 0, 64)}
	noDefs := hasBracket(runs)
	for i := 0; i < len(runs); {
		j := i + 1
		switch first := runs[i]; {
		case first.link != 0:
			for j < len(runs) && runs[j].link == first.link {
				j++
			}
			r.link(&w, runs[i:j], nextRune(runs[j:]), noDefs)
		case first.code && r.codeLink(&w, first.text, nextRune(runs[j:])):
		default:
			w.text(first.text)
		}
		i = j
	}
	w.end()
	return w.words
}

// hasBracket reports whether text outside of links has an opening bracket. The parser of Go doc comments does not
// see a defined link that comes after one, so such a paragraph gets none.
func hasBracket(runs []run) bool {
	for _, r := range runs {
		if r.link == 0 && strings.IndexByte(r.text, '[') >= 0 {
			return true
		}
	}
	return false
}

// nextRune is the first character of runs, or a space.
func nextRune(runs []run) rune {
	if len(runs) == 0 || runs[0].text == "" || runs[0].link != 0 {
		return ' '
	}
	c, _ := utf8.DecodeRuneInString(runs[0].text)
	return c
}

// link writes a link in the best form that its text and address allow.
func (r *renderer) link(w *wordWriter, runs []run, next rune, noDefs bool) {
	var all strings.Builder
	for _, run := range runs {
		all.WriteString(run.text)
	}
	text := all.String()
	words := cleanWords(text)
	if len(words) == 0 {
		w.text(text)
		return
	}
	if c, _ := utf8.DecodeRuneInString(text); classify(c) == space {
		w.end()
	}
	clean := strings.Join(words, " ")
	url, ok := usableURL(runs[0].href)
	switch {
	case r.plain:
		w.text(text)
	case (runs[0].href == "" || isReference(url, clean)) && r.docLink(w, clean, next):
	case !ok:
		w.text(text)
	case strings.EqualFold(clean, url):
		w.whole(url)
	case !noDefs && fitsLink(words) && r.define(clean, url):
		w.linked(words)
	default:
		w.text(text)
		w.end()
		w.whole("(" + url + ")")
	}
	if c, _ := utf8.DecodeLastRuneInString(text); classify(c) == space {
		w.end()
	}
}

// cleanWords returns the words of text as they are printed.
func cleanWords(text string) []string {
	var w wordWriter
	w.text(text)
	w.end()
	return w.words
}

// codeLink writes a code span that names an operation as a link, if it is one.
func (r *renderer) codeLink(w *wordWriter, text string, next rune) bool {
	if r.opts.Links == nil || r.plain || len(text) > maxLinkText {
		return false
	}
	symbol, ok := r.opts.Links(text)
	return ok && strings.Contains(symbol, ".") && r.docLink(w, text, next)
}

// docLink writes a link to the Go symbol that documents name, if there is one and if it would be read as a link:
// between spaces or punctuation.
func (r *renderer) docLink(w *wordWriter, name string, next rune) bool {
	if r.opts.Links == nil || r.plain {
		return false
	}
	symbol, ok := r.opts.Links(name)
	if !ok || symbol == "" || len(symbol) > maxLinkText || strings.ContainsFunc(symbol, notInSymbol) {
		return false
	}
	if classify(next) != space && !unicode.IsPunct(next) {
		return false
	}
	if len(w.cur) > 0 {
		if c, _ := utf8.DecodeLastRune(w.cur); !unicode.IsPunct(c) {
			return false
		}
	}
	w.whole("[" + symbol + "]")
	return true
}

// notInSymbol reports whether c cannot be part of a Go symbol with a receiver.
func notInSymbol(c rune) bool {
	return c != '.' && c != '_' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
}

// isReference reports whether url is the page of AWS's API reference about name, which the package has itself.
func isReference(url, name string) bool {
	return strings.HasSuffix(url, "/API_"+name+".html")
}

// usableURL returns an address that may be printed: absolute, of the web, and without characters that end it.
func usableURL(href string) (string, bool) {
	scheme, rest, ok := strings.Cut(href, "://")
	scheme = strings.ToLower(scheme)
	if !ok || scheme != "http" && scheme != "https" || rest == "" || len(href) > maxURL {
		return "", false
	}
	for _, c := range rest {
		if classify(c) != ink || c == utf8.RuneError {
			return "", false
		}
	}
	url := scheme + "://" + rest
	return url, defuse(url) == url
}

// fitsLink reports whether words can be the text of a defined link.
func fitsLink(words []string) bool {
	total := 0
	for _, word := range words {
		total += len(word) + 1
		if strings.ContainsAny(word, "[]") {
			return false
		}
	}
	return total <= maxLinkText
}

// define notes a link definition. It is false if the text already stands for another address.
func (r *renderer) define(text, url string) bool {
	if old, ok := r.urls[text]; ok {
		return old == url
	}
	if r.urls == nil {
		r.urls = make(map[string]string)
	}
	r.urls[text] = url
	r.defs = append(r.defs, linkDef{text, url})
	return true
}

// lines prints blocks, the appended paragraphs and the link definitions.
func (r *renderer) lines(blocks []printed) []string {
	for _, text := range r.opts.Append {
		if words := cleanWords(text); len(words) > 0 {
			blocks = append(blocks, printed{words: words, own: true})
		}
	}
	var out []string
	for i, p := range blocks {
		if p.kind == list || p.kind == code {
			if i == 0 || blocks[i-1].kind == list || blocks[i-1].kind == code {
				out = append(blank(out), lede)
			}
			if p.kind == code || p.loose() || len(out) == 0 || i > 0 && blocks[i-1].kind == heading {
				out = blank(out)
			}
		} else {
			out = blank(out)
		}
		out = r.block(out, p, i+1 < len(blocks) && blocks[i+1].kind >= list)
	}
	if len(r.defs) > 0 {
		out = blank(out)
	}
	for _, def := range r.defs {
		out = append(out, "["+def.text+"]: "+def.url)
	}
	return out
}

// blank adds an empty line, except at the start.
func blank(out []string) []string {
	if len(out) == 0 {
		return out
	}
	return append(out, "")
}

// loose reports whether the list needs empty lines between its items.
func (p printed) loose() bool {
	for _, paragraphs := range p.items {
		if len(paragraphs) > 1 {
			return true
		}
	}
	return false
}

// block prints one block. introduces says that a list or code follows, to which a paragraph without an end leads.
func (r *renderer) block(out []string, p printed, introduces bool) []string {
	switch p.kind {
	case code:
		for _, line := range p.code {
			if line != "" {
				line = "\t" + line
			}
			out = append(out, line)
		}
	case list:
		loose := p.loose()
		for i, paragraphs := range p.items {
			mark := "  - "
			if p.number {
				mark = " " + itoa(i+1) + ". "
			}
			out = r.item(out, paragraphs, mark, i > 0 && loose)
		}
	case heading:
		out = append(out, "# "+strings.Join(p.words, " "))
	default:
		out = r.paragraph(out, p, introduces)
	}
	return out
}

// item prints one item of a list.
func (r *renderer) item(out []string, paragraphs [][]string, mark string, apart bool) []string {
	for i, words := range paragraphs {
		first := mark
		if i > 0 {
			first = "    "
			words = quoteStart(words)
		}
		if i > 0 || apart {
			out = blank(out)
		}
		out = wrap(out, noDefinition(words), first, "    ", r.opts.Width)
	}
	return out
}

// paragraph prints a paragraph at the top level.
func (r *renderer) paragraph(out []string, p printed, introduces bool) []string {
	words := p.words
	if !p.own {
		words = noDefinition(quoteStart(words))
	}
	n := len(out)
	out = wrap(out, words, "", "", r.opts.Width)
	if len(out) == n+1 && looksLikeHeading(out[n]) {
		// gofmt would make it a heading.
		end := "."
		if introduces || p.title {
			end = ":"
		}
		words = append([]string(nil), words...)
		words[len(words)-1] += end
		out = wrap(out[:n], words, "", "", r.opts.Width)
	}
	return out
}

// quoteStart keeps a paragraph from beginning with a marker.
func quoteStart(words []string) []string {
	if !unsafeStart(words, 0) {
		return words
	}
	words = append([]string(nil), words...)
	words[0] = quote(words[0])
	return words
}

// noDefinition keeps a paragraph from being read as a link definition ("[text]: address"), which would swallow it.
func noDefinition(words []string) []string {
	if words[0][0] != '[' {
		return words
	}
	words = append([]string(nil), words...)
	for i, word := range words {
		if strings.HasSuffix(word, "]:") {
			words[i] = strings.TrimSuffix(word, ":") + " :"
		}
	}
	return words
}

// wrap appends words as lines of at most width columns. No line after the first begins with a marker: a word that is
// one moves to the next line with the word before it, or is quoted.
func wrap(out, words []string, first, rest string, width int) []string {
	line := []byte(first)
	col := utf8.RuneCountInString(first)
	for i, word := range words {
		n := utf8.RuneCountInString(word)
		if i == 0 {
			line = append(line, word...)
			col += n
			continue
		}
		need := n
		if i+1 < len(words) && unsafeStart(words, i+1) {
			need += 1 + utf8.RuneCountInString(words[i+1])
		}
		if col+1+need > width && (col+1+n > width || !unsafeStart(words, i)) {
			out = append(out, string(line))
			line = append(line[:0], rest...)
			if unsafeStart(words, i) {
				word = quote(word)
				n += 2
			}
			col = len(rest)
		} else {
			line = append(line, ' ')
			col++
		}
		line = append(line, word...)
		col += n
	}
	return append(out, string(line))
}

// looksLikeHeading reports whether gofmt could take a paragraph of this one line for a heading in the old style.
func looksLikeHeading(line string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	return unicode.IsUpper(first) && (unicode.IsLetter(last) || unicode.IsDigit(last)) &&
		!strings.ContainsAny(line, ";:!?+*/=[]{}_^°&§~%#@<\">\\")
}

// codeLines cuts code into lines without control characters, common indentation, or empty lines around it.
func codeLines(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(text)
	var lines []string
	indent := -1
	for line := range strings.SplitSeq(text, "\n") {
		line = codeLine(line)
		if n := len(line) - len(strings.TrimLeft(line, " ")); line != "" && (indent < 0 || n < indent) {
			indent = n
		}
		if line != "" || len(lines) > 0 {
			lines = append(lines, line)
		}
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for i, line := range lines {
		if line != "" {
			lines[i] = line[indent:]
		}
	}
	if len(lines) > 0 && unsafeStart(strings.Fields(lines[0]), 0) {
		lines = append([]string{"\u2026"}, lines...) // else gofmt takes the code for a list
	}
	return lines
}

// codeLine returns a line of code without what must not be in a comment.
func codeLine(line string) string {
	line = strings.TrimRight(strings.Map(func(c rune) rune {
		switch classify(c) {
		case space:
			return ' '
		case drop:
			return -1
		}
		return c
	}, line), " ")
	if len(line) > maxCodeLine {
		line = strings.ToValidUTF8(line[:maxCodeLine], "") + "\u2026"
	}
	line = strings.ReplaceAll(line, "+build", `+"build"`)
	if trimmed := strings.TrimLeft(line, " "); isNoteMark(trimmed) {
		line = strings.Replace(line, "(", " (", 1)
	}
	return line
}
