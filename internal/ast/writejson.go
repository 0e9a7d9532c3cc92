// Writing JSON with a fixed indentation, numbers exactly as they are.

package ast

import (
	"bufio"
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/shape"
)

// jsonWriter writes one JSON value. Errors stick to the buffered writer, whose Flush returns them.
type jsonWriter struct {
	w     *bufio.Writer
	depth int
	more  bool // something stands in the innermost array or object already
}

const indentation = "    "

// raw writes text as it is.
func (j *jsonWriter) raw(s string) {
	_, _ = j.w.WriteString(s) // the error sticks
}

// open begins an array or object.
func (j *jsonWriter) open(bracket byte) {
	_ = j.w.WriteByte(bracket)
	j.depth++
	j.more = false
}

// close ends the array or object that open began.
func (j *jsonWriter) close(bracket byte) {
	j.depth--
	if j.more {
		j.newLine()
	}
	_ = j.w.WriteByte(bracket)
	j.more = true
}

func (j *jsonWriter) newLine() {
	j.raw("\n")
	for range j.depth {
		j.raw(indentation)
	}
}

// element begins an element of an array.
func (j *jsonWriter) element() {
	if j.more {
		j.raw(",")
	}
	j.newLine()
	j.more = true
}

// key begins an entry of an object.
func (j *jsonWriter) key(name string) {
	j.element()
	j.str(name)
	j.raw(": ")
}

// node writes a value of a trait.
func (j *jsonWriter) node(n shape.Node) { j.value(n, false) }

// sorted writes a value of metadata, the keys of its objects sorted to any depth.
func (j *jsonWriter) sorted(n shape.Node) { j.value(n, true) }

func (j *jsonWriter) value(n shape.Node, sorted bool) {
	switch n.Kind() {
	case shape.NodeBool:
		if n.Bool() {
			j.raw("true")
		} else {
			j.raw("false")
		}
	case shape.NodeNumber:
		j.raw(n.Num())
	case shape.NodeString:
		j.str(n.Str())
	case shape.NodeArray:
		j.open('[')
		for _, e := range n.Elems() {
			j.element()
			j.value(e, sorted)
		}
		j.close(']')
	case shape.NodeObject:
		list := n.FieldList()
		if sorted {
			list = slices.SortedStableFunc(slices.Values(list), func(a, b shape.Field) int { return cmp.Compare(a.Name, b.Name) })
		}
		j.open('{')
		for _, f := range list {
			j.key(f.Name)
			j.value(f.Value, sorted)
		}
		j.close('}')
	default:
		j.raw("null")
	}
}

const hexDigits = "0123456789abcdef"

// str writes a string. Only what JSON demands is escaped, so that text in any language stays readable.
func (j *jsonWriter) str(s string) {
	_ = j.w.WriteByte('"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 { // no text of a file that was read, but JSON it must be
				j.raw(s[start:i])
				j.raw("\ufffd")
				start = i + size
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		j.raw(s[start:i])
		j.escape(c)
		i++
		start = i
	}
	j.raw(s[start:])
	_ = j.w.WriteByte('"')
}

func (j *jsonWriter) escape(c byte) {
	short := byte(0)
	switch c {
	case '"', '\\':
		short = c
	case '\b':
		short = 'b'
	case '\f':
		short = 'f'
	case '\n':
		short = 'n'
	case '\r':
		short = 'r'
	case '\t':
		short = 't'
	}
	if short != 0 {
		j.raw("\\" + string(short))
		return
	}
	j.raw("\\u00" + string([]byte{hexDigits[c>>4], hexDigits[c&15]}))
}
