// Tests of linking, on models written as JSON for the sake of reading them.

package shape_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// assemble links files; each is the content of a shapes object from line 2 on, or a whole file if it starts with a brace.
func assemble(files ...string) (*shape.Model, *diag.List) {
	diags := &diag.List{}
	var decls []shape.Decl
	for i, text := range files {
		if !strings.HasPrefix(text, "{") {
			text = "{\"smithy\": \"2.0\", \"shapes\": {\n" + text + "\n}}"
		}
		decls = append(decls, ast.Parse(source.New(fmt.Sprintf("m%d", i), []byte(text)), diags)...)
	}
	return shape.Assemble(decls, diags), diags
}

// clean links files in which nothing must be wrong.
func clean(t *testing.T, files ...string) *shape.Model {
	t.Helper()
	m, diags := assemble(files...)
	for _, d := range diags.Sorted() {
		if d.Severity > diag.Info {
			t.Errorf("%s: %s: %s", d.Span, d.Code, d.Message)
		}
	}
	return m
}

const (
	str     = `{"target": "smithy.api#String"}`
	integer = `{"target": "smithy.api#Integer"}`
	mixin   = `"traits": {"smithy.api#mixin": {}}`
)

func TestMistakes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		files []string
		want  []string // "file:line:column code shape: part of the message"
	}{
		"unresolved target": {
			[]string{"\"a#L\": {\"type\": \"list\",\n\"member\": {\"target\": \"b#Nothing\"}}"},
			[]string{"m0:3:1 Target.UnresolvedShape a#L$member: no shape has the id b#Nothing: declare it"},
		},
		"near name": {
			[]string{`"a#Thing": {"type": "string"}, "a#L": {"type": "list", "member": {"target": "a#Thign"}}`},
			[]string{"m0:2:56 Target.UnresolvedShape a#L$member: did you mean a#Thing?"},
		},
		"same name elsewhere": {
			[]string{`"a#L": {"type": "list", "member": {"target": "a#timestamp"}}`},
			[]string{"m0:2:25 Target.UnresolvedShape a#L$member: did you mean smithy.api#Timestamp?"},
		},
		"unresolved everywhere": {
			[]string{`"a#S": {"type": "service", "operations": [{"target": "a#O1"}], "resources": [{"target": "a#R1"}], "errors": [{"target": "a#E1"}],
"rename": {"a#N1": "X"}}, "a#O": {"type": "operation", "input": {"target": "a#I1"}, "output": {"target": "a#P1"}},
"a#R": {"type": "resource", "create": {"target": "a#C1"}, "properties": {"p": {"target": "a#Q1"}}}`},
			[]string{
				"m0:2:1 Target.UnresolvedShape a#S: the id a#E1", "m0:2:1 Target.UnresolvedShape a#S: the id a#O1",
				"m0:2:1 Target.UnresolvedShape a#S: the id a#R1", "m0:3:27 Target.UnresolvedShape a#O: the id a#I1",
				"m0:3:27 Target.UnresolvedShape a#O: the id a#P1", "m0:4:1 Target.UnresolvedShape a#R: the id a#C1",
				"m0:4:1 Target.UnresolvedShape a#R: the id a#Q1",
			},
		},
		"unresolved and more": { // what can't be linked hides what leads nowhere
			[]string{`"a#M": {"type": "string", "mixins": [{"target": "a#X1"}]}, "a#L": {"type": "list", "member": {"target": "a#X2"}},
"a#Z1$m": {"type": "apply", "traits": {"x#y": 1}}`},
			[]string{"m0:2:1 Model a#M: mixes in a#X1, but there is no such shape", "m0:3:40 Model : applied to a#Z1$m, but there is no such member"},
		},
		"wrong kinds": {
			[]string{`"a#T": {"type": "string"}, "a#R": {"type": "resource"}, "a#O": {"type": "operation",
"input": {"target": "a#T"}, "output": {"target": "smithy.api#String"}, "errors": [{"target": "a#T"}]},
"a#S": {"type": "service", "operations": [{"target": "a#R"}],
"resources": [{"target": "a#O"}]},
"a#Q": {"type": "resource", "read": {"target": "a#T"}, "identifiers": {"i": {"target": "a#M"}}},
"a#M": {"type": "map", "key": {"target": "smithy.api#Integer"}, "value": {"target": "a#O"}}`},
			[]string{
				"m0:2:57 Target a#O: an entry under errors of a#O must be a structure",
				"m0:2:57 Target a#O: the input of a#O must be a structure, but a#T is a string",
				"m0:2:57 Target a#O: the output of a#O must be a structure",
				"m0:4:1 Target a#S: an entry under operations of a#S must be an operation, but a#R is a resource",
				"m0:4:1 Target a#S: an entry under resources of a#S must be a resource, but a#O is an operation",
				"m0:6:1 Target a#Q: identifiers must be strings",
				"m0:6:1 Target a#Q: the read operation of a#Q must be an operation",
				"m0:7:1 Target a#M: the keys of a map must be strings",
				"m0:7:65 Target a#M$value: a member can't target a#O, an operation",
			},
		},
		"error without trait": {
			[]string{"\"a#E\": {\"type\": \"structure\"},\n\"a#S\": {\"type\": \"service\", \"errors\": [{\"target\": \"a#E\"}]}"},
			[]string{"m0:3:1 Target a#S: add the trait"},
		},
		"shape in two files": {
			[]string{`"a#T": {"type": "string"}`, `"a#T": {"type": "blob"}`},
			[]string{"m1:2:1 Model a#T: and differently"},
		},
		"structure in two files": {
			[]string{`"a#T": {"type": "structure", "members": {"x": ` + str + `}}`, `"a#T": {"type": "structure", "members": {"x": ` + integer + `}}`},
			[]string{"m1:2:1 Model a#T: and differently"},
		},
		"service in two files": {
			[]string{`"a#T": {"type": "service", "version": "1"}`, `"a#T": {"type": "service"}`},
			[]string{"m1:2:1 Model a#T: and differently"},
		},
		"prelude shape of another kind": {
			[]string{`"smithy.api#String": {"type": "blob"}`}, []string{"m0:2:1 Model smithy.api#String: Smithy defines it as a string"},
		},
		"missing members": {
			[]string{"\"a#L\": {\"type\": \"list\"},\n\"a#M\": {\"type\": \"map\", \"key\": " + str + "},\n\"a#E\": {\"type\": \"enum\", \"members\": {}}"},
			[]string{
				"m0:2:1 Model a#L: has no member", "m0:3:1 Model a#M: has no value", "m0:4:1 Model a#E: an enum needs at least one",
			},
		},
		"mixin cycle": {
			[]string{"\"a#A\": {\"type\": \"string\", \"mixins\": [{\"target\": \"a#B\"}], " + mixin + "},\n" +
				"\"a#B\": {\"type\": \"string\", \"mixins\": [{\"target\": \"a#A\"}], " + mixin + "}"},
			[]string{"m0:2:1 Model a#A: break the circle", "m0:3:1 Model a#B: break the circle"},
		},
		"mixin of itself": {
			[]string{`"a#A": {"type": "string", "mixins": [{"target": "a#A"}], ` + mixin + `}`},
			[]string{"m0:2:1 Model a#A: break the circle"},
		},
		"mixin without trait": {
			[]string{`"a#A": {"type": "string"}, "a#B": {"type": "string", "mixins": [{"target": "a#A"}]}`},
			[]string{"m0:2:28 Target a#B: add the trait"},
		},
		"mixin of another kind": {
			[]string{`"a#A": {"type": "string", ` + mixin + `}, "a#B": {"type": "enum", "members": {"X": {"target": "smithy.api#Unit"}}, "mixins": [{"target": "a#A"}]}`},
			[]string{"m0:2:64 Model a#B: a#B is an enum and can't mix in a#A, a string"},
		},
		"mixins in conflict": {
			[]string{`"a#A": {"type": "structure", "members": {"x": ` + str + `}, ` + mixin + `}, "a#B": {"type": "structure", "members": {"x": ` + integer + `}, ` + mixin + `},
"a#C": {"type": "structure", "mixins": [{"target": "a#A"}, {"target": "a#B"}]},
"a#D": {"type": "structure", "mixins": [{"target": "a#A"}],
"members": {"x": ` + integer + `}}`},
			[]string{"m0:2:159 Model a#C: member x with different targets", "m0:5:13 Model a#D$x: a#D$x targets smithy.api#Integer"},
		},
		"mixins with properties": {
			[]string{`"a#I": {"type": "structure"}, "a#O": {"type": "operation", "input": {"target": "a#I"}, ` + mixin + `},
"a#R": {"type": "resource", "identifiers": {"i": ` + str + `}, ` + mixin + `}`},
			[]string{"m0:2:31 Model a#O: only errors", "m0:3:1 Model a#R: only traits"},
		},
		"traits in conflict": {
			[]string{`"a#T": {"type": "structure", "traits": {"x#t": 1}, "members": {"m": {"target": "smithy.api#String", "traits": {"x#t": 1}}}}`,
				"\"a#T\": {\"type\": \"apply\", \"traits\": {\"x#t\": 2}},\n\"a#T$m\": {\"type\": \"apply\", \"traits\": {\"x#t\": \"1\"}}"},
			[]string{"m1:2:37 Model a#T: the trait x#t a second time", "m1:3:39 Model a#T$m: the trait x#t a second time"},
		},
		"applied to nothing": {
			[]string{`"a#T": {"type": "structure", "members": {"member": ` + str + `}}, "a#T$membr": {"type": "apply", "traits": {"x#y": {}}}`},
			[]string{"m0:2:129 Model : did you mean member?"},
		},
		"metadata in conflict": {
			[]string{`{"smithy": "2.0", "metadata": {"k": 1}}`, `{"smithy": "2.0", "metadata": {"k": 2}}`},
			[]string{"m1:1:32 Model : the metadata key \"k\""},
		},
		"resource cycle": {
			[]string{"\"a#A\": {\"type\": \"resource\", \"resources\": [{\"target\": \"a#B\"}]},\n\"a#B\": {\"type\": \"resource\", \"resources\": [{\"target\": \"a#A\"}]}"},
			[]string{"m0:2:1 ResourceCycle a#A: break the circle", "m0:3:1 ResourceCycle a#B: break the circle"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, diags := assemble(tc.files...)
			var got []string
			for _, d := range diags.Sorted() {
				got = append(got, fmt.Sprintf("%s %s %s: %s", d.Span, d.Code, d.Shape, d.Message))
			}
			if len(got) != len(tc.want) {
				t.Fatalf("found\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(tc.want, "\n\t"))
			}
			for i := range got {
				place, part, _ := strings.Cut(tc.want[i], ": ")
				if !strings.HasPrefix(got[i], place+": ") || !strings.Contains(got[i], part) {
					t.Errorf("found %s\n want %s", got[i], tc.want[i])
				}
			}
			checkLinks(t, m)
		})
	}
}

