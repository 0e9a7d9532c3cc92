// Waiters: the waitable trait of operations.

package check

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// Delays of a waiter that does not set them, in seconds.
const (
	waiterMinDelay = 2
	waiterMaxDelay = 120
)

// checkWaiters checks the waiters of each operation.
func (p *pass) checkWaiters() {
	for _, o := range p.web().ops {
		v, ok := o.op.Trait(traitWaitable)
		if !ok {
			continue
		}
		for _, field := range v.FieldList() {
			w := waiterCheck{p: p, op: o.op, name: field.Name, span: field.Span}
			w.waiter(field.Value)
		}
	}
}

// waiterCheck is the check of one waiter, and of one of its acceptors.
type waiterCheck struct {
	p        *pass
	op       *shape.Shape
	name     string
	span     source.Span // of the waiter's name
	acceptor int
}

// report adds a finding about the waiter.
func (w *waiterCheck) report(code string, severity diag.Severity, at shape.Node, format string, args ...any) {
	w.reportAt(code, severity, at.Span(), format, args...)
}

func (w *waiterCheck) reportAt(code string, severity diag.Severity, span source.Span, format string, args ...any) {
	if span.IsZero() {
		span = w.span
	}
	w.p.report(finding{code: code, severity: severity, about: w.op.Subject(), span: span},
		"waiter %s: %s", w.name, fmt.Sprintf(format, args...))
}

// waiter checks the delays and acceptors of a waiter.
func (w *waiterCheck) waiter(v shape.Node) {
	least, most := delay(v, "minDelay", waiterMinDelay), delay(v, "maxDelay", waiterMaxDelay)
	if least > most {
		at, ok := v.Field("minDelay")
		if !ok {
			at, _ = v.Field("maxDelay")
		}
		w.report("WaitableTrait", diag.Error, at, "minDelay, %d, is greater than maxDelay, %d: correct one of them", least, most)
	}
	acceptors, _ := v.Field("acceptors")
	success := false
	for i, a := range acceptors.Elems() {
		w.acceptor = i
		state, _ := a.Field("state")
		success = success || state.Str() == "success"
		matcher, _ := a.Field("matcher")
		w.matcher(matcher)
		if message, ok := a.Field("message"); ok {
			w.message(message, state)
		}
	}
	if !success {
		w.report("WaitableTrait", diag.Error, acceptors, "no acceptor has the state success, so the waiter can only fail: add one")
	}
}

// delay returns a number of seconds, or what it is if it is left out.
func delay(v shape.Node, name string, otherwise int64) int64 {
	n, _ := v.Field(name)
	if seconds, ok := n.Int64(); ok {
		return seconds
	}
	return otherwise
}

// matcher checks what an acceptor waits for.
func (w *waiterCheck) matcher(v shape.Node) {
	if output, ok := v.Field("output"); ok {
		w.path(output, waiterType(w.op.Output))
	}
	if both, ok := v.Field("inputOutput"); ok {
		w.path(both, jmespath.StructOf([]string{"input", "output"}, []jmespath.Type{waiterType(w.op.Input), waiterType(w.op.Output)}))
	}
	if errorType, ok := v.Field("errorType"); ok {
		w.errorType(errorType)
	}
}

// errorType reports an error that the operation does not have. It may be one that the model does not know.
func (w *waiterCheck) errorType(v shape.Node) {
	names := make([]string, len(w.op.Errors))
	for i, e := range w.op.Errors {
		if v.Str() == string(e.ID) || v.Str() == e.ID.Name() {
			return
		}
		names[i] = e.ID.Name()
	}
	hint := w.p.hintOrAll(v.Str(), names)
	w.report(fmt.Sprintf("WaitableTraitInvalidErrorType.%s.%d", w.name, w.acceptor), diag.Warning, v,
		"the error %s is not among the errors of %s: %s", v.Str(), w.op.ID, hint)
}

// comparatorKinds are the types of values that can be compared in a way.
var comparatorKinds = map[string]jmespath.Kind{
	"booleanEquals": jmespath.Boolean, "stringEquals": jmespath.String,
	"allStringEquals": jmespath.Array, "anyStringEquals": jmespath.Array,
}

// path checks an expression and that its value can be compared with what is expected.
func (w *waiterCheck) path(v shape.Node, root jmespath.Type) {
	path, _ := v.Field("path")
	expected, _ := v.Field("expected")
	comparator, _ := v.Field("comparator")
	if how := comparator.Str(); how == "booleanEquals" && expected.Str() != "true" && expected.Str() != "false" {
		w.report("WaitableTrait", diag.Error, expected, "booleanEquals compares with \"true\" or \"false\", not %q: write one of them",
			expected.Str())
	}
	t, ok := w.expression(path, root)
	want, known := comparatorKinds[comparator.Str()]
	if !ok || !known || t.Kind() == jmespath.Any || t.Kind() == want {
		return
	}
	w.report(fmt.Sprintf("WaitableTraitJmespathProblem.ReturnTypeMismatch.%s.%d", w.name, w.acceptor), diag.Danger, path,
		"%s compares %s, but the value of %s is %s: use another comparator, or correct the path",
		comparator.Str(), want, clipped(path.Str()), t.Kind())
}

