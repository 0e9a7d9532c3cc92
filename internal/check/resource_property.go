// Which members of operations stand for the properties of resources.

package check

import (
	"maps"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkResourceProperties checks the input and output of the operations of resources with properties: each member is a
// property, an identifier or marked as neither, has the property's target, and each property occurs.
func (p *pass) checkResourceProperties() {
	p.eachResource(func(r *shape.Shape) {
		if len(r.Properties) == 0 {
			return
		}
		used := map[string]bool{}
		properties := membersByName(r.Properties)
		for _, u := range propertyOperations(r) {
			outputIDs := membersOf(boundIdentifiers(r, u.op.Output))
			for _, structure := range []*shape.Shape{u.op.Input, u.op.Output} {
				if structure != nil {
					c := propertyCheck{pass: p, resource: r, properties: properties, step: u.name, outputIDs: outputIDs, used: used}
					c.structure(structure)
				}
			}
		}
		for _, property := range r.Properties {
			if !used[property.Name] {
				p.report(finding{
					code: "ResourceOperationInputOutput", severity: diag.Error, about: r.Subject(),
					notes: []diag.Note{{Span: property.Span, Text: "this is the property"}},
				},
					"no operation of the resource %s takes or returns its property %s: add a member for it or remove the property",
					r.ID, property.Name)
			}
		}
	})
}

// propertyOperations returns the operations whose input and output are made of properties: the lifecycle without list, and
// the further instance operations. Each comes once.
func propertyOperations(r *shape.Shape) []lifecycleStep {
	steps := slices.DeleteFunc(lifecycle(r), func(s lifecycleStep) bool { return s.name == "list" })
	for _, op := range r.Operations {
		steps = append(steps, lifecycleStep{name: op.ID.Name(), op: op})
	}
	known := map[*shape.Shape]bool{nil: true}
	return slices.DeleteFunc(steps, func(s lifecycleStep) bool {
		again := known[s.op]
		known[s.op] = true
		return again
	})
}

// membersOf returns the members that are bound to identifiers as a set of names.
func membersOf(bound map[string]*shape.Member) map[string]bool {
	out := make(map[string]bool, len(bound))
	for m := range maps.Values(bound) {
		out[m.Name] = true
	}
	return out
}

// propertyCheck checks the input or output of an operation of a resource.
type propertyCheck struct {
	*pass
	resource   *shape.Shape
	properties map[string]*shape.Member
	step       string          // what the operation is to the resource
	outputIDs  map[string]bool // members of the output that stand for identifiers
	used       map[string]bool // properties found so far
}

// structure checks the members of an input or output.
func (c *propertyCheck) structure(top *shape.Shape) {
	bound := membersOf(boundIdentifiers(c.resource, top))
	s := propertiesShape(top)
	byProperty := map[string][]string{}
	for _, m := range s.Members {
		if c.properties[m.Name] == nil && (bound[m.Name] || c.notProperty(m)) {
			continue
		}
		name := m.Name
		if trait, ok := m.Traits.Get(traitProperty); ok {
			if n, ok := trait.Field("name"); ok {
				name = n.Str()
			}
		}
		byProperty[name] = append(byProperty[name], m.Name)
		c.member(m, name)
	}
	for _, name := range slices.Sorted(maps.Keys(byProperty)) {
		if len(byProperty[name]) > 1 {
			c.report(finding{code: "ResourceOperationInputOutput", severity: diag.Error, about: s.Subject()},
				"in %s several members stand for the property %s of %s: keep one of %s",
				s.ID, name, c.resource.ID, listed(byProperty[name]))
		}
	}
}

// member checks a member that stands for the property of the given name.
func (c *propertyCheck) member(m *shape.Member, name string) {
	f := finding{code: "ResourceOperationInputOutput", severity: diag.Error, about: m.Subject(), notes: noteOn(c.resource)}
	property := c.properties[name]
	switch {
	case property == nil && !c.outputIDs[m.Name]:
		c.report(f, "%s is no property or identifier of the resource %s: mark it with the trait property, "+
			"resourceIdentifier or notProperty", m.ID, c.resource.ID)
	case property != nil && property.Target != m.Target:
		c.report(f, "%s stands for the property %s in the %s operation of %s and must target %s, not %s",
			m.ID, name, c.step, c.resource.ID, property.Target.ID, m.Target.ID)
	}
	c.used[name] = true
}

// notProperty reports whether a trait of a member says that it is no property. Definitions of such traits have the
// notProperty trait themselves.
func (c *propertyCheck) notProperty(m *shape.Member) bool {
	for t := range m.Traits.All() {
		if t.ID == traitNotProperty {
			return true
		}
		if def := c.m.Shape(t.ID); def != nil && def.Traits.Has(traitNotProperty) {
			return true
		}
	}
	return false
}

// propertiesShape returns the structure that has the properties: that of a member with the nestedProperties trait, or else the
// input or output itself.
func propertiesShape(top *shape.Shape) *shape.Shape {
	for _, m := range top.Members {
		if m.Target.Kind == shape.Structure && m.Traits.Has(traitNestedProperties) {
			return m.Target
		}
	}
	return top
}
