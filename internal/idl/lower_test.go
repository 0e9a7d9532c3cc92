// Tests of lowering: what declarations each construct stands for.

package idl

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// printed prints declarations, one a line. A '?' behind an id says that it is relative.
func printed(decls []shape.Decl) string {
	var out []string
	for _, d := range decls {
		switch d := d.(type) {
		case *shape.ShapeDecl:
			out = append(out, printedShape(d))
		case *shape.ApplyDecl:
			out = append(out, "apply "+printedRef(d.Target)+printedTraits(d.Traits))
		case *shape.MetadataDecl:
			out = append(out, "metadata "+d.Key+" = "+printedNode(d.Value))
		case *shape.NameDecl:
			out = append(out, "name "+printedRef(d.Ref))
		case *shape.UseDecl:
			out = append(out, "use "+printedRef(d.Ref))
		}
	}
	return strings.Join(out, "\n")
}

func printedShape(d *shape.ShapeDecl) string {
	out := fmt.Sprintf("%s %s %s", place(d.Span), d.Kind, d.ID)
	if d.V1 {
		out += " V1"
	}
	if d.For.ID != "" {
		out += " for " + printedRef(d.For)
	}
	if len(d.Mixins) > 0 {
		out += " with " + printedRefs(d.Mixins)
	}
	out += printedTraits(d.Traits)
	if len(d.Members) > 0 {
		out += " " + printedMembers(d.Members)
	}
	if d.Binding != nil {
		out += printedBinding(d.Binding)
	}
	return out
}

