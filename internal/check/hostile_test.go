// Models whose naive treatment takes time or memory that grows with the square of their size, or faster.

package check_test

import (
	"fmt"
	"maps"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/source"
)

// many repeats text n times: %i stands for a number that counts up from 0, %j for the next one.
func many(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("%i", fmt.Sprint(i), "%j", fmt.Sprint(i+1)).Replace(text))
	}
	return b.String()
}

// head begins a model, and long is a text that quotes should not repeat thousands of times.
const head = "$version: \"2\"\nnamespace a\n"

var long = strings.Repeat("x", 100_000)

// withMetadata is a model with a list as metadata.
func withMetadata(key, list, shapes string) string {
	return "$version: \"2\"\nmetadata " + key + " = [" + list + "]\nnamespace a\n" + shapes
}

// chain is structures each of which has a member of the next.
var chain = many(5000, "structure S%i { a: S%j }\n") + "structure S5000 {}\n"

// longTexts are models in which something is long that much else repeats.
func longTexts() map[string]string {
	return map[string]string{
		"long shape id":    head + "structure S" + long + " {" + many(10_000, "m%i: String\n") + "}",
		"long namespace":   "$version: \"2\"\nnamespace n" + long + "\n" + many(10_000, "string S%i\n"),
		"long member name": head + "@mixin structure M { m" + long + ": String }\n" + many(10_000, "structure S%i with [M] {}\n"),
		"long JSON names": `{"smithy": "2.0", "shapes": {"a#S` + long + `": {"type": "structure", "members": {` +
			many(5000, `"m%i": {"target": "smithy.api#String"},`) +
			`"z": {"target": "smithy.api#String"}}}, "a#M": {"type": "structure",
			"members": {"m` + long + `": {"target": "smithy.api#String"}}, "traits": {"smithy.api#mixin": {}}}` +
			many(5000, `, "a#S%i": {"type": "structure", "members": {}, "mixins": [{"target": "a#M"}]}`) + "}}",
		"long messages": withMetadata("validators",
			`{name: "EmitEachSelector", id: "X", message: "`+long+`", configuration: {selector: "structure"}}`, chain),
		"messages in messages": withMetadata("validators",
			`{name: "EmitEachSelector", id: "X", message: "`+strings.Repeat("{super}", 10_000)+
				`", configuration: {selector: "structure", messageTemplate: "`+strings.Repeat("@{trait|documentation}", 10_000)+`"}}`,
			many(500, "@documentation(\""+long[:500]+"\") structure S%i {}\n")),
		"many who use what is deprecated": head + "@deprecated(message: \"" + long + "\") structure D {}\nstructure S {" +
			many(10_000, "m%i: D\n") + "}",
		"many patterns": head + many(3000, "@pattern(\"^[c-z]{1,999}%i$\") string S%i\n"),
		"long pattern": head + "@trait list t { member: P }\n@pattern(\"^" + strings.Repeat("a", 10_000) + "$\") string P\n@t([" +
			many(20_000, `"%i" `) + "]) string S",
	}
}

// largeValues are models with values that are large in more than one way.
func largeValues() map[string]string {
	listOf := func(member string) string { return head + "@trait list t { member: " + member + " }\n" }
	return map[string]string{
		"a value of many traits": listOf("X") + many(3000, "@trait structure t%i {}\n") + many(3000, "@t%i ") +
			"string X\n@t([" + many(60_000, `"" `) + "]) structure S {}\n",
		"members of many traits": head + many(2000, "@trait structure t%i {}\n") + "@mixin structure M { " + many(2000, "@t%i ") +
			"a: String }\n" + many(2000, "structure S%i with [M] {}\n"),
		"values of many members": listOf("M") + "structure M {" + many(15_000, "m%i: Integer\n") + "}\n@t([" +
			strings.Repeat("{} ", 100_000) + "]) structure S {}",
		"values without many members": listOf("M") + "structure M {" + many(5000, "@required m%i: Integer\n") + "}\n@t([" +
			strings.Repeat("{} ", 50_000) + "]) structure S {}",
		"suppressions and findings": withMetadata("suppressions", many(5000, `{id: "Y%i", namespace: "b"} `),
			"@deprecated structure D {}\n"+many(5000, "structure S%i { a: D }\n")),
	}
}

