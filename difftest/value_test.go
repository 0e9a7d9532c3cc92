// Values that belong to neither client, how they get into the structs of both, and how they come out again.
//
// A value is nil (absent), bool, int64, float64, string, []byte, time.Time, []any, map[string]any, or record.

package difftest

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
)

// record is the value of a structure: its members by their names in the model.
type record map[string]any

// maybeZero is what comes out of a plain scalar that is zero: the member was absent or zero, the struct does not say.
type maybeZero struct{}

var timeType = reflect.TypeFor[time.Time]()

// assign puts v into a field, element or pointer of either client's types.
func assign(to reflect.Value, v any) error {
	if v == nil {
		return nil
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return assign(to.Elem(), v)
	case reflect.Struct:
		return assignStruct(to, v)
	case reflect.Slice:
		return assignSlice(to, v)
	case reflect.Map:
		return assignMap(to, v)
	case reflect.Interface:
		data, ok := v.([]byte)
		if !ok || !to.Type().Implements(reflect.TypeFor[io.Reader]()) {
			return fmt.Errorf("a %T does not fit a %s", v, to.Type())
		}
		to.Set(reflect.ValueOf(bytes.NewReader(data)))
		return nil
	}
	from := reflect.ValueOf(v)
	if !from.CanConvert(to.Type()) || from.Kind() == reflect.Int64 && to.Kind() == reflect.String {
		return fmt.Errorf("a %T does not fit a %s", v, to.Type())
	}
	to.Set(from.Convert(to.Type()))
	return nil
}

func assignStruct(to reflect.Value, v any) error {
	if to.Type() == timeType {
		to.Set(reflect.ValueOf(v))
		return nil
	}
	members, ok := v.(record)
	if !ok {
		return fmt.Errorf("a %T does not fit a %s", v, to.Type())
	}
	for name, value := range members {
		field := to.FieldByName(goName(name))
		if !field.IsValid() {
			return fmt.Errorf("%s has no field for the member %s", to.Type(), name)
		}
		if err := assign(field, value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// goName is the field of a member in both clients.
func goName(member string) string { return strings.ToUpper(member[:1]) + member[1:] }

func assignSlice(to reflect.Value, v any) error {
	switch v := v.(type) {
	case []byte:
		to.SetBytes(v)
		return nil
	case []any:
		list := reflect.MakeSlice(to.Type(), len(v), len(v))
		for i, item := range v {
			if err := assign(list.Index(i), item); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
		to.Set(list)
		return nil
	}
	return fmt.Errorf("a %T does not fit a %s", v, to.Type())
}

func assignMap(to reflect.Value, v any) error {
	entries, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("a %T does not fit a %s", v, to.Type())
	}
	to.Set(reflect.MakeMapWithSize(to.Type(), len(entries)))
	for key, value := range entries {
		item := reflect.New(to.Type().Elem()).Elem()
		if err := assign(item, value); err != nil {
			return fmt.Errorf("[%q]: %w", key, err)
		}
		to.SetMapIndex(reflect.ValueOf(key).Convert(to.Type().Key()), item)
	}
	return nil
}

// extract takes a value of shape s out of either client's types.
func (m *model) extract(from reflect.Value, s *shape) (any, error) {
	switch from.Kind() {
	case reflect.Pointer:
		if from.IsNil() {
			return nil, nil
		}
		v, err := m.extract(from.Elem(), s)
		if _, unsure := v.(maybeZero); unsure {
			v = zero(from.Elem()) // behind a pointer, zero is zero
		}
		return v, err
	case reflect.Struct:
		return m.extractStruct(from, s)
	case reflect.Slice:
		return m.extractSlice(from, s)
	case reflect.Map:
		return m.extractMap(from, s)
	case reflect.Interface:
		return nil, fmt.Errorf("%s is nothing that this test reads", from.Type())
	}
	if from.IsZero() {
		return maybeZero{}, nil
	}
	return scalar(from), nil
}

func zero(v reflect.Value) any { return scalar(reflect.Zero(v.Type())) }

func scalar(v reflect.Value) any {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.Bool:
		return v.Bool()
	}
	return v.String()
}

func (m *model) extractStruct(from reflect.Value, s *shape) (any, error) {
	if from.Type() == timeType {
		if from.IsZero() {
			return maybeZero{}, nil
		}
		at, _ := from.Interface().(time.Time)
		return at.UTC(), nil
	}
	members := record{}
	for _, name := range s.names {
		field := from.FieldByName(goName(name))
		if !field.IsValid() {
			return nil, fmt.Errorf("%s has no field for the member %s", from.Type(), name)
		}
		v, err := m.extract(field, m.of(s.Members[name]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		members[name] = v
	}
	return members, nil
}

func (m *model) extractSlice(from reflect.Value, s *shape) (any, error) {
	if from.IsNil() {
		return nil, nil
	}
	if from.Type().Elem().Kind() == reflect.Uint8 {
		return bytes.Clone(from.Bytes()), nil
	}
	list := make([]any, from.Len())
	for i := range list {
		var err error
		if list[i], err = m.extract(from.Index(i), m.of(s.Member)); err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return list, nil
}

func (m *model) extractMap(from reflect.Value, s *shape) (any, error) {
	if from.IsNil() {
		return nil, nil
	}
	entries := map[string]any{}
	for _, key := range from.MapKeys() {
		v, err := m.extract(from.MapIndex(key), m.of(s.Value))
		if err != nil {
			return nil, fmt.Errorf("[%q]: %w", key, err)
		}
		entries[key.String()] = v
	}
	return entries, nil
}
