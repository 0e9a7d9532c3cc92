// Waiters: the trait smithy.waiters#waitable.

package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/shape"
)

// Waiter is a method that calls an operation until something is so.
type Waiter struct {
	Name               string // of the method
	ModelName          string
	Doc                []string
	Operation          string // the method that it calls
	Input, Output      string // Go types
	MinDelay, MaxDelay int64  // in seconds
	Errors             []WaiterErrors
	Reply              string // the verdict on every reply, a constant of the runtime; empty if Judge says it
	Judge              Judge
}

// WaiterErrors says what errors mean to a waiter.
type WaiterErrors struct {
	Verdict string   // a constant of the runtime
	Codes   []string // nil for all errors
}

// Judge is the body of a function that says what a reply, which is called out, means.
type Judge struct {
	Vars   []Stmt
	Switch *Expr // what the cases are compared with; nil if these are conditions
	Cases  []JudgeCase
	Else   string // the verdict if no case holds
}

// JudgeCase is a case of a judge.
type JudgeCase struct {
	Conditions []Expr // one of which must hold
	Verdict    string
	Message    *Expr // of a failure: what the service says of it, a string or, with Many, a []string; nil for nothing
	Many       bool
}

// The verdicts, as the runtime calls them.
var verdicts = map[string]string{"success": "Succeeded", "failure": "Failed", "retry": "Retry"}

// addWaiters plans the waiters of the operations that were chosen.
func (b *builder) addWaiters() {
	w := waiterBuilder{builder: b, funcs: map[string]*PathFunc{}, used: map[*PathFunc]bool{}, taken: b.topLevel()}
	for _, op := range b.byName() {
		v, ok := op.Trait("smithy.waiters#waitable")
		if !ok {
			continue
		}
		for _, f := range v.FieldList() {
			if waiter := w.waiter(op, f); waiter != nil {
				b.pkg.Waiters = append(b.pkg.Waiters, *waiter)
			}
		}
	}
	for f := range w.used {
		b.pkg.Paths = append(b.pkg.Paths, *f)
	}
	slices.SortFunc(b.pkg.Waiters, func(x, y Waiter) int { return strings.Compare(x.Name, y.Name) })
	slices.SortFunc(b.pkg.Paths, func(x, y PathFunc) int { return strings.Compare(x.Name, y.Name) })
}

// waiterBuilder plans waiters, and the functions that they share.
type waiterBuilder struct {
	*builder
	funcs map[string]*PathFunc // by what they are of
	used  map[*PathFunc]bool   // those that waiters call which were not left out
	taken scope                // names of the package's level
}

// waiter plans a waiter. One that cannot be had is left out with a warning.
func (b *waiterBuilder) waiter(op *shape.Shape, f shape.Field) *Waiter {
	so := fmt.Sprintf("the waiter %s is left out", oneLine(f.Name))
	name := exported(shapeName(b.service, op))
	w := &Waiter{
		Name: b.names.waiters[op][f.Name], ModelName: f.Name, Operation: name,
		Input:    b.inOrOutName(op.Input, b.names.inputs[op]),
		Output:   b.inOrOutName(op.Output, b.names.outs[op]),
		MinDelay: seconds(f.Value, "minDelay", 2), MaxDelay: seconds(f.Value, "maxDelay", 120),
	}
	if streamOf(op.Input) != nil || streamOf(op.Output) != nil || hasStream(op.Input, "") || hasStream(op.Output, "") {
		b.diags.Add(diag.Diagnostic{
			Code: "waiter.unsupported", Severity: diag.Warning, Span: f.Span, Shape: string(op.ID),
			Message: so + ": its operation sends or receives a stream, which can be read only once",
		})
		return nil
	}
	judge := judgeBuilder{waiterBuilder: b, op: op, so: so, uses: map[string]int{}}
	acceptors, _ := f.Value.Field("acceptors")
	for _, a := range acceptors.Elems() {
		if !judge.acceptor(w, a) {
			return nil
		}
	}
	w.Judge = judge.judge()
	for _, c := range judge.cases {
		for _, cond := range c.conditions {
			b.used[cond.f] = true
		}
		if c.message != nil {
			b.used[c.message] = true
		}
	}
	if len(w.Judge.Cases) == 0 {
		w.Reply = w.Judge.Else
	}
	w.Doc = b.waiterDoc(w, f.Value)
	return w
}

func (b *builder) inOrOutName(s *shape.Shape, empty string) string {
	if s != nil {
		return b.names.shapes[s]
	}
	return empty
}

func seconds(v shape.Node, name string, otherwise int64) int64 {
	n, _ := v.Field(name)
	if s, ok := n.Int64(); ok && s > 0 && s < 1<<31 {
		return s
	}
	return otherwise
}

// judgeBuilder plans what replies mean to a waiter.
type judgeBuilder struct {
	*waiterBuilder
	op    *shape.Shape
	so    string
	cases []judgeCase
	end   string         // the verdict of an acceptor that takes every reply
	uses  map[string]int // of functions, by their names
}

