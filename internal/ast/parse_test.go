// Tests of reading: each mistake with its code and place, and what is kept of a model.

package ast

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// model wraps shapes, given as the lines of the shapes object from line 2 on, into a file.
func model(shapes string) string {
	return "{\"smithy\": \"2.0\", \"shapes\": {\n" + shapes + "\n}}"
}

// findings reads and assembles a text and lists what is wrong with it.
func findings(text string) []string {
	var diags diag.List
	load(&diags, source.New("m.json", []byte(text)))
	return listed(&diags)
}

// listed lists findings as "line:column code: message".
func listed(diags *diag.List) []string {
	var out []string
	for _, d := range diags.Sorted() {
		line, col := d.Span.Position()
		code := d.Code
		if d.Severity == diag.Warning {
			code = "warning " + code
		}
		out = append(out, fmt.Sprintf("%d:%d %s: %s", line, col, code, d.Message))
	}
	return out
}

// checkFindings compares the findings of a text with the wanted ones, of which each gives place and code and then a part of
// the message.
func checkFindings(t *testing.T, text string, want []string) {
	t.Helper()
	compareFindings(t, findings(text), want)
}

func compareFindings(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("found\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	for i := range want {
		place, part, _ := strings.Cut(want[i], ": ")
		if !strings.HasPrefix(got[i], place+": ") || !strings.Contains(got[i], part) {
			t.Errorf("found %s\n want %s", got[i], want[i])
		}
	}
}

func TestSyntaxMistakes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"empty":                  {"", "1:1 Model: the file is empty"},
		"white space":            {" \n\t ", "1:1 Model: the file is empty"},
		"byte order mark":        {"\ufeff{}", "1:1 Model: byte order mark"},
		"utf-16":                 {"\xff\xfe{\x00}\x00", "1:1 Model: UTF-16"},
		"invalid utf-8":          {"{\n \"é\xff\": 1}", "2:4 Model: 0xff"},
		"comma before brace":     {"{\"a\": 1,\n}", "1:8 Model: nothing follows this comma but a }"},
		"comma before bracket":   {"[1,\n 2,\n ]", "2:3 Model: nothing follows this comma but a ]"},
		"two commas":             {"[1,,2]", "1:4 Model: between this comma"},
		"two commas, object":     {"{\"a\":1,,}", "1:8 Model: between this comma"},
		"comma first":            {"[ ,1]", "1:3 Model: before this comma"},
		"comma first, object":    {"{,}", "1:2 Model: before this comma"},
		"no comma":               {"{\"a\": 1\n \"b\": 2}", "2:2 Model: a comma is missing"},
		"no comma, array":        {"[1 2]", "1:4 Model: a comma is missing"},
		"no colon":               {"{\"a\" 1}", "1:2 Model: a colon is missing"},
		"no value":               {"{\"a\":}", "1:6 Model: a value is missing"},
		"colon in array":         {"[\"a\": 1]", "1:5 Model: must not stand in an array"},
		"open string":            {"{\"a\": \"b\n}", "1:7 Model: not closed in its line"},
		"open string at the end": {"{\"a\": \"b", "1:7 Model: the file ends inside"},
		"control character":      {"[\"a\tb\"]", "1:4 Model: U+0009"},
		"unknown escape":         {`["a\qb"]`, "1:4 Model: no such escape"},
		"short escape":           {`["\u12G4"]`, "1:3 Model: four hexadecimal digits"},
		"escape at the end":      {`["\`, "1:3 Model: no such escape"},
		"unicode escape cut":     {`["\u12`, "1:3 Model: four hexadecimal digits"},
		"single quotes":          {"{'a': 1}", "1:2 Model: double quotes"},
		"bare key":               {"{a: 1}", "1:2 Model: put the word in double quotes"},
		"bare value":             {"{\"a\": b}", "1:7 Model: a text needs double quotes"},
		"upper case":             {"[True]", "1:2 Model: lower case: true"},
		"not a number":           {"[NaN]", "1:2 Model: write it as a string"},
		"longer word":            {"[nulls]", "1:6 Model: a comma or a ] must stand here"},
		"line comment":           {"{\n// hi\n}", "2:1 Model: no comments"},
		"comment after value":    {"{\"a\": 1 /* hi */}", "1:9 Model: no comments"},
		"plus":                   {"[+1]", "1:2 Model: digit or a minus"},
		"leading zero":           {"[012]", "1:2 Model: superfluous 0"},
		"minus alone":            {"[-]", "1:2 Model: after the minus"},
		"no fraction":            {"[1.]", "1:2 Model: after the decimal point"},
		"no exponent":            {"[1e+]", "1:2 Model: in the exponent"},
		"wrong bracket":          {"{\"a\": [1}", "1:9 Model: a ] must come first"},
		"cut after brace":        {"{\n \"a\": {", "2:8 Model: inside of an object"},
		"cut after comma":        {"[1,", "1:4 Model: inside of an array"},
		"cut after key":          {"{\"a\"", "1:5 Model: inside of an object"},
		"cut after colon":        {"{\"a\":", "1:6 Model: inside of an object"},
		"two values":             {"{} {}", "1:4 Model: goes on after the end"},
		"key is a number":        {"{1: 2}", "1:2 Model: a key in double quotes must stand here"},
		"something else":         {"[\u00e9]", "1:2 Model: a value must stand here"},
		"too deep":               {strings.Repeat("[", maxDepth+1), fmt.Sprintf("1:%d Model: nested more than", maxDepth+1)},
		"too deep in objects":    {strings.Repeat("{\"a\":", maxDepth+1), fmt.Sprintf("1:%d Model: nested more than", 5*maxDepth+1)},
		"deep is fine, but an array": {strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth),
			"1:1 Model: must be an object, but this is an array"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkFindings(t, tc.text, []string{tc.want})
		})
	}
}

