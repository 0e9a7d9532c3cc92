// Examples of operations.

package check

import (
	"slices"
	"strconv"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkExamples holds the examples of operations to their inputs, outputs and errors.
func (p *pass) checkExamples() {
	var common map[*shape.Shape][]*shape.Shape
	for _, op := range p.shapes {
		examples, ok := op.Trait(traitExamples)
		if op.Kind != shape.Operation || !ok {
			continue
		}
		if common == nil {
			common = p.commonErrors()
		}
		errors := slices.Concat(op.Errors, common[op])
		for _, example := range examples.Elems() {
			p.example(op, example, errors)
		}
	}
}

// commonErrors returns, by operation, the errors that all services which bind the operation answer with.
func (p *pass) commonErrors() map[*shape.Shape][]*shape.Shape {
	out := map[*shape.Shape][]*shape.Shape{}
	for _, s := range p.shapes {
		if s.Kind != shape.Service {
			continue
		}
		for _, op := range p.m.Operations(s) {
			if earlier, known := out[op]; known {
				out[op] = slices.DeleteFunc(slices.Clone(earlier), func(e *shape.Shape) bool { return !slices.Contains(s.Errors, e) })
			} else {
				out[op] = s.Errors
			}
		}
	}
	return out
}

// example checks one example.
func (p *pass) example(op *shape.Shape, example shape.Node, errors []*shape.Shape) {
	title, _ := example.Field("title")
	lenient, _ := example.Field("allowConstraintErrors")
	input, hasInput := example.Field("input")
	output, hasOutput := example.Field("output")
	failure, hasError := example.Field("error")
	if !hasInput {
		input = shape.ObjectNode(nil, example.Span())
	}
	f := finding{code: "ExamplesTrait", severity: diag.Error, about: op.Subject(), span: example.Span()}
	c := valueCheck{code: f.code, about: f.about, span: f.span, lenient: lenient.Bool()}
	hold := func(part string, v shape.Node, s *shape.Shape) {
		if s == nil {
			s = p.m.Shape(unitID)
		}
		if s != nil {
			c.what = "the " + part + " of the example " + strconv.Quote(title.Str())
			p.checkValue(c, v, s.Subject())
		}
	}
	if lenient.Bool() && !hasError {
		p.report(f, "the example %q allows constraint errors, but shows no error: add one", title.Str())
	}
	hold("input", input, op.Input)
	switch {
	case hasOutput && hasError:
		p.report(f, "the example %q has both an output and an error: remove one of the two", title.Str())
	case hasOutput:
		hold("output", output, op.Output)
	case hasError:
		id, _ := failure.Field("shapeId")
		content, hasContent := failure.Field("content")
		if !hasContent {
			content = shape.ObjectNode(nil, failure.Span())
		}
		i := slices.IndexFunc(errors, func(e *shape.Shape) bool { return string(e.ID) == id.Str() })
		if i < 0 {
			p.report(at(f, id), "the example %q shows the error %s, which is not among the errors of %s: %s",
				title.Str(), id.Str(), op.ID, p.hint(id.Str(), slices.Values(idsOf(errors)), "add it there"))
			return
		}
		hold("error", content, errors[i])
	}
}
