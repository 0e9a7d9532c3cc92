// The proof that what the conditions and results of a diagram use has values there.

package rules

import "slices"

// maxFacts bounds the memory and the time of the proof, in words of 64 variables. The largest published diagram takes some 2,000.
const maxFacts = 4 << 20

// facts are the variables that have values on all ways that lead somewhere, as bits by their place in prover.vars.
type facts []uint64

func (f facts) has(i int) bool { return f[i/64]&(1<<(i%64)) != 0 }
func (f facts) add(i int)      { f[i/64] |= 1 << (i % 64) }

// prover walks the nodes from the root on: each stands in front of those that it leads to.
type prover struct {
	d        *Diagram
	place    map[*Var]int // of the variables that anything needs
	at       []facts      // by node; nil if no way was found yet
	ends     []facts      // by result
	unproven []map[*Var]bool
	scratch  facts
}

// prove takes out of the needs of conditions and results what has a value wherever they are asked or returned, and marks what
// is left as optional. Where there are too many nodes and variables for the proof all is left.
func (p *parser) prove() {
	v := &prover{d: p.prog.Diagram, place: map[*Var]int{}}
	for i := range v.d.Conditions {
		v.number(v.d.Conditions[i].Needs)
	}
	for i := range v.d.Results {
		v.number(v.d.Results[i].Needs)
	}
	words := (len(v.place) + 63) / 64
	if words == 0 {
		return
	}
	steps := words * (len(v.d.Nodes) + len(v.d.Results))
	for _, n := range v.d.Nodes {
		steps += len(v.d.Conditions[n.Condition].Needs)
	}
	if steps <= maxFacts {
		v.walk(words)
	}
	for i := range v.d.Conditions {
		markOptional(v.d.Conditions[i].Needs)
	}
	for i := range v.d.Results {
		markOptional(v.d.Results[i].Needs)
	}
}

func markOptional(needs []*Var) {
	for _, v := range needs {
		v.Optional = true
	}
}

// number gives places to variables.
func (v *prover) number(needs []*Var) {
	for _, n := range needs {
		if _, known := v.place[n]; !known {
			v.place[n] = len(v.place)
		}
	}
}

// walk works out the facts of all nodes and results and takes out what they prove.
func (v *prover) walk(words int) {
	v.at, v.ends = make([]facts, len(v.d.Nodes)), make([]facts, len(v.d.Results))
	v.unproven = make([]map[*Var]bool, len(v.d.Conditions))
	v.scratch = make(facts, words)
	v.reach(v.d.Root, make(facts, words))
	for i, n := range v.d.Nodes {
		c := &v.d.Conditions[n.Condition]
		complete := true
		for _, need := range c.Needs {
			if !v.at[i].has(v.place[need]) {
				complete = false
				if v.unproven[n.Condition] == nil {
					v.unproven[n.Condition] = map[*Var]bool{}
				}
				v.unproven[n.Condition][need] = true
			}
		}
		v.branch(n.High, v.at[i], func() { v.held(c) })
		v.branch(n.Low, v.at[i], func() { v.failed(c, complete) })
		v.at[i] = nil // nothing leads back
	}
	for i := range v.d.Conditions {
		c := &v.d.Conditions[i]
		c.Needs = slices.DeleteFunc(c.Needs, func(n *Var) bool { return !v.unproven[i][n] })
	}
	for i := range v.d.Results {
		r := &v.d.Results[i]
		r.Needs = slices.DeleteFunc(r.Needs, func(n *Var) bool { return v.ends[i] == nil || v.ends[i].has(v.place[n]) })
	}
}

// branch passes the facts of a node on to where it leads, with what learn adds to scratch.
func (v *prover) branch(to Ref, known facts, learn func()) {
	copy(v.scratch, known)
	learn()
	v.reach(to, v.scratch)
}

// reach notes that a way leads somewhere on which these are the facts.
func (v *prover) reach(to Ref, known facts) {
	var at *facts
	if i, ok := to.Node(); ok {
		at = &v.at[i]
	} else if i, ok := to.Result(); ok {
		at = &v.ends[i]
	} else {
		return
	}
	if *at == nil {
		*at = slices.Clone(known)
		return
	}
	for i := range *at {
		(*at)[i] &= known[i]
	}
}

// learn adds a variable to scratch, if anything needs it.
func (v *prover) learn(x *Var) {
	if i, ok := v.place[x]; ok {
		v.scratch.add(i)
	}
}

// held adds what is known where a condition holds: what it needs has values, and so have what it assigns and what it asks for.
func (v *prover) held(c *Condition) {
	for _, n := range c.Needs {
		v.learn(n)
	}
	if c.Assign != nil {
		v.learn(c.Assign)
	}
	if x := asksFor(&c.Call); x != nil {
		v.learn(x)
	}
}

// failed adds what is known where a condition does not hold; complete says that all which it needs has values. A value that is
// never missing is assigned though it is false, and if it does not hold that something is missing, it is there.
func (v *prover) failed(c *Condition, complete bool) {
	if c.Assign != nil && complete && !c.Call.Type.Optional {
		v.learn(c.Assign)
	}
	if c.Call.Fn == FnNot {
		if x := asksFor(&c.Call.Args[0]); x != nil {
			v.learn(x)
		}
	}
}

// asksFor returns the variable of a call isSet(variable), nil of any other.
func asksFor(e *Expr) *Var {
	if e.Kind == ExprCall && e.Fn == FnIsSet && e.Args[0].Kind == ExprRef {
		return e.Args[0].Var
	}
	return nil
}
