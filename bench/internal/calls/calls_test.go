// The calls as ordinary benchmarks: go test -tags full -bench . ./internal/calls

package calls_test

import (
	"context"
	"testing"

	"github.com/smithwright/smithwright/bench/internal/calls"
)

func TestCalls(t *testing.T) {
	t.Parallel()
	pairs, err := calls.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range pairs {
		if err := pair.Agree(t.Context()); err != nil {
			t.Errorf("%s: %v", pair.Name, err)
		}
	}
}

func BenchmarkCalls(b *testing.B) {
	pairs, err := calls.All()
	if err != nil {
		b.Fatal(err)
	}
	for _, pair := range pairs {
		b.Run(pair.Name+"/ours", func(b *testing.B) { repeat(b, pair.Ours) })
		b.Run(pair.Name+"/peer", func(b *testing.B) { repeat(b, pair.Peer) })
	}
}

func repeat(b *testing.B, call func(context.Context) (any, error)) {
	b.ReportAllocs()
	ctx := context.Background()
	for b.Loop() {
		if _, err := call(ctx); err != nil {
			b.Fatal(err)
		}
	}
}
