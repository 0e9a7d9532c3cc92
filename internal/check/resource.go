// The validators of resources, their children and their lifecycles.

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// eachResource calls visit for each resource of the model's own shapes.
func (p *pass) eachResource(visit func(*shape.Shape)) {
	for _, s := range p.shapes {
		if s.Kind == shape.Resource {
			visit(s)
		}
	}
}

// membersByName returns identifiers or properties by their names.
func membersByName(list []*shape.Member) map[string]*shape.Member {
	out := make(map[string]*shape.Member, len(list))
	for _, m := range list {
		out[m.Name] = m
	}
	return out
}

// checkResourceIdentifiers reports identifiers that are properties as well, and children of resources that lack identifiers of
// their parents or have them with other targets.
func (p *pass) checkResourceIdentifiers() {
	p.eachResource(func(r *shape.Shape) {
		identifiers := make(map[string]bool, len(r.Identifiers))
		for _, id := range r.Identifiers {
			identifiers[strings.ToLower(id.Name)] = true
		}
		for _, property := range r.Properties {
			if identifiers[strings.ToLower(property.Name)] {
				notes := []diag.Note{{Span: property.Span, Text: "this is the property"}}
				p.report(finding{code: "ResourceIdentifier", severity: diag.Error, about: r.Subject(), notes: notes},
					"the property %s of the resource %s is an identifier already: remove or rename one of the two",
					property.Name, r.ID)
			}
		}
		for _, child := range r.Resources {
			p.checkChildIdentifiers(r, child)
		}
	})
}

// checkChildIdentifiers reports a child that lacks identifiers of its parent, or has them with other targets.
func (p *pass) checkChildIdentifiers(parent, child *shape.Shape) {
	var missing, different []string
	has := membersByName(child.Identifiers)
	for _, want := range parent.Identifiers {
		switch got := has[want.Name]; {
		case got == nil:
			missing = append(missing, want.Name)
		case got.Target != want.Target:
			different = append(different, fmt.Sprintf("%s must target %s, not %s", want.Name, want.Target.ID, got.Target.ID))
		}
	}
	f := finding{code: "ResourceIdentifier", severity: diag.Error, about: child.Subject(), notes: noteOn(parent)}
	if len(missing) > 0 {
		p.report(f, "the resource %s is a child of %s but lacks identifiers of it: add %s", child.ID, parent.ID, listed(missing))
	}
	if len(different) > 0 {
		p.report(f, "the resource %s is a child of %s but has other identifiers: %s", child.ID, parent.ID, listed(different))
	}
}

// checkResourceLifecycles reports lifecycle operations that lack the traits which their place in the lifecycle asks for.
func (p *pass) checkResourceLifecycles() {
	p.eachResource(func(r *shape.Shape) {
		for _, step := range lifecycle(r) {
			if step.op == nil {
				continue
			}
			f := finding{code: "ResourceLifecycle", severity: diag.Error, about: r.Subject(), notes: noteOn(step.op)}
			switch readonly := step.op.Traits.Has(traitReadonly); {
			case step.reads && !readonly:
				p.report(f, "%s is the %s operation of %s but is not readonly: add the trait", step.op.ID, step.name, r.ID)
			case !step.reads && readonly:
				p.report(f, "%s is the %s operation of %s but is readonly: remove the trait", step.op.ID, step.name, r.ID)
			}
			if step.repeats && !step.op.Traits.Has(traitIdempotent) {
				p.report(f, "%s is the %s operation of %s but is not idempotent: add the trait", step.op.ID, step.name, r.ID)
			}
		}
	})
}

// lifecycleStep is an operation in the lifecycle of a resource and what that makes of it.
type lifecycleStep struct {
	name       string
	op         *shape.Shape // nil if the resource has none
	reads      bool         // must be readonly, or else must not be
	repeats    bool         // must be idempotent
	collection bool         // works on the collection, or else on one instance
}

// lifecycle returns the lifecycle operations of a resource, those that it does not have included.
func lifecycle(r *shape.Shape) []lifecycleStep {
	return []lifecycleStep{
		{name: "put", op: r.Put, repeats: true},
		{name: "create", op: r.Create, collection: true},
		{name: "read", op: r.Read, reads: true},
		{name: "update", op: r.Update},
		{name: "delete", op: r.Delete, repeats: true},
		{name: "list", op: r.ListOp, reads: true, collection: true},
	}
}

// boundOperations returns the operations that are bound to a resource, each once, and whether they work on the collection.
func boundOperations(r *shape.Shape) (ops []*shape.Shape, collection map[*shape.Shape]bool) {
	collection = map[*shape.Shape]bool{}
	known := map[*shape.Shape]bool{}
	eachBoundOperation(r, func(op *shape.Shape) {
		if !known[op] {
			known[op] = true
			ops = append(ops, op)
		}
	})
	for _, op := range slices.Concat(r.CollectionOperations, []*shape.Shape{r.Create, r.ListOp}) {
		if op != nil {
			collection[op] = true
		}
	}
	return ops, collection
}
