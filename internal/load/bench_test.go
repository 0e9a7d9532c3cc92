// How long it takes to read and to link models.

package load_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// BenchmarkS3 loads the model of S3.
func BenchmarkS3(b *testing.B) {
	benchmark(b, testenv.Shared(b, "models", "smithy", "s3.json"))
}

// BenchmarkModels loads all models of AWS, one after the other.
func BenchmarkModels(b *testing.B) {
	paths := testenv.Models(b)
	benchmark(b, paths...)
}

func benchmark(b *testing.B, paths ...string) {
	var files []*source.File
	size := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, source.New(filepath.Base(path), text))
		size += len(text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			var diags diag.List
			if m := load.Model([]*source.File{source.New(f.Name, f.Text)}, &diags); diags.HasErrors() || len(m.Services()) == 0 {
				b.Fatalf("%s does not load", f.Name)
			}
		}
	}
}
