// Expressions of every form, with the types of their values, and mistakes in them.

package jmespath

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// given is the type that the expressions of these tests are applied to.
func given() Type {
	instance := StructOf([]string{"id", "count", "state"}, []Type{Scalar(String), Scalar(Number), Scalar(String)})
	return StructOf([]string{"name", "size", "on", "instances", "tags", "any"}, []Type{
		Scalar(String), Scalar(Number), Scalar(Boolean), ArrayOf(instance), &basic{kind: Object, elem: Scalar(String)}, Unknown,
	})
}

// described is the type of an expression and, line by line, what is wrong with it.
func described(text string) string {
	e, err := Parse(text)
	if at := new(SyntaxError); errors.As(err, &at) {
		return fmt.Sprintf("%d: %v", at.Offset, err)
	}
	r := Check(e, given())
	out := r.Type.Kind().String()
	if r.Type.Kind() == Array {
		out += " of " + r.Type.Elem().Kind().String()
	}
	for _, p := range r.Problems {
		out += fmt.Sprintf("\n%s %d-%d: %s", p.Severity, p.Start, p.End, p.Message)
		if hint := p.Hint(); hint != "" {
			out += ": " + hint
		}
	}
	return out
}

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"@":                                 "an object",
		"name":                              "a string",
		"name == 'x' && on":                 "a boolean",
		"name || size":                      "a value of any type",
		"!name":                             "a boolean",
		"instances[].id":                    "an array of a string",
		"instances[*].count":                "an array of a number",
		"instances[0].count":                "a number",
		"instances[-1:].state":              "an array of a string",
		"instances[?state=='x'].id":         "an array of a string",
		"instances[].[id, count]":           "an array of an array",
		"instances[].[id, state][]":         "an array of a string",
		"{a: name, b: size}.b":              "a number",
		"tags.anything":                     "a string",
		"tags.*":                            "an array of a string",
		"any.deep[0].*.down":                "an array of a value of any type",
		"length(instances) > `0`":           "a boolean",
		"max_by(instances, &count)":         "an object",
		"max_by(instances, &count).id":      "a string",
		"map(&id, instances)":               "an array of a string",
		"sort_by(instances, &id)[0].id":     "a string",
		"sum(instances[].count)":            "a number",
		"not_null(name, tags.x)":            "a string",
		"to_array(name)":                    "an array of a string",
		"to_array(instances)":               "an array of an object",
		"to_array(any)":                     "an array of a value of any type",
		"keys(tags)":                        "an array of a string",
		"values(tags)":                      "an array of a string",
		"`{\"a\": [1, null, 2]}`.a":         "an array of a number",
		"`null`":                            "null",
		"(name)":                            "a string",
		"reverse(name)":                     "a string",
		"merge(tags, tags)":                 "an object",
		"instances[?!(count == `1`)] | [0]": "an object",
		"instances[?missing].id":            "an array of a string\ndanger 11-18: there is no field missing here: it has id, count, state",
		"nam.x.y":                           "a value of any type\ndanger 0-3: there is no field nam here: did you mean name?",
		"name.x":                            "a value of any type\ndanger 5-6: the field x is taken of a string, which has none",
		"size[0]":                           "a value of any type\ndanger 4-5: an index is taken of a number, which is no array",
		"size[1:]":                          "an array of a value of any type\ndanger 4-5: a slice is taken of a number, which is no array",
		"name[*]":                           "an array of a value of any type\ndanger 4-5: a projection goes over a string, which is no array",
		"name[]":                            "an array of a value of any type\ndanger 4-6: brackets flatten a string, which is no array",
		"name[?x]":                          "an array of a value of any type\ndanger 4-6: a filter goes over a string, which is no array",
		"name.*":                            "an array of a value of any type\ndanger 5-6: a projection of an object's values goes over a string, which is no object",
		"on < on":                           "null\nwarning 3-4: < compares a boolean with a boolean, but only numbers have an order: use == or !=",
		"lenght(name)":                      "a value of any type\nerror 0-6: there is no function lenght: did you mean length?",
		"zzz(name)":                         "a value of any type\nerror 0-3: there is no function zzz: see the functions of the JMESPath specification",
		"length(name, name)":                "a value of any type\nerror 0-6: the function length takes one argument, not 2",
		"not_null()":                        "a value of any type\nerror 0-8: the function not_null takes at least one argument, not 0",
		"length(size)":                      "a number\nerror 7-11: argument 1 of the function length must be a string or an array or an object, not a number",
		"sum(instances)":                    "a number\nerror 4-13: argument 1 of the function sum must be an array whose elements are each a number, not an object",
		"length(&name)":                     "a number\nerror 7-8: argument 1 of the function length must not be an expression with &",
		"sort_by(instances, id)":            "an array of an object\ndanger 19-21: there is no field id here: it has name, size, on, instances, tags, any\nerror 19-21: argument 2 of the function sort_by must be an expression with & before it",
		"`1`.a":                             "a value of any type\ndanger 4-5: the field a is taken of a number, which has none",
		"`{}`.a":                            "a value of any type\ndanger 5-6: there is no field a here: it has no fields",
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, described(text)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", text, diff)
			}
		})
	}
}

