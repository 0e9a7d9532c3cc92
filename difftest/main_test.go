// What the whole test is told, and the environment that it runs in.

package difftest

import (
	"flag"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

var (
	seed   = flag.Uint64("seed", 20190925, "the seed of all random inputs and replies")
	inputs = flag.Int("inputs", 200, "how many random inputs and replies each operation gets")
)

// TestMain takes the machine's AWS settings out of the way: the peer's configuration would obey them.
func TestMain(m *testing.M) {
	flag.Parse()
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "AWS_") || name == "_X_AMZN_TRACE_ID" {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}

// source returns the random numbers of the subtest t, which depend on the seed and on its name alone.
func source(t *testing.T) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(t.Name()))
	return rand.New(rand.NewPCG(*seed, h.Sum64()))
}
