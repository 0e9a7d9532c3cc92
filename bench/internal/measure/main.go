// Command measure times the calls of package calls, both sides in turn, and prints what it finds as JSON. The benchmark's
// main program builds and runs it, since the calls of the full model need the build tag full.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/smithwright/smithwright/bench/internal/calls"
	"github.com/smithwright/smithwright/bench/internal/stats"
)

// batch is how long calls are made before the clock is read.
const batch = 60 * time.Millisecond

func main() {
	prefix := flag.String("calls", "", "only the calls whose names begin with `PREFIX`")
	reps := flag.Int("reps", 15, "how often each side has its turn")
	flag.Parse()
	if err := run(*prefix, *reps); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(prefix string, reps int) error {
	pairs, err := calls.All()
	if err != nil {
		return err
	}
	var results []stats.Calls
	for _, pair := range pairs {
		if !strings.HasPrefix(pair.Name, prefix) {
			continue
		}
		result, err := measure(pair, reps)
		if err != nil {
			return fmt.Errorf("%s: %w", pair.Name, err)
		}
		results = append(results, result)
	}
	return json.NewEncoder(os.Stdout).Encode(results)
}

// measure lets both sides run in turn, so that what else the machine does falls on both. Before that they must agree on
// what the reply says.
func measure(pair calls.Pair, reps int) (stats.Calls, error) {
	result := stats.Calls{Name: pair.Name}
	if err := pair.Agree(context.Background()); err != nil {
		return result, err
	}
	ours, err := newSide(pair.Ours)
	if err != nil {
		return result, err
	}
	peer, err := newSide(pair.Peer)
	if err != nil {
		return result, err
	}
	for i := range reps {
		turns := []*side{ours, peer}
		if i%2 == 1 {
			turns = []*side{peer, ours}
		}
		for _, s := range turns {
			if err := s.turn(); err != nil {
				return result, err
			}
		}
	}
	result.Ours, result.Peer = ours.samples, peer.samples
	return result, nil
}

// side is one of the two that are compared.
type side struct {
	call    func(context.Context) (any, error)
	n       int // calls a batch
	samples []stats.Call
}

// newSide warms a side up and finds how many calls fill a batch.
func newSide(call func(context.Context) (any, error)) (*side, error) {
	s := &side{call: call, n: 1}
	for {
		sample, err := s.batch()
		if err != nil {
			return nil, err
		}
		if took := sample.NS * float64(s.n); took >= float64(batch)/4 {
			s.n = max(1, int(float64(batch)/sample.NS))
			return s, nil
		}
		s.n *= 2
	}
}

func (s *side) turn() error {
	sample, err := s.batch()
	s.samples = append(s.samples, sample)
	return err
}

// batch makes n calls.
func (s *side) batch() (stats.Call, error) {
	ctx := context.Background()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range s.n {
		if _, err := s.call(ctx); err != nil {
			return stats.Call{}, err
		}
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	n := float64(s.n)
	return stats.Call{
		NS:     float64(took) / n,
		Bytes:  float64(after.TotalAlloc-before.TotalAlloc) / n,
		Allocs: float64(after.Mallocs-before.Mallocs) / n,
	}, nil
}
