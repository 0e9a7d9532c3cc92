// How the tests of single validators load models and list what is found.

package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// loadModel loads a model, which must give no errors.
func loadModel(tb testing.TB, name, text string) *shape.Model {
	tb.Helper()
	var diags diag.List
	m := load.Model([]*source.File{source.New(name, []byte(text))}, &diags)
	if diags.HasErrors() {
		for _, d := range diags.Sorted() {
			tb.Logf("%v %s %s", d.Span, d.Code, d.Message)
		}
		tb.Fatal("the model does not load")
	}
	return m
}

// textOfS3 reads the published model of S3.
func textOfS3(tb testing.TB) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(testenv.Shared(tb, "models", "smithy"), "s3.json"))
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// runAlone runs some validators over a model, and nothing else.
func runAlone(m *shape.Model, validators []validator) *diag.List {
	diags := &diag.List{}
	p := newPass(m, diags)
	for _, v := range validators {
		v.run(p)
	}
	return diags
}

// modelCase is what a model in Smithy IDL must give: lines of the form "line severity code shape".
type modelCase struct{ model, want string }

// runCases runs some validators over models, and nothing else.
func runCases(t *testing.T, validators []validator, cases map[string]modelCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := eventLines(t, validators, test.model)
			if diff := cmp.Diff(strings.TrimSpace(test.want), strings.Join(got, "\n")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// eventLines runs validators over a model whose text begins behind the namespace test, on line 1. Control statements may stand
// before it, with a line of --- between.
func eventLines(t *testing.T, validators []validator, text string) []string {
	t.Helper()
	control, body, found := strings.Cut(text, "---\n")
	if !found {
		control, body = "", text
	}
	m := loadModel(t, "m.smithy", "$version: \"2\" "+control+"\nnamespace test\n"+body)
	before := strings.Count(control, "\n") + 2
	var out []string
	for _, d := range runAlone(m, validators).Sorted() {
		line, _ := d.Span.Position()
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", line-before, d.Severity, d.Code, d.Shape)))
	}
	return out
}

// jsonModel makes a model of n copies of a text in which $i stands for the number of the copy and $j for the next one's, the
// last one's next being the first, with more shapes behind them.
func jsonModel(metadata string, n int, text, more string) string {
	var b strings.Builder
	b.WriteString(`{"smithy":"2.0","metadata":{` + metadata + `},"shapes":{`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.NewReplacer("$i", fmt.Sprint(i), "$j", fmt.Sprint((i+1)%n)).Replace(text))
	}
	if more != "" {
		b.WriteString("," + more)
	}
	b.WriteString("}}")
	return b.String()
}
