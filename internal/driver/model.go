// This file reads models: from files to an assembled model, and from its services to the one that is meant.

package driver

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	loadmodel "github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// load reads, assembles and validates a model that something is to be made of. Reported are errors, dangers, and warnings of what was not
// understood: that is not the time to criticise a model that somebody else wrote. The model may be incomplete if there was an
// error; it is nil if no file could be read. The span is the start of its first file, for what is wrong with the whole.
func load(name string, diags *diag.List) (*shape.Model, source.Span) {
	m, files := loadMerged([]string{name}, diags)
	if m == nil {
		return nil, nowhere
	}
	return m, source.Span{File: files[0]}
}

// loadMerged does what load does for models that are taken as one, and returns their files too.
func loadMerged(names []string, diags *diag.List) (*shape.Model, []*source.File) {
	var all diag.List
	m, files, _ := understand(names, true, &all)
	for _, d := range all.Sorted() {
		if d.Severity >= diag.Danger || d.Severity == diag.Warning && notUnderstood(d.Code) {
			diags.Add(d)
		}
	}
	return m, files
}

// notUnderstood reports whether a finding is about what a reader could make nothing of.
func notUnderstood(code string) bool { return code == "Model" || strings.HasPrefix(code, "Model.") }

// understand makes a validated model of the files of models. thorough goes on after mistakes as far as there is something to
// tell; otherwise what is found is what the reference implementation finds, and complete says whether an error cut it short.
func understand(names []string, thorough bool, diags *diag.List) (m *shape.Model, files []*source.File, complete bool) {
	for _, name := range names {
		files = append(files, readModel(name, diags)...)
	}
	if len(files) == 0 {
		return nil, nil, true
	}
	if thorough {
		m = loadmodel.Model(files, diags, shape.Thorough)
		check.Everything(m, diags)
		return m, files, true
	}
	m = loadmodel.Model(files, diags)
	return m, files, check.Model(m, diags)
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