// judgeCase is a case that is not finished: each condition is about what a function returns.
type judgeCase struct {
	conditions []condition
	verdict    string
	message    *PathFunc
}

// condition compares what a function returns.
type condition struct {
	f          *PathFunc
	comparator string
	expected   string
}

// acceptor adds an acceptor of the waiter; false if it cannot be had.
func (j *judgeBuilder) acceptor(w *Waiter, a shape.Node) bool {
	state, _ := a.Field("state")
	verdict := verdicts[state.Str()]
	matcher, _ := a.Field("matcher")
	if v, ok := matcher.Field("success"); ok {
		if !v.Bool() {
			w.addErrors(verdict, nil)
		} else if j.end == "" {
			j.end = verdict
		}
	}
	if v, ok := matcher.Field("errorType"); ok {
		code := v.Str()
		w.addErrors(verdict, []string{code[strings.LastIndexByte(code, '#')+1:]})
	}
	for _, kind := range []string{"output", "inputOutput"} {
		v, ok := matcher.Field(kind)
		if !ok || j.end != "" {
			continue
		}
		c, ok := j.condition(v, kind == "inputOutput")
		if !ok {
			return false
		}
		message, _ := a.Field("message")
		j.addCase(c, verdict, j.message(message))
	}
	return true
}

// addErrors adds what errors mean. Nothing comes after what all errors mean.
func (w *Waiter) addErrors(verdict string, codes []string) {
	n := len(w.Errors)
	switch {
	case n > 0 && w.Errors[n-1].Codes == nil:
	case n > 0 && codes != nil && w.Errors[n-1].Verdict == verdict:
		if !slices.Contains(w.Errors[n-1].Codes, codes[0]) {
			w.Errors[n-1].Codes = append(w.Errors[n-1].Codes, codes...)
		}
	default:
		w.Errors = append(w.Errors, WaiterErrors{verdict, codes})
	}
}

// condition plans the condition of a matcher that looks into the reply.
func (j *judgeBuilder) condition(v shape.Node, both bool) (condition, bool) {
	path, _ := v.Field("path")
	expected, _ := v.Field("expected")
	comparator, _ := v.Field("comparator")
	c := condition{comparator: comparator.Str(), expected: expected.Str()}
	result := PathTexts
	switch {
	case c.comparator == "booleanEquals":
		result = PathTrue
	case c.comparator == "stringEquals":
		result = PathText
	}
	if c.expected == "" && result != PathTrue { // "" stands for null
		j.diags.Add(diag.Diagnostic{
			Code: "waiter.unsupported", Severity: diag.Warning, Span: expected.Span(), Shape: string(j.op.ID),
			Message: j.so + ": a path cannot be compared with the empty string",
		})
		return c, false
	}
	c.f = j.function(path, result, both)
	if c.expected == "false" && result == PathTrue && c.f != nil && !c.f.sure {
		c.f, c.expected = j.function(path, PathFalse, both), "true"
	}
	return c, c.f != nil
}

// message plans the function of a failure's message; nil for none.
func (j *judgeBuilder) message(path shape.Node) *PathFunc {
	if path.Str() == "" {
		return nil
	}
	quiet := &diag.List{}
	diags := j.diags
	j.diags = quiet
	f := j.function(path, PathText, false)
	if j.diags = diags; f == nil {
		f = j.function(path, PathTexts, false)
	}
	return f
}

// function returns the function of a path, planned on first sight.
func (j *judgeBuilder) function(path shape.Node, result PathResult, both bool) *PathFunc {
	key := fmt.Sprintf("%s %d %t %s", j.op.ID, result, both, path.Str())
	if f, ok := j.funcs[key]; ok {
		return f
	}
	name := pathName(path.Str(), exported(shapeName(j.service, j.op)), result)
	r := pathRequest{path: path, result: result, out: j.op.Output, operation: j.op, so: j.so, name: name}
	of := "the reply"
	if both {
		r.in, of = j.op.Input, "the request and the reply"
	}
	f := j.path(r)
	if f != nil {
		j.funcs[key] = f
		f.Name = j.taken.count(f.Name)
		f.Doc = []string{fmt.Sprintf("%s is %s of %s.", f.Name, oneLine(path.Str()), of)}
		if result == PathTrue || result == PathFalse {
			is := map[PathResult]string{PathTrue: "true", PathFalse: "false"}[result]
			f.Doc = j.said(fmt.Sprintf("%s reports whether this is %s of %s: %s", f.Name, is, of, oneLine(path.Str())), shape.Traits{})
		}
	}
	return f
}

// addCase adds a condition, to the last case if that has the same verdict.
func (j *judgeBuilder) addCase(c condition, verdict string, message *PathFunc) {
	if n := len(j.cases); n > 0 && j.cases[n-1].verdict == verdict && j.cases[n-1].message == message {
		j.cases[n-1].conditions = append(j.cases[n-1].conditions, c)
		return
	}
	j.cases = append(j.cases, judgeCase{[]condition{c}, verdict, message})
}

