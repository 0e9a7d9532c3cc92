// What a model's metadata says of validation: validators, suppressions, severity overrides and types of metadata.

package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// metadataModel is a model with the given metadata.
func metadataModel(metadata string) string {
	return `$version: "2.0"
` + metadata + `
namespace a
use b#Other
service S { operations: [Op] }
operation Op { input := { @required list: L, other: Other } }
@tags(["x"])
list L { member: String }
@suppress(["NoMaps", "Mine"]) map M { key: String, value: Count }
integer Count
string Lost
`
}

// allFindings checks a model that uses a second file and lists line:column severity[code] shape: message of the first.
func allFindings(text string) string {
	diags := checked(
		source.New("m.smithy", []byte(text)),
		source.New("other.smithy", []byte("$version: \"2.0\"\nnamespace b\nstructure Other {}\n")),
	)
	var b strings.Builder
	for _, d := range diags.Sorted() {
		line, col := d.Span.Position()
		fmt.Fprintf(&b, "%d:%d %s[%s] %s: %s\n", line, col, d.Severity, d.Code, d.Shape, d.Message)
	}
	return b.String()
}

// Beginnings of what is found.
const (
	wrong    = "error[Model] : "
	cantEach = wrong + "the validator EmitEachSelector can't run: "
	cantNone = wrong + "the validator EmitNoneSelector can't run: "
	cantLost = wrong + "the validator UnreferencedShape can't run: "
	entryOf  = wrong + "an entry of the metadata key "
)

// each is a validator that finds all that a selector matches; more are further entries.
func each(id, selector, more string) string {
	return fmt.Sprintf("{ name: \"EmitEachSelector\", id: %q, configuration: { selector: %q } %s }\n", id, selector, more)
}

