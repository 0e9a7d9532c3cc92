// Resources, each rule with a model that breaks it and one that keeps it.

package check

import "testing"

func TestResources(t *testing.T) {
	t.Parallel()
	runCases(t, serviceValidators, map[string]modelCase{
		"property that is an identifier": {
			"resource R {\nidentifiers: { id: String }\nproperties: { ID: String }\nread: O\n}\n" +
				"@readonly\noperation O { input := { @required id: String } output := { ID: String } }",
			"1 error ResourceIdentifier test#R",
		},
		"child without identifiers": {
			"resource R { identifiers: { a: String b: String } resources: [C, D] }\n" +
				"resource C { identifiers: { a: String } }\nresource D { identifiers: { a: String b: B } }\nstring B",
			"2 error ResourceIdentifier test#C\n3 error ResourceIdentifier test#D",
		},
		"lifecycle": {
			"resource R { put: P create: C read: G update: U delete: D list: L }\n" +
				"operation P {}\n@readonly\noperation C {}\noperation G {}\n@readonly\noperation U {}\noperation D {}\noperation L {}",
			// put and delete lack idempotent, read and list readonly, create and update have it; and a resource without
			// identifiers has no collection.
			"1 error ResourceLifecycle test#R\n1 error ResourceLifecycle test#R\n1 error ResourceLifecycle test#R\n" +
				"1 error ResourceLifecycle test#R\n1 error ResourceLifecycle test#R\n1 error ResourceLifecycle test#R\n" +
				"4 error ResourceIdentifierBinding test#C\n9 error ResourceIdentifierBinding test#L",
		},
		"identifiers of instance and collection": {
			`resource R { identifiers: { id: String } operations: [I, J, K, M] collectionOperations: [C, D] }
operation I { input := { @required id: String } }
operation J { input := { id: String } }
operation K { input := { @resourceIdentifier("id") @required name: String } }
operation M { input := { @resourceIdentifier("id") @required name: Long2 } }
operation C { input := { other: String } }
operation D { input := { @required id: String } }
string Long2`,
			"3 error ResourceIdentifierBinding test#J\n5 error ResourceIdentifierBinding test#M\n7 error ResourceIdentifierBinding test#D",
		},
		"identifiers of the parent": {
			`resource R { identifiers: { a: String } resources: [C] }
resource C { identifiers: { a: String b: String } collectionOperations: [O, P] }
operation O { input := { @required b: String } }
operation P { input := { @required a: String } }`,
			"3 error ResourceIdentifierBinding test#O",
		},
		"members for one identifier": {
			`structure A { @resourceIdentifier("id") x: String id: String }
structure B { @resourceIdentifier("id") x: String @resourceIdentifier("id") y: String }
structure C { @resourceIdentifier("id") id: String }`,
			"1 warning ResourceIdentifierBinding test#A\n2 error ResourceIdentifierBinding test#B",
		},
	})
}

func TestResourceProperties(t *testing.T) {
	t.Parallel()
	resource := "resource R { identifiers: { id: String } properties: { size: Long, color: String } operations: [O] }\n"
	operation := func(input, output string) string {
		return resource + "operation O {\ninput := { @required id: String\n" + input + "\n}\noutput := {\n" + output + "\n} }\n"
	}
	runCases(t, serviceValidators, map[string]modelCase{
		"all there":         {operation("size: Long", "color: String"), ""},
		"one unused":        {operation("size: Long", ""), "1 error ResourceOperationInputOutput test#R"},
		"other target":      {operation("size: Integer", "color: String"), "4 error ResourceOperationInputOutput test#OInput$size"},
		"no property":       {operation("size: Long", "color: String other: String"), "7 error ResourceOperationInputOutput test#OOutput$other"},
		"marked as none":    {operation("size: Long", "color: String @notProperty other: String"), ""},
		"marked by a trait": {operation("size: Long @idempotencyToken token: String", "color: String"), ""},
		"other name":        {operation("size: Long", "@property(name: \"color\") colour: String"), ""},
		"twice":             {operation("size: Long", "color: String @property(name: \"color\") colour: String"), "6 error ResourceOperationInputOutput test#OOutput"},
		"nested":            {operation("@nestedProperties all: All", "") + "structure All { size: Long color: String }", ""},
		"nested and wrong": {
			operation("@nestedProperties all: All", "") + "structure All { size: Long color: String more: String }",
			"9 error ResourceOperationInputOutput test#All$more",
		},
	})
}

func TestReferences(t *testing.T) {
	t.Parallel()
	resources := "resource One { identifiers: { oneId: OneId } }\nresource Two { identifiers: { a: String b: String } }\nstring OneId\n"
	runCases(t, serviceValidators, map[string]modelCase{
		"explicit and implicit": {
			resources + "@references([{resource: One}, {resource: Two, ids: {a: \"x\", b: \"y\"}}])\n" +
				"structure S { oneId: OneId x: String y: String }", "",
		},
		"a string of one identifier":  {resources + "@references([{resource: One}])\nstring S", ""},
		"a string of two identifiers": {resources + "@references([{resource: Two}])\nstring S", "4 error ReferencesTrait test#S"},
		"a string with members":       {resources + "@references([{resource: One, ids: {oneId: \"x\"}}])\nstring S", "4 error ReferencesTrait test#S"},
		"no resource":                 {resources + "@references([{resource: OneId}])\nstring S", "4 error ReferencesTrait test#S"},
		"too few, unknown, no member and no string": {
			resources + "@references([\n{resource: Two, ids: {a: \"x\"}}\n{resource: Two, ids: {a: \"x\", c: \"x\"}}\n" +
				"{resource: Two, ids: {a: \"x\", b: \"no\"}}\n{resource: Two, ids: {a: \"x\", b: \"n\"}}\n{resource: One}])\n" +
				"structure S { x: String n: Long }",
			"5 error ReferencesTrait test#S\n6 error ReferencesTrait test#S\n7 error ReferencesTrait test#S\n" +
				"8 error ReferencesTrait test#S\n9 error ReferencesTrait test#S",
		},
		"members that look like references": {
			resources + `structure Unmarked { oneId: OneId }
structure OtherTarget { oneId: String }
@references([{resource: One}])
structure Marked { oneId: OneId }
@references([{resource: Two}])
structure MarkedWrong { oneId: OneId a: String b: String }`,
			"4 warning MemberShouldReferenceResource test#Unmarked$oneId\n9 warning MemberShouldReferenceResource test#MarkedWrong$oneId",
		},
		"members that a resource leads to": {
			`resource Parent { resources: [Child] read: Get }
resource Child { identifiers: { childId: ChildId } }
@readonly
operation Get { output := { deep: Deep } }
structure Deep { again: Deep list: Deeps }
list Deeps { member: Deepest }
structure Deepest { childId: ChildId }
structure Elsewhere { childId: ChildId }
string ChildId`,
			"8 warning MemberShouldReferenceResource test#Elsewhere$childId",
		},
	})
}
