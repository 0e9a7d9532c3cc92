// The two ways of following a selector, all shapes together and one by one, must agree.

package selector

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// oneByOne returns what a selector yields when each shape is sent through it alone, stopping at nothing.
func oneByOne(s *Selector, env *Env) []int32 {
	e := newEval(s, env.graph, maxWorkInAll)
	found := newSet(env.graph.Len())
	for i := range int32(env.graph.Len()) {
		clear(e.vars)
		s.steps.push(e, i, func(j int32) bool { found.add(j); return true })
	}
	return slices.Collect(found.all())
}

func TestEnginesAgree(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "idl", "selector", "cases"), "*.smithy"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d models: %v", len(files), err)
	}
	extra := []string{
		":topdown(service) :topdown(operation)", ":test(:topdown(resource) operation)", ":test(:recursive(<) service)",
		":in(:is(*, >))", ":in(> <)", ":test(:root(service))", ":test(:root(bigDecimal))",
		"service :not(:in(:root(service ~> *)))",
		":not(~> ~> operation)", ":test(-[bound]-> service)", ":test(<-[bound]- operation)", ":test(-[instanceOperation]->)",
		"member > :is(structure > member, list) :test(< < operation)", ":test(-[trait]-> <-[trait]- operation)", ":unknown(*)",
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var diags diag.List
		model := load.Model([]*source.File{source.New(filepath.Base(file), text)}, &diags)
		env := NewEnv(model)
		texts := slices.Clone(extra)
		cases, _ := model.Metadata().Field("selectorTests")
		for _, c := range cases.Elems() {
			text, _ := c.Field("selector")
			texts = append(texts, text.Str())
		}
		for _, text := range texts {
			s, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			found, err := env.all(s)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(oneByOne(s, env), slices.Collect(found.all())); diff != "" {
				t.Errorf("%s: %s (-one by one +together):\n%s", filepath.Base(file), text, diff)
			}
		}
	}
}

// BenchmarkTraitSelectors asks of every trait of a model whether its definition allows it there.
func BenchmarkTraitSelectors(b *testing.B) {
	path := testenv.Shared(b, "models", "smithy", "s3.json")
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var diags diag.List
	model := load.Model([]*source.File{source.New("s3.json", text)}, &diags)
	asked := 0
	for b.Loop() {
		env := NewEnv(model)
		selectors := map[shape.ID]*Selector{}
		asked = 0
		for i := range int32(env.graph.Len()) {
			subject := env.graph.Subject(i)
			for tr := range subject.Traits().All() {
				s, ok := selectors[tr.ID]
				if !ok {
					s = selectorOf(b, env, model.Shape(tr.ID))
					selectors[tr.ID] = s
				}
				if s != nil {
					asked++
					s.MatchesOne(env, subject)
				}
			}
		}
	}
	b.ReportMetric(float64(asked), "questions")
}

func selectorOf(b *testing.B, env *Env, definition *shape.Shape) *Selector {
	if definition == nil {
		return nil
	}
	value, _ := definition.Traits.Get("smithy.api#trait")
	text, ok := value.Field("selector")
	if !ok {
		return nil
	}
	s, err := env.Parse(text.Str())
	if err != nil {
		b.Fatal(err)
	}
	return s
}
