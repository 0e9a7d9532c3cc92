// How long the checks take on large models: that of S3, and one of the size of EC2's.

package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// ofService is what a service of 800 operations repeats for each: the operation and six shapes.
const ofService = `"a#Op$i":{"type":"operation","input":{"target":"a#Op$iRequest"},"output":{"target":"a#Op$iResult"},
	"traits":{"smithy.api#documentation":"<p>Does what $i does.</p>"}},
"a#Op$iRequest":{"type":"structure","members":{
	"DryRun":{"target":"smithy.api#Boolean","traits":{"smithy.api#documentation":"Checks the permission only."}},
	"Name":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#length":{"min":1,"max":64}}},
	"Filters":{"target":"a#List$i"},"Tags":{"target":"a#Map$i"},"State":{"target":"a#State$i"},"MaxResults":{"target":"smithy.api#Integer"}},
	"traits":{"smithy.api#input":{}}},
"a#Op$iResult":{"type":"structure","members":{"Items":{"target":"a#List$i"},"Next":{"target":"a#Item$j"}},"traits":{"smithy.api#output":{}}},
"a#Item$i":{"type":"structure","members":{
	"A":{"target":"smithy.api#String","traits":{"smithy.api#xmlName":"a","smithy.api#documentation":"The first."}},
	"B":{"target":"smithy.api#Integer","traits":{"smithy.api#xmlName":"b","smithy.api#documentation":"The second."}},
	"C":{"target":"a#State$j","traits":{"smithy.api#xmlName":"c","smithy.api#documentation":"The third."}},
	"D":{"target":"a#List$j","traits":{"smithy.api#xmlName":"d","smithy.api#documentation":"The fourth."}}}},
"a#List$i":{"type":"list","member":{"target":"a#Item$i","traits":{"smithy.api#xmlName":"item"}}},
"a#Map$i":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"smithy.api#String"}},
"a#State$i":{"type":"enum","members":{
	"on":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"on"}},"off":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"off"}}}}`

// largeModels returns the texts of the two models by their names.
func largeModels(b *testing.B) map[string]string {
	b.Helper()
	var operations []string
	for i := range 800 {
		operations = append(operations, fmt.Sprintf(`{"target":"a#Op%d"}`, i))
	}
	many := jsonModel("", 800, ofService, `"a#S":{"type":"service","version":"1","operations":[`+strings.Join(operations, ",")+`]}`)
	return map[string]string{"s3": textOfS3(b), "of 800 operations": many}
}

// BenchmarkModel checks models that are loaded already.
func BenchmarkModel(b *testing.B) {
	for name, text := range largeModels(b) {
		b.Run(name, func(b *testing.B) {
			m := loadModel(b, "m.json", text)
			b.ReportAllocs()
			for b.Loop() {
				var diags diag.List
				Model(m, &diags)
				if diags.HasErrors() {
					b.Fatal(diags.Sorted())
				}
			}
		})
	}
}

// BenchmarkLoadAndCheck does all that "gen check" does but for printing.
func BenchmarkLoadAndCheck(b *testing.B) {
	for name, text := range largeModels(b) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				var diags diag.List
				Model(load.Model([]*source.File{source.New("m.json", []byte(text))}, &diags), &diags)
				diags.Sorted()
			}
		})
	}
}

// BenchmarkValidators times each validator by itself.
func BenchmarkValidators(b *testing.B) {
	for name, text := range largeModels(b) {
		m := loadModel(b, "m.json", text)
		for _, v := range slices.Concat(stages()...) {
			b.Run(name+"/"+v.finds[0], func(b *testing.B) { benchValidator(b, m, v) })
		}
	}
}

// benchValidator times a validator on a model whose graph is built, as it is for all but the first that asks for it.
func benchValidator(b *testing.B, m *shape.Model, v validator) {
	p := newPass(m, &diag.List{})
	p.env()
	for b.Loop() {
		p.diags = &diag.List{}
		v.run(p)
	}
}
