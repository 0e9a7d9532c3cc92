// All endpoint tests of all models that are shared, through both kinds of programs.

package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// counts are what the tests of a corpus came to.
type counts struct{ services, ruleSets, diagrams, cases, viaRules, viaDiagram atomic.Int64 }

// readModel reads files as one model.
func readModel(t testing.TB, paths ...string) *shape.Model {
	t.Helper()
	var files []*source.File
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, source.New(filepath.Base(path), text))
	}
	var diags diag.List
	m := load.Model(files, &diags)
	if m == nil || diags.HasErrors() {
		t.Fatalf("%s does not load: %v", paths[0], diags.Sorted()[:min(3, len(diags.Sorted()))])
	}
	return m
}

// runTests runs the endpoint tests of all services of a model.
func runTests(t *testing.T, m *shape.Model, n *counts) {
	t.Helper()
	for _, s := range m.Services() {
		n.services.Add(1)
		v, _ := s.Trait(rules.TestsTrait)
		tests := rules.ParseTests(v)
		if listed, _ := v.Field("testCases"); listed.Len() != len(tests) {
			t.Errorf("%s: %d of %d tests could be read", s.ID, len(tests), listed.Len())
		}
		n.cases.Add(int64(len(tests)))
		run := func(trait shape.ID, parse func(shape.Node) (*rules.Program, []rules.Problem), programs, passed *atomic.Int64) {
			v, ok := s.Trait(trait)
			if !ok {
				return
			}
			program, problems := parse(v)
			for _, p := range problems {
				t.Errorf("%s: %s: %s", p.Span, trait, p.Message)
			}
			if program == nil {
				return
			}
			programs.Add(1)
			wellFormed(t, program)
			for i := range tests {
				if err := tests[i].Run(program, new(rules.MaxWork)); err != nil {
					t.Errorf("%s, %s: test %d, %q: %v", s.ID, trait.Name(), i, tests[i].Doc, err)
				} else {
					passed.Add(1)
				}
			}
		}
		run(rules.RuleSetTrait, rules.ParseRuleSet, &n.ruleSets, &n.viaRules)
		run(rules.DiagramTrait, rules.ParseDiagram, &n.diagrams, &n.viaDiagram)
	}
}

// wellFormed checks what a printer relies on.
func wellFormed(t *testing.T, p *rules.Program) {
	t.Helper()
	if p.Diagram == nil {
		return
	}
	for i := range p.Diagram.Conditions {
		if needs := p.Diagram.Conditions[i].Needs; len(needs) > 0 {
			t.Errorf("condition %d needs %s, which may have no value", i, needs[0].Name)
		}
	}
	for i := range p.Diagram.Results {
		if needs := p.Diagram.Results[i].Needs; len(needs) > 0 {
			t.Errorf("result %d needs %s, which may have no value", i, needs[0].Name)
		}
	}
	for i, n := range p.Diagram.Nodes {
		for _, to := range []rules.Ref{n.High, n.Low} {
			if next, ok := to.Node(); ok && (next <= i || next >= len(p.Diagram.Nodes)) {
				t.Errorf("node %d leads back to %d", i, next)
			}
		}
	}
}

// each runs a function for each of many paths, on all processors.
func each(paths []string, run func(string)) {
	var wg sync.WaitGroup
	next := make(chan string)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for path := range next {
				run(path)
			}
		})
	}
	for _, path := range paths {
		next <- path
	}
	close(next)
	wg.Wait()
}

func TestModels(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "models", "smithy")
	paths, err := filepath.Glob(filepath.Join(root, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var n counts
	each(paths, func(path string) { runTests(t, readModel(t, path), &n) })
	t.Logf("%d services: %d cases, %d through %d rule sets, %d through %d diagrams", n.services.Load(), n.cases.Load(),
		n.viaRules.Load(), n.ruleSets.Load(), n.viaDiagram.Load(), n.diagrams.Load())
	if n.cases.Load() < 8280 || n.viaRules.Load() < 8280 || n.ruleSets.Load() < 220 || n.diagrams.Load() < 15 || n.viaDiagram.Load() < 1407 {
		t.Error("there are fewer than the shared models hold")
	}
}

func TestC2JModels(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(testenv.Shared(t, "models", "c2j"), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var n counts
	each(folders, func(folder string) {
		var files []string
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if filepath.Ext(path) == ".json" {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
			return
		}
		runTests(t, readModel(t, files...), &n)
	})
	t.Logf("%d services: %d cases, %d through %d rule sets, %d through %d diagrams", n.services.Load(), n.cases.Load(),
		n.viaRules.Load(), n.ruleSets.Load(), n.viaDiagram.Load(), n.diagrams.Load())
	if n.cases.Load() < 2323 || n.viaRules.Load() < 2323 {
		t.Error("there are fewer than the shared models hold")
	}
}

// wrongPrograms are the files of the corpus whose rules are wrong, by what is said of them.
var wrongPrograms = map[string]string{
	"bad-version-use":            "coalesce needs version 1.1 of the rules, which declare 1.0: declare the later one\n",
	"bdd-invalid-base64":         "nodes is no base64: illegal base64 data at input byte 4\n",
	"bdd-invalid-node-data":      "nodes is no base64: illegal base64 data at input byte 0\n",
	"bdd-invalid-root-reference": "root is -5: it must be an end, a node that is not swapped, or a result\n",
	"get-attr-not-1.0": "split needs version 1.1 of the rules, which declare 1.0: declare the later one\n" +
		"getAttr with an index from the end needs version 1.1 of the rules, which declare 1.0: declare the later one\n" +
		"getAttr with an index from the end needs version 1.1 of the rules, which declare 1.0: declare the later one\n",
	"illegal-version": "version is 1.0: a decision diagram must be of version 1.1 or later\n",
}

// wrongTests are the files of the corpus with tests that must fail, with the number of these.
var wrongTests = map[string]int{
	"eventbridge-tests-param-type-mismatch": 1, "eventbridge-tests-req-params-missing": 1, "invalid-split-cannot-be-empty": 1,
}

// TestCases runs the tests of all files of the corpus, those that are there for another mistake included.
func TestCases(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "rules")
	programs, tests := map[string]string{}, map[string]int{}
	count := map[string]int{}
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".smithy" || strings.Contains(path, "diffs") {
			return err
		}
		name := strings.TrimSuffix(filepath.Base(path), ".smithy")
		below, _ := filepath.Rel(root, path)
		folder, _, _ := strings.Cut(filepath.ToSlash(below), "/")
		for _, s := range readModel(t, path).Services() {
			v, _ := s.Trait(rules.TestsTrait)
			program, problems := rules.ForService(s)
			for _, p := range problems {
				programs[name] += p.Message + "\n"
			}
			for _, test := range rules.ParseTests(v) {
				count[folder]++
				if program != nil && test.Run(program, new(rules.MaxWork)) != nil {
					tests[name]++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wrongPrograms, programs); diff != "" {
		t.Errorf("wrong programs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wrongTests, tests); diff != "" {
		t.Errorf("wrong tests (-want +got):\n%s", diff)
	}
	t.Logf("tests: %v", count)
	if count["cases"] < 95 || count["aws"] < 60 || count["errorfiles"] < 115 {
		t.Error("there are fewer than the corpus holds")
	}
}
