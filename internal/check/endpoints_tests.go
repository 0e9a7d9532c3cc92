// The tests that a model has of its endpoints.

package check

import (
	"errors"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
)

// maxTestWork is what all endpoint tests of a model may do. Those of S3, which has the most, do some 180,000.
const maxTestWork rules.Work = 10_000_000

// checkEndpointTestRuns runs the tests through the programs of their services.
func (p *pass) checkEndpointTestRuns() {
	work := maxTestWork
	for _, e := range p.endpointServices() {
		for i := range e.tests {
			for _, program := range e.programs {
				err := e.tests[i].Run(program, &work)
				if errors.Is(err, rules.ErrTooMuchWork) {
					p.report(e.finding("RuleSetTestCase", diag.Error, e.tests[i].Span), "this test and those behind it are not run: %v", err)
					return
				}
				if err != nil {
					p.report(e.finding("RuleSetTestCase", diag.Error, e.tests[i].Span), "the test fails: %v", err)
				}
			}
		}
	}
}

// checkEndpointTestInputs holds the calls of operations that tests are about against the model.
func (p *pass) checkEndpointTestInputs() {
	for _, e := range p.endpointServices() {
		if len(e.programs) == 0 {
			continue // there is nothing to test, which is reported
		}
		var operations map[string]*shape.Shape
		for i := range e.tests {
			t := &e.tests[i]
			if len(t.Inputs) > 0 && operations == nil {
				operations = map[string]*shape.Shape{}
				for _, op := range p.m.Operations(e.shape) {
					operations[op.ID.Name()] = op
				}
			}
			for j := range t.Inputs {
				input := &t.Inputs[j]
				op := operations[input.Operation]
				if op == nil {
					p.report(e.finding("EndpointTestsTrait", diag.Error, input.Span), "the service has no operation %s: correct the name",
						clipped(input.Operation))
					continue
				}
				p.endpointTestInput(e, input, op)
			}
			p.endpointTestBuiltIns(e, t)
		}
	}
}

// endpointTestInput holds the input of a call against the operation's. It is no error that they differ, since no request is made
// with it, and since a test may have a wrong input on purpose.
func (p *pass) endpointTestInput(e *endpointService, input *rules.TestInput, op *shape.Shape) {
	params := input.Params
	if params.Kind() != shape.NodeObject {
		params = shape.ObjectNode(nil, input.Span)
	}
	if op.Input == nil {
		return
	}
	c := valueCheck{
		code: "EndpointTestsTrait", about: e.shape.Subject(), span: input.Span, what: "the input of the endpoint test for " + op.ID.Name(),
		report: func(f finding, text string) {
			f.severity = diag.Danger
			p.report(f, "%s", text)
		},
	}
	p.checkValue(c, params, op.Input.Subject())
}

// endpointTestBuiltIns compares the parameters of a test that are built-ins with what its calls of operations say of them.
func (p *pass) endpointTestBuiltIns(e *endpointService, t *rules.Test) {
	for _, f := range t.ParamNodes {
		q := e.params[0][f.Name]
		if q == nil || q.BuiltIn == "" {
			continue
		}
		for i := range t.Inputs {
			at := e.finding("EndpointTestsTrait", diag.Error, t.Inputs[i].Span)
			given, ok := t.Inputs[i].BuiltIns.Field(q.BuiltIn)
			switch {
			case ok && !given.Equal(f.Value):
				p.report(at, "the built-in %s has another value than the parameter %s of the test: make them the same", q.BuiltIn, q.Name)
			case ok:
			case q.Default == nil:
				p.report(at, "the built-in %s has no value here, though the test has one for its parameter %s: add it", q.BuiltIn, q.Name)
			case !isDefault(q.Default, t.Params[f.Name]):
				p.report(at, "the built-in %s has no value here, and its default is not that of the parameter %s of the test: add it",
					q.BuiltIn, q.Name)
			}
		}
	}
}

// isDefault reports whether a value is the default of a parameter.
func isDefault(e *rules.Expr, v any) bool {
	switch v := v.(type) {
	case string:
		return e.Kind == rules.ExprString && e.Text == v
	case bool:
		return e.Kind == rules.ExprBool && e.Bool == v
	case []string:
		texts := make([]string, len(e.Parts))
		for i := range e.Parts {
			texts[i] = e.Parts[i].Text
		}
		return e.Kind == rules.ExprArray && slices.Equal(texts, v)
	}
	return false
}
