// Names of shapes: when a bare name will do, and when a use statement must explain it.

package print

import (
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

const (
	preludeNamespace          = "smithy.api"
	privateID        shape.ID = "smithy.api#private"
)

// names decides how a file mentions shapes, and collects the use statements that it needs.
type names struct {
	m         *shape.Model
	namespace string // "" where only absolute ids can stand
	imports   []shape.ID
	byName    map[string]shape.ID // of imports
}

// write returns the shortest text that stands for the id in this file ("Relative shape ID resolution").
func (n *names) write(id shape.ID) string {
	root := id.Root()
	if n.namespace == "" || !id.Valid() || !n.canBeBare(root) {
		return string(id)
	}
	if member := id.Member(); member != "" {
		return root.Name() + "$" + member
	}
	return root.Name()
}

// canBeBare reports whether the bare name of a shape means that shape, and adds a use statement if that makes it so.
func (n *names) canBeBare(id shape.ID) bool {
	space, name := id.Namespace(), id.Name()
	switch {
	case n.m.Shape(id) == nil:
		return false // a bare name would be looked for elsewhere, and a use statement needs a shape
	case space == n.namespace:
		return true
	case n.inNamespace(name):
		return false
	case space == preludeNamespace && !n.isPrivate(id):
		return true
	case n.inPrelude(name):
		// Every mention of the prelude's shape would have to become absolute: the rarer name yields.
		return false
	}
	if known, ok := n.byName[name]; ok {
		return known == id
	}
	if n.byName == nil {
		n.byName = map[string]shape.ID{}
	}
	n.byName[name] = id
	n.imports = append(n.imports, id)
	return true
}

// inNamespace reports whether the file's own namespace declares the name.
func (n *names) inNamespace(name string) bool {
	return n.m.Shape(shape.ID(n.namespace+"#"+name)) != nil
}

// inPrelude reports whether the prelude has the name for everyone.
func (n *names) inPrelude(name string) bool {
	id := shape.ID(preludeNamespace + "#" + name)
	return n.m.Shape(id) != nil && !n.isPrivate(id)
}

func (n *names) isPrivate(id shape.ID) bool {
	s := n.m.Shape(id)
	return s != nil && s.Traits.Has(privateID)
}

// keywords are names that stand for values where a value is expected.
var keywords = []string{"true", "false", "null"}

// writeValue returns the text of an id in the value of a trait, where a name may be mistaken for a keyword.
func (n *names) writeValue(id shape.ID) string {
	if bare := n.write(id); !slices.Contains(keywords, bare) {
		return bare
	}
	return string(id)
}
