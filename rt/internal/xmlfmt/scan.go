// The lexical part of reading XML: tags and attributes.
//
// The scanner reads a document once from beginning to end and keeps nothing of what it has passed: whoever reads an element
// holds its name and gives it back to find the end. Plain text is walked over once and not copied.

package xmlfmt

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// scanner reads a document from memory. After an error its place is not defined.
type scanner struct {
	data  []byte
	pos   int
	depth int

	// Of the start tag that was read last: whether it was its own end, and its attributes but for declarations of
	// namespaces.
	empty      bool
	attributes []attribute

	plainText []byte // the last text that is not in the document as it is
	open      []tag  // of skip: the elements that are open
}

// attribute is an attribute of an element; value is as it stands in the document, between its quotes.
type attribute struct {
	tag
	value []byte
}

// tag is the name of an element or attribute as it stands in the document.
type tag struct {
	name  []byte
	local int // where the part behind the prefix begins
}

// base is the name without its prefix.
func (t tag) base() []byte { return t.name[t.local:] }

// is reports whether the tag's name is that, or the same but for a prefix.
func (t tag) is(name string) bool {
	return string(t.name) == name || string(t.base()) == local(name)
}

// class says what a byte can be.
var class = [256]uint8{
	'\t': isSpace | isText, '\n': isSpace | isText, '\r': isSpace, ' ': isSpace | isText,
	'!': isText, '"': isText, '#': isText, '$': isText, '%': isText, '\'': isText, '(': isText, ')': isText, '*': isText,
	'+': isText, ',': isText, '-': isText | isName, '.': isText | isName, '/': isText,
	'0': isText | isName, '1': isText | isName, '2': isText | isName, '3': isText | isName, '4': isText | isName,
	'5': isText | isName, '6': isText | isName, '7': isText | isName, '8': isText | isName, '9': isText | isName,
	':': isText, ';': isText, '=': isText, '>': isText, '?': isText, '@': isText,
	'A': isAny, 'B': isAny, 'C': isAny, 'D': isAny, 'E': isAny, 'F': isAny, 'G': isAny, 'H': isAny, 'I': isAny,
	'J': isAny, 'K': isAny, 'L': isAny, 'M': isAny, 'N': isAny, 'O': isAny, 'P': isAny, 'Q': isAny, 'R': isAny,
	'S': isAny, 'T': isAny, 'U': isAny, 'V': isAny, 'W': isAny, 'X': isAny, 'Y': isAny, 'Z': isAny,
	'[': isText, '\\': isText, '^': isText, '_': isAny, '`': isText,
	'a': isAny, 'b': isAny, 'c': isAny, 'd': isAny, 'e': isAny, 'f': isAny, 'g': isAny, 'h': isAny, 'i': isAny,
	'j': isAny, 'k': isAny, 'l': isAny, 'm': isAny, 'n': isAny, 'o': isAny, 'p': isAny, 'q': isAny, 'r': isAny,
	's': isAny, 't': isAny, 'u': isAny, 'v': isAny, 'w': isAny, 'x': isAny, 'y': isAny, 'z': isAny,
	'{': isText, '|': isText, '}': isText, '~': isText, 0x7f: isText,
}

const (
	isSpace uint8 = 1 << iota
	isText        // in text, without a meaning of its own
	isName        // in a name
	isFirst       // at the beginning of a name

	isAny = isText | isName | isFirst
)

// at is the byte at i, 0 at the end.
func (s *scanner) at(i int) byte {
	if i < len(s.data) {
		return s.data[i]
	}
	return 0
}

// has reports whether text comes next.
func (s *scanner) has(text string) bool {
	return len(s.data)-s.pos >= len(text) && string(s.data[s.pos:s.pos+len(text)]) == text
}

// cut is the error of a document that ends too soon.
func (s *scanner) cut(wanted string) error {
	return fmt.Errorf("%s is missing at byte %d: %w", wanted, len(s.data), io.ErrUnexpectedEOF)
}

