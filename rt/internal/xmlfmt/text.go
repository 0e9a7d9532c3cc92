// The lexical part of reading XML: what stands between tags.

package xmlfmt

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// text passes over plain text. It stops at a <, a & or a carriage return, and at quote if that is not 0.
func (s *scanner) text(quote byte) error {
	data, i := s.data, s.pos
	for i < len(data) {
		c := data[i]
		if class[c]&isText != 0 {
			if c == quote {
				break
			}
			i++
			continue
		}
		if c == '<' || c == '&' || c == '\r' {
			break
		}
		size, err := special(data, i, quote == 0)
		if err != nil {
			return err
		}
		i += size
	}
	s.pos = i
	return nil
}

// special checks what is not plain: a character outside ASCII, or a bracket, of which three make the end of a CDATA section
// and stand nowhere else. It returns how long it is.
func special(data []byte, i int, brackets bool) (int, error) {
	switch c := data[i]; {
	case c == ']':
		if brackets && bytes.HasPrefix(data[i:], []byte("]]>")) {
			return 0, fmt.Errorf("]]> at byte %d, outside of a CDATA section", i)
		}
		return 1, nil
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return 0, fmt.Errorf("what stands at byte %d is not UTF-8", i)
		}
		if !isChar(r) {
			return 0, fmt.Errorf("the character %U at byte %d, which XML does not have", r, i)
		}
		return size, nil
	default:
		return 0, fmt.Errorf("the character %U at byte %d, which XML does not have", rune(c), i)
	}
}

// isChar reports whether XML 1.0 has the character.
func isChar(r rune) bool {
	return r >= ' ' && r < 0xD800 || r == '\n' || r == '\t' || r == '\r' || r >= 0xE000 && r < 0xFFFE ||
		r >= 0x10000 && r <= utf8.MaxRune
}

// characters checks what no reference is looked for in: a comment, an instruction, a CDATA section.
func (s *scanner) characters(from, to int) error {
	for i := from; i < to; {
		c := s.data[i]
		if class[c]&(isText|isSpace) != 0 || c == '<' || c == '&' {
			i++
			continue
		}
		size, err := special(s.data[:to], i, false)
		if err != nil {
			return err
		}
		i += size
	}
	return nil
}

// content reads the text of the element whose start tag was read last, and its end tag. What it returns is good until the
// next text is read.
func (s *scanner) content(t tag) ([]byte, error) {
	if s.empty {
		s.end()
		return nil, nil
	}
	start := s.pos
	if err := s.text(0); err != nil {
		return nil, err
	}
	if end := s.pos; s.at(end) == '<' && s.at(end+1) == '/' {
		return s.data[start:end], s.endTag(t)
	}
	s.plainText = append(s.plainText[:0], s.data[start:s.pos]...)
	for s.at(s.pos) != '<' || s.at(s.pos+1) != '/' {
		if s.pos >= len(s.data) {
			return nil, s.cut("</" + quotable(t.name) + ">")
		}
		var err error
		if s.plainText, err = s.piece(s.plainText); err != nil {
			return nil, err
		}
	}
	return s.plainText, s.endTag(t)
}

// piece reads the next part of an element's text that begins with no tag, and appends what it stands for to b: plain text,
// a reference, a line end, a CDATA section, a comment, or an instruction.
func (s *scanner) piece(b []byte) ([]byte, error) {
	switch c := s.at(s.pos); {
	case c == '&':
		r, err := s.reference()
		return utf8.AppendRune(b, r), err
	case c == '\r':
		return s.lineEnd(b), nil
	case c != '<':
		start := s.pos
		err := s.text(0)
		return append(b, s.data[start:s.pos]...), err
	case s.has("<![CDATA["):
		return s.cdata(b)
	case s.has("<!--"):
		return b, s.comment()
	case s.has("<?"):
		return b, s.instruction()
	case s.has("<!"):
		return b, errDeclaration
	default:
		s.pos++
		t, err := s.startTag()
		if err == nil {
			err = fmt.Errorf("the element <%s> stands where there should be text alone", quotable(t.name))
		}
		return b, err
	}
}

var errDeclaration = errors.New("it has a document type or another declaration, which no service sends and which is not read")

// lineEnd reads a carriage return, with the line feed behind it if there is one: both are one line feed.
func (s *scanner) lineEnd(b []byte) []byte {
	if s.pos++; s.at(s.pos) == '\n' {
		s.pos++
	}
	return append(b, '\n')
}

// reference reads a reference to a character or to one of the five entities that XML predefines.
func (s *scanner) reference() (rune, error) {
	end := bytes.IndexByte(s.data[s.pos:min(len(s.data), s.pos+maxReference)], ';')
	if end < 0 {
		return 0, fmt.Errorf("a & at byte %d that begins no reference: it should be &amp;", s.pos)
	}
	text := s.data[s.pos+1 : s.pos+end]
	s.pos += end + 1
	switch string(text) {
	case "lt":
		return '<', nil
	case "gt":
		return '>', nil
	case "amp":
		return '&', nil
	case "quot":
		return '"', nil
	case "apos":
		return '\'', nil
	}
	if r, ok := character(text); ok && isChar(r) {
		return r, nil
	}
	return 0, fmt.Errorf("%q is no character, and entities other than lt, gt, amp, quot and apos are not read", "&"+string(text)+";")
}

// maxReference bounds the length of a reference: &#x10FFFF; with zeros in front.
const maxReference = 24

