//go:build fulllambda

// The tests with the client of the full model, which is there once TestModelOfLambda or `go generate` made it.

package difftest

import (
	"slices"
	"testing"

	"github.com/smithwright/smithwright/difftest/testdata/fulllambda"
	"github.com/smithwright/smithwright/internal/testenv"
)

// fewest is how many of the full model's operations must be compared at least.
const fewest = 84

// full returns the sides for the package of the full model.
func full(t *testing.T) *sides {
	t.Helper()
	client, err := fulllambda.New(fulllambda.Config{Region: region, Credentials: static, Options: options()})
	if err != nil {
		t.Fatal(err)
	}
	m := readModel(t, testenv.Shared(t, "models", "smithy", "lambda.json"))
	return &sides{model: m, ours: client, peer: newPeer(t)}
}

func TestFullRequests(t *testing.T) {
	t.Parallel()
	s := full(t)
	if n := len(s.operations()); n < fewest {
		t.Fatalf("the package has %d operations, want at least %d", n, fewest)
	}
	testRequests(t, s)
}

func TestFullKnownDifferences(t *testing.T) {
	t.Parallel()
	s := full(t)
	for _, known := range differences {
		if !slices.Contains(s.operations(), known.operation) {
			t.Errorf("%s: there is no operation %s", known.name, known.operation)
		}
	}
	testKnownDifferences(t, s)
	testKnownReplies(t, s)
}

func TestFullMissing(t *testing.T) {
	t.Parallel()
	testMissing(t, full(t))
}

func TestFullReplies(t *testing.T) {
	t.Parallel()
	testReplies(t, full(t))
}

func TestFullErrors(t *testing.T) {
	t.Parallel()
	testErrors(t, full(t))
}
