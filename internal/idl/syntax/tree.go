// Package syntax reads the text of a Smithy IDL file, versions 1.0 and 2.0, into a tree that keeps everything a person wrote:
// the order of the statements, byte offsets, the spelling of values, and comments ("Smithy IDL ABNF" in the Smithy
// specification).
//
// The tree says what is written, not what it means: names are not resolved, and nothing is checked but the grammar.
// Comments stand beside the tree in the order of the text, as in go/ast: who prints the tree merges the two by offset.
package syntax

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/source"
)

// Range is a range of bytes of the text: Start is the offset of the first, End that of the byte after the last.
type Range struct{ Start, End int32 }

// Bounds returns the range itself, so that everything that embeds one has it.
func (r Range) Bounds() Range { return r }

// IsZero reports whether the range stands for nothing. No construct is empty.
func (r Range) IsZero() bool { return r.End == 0 }

// File is the tree of one file.
type File struct {
	Source *source.File
	// Text is the whole text. All offsets are into it.
	Text string
	// Statements are in the order of the text, which the grammar prescribes: control statements, metadata, the namespace, use
	// statements, then shapes and apply statements.
	Statements []Statement
	// Comments are all comments in the order of the text, those inside statements included.
	Comments []Comment
	// Broken says that an error was reported, so that parts of the text are missing from the tree.
	Broken bool
	// VersionLost says that a control statement broke off which may have told the version.
	VersionLost bool
	// Lost are the ids without quotes that stand in values of statements that break off.
	Lost []Name
}

// Span returns the range as a place in the source.
func (f *File) Span(r Range) source.Span {
	return source.Span{File: f.Source, Start: int(r.Start), End: int(r.End)}
}

// Raw returns the text in a range.
func (f *File) Raw(r Range) string { return f.Text[r.Start:r.End] }

// CommentsIn returns the comments that start in a range.
func (f *File) CommentsIn(r Range) []Comment {
	at := func(off int32) int {
		i, _ := slices.BinarySearchFunc(f.Comments, off, func(c Comment, off int32) int { return int(c.Start - off) })
		return i
	}
	from := at(r.Start)
	return f.Comments[from:max(from, at(r.End))]
}

// Newlines counts the line breaks in a range: two or more between two constructs mean that a blank line parts them.
func (f *File) Newlines(r Range) int { return strings.Count(f.Raw(r), "\n") }

// DocsOf returns the comments of docs, among which may be some that are no documentation: see [Comment.Doc].
func (f *File) DocsOf(d Docs) []Comment { return f.Comments[d.From:d.To] }

// Comment is a comment of one line, "//" or "///", without the line break that ends it.
type Comment struct {
	Range
	// Doc says that it starts with three slashes.
	Doc bool
	// Attached says that it is a part of the documentation of the shape or member that follows. Where it is false, Doc or
	// not, the comment means nothing.
	Attached bool
}

// Docs are the comments that document a shape or member, as indexes in [File.Comments], To behind the last. Those of them
// that aren't Doc stand between the lines of the documentation. Both are 0 if there is none.
type Docs struct{ From, To int32 }

// IsZero reports whether there is no documentation.
func (d Docs) IsZero() bool { return d.From == d.To }

// Statement is a *[Control], [Metadata], [Namespace], [Use], [Shape] or [Apply].
type Statement interface {
	// Bounds returns the range of the whole statement, without comments before and behind it.
	Bounds() Range
	isStatement()
}

func (*Control) isStatement()   {}
func (*Metadata) isStatement()  {}
func (*Namespace) isStatement() {}
func (*Use) isStatement()       {}
func (*Shape) isStatement()     {}
func (*Apply) isStatement()     {}

// Name is an identifier, a namespace, a shape id of any form, or a quoted key of an object. The zero Name is none.
type Name struct {
	Range
	Text   string // as it is written, or what the quoted string means
	Quoted bool
}

// Control is a control statement: $key: value.
type Control struct {
	Range
	Key   Name
	Value Value
}

// Metadata is a metadata statement: metadata key = value.
type Metadata struct {
	Range
	Key   Name
	Value Value
}

// Namespace is a namespace statement.
type Namespace struct {
	Range
	Name Name
}

// Use is a use statement. Its id is absolute.
type Use struct {
	Range
	ID Name
}

