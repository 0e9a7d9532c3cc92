// The parameters of endpoint rules against what the model binds to them and what the tests give them.

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// boundParam is a parameter as the traits of a service, its operations and their inputs know it.
type boundParam struct {
	name string
	kind rules.TypeKind
	span source.Span
	by   *shape.Shape // the operation that binds it; nil for the service's
}

// paramBinder gathers the parameters that a model binds.
type paramBinder struct {
	p      *pass
	params map[string]boundParam // the last of each name
	order  []string
	bound  map[*shape.Shape]map[string]bool // by operation
	client map[string]bool
}

// checkRuleParams checks the parameters of all services with endpoint rules.
func (p *pass) checkRuleParams() {
	for _, e := range p.endpointServices() {
		if len(e.programs) == 0 {
			continue
		}
		b := &paramBinder{p: p, params: map[string]boundParam{}, bound: map[*shape.Shape]map[string]bool{}, client: map[string]bool{}}
		operations := p.m.Operations(e.shape)
		b.service(e.shape)
		for _, op := range operations {
			b.operation(op)
		}
		for i, program := range e.programs {
			p.matchParams(e, i, program, b)
		}
		p.requiredParams(e.programs[0], operations, b)
		if e.shape.Traits.Has(rules.TestsTrait) {
			p.testedParams(e, e.programs[0])
		}
	}
}

// service gathers the parameters that a client's configuration has.
func (b *paramBinder) service(s *shape.Shape) {
	params, _ := s.Trait(traitClientContextParams)
	for _, f := range params.FieldList() {
		kind := rules.NoType
		switch t, _ := f.Value.Field("type"); t.Str() {
		case "string":
			kind = rules.String
		case "boolean":
			kind = rules.Bool
		}
		b.client[f.Name] = true
		b.add(boundParam{f.Name, kind, f.Span, nil}, s.Subject(), "")
	}
}

// operation gathers the parameters that an operation binds.
func (b *paramBinder) operation(op *shape.Shape) {
	b.bound[op] = map[string]bool{}
	static, _ := op.Trait(traitStaticContextParams)
	for _, f := range static.FieldList() {
		v, _ := f.Value.Field("value")
		b.add(boundParam{f.Name, staticType(v), f.Span, op}, op.Subject(), "StaticContextParams")
	}
	paths, _ := op.Trait(traitOperationContextParams)
	for _, f := range paths.FieldList() {
		b.add(boundParam{f.Name, contextPathType(op, f.Value), f.Span, op}, op.Subject(), "OperationContextParams")
	}
	if op.Input == nil {
		return
	}
	for _, m := range op.Input.Members {
		if v, ok := m.Trait(traitContextParam); ok {
			b.member(op, m, v)
		}
	}
}

// member gathers the parameter that a member of an input is.
func (b *paramBinder) member(op *shape.Shape, m *shape.Member, v shape.Node) {
	name, _ := v.Field("name")
	kind := rules.String
	span := traitSpan(m.Subject(), traitContextParam)
	switch k := m.Target.Kind; k {
	case shape.String, shape.Enum:
	case shape.Boolean:
		kind = rules.Bool
	default:
		b.p.report(finding{code: "RuleSetParameter.ContextParam.UnsupportedType", severity: diag.Error, about: m.Subject(), span: span},
			"the endpoint parameter %s is bound to %s: it must be a string or a boolean", clipped(name.Str()), withArticle(k))
		b.bound[op][name.Str()] = true
		return
	}
	b.add(boundParam{name.Str(), kind, span, op}, m.Subject(), "ContextParam")
}

// add notes a parameter, or reports it if it has another type elsewhere.
func (b *paramBinder) add(q boundParam, about shape.Subject, trait string) {
	if q.by != nil {
		b.bound[q.by][q.name] = true
	}
	if q.kind == rules.NoType {
		return // reported where the value is checked
	}
	first, known := b.params[q.name]
	if known && first.kind != q.kind {
		b.p.report(finding{
			code: "RuleSetParameter." + trait + ".InconsistentType", severity: diag.Error, about: about, span: q.span,
			notes: []diag.Note{{Span: first.span, Text: "its type is another one here"}},
		}, "the endpoint parameter %s is a %s here and a %s elsewhere: make them the same", clipped(q.name), q.kind, first.kind)
		return
	}
	if !known {
		b.order = append(b.order, q.name)
	}
	b.params[q.name] = q
}

