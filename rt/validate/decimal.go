package validate

import (
	"cmp"
	"strings"
)

// This file compares decimal texts of any size without computing with them.

// decimal is a number as 0.digits × 10^exponent. The digits have no zeros at either end; zero has no digits.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// maxExponent is beyond all exponents that differ in any model; higher ones are taken for it.
const maxExponent = 1 << 58

// decimalWithin reports whether text is a number between low and high, of which an empty one is open.
func decimalWithin(text, low, high string) bool {
	value, ok := parseDecimal(text)
	if !ok {
		return false
	}
	if bound, ok := parseDecimal(low); ok && value.compare(bound) < 0 {
		return false
	}
	bound, ok := parseDecimal(high)
	return !ok || value.compare(bound) <= 0
}

func parseDecimal(text string) (decimal, bool) {
	var d decimal
	switch {
	case strings.HasPrefix(text, "-"):
		d.negative = true
		text = text[1:]
	case strings.HasPrefix(text, "+"):
		text = text[1:]
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		var ok bool
		if d.exponent, ok = parseExponent(text[at+1:]); !ok {
			return decimal{}, false
		}
		text = text[:at]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if whole+fraction == "" || !onlyDigits(whole) || !onlyDigits(fraction) {
		return decimal{}, false
	}
	d.exponent += int64(len(whole))
	all := whole + fraction
	d.digits = strings.TrimLeft(all, "0")
	d.exponent -= int64(len(all) - len(d.digits))
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

func parseExponent(text string) (int64, bool) {
	negative := strings.HasPrefix(text, "-")
	if negative || strings.HasPrefix(text, "+") {
		text = text[1:]
	}
	if text == "" || !onlyDigits(text) {
		return 0, false
	}
	n := int64(0)
	for _, c := range []byte(text) {
		n = min(n*10+int64(c-'0'), maxExponent)
	}
	if negative {
		n = -n
	}
	return n, true
}

func onlyDigits(text string) bool {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// compare orders decimals by value.
func (d decimal) compare(other decimal) int {
	if d.sign() != other.sign() {
		return cmp.Compare(d.sign(), other.sign())
	}
	// Without zeros in front the exponent decides; without zeros behind the digits compare as text.
	size := cmp.Or(cmp.Compare(d.exponent, other.exponent), strings.Compare(d.digits, other.digits))
	return size * d.sign()
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}
