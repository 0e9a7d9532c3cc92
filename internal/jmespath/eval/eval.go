// Package eval evaluates JMESPath expressions, as the specification at https://jmespath.org/specification.html says and its
// compliance suite holds it to. Nothing that gen prints depends on it: it is what the printed functions are compared with.
package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/smithwright/smithwright/internal/jmespath"
)

// Mode changes what the specification says.
type Mode uint8

// The modes.
const (
	// Strict is the specification.
	Strict Mode = iota
	// Lenient gives functions an empty string, array or object for null, where they want one, and makes null of what they
	// make of a number that is null: services leave out what is empty. So the functions do that gen prints.
	Lenient
)

// Eval returns what an expression makes of a value. Values are as encoding/json decodes them: nil, bool, float64, string, []any
// and map[string]any. An error says that a function cannot take an argument.
func Eval(e jmespath.Expr, value any, mode Mode) (result any, err error) {
	v := evaluator{lenient: mode == Lenient}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case mistake:
			result, err = nil, errors.New(string(r))
		default:
			panic(r)
		}
	}()
	return v.eval(e, value), nil
}

type evaluator struct{ lenient bool }

// mistake is thrown where an argument is wrong.
type mistake string

func fail(format string, args ...any) { panic(mistake(fmt.Sprintf(format, args...))) }

func (v evaluator) eval(e jmespath.Expr, cur any) any {
	switch e := e.(type) {
	case *jmespath.Current:
		return cur
	case *jmespath.Field:
		object, _ := cur.(map[string]any)
		return object[e.Name]
	case *jmespath.Literal:
		return plain(e.Value)
	case *jmespath.Sub:
		return v.eval(e.Right, v.eval(e.Left, cur))
	case *jmespath.Index:
		list, _ := v.eval(e.Left, cur).([]any)
		i := e.N
		if i < 0 {
			i += len(list)
		}
		if i < 0 || i >= len(list) {
			return nil
		}
		return list[i]
	case *jmespath.Slice:
		return slice(v.eval(e.Left, cur), e)
	case *jmespath.Flatten:
		return flatten(v.eval(e.Left, cur))
	case *jmespath.Project:
		return v.project(v.eval(e.Left, cur), nil, e.Right)
	case *jmespath.Filter:
		return v.project(v.eval(e.Left, cur), e.Condition, e.Right)
	case *jmespath.ObjectProject:
		object, ok := v.eval(e.Left, cur).(map[string]any)
		if !ok {
			return nil
		}
		return v.project(values(object), nil, e.Right)
	case *jmespath.List, *jmespath.Hash:
		return v.several(e, cur)
	case *jmespath.And:
		left := v.eval(e.Left, cur)
		if !truth(left) {
			return left
		}
		return v.eval(e.Right, cur)
	case *jmespath.Or:
		left := v.eval(e.Left, cur)
		if truth(left) {
			return left
		}
		return v.eval(e.Right, cur)
	case *jmespath.Not:
		return !truth(v.eval(e.Operand, cur))
	case *jmespath.Compare:
		return compare(e.Op, v.eval(e.Left, cur), v.eval(e.Right, cur))
	case *jmespath.Call:
		return v.call(e, cur)
	}
	fail("%T has no value", e)
	return nil
}

// several is what a multi-select makes.
func (v evaluator) several(e jmespath.Expr, cur any) any {
	if cur == nil {
		return nil
	}
	if list, ok := e.(*jmespath.List); ok {
		result := make([]any, len(list.Items))
		for i, item := range list.Items {
			result[i] = v.eval(item, cur)
		}
		return result
	}
	result := map[string]any{}
	for _, entry := range e.(*jmespath.Hash).Entries {
		result[entry.Name] = v.eval(entry.Value, cur)
	}
	return result
}

// plain is a literal as Eval has values.
func plain(value any) any {
	switch x := value.(type) {
	case json.Number:
		f, _ := x.Float64()
		return f
	case []any:
		list := make([]any, len(x))
		for i := range x {
			list[i] = plain(x[i])
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(x))
		for k := range x {
			object[k] = plain(x[k])
		}
		return object
	}
	return value
}

// values are those of an object, by its keys.
func values(object map[string]any) []any {
	list := make([]any, 0, len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		list = append(list, object[key])
	}
	return list
}

// project is what right makes of the elements for which the condition holds, without nulls.
func (v evaluator) project(array any, condition, right jmespath.Expr) any {
	list, ok := array.([]any)
	if !ok {
		return nil
	}
	result := []any{}
	for _, elem := range list {
		if condition != nil && !truth(v.eval(condition, elem)) {
			continue
		}
		if r := v.eval(right, elem); r != nil {
			result = append(result, r)
		}
	}
	return result
}

func flatten(array any) any {
	list, ok := array.([]any)
	if !ok {
		return nil
	}
	result := []any{}
	for _, elem := range list {
		if inner, ok := elem.([]any); ok {
			result = append(result, inner...)
		} else {
			result = append(result, elem)
		}
	}
	return result
}

func slice(array any, e *jmespath.Slice) any {
	list, ok := array.([]any)
	if !ok {
		return nil
	}
	n := len(list)
	place := func(given *int, otherwise, least, most int) int {
		if given == nil {
			return otherwise
		}
		i := *given
		if i < 0 {
			i += n
		}
		return min(max(i, least), most)
	}
	result := []any{}
	if e.Step > 0 {
		start, stop := place(e.Start, 0, 0, n), place(e.Stop, n, 0, n)
		for i := start; i < stop; i += min(e.Step, n) {
			result = append(result, list[i])
		}
		return result
	}
	start, stop := place(e.Start, n-1, -1, n-1), place(e.Stop, -1, -1, n-1)
	for i := start; i > stop; i += max(e.Step, -n) {
		result = append(result, list[i])
	}
	return result
}

// truth reports whether a value is neither null nor false nor empty.
func truth(value any) bool {
	switch x := value.(type) {
	case nil:
		return false
	case bool:
		return x
	case string:
		return x != ""
	case []any:
		return len(x) > 0
	case map[string]any:
		return len(x) > 0
	}
	return true
}

func compare(op jmespath.Op, left, right any) any {
	switch op {
	case jmespath.Equal:
		return reflect.DeepEqual(left, right)
	case jmespath.NotEqual:
		return !reflect.DeepEqual(left, right)
	}
	x, ok := left.(float64)
	y, ok2 := right.(float64)
	if !ok || !ok2 {
		return nil
	}
	switch op {
	case jmespath.Less:
		return x < y
	case jmespath.LessEqual:
		return x <= y
	case jmespath.Greater:
		return x > y
	}
	return x >= y
}
