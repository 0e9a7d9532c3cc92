// This file is the run that generates: every model by itself, then the writing, in order.

package driver

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// Request says what to generate.
type Request struct {
	// Models are files and folders, each a model. None stands for every entry of ./models.
	Models []string
	// Out is the package's folder; with several models, the folder that gets one folder a package. "" stands for a
	// folder of the package's name in ./generated.
	Out string
	// Package is the Go package's name; "" derives it from the service.
	Package string
	// Service picks one of a model's services, by its id or by its name without the namespace. "" stands for the only one.
	Service string
	// Ops are the names of the operations to generate; none stands for all.
	Ops []string
	// Protocol is the name of the protocol to generate for; "" lets priority decide.
	Protocol string
	// Tests says to print tests of the cases of the models' protocol tests beside each package.
	Tests bool
	// Check compares and writes nothing.
	Check bool
	// Cache is the folder that remembers what earlier runs made of which files, so that a model that has not changed is not
	// read; see [CacheFolder]. "" stands for none.
	Cache string
}

// validate holds the request to what makes sense for a number of models.
func (r *Request) validate(models int) error {
	if r.Package != "" && (!token.IsIdentifier(r.Package) || r.Package == "_" || strings.HasSuffix(r.Package, "_test")) {
		return usagef("--package %q can't be the name of a Go package", r.Package)
	}
	if slices.Contains(r.Ops, "") {
		return usagef("--ops holds an empty name: separate the names with one comma")
	}
	if models < 2 {
		return nil
	}
	var flag string
	switch {
	case r.Package != "":
		flag = "--package"
	case r.Service != "":
		flag = "--service"
	case len(r.Ops) > 0:
		flag = "--ops"
	default:
		return nil
	}
	return usagef("%s is for one service, and there are %d models: run gen once for each", flag, models)
}

// A job is what becomes of one model in a run.
type job struct {
	model   string
	diags   diag.List
	printed *printed      // nil if there was an error
	output  *output       // nil if there was an error
	took    time.Duration // for all of it
}

// Generate makes Go packages of models and prints a line for each. With Check it writes nothing and prints what would
// change. The error is a *[UsageError] if the request makes no sense; [ErrFailed] if a model or a folder is at fault or,
// with Check, something would change; or that of the context, between two steps, and of printing.
func Generate(ctx context.Context, req Request, streams Streams) error {
	return generateWith(ctx, req, streams, generate)
}

// A printer makes a Go package of the files of a model, or nil and an error among the diagnostics. It is generate, but in
// tests.
type printer func(model string, files []*source.File, t target, diags *diag.List) *printed

// generateWith is Generate with a given printer.
func generateWith(ctx context.Context, req Request, streams Streams, print printer) error {
	models, err := findModels(req.Models)
	if err != nil {
		return err
	}
	if err := req.validate(len(models)); err != nil {
		return err
	}
	run := &generation{req: req, print: print, memory: remember(req.Cache), jobs: make([]*job, len(models)), several: len(models) > 1}
	defer run.memory.close()
	each(len(models), streams.Progress, func(i int) {
		run.jobs[i] = &job{model: models[i]}
		if ctx.Err() == nil {
			run.prepare(run.jobs[i])
		}
	})
	run.refuseConflicts()
	for _, job := range run.jobs {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("stopped before everything was written: %w", err)
		}
		run.write(job)
	}
	run.findOrphans()
	return run.report(streams)
}

// generation is a run of Generate.
type generation struct {
	req     Request
	print   printer
	memory  *memory
	jobs    []*job
	several bool
}

// prepare does all that goes before the writing, and keeps only what must be written.
func (g *generation) prepare(j *job) {
	start := time.Now()
	guard(&j.diags, j.model, func() {
		p := g.make(j)
		if p == nil || j.diags.HasErrors() {
			return
		}
		j.output = compare(g.folder(p.packageName), p.packageName, p.files, &j.diags)
		p.files = nil
		j.printed = p
	})
	j.took = time.Since(start)
}

// make makes the package of a model, unless an earlier run did and its folder still has it.
func (g *generation) make(j *job) *printed {
	t := target{
		service: g.req.Service, ops: g.req.Ops, protocol: g.req.Protocol, packageName: g.req.Package, tests: g.req.Tests,
		generateLine: g.generateLine(j.model),
	}
	files := readModel(j.model, &j.diags)
	key, ok := g.memory.key(j.model, files, t)
	if ok = ok && !j.diags.HasErrors(); ok {
		if p := g.memory.recall(key, files, g.folder, &j.diags); p != nil {
			return p
		}
	}
	p := g.print(j.model, files, t, &j.diags)
	if ok && p != nil && !j.diags.HasErrors() {
		g.memory.keep(key, files, p, &j.diags)
	}
	return p
}

