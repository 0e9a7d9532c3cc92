// Row c: compiling the package of the full model.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

const (
	compileBar = 1500 * time.Millisecond
	linesBar   = 20_000

	oursFull = "github.com/smithwright/smithwright/bench/internal/fulllambda"
	peerFull = "github.com/aws/aws-sdk-go-v2/service/lambda"
)

// compilation is what one run of the compiler over all packages of one side took.
type compilation struct {
	wall   time.Duration
	cpu    time.Duration // of all processors together
	memory int64         // of the largest process
}

func seconds(c compilation) float64 { return c.wall.Seconds() }
func work(c compilation) float64    { return c.cpu.Seconds() }
func memory(c compilation) float64  { return float64(c.memory) }

// measureCompile runs the compiler itself, as the go command does, once for each package of a side: the peer's client is
// made of four. What these import is compiled already.
func measureCompile(ctx context.Context, w *workspace, reps int) (report, error) {
	compiler, err := w.run(ctx, "go", "tool", "-n", "compile")
	if err != nil {
		return report{}, err
	}
	tool := strings.TrimSpace(string(compiler.stdout))
	var samples [2][]compilation
	var packages [2][]goPackage
	var configs [2]string
	for side, path := range []string{oursFull, peerFull} {
		if packages[side], configs[side], err = w.load(ctx, path); err != nil {
			return report{}, err
		}
	}
	for range reps {
		for side := range samples {
			c, err := w.compile(ctx, tool, packages[side], configs[side])
			if err != nil {
				return report{}, err
			}
			samples[side] = append(samples[side], c)
		}
	}
	return compileReport(samples, packages)
}

func compileReport(samples [2][]compilation, packages [2][]goPackage) (report, error) {
	ours, peer := samples[0], samples[1]
	var lines [2]int
	for side := range lines {
		n, err := countLines(packages[side])
		if err != nil {
			return report{}, err
		}
		lines[side] = n
	}
	took := stats.Median(ours, seconds)
	return report{rows: []row{
		{
			what: "(c) compile the full model's client: time",
			ours: fmt.Sprintf("%.2f s", took), peer: fmt.Sprintf("%.2f s", stats.Median(peer, seconds)),
			ratio: ratio(stats.Ratio(ours, peer, seconds)),
			bar:   fmt.Sprintf("≤ %.1f s", compileBar.Seconds()), holds: atMost(took, compileBar.Seconds()),
		}, {
			what: "(c) processor time",
			ours: fmt.Sprintf("%.2f s", stats.Median(ours, work)), peer: fmt.Sprintf("%.2f s", stats.Median(peer, work)),
			ratio: ratio(stats.Ratio(ours, peer, work)),
		}, {
			what: "(c) memory",
			ours: megabytes(stats.Median(ours, memory)), peer: megabytes(stats.Median(peer, memory)),
			ratio: ratio(stats.Ratio(ours, peer, memory)),
		}, {
			what: "(c) lines, without tests",
			ours: fmt.Sprint(lines[0]), peer: fmt.Sprint(lines[1]),
			ratio: ratio(float64(lines[0]) / float64(lines[1])),
			bar:   fmt.Sprintf("≤ %d", linesBar), holds: atMost(float64(lines[0]), linesBar),
		},
	}}, nil
}

func megabytes(n float64) string { return fmt.Sprintf("%.0f MB", n/1e6) }

// goPackage is what the go command tells of a package.
type goPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Export     string // the compiled package
	Module     *struct{ GoVersion string }
}

// load returns the packages at and below path that a program which imports path needs, in the order to compile them, and
// writes the file that tells the compiler where all compiled packages are.
func (w *workspace) load(ctx context.Context, path string) ([]goPackage, string, error) {
	listed, err := w.run(ctx, "go", "list", "-tags", "full", "-export", "-deps",
		"-json=ImportPath,Dir,GoFiles,Export,Module", path)
	if err != nil {
		return nil, "", err
	}
	var packages []goPackage
	var config bytes.Buffer
	for d := json.NewDecoder(bytes.NewReader(listed.stdout)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, "", fmt.Errorf("reading what go list prints: %w", err)
		}
		if p.Export != "" {
			fmt.Fprintf(&config, "packagefile %s=%s\n", p.ImportPath, p.Export)
		}
		if p.ImportPath == path || strings.HasPrefix(p.ImportPath, path+"/") {
			packages = append(packages, p)
		}
	}
	file := w.path(filepath.Base(path) + ".importcfg")
	return packages, file, os.WriteFile(file, config.Bytes(), 0o600)
}

// compile compiles packages one after the other, each as the go command does it.
func (w *workspace) compile(ctx context.Context, tool string, packages []goPackage, config string) (compilation, error) {
	var c compilation
	for _, p := range packages {
		args := []string{
			"-o", w.path("compiled.a"), "-p", p.ImportPath, "-lang=go" + language(p), "-complete",
			"-c=" + fmt.Sprint(min(4, runtime.GOMAXPROCS(0))), "-nolocalimports", "-importcfg", config, "-pack",
		}
		for _, file := range p.GoFiles {
			args = append(args, filepath.Join(p.Dir, file))
		}
		u, err := w.run(ctx, tool, args...)
		if err != nil {
			return c, err
		}
		c.wall += u.wall
		c.cpu += u.cpu
		c.memory = max(c.memory, u.memory)
	}
	return c, nil
}

// language is a module's version of Go, without that of the release.
func language(p goPackage) string {
	major, rest, _ := strings.Cut(p.Module.GoVersion, ".")
	minor, _, _ := strings.Cut(rest, ".")
	return major + "." + minor
}

func countLines(packages []goPackage) (int, error) {
	lines := 0
	for _, p := range packages {
		for _, file := range p.GoFiles {
			data, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				return 0, err
			}
			lines += bytes.Count(data, []byte("\n"))
		}
	}
	return lines, nil
}