func TestSyntaxNotesTheOpenBracket(t *testing.T) {
	t.Parallel()
	var diags diag.List
	Parse(source.New("m.json", []byte("{\n \"a\": [\n")), &diags)
	notes := diags.Sorted()[0].Notes
	if len(notes) != 1 || notes[0].Span.String() != "m.json:2:7" {
		t.Errorf("notes are %v", notes)
	}
}

func TestMistakesInTheFile(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		text string
		want []string
	}{
		"not an object":    {"[]", []string{"1:1 Model: an object, but this is an array"}},
		"null":             {"null", []string{"1:1 Model: but this is null"}},
		"no version":       {"{\"shapes\": {\"a#B\": {\"type\": \"strin\"}}}", []string{"1:1 Model: \"smithy\" is missing", "1:20 Model: did you mean string?"}},
		"other JSON":       {"{\"shapes\": {\"B\": {\"type\": \"strin\"}}}", []string{"1:1 Model: \"smithy\" is missing"}},
		"version 1":        {"{\"smithy\": \"1.0\", \"shapes\": {\"a\": 1}}", []string{"1:35 Model: a shape must be an object"}},
		"version 3":        {"{\"smithy\": \"3.1\"}", []string{"1:12 Model: must be \"2.0\""}},
		"version a number": {"{\"smithy\": 2,\n\"shapes\": []}", []string{"1:12 Model: must be a string, but this is a number", "2:11 Model: shapes must be an object"}},
		"short version":    {"{\"smithy\": \"2\", \"shapes\": {}}", nil},
		"nothing else":     {"{\"smithy\": \"2.0\"}", nil},
		"metadata alone":   {"{\"smithy\": \"2.0\", \"metadata\": {\"a\": 1}}", nil},
		"metadata type":    {"{\"smithy\": \"2.0\", \"metadata\": 1}", []string{"1:31 Model: metadata must be an object"}},
		"unknown key":      {"{\"smithy\": \"2.0\", \"shape\": {}, \"shapes\": {}}", []string{"1:19 warning Model: did you mean shapes?"}},
		"repeated keys": {
			"{\"smithy\": \"2.0\", \"smithy\": \"9\",\n\"metadata\": {\"a\": 1, \"\\u0061\": 2},\n\"shapes\": {}}",
			[]string{"1:19 Model: the key \"smithy\" stands in this object a second time", "2:22 Model: metadata key a"},
		},
		"repeated key deep in a value": {
			"{\"smithy\": \"2.0\",\n\"metadata\": {\"a\": [{\"x\": 1,\n \"x\": 2}]}}",
			[]string{"3:2 Model: \"x\" stands in this object a second time"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkFindings(t, tc.text, tc.want)
		})
	}
}

