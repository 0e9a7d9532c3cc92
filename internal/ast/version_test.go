// Tests of what depends on the version of Smithy that a file is written in, and of telling models from other JSON.

package ast

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// modelV1 is model for version 1.0.
func modelV1(shapes string) string {
	return "{\"smithy\": \"1.0\", \"shapes\": {\n" + shapes + "\n}}"
}

func TestVersion1Declares(t *testing.T) {
	t.Parallel()
	text := modelV1(`"a#Set": {"type": "set", "member": {"target": "a#S"}, "traits": {"smithy.api#sensitive": {}}},
"a#Twice": {"type": "set", "member": {"target": "a#S"}, "traits": {"smithy.api#uniqueItems": {}}},
"a#S": {"type": "string"},
"a#S$m": {"type": "apply", "traits": {"a#t": 1}}`)
	var diags diag.List
	decls := Parse(source.New("m.json", []byte(text)), &diags)
	failOnFindings(t, &diags) // but for the deprecation
	var got []string
	for _, d := range decls {
		switch d := d.(type) {
		case *shape.ShapeDecl:
			line := d.Kind.String()
			for _, tr := range d.Traits {
				line += " @" + tr.ID.Name()
			}
			if !d.V1 {
				t.Errorf("%s is not of version 1.0", d.ID)
			}
			got = append(got, line)
		case *shape.ApplyDecl:
			if !d.V1 {
				t.Errorf("the apply statement is not of version 1.0")
			}
			got = append(got, "apply")
		}
	}
	if diff := cmp.Diff([]string{"list @sensitive @uniqueItems", "list @uniqueItems", "string", "apply"}, got); diff != "" {
		t.Error(diff)
	}
	if n := diags.Count(diag.Warning); n != 2 {
		t.Errorf("%d warnings, want one a set", n)
	}
}

func TestVersionMistakes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		text string
		want []string
	}{
		"set in 2.0": {model(`"a#S": {"type": "set", "member": {"target": "smithy.api#String"}}`),
			[]string{"2:8 Model: no sets in Smithy 2.0"}},
		"properties in 1.0": {modelV1(`"a#R": {"type": "resource", "properties": {"x": {"target": "smithy.api#String"}}}`),
			[]string{"2:43 Model: a resource can't have properties in Smithy 1.0"}},
		"mixins in 1.0": {modelV1(`"a#S": {"type": "string", "mixins": [{"target": "a#T"}]}, "a#T": {"type": "string"}`),
			[]string{"2:37 Model: no mixins in Smithy 1.0"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			Parse(source.New("m.json", []byte(tc.text)), &diags)
			compareFindings(t, listed(&diags), tc.want)
		})
	}
}

// TestAboutWhichShape holds the shape that a finding names, which events of the specification are matched by.
func TestAboutWhichShape(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ shapes, want string }{
		"malformed id":              {`"B": {"type": "string"}`, ""},
		"malformed id of apply":     {`"B": {"type": "apply"}`, ""},
		"id of a member":            {`"a#B$c": {"type": "string"}`, "a#B$c"},
		"type":                      {`"a#B": {"type": "x"}`, "a#B"},
		"member":                    {`"a#B": {"type": "list", "member": {}}`, "a#B"},
		"key of a shape":            {`"a#B": {"type": "string", "x": 1}`, "a#B"},
		"key of a member":           {`"a#B": {"type": "list", "member": {"target": "smithy.api#String", "x": 1}}`, "a#B$member"},
		"key of a reference":        {`"a#B": {"type": "operation", "input": {"target": "smithy.api#Unit", "x": 1}}`, "a#B"},
		"key of an apply statement": {`"a#B$c": {"type": "apply", "x": 1}`, "a#B$c"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			Parse(source.New("m.json", []byte(model(tc.shapes))), &diags)
			if list := diags.Sorted(); len(list) != 1 || list[0].Shape != tc.want || list[0].Code != codeModel {
				t.Errorf("found %v, want one about %q", list, tc.want)
			}
		})
	}
}

func TestUnknownKeysAreOneFinding(t *testing.T) {
	t.Parallel()
	var diags diag.List
	Parse(source.New("m.json", []byte(model(`"a#B": {"type": "string", "x": 1, "y": 2, "z": 3}`))), &diags)
	list := diags.Sorted()
	if len(list) != 1 || len(list[0].Notes) != 2 || list[0].Severity != diag.Warning {
		t.Fatalf("found %v", list)
	}
	if want := `a shape of type string has no key "x", "y", "z": remove them`; list[0].Message != want {
		t.Errorf("message %q, want %q", list[0].Message, want)
	}
}
