// A model with everything that is hard to spell, and what is special about names.

package print_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/source"
)

// hard is a model in which nearly everything needs care.
const hard = `{"smithy": "2.0",
"metadata": {
	"": {"": []}, "_": 1, "__1": 2, "true": true, "a.b": "\"\\\u0000\u001f\t\r\n\b\f\u007f\u2028é\ud83d\ude00$", "deep": [[], {}, [[{"x": [null, -0, 1.50, 1e400, -2E-7]}]]],
	"lines": "a\n  b \n\"\"\"\nc", "block": "a\n  \"b\" \\n\n\n\"\"\"\"\n\tc\"\"", "block2": "\n a\n  b\n\n", "block3": ["\n\n", " a\n b", "\ta\n", "\n\n a\n b\n"],
	"block4": {"x": {"y": "a\u2028\nb\u00a0"}}
},
"shapes": {
"a.b#doc": {"type": "document", "traits": {"smithy.api#trait": {}}},
"a.b#text": {"type": "string", "traits": {"smithy.api#trait": {}}},
"a.b#list": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#trait": {}}},
"a.b#map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "a.b#tree"}, "traits": {"smithy.api#trait": {}}},
"a.b#tree": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "a.b#tree"}},
"a.b#choice": {"type": "union", "members": {"x": {"target": "a.b#tree"}, "y": {"target": "smithy.api#Unit"}}, "traits": {"smithy.api#trait": {}}},
"a.b#ref": {"type": "string", "traits": {"smithy.api#trait": {}, "smithy.api#idRef": {}}},
"a.b#refs": {"type": "structure", "traits": {"smithy.api#trait": {}}, "members": {
	"one": {"target": "smithy.api#String", "traits": {"smithy.api#idRef": {}}},
	"many": {"target": "a.b#refMap"}}},
"a.b#refMap": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#String", "traits": {"smithy.api#idRef": {}}}},

"a.b#Docs": {"type": "structure", "members": {
	"empty": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": ""}},
	"spaces": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "  x  \n\n   \n y"}},
	"newline": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "x\n"}},
	"newlines": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "\n\nx\n\n"}},
	"only": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "\n"}},
	"space": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": " "}},
	"carriage": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "x\r\ny\rz"}},
	"slashes": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "/// x // \\ \" \"\"\" \ttab"}},
	"control": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "a\u0001\u0000b"}},
	"lines": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "a\u2028b\u0085c\u000bd\u000ce"}}}},

"a.b#Values": {"type": "string", "traits": {
	"a.b#doc": {}, "a.b#text": "a\nb\\\"${x}", "a.b#list": [], "a.b#map": {"": {}, "a b": {"c": {}}, "ok": {}},
	"a.b#choice": {"x": {"x": {"y": {}}}}, "a.b#ref": "a.b#null", "a.b#refs": {
		"one": "a.b#Docs$empty", "many": {"1": "smithy.api#String", "2": "c#Docs", "3": "nothing#Here", "4": "no id", "5": "a.b#String"}},
	"smithy.api#deprecated": {}, "smithy.api#tags": []}},
"a.b#Values2": {"type": "string", "traits": {"a.b#doc": null, "a.b#map": {}}},
"a.b#Values3": {"type": "string", "traits": {"a.b#doc": [{}, [], null, {"a": {}}]}},
"a.b#Values4": {"type": "string", "traits": {"a.b#doc": {"a": {}, "b": [{}]}, "smithy.api#examples": {}}},
"a.b#Values5": {"type": "string", "traits": {"a.b#doc": -12345678901234567890.10e-5}},
"a.b#null": {"type": "string"}, "a.b#true": {"type": "string"}, "a.b#String": {"type": "blob"}, "a.b#required": {"type": "string"},
"a.b#structure": {"type": "structure", "members": {
	"structure": {"target": "a.b#structure"}, "with": {"target": "a.b#null"}, "use": {"target": "a.b#true", "traits": {"smithy.api#required": {}}},
	"string": {"target": "smithy.api#String"}, "own": {"target": "a.b#String"}, "docs": {"target": "c#Docs"}, "blob": {"target": "c#Blob"},
	"x": {"target": "c#X"}, "x2": {"target": "d#X"}, "blob2": {"target": "smithy.api#Blob"}}},
"c#Docs": {"type": "structure", "members": {}}, "c#Blob": {"type": "blob"}, "c#X": {"type": "string"}, "d#X": {"type": "string"},

"a.b#Defaults": {"type": "structure", "members": {
	"list": {"target": "a.b#Strings", "traits": {"smithy.api#default": []}},
	"doc": {"target": "smithy.api#Document", "traits": {"smithy.api#default": {}}},
	"no": {"target": "smithy.api#PrimitiveInteger", "traits": {"smithy.api#default": null}},
	"text": {"target": "smithy.api#String", "traits": {"smithy.api#default": "\"\n\\", "smithy.api#documentation": "x"}},
	"number": {"target": "smithy.api#Double", "traits": {"smithy.api#default": 1.0E+2}},
	"yes": {"target": "smithy.api#Boolean", "traits": {"smithy.api#default": true, "smithy.api#required": {}}}}},
"a.b#Strings": {"type": "list", "member": {"target": "smithy.api#String"}},
"a.b#Root": {"type": "integer", "traits": {"smithy.api#default": 7}},
"a.b#E": {"type": "enum", "members": {
	"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "A"}},
	"b": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "a \"b\"\n", "smithy.api#documentation": "x", "smithy.api#deprecated": {"message": "y"}}}}},
"a.b#I": {"type": "intEnum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": -1}}}},

"a.b#M": {"type": "structure", "members": {"m": {"target": "smithy.api#String"}, "n": {"target": "smithy.api#Integer"}, "o": {"target": "smithy.api#Integer"}},
	"traits": {"smithy.api#mixin": {"localTraits": ["a.b#text"]}, "a.b#text": "local", "smithy.api#sensitive": {}, "smithy.api#documentation": "M"}},
"c#M": {"type": "structure", "members": {"c": {"target": "smithy.api#String"}}, "traits": {"smithy.api#mixin": {}}},
"a.b#UsesM": {"type": "structure", "mixins": [{"target": "a.b#M"}, {"target": "c#M"}], "members": {"own": {"target": "smithy.api#String"}}, "traits": {"a.b#text": "own"}},
"a.b#UsesM$m": {"type": "apply", "traits": {"smithy.api#documentation": "one\ntwo \"three\""}},
"a.b#UsesM$n": {"type": "apply", "traits": {"smithy.api#default": 1, "smithy.api#range": {"min": 1}}},
"a.b#UsesM$o": {"type": "apply", "traits": {"smithy.api#range": {"max": 1}}},
"a.b#L": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#mixin": {}}},
"a.b#UsesL": {"type": "list", "mixins": [{"target": "a.b#L"}]},
"a.b#UsesL$member": {"type": "apply", "traits": {"smithy.api#length": {"min": 1}, "smithy.api#documentation": "x"}},
"a.b#EM": {"type": "enum", "members": {"X": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "x"}}}, "traits": {"smithy.api#mixin": {}}},
"a.b#UsesEM": {"type": "enum", "mixins": [{"target": "a.b#EM"}], "members": {"Y": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "y"}}}},
"a.b#UsesEM$X": {"type": "apply", "traits": {"smithy.api#deprecated": {}}},

"a.b#Op": {"type": "operation", "input": {"target": "a.b#OpInput"}, "output": {"target": "a.b#OpOutput"}, "errors": [{"target": "a.b#Z"}, {"target": "a.b#Fault"}]},
"a.b#OpInput": {"type": "structure", "mixins": [{"target": "a.b#M"}], "members": {}, "traits": {"smithy.api#input": {}, "smithy.api#documentation": "in\rput"}},
"a.b#OpInput$m": {"type": "apply", "traits": {"smithy.api#required": {}}},
"a.b#OpOutput": {"type": "structure", "members": {"x": {"target": "a.b#OpInput"}}, "traits": {"smithy.api#output": {}}},
"a.b#Another": {"type": "operation", "input": {"target": "a.b#OpInput"}, "output": {"target": "a.b#OpOutput"}},
"a.b#Op2": {"type": "operation", "input": {"target": "a.b#Op2Request"}, "output": {"target": "c#Op2Output"}},
"a.b#Op2Request": {"type": "structure", "members": {}, "traits": {"smithy.api#input": {}}},
"c#Op2Output": {"type": "structure", "members": {}, "traits": {"smithy.api#output": {}}},
"a.b#Z": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"a.b#Fault": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "server"}},
"a.b#S": {"type": "service", "version": "1 \"x\"", "operations": [{"target": "a.b#Op"}, {"target": "a.b#Op2"}], "rename": {"c#Docs": "CDocs", "c#X": "CX", "d#X": "DX"}},
"a.b#R": {"type": "resource", "identifiers": {"b": {"target": "smithy.api#String"}, "a": {"target": "smithy.api#String"}}, "properties": {"p": {"target": "a.b#true"}}, "resources": [{"target": "c#R"}]},
"c#R": {"type": "resource", "identifiers": {"b": {"target": "smithy.api#String"}, "a": {"target": "smithy.api#String"}}}
}}`

