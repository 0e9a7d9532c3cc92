// A benchmark of printing a large model.

package print_test

import (
	"testing"

	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/testenv"
)

// BenchmarkS3 prints the model of Amazon S3, with documentation.
func BenchmarkS3(b *testing.B) {
	f := readFile(b, testenv.Shared(b, "models", "smithy", "s3.json"))
	m := load(b, f)
	b.SetBytes(int64(len(f.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if len(print.Model(m, print.Options{InferSuffixes: true})) == 0 {
			b.Fatal("nothing was printed")
		}
	}
}