// folder is where a package goes.
func (g *generation) folder(packageName string) string {
	switch {
	case g.req.Out == "":
		return filepath.Join(GeneratedDir, packageName)
	case g.several:
		return filepath.Join(g.req.Out, packageName)
	}
	return filepath.Clean(g.req.Out)
}

// refuseConflicts reports models whose packages would be in one folder, also on a file system that ignores case.
func (g *generation) refuseConflicts() {
	byFolder := map[string][]*job{}
	for _, j := range g.jobs {
		if j.output != nil {
			key := strings.ToLower(j.output.dir)
			byFolder[key] = append(byFolder[key], j)
		}
	}
	for _, j := range g.jobs {
		if j.output == nil {
			continue
		}
		for _, other := range byFolder[strings.ToLower(j.output.dir)] {
			if other != j {
				j.diags.Errorf(nowhere, "package.conflict", "%s and %s would both be generated into %s: run gen for one of them with another --package",
					slashed(j.model), slashed(other.model), slashed(j.output.dir))
			}
		}
	}
}

// write brings a model's folder to what was generated, unless there was an error or nothing is to be written.
func (g *generation) write(j *job) {
	if g.req.Check || j.output == nil || j.diags.HasErrors() {
		return
	}
	start := time.Now()
	guard(&j.diags, j.model, func() {
		if err := j.output.apply(); err != nil {
			j.diags.Errorf(nowhere, "output.write", "%s can't be written: %v", slashed(j.output.dir), err)
		}
	})
	j.took += time.Since(start)
}

// findOrphans warns of packages in ./generated that were made by a run like this one of a model that is gone. They are
// not removed: their files may be imported, and only a person knows.
func (g *generation) findOrphans() {
	if len(g.req.Models) > 0 || g.req.Out != "" {
		return
	}
	made := map[string]bool{}
	for _, j := range g.jobs {
		if j.output == nil {
			return // Its folder may be one that this would warn of.
		}
		made[j.output.dir] = true
	}
	entries, err := os.ReadDir(GeneratedDir)
	if err != nil {
		return // There is no such folder.
	}
	last := g.jobs[len(g.jobs)-1]
	for _, entry := range entries {
		dir := filepath.Join(GeneratedDir, entry.Name())
		if _, err := os.Lstat(filepath.Join(dir, manifestName)); err == nil && !made[dir] {
			last.diags.Warnf(nowhere, "output.orphan", "%s was generated, and no model in ./%s makes it any more: remove the folder if nothing needs it", slashed(dir), ModelsDir)
		}
	}
}

// report prints what was found and done. The error is ErrFailed if there was an error, or a difference in a check.
func (g *generation) report(streams Streams) error {
	all := make([]*diag.List, len(g.jobs))
	var failed error
	for i, j := range g.jobs {
		all[i] = &j.diags
		if j.output == nil || j.diags.HasErrors() {
			continue
		}
		if g.req.Check && len(j.output.changes) > 0 {
			failed = ErrFailed
		}
		if _, err := fmt.Fprint(streams.Stdout, j.summary(g.req.Check)); err != nil {
			return err
		}
	}
	return errors.Join(printFindings(streams, all), failed)
}

// summary is what a run prints of a service: with check, a line for each file that would change; then one line of
// numbers.
func (j *job) summary(check bool) string {
	var b strings.Builder
	o := j.output
	if check {
		for _, c := range o.changes {
			fmt.Fprintf(&b, "%-7s %s\n", c.verb, slashed(filepath.Join(o.dir, c.name)))
		}
	}
	state := fmt.Sprintf("%d written, %d unchanged, %d removed", o.count(create, rewrite), o.unchanged, o.count(remove))
	switch {
	case check && len(o.changes) == 0:
		state = "up to date"
	case check:
		state = fmt.Sprintf("%d to write, %d unchanged, %d to remove", o.count(create, rewrite), o.unchanged, o.count(remove))
	}
	fmt.Fprintf(&b, "%s: %s, %s, %s (%s), %s, %d ms\n", slashed(o.dir), plural(j.printed.operations, "operation"),
		plural(j.printed.shapes, "shape"), plural(o.files, "file"), state, plural(o.lines, "line"), j.took.Milliseconds())
	return b.String()
}
