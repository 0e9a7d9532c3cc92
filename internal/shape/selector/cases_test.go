// The specification's own cases: models that carry selectors and what they yield in their metadata.

package selector_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/shape/selector"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// read loads a model of one file. What is wrong with it does not matter here.
func read(t testing.TB, name string, text []byte) *shape.Model {
	t.Helper()
	var diags diag.List
	return load.Model([]*source.File{source.New(name, text)}, &diags)
}

// readShared loads a model of the selector corpus.
func readShared(t testing.TB, name string) *shape.Model {
	t.Helper()
	path := testenv.Shared(t, "corpora", "idl", "selector", name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, filepath.Base(path), text)
}

// yields returns the ids of what a selector yields, those of one namespace only unless it is "".
func yields(t testing.TB, env *selector.Env, text, namespace string) []string {
	t.Helper()
	s, err := selector.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	found, err := s.Select(env)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var ids []string
	for _, subject := range found {
		if namespace == "" || subject.ID().Namespace() == namespace {
			ids = append(ids, string(subject.ID()))
		}
		if !s.MatchesOne(env, subject) {
			t.Errorf("%s: %s is selected but does not match alone", text, subject.ID())
		}
	}
	return ids
}

func TestCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "idl", "selector", "cases"), "*.smithy"))
	if err != nil || len(files) != 15 {
		t.Fatalf("found %d models: %v", len(files), err)
	}
	total := 0
	for _, file := range files {
		model := readShared(t, filepath.Join("cases", filepath.Base(file)))
		env := selector.NewEnv(model)
		cases, _ := model.Metadata().Field("selectorTests")
		for _, c := range cases.Elems() {
			total++
			text, _ := c.Field("selector")
			t.Run(strings.TrimSuffix(filepath.Base(file), ".smithy")+"/"+text.Str(), func(t *testing.T) {
				skip, _ := c.Field("skipPreludeShapes")
				matches, _ := c.Field("matches")
				var want []string
				for _, id := range matches.Elems() {
					want = append(want, id.Str())
				}
				slices.Sort(want)
				got := yields(t, env, text.Str(), "")
				got = slices.DeleteFunc(got, func(id string) bool {
					// The cases know of the prelude, but not of the other definitions that are loaded with every model.
					inPrelude := shape.ID(id).Namespace() == "smithy.api"
					return inPrelude && skip.Bool() || !inPrelude && model.Subject(shape.ID(id)).Shape.Builtin
				})
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("selected (-want +got):\n%s", diff)
				}
			})
		}
	}
	if total != 90 {
		t.Errorf("the models hold %d cases, not 90", total)
	}
}
