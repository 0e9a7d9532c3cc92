// Package driver wires a run of gen: it finds the models, has them read, planned and printed, and brings the folders of
// the packages to what was printed.
//
// A run goes in four steps, and each model goes through them by itself:
//
//  1. find (find.go): the command line or the folder ./models → the files of each model;
//  2. generate (generate.go, join.go): files → declarations → a model → a plan → the text of Go files;
//  3. compare (output.go, manifest.go, package.go): the text and the folder → what has to change;
//  4. apply (write.go): the changes, each file whole or not at all.
//
// A model with an error stops after the step that found it: nothing of it is written. The others go on. What was found
// is printed in the order of the models, whatever ran first.
package driver

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// ErrFailed says that a model or the output was at fault. What was wrong has been printed.
var ErrFailed = errors.New("a model or the output is at fault")

// Streams is where a run prints to.
type Streams struct {
	// Stdout gets what the run is for: a line for each service, or the lists that were asked for.
	Stdout io.Writer
	// Stderr gets the diagnostics.
	Stderr io.Writer
	// Diagnostics says how they look.
	Diagnostics diag.Options
	// Progress, unless nil, is told how many of how many models are done, each time that one is. Calls do not overlap.
	Progress func(done, total int)
}

// guard runs f and turns a panic, which is a bug of gen's, into a diagnostic.
func guard(diags *diag.List, what string, f func()) {
	defer func() {
		if cause := recover(); cause != nil {
			diags.Add(panicked(what, cause, string(debug.Stack())))
		}
	}()
	f()
}

// panicked is the diagnostic of a panic. Its notes are the stack below the panic, for the report that it asks for.
func panicked(what string, cause any, stack string) diag.Diagnostic {
	d := diag.Diagnostic{
		Code:     "internal.panic",
		Severity: diag.Error,
		Message:  fmt.Sprintf("gen failed on %s, and nothing of it was written: %v. this is a bug in gen: please report it with these lines", what, cause),
	}
	if _, below, ok := strings.Cut(stack, "panic("); ok {
		stack = below
	}
	for i, line := range strings.Split(stack, "\n") {
		if i == 0 || i > 24 || strings.TrimSpace(line) == "" {
			continue
		}
		d.Notes = append(d.Notes, diag.Note{Text: strings.TrimSpace(line)})
	}
	return d
}

// each runs f for 0 to n-1 on as many goroutines as there are processors, and tells progress, which may be nil, about
// each that is done.
func each(n int, progress func(done, total int), f func(i int)) {
	var (
		next, done atomic.Int64
		telling    sync.Mutex
		workers    sync.WaitGroup
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
				if progress != nil {
					telling.Lock()
					progress(int(done.Add(1)), n)
					telling.Unlock()
				}
			}
		})
	}
	workers.Wait()
}

// printFindings prints the diagnostics of every model in turn, and one line that counts them. The error is ErrFailed if
// there was an error among them, or that of writing.
func printFindings(streams Streams, all []*diag.List) error {
	var number [diag.Error + 1]int
	for _, diags := range all {
		if err := diags.Render(streams.Stderr, streams.Diagnostics); err != nil {
			return err
		}
		worse := 0
		for s := diag.Error; s > diag.Info; s-- {
			number[s] += diags.Count(s) - worse
			worse = diags.Count(s)
		}
	}
	var counts []string
	for s := diag.Error; s > diag.Info; s-- {
		if number[s] > 0 {
			counts = append(counts, plural(number[s], s.String()))
		}
	}
	if len(counts) > 0 {
		if _, err := fmt.Fprintf(streams.Stderr, "gen: %s\n", strings.Join(counts, ", ")); err != nil {
			return err
		}
	}
	if number[diag.Error] > 0 {
		return ErrFailed
	}
	return nil
}

// plural is a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// nowhere is the place of a diagnostic that is about no line of a model.
var nowhere source.Span
