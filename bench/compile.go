// Rows c and j: compiling packages.

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
	"slices"
	"strings"
	"time"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

const (
	compileBar = 1500 * time.Millisecond
	linesBar   = 20_000

	ec2Bar      = 15 * time.Second
	ec2BytesBar = 900e6

	oursFull = "github.com/smithwright/smithwright/bench/testdata/"
	peerFull = "github.com/aws/aws-sdk-go-v2/service/"
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

// measureCompile compiles both sides' clients of all of Lambda in turn.
func measureCompile(ctx context.Context, w *workspace, reps int) (report, error) {
	ours, err := w.load(ctx, oursFull+"lambda")
	if err != nil {
		return report{}, err
	}
	peer, err := w.load(ctx, peerFull+"lambda")
	if err != nil {
		return report{}, err
	}
	for range reps {
		for _, side := range []*client{ours, peer} {
			if err := w.compile(ctx, side); err != nil {
				return report{}, err
			}
		}
	}
	r := report{rows: compileRows("(c) compile the full model's client", ours, peer)}
	took := stats.Median(ours.samples, seconds)
	r.rows[0].bar, r.rows[0].holds = fmt.Sprintf("≤ %.1f s", compileBar.Seconds()), atMost(took, compileBar.Seconds())
	lines, err := linesRow("(c) lines, without tests", ours.packages, peer.packages)
	if err != nil {
		return report{}, err
	}
	lines.row.bar, lines.row.holds = fmt.Sprintf("≤ %d", linesBar), atMost(float64(lines.ours), linesBar)
	r.rows = append(r.rows, lines.row)
	return r, nil
}

// measureEC2 compiles the client of all of EC2, and the peer's once if that is wanted.
func measureEC2(ctx context.Context, w *workspace, reps int) (report, error) {
	ours, err := w.load(ctx, oursFull+"ec2")
	if err != nil {
		return report{}, err
	}
	for range reps {
		if err := w.compile(ctx, ours); err != nil {
			return report{}, err
		}
	}
	peer := &client{}
	if w.peerEC2 {
		if peer, err = w.load(ctx, peerFull+"ec2"); err != nil {
			return report{}, err
		}
		if err := w.compile(ctx, peer); err != nil {
			return report{}, err
		}
	}
	r := report{rows: compileRows("(j) compile the client of EC2", ours, peer)}
	took, size := stats.Median(ours.samples, seconds), stats.Median(ours.samples, memory)
	r.rows[0].bar, r.rows[0].holds = fmt.Sprintf("≤ %.0f s", ec2Bar.Seconds()), atMost(took, ec2Bar.Seconds())
	r.rows[2].bar, r.rows[2].holds = "≤ "+megabytes(ec2BytesBar), atMost(size, ec2BytesBar)
	return r, nil
}

// compileRows are the time, the processor time and the memory that both sides took. A peer without samples was not measured.
func compileRows(what string, ours, peer *client) []row {
	rows := []row{{what: what + ": time"}, {what: what + ": processor time"}, {what: what + ": memory"}}
	for i, of := range []struct {
		f     func(compilation) float64
		print func(float64) string
	}{
		{seconds, inSeconds}, {work, inSeconds}, {memory, megabytes},
	} {
		rows[i].ours = of.print(stats.Median(ours.samples, of.f))
		switch {
		case len(peer.samples) == len(ours.samples):
			rows[i].ratio = ratio(stats.Ratio(ours.samples, peer.samples, of.f))
		case len(peer.samples) > 0:
			rows[i].ratio = ratio(stats.Median(ours.samples, of.f) / stats.Median(peer.samples, of.f))
		}
		if len(peer.samples) > 0 {
			rows[i].peer = of.print(stats.Median(peer.samples, of.f))
		}
	}
	return rows
}

func inSeconds(s float64) string { return fmt.Sprintf("%.2f s", s) }

func megabytes(n float64) string { return fmt.Sprintf("%.0f MB", n/1e6) }

// client is the packages that one side's client of a service is made of, in the order to compile them.
type client struct {
	packages []goPackage
	config   string // the file that tells the compiler where compiled packages are
	samples  []compilation
}

// goPackage is what the go command tells of a package.
type goPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	Export     string // the compiled package
	Module     *struct{ GoVersion string }
}