// parseExpression reads the JMESPath expression in a string. With an error comes the place of the mistake, if the string has one.
func parseExpression(v shape.Node) (jmespath.Expr, source.Span, error) {
	e, err := jmespath.Parse(v.Str())
	span := v.Span()
	if mistake := (*jmespath.SyntaxError)(nil); errors.As(err, &mistake) {
		span = v.TextSpan(mistake.Offset, mistake.Offset+1)
	}
	return e, span, err
}

// expression reads and checks an expression and returns the type of its value, if it can be used at all.
func (w *waiterCheck) expression(v shape.Node, root jmespath.Type) (t jmespath.Type, ok bool) {
	e, span, err := parseExpression(v)
	if err != nil {
		w.reportAt("WaitableTrait", diag.Error, span, "%s is not a JMESPath expression: %v", clipped(v.Str()), err)
		return nil, false
	}
	result := jmespath.Check(e, root)
	for _, problem := range result.Problems {
		code := "WaitableTrait"
		switch problem.Severity {
		case diag.Danger:
			code = fmt.Sprintf("WaitableTraitJmespathProblem.JmespathEventDanger.%s.%d", w.name, w.acceptor)
		case diag.Warning:
			code = fmt.Sprintf("WaitableTraitJmespathProblem.JmespathEventWarning.%s.%d", w.name, w.acceptor)
		}
		message := problem.Message
		if w.p.spendHint() {
			if hint := problem.Hint(); hint != "" {
				message += ": " + hint
			}
		}
		w.reportAt(code, problem.Severity, v.TextSpan(problem.Start, problem.End), "in %s, %s", clipped(v.Str()), message)
	}
	return result.Type, true
}

// message checks the expression for the message of a failure.
func (w *waiterCheck) message(v, state shape.Node) {
	if state.Str() != "failure" {
		w.report("WaitableTrait", diag.Error, v, "only an acceptor with the state failure has a message, not one with %s: remove it",
			state.Str())
	}
	t, ok := w.expression(v, waiterType(w.op.Output))
	if !ok {
		return
	}
	switch kind := t.Kind(); {
	case kind == jmespath.Array && t.Elem().Kind() != jmespath.Any && t.Elem().Kind() != jmespath.String:
		w.report("WaitableTrait", diag.Error, v, "a message must be a string or an array of strings, but each element of %s is %s: "+
			"correct the expression",
			clipped(v.Str()), t.Elem().Kind())
	case kind != jmespath.Any && kind != jmespath.String && kind != jmespath.Array:
		w.report("WaitableTrait", diag.Error, v, "a message must be a string or an array of strings, but %s is %s: "+
			"correct the expression",
			clipped(v.Str()), kind)
	}
}

// checkWaiterNames reports waiters of different operations of a service whose names differ in case at most.
func (p *pass) checkWaiterNames() {
	for _, svc := range p.web().services {
		users := map[string][]*httpOp{} // by lower-case name
		for _, o := range svc.ops {
			v, _ := o.op.Trait(traitWaitable)
			for name := range v.Fields() {
				key := strings.ToLower(name)
				if list := users[key]; len(list) == 0 || list[len(list)-1] != o {
					users[key] = append(list, o)
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(users)) {
			if list := users[name]; len(list) > 1 {
				for _, o := range list {
					p.waiterNameTaken(svc.shape, o, name, list)
				}
			}
		}
	}
}

// waiterNameTaken reports the waiter of an operation whose lower-case name others of the users have too.
func (p *pass) waiterNameTaken(service *shape.Shape, o *httpOp, lower string, users []*httpOp) {
	name := lower
	f := finding{code: "UniqueWaiterNames", severity: diag.Error, about: o.op.Subject()}
	v, _ := o.op.Trait(traitWaitable)
	for _, field := range v.FieldList() {
		if strings.ToLower(field.Name) == lower {
			f.span, name = field.Span, field.Name
		}
	}
	var others []string
	for _, other := range users[:min(len(users), maxListed+2)] { // one may be o
		if other != o {
			others = append(others, string(other.op.ID))
		}
	}
	p.report(f, "in the service %s the name of the waiter %s of %s differs from one of %s in upper and lower case at most: "+
		"rename one",
		service.ID, name, o.op.ID, listed(others))
}
