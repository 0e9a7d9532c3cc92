// Endpoints: what becomes of odd rules, and of bindings.

package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/plan"
)

// ruleSet is the trait with parameters and rules.
func ruleSet(params, rules string) string {
	return `"smithy.rules#endpointRuleSet":{"version":"1.1","parameters":{` + params + `},"rules":[` + rules + `]}`
}

const (
	anyRule     = `{"conditions":[],"type":"endpoint","endpoint":{"url":"https://example.com"}}`
	stringParam = `{"type":"string","documentation":"A parameter."}`
	regionParam = `"Region":{"type":"string","builtIn":"AWS::Region","documentation":"r"}`
)

// TestRulesOfNoUse has rules that cannot be compiled: a client is generated all the same, and needs an address.
func TestRulesOfNoUse(t *testing.T) {
	t.Parallel()
	const good = `"smithy.rules#endpointRuleSet":{"version":"1.0","parameters":{},"rules":[` + anyRule + `]}`
	const broken = `"smithy.rules#endpointBdd":{"version":"1.1","parameters":{},"conditions":[],"results":[],"root":2,"nodeCount":2,"nodes":"x"}`
	for name, c := range map[string]struct {
		traits   string
		usable   bool
		warnings int
	}{
		"none":                    {"", false, 0},
		"usable":                  {good, true, 0},
		"nothing in it":           {`"smithy.rules#endpointRuleSet":{}`, false, 1},
		"no object":               {`"smithy.rules#endpointRuleSet":"rules"`, false, 1},
		"a version to come":       {strings.Replace(good, "1.0", "7.0", 1), false, 1},
		"an unknown function":     {ruleSet("", `{"conditions":[{"fn":"guess","argv":[]}],"type":"error","error":"x"}`), false, 1},
		"an unknown name":         {ruleSet("", `{"conditions":[],"type":"error","error":"{nobody}"}`), false, 1},
		"maybe absent":            {ruleSet(`"P":`+stringParam, `{"conditions":[],"type":"error","error":"{P}"}`), false, 1},
		"a diagram":               {broken, false, 1},
		"a diagram beside a tree": {broken + "," + good, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			traits := restJSON
			if c.traits != "" {
				traits += "," + c.traits
			}
			p, reported := build(t, service(traits, post, "", ""), plan.Options{})
			if p == nil || (p.Endpoints != nil) != c.usable {
				t.Fatalf("that it is usable is not %t: %v", c.usable, reported)
			}
			if (len(reported) > 0) != (c.warnings > 0) || len(reported) > 0 && !strings.Contains(reported[0], "warning endpoints.unusable: ") {
				t.Errorf("%d warnings are reported: %v", len(reported), reported)
			}
		})
	}
}

