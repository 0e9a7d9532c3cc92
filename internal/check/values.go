// The forms of trait values.

package check

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// A form reports what is wrong with a value and where.
type form func(v shape.Node, report func(at shape.Node, text string))

// forms are the traits that the generator goes by.
var forms = map[shape.ID]form{
	"smithy.api#http": object(
		field{"method", text(1), true}, field{"uri", uri, true}, field{"code", whole(100, 999), false}),
	"smithy.api#httpError":         whole(100, 999),
	"smithy.api#httpHeader":        text(1),
	"smithy.api#httpQuery":         text(1),
	"smithy.api#httpPrefixHeaders": text(0),
	"smithy.api#httpLabel":         annotation,
	"smithy.api#httpPayload":       annotation,
	"smithy.api#httpQueryParams":   annotation,
	"smithy.api#httpResponseCode":  annotation,
	"smithy.api#required":          annotation,
	"smithy.api#clientOptional":    annotation,
	"smithy.api#sensitive":         annotation,
	"smithy.api#sparse":            annotation,
	"smithy.api#streaming":         annotation,
	"smithy.api#uniqueItems":       annotation,
	"smithy.api#idempotencyToken":  annotation,
	"smithy.api#documentation":     text(0),
	"smithy.api#title":             text(0),
	"smithy.api#jsonName":          text(1),
	"smithy.api#mediaType":         text(1),
	"smithy.api#pattern":           text(1),
	"smithy.api#timestampFormat":   oneOf("date-time", "epoch-seconds", "http-date"),
	"smithy.api#error":             oneOf("client", "server"),
	"smithy.api#retryable":         object(field{"throttling", boolean, false}),
	"smithy.api#deprecated":        object(field{"message", text(0), false}, field{"since", text(0), false}),
	"smithy.api#endpoint":          object(field{"hostPrefix", text(1), true}),
	"smithy.api#length":            length,
	"smithy.api#range":             interval,
	"smithy.api#enumValue":         enumValue,
	"smithy.api#auth":              list(text(1)),
	"aws.api#service":              object(field{"sdkId", text(1), true}, field{"endpointPrefix", text(1), false}),
	"aws.auth#sigv4":               object(field{"name", text(1), true}),
}

// field is a member of an object.
type field struct {
	name     string
	form     form
	required bool
}

// object has the fields named; others are left alone, since newer models may have more.
func object(fields ...field) form {
	return func(v shape.Node, report func(shape.Node, string)) {
		if v.Kind() != shape.NodeObject {
			report(v, "must be an object, not "+v.Kind().String())
			return
		}
		for _, f := range fields {
			inner, ok := v.Field(f.name)
			if !ok {
				if f.required {
					report(v, "lacks "+strconv.Quote(f.name)+", which is required")
				}
				continue
			}
			f.form(inner, func(at shape.Node, text string) { report(at, "is wrong at "+strconv.Quote(f.name)+": it "+text) })
		}
	}
}

func list(elem form) form {
	return func(v shape.Node, report func(shape.Node, string)) {
		if v.Kind() != shape.NodeArray {
			report(v, "must be an array, not "+v.Kind().String())
			return
		}
		for _, e := range v.Elems() {
			elem(e, report)
		}
	}
}

// annotation takes an empty object, and what older models have in its place.
func annotation(v shape.Node, report func(shape.Node, string)) {
	if v.Kind() != shape.NodeObject && v.Kind() != shape.NodeNull && (v.Kind() != shape.NodeBool || !v.Bool()) {
		report(v, "must be an empty object, not "+v.Kind().String())
	}
}

func boolean(v shape.Node, report func(shape.Node, string)) {
	if v.Kind() != shape.NodeBool {
		report(v, "must be true or false, not "+v.Kind().String())
	}
}

