// Fuzz tests: no bytes make the reader panic or give a declaration without a place.

package c2j

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// model makes a model of a protocol with operations and shapes.
func model(protocol, operations, shapes string) string {
	return `{"metadata": {"protocol": "` + protocol + `", "serviceId": "S3"}, "operations": {` + operations + `}, "shapes": {` + shapes + `}}`
}

const (
	getOp    = `"Get": {"http": {"method": "GET", "requestUri": "/{p}"}, "input": {"shape": "In"}, "output": {"shape": "In"}, "errors": [{"shape": "E"}]}`
	inShape  = `"In": {"type": "structure", "required": ["p"], "members": {"p": {"shape": "T", "location": "uri"}, "L": {"shape": "L"}}}`
	others   = `"T": {"type": "string", "enum": ["a", "b-c"], "max": 3}, "L": {"type": "list", "member": {"shape": "In"}, "flattened": true}`
	failure  = `"E": {"type": "structure", "members": {}, "exception": true, "error": {"httpStatusCode": 404, "code": "X"}}`
	likeness = `"B": {"type": "blob"}, "b": {"type": "string"}, "M": {"type": "map", "key": {"shape": "b"}, "value": {"shape": "B"}}`
)

// seeds are models with a companion. They are small, since the fuzzer spends its time on making large ones smaller.
var seeds = [][2]string{
	{"", ""}, {"{}", "{}"},
	{model("rest-json", getOp, inShape), `{"pagination": {"Get": {"input_token": "p", "output_token": ["p"], "result_key": ["L"], "limit_key": "p"}}}`},
	{
		model("rest-xml", getOp, others+", "+failure),
		`{"waiters": {"W": {"operation": "Get", "delay": 2, "acceptors": [{"matcher": "status", "expected": 404, "state": "success"}]}}}`,
	},
	{model("ec2", getOp, likeness), `{"service": "text", "operations": {"Get": "text"}, "shapes": {"B": {"base": "t", "refs": {"M$key": "t"}}}}`},
	{model("query", `"a": 1, "B": {"input": [], "errors": {}}`, `"L": {"type": "list"}, "l": {"type": "list", "member": {}}`), `{"testCases": []}`},
	{model("json", getOp, failure), `{"examples": {"Get": [{"input": {}, "title": "t", "comments": {}}]}}`},
}

// FuzzParse reads any bytes as a model and its companion, links what came of them and looks at everything in the model.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s[0]), []byte(s[1]))
	}
	f.Fuzz(func(t *testing.T, model, companion []byte) {
		var diags diag.List
		files := []*source.File{source.New("service-2.json", model), source.New("other.json", companion)}
		m := load(&diags, files...)
		for _, s := range m.Shapes() {
			for tr := range s.Traits.All() {
				plain(tr.Value)
			}
			for _, mem := range s.Members {
				if mem.Target == nil || mem.Parent != s {
					t.Errorf("the member %s is not linked", mem.ID)
				}
				for tr := range mem.Traits.All() {
					plain(tr.Value)
				}
			}
		}
		for _, d := range diags.Sorted() {
			if d.Span.File == nil || d.Span.Start < 0 || d.Span.End > len(d.Span.File.Text) || d.Span.Start > d.Span.End {
				t.Errorf("%s has the span %d to %d: %s", d.Code, d.Span.Start, d.Span.End, d.Message)
			}
		}
	})
}

// TestHostileModelsTakeLinearTime reads models that are large in one way each; what grows faster than they do takes minutes.
func TestHostileModelsTakeLinearTime(t *testing.T) {
	t.Parallel()
	const n = 30_000
	var values, alike, required, errors strings.Builder
	for i := range n {
		sep := ","
		if i == 0 {
			sep = ""
		}
		values.WriteString(sep + `"` + strings.Repeat("!", i%200) + strings.Repeat("?", i/200) + `"`)
		name := []byte("aaaaaaaaaaaaaaaaaaaa")
		for bit := range name {
			if i>>bit&1 == 1 {
				name[bit] = 'A'
			}
		}
		alike.WriteString(sep + `"` + string(name) + `": {"type": "string", "min": ` + strings.Repeat("1", 1+i%7) + `}`)
		required.WriteString(sep + `"r` + string(name) + `"`)
		errors.WriteString(sep + `{"shape": "` + string(name) + `x"}`)
	}
	bodies := map[string]string{
		"values of an enum":         `"E": {"type": "string", "enum": [` + values.String() + `]}`,
		"names that differ by case": alike.String(),
		"required members":          `"S": {"type": "structure", "members": {}, "required": [` + required.String() + `]}`,
	}
	var operations, members strings.Builder
	for i := range n / 4 {
		sep := ","
		if i == 0 {
			sep = ""
		}
		fmt.Fprintf(&operations, `%s"O%d": {"http": {"method": "GET", "requestUri": "/{x}"}, "input": {"shape": "In"}, "bogus": 1}`, sep, i)
		fmt.Fprintf(&members, `%s"m%d": {"shape": "Text", "location": "uri"}`, sep, i)
	}
	t.Run("one large input", func(t *testing.T) {
		t.Parallel()
		var diags diag.List
		load(&diags, source.New("m.json", []byte(`{"metadata": {"protocol": "rest-xml", "serviceId": "X"}, "operations": {`+operations.String()+
			`}, "shapes": {"In": {"type": "structure", "members": {`+members.String()+`}}, "Text": {"type": "string"}}}`)))
		if diags.HasErrors() {
			failOnFindings(t, &diags)
		}
	})
	for name, shapes := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			load(&diags, source.New("m.json", []byte(`{"metadata": {"protocol": "rest-json", "serviceId": "X"}, "operations": {"Op": {"errors": [`+errors.String()+`]}}, "shapes": {`+shapes+`}}`)))
		})
	}
}
