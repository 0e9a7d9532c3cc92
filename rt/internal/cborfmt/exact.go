// Numbers of any size, and values that the model does not know.

package cborfmt

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
)

// The tags of RFC 8949 that mean something here.
const (
	tagEpoch    = 1 // seconds since 1970
	tagPositive = 2 // the bytes of a whole number
	tagNegative = 3 // those of -1 minus the value
	tagDecimal  = 4 // a list: the exponent of 10, and the whole number that it multiplies
)

const (
	maxBigDigits = 50_000 // of a bigInteger or bigDecimal: converting takes more than linear time
	maxBigBytes  = maxBigDigits * 10 / 24
)

func (d *decoder) bigInteger() (*big.Int, error) {
	h, tag, err := d.tagged()
	if err != nil {
		return nil, err
	}
	n, err := d.whole(h, tag)
	if err != nil {
		return nil, err
	}
	d.arena.TakeBig(n)
	return n, d.arena.Check()
}

// whole reads the rest of a whole number of any size.
func (d *decoder) whole(h head, tag uint64) (*big.Int, error) {
	isBig := tag == tagPositive || tag == tagNegative
	switch {
	case isBig != (h.major == isBytes):
		return nil, h.isnt("the bytes of a whole number, tagged as such")
	case h.major == isUnsigned:
		return new(big.Int).SetUint64(h.arg), nil
	case h.major == isNegative:
		n := new(big.Int).SetUint64(h.arg)
		return n.Not(n), nil
	case !isBig:
		return nil, h.isnt("a whole number")
	}
	b, err := d.str(h)
	if err != nil {
		return nil, err
	}
	if len(b) > maxBigBytes {
		return nil, fmt.Errorf("has %d bytes, more than %d", len(b), maxBigBytes)
	}
	n := new(big.Int).SetBytes(b)
	if tag == tagNegative {
		n.Not(n)
	}
	return n, nil
}

// bigDecimal reads a decimal fraction, or any other finite number.
func (d *decoder) bigDecimal() (document.Number, error) {
	n, err := d.number()
	d.arena.Take(len(n))
	return n, err
}

func (d *decoder) number() (document.Number, error) {
	h, tag, err := d.tagged()
	if err != nil {
		return "", err
	}
	switch {
	case h.major == isArray && tag == tagDecimal:
		return d.fraction(h)
	case h.isFloat():
		f := h.float()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return "", errors.New("is not a finite number")
		}
		return floatText(f), nil
	}
	n, err := d.whole(h, tag)
	if err != nil {
		return "", err
	}
	return document.Number(n.String()), nil
}

// fraction reads the exponent and the mantissa of a decimal fraction.
func (d *decoder) fraction(h head) (document.Number, error) {
	g, err := d.enter(h)
	if err != nil {
		return "", err
	}
	var exponent int64
	var mantissa *big.Int
	for i := 0; ; i++ {
		ok, err := d.more(&g)
		if err != nil {
			return "", err
		}
		if !ok && i == 2 {
			return decimalText(mantissa, exponent), nil
		}
		if !ok || i == 2 {
			return "", errors.New("is a decimal fraction that has not two parts")
		}
		h, tag, err := d.tagged()
		if err == nil && i == 1 {
			mantissa, err = d.whole(h, tag)
		} else if err == nil && h.major > isNegative {
			err = h.isnt("an exponent")
		} else if err == nil {
			exponent, err = h.int64()
		}
		if err != nil {
			return "", at.Within(at.Index(i), err)
		}
	}
}

// maxZeros is how many zeros a decimal fraction is written with before it gets an exponent instead.
const maxZeros = 20

// decimalText writes mantissa × 10^exponent.
func decimalText(mantissa *big.Int, exponent int64) document.Number {
	text := mantissa.String()
	digits, negative := strings.CutPrefix(text, "-")
	switch {
	case exponent == 0:
		return document.Number(text)
	case exponent > 0 || exponent < -int64(len(digits)+maxZeros):
		return document.Number(text + "e" + strconv.FormatInt(exponent, 10))
	}
	point := len(digits) + int(exponent)
	if point <= 0 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	text = digits[:point] + "." + digits[point:]
	if negative {
		text = "-" + text
	}
	return document.Number(text)
}