// largeGraphs are models of many shapes that lead to each other.
func largeGraphs() map[string]string {
	return map[string]string{
		"lists of one name": `{"smithy": "2.0", "shapes": {"a#V": {"type": "service", "version": "1", "operations": [{"target": "a#O"}]},
			"a#O": {"type": "operation", "input": {"target": "a#I"}},
			"a#I": {"type": "structure", "members": {"l": {"target": "n0#L"}}}` +
			many(4000, `, "n%i#L": {"type": "list", "member": {"target": "n%j#L"}}`) +
			`, "n4000#L": {"type": "list", "member": {"target": "n0#L"}}}}`,
		"closures of every shape": withMetadata("validators",
			`{name: "EmitEachSelector", id: "X", configuration: {selector: "structure :test(~> [id=a#B])"}}`, chain),
		"properties": head + "service V { version: \"1\", resources: [R] }\nresource R { identifiers: {id: String}, properties: {" +
			many(20_000, "p%i: String\n") + "}, read: O }\n@readonly operation O { input := for R { @required $id }, output := for R {" +
			many(20_000, "$p%i\n") + "} }",
		"ids in other case": head + caseVariants(1<<14),
	}
}

// largeRules are services with endpoint rules that are large in several ways.
func largeRules() map[string]string {
	service := func(params, rules, tests, more string) string {
		return head + `@smithy.rules#endpointRuleSet({ version: "1.1", parameters: {` + params + `}, rules: [` + rules + `] })
			@smithy.rules#endpointTests(version: "1.0", testCases: [` + tests + "])\n" + more
	}
	const plain = `service S { version: "1" }`
	return map[string]string{
		"tests of rules that double a text": service("", `{ type: "error", error: "{v4000}", conditions: [
			{ fn: "coalesce", argv: ["ab", "x"], assign: "v0" }`+
			many(4000, `{ fn: "coalesce", argv: ["{v%i}{v%i}", "x"], assign: "v%j" }`)+"] }",
			strings.Repeat(`{ expect: { error: "" } }`, 15_000), plain),
		"required parameters of many operations": service(
			many(4000, `P%i: { type: "string", required: true, documentation: "" }`), `{ type: "error", error: "x" }`, "",
			`service S { version: "1", operations: [B, `+many(3000, "O%i ")+"] }\n@smithy.rules#staticContextParams("+
				many(4000, `P%i: { value: "" }`)+")\noperation B {}\n"+many(3000, "operation O%i {}\n")),
		"tests of many parameters": service(
			many(5000, `P%i: { type: "string", documentation: "p" }`), `{ type: "error", error: "x" }`,
			strings.Repeat(`{ params: { P4999: "", Q: "" }, expect: { error: "x" } }`, 5000), plain),
		"unknown references among many names": service(
			many(5000, `P%i: { type: "string", documentation: "p" }`),
			`{ type: "error", error: "x", conditions: [`+many(8000, `{ fn: "isSet", argv: ["{Q%i}"] }`)+"] }", "", plain),
	}
}

// TestHostileSizes checks and writes models of at most 700 KB each. It runs them one after the other, so that it can tell how
// much each allocates.
func TestHostileSizes(t *testing.T) {
	cases := longTexts()
	maps.Copy(cases, largeValues())
	maps.Copy(cases, largeGraphs())
	maps.Copy(cases, largeRules())
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			took := duration(func() {
				file := "m.smithy"
				if text[0] == '{' {
					file = "m.json"
				}
				m, diags := opened(source.New(file, []byte(text)))
				check.Everything(m, diags)
				jsonOf(t, m, ast.WriteOptions{})
				print.Model(m, print.Options{})
			})
			runtime.ReadMemStats(&after)
			if size := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 20*time.Second || size > 1500 {
				t.Errorf("%d KB took %s and %d MB", len(text)>>10, took, size)
			}
		})
	}
}

// caseVariants declares n shapes whose ids differ in case alone.
func caseVariants(n int) string {
	var b strings.Builder
	for i := range n {
		name := []byte("abcdefghijklmnop")
		for bit := range name {
			if i>>bit&1 == 1 {
				name[bit] -= 'a' - 'A'
			}
		}
		fmt.Fprintf(&b, "string %s\n", name)
	}
	return b.String()
}