func TestMistakesInShapes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		shapes string
		want   []string
	}{
		"shape is no object": {`"a#B": []`, []string{"2:8 Model: a shape must be an object"}},
		"no type":            {`"a#B": {}`, []string{"2:8 Model: \"type\" is missing"}},
		"type is no string":  {`"a#B": {"type": {}}`, []string{"2:17 Model: the type of a shape must be a string"}},
		"unknown type":       {`"a#B": {"type": "strcture"}`, []string{"2:8 Model: did you mean structure?"}},
		"very unknown type":  {`"a#B": {"type": "class"}`, []string{"2:8 Model: one of the types"}},
		"targets of a shape that makes no sense are no further mistakes": {
			"\"a#B\": {\"type\": \"class\"},\n\"a#L\": {\"type\": \"list\", \"member\": {\"target\": \"a#B\"}}",
			[]string{"2:8 Model: \"class\""},
		},
		"id without namespace": {`"B": {"type": "string"}`, []string{"2:1 Model: put its namespace"}},
		"id of a member":       {`"a#B$c": {"type": "string"}`, []string{"2:1 Model: member has no place"}},
		"malformed id":         {`"a#B-c": {"type": "string"}`, []string{"2:1 Model: \"a#B-c\""}},
		"malformed namespace":  {`"a..b#C": {"type": "string"}`, []string{"2:1 Model: \"a..b#C\""}},
		"shape twice": {
			"\"a#B\": {\"type\": \"string\"},\n\"a#B\": {\"type\": \"blob\"}",
			[]string{"3:1 Model: the shape a#B is declared a second time"},
		},
		"member twice": {
			"\"a#B\": {\"type\": \"structure\", \"members\": {\n\"x\": {\"target\": \"smithy.api#String\"},\n\"x\": {\"target\": \"smithy.api#String\"}}}",
			[]string{"4:1 Model: the member x is declared a second time"},
		},
		"trait twice": {
			"\"a#B\": {\"type\": \"string\", \"traits\": {\"a#t\": 1,\n\"a#t\": 1}}",
			[]string{"3:1 Model: the trait a#t"},
		},
		"key twice in a shape": {
			"\"a#B\": {\"type\": \"string\",\n\"type\": 1}", []string{"3:1 Model: the key \"type\""},
		},
		"key twice in a trait's value": {
			"\"a#B\": {\"type\": \"string\", \"traits\": {\"a#t\": {\"k\": 1,\n\"k\": 1}}}", []string{"3:1 Model: \"k\""},
		},
		"members is an array": {
			`"a#B": {"type": "structure", "members": []}`, []string{"2:41 Model: members must be an object, but this is an array"},
		},
		"member is a string": {
			`"a#B": {"type": "structure", "members": {"x": "a#B"}}`, []string{"2:47 Model: a member must be an object"},
		},
		"member's name": {
			`"a#B": {"type": "structure", "members": {"x-y": {"target": "a#B"}}}`, []string{"2:42 Model: \"x-y\" is no name of a member"},
		},
		"no target": {
			`"a#B": {"type": "structure", "members": {"x": {}}}`, []string{"2:47 Model: \"target\" is missing: say which shape the member x"},
		},
		"target is a number": {
			`"a#B": {"type": "structure", "members": {"x": {"target": 1}}}`, []string{"2:58 Model: the target of the member x must be a string"},
		},
		"target is no id": {
			`"a#B": {"type": "structure", "members": {"x": {"target": "String"}}}`, []string{"2:58 Model: as in smithy.api#String"},
		},
		"traits is a string": {
			`"a#B": {"type": "string", "traits": "a"}`, []string{"2:37 Model: traits must be an object"},
		},
		"traits of a member": {
			`"a#B": {"type": "list", "member": {"target": "a#B", "traits": []}}`, []string{"2:63 Model: traits must be an object"},
		},
		"trait's id": {
			`"a#B": {"type": "string", "traits": {"deprecated": {}}}`, []string{"2:38 Model: not the id of a trait"},
		},
		"errors is an object": {
			`"a#B": {"type": "operation", "errors": {}}`, []string{"2:40 Model: errors must be an array"},
		},
		"an error is a string": {
			`"a#B": {"type": "operation", "errors": ["a#E"]}`, []string{"2:41 Model: an entry of errors must be an object"},
		},
		"input is a string": {
			`"a#B": {"type": "operation", "input": "a#E"}`, []string{"2:39 Model: input must be an object"},
		},
		"reference with more": {
			`"a#B": {"type": "operation", "input": {"target": "smithy.api#Unit", "traits": {}}}`, []string{"2:69 warning Model: a reference to a shape has no key"},
		},
		"version of a service": {
			`"a#B": {"type": "service", "version": 1}`, []string{"2:39 Model: the version of a service must be a string"},
		},
		"rename": {
			"\"a#B\": {\"type\": \"service\", \"rename\": {\"x\": \"y\",\n\"a#C\": 1,\n\"a#D\": \"1\"}}, \"a#E\": {\"type\": \"service\", \"rename\": 1}",
			[]string{"2:39 Model: \"x\"", "3:8 Model: the new name", "4:52 Model: rename must be an object"},
		},
		"members of enums": {
			"\"a#B\": {\"type\": \"enum\", \"members\": {\"A\": {\"target\": \"smithy.api#Unit\"},\n\"B\": {\"target\": \"smithy.api#String\"}}}",
			[]string{"3:17 Model: the member B of an enum must target smithy.api#Unit"},
		},
		"mixins": {
			`"a#B": {"type": "string", "mixins": {}}`, []string{"2:37 Model: mixins must be an array"},
		},
		"key of another type": {
			`"a#B": {"type": "string", "members": {}}`, []string{"2:27 warning Model: a shape of type string has no key \"members\""},
		},
		"unknown keys": {
			"\"a#B\": {\"type\": \"structure\", \"member\": {},\n\"members\": {\"x\": {\"target\": \"a#B\", \"trait\": {}}}}",
			[]string{"2:30 warning Model: did you mean members?", "3:36 warning Model: did you mean traits?"},
		},
		"apply to a malformed id": {`"a#B$": {"type": "apply", "traits": {}}`, []string{"2:1 Model: not the id of a shape or member"}},
		"apply with more": {
			"\"a#B\": {\"type\": \"string\"}, \"a#C\": {\"type\": \"string\"},\n\"a#B$x\": {\"type\": \"apply\", \"target\": 1}",
			[]string{"3:28 warning Model: an apply statement"},
		},
		"all at once": {
			"\"a#S\": {\"type\": \"structure\", \"members\": {\n\"x\": {\"target\": 1},\n\"y\": []}},\n\"a#T\": {\"type\": \"what\"}",
			[]string{"3:17 Model: number", "4:6 Model: array", "5:8 Model: what"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkFindings(t, model(tc.shapes), tc.want)
		})
	}
}

