// Rows f and g: reading, assembling and validating models.

package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

const (
	bigModelBar    = 250 * time.Millisecond
	allModelsBar   = 12 * time.Second
	allModelsBytes = 600e6
	idlBar         = 20.0 // MB/s
)

// measureReading validates S3's model and then all models, each run in a process of its own.
func measureReading(ctx context.Context, w *workspace, reps int) (report, error) {
	gen, err := w.generator(ctx)
	if err != nil {
		return report{}, err
	}
	models, err := w.models()
	if err != nil {
		return report{}, err
	}
	check := func(models ...string) ([]usage, error) {
		var samples []usage
		for range reps {
			u, err := w.run(ctx, gen, append([]string{"check", "--json"}, models...)...)
			if err != nil {
				return nil, err
			}
			samples = append(samples, u)
		}
		return samples, nil
	}
	one, err := check(w.shared("models", "smithy", "s3.json"))
	if err != nil {
		return report{}, err
	}
	all, err := check(models...)
	if err != nil {
		return report{}, err
	}
	took, tookAll, memory := stats.Median(one, wall), stats.Median(all, wall), stats.Median(all, peak)
	return report{rows: []row{
		{
			what: "(f) S3's model read, assembled, checked, as a process", ours: milli(took),
			bar: fmt.Sprintf("≤ %d ms", bigModelBar.Milliseconds()), holds: atMost(took, bigModelBar.Seconds()),
		}, {
			what: fmt.Sprintf("(f) %d models: time", len(models)), ours: fmt.Sprintf("%.2f s", tookAll),
			bar: fmt.Sprintf("≤ %.0f s", allModelsBar.Seconds()), holds: atMost(tookAll, allModelsBar.Seconds()),
		}, {
			what: fmt.Sprintf("(f) %d models: memory", len(models)), ours: megabytes(memory),
			bar: megabytes(allModelsBytes), holds: atMost(memory, allModelsBytes),
		},
	}}, nil
}

// measureIDL runs the benchmark of the IDL reader on a file of 1 MB.
func measureIDL(ctx context.Context, w *workspace, reps int) (report, error) {
	u, err := w.run(ctx, "go", "test", "-C", w.root, "-run", "^$", "-bench", "^BenchmarkParse$", "-count", strconv.Itoa(reps), "-cpu", "1", "./internal/idl")
	if err != nil {
		return report{}, err
	}
	var rates []float64
	for line := range strings.Lines(string(u.stdout)) {
		if fields := strings.Fields(line); strings.HasPrefix(line, "BenchmarkParse") {
			for i := 1; i < len(fields); i++ {
				if rate, err := strconv.ParseFloat(fields[i-1], 64); err == nil && fields[i] == "MB/s" {
					rates = append(rates, rate)
				}
			}
		}
	}
	if len(rates) == 0 {
		return report{}, fmt.Errorf("the benchmark printed no rate:\n%s", u.stdout)
	}
	rate := stats.Median(rates, func(f float64) float64 { return f })
	holds := no
	if rate >= idlBar {
		holds = yes
	}
	return report{rows: []row{{
		what: "(g) 1 MB of Smithy IDL into declarations, one core", ours: fmt.Sprintf("%.0f MB/s", rate),
		bar: fmt.Sprintf("≥ %.0f MB/s", idlBar), holds: holds,
	}}}, nil
}
