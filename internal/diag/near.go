// "Did you mean": the known name that a misspelt one is nearest to.

package diag

import (
	"iter"
	"strings"
)

// maxNearName is the length in bytes above which a name is not compared: nobody mistypes a name of that length, and the
// comparison takes the product of both lengths.
const maxNearName = 256

// Nearest returns the name out of names that differs least from name, "" if none is near. Near are names that differ in
// upper and lower case only, and names that a few edits turn into each other: one for every three bytes of the shorter
// one, three at most. Where several are as near as each other, the first in byte order is returned.
func Nearest(name string, names iter.Seq[string]) string {
	lower := strings.ToLower(name) // which may be longer than name
	if name == "" || len(lower) > maxNearName {
		return ""
	}
	var rows editRows
	best, bestCost := "", 0
	for n := range names {
		if n == name {
			continue
		}
		cost := 1 // case alone
		if !strings.EqualFold(n, name) {
			limit := min(3, min(len(n), len(name))/3)
			if len(n)-len(name) > limit || len(name)-len(n) > limit {
				continue
			}
			d, ok := rows.distance(lower, strings.ToLower(n), limit)
			if !ok {
				continue
			}
			cost += d
		}
		if best == "" || cost < bestCost || cost == bestCost && n < best {
			best, bestCost = n, cost
		}
	}
	return best
}

// DidYouMean returns the hint that ends a message about a name that is unknown: the question whether the nearest of names was
// meant, or otherwise where none is near. See [Nearest].
func DidYouMean(name string, names iter.Seq[string], otherwise string) string {
	if near := Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return otherwise
}

// editRows are the rows of the table by which distances are worked out: the current one and the two above it.
type editRows struct{ before, above, row [maxNearName + 4]int }

// distance counts the bytes to insert, remove, replace or swap with their neighbour to turn a into b, and gives up,
// with ok false, as soon as that is more than limit or the rows are too short for b.
func (r *editRows) distance(a, b string, limit int) (n int, ok bool) {
	before, above, row := r.before[:], r.above[:], r.row[:]
	if len(b) >= len(row) {
		return 0, false
	}
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return 0, false
		}
		before, above, row = above, row, before
	}
	return above[len(b)], above[len(b)] <= limit
}