func TestCustomValidators(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ validators, want string }{
		"each": {each("NoLists", "list", ""), `
8:1 danger[NoLists] a#L: a validator in the metadata objects to what matches the selector list
`},
		"severity and message": {each("NoLists", "list > member", `severity: "NOTE", message: "don't ({super})"`), `
8:10 note[NoLists] a#L$member: don't (a validator in the metadata objects to what matches the selector list > member)
`},
		"without an id": {
			`{ name: "EmitEachSelector", message: "x", configuration: { selector: "map" } }`,
			"9:31 danger[EmitEachSelector] a#M: x\n",
		},
		"namespaces": {
			each("Structures", "structure", `namespaces: ["b", "c"], message: "x"`),
			"3:1 danger[Structures] b#Other: x\n",
		},
		"selector for scope": {
			each("Any", "[id|namespace = a]", `selector: ":is(integer, list)", message: "x"`),
			"8:1 danger[Any] a#L: x\n10:1 danger[Any] a#Count: x\n",
		},
		"nothing built in": {each("Any", "[id|name = required]", ""), ""},
		"bound to a trait": {`{ name: "EmitEachSelector", id: "Tags", message: "x",
			configuration: { selector: "*", bindToTrait: "smithy.api#tags" } }`, "8:1 danger[Tags] a#L: x\n"},
		"template": {`{ name: "EmitEachSelector", id: "T",
			configuration: { selector: "service $s(*) ~> operation", messageTemplate: "@{id|name} of @{var|s|id}" } }`,
			"7:1 danger[T] a#Op: Op of [a#S]\n"},
		"template with a mistake": {`{ name: "EmitEachSelector", configuration: { selector: "*", messageTemplate: "@x" } }`,
			cantEach + "its messageTemplate is wrong at character 1: @{ is expected, not '@'\n"},
		"none": {`{ name: "EmitNoneSelector", id: "Want", configuration: { selector: "union" } }
			{ name: "EmitNoneSelector", id: "Have", configuration: { selector: "list" } }`,
			"2:1 danger[Want] : a validator in the metadata expects a shape that matches the selector union: there is none\n"},
		"unreferenced": {`{ name: "UnreferencedShape" }`, `
9:31 note[UnreferencedShape] a#M: nothing that matches the selector service leads to a#M: use it, or remove it
10:1 note[UnreferencedShape] a#Count: nothing that matches the selector service leads to a#Count: use it, or remove it
11:1 note[UnreferencedShape] a#Lost: nothing that matches the selector service leads to a#Lost: use it, or remove it
`},
		"unreferenced from elsewhere": {`{ name: "UnreferencedShape", id: "Lost", severity: "DANGER", message: "x",
			configuration: { rootShapeSelector: ":is(service, map)" } }`, "11:1 danger[Lost] a#Lost: x\n"},
		"unreferenced with a mistake": {`{ name: "UnreferencedShape", configuration: { root: "service" } }`,
			cantLost + "its configuration has \"root\", which it does not know: it takes rootShapeSelector\n"},
		"unknown": {`{ name: "EmitEachSelectr" } { name: "Foo" }`, `
2:1 warning[UnknownValidator_EmitEachSelectr] : no validator is called EmitEachSelectr: did you mean EmitEachSelector?
2:1 warning[UnknownValidator_Foo] : no validator is called Foo: there are EmitEachSelector, EmitNoneSelector, UnreferencedShape
`},
		"no selector": {
			`{ name: "EmitEachSelector", configuration: {} }`,
			cantEach + "its configuration lacks \"selector\", which is required\n",
		},
		"no configuration": {
			`{ name: "EmitNoneSelector" }`,
			cantNone + "its configuration lacks \"selector\", which is required\n",
		},
		"selector of another type": {`{ name: "EmitNoneSelector", configuration: { selector: 5 } }`,
			cantNone + "its selector must be a string, not a number\n"},
		"selector with a mistake": {each("X", "lisst", ""),
			cantEach + "its selector is wrong at character 1: there is no shape type lisst: did you mean list?\n"},
		"no name": {`{ id: "X" }`, entryOf + "validators lacks \"name\", which is required\n"},
		"name of another type": {
			`{ name: [] }`,
			wrong + "\"name\" of an entry of the metadata key validators must be a string, not an array\n",
		},
		"no object": {
			`5`,
			wrong + "element 0 of the metadata key validators must be an object, not a number\n",
		},
		"wrong severity": {
			each("X", "*", `severity: "ERROR"`),
			wrong + "the severity \"ERROR\" is none that a validator can give: write \"NOTE\", \"WARNING\" or \"DANGER\"\n",
		},
		"wrong namespaces": {
			each("X", "*", `namespaces: "a"`),
			wrong + "the namespaces of the validator EmitEachSelector must be an array, not a string\n",
		},
		"wrong namespace": {
			each("X", "*", `namespaces: [1]`),
			wrong + "a namespace of the validator EmitEachSelector must be a string, not a number\n",
		},
		"wrong scope": {
			each("X", "*", `selector: "]"`),
			wrong + "the selector of the validator EmitEachSelector is wrong at character 1: ']' begins " +
				"neither a shape type, [...], a function nor a neighbor\n",
		},
		"wrong configuration": {
			`{ name: "EmitNoneSelector", configuration: [] }`,
			wrong + "the configuration of the validator EmitNoneSelector must be an object, not an array\n",
		},
		"too costly a selector": {
			each("X", "$x(~> ~>) "+strings.Repeat("> < ", 200), ""),
			cantEach + "the selector takes too long on a model of this size: make it simpler\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := allFindings(metadataModel("metadata validators = [" + test.validators + "]"))
			if diff := cmp.Diff(withoutPlaces(strings.TrimPrefix(test.want, "\n")), withoutPlaces(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// withoutPlaces removes the places from findings, since those of metadata depend on how the tests write it.
func withoutPlaces(findings string) string {
	var b strings.Builder
	for line := range strings.Lines(findings) {
		if place, rest, ok := strings.Cut(line, " "); ok && strings.Contains(place, ":") {
			line = rest
		}
		b.WriteString(line)
	}
	return b.String()
}

func TestSuppressions(t *testing.T) {
	t.Parallel()
	validators := "metadata validators = [" + each("NoMaps.Never", "map", `message: "x"`) +
		each("Numbers", "number", `message: "x", severity: "NOTE"`) +
		each("Mine", "structure", `message: "x", namespaces: ["b"]`) + `{ name: "Gone" }` + "]\n"
	const numbers, mine = "note[Numbers] a#Count: x\n", "danger[Mine] b#Other: x\n"
	const gone = "warning[UnknownValidator_Gone] : no validator is called Gone: " +
		"there are EmitEachSelector, EmitNoneSelector, UnreferencedShape\n"
	tests := map[string]struct{ metadata, want string }{
		"by trait alone":      {"", numbers + mine + gone},
		"by id":               {`suppressions = [{ id: "Numbers", namespace: "a" }, { id: "Mine", namespace: "*" }]`, gone},
		"of another space":    {`suppressions = [{ id: "Numbers", namespace: "b" }]`, numbers + mine + gone},
		"of a part of the id": {`suppressions = [{ id: "Number", namespace: "*" }]`, numbers + mine + gone},
		"about no shape": {
			`suppressions = [{ id: "UnknownValidator_Gone", namespace: "*", reason: "never mind" }]`,
			numbers + mine,
		},
		"raised": {
			`severityOverrides = [{ id: "Numbers", namespace: "a", severity: "WARNING" }]`,
			"warning[Numbers] a#Count: x\n" + mine + gone,
		},
		"raised twice": {`severityOverrides = [{ id: "Numbers", namespace: "a", severity: "DANGER" }
			{ id: "Numbers", namespace: "*", severity: "WARNING" }]`,
			"danger[Numbers] a#Count: x\n" + mine + gone},
		"never lowered": {
			`severityOverrides = [{ id: "Mine", namespace: "*", severity: "WARNING" }]`,
			numbers + mine + gone,
		},
		"not raised elsewhere": {
			`severityOverrides = [{ id: "Numbers", namespace: "b", severity: "WARNING" }]`,
			numbers + mine + gone,
		},
		"no array": {
			`suppressions = {}`,
			wrong + "the metadata key suppressions must hold an array, not an object\n" + gone,
		},
		"no namespace": {
			`suppressions = [{ id: "Numbers" }]`,
			entryOf + "suppressions lacks \"namespace\", which is required\n" + gone,
		},
		"no object to raise": {
			`severityOverrides = [1]`,
			wrong + "element 0 of the metadata key severityOverrides must be an object, not a number\n" + gone,
		},
		"no severity": {
			`severityOverrides = [{ id: "Numbers", namespace: "*" }]`,
			entryOf + "severityOverrides lacks \"severity\", which is required\n" + gone,
		},
		"raised to nothing": {
			`severityOverrides = [{ id: "Numbers", namespace: "*", severity: "NOTE" }]`,
			wrong + "the severity \"NOTE\" is none that findings can be raised to: write \"WARNING\" or \"DANGER\"\n" + gone,
		},
		"suppressed and raised": {
			`severityOverrides = [{ id: "Numbers", namespace: "*", severity: "DANGER" }]
			metadata suppressions = [{ id: "Numbers", namespace: "*" }]`,
			mine + gone,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			metadata := validators
			if test.metadata != "" {
				metadata += "metadata " + test.metadata
			}
			got := sortedLines(withoutPlaces(allFindings(metadataModel(metadata))))
			if diff := cmp.Diff(sortedLines(test.want), got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSuppressionsOfLoader suppresses what the loader finds, but no errors.
func TestSuppressionsOfLoader(t *testing.T) {
	t.Parallel()
	model := func(metadata, member string) string {
		return "$version: \"2.0\"\n" + metadata + "\nnamespace a\nuse b#Nothing\nlist L { member: " + member + " }\n"
	}
	suppress := `metadata suppressions = [{ id: "Model", namespace: "*" }, { id: "Target", namespace: "*" }]`
	if got := allFindings(model("", "String")); !strings.Contains(got, "warning[Model") {
		t.Errorf("nobody says that a use statement uses nothing:\n%s", got)
	}
	if got := allFindings(model(suppress, "String")); got != "" {
		t.Errorf("the loader's findings are not suppressed:\n%s", got)
	}
	got := allFindings(model(suppress, "Gone"))
	if strings.Contains(got, "warning") || !strings.Contains(got, "error[Target") {
		t.Errorf("of a broken model, the warnings are to be suppressed and the errors not:\n%s", got)
	}
}

func TestTypedMetadata(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ value, types, want string }{
		"good":    {`"HIGH"`, `@metadata(key: "level") enum Level { LOW, HIGH }`, ""},
		"untyped": {`[1]`, "", ""},
		"bad": {
			`"MEDIUM"`, `@metadata(key: "level") enum Level { LOW, HIGH }`,
			"2:18 error[TypedMetadata.level] : ",
		},
		"twice": {
			`1`, `@metadata(key: "level") integer A` + "\n" + `@metadata(key: "level") integer B`,
			"4:1 error[MetadataTrait] a#A: the type of the metadata key level is a#B already: remove the trait metadata from one of the two\n" +
				"5:1 error[MetadataTrait] a#B: the type of the metadata key level is a#A already: remove the trait metadata from one of the two\n",
		},
		"reserved": {
			`1`, `@metadata(key: "validators") list V { member: String }`,
			"4:1 error[MetadataTrait] a#V: the metadata key validators belongs to Smithy itself: give a type to another key\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			text := "$version: \"2.0\"\nmetadata level = " + test.value + "\nnamespace a\n" + test.types + "\n"
			check.Model(load.Model([]*source.File{source.New("m.smithy", []byte(text))}, &diags), &diags)
			var b strings.Builder
			for _, d := range diags.Sorted() {
				line, col := d.Span.Position()
				fmt.Fprintf(&b, "%d:%d %s[%s] %s: %s\n", line, col, d.Severity, d.Code, d.Shape, d.Message)
			}
			if got := b.String(); !strings.HasPrefix(got, test.want) || test.want == "" && got != "" {
				t.Errorf("found\n%s, not\n%s", got, test.want)
			}
		})
	}
}

func TestValidationCorpus(t *testing.T) {
	t.Parallel()
	root := testenv.Shared(t, "corpora", "idl", "validation")
	for _, name := range []string{"a", "b", "can-ignore-1.0-warnings", filepath.Join("nested", "c")} {
		path := filepath.Join(root, "testrunner", "testrunner", "valid", name+".errors")
		got, diags, err := validate(modelOf(path))
		if err != nil {
			t.Fatal(err)
		}
		if missing, extra := unmatched(expectations(t, path), got); len(missing)+len(extra) > 0 {
			t.Errorf("%s: missing %v, extra %v, all\n%s", name, missing, extra, rendered(diags))
		}
	}
	for _, name := range []string{"bad-suppressions.smithy", "bad-severityOverrides.smithy"} {
		text, err := os.ReadFile(filepath.Join(root, "suppressions", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := allFindings(string(text)); !strings.Contains(got, `lacks "id", which is required`) {
			t.Errorf("%s: found\n%s", name, got)
		}
	}
}

func sortedLines(text string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
