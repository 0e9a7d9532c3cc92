// Running programs, for tests and validation. What is generated is printed as Go instead.

package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/rt/endpoints"
)

// A Resolved is the endpoint that a program gives.
type Resolved struct {
	URL     string
	Headers map[string][]string
	// Properties have values of the types string, bool, int, []any and map[string]any.
	Properties map[string]any
}

// RuleError is the message of an error rule: the program's own answer, unlike other errors.
type RuleError string

func (e RuleError) Error() string { return string(e) }

// ErrNoMatch is the error of a program of which no rule matches.
var ErrNoMatch = errors.New("no rule matches the parameters: end the rules with one that has no conditions")

// MissingError says that a required parameter has neither a value nor a default.
type MissingError struct{ Param string }

func (e *MissingError) Error() string {
	return "the required parameter " + e.Param + " has no value: set it"
}

// ErrAbsent is the error of a value that is missing where the rules take it to be there. Only a required parameter can be.
var ErrAbsent = errors.New("a value is missing that the rules take to be there: set all required parameters")

// Work is what evaluations may still do, in expressions and in pieces of 16 bytes of text. It runs out for hostile programs only:
// the largest published one does some hundred an evaluation.
type Work int

// MaxWork is what one evaluation may do.
const MaxWork Work = 1 << 22

// ErrTooMuchWork is the error of an evaluation that there was not enough work left for.
var ErrTooMuchWork = errors.New("the rules take too long: make them smaller")

// spend takes an expression that makes a text of some bytes off the work that is left.
func (w *Work) spend(bytes int) error {
	if *w -= Work(1 + bytes/16); *w < 0 {
		return ErrTooMuchWork
	}
	return nil
}

// maxText bounds the strings that a program makes, in bytes: hostile ones double them with each condition.
const maxText = 64 << 10

// Evaluate resolves an endpoint. Parameters have values of the types string, bool and []string; those that the program lacks
// are ignored, and nil is as good as absent. The error is a [RuleError], [ErrNoMatch], a [*MissingError], or says what is wrong
// with the parameters or the program. It is safe for concurrent use.
func (p *Program) Evaluate(params map[string]any) (*Resolved, error) {
	for _, q := range p.Params {
		if q.Required && q.Default == nil && params[q.Name] == nil {
			return nil, &MissingError{q.Name}
		}
	}
	return p.run(params, new(MaxWork))
}

// run does what Evaluate does, but misses a required parameter only where its value is used.
func (p *Program) run(params map[string]any, work *Work) (*Resolved, error) {
	if err := work.spend(16 * len(p.Vars)); err != nil {
		return nil, err
	}
	e := &evaluator{values: make([]any, len(p.Vars)), work: work}
	for _, q := range p.Params {
		if err := e.setParam(q, params[q.Name]); err != nil {
			return nil, err
		}
	}
	if p.Diagram != nil {
		return e.diagram(p.Diagram)
	}
	out, err := e.rules(p.Rules)
	if out == nil && err == nil {
		err = ErrNoMatch
	}
	return out, err
}

// evaluator is one run of a program. A value is nil (absent), a string, a bool, an int, a []string, an [endpoints.URL], an
// [endpoints.ARN] or an [*endpoints.Partition].
type evaluator struct {
	values []any
	work   *Work
}

// setParam gives a parameter its value.
func (e *evaluator) setParam(q *Param, v any) error {
	if v == nil && q.Default != nil {
		var err error
		if v, err = e.eval(q.Default); err != nil {
			return err
		}
	}
	if v == nil {
		return nil
	}
	var k TypeKind
	switch v.(type) {
	case string:
		k = String
	case bool:
		k = Bool
	case []string:
		k = StringArray
	}
	if k != q.Type {
		return fmt.Errorf("the parameter %s has a value of type %T: it must be a %s", q.Name, v, q.Type)
	}
	e.values[q.Var.Index] = v
	return nil
}

// rules tries rules in order. Without an error and a result, none matched.
func (e *evaluator) rules(rules []Rule) (*Resolved, error) {
	for i := range rules {
		r := &rules[i]
		if err := e.work.spend(0); err != nil {
			return nil, err
		}
		ok, err := e.all(r.Conditions)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			continue
		case r.Rules == nil:
			return e.answer(r.Endpoint, r.Error)
		}
		out, err := e.rules(r.Rules)
		if out == nil && err == nil {
			err = ErrNoMatch // rules behind a tree that was entered are not asked
		}
		return out, err
	}
	return nil, nil
}

