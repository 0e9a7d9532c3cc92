// Rows a and b: calls.

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

const (
	updateBar   = 0.4
	updateAlloc = 110
	listBar     = 0.45
)

func nanoseconds(c stats.Call) float64 { return c.NS }
func bytesOf(c stats.Call) float64     { return c.Bytes }
func allocs(c stats.Call) float64      { return c.Allocs }

func measureUpdate(ctx context.Context, w *workspace, reps int) (report, error) {
	results, err := measureCalls(ctx, w, "update", reps)
	if err != nil {
		return report{}, err
	}
	var r report
	for i, c := range results {
		name := "(a) " + c.Name
		r.rows = append(r.rows, timeRow(name, c, updateBar))
		count := countRow(name, c)
		if i == 0 {
			count.bar, count.holds = fmt.Sprintf("≤ %d", updateAlloc), atMost(stats.Median(c.Ours, allocs), updateAlloc)
		}
		r.rows = append(r.rows, count)
	}
	return r, nil
}

func measureList(ctx context.Context, w *workspace, reps int) (report, error) {
	results, err := measureCalls(ctx, w, "list", reps)
	if err != nil {
		return report{}, err
	}
	var r report
	for _, c := range results {
		r.rows = append(r.rows, timeRow("(b) "+c.Name, c, listBar), countRow("(b) "+c.Name, c))
	}
	return r, nil
}

// measureCalls has another process make the calls whose names begin with prefix.
func measureCalls(ctx context.Context, w *workspace, prefix string, reps int) ([]stats.Calls, error) {
	measure, err := w.build(ctx, "measure", "./internal/measure", "")
	if err != nil {
		return nil, err
	}
	u, err := w.run(ctx, measure, "-calls", prefix, "-reps", strconv.Itoa(reps))
	if err != nil {
		return nil, err
	}
	var results []stats.Calls
	if err := json.Unmarshal(u.stdout, &results); err != nil {
		return nil, fmt.Errorf("reading the measurements: %w", err)
	}
	return results, nil
}

func timeRow(name string, c stats.Calls, bar float64) row {
	quotient := stats.Ratio(c.Ours, c.Peer, nanoseconds)
	return row{
		what:  name + ": time",
		ours:  microseconds(stats.Median(c.Ours, nanoseconds)),
		peer:  microseconds(stats.Median(c.Peer, nanoseconds)),
		ratio: ratio(quotient), bar: "ratio ≤ " + ratio(bar), holds: atMost(quotient, bar),
	}
}

// countRow has no bar by itself.
func countRow(name string, c stats.Calls) row {
	return row{
		what:  name + ": allocations",
		ours:  allocations(c.Ours),
		peer:  allocations(c.Peer),
		ratio: ratio(stats.Ratio(c.Ours, c.Peer, allocs)),
	}
}

func microseconds(ns float64) string { return fmt.Sprintf("%.1f µs", ns/1e3) }

func allocations(samples []stats.Call) string {
	return fmt.Sprintf("%.0f, %.1f KB", stats.Median(samples, allocs), stats.Median(samples, bytesOf)/1e3)
}
