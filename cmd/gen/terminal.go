// This file is what gen does differently if a person is watching: colours, and progress while it works.

package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/smithwright/smithwright/internal/driver"
)

// withProgress runs f with streams that fit what stderr is. On a terminal a line there counts the models while there is
// more than one; it is gone before anything else is printed.
func withProgress(stdout, stderr io.Writer, f func(driver.Streams) error) error {
	streams := driver.Streams{Stdout: stdout, Stderr: stderr}
	file, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return f(streams)
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err == nil {
		streams.Diagnostics.Width = width
	}
	streams.Diagnostics.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	streams.Progress = func(done, total int) { _, _ = fmt.Fprint(stderr, progress(done, total)) }
	return f(streams)
}

// progress is what is printed when done of total models are done.
func progress(done, total int) string {
	const clear = "\r\x1b[K"
	switch {
	case total < 2:
		return ""
	case done == total:
		return clear
	}
	return fmt.Sprintf("%s%d of %d models", clear, done, total)
}
