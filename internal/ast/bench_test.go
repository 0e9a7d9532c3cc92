// Benchmarks of reading and writing a large model.

package ast

import (
	"io"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// BenchmarkLambda reads AWS Lambda's model of 1 MB from bytes to a linked model.
func BenchmarkLambda(b *testing.B) {
	f := readFile(b, testenv.Shared(b, "models", "smithy", "lambda.json"))
	b.SetBytes(int64(len(f.Text)))
	b.ReportAllocs()
	for b.Loop() {
		var diags diag.List
		m := load(&diags, source.New(f.Name, f.Text))
		if diags.HasErrors() || len(m.Services()) != 1 {
			b.Fatal("the model does not load")
		}
	}
}

// BenchmarkLambdaSyntax is the part of it that checks the syntax.
func BenchmarkLambdaSyntax(b *testing.B) {
	f := readFile(b, testenv.Shared(b, "models", "smithy", "lambda.json"))
	b.SetBytes(int64(len(f.Text)))
	for b.Loop() {
		if _, err := checkSyntax(f.Text); err != nil {
			b.Fatal(err.message)
		}
	}
}

// BenchmarkLambdaWrite writes it.
func BenchmarkLambdaWrite(b *testing.B) {
	f := readFile(b, testenv.Shared(b, "models", "smithy", "lambda.json"))
	var diags diag.List
	m := load(&diags, f)
	b.SetBytes(int64(len(f.Text)))
	for b.Loop() {
		if err := Write(io.Discard, m, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
