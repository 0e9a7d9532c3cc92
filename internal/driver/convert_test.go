// What gen idl prints of the published models reads back as the same models.

package driver

import (
	"bytes"
	"io"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	loadmodel "github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

func TestIDLReadsBack(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(testenv.Shared(t, "models", "smithy"), "*.json"))
	if err != nil || len(paths) < 200 {
		t.Fatalf("found %d models (%v)", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			m := loadmodel.Model(readModel(path, &diags), &diags)
			files, err := idlOf(m)
			if err != nil {
				t.Fatal(err)
			}
			var again []*source.File
			for _, f := range files {
				again = append(again, source.New(f.Name, []byte(f.Text)))
			}
			back := loadmodel.Model(again, &diags)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", diags.Sorted()[0].Span, diags.Sorted()[0].Message)
			}
			if before, after := asAST(t, m), asAST(t, back); !bytes.Equal(before, after) {
				t.Errorf("the model (-before +after):\n%s", cmp.Diff(bytes.Split(before, []byte("\n")), bytes.Split(after, []byte("\n"))))
			}
		})
	}
}

func asAST(t *testing.T, m *shape.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ast.Write(&b, m, ast.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSamePackage generates from Lambda's model as it is published and from the same model in IDL: not a byte differs.
func TestSamePackage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(testenv.Shared(t, "models", "smithy"), "lambda.json")
	dir := t.TempDir()
	if err := IDL([]string{path}, IDLOptions{Out: dir}, Streams{Stdout: io.Discard, Stderr: io.Discard}); err != nil {
		t.Fatal(err)
	}
	var fromAST, fromIDL diag.List
	want := generate(path, readModel(path, &fromAST), target{}, &fromAST)
	got := generate(dir, readModel(dir, &fromIDL), target{}, &fromIDL)
	if want == nil || got == nil {
		t.Fatalf("nothing was generated: %v %v", fromAST.Sorted(), fromIDL.Sorted())
	}
	if diff := cmp.Diff(texts(want.files), texts(got.files)); diff != "" {
		t.Errorf("the package (-from JSON +from IDL):\n%s", diff)
	}
}

func texts(files []outputFile) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		out[f.name] = string(f.content)
	}
	return out
}
