package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	if _, err := choose("a,zz"); err == nil {
		t.Error("row zz was found")
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	c := oneCall{protocol: "restJson1", pkg: "x", op: "Get"}
	pkg := oursFull + "x."
	all := map[string]bool{"opGet": true, "opPut": true, "schemaGetInput": true, "schemaPutInput": true}
	needed := map[string]bool{"opGet": true, "schemaGetInput": true}
	tight := program{symbols: []symbol{{name: pkg + "opGet"}, {name: pkg + "schemaGetInput"}, {name: pkg + "New"}, {name: "fmt.init"}}}
	got, note := reach(c, tight, all, needed)
	want := row{what: "(o) x (restJson1): one call links", ours: "0 init, 2 of 4 tables", bar: "0, of the 2 reached", holds: yes}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" || note != "" {
		t.Errorf("note %q (-want +got):\n%s", note, diff)
	}
	loose := program{symbols: append(tight.symbols, symbol{name: pkg + "schemaPutInput"})}
	if got, note := reach(c, loose, all, needed); got.holds != no || note != "(o) x links tables that Get does not reach: schemaPutInput" {
		t.Errorf("a table too many: %+v, note %q", got, note)
	}
	busy := program{symbols: append(tight.symbols, symbol{name: pkg + "init"})}
	if got, _ := reach(c, busy, all, needed); got.holds != no || got.ours != "1 init, 2 of 4 tables" {
		t.Errorf("an init: %+v", got)
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "schema.go"), "package x\n\nvar service = rt.Service{}\n\nvar opGet = rt.Operation{}\n\n"+
		"func f() { var listX = 1 }\n\nvar schemaA = schema.Struct{}\nvar mapB_C = schema.Collection{}\n")
	got, err := tables(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"opGet": true, "schemaA": true, "mapB_C": true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDiffering(t *testing.T) {
	t.Parallel()
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		write(t, filepath.Join(dir, "p", "same.go"), "same")
		write(t, filepath.Join(dir, "p", "other.go"), dir)
	}
	write(t, filepath.Join(b, "q", "more.go"), "more")
	for _, c := range []struct {
		a, b string
		want int
	}{{a, a, 0}, {a, b, 2}, {b, a, 2}} {
		files, err := stamps(c.b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := differing(c.a, c.b, slices.Sorted(maps.Keys(files)))
		if err != nil || got != c.want {
			t.Errorf("got %d, want %d (%v)", got, c.want, err)
		}
	}
}

func TestReadService(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "model.json")
	write(t, path, `{"smithy":"2.0","shapes":{"a#S":{"type":"service","version":"2020-01-01","traits":{`+
		`"aws.api#service":{"sdkId":"My Service"},"smithy.api#documentation":"what it is"}},"a#T":{"type":"structure"}}}`)
	got, err := readService(path)
	if want := (service{key{"My Service", "2020-01-01"}, true}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
