// Numbers by their values: exactly, whatever their size and however they are written.

package shape

import (
	"cmp"
	"strconv"
	"strings"
)

// CompareNumbers returns the order of two numbers: -1, 0 or 1. They are written as in JSON, but may begin with a plus sign or
// with zeros, and lack the digits on one side of the point. ok is false if one of them is no number, or has an exponent of more
// than 40 bits.
func CompareNumbers(a, b string) (order int, ok bool) {
	x, okX := parseDecimal(a)
	y, okY := parseDecimal(b)
	if !okX || !okY {
		return 0, false
	}
	return x.compare(y), true
}

// CanonicalNumber returns a text that all numbers of one value share: without an exponent, unless there would be many zeros. What
// [CompareNumbers] does not take for a number is returned as it is.
func CanonicalNumber(literal string) string {
	d, ok := parseDecimal(literal)
	if !ok {
		return literal
	}
	return d.String()
}

// decimal is a number 0.digits × 10^exponent without zeros at either end of the digits; zero has none.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// maxExponent bounds exponents, so that adding the number of digits can't overflow.
const maxExponent = 1 << 40

// parseDecimal reads a number of any size, exactly.
func parseDecimal(s string) (decimal, bool) {
	var d decimal
	unsigned := strings.TrimPrefix(s, "-")
	d.negative = unsigned != s
	if !d.negative {
		unsigned = strings.TrimPrefix(s, "+")
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(unsigned), "e")
	if hasExponent {
		n, err := strconv.ParseInt(exponent, 10, 64)
		if err != nil || n > maxExponent || n < -maxExponent {
			return decimal{}, false
		}
		d.exponent = n
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return decimal{}, false
	}
	d.exponent += int64(len(whole))
	significant := strings.TrimLeft(whole+fraction, "0")
	d.exponent -= int64(len(whole) + len(fraction) - len(significant))
	d.digits = strings.TrimRight(significant, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

// compare returns the order of two numbers.
func (d decimal) compare(o decimal) int {
	if d.sign() != o.sign() || d.digits == "" {
		return cmp.Compare(d.sign(), o.sign())
	}
	return d.sign() * cmp.Or(cmp.Compare(d.exponent, o.exponent), strings.Compare(d.digits, o.digits))
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

// maxZeros is how many zeros the text of a number may have between its point and its digits.
const maxZeros = 50

// String returns the number as it is usually written.
func (d decimal) String() string {
	if d.digits == "" {
		return "0"
	}
	sign := ""
	if d.negative {
		sign = "-"
	}
	length := int64(len(d.digits))
	switch {
	case d.exponent > length+maxZeros || d.exponent < -maxZeros:
		text := sign + d.digits[:1]
		if length > 1 {
			text += "." + d.digits[1:]
		}
		return text + "e" + strconv.FormatInt(d.exponent-1, 10)
	case d.exponent >= length:
		return sign + d.digits + strings.Repeat("0", int(d.exponent-length))
	case d.exponent > 0:
		return sign + d.digits[:d.exponent] + "." + d.digits[d.exponent:]
	}
	return sign + "0." + strings.Repeat("0", int(-d.exponent)) + d.digits
}
