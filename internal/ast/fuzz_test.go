// Fuzz tests: no bytes make the reader panic, and the syntax check agrees with encoding/json.

package ast

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

var seeds = []string{
	"", "{}", "[1, -2.5e+3, true, null, \"\\u00e9\\\\\"]", "{\"a\": {\"a\": [{}]}, \"a\": 1,}",
	model(`"a#S": {"type": "structure", "members": {"x": {"target": "a#S", "traits": {"smithy.api#required": {}}}}, "mixins": [{"target": "a#M"}]},
"a#M": {"type": "structure", "traits": {"smithy.api#mixin": {"localTraits": ["a#t"]}}}, "a#S$x": {"type": "apply", "traits": {"a#t": [1]}}`),
	model(`"a#V": {"type": "service", "version": "1", "operations": [{"target": "a#O"}], "resources": [{"target": "a#R"}], "rename": {"a#O": "P"}},
"a#O": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "errors": [{"target": "a#V"}]},
"a#R": {"type": "resource", "identifiers": {"id": {"target": "smithy.api#String"}}, "read": {"target": "a#O"}, "resources": [{"target": "a#R"}]}`),
	model(`"a#E": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}}, "a#L": {"type": "set", "member": {"target": "a#L"}},
"a#T": {"type": "map", "key": {"target": "a#L"}, "value": 1}`),
	modelV1(`"a#B": {"type": "boolean", "traits": {"smithy.api#box": {}}}, "a#L": {"type": "set", "member": {"target": "a#B"}},
"a#S": {"type": "structure", "members": {"x": {"target": "a#B"}, "y": {"target": "smithy.api#PrimitiveLong", "traits": {"smithy.api#box": {}}}}}`),
}

// FuzzParse reads any bytes, links what came of them and looks at everything in the model.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var diags diag.List
		m := load(&diags, source.New("f.json", text))
		if err := diags.Render(t.Output(), diag.Options{Color: true}); err != nil {
			t.Fatal(err)
		}
		views(m)
		plain(m.Metadata())
		if !diags.HasErrors() {
			rewrite(t, m)
		}
		for _, s := range m.Shapes() {
			m.Closure([]*shape.Shape{s})
			for _, mem := range s.Members {
				if mem.Target == nil || mem.Parent != s || s.Member(mem.Name) == nil {
					t.Errorf("the member %s is not linked", mem.ID)
				}
			}
		}
		for _, d := range diags.Sorted() {
			if d.Span.Start < 0 || d.Span.End > len(text) || d.Span.Start > d.Span.End {
				t.Errorf("%s has the span %d to %d", d.Code, d.Span.Start, d.Span.End)
			}
		}
	})
}

// rewrite fails the test unless a model that is written and read comes back as it was.
func rewrite(t *testing.T, m *shape.Model) {
	t.Helper()
	first := write(t, m, WriteOptions{})
	var diags diag.List
	second := write(t, load(&diags, source.New("again.json", first)), WriteOptions{})
	if diags.HasErrors() || string(first) != string(second) {
		t.Errorf("%v\nwritten once:\n%s\nand again:\n%s", diags.Sorted(), first, second)
	}
	write(t, m, WriteOptions{Flatten: true})
}

// FuzzSyntax compares the syntax check with encoding/json, which knows neither encoding nor depth.
func FuzzSyntax(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	for _, s := range []string{"01", "-0", "1e5", "\"\\u12x4\"", "[1 2]", "nul", "\"\x01\"", " 1 ", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"i\":0}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.HasPrefix(text, "\ufeff") || strings.Count(text, "[")+strings.Count(text, "{") > maxDepth {
			return // encoding/json takes other texts there
		}
		repeated, bad := checkSyntax([]byte(text))
		if want := json.Valid([]byte(text)); (bad == nil) != want {
			t.Fatalf("encoding/json says %v, here it is %v", want, bad)
		}
		if bad == nil {
			compareValue(t, text, len(repeated) > 0)
		}
	})
}

// compareValue compares the node of a valid text with what encoding/json makes of it.
func compareValue(t *testing.T, text string, hasRepeated bool) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var want any
	if err := dec.Decode(&want); err != nil {
		t.Fatal(err)
	}
	n := &nodes{file: source.New("f", []byte(text)), text: text}
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	got := n.node(n.at(source.Span{Start: start, End: len(strings.TrimRight(text, " \t\r\n"))}))
	if !hasRepeated && !sameValue(want, got) {
		t.Errorf("encoding/json reads %v, here it is %v", want, plain(got))
	}
}

func sameValue(want any, got shape.Node) bool {
	switch w := want.(type) {
	case nil:
		return got.Kind() == shape.NodeNull
	case bool:
		return got.Kind() == shape.NodeBool && got.Bool() == w
	case string:
		return got.Kind() == shape.NodeString && got.Str() == w
	case json.Number:
		return got.Num() == w.String()
	case []any:
		if got.Kind() != shape.NodeArray || got.Len() != len(w) {
			return false
		}
		for i, e := range got.Elems() {
			if !sameValue(w[i], e) {
				return false
			}
		}
		return true
	case map[string]any:
		if got.Kind() != shape.NodeObject || got.Len() != len(w) {
			return false
		}
		for k, v := range got.Fields() {
			if e, ok := w[k]; !ok || !sameValue(e, v) {
				return false
			}
		}
		return true
	}
	return false
}