func TestParseKeepsEverything(t *testing.T) {
	t.Parallel()
	text := model(`"a#L": {"type": "list", "member": {"target": "a#S", "traits": {"x#unknown": [1.50, {"b": null, "a": "\u00e9\n"}]}}},
"a#S": {"type": "string", "traits": {"x#second": {}, "x#first": true}},
"a#M": {"type": "map", "value": {"target": "a#L", "traits": {"x#v": 1}}, "key": {"target": "a#S", "traits": {"x#k": 2}}}`)
	var diags diag.List
	m := load(&diags, source.New("m.json", []byte(text)))
	failOnFindings(t, &diags)

	member := m.Shape("a#L").Member("member")
	v, ok := member.Trait("x#unknown")
	if !ok || v.Kind() != shape.NodeArray || v.Len() != 2 || v.Elems()[0].Num() != "1.50" {
		t.Errorf("the unknown trait is %v", plain(v))
	}
	if got := v.Span().Text(); got != `[1.50, {"b": null, "a": "\u00e9\n"}]` {
		t.Errorf("its span covers %s", got)
	}
	inner := v.Elems()[1].FieldList()
	if len(inner) != 2 || inner[0].Name != "b" || inner[1].Value.Str() != "é\n" || inner[1].Span.Text() != `"a"` {
		t.Errorf("its object is %v", inner)
	}
	if got := inner[1].Value.Span().String(); got != "m.json:2:101" {
		t.Errorf("the innermost value stands at %s", got)
	}
	var order []shape.ID
	for tr := range m.Shape("a#S").Traits.All() {
		order = append(order, tr.ID)
	}
	if diff := cmp.Diff([]shape.ID{"x#second", "x#first"}, order); diff != "" {
		t.Error(diff)
	}
	mp := m.Shape("a#M")
	if mp.Members[0].Name != "key" || mp.Members[1].Name != "value" || !mp.Member("key").Traits.Has("x#k") || !mp.Member("value").Traits.Has("x#v") {
		t.Errorf("the map's members are %v", viewMembers(mp.Members))
	}
}

