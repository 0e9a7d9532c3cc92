// Rule sets: what they become, what is refused, and hostile ones.

package rules_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/rules"
)

// ruleSet makes a rule set of the version 1.1 with parameters R (required), S, L (an array) and F, and the given rules.
func ruleSet(list string) string {
	return `{"version": "1.1", "parameters": {
		"R": {"type": "String", "required": true, "documentation": "r"}, "S": {"type": "string", "documentation": "s"},
		"L": {"type": "stringArray", "documentation": "l"}, "F": {"type": "boolean", "required": true, "default": true}},
		"rules": [` + list + `]}`
}

// oneRule makes an error rule with conditions.
func oneRule(message string, conditions ...string) string {
	return fmt.Sprintf(`{"type": "error", "error": %q, "conditions": [%s]}`, message, strings.Join(conditions, ","))
}

// parseRules reads a rule set and returns its problems as lines.
func parseRules(t testing.TB, text string) (*rules.Program, string) {
	t.Helper()
	v, ok := traitValue(text, rules.RuleSetTrait)
	if !ok {
		t.Fatalf("this is no rule set: %.300s", text)
	}
	program, problems := rules.ParseRuleSet(v)
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Message)
	}
	return program, strings.Join(lines, "\n")
}

// evaluate runs a rule set and returns the message of its error, or of the error that kept it from one.
func evaluate(t *testing.T, text string, params map[string]any) string {
	t.Helper()
	program, problems := parseRules(t, text)
	if program == nil {
		return "no program: " + problems
	}
	out, err := program.Evaluate(params)
	if err == nil {
		return out.String()
	}
	return err.Error()
}

