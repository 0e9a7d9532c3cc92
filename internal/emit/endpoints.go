// Printing the rules by which a package finds where its calls go: the parameters, the rules as functions or as a diagram's
// table, and what each operation sets.

package emit

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

const (
	endpointsPath = runtimePath + "/endpoints"
	maxNodeLine   = 100 // columns of a line of a diagram's table
)

// EndpointsFile prints the file endpoints.go of a package; nil where it has no rules.
func EndpointsFile(p *plan.Package) ([]byte, error) { return printed(endpointRules)(p) }

func endpointRules(file *jen.File, p *plan.Package) bool {
	e := p.Endpoints
	if e == nil {
		return false
	}
	var f endpointsFile
	f.parameters(e)
	switch {
	case e.Diagram != nil:
		f.walk(e)
	default:
		for i := range e.Funcs {
			f.function(e, &e.Funcs[i], i == 0)
		}
	}
	f.addTo(file, endpointsPath, "endpoints", "Endpoint")
	for i := range e.Bindings {
		f.binding(&e.Bindings[i])
		f.addTo(file, schemaPath, "schema", "Shape")
		for _, path := range e.Bindings[i].Paths {
			file.Line()
			pathFunc(file, *path)
		}
	}
	f.statics(e)
	file.Add(jen.Id(f.String()))
	return true
}

// addTo adds what is there to a file. The first name of a package stands for its import.
func (f *endpointsFile) addTo(file *jen.File, path, pkg, name string) {
	before, behind, _ := strings.Cut(f.String(), pkg+"."+name)
	f.Reset()
	file.Add(tight(jen.Id(before), jen.Qual(path, name), jen.Id(behind)))
}

// endpointsFile is the file as it grows.
type endpointsFile struct{ bytes.Buffer }

func (f *endpointsFile) line(text string) { f.WriteString(text + "\n") }

func (f *endpointsFile) linef(format string, args ...any) { fmt.Fprintf(f, format+"\n", args...) }

func (f *endpointsFile) doc(lines []string) { f.line("\n" + commentText(lines)) }

// parameters prints EndpointParameters, and the function that fills in what it lacks.
func (f *endpointsFile) parameters(e *plan.Endpoints) {
	f.doc([]string{"EndpointParameters is what the rules for the service's endpoints look at. Nil is absent."})
	f.line("type EndpointParameters struct {")
	for i, p := range e.Params {
		if i > 0 {
			f.line("")
		}
		f.linef("%s\n%s %s", commentText(p.Doc), p.Name, p.Type)
	}
	f.line("}")
	if !e.Complete {
		return
	}
	if e.Required {
		f.doc([]string{"complete returns the parameters with the defaults of those that are absent; an error names one that must be set."})
		f.line("func (p *EndpointParameters) complete() (*EndpointParameters, error) {")
	} else {
		f.doc([]string{"complete returns the parameters with the defaults of those that are absent."})
		f.line("func (p *EndpointParameters) complete() *EndpointParameters {")
	}
	f.line("q := *p")
	for _, p := range e.Params {
		switch {
		case p.Default != "":
			value := "new(" + p.Default + ")"
			if p.Type == p.Value {
				value = p.Default
			}
			f.linef("if q.%s == nil {\nq.%s = %s\n}", p.Name, p.Name, value)
		case p.Required:
			f.linef("if q.%s == nil {\nreturn nil, endpoints.Missing(%q)\n}", p.Name, p.Name)
		}
	}
	if e.Required {
		f.line("return &q, nil\n}")
	} else {
		f.line("return &q\n}")
	}
}

const noEndpoint = "endpoints.Endpoint{}"

// resolveDoc is the comment of ResolveEndpoint.
var resolveDoc = []string{
	"ResolveEndpoint returns where a call with these parameters goes, by the rules of the service's model. The error, an",
	"[endpoints.Error], says which of them do not go together. What the endpoint holds must not be changed.",
}

func (f *endpointsFile) function(e *plan.Endpoints, fn *plan.RuleFunc, first bool) {
	about := resolveDoc
	if !first {
		about = append([]string{fn.Name + " " + fn.Doc[0]}, fn.Doc[1:]...)
	}
	f.doc(about)
	args := "p *EndpointParameters"
	for _, arg := range fn.Args {
		args += ", " + arg.Name + " " + arg.Type
	}
	f.linef("func %s(%s) (endpoints.Endpoint, error) {", fn.Name, args)
	if first {
		f.completed(e)
	}
	f.statements(fn.Body)
	f.line("}")
}

func (f *endpointsFile) completed(e *plan.Endpoints) {
	switch {
	case e.Required:
		f.linef("p, err := p.complete()\nif err != nil {\nreturn %s, err\n}", noEndpoint)
	case e.Complete:
		f.line("p = p.complete()")
	}
}

func (f *endpointsFile) statements(list []plan.RuleStmt) {
	for i := range list {
		f.statement(&list[i])
	}
}

