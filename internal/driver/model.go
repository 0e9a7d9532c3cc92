// This file reads models: from files to an assembled model, and from its services to the one that is meant.

package driver

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// load reads and assembles a model. What is wrong with it is reported. The model may be incomplete if there was an
// error; it is nil if no file could be read. The span is the start of its first file, for what is wrong with the whole.
func load(name string, diags *diag.List) (*shape.Model, source.Span) {
	files := readModel(name, diags)
	if len(files) == 0 {
		return nil, nowhere
	}
	var decls []shape.Decl
	for _, file := range files {
		decls = append(decls, ast.Parse(file, diags)...)
	}
	m := shape.Assemble(decls, diags)
	check.Model(m, diags)
	return m, source.Span{File: files[0]}
}

// pickService finds the service that is to be generated: the one that was asked for by its id or bare name, or the only
// one of the model. It is nil, with an error reported, if that is none or several.
func pickService(m *shape.Model, want string, whole source.Span, diags *diag.List) *shape.Shape {
	services := m.Services()
	if len(services) == 0 {
		diags.Errorf(whole, "service.missing", `the model has no service, so there is nothing to generate a client of: add a shape of the type "service" that names its operations`)
		return nil
	}
	if want == "" {
		if len(services) == 1 {
			return services[0]
		}
		diags.Errorf(whole, "service.ambiguous", "the model has %d services (%s): pick one with --service", len(services), ids(services))
		return nil
	}
	var found []*shape.Shape
	for _, s := range services {
		if string(s.ID) == want {
			return s
		}
		if s.ID.Name() == want {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 1:
		return found[0]
	case 0:
		diags.Errorf(whole, "service.unknown", "the model has no service %s%s", want, hint(want, services))
	default:
		diags.Errorf(whole, "service.ambiguous", "the model has %d services named %s (%s): pick one with its id", len(found), want, ids(found))
	}
	return nil
}

// hint is the end of a message about an unknown service.
func hint(want string, services []*shape.Shape) string {
	names := make([]string, 0, 2*len(services))
	for _, s := range services {
		names = append(names, string(s.ID), s.ID.Name())
	}
	if near := diag.Nearest(want, slices.Values(names)); near != "" {
		return ": did you mean " + near + "?"
	}
	return ": it has " + ids(services)
}

// ids lists the first ids of shapes.
func ids(shapes []*shape.Shape) string {
	const most = 10
	var b strings.Builder
	for i, s := range shapes {
		if i == most {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(s.ID))
	}
	return b.String()
}
