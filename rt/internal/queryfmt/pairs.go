// The lexical part of reading forms: pairs with their percent-encoding taken off, in the order that the decoder needs.

package queryfmt

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// What is read at most. The pairs take memory of 12 bytes each beside the bytes that came.
const (
	maxPairs = 1 << 20
	maxBytes = 1 << 30
)

// pair is a key and the value right behind it in the text.
type pair struct{ start, colon, end uint32 }

// pairs are a form's. Its memory is that of the form and 12 bytes a pair.
type pairs struct {
	text []byte // the keys and values, decoded
	all  []pair
}

var (
	errBytes = fmt.Errorf("is longer than %d bytes", maxBytes)
	errPairs = fmt.Errorf("has more than %d pairs", maxPairs)
)

// parse reads a form's pairs. Empty pairs are skipped, a key without an equals sign has an empty value.
func parse(data []byte) (pairs, error) {
	if len(data) > maxBytes {
		return pairs{}, errBytes
	}
	n := bytes.Count(data, []byte{'&'}) + 1
	if n > maxPairs {
		return pairs{}, errPairs
	}
	p := pairs{text: make([]byte, 0, len(data)), all: make([]pair, 0, n)}
	for len(data) > 0 {
		var one []byte
		one, data, _ = bytes.Cut(data, []byte{'&'})
		if len(one) == 0 {
			continue
		}
		key, value, _ := bytes.Cut(one, []byte{'='})
		start := len(p.text)
		if err := p.add(key); err != nil {
			return pairs{}, err
		}
		colon := len(p.text)
		if err := p.add(value); err != nil {
			return pairs{}, err
		}
		p.all = append(p.all, pair{uint32(start), uint32(colon), uint32(len(p.text))}) //nolint:gosec // below maxBytes
	}
	return p, nil
}

var errEscape = errors.New("has a percent sign that two hexadecimal digits do not follow")

// add decodes a key or value.
func (p *pairs) add(s []byte) error {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '+':
			p.text = append(p.text, ' ')
		case '%':
			if i+2 >= len(s) {
				return errEscape
			}
			high, low := digit(s[i+1]), digit(s[i+2])
			if high|low > 15 {
				return errEscape
			}
			p.text = append(p.text, high<<4|low)
			i += 2
		default:
			p.text = append(p.text, c)
		}
	}
	return nil
}

// digit is the value of a hexadecimal digit, 255 for anything else.
func digit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	default:
		return 255
	}
}

func (p *pairs) keyOf(i int) []byte   { return p.text[p.all[i].start:p.all[i].colon] }
func (p *pairs) valueOf(i int) []byte { return p.text[p.all[i].colon:p.all[i].end] }

// sort brings together what belongs together: keys by their steps, a way before the longer ones that it begins, and steps by
// length before bytes, which puts indexes in the order of their numbers. Equal keys stay in the order in which they came.
func (p *pairs) sort() {
	slices.SortFunc(p.all, func(a, b pair) int {
		if order := compareKeys(p.text[a.start:a.colon], p.text[b.start:b.colon]); order != 0 {
			return order
		}
		return cmp.Compare(a.start, b.start)
	})
}

func compareKeys(a, b []byte) int {
	for {
		var x, y []byte
		var moreA, moreB bool
		x, a, moreA = bytes.Cut(a, point)
		y, b, moreB = bytes.Cut(b, point)
		if len(x) != len(y) {
			return cmp.Compare(len(x), len(y))
		}
		if order := bytes.Compare(x, y); order != 0 {
			return order
		}
		switch {
		case moreA && moreB:
		case moreA:
			return 1
		case moreB:
			return -1
		default:
			return 0
		}
	}
}

var point = []byte{'.'}
