// Models of sizes and forms at which anything that grows with their square, or recurses, would take minutes.

package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

func TestLargeModels(t *testing.T) {
	t.Parallel()
	var closures, members []string
	for i := range 1000 {
		closures = append(closures, fmt.Sprintf(`{"id":"c#C%d","includeNamespaces":["a"]}`, i))
		members = append(members, fmt.Sprintf(`"m%d":{"target":"n%d#S"}`, i, i))
	}
	cases := map[string]struct {
		model string
		want  map[string]int // findings by code
	}{
		"a circle of required structures": {
			jsonModel("", 12_000, `"a#S$i":{"type":"structure","members":{"m":{"target":"a#S$j","traits":{"smithy.api#required":{}}}}}`, ""),
			map[string]int{"ShapeRecursion": 10_000}, // the list keeps no more
		},
		"a circle of lists":  {jsonModel("", 12_000, `"a#S$i":{"type":"list","member":{"target":"a#S$j"}}`, ""), map[string]int{"ShapeRecursion": 10_000}},
		"a circle of unions": {jsonModel("", 12_000, `"a#S$i":{"type":"union","members":{"m":{"target":"a#S$j"}}}`, ""), map[string]int{"ShapeRecursion": 10_000}},
		"resources that look alike, and structures that all lead to each other": {
			jsonModel("", 2000, `"a#R$i":{"type":"resource","identifiers":{"id":{"target":"smithy.api#String"}},"read":{"target":"a#O$i"}},
				"a#O$i":{"type":"operation","input":{"target":"a#I$i"},"traits":{"smithy.api#readonly":{}}},
				"a#I$i":{"type":"structure","members":{"id":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},"n":{"target":"a#I$j"}}},
				"a#X$i":{"type":"structure","members":{"id":{"target":"smithy.api#String"}}}`, ""),
			map[string]int{"MemberShouldReferenceResource": 2000},
		},
		"a child of many resources": {
			jsonModel("", 5000, `"a#R$i":{"type":"resource","resources":[{"target":"a#Child"}]}`,
				`"a#Child":{"type":"resource"},"a#S":{"type":"service","version":"1","resources":[{"target":"a#R0"},{"target":"a#Child"}]}`),
			map[string]int{"SingleResourceBinding": 1},
		},
		"services of one operation": {
			jsonModel("", 1500, `"a#S$i":{"type":"service","version":"1","operations":[{"target":"a#O"}]},
				"a#I$i":{"type":"structure","members":{"n":{"target":"a#I$j"}}}`, `"a#O":{"type":"operation","input":{"target":"a#I0"}}`),
			map[string]int{},
		},
		"structures of one name": {
			jsonModel("", 1000, `"n$i#S":{"type":"structure"}`, `"a#In":{"type":"structure","members":{`+strings.Join(members, ",")+`}},
				"a#O":{"type":"operation","input":{"target":"a#In"}},"a#S":{"type":"service","version":"1","operations":[{"target":"a#O"}]}`),
			map[string]int{"Service": 10_000},
		},
		"closures of one namespace": {
			jsonModel(`"shapeClosures":[`+strings.Join(closures, ",")+`]`, 2000, `"a#S$i":{"type":"structure","members":{"m":{"target":"a#S$j"}}}`, ""),
			map[string]int{},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := runAlone(loadModel(t, "m.json", test.model), slices.Concat(criticalValidators, serviceValidators, dataValidators))
			got := map[string]int{}
			for _, d := range diags.Sorted() {
				got[d.Code]++
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings by code (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnreferenced(t *testing.T) {
	t.Parallel()
	m := loadModel(t, "m.smithy", `$version: "2"
namespace test
service S { version: "1" operations: [O] }
@examples2([{ of: Named }])
operation O { input := { a: A } }
structure A with [M] { b: B }
@mixin
structure M {}
string B
structure Named {}
structure Lost { also: AlsoLost }
string AlsoLost
@trait
list examples2 { member: Example }
structure Example {
    @idRef
    of: Id
}
string Id
`)
	p := newPass(m, &diag.List{})
	got := idsOf(p.unreferenced([]shape.Subject{m.Shape("test#S").Subject()}))
	if diff := cmp.Diff([]string{"test#AlsoLost", "test#Lost"}, got); diff != "" {
		t.Errorf("unreferenced (-want +got):\n%s", diff)
	}
}
