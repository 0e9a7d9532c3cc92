// The shapes of Smithy's prelude that a model's members may target.

package shape

const preludeNamespace = "smithy.api"

// Ids of the prelude that linking has to know.
const (
	unitID        ID = "smithy.api#Unit"
	mixinID       ID = "smithy.api#mixin"
	errorID       ID = "smithy.api#error"
	enumValueID   ID = "smithy.api#enumValue"
	defaultID     ID = "smithy.api#default"
	unitTypeID    ID = "smithy.api#unitType"
	localTraitsIn    = "localTraits" // key of the mixin trait's value
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
		decls = append(decls, &ShapeDecl{ID: ID(preludeNamespace + "#" + name), Kind: kind, Traits: traits})
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
