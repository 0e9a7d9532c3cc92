// Tests that the generated package is the same: both dialects of Lambda are cut down to what both know, and must then give the same
// bytes.

package c2j

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/emit"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/testenv"
)

func TestLambdaGivesTheSamePackage(t *testing.T) {
	t.Parallel()
	var diags diag.List
	var ours []shape.Decl
	for _, path := range modelPaths(t) {
		if strings.Contains(path, "/c2j/lambda/") {
			ours = Parse(readModel(t, path), &diags)
		}
	}
	theirs := ast.Parse(readFile(t, testenv.Shared(t, "models", "smithy", "lambda.json")), &diags)
	level(ours, theirs)
	want, got := generate(t, theirs, &diags), generate(t, ours, &diags)
	if len(want) < 6 {
		t.Fatalf("only %d files", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the packages differ (- from Smithy, + from api-2):\n%s", diff)
	}
}

// generate returns the files of the client.
func generate(t *testing.T, decls []shape.Decl, diags *diag.List) map[string][]string {
	t.Helper()
	m := shape.Assemble(decls, diags)
	p := plan.Build(m, plan.Options{Service: "com.amazonaws.lambda#AWSGirApiService"}, diags)
	if p == nil || diags.HasErrors() {
		failOnFindings(t, diags)
		t.Fatal("no package")
	}
	files, err := emit.Files(p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, f := range files {
		out[f.Name] = strings.Split(string(f.Content), "\n")
	}
	return out
}

// level takes from both what known_differences.txt has of Lambda: what stands on one side only because the snapshots are of
// different days, and what the dialect can't say. Nothing else is touched, so that any other difference shows.
func level(ours, theirs []shape.Decl) {
	known := map[shape.ID]*shape.ShapeDecl{}
	for _, d := range theirs {
		if s, ok := d.(*shape.ShapeDecl); ok {
			known[s.ID] = s
		}
	}
	both, added := map[shape.ID]bool{}, map[shape.ID]*shape.ShapeDecl{}
	for _, d := range ours {
		if s, ok := d.(*shape.ShapeDecl); ok && known[s.ID] != nil {
			both[s.ID] = true
		} else if ok {
			added[s.ID] = s
		}
	}
	for _, d := range ours {
		s, ok := d.(*shape.ShapeDecl)
		if !ok || known[s.ID] == nil {
			continue
		}
		o := known[s.ID]
		s.Traits, o.Traits = levelTraits(s.Traits, o.Traits)
		if s.Kind == shape.Enum {
			levelEnum(s, o)
			continue
		}
		levelMembers(s, o, added)
		if s.Kind == shape.Operation {
			s.Binding.Errors = slices.DeleteFunc(s.Binding.Errors, func(r shape.Ref) bool { return !both[r.ID] || !has(o.Binding.Errors, r.ID) })
		}
	}
}

func has(list []shape.Ref, id shape.ID) bool {
	return slices.ContainsFunc(list, func(r shape.Ref) bool { return r.ID == id })
}

// levelTraits returns the traits without defaults and decision diagrams, which the published files of the dialect lack, and with
// one text, one pattern and one set of waiters, whose longest delay the dialect cannot say, where both sides have one.
func levelTraits(ours, theirs []shape.Trait) (a, b []shape.Trait) {
	drop := func(t shape.Trait) bool {
		return t.ID == "smithy.api#default" || t.ID == "smithy.api#addedDefault" || t.ID == "smithy.rules#endpointBdd"
	}
	b = slices.DeleteFunc(slices.Clone(theirs), drop)
	a = slices.DeleteFunc(slices.Clone(ours), drop)
	for i := range b {
		for _, t := range a {
			if t.ID == b[i].ID && slices.Contains([]shape.ID{documentationID, "smithy.api#pattern", "smithy.waiters#waitable"}, t.ID) {
				b[i].Value = t.Value
			}
		}
	}
	return a, b
}

// levelEnum leaves the values that both sides have, with our names and in our order, and without the documentation of values, for
// which the dialect has no place.
func levelEnum(ours, theirs *shape.ShapeDecl) {
	value := func(m shape.MemberDecl) string { return m.Traits[slices.IndexFunc(m.Traits, isEnumValue)].Value.Str() }
	docs := map[string][]shape.Trait{}
	for _, m := range theirs.Members {
		docs[value(m)] = m.Traits
	}
	ours.Members = slices.DeleteFunc(ours.Members, func(m shape.MemberDecl) bool { return docs[value(m)] == nil })
	theirs.Members = nil
	for _, m := range ours.Members {
		m.Traits = slices.DeleteFunc(slices.Clone(docs[value(m)]), func(t shape.Trait) bool { return t.ID == documentationID })
		theirs.Members = append(theirs.Members, m)
	}
}

func isEnumValue(t shape.Trait) bool { return t.ID == "smithy.api#enumValue" }

// levelMembers leaves the members that both sides have, in our order. Where the dialect has a shape of its own for the constraints of
// a member, which can't have any there, the member gets them back.
func levelMembers(ours, theirs *shape.ShapeDecl, added map[shape.ID]*shape.ShapeDecl) {
	known := map[string]shape.MemberDecl{}
	for _, m := range theirs.Members {
		known[m.Name] = m
	}
	var a, b []shape.MemberDecl
	for _, m := range ours.Members {
		o, ok := known[m.Name]
		if !ok {
			continue
		}
		if s := added[m.Target.ID]; s != nil && s.Kind != shape.Structure && s.Kind != shape.Enum {
			m.Target = o.Target
			m.Traits = append(m.Traits, s.Traits...)
		}
		m.Traits, o.Traits = levelTraits(m.Traits, o.Traits)
		a, b = append(a, m), append(b, o)
		delete(known, m.Name)
	}
	for _, m := range theirs.Members {
		if _, only := known[m.Name]; only {
			b = append(b, m)
		}
	}
	ours.Members, theirs.Members = a, b
}
