// Operations: their inputs and outputs, and what happens when one is called twice.

package check

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkOperationShapes reports structures with the input or output trait that are used as something else, or by several
// operations.
func (p *pass) checkOperationShapes() {
	for _, s := range p.shapes {
		if s.Traits.Has(traitInput) {
			p.operationShape(s, useInput, traitInput, traitOutput)
		}
		if s.Traits.Has(traitOutput) {
			p.operationShape(s, useOutput, traitOutput, traitInput)
		}
	}
}

// operationShape checks the uses of a structure whose trait says that it is made for one; counterpart is the trait for the other.
func (p *pass) operationShape(s *shape.Shape, made httpRel, trait, counterpart shape.ID) {
	var users []string
	name, other := traitName(trait), traitName(counterpart)
	note := []diag.Note{{Span: traitSpan(s.Subject(), trait), Text: "the trait is here"}}
	for _, use := range p.structureUses(s) {
		f := finding{code: "OperationInputOutputMisuse", severity: diag.Error, about: use.from, notes: note}
		switch {
		case use.rel == made:
			users = append(users, string(use.from.ID()))
			if !strings.HasPrefix(s.ID.Name(), use.from.ID().Name()) {
				f.code, f.severity = "OperationInputOutputName."+name, diag.Warning
				p.report(f, "the %s of %s is %s, whose name should begin with that of the operation: rename it", name, use.from.ID(), s.ID)
			}
		case use.rel == useInput || use.rel == useOutput:
			p.report(f, "the %s of %s is %s, which has the trait %s: use it as that only", other, use.from.ID(), s.ID, name)
		case use.rel == useMember:
			p.report(f, "%s targets %s, which has the trait %s and can't be nested: use another structure", use.from.ID(), s.ID, name)
		}
	}
	slices.Sort(users)
	if users = slices.Compact(users); len(users) > 1 {
		p.report(finding{code: "OperationInputOutputMisuse", severity: diag.Error, about: s.Subject()},
			"%s has the trait %s and so can be that of one operation only, but is that of %s: give each its own",
			s.ID, name, listed(users))
	}
}

// checkOperationNames reports shapes that are named like the input or output of an operation and are not.
func (p *pass) checkOperationNames() {
	for _, o := range p.web().ops {
		for _, suffix := range []string{"Input", "Request"} {
			p.operationName(o.op, suffix, o.op.Input, "input")
		}
		for _, suffix := range []string{"Output", "Response"} {
			p.operationName(o.op, suffix, o.op.Output, "output")
		}
	}
}

// operationName reports the shape that is called like an operation and a suffix, unless the operation uses it for what.
func (p *pass) operationName(op *shape.Shape, suffix string, used *shape.Shape, what string) {
	s := p.m.Shape(op.ID + shape.ID(suffix))
	if s == nil || s == used {
		return
	}
	instead := "has none"
	if used != nil {
		instead = "has " + string(used.ID)
	}
	p.report(finding{code: "OperationNameAmbiguity", severity: diag.Warning, about: s.Subject()},
		"%s is named like the %s of %s, but that %s: rename it, since generated code may use the name", s.ID, what, op.ID, instead)
}

// checkIdempotentErrors reports idempotent traits that name errors which the operation does not have.
func (p *pass) checkIdempotentErrors() {
	for _, o := range p.web().ops {
		v, ok := o.op.Trait(traitIdempotent)
		if !ok {
			continue
		}
		exists, hasExists := v.Field("exists")
		missing, hasMissing := v.Field("notFound")
		if hasExists && hasMissing {
			p.report(finding{
				code: "IdempotentTrait", severity: diag.Error, about: o.op.Subject(),
				span: valueSpan(missing, o.op.Subject(), traitIdempotent),
			}, "the trait idempotent has both exists and notFound, which exclude each other: keep the one that repeated calls get")
		}
		p.idempotentError(o.op, "exists", exists)
		p.idempotentError(o.op, "notFound", missing)
	}
}

// idempotentError reports the ids in a property of the trait that are not among the errors of the operation.
func (p *pass) idempotentError(op *shape.Shape, property string, ids shape.Node) {
	for _, id := range ids.Elems() {
		if slices.ContainsFunc(op.Errors, func(e *shape.Shape) bool { return string(e.ID) == id.Str() }) {
			continue
		}
		p.report(finding{
			code: "IdempotentTrait", severity: diag.Error, about: op.Subject(), span: valueSpan(id, op.Subject(), traitIdempotent),
		}, "%s of the trait idempotent is %s, which is not among the errors of %s: %s",
			property, id.Str(), op.ID, p.hintOrAll(id.Str(), idsOf(op.Errors)))
	}
}

// checkIdempotencyTokens reports idempotency tokens in structures that are not inputs.
func (p *pass) checkIdempotencyTokens() {
	p.eachStructure(traitIdempotencyToken, func(s *shape.Shape, with []*shape.Member) {
		if s.Traits.Has(traitMixin) {
			return
		}
		ignored, where := usesBut(p.structureUses(s), useInput)
		if ignored == 0 {
			return
		}
		for _, m := range with {
			p.report(finding{
				code: "IdempotencyTokenIgnored", severity: diag.Warning, about: m.Subject(),
				span: traitSpan(m.Subject(), traitIdempotencyToken),
			}, "the trait idempotencyToken of the member %s has an effect in the input of an operation only, but its structure is %s: "+
				"remove the trait",
				m.Name, where)
		}
	})
}
