// Comments.

package format

import (
	"strings"

	"github.com/smithwright/smithwright/internal/idl/syntax"
)

// between returns the comments between two offsets.
func (p *printer) between(from, to int32) []syntax.Comment {
	if from >= to {
		return nil
	}
	return p.f.CommentsIn(syntax.Range{Start: from, End: to})
}

// commentLines writes comments, each on a line of its own.
func (p *printer) commentLines(comments []syntax.Comment) {
	for _, c := range comments {
		p.text(p.comment(c))
		p.out = append(p.out, '\n') // not p.line: spaces at the end of documentation are a part of it
	}
}

// behind writes comments at the end of the current line.
func (p *printer) behind(comments []syntax.Comment) {
	for _, c := range comments {
		p.text(" " + p.plain(c))
	}
}

// comment returns the text of a comment, with a space behind its slashes.
func (p *printer) comment(c syntax.Comment) string {
	if !c.Doc || !c.Attached {
		return p.plain(c)
	}
	text := strings.TrimPrefix(p.raw(c.Range), "///")
	switch {
	case strings.HasPrefix(text, "/") && p.isBanner(c):
		return p.plain(c)
	case text == "" || strings.IndexByte(" \t/", text[0]) >= 0:
		return "///" + text
	}
	return "/// " + text
}

// isBanner reports whether a comment of more than three slashes parts sections of the file rather than documents what follows:
// a blank line follows it and the comments right below it.
func (p *printer) isBanner(c syntax.Comment) bool {
	if c.Start >= p.block.end {
		end, lines := c.End, p.f.CommentsIn(syntax.Range{Start: c.End, End: int32(len(p.f.Text))})
		for _, next := range lines {
			if !p.nextLine(end, next.Start) {
				break
			}
			end = next.End
		}
		_, rest, _ := strings.Cut(p.f.Text[end:], "\n")
		line, _, more := strings.Cut(rest, "\n")
		p.block = block{end: end, banner: more && strings.TrimSpace(line) == ""}
	}
	return p.block.banner
}

// block is a run of comments on lines that follow each other: where it ends, and whether a blank line follows.
type block struct {
	end    int32
	banner bool
}

// plain returns the text of a comment that is no documentation.
func (p *printer) plain(c syntax.Comment) string {
	text := p.raw(c.Range)
	if c.Doc && !strings.HasPrefix(text, "////") {
		return spaced("//", text[3:])
	}
	return spaced("//", text[2:])
}

// spaced joins slashes and the text of a comment by a space, unless there is white space or no text.
func spaced(slashes, text string) string {
	text = strings.TrimRight(text, " \t")
	if text == "" || text[0] == ' ' || text[0] == '\t' {
		return slashes + text
	}
	return slashes + " " + text
}

// splitSameLine parts comments into those that start on the line on which off stands, and the rest.
func (p *printer) splitSameLine(comments []syntax.Comment, off int32) (same, rest []syntax.Comment) {
	i := 0
	for i < len(comments) && p.sameLine(off, comments[i].Start) {
		i++
	}
	return comments[:i], comments[i:]
}

// splitSticky parts comments into ordinary ones that stand on the lines right below off, without a blank line between, and
// the rest.
func (p *printer) splitSticky(comments []syntax.Comment, off int32) (sticky, rest []syntax.Comment) {
	i := 0
	for i < len(comments) && !comments[i].Doc && p.nextLine(off, comments[i].Start) {
		off = comments[i].End
		i++
	}
	return comments[:i], comments[i:]
}