func TestHardModelComesBack(t *testing.T) {
	t.Parallel()
	m := load(t, source.New("hard.json", []byte(hard)))
	for name, o := range options {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roundTrip(t, m, o)
		})
	}
}

// TestSpelling holds pieces of the text of the hard model.
func TestSpelling(t *testing.T) {
	t.Parallel()
	files := texts(load(t, source.New("hard.json", []byte(hard))), print.Options{})
	want := []string{
		"    @documentation(\"\")\n    empty: smithy.api#String\n",
		"    ///   x  \n    ///\n    ///    \n    ///  y\n    spaces: smithy.api#String\n",
		"    @documentation(\"x\\r\\ny\\rz\")\n    carriage",
		"    @smithy.api#required\n    use: true\n",
		"    blob: c#Blob\n    x: X\n    x2: d#X\n    blob2: Blob\n",
		"\nuse c#X\n",
		"@ref(a.b#null)\n", // not the keyword
		"    no: PrimitiveInteger = null\n",
		"    @smithy.api#required\n    yes: Boolean = true\n",
		"@default(7)\ninteger Root\n",
		"@doc({})\n",
		"apply UsesM$m @documentation(\"\"\"\n    one\n    two \"three\\\"\"\"\")\n\napply UsesM$n {\n    @default(1)\n    @range(\n        min: 1\n    )\n}\n",
		"    input :=\n        @documentation(\"in\\rput\")\n        with [M] {}\n    output := {\n        x: OpInput\n    }\n    errors: [\n        Z\n        Fault\n    ]\n}\n\napply OpInput$m @smithy.api#required\n",
		"    input: Op2Request\n    output: Op2Output\n",
		"metadata block = \"\"\"\n    a\n      \"b\" \\\\n\n\n    \"\"\\\"\"\n    \tc\"\\\"\"\"\"\n",
		"metadata block2 = \"\"\"\n\n     a\n      b\n\n    \"\"\"\n",
	}
	for _, w := range want {
		if !strings.Contains(files["a.b.smithy"]+files[print.MetadataName], w) {
			t.Errorf("the text lacks\n%s", w)
		}
	}
	if t.Failed() {
		t.Logf("%s", files["a.b.smithy"])
	}
}

