// Package diag collects what is wrong with a model and prints it for people: a code, a position, a sentence and the
// line of the source that it is about.
//
// Readers and validators add diagnostics to a [List] and go on; nothing stops at the first mistake. The messages are
// plain lower-case words that say what is wrong and what to do.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/source"
)

// Severity says how bad a diagnostic is. Larger is worse.
type Severity uint8

// The severities, which are those of Smithy's validation events (Info is its NOTE). Only Error makes a model unusable;
// Danger is a likely mistake that an author can suppress.
const (
	Info Severity = iota
	Warning
	Danger
	Error
)

// String returns the severity as it is printed: "note", "warning", "danger" or "error".
func (s Severity) String() string {
	switch s {
	case Info:
		return "note"
	case Warning:
		return "warning"
	case Danger:
		return "danger"
	case Error:
		return "error"
	}
	return fmt.Sprintf("severity %d", uint8(s))
}

// A Diagnostic is one finding.
type Diagnostic struct {
	Code     string      // stable and machine-readable: the id of Smithy's validation event, such as "Target.UnresolvedShape"
	Severity Severity    // how bad it is
	Span     source.Span // where; zero if the finding has no place
	Shape    string      // id of the shape that it is about; "" if none
	Message  string      // one sentence in lower case without a final full stop
	Notes    []Note      // further places and hints
}

// A Note is a line below a diagnostic: another place that matters, or a hint if its span is zero.
type Note struct {
	Span source.Span
	Text string
}

// maxKept is the number of diagnostics of one severity that a list keeps. A hostile file can hold a mistake in every
// few bytes; what goes beyond this number is counted and not stored.
const maxKept = 10_000

// A List collects diagnostics. The zero List is empty and ready; it is not safe for concurrent use.
type List struct {
	items   []Diagnostic
	kept    [Error + 1]int
	dropped [Error + 1]int
}

// maxMessage is the number of bytes of a message that are kept. Messages quote models, in which anything can be long, and
// custom validators bring messages of their own.
const maxMessage = 4000

// Clip returns text, or its beginning and an ellipsis if it has more than limit bytes.
func Clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	end := limit
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// Add appends a diagnostic, of whose message the first 4,000 bytes are kept. Behind the first 10,000 of a severity it is
// counted only.
func (l *List) Add(d Diagnostic) {
	s := min(d.Severity, Error)
	if l.kept[s] >= maxKept {
		l.dropped[s]++
		return
	}
	l.kept[s]++
	d.Message = Clip(d.Message, maxMessage)
	l.items = append(l.items, d)
}

// Full reports whether further diagnostics of a severity are only counted, so that their messages need not be made.
func (l *List) Full(s Severity) bool { return l.kept[min(s, Error)] >= maxKept }

// Errorf adds an error with the given place and code. The arguments form the message as in [fmt.Sprintf].
func (l *List) Errorf(span source.Span, code, format string, args ...any) {
	l.Add(Diagnostic{Code: code, Severity: Error, Span: span, Message: fmt.Sprintf(format, args...)})
}

// Warnf adds a warning with the given place and code. The arguments form the message as in [fmt.Sprintf].
func (l *List) Warnf(span source.Span, code, format string, args ...any) {
	l.Add(Diagnostic{Code: code, Severity: Warning, Span: span, Message: fmt.Sprintf(format, args...)})
}

// HasErrors reports whether an error was added.
func (l *List) HasErrors() bool { return l.kept[Error] > 0 }

// Count returns how many diagnostics of at least the given severity were added, those not kept and duplicates included.
func (l *List) Count(atLeast Severity) int {
	n := 0
	for s := atLeast; s <= Error; s++ {
		n += l.kept[s] + l.dropped[s]
	}
	return n
}

// Dropped returns how many diagnostics were counted but not kept.
func (l *List) Dropped() int {
	n := 0
	for _, c := range l.dropped {
		n += c
	}
	return n
}

// Rewrite puts in the place of each diagnostic that was kept what change makes of it, and removes those for which change
// returns false. What was counted and not kept stays counted.
func (l *List) Rewrite(change func(Diagnostic) (Diagnostic, bool)) {
	items := l.items
	l.items = items[:0]
	for _, d := range items {
		l.kept[min(d.Severity, Error)]--
		if d, ok := change(d); ok {
			l.kept[min(d.Severity, Error)]++
			l.items = append(l.items, d)
		}
	}
	clear(items[len(l.items):])
}

// Sorted returns the diagnostics that were kept, ordered by file name, offset, code and message, each once: what has the
// same place, code, severity, shape and message as another one is left out. Those without a place come first. The list
// itself does not change.
func (l *List) Sorted() []Diagnostic {
	out := slices.Clone(l.items)
	slices.SortStableFunc(out, compare)
	return slices.CompactFunc(out, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

// compare orders diagnostics as Sorted says, and goes on to the severity and the shape so that only equal ones tie.
func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(fileName(a.Span), fileName(b.Span)),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Shape, b.Shape),
		cmp.Compare(a.Span.End, b.Span.End),
	)
}

func fileName(s source.Span) string {
	if s.File == nil {
		return ""
	}
	return s.File.Name
}
