// The cases that models have for their endpoints, run through what is printed of their rules.

package emit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/emit"
	loadmodel "github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// endpointPackage is the printed rules of a service, as the command of testdata/endpoints_main.go.txt reads them.
type endpointPackage struct {
	Package string
	Fields  map[string]string
	Cases   []endpointCase
}

type endpointCase struct {
	Doc        string
	Params     map[string]any
	Error      *string
	URL        string
	Headers    map[string][]string
	Properties map[string]any
}

// endpointCases are how many cases there are at least, in all models and with both forms of rules.
const endpointCases = 10_600

// TestEndpoints prints the rules for the endpoints of all models, both as rule set and as decision diagram where a model has
// both, and runs the models' cases through them.
func TestEndpoints(t *testing.T) {
	t.Parallel()
	dir := endpointModule(t)
	all := append(endpointPackages(t, dir), oddPackages(t, dir)...)
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "endpoints", "cases.json"), string(text))
	main, err := os.ReadFile(filepath.Join("testdata", "endpoints_main.go.txt"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "endpoints", "main.go"), string(main))
	write(t, filepath.Join(dir, "endpoints", "table.go"), endpointTable(all))
	for _, args := range [][]string{{"vet", "./..."}, {"run", "-trimpath", "."}} { // -trimpath: the folder's name differs in each run
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = filepath.Join(dir, "endpoints")
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", args, err, out)
		}
		if args[0] == "run" {
			judge(t, string(out))
		}
	}
}

// endpointModule makes a module of this one's name with what printed rules import.
func endpointModule(t *testing.T) string {
	t.Helper()
	root, dir := testenv.Root(t), t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(text))
	}
	runtime := filepath.Join("rt", "endpoints")
	if err := os.CopyFS(filepath.Join(dir, runtime), os.DirFS(filepath.Join(root, runtime))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// judge reads what the command has found.
func judge(t *testing.T, out string) {
	t.Helper()
	var passed, services, failed int
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if _, err := fmt.Sscanf(lines[len(lines)-1], "%d cases of %d packages passed, %d failed", &passed, &services, &failed); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Log(lines[len(lines)-1])
	if failed > 0 || passed < endpointCases {
		t.Errorf("of the %d cases or more:\n%.20000s", endpointCases, out)
	}
}

// endpointPackages prints a package for each form of rules that a service of the shared models has.
func endpointPackages(t *testing.T, dir string) []endpointPackage {
	t.Helper()
	models := map[string][][]string{}
	for _, path := range testenv.Models(t) {
		models["smithy"] = append(models["smithy"], []string{path})
	}
	for kind, pattern := range map[string]string{
		"c2j": filepath.Join(testenv.Shared(t, "models", "c2j"), "*", "*"), "cases": filepath.Join(testenv.Shared(t, "corpora", "rules", "cases"), "*.smithy"),
		"aws": filepath.Join(testenv.Shared(t, "corpora", "rules", "aws"), "aws", "language", "functions", "errorfiles", "valid", "*.smithy"),
	} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range found {
			files := []string{path}
			if kind == "c2j" {
				if files, err = filepath.Glob(filepath.Join(path, "*.json")); err != nil {
					t.Fatal(err)
				}
			}
			models[kind] = append(models[kind], files)
		}
	}
	var all []endpointPackage
	for _, kind := range []string{"smithy", "c2j", "cases", "aws"} {
		for i, files := range models[kind] {
			for _, s := range endpointModel(t, files).Services() {
				all = append(all, endpointForms(t, dir, fmt.Sprintf("%s%d", kind, i), s)...)
			}
		}
	}
	return all
}

func endpointModel(t *testing.T, paths []string) *shape.Model {
	t.Helper()
	var files []*source.File
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, source.New(path, text))
	}
	var diags diag.List
	m := loadmodel.Model(files, &diags)
	if m == nil {
		t.Fatalf("%s: %v", paths[0], diags.Sorted())
	}
	return m
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// endpointForms prints the rules of a service.
func endpointForms(t *testing.T, dir, prefix string, s *shape.Shape) []endpointPackage {
	t.Helper()
	tests, _ := s.Trait(rules.TestsTrait)
	cases := rules.ParseTests(tests)
	var all []endpointPackage
	for form, parse := range map[string]func(shape.Node) (*rules.Program, []rules.Problem){
		"tree": rules.ParseRuleSet, "bdd": rules.ParseDiagram,
	} {
		trait := rules.RuleSetTrait
		if form == "bdd" {
			trait = rules.DiagramTrait
		}
		v, ok := s.Trait(trait)
		if !ok {
			continue
		}
		program, problems := parse(v)
		if program == nil {
			t.Errorf("%s: %v", s.ID, problems)
			continue
		}
		name := prefix + notInName.ReplaceAllString(strings.ToLower(s.ID.Name()), "") + form
		p := &plan.Package{Name: name, Endpoints: plan.PlanEndpoints(program)}
		text, err := emit.EndpointsFile(p)
		if err != nil {
			t.Errorf("%s: %v", s.ID, err)
			continue
		}
		write(t, filepath.Join(dir, "endpoints", name, "endpoints.go"), string(text))
		all = append(all, endpointPackage{name, endpointFields(p.Endpoints), endpointCasesOf(cases)})
	}
	return all
}

func endpointFields(e *plan.Endpoints) map[string]string {
	fields := map[string]string{}
	for _, p := range e.Params {
		fields[p.Model] = p.Name
	}
	return fields
}

func endpointCasesOf(tests []rules.Test) []endpointCase {
	var all []endpointCase
	for _, test := range tests {
		c := endpointCase{Doc: test.Doc, Params: test.Params, Error: test.Error}
		if test.Endpoint != nil {
			c.URL, c.Headers, c.Properties = test.Endpoint.URL, test.Endpoint.Headers, test.Endpoint.Properties
		}
		all = append(all, c)
	}
	return all
}

// endpointTable is the file that knows all packages.
func endpointTable(all []endpointPackage) string {
	var imports, entries strings.Builder
	for _, p := range all {
		fmt.Fprintf(&imports, "\t%q\n", "github.com/smithwright/smithwright/endpoints/"+p.Package)
		fmt.Fprintf(&entries, "\t%q: resolve(%s.ResolveEndpoint),\n", p.Package, p.Package)
	}
	return "package main\n\nimport (\n" + imports.String() + ")\n\nvar table = map[string]resolver{\n" + entries.String() + "}\n"
}
