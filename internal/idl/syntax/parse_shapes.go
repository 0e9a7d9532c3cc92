// Shapes: the statement, its clauses, members and operations.

package syntax

import (
	"fmt"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// bodies are the forms of the bodies of shapes.
type body uint8

const (
	bodyNone body = iota
	bodyMembers
	bodyEnum
	bodyOperation
	bodyObject
)

// bodyOf returns the form of the body of shapes of a type, and whether there is such a type.
func bodyOf(keyword string) (body, bool) {
	switch keyword {
	case "structure", "union", "list", "map", "set":
		return bodyMembers, true
	case "enum", "intEnum":
		return bodyEnum, true
	case "operation":
		return bodyOperation, true
	case "service", "resource":
		return bodyObject, true
	}
	_, ok := shape.KindOf(keyword)
	return bodyNone, ok
}

// statement reads a shape or an apply statement.
func (p *parser) statement() {
	p.spaceAndDocs()
	start := p.start
	if p.docs >= 0 {
		start = p.file.Comments[p.docs].Start
	}
	docs, traits := p.docsAndTraits()
	switch {
	case p.tok == tokEOF && !p.broken && len(traits) == 0:
		if !docs.IsZero() {
			p.danglingDocs(docs, p.at())
		}
	case p.isWord("apply"):
		p.detach(docs)
		p.apply(traits)
	default:
		p.shape(start, docs, traits)
	}
}

// danglingDocs reports documentation that was taken for something that then did not come.
func (p *parser) danglingDocs(docs Docs, at Range) {
	p.detach(docs)
	p.docs = docs.From
	p.strayDocs(at)
}

// detach marks documentation as attached to nothing.
func (p *parser) detach(docs Docs) {
	for i := docs.From; i < docs.To; i++ {
		p.file.Comments[i].Attached = false
	}
}

// shape reads a shape whose documentation and traits were read.
func (p *parser) shape(start int32, docs Docs, traits []Trait) {
	if p.tok != tokName {
		p.noShape(len(traits) > 0)
		return
	}
	keyword := Name{Range: p.at(), Text: p.text[p.start:p.end]}
	form, ok := bodyOf(keyword.Text)
	if !ok {
		p.unknownKeyword(keyword.Text)
		return
	}
	p.next()
	p.needSpaces("the type of a shape")
	name := p.identifier("the type of a shape")
	if p.broken {
		return
	}
	s := p.shapeSlab.One(Shape{Range: Range{start, 0}, Docs: docs, Traits: traits, Keyword: keyword, Name: name})
	p.add(s)
	if form == bodyMembers {
		s.For = p.forClause()
	}
	s.With = p.withClause()
	p.shapeBody(s, form)
	s.End, s.Broken = p.last, p.broken
	p.lineBreak("a shape")
}

// shapeBody reads what follows the name and clauses of a shape.
func (p *parser) shapeBody(s *Shape, form body) {
	switch form {
	case bodyMembers, bodyEnum:
		s.Body = p.memberBlock(form == bodyEnum)
	case bodyOperation:
		s.Body = p.operation(s.Name.Text)
	case bodyObject:
		p.spaceAndDocs()
		if p.tok != tokLBrace {
			p.unexpected(tokLBrace.String(), "the name of a "+s.Keyword.Text)
			return
		}
		s.Body = p.valueSlab.One(p.value("", ""))
	}
}

// noShape reports the token, where the type of a shape must stand.
func (p *parser) noShape(traits bool) {
	switch {
	case p.tok == tokError:
		p.unexpected("", "")
	case traits:
		p.unexpected("a shape", "its traits")
	default:
		if p.tok == tokDollar {
			p.failf("a control statement must stand further up, before every other statement")
			return
		}
		p.failf("a statement here starts with a trait, the type of a shape or \"apply\", but this is %s", p.found())
	}
}

// maxHints is the number of unknown words for which a known one is searched: the search takes longer than all other reading.
const maxHints = 100

// unknownKeyword reports the token, which should be the type of a shape.
func (p *parser) unknownKeyword(word string) {
	switch word {
	case "use", "metadata":
		p.failf("a %s statement must stand further up, before every shape", word)
		return
	case "namespace":
		p.failf("a file has one namespace, which is %s here: put other shapes into a file of their own", p.home)
		return
	}
	hint := "a statement here starts with the type of a shape or with \"apply\""
	if p.hints++; p.hints <= maxHints {
		hint = diag.DidYouMean(word, keywords, hint)
	}
	p.failf("there is no shape type %q: %s", short(word), hint)
}

// keywords yields what a statement of the shape section may start with.
func keywords(yield func(string) bool) {
	for name := range shape.KindNames() {
		if !yield(name) {
			return
		}
	}
	_ = yield("set") && yield("apply")
}

// forClause reads "for Resource", if that comes next.
func (p *parser) forClause() *For {
	p.spaces()
	if !p.isWord("for") {
		return nil
	}
	f := &For{Range: p.at()}
	p.next()
	p.needSpaces("\"for\"")
	f.Resource = p.id("\"for\"")
	f.End = p.last
	return f
}

// withClause reads "with [Mixin]", if that comes next.
func (p *parser) withClause() *With {
	p.spaces()
	if !p.isWord("with") {
		return nil
	}
	w := &With{Range: p.at()}
	p.next()
	p.spaceAndDocs()
	w.Open = p.expect(tokLBracket, "\"with\"").Start
	p.spaceAndDocs()
	first := p.id("'['") // there must be one
	w.Mixins = p.moreIDs("a mixin", first)
	w.Close = p.closing(tokRBracket, "the mixins of a shape", w.Open).Start
	w.End = p.last
	return w
}

// memberBlock reads members in braces. Those of an enum have no targets.
func (p *parser) memberBlock(enum bool) *Members {
	p.spaceAndDocs()
	p.strayDocs(p.at())
	b := p.membersSlab.One(Members{Range: p.at()})
	p.expect(tokLBrace, "the name and the clauses of a shape")
	p.space()
	mark := len(p.members)
	for p.tok != tokRBrace && p.tok != tokEOF {
		p.member(enum, b.Start)
		p.space()
	}
	p.closing(tokRBrace, "the members of a shape", b.Start)
	b.End = p.last
	b.List = p.memberSlab.Keep(p.members[mark:])
	p.members = p.members[:mark]
	return b
}

// member reads a member, or documentation before the closing brace, of a block whose opening brace stands at an offset.
func (p *parser) member(enum bool, open int32) {
	m := Member{Range: Range{Start: p.start}, Dollar: -1}
	m.Docs, m.Traits = p.docsAndTraits()
	if p.tok == tokRBrace && len(m.Traits) == 0 && !m.Docs.IsZero() {
		p.danglingDocs(m.Docs, p.file.Comments[m.Docs.From].Range)
		return
	}
	p.strayDocs(p.at())
	if p.tok == tokDollar && !enum {
		m.Dollar = p.start
		p.next()
	}
	m.Name = p.identifier(m.before())
	p.spaces()
	switch {
	case enum && p.tok == tokColon:
		p.failf("a member of an enum has no target: remove it, and put a value behind '='")
	case !enum && m.Dollar < 0:
		p.memberColon(m.Name, open)
		p.spaces()
		m.Target = p.id("':'")
		p.spaces()
	}
	m.End = p.last
	if p.tok == tokEqual { // a default of what takes none is for the check of traits to report
		m.Equals = p.start
		p.next()
		p.spaces()
		m.Value = p.valueSlab.One(p.value("a value", "'='"))
		m.End = p.last
		p.add1(m)
		p.lineBreak("the value of a member")
		return
	}
	p.add1(m)
}

// memberColon moves behind the colon of a member. Where there is none and the name of the member is the type of a shape, then
// the brace of the shape around it is probably not closed, and the next shape starts here.
func (p *parser) memberColon(name Name, open int32) {
	const after = "the name of a member"
	if _, isType := bodyOf(name.Text); isType && p.tok == tokName && !p.broken {
		p.breakOff("", fmt.Sprintf("%s must follow %s, but this is %s", tokColon, after, p.found()), diag.Note{
			Span: p.file.Span(Range{open, open + 1}), Text: "if a shape starts there, then this brace is not closed",
		})
		p.resumeAt(name.Start)
	}
	p.expect(tokColon, after)
}

// before says in a message what the name of the member must follow.
func (m *Member) before() string {
	switch {
	case m.Dollar >= 0:
		return "'$'"
	case len(m.Traits) > 0:
		return "the traits of a member"
	}
	return "'{' or a member"
}

// add1 adds a member that is complete.
func (p *parser) add1(m Member) {
	if !p.broken {
		p.members = append(p.members, m)
	}
}

// operation reads the body of an operation.
func (p *parser) operation(name string) *Operation {
	p.spaceAndDocs()
	o := &Operation{Range: p.at()}
	p.expect(tokLBrace, "the name of an operation")
	p.spaceAndDocs()
	for p.tok != tokRBrace && p.tok != tokEOF {
		prop := p.property(name)
		if !p.broken {
			o.Properties = append(o.Properties, prop)
		}
		p.needSpace("a property of an operation")
	}
	p.closing(tokRBrace, "the properties of an operation", o.Start)
	o.End = p.last
	return o
}

// property reads a property of the operation of the given name.
func (p *parser) property(of string) Property {
	r := Property{Range: p.at()}
	r.Key = p.identifier("'{' or a property of an operation")
	p.spaceAndDocs()
	r.Sign = p.at()
	switch r.Key.Text {
	case "input", "output":
		if p.tok != tokWalrus {
			p.expect(tokColon, "\""+r.Key.Text+"\"")
			p.spaceAndDocs()
			r.Target = p.id("':'")
			break
		}
		p.docs = -1 // what stands before the sign means nothing and never did
		p.next()
		r.Inline = p.inline()
	case "errors":
		p.expect(tokColon, "\"errors\"")
		r.Errors = p.idList()
	default:
		p.failOf(p.home+"#"+of, "an operation has no property %q: %s", short(r.Key.Text),
			diag.DidYouMean(r.Key.Text, shape.Operation.PropertyNames(), "it has input, output and errors"))
	}
	r.End = p.last
	return r
}

// inline reads a structure behind ":=".
func (p *parser) inline() *Inline {
	p.spaceAndDocs()
	in := &Inline{Range: p.at()}
	if p.docs >= 0 {
		in.Start = p.file.Comments[p.docs].Start
	}
	in.Docs, in.Traits = p.docsAndTraits()
	in.At = p.start
	in.For = p.forClause()
	in.With = p.withClause()
	if in.For == nil {
		in.For = p.forClause()
	}
	in.Body = p.memberBlock(false)
	in.End = p.last
	return in
}

// idList reads shape ids in brackets.
func (p *parser) idList() *IDList {
	p.spaceAndDocs()
	l := &IDList{Range: p.at()}
	p.expect(tokLBracket, "\"errors:\"")
	l.IDs = p.moreIDs("a part of a list of shapes")
	p.closing(tokRBracket, "the parts of a list of shapes", l.Start)
	l.End = p.last
	return l
}

// moreIDs reads shape ids up to a closing bracket and returns them behind those that were read before. after names one of them.
func (p *parser) moreIDs(after string, read ...Name) []Name {
	mark := len(p.names)
	p.names = append(p.names, read...)
	p.spaceAndDocs()
	for p.tok != tokRBracket && p.tok != tokEOF {
		n := p.id(after)
		p.names = append(p.names, n)
		p.spaceAndDocs()
	}
	ids := p.nameSlab.Keep(p.names[mark:])
	p.names = p.names[:mark]
	return ids
}
