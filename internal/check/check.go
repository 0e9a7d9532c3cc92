// Package check finds what is wrong with a model that reads and links: the validators of the Smithy specification ("Model
// validation"). Diagnostics have the event ids and severities of the specification; the sentences are this project's own.
//
// validators.go lists the validators, in groups of which each runs only if those before it find no error; docs/validators.md says
// what they find. The other files hold them: service*.go and resource*.go those of services and resources, http*.go,
// operation.go, paginated.go, stream*.go, auth.go and waiters*.go those of operations and their protocols, data*.go, recursion.go
// and closure*.go those of data shapes, endpoints*.go those of endpoint rules, trait*.go those of traits, and custom.go, linters.go, suppress.go and metadata.go what a
// model's metadata asks for. nodes*.go hold values against shapes, for whoever has a value.
package check

import (
	"fmt"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/shape/selector"
	"github.com/smithwright/smithwright/internal/source"
)

// Model adds what is wrong with m to diags, and takes out of diags, with what the loader has found, the findings that m
// suppresses. It adds nothing if diags has errors already: a model that does not link would only give the same mistakes
// other names. The result says whether all validators ran.
func Model(m *shape.Model, diags *diag.List) (complete bool) {
	return check(m, diags, func() bool { return diags.HasErrors() })
}

// Everything does what Model does, but goes on after errors, unless the loader has found relationships that lead nowhere or in
// circles: it finds all there is to find, and some of it is but a consequence of the rest.
func Everything(m *shape.Model, diags *diag.List) {
	broken := false
	for _, d := range diags.Sorted() {
		id, _, _ := strings.Cut(d.Code, ".")
		broken = broken || d.Severity == diag.Error && (id == "Target" || id == "ResourceCycle")
	}
	check(m, diags, func() bool { return broken })
}

// check runs the stages until stop says that there is no use in a further one. The result says whether all ran.
func check(m *shape.Model, diags *diag.List, stop func() bool) (complete bool) {
	p := newPass(m, diags)
	complete = true
	for _, stage := range stages() {
		if stop() {
			complete = false
			break
		}
		for _, v := range stage {
			v.run(p)
		}
	}
	if p.suppressed == nil { // there were errors before the metadata was read
		p.suppressed = loadSuppressions(m, func(source.Span, string, ...any) {})
	}
	diags.Rewrite(p.suppressed.apply)
	return complete
}

// pass is what the validators of one run share: the model, and what several of them ask of it.
type pass struct {
	m     *shape.Model
	diags *diag.List
	// shapes are the model's own shapes sorted by id, without the prelude's and the other built-in definitions.
	shapes   []*shape.Shape
	lazyEnv  *selector.Env
	webState *httpState // see web
	// endpoints are the services with endpoint rules; nil until they are read, see endpointServices.
	endpoints *[]*endpointService
	values    valueState
	hints     int // near names looked for
	compared  int // names looked at for that

	suppressed *suppressions     // nil until the metadata is read
	custom     []customValidator // of the metadata
}

// env returns the model as selectors see it. It is built when first asked for.
func (p *pass) env() *selector.Env {
	if p.lazyEnv == nil {
		p.lazyEnv = selector.NewEnv(p.m)
	}
	return p.lazyEnv
}

// newPass returns a run over a model that reports to diags.
func newPass(m *shape.Model, diags *diag.List) *pass {
	p := &pass{m: m, diags: diags}
	for _, s := range m.Shapes() {
		if !s.Builtin {
			p.shapes = append(p.shapes, s)
		}
	}
	return p
}

// finding is what one validator reports once.
type finding struct {
	code     string
	severity diag.Severity
	about    shape.Subject // may be none
	span     source.Span   // where; that of the subject if zero
	notes    []diag.Note
}

// report adds a finding; the format and its arguments give one sentence in lower case that says what is wrong and what to do.
func (p *pass) report(f finding, format string, args ...any) {
	if f.span.IsZero() {
		f.span = f.about.Span()
	}
	message := ""
	if !p.diags.Full(f.severity) {
		message = fmt.Sprintf(format, quoted(args)...)
	}
	p.diags.Add(diag.Diagnostic{
		Code: f.code, Severity: f.severity, Span: f.span, Shape: string(f.about.ID()),
		Message: message, Notes: f.notes,
	})
}

// maxQuoted is the number of bytes of a part of a model that a message quotes. Selectors, patterns and messages in models can
// be as long as the model, and thousands of findings can quote the same one.
const maxQuoted = 1000

// quoted cuts the texts among the arguments of a message, in place.
func quoted(args []any) []any {
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			args[i] = diag.Clip(arg, maxQuoted)
		case error:
			args[i] = diag.Clip(arg.Error(), maxQuoted)
		}
	}
	return args
}

// subjects calls visit for each of the model's own shapes and, behind each, its members, those that mixins brought included.
func (p *pass) subjects(visit func(shape.Subject)) {
	for _, s := range p.shapes {
		visit(s.Subject())
		for _, m := range s.Members {
			visit(m.Subject())
		}
	}
}
