// Package rules turns endpoint rule sets (smithy.rules#endpointRuleSet) and decision diagrams (smithy.rules#endpointBdd) into
// typed programs, runs them, and reads their tests.
//
// program.go has the program, which is all that a printer needs. parse.go, params.go, rules.go, exprs.go, template.go and
// functions.go read the value of the trait and check its types in one walk; diagram.go decodes the nodes of a diagram and
// presence.go proves which variables have values where. evaluate.go runs a program, tests.go reads the trait
// smithy.rules#endpointTests. See https://smithy.io/2.0/additional-specs/rules-engine/.
package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// The traits of a service that hold programs and their tests.
const (
	RuleSetTrait shape.ID = "smithy.rules#endpointRuleSet"
	DiagramTrait shape.ID = "smithy.rules#endpointBdd"
	TestsTrait   shape.ID = "smithy.rules#endpointTests"
)

// A Problem is something that is wrong with a rule set, a diagram or a test: all are errors.
type Problem struct {
	Code    string // the event id, see the constants
	Span    source.Span
	Message string // a sentence in lower case that says what to do
}

// The event ids of problems.
const (
	CodeInvalid = "Model"              // without the form of a rule set or diagram, or not type-correct
	CodeVersion = "RulesEngineVersion" // the use of something that the declared version lacks
)

// Bounds of what is read, against hostile models. The largest rule set that AWS publishes is 18 rules deep.
const (
	maxProblems  = 100
	maxRuleDepth = 100
	maxExprDepth = 50
)

// ForService reads the program of a service: its decision diagram if it has one, else its rule set. The program is nil if the
// service has neither, or if there are problems but those of the version.
func ForService(s *shape.Shape) (*Program, []Problem) {
	if v, ok := s.Trait(DiagramTrait); ok {
		return ParseDiagram(v)
	}
	if v, ok := s.Trait(RuleSetTrait); ok {
		return ParseRuleSet(v)
	}
	return nil, nil
}

// ParseRuleSet reads the value of the trait smithy.rules#endpointRuleSet. The program is nil if there are problems other than
// of [CodeVersion], which leave it whole. There are 100 problems at most.
func ParseRuleSet(v shape.Node) (*Program, []Problem) {
	p := &parser{prog: &Program{Span: v.Span()}, names: map[string]*Var{}}
	if p.head(v) {
		list, _ := p.field(v, "rules", shape.NodeArray)
		p.prog.Rules = p.rules(list, 0)
	}
	return p.result()
}

// ParseDiagram reads the value of the trait smithy.rules#endpointBdd, with results as [ParseRuleSet].
func ParseDiagram(v shape.Node) (*Program, []Problem) {
	p := &parser{prog: &Program{Span: v.Span(), Diagram: &Diagram{}}, names: map[string]*Var{}, diagram: true}
	if p.head(v) {
		p.readDiagram(v)
	}
	return p.result()
}

// parser is the state of reading one program.
type parser struct {
	prog     *Program
	diagram  bool
	problems []Problem
	broken   bool // there is a problem other than of the version

	names map[string]*Var // the variables in scope
	// present[i] says that the variable of index i is known to have a value, in the rules of a rule set.
	present []bool
	undo    []undo // how to leave the scopes that are open, the innermost last

	needs []*Var // of the condition or result of a diagram that is being read
}

// undo takes back that a variable was declared, or that it was found to have a value.
type undo struct {
	v        *Var
	declared bool
}

// invalid reports a problem.
func (p *parser) invalid(at source.Span, format string, args ...any) {
	p.broken = true
	p.report(CodeInvalid, at, format, args...)
}

func (p *parser) report(code string, at source.Span, format string, args ...any) {
	if len(p.problems) >= maxProblems {
		return
	}
	if at.IsZero() {
		at = p.prog.Span
	}
	p.problems = append(p.problems, Problem{code, at, fmt.Sprintf(format, args...)})
}

// result returns what was read.
func (p *parser) result() (*Program, []Problem) {
	if p.broken {
		return nil, p.problems
	}
	return p.prog, p.problems
}

// field returns an entry of an object that must be there and of a kind, and reports it if it is not.
func (p *parser) field(v shape.Node, name string, kind shape.NodeKind) (shape.Node, bool) {
	n, ok := v.Field(name)
	if !ok {
		p.invalid(v.Span(), "%s is missing: add it, as %s", name, kind)
		return n, false
	}
	return n, p.is(n, name, kind)
}

// optional returns an entry of an object that must be of a kind if it is there.
func (p *parser) optional(v shape.Node, name string, kind shape.NodeKind) (shape.Node, bool) {
	n, ok := v.Field(name)
	return n, ok && p.is(n, name, kind)
}

// is reports whether a value is of a kind, and reports a problem if not.
func (p *parser) is(n shape.Node, what string, kind shape.NodeKind) bool {
	if n.Kind() != kind {
		p.invalid(n.Span(), "%s is %s: it must be %s", what, n.Kind(), kind)
		return false
	}
	return true
}

// head reads what rule sets and diagrams have in common: the version and the parameters. It reports whether the rest can be
// read.
func (p *parser) head(v shape.Node) bool {
	if !p.is(v, "the value", shape.NodeObject) {
		return false
	}
	if n, ok := p.field(v, "version", shape.NodeString); ok {
		p.version(n)
	}
	params, ok := p.field(v, "parameters", shape.NodeObject)
	if ok {
		p.params(params)
	}
	return ok
}

// version reads the version, such as "1.1".
func (p *parser) version(n shape.Node) {
	major, minor, ok := strings.Cut(n.Str(), ".")
	a, errA := strconv.ParseUint(major, 10, 16)
	b, errB := strconv.ParseUint(minor, 10, 16)
	if !ok || errA != nil || errB != nil {
		p.invalid(n.Span(), "version is %q: it must be two numbers, such as 1.0", diag.Clip(n.Str(), 40))
		return
	}
	p.prog.Version = Version{int(a), int(b)}
	if p.diagram && !p.prog.Version.AtLeast(1, 1) {
		p.invalid(n.Span(), "version is %s: a decision diagram must be of version 1.1 or later", n.Str())
	}
}

// AtLeast reports whether v is the version of the given numbers or a later one.
func (v Version) AtLeast(major, minor int) bool {
	return v.Major > major || v.Major == major && v.Minor >= minor
}

// String returns the version as a rule set declares it.
func (v Version) String() string { return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor) }

// declare adds a variable and its name, which must be free.
func (p *parser) declare(name string, t TypeKind) *Var {
	v := &Var{Name: name, Type: t, Index: len(p.prog.Vars)}
	p.prog.Vars = append(p.prog.Vars, v)
	p.present = append(p.present, false)
	p.names[name] = v
	p.undo = append(p.undo, undo{v, true})
	return v
}

// setPresent notes that a variable has a value from here to the end of the scope.
func (p *parser) setPresent(v *Var) {
	if !p.present[v.Index] {
		p.present[v.Index] = true
		p.undo = append(p.undo, undo{v, false})
	}
}

// leave ends the scopes that were opened since the undo list had the given length.
func (p *parser) leave(length int) {
	for len(p.undo) > length {
		u := p.undo[len(p.undo)-1]
		p.undo = p.undo[:len(p.undo)-1]
		if u.declared {
			delete(p.names, u.v.Name)
		} else {
			p.present[u.v.Index] = false
		}
	}
}
