// Running the printed tests, and what came of them.

package conformance_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/testenv"
)

const (
	repository = "github.com/smithwright/smithwright"
	module     = repository + "/conformance" // of the generated packages, so that compiler flags for the repository are theirs too
)

// readSources reads the Go files that the generated packages are built of and this test is not, so that the go command runs
// the test again when one of them changes.
func readSources(t *testing.T, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(testenv.Root(t), folder), func(path string, _ fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".go" {
				_, err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// newModule makes the folder of a module that uses this repository, with the same versions of all else.
func newModule(t *testing.T) string {
	t.Helper()
	root, dir := testenv.Root(t), t.TempDir()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	_, requirements, _ := strings.Cut(string(mod), "\n")
	write(t, filepath.Join(dir, "go.mod"), fmt.Appendf(nil,
		"module %s\n%s\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, requirements, repository, repository, root))
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.sum"), sum)
	return dir
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func inModule(dir string, args ...string) *exec.Cmd {
	command := exec.Command("go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off")
	return command
}

func goCommand(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := inModule(dir, args...).CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// event is a line of what go test -json prints.
type event struct{ Action, Package, Test, Output string }

// runTests runs the packages' tests and returns, for each case, what is wrong; "" for nothing.
func runTests(t *testing.T, dir string, targets []target) map[caseID]string {
	t.Helper()
	// checkptr looks at the pointer arithmetic of the tables' offsets, without the cost of the race detector.
	command := inModule(dir, "test", "-json", "-vet=off", "-gcflags="+repository+"/...=-d=checkptr", "./...")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	rowOf := map[string]string{}
	for _, target := range targets {
		rowOf[module+"/"+target.folder] = target.row
	}
	results, output := map[caseID]string{}, map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var e event
		if err := decoder.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the output of go test: %v\n%s", err, stderr.Bytes())
		}
		at := e.Package + " " + e.Test
		output[at] += e.Output
		c, ok := caseOf(rowOf[e.Package], e.Test)
		if !ok || e.Action != "pass" && e.Action != "fail" && e.Action != "skip" {
			continue
		}
		if _, twice := results[c]; twice {
			t.Errorf("%s ran twice", c)
		}
		if results[c] = ""; e.Action != "pass" {
			results[c] = output[at]
		}
	}
	if len(results) == 0 {
		t.Fatalf("no test ran: %v\n%s\n%s", err, stderr.Bytes(), out)
	}
	return results
}

// testName is how the tests of a kind are called, and their subtests.
var testName = regexp.MustCompile(`^Test\w+?(Request|Response|Error|Event)s(?:Cases\d*)?/(\w+)$`)

// caseOf is the case that a subtest is of.
func caseOf(row, test string) (caseID, bool) {
	m := testName.FindStringSubmatch(test)
	if m == nil {
		return caseID{}, false
	}
	kind := strings.ToLower(m[1])
	if kind == "error" {
		kind = "response"
	}
	return caseID{row, kind, m[2]}, true
}

// rows are the lines of the table.
func rows() []string {
	var out []string
	for _, p := range protocols {
		out = append(out, p.Name())
	}
	return append(out, c2jRow)
}

// table is the table of what passes, in Markdown.
func table(wanted []caseID, results map[caseID]string) string {
	var b strings.Builder
	b.WriteString("| protocol | requests | responses | event streams |\n|---|---|---|---|\n")
	for _, row := range rows() {
		b.WriteString("| " + row + " |")
		for _, kind := range kinds {
			total, passed := 0, 0
			for _, c := range wanted {
				if c.row != row || c.kind != kind.name {
					continue
				}
				total++
				if wrong, ran := results[c]; ran && wrong == "" {
					passed++
				}
			}
			if total == 0 {
				b.WriteString(" none |")
			} else {
				fmt.Fprintf(&b, " %d of %d |", passed, total)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// The comments in docs/conformance.md that the table stands between.
const (
	tableBegin = "<!-- This table is written by go test ./internal/conformance -update. -->\n"
	tableEnd   = "<!-- Here it ends. -->\n"
)

// checkTable prints the table, and holds the page that shows it to it.
func checkTable(t *testing.T, table string) {
	t.Helper()
	t.Logf("\n%s", table)
	page := filepath.Join(testenv.Root(t), "docs", "conformance.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), tableBegin)
	old, after, ended := strings.Cut(rest, tableEnd)
	if !found || !ended {
		t.Fatalf("docs/conformance.md has no place for the table, between %q and %q", tableBegin, tableEnd)
	}
	diff := cmp.Diff(old, table)
	switch {
	case diff == "":
	case !*update:
		t.Errorf("docs/conformance.md shows another table (-page +run); run with -update to rewrite it:\n%s", diff)
	default:
		write(t, page, []byte(before+tableBegin+table+tableEnd+after))
		t.Errorf("docs/conformance.md was rewritten: look at the difference and run the test again")
	}
}
