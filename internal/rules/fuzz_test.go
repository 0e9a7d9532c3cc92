// Hostile rules: anything that is JSON may be a rule set or a diagram.

package rules_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/testenv"
)

// FuzzRules reads a text as a rule set and as a diagram, and runs what is right with a text for each parameter. Nothing may panic
// or go on for long, and what is right must not fail for what the type checker has seen.
func FuzzRules(f *testing.F) {
	f.Add(ruleSet(oneRule("{S}", `{"fn": "isSet", "argv": [{"ref": "S"}]}`)), "https://a-b.c/d?e")
	f.Add(ruleSet(`{"type": "endpoint", "endpoint": {"url": "https://{R}", "properties": {"authSchemes": [{"name": "{R}"}]}}}`), "arn:aws:s3:::a/b")
	f.Add(diagram(aIsSet+","+flag+","+assignsX, 2, [3]int{0, 3, 1}, [3]int{2, result + 2, -2}), "ab--c")
	f.Add(diagram(aIsSet+","+assignsX, 2, [3]int{0, -3, 1}, [3]int{1, result + 1, result + 2}), "us-west-2")
	for _, name := range []string{"example-complex-ruleset", "get-attr-type-inference", "minimal-ruleset", "substring"} {
		text, err := os.ReadFile(filepath.Join(testenv.Shared(f, "corpora", "rules", "errorfiles", "language"), name+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(fromJSON5(string(text)), "a")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		for trait, parse := range map[shape.ID]func(shape.Node) (*rules.Program, []rules.Problem){
			rules.RuleSetTrait: rules.ParseRuleSet, rules.DiagramTrait: rules.ParseDiagram,
		} {
			v, ok := traitValue(text, trait)
			if !ok {
				continue
			}
			program, problems := parse(v)
			if program == nil {
				if len(problems) == 0 {
					t.Error("there is neither a program nor a problem")
				}
				continue
			}
			run(t, program, value)
		}
	})
}

// run evaluates a program with a text for each parameter, and without any for those that may be left out.
func run(t *testing.T, program *rules.Program, value string) {
	t.Helper()
	all, some := map[string]any{}, map[string]any{}
	for _, q := range program.Params {
		switch q.Type {
		case rules.String:
			all[q.Name] = value
		case rules.Bool:
			all[q.Name] = len(value)%2 == 0
		case rules.StringArray:
			all[q.Name] = []string{value, "b"}
		}
		if q.Required && q.Default == nil {
			some[q.Name] = all[q.Name]
		}
	}
	for _, params := range []map[string]any{all, some} {
		out, err := program.Evaluate(params)
		if out == nil && err == nil || errors.Is(err, rules.ErrAbsent) {
			t.Errorf("a checked program gives %v", err)
		}
	}
}
