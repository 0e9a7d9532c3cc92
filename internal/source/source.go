// Package source holds the text that a model is read from and turns byte offsets into lines and columns.
//
// It is the lowest package of the generator: everything that has a position carries a [Span] of two byte offsets,
// and lines and columns are worked out only for the few positions that somebody is shown.
package source

import (
	"bytes"
	"fmt"
	"sort"
	"sync"
)

// MaxSize is the size in bytes above which no file of a model is read: offsets must fit 31 bits, with room to add. The largest
// model that AWS publishes has 11 MB.
const MaxSize = 256 << 20

// A File is a named text. Its Name and Text must not change after New; its methods are safe for concurrent use.
type File struct {
	Name string // as the user named it; shown in front of every diagnostic
	Text []byte // the whole content, UTF-8 if it is well formed

	once  sync.Once
	marks []mark
}

// New returns a file of the given name and content, which must be shorter than 2 GiB. It keeps text and does not copy
// it; nothing is computed yet.
func New(name string, text []byte) *File {
	return &File{Name: name, Text: text}
}

// blockSize is the number of bytes between two marks of the line index. The index costs 12 bytes a block whatever
// the text holds, so a file of newlines alone needs no more memory than any other, and a position in the middle of
// a minified file of one line is found without reading the line.
const blockSize = 1024

// A mark is what is known at the first byte of a block.
type mark struct {
	lines     int32 // line breaks that end before the block
	chars     int32 // code points that start before the block
	lineStart int32 // offset of the first byte of the line that the block starts in
}

// index builds the marks, one for each started block and one for the end of the text.
func (f *File) index() []mark {
	f.once.Do(func() {
		marks := make([]mark, 0, len(f.Text)/blockSize+2)
		var at mark
		for off := 0; off < len(f.Text); off += blockSize {
			marks = append(marks, at)
			block := f.Text[off:min(off+blockSize, len(f.Text))]
			lines, start := f.breaks(off, off+len(block))
			at.lines += int32(lines)
			at.chars += int32(countChars(block))
			if lines > 0 {
				at.lineStart = int32(start)
			}
		}
		marks = append(marks, at)
		f.marks = marks
	})
	return f.marks
}

var newline = []byte{'\n'}

// breaks counts the line breaks that end between two offsets, and returns the offset behind the last of them. A line break is a
// newline, a carriage return, or both in this order.
func (f *File) breaks(from, to int) (count, behind int) {
	text := f.Text[from:to]
	count = bytes.Count(text, newline)
	behind = from + bytes.LastIndexByte(text, '\n') + 1
	for i := bytes.IndexByte(text, '\r'); i >= 0; {
		if end := from + i + 1; end == len(f.Text) || f.Text[end] != '\n' {
			count++
			behind = max(behind, end)
		}
		next := bytes.IndexByte(text[i+1:], '\r')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return count, behind
}

// countChars counts the code points that start in text: all bytes but the continuation bytes of UTF-8.
func countChars(text []byte) int {
	n := 0
	for _, c := range text {
		if c&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// clamp moves an offset into the text.
func (f *File) clamp(off int) int { return max(0, min(off, len(f.Text))) }

// Position returns the line and the column of the byte at off, both from 1; the column counts Unicode code points.
// An offset outside the text counts as its nearest end.
func (f *File) Position(off int) (line, col int) {
	off = f.clamp(off)
	m := f.index()[off/blockSize]
	block := off / blockSize * blockSize
	lines, start := f.breaks(block, off)
	if lines > 0 {
		return int(m.lines) + lines + 1, countChars(f.Text[start:off]) + 1
	}
	return int(m.lines) + 1, int(m.chars) + countChars(f.Text[block:off]) - f.charsBefore(int(m.lineStart)) + 1
}

// charsBefore counts the code points that start before off.
func (f *File) charsBefore(off int) int {
	return int(f.index()[off/blockSize].chars) + countChars(f.Text[off/blockSize*blockSize:off])
}

// Line returns the text of line n, counted from 1, without its line break; "" if there is no such line.
func (f *File) Line(n int) string {
	start, end := f.LineBounds(n)
	return string(f.Text[start:end])
}

// LineBounds returns the offsets of the first byte of line n, counted from 1, and of the byte after its last one.
// The line break is not part of the line. Both are the length of the text if there is no such line.
func (f *File) LineBounds(n int) (start, end int) {
	marks := f.index()
	if n < 1 || n > int(marks[len(marks)-1].lines)+1 {
		return len(f.Text), len(f.Text)
	}
	// The line starts after its preceding break, in the last block before which fewer than n-1 breaks stand.
	if n > 1 {
		block := sort.Search(len(marks), func(i int) bool { return int(marks[i].lines) >= n-1 }) - 1
		start = block * blockSize
		for missing := n - 1 - int(marks[block].lines); missing > 0; missing-- {
			_, start = f.nextBreak(start)
		}
	}
	end, _ = f.nextBreak(start)
	return start, end
}

// nextBreak returns the offsets of the first line break from an offset on and of the byte behind it, the length of the text for
// both if there is none.
func (f *File) nextBreak(from int) (at, behind int) {
	at, behind = len(f.Text), len(f.Text)
	if i := bytes.IndexByte(f.Text[from:], '\n'); i >= 0 {
		at, behind = from+i, from+i+1
	}
	if i := bytes.IndexByte(f.Text[from:at], '\r'); i >= 0 {
		if from+i+1 < at || behind == at { // it stands alone
			return from + i, from + i + 1
		}
		at = from + i
	}
	return at, behind
}

// A Span is a range of bytes of a file: Start is the offset of its first byte, End that of the byte after its last.
// The zero Span stands for "no position".
type Span struct {
	File       *File
	Start, End int
}

// IsZero reports whether the span has no position.
func (s Span) IsZero() bool { return s.File == nil }

// Position returns line and column of the span's start, as [File.Position] does; 0, 0 if the span is zero.
func (s Span) Position() (line, col int) {
	if s.File == nil {
		return 0, 0
	}
	return s.File.Position(s.Start)
}

// Text returns the bytes that the span covers, "" if it is zero. Bounds outside the file are moved into it.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	start := s.File.clamp(s.Start)
	return string(s.File.Text[start:max(start, s.File.clamp(s.End))])
}

// String returns "file:line:column" of the span's start, "" if the span is zero.
func (s Span) String() string {
	if s.File == nil {
		return ""
	}
	line, col := s.Position()
	return fmt.Sprintf("%s:%d:%d", s.File.Name, line, col)
}