// character reads the number of a reference to a character, such as #10 or #xA.
func character(text []byte) (rune, bool) {
	digits, ok := bytes.CutPrefix(text, []byte("#"))
	base := rune(10)
	if hexadecimal, isHex := bytes.CutPrefix(digits, []byte("x")); isHex {
		digits, base = hexadecimal, 16
	}
	if !ok || len(digits) == 0 {
		return 0, false
	}
	r := rune(0)
	for _, c := range digits {
		d := rune(99)
		switch {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		}
		if r = r*base + d; d >= base || r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, true
}

// cdata reads a CDATA section.
func (s *scanner) cdata(b []byte) ([]byte, error) {
	start := s.pos + len("<![CDATA[")
	length := bytes.Index(s.data[start:], []byte("]]>"))
	if length < 0 {
		return b, s.cut("the ]]> of a CDATA section")
	}
	end := start + length
	if err := s.characters(start, end); err != nil {
		return b, err
	}
	for s.pos = start; s.pos < end; {
		length := bytes.IndexByte(s.data[s.pos:end], '\r')
		if length < 0 {
			b = append(b, s.data[s.pos:end]...)
			break
		}
		b = append(b, s.data[s.pos:s.pos+length]...)
		s.pos += length
		b = s.lineEnd(b)
	}
	s.pos = end + len("]]>")
	return b, nil
}

func (s *scanner) comment() error {
	start := s.pos + len("<!--")
	length := bytes.Index(s.data[start:], []byte("--"))
	if length < 0 {
		return s.cut("the --> of a comment")
	}
	end := start + length
	if s.at(end+2) != '>' {
		return fmt.Errorf("-- at byte %d, within a comment", end)
	}
	s.pos = end + len("-->")
	return s.characters(start, end)
}

// instruction reads a processing instruction other than the XML declaration.
func (s *scanner) instruction() error {
	s.pos += len("<?")
	t, err := s.name("the name of an instruction")
	if err != nil {
		return err
	}
	if strings.EqualFold(string(t.name), "xml") {
		return fmt.Errorf("an XML declaration at byte %d, behind the beginning", s.pos)
	}
	start := s.pos
	length := bytes.Index(s.data[start:], []byte("?>"))
	if length < 0 {
		return s.cut("the ?> of an instruction")
	}
	s.pos = start + length + len("?>")
	if length > 0 && class[s.data[start]]&isSpace == 0 {
		return fmt.Errorf("%q at byte %d, where a space should be", s.data[start], start)
	}
	return s.characters(start, start+length)
}

// root reads what comes before the root element, and its start tag.
func (s *scanner) root() (tag, error) {
	if bytes.HasPrefix(s.data, []byte("\xef\xbb\xbf")) {
		s.pos = 3
	}
	if s.has("<?xml") && class[s.at(s.pos+len("<?xml"))]&isSpace != 0 {
		if err := s.declaration(); err != nil {
			return tag{}, err
		}
	}
	if err := s.misc(); err != nil {
		return tag{}, err
	}
	if s.at(s.pos) != '<' {
		return tag{}, s.unexpected("an element")
	}
	s.pos++
	return s.startTag()
}

// misc reads comments and instructions around the root element.
func (s *scanner) misc() error {
	for {
		s.spaces()
		var err error
		switch {
		case s.has("<!--"):
			err = s.comment()
		case s.has("<!"):
			err = errDeclaration
		case s.has("<?"):
			err = s.instruction()
		default:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// declaration reads the XML declaration: version, encoding and standalone, of which the first must be there.
func (s *scanner) declaration() error {
	s.pos += len("<?xml")
	next := 0
	for {
		s.spaces()
		if s.has("?>") {
			s.pos += len("?>")
			break
		}
		if s.at(s.pos) == '?' {
			return s.unexpected("the ?> of the XML declaration")
		}
		s.attributes = s.attributes[:0]
		if err := s.attribute(); err != nil {
			return fmt.Errorf("in the XML declaration: %w", err)
		}
		if len(s.attributes) == 0 {
			return errors.New("the XML declaration declares a namespace")
		}
		var err error
		if next, err = declared(next, s.attributes[0]); err != nil {
			return err
		}
		if c := s.at(s.pos); class[c]&isSpace == 0 && c != '?' {
			return s.unexpected("a space")
		}
	}
	if next == 0 {
		return errors.New("the XML declaration has no version")
	}
	return nil
}

// declared checks a part of the XML declaration, of which those from next on may come, and returns which may come then.
func declared(next int, a attribute) (int, error) {
	switch value := string(a.value); {
	case string(a.name) == "version" && next == 0:
		if value != "1.0" {
			return 0, fmt.Errorf("it is in version %.20q of XML: only 1.0 is read", value)
		}
		return 1, nil
	case string(a.name) == "encoding" && next == 1:
		if !strings.EqualFold(value, "utf-8") {
			return 0, fmt.Errorf("it is in the encoding %.40q: only UTF-8 is read", value)
		}
		return 2, nil
	case string(a.name) == "standalone" && next >= 1 && next < 3 && (value == "yes" || value == "no"):
		return 3, nil
	default:
		return 0, fmt.Errorf("%s=%.40q cannot stand in the XML declaration where it does", quotable(a.name), value)
	}
}

// finish reads what comes behind the root element.
func (s *scanner) finish() error {
	if err := s.misc(); err != nil {
		return err
	}
	if s.pos < len(s.data) {
		return s.unexpected("the end of the document")
	}
	return nil
}

// unescape appends what the value of an attribute, which was checked, stands for to b.
func unescape(b, value []byte) []byte {
	v := scanner{data: value}
	for v.pos < len(value) {
		switch c := value[v.pos]; c {
		case '&':
			r, err := v.reference()
			if err != nil {
				return b
			}
			b = utf8.AppendRune(b, r)
		case '\r':
			b = v.lineEnd(b)
		default:
			b = append(b, c)
			v.pos++
		}
	}
	return b
}
