// Strings with the enum trait become enum shapes on demand.

package load_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

func TestMakeEnumShapes(t *testing.T) {
	t.Parallel()
	loaded := func(text string) *shape.Model {
		var diags diag.List
		m := load.Model([]*source.File{source.New("m.smithy", []byte(text))}, &diags)
		if diags.HasErrors() {
			t.Fatal(diags.Sorted()[0].Message)
		}
		return m
	}
	printed := func(m *shape.Model) string {
		var b bytes.Buffer
		if err := ast.Write(&b, m, ast.WriteOptions{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	old := loaded(`$version: "1.0"
namespace a

/// A suit.
@enum([
    { value: "hearts", name: "HEARTS", documentation: "Red." }
    { value: "t2.small", deprecated: true, tags: ["x"] }
    { value: "2x" }
])
string Suit

@enum([{ value: "a-b" }, { value: "a_b" }])
string Ambiguous

structure S { suit: Suit }
`)
	shape.MakeEnumShapes(old)
	want := loaded(`$version: "2"
namespace a

/// A suit.
enum Suit {
    /// Red.
    HEARTS = "hearts"

    @deprecated
    @tags(["x"])
    t2_small = "t2.small"

    _2x = "2x"
}

@enum([{ value: "a-b" }, { value: "a_b" }])
string Ambiguous

structure S { suit: Suit }
`)
	if diff := cmp.Diff(printed(want), printed(old)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s := old.Shape("a#S"); s.Member("suit").Target.Kind != shape.Enum {
		t.Error("the member targets another shape")
	}
}
