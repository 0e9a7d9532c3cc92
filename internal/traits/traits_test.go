// The definitions against those of the Smithy project.

package traits_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
	"github.com/smithwright/smithwright/internal/traits"
)

// wordy are the traits and the members of trait values that say things to people, in everybody's own words.
var (
	wordyTraits  = []shape.ID{"smithy.api#documentation", "smithy.api#externalDocumentation"}
	wordyMembers = []string{"message", "errorMessage"}
)

// facts lists what a model declares, a line each.
func facts(m *shape.Model) []string {
	var out []string
	for _, s := range m.Shapes() {
		out = append(out, fmt.Sprintf("%s: %s%s%s", s.ID, s.Kind, mixins(s), values(s.Traits)))
		for _, member := range s.Members {
			out = append(out, fmt.Sprintf("%s: -> %s%s", member.ID, member.Target.ID, values(member.Traits)))
		}
	}
	slices.Sort(out)
	return out
}

func mixins(s *shape.Shape) string {
	var b strings.Builder
	for _, m := range s.Mixins {
		fmt.Fprintf(&b, " with %s", m.ID)
	}
	return b.String()
}

// values lists traits and their values, sorted.
func values(list shape.Traits) string {
	byID := map[shape.ID]string{}
	for t := range list.All() {
		if !slices.Contains(wordyTraits, t.ID) {
			byID[t.ID] = text(t.Value)
		}
	}
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		fmt.Fprintf(&b, " @%s(%s)", id, byID[id])
	}
	return b.String()
}

// text prints a value in a fixed form, without what is said to people.
func text(v shape.Node) string {
	switch v.Kind() {
	case shape.NodeArray:
		var parts []string
		for _, e := range v.Elems() {
			parts = append(parts, text(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case shape.NodeObject:
		fields := slices.SortedFunc(slices.Values(v.FieldList()), func(a, b shape.Field) int { return cmp.Compare(a.Name, b.Name) })
		var parts []string
		for _, f := range fields {
			if !slices.Contains(wordyMembers, f.Name) {
				parts = append(parts, f.Name+": "+text(f.Value))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case shape.NodeString:
		return fmt.Sprintf("%q", strings.Join(strings.Fields(v.Str()), " "))
	case shape.NodeNumber:
		return v.Num()
	case shape.NodeBool:
		return fmt.Sprint(v.Bool())
	}
	return "null"
}

// assembled links declarations and fails on every error.
func assembled(t *testing.T, decls []shape.Decl) *shape.Model {
	t.Helper()
	var diags diag.List
	m := shape.Assemble(decls, &diags)
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			t.Errorf("%s %s: %s", d.Span, d.Code, d.Message)
		}
	}
	return m
}

func TestDefinitionsSayTheSame(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "traits"), "*.smithy"))
	if err != nil || len(paths) < 18 {
		t.Fatalf("found %d files: %v", len(paths), err)
	}
	var diags diag.List
	var decls []shape.Decl
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		decls = append(decls, idl.Parse(source.New(filepath.Base(path), content), &diags)...)
	}
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			t.Errorf("%s %s: %s", d.Span, d.Code, d.Message)
		}
	}
	want := facts(assembled(t, decls))
	got := facts(assembled(t, traits.Decls(traits.Namespaces()...)))
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("the definitions (-want +got):\n%s", diff)
	}
	if len(got) < 1000 {
		t.Errorf("there are %d facts only", len(got))
	}
}

func TestNamespacesStandAlone(t *testing.T) {
	t.Parallel()
	for _, namespace := range traits.Namespaces() {
		m := assembled(t, traits.Decls(namespace))
		found := false
		for _, s := range m.Shapes() {
			found = found || s.ID.Namespace() == namespace
			if !s.Builtin {
				t.Errorf("%s is not marked as built in", s.ID)
			}
			for tr := range s.Traits.All() {
				if m.Shape(tr.ID) == nil {
					t.Errorf("%s uses the trait %s, which is not loaded with %s", s.ID, tr.ID, namespace)
				}
			}
		}
		if !found {
			t.Errorf("%s declares nothing", namespace)
		}
	}
}

func TestDecls(t *testing.T) {
	t.Parallel()
	count := func(namespaces ...string) map[string]bool {
		out := map[string]bool{}
		for _, d := range traits.Decls(namespaces...) {
			if s, ok := d.(*shape.ShapeDecl); ok {
				out[s.ID.Namespace()] = true
			}
		}
		return out
	}
	for _, test := range []struct{ ask, want []string }{
		{nil, []string{"smithy.api"}},
		{[]string{"smithy.api", "no.such"}, []string{"smithy.api"}},
		{[]string{"aws.apigateway", "aws.apigateway"}, []string{"aws.api", "aws.apigateway", "smithy.api"}},
	} {
		if diff := gocmp.Diff(test.want, slices.Sorted(maps.Keys(count(test.ask...)))); diff != "" {
			t.Errorf("Decls(%q) (-want +got):\n%s", test.ask, diff)
		}
	}
}

func TestDefinitionsAreDescribedByNobodyElse(t *testing.T) {
	t.Parallel()
	for _, s := range assembled(t, traits.Decls(traits.Namespaces()...)).Shapes() {
		if s.Traits.Has("smithy.api#documentation") {
			t.Errorf("%s has documentation", s.ID)
		}
	}
}
