// Endpoints: rules as functions of nested conditions.

package plan

import (
	"slices"
	"strconv"

	"github.com/smithwright/smithwright/internal/rules"
)

// What makes a function long enough for a part of it to become one of its own.
const (
	maxRuleLines = 45 // lines of its body
	maxRuleDepth = 4  // conditions within each other
	minRuleLines = 12 // what is not worth a function
)

const exhausted = "endpoints.ErrExhausted"

// ruleFunc is a function that is being written.
type ruleFunc struct {
	*ruleWriter
	temp  scope
	body  []RuleStmt
	depth int
}

// function adds a function whose body write makes, and returns its name. vars are what it is given.
func (w *ruleWriter) function(vars []*rules.Var, about []string, write func(*ruleFunc)) string {
	at := len(w.e.Funcs)
	name := "ResolveEndpoint"
	if at > 0 {
		name = "resolveEndpoint" + strconv.Itoa(at+1)
	}
	w.e.Funcs = append(w.e.Funcs, RuleFunc{Name: name, Doc: about})
	f := &ruleFunc{ruleWriter: w, temp: scope{}}
	for name := range w.taken {
		f.temp[name] = true
	}
	write(f)
	fn := &w.e.Funcs[at]
	fn.Body = prune(merge(f.body))
	for _, v := range vars {
		fn.Args = append(fn.Args, RuleArg{w.locals[v.Name], goTypes[v.Type]})
	}
	return name
}

// merge makes one condition of two of which one is all that stands within the other, and opens a block behind which nothing
// comes.
func merge(list []RuleStmt) []RuleStmt {
	for i := range list {
		s := &list[i]
		s.Body = merge(s.Body)
		if s.Kind == RuleIf && len(s.Body) == 1 && s.Body[0].Kind == RuleIf && s.Body[0].Init == "" {
			s.Conds = withCondition(s.Conds, s.Body[0].Conds...)
			s.Body = s.Body[0].Body
		}
	}
	if last := len(list) - 1; last >= 0 && list[last].Kind == RuleBlock {
		return slices.Concat(list[:last], list[last].Body)
	}
	return list
}

// withCondition adds conditions to others, each once.
func withCondition(list []string, more ...string) []string {
	for _, cond := range more {
		if !slices.Contains(list, cond) {
			list = append(slices.Clip(list), cond)
		}
	}
	return list
}

// rules writes the rules of a list in order, and that nothing matches if none of them surely decides.
func (f *ruleFunc) rules(list []rules.Rule, out *[]RuleStmt) {
	for i := range list {
		if always := f.rule(&list[i], out); always {
			return // what stands behind is never asked
		}
	}
	*out = append(*out, RuleStmt{Kind: RuleFail, Text: exhausted})
}

// rule writes one rule, and reports whether it always decides.
func (f *ruleFunc) rule(r *rules.Rule, out *[]RuleStmt) (always bool) {
	c := f.conditions(r.Conditions, used(r), out)
	switch {
	case r.Endpoint != nil, r.Error != nil:
		f.result(r.Endpoint, r.Error, c.body())
	default:
		f.nested(r, c)
	}
	always = c.always()
	c.close()
	return always
}

// nested writes the rules below a rule, in a function of their own where there are many.
func (f *ruleFunc) nested(r *rules.Rule, c *chain) {
	lines := ruleLines(r.Rules)
	if lines < minRuleLines || lines <= maxRuleLines && f.depth+c.levels <= maxRuleDepth {
		f.depth += c.levels
		f.rules(r.Rules, c.body())
		f.depth -= c.levels
		return
	}
	vars := freeVars(r.Rules)
	about := "has a part of the rules of [ResolveEndpoint]."
	if r.Doc != "" {
		about = "has the rules for: " + oneLine(r.Doc)
	}
	name := f.function(vars, []string{about}, func(f *ruleFunc) { f.rules(r.Rules, &f.body) })
	*c.body() = append(*c.body(), RuleStmt{Kind: RuleText, Text: "return " + f.callOf(name, vars)})
}

