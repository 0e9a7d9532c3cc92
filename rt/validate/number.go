package validate

import (
	"math"
	"math/big"
	"strconv"
)

// This file checks the @range of numbers.

// Number is the types that integers and floating-point numbers of a model have.
type Number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~int | ~float32 | ~float64
}

// Range checks that a number lies between low and high, both of them included. NaN lies nowhere.
func Range[T Number](v *Validator, name string, value, low, high T) {
	if !(value >= low && value <= high) {
		v.outside(name, numberText(value), numberText(low), numberText(high))
	}
	v.secret = false
}

// AtLeast checks a @range that has no highest value. See [Range].
func AtLeast[T Number](v *Validator, name string, value, low T) {
	if !(value >= low) {
		v.outside(name, numberText(value), numberText(low), "")
	}
	v.secret = false
}

// AtMost checks a @range that has no lowest value. See [Range].
func AtMost[T Number](v *Validator, name string, value, high T) {
	if !(value <= high) {
		v.outside(name, numberText(value), "", numberText(high))
	}
	v.secret = false
}

// Decimal checks the @range of a bigDecimal, which is a decimal text such as document.Number. The bounds are decimals
// too; an empty one is open. A text that is no number lies nowhere. No digit is lost, however long the number is.
func Decimal[T ~string](v *Validator, name string, value T, low, high string) {
	if !decimalWithin(string(value), low, high) {
		v.outside(name, string(value), low, high)
	}
	v.secret = false
}

// BigInt checks the @range of a bigInteger; nil is absent and breaks nothing. See [Decimal] for the bounds.
func BigInt(v *Validator, name string, value *big.Int, low, high string) {
	if value != nil {
		if text := value.String(); !decimalWithin(text, low, high) {
			v.outside(name, text, low, high)
		}
	}
	v.secret = false
}

// maxNumberShown is how many characters of a number a violation shows.
const maxNumberShown = 40

// outside records that value is not between low and high, of which an empty one is open.
func (v *Validator) outside(name, value, low, high string) {
	text := shortened(value, maxNumberShown)
	if v.concealed() {
		text = "its value"
	}
	switch {
	case high == "":
		text += " is not at least " + low
	case low == "":
		text += " is not at most " + high
	default:
		text += " is outside the range " + low + " to " + high
	}
	v.broken(name, Ranges, text)
}

func numberText[T Number](value T) string {
	if T(1)/2 == 0 {
		return strconv.FormatInt(int64(value), 10)
	}
	bits, odd := 64, 1<<24+1.0 // the first whole number that a float32 does not have
	if float64(T(odd)) != odd {
		bits = 32
	}
	format := byte('g')
	if size := math.Abs(float64(value)); size == 0 || size >= 1e-6 && size < 1e15 {
		format = 'f'
	}
	return strconv.FormatFloat(float64(value), format, -1, bits)
}