// matchParams holds the parameters of a program against those that the model binds.
func (p *pass) matchParams(e *endpointService, i int, program *rules.Program, b *paramBinder) {
	for _, q := range program.Params {
		bound, ok := b.params[q.Name]
		switch {
		case q.BuiltIn != "":
		case !ok:
			p.report(e.finding("RuleSetParameter.RuleSet.UnmatchedName", diag.Error, q.Span),
				"nothing gives a value to the endpoint parameter %s: bind it with a trait, or make it a built-in", q.Name)
		case bound.kind != q.Type:
			f := e.finding("RuleSetParameter.RuleSet.TypeMismatch", diag.Error, q.Span)
			f.notes = []diag.Note{{Span: bound.span, Text: "it is bound here"}}
			p.report(f, "the endpoint parameter %s is a %s, and what is bound to it is a %s: make them the same",
				q.Name, q.Type, bound.kind)
		}
	}
	for _, name := range b.order {
		if e.params[i][name] == nil {
			f := e.finding("RuleSetParameter.RuleSet.UnmatchedName", diag.Error, b.params[name].span)
			f.notes = []diag.Note{{Span: e.traits[i], Text: "the rules are here"}}
			p.report(f, "the endpoint parameter %s is bound, but the rules have none of that name: correct the name, or add it",
				clipped(name))
		}
	}
}

// requiredParams reports operations that leave a required parameter without a value.
func (p *pass) requiredParams(program *rules.Program, operations []*shape.Shape, b *paramBinder) {
	for _, q := range program.Params {
		if _, known := b.params[q.Name]; !q.Required || q.Default != nil || q.BuiltIn != "" || b.client[q.Name] || !known {
			continue
		}
		for _, op := range operations {
			if !b.bound[op][q.Name] {
				p.report(finding{
					code: "RuleSetParameter.Operation.RequiredMissing", severity: diag.Error, about: op.Subject(),
					notes: []diag.Note{{Span: q.Span, Text: "it is required here"}},
				}, "the operation gives no value to the endpoint parameter %s, which is required: bind it", q.Name)
			}
		}
	}
}

// testedParams holds the parameters of the tests against those of a program.
func (p *pass) testedParams(e *endpointService, program *rules.Program) {
	uses := map[string]int{}
	undefined := map[string]bool{}
	for i := range e.tests {
		for _, f := range e.tests[i].ParamNodes {
			uses[f.Name]++
			q := e.params[0][f.Name]
			switch {
			case q == nil && !undefined[f.Name]:
				undefined[f.Name] = true
				p.report(e.finding("RuleSetParameter.TestCase.Undefined", diag.Error, f.Span),
					"the rules have no parameter %s: correct the name, or remove it", clipped(f.Name))
			case q != nil && staticType(f.Value) != q.Type:
				p.report(e.finding("RuleSetParameter.TestCase.TypeMismatch", diag.Error, f.Value.Span()),
					"the endpoint parameter %s gets %s: it must be a %s", q.Name, f.Value.Kind(), q.Type)
			}
		}
	}
	for _, q := range program.Params {
		if uses[q.Name] == 0 {
			p.report(e.finding("RuleSetParameter.TestCase.Unused", diag.Danger, q.Span),
				"no test gives a value to the endpoint parameter %s: add one that does", q.Name)
		}
		if q.Required && q.Default == nil && uses[q.Name] < len(e.tests) {
			p.report(e.finding("RuleSetParameter.TestCase.RequiredMissing", diag.Error, q.Span),
				"a test gives no value to the endpoint parameter %s, which is required: add it", q.Name)
		}
	}
}
