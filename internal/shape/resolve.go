// Resolving mentions of shapes, and hints for those that lead nowhere.

package shape

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
)

// resolve returns the shape that a mention in the declaration of owner refers to. If nothing declares it then it reports
// that and returns nil.
func (a *assembler) resolve(owner ID, ref Ref) *Shape {
	if e := a.entries[ref.ID]; e != nil {
		return e.shape
	}
	a.unresolved(owner, ref)
	return nil
}

// resolveData resolves what a member targets, which must be a data shape. It never returns nil.
func (a *assembler) resolveData(owner ID, ref Ref) *Shape {
	if ref.ID == "" { // the reader has reported that there is no usable target
		return a.standIn("")
	}
	s := a.resolve(owner, ref)
	if s == nil {
		return a.standIn(ref.ID)
	}
	if !s.Kind.IsData() && s.Kind != Invalid {
		a.report(owner, ref.Span, codeTargetKind, noteAt(s.Span, "it is declared here"),
			"a member can't target %s, %s: target a shape that describes data", s.ID, s.Kind.phrase())
		return a.standIn(ref.ID)
	}
	return s
}

// standIn returns a shape of kind Invalid for an id.
func (a *assembler) standIn(id ID) *Shape {
	s := a.missing[id]
	if s == nil {
		s = &Shape{ID: id}
		a.missing[id] = s
	}
	return s
}

// unresolved reports a mention of a shape that nothing declares.
func (a *assembler) unresolved(owner ID, ref Ref) {
	what := "declare it or correct the id"
	if ref.ID.Namespace() == "" {
		what = "an id has the form namespace#Name"
	}
	if near := a.near(ref.ID.Root()); near != "" {
		what = "did you mean " + string(near) + "?"
	}
	a.report(owner, ref.Span, codeUnresolved, nil, "no shape has the id %s: %s", ref.ID.Root(), what)
}

// unresolvedMember reports traits applied to a member that a shape does not have.
func (a *assembler) unresolvedMember(e *entry, set *memberSet, name string, ref Ref) {
	what := "apply the traits to one of its members"
	if a.hints.spend() {
		if near := diag.Nearest(name, maps.Keys(set.at)); near != "" {
			what = "did you mean " + near + "?"
		}
	}
	a.report(e.decl.ID, ref.Span, codeUnresolved, nil, "%s has no member %s: %s", e.decl.ID, name, what)
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
