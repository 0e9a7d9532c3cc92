// Where operations and resources are bound within a service.

package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// byShapeID orders shapes by their ids.
func byShapeID(a, b *shape.Shape) int { return cmp.Compare(a.ID, b.ID) }

// containedResources returns the resources of a service at any depth, those of the service itself first.
func containedResources(service *shape.Shape) []*shape.Shape {
	out := slices.Clone(service.Resources)
	seen := make(map[*shape.Shape]bool, len(out))
	for _, r := range out {
		seen[r] = true
	}
	for i := 0; i < len(out); i++ {
		for _, child := range out[i].Resources {
			if !seen[child] {
				seen[child] = true
				out = append(out, child)
			}
		}
	}
	return out
}

// eachBoundOperation calls visit for each operation that is bound to a service or a resource, once for each place in which
// it is bound.
func eachBoundOperation(s *shape.Shape, visit func(*shape.Shape)) {
	for _, op := range s.Operations {
		visit(op)
	}
	for _, op := range s.CollectionOperations {
		visit(op)
	}
	for _, op := range [...]*shape.Shape{s.Create, s.Put, s.Read, s.Update, s.Delete, s.ListOp} {
		if op != nil {
			visit(op)
		}
	}
}

// checkSingleBindings reports operations and resources that several shapes of one service bind.
func (p *pass) checkSingleBindings() {
	for _, service := range p.shapes {
		if service.Kind != shape.Service {
			continue
		}
		operations, resources := binders{}, binders{}
		for _, container := range append([]*shape.Shape{service}, containedResources(service)...) {
			eachBoundOperation(container, func(op *shape.Shape) { operations.add(op, container) })
			for _, child := range container.Resources {
				resources.add(child, container)
			}
		}
		p.reportBinders(service, operations, "SingleOperationBinding", "operation")
		p.reportBinders(service, resources, "SingleResourceBinding", "resource")
	}
}

// binders are, for operations or resources, the shapes that bind them.
type binders map[*shape.Shape][]*shape.Shape

// add notes that a container binds a shape. All bindings of one container must be added before those of the next.
func (b binders) add(bound, container *shape.Shape) {
	list := b[bound]
	if len(list) == 0 || list[len(list)-1] != container {
		b[bound] = append(list, container)
	}
}

// reportBinders reports what several shapes of a service bind.
func (p *pass) reportBinders(service *shape.Shape, b binders, code, what string) {
	var several []*shape.Shape
	for bound, containers := range b {
		if len(containers) > 1 {
			several = append(several, bound)
		}
	}
	slices.SortFunc(several, byShapeID)
	for _, bound := range several {
		p.report(finding{code: code, severity: diag.Error, about: bound.Subject()},
			"the %s %s is bound more than once in the service %s, by %s: bind it in one place only",
			what, bound.ID, service.ID, listed(idsOf(b[bound])))
	}
}

// checkServiceBoundOperations reports operations that a service binds itself although they have the identifier of one of its
// resources.
func (p *pass) checkServiceBoundOperations() {
	for _, service := range p.shapes {
		if service.Kind != shape.Service || len(service.Operations) == 0 {
			continue
		}
		index := identifierIndex{}
		for _, r := range containedResources(service) {
			index.add(r)
		}
		if len(index) == 0 {
			continue
		}
		for _, op := range service.Operations {
			p.checkServiceBoundOperation(service, op, index)
		}
	}
}

// identifierKey is what members have in common with the identifiers that they look like.
type identifierKey struct {
	name   string
	target *shape.Shape
}

// identifierIndex finds the resources that have an identifier of a name and target.
type identifierIndex map[identifierKey][]*shape.Shape

// add puts the identifiers of a resource into the index.
func (x identifierIndex) add(resource *shape.Shape) {
	for _, id := range resource.Identifiers {
		key := identifierKey{id.Name, id.Target}
		x[key] = append(x[key], resource)
	}
}

// checkServiceBoundOperation reports an operation of a service that has a required member like an identifier of a resource.
func (p *pass) checkServiceBoundOperation(service, op *shape.Shape, index identifierIndex) {
	var better []*shape.Shape
	for _, structure := range []*shape.Shape{op.Input, op.Output} {
		if structure == nil {
			continue
		}
		for _, m := range structure.Members {
			if !m.Traits.Has(traitRequired) {
				continue
			}
			for _, r := range index[identifierKey{m.Name, m.Target}] {
				if len(better) <= maxListed && !slices.Contains(better, r) {
					better = append(better, r)
				}
			}
		}
	}
	if len(better) == 0 {
		return
	}
	code := strings.Join([]string{"ServiceBoundResourceOperation", string(service.ID), op.ID.Name()}, ".")
	p.report(finding{code: code, severity: diag.Warning, about: op.Subject(), span: service.Span, notes: noteOn(op)},
		"the service %s binds the operation %s, which has an identifier of %s: bind it to the resource that it works on",
		service.ID, op.ID, listed(idsOf(better)))
}
