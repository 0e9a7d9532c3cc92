// The reference's own expectations: models with the events that validation must give, no more and no fewer.

package check_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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

// event is what an expectation says of a finding. Wordings differ between implementations and are not compared, but findings
// of the same words are one: an expectation stands for all of them.
type event struct{ severity, shape, id, message string }

func (e event) String() string { return fmt.Sprintf("[%s] %s | %s", e.severity, e.shape, e.id) }

// fits reports whether a finding is the one expected: of the same severity and shape, with the same id or an extension of it.
func (e event) fits(got event) bool {
	return e.severity == got.severity && e.shape == got.shape && (got.id == e.id || strings.HasPrefix(got.id, e.id+"."))
}

// ignored are the ids that findings may have without being expected.
var ignored = []string{"ModelDeprecation", "DeprecatedTrait", "DeprecatedShape"}

var eventLine = regexp.MustCompile(`^\[(\w+)\] (\S+): .*\| *(\S+) *$`)

// expectations reads an .errors file.
func expectations(t *testing.T, path string) []event {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []event
	seen := map[string]bool{"": true}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if seen[line] {
			continue
		}
		seen[line] = true
		m := eventLine.FindStringSubmatch(lines.Text())
		if m == nil {
			t.Fatalf("%s: no event: %s", path, lines.Text())
		}
		out = append(out, event{severity: m[1], shape: m[2], id: m[3]})
	}
	return out
}

// modelOf finds the model beside an .errors file.
func modelOf(path string) string {
	base := strings.TrimSuffix(path, ".errors")
	if _, err := os.Stat(base + ".smithy"); err == nil {
		return base + ".smithy"
	}
	return base + ".json"
}

// validate loads and checks a model, as the command does.
func validate(path string) ([]event, []diag.Diagnostic, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	var diags diag.List
	model := load.Model([]*source.File{source.New(filepath.Base(path), text)}, &diags)
	check.Model(model, &diags)
	var out []event
	for _, d := range diags.Sorted() {
		about := d.Shape
		if about == "" {
			about = "-"
		}
		out = append(out, event{strings.ToUpper(d.Severity.String()), about, d.Code, d.Message})
	}
	return out, diags.Sorted(), nil
}

// unmatched pairs expectations with findings and returns what is left of both.
func unmatched(want, got []event) (missing, extra []event) {
	left := slices.Clone(got)
	met := map[event]bool{}
	for _, w := range want {
		if w.severity == "SUPPRESSED" || slices.Contains(ignored, w.id) {
			continue
		}
		i := slices.IndexFunc(left, func(g event) bool { return w.fits(g) && !met[g] }) // rather new words than words again
		if i < 0 {
			i = slices.IndexFunc(left, w.fits)
		}
		if i >= 0 {
			met[left[i]] = true
			left = slices.Delete(left, i, i+1)
		} else {
			missing = append(missing, w)
		}
	}
	for _, g := range left {
		// An ignored finding may be expected as well, as a part of the ids that a file lists.
		if root, _, _ := strings.Cut(g.id, "."); !slices.Contains(ignored, root) && !met[g] {
			extra = append(extra, g)
		}
	}
	return missing, extra
}

// critical reports whether an event is of the validators behind whose errors the reference stops.
func (e event) critical() bool {
	root, _, _ := strings.Cut(e.id, ".")
	return slices.Contains([]string{"TraitTarget", "TraitValue", "TraitConflict", "ExclusiveStructureMemberTrait", "EnumShape"}, root)
}

// stopsEarly reports whether a file's events are those of a run that stopped behind the critical validators: errors of these and
// nothing else. The reference's runner lets the others run only for files that expect something of them; here they always run.
func stopsEarly(want []event) bool {
	return slices.ContainsFunc(want, func(e event) bool { return e.severity == "ERROR" }) &&
		!slices.ContainsFunc(want, func(e event) bool { return !e.critical() })
}

func TestErrorFiles(t *testing.T) {
	t.Parallel()
	known := testenv.KnownFailures(t, "")
	for _, root := range []string{
		testenv.Shared(t, "corpora", "idl", "errorfiles"), testenv.Shared(t, "corpora", "waiters"),
		testenv.Shared(t, "corpora", "rules", "errorfiles"), testenv.Shared(t, "corpora", "rules", "aws"),
	} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".errors" {
				return err
			}
			name, err := filepath.Rel(filepath.Dir(root), path)
			if err != nil {
				return err
			}
			known.Run(t, name, func(t *testing.T) string {
				want := expectations(t, path)
				got, diags, err := validate(modelOf(path))
				if err != nil {
					t.Fatal(err)
				}
				missing, extra := unmatched(want, got)
				if stopsEarly(want) {
					extra = slices.DeleteFunc(extra, func(e event) bool { return !e.critical() })
				}
				if len(missing)+len(extra) == 0 {
					return ""
				}
				return fmt.Sprintf("missing:\n\t%v\nextra:\n\t%v\nall:\n%s", missing, extra, rendered(diags))
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestStopsEarly(t *testing.T) {
	t.Parallel()
	target, unstable := event{"ERROR", "a#B", "TraitTarget", ""}, event{"WARNING", "a#B", "UnstableTrait.a#b", ""}
	for want, events := range map[bool][][]event{true: {{target}}, false: {nil, {unstable}, {target, unstable}}} {
		for _, list := range events {
			if stopsEarly(list) != want {
				t.Errorf("%v: %t", list, !want)
			}
		}
	}
}

// TestUnmatched holds the comparison itself to account.
func TestUnmatched(t *testing.T) {
	t.Parallel()
	want := []event{{"ERROR", "a#B", "Model", ""}, {"ERROR", "a#B", "Model", ""}, {"WARNING", "a#C", "Http", ""}, {"SUPPRESSED", "a#B", "X", ""}, {"NOTE", "a#B", "Y", ""}}
	got := []event{
		{"ERROR", "a#B", "Model.Part", "x"}, {"WARNING", "a#C", "HttpLabel", "x"}, {"WARNING", "a#C", "DeprecatedShape.a#D", "x"},
		{"NOTE", "a#B", "Y", "once"}, {"NOTE", "a#B", "Y", "once"}, {"NOTE", "a#B", "Y", "twice"},
	}
	missing, extra := unmatched(want, got)
	if diff := cmp.Diff("[[ERROR] a#B | Model [WARNING] a#C | Http] [[WARNING] a#C | HttpLabel [NOTE] a#B | Y]", fmt.Sprint(missing, extra)); diff != "" {
		t.Errorf("missing and extra (-want +got):\n%s", diff)
	}
}
