// The graph of a model: its edges in both directions, and those that ids in trait values make.

package shape_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// graphModel has an edge of every kind.
const graphModel = `$version: "2.0"
namespace a
service S { operations: [Ping], resources: [R], errors: [E] }
resource R {
    identifiers: { id: ID }, properties: { p: P }
    create: C, put: U, read: G, update: U2, delete: D, list: L, operations: [O], collectionOperations: [CO], resources: [R2]
}
resource R2 {}
operation Ping {}
operation C {}
operation G { input: In, output: Out, errors: [E] }
operation D { input: Unit }
operation L {}
operation O {}
operation CO {}
@idempotent operation U {}
operation U2 {}
structure In { @required id: ID }
structure Out with [M] { list: Ls }
@mixin structure M { p: P }
@error("client") structure E {}
string ID
integer P
list Ls { member: K }
enum K { A B }
map Mp { key: K, value: Un }
@mark union Un { x: Out }
@trait structure mark {}
`

// readModel loads a model of one file, which may have nothing wrong with it.
func readModel(t testing.TB, name string, text []byte) *shape.Model {
	t.Helper()
	var diags diag.List
	m := load.Model([]*source.File{source.New(name, text)}, &diags)
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s", d.Span, d.Message)
		}
	}
	return m
}

// describe lists edges as relationship and name.
func describe(n *shape.Neighbors, edges []shape.Edge) []string {
	var out []string
	for _, e := range edges {
		name := n.Subject(e.To).ID()
		out = append(out, e.Rel.String()+" "+string(name[slices.Index([]byte(name), '#')+1:]))
	}
	return out
}

func TestNeighbors(t *testing.T) {
	t.Parallel()
	m := readModel(t, "m.smithy", []byte(graphModel))
	n := shape.NewNeighbors(m)
	tests := map[shape.ID]struct{ forward, back []string }{
		"a#S": {[]string{"operation Ping", "resource R", "error E"}, nil},
		"a#R": {[]string{
			"operation O", "resource R2", "identifier ID", "property P", "collectionOperation CO", "create C", "put U", "read G",
			"update U2", "delete D", "list L",
		}, []string{"resource S"}},
		"a#R2":    {nil, []string{"resource R"}},
		"a#G":     {[]string{"input In", "output Out", "error E"}, []string{"read R"}},
		"a#D":     {nil, []string{"delete R"}},
		"a#E":     {nil, []string{"error G", "error S"}},
		"a#Out":   {[]string{"mixin M", "member Out$p", "member Out$list"}, []string{"output G", " Un$x"}},
		"a#Out$p": {[]string{" P"}, []string{"member Out"}},
		"a#P":     {nil, []string{" M$p", " Out$p", "property R"}},
		"a#K":     {[]string{"member K$A", "member K$B"}, []string{" Ls$member", " Mp$key"}},
		"a#K$A":   {nil, []string{"member K"}},
		"a#Mp":    {[]string{"member Mp$key", "member Mp$value"}, nil},
		"a#Un":    {[]string{"member Un$x"}, []string{" Mp$value"}},
	}
	for id, want := range tests {
		i, ok := n.Index(m.Subject(id))
		if !ok || n.Subject(i).ID() != id {
			t.Fatalf("%s has the number %d (%t), which is that of %s", id, i, ok, n.Subject(i).ID())
		}
		if diff := cmp.Diff(want.forward, describe(n, n.Forward(i))); diff != "" {
			t.Errorf("from %s (-want +got):\n%s", id, diff)
		}
		if diff := cmp.Diff(want.back, describe(n, n.Back(i))); diff != "" {
			t.Errorf("to %s (-want +got):\n%s", id, diff)
		}
	}
	un, _ := n.Index(m.Subject("a#Un"))
	mark, _ := n.Index(m.Subject("a#mark"))
	if diff := cmp.Diff([]string{"trait mark"}, describe(n, n.Traits(un))); diff != "" {
		t.Errorf("traits (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"trait Un"}, describe(n, n.TraitUses(mark))); diff != "" {
		t.Errorf("uses of a trait (-want +got):\n%s", diff)
	}
	if _, ok := n.Index(shape.Subject{Shape: &shape.Shape{ID: "a#S"}}); ok {
		t.Error("a shape of another model is found")
	}
}

func TestRelNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"member", "mixin", "list", "trait", "collectionOperation"} {
		if r, ok := shape.RelNamed(name); !ok || r.String() != name {
			t.Errorf("%s is %d (%t)", name, r, ok)
		}
	}
	for _, name := range []string{"", "idRef", "bound", "instanceOperation", "nonsense"} {
		if r, ok := shape.RelNamed(name); ok {
			t.Errorf("%q is the relationship %d", name, r)
		}
	}
	if got := shape.Rel(200).String(); got != "" {
		t.Errorf("a relationship that does not exist is called %s", got)
	}
}

// idRefs lists which shapes of a model's own name which others in trait values.
func idRefs(m *shape.Model) map[string][]string {
	n := shape.NewNeighbors(m)
	out := map[string][]string{}
	for i := range int32(n.Len()) {
		s := n.Subject(i)
		if !s.Shape.Builtin && len(n.IDRefs(i)) > 0 {
			for _, e := range n.IDRefs(i) {
				name := s.ID().Name()
				if s.Member != nil {
					name += "$" + s.Member.Name
				}
				out[name] = append(out[name], n.Subject(e.To).ID().Name())
			}
		}
	}
	return out
}

func TestIDRefs(t *testing.T) {
	t.Parallel()
	tests := map[string]map[string][]string{
		"idref-neighbors.smithy": {
			"One": {"Ref1"}, "Two": {"Ref2"}, "Three": {"Ref3"}, "Four": {"Ref4"}, "Five": {"Ref5"}, "Six": {"Ref6"},
			"Seven": {"Ref7"}, "Eight": {"Ref8"}, "Nine": {"Ref9"}, "Ten": {"Ref10"}, "Eleven": {"Ref11"}, "Twelve": {"Ref12"},
			"Thirteen": {"Ref13"}, "Fourteen": {"Ref14"}, "Fifteen": {"Ref15"},
		},
		"idref-neighbors-in-trait-def.smithy": {
			"WithRefStructTrait": {"OtherReferenced"}, "refStruct$other": {"ReferencedInTraitDef"},
		},
		"idref-neighbors-multiple-levels.smithy": {
			"WithIdRef": {"Referenced"}, "ConnectedThroughReferenced": {"AnotherReferenced"},
		},
		"idref-neighbors-unconnected.smithy": {
			"WithTrait": {"Referenced"}, "WithReferencedByUnconnected": {"ReferencedByUnconnected"},
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(testenv.Shared(t, "corpora", "idl", "neighbor", name))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, idRefs(readModel(t, name, text))); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}
