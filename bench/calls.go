// Rows a, b, k to n and p: calls, and endpoints.

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
	queryBar    = 0.4 // of DynamoDB
	xmlBar      = 0.6 // of S3 and CloudFormation
	cborBar     = 0.5 // of CloudWatch

	lambdaEndpointBar = 1e3 // nanoseconds
	s3EndpointBar     = 3e3
	endpointAlloc     = 4
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

// replies measures the calls whose names begin with prefix, under the name of a row. The first one, which has much to decode,
// has to keep to the bar; others are there for comparison.
func replies(name, prefix string, bar float64) func(context.Context, *workspace, int) (report, error) {
	return func(ctx context.Context, w *workspace, reps int) (report, error) {
		results, err := measureCalls(ctx, w, prefix, reps)
		if err != nil {
			return report{}, err
		}
		var r report
		for i, c := range results {
			what := "(" + name + ") " + c.Name
			r.rows = append(r.rows, timeRow(what, c, bar), countRow(what, c))
			if i > 0 {
				time := &r.rows[len(r.rows)-2]
				time.bar, time.holds = "", none
			}
		}
		return r, nil
	}
}

// measureEndpoints measures the rules for endpoints, whose bars are not the peer's.
func measureEndpoints(ctx context.Context, w *workspace, reps int) (report, error) {
	results, err := measureCalls(ctx, w, "endpoint", reps)
	if err != nil {
		return report{}, err
	}
	var r report
	for i, c := range results {
		limit := float64(s3EndpointBar)
		if i == 0 {
			limit = lambdaEndpointBar
		}
		name := "(p) " + c.Name
		time, count := timeRow(name, c, 0), countRow(name, c)
		time.ours, time.peer = fmt.Sprintf("%.2f µs", stats.Median(c.Ours, nanoseconds)/1e3), fmt.Sprintf("%.2f µs", stats.Median(c.Peer, nanoseconds)/1e3)
		time.bar, time.holds = "≤ "+microseconds(limit), atMost(stats.Median(c.Ours, nanoseconds), limit)
		count.bar, count.holds = fmt.Sprintf("≤ %d", endpointAlloc), atMost(stats.Median(c.Ours, allocs), endpointAlloc)
		r.rows = append(r.rows, time, count)
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
