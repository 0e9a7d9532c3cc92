// The command as a shell sees it: scripts under testdata/script run it as a process of its own.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/smithwright/smithwright/internal/driver"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gen": main})
}

// TestScripts runs each script in a folder of its own, which holds testdata/given beside the script's files.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv(driver.CacheVariable, filepath.Join(env.WorkDir, ".cache")) // not the user's
			return os.CopyFS(env.WorkDir+"/given", os.DirFS("testdata/given"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit-code": exitCodeCommand,
			"nested":    nestedCommand,
		},
		Condition: func(condition string) (bool, error) {
			if condition == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", condition)
		},
	})
}

// exitCodeCommand is "exit-code CODE PROGRAM [ARG...]": it runs the program, which must exit with the code.
func exitCodeCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit-code CODE PROGRAM [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s did not run: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exited with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// nestedCommand is "nested DEPTH FILE": it writes a model whose metadata are arrays within arrays.
func nestedCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: nested DEPTH FILE")
	}
	depth, err := strconv.Atoi(args[0])
	ts.Check(err)
	text := `{"smithy": "2.0", "metadata": {"a": ` + strings.Repeat("[", depth) + strings.Repeat("]", depth) + "}}"
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err    error
		want   int
		stderr string
	}{
		"done":    {nil, 0, ""},
		"failed":  {fmt.Errorf("wrapped: %w", driver.ErrFailed), 1, ""},
		"usage":   {&driver.UsageError{Message: "no such thing"}, 2, "gen: no such thing\nrun 'gen --help' for how it is used\n"},
		"another": {errors.New("disk full"), 1, "gen: disk full\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stderr strings.Builder
			if got := exitCode(test.err, &stderr); got != test.want || stderr.String() != test.stderr {
				t.Errorf("exit code %d, printed %q; want %d and %q", got, stderr.String(), test.want, test.stderr)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	if got := progress(1, 1); got != "" {
		t.Errorf("progress of one model prints %q", got)
	}
	if got := progress(2, 5); !strings.HasPrefix(got, "\r") || !strings.HasSuffix(got, "2 of 5 models") {
		t.Errorf("progress prints %q", got)
	}
	if got := progress(5, 5); got != "\r\x1b[K" {
		t.Errorf("progress at the end prints %q, want the line gone", got)
	}
}
