// This file makes the line by which `go generate` repeats a run.

package driver

import (
	"os"
	"path/filepath"
	"strings"
)

// command is how a generated package runs gen: from the module that it is in, or that this module is a tool of.
const command = "go run github.com/smithwright/smithwright/cmd/gen"

// generateLine is the command that makes the package again when it is run in the package's folder. Only what a run
// without arguments makes has one, models/NAME into generated/PACKAGE: the line is the same wherever gen was started. Any
// other package has been asked for with words that somebody keeps elsewhere, mostly in a line of their own.
func (g *generation) generateLine(model string) string {
	if len(g.req.Ops) > 0 || g.req.Package != "" || g.req.Protocol != "" || g.req.Service != "" {
		return ""
	}
	folder, err := filepath.Abs(g.folder("package")) // The name is not known yet, and does not matter to the way.
	if err != nil {
		return ""
	}
	if model, err = filepath.Abs(model); err != nil {
		return ""
	}
	top, parent := filepath.Dir(filepath.Dir(folder)), filepath.Base(filepath.Dir(folder))
	if parent != GeneratedDir || filepath.Dir(model) != filepath.Join(top, ModelsDir) || !inModule(top) {
		return ""
	}
	name := filepath.Base(model)
	if strings.ContainsAny(name, " \t\r\n\"'`$\\") {
		return "" // go generate would take it apart.
	}
	tests := ""
	if g.req.Tests {
		tests = " --tests"
	}
	return command + tests + " -o . ../../" + ModelsDir + "/" + name
}

// inModule says whether the folder, or one above it, holds a go.mod.
func inModule(dir string) bool {
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}