// checkLinks makes sure that a model with mistakes has no nil in it.
func checkLinks(t *testing.T, m *shape.Model) {
	t.Helper()
	for _, s := range m.Shapes() {
		if m.Shape(s.ID) != s || s.Kind == shape.Invalid {
			t.Errorf("%s is not to be found", s.ID)
		}
		for _, mem := range slices.Concat(s.Members, s.Identifiers, s.Properties) {
			if mem.Target == nil || mem.Parent != s {
				t.Errorf("%s is not linked", mem.ID)
			}
		}
		if slices.Contains(slices.Concat(s.Mixins, s.Errors, s.Operations, s.Resources, s.CollectionOperations), nil) {
			t.Errorf("%s holds nil", s.ID)
		}
	}
}

func TestPrelude(t *testing.T) {
	t.Parallel()
	m := clean(t)
	want := map[shape.ID]shape.Kind{
		"smithy.api#Blob": shape.Blob, "smithy.api#Boolean": shape.Boolean, "smithy.api#String": shape.String, "smithy.api#Byte": shape.Byte,
		"smithy.api#Short": shape.Short, "smithy.api#Integer": shape.Integer, "smithy.api#Long": shape.Long, "smithy.api#Float": shape.Float,
		"smithy.api#Double": shape.Double, "smithy.api#BigInteger": shape.BigInteger, "smithy.api#BigDecimal": shape.BigDecimal,
		"smithy.api#Timestamp": shape.Timestamp, "smithy.api#Document": shape.Document, "smithy.api#Unit": shape.Structure,
		"smithy.api#PrimitiveBoolean": shape.Boolean, "smithy.api#PrimitiveByte": shape.Byte, "smithy.api#PrimitiveShort": shape.Short,
		"smithy.api#PrimitiveInteger": shape.Integer, "smithy.api#PrimitiveLong": shape.Long, "smithy.api#PrimitiveFloat": shape.Float,
		"smithy.api#PrimitiveDouble": shape.Double,
	}
	got := map[shape.ID]shape.Kind{}
	for _, s := range m.Shapes() {
		got[s.ID] = s.Kind
		if !s.InPrelude() {
			t.Errorf("%s is not in the prelude", s.ID)
		}
		v, ok := s.Trait("smithy.api#default")
		if strings.HasPrefix(s.ID.Name(), "Primitive") != ok || ok && v.Num() != "0" && v.Kind() != shape.NodeBool {
			t.Errorf("%s has the default %s", s.ID, v.Kind())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPreludeGivenAsAFile(t *testing.T) {
	t.Parallel()
	m := clean(t, `"smithy.api#String": {"type": "string", "traits": {"a#t": 1}}, "a#L": {"type": "list", "member": {"target": "smithy.api#String"}}`)
	if !m.Shape("a#L").Member("member").Target.Traits.Has("a#t") {
		t.Error("the declaration does not replace the built-in one")
	}
}

func TestMergingFiles(t *testing.T) {
	t.Parallel()
	m := clean(t,
		`{"smithy": "2.0", "metadata": {"list": [1], "same": {"a": 1, "b": 2}, "x": 1}, "shapes": {
			"a#T": {"type": "structure", "members": {"m": {"target": "smithy.api#String", "traits": {"x#l": ["a"]}}}, "traits": {"x#one": 1, "x#l": ["a"]}}}}`,
		`{"smithy": "2.0", "metadata": {"y": 1, "list": [2, 3], "same": {"b": 2, "a": 1.0}}, "shapes": {
			"a#T": {"type": "structure", "members": {"m": {"target": "smithy.api#String", "traits": {"x#l": ["b"]}}}, "traits": {"x#two": 1, "x#one": 1}},
			"a#U": {"type": "string"}}}`,
		`"a#T": {"type": "apply", "traits": {"x#l": ["b", "c"]}}, "a#T$m": {"type": "apply", "traits": {"x#three": 1, "x#l": ["c"]}}`,
		`"a#T": {"type": "apply", "traits": {"x#l": ["d"]}}`,
	)
	var keys []string
	for k := range m.Metadata().Fields() {
		keys = append(keys, k)
	}
	if diff := cmp.Diff([]string{"list", "same", "x", "y"}, keys); diff != "" {
		t.Error(diff)
	}
	list, _ := m.Metadata().Field("list")
	if list.Len() != 3 || list.Elems()[2].Num() != "3" {
		t.Errorf("the list has %d elements", list.Len())
	}
	s := m.Shape("a#T")
	if got := words(s.Traits, "x#l"); got != "a b c d" || !s.Traits.Has("x#one") || !s.Traits.Has("x#two") || s.Traits.Len() != 3 {
		t.Errorf("the shape's list is %s", got)
	}
	if got := words(s.Member("m").Traits, "x#l"); got != "a b c" || !s.Member("m").Traits.Has("x#three") {
		t.Errorf("the member's list is %s", got)
	}
}

// words joins the strings of a trait.
func words(traits shape.Traits, id shape.ID) string {
	v, _ := traits.Get(id)
	var out []string
	for _, e := range v.Elems() {
		out = append(out, e.Str())
	}
	return strings.Join(out, " ")
}

func TestMixins(t *testing.T) {
	t.Parallel()
	m := clean(t, `"a#A": {"type": "structure", "members": {"a": {"target": "smithy.api#String", "traits": {"x#doc": "A.a", "x#one": {}}}},
			"traits": {"smithy.api#mixin": {"localTraits": ["x#local"]}, "x#local": {}, "x#doc": "A", "x#a": {}}},
		"a#B": {"type": "structure", "mixins": [{"target": "a#A"}], "members": {"b": `+str+`}, "traits": {"smithy.api#mixin": {}, "x#doc": "B"}},
		"a#C": {"type": "structure", "members": {"c": `+str+`, "a": {"target": "smithy.api#String", "traits": {"x#doc": "C.a", "x#two": {}}}},
			"traits": {"smithy.api#mixin": {}, "x#doc": "C", "x#c": {}}},
		"a#D": {"type": "structure", "mixins": [{"target": "a#B"}, {"target": "a#C"}], "members": {"d": `+str+`, "b": `+str+`}},
		"a#E": {"type": "structure", "mixins": [{"target": "a#B"}]},
		"a#E$a": {"type": "apply", "traits": {"x#doc": "E.a"}}`)
	traits := func(tr shape.Traits) string {
		var out []string
		for t := range tr.All() {
			out = append(out, strings.TrimSuffix(string(t.ID)+"="+t.Value.Str(), "="))
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	var got []string
	for _, id := range []shape.ID{"a#B", "a#D", "a#E"} {
		s := m.Shape(id)
		got = append(got, fmt.Sprintf("%s: %s", s.ID, traits(s.Traits)))
		for _, mem := range s.Members {
			got = append(got, fmt.Sprintf("  %s: %s", mem.ID, traits(mem.Traits)))
		}
	}
	want := []string{
		"a#B: smithy.api#mixin x#a x#doc=B", "  a#B$a: x#doc=A.a x#one", "  a#B$b: ",
		"a#D: x#a x#c x#doc=C", "  a#D$a: x#doc=C.a x#one x#two", "  a#D$b: ", "  a#D$c: ", "  a#D$d: ",
		"a#E: x#a x#doc=B", "  a#E$a: x#doc=E.a x#one", "  a#E$b: ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if v, _ := m.Shape("a#A").Member("a").Traits.Get("x#doc"); v.Str() != "A.a" {
		t.Errorf("the mixin's own member has become %q", v.Str())
	}
}

func TestMixinLimit(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	const chain = 1500
	for i := range chain {
		if i > 0 {
			fmt.Fprintf(&b, ",\n")
		}
		fmt.Fprintf(&b, `"a#S%d": {"type": "structure", "members": {"m%d": %s}, %s, "mixins": [{"target": "a#S%d"}]}`, i, i, str, mixin, i+1)
	}
	fmt.Fprintf(&b, ",\n"+`"a#S%d": {"type": "structure", %s}`, chain, mixin)
	_, diags := assemble(b.String())
	found := diags.Sorted()
	if len(found) != 1 || !strings.Contains(found[0].Message, "use fewer or smaller mixins") {
		t.Errorf("found %d: %v", len(found), found)
	}
}

func TestEnumValues(t *testing.T) {
	t.Parallel()
	m := clean(t, `"a#E": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}, "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "bee"}}}}`)
	var got []string
	for _, mem := range m.Shape("a#E").Members {
		v, _ := mem.Traits.Get("smithy.api#enumValue")
		got = append(got, mem.Name+"="+v.Str())
	}
	if diff := cmp.Diff([]string{"A=A", "B=bee"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMemberTraitFallsBackToTheTarget(t *testing.T) {
	t.Parallel()
	m := clean(t, `"a#T": {"type": "string", "traits": {"x#both": "target", "x#target": "target"}},
		"a#S": {"type": "structure", "members": {"m": {"target": "a#T", "traits": {"x#both": "member"}}}}`)
	mem := m.Shape("a#S").Member("m")
	both, _ := mem.Trait("x#both")
	target, _ := mem.Trait("x#target")
	if _, ok := mem.Trait("x#none"); ok || both.Str() != "member" || target.Str() != "target" {
		t.Errorf("traits are %q and %q", both.Str(), target.Str())
	}
}

// serviceModel has a service with operations of its own, below a resource and below a resource of that, all kinds of them.
const serviceModel = `"a#V": {"type": "service", "version": "1", "operations": [{"target": "a#O2"}, {"target": "a#O1"}], "resources": [{"target": "a#R"}],
	"errors": [{"target": "a#Common"}, {"target": "a#Both"}], "rename": {"a#In": "Input"}},
"a#R": {"type": "resource", "identifiers": {"id": {"target": "a#RID"}}, "properties": {"p": {"target": "smithy.api#Long"}}, "create": {"target": "a#Create"},
	"put": {"target": "a#Put"}, "operations": [{"target": "a#Op"}], "resources": [{"target": "a#Child"}]},
"a#Child": {"type": "resource", "identifiers": {"id": {"target": "a#RID"}}, "read": {"target": "a#Read"}, "update": {"target": "a#Update"},
	"delete": {"target": "a#Delete"}, "list": {"target": "a#List"}, "collectionOperations": [{"target": "a#Coll"}]},
"a#O1": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "smithy.api#Unit"}, "errors": [{"target": "a#Own"}, {"target": "a#Both"}, {"target": "a#Own"}]},
"a#O2": {"type": "operation"}, "a#Create": {"type": "operation"}, "a#Put": {"type": "operation"}, "a#Op": {"type": "operation"},
"a#Read": {"type": "operation"}, "a#Update": {"type": "operation"}, "a#Delete": {"type": "operation"}, "a#List": {"type": "operation"},
"a#Coll": {"type": "operation"}, "a#Unbound": {"type": "operation"}, "a#RID": {"type": "string"},
"a#In": {"type": "structure", "members": {"z": {"target": "a#Tree"}, "y": {"target": "smithy.api#String"}}},
"a#Tree": {"type": "structure", "members": {"left": {"target": "a#Tree"}, "all": {"target": "a#Trees"}, "u": {"target": "a#U"}}},
"a#Trees": {"type": "list", "member": {"target": "a#Tree"}}, "a#U": {"type": "union", "members": {"i": {"target": "smithy.api#Integer"}}},
"a#Own": {"type": "structure", "traits": {"smithy.api#error": "client"}}, "a#Both": {"type": "structure", "traits": {"smithy.api#error": "client"}},
"a#Common": {"type": "structure", "traits": {"smithy.api#error": "server"}, "members": {"m": {"target": "smithy.api#Short"}}},
"a#Mix": {"type": "service", "traits": {"smithy.api#mixin": {}}, "version": "0", "operations": [{"target": "a#O1"}]},
"a#W": {"type": "service", "mixins": [{"target": "a#Mix"}], "operations": [{"target": "a#O2"}, {"target": "a#O1"}]}`

// names joins the names of shapes.
func names(shapes []*shape.Shape) string {
	var out []string
	for _, s := range shapes {
		out = append(out, s.ID.Name())
	}
	return strings.Join(out, " ")
}

func TestModelQuestions(t *testing.T) {
	t.Parallel()
	m := clean(t, serviceModel)
	v, o1, r := m.Shape("a#V"), m.Shape("a#O1"), m.Shape("a#R")
	var walked []*shape.Shape
	m.Walk([]*shape.Shape{o1, o1}, func(s *shape.Shape) { walked = append(walked, s) })
	cases := []struct{ what, got, want string }{
		{"services", names(m.Services()), "V W"},
		{"operations", names(m.Operations(v)), "Coll Create Delete List O1 O2 Op Put Read Update"},
		{"operations of a resource", names(m.Operations(m.Shape("a#Child"))), "Coll Delete List Read Update"},
		{"operations of a service with a mixin", names(m.Shape("a#W").Operations), "O1 O2"},
		{"errors", names(m.OperationErrors(v, o1)), "Own Both Common"},
		{"errors without a service", names(m.OperationErrors(nil, o1)), "Own Both"},
		{"walk", names(walked), "In Tree Trees U Integer String Own Both"},
		{"closure of an operation", names(m.Closure([]*shape.Shape{o1})), "Both In Own Tree Trees U Integer String"},
		{"closure of the service", names(m.Closure([]*shape.Shape{v})), "Both Common In Own RID Tree Trees U Integer Short String"},
		{"closure of a union", names(m.Closure([]*shape.Shape{m.Shape("a#U")})), "U Integer"},
		{"version", v.Version + m.Shape("a#W").Version, "10"},
		{"rename", v.Rename["a#In"], "Input"},
		{"identifier", string(r.Identifiers[0].ID + "→" + r.Identifiers[0].Target.ID), "a#R$id→a#RID"},
		{"property", string(r.Properties[0].ID + "→" + r.Properties[0].Target.ID), "a#R$p→smithy.api#Long"},
		{"lifecycle", names([]*shape.Shape{r.Create, r.Put, m.Shape("a#Child").ListOp}), "Create Put List"},
	}
	for _, tc := range cases {
		if tc.got != tc.want {
			t.Errorf("%s: %s, want %s", tc.what, tc.got, tc.want)
		}
	}
	if o1.Output != nil || m.Shape("a#O2").Input != nil {
		t.Error("Unit is not left out")
	}
	if !slices.IsSortedFunc(m.Shapes(), func(a, b *shape.Shape) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Error("the shapes are not sorted")
	}
}

func TestManyMembersAreFound(t *testing.T) {
	t.Parallel()
	var list []string
	for i := range 40 {
		list = append(list, fmt.Sprintf(`"m%d": %s`, i, str))
	}
	m := clean(t, `"a#S": {"type": "structure", "members": {`+strings.Join(list, ",")+`}}`)
	s := m.Shape("a#S")
	for i := range 40 {
		name := fmt.Sprintf("m%d", i)
		if got := s.Member(name); got == nil || got != s.Members[i] || got.ID != s.ID.WithMember(name) {
			t.Fatalf("the member %s is %v", name, got)
		}
	}
	if s.Member("m40") != nil || m.Shape("a#Nothing") != nil || m.Shape("a#S$m1") != nil {
		t.Error("what is not there is found")
	}
}
