// Endpoint rules, their parameters and their tests, each with a model that breaks a rule; the corpora have more.

package check

import "testing"

// ruled makes a service S with a rule set of one endpoint, whose properties are given, with the operation O behind it; tests are
// its endpoint tests. The rule set is on line 1, the tests are on line 2.
func ruled(params, properties, tests, operation string) string {
	return `@smithy.rules#endpointRuleSet({ version: "1.0", parameters: {` + params + `}, rules: [{ type: "endpoint", conditions: [], ` +
		`endpoint: { url: "https://a.b", properties: {` + properties + `} } }] })` + "\n" +
		`@smithy.rules#endpointTests(version: "1.0", testCases: [` + tests + `])` + "\n" +
		`service S { version: "1" operations: [O] }` + "\n" + operation
}

const plainOperation = "operation O { input := { a: String } }"

func TestEndpointAuth(t *testing.T) {
	t.Parallel()
	schemes := func(list string) string { return ruled("", "authSchemes: "+list, "", plainOperation) }
	const wrong = "1 error RuleSetAuthSchemes test#S"
	runCases(t, endpointValidators, map[string]modelCase{
		"no list":                    {schemes(`"sigv4"`), wrong},
		"no object":                  {schemes(`["sigv4"]`), wrong},
		"a template":                 {ruled(`A: { type: "string", builtIn: "AWS::Region", required: true, documentation: "a" }`, `authSchemes: [{ name: "{A}", x: 1 }]`, `{ params: { A: "a" }, expect: { error: "x" } }`, plainOperation), "2 error RuleSetTestCase test#S"},
		"a property too many":        {schemes(`[{ name: "sigv4", x: 1 }]`), wrong},
		"sigv4a":                     {schemes(`[{ name: "sigv4a", signingName: "a", signingRegionSet: ["*"] }]`), ""},
		"sigv4a without regions":     {schemes(`[{ name: "sigv4a" }]`), wrong},
		"sigv4a with another region": {schemes(`[{ name: "sigv4a", signingRegionSet: [1] }]`), wrong},
		"unknown":                    {schemes(`[{ name: "x" }]`), "1 warning RuleSetAuthSchemes test#S"},
	})
}

func TestEndpointTestInputs(t *testing.T) {
	t.Parallel()
	const region = `A: { type: "string", builtIn: "AWS::Region", documentation: "a" }`
	const list = `L: { type: "stringArray", required: true, default: ["a", "b"], builtIn: "AWS::Region", documentation: "l" }`
	const flag = `F: { type: "boolean", required: true, default: true, builtIn: "AWS::UseFIPS", documentation: "f" }`
	input := func(params, input string) string {
		return `{ params: {` + params + `}, operationInputs: [{ operationName: ` + input + ` }], expect: { endpoint: { url: "https://a.b" } } }`
	}
	runCases(t, endpointValidators, map[string]modelCase{
		"the same":             {ruled(region, "", input(`A: "x"`, `"O", builtInParams: { "AWS::Region": "x" }`), plainOperation), ""},
		"no such operation":    {ruled(region, "", input(`A: "x"`, `"P", builtInParams: { "AWS::Region": "x" }`), plainOperation), "2 error EndpointTestsTrait test#S"},
		"another built-in":     {ruled(region, "", input(`A: "x"`, `"O", builtInParams: { "AWS::Region": "y" }`), plainOperation), "2 error EndpointTestsTrait test#S"},
		"the default flag":     {ruled(flag, "", input("F: true", `"O"`), plainOperation), ""},
		"not the default flag": {ruled(flag, "", input("F: false", `"O"`), plainOperation), "2 error EndpointTestsTrait test#S"},
		"the default list":     {ruled(list, "", input(`L: ["a", "b"]`, `"O"`), plainOperation), ""},
		"not the default list": {ruled(list, "", input(`L: ["a"]`, `"O"`), plainOperation), "2 error EndpointTestsTrait test#S"},
		"a wrong input":        {ruled(region, "", input(`A: "x"`, `"O", operationParams: { a: 1 }, builtInParams: { "AWS::Region": "x" }`), plainOperation), "2 danger EndpointTestsTrait test#S"},
		"no input":             {ruled(region, "", input(`A: "x"`, `"O", operationParams: {}, builtInParams: { "AWS::Region": "x" }`), "operation O {}"), ""},
		"another endpoint":     {ruled("", "", `{ expect: { endpoint: { url: "https://b.c" } } }`, plainOperation), "2 error RuleSetTestCase test#S"},
		"other properties":     {ruled("", "p: [1]", `{ expect: { endpoint: { url: "https://a.b", properties: { p: [2] } } } }`, plainOperation), "2 error RuleSetTestCase test#S"},
		"no error":             {ruled("", "", `{ expect: { error: "x" } }`, plainOperation), "2 error RuleSetTestCase test#S"},
	})
}

func TestContextParams(t *testing.T) {
	t.Parallel()
	path := func(path string) string {
		return `@smithy.rules#operationContextParams(P: { path: "` + path + "\" })\n" +
			"operation O { input := { a: String, l: L, m: M } }\nlist L { member: String }\nmap M { key: String, value: L }"
	}
	const wrong = "1 error OperationContextParamsTrait test#O"
	runCases(t, endpointValidators, map[string]modelCase{
		"name":       {path("a"), ""},
		"current":    {path("@.a"), ""},
		"keys":       {path("keys(m)"), ""},
		"values":     {path("m.*[]"), ""},
		"several":    {path("[a, l[0]]"), wrong},
		"slice":      {path("l[0:1]"), wrong},
		"filter":     {path("l[?@ == 'a']"), wrong},
		"literal":    {path("'a'"), wrong},
		"function":   {path("length(l)"), wrong},
		"no field":   {path("b"), wrong},
		"no grammar": {path("a."), wrong},
		"static":     {"@smithy.rules#staticContextParams(P: { value: [1] })\n" + plainOperation, "1 error StaticContextParamsTrait test#O"},
	})
}

func TestSpecialEndpoints(t *testing.T) {
	t.Parallel()
	special := func(endpoint string) string {
		return `@aws.endpoints#standardRegionalEndpoints(regionSpecialCases: { "us-east-1": [{ endpoint: "` + endpoint + `" }] })` +
			"\nservice S { version: \"1\" }"
	}
	runCases(t, endpointValidators, map[string]modelCase{
		"all parts":       {special("https://{service}.{region}.{dnsSuffix}/{dualStackDnsSuffix}"), ""},
		"an open brace":   {special("https://{service}.{region"), "1 error AwsSpecialCaseEndpoint.InvalidEndpointPatternUrl test#S"},
		"another part":    {special("https://{Region}.a"), "1 danger AwsSpecialCaseEndpoint.UnsupportedEndpointPattern test#S"},
		"another scheme":  {special("ftp://{region}.a"), "1 danger AwsSpecialCaseEndpoint.InvalidEndpointPatternScheme test#S"},
		"no host":         {special("https:///a"), "1 error AwsSpecialCaseEndpoint.InvalidEndpointPatternUrl test#S"},
		"without a trait": {"service S { version: \"1\" }", ""},
	})
}
