// Endpoints: decision diagrams. A small one becomes conditions like those of rules; a large one, whose ways meet again and
// again, becomes a table of nodes and a loop.

package plan

import (
	"maps"
	"slices"

	"github.com/smithwright/smithwright/internal/rules"
)

// maxUnfolded is how many nodes a diagram may have to be written as conditions.
const maxUnfolded = 100

// unfolds reports whether a program's diagram is written as conditions: it is small, and what each condition finds out is
// there wherever it is used.
func unfolds(program *rules.Program) bool {
	d := program.Diagram
	if len(d.Nodes) > maxUnfolded {
		return false
	}
	for i := range d.Conditions {
		c := &d.Conditions[i]
		if len(c.Needs) > 0 || c.Assign != nil && (c.Assign.Optional || c.Assign.Type == rules.Bool) {
			return false
		}
	}
	return !slices.ContainsFunc(d.Results, func(r rules.Result) bool { return len(r.Needs) > 0 }) && !assignsTwice(d)
}

// assignsTwice reports whether a way through a diagram comes to two nodes that assign the same variable.
func assignsTwice(d *rules.Diagram) bool {
	below := make([]map[*rules.Var]bool, len(d.Nodes)) // by node: what it and the ways from it on assign
	for i, n := range slices.Backward(d.Nodes) {
		below[i] = map[*rules.Var]bool{}
		for _, r := range []rules.Ref{n.High, n.Low} {
			if at, ok := r.Node(); ok {
				maps.Copy(below[i], below[at])
			}
		}
		if v := d.Conditions[n.Condition].Assign; v != nil {
			if below[i][v] {
				return true
			}
			below[i][v] = true
		}
	}
	return false
}

// unfolding writes a diagram as conditions.
type unfolding struct {
	*ruleWriter
	d        *rules.Diagram
	parents  []int                      // how many edges lead to a node
	needs    []map[*rules.Var]bool      // what the ways from a node on refer to and do not assign
	funcs    map[rules.Ref]string       // of nodes that several ways lead to
	funcVars map[rules.Ref][]*rules.Var // what those are given
}

func (w *ruleWriter) unfold(d *rules.Diagram) {
	u := &unfolding{ruleWriter: w, d: d, funcs: map[rules.Ref]string{}, funcVars: map[rules.Ref][]*rules.Var{}}
	u.parents = make([]int, len(d.Nodes))
	for _, n := range d.Nodes {
		for _, r := range []rules.Ref{n.High, n.Low} {
			if at, ok := r.Node(); ok {
				u.parents[at]++
			}
		}
	}
	u.findNeeds()
	w.function(nil, nil, func(f *ruleFunc) { u.way(f, d.Root, end, &f.body) })
}

// end is where no way leads to: the place behind a function's last statement.
const end rules.Ref = 1<<31 - 1

// findNeeds follows the edges backwards: each node stands before those that it leads to.
func (u *unfolding) findNeeds() {
	u.needs = make([]map[*rules.Var]bool, len(u.d.Nodes))
	for i, n := range slices.Backward(u.d.Nodes) {
		needs := map[*rules.Var]bool{}
		add := func(v *rules.Var) {
			if v.Param == nil {
				needs[v] = true
			}
		}
		u.needsOf(n.Low, add)
		c := &u.d.Conditions[n.Condition]
		u.needsOf(n.High, func(v *rules.Var) {
			if v != c.Assign {
				add(v)
			}
		})
		refsOf(&c.Call, add)
		u.needs[i] = needs
	}
}

// needsOf calls add for what the ways from r on need.
func (u *unfolding) needsOf(r rules.Ref, add func(*rules.Var)) {
	if i, ok := r.Result(); ok {
		refsOfEnd(u.d.Results[i].Endpoint, u.d.Results[i].Error, add)
	}
	if i, ok := r.Node(); ok {
		for v := range u.needs[i] {
			add(v)
		}
	}
}

// way writes what is done from r on. It goes on behind the written statements where it comes to behind.
func (u *unfolding) way(f *ruleFunc, r, behind rules.Ref, out *[]RuleStmt) {
	for r != behind {
		if i, ok := r.Result(); ok {
			f.result(u.d.Results[i].Endpoint, u.d.Results[i].Error, out)
			return
		}
		i, ok := r.Node()
		if !ok {
			*out = append(*out, RuleStmt{Kind: RuleFail, Text: exhausted})
			return
		}
		if name, ok := u.apart(f, r, out); ok {
			*out = append(*out, RuleStmt{Kind: RuleText, Text: "return " + f.callOf(name, u.funcVars[r])})
			return
		}
		n := u.d.Nodes[i]
		condition := &u.d.Conditions[n.Condition]
		used := map[*rules.Var]bool{}
		u.needsOf(n.High, func(v *rules.Var) { used[v] = true })
		c := f.conditions([]rules.Condition{*condition}, used, out)
		if c.always() {
			u.way(f, n.High, behind, c.body())
			c.close()
			return
		}
		f.depth += c.levels
		u.way(f, n.High, n.Low, c.body())
		f.depth -= c.levels
		c.close()
		r = n.Low
	}
}

// apart returns the function that does what is done from r on, where that is one of its own: several ways lead there, or it
// stands deep within others.
func (u *unfolding) apart(f *ruleFunc, r rules.Ref, out *[]RuleStmt) (string, bool) {
	if name, ok := u.funcs[r]; ok {
		return name, true
	}
	i, _ := r.Node()
	first := len(*out) == 0
	if r == u.d.Root || !first || u.parents[i] < 2 && (f.depth < maxRuleDepth || u.lines(r) < minRuleLines) {
		return "", false
	}
	var vars []*rules.Var
	for v := range u.needs[i] {
		vars = append(vars, v)
	}
	slices.SortFunc(vars, func(x, y *rules.Var) int { return x.Index - y.Index })
	u.funcVars[r] = vars
	about := []string{"has a part of the rules of [ResolveEndpoint]."}
	name := u.function(vars, about, func(f *ruleFunc) {
		u.funcs[r] = u.e.Funcs[len(u.e.Funcs)-1].Name
		u.start(f, r)
	})
	return name, true
}