func TestParseDeclaresInSourceOrder(t *testing.T) {
	t.Parallel()
	text := `{"shapes": {"b#B": {"type": "string"}, "b#B$x": {"type": "apply", "traits": {"a#t": 1}}, "a#A": {"type": "blob"}},
		"metadata": {"k": [1]}, "smithy": "2.0"}`
	var diags diag.List
	var got []string
	for _, d := range Parse(source.New("m.json", []byte(text)), &diags) {
		switch d := d.(type) {
		case *shape.ShapeDecl:
			got = append(got, d.Kind.String()+" "+d.Span.Text())
		case *shape.ApplyDecl:
			got = append(got, "apply "+d.Target.Span.Text())
		case *shape.MetadataDecl:
			got = append(got, "metadata "+d.Span.Text())
		}
	}
	failOnFindings(t, &diags)
	if diff := cmp.Diff([]string{`metadata "k"`, `string "b#B"`, `apply "b#B$x"`, `blob "a#A"`}, got); diff != "" {
		t.Error(diff)
	}
}

func TestHugeInputs(t *testing.T) {
	t.Parallel()
	t.Run("brackets alone", func(t *testing.T) {
		t.Parallel()
		checkFindings(t, strings.Repeat("[", 100<<20), []string{"1:501 Model: nested"})
	})
	t.Run("too large", func(t *testing.T) {
		t.Parallel()
		var diags diag.List
		if decls := Parse(source.New("m", make([]byte, source.MaxSize+1)), &diags); decls != nil || diags.Sorted()[0].Code != codeModel {
			t.Errorf("found %v", diags.Sorted())
		}
	})
	t.Run("mistakes without end", func(t *testing.T) {
		t.Parallel()
		var b bytes.Buffer
		b.WriteString(`{"smithy":"2.0","shapes":{"a#B":1`)
		for range 100_000 {
			b.WriteString(`,"a#B":1`)
		}
		b.WriteString("}}")
		var diags diag.List
		load(&diags, source.New("m", b.Bytes()))
		if diags.Count(diag.Error) != 100_001 || len(diags.Sorted()) > 10_000 {
			t.Errorf("%d errors, %d kept", diags.Count(diag.Error), len(diags.Sorted()))
		}
	})
	for name, shapes := range hugeModels() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			m := load(&diags, source.New("m", []byte(model(shapes))))
			m.Closure(m.Shapes())
			if diags.Count(diag.Error) == 0 {
				t.Error("nothing is wrong with it")
			}
		})
	}
}

// hugeModels returns shapes that take forever if anything about them is quadratic.
func hugeModels() map[string]string {
	const n = 20_000
	each := func(format string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strings.ReplaceAll(format, "%d", fmt.Sprint(i)))
		}
		return b.String()
	}
	const mixin = `"traits": {"smithy.api#mixin": {}}`
	return map[string]string{
		"unresolved targets": `"a#S": {"type": "structure", "members": {` + each(`"x%d": {"target": "b#Shape%d"}`) + `}}`,
		"unresolved applies": `"a#S": {"type": "structure", "members": {` + each(`"x%d": {"target": "a#S"}`) + `}},` +
			each(`"a#S$y%d": {"type": "apply", "traits": {"a#t": 1}}`),
		"mixins side by side": each(`"a#M%d": {"type": "string", "traits": {"smithy.api#mixin": {}, "a#t%d": 1}}`) +
			`, "a#S": {"type": "string", "traits": {"smithy.api#mixin": {}}, "mixins": [` + each(`{"target": "a#M%d"}`) + `, {"target": "a#S"}]}`,
		"resources in circles": `"a#R": {"type": "resource", "resources": [` + each(`{"target": "a#R%d"}`) + `]}, ` +
			each(`"a#R%d": {"type": "resource", "resources": [{"target": "a#R"}]}`),
		"services in a chain": `"a#R": {"type": "resource", "resources": [{"target": "a#R"}]}, ` +
			each(`"a#O%d": {"type": "operation"}, "a#S%d": {"type": "service", `+mixin+`, "operations": [{"target": "a#O%d"}], "mixins": [{"target": "a#S1%d"}]}`),
		"a chain of lists": each(`"a#L%d": {"type": "list", "member": {"target": "a#L1%d"}}`),
		"unknown types":    each(`"a#L%d": {"type": "strung"}`),
	}
}