// Apply is an apply statement, of one trait or of a block of them.
type Apply struct {
	Range
	Target Name
	// Open and Close are the offsets of the block's braces; both are 0 if there is no block.
	Open, Close int32
	Traits      []Trait
}

// Shape is the statement of a shape. It ranges from its documentation or first trait to its last byte.
type Shape struct {
	Range
	Docs    Docs
	Traits  []Trait
	Keyword Name // its type, such as "structure"
	Name    Name
	For     *For  // nil if there is none
	With    *With // nil if there is none
	Body    Body  // nil for simple shapes
	// Broken says that a mistake stands behind the name, so that the rest is missing.
	Broken bool
}

// For is the clause "for Resource" of a structure.
type For struct {
	Range
	Resource Name
}

// With is the clause "with [A, B]".
type With struct {
	Range
	Open, Close int32 // offsets of the brackets
	Mixins      []Name
}

// Body is what follows the name and clauses of a shape: a *[Members], an *[Operation], or the object *[Value] of a service or
// resource.
type Body interface {
	// Bounds returns the range from the opening to the closing brace, both included.
	Bounds() Range
	isBody()
}

func (*Members) isBody()   {}
func (*Operation) isBody() {}
func (*Value) isBody()     {}

// Members is the body of a list, set, map, structure, union, enum or intEnum. Its range goes from brace to brace.
type Members struct {
	Range
	List []Member
}

// Member is a member: name: Target = value. It ranges from its documentation or first trait to its last byte.
type Member struct {
	Range
	Docs   Docs
	Traits []Trait
	// Dollar is the offset of the '$' of an elided member, -1 if the member is not elided.
	Dollar int32
	Name   Name
	Target Name // zero for elided members and those of enums
	// Equals is the offset of the '=' before Value; 0 if there is none.
	Equals int32
	Value  *Value // nil if there is none
}

// At returns where the member itself starts, behind its documentation and traits: its name or the '$' before it.
func (m *Member) At() Range {
	if m.Dollar >= 0 {
		return Range{m.Dollar, m.Name.End}
	}
	return m.Name.Range
}

// Operation is the body of an operation. Its range goes from brace to brace.
type Operation struct {
	Range
	Properties []Property // in the order of the text
}

// Property is "input", "output" or "errors" of an operation, of which one of Target, Inline and Errors is set.
type Property struct {
	Range
	Key Name
	// Sign is the range of the ":" or ":=" behind the key.
	Sign   Range
	Target Name
	Inline *Inline
	Errors *IDList
}

// Inline is a structure that is declared in an operation, from its documentation or first trait to its closing brace.
type Inline struct {
	Range
	Docs   Docs
	Traits []Trait
	// At is the offset of what follows the traits: a clause or the brace.
	At   int32
	For  *For
	With *With
	Body *Members
}

// IDList is a list of shape ids in brackets. Its range goes from bracket to bracket.
type IDList struct {
	Range
	IDs []Name
}

// Form is the way in which a trait is written.
type Form uint8

// The forms of traits.
const (
	FormBare    Form = iota // @id
	FormEmpty               // @id()
	FormValue               // @id(value)
	FormEntries             // @id(key: value, key: value): Value is an object without braces
)

// Trait is an applied trait, from its '@' on.
type Trait struct {
	Range
	ID          Name
	Open, Close int32 // offsets of the parentheses; both are 0 if there are none
	Form        Form
	Value       *Value // nil for FormBare and FormEmpty
}

// ValueKind is the kind of a node value.
type ValueKind uint8

// The kinds of values.
const (
	ValueKeyword   ValueKind = iota // true, false or null
	ValueNumber                     // Text is the literal
	ValueString                     // a quoted string
	ValueTextBlock                  // a string in three quotes
	ValueID                         // a shape id without quotes
	ValueArray
	ValueObject
)

// Value is a node value.
type Value struct {
	Range
	Kind ValueKind
	// Text is the literal, the id, or what a string means, without quotes and escapes.
	Text    string
	Elems   []Value // of an array
	Entries []Entry // of an object
}

// Entry is an entry of an object.
type Entry struct {
	Key   Name
	Value Value
}

// Bounds returns the range from the key to the end of the value.
func (e *Entry) Bounds() Range { return Range{e.Key.Start, e.Value.End} }
