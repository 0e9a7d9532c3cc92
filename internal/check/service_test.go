// Services, their closures and what is bound to them, each with a model that breaks the rule and one that keeps it.

package check

import (
	"testing"
)

func TestServiceClosures(t *testing.T) {
	t.Parallel()
	// service makes a service of an operation with the members as its input.
	service := func(rename, members string) string {
		return "service S { version: \"1\" operations: [O] rename: {" + rename + "} }\n" +
			"operation O { input := {" + members + "} }\n"
	}
	runCases(t, serviceValidators, map[string]modelCase{
		"no conflict": {service("", "a: A") + "structure A { b: String }\nstructure Elsewhere { a: A }", ""},
		"names in two cases": {
			service("", "a: Thing b: THING") + "structure Thing {}\nstructure THING {}",
			"3 error Service test#Thing\n4 error Service test#THING",
		},
		"simple shapes that are alike":      {service("", "a: string b: String") + "string string", "3 note Service test#string"},
		"simple shapes with other traits":   {service("", "a: string b: String") + "@length(min: 1)\nstring string", "4 error Service test#string"},
		"what only the prelude could mend":  {service("", "a: integer b: Integer") + "integer integer", "3 note Service test#integer"},
		"a unit of one's own":               {service("", "u: Unit") + "structure Unit {}\nenum E { A }", ""},
		"both units":                        {service("", "u: Unit v: V") + "structure Unit {}\nunion V { u: smithy.api#Unit }", "3 error Service test#Unit"},
		"renamed apart":                     {service(`"test#thing": "Other"`, "a: Thing b: thing") + "structure Thing {}\nstructure thing {}", ""},
		"renamed together":                  {service(`"test#A": "x", "test#B": "X"`, "a: A b: B") + "structure A {}\nstructure B {}", "3 error Service test#A\n4 error Service test#B"},
		"renamed to nothing new":            {service(`"test#A": "A"`, "a: A") + "structure A {}", "1 error Service test#S"},
		"renamed to no identifier":          {service(`"test#A": "1"`, "a: A") + "structure A {}", "1 error Service test#S"},
		"renamed from outside":              {service(`"test#B": "C"`, "a: A") + "structure A {}\nstructure B {}", "1 error Service test#S"},
		"renamed operation":                 {service(`"test#O": "P"`, ""), "1 error Service test#S"},
		"renamed unknown shape":             {service(`"no#Such": "P"`, ""), "1 error Service test#S"},
		"mixins belong to the closure":      {service("", "a: A") + "structure A with [a] {}\n@mixin\nstructure a {}", "3 error Service test#A\n5 error Service test#a"},
		"lists of the same":                 {service("", "a: L b: l") + "list L { member: String }\nlist l { member: String }", "3 warning Service test#L\n4 warning Service test#l"},
		"lists of different kinds":          {service("", "a: L b: l") + "list L { member: String }\nlist l { member: Long }", "3 error Service test#L\n4 error Service test#l"},
		"lists of the same structure":       {service("", "a: L b: l") + "list L { member: X }\nlist l { member: X }\nstructure X {}", "3 error Service test#L\n4 error Service test#l"},
		"lists whose members have traits":   {service("", "a: L b: l") + "list L { member: String }\nlist l { @length(min: 1) member: String }", "3 error Service test#L\n4 error Service test#l"},
		"documents with the wrong protocol": {"@p\n" + service("", "d: Document") + "@trait @protocolDefinition(noInlineDocumentSupport: true)\nstructure p {}", "1 error NoInlineDocumentSupport test#S"},
		"documents elsewhere":               {"@p\n" + service("", "d: String") + "structure X { d: Document }\n@trait @protocolDefinition(noInlineDocumentSupport: true)\nstructure p {}", ""},
	})
}

func TestBindings(t *testing.T) {
	t.Parallel()
	runCases(t, append(criticalValidators, serviceValidators...), map[string]modelCase{
		"operation twice": {
			"service S { version: \"1\" operations: [O] resources: [R] }\nresource R { operations: [O] }\noperation O {}",
			"3 error SingleOperationBinding test#O",
		},
		"operation in two places of one resource": {
			"service S { version: \"1\" resources: [R] }\nresource R { put: O update: O }\n@idempotent\noperation O {}", "",
		},
		"operation in two services": {
			"service S { version: \"1\" operations: [O] }\nservice T { version: \"1\" operations: [O] }\noperation O {}", "",
		},
		"resource twice": {
			"service S { version: \"1\" resources: [R, Q] }\nresource R { resources: [Q] }\nresource Q {}",
			"3 error SingleResourceBinding test#Q",
		},
		"operation of a resource at the service": {
			`service S { version: "1" operations: [O, P] resources: [R] }
resource R { identifiers: { id: String } }
operation O { input := { @required id: String } }
operation P { input := { id: String } }`,
			"1 warning ServiceBoundResourceOperation.test#S.O test#O\n" +
				"3 warning MemberShouldReferenceResource test#OInput$id\n4 warning MemberShouldReferenceResource test#PInput$id",
		},
	})
}
