// The rules of the design's table of packages, against what `go list` says of the module.
package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/testenv"
)

const module = "github.com/smithwright/smithwright"

// A rule says which packages of the module a package may import, by path below the module's root. A name ending in /...
// stands for all packages below it, and itself.
type rule struct {
	of  string
	may []string
}

// rules are the design's. The first that fits a package holds; one that none fits is an error, so that a new package
// gets its place here first.
var rules = []rule{
	{".", nil},
	{"cmd/gen", []string{"internal/driver"}},
	{"internal/driver", []string{"internal/...", "templates"}},
	{"internal/source", nil},
	{"internal/cache", nil},
	{"internal/diag", []string{"internal/source"}},
	{"internal/shape", []string{"internal/source", "internal/diag"}},
	{"internal/shape/selector", []string{"internal/source", "internal/diag", "internal/shape"}},
	{"internal/idl/slab", nil},
	{"internal/idl/syntax", []string{"internal/source", "internal/diag", "internal/shape", "internal/idl/slab"}},
	{"internal/idl/...", []string{"internal/source", "internal/diag", "internal/shape", "internal/idl/syntax", "internal/idl/slab"}},
	{"internal/ast", []string{"internal/source", "internal/diag", "internal/shape"}},
	{"internal/c2j", []string{"internal/source", "internal/diag", "internal/shape", "internal/ast"}},
	{"internal/traits", []string{"internal/source", "internal/diag", "internal/shape", "internal/idl"}},
	{"internal/load", []string{
		"internal/source", "internal/diag", "internal/shape", "internal/idl", "internal/ast", "internal/c2j", "internal/traits",
	}},
	{"internal/jmespath", []string{"internal/diag"}},
	{"internal/jmespath/eval", []string{"internal/jmespath"}},
	{"internal/check", []string{
		"internal/source", "internal/diag", "internal/shape", "internal/shape/selector", "internal/jmespath", "internal/pattern",
		"internal/rules",
	}},
	// Endpoint rules are run with the functions and partitions of the runtime, so that there is one of each.
	{"internal/rules", []string{"internal/shape", "internal/diag", "internal/source", "rt/endpoints"}},
	{"internal/plan", []string{
		"internal/shape", "internal/rules", "internal/diag", "internal/source", "internal/pattern", "internal/doctext", "internal/jmespath",
	}},
	{"internal/emit", []string{"internal/plan", "templates"}},
	{"internal/pattern", []string{"rt/validate/lean"}}, // it asks the engine itself what that knows
	{"internal/partitions", nil},
	{"internal/doctext", nil},
	{"internal/testenv", nil},
	{"internal/e2e", nil},
	{"examples/library", []string{"generated/library"}},
	{"internal/conformance", nil},
	{"internal/archtest", nil},
	{"templates", nil},
	{"rt/...", []string{"rt/..."}},
	{"generated/...", []string{"rt/..."}},
	{"models/...", nil},
}

// forTests are packages that only tests import: no program links them.
var forTests = []string{"rt/rttest"}

// standardOnly are the packages that import nothing but the standard library and each other.
var standardOnly = []string{".", "internal/source", "internal/cache", "internal/diag", "internal/shape", "internal/check", "internal/rules", "templates", "rt/schema", "rt/endpoints"}

// only are the modules outside that one package alone may import: each was taken for one job, which has one place.
var only = map[string][]string{
	"github.com/spf13/cobra":          {"cmd/gen"},
	"golang.org/x/term":               {"cmd/gen"},
	"github.com/dave/jennifer/jen":    {"internal/emit"},
	"golang.org/x/tools/imports":      {"internal/emit"},
	"github.com/tidwall/gjson":        {"internal/ast", "internal/c2j"},
	"github.com/dlclark/regexp2":      {"internal/pattern", "rt/..."},
	"github.com/aws/aws-sdk-go-v2/":   {"rt/...", "generated/..."},
	"github.com/rogpeppe/go-internal": {},
}

// listed is what the test needs of `go list -json`.
type listed struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func TestImports(t *testing.T) {
	t.Parallel()
	packages := list(t)
	if len(packages) < 8 {
		t.Fatalf("go list found %d packages in the module, which can't be all", len(packages))
	}
	var broken []string
	for _, p := range packages {
		broken = append(broken, violations(p)...)
	}
	if diff := cmp.Diff([]string(nil), broken); diff != "" {
		t.Errorf("imports that the design forbids (+):\n%s", diff)
	}
}

