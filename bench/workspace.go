// Where things are, and running commands.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// workspace is a temporary folder beside the repository that is measured.
type workspace struct {
	root string // the repository
	temp string
	full bool // the models of AWS are there, and the clients made of them

	peerEC2 bool // the peer's EC2 may be compiled
}

// newWorkspace makes the folder and generates the clients of whole services anew, if the models are there.
func newWorkspace(ctx context.Context) (*workspace, error) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return nil, errors.New("no caller information: the repository's folder is unknown")
	}
	w := &workspace{root: filepath.Dir(filepath.Dir(file))}
	if _, err := os.Stat(w.model()); err == nil {
		w.full = true
		if _, err := w.run(ctx, "go", "generate", "-C", "testdata", "./..."); err != nil {
			return nil, err
		}
	}
	var err error
	w.temp, err = os.MkdirTemp("", "smithwright-bench-")
	return w, err
}

func (w *workspace) close() error { return os.RemoveAll(w.temp) }

// model is the full model of Lambda.
func (w *workspace) model() string { return w.shared("models", "smithy", "lambda.json") }

// models are the paths of all models that AWS publishes in Smithy.
func (w *workspace) models() ([]string, error) {
	return filepath.Glob(w.shared("models", "smithy", "*.json"))
}

// shared is a path in the folder beside the repository.
func (w *workspace) shared(elem ...string) string {
	return filepath.Join(append([]string{filepath.Dir(w.root), "shared"}, elem...)...)
}

// path is one in the temporary folder.
func (w *workspace) path(elem ...string) string {
	return filepath.Join(append([]string{w.temp}, elem...)...)
}

// generator builds gen into the temporary folder and returns its path.
func (w *workspace) generator(ctx context.Context) (string, error) {
	out := w.path("gen")
	_, err := w.run(ctx, "go", "build", "-C", w.root, "-o", out, "./cmd/gen")
	return out, err
}

// peerGenerator builds the generator of aws-sdk-go v1 into the temporary folder and returns its path.
func (w *workspace) peerGenerator(ctx context.Context) (string, error) {
	return w.build(ctx, "gen-api", "github.com/aws/aws-sdk-go/private/model/cli/gen-api", "codegen")
}

// build compiles a command into the temporary folder and returns its path. The tag full is set if the clients of whole
// services are there.
func (w *workspace) build(ctx context.Context, name, pkg, tags string) (string, error) {
	if w.full {
		tags += ",full"
	}
	out := w.path(name)
	_, err := w.run(ctx, "go", "build", "-tags", tags, "-o", out, pkg)
	return out, err
}

// usage is what a process took.
type usage struct {
	stdout []byte
	stderr []byte
	wall   time.Duration
	cpu    time.Duration // of all processors together
	memory int64         // the most that it had in memory at a time, in bytes
}

// run runs a command in this module's folder, without the settings that would change what an AWS client does, and with a gen
// that remembers nothing of earlier runs.
func (w *workspace) run(ctx context.Context, name string, args ...string) (usage, error) {
	return w.runWith(ctx, nil, name, args...)
}

// gencache is the variable that says where gen keeps what it remembers.
const gencache = "SMITHWRIGHT_CACHE="

// runWith is run with more environment, entries of the form NAME=VALUE.
func (w *workspace) runWith(ctx context.Context, env []string, name string, args ...string) (usage, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = filepath.Join(w.root, "bench")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "AWS_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(append(cmd.Env, gencache+"off"), env...)
	start := time.Now()
	err := cmd.Run()
	u := usage{stdout: stdout.Bytes(), stderr: stderr.Bytes(), wall: time.Since(start)}
	if s := cmd.ProcessState; s != nil {
		u.cpu = s.UserTime() + s.SystemTime()
	}
	if err != nil {
		return u, fmt.Errorf("%s %s: %w\n%s%s", filepath.Base(name), strings.Join(args, " "), err, stderr.String(), stdout.String())
	}
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = r.Maxrss
		if runtime.GOOS != "darwin" {
			u.memory <<= 10
		}
	}
	return u, nil
}
