// Package format prints Smithy IDL in the one layout that all files share: four spaces a level, statements of a kind together,
// lines of at most 120 columns where a value can be broken, use statements sorted and without those that nothing needs.
//
// It knows the syntax alone and keeps what a file says. A comment stays where it is, or moves to a line of its own next to it.
// What Smithy would ignore as documentation ("///" where it documents nothing) becomes an ordinary comment.
package format

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/source"
)

const (
	// width is the number of columns that a line may have if there is a way to break it.
	width = 120
	// step is the number of spaces of a level of indentation.
	step = 4
)

// Source returns the text of a file in the common layout, which ends with one line break. What is wrong with its syntax goes to
// diags, and if there is an error the result is nil.
func Source(file *source.File, diags *diag.List) []byte {
	f := syntax.Parse(withNewlines(file), diags)
	if f.Broken {
		return nil
	}
	p := &printer{f: f}
	p.file()
	text := bytes.TrimSpace(p.out)
	if len(text) == 0 {
		return nil
	}
	return append(text, '\n')
}

// withNewlines returns the file with a newline for each line break, which is what the other line breaks mean in strings too. All
// lines and columns stay the same.
func withNewlines(file *source.File) *source.File {
	if bytes.IndexByte(file.Text, '\r') < 0 {
		return file
	}
	text := bytes.ReplaceAll(file.Text, []byte("\r\n"), []byte("\n"))
	return source.New(file.Name, bytes.ReplaceAll(text, []byte("\r"), []byte("\n")))
}

// printer collects the text. A line's indentation is written with the first thing that stands on it, so that empty lines stay
// empty.
type printer struct {
	f      *syntax.File
	out    []byte
	indent int   // of the current line, in spaces
	block  block // the last that was looked at
}

// text writes text without line breaks.
func (p *printer) text(s string) {
	if s == "" {
		return
	}
	if len(p.out) == 0 || p.out[len(p.out)-1] == '\n' {
		for range p.indent {
			p.out = append(p.out, ' ')
		}
	}
	p.out = append(p.out, s...)
}

// verbatim writes text that may hold line breaks, behind which it is not indented.
func (p *printer) verbatim(s string) {
	first, rest, more := strings.Cut(s, "\n")
	p.text(first)
	if more {
		p.out = append(p.out, '\n')
		p.out = append(p.out, rest...)
	}
}

// line ends a line.
func (p *printer) line() {
	p.out = bytes.TrimRight(p.out, " \t")
	p.out = append(p.out, '\n')
}

// freshLine ends the line if anything stands on it.
func (p *printer) freshLine() {
	if n := len(p.out); n > 0 && p.out[n-1] != '\n' {
		p.line()
	}
}

// column returns the number of characters on the current line, or those that its indentation will have.
func (p *printer) column() int {
	at := bytes.LastIndexByte(p.out, '\n') + 1
	if at == len(p.out) {
		return p.indent
	}
	return utf8.RuneCount(p.out[at:])
}

// raw returns the text of a construct as it was written.
func (p *printer) raw(r syntax.Range) string { return p.f.Raw(r) }

// sameLine reports whether no line break stands between two offsets.
func (p *printer) sameLine(from, to int32) bool {
	return p.f.Newlines(syntax.Range{Start: from, End: to}) == 0
}

// nextLine reports whether one line break stands between two offsets.
func (p *printer) nextLine(from, to int32) bool {
	return p.f.Newlines(syntax.Range{Start: from, End: to}) == 1
}

// length is the number of characters of a text.
func length(s string) int { return utf8.RuneCountInString(s) }
