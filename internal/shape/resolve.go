// Resolving mentions of shapes, and hints for those that lead nowhere.

package shape

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
)

// absolute returns the id that a mention stands for: a relative name is that of a shape of its own namespace or, where
// that has none, of the prelude ("Relative shape ID resolution"). Without either it is an id of its own namespace.
func (a *assembler) absolute(ref Ref) ID {
	if !ref.Relative {
		return ref.ID
	}
	root := ref.ID.Root()
	if a.entries[root] != nil {
		return ref.ID
	}
	id, ok := a.names[ref.ID]
	if !ok {
		id = ref.ID
		if in := ID(preludeNamespace + "#" + root.Name()); a.entries[in] != nil {
			id = in + ref.ID[len(root):]
		}
		a.names[ref.ID] = id
	}
	return id
}

// entry returns what is declared under the id that a mention stands for, nil if nothing is.
func (a *assembler) entry(ref Ref) *entry { return a.entries[a.absolute(ref)] }

// target returns the shape that a member's mention stands for, a stand-in if nothing declares it.
func (a *assembler) target(ref Ref) *Shape {
	id := a.absolute(ref)
	if e := a.entries[id]; e != nil {
		return e.shape
	}
	s := a.missing[id]
	if s == nil {
		s = &Shape{ID: id}
		a.missing[id] = s
	}
	return s
}

// resolveNames gives the names in node values the ids that they stand for, and reports those that stand for nothing, as
// well as use statements that name nothing.
func (a *assembler) resolveNames(decls []Decl) {
	for _, d := range decls {
		switch d := d.(type) {
		case *NameDecl:
			id := a.absolute(d.Ref)
			if d.value.name != string(id) {
				d.value.name = string(id)
			}
			if a.entries[id.Root()] == nil {
				a.add(diag.Danger, "", d.Ref.Span, codeName, nil, "no shape has the id %s: %s", id,
					a.hint(id.Root(), "put it in quotes if a string is meant, or add the file that declares it"))
			}
		case *UseDecl:
			if id := d.Ref.ID; a.entries[id.Root()] == nil {
				a.add(diag.Warning, "", d.Ref.Span, codeModel, nil, "no shape has the id %s: %s", id,
					a.hint(id.Root(), "correct the id or add the file that declares it"))
			}
		}
	}
}

// hint returns what to do about an id that nothing declares: the question whether a near one was meant, or else otherwise.
func (a *assembler) hint(id ID, otherwise string) string {
	if near := a.near(id); near != "" {
		return "did you mean " + string(near) + "?"
	}
	return otherwise
}

// maxHints bounds the search for near names: where a whole file is missing, each of thousands of names is unresolved and
// no hint helps.
const maxHints = 100

// hinter finds ids that an unresolved one was probably meant to be. The zero hinter is ready.
type hinter struct {
	spent   int
	byName  map[string]ID       // lower-case name → the first such id in byte order; nil until needed
	inSpace map[string][]string // namespace → names
	known   map[ID]ID           // answers given
}

// spend reports whether one more search is allowed.
func (h *hinter) spend() bool {
	h.spent++
	return h.spent <= maxHints
}

// fill indexes the declared ids.
func (h *hinter) fill(entries map[ID]*entry) {
	h.byName, h.inSpace, h.known = map[string]ID{}, map[string][]string{}, map[ID]ID{}
	for id := range entries {
		key := strings.ToLower(id.Name())
		if old, ok := h.byName[key]; !ok || id < old {
			h.byName[key] = id
		}
		h.inSpace[id.Namespace()] = append(h.inSpace[id.Namespace()], id.Name())
	}
}

// near returns the declared id that is most like the given one: the same name in another namespace, or else a name of few
// differences in the same namespace or, failing that, in the prelude. "" if there is none.
func (a *assembler) near(id ID) ID {
	h := &a.hints
	if h.byName == nil {
		h.fill(a.entries)
	}
	if answer, ok := h.known[id]; ok {
		return answer
	}
	if !h.spend() {
		return ""
	}
	answer := h.byName[strings.ToLower(id.Name())]
	for _, space := range []string{id.Namespace(), preludeNamespace} {
		if answer != "" {
			break
		}
		if name := diag.Nearest(id.Name(), slices.Values(h.inSpace[space])); name != "" {
			answer = ID(space + "#" + name)
		}
	}
	h.known[id] = answer
	return answer
}
