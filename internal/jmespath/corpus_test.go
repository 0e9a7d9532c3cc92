// The compliance suite of JMESPath: what parses and what does not, and that what the checker says of a value holds for the
// value that the suite expects.

package jmespath

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/testenv"
)

type corpusGroup struct {
	Given any
	Cases []struct {
		Expression string
		Result     any
		Error      string
	}
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "jmespath"), "*.json"))
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	cases := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []corpusGroup
		if err := json.Unmarshal(text, &groups); err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			for _, c := range g.Cases {
				cases++
				t.Run(filepath.Base(file)+"/"+c.Expression, func(t *testing.T) {
					t.Parallel()
					corpusCase(t, g.Given, c.Expression, c.Result, c.Error)
				})
			}
		}
	}
	if cases < 900 {
		t.Errorf("the suite has %d cases, which can't be all", cases)
	}
}

// corpusCase checks an expression against the type of the value that the suite applies it to.
func corpusCase(t *testing.T, given any, expression string, result any, wrong string) {
	e, err := Parse(expression)
	atParse := wrong == "syntax" || wrong == "invalid-value"
	if (err != nil) != atParse {
		t.Fatalf("%s: error %v, the suite has %q", expression, err, wrong)
	}
	if err != nil {
		if at := new(SyntaxError); !errors.As(err, &at) || at.Offset < 0 || at.Offset > len(expression) {
			t.Errorf("%s: the error %v has no place", expression, err)
		}
		return
	}
	got := Check(e, typeOf(given))
	errorFound := false
	for _, p := range got.Problems {
		errorFound = errorFound || p.Severity == diag.Error
	}
	switch {
	case wrong == "" && errorFound, (wrong == "unknown-function" || wrong == "invalid-arity") && !errorFound:
		t.Errorf("%s: found %v, the suite has %q", expression, got.Problems, wrong)
	case wrong != "" || result == nil:
		return
	}
	if !allows(got.Type, result) {
		t.Errorf("%s: the type is %v, but the value %v", expression, got.Type.Kind(), result)
	}
}

// allows reports whether a value can be of a type.
func allows(t Type, value any) bool {
	if t.Kind() == Any || value == nil {
		return true
	}
	if t.Kind() != typeOf(value).Kind() {
		return false
	}
	switch v := value.(type) {
	case []any:
		for _, elem := range v {
			if !allows(t.Elem(), elem) {
				return false
			}
		}
	case map[string]any:
		for name, field := range v {
			if f, ok := t.Field(name); !ok || !allows(f, field) {
				return false
			}
		}
	}
	return true
}
