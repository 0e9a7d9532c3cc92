// This file is the way from a model to the text of a Go package: load, plan, emit.

package driver

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/emit"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// target says which part of a model to generate, and how.
type target struct {
	service, protocol, packageName string
	ops                            []string
	generateLine                   string
	tests                          bool
}

// printed is a Go package before it is on disk.
type printed struct {
	packageName        string
	operations, shapes int
	files              []outputFile
}

// generate makes a Go package of the files of a model. It is nil if there was an error, which is reported.
func generate(model string, files []*source.File, t target, diags *diag.List) *printed {
	m := load(files, diags)
	if m == nil || diags.HasErrors() {
		return nil
	}
	shape.MakeEnumShapes(m)
	service := pickService(m, t.service, source.Span{File: files[0]}, diags)
	if service == nil {
		return nil
	}
	p := plan.Build(m, plan.Options{
		Service: service.ID, Ops: t.ops, Protocol: t.protocol, Package: t.packageName, GenerateLine: t.generateLine,
		Tests: t.tests,
	}, diags)
	if p == nil || diags.HasErrors() {
		return nil
	}
	made, err := emit.Files(p)
	if err != nil {
		diags.Errorf(nowhere, "internal.emit", "%s can't be printed, which is a bug in gen: please report it: %v", slashed(model), err)
		return nil
	}
	out := &printed{packageName: p.Name, operations: len(p.Operations), shapes: p.Reached}
	for _, f := range made {
		out.files = append(out.files, outputFile{name: f.Name, content: f.Content})
	}
	return out
}
