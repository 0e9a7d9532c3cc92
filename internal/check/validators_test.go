// The list of validators against what they find, and against the page that describes them.

package check

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// described reads the tables of docs/validators.md that are about this package: the severities of each id, or "any".
func described(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testenv.Root(t), "docs", "validators.md"))
	if err != nil {
		t.Fatal(err)
	}
	ours, _, found := strings.Cut(string(text), "\n## What is found before\n")
	if !found {
		t.Fatal("the page lacks the section that ends the tables of this package")
	}
	out := map[string][]string{}
	for line := range strings.Lines(ours) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		id := strings.Trim(cells[0], " `")
		if len(cells) != 3 || out[id] != nil || strings.TrimSpace(cells[2]) == "" {
			t.Fatalf("this row has not three cells, or an id that another row has: %s", line)
		}
		out[id] = strings.Split(strings.TrimSpace(cells[1]), ", ")
	}
	return out
}

func TestValidatorsAreDescribed(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for _, v := range slices.Concat(stages()...) {
		for _, id := range v.finds {
			want[id] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(described(t)))); diff != "" {
		t.Errorf("the ids of docs/validators.md (-validators +page):\n%s", diff)
	}
}

// idOf returns which of some ids an event id is, or goes on from; "" if none.
func idOf(code string, ids []string) string {
	for _, id := range ids {
		if strings.HasSuffix(id, "_") && strings.HasPrefix(code, id) || extends(code, id) {
			return id
		}
	}
	return ""
}

// TestValidatorsFindWhatTheySay runs each validator over models that are full of mistakes. What it finds has an id of its list and a
// severity of the page, and everything that the page describes is found somewhere.
func TestValidatorsFindWhatTheySay(t *testing.T) {
	t.Parallel()
	page := described(t)
	left := map[string]bool{} // "id severity" of the page, until it is found
	for id, severities := range page {
		for _, s := range severities {
			left[id+" "+s] = s != "any"
		}
	}
	for _, dir := range []string{
		filepath.Join("testdata", "mistakes"), testenv.Shared(t, "corpora", "idl", "errorfiles"), testenv.Shared(t, "corpora", "waiters"),
		testenv.Shared(t, "corpora", "rules"),
	} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".smithy" && filepath.Ext(path) != ".json" {
				return err
			}
			for _, v := range runEach(t, path) {
				for _, d := range v.found {
					id, severity := idOf(d.Code, v.finds), d.Severity.String()
					switch {
					case id == "" && (slices.Contains(v.finds, "TraitValidators") || slices.Contains(v.finds, "EmitEachSelector")):
						// The model gives the id.
					case id == "":
						t.Errorf("%s: one that finds %v found %s", path, v.finds, d.Code)
					case !slices.Contains(page[id], severity) && page[id][0] != "any":
						t.Errorf("%s: %s of %s found: %s", path, severity, d.Code, d.Message)
					}
					left[id+" "+severity] = false
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(left)) {
		if left[what] {
			t.Errorf("nothing finds what the page says: %s", what)
		}
	}
}

// ran is a validator and what it found.
type ran struct {
	validator
	found []diag.Diagnostic
}

// runEach runs each validator over a file by itself, none if the file has mistakes that keep it from being a model.
func runEach(t *testing.T, path string) []ran {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	m := load.Model([]*source.File{source.New(filepath.Base(path), text)}, &diags)
	if diags.HasErrors() {
		return nil
	}
	var out []ran
	p := newPass(m, nil)
	for _, v := range slices.Concat(stages()...) {
		p.diags = &diag.List{}
		v.run(p)
		out = append(out, ran{v, p.diags.Sorted()})
	}
	return out
}