// unexpected is the error of something that cannot stand where it does.
func (s *scanner) unexpected(wanted string) error {
	if s.pos >= len(s.data) {
		return s.cut(wanted)
	}
	r, _ := utf8.DecodeRune(s.data[s.pos:])
	return fmt.Errorf("%q at byte %d, where %s should be", r, s.pos, wanted)
}

func (s *scanner) spaces() {
	for s.pos < len(s.data) && class[s.data[s.pos]]&isSpace != 0 {
		s.pos++
	}
}

// name reads the name of an element or attribute.
func (s *scanner) name(what string) (tag, error) {
	start, i, colon := s.pos, s.pos, -1
	if c := s.at(i); class[c]&isFirst == 0 && c != ':' && c < utf8.RuneSelf {
		return tag{}, s.unexpected(what)
	}
	for {
		for i < len(s.data) && class[s.data[i]]&isName != 0 {
			i++
		}
		switch c := s.at(i); {
		case c == ':' && colon < 0:
			colon = i
			i++
		case c == ':':
			return tag{}, fmt.Errorf("the name %.40q has two prefixes", s.data[start:i])
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRune(s.data[i:])
			if r == utf8.RuneError && size == 1 || !inName(r, i == start) {
				s.pos = i
				return tag{}, s.unexpected(what)
			}
			i += size
		default:
			s.pos = i
			t := tag{name: s.data[start:i]}
			if colon > start && colon < i-1 {
				t.local = colon + 1 - start
			}
			return t, nil
		}
	}
}

// inName reports whether a character outside ASCII can stand in a name, or begin one, as the fifth edition of XML 1.0 has it.
func inName(r rune, first bool) bool {
	switch {
	case r == 0xD7, r == 0xF7, r == 0x37E, r >= 0x2000 && r < 0x200C, r == 0xFFFE, r == 0xFFFF:
		return false
	case r == 0xB7, r >= 0x300 && r < 0x370, r == 0x203F, r == 0x2040:
		return !first
	case r >= 0xC0 && r < 0x200E, r >= 0x2070 && r < 0x2190, r >= 0x2C00 && r < 0x2FF0, r >= 0x3001 && r < 0xD800,
		r >= 0xF900 && r < 0xFDD0, r >= 0xFDF0, r >= 0x10000:
		return r < 0xF0000
	default:
		return false
	}
}

// startTag reads what follows the < of a start tag.
func (s *scanner) startTag() (tag, error) {
	t, err := s.name("the name of an element")
	if err != nil {
		return t, err
	}
	if s.depth++; s.depth > maxDepth {
		return t, errDepth
	}
	s.attributes = s.attributes[:0]
	if s.at(s.pos) == '>' { // most elements of most replies
		s.pos++
		s.empty = false
		return t, nil
	}
	return t, s.restOfTag(t)
}

// restOfTag reads the attributes and the end of a start tag.
func (s *scanner) restOfTag(t tag) error {
	for count := 0; ; count++ {
		before := s.pos
		s.spaces()
		switch c := s.at(s.pos); {
		case c == '>':
			s.pos++
			s.empty = false
			return nil
		case c == '/':
			if s.pos++; s.at(s.pos) != '>' {
				return s.unexpected("the > of an empty element")
			}
			s.pos++
			s.empty = true
			return nil
		case s.pos == before || s.pos >= len(s.data):
			return s.unexpected("the > of <" + quotable(t.name))
		case count == maxAttributes:
			return fmt.Errorf("<%s> has more than %d attributes", quotable(t.name), maxAttributes)
		}
		if err := s.attribute(); err != nil {
			return fmt.Errorf("in <%s>: %w", quotable(t.name), err)
		}
	}
}