func TestEvaluate(t *testing.T) {
	t.Parallel()
	const setS = `{"fn": "isSet", "argv": [{"ref": "S"}]}`
	tests := map[string]struct {
		rules  string
		params map[string]any
		want   string
	}{
		"required":             {oneRule("x"), nil, "the required parameter R has no value: set it"},
		"wrong type":           {oneRule("x"), map[string]any{"R": true}, "the parameter R has a value of type bool: it must be a string"},
		"unknown parameter":    {oneRule("{R}"), map[string]any{"R": "r", "Q": 1}, "r"},
		"escapes":              {oneRule("{{{R}}} }}{{ {{R}}"), map[string]any{"R": "r"}, "{r} }{ {R}"},
		"no rule":              {"", map[string]any{"R": "r"}, rules.ErrNoMatch.Error()},
		"behind a failed tree": {`{"type": "tree", "conditions": [], "rules": [` + oneRule("a", setS) + `]},` + oneRule("b"), map[string]any{"R": "r"}, rules.ErrNoMatch.Error()},
		"second":               {oneRule("{S}", setS) + "," + oneRule("b"), map[string]any{"R": "r"}, "b"},
		"siblings":             {oneRule("{v}", setS, `{"fn": "uriEncode", "argv": ["{S}"], "assign": "v"}`) + "," + oneRule("{v#path}", `{"fn": "parseURL", "argv": ["{R}"], "assign": "v"}`), map[string]any{"R": "https://h/p"}, "/p"},
		"a false is a value":   {oneRule("a", `{"fn": "not", "argv": [{"fn": "coalesce", "argv": [{"ref": "F"}, true]}]}`), map[string]any{"R": "r", "F": false}, "a"},
		"assigned false fails": {oneRule("a", `{"fn": "booleanEquals", "argv": [{"ref": "F"}, false], "assign": "v"}`) + "," + oneRule("b"), map[string]any{"R": "r"}, "b"},
		"index of a parameter": {oneRule("{e}", `{"fn": "isSet", "argv": [{"ref": "L"}]}`, `{"fn": "getAttr", "argv": [{"ref": "L"}, "[-1]"], "assign": "e"}`), map[string]any{"R": "r", "L": []string{"a", "b"}}, "b"},
		"index too far":        {oneRule("{e}", `{"fn": "isSet", "argv": [{"ref": "L"}]}`, `{"fn": "getAttr", "argv": [{"ref": "L"}, "[2]"], "assign": "e"}`), map[string]any{"R": "r", "L": []string{"a", "b"}}, rules.ErrNoMatch.Error()},
		"ite":                  {oneRule("{e}", `{"fn": "ite", "argv": [{"ref": "F"}, {"ref": "S"}, "no"], "assign": "e"}`), map[string]any{"R": "r", "F": false}, "no"},
		"ite without a value":  {oneRule("{e}", `{"fn": "ite", "argv": [{"ref": "F"}, {"ref": "S"}, "no"], "assign": "e"}`), map[string]any{"R": "r"}, rules.ErrNoMatch.Error()},
		"arrays":               {oneRule("{e}", `{"fn": "coalesce", "argv": [{"ref": "L"}, ["{R}", "z"]], "assign": "l"}`, `{"fn": "getAttr", "argv": [{"ref": "l"}, "[0]"], "assign": "e"}`), map[string]any{"R": "r"}, "r"},
		"split at nothing":     {oneRule("x", `{"fn": "split", "argv": ["a", "", 0]}`), map[string]any{"R": "r"}, "the delimiter of split is empty: give one"},
		"split below zero":     {oneRule("x", `{"fn": "split", "argv": ["a", "b", -1]}`), map[string]any{"R": "r"}, "the limit of split is negative: give 0 for none"},
		"endpoint":             {`{"type": "endpoint", "endpoint": {"url": "https://{R}", "headers": {"b": ["1", "{R}"], "a": [{"ref": "R"}]}, "properties": {"p": {"z": [1, true, "{R}"]}}}}`, map[string]any{"R": "r"}, "https://r a: r b: 1, r map[p:map[z:[1 true r]]]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := evaluate(t, ruleSet(test.rules), test.params); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"no object":          {`[]`, "the value is an array: it must be an object"},
		"no version":         {`{"parameters": {}, "rules": []}`, "version is missing: add it, as a string"},
		"bad version":        {`{"version": "1", "parameters": {}, "rules": []}`, `version is "1": it must be two numbers, such as 1.0`},
		"no rules":           {`{"version": "1.0", "parameters": {}}`, "rules is missing: add it, as an array"},
		"bad name":           {`{"version": "1.0", "parameters": {"1a": {}}, "rules": []}`, `"1a" is no name: take letters, digits and underscores, with a letter first`},
		"a parameter twice":  {`{"version": "1.0", "parameters": {"a": {"type": "string"}, "a": {"type": "string"}}, "rules": []}`, "the parameter a is there already, as a: upper and lower case don't count, so rename one"},
		"one in two cases":   {`{"version": "1.0", "parameters": {"ab": {"type": "string"}, "aB": {"type": "string"}}, "rules": []}`, "the parameter aB is there already, as ab: upper and lower case don't count, so rename one"},
		"a parameter's form": {`{"version": "1.0", "parameters": {"a": 1}, "rules": []}`, "the parameter a is a number: it must be an object"},
		"default's element":  {`{"version": "1.0", "parameters": {"a": {"type": "stringArray", "required": true, "default": [1]}}, "rules": []}`, "the default of a is an array: it must be of the parameter's type, stringArray"},
		"rule's form":        {ruleSet(`1`), "a rule is a number: it must be an object"},
		"rule's type":        {ruleSet(`{"type": "x"}`), "a rule's type must be endpoint, error or tree"},
		"condition's form":   {ruleSet(oneRule("x", "1")), "a condition is a number: it must be an object"},
		"no function":        {ruleSet(oneRule("x", `{"fn": "isSit", "argv": []}`)), `there is no function "isSit": did you mean isSet?`},
		"too few arguments":  {ruleSet(oneRule("x", `{"fn": "isValidHostLabel", "argv": ["a"]}`)), "isValidHostLabel takes 2 arguments and gets 1"},
		"one to coalesce":    {ruleSet(oneRule("x", `{"fn": "coalesce", "argv": ["a"]}`)), "coalesce takes two arguments or more and gets 1"},
		"two types":          {ruleSet(oneRule("x", `{"fn": "coalesce", "argv": ["a", true]}`)), "coalesce gets values of types string and boolean: they must be of one type"},
		"argument's type":    {ruleSet(oneRule("x", `{"fn": "stringEquals", "argv": ["a", 1]}`)), "argument 2 of stringEquals is of type int: it must be of type string"},
		"optional argument":  {ruleSet(oneRule("x", `{"fn": "uriEncode", "argv": [{"fn": "substring", "argv": ["a", 0, 1, false]}]}`)), "the result of substring may be missing: assign it in a condition of its own, and use the variable"},
		"null":               {ruleSet(oneRule("x", `{"fn": "isSet", "argv": [null]}`)), "null is no expression: it must be a string, a boolean, a number, an array of strings, or an object with fn or ref"},
		"object":             {ruleSet(oneRule("x", `{"fn": "isSet", "argv": [{}]}`)), "an object is no expression: it must be a string, a boolean, a number, an array of strings, or an object with fn or ref"},
		"fraction":           {ruleSet(oneRule("x", `{"fn": "substring", "argv": ["a", 0.5, 1, false]}`)), "0.5 is no number of 32 bits without a fraction"},
		"scope's end":        {ruleSet(oneRule("x", `{"fn": "isSet", "argv": [{"ref": "S"}]}`) + "," + oneRule("{S}")), "S may have no value here: add the condition isSet with it in front"},
		"open brace":         {ruleSet(oneRule("a{R")), `a brace in "a{R" has no match: close it, or write it twice if it is meant as it is`},
		"closed brace":       {ruleSet(oneRule("a}")), `a brace in "a}" has no match: close it, or write it twice if it is meant as it is`},
		"index's form":       {ruleSet(oneRule("{R#[x]}")), `the path "[x]" does not fit: an index is a number in brackets, at the end`},
		"index of a string":  {ruleSet(oneRule("{R#[0]}")), `the path "[0]" does not fit: an index is taken of a string`},
		"property of null":   {ruleSet(`{"type": "endpoint", "endpoint": {"url": "https://a", "properties": {"a": null}}}`), "null is no property: leave it out"},
		"no url":             {ruleSet(`{"type": "endpoint", "endpoint": {}}`), "url is missing: add it"},
		"no error":           {ruleSet(`{"type": "error"}`), "error is missing: say what is wrong"},
		"deep rules":         {ruleSet(strings.Repeat(`{"type": "tree", "rules": [`, 102) + oneRule("x") + strings.Repeat("]}", 102)), "the rules are nested 101 deep: that is too deep"},
		"deep calls":         {ruleSet(oneRule("x", strings.Repeat(`{"fn": "not", "argv": [`, 60)+"true"+strings.Repeat("]}", 60))), "the expression is nested 51 deep: that is too deep"},
		"deep properties":    {ruleSet(`{"type": "endpoint", "endpoint": {"url": "https://a", "properties": {"a": ` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + `}}}`), "the property is nested 51 deep: that is too deep"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, got := parseRules(t, test.text)
			if diff := cmp.Diff(test.want, got); diff != "" || program != nil {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHostileRules runs rules that would double a string with each condition, or report each of thousands of mistakes.
func TestHostileRules(t *testing.T) {
	t.Parallel()
	var doubling []string
	for i := range 5000 {
		last := "R"
		if i > 0 {
			last = fmt.Sprintf("v%d", i-1)
		}
		doubling = append(doubling, fmt.Sprintf(`{"fn": "coalesce", "argv": ["{%s}{%s}", "x"], "assign": "v%d"}`, last, last, i))
	}
	start := time.Now()
	program, problems := parseRules(t, ruleSet(oneRule("{v4999}", doubling...)))
	if program == nil {
		t.Fatal(problems)
	}
	var message rules.RuleError
	if _, err := program.Evaluate(map[string]any{"R": "12"}); err == nil || errors.As(err, &message) {
		t.Errorf("got %v, want the refusal of a long string", err)
	}
	program, problems = parseRules(t, ruleSet(strings.TrimSuffix(strings.Repeat(oneRule("{x}{", doubling[1])+",", 10_000), ",")))
	if program != nil || strings.Count(problems, "\n") != 99 {
		t.Errorf("%d problems of 20,000 mistakes are kept, want 100", strings.Count(problems, "\n")+1)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
