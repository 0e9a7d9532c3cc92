// Formatting of hostile files, and its speed.

package format_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/format"
	"github.com/smithwright/smithwright/internal/source"
)

const sample = `$version: "2" // a
metadata a = [ // b
  {c: "d"}, """
   text
     block""" ]
namespace e.f
use g.h#I
/// docs
@j(k: 1, l: [2 // m
])
structure N for I with [O, P] { /// docs
  q: R = "s" // t
  $u }
operation V { input := @w {x: Y}, output: Z errors : [ A ] }
apply N$q @i
enum B { C = 1
  D }
service E { operations: [V] } // end
`

func TestSample(t *testing.T) {
	t.Parallel()
	want := `$version: "2" // a

metadata a = [
    // b
    {
        c: "d"
    }
    """
    text
      block"""
]

namespace e.f

use g.h#I

/// docs
@j(
    k: 1
    l: [
        2
        // m
    ]
)
structure N for I with [O, P] {
    /// docs
    q: R = "s" // t

    $u
}

operation V {
    input :=
        @w
        {
            x: Y
        }

    output: Z

    errors: [
        A
    ]
}

apply N$q @i

enum B {
    C = 1
    D
}

service E {
    operations: [
        V
    ]
} // end
`
	if diff := cmp.Diff(want, string(formatted(t, "sample", []byte(sample)))); diff != "" {
		t.Errorf("formatted (-want +got):\n%s", diff)
	}
}

// TestLineBreaks formats the sample with other line breaks: they become newlines everywhere, and nothing else changes.
func TestLineBreaks(t *testing.T) {
	t.Parallel()
	text := sample + "@x(\"a\n  b\")\nstring Y // y\n// z\n"
	want := formatted(t, "newlines", []byte(text))
	for _, lineBreak := range []string{"\r\n", "\r"} {
		got := formatted(t, "other", []byte(strings.ReplaceAll(text, "\n", lineBreak)))
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("with %q (-want +got):\n%s", lineBreak, diff)
		}
	}
}

func FuzzSource(f *testing.F) {
	f.Add(sample)
	f.Add("namespace a\n@b(\"c\n d\")\nstring E // f\n// g\n\n//// h\n\nstring I")
	f.Fuzz(func(t *testing.T, text string) {
		var diags diag.List
		once := format.Source(source.New("a.smithy", []byte(text)), &diags)
		if diags.HasErrors() {
			if once != nil {
				t.Error("a file with an error was formatted")
			}
			return
		}
		var again diag.List
		twice := format.Source(source.New("a.smithy", once), &again)
		if again.HasErrors() {
			t.Fatalf("the result does not parse: %s\n%s", again.Sorted()[0].Message, once)
		}
		if !bytes.Equal(once, twice) {
			t.Errorf("formatted a second time (-first +second):\n%s", cmp.Diff(string(once), string(twice)))
		}
	})
}

func BenchmarkSource(b *testing.B) {
	var text strings.Builder
	text.WriteString("$version: \"2\"\nnamespace a.b\nuse smithy.api#required\n")
	for i := 0; text.Len() < 1<<20; i++ {
		fmt.Fprintf(&text, "/// Shape number %d.\n@tags([\"a\", \"b\"])\nstructure S%[1]d {\n  /// A member.\n  @required\n  a: String\n  b: Integer = 1 // one\n}\n", i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		var diags diag.List
		format.Source(source.New("a.smithy", []byte(text.String())), &diags)
	}
}
