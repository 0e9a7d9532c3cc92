// Rule sets that are wrong, and whole ones that stand in files of their own.

package rules_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// traitValue makes a node of a JSON text, as the value of a trait of a service; lines stay what they are. It returns false if the
// text is no JSON or the model around it does not load.
func traitValue(text string, trait shape.ID) (shape.Node, bool) {
	if !json.Valid([]byte(text)) {
		return shape.Node{}, false
	}
	model := `{"smithy": "2.0", "shapes": {"a#S": {"type": "service", "version": "1", "traits": {"` + string(trait) + `": ` + text + "}}}}"
	var diags diag.List
	m := load.Model([]*source.File{source.New("rules.json", []byte(model))}, &diags)
	if m == nil || m.Shape("a#S") == nil {
		return shape.Node{}, false
	}
	return m.Shape("a#S").Trait(trait)
}

// fromJSON5 makes JSON of JSON with lines of comments.
func fromJSON5(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			line = "\n"
		}
		out.WriteString(line)
	}
	return out.String()
}

func TestInvalidRules(t *testing.T) {
	t.Parallel()
	found := map[string]string{}
	err := filepath.WalkDir(testenv.Shared(t, "corpora", "rules"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json5" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		v, ok := traitValue(fromJSON5(string(text)), rules.RuleSetTrait)
		if !ok {
			t.Errorf("%s can't be read", path)
			return nil
		}
		program, problems := rules.ParseRuleSet(v)
		if program != nil {
			t.Errorf("%s gives a program", path)
		}
		var lines []string
		for _, p := range problems {
			line, _ := p.Span.Position()
			lines = append(lines, fmt.Sprintf("%d: %s", line, p.Message))
		}
		found[strings.TrimSuffix(filepath.Base(path), ".json5")] = strings.Join(lines, "\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(invalidRules, found); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// invalidRules are the problems of the files of the corpus by their names. The places are those that the files name, or closer.
var invalidRules = map[string]string{
	"bool-equals-unset":        "27: UseDualStack may have no value here: add the condition isSet with it in front",
	"cant-template-bool":       "24: {enabled} is of type boolean: it must be of type string",
	"default-must-be-required": "11: the parameter RegionName has a default and is not required: set required to true",
	"empty-rule":               "15: type is missing: add it, as a string",
	"empty-tree-rule":          "27: a tree rule has no rules: add one, if only an error",
	"field-in-wrong-tree":      `45: there is no parameter or variable "partitionResult" here: declare it`,
	"get-attr-must-be-static": `51: the path "{authority}" does not fit: a value of type URL has scheme, authority, path, normalizedPath, isIp
63: the condition assigns PropertyTwo, which is a parameter: take another name
66: an endpoint has url, headers and properties, and no authParams, authSchemes`,
	"invalid-param-type": `11: type is "notastring": it must be string, boolean or stringArray`,
	"invalid-slice":      "42: {bucketArn#resourceId[2]} may have no value: assign it in a condition of its own, and use the variable",
	"missing-isset": `20: Region may have no value here: add the condition isSet with it in front
19: an endpoint has url, headers and properties, and no authParams, authSchemes`,
	"no-shadowing-assignments": "26: the condition assigns Region, which is assigned already: take another name",
	"no-shadowing-params":      "23: the condition assigns Region, which is a parameter: take another name",
	"only-refs-coerce-isset":   "89: {bucketArn#resourceId[1]} may have no value: assign it in a condition of its own, and use the variable",
	"string-equals-unset":      "23: Region may have no value here: add the condition isSet with it in front",
	"unknown-field":            `37: the path "nme" does not fit: a value of type URL has scheme, authority, path, normalizedPath, isIp`,
	"unset-in-wrong-tree":      "40: region may have no value here: add the condition isSet with it in front",
	"wrong-default-type":       "11: the default of RegionName is a boolean: it must be of the parameter's type, string",
}

// TestRuleSetFiles reads the rule sets that stand in files of their own, and runs the tests that stand beside one.
func TestRuleSetFiles(t *testing.T) {
	t.Parallel()
	read := func(trait shape.ID, elem ...string) shape.Node {
		text, err := os.ReadFile(testenv.Shared(t, append([]string{"corpora", "rules", "errorfiles"}, elem...)...))
		if err != nil {
			t.Fatal(err)
		}
		v, ok := traitValue(fromJSON5(string(text)), trait)
		if !ok {
			t.Fatalf("%v can't be read", elem)
		}
		return v
	}
	for _, name := range []string{"example-complex-ruleset", "get-attr-type-inference", "minimal-ruleset", "substring"} {
		if program, problems := rules.ParseRuleSet(read(rules.RuleSetTrait, "language", name+".json")); program == nil || len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
	program, problems := rules.ParseRuleSet(read(rules.RuleSetTrait, "analysis", "local-region-override.json"))
	if program == nil {
		t.Fatal(problems)
	}
	tests := rules.ParseTests(read(rules.TestsTrait, "analysis", "local-region-override-tests.json"))
	if len(tests) != 2 {
		t.Errorf("%d tests, want 2", len(tests))
	}
	for i := range tests {
		if err := tests[i].Run(program, new(rules.MaxWork)); err != nil {
			t.Error(err)
		}
	}
}
