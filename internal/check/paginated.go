// Pagination.

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// pageProperty is a property of the paginated trait: the name or, in outputs, the path of a member.
type pageProperty struct {
	name     string
	output   bool // the member is in the output and may be nested
	needed   bool
	kinds    []shape.Kind  // that the member may target
	doubtful []shape.Kind  // that it may target and should not
	required diag.Severity // of the finding that the member is required
	why      string        // not to require the member; "" if it may be required
}

var pageProperties = []pageProperty{
	{
		name: "inputToken", needed: true, kinds: []shape.Kind{shape.String}, doubtful: []shape.Kind{shape.Map},
		why: "the first page is asked for without it", required: diag.Error,
	},
	{
		name: "pageSize", kinds: []shape.Kind{shape.Integer},
		doubtful: []shape.Kind{shape.Byte, shape.Short, shape.Long},
		why:      "a service should have a size of its own", required: diag.Warning,
	},
	{
		name: "outputToken", output: true, needed: true, kinds: []shape.Kind{shape.String},
		doubtful: []shape.Kind{shape.Map},
		why:      "the last page is without it", required: diag.Danger,
	},
	{name: "items", output: true, kinds: []shape.Kind{shape.List, shape.Map}},
}

// checkPagination holds the paginated traits of operations to their inputs and outputs: by itself first and, if that finds
// nothing, with what the trait of each service adds.
func (p *pass) checkPagination() {
	in := map[*shape.Shape][]*shape.Shape{} // services of each operation
	for _, svc := range p.web().services {
		for _, o := range svc.ops {
			in[o.op] = append(in[o.op], svc.shape)
		}
	}
	for _, o := range p.web().ops {
		v, ok := o.op.Trait(traitPaginated)
		if !ok {
			continue
		}
		c := pageCheck{p: p, op: o.op, own: v}
		for _, prop := range pageProperties {
			c.property(prop)
		}
		for _, svc := range in[o.op] {
			if c.found {
				break
			}
			c.service = svc
			c.inherited, _ = svc.Trait(traitPaginated)
			for _, prop := range pageProperties {
				c.property(prop)
			}
			c.found = false
		}
	}
}

// pageCheck is the check of one operation, within a service if that is not nil.
type pageCheck struct {
	p              *pass
	op, service    *shape.Shape
	own, inherited shape.Node // the trait of the operation, and that of the service
	found          bool
}

// report adds a finding, whose id code completes. That it is about a service is part of the message.
func (c *pageCheck) report(code string, severity diag.Severity, span source.Span, format string, args ...any) {
	c.found = true
	message := fmt.Sprintf(format, args...)
	if c.service != nil {
		message = fmt.Sprintf("in the service %s, %s", c.service.ID, message)
	}
	c.p.report(finding{code: "PaginatedTrait" + code, severity: severity, about: c.op.Subject(), span: span}, "%s", message)
}

// property checks one property.
func (c *pageCheck) property(prop pageProperty) {
	value, ok := c.own.Field(prop.name)
	if !ok {
		value, ok = c.inherited.Field(prop.name)
	}
	span := valueSpan(value, c.op.Subject(), traitPaginated)
	if !ok {
		if prop.needed && c.service != nil {
			c.report("", diag.Error, span, "the trait paginated of %s needs %s, which neither it nor the service has: "+
				"add it to one of the two", c.op.ID, prop.name)
		}
		return
	}
	path := value.Str()
	if !prop.output && strings.Contains(path, ".") {
		c.report("", diag.Error, span, "the %s of the trait paginated must be the name of a member of the input, not the path %s",
			prop.name, path)
		return
	}
	m, hint := c.member(prop, path)
	if m == nil {
		c.report("", diag.Error, span, "the %s of the trait paginated is %s, but %s", prop.name, path, hint)
		return
	}
	c.target(prop, m, span)
	if strings.Count(path, ".") > 1 {
		c.report(".DeeplyNested."+prop.name, diag.Warning, span, "the %s of the trait paginated, %s, has more than two parts, "+
			"which is cumbersome to use: move the member up", prop.name, path)
	}
}

// member finds the member that a path leads to, or says why there is none.
func (c *pageCheck) member(prop pageProperty, path string) (*shape.Member, string) {
	at, what := c.op.Input, "input"
	if prop.output {
		at, what = c.op.Output, "output"
	}
	if at == nil {
		return nil, fmt.Sprintf("%s has no %s", c.op.ID, what)
	}
	var m *shape.Member
	for name := range strings.SplitSeq(path, ".") {
		if m != nil {
			at = m.Target
		}
		next := at.Member(name)
		if next == nil || at.Kind != shape.Structure && m != nil {
			return nil, fmt.Sprintf("%s has no member %s: %s", at.ID, name, c.p.hint(name, memberNames(at), "name one that it has"))
		}
		m = next
	}
	return m, ""
}

// target checks what the member of a property targets, and that it may be left out.
func (c *pageCheck) target(prop pageProperty, m *shape.Member, span source.Span) {
	if prop.why != "" && m.Traits.Has(traitRequired) && (prop.required == diag.Error || c.service == nil) {
		code := ""
		if prop.required != diag.Error {
			code = ".ShouldNotBeRequired." + prop.name
		}
		c.report(code, prop.required, span, "the %s of the trait paginated, %s, is required, but %s: remove the trait required from it",
			prop.name, m.Name, prop.why)
	}
	kind := m.Target.Kind
	switch {
	case slices.Contains(prop.doubtful, kind):
		c.report(".WrongShapeType."+prop.name, diag.Danger, span, "the %s of the trait paginated, %s, targets %s, %s, "+
			"which few tools know: target %s", prop.name, m.Name, m.Target.ID, withArticle(kind), withArticle(prop.kinds[0]))
	case kind != shape.Invalid && !slices.Contains(prop.kinds, kind):
		c.report("", diag.Error, span, "the %s of the trait paginated, %s, targets %s, %s: target %s",
			prop.name, m.Name, m.Target.ID, withArticle(kind), kindList(prop.kinds))
	}
}
