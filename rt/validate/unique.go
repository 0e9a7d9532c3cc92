package validate

import (
	"encoding/binary"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file checks @uniqueItems.

// Unique checks that no item of a list is there twice. Items are equal if all below them is equal by value: pointers by
// what they point to, times by the instant, nil only to nil. The time grows with the size of the list, not its square.
func Unique[T any](v *Validator, name string, items []T) {
	v.secret = false
	if len(items) < 2 {
		return
	}
	var first, second int
	if texts, are := any(items).([]string); are && len(items) <= fewItems {
		first, second = repeatedText(texts)
	} else {
		first, second = repeatedItem(reflect.ValueOf(items))
	}
	if first < second {
		v.broken(name, UniqueItems, "has the same item at "+strconv.Itoa(first)+" and "+strconv.Itoa(second))
	}
}

// fewItems is how many strings are compared each with each, which needs no memory.
const fewItems = 16

// repeatedText returns the places of two texts that are equal, or 0 and 0.
func repeatedText(texts []string) (first, second int) {
	for i, text := range texts {
		if at := slices.Index(texts[:i], text); at >= 0 {
			return at, i
		}
	}
	return 0, 0
}

// repeatedItem does the same for a slice of anything.
func repeatedItem(items reflect.Value) (first, second int) {
	seen := make(map[string]int, items.Len())
	var buf []byte
	for i := range items.Len() {
		buf = appendValue(buf[:0], items.Index(i), 0)
		if at, found := seen[string(buf)]; found {
			return at, i
		}
		seen[string(buf)] = i
	}
	return 0, 0
}

var (
	timeType   = reflect.TypeFor[time.Time]()
	bigIntType = reflect.TypeFor[big.Int]()
)

// appendValue appends bytes that are the same for equal values of a type, and for no others. What lies deeper than
// maxNesting does not count.
func appendValue(b []byte, v reflect.Value, depth int) []byte {
	if depth > maxNesting {
		return b
	}
	switch v.Kind() {
	case reflect.Bool:
		return append(b, strconv.FormatBool(v.Bool())[0])
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return binary.AppendUvarint(b, v.Uint())
	case reflect.Float32, reflect.Float64:
		return binary.BigEndian.AppendUint64(b, math.Float64bits(v.Float()+0)) // + 0 makes one zero of both
	case reflect.String:
		return appendText(b, v.String())
	case reflect.Struct:
		return appendStruct(b, v, depth)
	case reflect.Slice, reflect.Array:
		return appendList(b, v, depth)
	case reflect.Map:
		return appendMap(b, v, depth)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(b, 'n')
		}
		if b = append(b, 'p'); v.Kind() == reflect.Interface {
			b = appendText(b, v.Elem().Type().String())
		}
		return appendValue(b, v.Elem(), depth+1)
	}
	return b // functions and channels are in no model
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendStruct(b []byte, v reflect.Value, depth int) []byte {
	if v.CanInterface() {
		switch v.Type() {
		case timeType:
			t := v.Interface().(time.Time)
			return binary.AppendVarint(binary.AppendVarint(b, t.Unix()), int64(t.Nanosecond()))
		case bigIntType:
			n := v.Interface().(big.Int)
			return appendText(b, n.Text(62))
		}
	}
	for i := range v.NumField() {
		b = appendValue(b, v.Field(i), depth+1)
	}
	return b
}

func appendList(b []byte, v reflect.Value, depth int) []byte {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return append(b, 'n')
	}
	b = binary.AppendUvarint(append(b, 'l'), uint64(v.Len()))
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return append(b, v.Bytes()...)
	}
	for i := range v.Len() {
		b = appendValue(b, v.Index(i), depth+1)
	}
	return b
}

// appendMap appends the entries in the order of what is appended for them.
func appendMap(b []byte, v reflect.Value, depth int) []byte {
	if v.IsNil() {
		return append(b, 'n')
	}
	entries := make([]string, 0, v.Len())
	for each := v.MapRange(); each.Next(); {
		entry := appendValue(nil, each.Key(), depth+1)
		entries = append(entries, string(appendValue(entry, each.Value(), depth+1)))
	}
	slices.SortFunc(entries, strings.Compare)
	b = binary.AppendUvarint(append(b, 'm'), uint64(len(entries)))
	for _, entry := range entries {
		b = appendText(b, entry)
	}
	return b
}
