// Tests of linking what IDL alone can say, and of hostile models.

package load_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// idl links texts in the IDL of version 2.0 and of the namespace a, or whole files if they begin with a '$'.
func idl(texts ...string) (*shape.Model, *diag.List) {
	diags := &diag.List{}
	var files []*source.File
	for i, text := range texts {
		if !strings.HasPrefix(text, "$") {
			text = "$version: \"2\"\nnamespace a\n" + text
		}
		files = append(files, source.New(fmt.Sprintf("m%d.smithy", i), []byte(text)))
	}
	return load.Model(files, diags), diags
}

// found returns diagnostics as lines, with the lines of their notes.
func found(diags *diag.List) []string {
	var out []string
	for _, d := range diags.Sorted() {
		line := fmt.Sprintf("%s %s[%s] %s: %s", d.Span, d.Severity, d.Code, d.Shape, d.Message)
		for _, n := range d.Notes {
			line += fmt.Sprintf(" (%s: %s)", n.Span, n.Text)
		}
		out = append(out, line)
	}
	return out
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		files []string
		want  []string
	}{
		"unknown traits": {
			[]string{"@sensitiv string S\nstructure T { @aws.api#arm @b#c m: String }"},
			[]string{
				"m0.smithy:3:1 error[Model.UnresolvedTrait] a#S: no shape defines the trait a#sensitiv: did you mean smithy.api#sensitive?",
				"m0.smithy:4:15 error[Model.UnresolvedTrait] a#T$m: no shape defines the trait aws.api#arm: did you mean aws.api#arn?",
				"m0.smithy:4:28 error[Model.UnresolvedTrait] a#T$m: no shape defines the trait b#c: " +
					"declare it with the trait smithy.api#trait, or add the file that does",
			},
		},
		"no trait": {
			[]string{"structure s {}\n@s string S"},
			[]string{"m0.smithy:3:1 error[Model] a#s: a#s is applied as a trait but is none: add the trait smithy.api#trait to it"},
		},
		"names in values": {
			[]string{"use b#C\n@deprecated(message: Strin) string S"},
			[]string{
				"m0.smithy:3:5 warning[Model] : no shape has the id b#C: correct the id or add the file that declares it",
				"m0.smithy:4:22 danger[SyntacticShapeIdTarget] : no shape has the id a#Strin: did you mean smithy.api#String?",
			},
		},
		"applied to nothing": {
			[]string{"structure S { member: String }\napply S$membr @required\napply T @required\napply smithy.api#String @required"},
			[]string{
				"m0.smithy:4:15 error[Model] : the trait smithy.api#required is applied to a#S$membr, but there is no such member: did you mean member?",
				"m0.smithy:5:9 error[Model] : the trait smithy.api#required is applied to a#T, but there is no such shape: declare it or correct the id",
				"m0.smithy:6:25 error[Model] smithy.api#String: traits can't be applied to smithy.api#String, which is part of Smithy's prelude: " +
					"declare a shape of your own",
			},
		},
		"versions": {
			[]string{
				"$version: \"1\"\nnamespace b\n@mixin string M\nstructure S { @default(1) m: Integer }",
				"@box integer I\n@enum([{value: \"x\"}]) string E",
			},
			[]string{
				"m0.smithy:3:1 error[Model] b#M: the trait smithy.api#mixin belongs to Smithy 2.0, but this file is of version 1.0: let the file say version 2.0",
				"m0.smithy:4:15 error[Model] b#S$m: the trait smithy.api#default belongs to Smithy 2.0, but this file is of version 1.0: let the file say version 2.0",
				"m1.smithy:3:1 error[Model] a#I: the trait smithy.api#box belongs to Smithy 1.0: remove it, since members without a default are optional in 2.0",
				"m1.smithy:4:1 warning[ModelDeprecation] a#E: the trait smithy.api#enum is deprecated: declare an enum shape instead",
			},
		},
		"for what is no resource": {
			[]string{"structure N {}\nstructure S for N { $x }\nstructure T for Nothing {}\nstructure U for Nothing { $x }"},
			[]string{
				"m0.smithy:4:21 error[Model] a#S$x: a#S$x has no target, and no mixin or resource of its shape has a member of that name: write the target, x: Target",
				"m0.smithy:4:21 error[Model] a#S$x: a#S$x is to get its target from a#N, which is a structure: only resources can stand behind for " +
					"(m0.smithy:4:17: it is named here)",
				"m0.smithy:5:17 warning[Model] a#T: no shape has the id a#Nothing, which is to be a resource: declare it or correct the id",
				"m0.smithy:6:27 error[Model] a#U: a#U$x has no target: it is to come from the resource a#Nothing, but there is no such shape: " +
					"declare it or correct the id (m0.smithy:6:17: it is named here)",
			},
		},
		"broken mixins": {
			[]string{"@mixin list L {}\nlist M with [L] {}\nlist N with [L] { $member }\n@mixin structure A with [B] {}\n@mixin structure B with [A] {}\nstructure C with [A] {}"},
			[]string{
				"m0.smithy:3:8 error[Model] a#L: a#L has no member: a list needs one, with a target",
				"m0.smithy:4:1 error[Model] a#M: a#M mixes in a#L, but there is no such shape: mend its declaration first (m0.smithy:4:14: it is named here)",
				"m0.smithy:5:19 error[Model] a#N: a#N$member has no target: it is to come from the mixin a#L, but there is no such shape: " +
					"mend its declaration first (m0.smithy:5:14: it is named here)",
				"m0.smithy:6:8 error[Model] a#A: a#A mixes in a#B, which in the end mixes in a#A again: break the circle",
				"m0.smithy:7:8 error[Model] a#B: a#B mixes in a#A, which in the end mixes in a#B again: break the circle",
			},
		},
		"shapes twice": {
			[]string{"structure S { m: String }\nstring T\noperation O { input: S }", "structure S { m: Integer }\nstring T\noperation O { input: T }"},
			[]string{
				"m0.smithy:4:1 note[Model.IgnoredDuplicateDefinition] a#T: a#T is declared more than once, each time the same: one declaration is enough " +
					"(m1.smithy:4:1: and here)",
				"m1.smithy:3:1 error[Model] a#S: a#S is declared a second time, and differently: remove or rename one of the two " +
					"(m0.smithy:3:1: it is first declared here)",
				"m1.smithy:5:1 error[Model] a#O: a#O is declared a second time, and differently: remove or rename one of the two " +
					"(m0.smithy:5:1: it is first declared here)",
			},
		},
		"traits and mixins as targets": {
			[]string{"@trait structure t {}\n@mixin structure M {}\nstructure S { t: t, m: M }"},
			[]string{
				"m0.smithy:5:15 error[Target] a#S$t: the target of a#S$t is a#t, a trait: traits can only be applied to shapes",
				"m0.smithy:5:21 error[Target] a#S$m: the target of a#S$m is a#M, a mixin: mixins can only be mixed into shapes",
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := idl(tc.files...)
			got := found(diags)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNames resolves names of the own namespace, of use statements and of the prelude, in members, traits and values.
func TestNames(t *testing.T) {
	t.Parallel()
	m, diags := idl("use b#Other\nuse b#flag\nstring Integer\n@trait structure required {}\n@trait list names { member: String }\n"+
		"@trait map tags { key: String, value: String }\n@trait string word\n"+
		"@flag @required @names @tags structure S { @smithy.api#required i: Integer, s: String, o: Other }\n"+
		"@references([{resource: R}]) structure T { id: String }\nresource R { identifiers: {id: String} }",
		"$version: \"2\"\nnamespace b\n@trait structure flag {}\nstring Other")
	if diags.HasErrors() {
		t.Fatal(rendered(diags))
	}
	s := m.Shape("a#S")
	var got []string
	for tr := range s.Traits.All() {
		got = append(got, fmt.Sprintf("%s %s", tr.ID, tr.Value.Kind()))
		if tr.Relative || tr.Bare {
			t.Errorf("%s is not resolved", tr.ID)
		}
	}
	for _, mem := range s.Members {
		got = append(got, fmt.Sprintf("%s: %s", mem.Name, mem.Target.ID))
	}
	want := []string{"b#flag an object", "a#required an object", "a#names an array", "a#tags an object", "i: a#Integer", "s: smithy.api#String", "o: b#Other"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	v, _ := m.Shape("a#T").Trait("smithy.api#references")
	if r, _ := v.Elems()[0].Field("resource"); r.Str() != "a#R" {
		t.Errorf("the name in the value stands for %q", r.Str())
	}
}

// TestNamedInValues loads the definitions of shapes that nothing but the value of a trait names.
func TestNamedInValues(t *testing.T) {
	t.Parallel()
	const text = `{"smithy": "2.0", "shapes": {"a#O": {"type": "operation", "traits": {"smithy.test#httpRequestTests": [
		{"id": "x", "protocol": "aws.protocols#awsJson1_0", "method": "GET", "uri": "/"}]}}}}`
	var diags diag.List
	m := load.Model([]*source.File{source.New("m.json", []byte(text))}, &diags)
	if m.Shape("aws.protocols#awsJson1_0") == nil || diags.HasErrors() {
		t.Errorf("the protocol is not there:\n%s", rendered(&diags))
	}
}

// TestOwn tells what shapes say themselves from what mixins bring.
func TestOwn(t *testing.T) {
	t.Parallel()
	m, diags := idl(`
@mixin
@tags(["m"])
structure M { @required x: String, y: String }
structure S with [M] { $y, z: String }
apply S$x @documentation("x of S")
apply S @sensitive
@mixin
service B { version: "1", operations: [O], rename: { "smithy.api#String": "Text" } }
service C with [B] { operations: [P], rename: { "smithy.api#Long": "Number" } }
operation O {}
operation P {}
@mixin
operation Q { errors: [E] }
operation T with [Q] { errors: [F] }
@error("client") structure E {}
@error("client") structure F {}`)
	if diags.HasErrors() {
		t.Fatal(rendered(diags))
	}
	own := func(all, own shape.Traits) string {
		var out []string
		for tr := range all.All() {
			mark := ""
			if own.Has(tr.ID) {
				mark = "*"
			}
			out = append(out, tr.ID.Name()+mark)
		}
		return strings.Join(out, " ")
	}
	ids := func(list []*shape.Shape) string {
		var out []string
		for _, s := range list {
			out = append(out, s.ID.Name())
		}
		return strings.Join(out, " ")
	}
	s, c, o := m.Shape("a#S"), m.Shape("a#C"), m.Shape("a#T")
	got := []string{"S: " + own(s.Traits, s.OwnTraits)}
	for _, mem := range s.Members {
		line := mem.Name + ": " + own(mem.Traits, mem.OwnTraits)
		if mem.Inherited != nil {
			line += " from " + string(mem.Inherited.ID)
		}
		got = append(got, line)
	}
	got = append(got,
		"C: "+c.Version+" "+ids(c.Operations)+" of its own "+ids(c.OwnBinding().Operations)+fmt.Sprint(" ", c.Rename, " ", c.OwnBinding().Rename),
		"T: "+ids(o.Errors)+" of its own "+ids(o.OwnBinding().Errors))
	want := []string{
		"S: sensitive* tags", "x: documentation* required from a#M$x", "y:  from a#M$y", "z: ",
		"C: 1 O P of its own P map[smithy.api#Long:Number smithy.api#String:Text] map[smithy.api#Long:Number]", "T: E F of its own F",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSharedDefinitions loads models at the same time, which use the same definitions of traits.
func TestSharedDefinitions(t *testing.T) {
	t.Parallel()
	path := testenv.Shared(t, "models", "smithy", "lambda.json")
	want := printed(t, clean(t, path))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			m, diags := open(t, path)
			if diags.HasErrors() || !bytes.Equal(printed(t, m), want) {
				t.Error("the model is another one")
			}
		})
	}
	all.Wait()
}

func printed(t *testing.T, m *shape.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ast.Write(&b, m, ast.WriteOptions{}); err != nil {
		t.Error(err)
	}
	return b.Bytes()
}

// TestModels loads every model of AWS without an error.
func TestModels(t *testing.T) {
	t.Parallel()
	paths := testenv.Models(t)
	for _, path := range paths {
		clean(t, path)
	}
}

// TestModelsOfAWSDialect loads the models of AWS's own dialect with the files beside them, each together with a file of IDL
// that adds to it.
func TestModelsOfAWSDialect(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(testenv.Shared(t, "models", "c2j"), "*", "*"))
	if err != nil || len(folders) < 29 {
		t.Fatal(len(folders), err)
	}
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		m := clean(t, paths...)
		if len(m.Services()) != 1 {
			t.Errorf("%s: there are %d services", folder, len(m.Services()))
			continue
		}
		id := m.Services()[0].ID
		more := filepath.Join(t.TempDir(), "more.smithy")
		text := fmt.Sprintf("$version: \"2\"\nnamespace more\nuse %s\napply %s @tags([\"more\"])", id, id.Name())
		if err := os.WriteFile(more, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if !clean(t, append(paths, more)...).Shape(id).Traits.Has("smithy.api#tags") {
			t.Errorf("%s has not got its trait", id)
		}
	}
}

// TestHostile links models whose naive treatment takes quadratic time or deep recursion.
func TestHostile(t *testing.T) {
	t.Parallel()
	const many = 20_000
	repeat := func(format string) string {
		var b strings.Builder
		for i := range many {
			b.WriteString(strings.NewReplacer("%i", fmt.Sprint(i), "%j", fmt.Sprint(i+1)).Replace(format))
		}
		return b.String()
	}
	cases := map[string]string{
		"chain of mixins":      repeat("@mixin string S%i with [S%j]\n") + fmt.Sprintf("@mixin string S%d", many),
		"circle of mixins":     repeat("@mixin string S%i with [S%j]\n") + fmt.Sprintf("@mixin string S%d with [S0]", many),
		"chain of resources":   repeat("resource R%i { resources: [R%j] }\n") + fmt.Sprintf("resource R%d { resources: [R0] }", many),
		"unknown targets":      "structure S {" + repeat(" m%i: Nothing%i\n") + "}",
		"applied to nothing":   "structure S {" + repeat(" m%i: String\n") + "}\n" + repeat("apply S$x%i @required\n"),
		"applied to one":       "structure S { m: String }\n" + repeat("apply S$m @tags([\"%i\"])\n"),
		"one shape many times": repeat("@tags([\"%i\"]) string S\n"),
		"elided members":       "resource R { properties: {" + repeat(" p%i: String\n") + "} }\nstructure S for R {" + repeat(" $p%i\n") + "}",
		"unknown traits":       repeat("@nothing%i string S%i\n"),
		"wide mixins":          "@mixin structure M {" + repeat(" m%i: String\n") + "}\n" + repeat("structure S%i with [M] {}\n"),
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			idl(text)
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestDefinitionsAsFiles loads the definitions of others as files of the user, which replace those that this project has.
func TestDefinitionsAsFiles(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "traits")
	var paths []string
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".smithy" || filepath.Ext(path) == ".json" && !strings.HasPrefix(filepath.Base(path), "partitions") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	m := clean(t, paths...)
	for _, id := range []shape.ID{"smithy.api#String", "smithy.api#required", "aws.api#service"} {
		if s := m.Shape(id); s == nil || s.Builtin || s.Span.IsZero() {
			t.Errorf("%s is not that of the files", id)
		}
	}
}
