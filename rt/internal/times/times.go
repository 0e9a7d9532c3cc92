// Package times reads and writes the three timestamp formats of Smithy.
package times

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

const (
	dateTimeLayout = "2006-01-02T15:04:05.999Z"
	httpDateLayout = "Mon, 02 Jan 2006 15:04:05 GMT"
)

// Append appends t in the given format, which must not be [schema.FormatDefault]. Times are cut to milliseconds, the
// finest that the specification promises; http-date has whole seconds.
func Append(b []byte, t time.Time, format schema.Format) []byte {
	t = t.UTC()
	switch format {
	case schema.FormatHTTPDate:
		return t.AppendFormat(b, httpDateLayout)
	case schema.FormatDateTime:
		return t.AppendFormat(b, dateTimeLayout)
	default:
		return appendEpoch(b, t)
	}
}

// appendEpoch writes seconds with up to three decimals and no trailing zeros.
func appendEpoch(b []byte, t time.Time) []byte {
	ms := t.UnixMilli()
	if ms < 0 {
		b, ms = append(b, '-'), -ms
	}
	b = strconv.AppendInt(b, ms/1000, 10)
	if frac := ms % 1000; frac != 0 {
		digits := strings.TrimRight(fmt.Sprintf("%03d", frac), "0")
		b = append(append(b, '.'), digits...)
	}
	return b
}

// Parse reads a timestamp of the given format. It takes every fraction and, in date-time, every offset.
func Parse(s string, format schema.Format) (time.Time, error) {
	switch format {
	case schema.FormatHTTPDate:
		return parseHTTPDate(s)
	case schema.FormatDateTime:
		return parseDateTime(s)
	default:
		return parseEpoch(s)
	}
}

// parseDateTime takes RFC 3339. An offset must not lead out of the years that the format can express.
func parseDateTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil {
		return time.Time{}, fmt.Errorf("%.60q is not a date and time of RFC 3339", s)
	}
	if t = t.UTC(); t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, fmt.Errorf("timestamp %.60q is outside the years 1 to 9999", s)
	}
	return t, nil
}

// parseHTTPDate takes IMF-fixdate, with a fraction too, and the two obsolete forms of RFC 9110.
func parseHTTPDate(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC1123, time.RFC850, time.ANSIC, "Mon, 2 Jan 2006 15:04:05 GMT"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%.60q is not an HTTP date", s)
}

// year 9999 and year 1 in seconds: what RFC 3339 can express.
const (
	maxEpoch = 253402300799
	minEpoch = -62135596800
)

// parseEpoch reads decimal seconds exactly to the nanosecond, never through float64.
func parseEpoch(s string) (time.Time, error) {
	if t, ok := parseUsual(s); ok {
		return t, nil
	}
	return parseEpochExact(s)
}

// parseEpochExact reads numbers of any length.
func parseEpochExact(s string) (time.Time, error) {
	if !document.Number(s).Valid() {
		return time.Time{}, fmt.Errorf("%.40q is not a number of seconds", s)
	}
	whole, frac, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	outside := errors.Is(err, strconv.ErrRange)
	if err != nil && !outside || strings.ContainsAny(frac, "eE+-") {
		return parseEpochSlow(s)
	}
	if outside || sec > maxEpoch || sec < minEpoch {
		return time.Time{}, fmt.Errorf("timestamp %.40q is outside the years 1 to 9999", s)
	}
	if frac == "" {
		return time.Unix(sec, 0).UTC(), nil
	}
	nano, err := strconv.ParseInt((frac + "000000000")[:9], 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%.40q is not a number of seconds", s)
	}
	if whole[0] == '-' {
		nano = -nano
	}
	return time.Unix(sec, nano).UTC(), nil
}

// parseUsual reads what services send, such as 1767323045, 1767323045.123 and 1.767323045123E9: a number of at most 18 digits
// that is not negative, with at most nine digits behind the point, and an exponent of one digit or none. It allocates
// nothing.
func parseUsual(s string) (time.Time, bool) {
	digits, point, i := int64(0), -1, 0
	for ; i < len(s) && i < 19; i++ {
		if c := s[i]; c >= '0' && c <= '9' {
			digits = 10*digits + int64(c-'0')
		} else if c == '.' && point < 0 && i > 0 {
			point = i
		} else {
			break
		}
	}
	decimals := 0 // digits behind the point
	if point >= 0 {
		if decimals = i - point - 1; decimals == 0 {
			return time.Time{}, false
		}
	}
	if rest := s[i:]; len(rest) == 2 && i > 0 && rest[0]|0x20 == 'e' && rest[1] >= '0' && rest[1] <= '9' {
		decimals -= int(rest[1] - '0')
	} else if rest != "" {
		return time.Time{}, false
	}
	if i == 0 || point < 0 && i == 19 || s[0] == '0' || decimals < 0 || decimals > 9 {
		return time.Time{}, false
	}
	unit, nano := int64(1), int64(time.Second) // of what stands before the point, and of the last digit
	for range decimals {
		unit, nano = 10*unit, nano/10
	}
	if digits/unit > maxEpoch {
		return time.Time{}, false
	}
	return time.Unix(digits/unit, digits%unit*nano).UTC(), true
}

// parseEpochSlow reads numbers with an exponent.
func parseEpochSlow(s string) (time.Time, error) {
	fixed, err := document.Number(s).Fixed()
	if err != nil || fixed == s {
		return time.Time{}, fmt.Errorf("%.40q is not a number of seconds", s)
	}
	return parseEpochExact(fixed)
}
