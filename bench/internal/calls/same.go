// Comparing what two clients made of the same reply, whose types differ.

package calls

import (
	"reflect"
	"strings"
	"time"
)

// plain turns an output into what it says: structures and maps into maps of what is set, by name; lists into lists; a union
// into a map of its one variant; pointers into what they point to; numbers, times and strings of any type into one type of
// each. What is absent, or an empty string or collection, is nil: the peer's enums are strings that are empty where ours are
// nil pointers.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Interface:
		return plainVariant(v)
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			return t.UTC().Format(time.RFC3339Nano)
		}
		return plainStruct(v)
	case reflect.Map:
		return plainMap(v)
	case reflect.Slice:
		return plainList(v)
	case reflect.String:
		if v.Len() == 0 {
			return nil
		}
		return v.String()
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Float32, reflect.Float64:
		return v.Float()
	default:
		return v.Interface()
	}
}

func plainStruct(v reflect.Value) any {
	out := map[string]any{}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() || field.Name == "ResultMetadata" { // what the peer tells of the call
			continue
		}
		if value := plain(v.Field(i)); value != nil {
			out[field.Name] = value
		}
	}
	return out
}

// plainVariant names a variant as the model does: the types of both sides are called for the union and the variant.
func plainVariant(v reflect.Value) any {
	if v.IsNil() {
		return nil
	}
	variant := v.Elem().Elem()
	name := strings.TrimPrefix(variant.Type().Name(), v.Type().Name())
	return map[string]any{strings.TrimPrefix(name, "Member"): plain(variant.FieldByName("Value"))}
}

func plainMap(v reflect.Value) any {
	if v.Len() == 0 {
		return nil
	}
	out := map[string]any{}
	for it := v.MapRange(); it.Next(); {
		out[it.Key().String()] = plain(it.Value())
	}
	return out
}

func plainList(v reflect.Value) any {
	if v.Len() == 0 {
		return nil
	}
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return string(v.Bytes())
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = plain(v.Index(i))
	}
	return out
}