// parseDecimal is the reverse of decimalText for any number's text.
func parseDecimal(n document.Number) (mantissa *big.Int, exponent int64, err error) {
	if !n.Valid() {
		return nil, 0, fmt.Errorf("%.40q is not a decimal number", string(n))
	}
	text := string(n)
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		if exponent, err = strconv.ParseInt(text[i+1:], 10, 64); err != nil {
			return nil, 0, fmt.Errorf("%.40q has an exponent that is too large", text)
		}
		text = text[:i]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if len(text) > maxBigDigits {
		return nil, 0, fmt.Errorf("has %d digits, more than %d", len(text), maxBigDigits)
	}
	if exponent < math.MinInt64+int64(len(fraction)) {
		return nil, 0, fmt.Errorf("%.40q has an exponent that is too large", string(n))
	}
	mantissa, _ = new(big.Int).SetString(whole+fraction, 10)
	return mantissa, exponent - int64(len(fraction)), nil
}

// floatText is a finite float as JSON writes it.
func floatText(f float64) document.Number {
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return document.Number(strconv.FormatFloat(f, format, -1, 64))
}

// What a value that the model does not know takes: an interface, and what that points at, which is a string, a list or a map.
const (
	valueSize = int(unsafe.Sizeof(document.Value(nil)))
	sliceSize = int(unsafe.Sizeof([]document.Value(nil)))
)

// any reads a value that the model does not know, in the form that it would have in JSON: bytes in base64, timestamps as
// numbers, and what JSON has no number for as text.
func (d *decoder) any() (document.Value, error) {
	h, tag, err := d.tagged()
	if err != nil {
		return nil, err
	}
	if h.major != isSimple || h.isFloat() {
		d.arena.Take(sliceSize)
	}
	switch h.major {
	case isUnsigned, isNegative:
		return d.anyWhole(h, tag)
	case isBytes:
		return d.anyBytes(h, tag)
	case isText:
		b, err := d.str(h)
		return d.arena.Text(b), err
	case isArray:
		if tag == tagDecimal {
			n, err := d.fraction(h)
			d.arena.Take(len(n))
			return n, err
		}
		return d.anyList(h)
	case isMap:
		return d.anyMap(h)
	default:
		return h.anySimple()
	}
}

func (d *decoder) anyWhole(h head, tag uint64) (document.Value, error) {
	n, err := d.whole(h, tag)
	if err != nil {
		return nil, err
	}
	text := document.Number(n.String())
	d.arena.Take(len(text))
	return text, nil
}

func (d *decoder) anyBytes(h head, tag uint64) (document.Value, error) {
	if tag == tagPositive || tag == tagNegative {
		return d.anyWhole(h, tag)
	}
	b, err := d.str(h)
	text := base64.StdEncoding.EncodeToString(b)
	d.arena.Take(len(text))
	return text, err
}

func (h head) anySimple() (document.Value, error) {
	switch {
	case h.info == infoNull || h.info == infoUndefined:
		return nil, nil //nolint:nilnil // null is a value
	case h.info == infoTrue || h.info == infoFalse:
		return h.info == infoTrue, nil
	case !h.isFloat():
		return nil, errors.New("is " + h.what())
	}
	switch f := h.float(); {
	case math.IsNaN(f):
		return "NaN", nil
	case math.IsInf(f, 1):
		return "Infinity", nil
	case math.IsInf(f, -1):
		return "-Infinity", nil
	default:
		return floatText(f), nil
	}
}

func (d *decoder) anyList(h head) (document.Value, error) {
	g, err := d.enter(h)
	if err != nil {
		return nil, err
	}
	list := []document.Value{}
	for i := 0; ; i++ {
		ok, err := d.more(&g)
		if !ok || err != nil {
			return list, err
		}
		if err := d.grow(len(list), cap(list), valueSize); err != nil {
			return nil, err
		}
		v, err := d.any()
		if err != nil {
			return nil, at.Within(at.Index(i), err)
		}
		list = append(list, v)
	}
}

func (d *decoder) anyMap(h head) (document.Value, error) {
	g, err := d.enter(h)
	if err != nil {
		return nil, err
	}
	m := map[string]document.Value{}
	d.arena.TakeMap(0, 0)
	for {
		ok, err := d.more(&g)
		if !ok || err != nil {
			return m, err
		}
		d.arena.TakeEntry(len(m), valueSize)
		if err := d.arena.Check(); err != nil {
			return nil, err
		}
		key, err := d.text()
		if err != nil {
			return nil, at.Within("a key", err)
		}
		name := d.arena.Text(key)
		if m[name], err = d.any(); err != nil {
			return nil, at.Within(at.Key(name), err)
		}
	}
}