// TestRulesNotice runs made-up packages through the rules: a test that would pass whatever it is given proves nothing.
func TestRulesNotice(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		of, imports string
		want        []string
	}{
		"allowed":                   {"internal/ast", module + "/internal/shape", nil},
		"standard library":          {"internal/source", "strings", nil},
		"against the flow":          {"internal/shape", module + "/internal/plan", []string{"internal/shape imports internal/plan"}},
		"command past the driver":   {"cmd/gen", module + "/internal/emit", []string{"cmd/gen imports internal/emit"}},
		"runtime uses internal":     {"rt/protocol/restjson1", module + "/internal/shape", []string{"rt/protocol/restjson1 imports internal/shape"}},
		"runtime uses runtime":      {"rt", module + "/rt/schema", nil},
		"generated uses internal":   {"generated/lambda", module + "/internal/shape", []string{"generated/lambda imports internal/shape"}},
		"no such name":              {"internal/misc", "strings", []string{"internal/misc has no rule"}},
		"standard only":             {"internal/shape", "github.com/google/go-cmp/cmp", []string{"internal/shape imports github.com/google/go-cmp/cmp, beside the standard library"}},
		"taken for another package": {"internal/plan", "github.com/dave/jennifer/jen", []string{"internal/plan imports github.com/dave/jennifer/jen, which is for internal/emit"}},
		"taken for this one":        {"internal/emit", "github.com/dave/jennifer/jen", nil},
		"unsafe":                    {"internal/plan", "unsafe", []string{"internal/plan imports unsafe, which is for the runtime and its tables"}},
		"ours for tests":            {"generated/lambda", module + "/rt/rttest", []string{"generated/lambda imports rt/rttest, which is for tests"}},
		"for tests":                 {"cmd/gen", "github.com/rogpeppe/go-internal/testscript", []string{"cmd/gen imports github.com/rogpeppe/go-internal/testscript, which is for tests"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := violations(listed{ImportPath: path.Join(module, test.of), Imports: []string{test.imports}})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
		})
	}
}

// list asks the go command for the packages of the module, without their tests.
func list(t *testing.T) []listed {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports,Standard", "./...")
	command.Dir = testenv.Root(t)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// violations are the imports of a package that break a rule, as sentences.
func violations(p listed) []string {
	name := below(p.ImportPath)
	i := slices.IndexFunc(rules, func(r rule) bool { return matches(r.of, name) })
	if i < 0 {
		return []string{name + " has no rule"}
	}
	var broken []string
	for _, imported := range p.Imports {
		switch {
		case imported == "unsafe" && !anyMatches([]string{"rt/...", "generated/..."}, name):
			broken = append(broken, name+" imports unsafe, which is for the runtime and its tables")
		case inModule(imported):
			if to := below(imported); slices.Contains(forTests, to) {
				broken = append(broken, fmt.Sprintf("%s imports %s, which is for tests", name, to))
			} else if !anyMatches(rules[i].may, to) {
				broken = append(broken, fmt.Sprintf("%s imports %s", name, to))
			}
		case strings.Contains(strings.Split(imported, "/")[0], "."):
			if slices.Contains(standardOnly, name) {
				broken = append(broken, fmt.Sprintf("%s imports %s, beside the standard library", name, imported))
			} else if sentence := reserved(name, imported); sentence != "" {
				broken = append(broken, sentence)
			}
		}
	}
	return broken
}

// reserved says who alone may use an imported package, if name is somebody else.
func reserved(name, imported string) string {
	for _, prefix := range slices.Sorted(maps.Keys(only)) {
		if !strings.HasPrefix(imported, prefix) || anyMatches(only[prefix], name) {
			continue
		}
		users := strings.Join(only[prefix], ", ")
		if users == "" {
			users = "tests"
		}
		return fmt.Sprintf("%s imports %s, which is for %s", name, imported, users)
	}
	return ""
}

func inModule(name string) bool { return name == module || strings.HasPrefix(name, module+"/") }

// below is a package's path below the module's root, "." for the root itself.
func below(importPath string) string {
	if importPath == module {
		return "."
	}
	return strings.TrimPrefix(importPath, module+"/")
}

func anyMatches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, name) })
}

func matches(pattern, name string) bool {
	prefix, all := strings.CutSuffix(pattern, "/...")
	return name == prefix || all && strings.HasPrefix(name, prefix+"/")
}
