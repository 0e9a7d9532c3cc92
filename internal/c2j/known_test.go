// The table of known differences.

package c2j

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// knownFile has, for each rule by which the dialects differ, a line with the rule, lines that begin with "why:" and the reason,
// and lines of "service count" pairs.
const knownFile = "known_differences.txt"

// known is the counts by rule and service.
type known map[string]map[string]int

func readKnown(t *testing.T) known {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", knownFile))
	if err != nil {
		t.Fatal(err)
	}
	out := known{}
	reasons := map[string]bool{}
	rule := ""
	for i, line := range strings.Split(string(text), "\n") {
		bare := strings.TrimSpace(line)
		switch {
		case bare == "" || strings.HasPrefix(bare, "//"):
		case bare == line:
			rule = bare
			if out[rule] != nil {
				t.Errorf("%s:%d: the rule %q stands here a second time", knownFile, i+1, rule)
			}
			out[rule] = map[string]int{}
		case strings.HasPrefix(bare, "why: "):
			reasons[rule] = true
		case !reasons[rule]:
			t.Errorf("%s:%d: the rule %q has no reason", knownFile, i+1, rule)
		default:
			readCounts(t, i+1, bare, out[rule])
		}
	}
	return out
}

func readCounts(t *testing.T, line int, text string, into map[string]int) {
	t.Helper()
	for _, pair := range strings.Split(text, ", ") {
		service, count, _ := strings.Cut(pair, " ")
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || into[service] != 0 {
			t.Errorf("%s:%d: %q is no service with a count", knownFile, line, pair)
			continue
		}
		into[service] = n
	}
}

// compareWithKnown fails for every difference that is not known, and for every known one that is gone.
func compareWithKnown(t *testing.T, got map[string]map[string][]string, want known) {
	t.Helper()
	for _, rule := range slices.Sorted(maps.Keys(got)) {
		for _, service := range slices.Sorted(maps.Keys(got[rule])) {
			list := got[rule][service]
			if len(list) != want[rule][service] {
				t.Errorf("%s\n\t%s %d, where %s has %d; such as %s", rule, service, len(list), knownFile, want[rule][service], sample(list))
			}
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(want)) {
		for _, service := range slices.Sorted(maps.Keys(want[rule])) {
			if len(got[rule][service]) == 0 {
				t.Errorf("%s: %s does not differ there any more: remove it from %s", rule, service, knownFile)
			}
		}
	}
}

func sample(list []string) string {
	const most = 4
	var b strings.Builder
	for i, s := range list {
		if i == most {
			fmt.Fprintf(&b, "\n\t\t…")
			break
		}
		if len(s) > 300 {
			s = s[:300] + "…"
		}
		b.WriteString("\n\t\t" + s)
	}
	return b.String()
}
