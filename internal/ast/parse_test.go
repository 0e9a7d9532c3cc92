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

// findings reads and assembles a text and lists what is wrong with it as "line:column code: message".
func findings(text string) []string {
	var diags diag.List
	load(&diags, source.New("m.json", []byte(text)))
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

// checkFindings compares findings with the wanted ones, of which each gives place and code and then a part of the message.
func checkFindings(t *testing.T, text string, want []string) {
	t.Helper()
	got := findings(text)
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
		"empty":                  {"", "1:1 json.syntax: the file is empty"},
		"white space":            {" \n\t ", "1:1 json.syntax: the file is empty"},
		"byte order mark":        {"\ufeff{}", "1:1 json.syntax: byte order mark"},
		"utf-16":                 {"\xff\xfe{\x00}\x00", "1:1 json.utf8: UTF-16"},
		"invalid utf-8":          {"{\n \"é\xff\": 1}", "2:4 json.utf8: 0xff"},
		"comma before brace":     {"{\"a\": 1,\n}", "1:8 json.syntax: nothing follows this comma but a }"},
		"comma before bracket":   {"[1,\n 2,\n ]", "2:3 json.syntax: nothing follows this comma but a ]"},
		"two commas":             {"[1,,2]", "1:4 json.syntax: between this comma"},
		"two commas, object":     {"{\"a\":1,,}", "1:8 json.syntax: between this comma"},
		"comma first":            {"[ ,1]", "1:3 json.syntax: before this comma"},
		"comma first, object":    {"{,}", "1:2 json.syntax: before this comma"},
		"no comma":               {"{\"a\": 1\n \"b\": 2}", "2:2 json.syntax: a comma is missing"},
		"no comma, array":        {"[1 2]", "1:4 json.syntax: a comma is missing"},
		"no colon":               {"{\"a\" 1}", "1:2 json.syntax: a colon is missing"},
		"no value":               {"{\"a\":}", "1:6 json.syntax: a value is missing"},
		"colon in array":         {"[\"a\": 1]", "1:5 json.syntax: must not stand in an array"},
		"open string":            {"{\"a\": \"b\n}", "1:7 json.syntax: not closed in its line"},
		"open string at the end": {"{\"a\": \"b", "1:7 json.syntax: the file ends inside"},
		"control character":      {"[\"a\tb\"]", "1:4 json.syntax: U+0009"},
		"unknown escape":         {`["a\qb"]`, "1:4 json.syntax: no such escape"},
		"short escape":           {`["\u12G4"]`, "1:3 json.syntax: four hexadecimal digits"},
		"escape at the end":      {`["\`, "1:3 json.syntax: no such escape"},
		"unicode escape cut":     {`["\u12`, "1:3 json.syntax: four hexadecimal digits"},
		"single quotes":          {"{'a': 1}", "1:2 json.syntax: double quotes"},
		"bare key":               {"{a: 1}", "1:2 json.syntax: put the word in double quotes"},
		"bare value":             {"{\"a\": b}", "1:7 json.syntax: a text needs double quotes"},
		"upper case":             {"[True]", "1:2 json.syntax: lower case: true"},
		"not a number":           {"[NaN]", "1:2 json.syntax: write it as a string"},
		"longer word":            {"[nulls]", "1:6 json.syntax: a comma or a ] must stand here"},
		"line comment":           {"{\n// hi\n}", "2:1 json.syntax: no comments"},
		"comment after value":    {"{\"a\": 1 /* hi */}", "1:9 json.syntax: no comments"},
		"plus":                   {"[+1]", "1:2 json.syntax: digit or a minus"},
		"leading zero":           {"[012]", "1:2 json.syntax: superfluous 0"},
		"minus alone":            {"[-]", "1:2 json.syntax: after the minus"},
		"no fraction":            {"[1.]", "1:2 json.syntax: after the decimal point"},
		"no exponent":            {"[1e+]", "1:2 json.syntax: in the exponent"},
		"wrong bracket":          {"{\"a\": [1}", "1:9 json.syntax: a ] must come first"},
		"cut after brace":        {"{\n \"a\": {", "2:8 json.syntax: inside of an object"},
		"cut after comma":        {"[1,", "1:4 json.syntax: inside of an array"},
		"cut after key":          {"{\"a\"", "1:5 json.syntax: inside of an object"},
		"cut after colon":        {"{\"a\":", "1:6 json.syntax: inside of an object"},
		"two values":             {"{} {}", "1:4 json.syntax: goes on after the end"},
		"key is a number":        {"{1: 2}", "1:2 json.syntax: a key in double quotes must stand here"},
		"something else":         {"[\u00e9]", "1:2 json.syntax: a value must stand here"},
		"too deep":               {strings.Repeat("[", maxDepth+1), fmt.Sprintf("1:%d json.depth: nested more than", maxDepth+1)},
		"too deep in objects":    {strings.Repeat("{\"a\":", maxDepth+1), fmt.Sprintf("1:%d json.depth: nested more than", 5*maxDepth+1)},
		"deep is fine, but an array": {strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth),
			"1:1 json.type: must be an object, but this is an array"},
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
		"not an object":    {"[]", []string{"1:1 json.type: an object, but this is an array"}},
		"null":             {"null", []string{"1:1 json.type: but this is null"}},
		"no version":       {"{\"shapes\": {\"a#B\": {\"type\": \"strin\"}}}", []string{"1:1 json.missing: \"smithy\" is missing", "1:29 shape.kind: did you mean string?"}},
		"other JSON":       {"{\"shapes\": {\"B\": {\"type\": \"strin\"}}}", []string{"1:1 json.missing: \"smithy\" is missing"}},
		"version 1":        {"{\"smithy\": \"1.0\", \"shapes\": {\"a\": 1}}", []string{"1:12 smithy.version: convert it to 2.0"}},
		"version 3":        {"{\"smithy\": \"3.1\"}", []string{"1:12 smithy.version: must be \"2.0\""}},
		"version a number": {"{\"smithy\": 2,\n\"shapes\": []}", []string{"1:12 json.type: must be a string, but this is a number", "2:11 json.type: shapes must be an object"}},
		"short version":    {"{\"smithy\": \"2\", \"shapes\": {}}", nil},
		"nothing else":     {"{\"smithy\": \"2.0\"}", []string{"1:1 warning json.missing: declares nothing"}},
		"metadata alone":   {"{\"smithy\": \"2.0\", \"metadata\": {\"a\": 1}}", nil},
		"metadata type":    {"{\"smithy\": \"2.0\", \"metadata\": 1}", []string{"1:31 json.type: metadata must be an object"}},
		"unknown key":      {"{\"smithy\": \"2.0\", \"shape\": {}, \"shapes\": {}}", []string{"1:19 warning json.key: did you mean shapes?"}},
		"repeated keys": {
			"{\"smithy\": \"2.0\", \"smithy\": \"9\",\n\"metadata\": {\"a\": 1, \"\\u0061\": 2},\n\"shapes\": {}}",
			[]string{"1:19 json.duplicate: smithy is declared a second time", "2:22 json.duplicate: metadata key a"},
		},
		"repeated key deep in a value": {
			"{\"smithy\": \"2.0\",\n\"metadata\": {\"a\": [{\"x\": 1,\n \"x\": 2}]}}",
			[]string{"3:2 json.duplicate: \"x\" stands in this object a second time"},
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
		"shape is no object": {`"a#B": []`, []string{"2:8 json.type: a shape must be an object"}},
		"no type":            {`"a#B": {}`, []string{"2:8 json.missing: \"type\" is missing"}},
		"type is no string":  {`"a#B": {"type": {}}`, []string{"2:17 json.type: the type of a shape must be a string"}},
		"unknown type":       {`"a#B": {"type": "strcture"}`, []string{"2:17 shape.kind: did you mean structure?"}},
		"very unknown type":  {`"a#B": {"type": "class"}`, []string{"2:17 shape.kind: one of the types"}},
		"targets of a shape that makes no sense are no further mistakes": {
			"\"a#B\": {\"type\": \"class\"},\n\"a#L\": {\"type\": \"list\", \"member\": {\"target\": \"a#B\"}}",
			[]string{"2:17 shape.kind: \"class\""},
		},
		"id without namespace": {`"B": {"type": "string"}`, []string{"2:1 shape.id: put its namespace"}},
		"id of a member":       {`"a#B$c": {"type": "string"}`, []string{"2:1 shape.id: member has no place"}},
		"malformed id":         {`"a#B-c": {"type": "string"}`, []string{"2:1 shape.id: \"a#B-c\""}},
		"malformed namespace":  {`"a..b#C": {"type": "string"}`, []string{"2:1 shape.id: \"a..b#C\""}},
		"shape twice": {
			"\"a#B\": {\"type\": \"string\"},\n\"a#B\": {\"type\": \"blob\"}",
			[]string{"3:1 shape.duplicate: the shape a#B is declared a second time"},
		},
		"member twice": {
			"\"a#B\": {\"type\": \"structure\", \"members\": {\n\"x\": {\"target\": \"smithy.api#String\"},\n\"x\": {\"target\": \"smithy.api#String\"}}}",
			[]string{"4:1 member.duplicate: the member x is declared a second time"},
		},
		"trait twice": {
			"\"a#B\": {\"type\": \"string\", \"traits\": {\"a#t\": 1,\n\"a#t\": 1}}",
			[]string{"3:1 json.duplicate: the trait a#t"},
		},
		"key twice in a shape": {
			"\"a#B\": {\"type\": \"string\",\n\"type\": 1}", []string{"3:1 json.duplicate: the key type"},
		},
		"key twice in a trait's value": {
			"\"a#B\": {\"type\": \"string\", \"traits\": {\"a#t\": {\"k\": 1,\n\"k\": 1}}}", []string{"3:1 json.duplicate: \"k\""},
		},
		"members is an array": {
			`"a#B": {"type": "structure", "members": []}`, []string{"2:41 json.type: members must be an object, but this is an array"},
		},
		"member is a string": {
			`"a#B": {"type": "structure", "members": {"x": "a#B"}}`, []string{"2:47 json.type: a member must be an object"},
		},
		"member's name": {
			`"a#B": {"type": "structure", "members": {"x-y": {"target": "a#B"}}}`, []string{"2:42 shape.id: \"x-y\" is no name of a member"},
		},
		"no target": {
			`"a#B": {"type": "structure", "members": {"x": {}}}`, []string{"2:47 json.missing: \"target\" is missing: say which shape the member x"},
		},
		"target is a number": {
			`"a#B": {"type": "structure", "members": {"x": {"target": 1}}}`, []string{"2:58 json.type: the target of the member x must be a string"},
		},
		"target is no id": {
			`"a#B": {"type": "structure", "members": {"x": {"target": "String"}}}`, []string{"2:58 shape.id: as in smithy.api#String"},
		},
		"traits is a string": {
			`"a#B": {"type": "string", "traits": "a"}`, []string{"2:37 json.type: traits must be an object"},
		},
		"traits of a member": {
			`"a#B": {"type": "list", "member": {"target": "a#B", "traits": []}}`, []string{"2:63 json.type: traits must be an object"},
		},
		"trait's id": {
			`"a#B": {"type": "string", "traits": {"deprecated": {}}}`, []string{"2:38 shape.id: not the id of a trait"},
		},
		"errors is an object": {
			`"a#B": {"type": "operation", "errors": {}}`, []string{"2:40 json.type: errors must be an array"},
		},
		"an error is a string": {
			`"a#B": {"type": "operation", "errors": ["a#E"]}`, []string{"2:41 json.type: an entry of errors must be an object"},
		},
		"input is a string": {
			`"a#B": {"type": "operation", "input": "a#E"}`, []string{"2:39 json.type: input must be an object"},
		},
		"reference with more": {
			`"a#B": {"type": "operation", "input": {"target": "smithy.api#Unit", "traits": {}}}`, []string{"2:69 warning json.key: a reference to a shape has no key"},
		},
		"version of a service": {
			`"a#B": {"type": "service", "version": 1}`, []string{"2:39 json.type: the version of a service must be a string"},
		},
		"rename": {
			"\"a#B\": {\"type\": \"service\", \"rename\": {\"x\": \"y\",\n\"a#C\": 1,\n\"a#D\": \"1\"}}, \"a#E\": {\"type\": \"service\", \"rename\": 1}",
			[]string{"2:39 shape.id: \"x\"", "3:8 json.type: the new name", "4:8 shape.id: no name of a shape", "4:52 json.type: rename must be an object"},
		},
		"mixins": {
			`"a#B": {"type": "string", "mixins": {}}`, []string{"2:37 json.type: mixins must be an array"},
		},
		"key of another type": {
			`"a#B": {"type": "string", "members": {}}`, []string{"2:27 warning json.key: a shape of type string has no key \"members\""},
		},
		"unknown keys": {
			"\"a#B\": {\"type\": \"structure\", \"member\": {},\n\"members\": {\"x\": {\"target\": \"a#B\", \"trait\": {}}}}",
			[]string{"2:30 warning json.key: did you mean members?", "3:36 warning json.key: did you mean traits?"},
		},
		"apply to a malformed id": {`"a#B$": {"type": "apply", "traits": {}}`, []string{"2:1 shape.id: not the id of a shape or member"}},
		"apply with more": {
			"\"a#B\": {\"type\": \"string\"}, \"a#C\": {\"type\": \"string\"},\n\"a#B$x\": {\"type\": \"apply\", \"target\": 1}",
			[]string{"3:1 target.unresolved: a#B has no member x", "3:28 warning json.key: an apply statement"},
		},
		"all at once": {
			"\"a#S\": {\"type\": \"structure\", \"members\": {\n\"x\": {\"target\": 1},\n\"y\": {\"target\": \"a#Nope\"},\n\"z\": {\"target\": \"smithy.api#Sting\"}}},\n\"a#T\": {\"type\": \"what\"}",
			[]string{"3:17 json.type: number", "4:17 target.unresolved: a#Nope", "5:17 target.unresolved: did you mean smithy.api#String?", "6:17 shape.kind: what"},
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
"a#Set": {"type": "set", "member": {"target": "a#S"}},
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
	if set := m.Shape("a#Set"); set.Kind != shape.List || !set.Traits.Has("smithy.api#uniqueItems") {
		t.Error("a set is not a list of unique items")
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
		checkFindings(t, strings.Repeat("[", 100<<20), []string{"1:501 json.depth: nested"})
	})
	t.Run("too large", func(t *testing.T) {
		t.Parallel()
		var diags diag.List
		if decls := Parse(source.New("m", make([]byte, maxSize+1)), &diags); decls != nil || diags.Sorted()[0].Code != codeSize {
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
			each(`"a#S$y%d": {"type": "apply", "traits": {}}`),
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
