// How long it takes to read the largest rules that are published, and to run their tests.

package rules_test

import (
	"path/filepath"
	"testing"

	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/testenv"
)

func benchmarkService(b *testing.B) *shape.Shape {
	b.Helper()
	return readModel(b, filepath.Join(testenv.Shared(b, "models", "smithy"), "s3.json")).Services()[0]
}

// BenchmarkParse reads rules whose nodes are there already: what checking and generating both pay for a service.
func BenchmarkParse(b *testing.B) {
	s := benchmarkService(b)
	ruleSet, _ := s.Trait(rules.RuleSetTrait)
	diagram, _ := s.Trait(rules.DiagramTrait)
	tests, _ := s.Trait(rules.TestsTrait)
	b.Run("ruleSet", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rules.ParseRuleSet(ruleSet)
		}
	})
	b.Run("diagram", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rules.ParseDiagram(diagram)
		}
	})
	b.Run("tests", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rules.ParseTests(tests)
		}
	})
}

// BenchmarkTests runs all tests of the service once an iteration.
func BenchmarkTests(b *testing.B) {
	s := benchmarkService(b)
	v, _ := s.Trait(rules.TestsTrait)
	tests := rules.ParseTests(v)
	for _, trait := range []shape.ID{rules.RuleSetTrait, rules.DiagramTrait} {
		v, _ := s.Trait(trait)
		program, _ := rules.ParseRuleSet(v)
		if trait == rules.DiagramTrait {
			program, _ = rules.ParseDiagram(v)
		}
		b.Run(trait.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				work := 100 * rules.MaxWork
				before := work
				for i := range tests {
					if err := tests[i].Run(program, &work); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(before-work), "work/op")
			}
			b.ReportMetric(float64(len(tests)), "tests/op")
		})
	}
}
