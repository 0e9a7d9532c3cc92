// How the tests of this folder load and check models, and list what is found.

package check_test

import (
	"fmt"
	"strings"

	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/source"
)

// checked loads and checks a model.
func checked(files ...*source.File) *diag.List {
	var diags diag.List
	check.Model(load.Model(files, &diags), &diags)
	return &diags
}

// findings loads and checks a model and lists what is found of the severity given or worse, as line:column code: message.
func findings(least diag.Severity, name, text string) []string {
	var out []string
	for _, d := range checked(source.New(name, []byte(text))).Sorted() {
		if d.Severity >= least {
			line, col := d.Span.Position()
			out = append(out, fmt.Sprintf("%d:%d %s: %s", line, col, d.Code, d.Message))
		}
	}
	return out
}

// about keeps the findings whose event ids begin with the one given.
func about(id string, findings []string) []string {
	var out []string
	for _, f := range findings {
		if _, text, _ := strings.Cut(f, " "); strings.HasPrefix(text, id) {
			out = append(out, f)
		}
	}
	return out
}

// rendered lists findings in full, a line each.
func rendered(list []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "\t%s %s[%s] %s: %s\n", d.Span, d.Severity, d.Code, d.Shape, d.Message)
	}
	return b.String()
}
