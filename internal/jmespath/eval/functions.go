// The functions.

package eval

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/jmespath"
)

// call calls a function.
func (v evaluator) call(e *jmespath.Call, cur any) any {
	args := make([]any, len(e.Args))
	for i, arg := range e.Args {
		if ref, ok := arg.(*jmespath.Ref); ok {
			args[i] = func(elem any) any { return v.eval(ref.Body, elem) }
		} else {
			args[i] = v.eval(arg, cur)
		}
	}
	f, ok := functions[e.Name]
	if !ok {
		fail("there is no function %s", e.Name)
	}
	if len(args) < f.least || len(args) > f.least && !f.more {
		fail("%s takes %d arguments", e.Name, f.least)
	}
	if e.Name != "map" && !strings.HasSuffix(e.Name, "_by") {
		for _, arg := range args {
			if _, ok := arg.(func(any) any); ok {
				fail("%s takes no expression", e.Name)
			}
		}
	}
	if v.lenient {
		for i, arg := range args {
			if arg != nil || i >= len(f.empty) {
				continue
			}
			if f.empty[i] == null {
				return nil
			}
			args[i] = f.empty[i]
		}
	}
	return f.call(args)
}

// null stands among a function's empty values for: the function of null is null.
var null = new(int)

type function struct {
	least int
	more  bool
	empty []any // what a lenient call gives the function for null; nil for null itself
	call  func(args []any) any
}

var functions = map[string]function{
	"abs":         {1, false, []any{null}, number(math.Abs)},
	"avg":         {1, false, []any{[]any{}}, average},
	"ceil":        {1, false, []any{null}, number(math.Ceil)},
	"contains":    {2, false, []any{[]any{}}, contains},
	"ends_with":   {2, false, []any{"", ""}, func(a []any) any { return strings.HasSuffix(text(a[0]), text(a[1])) }},
	"floor":       {1, false, []any{null}, number(math.Floor)},
	"join":        {2, false, []any{"", []any{}}, func(a []any) any { return strings.Join(all[string](a[1]), text(a[0])) }},
	"keys":        {1, false, []any{map[string]any{}}, keys},
	"length":      {1, false, []any{""}, length},
	"map":         {2, false, []any{nil, []any{}}, mapped},
	"max":         {1, false, []any{[]any{}}, extreme(1)},
	"max_by":      {2, false, nil, extremeBy(1)},
	"merge":       {1, true, nil, merge},
	"min":         {1, false, []any{[]any{}}, extreme(-1)},
	"min_by":      {2, false, nil, extremeBy(-1)},
	"not_null":    {1, true, nil, notNull},
	"reverse":     {1, false, []any{[]any{}}, reverse},
	"sort":        {1, false, []any{[]any{}}, sorted},
	"sort_by":     {2, false, nil, sortedBy},
	"starts_with": {2, false, []any{"", ""}, func(a []any) any { return strings.HasPrefix(text(a[0]), text(a[1])) }},
	"sum":         {1, false, []any{[]any{}}, func(a []any) any { return sum(all[float64](a[0])) }},
	"to_array":    {1, false, nil, toArray},
	"to_number":   {1, false, nil, toNumber},
	"to_string":   {1, false, nil, toString},
	"type":        {1, false, nil, typeOf},
	"values":      {1, false, []any{map[string]any{}}, func(a []any) any { return values(as[map[string]any](a[0])) }},
}

// as is an argument of a type.
func as[T any](arg any) T {
	x, ok := arg.(T)
	if !ok {
		fail("%v is of a type that the function does not take", arg)
	}
	return x
}

func text(arg any) string { return as[string](arg) }

// all are the elements of an array, of a type.
func all[T any](arg any) []T {
	list := as[[]any](arg)
	result := make([]T, len(list))
	for i := range list {
		result[i] = as[T](list[i])
	}
	return result
}

func number(f func(float64) float64) func([]any) any {
	return func(a []any) any { return f(as[float64](a[0])) }
}

func sum(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total
}

func average(a []any) any {
	list := all[float64](a[0])
	if len(list) == 0 {
		return nil
	}
	return sum(list) / float64(len(list))
}

func contains(a []any) any {
	if s, ok := a[0].(string); ok {
		part, ok := a[1].(string)
		return ok && strings.Contains(s, part)
	}
	return slices.ContainsFunc(as[[]any](a[0]), func(x any) bool { return reflect.DeepEqual(x, a[1]) })
}

func keys(a []any) any {
	list := []any{}
	for _, key := range slices.Sorted(maps.Keys(as[map[string]any](a[0]))) {
		list = append(list, key)
	}
	return list
}

func length(a []any) any {
	switch x := a[0].(type) {
	case string:
		return float64(utf8.RuneCountInString(x))
	case []any:
		return float64(len(x))
	case map[string]any:
		return float64(len(x))
	}
	fail("there is no length of %v", a[0])
	return nil
}

func mapped(a []any) any {
	f := as[func(any) any](a[0])
	list := as[[]any](a[1])
	result := make([]any, len(list))
	for i := range list {
		result[i] = f(list[i])
	}
	return result
}

// order compares two strings or two numbers.
func order(x, y any) int {
	if s, ok := x.(string); ok {
		return cmp.Compare(s, as[string](y))
	}
	return cmp.Compare(as[float64](x), as[float64](y))
}

// best is the first element by a key whose sign in the order is the given one; null if there is none.
func best(list []any, key func(any) any, sign int) any {
	var found any
	for i, elem := range list {
		if k := key(elem); i == 0 {
			order(k, k) // its type
			found = elem
		} else if order(k, key(found))*sign > 0 {
			found = elem
		}
	}
	return found
}

func self(x any) any { return x }

func extreme(sign int) func([]any) any {
	return func(a []any) any { return best(as[[]any](a[0]), self, sign) }
}

func extremeBy(sign int) func([]any) any {
	return func(a []any) any { return best(as[[]any](a[0]), as[func(any) any](a[1]), sign) }
}

func inOrder(list []any, key func(any) any) any {
	list = slices.Clone(list)
	for _, elem := range list {
		order(key(elem), key(list[0])) // their types
	}
	slices.SortStableFunc(list, func(x, y any) int { return order(key(x), key(y)) })
	return list
}

func sorted(a []any) any { return inOrder(as[[]any](a[0]), self) }

func sortedBy(a []any) any { return inOrder(as[[]any](a[0]), as[func(any) any](a[1])) }

func merge(a []any) any {
	result := map[string]any{}
	for _, arg := range a {
		maps.Copy(result, as[map[string]any](arg))
	}
	return result
}

func notNull(a []any) any {
	for _, arg := range a {
		if arg != nil {
			return arg
		}
	}
	return nil
}

func reverse(a []any) any {
	if s, ok := a[0].(string); ok {
		runes := []rune(s)
		slices.Reverse(runes)
		return string(runes)
	}
	list := slices.Clone(as[[]any](a[0]))
	slices.Reverse(list)
	return list
}

func toArray(a []any) any {
	if list, ok := a[0].([]any); ok {
		return list
	}
	return []any{a[0]}
}

func toNumber(a []any) any {
	switch x := a[0].(type) {
	case float64:
		return x
	case string:
		var f any
		if json.Unmarshal([]byte(x), &f) == nil {
			if n, ok := f.(float64); ok {
				return n
			}
		}
	}
	return nil
}

func toString(a []any) any {
	if s, ok := a[0].(string); ok {
		return s
	}
	b, err := json.Marshal(a[0])
	if err != nil {
		fail("%v", err)
	}
	return string(b)
}

func typeOf(a []any) any {
	switch a[0].(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}
