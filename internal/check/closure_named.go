// Named closures: the metadata "shapeClosures", which gives sets of shapes an id.

package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// closuresKey is the metadata key of named closures.
const closuresKey = "shapeClosures"

// namedClosure is an entry of the metadata.
type namedClosure struct {
	id          string
	span        source.Span
	namespaces  []string
	selector    string
	hasSelector bool
	renames     []shape.Field // the names are ids of shapes
}

// readNamedClosure reads an entry; ok is false for one that does not have the form that its type demands, which is reported
// where metadata is held against its types.
func readNamedClosure(n shape.Node) (c namedClosure, ok bool) {
	id, _ := n.Field("id")
	namespaces, hasNamespaces := n.Field("includeNamespaces")
	selector, hasSelector := n.Field("includeBySelector")
	renames, hasRenames := n.Field("rename")
	if id.Kind() != shape.NodeString || hasNamespaces && namespaces.Kind() != shape.NodeArray ||
		hasSelector && selector.Kind() != shape.NodeString || hasRenames && renames.Kind() != shape.NodeObject {
		return c, false
	}
	c = namedClosure{id: id.Str(), span: n.Span(), selector: selector.Str(), hasSelector: hasSelector, renames: renames.FieldList()}
	for _, ns := range namespaces.Elems() {
		if ns.Kind() != shape.NodeString {
			return c, false
		}
		if !slices.Contains(c.namespaces, ns.Str()) {
			c.namespaces = append(c.namespaces, ns.Str())
		}
	}
	return c, !slices.ContainsFunc(c.renames, func(f shape.Field) bool {
		return !shape.ID(f.Name).Valid() || f.Value.Kind() != shape.NodeString
	})
}

// checkNamedClosures checks the metadata "shapeClosures".
func (p *pass) checkNamedClosures() {
	list, _ := p.m.Metadata().Field(closuresKey)
	if list.Kind() != shape.NodeArray {
		return
	}
	inSpace := map[string][]*shape.Shape{}
	for _, s := range p.m.Shapes() {
		inSpace[s.ID.Namespace()] = append(inSpace[s.ID.Namespace()], s)
	}
	first := map[string]source.Span{}
	found := newClosures(p.env().Graph())
	for _, n := range list.Elems() {
		c, ok := readNamedClosure(n)
		if !ok {
			continue
		}
		if span, again := first[c.id]; again {
			notes := []diag.Note{{Span: span, Text: "it is first declared here"}}
			p.report(finding{code: "ShapeClosure", severity: diag.Error, span: c.span, notes: notes},
				"there are several closures of the id %s: rename or remove one of them", c.id)
			continue
		}
		first[c.id] = c.span
		p.checkNamedClosure(c, found, inSpace)
	}
}

// checkNamedClosure checks one closure. inSpace has the model's shapes by their namespaces.
func (p *pass) checkNamedClosure(c namedClosure, found *closures, inSpace map[string][]*shape.Shape) {
	f := finding{code: "ShapeClosure", severity: diag.Error, span: c.span}
	if at := p.m.Subject(shape.ID(c.id)); at.Shape != nil {
		f := f
		f.notes = noteOn(at.Shape)
		p.report(f, "the closure %s has the id of a shape: give it another one", c.id)
	}
	if len(c.namespaces) == 0 && !c.hasSelector {
		p.report(f, "the closure %s includes nothing: give it includeNamespaces or includeBySelector", c.id)
	}
	found.start()
	for _, ns := range c.namespaces {
		if len(inSpace[ns]) == 0 {
			p.report(finding{code: "ShapeClosure.EmptyNamespace." + c.id, severity: diag.Danger, span: c.span},
				"the closure %s includes the namespace %s, in which there are no shapes: remove or correct it", c.id, ns)
		}
		for _, s := range inSpace[ns] {
			found.add(s.Subject())
		}
	}
	if c.selector != "" && !p.selectInto(found, c) {
		return
	}
	p.checkClosureRenames(c, found)
	p.checkClosureConflicts(c, found)
}

// selectInto adds what the selector of a closure matches. It returns false if the selector cannot be followed.
func (p *pass) selectInto(found *closures, c namedClosure) bool {
	f := finding{code: "ShapeClosure", severity: diag.Error, span: c.span}
	selected, err := p.env().Parse(c.selector)
	if err != nil {
		p.report(f, "the selector of the closure %s is wrong %s", c.id, err)
		return false
	}
	subjects, err := selected.Select(p.env())
	if err != nil {
		p.report(f, "the selector of the closure %s can't be followed: %s", c.id, err)
		return false
	}
	if len(subjects) == 0 {
		p.report(finding{code: "ShapeClosure.EmptySelector." + c.id, severity: diag.Danger, span: c.span},
			"the selector of the closure %s matches nothing: remove or correct it", c.id)
	}
	for _, s := range subjects {
		found.add(s)
	}
	return true
}

// checkClosureRenames checks that renames change the names of shapes of the closure, and to names that no other shape has.
func (p *pass) checkClosureRenames(c namedClosure, found *closures) {
	if len(c.renames) == 0 {
		return
	}
	renamed := c.renamed()
	kept, taken := map[string]shape.ID{}, map[string]shape.ID{} // lower-case names of shapes that are not renamed, and that are
	for _, i := range found.found {
		s := found.g.Subject(i)
		if s.Member != nil || renamed[s.ID()] != "" {
			continue
		}
		if name := strings.ToLower(s.ID().Name()); kept[name] == "" || s.ID() < kept[name] {
			kept[name] = s.ID()
		}
	}
	for _, r := range c.renames {
		id, to := shape.ID(r.Name), r.Value.Str()
		f := finding{code: "ShapeClosure", severity: diag.Error, span: r.Span}
		if to == id.Name() {
			p.report(f, "the closure %s renames %s to its own name: remove the entry or choose another name", c.id, id)
		}
		if !found.has(p.m.Subject(id)) {
			p.report(f, "the closure %s renames %s, which is not in it: correct or remove the entry", c.id, id)
			continue
		}
		name := strings.ToLower(to)
		for _, other := range []shape.ID{taken[name], kept[name]} {
			if other != "" && other != id {
				p.report(f, "the closure %s renames %s to %s, which differs from the name of %s in upper and lower case at most: "+
					"choose another name", c.id, id, to, other)
			}
		}
		taken[name] = id
	}
}

// checkClosureConflicts reports names that several shapes of a closure have which it does not rename.
func (p *pass) checkClosureConflicts(c namedClosure, found *closures) {
	renamed := c.renamed()
	same := found.sameNames(nil)
	for _, name := range slices.Sorted(maps.Keys(same)) {
		group := slices.DeleteFunc(same[name], func(s *shape.Shape) bool { return renamed[s.ID] != "" })
		if len(group) > 1 {
			p.report(finding{code: "ShapeClosure.NameConflicts." + c.id, severity: diag.Warning, span: c.span},
				"in the closure %s the names of some shapes differ in upper and lower case at most: rename all but one of %s",
				c.id, listed(idsOf(group)))
		}
	}
}

// renamed returns the new names of the shapes that a closure renames.
func (c *namedClosure) renamed() map[shape.ID]string {
	if len(c.renames) == 0 {
		return nil
	}
	out := make(map[shape.ID]string, len(c.renames))
	for _, r := range c.renames {
		out[shape.ID(r.Name)] = r.Value.Str()
	}
	return out
}
