// Package document holds the values of Smithy's document shapes and exact numbers.
package document

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Value is the value of a document: any JSON-like value that the model leaves open.
//
// What a client returns is one of: nil for null inside a document, bool, [Number], string, []Value, map[string]Value.
// What a client sends may also hold [Null], any of Go's integer and float types, json.Number, and slices and maps with
// string keys of them.
type Value = any

// Null is a document that is JSON's null, where a nil Value means that there is no document.
var Null Value = null{}

type null struct{}

// MarshalJSON gives JSON's null.
func (null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// Number is a number kept as the decimal text that came or goes on the wire, so that nothing is lost: bigDecimal shapes
// and the numbers of documents. Its text has the form of a JSON number.
type Number string

// NumberOf returns n as a Number.
func NumberOf[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](n T) Number {
	return Number(strconv.FormatInt(int64(n), 10))
}

// String returns the number's text.
func (n Number) String() string { return string(n) }

// Int64 returns the number as an int64; an error when it is not a whole number in an int64's range.
func (n Number) Int64() (int64, error) { return strconv.ParseInt(string(n), 10, 64) }

// Float64 returns the nearest float64; an error when it is out of range or no number.
func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }

// maxExponent bounds the exponents that Fixed and Rat expand, since 1e999999999 would take a gigabyte.
const maxExponent = 10_000

// Fixed returns the number without an exponent, exactly: 1.5e3 as 1500, 15e-1 as 1.5. An error when it is no number or its
// exponent is beyond ±10000.
func (n Number) Fixed() (string, error) {
	if !n.Valid() {
		return "", fmt.Errorf("document: %.40q is not a number", string(n))
	}
	at := strings.IndexAny(string(n), "eE")
	if at < 0 {
		return string(n), nil
	}
	exponent, err := strconv.Atoi(string(n[at+1:]))
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return "", fmt.Errorf("document: the exponent of %.40q is too large", string(n))
	}
	mantissa, negative := strings.CutPrefix(string(n[:at]), "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, point := whole+fraction, len(whole)+exponent
	if point <= 0 {
		digits, point = zeros(1-point)+digits, 1
	}
	if point > len(digits) {
		digits += zeros(point - len(digits))
	}
	whole, fraction = strings.TrimLeft(digits[:point-1], "0")+digits[point-1:point], digits[point:]
	if fraction != "" {
		whole += "." + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole, nil
}

func zeros(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0'
	}
	return string(b)
}

// Rat returns the exact value; an error as of Fixed.
func (n Number) Rat() (*big.Rat, error) {
	fixed, err := n.Fixed()
	if err != nil {
		return nil, err
	}
	r, _ := new(big.Rat).SetString(fixed)
	return r, nil
}

// Valid reports whether the text is a number as JSON writes it.
func (n Number) Valid() bool {
	s := strings.TrimPrefix(string(n), "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if strings.HasPrefix(s, ".") {
		fraction := digits(s[1:])
		if fraction == 0 {
			return false
		}
		s = s[1+fraction:]
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		return s != "" && digits(s) == len(s)
	}
	return s == ""
}

// digits returns how many decimal digits s begins with.
func digits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// MarshalJSON writes the number as it is; an error when it is no number.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.Valid() {
		return nil, fmt.Errorf("document: %.40q is not a number", string(n))
	}
	return []byte(n), nil
}
