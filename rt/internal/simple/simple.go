// Package simple writes and reads the values of simple shapes as the text that stands for them where a format has nothing
// but text: in the values of forms and in the elements and attributes of XML.
package simple

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

// Append appends the text of the simple value at p, which is present. format is that of timestamps without one of their own.
// An error says that the value has no text: a bigDecimal that is no number, or a kind that is not simple.
func Append(b []byte, t *schema.Type, p unsafe.Pointer, format schema.Format) ([]byte, error) {
	switch t.Kind {
	case schema.Bool:
		return strconv.AppendBool(b, *(*bool)(p)), nil
	case schema.Int8:
		return strconv.AppendInt(b, int64(*(*int8)(p)), 10), nil
	case schema.Int16:
		return strconv.AppendInt(b, int64(*(*int16)(p)), 10), nil
	case schema.Int32:
		return strconv.AppendInt(b, int64(*(*int32)(p)), 10), nil
	case schema.Int64:
		return strconv.AppendInt(b, *(*int64)(p), 10), nil
	case schema.Float32:
		return appendFloat(b, float64(*(*float32)(p)), 32), nil
	case schema.Float64:
		return appendFloat(b, *(*float64)(p), 64), nil
	case schema.String:
		return append(b, *(*string)(p)...), nil
	case schema.Blob:
		return base64.StdEncoding.AppendEncode(b, *(*[]byte)(p)), nil
	case schema.BigInteger:
		return (*(**big.Int)(p)).Append(b, 10), nil
	case schema.BigDecimal:
		n := *(*document.Number)(p)
		if !n.Valid() {
			return b, fmt.Errorf("%.40q is not a decimal number", string(n))
		}
		return append(b, n...), nil
	case schema.Timestamp:
		if t.Format != schema.FormatDefault {
			format = t.Format
		}
		return times.Append(b, *(*time.Time)(p), format), nil
	default:
		return b, fmt.Errorf("kind %d has no form as text", t.Kind)
	}
}

// appendFloat writes a number with an exponent only where it would be long without.
func appendFloat(b []byte, f float64, bits int) []byte {
	switch abs := math.Abs(f); {
	case math.IsInf(f, 1):
		return append(b, "Infinity"...)
	case math.IsInf(f, -1):
		return append(b, "-Infinity"...)
	case abs != 0 && (abs < 1e-6 || abs >= 1e21):
		return strconv.AppendFloat(b, f, 'e', -1, bits)
	default:
		return strconv.AppendFloat(b, f, 'f', -1, bits) // NaN too
	}
}

// Parse reads a text into the simple value at p. format is that of timestamps without one of their own.
func Parse(text string, t *schema.Type, p unsafe.Pointer, format schema.Format) (err error) {
	switch t.Kind {
	case schema.Bool:
		*(*bool)(p) = text == "true"
		if text != "true" && text != "false" {
			err = fmt.Errorf("%.40q is neither true nor false", text)
		}
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		err = parseInt(text, t.Kind, p)
	case schema.Float32:
		var f float64
		f, err = parseFloat(text, 32)
		*(*float32)(p) = float32(f)
	case schema.Float64:
		*(*float64)(p), err = parseFloat(text, 64)
	case schema.String:
		*(*string)(p) = text
	case schema.Blob:
		if *(*[]byte)(p), err = base64.StdEncoding.AppendDecode([]byte{}, []byte(text)); err != nil {
			err = fmt.Errorf("is not base64: %w", err)
		}
	case schema.BigInteger:
		var n document.Number
		if n, err = parseBigDecimal(text); err == nil {
			*(**big.Int)(p), err = BigInteger(n)
		}
	case schema.BigDecimal:
		*(*document.Number)(p), err = parseBigDecimal(text)
	case schema.Timestamp:
		if t.Format != schema.FormatDefault {
			format = t.Format
		}
		*(*time.Time)(p), err = times.Parse(text, format)
	default:
		err = fmt.Errorf("kind %d has no form as text", t.Kind)
	}
	return err
}

func parseInt(text string, k schema.Kind, p unsafe.Pointer) error {
	n, err := strconv.ParseInt(text, 10, 8<<(k-schema.Int8))
	if errors.Is(err, strconv.ErrRange) {
		return fmt.Errorf("%.40s is out of range", text)
	}
	if err != nil {
		return fmt.Errorf("%.40q is not a whole number", text)
	}
	switch k {
	case schema.Int8:
		*(*int8)(p) = int8(n)
	case schema.Int16:
		*(*int16)(p) = int16(n)
	case schema.Int32:
		*(*int32)(p) = int32(n)
	default:
		*(*int64)(p) = n
	}
	return nil
}

// parseFloat takes decimal numbers and Smithy's three names, none of the further forms that Go knows.
func parseFloat(text string, bits int) (float64, error) {
	switch text {
	case "NaN":
		return math.NaN(), nil
	case "Infinity":
		return math.Inf(1), nil
	case "-Infinity":
		return math.Inf(-1), nil
	}
	f, err := strconv.ParseFloat(text, bits)
	if errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%.40s is out of range", text)
	}
	if err != nil || strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, fmt.Errorf("%.40q is not a number", text)
	}
	return f, nil
}

// maxBigDigits bounds the digits of big numbers: converting takes quadratic time.
const maxBigDigits = 50_000

func parseBigDecimal(text string) (document.Number, error) {
	n := document.Number(text)
	if len(text) > maxBigDigits {
		return "", fmt.Errorf("has %d digits, more than %d", len(text), maxBigDigits)
	}
	if !n.Valid() {
		return "", fmt.Errorf("%.40q is not a number", text)
	}
	return n, nil
}

// maxPower bounds the exponents of big whole numbers, since 1e999999999 would take a gigabyte.
const maxPower = 10_000

// BigInteger returns the whole number that n is, which may have a fraction of zeros or an exponent: the specification lets
// peers write both. It fails for numbers of more than 50,000 digits, and for exponents beyond 10,000. What it returns takes at
// most a byte for each two digits, and 5 KiB.
func BigInteger(n document.Number) (*big.Int, error) {
	if len(n) > maxBigDigits {
		return nil, fmt.Errorf("has %d digits, more than %d", len(n), maxBigDigits)
	}
	if i, ok := new(big.Int).SetString(string(n), 10); ok {
		return i, nil
	}
	mantissa, exponent := string(n), 0
	var err error
	if at := strings.IndexAny(mantissa, "eE"); at >= 0 {
		exponent, err = strconv.Atoi(mantissa[at+1:])
		mantissa = mantissa[:at]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimRight(whole+fraction, "0")
	exponent += len(whole) - len(digits)
	i := new(big.Int)
	switch _, ok := i.SetString(digits, 10); {
	case !n.Valid(), err != nil:
	case digits == "", digits == "-":
		return new(big.Int), nil
	case ok && exponent >= 0 && exponent <= maxPower:
		return i.Mul(i, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exponent)), nil)), nil
	}
	return nil, fmt.Errorf("%.40q is not a whole number", string(n))
}
