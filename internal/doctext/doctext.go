// Package doctext turns a model's documentation trait into the lines of a Go doc comment.
//
// The trait holds CommonMark, in which AWS's models put HTML. The lines that come out read well under go doc and
// on a documentation site, and gofmt leaves them as they are. Whatever the trait holds, a line has no newline, no
// control character and no bidirectional override, and does not act as a directive, a build constraint, a
// "Deprecated:" paragraph or a "BUG(name):" note.
//
// The stages are: a reader ([readHTML] or [readMarkdown]) feeds a [builder], which makes a flat list of blocks;
// a [renderer] makes lines of them.
package doctext

import "strings"

// DefaultWidth is the number of columns that a line may have when [Options] names none.
const DefaultWidth = 100

// minWidth keeps an absurdly small width from making one line of every word's letters.
const minWidth = 20

// Options say how documentation is printed. The zero value is usable.
type Options struct {
	// Width is how many code points a line may have, without the "// " before it. A single word that is longer has
	// a line of its own; lines of code and link definitions are never wrapped. Zero means [DefaultWidth].
	Width int

	// Links maps the name of a shape or operation that the documentation refers to (<a>Name</a>) to the Go symbol
	// that documents it, such as "Client.PutThing", which is printed as [Client.PutThing]. A name in a code span
	// becomes a link only if its symbol is a method (has a dot), because code spans often hold words that are types
	// by accident. Nil, or false, leaves the name as plain text.
	Links func(name string) (symbol string, ok bool)

	// Kind is what the documentation is about. Only [Lead] looks at it.
	Kind Kind

	// Append holds paragraphs that are printed after the documentation and before its link definitions, where a
	// paragraph that a caller adds to the lines would not be stable under gofmt. They are the generator's own words,
	// so markers such as "Deprecated:" and links in brackets are kept. White space in them is collapsed.
	Append []string
}

// Kind is the kind of thing that a comment is about; it decides by which words [Lead] joins name and text.
type Kind uint8

// The kinds of things that have a comment that must begin with their name.
const (
	Type      Kind = iota // a structure, union, enum or simple type
	Operation             // a method that makes a call
	Error                 // an error type
	Constant              // a value of an enum
)

// Format returns documentation as the lines of a Go doc comment, without comment markers. A line that begins with a
// tab is code and is printed directly after "//", an empty one is printed as "//", any other after "// ". The
// result is nil if there is nothing to say.
func Format(doc string, opts Options) []string {
	r := newRenderer(opts)
	return r.lines(r.blocks(read(doc)))
}

// Lead is [Format] for the comment of a type, method or constant, which by convention begins with its name. The
// first sentence is joined to the name ("Updates the …" becomes "UpdateThing updates the …", "The state of …"
// becomes "State is the state of …"); a notice that stands before the first paragraph is moved behind it. The result
// is nil if there is nothing to say: the caller then knows better words.
func Lead(name, doc string, opts Options) []string {
	r := newRenderer(opts)
	blocks := r.blocks(leadFirst(read(doc)))
	if len(blocks) > 0 {
		blocks = r.withName(name, blocks)
	}
	return r.lines(blocks)
}

// Summary returns the first sentence of documentation as plain text on one line, or "".
func Summary(doc string) string {
	r := newRenderer(Options{})
	r.plain = true
	for _, b := range r.blocks(leadFirst(read(doc))) {
		if words := b.firstWords(); len(words) > 0 {
			return strings.Join(words[:sentenceEnd(words)], " ")
		}
	}
	return ""
}

// Text returns the whole documentation as plain text on one line, for places that have room for no more, such as the
// message of a deprecation.
func Text(doc string) string {
	r := newRenderer(Options{})
	r.plain = true
	var all []string
	for _, b := range r.blocks(read(doc)) {
		all = b.appendWords(all)
	}
	return strings.Join(all, " ")
}

// read returns the blocks of documentation in either notation.
func read(doc string) []block {
	if !strings.ContainsFunc(doc, notSpace) {
		return nil
	}
	doc = strings.ToValidUTF8(doc, "\uFFFD")
	var b builder
	if isHTML(doc) {
		readHTML(&b, doc)
	} else {
		readMarkdown(&b, doc)
	}
	return b.finish()
}

func notSpace(r rune) bool { return r > ' ' }
