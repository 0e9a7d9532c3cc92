// The validators of services, resources and operations, and of the names in a service's closure.

package check

import (
	"maps"
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkServiceClosures checks what holds for everything that a service leads to: names are unique without regard to case,
// renames rename something, and protocols that can't carry documents see none.
func (p *pass) checkServiceClosures() {
	var c *closures
	for _, s := range p.shapes {
		if s.Kind != shape.Service {
			continue
		}
		if c == nil {
			c = newClosures(p.env().Graph())
		}
		c.start()
		c.add(s.Subject())
		p.checkClosureNames(s, c.sameNames(s.Rename))
		p.checkRenames(s, c)
		p.checkInlineDocuments(s, c)
	}
}

// maxSameName is the number of shapes of one name up to which each is compared with each.
const maxSameName = 50

// checkClosureNames reports the shapes of a closure whose names are the same but for upper and lower case.
func (p *pass) checkClosureNames(service *shape.Shape, same map[string][]*shape.Shape) {
	for _, name := range slices.Sorted(maps.Keys(same)) {
		group := same[name]
		slices.SortFunc(group, byShapeID)
		others := group[:min(len(group), maxSameName)]
		for _, s := range group {
			for _, other := range others {
				if s != other {
					p.reportSameName(service, s, other, likeness(s, other))
				}
			}
		}
	}
}

// reportSameName reports a shape whose name in a service differs from that of another one in upper and lower case at most.
func (p *pass) reportSameName(service, s, other *shape.Shape, severity diag.Severity) {
	if s.Builtin {
		return // there is nothing that the author could do about it, and the other side is reported
	}
	verb := "should"
	if severity >= diag.Danger {
		verb = "must"
	}
	p.report(finding{code: "Service", severity: severity, about: s.Subject(), notes: noteOn(other)},
		"the names %s of %s and %s of %s differ in upper and lower case at most, but names in the closure of the service %s %s "+
			"be unique: give one of the two another name, in the service's rename property or where it is declared",
		nameIn(service.Rename, s), s.ID, nameIn(service.Rename, other), other.ID, service.ID, verb)
}

// maxNestedLists is the number of lists in lists that are compared with each other. Lists can contain themselves, and those of
// one name can make so many different pairs that they must not be followed to their ends.
const maxNestedLists = 20

// likeness judges how bad it is that two shapes share a name: it returns Info for simple shapes that are alike, Warning for
// lists that are alike, and Error for everything else.
func likeness(a, b *shape.Shape) diag.Severity {
	severity := diag.Info
	for range maxNestedLists {
		switch {
		case a.Kind != b.Kind || !sameTraits(a.Traits, b.Traits):
			return diag.Error
		case a.Kind.IsSimple():
			return severity
		case a.Kind != shape.List || len(a.Members) == 0 || len(b.Members) == 0:
			return diag.Error
		}
		x, y := a.Members[0], b.Members[0]
		if !sameTraits(x.Traits, y.Traits) {
			return diag.Error
		}
		a, b, severity = x.Target, y.Target, diag.Warning
	}
	return severity
}

// syntheticNamespace is that of traits which no author applied.
const syntheticNamespace = "smithy.synthetic"

// sameTraits reports whether two sets of traits agree, those left out that no author applied.
func sameTraits(a, b shape.Traits) bool {
	return hasTraitsOf(a, b) && hasTraitsOf(b, a)
}

// hasTraitsOf reports whether a has all traits of b, with the same values.
func hasTraitsOf(a, b shape.Traits) bool {
	for t := range b.All() {
		if t.ID.Namespace() == syntheticNamespace {
			continue
		}
		if v, ok := a.Get(t.ID); !ok || !v.Equal(t.Value) {
			return false
		}
	}
	return true
}

// checkRenames checks the rename property of a service.
func (p *pass) checkRenames(service *shape.Shape, c *closures) {
	for _, id := range slices.Sorted(maps.Keys(service.Rename)) {
		name := service.Rename[id]
		f := finding{code: "Service", severity: diag.Error, about: service.Subject()}
		switch {
		case !shape.IsIdentifier(name):
			p.report(f, "%s is to be renamed to %q, which is no identifier: use letters, digits and underscores", id, name)
		case name == id.Name():
			p.report(f, "%s is to be renamed to %s, which is its name already: remove the entry or choose another name", id, name)
		}
		what := p.m.Subject(id)
		switch {
		case !c.has(what):
			p.report(f, "%s is to be renamed but is not in the closure of %s: correct or remove the entry", id, service.ID)
		case what.Member != nil || what.Shape.Kind == shape.Resource || what.Shape.Kind == shape.Operation:
			p.report(f, "%s is to be renamed to %q but is %s: only shapes that describe data can be renamed, so remove the entry",
				id, name, describe(what))
		}
	}
}

// checkInlineDocuments reports protocols of a service that can't carry documents if its closure has some.
func (p *pass) checkInlineDocuments(service *shape.Shape, c *closures) {
	for t := range service.Traits.All() {
		def := p.m.Shape(t.ID)
		if def == nil {
			continue
		}
		protocol, _ := def.Traits.Get(traitProtocolDefinition)
		if none, _ := protocol.Field("noInlineDocumentSupport"); !none.Bool() {
			continue
		}
		if documents := idsOf(c.shapes(shape.Document)); len(documents) > 0 {
			p.report(finding{code: "NoInlineDocumentSupport", severity: diag.Error, about: service.Subject(), span: t.Span},
				"the protocol %s can't carry documents, but the closure of %s has %s: use another protocol or other shapes",
				t.ID, service.ID, listed(documents))
		}
	}
}