func printedMembers(members []shape.MemberDecl) string {
	var out []string
	for _, m := range members {
		text := m.Name + ":" + printedRef(m.Target)
		if m.Elided {
			text = "$" + m.Name
		}
		out = append(out, text+printedTraits(m.Traits))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func printedBinding(b *shape.BindingDecl) string {
	var out []string
	one := func(name string, r shape.Ref) {
		if r.ID != "" {
			out = append(out, name+"="+printedRef(r))
		}
	}
	many := func(name string, refs []shape.Ref) {
		if len(refs) > 0 {
			out = append(out, name+"="+printedRefs(refs))
		}
	}
	if b.Version != "" {
		out = append(out, "version="+b.Version)
	}
	one("input", b.Input)
	one("output", b.Output)
	many("errors", b.Errors)
	many("operations", b.Operations)
	many("resources", b.Resources)
	many("collectionOperations", b.CollectionOperations)
	for _, r := range b.Rename {
		out = append(out, "rename="+printedRef(r.Shape)+">"+r.Name)
	}
	if len(b.Identifiers) > 0 {
		out = append(out, "identifiers="+printedMembers(b.Identifiers))
	}
	if len(b.Properties) > 0 {
		out = append(out, "properties="+printedMembers(b.Properties))
	}
	one("create", b.Create)
	one("put", b.Put)
	one("read", b.Read)
	one("update", b.Update)
	one("delete", b.Delete)
	one("list", b.ListOp)
	return " (" + strings.Join(out, " ") + ")"
}

func printedRefs(refs []shape.Ref) string {
	var out []string
	for _, r := range refs {
		out = append(out, printedRef(r))
	}
	return "[" + strings.Join(out, " ") + "]"
}

func printedRef(r shape.Ref) string {
	if r.Relative {
		return string(r.ID) + "?"
	}
	return string(r.ID)
}

func printedTraits(traits []shape.Trait) string {
	var b strings.Builder
	for _, t := range traits {
		b.WriteString(" @" + printedRef(shape.Ref{ID: t.ID, Relative: t.Relative}))
		if !t.Bare {
			b.WriteString("(" + printedNode(t.Value) + ")")
		}
	}
	return b.String()
}

func printedNode(n shape.Node) string {
	switch n.Kind() {
	case shape.NodeBool:
		return fmt.Sprint(n.Bool())
	case shape.NodeNumber:
		return n.Num()
	case shape.NodeString:
		return fmt.Sprintf("%q", n.Str())
	case shape.NodeArray:
		var out []string
		for _, e := range n.Elems() {
			out = append(out, printedNode(e))
		}
		return "[" + strings.Join(out, " ") + "]"
	case shape.NodeObject:
		var out []string
		for k, v := range n.Fields() {
			out = append(out, k+":"+printedNode(v))
		}
		return "{" + strings.Join(out, " ") + "}"
	}
	return "null"
}

// lowered reads a text and returns its declarations and diagnostics, printed.
func lowered(text string) (decls, diags string) {
	var found diag.List
	out := Parse(source.New("a.smithy", []byte(text)), &found)
	return printed(out), list(found.Sorted())
}

// start opens the texts of tests: the shapes stand from line 3 on.
const start = "$version: \"2.0\"\nnamespace a\n"

func TestLower(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"simple shape":        {start + "string S", "3:1 string a#S"},
		"version 1 by name":   {"$version: \"1\"\nnamespace a\nblob S", "3:1 blob a#S V1"},
		"version 1 by nature": {"namespace a\nblob S", "2:1 blob a#S V1"},
		"no namespace":        {"$version: \"2\"\n", ""},
		"use": {
			start + "use b.c#D\nuse b.c#t\n@t @u @b.c#v structure S { d: D e: E f: x#F s: String }",
			"use b.c#D\nuse b.c#t\n5:14 structure a#S @b.c#t @a#u? @b.c#v {d:b.c#D, e:a#E?, f:x#F, s:a#String?}",
		},
		"trait forms": {
			start + `@a @b() @c("x") @d(1) @e(true) @f(null) @g([1, 2]) @h({}) @i({k: 1}) @j(k: 1, "l m": {n: []}) @k(-1.50e+3) string S`,
			`3:108 string a#S @a#a? @a#b? @a#c?("x") @a#d?(1) @a#e?(true) @a#f?(null) @a#g?([1 2]) @a#h?({}) @a#i?({k:1})` +
				` @a#j?({k:1 l m:{n:[]}}) @a#k?(-1.50e+3)`,
		},
		"names in values": {
			start + "use x#U\n@t(Foo) @u([U, b#C, Foo$bar, b#C$d]) string S",
			"use x#U\nname a#Foo?\nname x#U\nname b#C\nname a#Foo$bar?\nname b#C$d\n" +
				`4:38 string a#S @a#t?("a#Foo") @a#u?(["x#U" "b#C" "a#Foo$bar" "b#C$d"])`,
		},
		"metadata": {
			"metadata a = {b: [1, \"c\", D], \"e f\": \"\"\"\n  g\n  \"\"\"}\nmetadata \"h i\" = false",
			"name smithy.api#D\nmetadata a = {b:[1 \"c\" \"smithy.api#D\"] e f:\"g\\n\"}\nmetadata h i = false",
		},
		"documentation": {
			start + "/// One\n///  two\n///\n//no\n///three \n@t\nstring S",
			`9:1 string a#S @a#t? @smithy.api#documentation("One\n two\n\nthree ")`,
		},
		"documentation of a member": {
			start + "structure S {\n  /// Doc\n  @t a: A\n\n  /// More\n  b: B = 1\n}",
			`3:1 structure a#S {a:a#A? @a#t? @smithy.api#documentation("Doc"), ` +
				`b:a#B? @smithy.api#documentation("More") @smithy.api#default(1)}`,
		},
		"documentation behind the use section": {
			start + "// x\n/// Doc\nuse b#C\n/// Real\nstring S",
			"use b#C\n7:1 string a#S @smithy.api#documentation(\"Real\")",
		},
		"defaults": {
			start + "structure S { a: A = \"x\"\n b: B = null\n c: C = []\n $d = 3\n e: E = Foo\n}",
			`3:1 structure a#S {a:a#A? @smithy.api#default("x"), b:a#B? @smithy.api#default(null), c:a#C? @smithy.api#default([]), ` +
				`$d @smithy.api#default(3), e:a#E? @smithy.api#default("a#Foo")}` + "\nname a#Foo?",
		},
		"enum": {
			start + "enum E { A, @t B = \"b\"\n /// doc\n C }",
			`3:1 enum a#E {A:smithy.api#Unit, B:smithy.api#Unit @a#t? @smithy.api#enumValue("b"), ` +
				`C:smithy.api#Unit @smithy.api#documentation("doc")}`,
		},
		"intEnum": {
			start + "intEnum E { A = 1\n B = 2\n }",
			`3:1 intEnum a#E {A:smithy.api#Unit @smithy.api#enumValue(1), B:smithy.api#Unit @smithy.api#enumValue(2)}`,
		},
		"list and map": {
			start + "list L { @t member: M }\nmap M { key: K, value: V }",
			"3:1 list a#L {member:a#M? @a#t?}\n4:1 map a#M {key:a#K?, value:a#V?}",
		},
		"set": {
			"namespace a\nset L { member: M }\n@uniqueItems set M { member: M }",
			"2:1 list a#L V1 @smithy.api#uniqueItems({}) {member:a#M?}\n3:14 list a#M V1 @a#uniqueItems? {member:a#M?}",
		},
		"mixins": {
			start + "string S with [A b#B]\nstructure T with\n[ A ] {}\nservice U with [A] {}",
			"3:1 string a#S with [a#A? b#B]\n4:1 structure a#T with [a#A?]\n6:1 service a#U with [a#A?] ()",
		},
		"elision": {
			start + "structure S for R with [M] { @t $a\n b: B }\nlist L for R { $member }\nunion U with [M] { $a }",
			"3:1 structure a#S for a#R? with [a#M?] {$a @a#t?, b:a#B?}\n5:1 list a#L for a#R? {$member}\n6:1 union a#U with [a#M?] {$a}",
		},
		"operation": {
			start + "operation O {\n input: I\n output: b#O\n errors: [E, F]\n}\noperation P {}",
			"3:1 operation a#O (input=a#I? output=b#O errors=[a#E? a#F?])\n8:1 operation a#P ()",
		},
		"inline structures": {
			start + "operation O {\n input := /// Doc\n @t for R with [M] { $a\n b: B = 1\n }\n output := @output {}\n}",
			"3:1 operation a#O (input=a#OInput output=a#OOutput)\n" +
				"5:5 structure a#OInput for a#R? with [a#M?] @a#t? @smithy.api#documentation(\"Doc\") @smithy.api#input({}) " +
				"{$a, b:a#B? @smithy.api#default(1)}\n8:20 structure a#OOutput @a#output?",
		},
		"own input trait": {
			start + "operation O { input := @input {} }\n@trait structure input {}",
			"3:1 operation a#O (input=a#OInput)\n3:31 structure a#OInput @a#input? @smithy.api#input({})\n4:8 structure a#input @a#trait?",
		},
		"suffixes": {
			"$version: \"2\"\n$operationInputSuffix: \"Req\"\n$operationOutputSuffix: \"Res\"\n" +
				"namespace a\noperation O { input := {}\n output := {} }",
			"5:1 operation a#O (input=a#OReq output=a#ORes)\n5:24 structure a#OReq @smithy.api#input({})\n" +
				"6:12 structure a#ORes @smithy.api#output({})",
		},
		"service": {
			start + "use b#B\nservice S {\n version: \"v\", operations: [O, \"P\"], resources: [B]\n errors: []\n" +
				" rename: {\"b#C\": \"D\"} }",
			"use b#B\n4:1 service a#S (version=v operations=[a#O? a#P?] resources=[b#B] rename=b#C>D)\nname a#O?\nname b#B",
		},
		"resource": {
			start + "resource R {\n identifiers: {i: I}, properties: {p: \"b#P\"}\n" +
				" create: C, put: P, read: R, update: U, delete: D, list: L\n" +
				" operations: [O], collectionOperations: [Q], resources: [S]\n}",
			"3:1 resource a#R (operations=[a#O?] resources=[a#S?] collectionOperations=[a#Q?] identifiers={i:a#I?} properties={p:b#P} " +
				"create=a#C? put=a#P? read=a#R? update=a#U? delete=a#D? list=a#L?)\n" +
				"name a#I?\nname a#C?\nname a#P?\nname a#R?\nname a#U?\nname a#D?\nname a#L?\nname a#O?\nname a#Q?\nname a#S?",
		},
		"apply": {
			start + "use b#B\napply B @t\napply S$m {@t(1) @u}\napply S {}",
			"use b#B\napply b#B @a#t?\napply a#S$m? @a#t?(1) @a#u?\napply a#S?",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			decls, diags := lowered(tc.text)
			if diff := cmp.Diff(tc.want, decls); diff != "" {
				t.Errorf("declarations (-want +got):\n%s", diff)
			}
			if strings.Contains(diags, "error[") {
				t.Errorf("diagnostics: %s", diags)
			}
		})
	}
}

