// Package check compares the functions that gen prints for JMESPath expressions with an evaluator of the language, on random
// values. The test of the package above copies it beside the packages that it generates.
package check

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/jmespath/eval"
	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// Func is a printed function and the expression that it stands for.
type Func struct {
	Name, Path string
	In, Out    schema.Shape // typed nil pointers; nil where the function does not take it
	Result     string       // Text, TextPtr, BoolPtr, True, False or Texts
	Call       any          // the function
}

// Run calls each function with a number of random values.
func Run(t *testing.T, funcs []Func, rounds int, texts []string) {
	t.Helper()
	parsed := make([]jmespath.Expr, len(funcs))
	for i, f := range funcs {
		var err error
		if parsed[i], err = jmespath.Parse(f.Path); err != nil {
			t.Fatal(err)
		}
	}
	failed := map[string]bool{}
	for round := range rounds {
		values := map[[2]schema.Shape]example{}
		for i, f := range funcs {
			key := [2]schema.Shape{f.In, f.Out}
			v, ok := values[key]
			if !ok {
				fill := filler{rand: rand.New(rand.NewPCG(uint64(round), 7)), texts: texts, full: round%3 == 0}
				v.root, v.args = fill.arguments(f)
				values[key] = v
			}
			if !failed[f.Name] {
				failed[f.Name] = !compare(t, f, parsed[i], v)
			}
		}
	}
}

// example is a value that an expression is applied to, and the same as arguments of a function.
type example struct {
	root any
	args []reflect.Value
}

// compare reports whether a function returns what it should.
func compare(t *testing.T, f Func, e jmespath.Expr, v example) bool {
	t.Helper()
	want, err := eval.Eval(e, v.root, eval.Lenient)
	if err != nil {
		t.Errorf("%s: %s of %v: %v", f.Name, f.Path, v.root, err)
		return false
	}
	got := reflect.ValueOf(f.Call).Call(v.args)[0].Interface()
	diff := cmp.Diff(result(f.Result, want), indirect(got))
	if diff != "" {
		t.Errorf("%s: %s of %s (-want +got):\n%s", f.Name, f.Path, short(v.root), diff)
	}
	return diff == ""
}

// short is the beginning of a value.
func short(v any) string {
	text := fmt.Sprint(v)
	return text[:min(len(text), 400)]
}

// result is what the function should return.
func result(kind string, v any) any {
	switch kind {
	case "True":
		return v == true
	case "False":
		return v == false
	case "Text":
		s, _ := v.(string)
		return s
	case "Texts":
		list, _ := v.([]any)
		var all []string
		for _, elem := range list {
			s, _ := elem.(string)
			all = append(all, s)
		}
		return all
	}
	return v
}

// indirect is what a pointer points at, nil for none; an empty list is a nil one, since nobody looks for the difference.
func indirect(v any) any {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Slice && r.Len() == 0 {
		return []string(nil)
	}
	if r.Kind() != reflect.Pointer {
		return v
	}
	if r.IsNil() {
		return nil
	}
	return r.Elem().Interface()
}

// filler fills structures as their tables say.
type filler struct {
	rand  *rand.Rand
	texts []string
	full  bool // few things are left out
	depth int
}

// arguments are random ones for a function, and the value that its expression is applied to.
func (f *filler) arguments(fn Func) (root any, args []reflect.Value) {
	both := map[string]any{}
	for _, a := range []struct {
		name  string
		shape schema.Shape
	}{{"input", fn.In}, {"output", fn.Out}} {
		if a.shape == nil {
			continue
		}
		v := reflect.New(reflect.TypeOf(a.shape).Elem())
		f.structure(a.shape.SmithySchema(), v.Elem())
		args = append(args, v)
		root = seen(&schema.Type{Kind: schema.Structure, Of: a.shape}, v.Elem())
		both[a.name] = root
	}
	if len(both) > 1 {
		return both, args
	}
	return root, args
}

// fieldAt returns the field of a struct at an offset.
func fieldAt(v reflect.Value, offset uintptr) reflect.Value {
	for i := range v.NumField() {
		if v.Type().Field(i).Offset == offset {
			return v.Field(i)
		}
	}
	panic(fmt.Sprintf("%v has no field at %d", v.Type(), offset))
}

const deepest = 6

func (f *filler) structure(s *schema.Struct, v reflect.Value) {
	f.depth++
	defer func() { f.depth-- }()
	for i := range s.Members {
		m := &s.Members[i]
		few := 3
		if f.full {
			few = 12
		}
		if m.Kind < schema.Reader && f.rand.IntN(few) > 0 && f.depth < deepest {
			f.value(&m.Type, fieldAt(v, m.Offset))
		}
	}
}