// text is a string of at least so many bytes.
func text(least int) form {
	return func(v shape.Node, report func(shape.Node, string)) {
		switch {
		case v.Kind() != shape.NodeString:
			report(v, "must be a string, not "+v.Kind().String())
		case len(v.Str()) < least:
			report(v, "must not be empty")
		}
	}
}

func oneOf(values ...string) form {
	return func(v shape.Node, report func(shape.Node, string)) {
		for _, value := range values {
			if v.Kind() == shape.NodeString && v.Str() == value {
				return
			}
		}
		report(v, "must be one of "+strings.Join(values, ", "))
	}
}

func whole(least, most int64) form {
	return func(v shape.Node, report func(shape.Node, string)) {
		if n, ok := v.Int64(); v.Kind() != shape.NodeNumber || !ok || n < least || n > most {
			report(v, "must be a whole number from "+strconv.FormatInt(least, 10)+" to "+strconv.FormatInt(most, 10))
		}
	}
}

func enumValue(v shape.Node, report func(shape.Node, string)) {
	if _, ok := v.Int64(); v.Kind() != shape.NodeString && (v.Kind() != shape.NodeNumber || !ok) {
		report(v, "must be a string or a whole number, not "+v.Kind().String())
	}
}

// uri is a path template of the http trait.
func uri(v shape.Node, report func(shape.Node, string)) {
	text(1)(v, report)
	if v.Kind() != shape.NodeString || v.Str() == "" {
		return
	}
	path, _, _ := strings.Cut(v.Str(), "?")
	switch {
	case path[:min(1, len(path))] != "/":
		report(v, "must begin with a slash")
	case strings.ContainsAny(v.Str(), " \t\r\n#"):
		report(v, "must have no white space and no fragment")
	case !balanced(v.Str()):
		report(v, "must have its labels in pairs of braces, such as /things/{name}")
	}
}

// balanced reports whether braces open and close in turn, with something between them.
func balanced(s string) bool {
	open := -1
	for i := range len(s) {
		switch {
		case s[i] == '{' && open < 0:
			open = i
		case s[i] == '}' && open >= 0 && i > open+1:
			open = -1
		case s[i] == '{', s[i] == '}':
			return false
		}
	}
	return open < 0
}

// length has min or max or both, whole and in order.
func length(v shape.Node, report func(shape.Node, string)) {
	bounds(v, report, func(n shape.Node) bool {
		i, ok := n.Int64()
		return ok && i >= 0
	}, "a whole number that is not negative")
}

// interval has min or max or both, in order.
func interval(v shape.Node, report func(shape.Node, string)) {
	bounds(v, report, func(shape.Node) bool { return true }, "a number")
}

func bounds(v shape.Node, report func(shape.Node, string), good func(shape.Node) bool, what string) {
	if v.Kind() != shape.NodeObject {
		report(v, "must be an object with min or max, not "+v.Kind().String())
		return
	}
	var found [2]*big.Rat
	for i, name := range []string{"min", "max"} {
		n, ok := v.Field(name)
		if !ok {
			continue
		}
		r := rational(n)
		if r == nil || !good(n) {
			report(n, "is wrong at "+strconv.Quote(name)+": it must be "+what)
			return
		}
		found[i] = r
	}
	switch {
	case found[0] == nil && found[1] == nil:
		report(v, "has neither min nor max")
	case found[0] != nil && found[1] != nil && found[0].Cmp(found[1]) > 0:
		report(v, "has a min that is greater than its max")
	}
}

// maxDigits bounds the numbers that are compared exactly.
const maxDigits = 400

// rational is a number's value; nil if it is none, or has an absurd size.
func rational(n shape.Node) *big.Rat {
	if n.Kind() != shape.NodeNumber || len(n.Num()) > maxDigits {
		return nil
	}
	if f, err := strconv.ParseFloat(n.Num(), 64); err != nil || f != 0 && (f > 1e308 || f < -1e308) {
		return nil
	}
	r, ok := new(big.Rat).SetString(n.Num())
	if !ok {
		return nil
	}
	return r
}