func TestTextBlocks(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"quoted":                    {`"a\"\\\/\b\f\n\r\tA"`, "a\"\\/\b\f\n\r\tA"},
		"escaped line break":        {"\"a\\\nb\"", "ab"},
		"lines":                     {"\"a\r\nb\rc\n\"", "a\nb\nc\n"},
		"surrogates":                {`"\ud83d\ude00\ud83d"`, "😀\uFFFD"},
		"block":                     {"\"\"\"\n    a\n      b\n    \"\"\"", "a\n  b\n"},
		"block, no last line":       {"\"\"\"\n  a\n  b\"\"\"", "a\nb"},
		"block, quotes to the left": {"\"\"\"\n    a\n  \"\"\"", "  a\n"},
		"block, blank lines":        {"\"\"\"\n    a\n\n \n    b\n    \"\"\"", "a\n\n\nb\n"},
		"block, trailing spaces":    {"\"\"\"\n    a   \n    b\\t  \n    \"\"\"", "a\nb\t\n"},
		"block, escapes":            {"\"\"\"\n  a \\\n  b \\\"\"\" \"\" c\n  \"\"\"", "a b \"\"\" \"\" c\n"},
		"block, empty":              {"\"\"\"\n    \"\"\"", ""},
		"block, carriage returns":   {"\"\"\"\r\n  a\r\n  b\r\n  \"\"\"", "a\nb\n"},
		"block, spaces above":       {"\"\"\"  \n  a\"\"\"", "a"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			decls := Parse(source.New("a.smithy", []byte("metadata a = "+tc.text)), &diags)
			if len(decls) != 1 || diags.Count(diag.Info) > 0 {
				t.Fatalf("%d declarations, %s", len(decls), list(diags.Sorted()))
			}
			if diff := cmp.Diff(tc.want, decls[0].(*shape.MetadataDecl).Value.Str()); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMistakes are mistakes that the grammar does not show.
func TestMistakes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"key twice":        {start + "@t(a: 1, b: 2, a: 3)\nstring S", "3:16 error[Model]"},
		"deep key twice":   {start + "@t({a: {b: 1, \"b\": 2}})\nstring S", "3:15 error[Model]"},
		"member twice":     {start + "structure S { a: A, b: B, a: C }", "3:27 error[Model]"},
		"no such member":   {start + "list L { members: A }", "3:10 error[Model]"},
		"property twice":   {start + "operation O { input: A input: B }", "3:24 error[Model]"},
		"unknown property": {start + "service S { verson: \"\" }", "3:11 warning[Model]"},
		"version":          {start + "service S { version: 1 }", "3:22 error[Model]"},
		"operations":       {start + "service S { operations: A }", "3:25 error[Model]"},
		"identifiers":      {start + "resource S { identifiers: [A] }", "3:27 error[Model]"},
		"identifier":       {start + "resource S { identifiers: {a: 1} }", "3:31 error[Model]"},
		"identifier name":  {start + "resource S { identifiers: {\"a b\": A} }", "3:28 error[Model]"},
		"rename key":       {start + "service S { rename: {A: \"B\"} }", "3:22 error[Model]"},
		"rename value":     {start + "service S { rename: {\"a#A\": B} }", "3:29 error[Model]"},
		"shape id":         {start + "structure S { a: b.c }", "3:18 error[Model]"},
		"suffix":           {"$version: \"2\"\n$operationInputSuffix: \"-\"\nnamespace a\noperation O {input:={} }", "4:14 error[Model]"},
		"suffix kind":      {"$operationInputSuffix: 1\n", "1:24 error[Model]"},
		"properties in 1":  {"namespace a\nresource R { properties: {a: A} }", "2:34 error[Model]"},
		"version 3":        {"$version: \"3\"\nnamespace a\nstring S with [T]", "1:14 error[Model]"},
		"version's kind":   {"$version: 3\nnamespace a\nstring S with [T]", "1:11 error[Model]"},
		"version unread":   {"$version \"2\"\nnamespace a\nstring S with [T]", "1:10 error[Model]"},
		"$ alone":          {"$: \"2\"\nnamespace a\nstring S with [T]", "1:2 error[Model]"},
		"version misspelt": {"$verison: \"2\"\nnamespace a\nstring S with [T]", "1:11 warning[Model]"},
		"no version":       {"namespace a\nstring S with [T]\nstructure U with [V] { a: String = \"\"\n}", "2:10 error[Model]"},
		"not UTF-8":        {"namespace a\n// \xff\n", "2:4 error[Model]"},
		"byte order mark":  {"\uFEFFnamespace a\n", "1:1 error[Model]"},
		"deep nesting":     {"metadata a = " + strings.Repeat("[", 491), "1:504 error[Model]"},
		"long name":        {start + "string " + strings.Repeat("a", 501), "3:8 error[Model]"},
		"long namespace":   {"namespace " + strings.Repeat("a.", 250) + "a", "1:512 error[Model]"},
		"long suffix":      {"$operationInputSuffix: \"" + strings.Repeat("a", 501) + "\"\nnamespace a", "1:24 error[Model]"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := lowered(tc.text)
			if !strings.HasPrefix(diags, tc.want) || strings.Contains(diags, "\n") {
				t.Errorf("got %s, want %s alone", diags, tc.want)
			}
		})
	}
}

// TestBrokenShapes holds that a mistake costs its own statement and no other one.
func TestBrokenShapes(t *testing.T) {
	t.Parallel()
	decls, diags := lowered(start + "use b#B\nstructure A { a A }\n\n/// Doc\nstring B1\nunion C { @t }\nstring D d\nlist {}\n" +
		"string E\n@t(\n")
	want := "use b#B\n4:1 invalid a#A\n7:1 string a#B1 @smithy.api#documentation(\"Doc\")\n8:1 invalid a#C\n9:1 string a#D\n" +
		"11:1 string a#E"
	if diff := cmp.Diff(want, decls); diff != "" {
		t.Errorf("declarations (-want +got):\n%s", diff)
	}
	for _, at := range []string{"4:17", "8:14", "9:10", "10:6", "13:1"} {
		if !strings.Contains(diags, at+" error[Model]") {
			t.Errorf("nothing at %s: %s", at, diags)
		}
	}
	if n := strings.Count(diags, "error["); n != 5 {
		t.Errorf("%d errors, want 5: %s", n, diags)
	}
}