// attribute reads an attribute, and keeps it unless it declares a namespace.
func (s *scanner) attribute() error {
	t, err := s.name("the name of an attribute")
	if err != nil {
		return err
	}
	s.spaces()
	if s.at(s.pos) != '=' {
		return s.unexpected("the = of an attribute")
	}
	s.pos++
	s.spaces()
	quote := s.at(s.pos)
	if quote != '"' && quote != '\'' {
		return s.unexpected("a quoted value")
	}
	s.pos++
	start := s.pos
	for {
		if err := s.text(quote); err != nil {
			return err
		}
		switch s.at(s.pos) {
		case quote:
			value := s.data[start:s.pos]
			s.pos++
			return s.keep(attribute{t, value})
		case '&':
			if _, err := s.reference(); err != nil {
				return err
			}
		case '\r':
			s.pos++
		default:
			return s.unexpected("the end of an attribute's value")
		}
	}
}

// keep adds an attribute to those of its element. Two of one name are an error, but only among those that anybody reads.
func (s *scanner) keep(a attribute) error {
	if string(a.name) == "xmlns" || string(a.name[:a.local]) == "xmlns:" {
		return nil
	}
	for i := range s.attributes {
		if bytes.Equal(s.attributes[i].name, a.name) {
			return fmt.Errorf("the attribute %s is there twice", quotable(a.name))
		}
	}
	s.attributes = append(s.attributes, a)
	return nil
}

// child reads up to the start tag of the next element within parent and returns its name; false at the end of parent, which
// is read too. Text on the way is passed over.
func (s *scanner) child(parent tag) (tag, bool, error) {
	if s.empty {
		s.end()
		return tag{}, false, nil
	}
	for {
		for s.pos < len(s.data) && class[s.data[s.pos]]&isSpace != 0 {
			s.pos++
		}
		if s.at(s.pos) != '<' {
			if err := s.pass(parent); err != nil {
				return tag{}, false, err
			}
			continue
		}
		switch s.at(s.pos + 1) {
		case '/':
			return tag{}, false, s.endTag(parent)
		case '!', '?':
			if err := s.pass(parent); err != nil {
				return tag{}, false, err
			}
		default:
			s.pos++
			t, err := s.startTag()
			return t, err == nil, err
		}
	}
}

// pass reads a piece of what stands between elements.
func (s *scanner) pass(parent tag) error {
	if s.pos >= len(s.data) {
		return s.cut("</" + quotable(parent.name) + ">")
	}
	_, err := s.piece(nil)
	return err
}

// end leaves an element.
func (s *scanner) end() {
	s.depth--
	s.empty = false
}

// endTag reads the end tag of an element, from its <.
func (s *scanner) endTag(t tag) error {
	i := s.pos + 2
	if end := i + len(t.name); end < len(s.data) && s.data[end] == '>' && bytes.Equal(s.data[i:end], t.name) {
		s.pos = end + 1
		s.depth--
		return nil
	}
	s.pos = i
	got, err := s.name("the name of an element")
	if err != nil {
		return err
	}
	if !bytes.Equal(got.name, t.name) {
		return fmt.Errorf("</%s> at byte %d, where </%s> should be", quotable(got.name), i-2, quotable(t.name))
	}
	s.spaces()
	if s.at(s.pos) != '>' {
		return s.unexpected("the > of </" + quotable(t.name))
	}
	s.pos++
	s.depth--
	return nil
}

// quotable is a name for an error: not all of a very long one.
func quotable(name []byte) string {
	const most = 60
	if len(name) > most {
		return string(bytes.ToValidUTF8(name[:most], nil)) + "…"
	}
	return string(name)
}

// skip reads the rest of the element whose start tag was read last.
func (s *scanner) skip(t tag) error {
	s.open = append(s.open[:0], t)
	for len(s.open) > 0 {
		inner, ok, err := s.child(s.open[len(s.open)-1])
		if err != nil {
			return err
		}
		if ok {
			s.open = append(s.open, inner)
		} else {
			s.open = s.open[:len(s.open)-1]
		}
	}
	return nil
}