// list has the go command describe packages.
func (w *workspace) list(ctx context.Context, args ...string) ([]goPackage, error) {
	listed, err := w.run(ctx, "go", append([]string{
		"list", "-tags", "full", "-deps", "-json=ImportPath,Dir,GoFiles,Imports,Export,Module",
	}, args...)...)
	if err != nil {
		return nil, err
	}
	var packages []goPackage
	for d := json.NewDecoder(bytes.NewReader(listed.stdout)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading what go list prints: %w", err)
		}
		packages = append(packages, p)
	}
}

// packages returns the packages at and below root that a program which imports root needs, in the order to compile them: the
// peer's clients are made of several.
func (w *workspace) packages(ctx context.Context, root string) ([]goPackage, error) {
	all, err := w.list(ctx, root)
	return slices.DeleteFunc(all, func(p goPackage) bool {
		return p.ImportPath != root && !strings.HasPrefix(p.ImportPath, root+"/")
	}), err
}

// load finds the packages of a client and has the go command compile what these import.
func (w *workspace) load(ctx context.Context, root string) (*client, error) {
	packages, err := w.packages(ctx, root)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, p := range packages {
		own[p.ImportPath] = true
	}
	args := []string{"-export"}
	for _, p := range packages {
		for _, path := range p.Imports {
			if !own[path] && path != "unsafe" {
				args = append(args, path)
			}
		}
	}
	imported, err := w.list(ctx, args...)
	if err != nil {
		return nil, err
	}
	var config bytes.Buffer
	for _, p := range imported {
		if p.Export != "" {
			fmt.Fprintf(&config, "packagefile %s=%s\n", p.ImportPath, p.Export)
		}
	}
	for _, p := range packages {
		fmt.Fprintf(&config, "packagefile %s=%s\n", p.ImportPath, w.compiled(p.ImportPath, ".a"))
	}
	c := &client{packages: packages, config: w.compiled(root, ".importcfg")}
	return c, os.WriteFile(c.config, config.Bytes(), 0o600)
}

// compiled is the path of a file that compiling the package takes or makes.
func (w *workspace) compiled(path, ext string) string {
	return w.path(strings.ReplaceAll(path, "/", "-") + ext)
}

// compile runs the compiler itself, as the go command does, for the packages of a client one after the other.
func (w *workspace) compile(ctx context.Context, side *client) error {
	found, err := w.run(ctx, "go", "tool", "-n", "compile")
	if err != nil {
		return err
	}
	compiler := strings.TrimSpace(string(found.stdout))
	var c compilation
	for _, p := range side.packages {
		args := []string{
			"-o", w.compiled(p.ImportPath, ".a"), "-p", p.ImportPath, "-lang=go" + language(p), "-complete",
			"-c=" + fmt.Sprint(min(4, runtime.GOMAXPROCS(0))), "-nolocalimports", "-importcfg", side.config, "-pack",
		}
		for _, file := range p.GoFiles {
			args = append(args, filepath.Join(p.Dir, file))
		}
		u, err := w.run(ctx, compiler, args...)
		if err != nil {
			return err
		}
		c.wall += u.wall
		c.cpu += u.cpu
		c.memory = max(c.memory, u.memory)
	}
	side.samples = append(side.samples, c)
	return nil
}

// language is a module's version of Go, without that of the release.
func language(p goPackage) string {
	major, rest, _ := strings.Cut(p.Module.GoVersion, ".")
	minor, _, _ := strings.Cut(rest, ".")
	return major + "." + minor
}
