// The lexical part of writing JSON.

package jsonfmt

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// writer appends JSON to a buffer. Commas come by themselves: a value or key needs one unless it is the first behind a
// bracket or a colon, which the last byte tells. The methods are not inlined: that would double the size of the encoder and
// gain nothing that can be measured.
type writer struct{ buf []byte }

func (w *writer) comma() {
	if len(w.buf) == 0 {
		return
	}
	switch w.buf[len(w.buf)-1] {
	case '{', '[', ':':
	default:
		w.buf = append(w.buf, ',')
	}
}

//go:noinline
func (w *writer) open(bracket byte) {
	w.comma()
	w.buf = append(w.buf, bracket)
}

//go:noinline
func (w *writer) close(bracket byte) { w.buf = append(w.buf, bracket) }

//go:noinline
func (w *writer) key(name string) {
	w.str(name)
	w.buf = append(w.buf, ':')
}

// raw appends a value that is JSON already.
//
//go:noinline
func (w *writer) raw(text string) {
	w.comma()
	w.buf = append(w.buf, text...)
}

//go:noinline
func (w *writer) boolean(b bool) {
	w.comma()
	w.buf = strconv.AppendBool(w.buf, b)
}

//go:noinline
func (w *writer) integer(n int64) {
	w.comma()
	w.buf = strconv.AppendInt(w.buf, n, 10)
}

// float writes a number; the three that JSON lacks are strings, as Smithy has it.
func (w *writer) float(f float64, bits int) {
	switch abs := math.Abs(f); {
	case math.IsNaN(f):
		w.str("NaN")
	case math.IsInf(f, 1):
		w.str("Infinity")
	case math.IsInf(f, -1):
		w.str("-Infinity")
	case abs != 0 && (abs < 1e-6 || abs >= 1e21):
		w.comma()
		w.buf = strconv.AppendFloat(w.buf, f, 'e', -1, bits)
	default:
		w.comma()
		w.buf = strconv.AppendFloat(w.buf, f, 'f', -1, bits)
	}
}

// str writes a string. A byte that is not UTF-8 becomes U+FFFD, as encoding/json has it: JSON has no form for it.
func (w *writer) str(s string) {
	w.comma()
	w.buf = append(w.buf, '"')
	if n := ascii(s); n == len(s) {
		w.buf = append(w.buf, s...)
	} else {
		w.escaped(s, n)
	}
	w.buf = append(w.buf, '"')
}

// ascii returns how many bytes s begins with that stand for themselves in JSON's strings and are ASCII.
func ascii(s string) int {
	data := unsafe.Slice(unsafe.StringData(s), len(s))
	i := 0
	for ; i+8 <= len(data); i += 8 {
		x := binary.LittleEndian.Uint64(data[i:])
		quote, slash := x^(ones*'"'), x^(ones*'\\')
		if found := (x | (quote-ones)&^quote | (slash-ones)&^slash | (x-ones*' ')&^x) & highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(data); i++ {
		if c := data[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			return i
		}
	}
	return i
}

// escaped writes what stands between the quotes of a string whose first n bytes stand for themselves.
func (w *writer) escaped(s string, n int) {
	const hex = "0123456789abcdef"
	b := w.buf
	done := 0 // how much of s is written
	for i := n; i < len(s); {
		c, size := s[i], 1
		switch {
		case c >= utf8.RuneSelf:
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size != 1 {
				i += size
				continue
			}
			b = append(append(b, s[done:i]...), "\ufffd"...)
		case c == '"', c == '\\':
			b = append(append(b, s[done:i]...), '\\', c)
		case c == '\n':
			b = append(append(b, s[done:i]...), '\\', 'n')
		case c < ' ':
			b = append(append(b, s[done:i]...), '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			i++
			continue
		}
		i += size
		done = i
	}
	b = append(b, s[done:]...)
	w.buf = b
}