// callOf is the call of a function that has some of the rules.
func (f *ruleFunc) callOf(name string, vars []*rules.Var) string {
	call := name + "(p"
	for _, v := range vars {
		call += ", " + f.locals[v.Name]
	}
	return call + ")"
}

// chain is the conditions of a rule as they are written: blocks within blocks.
type chain struct {
	out    *[]RuleStmt // where the rule stands
	stack  []RuleStmt  // the open blocks, the last one innermost
	levels int
}

// body is where what depends on the conditions goes.
func (c *chain) body() *[]RuleStmt {
	if len(c.stack) == 0 {
		return c.out
	}
	return &c.stack[len(c.stack)-1].Body
}

// always reports whether there is nothing that might not hold.
func (c *chain) always() bool {
	return !slices.ContainsFunc(c.stack, func(s RuleStmt) bool { return s.Kind == RuleIf })
}

// close puts the blocks into each other.
func (c *chain) close() {
	for n := len(c.stack) - 1; n >= 0; n-- {
		inner := c.stack[n]
		c.stack = c.stack[:n]
		*c.body() = append(*c.body(), inner)
	}
}

// conditions writes conditions. Those whose variables are not in used assign none.
func (f *ruleFunc) conditions(list []rules.Condition, used map[*rules.Var]bool, out *[]RuleStmt) *chain {
	c := &chain{out: out}
	for i := range list {
		f.ask(c, &list[i], used[list[i].Assign])
	}
	c.levels = len(c.stack)
	return c
}

// ask writes a condition at the end of a chain.
func (f *ruleFunc) ask(c *chain, cond *rules.Condition, assigned bool) {
	b := &before{ruleWriter: f.ruleWriter, temp: f.temp}
	init, conds, define := f.question(b, cond, assigned)
	conds = slices.DeleteFunc(conds, func(cond string) bool { return cond == "true" })
	if define != "" {
		if len(c.stack) == 0 {
			c.stack = append(c.stack, RuleStmt{Kind: RuleBlock})
		}
		for _, s := range append(b.list, define) {
			*c.body() = append(*c.body(), RuleStmt{Kind: RuleText, Text: s})
		}
		b.list = nil
	}
	if len(conds) == 0 {
		return
	}
	if init == "" && len(b.list) == 1 && simple(b.list[0]) {
		init, b.list = b.list[0], nil
	}
	if top := len(c.stack) - 1; top >= 0 && c.stack[top].Kind == RuleIf && len(c.stack[top].Body) == 0 && init == "" && len(b.list) == 0 {
		c.stack[top].Conds = withCondition(c.stack[top].Conds, conds...)
		return
	}
	for _, s := range b.list {
		*c.body() = append(*c.body(), RuleStmt{Kind: RuleText, Text: s})
	}
	c.stack = append(c.stack, RuleStmt{Kind: RuleIf, Init: init, Conds: conds})
}

// simple reports whether a statement can stand before the condition of an if.
func simple(statement string) bool { return len(statement) < 3 || statement[:3] != "if " }

// question returns what a condition is in Go: a statement for the if, what has to hold, or a variable to define, which always
// holds if conds is empty.
func (f *ruleFunc) question(b *before, cond *rules.Condition, assigned bool) (init string, conds []string, define string) {
	call := &cond.Call
	name := "_"
	if assigned {
		name = f.locals[cond.Assign.Name]
	}
	isBool := call.Type.Kind == rules.Bool
	switch {
	case call.Type.Optional:
		if isBool && !assigned {
			name = b.name("holds")
		}
		conds = []string{"ok"}
		if isBool {
			conds = append(conds, name)
		}
		if two, ok := b.two(call); ok {
			return name + ", ok := " + two, conds, ""
		}
		if name == "_" {
			return "", []string{b.presence(call)}, ""
		}
		value, present := b.pair(call)
		return name + ", ok := " + value + ", " + present, conds, ""
	case isBool && !assigned:
		return "", []string{b.condition(call, false)}, ""
	case isBool:
		return "", []string{name}, name + " := " + b.condition(call, false)
	case assigned:
		return "", nil, name + " := " + b.expr(call)
	default:
		return "", nil, ""
	}
}

