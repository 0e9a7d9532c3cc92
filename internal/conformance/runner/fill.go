// Filling structs from the parameters of a case, by way of their tables.

package runner

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// fieldOf returns the field of a struct that a member of its table lies at.
func fieldOf(v reflect.Value, m *schema.Member) reflect.Value {
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Offset == m.Offset && !f.Anonymous {
			return v.Field(i)
		}
	}
	panic(fmt.Sprintf("the table's member %s is at no field of %s", m.Name, v.Type()))
}

// fillStruct sets the fields of a struct from a case's parameters.
func fillStruct(s *schema.Struct, v reflect.Value, params map[string]any) error {
	for name, param := range params {
		m := s.Member(name)
		if m == nil {
			return fmt.Errorf("%s has no member %s", s.Name, name)
		}
		if param == nil {
			continue // absent
		}
		if err := fill(&m.Type, fieldOf(v, m), param); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// fill sets a place of type t.
func fill(t *schema.Type, v reflect.Value, param any) error {
	if t.Ptr {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch t.Kind {
	case schema.Structure:
		params, _ := param.(map[string]any)
		return fillStruct(t.Of.SmithySchema(), v, params)
	case schema.Union:
		return fillUnion(t.Of.SmithySchema(), v, param)
	case schema.List:
		return fillList(t.Elem, v, param)
	case schema.Map:
		return fillMap(t.Elem, v, param)
	case schema.Document:
		v.Set(reflect.ValueOf(documentOf(param)))
		return nil
	}
	simple, err := simpleOf(t.Kind, param)
	if err != nil {
		return err
	}
	v.Set(reflect.ValueOf(simple).Convert(v.Type()))
	return nil
}

func fillUnion(s *schema.Struct, v reflect.Value, param any) error {
	params, _ := param.(map[string]any)
	for name, value := range params {
		m := s.Member(name)
		if m == nil {
			return fmt.Errorf("%s has no variant %s", s.Name, name)
		}
		variant := reflect.New(reflect.TypeOf(m.Variant).Elem())
		if err := fill(&m.Type, fieldOf(variant.Elem(), m), value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		v.Set(variant)
	}
	return nil
}

func fillList(c *schema.Collection, v reflect.Value, param any) error {
	params, _ := param.([]any)
	v.Set(reflect.MakeSlice(v.Type(), len(params), len(params)))
	for i, p := range params {
		if p == nil {
			continue
		}
		if err := fill(&c.Elem, v.Index(i), p); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

func fillMap(c *schema.Collection, v reflect.Value, param any) error {
	params, _ := param.(map[string]any)
	v.Set(reflect.MakeMap(v.Type()))
	for key, p := range params {
		elem := reflect.New(v.Type().Elem()).Elem()
		if p != nil {
			if err := fill(&c.Elem, elem, p); err != nil {
				return fmt.Errorf("[%q]: %w", key, err)
			}
		}
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), elem)
	}
	return nil
}

// simpleOf makes the Go value of a simple shape.
func simpleOf(k schema.Kind, param any) (any, error) {
	text := fmt.Sprint(param)
	switch k {
	case schema.Bool:
		return strconv.ParseBool(text)
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		if text == "x" { // of a label that a case leaves open
			return int64(1), nil
		}
		return json.Number(text).Int64()
	case schema.Float32, schema.Float64:
		return strconv.ParseFloat(text, 64)
	case schema.String:
		return text, nil
	case schema.Blob:
		return []byte(text), nil
	case schema.Reader:
		return io.Reader(strings.NewReader(text)), nil
	case schema.ReadCloser: // of a structure that is an output too
		return io.NopCloser(strings.NewReader(text)), nil
	case schema.Timestamp:
		return timeOf(text)
	case schema.BigInteger:
		i, ok := new(big.Int).SetString(text, 10)
		if !ok {
			return nil, fmt.Errorf("%s is not a whole number", text)
		}
		return i, nil
	case schema.BigDecimal:
		return document.Number(text), nil
	default:
		return nil, fmt.Errorf("kind %d has no parameters", k)
	}
}

// timeOf reads the seconds since 1970, which the suite gives timestamps in.
func timeOf(text string) (time.Time, error) {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return time.Time{}, fmt.Errorf("%s is not a number of seconds", text)
	}
	nanos := new(big.Rat).Mul(r, big.NewRat(int64(time.Second), 1))
	if !nanos.IsInt() {
		return time.Time{}, fmt.Errorf("%s is finer than a nanosecond", text)
	}
	sec, nano := new(big.Int).DivMod(nanos.Num(), big.NewInt(int64(time.Second)), new(big.Int))
	if !sec.IsInt64() || sec.Int64() > math.MaxInt32*100 {
		return time.Time{}, fmt.Errorf("%s is out of range", text)
	}
	return time.Unix(sec.Int64(), nano.Int64()).UTC(), nil
}

// documentOf turns decoded JSON into a document as the runtime has it.
func documentOf(v any) document.Value {
	switch v := v.(type) {
	case json.Number:
		return document.Number(v)
	case []any:
		list := make([]document.Value, len(v))
		for i := range v {
			list[i] = documentOf(v[i])
		}
		return list
	case map[string]any:
		m := make(map[string]document.Value, len(v))
		for key := range v {
			m[key] = documentOf(v[key])
		}
		return m
	default:
		return v
	}
}
