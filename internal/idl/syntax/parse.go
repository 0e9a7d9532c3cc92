// The parser's foundation: moving through the tokens, white space, documentation, mistakes and recovery from them.

package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/slab"
	"github.com/smithwright/smithwright/internal/source"
)

// Codes of diagnostics, those of Smithy's reference implementation.
const (
	codeModel   = "Model"
	codeBadDocs = "Model.BadDocumentationComment"
)

const (
	// maxDepth is the number of arrays and objects that may stand in each other: so many that values of any JSON AST can be
	// printed as IDL, and those of any IDL as JSON AST, which has a few levels more around them.
	maxDepth = 490
	// maxName is the number of bytes that a name and a namespace may have, that of shape.MaxName.
	maxName = 500
	tooLong = "a name or namespace has more than 500 bytes here: use a shorter one"
)

// Parse reads a file. Mistakes against the grammar go to diags, and the tree has what could be read beside them: after one
// the parser goes on at the next line that looks like the start of a statement. The result is never nil.
func Parse(file *source.File, diags *diag.List) *File {
	f := &File{Source: file}
	if len(file.Text) > source.MaxSize {
		f.Broken = true
		diags.Errorf(source.Span{File: file}, codeModel,
			"the file has %d bytes, more than the %d that a model may have", len(file.Text), source.MaxSize)
		return f
	}
	f.Text = string(file.Text) // the tree keeps parts of it
	if at := invalidUTF8(f.Text); at >= 0 {
		f.Broken = true
		diags.Errorf(source.Span{File: file, Start: at, End: at + 1}, codeModel,
			"the file is not UTF-8: the byte %#02x stands here", f.Text[at])
		return f
	}
	p := &parser{file: f, diags: diags, scanner: scanner{text: f.Text}, docs: -1}
	p.next()
	p.controls()
	p.metadata()
	p.shapes()
	return f
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, -1 if there is none.
func invalidUTF8(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

// parser reads the tokens of one file. After a mistake it is broken: the token is tokEOF then whatever stands in the text,
// so that every loop ends, until recover finds the place to go on.
type parser struct {
	scanner
	file   *File
	diags  *diag.List
	broken bool
	resume int32  // where to look first for the place to go on after a mistake, see resumeAt
	last   int32  // end of the last token that is no white space or comment
	docs   int32  // index of the first documentation comment that documents nothing yet, -1 if there is none
	depth  int    // arrays and objects around the token
	home   string // the namespace
	hints  int    // searches for near words

	// Parts under construction, as stacks, and the memory that finished ones move to.
	values      []Value
	entries     []Entry
	traits      []Trait
	members     []Member
	names       []Name
	ids         []Name // without quotes, in values of the statement
	valueSlab   slab.Of[Value]
	entrySlab   slab.Of[Entry]
	traitSlab   slab.Of[Trait]
	memberSlab  slab.Of[Member]
	nameSlab    slab.Of[Name]
	shapeSlab   slab.Of[Shape]
	membersSlab slab.Of[Members]
}

// next moves to the next token, and keeps comments.
func (p *parser) next() {
	if p.broken {
		return
	}
	if p.tok > tokDoc {
		p.last = p.end
	}
	p.scan()
	if p.tok == tokComment || p.tok == tokDoc {
		p.comment()
	}
}

// comment keeps the comment that is the token.
func (p *parser) comment() {
	doc := p.tok == tokDoc
	if doc && p.docs < 0 {
		p.docs = int32(len(p.file.Comments))
	}
	end := p.start + int32(len(trimBreak(p.text[p.start:p.end])))
	p.file.Comments = append(p.file.Comments, Comment{Range: Range{p.start, end}, Doc: doc})
}

// spaces skips spaces and tabs (SP in the grammar).
func (p *parser) spaces() {
	for p.tok == tokSpace {
		p.next()
	}
}

// space skips white space up to a documentation comment.
func (p *parser) space() {
	for p.tok.isSpace() {
		p.next()
	}
}

// spaceAndDocs skips white space with documentation comments (WS in the grammar).
func (p *parser) spaceAndDocs() {
	for p.tok.isSpace() || p.tok == tokDoc {
		p.next()
	}
}

// needSpaces skips spaces, of which there must be one. The parameter says behind what, as in unexpected.
func (p *parser) needSpaces(after string) {
	if p.tok != tokSpace {
		p.unexpected("a space", after)
	}
	p.spaces()
}

// needSpace skips white space, of which there must be some.
func (p *parser) needSpace(after string) {
	if !p.tok.isSpace() {
		p.unexpected("white space", after)
	}
	p.spaceAndDocs()
}

// lineBreak ends a statement or an assignment: spaces and commas, then a line break, a comment or the end of the file (BR in
// the grammar). What follows is skipped up to a documentation comment. Documentation that documents nothing is reported.
func (p *parser) lineBreak(after string) {
	for p.tok == tokSpace || p.tok == tokComma {
		p.next()
	}
	if p.broken {
		return
	}
	p.strayDocs(p.at())
	switch p.tok {
	case tokNewline, tokComment, tokDoc:
		p.docs = -1
		p.next()
		p.space()
	case tokEOF:
	default:
		p.unexpected("a line break", after)
	}
}

// at returns the range of the token.
func (p *parser) at() Range { return Range{p.start, p.end} }

// expect moves behind a token of the given kind, which must stand here, and returns its range.
func (p *parser) expect(tok token, after string) Range {
	at := p.at()
	if p.tok != tok {
		p.unexpected(tok.String(), after)
		return at
	}
	p.next()
	return at
}

// closing does what expect does for the bracket that closes the one at an offset. Where the file ends instead, a note says
// which one that is.
func (p *parser) closing(tok token, after string, open int32) Range {
	if p.tok == tokEOF && !p.broken {
		p.breakOff("", fmt.Sprintf("%s must follow %s, but the file ends here", tok, after), diag.Note{
			Span: p.file.Span(Range{open, open + 1}), Text: fmt.Sprintf("'%c' stands here", p.text[open]),
		})
	}
	return p.expect(tok, after)
}

// isWord reports whether the token is the given name.
func (p *parser) isWord(word string) bool {
	return p.tok == tokName && p.text[p.start:p.end] == word
}

// unexpected reports the token, where another one must stand: both parameters are parts of a sentence.
func (p *parser) unexpected(want, after string) {
	if p.broken {
		return
	}
	if p.tok == tokError {
		p.breakOff("", p.mistake, p.notes()...)
		return
	}
	p.failf("%s must follow %s, but this is %s", want, after, p.found())
}

// found names the token for a message.
func (p *parser) found() string {
	switch p.tok {
	case tokName, tokNumber:
		return fmt.Sprintf("%q", short(p.text[p.start:p.end]))
	case tokString:
		return "the string " + short(p.text[p.start:p.end])
	}
	return p.tok.String()
}

// notes returns the scanner's note to a mistake, if it has one.
func (p *parser) notes() []diag.Note {
	if p.note == "" {
		return nil
	}
	at := Range{p.noteAt, p.noteAt}
	if p.atEnd {
		at = Range{p.start, p.start + 1}
	}
	return []diag.Note{{Span: p.file.Span(at), Text: p.note}}
}

// short cuts a text that is quoted in a message.
func short(text string) string {
	line, _, cut := strings.Cut(text, "\n")
	if runes := []rune(line[:min(len(line), 200)]); len(runes) > 40 {
		line, cut = string(runes[:40]), true
	}
	if cut {
		return strings.TrimRight(line, "\r\uFFFD") + "…"
	}
	return line
}

// failf reports a mistake at the token that no other token could mend.
func (p *parser) failf(format string, args ...any) { p.failOf("", format, args...) }

// failOf does what failf does, for a mistake that is about the shape of the given id.
func (p *parser) failOf(shape, format string, args ...any) {
	if !p.broken {
		p.breakOff(shape, fmt.Sprintf(format, args...))
	}
}

// breakOff reports a mistake at the token and breaks the parser.
func (p *parser) breakOff(shape, message string, notes ...diag.Note) {
	d := diag.Diagnostic{
		Code: codeModel, Severity: diag.Error, Span: p.file.Span(p.at()), Shape: shape, Message: message, Notes: notes,
	}
	switch {
	case p.tok == tokNewline || p.tok == tokComment:
		d.Span.End = d.Span.Start
	case p.tok == tokError && p.atEnd:
		d.Span = p.file.Span(Range{p.noteAt, p.noteAt})
	}
	p.diags.Add(d)
	p.file.Broken, p.broken = true, true
	p.resume = p.end
	if p.tok == tokAt || p.tok == tokName && startsShape(p.text[p.start:p.end]) {
		p.resumeAt(p.start) // which is not where this statement started: there, the token would not be wrong
	}
	p.tok = tokEOF
}

// resumeAt makes recover look for the next statement from the token at an offset on, if that stands at the start of a line.
// Nothing but white space may stand between it and the token that was wrong.
func (p *parser) resumeAt(off int32) {
	if p.startsLine(off) {
		p.resume = off
	}
}

// startsLine reports whether an offset is that of the first character of a line.
func (p *parser) startsLine(off int32) bool {
	return off == 0 || p.text[off-1] == '\n' || p.text[off-1] == '\r'
}

// recover goes on after a mistake: at the next name, documentation, trait or '$' at the start of a line behind the token
// that was wrong, or at that token if a statement can start with it. It is called behind every statement, and does nothing if
// there was no mistake.
func (p *parser) recover() {
	if p.broken {
		p.file.Lost = append(p.file.Lost, p.ids...)
	}
	p.ids = p.ids[:0]
	if !p.broken {
		return
	}
	p.broken, p.depth = false, 0
	p.end = p.resume
	p.values, p.entries, p.traits = p.values[:0], p.entries[:0], p.traits[:0]
	p.members, p.names = p.members[:0], p.names[:0]
	for {
		p.docs = -1
		p.next()
		switch p.tok {
		case tokEOF:
			return
		case tokName, tokDoc, tokAt, tokDollar:
			if p.startsLine(p.start) {
				return
			}
		}
	}
}

// takeDocs returns the documentation comments that document nothing yet, as the documentation of what follows.
func (p *parser) takeDocs() Docs {
	if p.docs < 0 {
		return Docs{}
	}
	d := Docs{From: p.docs, To: p.docs + 1}
	for i := p.docs; int(i) < len(p.file.Comments); i++ {
		if c := &p.file.Comments[i]; c.Doc {
			c.Attached = true
			d.To = i + 1
		}
	}
	p.docs = -1
	return d
}

// strayDocs warns of documentation comments that document nothing, if there are any.
func (p *parser) strayDocs(at Range) {
	if p.docs < 0 {
		return
	}
	first := p.file.Comments[p.docs].Range
	p.docs = -1
	d := diag.Diagnostic{
		Code: codeBadDocs, Severity: diag.Warning, Span: p.file.Span(at),
		Message: "a documentation comment before this place documents nothing: " +
			"put it directly before a shape or member and its traits, or write it with two slashes",
	}
	d.Span.End = min(d.Span.End, int(p.start)+len(trimBreak(p.text[p.start:p.end])))
	if at.Start != first.Start {
		d.Notes = []diag.Note{{Span: p.file.Span(first), Text: "this is the comment"}}
	}
	p.diags.Add(d)
}

// nested calls read one level deeper, unless that is too deep.
func (p *parser) nested(read func()) {
	if p.depth == maxDepth {
		p.failf("arrays and objects are nested more than %d deep", maxDepth)
		return
	}
	p.depth++
	read()
	p.depth--
}
