package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/testenv"
)

// TestSuite runs the compliance suite of JMESPath.
func TestSuite(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "jmespath"), "*.json"))
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	cases := 0
	for _, file := range files {
		if filepath.Base(file) == "benchmarks.json" { // without results
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct {
			Given any
			Cases []struct {
				Expression string
				Result     any
				Error      string
			}
		}
		if err := json.Unmarshal(text, &groups); err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			for _, c := range g.Cases {
				e, err := jmespath.Parse(c.Expression)
				if err != nil { // which is what the parser's own test is about
					continue
				}
				cases++
				got, err := Eval(e, g.Given, Strict)
				if (err != nil) != (c.Error != "") {
					t.Errorf("%s of %s: the error is %v, the suite has %q", filepath.Base(file), c.Expression, err, c.Error)
				} else if diff := cmp.Diff(c.Result, got); diff != "" {
					t.Errorf("%s of %s (-want +got):\n%s", filepath.Base(file), c.Expression, diff)
				}
			}
		}
	}
	if cases < 700 {
		t.Errorf("only %d cases were evaluated", cases)
	}
}

// TestLenient tells what changes for functions.
func TestLenient(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]any{
		"length(a)": 0.0, "contains(a, 'x')": false, "starts_with(a, '')": true, "ends_with('x', a)": true, "join(',', a)": "",
		"keys(a)": []any{}, "sum(a)": 0.0, "abs(a)": nil, "sort(a)": []any{}, "max(a)": nil, "map(&b, a)": []any{},
		"not_null(a, b)": nil, "to_number(a)": nil,
	} {
		e, err := jmespath.Parse(expression)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Eval(e, map[string]any{}, Lenient)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expression, diff)
		}
	}
}