func (f *endpointsFile) statement(s *plan.RuleStmt) {
	switch s.Kind {
	case plan.RuleIf:
		f.WriteString("if ")
		if s.Init != "" {
			f.WriteString(s.Init + "; ")
		}
		f.linef("%s {", strings.Join(s.Conds, " && "))
		f.statements(s.Body)
		f.line("}")
	case plan.RuleBlock:
		f.line("{")
		f.statements(s.Body)
		f.line("}")
	case plan.RuleText:
		f.line(s.Text)
	case plan.RuleFail:
		f.linef("return %s, %s", noEndpoint, s.Text)
	case plan.RuleResult:
		f.endpoint(s.Result)
	}
}

// endpoint prints the end of a rule, on one line where that holds it.
func (f *endpointsFile) endpoint(e *plan.RuleEndpoint) {
	if e.Headers == "" && e.Auth == "" && e.Properties == "" {
		f.linef("return endpoints.Endpoint{URL: %s}, nil", e.URL)
		return
	}
	f.linef("return endpoints.Endpoint{\nURL: %s,", e.URL)
	for _, field := range []struct{ name, value string }{{"Headers", e.Headers}, {"Auth", e.Auth}, {"Properties", e.Properties}} {
		if field.value != "" {
			f.linef("%s: %s,", field.name, field.value)
		}
	}
	f.line("}, nil")
}

// walk prints a diagram: a table of nodes, and a loop that goes through it.
func (f *endpointsFile) walk(e *plan.Endpoints) {
	d := e.Diagram
	f.doc(resolveDoc)
	f.line("func ResolveEndpoint(p *EndpointParameters) (endpoints.Endpoint, error) {")
	f.completed(e)
	f.line("w := endpointWalk{EndpointParameters: p}")
	f.linef("at := %s(%d)", index(d), d.Root)
	f.line("for at >= 0 {\nn := &endpointNodes[at]\nif at = n.low; w.holds(n.condition) {\nat = n.high\n}\n}")
	f.line("return w.result(-2 - at)\n}")
	f.doc([]string{"endpointWalk is what is known on the way through the decision diagram of the rules."})
	f.line("type endpointWalk struct {\n*EndpointParameters")
	for _, field := range d.Fields {
		f.linef("%s %s", field.Name, field.Type)
	}
	f.line("}")
	f.doc([]string{"holds reports whether a condition of the diagram holds, and keeps what it finds out."})
	f.line("func (w *endpointWalk) holds(condition " + index(d) + ") (ok bool) {\nswitch condition {")
	for _, c := range d.Conditions {
		f.linef("case %d:", c.Number)
		f.statements(c.Body)
	}
	f.line("}\nreturn ok\n}")
	f.doc([]string{"result is what a way through the diagram ends with."})
	f.line("func (w *endpointWalk) result(number " + index(d) + ") (endpoints.Endpoint, error) {\nswitch number {")
	for _, c := range d.Results {
		f.linef("case %d:", c.Number)
		f.statements(c.Body)
	}
	f.linef("}\nreturn %s, endpoints.ErrExhausted\n}", noEndpoint)
	f.nodes(d)
}

// index is the type of what numbers a diagram's parts.
func index(d *plan.RuleDiagram) string {
	if max(len(d.Nodes), len(d.Results), len(d.Conditions)) < math.MaxInt16-2 {
		return "int16"
	}
	return "int32"
}

// nodes prints the table of a diagram.
func (f *endpointsFile) nodes(d *plan.RuleDiagram) {
	f.doc([]string{
		"endpointNodes is the diagram: which condition is asked, and where to go on if it holds and if not. Negative numbers",
		"are ends: -1 where no rule matches, -2 for the first result, and so on.",
	})
	f.line("var endpointNodes = [...]struct{ condition, high, low " + index(d) + " }{")
	line := ""
	for _, n := range d.Nodes {
		node := fmt.Sprintf("{%d, %d, %d},", n[0], n[1], n[2])
		if line != "" && len(line)+1+len(node) > maxNodeLine {
			f.line(line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += node
	}
	f.linef("%s\n}", line)
}

// binding prints what an operation sets.
func (f *endpointsFile) binding(b *plan.EndpointBind) {
	f.doc(b.Doc)
	in := "_"
	if b.Input != "" {
		in = "in"
	}
	f.linef("func %s(%s schema.Shape, params any) {", b.Func, in)
	if b.Input == "" {
		f.line("p := params.(*EndpointParameters)")
	} else {
		f.linef("r, p := in.(*%s), params.(*EndpointParameters)", b.Input)
	}
	for _, s := range b.Sets {
		set := "p." + s.Field + " = " + s.Value
		if s.Guard != "" {
			set = "if " + s.Guard + " {\n" + set + "\n}"
		}
		f.line(set)
	}
	f.line("}")
}

// statics prints the values that are the same for every call.
func (f *endpointsFile) statics(e *plan.Endpoints) {
	if len(e.Statics) == 0 {
		return
	}
	f.doc([]string{"What is the same for every call."})
	f.line("var (")
	for _, s := range e.Statics {
		f.linef("%s = %s", s.Name, s.Value)
	}
	f.line(")")
}
