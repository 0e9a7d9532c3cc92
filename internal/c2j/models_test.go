// Tests with the published models: all must load without a finding, and those of both dialects must say the same.

package c2j

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// readFile reads a file of the shared folder.
func readFile(t testing.TB, path string) *source.File {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return source.New(filepath.Base(path), text)
}

// readModel reads a model with the companions that stand beside it.
func readModel(t testing.TB, path string) []*source.File {
	t.Helper()
	files := []*source.File{readFile(t, path)}
	for _, c := range Companions(path) {
		if _, err := os.Stat(c); err == nil {
			files = append(files, readFile(t, c))
		}
	}
	return files
}

// load reads files into one model.
func load(diags *diag.List, files ...*source.File) *shape.Model {
	return shape.Assemble(Parse(files, diags), diags)
}

// failOnFindings fails the test with the list as a user would see it.
func failOnFindings(t testing.TB, diags *diag.List) {
	t.Helper()
	if diags.Count(diag.Info) > 0 {
		if err := diags.Render(t.Output(), diag.Options{}); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%d findings", diags.Count(diag.Info))
	}
}

// modelPaths returns the service-2.json of all services.
func modelPaths(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(testenv.Shared(t, "models", "c2j"), "*", "*", "service-2.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 29 {
		t.Fatalf("only %d models", len(paths))
	}
	return paths
}

// TestNamesAreThoseOfSmithy holds the rules for names against all published models of Smithy.
func TestNamesAreThoseOfSmithy(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(testenv.Shared(t, "models", "smithy"), "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 220 {
		t.Fatalf("only %d models", len(paths))
	}
	used := map[string]bool{"EC2": true} // published in this dialect only
	for _, path := range paths {
		var diags diag.List
		for _, d := range ast.Parse(readFile(t, path), &diags) {
			if s, ok := d.(*shape.ShapeDecl); ok && s.Kind == shape.Service {
				checkNames(t, s, used)
			}
		}
	}
	for id := range serviceNames {
		if !used[id] {
			t.Errorf("no published model needs the name of the service %s: remove it from the table", id)
		}
	}
}

func checkNames(t *testing.T, s *shape.ShapeDecl, used map[string]bool) {
	t.Helper()
	list := shape.NewTraits(s.Traits...)
	service, _ := list.Get("aws.api#service")
	id, _ := service.Field("sdkId")
	if got := namespaceOf(id.Str()); got != s.ID.Namespace() {
		t.Errorf("the namespace of %s is %s, where Smithy has %s", id.Str(), got, s.ID.Namespace())
	}
	if list.Has("aws.protocols#awsJson1_0") || list.Has("aws.protocols#awsJson1_1") {
		return // the model has the name itself
	}
	r := &reader{serviceID: id.Str()}
	if got := r.serviceName(); got != s.ID.Name() {
		t.Errorf("the name of %s is %s, where Smithy has %s", id.Str(), got, s.ID.Name())
	}
	used[id.Str()] = true
}

func TestEveryPublishedModelLoads(t *testing.T) {
	t.Parallel()
	for _, path := range modelPaths(t) {
		start := time.Now()
		var diags diag.List
		files := readModel(t, path)
		m := load(&diags, files...)
		failOnFindings(t, &diags)
		services := m.Services()
		if len(services) != 1 {
			t.Errorf("%s has %d services", path, len(services))
			continue
		}
		t.Logf("%s: %d files, %d operations in %v", services[0].ID, len(files), len(m.Operations(services[0])), time.Since(start))
	}
}
