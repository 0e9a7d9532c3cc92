// The table that comes out.

package main

import (
	"fmt"
	"strings"
)

// row is one line of the table.
type row struct {
	what  string
	ours  string
	peer  string
	ratio string
	bar   string
	holds verdict
}

// verdict says whether a bar is reached.
type verdict string

const (
	none verdict = "" // the row has no bar
	yes  verdict = "yes"
	no   verdict = "**no**"
)

// atMost is yes if value is not above limit.
func atMost(value, limit float64) verdict {
	if value <= limit {
		return yes
	}
	return no
}

// ratio prints a quotient.
func ratio(f float64) string { return fmt.Sprintf("%.2f", f) }

// markdown prints the table, its columns aligned, and the notes below it.
func markdown(r report) string {
	lines := [][]string{
		{"what", "ours", "peer", "ratio", "bar", "holds?"},
		{"", "", "", "", "", ""},
	}
	for _, row := range r.rows {
		lines = append(lines, []string{row.what, row.ours, row.peer, row.ratio, row.bar, string(row.holds)})
	}
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	var b strings.Builder
	for n, line := range lines {
		for i, cell := range line {
			fill := " "
			if n == 1 {
				fill = "-"
			}
			b.WriteString("|" + fill + cell + strings.Repeat(fill, widths[i]-len([]rune(cell))+1))
		}
		b.WriteString("|\n")
	}
	for _, note := range r.notes {
		b.WriteString("\n" + strings.TrimRight(note, "\n") + "\n")
	}
	return b.String()
}
