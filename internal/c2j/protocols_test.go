// Tests with botocore's protocol cases, which are models of this dialect with one operation each.

package c2j

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// TestProtocolCasesLoad loads the model of each case, holds it against the validators and plans a client of it.
func TestProtocolCasesLoad(t *testing.T) {
	t.Parallel()
	for name, least := range map[string]int{"rest-json-input.json": 52, "rest-json-output.json": 35} {
		text, err := os.ReadFile(testenv.Shared(t, "corpora", "c2j-protocols", name))
		if err != nil {
			t.Fatal(err)
		}
		var suites []struct {
			Description      string
			Metadata, Shapes json.RawMessage
			Cases            []struct{ Given json.RawMessage }
		}
		if err := json.Unmarshal(text, &suites); err != nil {
			t.Fatal(err)
		}
		if len(suites) < least {
			t.Errorf("%s has only %d cases", name, len(suites))
		}
		for i, s := range suites {
			for k, c := range s.Cases {
				var given struct{ Name string }
				if err := json.Unmarshal(c.Given, &given); err != nil {
					t.Fatal(err)
				}
				model := fmt.Sprintf(`{"version": "2.0", "metadata": %s, "operations": {%q: %s}, "shapes": %s}`, s.Metadata, given.Name, c.Given, s.Shapes)
				t.Run(fmt.Sprintf("%s/%d/%d", name, i, k), func(t *testing.T) {
					t.Parallel()
					loadCase(t, model, given.Name)
				})
			}
		}
	}
}

func loadCase(t *testing.T, model, operation string) {
	t.Helper()
	var diags diag.List
	file := source.New("case.json", []byte(model))
	if !Recognize(file.Text) {
		t.Error("it is not recognized")
	}
	m := loadDefined(&diags, file)
	failOnFindings(t, &diags)
	check.Model(m, &diags)
	plan.Build(m, plan.Options{Service: m.Services()[0].ID}, &diags)
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			t.Errorf("%s[%s] %s: %s", d.Severity, d.Code, d.Shape, d.Message)
		}
	}
	ops := m.Operations(m.Services()[0])
	if len(ops) != 1 || ops[0].ID.Name() != operation {
		t.Errorf("it has the operations %v, where %s is the one", ops, operation)
	}
}