// judge finishes what was added.
func (j *judgeBuilder) judge() Judge {
	judge := Judge{Else: j.end}
	if judge.Else == "" {
		judge.Else = "Undecided"
	}
	for n := len(j.cases); n > 0 && j.cases[n-1].verdict == verdicts["retry"] && j.end == ""; n-- {
		j.cases = j.cases[:n-1] // what no case is about is tried again anyway
	}
	for _, c := range j.cases {
		for _, cond := range c.conditions {
			j.uses[cond.f.Name]++
		}
	}
	vars, locals := map[string]Expr{}, newScope(pathTaken, []string{"in", "out", "ctx", "max", "opts", "c"})
	ref := func(f *PathFunc) Expr {
		if e, ok := vars[f.Name]; ok {
			return e
		}
		e := callPath(f)
		if j.uses[f.Name] > 1 && !j.onlyOne(f) {
			name, _, _ := strings.Cut(f.Name, "Of"+exported(shapeName(j.service, j.op)))
			name = locals.count(name)
			judge.Vars = append(judge.Vars, Stmt{Kind: Define, Name: name, Value: e})
			e = code(name)
		}
		vars[f.Name] = e
		return e
	}
	if len(j.cases) > 0 && j.onlyOne(j.cases[0].conditions[0].f) {
		e := ref(j.cases[0].conditions[0].f)
		judge.Switch = &e
	}
	seen := map[string]bool{} // a value may stand in one case only
	for _, c := range j.cases {
		done := JudgeCase{Verdict: c.verdict}
		if c.message != nil {
			e := callPath(c.message)
			done.Message, done.Many = &e, c.message.Result.Kind == Slice
		}
		for _, cond := range c.conditions {
			if judge.Switch != nil {
				if !seen[cond.expected] {
					done.Conditions = append(done.Conditions, text(cond.expected))
				}
				seen[cond.expected] = true
				continue
			}
			done.Conditions = addCondition(done.Conditions, cond, ref(cond.f))
		}
		if len(done.Conditions) > 0 {
			judge.Cases = append(judge.Cases, done)
		}
	}
	return judge
}

// onlyOne reports whether all conditions compare the one string that a function returns, and there are several.
func (j *judgeBuilder) onlyOne(f *PathFunc) bool {
	n := 0
	for _, c := range j.cases {
		for _, cond := range c.conditions {
			if cond.f != f || cond.comparator != "stringEquals" {
				return false
			}
			n++
		}
	}
	return n > 1
}

// addCondition adds a condition on value; the texts of which one must be there are listed in one.
func addCondition(list []Expr, c condition, value Expr) []Expr {
	switch c.comparator {
	case "stringEquals":
		return append(list, infix("==", value, text(c.expected)))
	case "allStringEquals":
		return append(list, call(of(runtimePath, "AllAre"), value, text(c.expected)))
	case "anyStringEquals":
		any := call(of(runtimePath, "AnyIs"), value, text(c.expected))
		if n := len(list); n > 0 && list[n-1].Kind == Call && same(list[n-1].Args[0], any.Args[0]) && same(list[n-1].Args[1], value) {
			list[n-1].Args = append(list[n-1].Args, text(c.expected))
			return list
		}
		return append(list, any)
	}
	if c.expected == "false" {
		value = not(value)
	}
	return append(list, value)
}

// callPath calls the function of a path.
func callPath(f *PathFunc) Expr {
	var args []Expr
	for _, p := range f.Params {
		args = append(args, code(p.Name))
	}
	return call(code(f.Name), args...)
}

func (b *builder) waiterDoc(w *Waiter, v shape.Node) []string {
	doc, _ := v.Field("documentation")
	pauses := fmt.Sprintf("%d to %d seconds", w.MinDelay, w.MaxDelay)
	switch {
	case w.MaxDelay == 1:
		pauses = "1 second"
	case w.MinDelay == w.MaxDelay:
		pauses = fmt.Sprintf("%d seconds", w.MinDelay)
	}
	how := fmt.Sprintf("It calls [Client.%s] for at most the time max, with pauses of %s, and returns the last reply; "+
		"a [*rt.WaiterError] says why it gave up.", w.Operation, pauses)
	var codes []string
	for _, e := range w.Errors {
		if e.Verdict == verdicts["success"] {
			codes = append(codes, e.Codes...)
			if e.Codes == nil {
				codes = append(codes, "any error")
			}
		}
	}
	if len(codes) > 0 {
		how += " Where what it waits for is an error, " + oneLine(strings.Join(codes, " or ")) + ", the reply is nil."
	}
	more := []string{how}
	if old, _ := v.Field("deprecated"); old.Bool() {
		more = append(more, "Deprecated: the model deprecates it.")
	}
	return b.lead(w.Name, doc.Str(), "waits for what the model calls "+w.ModelName+".", doctext.Operation, more...)
}