// TestBindings has several sources of a parameter, of which the most specific one stands, and members of several types.
func TestBindings(t *testing.T) {
	t.Parallel()
	const params = regionParam + `,"Name":` + stringParam + `,"Kind":` + stringParam + `,"List":{"type":"stringArray","documentation":"l"},
		"On":{"type":"boolean","documentation":"o"},"Off":{"type":"boolean","required":true,"default":false,"documentation":"o"},
		"Always":{"type":"boolean","required":true,"default":false,"documentation":"o"},"Wrong":` + stringParam
	member := func(name, target, param, more string) string {
		return `"` + name + `":{"target":"` + target + `","traits":{"smithy.rules#contextParam":{"name":"` + param + `"}` + more + `}}`
	}
	members := strings.Join([]string{
		member("name", "smithy.api#String", "Name", `,"smithy.api#required":{}`), member("kind", "a#Kind", "Kind", ""),
		member("list", "a#List", "List", ""), member("on", "smithy.api#Boolean", "On", ""), member("off", "smithy.api#Boolean", "Off", ""),
		member("wrong", "smithy.api#Integer", "Wrong", ""),
	}, ",")
	const more = `,"a#Kind":{"type":"enum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a"}}}},
		"a#List":{"type":"list","member":{"target":"smithy.api#String"}}`
	bindings := func(operation string) []plan.EndpointSet {
		p, reported := build(t, service(restJSON+","+ruleSet(params, anyRule), post+operation, members, more), plan.Options{})
		if len(reported) > 0 || len(p.Endpoints.Bindings) != 1 || p.Operations[0].Endpoint != "endpointOp" {
			t.Fatal(reported, p.Endpoints.Bindings)
		}
		return p.Endpoints.Bindings[0].Sets
	}
	want := []plan.EndpointSet{
		{Field: "Name", Value: "&r.Name", Guard: `r.Name != ""`},
		{Field: "Kind", Value: "(*string)(r.Kind)", Guard: "r.Kind != nil"},
		{Field: "List", Value: "r.List"},
		{Field: "On", Value: "r.On", Guard: "r.On != nil"},
		{Field: "Off", Value: "*r.Off", Guard: "r.Off != nil"},
	}
	if diff := cmp.Diff(want, bindings("")); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	want[0] = plan.EndpointSet{Field: "Name", Value: "&static1"}
	want[2] = plan.EndpointSet{Field: "List", Value: "static2"}
	want[3] = plan.EndpointSet{Field: "On", Value: "&staticTrue"}
	want = append(want, plan.EndpointSet{Field: "Always", Value: "true"})
	static := `,"smithy.rules#staticContextParams":{"Name":{"value":"x"},"On":{"value":true},"Always":{"value":true},"List":{"value":["a"]},"Kind":{"value":1}}
		,"smithy.rules#operationContextParams":{"Name":{"path":"kind"}}`
	if diff := cmp.Diff(want, bindings(static)); diff != "" {
		t.Errorf("static values (-want +got):\n%s", diff)
	}
}

// TestEndpointNames has names that Go and the client's configuration have uses for.
func TestEndpointNames(t *testing.T) {
	t.Parallel()
	const params = `"region":` + stringParam + `,"type":` + stringParam + `,"Endpoint":` + stringParam + `,"Login":` + stringParam
	const clients = `,"smithy.rules#clientContextParams":{"region":{"type":"string"},"Endpoint":{"type":"string"},"type":{"type":"string"},
		"Login":{"type":"string","documentation":"What the client says of it."}}`
	rule := `{"conditions":[{"fn":"isSet","argv":[{"ref":"type"}]},{"fn":"parseURL","argv":[{"ref":"type"}],"assign":"ok"},
		{"fn":"getAttr","argv":[{"ref":"ok"},"scheme"],"assign":"func"},{"fn":"getAttr","argv":[{"ref":"ok"},"path"],"assign":"_p"}],
		"type":"endpoint","endpoint":{"url":"{func}://{ok#authority}{_p}"}}`
	p, reported := build(t, service(restJSON+clients+","+ruleSet(params, rule), post, "", ""), plan.Options{})
	if len(reported) > 0 {
		t.Fatal(reported)
	}
	var fields []string
	for _, c := range p.Endpoints.Config {
		fields = append(fields, c.Name)
	}
	if diff := cmp.Diff([]string{"RegionParameter", "Type", "EndpointParameter", "LoginParameter"}, fields); diff != "" {
		t.Errorf("fields of Config (-want +got):\n%s", diff)
	}
	if doc := p.Endpoints.Config[3].Doc; !strings.Contains(strings.Join(doc, " "), "What the client says of it.") {
		t.Errorf("the comment of a field is that of the rules: %q", doc)
	}
	want := []plan.RuleStmt{
		{Kind: plan.RuleIf, Conds: []string{"p.Type != nil"}, Body: []plan.RuleStmt{
			{Kind: plan.RuleIf, Init: "okValue, ok := endpoints.ParseURL(*p.Type)", Conds: []string{"ok"}, Body: []plan.RuleStmt{
				{Kind: plan.RuleText, Text: "funcValue := okValue.Scheme"},
				{Kind: plan.RuleText, Text: "pValue := okValue.Path"},
				{Kind: plan.RuleResult, Result: &plan.RuleEndpoint{URL: `funcValue + "://" + okValue.Authority + pValue`}},
			}},
		}},
		{Kind: plan.RuleFail, Text: "endpoints.ErrExhausted"},
	}
	if diff := cmp.Diff(want, p.Endpoints.Funcs[0].Body); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}