func one[T any](f *filler, list ...T) T { return list[f.rand.IntN(len(list))] }

func (f *filler) value(t *schema.Type, v reflect.Value) {
	if t.Ptr {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch t.Kind {
	case schema.Bool:
		v.SetBool(one(f, true, false))
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		v.SetInt(one[int64](f, 0, 1, 1, 2, 3, -1, 100))
	case schema.Float32, schema.Float64:
		v.SetFloat(one(f, 0, 1, 1.5, -2, 100))
	case schema.String:
		v.SetString(one(f, f.texts...))
	case schema.Blob:
		v.SetBytes([]byte(one(f, f.texts...)))
	case schema.Timestamp:
		v.Set(reflect.ValueOf(time.Unix(one[int64](f, 0, 1, 100, 1e9), one[int64](f, 0, 5e8))))
	case schema.BigInteger:
		v.Set(reflect.ValueOf(big.NewInt(one[int64](f, 0, 1, 100, 1<<60))))
	case schema.BigDecimal:
		v.SetString(one(f, "0", "1", "1.5", "1e2", "123456789012345678901234567890"))
	case schema.Document:
		v.Set(reflect.ValueOf(one[document.Value](f, "a", true, document.Number("1"))))
	case schema.List:
		list := reflect.MakeSlice(v.Type(), f.rand.IntN(4), 4)
		for i := range list.Len() {
			if !t.Elem.Sparse || f.rand.IntN(3) > 0 {
				f.value(&t.Elem.Elem, list.Index(i))
			}
		}
		v.Set(list)
	case schema.Map:
		entries := reflect.MakeMap(v.Type())
		for range f.rand.IntN(4) {
			elem := reflect.New(v.Type().Elem()).Elem()
			if !t.Elem.Sparse || f.rand.IntN(3) > 0 {
				f.value(&t.Elem.Elem, elem)
			}
			entries.SetMapIndex(reflect.ValueOf(one(f, f.texts...)).Convert(v.Type().Key()), elem)
		}
		v.Set(entries)
	case schema.Structure:
		f.structure(t.Of.SmithySchema(), v)
	case schema.Union:
		m := &t.Of.SmithySchema().Members[f.rand.IntN(len(t.Of.SmithySchema().Members))]
		variant := reflect.New(reflect.TypeOf(m.Variant).Elem())
		f.value(&m.Type, fieldAt(variant.Elem(), m.Offset))
		v.Set(variant)
	}
}

// seen is a value as JMESPath sees it: section "JMESPath data model" of the Smithy specification.
func seen(t *schema.Type, v reflect.Value) any {
	if t.Ptr || v.Kind() == reflect.Slice || v.Kind() == reflect.Map || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
	}
	if t.Ptr {
		v = v.Elem()
	}
	switch t.Kind {
	case schema.Bool:
		return v.Bool()
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		return float64(v.Int())
	case schema.Float32, schema.Float64:
		return v.Float()
	case schema.String:
		return v.String()
	case schema.Blob:
		return base64.StdEncoding.EncodeToString(v.Bytes())
	case schema.Timestamp:
		at := v.Interface().(time.Time)
		return float64(at.UnixMilli()) / 1e3
	case schema.BigInteger:
		n := v.Interface().(*big.Int)
		if n == nil {
			return nil
		}
		x, _ := new(big.Rat).SetInt(n).Float64()
		return x
	case schema.BigDecimal:
		r, ok := new(big.Rat).SetString(v.String())
		if !ok {
			return nil
		}
		x, _ := r.Float64()
		return x
	case schema.Document:
		return fmt.Sprint("a document: ", v.Interface())
	}
	return seenParts(t, v)
}

// seenParts is a value that has parts.
func seenParts(t *schema.Type, v reflect.Value) any {
	object := map[string]any{}
	put := func(name string, v any) {
		if v != nil {
			object[name] = v
		}
	}
	switch t.Kind {
	case schema.List:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = seen(&t.Elem.Elem, v.Index(i))
		}
		return list
	case schema.Map:
		for _, key := range v.MapKeys() {
			object[key.String()] = seen(&t.Elem.Elem, v.MapIndex(key))
		}
	case schema.Structure:
		for i := range t.Of.SmithySchema().Members {
			m := &t.Of.SmithySchema().Members[i]
			put(m.Name, seen(&m.Type, fieldAt(v, m.Offset)))
		}
	case schema.Union:
		for i := range t.Of.SmithySchema().Members {
			if m := &t.Of.SmithySchema().Members[i]; reflect.TypeOf(m.Variant) == v.Elem().Type() {
				put(m.Name, seen(&m.Type, fieldAt(v.Elem().Elem(), m.Offset)))
			}
		}
	}
	return object
}