func TestSyntax(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                   "0: the expression ends where a value should stand",
		"||":                                 "0: found || where a value should stand",
		"foo.@@x":                            "4: found @ where a name, a *, a [ or a { should stand",
		"a b":                                "2: found b where an operator or the end should stand",
		"a.":                                 "2: the expression ends where a name, a *, a [ or a { should stand",
		"a[":                                 "2: the expression ends where a number, a colon or a ] should stand",
		"a[0,1]":                             "3: found , where a number, a colon or a ] should stand",
		"[a":                                 "2: the expression ends where a comma or a ] should stand",
		"{a}":                                "2: found } where a colon should stand",
		"{0}":                                "1: found 0 where a name should stand",
		"a[::0]":                             "1: the step of a slice must not be 0",
		"'a":                                 "0: the raw string has no end: write another '",
		"\"a":                                "0: the quoted name has no end: write another \"",
		"\"\\q\"":                            "0: the quoted name \"\\q\" is not a JSON string",
		"`a":                                 "0: the literal has no end: write another `",
		"`a`":                                "0: the literal `a` is not JSON: strings need double quotes inside the backquotes",
		"a = b":                              "2: '=' does not belong here",
		"a[99999999999]":                     "2: \"99999999999\" is no whole number of at most 32 bits",
		"\"f\"(x)":                           "0: the name of a function must not be quoted",
		"ü":                                  "0: 'ü' does not belong here",
		strings.Repeat("a", maxLength+1):     fmt.Sprintf("0: the expression is longer than %d bytes", maxLength),
		strings.Repeat("(", maxDepth+1):      fmt.Sprintf("%d: the expression is nested too deeply", maxDepth),
		strings.Repeat("[*]", maxDepth+1):    fmt.Sprintf("%d: the expression is nested too deeply", 3*maxDepth),
		"`" + strings.Repeat("[", 200) + "`": "0: the literal is nested more than 100 levels deep",
	}
	for text, want := range tests {
		t.Run(text[:min(len(text), 20)], func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, described(text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestLongChains holds that the deepest trees which an expression can have are no problem.
func TestLongChains(t *testing.T) {
	t.Parallel()
	for _, link := range []string{".a", "[0]", "||a", "|a"} {
		text := "any" + strings.Repeat(link, (maxLength-3)/len(link))
		e, err := Parse(text)
		if err != nil {
			t.Fatalf("%s...: %v", text[:10], err)
		}
		if r := Check(e, given()); len(r.Types) < len(text)/len(link) || len(r.Problems) > MaxProblems {
			t.Errorf("%s...: %d types and %d problems", text[:10], len(r.Types), len(r.Problems))
		}
	}
}

// FuzzParse holds that whatever parses can be checked, and that every place is within the expression.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"a.b[0].*[?x == `1`] || !c | [d, {e: f}]", "sort_by(@, &x)[::2][]", "\"q\" <= 'raw\\''"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if at := new(SyntaxError); err != nil && (!errors.As(err, &at) || at.Offset < 0 || at.Offset > len(text)) {
			t.Fatalf("the error %v has no place in the expression", err)
		}
		if err != nil {
			return
		}
		for _, p := range Check(e, given()).Problems {
			if p.Start < 0 || p.End < p.Start || p.End > len(text) {
				t.Errorf("%d-%d is no place in the expression", p.Start, p.End)
			}
		}
	})
}
