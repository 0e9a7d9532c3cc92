// Package times reads and writes the three timestamp formats of Smithy.
package times

import (
	"fmt"
	"math"
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

// parseHTTPDate takes IMF-fixdate, with a fraction too, and the two obsolete forms of RFC 9110. A zone must be GMT, or UTC: what
// the others stand for differs from one machine to the next.
func parseHTTPDate(s string) (time.Time, error) {
	layouts := []string{"Mon, 2 Jan 2006 15:04:05", "Monday, 02-Jan-06 15:04:05"}
	text, ok := strings.CutSuffix(s, " GMT")
	if !ok {
		text, ok = strings.CutSuffix(s, " UTC")
	}
	if !ok {
		layouts = []string{time.ANSIC}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
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
	if at := strings.IndexAny(s, "eE"); at >= 0 {
		return parseEpochPower(s, at)
	}
	whole, frac, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64) // an error of a number is that it is out of range
	if err != nil || sec > maxEpoch || sec < minEpoch {
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
	if sec == minEpoch && nano < 0 {
		return time.Time{}, fmt.Errorf("timestamp %.40q is outside the years 1 to 9999", s)
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

// OfUnix returns the time that many seconds after 1970 began; an error outside the years that RFC 3339 can express.
func OfUnix(seconds int64) (time.Time, error) {
	if seconds > maxEpoch || seconds < minEpoch {
		return time.Time{}, fmt.Errorf("timestamp %d is outside the years 1 to 9999", seconds)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// OfSeconds is OfUnix for a number with a fraction, of which it takes milliseconds.
func OfSeconds(seconds float64) (time.Time, error) {
	ms := math.Floor(seconds*1000 + 0.5)
	if !(ms <= maxEpoch*1000+999 && ms >= minEpoch*1000) { // what is not a number is neither
		return time.Time{}, fmt.Errorf("timestamp %g is outside the years 1 to 9999", seconds)
	}
	return time.UnixMilli(int64(ms)).UTC(), nil
}

// parseEpochPower reads a number with an exponent, which begins at that place. It writes out those only whose exponent is
// small, so that a few bytes do not stand for many digits: any other makes a number that is outside of all years, or less than
// a nanosecond.
func parseEpochPower(s string, at int) (time.Time, error) {
	const small = 40
	exponent, err := strconv.Atoi(s[at+1:])
	if strings.Trim(s[:at], "-0.") == "" || err == nil && exponent < -small-at {
		return time.Unix(0, 0).UTC(), nil
	}
	var fixed string
	if err == nil && exponent <= small+at {
		fixed, err = document.Number(s).Fixed()
	}
	if err != nil || fixed == "" {
		return time.Time{}, fmt.Errorf("timestamp %.40q is outside the years 1 to 9999", s)
	}
	return parseEpochExact(fixed)
}
