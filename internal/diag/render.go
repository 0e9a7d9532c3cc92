// How diagnostics are printed: a headline, the line of the source with a mark below it, and the notes.

package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/source"
)

// Options says how [List.Render] prints.
type Options struct {
	// Color switches ANSI colours on.
	Color bool
	// Width is the number of columns of source text that are shown of a line; a longer line is cut around the mark.
	// 0 stands for 120; less than 40 counts as 40.
	Width int
	// AtLeast leaves out diagnostics that are less severe.
	AtLeast Severity
}

// Render prints the diagnostics as [List.Sorted] orders them, each as a headline, the line of the source with the span
// marked, and the notes in the same form:
//
//	models/x.json:12:19: error[Target.UnresolvedShape]: no shape has the id a#B
//	    12 |         "target": "a#B"
//	       |                   ^^^^^
//
// What comes from a model or a file name is made harmless first: no control character and no invalid UTF-8 is written.
// The error is that of w.
func (l *List) Render(w io.Writer, opts Options) error {
	p := printer{w: bufio.NewWriter(w), opts: opts}
	if p.opts.Width == 0 {
		p.opts.Width = 120
	}
	p.opts.Width = max(p.opts.Width, 40)
	for _, d := range l.Sorted() {
		if d.Severity >= opts.AtLeast {
			p.diagnostic(d)
		}
	}
	if n := l.Dropped(); n > 0 {
		p.printf("%d more are not shown\n", n)
	}
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("print diagnostics: %w", err)
	}
	return nil
}

// printer writes diagnostics. Errors of writing stay in the bufio.Writer until it is flushed.
type printer struct {
	w    *bufio.Writer
	opts Options
}

func (p *printer) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.w, format, args...) // the writer keeps the error for Flush
}

// ANSI colours of the parts of a diagnostic.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "1;36"
	blue   = "34"
)

// paint wraps text in a colour if colours are on.
func (p *printer) paint(color, text string) string {
	if !p.opts.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func severityColor(s Severity) string {
	switch s {
	case Info:
		return cyan
	case Warning, Danger:
		return yellow
	default:
		return red
	}
}

func (p *printer) diagnostic(d Diagnostic) {
	label := d.Severity.String()
	if d.Code != "" {
		label += "[" + clean(d.Code) + "]"
	}
	p.place(d.Span)
	p.printf("%s: %s\n", p.paint(severityColor(d.Severity), label), p.paint(bold, clean(d.Message)))
	p.quote(d.Span, severityColor(d.Severity))
	for _, n := range d.Notes {
		if n.Span.IsZero() {
			p.printf("    ")
		}
		p.place(n.Span)
		p.printf("%s: %s\n", p.paint(cyan, "note"), clean(n.Text))
		p.quote(n.Span, cyan)
	}
}

// place prints "file:line:column: " if the span has a position.
func (p *printer) place(s source.Span) {
	if s.IsZero() {
		return
	}
	line, col := s.Position()
	p.printf("%s:%d:%d: ", clean(s.File.Name), line, col)
}

// quote prints the line in which the span starts, with the part that the span covers marked below.
func (p *printer) quote(s source.Span, color string) {
	if s.IsZero() || len(s.File.Text) == 0 {
		return
	}
	line, _ := s.Position()
	start, end := s.File.LineBounds(line)
	mark := min(max(s.Start, start), end)
	markEnd := min(max(s.End, mark), end)
	before, marked, after := window(s.File.Text[start:end], mark-start, markEnd-start, p.opts.Width)

	number := fmt.Sprintf("%6d", line)
	bar := p.paint(blue, "|")
	text := strings.TrimRight(" "+before.text+marked.text+after.text, " \t") // an empty line leaves no space behind the bar
	p.printf("%s %s%s\n", p.paint(blue, number), bar, text)
	carets := strings.Repeat("^", max(1, marked.width))
	p.printf("%s %s %s%s\n", strings.Repeat(" ", len(number)), bar, before.blank, p.paint(color, carets))
}

// ellipsis stands for text of a line that is not shown.
const ellipsis = "..."

// window cuts a line into what is shown before, at and after the mark [from, to) so that the whole takes up to width
// columns. Only bytes near the mark are looked at, however long the line is.
func window(line []byte, from, to, width int) (before, marked, after piece) {
	// A line that fits is shown whole: the mark may then start in any column of it.
	if len(line) <= width {
		return show(line[:from]), show(line[from:to]), show(line[to:])
	}
	left := max(0, from-width/3)
	right := min(len(line), left+width)
	left = max(0, min(left, right-width))
	for left > 0 && left < from && !utf8.RuneStart(line[left]) {
		left++
	}
	for right < len(line) && right > from && !utf8.RuneStart(line[right]) {
		right--
	}
	to = min(to, right)
	before, marked, after = show(line[left:from]), show(line[from:to]), show(line[to:right])
	if left > 0 {
		before.text = ellipsis + before.text
		before.blank = strings.Repeat(" ", len(ellipsis)) + before.blank
	}
	if right < len(line) {
		after.text += ellipsis
	}
	return before, marked, after
}

// A piece is a part of a line in a form that is safe to print.
type piece struct {
	text  string // what is printed
	blank string // white space of the same width, with the same tabs
	width int    // in columns, a tab counted as one
}

func show(text []byte) piece {
	var out, blank strings.Builder
	cols := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		if r == '\t' {
			out.WriteByte('\t')
			blank.WriteByte('\t')
			cols++
			continue
		}
		r = harmless(r)
		out.WriteRune(r)
		w := columns(r)
		cols += w
		for range w {
			blank.WriteByte(' ')
		}
	}
	return piece{text: out.String(), blank: blank.String(), width: cols}
}

// clean makes text that may come from a model fit for one line of a terminal.
func clean(text string) string {
	fine := true
	for _, r := range text {
		if r == utf8.RuneError || harmless(r) != r {
			fine = false
			break
		}
	}
	if fine {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return harmless(r)
	}, text)
}

// harmless replaces what could move the cursor, change the direction of the text or hide from the reader: the ASCII
// control characters by their pictures, others by the replacement character.
func harmless(r rune) rune {
	switch {
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7F:
		return 0x2421
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co):
		return utf8.RuneError
	}
	return r
}

// columns is the number of terminal columns that a harmless character takes: none for combining marks, two for most of
// East Asian writing and for emoji.
func columns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60,
		r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1F64F, r >= 0x1F900 && r <= 0x1F9FF,
		r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}