// start writes what is done from r on into a function for it.
func (u *unfolding) start(f *ruleFunc, r rules.Ref) {
	root := u.d.Root
	u.d = &rules.Diagram{Conditions: u.d.Conditions, Results: u.d.Results, Nodes: u.d.Nodes, Root: r}
	name := u.funcs[r]
	delete(u.funcs, r)
	u.way(f, r, end, &f.body)
	u.funcs[r] = name
	u.d.Root = root
}

// lines estimates how many lines the ways from r on take.
func (u *unfolding) lines(r rules.Ref) int {
	if _, ok := r.Result(); ok {
		return 2
	}
	i, ok := r.Node()
	if !ok {
		return 1
	}
	return 2 + u.lines(u.d.Nodes[i].High) + u.lines(u.d.Nodes[i].Low)
}

// diagram plans the table of a diagram, and the cases of its conditions and results.
func (w *ruleWriter) diagram(d *rules.Diagram) {
	w.prefix, w.self = "w.", "w."
	plan := &RuleDiagram{Root: int(d.Root)}
	for _, n := range d.Nodes {
		plan.Nodes = append(plan.Nodes, [3]int{n.Condition, int(n.High), int(n.Low)})
	}
	asked, ended := reached(d)
	fields := scope{}
	keep := func(v *rules.Var) {
		if v == nil || v.Param != nil || fields[v.Name] {
			return
		}
		fields[v.Name] = true
		plan.Fields = append(plan.Fields, RuleArg{w.locals[v.Name], goTypes[v.Type]})
		if v.Optional {
			plan.Fields = append(plan.Fields, RuleArg{w.locals[v.Name] + "Set", "bool"})
		}
	}
	for i := range d.Conditions {
		if c := &d.Conditions[i]; asked[i] {
			keep(c.Assign)
			refsOf(&c.Call, keep)
			plan.Conditions = append(plan.Conditions, RuleCase{i, w.asked(c)})
		}
	}
	for i := range d.Results {
		if r := &d.Results[i]; ended[i] {
			refsOfEnd(r.Endpoint, r.Error, keep)
			plan.Results = append(plan.Results, RuleCase{i, w.ended(r)})
		}
	}
	w.e.Diagram = plan
}

// reached are the conditions and the results of a diagram that a way leads to.
func reached(d *rules.Diagram) (asked, ended []bool) {
	asked, ended = make([]bool, len(d.Conditions)), make([]bool, len(d.Results))
	to := func(r rules.Ref) {
		if i, ok := r.Result(); ok {
			ended[i] = true
		}
	}
	to(d.Root)
	for _, n := range d.Nodes {
		asked[n.Condition] = true
		to(n.High)
		to(n.Low)
	}
	return asked, ended
}

func (w *ruleWriter) newBefore() *before {
	b := &before{ruleWriter: w, temp: scope{}}
	for name := range w.taken {
		b.temp[name] = true
	}
	return b
}

// rawStmts are statements.
func rawStmts(list ...string) []RuleStmt {
	var out []RuleStmt
	for _, s := range list {
		out = append(out, RuleStmt{Kind: RuleText, Text: s})
	}
	return out
}

// asked is the case of a condition: it sets ok, and the variable that the condition assigns.
func (w *ruleWriter) asked(c *rules.Condition) []RuleStmt {
	b := w.newBefore()
	call := &c.Call
	value := "_"
	if c.Assign != nil {
		value = w.prefix + w.locals[c.Assign.Name]
	}
	isBool := call.Type.Kind == rules.Bool
	var ask []string
	switch {
	case call.Type.Optional:
		if isBool && c.Assign == nil {
			value = b.name("value")
			ask = append(ask, "var "+value+" bool")
		}
		ask = append(ask, value+", ok = "+b.assignable(call))
	case isBool && c.Assign == nil:
		ask = append(ask, "ok = "+b.condition(call, false))
	case isBool:
		ask = append(ask, value+", ok = "+b.condition(call, false)+", true")
	case c.Assign != nil:
		ask = append(ask, value+", ok = "+b.expr(call)+", true")
	default:
		ask = append(ask, "ok = true")
	}
	if c.Assign != nil && c.Assign.Optional {
		ask = append(ask, value+"Set = ok")
	}
	if isBool && value != "_" {
		ask = append(ask, "ok = ok && "+value)
	}
	list := rawStmts(append(b.list, ask...)...)
	if len(c.Needs) > 0 {
		list = []RuleStmt{{Kind: RuleIf, Conds: w.allPresent(c.Needs), Body: list}}
		if c.Assign != nil && c.Assign.Optional {
			list = slices.Concat(rawStmts(value+"Set = false"), list) // another condition may have set it
		}
	}
	return list
}

// allPresent are the conditions for variables to have values.
func (w *ruleWriter) allPresent(vars []*rules.Var) []string {
	var conds []string
	for _, v := range vars {
		conds = append(conds, w.present(v))
	}
	return conds
}

// ended is the case of a result.
func (w *ruleWriter) ended(r *rules.Result) []RuleStmt {
	b := w.newBefore()
	last := b.end(r.Endpoint, r.Error)
	list := append(rawStmts(b.list...), last)
	if len(r.Needs) > 0 {
		list = []RuleStmt{{Kind: RuleIf, Conds: w.allPresent(r.Needs), Body: list}}
	}
	return list
}
