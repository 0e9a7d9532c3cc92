package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	got := markdown(report{
		rows: []row{
			{what: "(a) time", ours: "1.0 µs", peer: "10.0 µs", ratio: ratio(0.1), bar: "ratio ≤ 0.40", holds: atMost(0.1, 0.4)},
			{what: "(b)", ours: "2", peer: "1", ratio: ratio(2), bar: "≤ 1", holds: atMost(2, 1)},
		},
		notes: []string{"a note\n\n"},
	})
	want := `| what     | ours   | peer    | ratio | bar          | holds? |
|----------|--------|---------|-------|--------------|--------|
| (a) time | 1.0 µs | 10.0 µs | 0.10  | ratio ≤ 0.40 | yes    |
| (b)      | 2      | 1       | 2.00  | ≤ 1          | **no** |

a note
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseSymbols(t *testing.T) {
	t.Parallel()
	got := parseSymbols([]byte(`  4a0f20        512 T example.com/a/b%2ec.(*T).Method
  4a1120         64 R type:.eq.example.com/x
  4a1160         32 D example.com/a/b.schemaThing
  4a1180       1024 B example.com/a/b.zeroed
  4a1190          8 t example.com/a/b.F[go.shape.struct { example.com/z.T }]
                    U libc_thing
  4a11a0         16 T main.main
`))
	want := []symbol{
		{"example.com/a/b%2ec.(*T).Method", "example.com/a/b%2ec", 512},
		{"type:.eq.example.com/x", "type:", 64},
		{"example.com/a/b.schemaThing", "example.com/a/b", 32},
		{"example.com/a/b.F[go.shape.struct { example.com/z.T }]", "example.com/a/b", 8},
		{"main.main", "main", 16},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(symbol{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLinkedCounts(t *testing.T) {
	t.Parallel()
	const pkg = "example.com/lambda"
	p := program{symbols: []symbol{
		{pkg + ".schemaA", pkg, 10}, {pkg + ".listB", pkg, 10}, {pkg + ".init", pkg, 5}, {pkg + ".New", pkg, 100}, {"fmt.Print", "fmt", 40},
	}}
	got := linked("one call", pkg, p, program{symbols: []symbol{{"fmt.Print", "fmt", 30}}})
	want := `(d) one call: of the generated package 4 symbols are linked, 2 tables and 1 init functions among them.
The packages with the most symbols beyond those of net/http alone, in bytes:

      125  example.com/lambda
       10  fmt
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	chosen, err := choose("e, a")
	if err != nil || len(chosen) != 2 || chosen[0].name != "e" || chosen[1].name != "a" {
		t.Errorf("got %v, %v", chosen, err)
	}
	if _, err := choose("a,z"); err == nil {
		t.Error("row z was found")
	}
}
