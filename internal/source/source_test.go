// Tests of positions: every offset of small texts against a count by hand, and texts longer than a block of the index.

package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// naive works out a position the slow way.
func naive(text string, off int) (line, col int) {
	before, inBreak := text[:off], ""
	if strings.HasSuffix(before, "\r") && strings.HasPrefix(text[off:], "\n") {
		before, inBreak = before[:off-1], "\r"
	}
	before = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(before) + inBreak
	line = strings.Count(before, "\n") + 1
	last := before[strings.LastIndexByte(before, '\n')+1:]
	return line, utf8.RuneCountInString(last) + 1
}

func TestPositionAgreesWithCounting(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"empty":              "",
		"one line":           "abc",
		"ends in a newline":  "a\nbc\n",
		"newlines alone":     "\n\n\n",
		"both":               "a\r\nb\r\n",
		"carriage returns":   "a\rb\r\rc\r",
		"mixed":              "a\r\r\nb\n\rc\r\n\r\n\n\rd",
		"break over a block": strings.Repeat("x", blockSize-1) + "\r\n" + strings.Repeat("y", blockSize-2) + "\rz\r",
		"many of all":        strings.Repeat("a\rb\r\nc\ndé", 900),
		"accents":            "é=1\nnaïve ü\n日本語x\n",
		"long line":          strings.Repeat("x", 5000),
		"long line, accents": strings.Repeat("é日", 2000) + "\n" + strings.Repeat("ü", 1500),
		"many lines":         strings.Repeat("ab\ncdé\n", 900),
		"newline on a block": strings.Repeat("x", blockSize-1) + "\n" + strings.Repeat("y", blockSize-1) + "\n",
		"block boundary":     strings.Repeat("x", blockSize) + "\n\n" + strings.Repeat("y", blockSize),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := New("f", []byte(text))
			for off := 0; off <= len(text); off++ {
				if off < len(text) && !utf8.RuneStart(text[off]) {
					continue
				}
				line, col := f.Position(off)
				wantLine, wantCol := naive(text, off)
				if line != wantLine || col != wantCol {
					t.Fatalf("Position(%d) = %d:%d, want %d:%d", off, line, col, wantLine, wantCol)
				}
			}
		})
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 3*blockSize)
	texts := map[string]string{
		"empty":         "",
		"lines":         "one\ntwo\r\n\nfour",
		"final newline": "one\n",
		"long":          long + "\n" + long + "\r\nend\n",
		"many":          strings.Repeat("a\nbc\n", 1000),
		"mixed":         "one\rtwo\r\n\rthree\n\r\nfour\r\r\nfive\r",
		"over a block":  strings.Repeat("x", blockSize-1) + "\r\n" + strings.Repeat("y\r", blockSize),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := New("f", []byte(text))
			want := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
			var got []string
			for n := range want {
				got = append(got, f.Line(n+1))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			for _, n := range []int{-1, 0, len(want) + 1, 1 << 40} {
				if line := f.Line(n); line != "" {
					t.Errorf("Line(%d) = %q, want nothing", n, line)
				}
			}
		})
	}
}

func TestPositionOutsideTheText(t *testing.T) {
	t.Parallel()
	f := New("f", []byte("ab\nc"))
	if line, col := f.Position(-5); line != 1 || col != 1 {
		t.Errorf("before the text: %d:%d, want 1:1", line, col)
	}
	if line, col := f.Position(99); line != 2 || col != 2 {
		t.Errorf("after the text: %d:%d, want 2:2", line, col)
	}
}

func TestIndexOfNewlinesStaysSmall(t *testing.T) {
	t.Parallel()
	f := New("f", []byte(strings.Repeat("\n", 1<<20)))
	if line, col := f.Position(1 << 20); line != 1<<20+1 || col != 1 {
		t.Errorf("end of a megabyte of newlines: %d:%d", line, col)
	}
	if n := len(f.index()); n > 1<<20/blockSize+1 {
		t.Errorf("the index has %d marks", n)
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	f := New("dir/f.json", []byte("{\n  \"é\": 1\n}"))
	s := Span{File: f, Start: 4, End: 8}
	if s.IsZero() || s.Text() != `"é"` || s.String() != "dir/f.json:2:3" {
		t.Errorf("span reads %q at %s", s.Text(), s)
	}
	var zero Span
	line, col := zero.Position()
	if !zero.IsZero() || zero.Text() != "" || zero.String() != "" || line != 0 || col != 0 {
		t.Errorf("the zero span reads %q at %q", zero.Text(), zero)
	}
	if got := (Span{File: f, Start: 9, End: 400}).Text(); got != " 1\n}" {
		t.Errorf("a span that ends behind the text reads %q", got)
	}
	if got := (Span{File: f, Start: 9, End: 2}).Text(); got != "" {
		t.Errorf("a span turned round reads %q", got)
	}
}
