// The part of Smithy's prelude that linking itself needs: the ids of traits that it looks at, and the shapes that every model's
// members may target.

package shape

import "github.com/smithwright/smithwright/internal/source"

// preludeNamespace is that of the shapes which every file can name.
const preludeNamespace = "smithy.api"

// noSpan is the place of what has none.
var noSpan source.Span

// Ids of the prelude that linking has to know.
const (
	unitID      ID = "smithy.api#Unit"
	mixinID     ID = "smithy.api#mixin"
	errorID     ID = "smithy.api#error"
	enumValueID ID = "smithy.api#enumValue"
	defaultID   ID = "smithy.api#default"
	unitTypeID  ID = "smithy.api#unitType"
	traitID     ID = "smithy.api#trait"
	boxID       ID = "smithy.api#box"
	enumID      ID = "smithy.api#enum"
	streamingID ID = "smithy.api#streaming"
	requiredID  ID = "smithy.api#required"
)

// prelude declares the public shapes of the prelude, as in the "Prelude shapes" section of the specification.
func prelude() []*ShapeDecl {
	simple := []struct {
		name string
		kind Kind
	}{
		{"Blob", Blob}, {"Boolean", Boolean}, {"String", String}, {"Byte", Byte}, {"Short", Short}, {"Integer", Integer},
		{"Long", Long}, {"Float", Float}, {"Double", Double}, {"BigInteger", BigInteger}, {"BigDecimal", BigDecimal},
		{"Timestamp", Timestamp}, {"Document", Document},
	}
	zero := NumberNode("0", noSpan)
	primitive := []struct {
		name string
		kind Kind
		zero Node
	}{
		{"PrimitiveBoolean", Boolean, BoolNode(false, noSpan)}, {"PrimitiveByte", Byte, zero}, {"PrimitiveShort", Short, zero},
		{"PrimitiveInteger", Integer, zero}, {"PrimitiveLong", Long, zero}, {"PrimitiveFloat", Float, zero},
		{"PrimitiveDouble", Double, zero},
	}
	decls := make([]*ShapeDecl, 0, len(simple)+len(primitive)+1)
	add := func(name string, kind Kind, traits ...Trait) {
		decls = append(decls, &ShapeDecl{ID: ID(preludeNamespace + "#" + name), Kind: kind, Traits: traits, Builtin: true})
	}
	for _, s := range simple {
		add(s.name, s.kind)
	}
	for _, p := range primitive {
		add(p.name, p.kind, Trait{ID: defaultID, Value: p.zero})
	}
	add(unitID.Name(), Structure, Trait{ID: unitTypeID, Value: ObjectNode(nil, noSpan)})
	return decls
}
