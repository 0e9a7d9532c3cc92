// Numbers and timestamps as values.

package check

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// wholeLimits are the least and the greatest values of the kinds of whole numbers that have such.
var wholeLimits = map[shape.Kind][2]int64{
	shape.Byte:    {math.MinInt8, math.MaxInt8},
	shape.Short:   {math.MinInt16, math.MaxInt16},
	shape.Integer: {math.MinInt32, math.MaxInt32},
	shape.IntEnum: {math.MinInt32, math.MaxInt32},
	shape.Long:    {math.MinInt64, math.MaxInt64},
}

// number reports whether a value fits a kind of numbers, and complains if not.
func (w *valueWalk) number(s *shape.Shape, v shape.Node, at *step) bool {
	if isText := v.Kind() == shape.NodeString; isText && (s.Kind == shape.Float || s.Kind == shape.Double) {
		switch v.Str() {
		case "NaN", "Infinity", "-Infinity":
			return true
		}
		w.wrong(at, v.Span(), `must be a number, or one of "NaN", "Infinity", "-Infinity", not %q`, v.Str())
		return false
	}
	if v.Kind() != shape.NodeNumber {
		w.malformed(diag.Error, at, v.Span(), "must be a number, not %s", v.Kind())
		return false
	}
	limits, bounded := wholeLimits[s.Kind]
	if !bounded && s.Kind != shape.BigInteger {
		return true
	}
	if !isWhole(v) {
		w.wrong(at, v.Span(), "must be a whole number without a fraction or an exponent, not %s", v.Num())
		return false
	}
	if n, ok := v.Int64(); bounded && (!ok || n < limits[0] || n > limits[1]) {
		w.wrong(at, v.Span(), "must be from %d to %d, the limits of %s, not %s", limits[0], limits[1], s.Kind, v.Num())
		return false
	}
	return true
}

// isWhole reports whether a number is written as an integer.
func isWhole(v shape.Node) bool { return !strings.ContainsAny(v.Num(), ".eE") }

// isZero reports whether a number is zero, however it is written.
func isZero(v shape.Node) bool { return canonicalNumber(v) == "0" }

// compareNumbers returns the order of two numbers by value. What is no number, or has an absurd exponent, is equal to all.
func compareNumbers(a, b shape.Node) int {
	order, _ := shape.CompareNumbers(a.Num(), b.Num())
	return order
}

// canonicalNumber returns a text that numbers of the same value share.
func canonicalNumber(v shape.Node) string { return shape.CanonicalNumber(v.Num()) }

// timestamp checks a timestamp by the format of the member that targets its shape, or else that of the shape.
func (w *valueWalk) timestamp(s *shape.Shape, v shape.Node, at *step, via *shape.Member) {
	format, ok := s.Traits.Get(traitTimestampFormat)
	if via != nil {
		if own, has := via.Traits.Get(traitTimestampFormat); has {
			format, ok = own, true
		}
	}
	kind := ""
	if ok {
		kind = format.Str()
	}
	if w.c.epoch && via != nil {
		kind = "epoch-seconds"
	}
	switch kind {
	case "":
		if v.Kind() != shape.NodeNumber && !isDateTime(v.Str()) {
			w.wrong(at, v.Span(), "must be a number of seconds since 1970, or a date and time such as \"2006-01-02T15:04:05Z\"%s",
				notThis(v))
		}
	case "date-time":
		if !isDateTime(v.Str()) {
			w.wrong(at, v.Span(), "must be a date and time in UTC such as \"2006-01-02T15:04:05Z\"%s", notThis(v))
		}
	case "epoch-seconds":
		if v.Kind() != shape.NodeNumber {
			w.wrong(at, v.Span(), "must be a number of seconds since 1970%s", notThis(v))
		}
	case "http-date":
		if _, err := time.Parse(time.RFC1123, v.Str()); err != nil || !strings.HasSuffix(v.Str(), "GMT") {
			w.wrong(at, v.Span(), "must be a date of HTTP such as \"Mon, 02 Jan 2006 15:04:05 GMT\"%s", notThis(v))
		}
	}
}

// isDateTime reports whether s is a date-time of RFC 3339 in UTC.
func isDateTime(s string) bool {
	if !strings.HasSuffix(s, "Z") {
		return false
	}
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil
}

// notThis says what stands in the place of something else.
func notThis(v shape.Node) string {
	switch v.Kind() {
	case shape.NodeString:
		return ", not " + strconv.Quote(v.Str())
	case shape.NodeNumber:
		return ", not " + v.Num()
	}
	return ", not " + v.Kind().String()
}
