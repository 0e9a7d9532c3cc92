// The reference's models of several files, and those of Smithy 1.0 beside what they are in 2.0.

package load_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
	"github.com/smithwright/smithwright/internal/traits"
)

// TestGroups reads files that make one model, in every order of two, and holds the model against another.
func TestGroups(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "idl", "loader")
	cases := map[string]struct {
		files []string
		want  string // the file of the same model
	}{
		"upgraded":               {[]string{"upgrade/all-1.0/main.smithy"}, "upgrade/all-1.0/upgraded.smithy"},
		"upgraded, no conflict":  {[]string{"upgrade/does-not-introduce-conflict/main.smithy"}, "upgrade/does-not-introduce-conflict/upgraded.smithy"},
		"upgraded in part":       {[]string{"upgrade/mixed-versions/1.0.smithy", "upgrade/mixed-versions/2.0.smithy"}, "upgrade/mixed-versions/upgraded.smithy"},
		"upgraded document":      {[]string{"needs-upgrade-document-node.json"}, "needs-downgrade-document-node.json"},
		"boxes of both versions": {[]string{"synthetic-boxing-1.smithy"}, "synthetic-boxing-2.smithy"},
		"resource":               {[]string{"forwardrefs/resource/resource.smithy", "forwardrefs/resource/operation.smithy"}, "forwardrefs/resource/result.json"},
		"mixed member":           {[]string{"mixins/member-apply-other-namespace.smithy", "mixins/mixed-member.smithy"}, "mixins/apply-to-mixed-member.json"},
		"equal mixed structures": {[]string{"mixins/mixin-conflict-acceptable-1.smithy", "mixins/mixin-conflict-acceptable-2.smithy"}, "mixins/mixin-conflict-acceptable-1.smithy"},
		"the same file twice":    {[]string{"dedupe-models.smithy", "dedupe-models.smithy"}, "dedupe-models.smithy"},
		"applied from elsewhere": {[]string{"apply-use-1.smithy", "apply-use-2.smithy", "apply-use-3.smithy"}, ""},
		"two namespaces":         {[]string{"first-namespace.smithy", "second-namespace.smithy"}, ""},
		"operations of others":   {[]string{"use-operations/service.smithy", "use-operations/nested.smithy", "use-operations/other.smithy"}, ""},
		"applied in two files":   {[]string{"merges-1.json", "nested/merges-2.json", "nested/merges-3.json"}, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var paths []string
			for _, f := range tc.files {
				paths = append(paths, filepath.Join(root, f))
			}
			first := tree(t, clean(t, paths...), ast.WriteOptions{})
			slices.Reverse(paths)
			if diff := cmp.Diff(first, tree(t, clean(t, paths...), ast.WriteOptions{})); diff != "" {
				t.Errorf("in the other order (-first +second):\n%s", diff)
			}
			if tc.want == "" {
				return
			}
			want := tree(t, clean(t, filepath.Join(root, tc.want)), ast.WriteOptions{})
			if diff := cmp.Diff(want, first); diff != "" {
				t.Errorf("the model (-want +got):\n%s", diff)
			}
		})
	}
}

// TestGroupsInConflict reads files that contradict each other.
func TestGroupsInConflict(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "idl", "loader")
	cases := map[string]struct {
		files []string
		want  []string // severity, code, shape
	}{
		"members": {
			[]string{"mixins/mixin-conflict-acceptable-2.smithy", "mixins/mixin-conflict-acceptable-1.smithy", "mixins/mixin-conflict-error.smithy"},
			[]string{"error Model smithy.example#A", "note Model.IgnoredDuplicateDefinition smithy.example#A"},
		},
		"metadata": {[]string{"metadata-conflicts.json", "metadata-conflicts-2.json"}, []string{"error Model "}},
		"boxes": {
			[]string{"synthetic-boxing-1.smithy", "synthetic-boxing-2.smithy"},
			[]string{"note Model.IgnoredDuplicateDefinition smithy.example#Long", "note Model.IgnoredDuplicateDefinition smithy.example#PrimitiveLong"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var paths []string
			for _, f := range tc.files {
				paths = append(paths, filepath.Join(root, f))
			}
			_, diags := open(t, paths...)
			var got []string
			for _, d := range diags.Sorted() {
				if !ignored(d.Code) {
					got = append(got, d.Severity.String()+" "+d.Code+" "+d.Shape)
				}
				if strings.HasPrefix(d.Code, "Model") && !ignored(d.Code) && len(d.Notes) == 0 {
					t.Errorf("%s: %s: no note about the other place", d.Span, d.Message)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, rendered(diags))
			}
		})
	}
}

// TestBoxes reads models of both versions and asks whether their member can be absent, before and after they are written.
func TestBoxes(t *testing.T) {
	t.Parallel()
	walk(t, testenv.Shared(t, "corpora", "idl", "loader", "upgrade-box"), ".smithy", func(t *testing.T, path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		line, _ := bufio.NewReader(bytes.NewReader(text)).ReadString('\n')
		var want struct {
			V2 bool `json:"v2"`
			V1 bool `json:"v1-client-zero-value"`
		}
		if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "//")), &want); err != nil {
			t.Fatal(err)
		}
		m := clean(t, path)
		var b bytes.Buffer
		if err := ast.Write(&b, m, ast.WriteOptions{}); err != nil {
			t.Fatal(err)
		}
		var diags diag.List
		again := load.Model([]*source.File{source.New("again.json", b.Bytes())}, &diags)
		for _, m := range []*shape.Model{m, again} {
			member := m.Shape("smithy.example#Foo").Members[0]
			if v1, v2 := member.Nullable(shape.ClientZeroV1), member.Nullable(shape.Client); v1 != want.V1 || v2 != want.V2 {
				t.Errorf("by version 1 %t, want %t; by version 2 %t, want %t:\n%s", v1, want.V1, v2, want.V2, b.String())
			}
		}
		return ""
	})
}

// TestProtocolModels holds the protocol suites, 162 files of IDL, against the one file of JSON that the reference wrote of
// them. That file has the definitions of the traits as well.
func TestProtocolModels(t *testing.T) {
	t.Parallel()
	var paths []string
	err := filepath.WalkDir(testenv.Shared(t, "corpora", "protocols", "idl"), func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".smithy" {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got := tree(t, clean(t, paths...), ast.WriteOptions{})["shapes"].(map[string]any)
	file := testenv.Shared(t, "corpora", "protocols", "ast", "aws-protocol-tests.json")
	want := tree(t, clean(t, file), ast.WriteOptions{})["shapes"].(map[string]any)
	for id := range want {
		if _, ok := got[id]; !ok && slices.Contains(traits.Namespaces(), shape.ID(id).Namespace()) {
			delete(want, id)
		}
	}
	if len(got) < 1000 {
		t.Errorf("there are %d shapes", len(got))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the model (-want +got):\n%s", diff)
	}
}
