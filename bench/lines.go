// Row i: how many lines are generated.

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// outputBar is what share of the peer's lines a client may have.
const outputBar = 0.4

// documented are the services whose models carry documentation here, and whose client the peer has in this module.
var documented = []struct{ name, pkg string }{{"Lambda", "lambda"}, {"S3", "s3"}, {"DynamoDB", "dynamodb"}, {"EC2", "ec2"}}

// measureLines counts the lines of both sides' clients of the documented services.
func measureLines(ctx context.Context, w *workspace, _ int) (report, error) {
	var r report
	var total counted
	for _, s := range documented {
		ours, err := w.packages(ctx, oursFull+s.pkg)
		if err != nil {
			return report{}, err
		}
		peer, err := w.packages(ctx, peerFull+s.pkg)
		if err != nil {
			return report{}, err
		}
		c, err := linesRow(fmt.Sprintf("(i) lines of %s, documented", s.name), ours, peer)
		if err != nil {
			return report{}, err
		}
		r.rows = append(r.rows, withOutputBar(c))
		total.ours += c.ours
		total.peer += c.peer
	}
	r.rows = append(r.rows, withOutputBar(newCounted("(i) lines of all these", total.ours, total.peer)))
	return r, nil
}

func withOutputBar(c counted) row {
	c.row.bar, c.row.holds = "ratio ≤ "+ratio(outputBar), atMost(float64(c.ours)/float64(c.peer), outputBar)
	return c.row
}

// counted is a row with its numbers.
type counted struct {
	row        row
	ours, peer int
}

func newCounted(what string, ours, peer int) counted {
	return counted{
		row:  row{what: what, ours: fmt.Sprint(ours), peer: fmt.Sprint(peer), ratio: ratio(float64(ours) / float64(peer))},
		ours: ours, peer: peer,
	}
}

// linesRow counts the lines of both sides' packages, with their comments and without their tests.
func linesRow(what string, ours, peer []goPackage) (counted, error) {
	a, err := countLines(ours)
	if err != nil {
		return counted{}, err
	}
	b, err := countLines(peer)
	return newCounted(what, a, b), err
}

func countLines(packages []goPackage) (int, error) {
	lines := 0
	for _, p := range packages {
		for _, file := range p.GoFiles {
			data, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				return 0, err
			}
			lines += bytes.Count(data, []byte("\n"))
		}
	}
	return lines, nil
}
