// A fuzz test: whatever model a text makes, what is printed of it reads back as that model.

package print_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl"
	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
	"github.com/smithwright/smithwright/internal/traits"
)

func FuzzModel(f *testing.F) {
	for _, pattern := range []string{"shapes/idl-serialization/cases", "loader/valid", "loader/valid/mixins", "loader/valid/inline-io", "loader/valid/enums"} {
		paths, err := filepath.Glob(filepath.Join(testenv.Shared(f, "corpora", "idl", filepath.FromSlash(pattern)), "*.smithy"))
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	prelude := traits.Decls(traits.Prelude)
	read := func(diags *diag.List, files ...print.File) *shape.Model {
		decls := slices.Clone(prelude)
		for _, f := range files {
			decls = append(decls, idl.Parse(source.New(f.Name, []byte(f.Text)), diags)...)
		}
		return shape.Assemble(decls, diags)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var diags diag.List
		m := read(&diags, print.File{Name: "in.smithy", Text: text})
		for _, o := range options {
			files := print.Model(m, o)
			if diags.HasErrors() {
				continue // it must not panic, no more
			}
			var again diag.List
			back := read(&again, files...)
			if again.HasErrors() {
				t.Errorf("%v\n%v", again.Sorted()[0], files)
			} else if want, got := asAST(t, m), asAST(t, back); !bytes.Equal(want, got) {
				t.Errorf("before:\n%s\nafter:\n%s\ntext:\n%v", want, got, files)
			}
		}
	})
}
