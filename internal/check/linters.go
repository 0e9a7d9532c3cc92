// The validators that metadata can ask for by name.

package check

import (
	"fmt"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/shape/selector"
)

// linterNames are the names of the linters, sorted.
var linterNames = []string{"EmitEachSelector", "EmitNoneSelector", "UnreferencedShape"}

// linters make a linter of its configuration, by its name.
var linters = map[string]func(*linterConfig) lint{
	"EmitEachSelector":  emitEach,
	"EmitNoneSelector":  emitNone,
	"UnreferencedShape": unreferencedShapes,
}

// emitEach finds each shape that its selector yields or, with bindToTrait, those of them that have a trait. With a
// messageTemplate the message tells of the match.
func emitEach(c *linterConfig) lint {
	s := c.selector("selector", "")
	trait, _, bound := c.text("bindToTrait")
	var template *selector.Template
	if text, span, ok := c.text("messageTemplate"); ok {
		var err error
		if template, err = selector.ParseTemplate(text); err != nil {
			c.fail(span, "its messageTemplate is wrong %v", err)
		}
	}
	return func(p *pass, emit func(finding, string)) {
		find := func(about shape.Subject, message string) {
			f := finding{code: "EmitEachSelector", severity: diag.Danger, about: about}
			if bound {
				if !about.Traits().Has(shape.ID(trait)) {
					return
				}
				f.span = traitSpan(about, shape.ID(trait))
			}
			emit(f, message)
		}
		if template != nil {
			err := s.EachMatch(p.env(), func(m selector.Match) { find(m.Subject, template.Expand(m)) })
			tooCostly(err, c, emit)
			return
		}
		found, err := s.Select(p.env())
		tooCostly(err, c, emit)
		for _, subject := range found {
			find(subject, "a validator in the metadata objects to what matches the selector "+clipped(s.String()))
		}
	}
}

// emitNone finds that its selector yields none of the model's own shapes.
func emitNone(c *linterConfig) lint {
	s := c.selector("selector", "")
	return func(p *pass, emit func(finding, string)) {
		found, err := s.Select(p.env())
		tooCostly(err, c, emit)
		for _, subject := range found {
			if !subject.Shape.Builtin {
				return
			}
		}
		if err == nil {
			emit(finding{code: "EmitNoneSelector", severity: diag.Danger, span: c.span},
				"a validator in the metadata expects a shape that matches the selector "+clipped(s.String())+": there is none")
		}
	}
}

// unreferencedShapes finds the shapes that nothing its selector yields leads to.
func unreferencedShapes(c *linterConfig) lint {
	s := c.selector("rootShapeSelector", "service")
	for name := range c.node.Fields() {
		if name != "rootShapeSelector" {
			c.fail(c.node.Span(), "its configuration has %q, which it does not know: it takes rootShapeSelector", name)
		}
	}
	return func(p *pass, emit func(finding, string)) {
		roots, err := s.Select(p.env())
		tooCostly(err, c, emit)
		if err != nil {
			return
		}
		for _, lost := range p.unreferenced(roots) {
			emit(finding{code: "UnreferencedShape", severity: diag.Info, about: lost.Subject()}, fmt.Sprintf(
				"nothing that matches the selector %s leads to %s: use it, or remove it", clipped(s.String()), lost.ID))
		}
	}
}

// tooCostly reports a selector that could not be followed to its end.
func tooCostly(err error, c *linterConfig, emit func(finding, string)) {
	if err != nil {
		emit(finding{code: "Model", severity: diag.Error, span: c.span},
			fmt.Sprintf("the validator %s can't run: %v", c.name, err))
	}
}
