// Row e: generating the package of the full model.

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

const generatorBar = 300 * time.Millisecond

func wall(u usage) float64   { return u.wall.Seconds() }
func cpu(u usage) float64    { return u.cpu.Seconds() }
func peak(u usage) float64   { return float64(u.memory) }
func milli(s float64) string { return fmt.Sprintf("%.0f ms", s*1e3) }

// measureGenerator runs both generators, each from its own dialect of the same model into a folder that is empty.
func measureGenerator(ctx context.Context, w *workspace, reps int) (report, error) {
	ours, err := w.generator(ctx)
	if err != nil {
		return report{}, err
	}
	peer, err := w.peerGenerator(ctx)
	if err != nil {
		return report{}, err
	}
	model, err := w.peerModel()
	if err != nil {
		return report{}, err
	}
	var samples [2][]usage
	for i := range reps {
		out := w.path("out", fmt.Sprint(i))
		u, err := w.run(ctx, ours, "-o", filepath.Join(out, "ours"), w.model())
		if err != nil {
			return report{}, err
		}
		samples[0] = append(samples[0], u)
		if u, err = w.run(ctx, peer, "-path", filepath.Join(out, "peer"), model); err != nil {
			return report{}, err
		}
		samples[1] = append(samples[1], u)
		if err := os.RemoveAll(out); err != nil {
			return report{}, err
		}
	}
	took := stats.Median(samples[0], wall)
	return report{rows: []row{
		{
			what: "(e) generate from the full model: time",
			ours: milli(took), peer: milli(stats.Median(samples[1], wall)),
			ratio: ratio(stats.Ratio(samples[0], samples[1], wall)),
			bar:   fmt.Sprintf("≤ %d ms", generatorBar.Milliseconds()), holds: atMost(took, generatorBar.Seconds()),
		}, {
			what: "(e) processor time",
			ours: milli(stats.Median(samples[0], cpu)), peer: milli(stats.Median(samples[1], cpu)),
			ratio: ratio(stats.Ratio(samples[0], samples[1], cpu)),
		}, {
			what: "(e) memory",
			ours: megabytes(stats.Median(samples[0], peak)), peer: megabytes(stats.Median(samples[1], peak)),
			ratio: ratio(stats.Ratio(samples[0], samples[1], peak)),
		},
	}}, nil
}

// peerModel puts the model under the names that the peer's generator looks for.
func (w *workspace) peerModel() (string, error) {
	from := w.shared("models", "c2j", "lambda", "2015-03-31")
	to := w.path("models", "lambda", "2015-03-31")
	if err := os.MkdirAll(to, 0o700); err != nil {
		return "", err
	}
	for _, name := range []struct{ from, to string }{
		{"service-2.json", "api-2.json"}, {"paginators-1.json", "paginators-1.json"}, {"waiters-2.json", "waiters-2.json"},
	} {
		data, err := os.ReadFile(filepath.Join(from, name.from))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(to, name.to), data, 0o600); err != nil {
			return "", err
		}
	}
	return filepath.Join(to, "api-2.json"), nil
}
