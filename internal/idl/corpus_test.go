// Tests against the reference implementation's corpora.

package idl

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// smithyFiles returns the IDL files below a folder, by path from it.
func smithyFiles(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".smithy") {
			rel, err := filepath.Rel(dir, path)
			out = append(out, rel)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("no IDL files in %s", dir)
	}
	return out
}

// parse reads a file from disk.
func parse(t *testing.T, path string) ([]shape.Decl, []diag.Diagnostic, string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	decls := Parse(source.New(filepath.Base(path), text), &diags)
	return decls, diags.Sorted(), string(text)
}

var headline = regexp.MustCompile(`^// Syntax error at line (\d+), column (\d+)`)

// TestInvalidSyntax reads the files that break the grammar: a diagnostic stands at the place that the first line names.
func TestInvalidSyntax(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "corpora", "idl", "loader", "invalid")
	n := 0
	for _, name := range smithyFiles(t, dir) {
		_, diags, text := parse(t, filepath.Join(dir, name))
		m := headline.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		n++
		line, _, _ := strings.Cut(text, "\n")
		code := "Model"
		if _, id, ok := strings.Cut(line, " | "); ok {
			code = strings.TrimSpace(id)
		}
		want := m[1] + ":" + m[2]
		found := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool {
			return d.Code == code && d.Severity == diag.Error && place(d.Span) == want
		})
		if !found {
			t.Errorf("%s: want %s at %s, got %s", name, code, want, list(diags))
		}
	}
	if n != 142 {
		t.Errorf("%d files name the place of a mistake in the syntax, want 142", n)
	}
}

// place returns line and column of a span.
func place(s source.Span) string {
	line, col := s.Position()
	return fmt.Sprintf("%d:%d", line, col)
}

// list prints diagnostics for a message.
func list(diags []diag.Diagnostic) string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%s %s[%s] %q", place(d.Span), d.Severity, d.Code, d.Message))
	}
	return strings.Join(out, "\n  ")
}

// TestValid reads files that are right: there is no finding but of documentation that documents nothing.
func TestValid(t *testing.T) {
	t.Parallel()
	dirs := map[string]int{"idl/loader/valid": 62, "protocols/idl": 1, "traits": 1, "formatter": 1}
	for dir, least := range dirs {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			path := testenv.Shared(t, "corpora", filepath.FromSlash(dir))
			files := smithyFiles(t, path)
			if len(files) < least {
				t.Errorf("%d files, want at least %d", len(files), least)
			}
			for _, name := range files {
				decls, diags, text := parse(t, filepath.Join(path, name))
				diags = slices.DeleteFunc(diags, func(d diag.Diagnostic) bool {
					return d.Code == "Model.BadDocumentationComment" || d.Code == codeDeprecation ||
						unknownControls[name] && d.Severity == diag.Warning
				})
				if len(diags) > 0 {
					t.Errorf("%s: %s", name, list(diags))
				}
				if want := strings.Count("\n"+text, "\nstructure "); count(decls, shape.Structure) < want {
					t.Errorf("%s has %d structures, want at least %d", name, count(decls, shape.Structure), want)
				}
			}
		})
	}
}

// unknownControls are files with control statements that mean nothing, of which a warning tells.
var unknownControls = map[string]bool{
	"unknown-control-statement.smithy": true, "section-statement-blank-lines.smithy": true,
	"section-statement-blank-lines.formatted.smithy": true,
}

// count returns the number of declarations of shapes of a kind.
func count(decls []shape.Decl, kind shape.Kind) int {
	n := 0
	for _, d := range decls {
		if d, ok := d.(*shape.ShapeDecl); ok && d.Kind == kind {
			n++
		}
	}
	return n
}

// fromReading matches the messages of the reference's events that come from the reading of one file.
var fromReading = regexp.MustCompile(`^(Syntax error at|Found documentation comments|Unknown control statement|` +
	`Use statements cannot|Cannot use name|Shape name|The .version control|set shapes cannot)`)

// event is an entry of a file of expected events.
type event struct {
	Severity, ID, Shape, Loc string
}

// TestEvents compares what the reading of each file reports with the reference's events, as far as they come from reading.
func TestEvents(t *testing.T) {
	t.Parallel()
	expected := testenv.Shared(t, "corpora", "idl-expected", "loader")
	dir := testenv.Shared(t, "corpora", "idl", "loader")
	for _, name := range smithyFiles(t, dir) {
		data, err := os.ReadFile(filepath.Join(expected, name+".events.json"))
		if err != nil {
			continue
		}
		var events []struct{ Severity, ID, Shape, Loc, Message string }
		if err := json.Unmarshal(data, &events); err != nil {
			t.Fatal(err)
		}
		var want []event
		for _, e := range events {
			if fromReading.MatchString(e.Message) {
				want = append(want, event{e.Severity, e.ID, e.Shape, testenv.InnerPlace(e.Message, e.Loc[strings.IndexByte(e.Loc, ':')+1:])})
			}
		}
		_, diags, _ := parse(t, filepath.Join(dir, name))
		var got []event
		for _, d := range diags {
			if d.Code == codeDeprecation {
				continue
			}
			id := d.Shape
			if id == "" {
				id = "-"
			}
			got = append(got, event{strings.ToUpper(d.Severity.String()), d.Code, id, place(d.Span)})
		}
		order := func(a, b event) int { return cmp.Or(cmp.Compare(a.Loc, b.Loc), cmp.Compare(a.ID, b.ID)) }
		slices.SortFunc(want, order)
		slices.SortFunc(got, order)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s%s", name, diff, list(diags))
		}
	}
}
