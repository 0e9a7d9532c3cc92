//go:build generated

// Random inputs, and the same for the other side.

package signatures

import (
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"
)

// pieces are what random texts are made of: what has broken paths, queries and signatures before.
var pieces = []string{
	"a", "Z", "0", "-", "_", ".", "~", "/", "//", "..", ":", "+", "%", "%2F", "%zz", " ", "  ", "&", "=", "?", "#", "*", "(", ")", "'", "!", "@",
	"$", ",", ";", "\u00e4", "\u65e5\u672c", "\U0001f642", "[", "]", "{", "}", "|", "\\", "^", "`", "<", "\"", "arn:aws:x:us-west-2:1:y/z", "\u00a0",
}

func text(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(7) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// buckets are names that decide about the host.
var buckets = []string{
	"my-bucket", "my.bucket", "My_Bucket", "arn:aws:s3:us-west-2:123456789012:accesspoint:my-point",
	"arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/banner", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
	"arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-01234567890123456:accesspoint:reports",
}

// body is a stream that can be had again.
type body struct {
	*strings.Reader
	text string
}

func newBody(text string) *body { return &body{strings.NewReader(text), text} }

// prefixed are the inputs of Route 53 of which the peer cuts off all up to the last slash, and we only what the service puts
// before them.
var prefixed = []string{"Id", "HostedZoneId", "DelegationSetId", "ChangeId", "ResourceId", "HostedZoneIdMarker"}

func stringOf(r *rand.Rand, t reflect.Type, name string) string {
	s := text(r)
	switch {
	case name == "Bucket":
		return buckets[min(r.IntN(3*len(buckets)), r.IntN(len(buckets)))]
	case slices.Contains(prefixed, name):
		return strings.ReplaceAll(s, "/", "\\")
	case t.Name() != "string" && s == "":
		return "A" // to the peer an enum without text is absent, also where it was given
	}
	return s
}

// fill makes a random value. What is an interface, but for streams, stays nil.
func fill(r *rand.Rand, v reflect.Value, name string, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(stringOf(r, v.Type(), name))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.IntN(2000)))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(r.IntN(1000)) / 8)
	case reflect.Pointer:
		if r.IntN(2) == 0 && depth < 5 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), name, depth+1)
		}
	case reflect.Slice:
		if depth < 5 {
			v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 2))
		}
		for i := range v.Len() {
			fill(r, v.Index(i), name, depth+1)
		}
	case reflect.Uint8:
		v.SetUint(r.Uint64N(256))
	case reflect.Map:
		if depth < 5 {
			v.Set(reflect.MakeMap(v.Type()))
			for range r.IntN(3) {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				fill(r, key, "", depth+1)
				fill(r, value, "", depth+1)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(r.Int64N(4e9), 0).UTC()))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(r, v.Field(i), v.Type().Field(i).Name, depth+1)
			}
		}
	case reflect.Interface:
		if v.Type() == reflect.TypeFor[io.Reader]() && r.IntN(3) > 0 {
			v.Set(reflect.ValueOf(newBody(text(r))))
		}
	}
}

// same copies a value into one of the other side's types. It reports whether all of it has a place there.
func same(to, from reflect.Value) bool {
	if b, ok := from.Interface().(*body); ok && to.Kind() == reflect.Interface {
		to.Set(reflect.ValueOf(newBody(b.text)))
		return true
	}
	switch {
	case from.Kind() == reflect.Pointer && to.Kind() == reflect.Pointer, from.Kind() == reflect.Interface:
		if from.IsNil() {
			return true
		}
		if from.Kind() == reflect.Interface {
			return false
		}
		to.Set(reflect.New(to.Type().Elem()))
		return same(to.Elem(), from.Elem())
	case from.Kind() == reflect.Pointer:
		return from.IsNil() || same(to, from.Elem())
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return same(to.Elem(), from)
	case from.Kind() != to.Kind():
		return false
	case from.Kind() == reflect.Struct && from.Type() != reflect.TypeFor[time.Time]():
		for i := range from.NumField() {
			field := from.Type().Field(i)
			there := to.FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, field.Name) })
			if !there.IsValid() || !same(there, from.Field(i)) {
				return false
			}
		}
		return true
	case from.Kind() == reflect.Slice:
		if from.IsNil() {
			return true
		}
		to.Set(reflect.MakeSlice(to.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			if !same(to.Index(i), from.Index(i)) {
				return false
			}
		}
		return true
	case from.Kind() == reflect.Map:
		if from.IsNil() {
			return true
		}
		to.Set(reflect.MakeMap(to.Type()))
		for _, key := range from.MapKeys() {
			k, v := reflect.New(to.Type().Key()).Elem(), reflect.New(to.Type().Elem()).Elem()
			if !same(k, key) || !same(v, from.MapIndex(key)) {
				return false
			}
			to.SetMapIndex(k, v)
		}
		return true
	case from.Type().ConvertibleTo(to.Type()):
		to.Set(from.Convert(to.Type()))
		return true
	}
	return false
}