// all reports whether all conditions hold; those behind the first that does not are not asked.
func (e *evaluator) all(conditions []Condition) (bool, error) {
	for i := range conditions {
		if ok, err := e.holds(&conditions[i]); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// diagram walks from the root to a result.
func (e *evaluator) diagram(d *Diagram) (*Resolved, error) {
	at := d.Root
	for {
		i, isNode := at.Node()
		if !isNode {
			break
		}
		ok, err := e.holds(&d.Conditions[d.Nodes[i].Condition])
		if err != nil {
			return nil, err
		}
		if at = d.Nodes[i].Low; ok {
			at = d.Nodes[i].High
		}
	}
	i, ok := at.Result()
	if !ok || !e.have(d.Results[i].Needs) {
		return nil, ErrNoMatch
	}
	return e.answer(d.Results[i].Endpoint, d.Results[i].Error)
}

// have reports whether variables have values.
func (e *evaluator) have(vars []*Var) bool {
	return !slices.ContainsFunc(vars, func(v *Var) bool { return e.values[v.Index] == nil })
}

// holds asks a condition, and assigns its value.
func (e *evaluator) holds(c *Condition) (bool, error) {
	if c.Assign != nil {
		e.values[c.Assign.Index] = nil
	}
	if !e.have(c.Needs) {
		return false, nil
	}
	v, err := e.eval(&c.Call)
	if err != nil {
		return false, err
	}
	if c.Assign != nil {
		e.values[c.Assign.Index] = v
	}
	return v != nil && v != false, nil
}

// answer makes the result of a rule.
func (e *evaluator) answer(endpoint *Endpoint, failure *Expr) (*Resolved, error) {
	if failure != nil {
		message, err := e.text(failure)
		if err != nil {
			return nil, err
		}
		return nil, RuleError(message)
	}
	out := &Resolved{Headers: map[string][]string{}, Properties: map[string]any{}}
	var err error
	if out.URL, err = e.text(&endpoint.URL); err != nil {
		return nil, err
	}
	for _, h := range endpoint.Headers {
		for i := range h.Values {
			value, err := e.text(&h.Values[i])
			if err != nil {
				return nil, err
			}
			out.Headers[h.Name] = append(out.Headers[h.Name], value)
		}
	}
	for i := range endpoint.Properties {
		f := &endpoint.Properties[i]
		if out.Properties[f.Name], err = e.literal(&f.Value); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// literal evaluates a property.
func (e *evaluator) literal(x *Expr) (any, error) {
	if err := e.work.spend(0); err != nil {
		return nil, err
	}
	switch x.Kind {
	case ExprArray:
		out := make([]any, len(x.Parts))
		for i := range x.Parts {
			v, err := e.literal(&x.Parts[i])
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	case ExprObject:
		out := map[string]any{}
		for i := range x.Fields {
			v, err := e.literal(&x.Fields[i].Value)
			if err != nil {
				return nil, err
			}
			out[x.Fields[i].Name] = v
		}
		return out, nil
	}
	return e.must(x)
}

// must evaluates an expression that must have a value.
func (e *evaluator) must(x *Expr) (any, error) {
	v, err := e.eval(x)
	if v == nil && err == nil {
		err = ErrAbsent
	}
	return v, err
}

// text evaluates an expression that must be a string.
func (e *evaluator) text(x *Expr) (string, error) {
	v, err := e.must(x)
	if err != nil {
		return "", err
	}
	s, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("a value of type %T stands where a string is needed", v)
	}
	return s, nil
}

// eval evaluates an expression; nil is no value.
func (e *evaluator) eval(x *Expr) (any, error) {
	if err := e.work.spend(len(x.Text)); err != nil {
		return nil, err
	}
	switch x.Kind {
	case ExprString:
		return e.template(x)
	case ExprBool:
		return x.Bool, nil
	case ExprInt:
		return x.Int, nil
	case ExprArray:
		out := make([]string, len(x.Parts))
		for i := range x.Parts {
			var err error
			if out[i], err = e.text(&x.Parts[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	case ExprRef:
		return e.values[x.Var.Index], nil
	case ExprCall:
		return e.call(x)
	}
	return nil, errors.New("there is no such expression")
}

// template evaluates a string.
func (e *evaluator) template(x *Expr) (any, error) {
	if x.Parts == nil {
		return x.Text, nil
	}
	var out strings.Builder
	for i := range x.Parts {
		s, err := e.text(&x.Parts[i])
		if err != nil {
			return nil, err
		}
		if out.Len()+len(s) > maxText {
			return nil, fmt.Errorf("the rules make a string of more than %d bytes", maxText)
		}
		out.WriteString(s)
	}
	return out.String(), e.work.spend(out.Len())
}

// call evaluates a call.
func (e *evaluator) call(x *Expr) (any, error) {
	switch x.Fn {
	case FnIsSet:
		v, err := e.eval(&x.Args[0])
		return v != nil, err
	case FnCoalesce:
		for i := range x.Args {
			if v, err := e.eval(&x.Args[i]); v != nil || err != nil {
				return v, err
			}
		}
		return nil, nil
	case FnIte:
		question, err := e.must(&x.Args[0])
		if err != nil {
			return nil, err
		}
		if question == true {
			return e.eval(&x.Args[1])
		}
		return e.eval(&x.Args[2])
	}
	args := make([]any, len(x.Args))
	for i := range x.Args {
		v, err := e.must(&x.Args[i])
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	if s, ok := args[0].(string); ok {
		if err := e.work.spend(len(s)); err != nil {
			return nil, err
		}
	}
	return apply(x, args)
}

// apply computes the functions whose arguments all have values of the right types.
func apply(x *Expr, args []any) (any, error) {
	text := func(i int) string { return args[i].(string) }
	yes := func(i int) bool { return args[i].(bool) }
	switch x.Fn {
	case FnNot:
		return !yes(0), nil
	case FnBooleanEquals, FnStringEquals:
		return args[0] == args[1], nil
	case FnIsValidHostLabel:
		return endpoints.IsValidHostLabel(text(0), yes(1)), nil
	case FnVirtualHostableBucket:
		return endpoints.IsVirtualHostableS3Bucket(text(0), yes(1)), nil
	case FnURIEncode:
		if len(text(0)) > maxText/3 {
			return nil, fmt.Errorf("the rules make a string of more than %d bytes", maxText)
		}
		return endpoints.URIEncode(text(0)), nil
	case FnSplit:
		return split(text(0), text(1), args[2].(int))
	case FnGetAttr:
		return attr(x, args[0]), nil
	case FnParseURL:
		return present(endpoints.ParseURL(text(0)))
	case FnSubstring:
		return present(endpoints.Substring(text(0), args[1].(int), args[2].(int), yes(3)))
	case FnPartition:
		return present(endpoints.PartitionOf(text(0)))
	case FnParseARN:
		return present(endpoints.ParseARN(text(0)))
	}
	return nil, errors.New("there is no such function")
}

// present makes nil of a value that is absent.
func present[T any](v T, ok bool) (any, error) {
	if !ok {
		return nil, nil
	}
	return v, nil
}

// split cuts a string at a delimiter, into at most limit parts unless that is 0.
func split(s, delimiter string, limit int) (any, error) {
	switch {
	case delimiter == "":
		return nil, errors.New("the delimiter of split is empty: give one")
	case limit < 0:
		return nil, errors.New("the limit of split is negative: give 0 for none")
	case limit == 0:
		limit = -1
	}
	return strings.SplitN(s, delimiter, limit), nil
}

// attr takes a field of a record, an element of an array, or both.
func attr(x *Expr, v any) any {
	if x.Attr != "" {
		v = recordField(v, x.Attr)
	}
	if !x.Indexed {
		return v
	}
	list, _ := v.([]string)
	i := x.Index
	if i < 0 {
		i += len(list)
	}
	if i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}

// recordField returns a field of a record, nil if it has none of the name.
func recordField(v any, name string) any {
	switch v := v.(type) {
	case endpoints.URL:
		return urlField(&v, name)
	case endpoints.ARN:
		return arnField(&v, name)
	case *endpoints.Partition:
		return partitionField(v, name)
	}
	return nil
}

func urlField(u *endpoints.URL, name string) any {
	switch name {
	case "scheme":
		return u.Scheme
	case "authority":
		return u.Authority
	case "path":
		return u.Path
	case "normalizedPath":
		return u.NormalizedPath()
	case "isIp":
		return u.IsIP
	}
	return nil
}

func arnField(a *endpoints.ARN, name string) any {
	switch name {
	case "partition":
		return a.Partition
	case "service":
		return a.Service
	case "region":
		return a.Region
	case "accountId":
		return a.AccountID
	case "resourceId":
		return a.ResourceID().Strings()
	}
	return nil
}

func partitionField(p *endpoints.Partition, name string) any {
	switch name {
	case "name":
		return p.Name
	case "dnsSuffix":
		return p.DNSSuffix
	case "dualStackDnsSuffix":
		return p.DualStackDNSSuffix
	case "supportsFIPS":
		return p.SupportsFIPS
	case "supportsDualStack":
		return p.SupportsDualStack
	case "implicitGlobalRegion":
		return p.ImplicitGlobalRegion
	}
	return nil
}
