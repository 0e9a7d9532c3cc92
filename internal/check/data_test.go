// Data shapes, each rule with a model that breaks it and one that keeps it.

package check

import "testing"

func TestDataShapes(t *testing.T) {
	t.Parallel()
	runCases(t, append(criticalValidators, dataValidators...), map[string]modelCase{
		"default of a union member's target": {"union U {\na: PrimitiveInteger\nb: Integer\n}", "2 note Union test#U$a"},
		"unit where a value is needed": {
			"structure S {\nu: Unit\n}\nlist L {\nmember: Unit\n}\nunion U { u: Unit }\nenum E { A }\noperation O { input: Unit }\n" +
				"resource R { properties: { p: Unit } }",
			"2 error UnitType test#S$u\n5 error UnitType test#L$member\n10 error UnitType test#R",
		},
		"defaults in updates": {
			"resource R { update: Change }\noperation Change { input: In }\noperation PatchIt { input: In }\n" +
				"operation updateIt { input := { a: String } }\noperation Up { input: In }\nstructure In {\na: String = \"\"\n}",
			"2 warning DefaultValueInUpdate test#Change\n3 warning DefaultValueInUpdate test#PatchIt",
		},
		"private member of a mixin": {
			"@mixin\nstructure M {\n@private\na: String\n}\nstructure S {\n@private\na: String\n}", "3 warning PrivateMixinMember test#M$a",
		},
		"ids in two cases": {
			"structure Foo {\na: String\nb: String\n}\nstructure FOO {\nA: String\nc: String\n}",
			"1 error ShapeIdConflict test#Foo\n2 error ShapeIdConflict test#Foo$a\n" +
				"5 error ShapeIdConflict test#FOO\n6 error ShapeIdConflict test#FOO$A",
		},
		"members in two cases": {"structure S {\nab: String\nAb: String\n}", "2 error ShapeIdConflict test#S$ab\n3 error ShapeIdConflict test#S$Ab"},
		"one of many members in two cases": {
			"enum E {\nA B C D E F G H I J K L M N O P\nb\n}",
			"2 error ShapeIdConflict test#E$B\n3 warning EnumShape test#E$b\n3 error ShapeIdConflict test#E$b",
		},
	})
}

func TestNamedClosures(t *testing.T) {
	t.Parallel()
	closure := func(fields string) string {
		return "\nmetadata shapeClosures = [\n{ id: \"c#C\", " + fields + " }\n]\n---\nstructure A { b: B }\nstructure B { value: String }\n"
	}
	runCases(t, dataValidators, map[string]modelCase{
		"good":             {closure(`includeNamespaces: ["test"], rename: { "test#A": "X", "smithy.api#String": "Text" }`), ""},
		"nothing":          {closure(`rename: {}`), "-3 error ShapeClosure"},
		"empty namespace":  {closure(`includeNamespaces: ["no.such"]`), "-3 danger ShapeClosure.EmptyNamespace.c#C"},
		"empty selector":   {closure(`includeBySelector: "[id = 'a']"`), "-3 danger ShapeClosure.EmptySelector.c#C"},
		"wrong selector":   {closure(`includeBySelector: "]["`), "-3 error ShapeClosure"},
		"rename to itself": {closure(`includeNamespaces: ["test"], rename: { "test#A": "A" }`), "-3 error ShapeClosure"},
		"rename of another": {
			closure(`includeBySelector: "[id = 'test#B']", rename: { "test#A": "X", "test#B": "Y" }`), "-3 error ShapeClosure",
		},
		"rename to a name in use": {closure(`includeNamespaces: ["test"], rename: { "test#A": "b" }`), "-3 error ShapeClosure"},
		"two renames to one name": {closure(`includeNamespaces: ["test"], rename: { "test#A": "x", "test#B": "X" }`), "-3 error ShapeClosure"},
		"one name twice":          {closure(`includeNamespaces: ["test"]`) + "string string", "-3 warning ShapeClosure.NameConflicts.c#C"},
		"no closure":              {closure(`includeNamespaces: "test"`), ""},
		"id of a shape":           {"\nmetadata shapeClosures = [{ id: \"test#A\", includeNamespaces: [\"test\"] }]\n---\nstructure A {}", "-2 error ShapeClosure"},
		"one id twice": {
			"\nmetadata shapeClosures = [\n{ id: \"c#C\", includeNamespaces: [\"test\"] }\n{ id: \"c#C\", includeNamespaces: [\"test\"] }\n]\n---\nstructure A {}",
			"-3 error ShapeClosure",
		},
	})
}

func TestRecursion(t *testing.T) {
	t.Parallel()
	runCases(t, dataValidators, map[string]modelCase{
		"list of itself":          {"list L { member: L }", "1 error ShapeRecursion test#L"},
		"lists and maps":          {"list L { member: M }\nmap M { key: String value: L }\nlist N { member: L }", "1 error ShapeRecursion test#L\n2 error ShapeRecursion test#M"},
		"with a structure":        {"list L { member: S }\nstructure S { l: L }", ""},
		"required of itself":      {"structure S { @required s: S }", "1 error ShapeRecursion test#S"},
		"one optional":            {"structure S { @required t: T }\nstructure T { s: S }", ""},
		"required through a list": {"structure S { @required l: L }\nlist L { member: S }", ""},
		"two circles in one shape": {
			"structure S { @required t: T @required u: U }\nstructure T { @required s: S }\nstructure U { @required s: S }\nstructure V { @required s: S }",
			"1 error ShapeRecursion test#S\n2 error ShapeRecursion test#T\n3 error ShapeRecursion test#U",
		},
		"endless unions":      {"union U { v: V }\nunion V { u: U }", "1 error ShapeRecursion test#U\n2 error ShapeRecursion test#V"},
		"a way out":           {"union U { v: V }\nunion V { u: U s: String }", ""},
		"a way out by a list": {"union U { l: L }\nlist L { member: U }", ""},
		"an optional member":  {"union U { s: S }\nstructure S { u: U }", ""},
		"a required member":   {"union U { s: S }\nstructure S { @required u: U }", "1 error ShapeRecursion test#U"},
		"an empty structure":  {"union U { u: U s: S }\nstructure S {}", ""},
		"an enum is no union": {"union U { u: U e: E }\nenum E { A }", ""},
	})
}
