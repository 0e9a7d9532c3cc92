// Goroutines that outlive what started them.

package testenv

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Goroutines counts the goroutines beside the one that asks, by the functions on their stacks.
func Goroutines() map[string]int {
	stacks := make([]byte, 1<<16)
	for {
		n := runtime.Stack(stacks, true)
		if n < len(stacks) {
			stacks = stacks[:n]
			break
		}
		stacks = make([]byte, 2*len(stacks))
	}
	count := map[string]int{}
	_, others, _ := strings.Cut(string(stacks), "\n\n") // the first is the one that asks
	for block := range strings.SplitSeq(others, "\n\n") {
		count[functions(block)]++
	}
	return count
}

// functions are the functions of a goroutine's stack, a line each, without what differs from run to run.
func functions(block string) string {
	var b strings.Builder
	_, block, _ = strings.Cut(block, "\n") // the goroutine's number and state
	for line := range strings.Lines(block) {
		if strings.HasPrefix(line, "\t") {
			continue // a file and a line
		}
		line, _, _ = strings.Cut(strings.TrimRight(line, "\n"), " in goroutine ")
		if i := strings.LastIndexByte(line, '('); i > 0 && !strings.HasPrefix(line, "created by ") {
			line = line[:i]
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// Outliving returns the stacks of goroutines of which there are more than before, also after a while; "" if there are none.
func Outliving(before map[string]int) string {
	left := ""
	for range 300 {
		left = ""
		for stack, n := range Goroutines() {
			if more := n - before[stack]; more > 0 {
				left += fmt.Sprintf("%d more of:\n%s\n", more, stack)
			}
		}
		if left == "" {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return left
}

// Main runs the tests of a package and returns the code to exit with, which is not 0 if goroutines outlive them.
func Main(m *testing.M) int {
	before := Goroutines()
	code := m.Run()
	if left := Outliving(before); left != "" {
		fmt.Fprintf(os.Stderr, "goroutines outlive the tests:\n%s", left)
		code = max(code, 1)
	}
	return code
}
