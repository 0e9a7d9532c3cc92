// Command gen reads Smithy service models and writes a Go package for each: types, validators and a client. Run
// `gen --help` for how, or read the README.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/smithwright/smithwright/internal/driver"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // a model or the output is at fault
	exitUsage  = 2 // the command line is
)

func main() { os.Exit(run()) }

// run is the command, with the process's arguments and streams, and returns its exit code.
func run() int {
	tuneMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	command := newCommand(os.Stdout, os.Stderr)
	command.SetArgs(os.Args[1:])
	return exitCode(command.ExecuteContext(ctx), os.Stderr)
}

// tuneMemory trades memory for time, since what a run makes soon is garbage: collections come at five times of what is in
// use, and more often only when that would pass the limit. GOGC and GOMEMLIMIT stand where they are set.
func tuneMemory() {
	const percent, limit = 400, 512 << 20
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}

// exitCode tells what an error means to the shell, and prints it unless that was done already.
func exitCode(err error, stderr io.Writer) int {
	var usage *driver.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, driver.ErrFailed):
		return exitFailed
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(stderr, "gen: %v\nrun 'gen --help' for how it is used\n", err)
		return exitUsage
	}
	_, _ = fmt.Fprintf(stderr, "gen: %v\n", err)
	return exitFailed
}