// result writes the end of a rule.
func (f *ruleFunc) result(e *rules.Endpoint, failure *rules.Expr, out *[]RuleStmt) {
	b := &before{ruleWriter: f.ruleWriter, temp: f.temp}
	end := b.end(e, failure)
	for _, s := range b.list {
		*out = append(*out, RuleStmt{Kind: RuleText, Text: s})
	}
	*out = append(*out, end)
}

// end is the statement for an endpoint or an error.
func (b *before) end(e *rules.Endpoint, failure *rules.Expr) RuleStmt {
	if failure != nil {
		return RuleStmt{Kind: RuleFail, Text: "endpoints.Error(" + b.expr(failure) + ")"}
	}
	return RuleStmt{Kind: RuleResult, Result: b.endpoint(e)}
}

// used are the variables that a rule refers to.
func used(r *rules.Rule) map[*rules.Var]bool {
	seen := map[*rules.Var]bool{}
	eachRef(r, func(v *rules.Var) { seen[v] = true })
	return seen
}

// freeVars are the variables that rules refer to and do not assign, in the order of their declaration.
func freeVars(list []rules.Rule) []*rules.Var {
	seen, own := map[*rules.Var]bool{}, map[*rules.Var]bool{}
	var vars []*rules.Var
	for i := range list {
		eachRef(&list[i], func(v *rules.Var) {
			if v.Param == nil && !seen[v] {
				seen[v] = true
				vars = append(vars, v)
			}
		})
		eachRule(&list[i], func(r *rules.Rule) {
			for _, c := range r.Conditions {
				own[c.Assign] = true
			}
		})
	}
	vars = slices.DeleteFunc(vars, func(v *rules.Var) bool { return own[v] })
	slices.SortFunc(vars, func(x, y *rules.Var) int { return x.Index - y.Index })
	return vars
}

func eachRule(r *rules.Rule, f func(*rules.Rule)) {
	f(r)
	for i := range r.Rules {
		eachRule(&r.Rules[i], f)
	}
}

// eachRef calls f for all references within a rule.
func eachRef(r *rules.Rule, f func(*rules.Var)) {
	eachRule(r, func(r *rules.Rule) {
		for i := range r.Conditions {
			refsOf(&r.Conditions[i].Call, f)
		}
		refsOfEnd(r.Endpoint, r.Error, f)
	})
}

func refsOfEnd(e *rules.Endpoint, failure *rules.Expr, f func(*rules.Var)) {
	if failure != nil {
		refsOf(failure, f)
	}
	if e == nil {
		return
	}
	refsOf(&e.URL, f)
	for i := range e.Headers {
		for j := range e.Headers[i].Values {
			refsOf(&e.Headers[i].Values[j], f)
		}
	}
	for i := range e.Properties {
		refsOf(&e.Properties[i].Value, f)
	}
}

func refsOf(e *rules.Expr, f func(*rules.Var)) {
	if e.Kind == rules.ExprRef {
		f(e.Var)
	}
	for _, list := range [][]rules.Expr{e.Parts, e.Args} {
		for i := range list {
			refsOf(&list[i], f)
		}
	}
	for i := range e.Fields {
		refsOf(&e.Fields[i].Value, f)
	}
}

// ruleLines estimates how many lines rules take.
func ruleLines(list []rules.Rule) int {
	n := 0
	for i := range list {
		r := &list[i]
		n += 2 + ruleLines(r.Rules)
		for _, c := range r.Conditions {
			if c.Assign != nil {
				n++
			}
		}
		if r.Endpoint != nil {
			n += 1 + 3*min(1, len(r.Endpoint.Properties)+len(r.Endpoint.Headers))
		} else if r.Error != nil {
			n++
		}
	}
	return n
}
