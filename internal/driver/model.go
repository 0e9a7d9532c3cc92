// This file reads models: from files to an assembled model, and from its services to the one that is meant.

package driver

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/c2j"
	"github.com/smithwright/smithwright/internal/check"
	"github.com/smithwright/smithwright/internal/diag"
	loadmodel "github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// load assembles and validates a model, of which something is to be made, from its files. Reported are errors, dangers, and
// warnings of what was not understood: that is not the time to criticise a model that somebody else wrote. The model may be
// incomplete if there was an error; it is nil if there are no files.
func load(files []*source.File, diags *diag.List) *shape.Model {
	var all diag.List
	m, _ := understand(files, true, &all)
	for _, d := range all.Sorted() {
		d.Severity = weight(d)
		if d.Severity >= diag.Danger || d.Severity == diag.Warning && notUnderstood(d.Code) {
			diags.Add(d)
		}
	}
	return m
}

// weight is the severity of a finding to those who make something of the model. Models in JSON are published by people who have
// tools of their own, and may be newer than this one: a trait that is not known here says nothing, and a pattern that can't be
// run is left to the service, which the plan warns of where it comes to that.
func weight(d diag.Diagnostic) diag.Severity {
	if d.Severity != diag.Error || d.Span.File == nil || strings.HasSuffix(d.Span.File.Name, ".smithy") {
		return d.Severity
	}
	switch d.Code {
	case "Model.UnresolvedTrait":
		return diag.Warning
	case "Model" + check.CodePattern:
		return diag.Info
	}
	return d.Severity
}

// notUnderstood reports whether a finding is about what a reader could make nothing of.
func notUnderstood(code string) bool { return code == "Model" || strings.HasPrefix(code, "Model.") }

// understand makes a validated model of files, nil of none. thorough goes on after mistakes as far as there is something to
// tell; otherwise what is found is what the reference implementation finds, and complete says whether an error cut it short.
func understand(files []*source.File, thorough bool, diags *diag.List) (m *shape.Model, complete bool) {
	if len(files) == 0 {
		return nil, true
	}
	if thorough {
		m = loadmodel.Model(files, diags, shape.Thorough)
		check.Everything(m, diags)
	} else {
		m = loadmodel.Model(files, diags)
		complete = check.Model(m, diags)
	}
	excuseExamples(diags)
	return m, complete || thorough
}

// excuseExamples makes warnings of errors in the examples of models in AWS's own dialect. Nobody held those to the models when
// they were published, one in fourteen services has wrong ones, and nothing depends on them.
func excuseExamples(diags *diag.List) {
	companions := map[*source.File]bool{}
	diags.Rewrite(func(d diag.Diagnostic) (diag.Diagnostic, bool) {
		if d.Severity != diag.Error || d.Code != "ExamplesTrait" || d.Span.File == nil {
			return d, true
		}
		excused, known := companions[d.Span.File]
		if !known {
			excused = c2j.RecognizeCompanion(d.Span.File.Text)
			companions[d.Span.File] = excused
		}
		if excused {
			d.Severity = diag.Warning
		}
		return d, true
	})
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