// TestMetadataFile holds where the metadata goes.
func TestMetadataFile(t *testing.T) {
	t.Parallel()
	const head, metadata = "$version: \"2.0\"\n", "\nmetadata a = 1\n"
	const a, m = "\nnamespace a\n\nstring S\n", "\nnamespace metadata\n\nstring S\n"
	cases := map[string]struct {
		model string
		o     print.Options
		want  map[string]string
	}{
		"of its own": {`"metadata": {"a": 1}, "shapes": {"a#S": {"type": "string"}}`, print.Options{}, map[string]string{
			"a.smithy": head + a, "metadata.smithy": head + metadata}},
		"first": {`"metadata": {"a": 1}, "shapes": {"a#S": {"type": "string"}, "metadata#S": {"type": "string"}}`, print.Options{MetadataFirst: true},
			map[string]string{"a.smithy": head + metadata + a, "metadata.smithy": head + m}},
		"namespace of that name": {`"metadata": {"a": 1}, "shapes": {"a#S": {"type": "string"}, "metadata#S": {"type": "string"}}`, print.Options{},
			map[string]string{"a.smithy": head + a, "metadata.smithy": head + metadata + m}},
		"none":             {`"shapes": {"a#S": {"type": "string"}}`, print.Options{}, map[string]string{"a.smithy": head + a}},
		"alone":            {`"metadata": {"a": 1}`, print.Options{MetadataFirst: true}, map[string]string{"metadata.smithy": head + metadata}},
		"nothing":          {`"shapes": {}`, print.Options{}, map[string]string{"metadata.smithy": head}},
		"suffix elsewhere": {`"metadata": {"a": 1}`, print.Options{InputSuffix: "In"}, map[string]string{"metadata.smithy": head + metadata}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := texts(load(t, source.New("m.json", []byte(`{"smithy": "2.0", `+tc.model+`}`))), tc.o)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}
