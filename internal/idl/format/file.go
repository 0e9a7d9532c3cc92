// Files: sections of statements, and the blank lines between them.

package format

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/idl/syntax"
)

// entry is a statement with the comments that stay with it.
type entry struct {
	statement syntax.Statement
	before    []syntax.Comment // on lines before it, documentation among them
	behind    []syntax.Comment // on its line
	below     []syntax.Comment // on lines right below it
}

// file writes the whole file.
func (p *printer) file() {
	leading, entries, end := p.distribute()
	entries = p.sortUses(entries)
	p.commentLines(leading)
	var last string
	for i := 0; i < len(entries); {
		kind := section(entries[i].statement)
		n := 1
		for i+n < len(entries) && section(entries[i+n].statement) == kind {
			n++
		}
		if i > 0 {
			p.line()
		}
		p.section(kind, entries[i:i+n])
		i += n
		last = kind
	}
	if len(end) > 0 {
		if last != "shapes" && last != "" {
			p.line()
		}
		p.commentLines(end)
	}
}

// section names the section that a statement belongs to.
func section(s syntax.Statement) string {
	switch s.(type) {
	case *syntax.Control:
		return "control"
	case *syntax.Metadata:
		return "metadata"
	case *syntax.Namespace:
		return "namespace"
	case *syntax.Use:
		return "use"
	}
	return "shapes"
}

// distribute gives the comments between statements to these. leading are those at the start of the file, end those behind the
// last statement.
func (p *printer) distribute() (leading []syntax.Comment, entries []entry, end []syntax.Comment) {
	at := int32(0)
	for i, s := range p.f.Statements {
		gap := p.between(at, contentStart(s))
		e := entry{statement: s}
		switch {
		case i == 0 && section(s) != "shapes":
			leading = gap
		case i == 0:
			e.before = gap
		default:
			e.before = p.giveBack(&entries[i-1], gap)
		}
		entries = append(entries, e)
		at = s.Bounds().End
	}
	end = p.between(at, int32(len(p.f.Text)))
	if len(entries) > 0 {
		end = p.giveBack(&entries[len(entries)-1], end)
	}
	return leading, entries, end
}

// giveBack gives an entry those of the comments behind it that belong to it, and returns the others.
func (p *printer) giveBack(e *entry, gap []syntax.Comment) []syntax.Comment {
	at := e.statement.Bounds().End
	e.behind, gap = p.splitSameLine(gap, at)
	if section(e.statement) != "shapes" {
		return gap
	}
	if n := len(e.behind); n > 0 {
		at = e.behind[n-1].End
	}
	e.below, gap = p.splitSticky(gap, at)
	return gap
}

// contentStart returns where a statement starts behind its documentation.
func contentStart(s syntax.Statement) int32 {
	if sh, ok := s.(*syntax.Shape); ok {
		if len(sh.Traits) > 0 {
			return sh.Traits[0].Start
		}
		return sh.Keyword.Start
	}
	return s.Bounds().Start
}

// section writes the statements of a section. Shapes are parted by blank lines; of the others those that go over several lines
// are, with the comments before them.
func (p *printer) section(kind string, entries []entry) {
	blank := true // the line before is empty, or there is none
	for i := range entries {
		start := len(p.out)
		p.entry(&entries[i])
		several := kind == "shapes" || bytes.IndexByte(bytes.TrimSuffix(p.out[start:], []byte("\n")), '\n') >= 0
		if several && !blank {
			p.out = slices.Insert(p.out, start, '\n')
		}
		blank = false
		if several && i < len(entries)-1 {
			p.line()
			blank = true
		}
	}
}

// entry writes a statement and its comments.
func (p *printer) entry(e *entry) {
	if _, ok := e.statement.(*syntax.Apply); ok {
		p.plainLines(e.before)
	} else {
		p.commentLines(e.before)
	}
	p.statement(e.statement)
	p.behind(e.behind)
	p.line()
	p.commentLines(e.below)
}

// statement writes a statement without a line break behind it.
func (p *printer) statement(s syntax.Statement) {
	switch s := s.(type) {
	case *syntax.Control:
		p.plainLines(p.between(s.Start, s.Value.Start))
		p.text("$" + key(s.Key, p.raw(s.Key.Range)) + ": ")
		p.value(&s.Value, 0)
	case *syntax.Metadata:
		p.plainLines(p.between(s.Start, s.Value.Start))
		p.text("metadata " + key(s.Key, p.raw(s.Key.Range)) + " = ")
		p.value(&s.Value, 0)
	case *syntax.Namespace:
		p.text("namespace " + s.Name.Text)
	case *syntax.Use:
		p.text("use " + s.ID.Text)
	case *syntax.Shape:
		p.shape(s)
	case *syntax.Apply:
		p.apply(s)
	}
}

// sortUses sorts the use statements by id, and drops those whose name no shape or apply statement of the file mentions,
// together with the comments that belong to them. Without any such statement all stay.
func (p *printer) sortUses(entries []entry) []entry {
	isUse := func(e entry) bool { return section(e.statement) == "use" }
	from := slices.IndexFunc(entries, isUse)
	if from < 0 {
		return entries
	}
	to := from
	for to < len(entries) && isUse(entries[to]) {
		to++
	}
	uses := slices.Clone(entries[from:to])
	if to < len(entries) {
		used := mentions(entries[to:])
		uses = slices.DeleteFunc(uses, func(e entry) bool {
			_, name, _ := strings.Cut(e.statement.(*syntax.Use).ID.Text, "#")
			return !used[name]
		})
	}
	slices.SortStableFunc(uses, func(a, b entry) int {
		return cmp.Compare(a.statement.(*syntax.Use).ID.Text, b.statement.(*syntax.Use).ID.Text)
	})
	return slices.Concat(entries[:from], uses, entries[to:])
}
