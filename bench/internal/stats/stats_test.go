package stats_test

import (
	"testing"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

func self(f float64) float64 { return f }

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		samples []float64
		want    float64
	}{
		{"none", nil, 0},
		{"one", []float64{3}, 3},
		{"odd", []float64{9, 1, 5}, 5},
		{"even", []float64{4, 1, 100, 2}, 3},
	} {
		if got := stats.Median(c.samples, self); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRatioIsOfPairs(t *testing.T) {
	t.Parallel()
	// The machine was ten times slower for the second pair: the ratio of medians would say 5.5/11.
	if got := stats.Ratio([]float64{1, 10}, []float64{2, 20}, self); got != 0.5 {
		t.Errorf("got %v, want 0.5", got)
	}
	if got := stats.Ratio([]float64{1, 10, 3}, []float64{2, 20, 4}, self); got != 0.5 {
		t.Errorf("got %v, want 0.5", got)
	}
}
