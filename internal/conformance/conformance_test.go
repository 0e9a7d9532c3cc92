// The suites, from their models to their tables.

package conformance_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/driver"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

var update = flag.Bool("update", false, "rewrite the table in docs/conformance.md; the run then fails")

// protocols are those whose cases run, in the order of the table.
var protocols = []shape.ID{
	"aws.protocols#restJson1", "aws.protocols#awsJson1_0", "aws.protocols#awsJson1_1", "aws.protocols#restXml",
	"aws.protocols#awsQuery", "aws.protocols#ec2Query", "smithy.protocols#rpcv2Cbor", "smithy.protocols#rpcv2Json",
}

// kinds are the traits that hold cases for clients, and the number of those that there are. The suite does not shrink by
// itself: a smaller number means that cases are not found.
var kinds = []struct {
	trait shape.ID
	name  string
	least int
}{
	{"smithy.test#httpRequestTests", "request", 470},
	{"smithy.test#httpResponseTests", "response", 447},
	{"smithy.test#eventStreamTests", "event", 84},
}

// caseID names a case: by the line of the table that it counts in, its kind, and its own id.
type caseID struct{ row, kind, id string }

func (c caseID) String() string { return c.row + " " + c.kind + " " + c.id }

// target is a package that is generated: a service of a model, for one of its protocols. Its cases count in a line of the
// table.
type target struct {
	model             string // a file or folder
	service, protocol shape.ID
	folder            string
	row               string
}

// TestSuite generates a package with tests of each service of the suites, all into one module, which is built once.
func TestSuite(t *testing.T) {
	t.Parallel()
	folder := withRules(t, testenv.Shared(t, "corpora", "protocols", "idl"))
	readSources(t, "rt")
	model := loadModel(t, folder)
	targets, wanted := targetsOf(folder, model), casesOf(model)
	for _, kind := range kinds {
		n := 0
		for _, c := range wanted {
			if c.kind == kind.name {
				n++
			}
		}
		if n < kind.least {
			t.Errorf("the suite has %d cases of the kind %s for clients, and should have %d", n, kind.name, kind.least)
		}
	}
	dir := newModule(t)
	more, cases := readC2J(t)
	targets, wanted = append(targets, more...), append(wanted, cases...)
	generateAll(t, dir, targets)
	goCommand(t, dir, "vet", "./...")
	results := runTests(t, dir, targets)
	judge(t, wanted, results)
	checkTable(t, table(wanted, results))
}

// judge holds what came of the cases against what is known to fail, and what ran against what there is.
func judge(t *testing.T, wanted []caseID, results map[caseID]string) {
	t.Helper()
	for _, row := range rows() {
		known := testenv.KnownFailures(t, row+" ")
		for _, c := range wanted {
			if c.row != row {
				continue
			}
			wrong, ran := results[c]
			if !ran {
				wrong = "no test was printed for it, or it did not run"
			}
			known.Judge(t, c.kind+" "+c.id, wrong)
		}
	}
	for _, c := range wanted {
		if !slices.Contains(rows(), c.row) {
			t.Errorf("%s: it is of a protocol that is not tested", c)
		}
	}
	for c := range results {
		if !slices.Contains(wanted, c) {
			t.Errorf("%s: there is no such case for clients in the model", c)
		}
	}
}

// loadModel reads a file, or the files of a folder, as one model.
func loadModel(t *testing.T, path string) *shape.Model {
	t.Helper()
	var files []*source.File
	err := filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files = append(files, source.New(path, text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	m := load.Model(files, &diags)
	if diags.HasErrors() {
		t.Fatalf("the suite's model is broken: %v", diags.Sorted())
	}
	return m
}

// casesOf lists the cases for clients of all protocols, wherever in the model they are. Each counts in its protocol's row.
func casesOf(m *shape.Model) []caseID {
	var cases []caseID
	for _, s := range m.Shapes() {
		for _, kind := range kinds {
			v, _ := s.Trait(kind.trait)
			for _, c := range v.Elems() {
				if text(c, "appliesTo") != "server" {
					cases = append(cases, caseID{shape.ID(text(c, "protocol")).Name(), kind.name, text(c, "id")})
				}
			}
		}
	}
	return cases
}

func text(v shape.Node, name string) string {
	f, _ := v.Field(name)
	return f.Str()
}

// targetsOf pairs each service of a model with each of its protocols.
func targetsOf(path string, m *shape.Model) []target {
	var targets []target
	for _, s := range m.Services() {
		for _, p := range protocols {
			if s.Traits.Has(p) {
				folder := strings.ToLower(strings.ReplaceAll(s.ID.Name()+p.Name(), "_", ""))
				targets = append(targets, target{model: path, service: s.ID, protocol: p, folder: folder, row: p.Name()})
			}
		}
	}
	return targets
}

// generateAll writes a package with tests for each target.
func generateAll(t *testing.T, dir string, targets []target) {
	t.Helper()
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2) // each run holds a whole model
	for _, target := range targets {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			generate(t, dir, target, true)
		})
	}
	wait.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

func generate(t *testing.T, dir string, target target, tests bool) {
	t.Helper()
	var out bytes.Buffer
	err := driver.Generate(context.Background(), driver.Request{
		Models: []string{target.model}, Out: filepath.Join(dir, target.folder), Package: target.folder,
		Service: string(target.service), Protocol: string(target.protocol), Tests: tests,
	}, driver.Streams{Stdout: &out, Stderr: &out})
	if err != nil {
		t.Errorf("generating %s: %v\n%s", target.service, err, out.Bytes())
	}
}
