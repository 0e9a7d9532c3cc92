// Endpoints: what the rules of a service become in Go. The rules come as a typed program; here they become functions,
// statements and expressions, which a printer has only to lay out.

package plan

import (
	"strings"

	"github.com/smithwright/smithwright/internal/rules"
)

// Endpoints is how a package finds where a call goes.
type Endpoints struct {
	Params   []EndpointParam
	Complete bool           // some parameters have defaults other than the zero value, or are required
	Required bool           // some parameters are required
	Funcs    []RuleFunc     // the first is the body of ResolveEndpoint
	Diagram  *RuleDiagram   // in place of Funcs: the rules are a diagram that is walked; nil for none
	Statics  []RuleStatic   // values that all results share
	Bindings []EndpointBind // by operation
	Config   []EndpointConfig
	Base     []EndpointSet // of the parameters, by the client's configuration
	Region   bool          // the rules ask for the client's Region
	Custom   string        // the parameter for an address of the user's own; empty if the rules have none
	Account  string        // that for the account's id; empty if the rules have none
}

// EndpointParam is a field of EndpointParameters.
type EndpointParam struct {
	Name     string // in Go
	Model    string // in the rules
	Doc      []string
	Type     string // of the field, such as "*string"
	Value    string // of the parameter, such as "string"
	Default  string // a Go expression of the type Value; empty for none and for the zero value
	Required bool   // has to be set

	param *rules.Param
}

// Plain reports whether the field holds the value itself: false is as good as absent.
func (p *EndpointParam) Plain() bool { return p.Type == "bool" }

// RuleFunc is a function that has some of the rules.
type RuleFunc struct {
	Name string
	Doc  []string
	Args []RuleArg // beside the parameters
	Body []RuleStmt
}

// RuleArg is an argument, or a field, that holds what a rule found out.
type RuleArg struct{ Name, Type string }

// RuleStmtKind says what a statement is.
type RuleStmtKind uint8

// The statements of rules.
const (
	RuleIf     RuleStmtKind = iota // if Init; Conds[0] && … { Body }
	RuleBlock                      // { Body }
	RuleText                       // Text, as it is
	RuleResult                     // return Result
	RuleFail                       // return the error Text
)

// RuleStmt is a statement.
type RuleStmt struct {
	Kind   RuleStmtKind
	Init   string
	Conds  []string
	Body   []RuleStmt
	Text   string
	Result *RuleEndpoint
}

// RuleEndpoint is an endpoint: the fields of endpoints.Endpoint as Go expressions, empty where there is nothing to say.
type RuleEndpoint struct{ URL, Headers, Auth, Properties string }

// RuleStatic is a package-level variable that nothing changes.
type RuleStatic struct{ Name, Value string }

// RuleDiagram is a decision diagram that is walked by a loop.
type RuleDiagram struct {
	Fields     []RuleArg
	Conditions []RuleCase // asked by a switch; each sets ok
	Results    []RuleCase
	Nodes      [][3]int // condition, where to go on if it holds, where if not: a node, -1 for no match, or -2-result
	Root       int
}

// RuleCase is a case of a switch.
type RuleCase struct {
	Number int
	Body   []RuleStmt
}

// PlanEndpoints plans the functions for a program.
func PlanEndpoints(program *rules.Program) *Endpoints {
	w := newRuleWriter(program)
	switch d := program.Diagram; {
	case d == nil:
		w.function(nil, nil, func(f *ruleFunc) { f.rules(program.Rules, &f.body) })
	case unfolds(program):
		w.unfold(d)
	default:
		w.diagram(d)
	}
	w.e.Statics = w.statics.list
	return w.e
}

// ruleWriter makes the Go of a program.
type ruleWriter struct {
	program *rules.Program
	e       *Endpoints
	params  map[*rules.Var]*EndpointParam
	locals  map[string]string // by the rules' names
	taken   scope             // lower-case names
	prefix  string            // before the names of variables that rules assign
	self    string            // before the names of parameters
	statics statics
}

func newRuleWriter(program *rules.Program) *ruleWriter {
	w := &ruleWriter{
		program: program, e: &Endpoints{}, params: map[*rules.Var]*EndpointParam{}, locals: map[string]string{},
		taken: newScope(localNames), self: "p.", statics: statics{names: map[string]string{}},
	}
	w.addParams()
	for _, v := range program.Vars {
		if _, known := w.locals[v.Name]; v.Param == nil && !known {
			w.locals[v.Name] = w.taken.take(localName(v.Name), "Value")
		}
	}
	return w
}

// localNames are what a variable of generated rules must not hide.
var localNames = []string{
	"any", "append", "at", "bool", "break", "byte", "case", "chan", "complete", "const", "continue", "default", "defer", "else", "endpoints", "error",
	"false", "for", "func", "go", "goto", "holds", "if", "import", "int", "interface", "len", "map", "n", "new", "nil", "ok", "p", "package", "range", "result",
	"return", "rt", "schema", "select", "string", "struct", "switch", "true", "type", "var", "w",
}

// localName makes a Go name of a variable's.
func localName(name string) string {
	name = camel(name)
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "X" + name
	}
	upper := 0
	for upper < len(name) && name[upper] >= 'A' && name[upper] <= 'Z' {
		upper++
	}
	if upper > 1 && upper < len(name) {
		upper-- // the last capital begins the next word
	}
	return strings.ToLower(name[:upper]) + name[upper:]
}

// goTypes are the Go types of values.
var goTypes = map[rules.TypeKind]string{
	rules.String: "string", rules.Bool: "bool", rules.StringArray: "endpoints.List", rules.Partition: "*endpoints.Partition",
	rules.URL: "endpoints.URL", rules.ARN: "endpoints.ARN",
}

// addParams plans the fields of EndpointParameters.
func (w *ruleWriter) addParams() {
	names := newScope([]string{"EndpointParameters"}) // a walk through a diagram has them as a field of that name
	w.e.Params = make([]EndpointParam, len(w.program.Params))
	for i, param := range w.program.Params {
		p := &w.e.Params[i]
		*p = EndpointParam{Name: names.take(exported(param.Name), "Parameter"), Model: param.Name, Required: param.Required, param: param}
		p.Value = map[rules.TypeKind]string{rules.Bool: "bool", rules.StringArray: "[]string"}[param.Type]
		if p.Value == "" {
			p.Value = "string"
		}
		p.Type = "*" + p.Value
		if param.Type == rules.StringArray {
			p.Type = p.Value
		}
		if d := param.Default; d != nil {
			p.Default, p.Required = w.literal(d), false
			if param.Type == rules.Bool && !d.Bool {
				p.Type, p.Default = p.Value, ""
			}
		}
		w.e.Complete = w.e.Complete || p.Default != "" || p.Required
		w.e.Required = w.e.Required || p.Required
		p.Doc = paramDoc(p)
		w.params[param.Var] = p
		switch param.BuiltIn {
		case "SDK::Endpoint":
			w.e.Custom = p.Name
		case "AWS::Auth::AccountId":
			w.e.Account = p.Name
		}
	}
}

// literal is the value of a constant, as the type of a parameter has it.
func (w *ruleWriter) literal(e *rules.Expr) string {
	if e.Kind == rules.ExprArray {
		return stringSlice(e)
	}
	s, _ := w.constant(e)
	return s
}
