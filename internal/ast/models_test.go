// Tests with the published models of AWS and with the protocol suite: they must load without a finding, and fast.

package ast

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// load reads files into one model.
func load(diags *diag.List, files ...*source.File) *shape.Model {
	var decls []shape.Decl
	for _, f := range files {
		decls = append(decls, Parse(f, diags)...)
	}
	return shape.Assemble(decls, diags)
}

// readFile reads a file of the shared folder.
func readFile(t testing.TB, path string) *source.File {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return source.New(filepath.Base(path), text)
}

// failOnFindings fails the test with the list as a user would see it. That something is deprecated counts for nothing: the
// published models say so of many shapes.
func failOnFindings(t testing.TB, diags *diag.List) {
	t.Helper()
	for _, d := range diags.Sorted() {
		if id, _, _ := strings.Cut(d.Code, "."); d.Severity == diag.Warning && (id == "DeprecatedShape" || id == codeDeprecated) {
			continue
		}
		t.Errorf("%s: %s[%s] %s", d.Span, d.Severity, d.Code, d.Message)
	}
}

func TestEveryPublishedModelLoads(t *testing.T) {
	t.Parallel()
	paths := testenv.Models(t)
	if len(paths) < 220 {
		t.Fatalf("only %d models", len(paths))
	}
	start := time.Now()
	for _, path := range paths {
		var diags diag.List
		f := readFile(t, path)
		m := load(&diags, f)
		failOnFindings(t, &diags)
		if n := len(m.Services()); n != 1 {
			t.Errorf("%s has %d services", f.Name, n)
		}
	}
	t.Logf("%d models in %v", len(paths), time.Since(start))
}
