// Random models: whatever the files say, linking them ends, without a panic and without a nil in the model.

package load_test

import (
	"io"
	"slices"
	"testing"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

func FuzzModel(f *testing.F) {
	for _, seed := range [][2]string{
		{"$version: \"2\"\nnamespace a\n@mixin structure M { x: String }\nstructure S for R with [M] { $x, $i }\nresource R { identifiers: {i: String} }",
			`{"smithy": "1.0", "shapes": {"a#S$x": {"type": "apply", "traits": {"smithy.api#box": {}}}, "a#T": {"type": "integer"}}}`},
		{"namespace a\n@enum([{value: \"x\", name: \"X\"}]) string E\nset L { member: E }\nstructure S { @box i: Integer, p: PrimitiveLong }",
			`{"smithy": "2.0", "metadata": {"k": [1]}, "shapes": {"a#S": {"type": "structure", "mixins": [{"target": "a#S"}]}}}`},
		{"$version: \"2\"\nmetadata k = [Foo]\nnamespace a\nuse b#c\n@trait list t { member: String }\n@t @c enum E { A, B = \"b\" }\napply E$A @t\n" +
			"operation O { input := with [M] { a: E = A }, errors: [X] }\nservice V with [W] { operations: [O], resources: [Q] }",
			`{"smithy": "2", "shapes": {"a#W": {"type": "service", "traits": {"smithy.api#mixin": {}}}, "a#Q": {"type": "resource", "resources": [{"target": "a#Q"}]}}}`},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, idl, json []byte) {
		var diags diag.List
		m := load.Model([]*source.File{source.New("a.smithy", idl), source.New("b.json", json)}, &diags)
		for _, s := range m.Shapes() {
			if m.Shape(s.ID) != s || s.Kind == shape.Invalid {
				t.Fatalf("%s is not to be found", s.ID)
			}
			for _, mem := range slices.Concat(s.Members, s.Identifiers, s.Properties) {
				if mem.Target == nil || mem.Parent != s || mem.Target.Kind == shape.Invalid && !diags.HasErrors() {
					t.Fatalf("%s is not linked", mem.ID)
				}
			}
			if slices.Contains(slices.Concat(s.Mixins, s.Errors, s.Operations, s.Resources, s.CollectionOperations), nil) {
				t.Fatalf("%s holds nil", s.ID)
			}
		}
		if err := ast.Write(io.Discard, m, ast.WriteOptions{}); err != nil {
			t.Fatal(err)
		}
	})
}
