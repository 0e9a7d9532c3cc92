// Tests of mixins and apply statements with the reference implementation's models: a model with mixins must come out as
// the flattened one that was made of it.

package ast

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// plain turns a node into values that can be compared and printed.
func plain(n shape.Node) any {
	switch n.Kind() {
	case shape.NodeBool:
		return n.Bool()
	case shape.NodeNumber:
		return n.Num()
	case shape.NodeString:
		return n.Str()
	case shape.NodeArray:
		list := []any{}
		for _, e := range n.Elems() {
			list = append(list, plain(e))
		}
		return list
	case shape.NodeObject:
		object := map[string]any{}
		for k, v := range n.Fields() {
			object[k] = plain(v)
		}
		return object
	}
	return nil
}

// view is all that a shape says, but for positions.
type view struct {
	Kind     string
	Traits   map[shape.ID]any
	Members  []viewMember
	Lists    map[string][]shape.ID
	Single   map[string]shape.ID
	Version  string
	Rename   map[shape.ID]string
	IDs      []viewMember
	Property []viewMember
}

type viewMember struct {
	ID     shape.ID
	Name   string
	Target shape.ID
	Traits map[shape.ID]any
}

func viewOf(s *shape.Shape) view {
	v := view{
		Kind: s.Kind.String(), Traits: viewTraits(s.Traits), Members: viewMembers(s.Members),
		Version: s.Version, Rename: s.Rename, IDs: viewMembers(s.Identifiers), Property: viewMembers(s.Properties),
		Lists: map[string][]shape.ID{}, Single: map[string]shape.ID{},
	}
	for name, list := range map[string][]*shape.Shape{
		"errors": s.Errors, "operations": s.Operations, "resources": s.Resources, "collection": s.CollectionOperations,
	} {
		for _, target := range list {
			v.Lists[name] = append(v.Lists[name], target.ID)
		}
		slices.Sort(v.Lists[name]) // sets by the specification: the flattened files were written in any order
	}
	for name, target := range map[string]*shape.Shape{
		"input": s.Input, "output": s.Output, "create": s.Create, "put": s.Put, "read": s.Read, "update": s.Update,
		"delete": s.Delete, "list": s.ListOp,
	} {
		if target != nil {
			v.Single[name] = target.ID
		}
	}
	return v
}

func viewTraits(traits shape.Traits) map[shape.ID]any {
	out := map[shape.ID]any{}
	for t := range traits.All() {
		out[t.ID] = plain(t.Value)
	}
	return out
}

func viewMembers(members []*shape.Member) []viewMember {
	var out []viewMember
	for _, m := range members {
		out = append(out, viewMember{ID: m.ID, Name: m.Name, Target: m.Target.ID, Traits: viewTraits(m.Traits)})
	}
	return out
}

func TestMixinsFlattenAsTheReferenceDoes(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "corpora", "idl-expected", "loader", "valid", "mixins")
	const flattened = ".flattened.smithy.ast.json"
	paths, err := filepath.Glob(filepath.Join(dir, "*"+flattened))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 13 {
		t.Fatalf("only %d cases", len(paths))
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), flattened)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			want := load(&diags, readFile(t, path))
			got := load(&diags, readFile(t, filepath.Join(dir, name+".smithy.ast.json")))
			failOnFindings(t, &diags)
			compared := 0
			for _, w := range want.Shapes() {
				if w.InPrelude() {
					continue
				}
				compared++
				g := got.Shape(w.ID)
				if g == nil {
					t.Errorf("%s is not in the model", w.ID)
					continue
				}
				if diff := cmp.Diff(viewOf(w), viewOf(g)); diff != "" {
					t.Errorf("%s (- flattened, + mixed):\n%s", w.ID, diff)
				}
			}
			if compared == 0 {
				t.Error("nothing was compared")
			}
		})
	}
}

// TestLoaderModels reads every model of version 2 of the loader's suite, and compares it with the normal form that the
// reference printed of it.
func TestLoaderModels(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "corpora", "idl", "loader")
	expected := testenv.Shared(t, "corpora", "idl-expected", "loader")
	cases := 0
	for _, sub := range []string{"valid", "valid/mixins", "valid/apply", "valid/enums", "valid/inline-io", "valid/traits", "valid/defaults", "valid/operations", "mixins"} {
		paths, err := filepath.Glob(filepath.Join(dir, sub, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			f := readFile(t, path)
			want := filepath.Join(expected, sub, f.Name+".ast.json")
			if _, err := os.Stat(want); err != nil || !strings.Contains(string(f.Text), `"smithy": "2`) {
				continue // version 1.0, or a part of a model
			}
			cases++
			t.Run(sub+"/"+f.Name, func(t *testing.T) {
				t.Parallel()
				compareModels(t, f, readFile(t, want))
			})
		}
	}
	if cases < 25 {
		t.Errorf("only %d cases", cases)
	}
}

// shared holds the shapes that models of the suite refer to.
const shared = `{"smithy": "2.0", "shapes": {"foo.example#Widget": {
	"type": "structure", "members": {"id": {"target": "smithy.api#String"}}}}}`

func compareModels(t *testing.T, file, expected *source.File) {
	t.Helper()
	var diags diag.List
	got := load(&diags, file, source.New("shared.json", []byte(shared)))
	want := load(&diags, expected, source.New("shared.json", []byte(shared)))
	failOnFindings(t, &diags)
	if diff := cmp.Diff(plain(want.Metadata()), plain(got.Metadata())); diff != "" {
		t.Errorf("metadata (- reference, + here):\n%s", diff)
	}
	if diff := cmp.Diff(views(want), views(got)); diff != "" {
		t.Errorf("shapes (- reference, + here):\n%s", diff)
	}
}

func views(m *shape.Model) map[shape.ID]view {
	out := map[shape.ID]view{}
	for _, s := range m.Shapes() {
		out[s.ID] = viewOf(s)
	}
	return out
}

func TestProtocolSuiteLoads(t *testing.T) {
	t.Parallel()
	var diags diag.List
	m := load(&diags, readFile(t, testenv.Shared(t, "corpora", "protocols", "ast", "aws-protocol-tests.json")))
	failOnFindings(t, &diags)
	kinds := map[shape.Kind]int{}
	for _, s := range m.Shapes() {
		if !s.InPrelude() {
			kinds[s.Kind]++
		}
	}
	want := map[shape.Kind]int{
		shape.Structure: 600, shape.Operation: 324, shape.List: 143, shape.Map: 103, shape.String: 58, shape.Enum: 42,
		shape.Union: 28, shape.Service: 17, shape.Integer: 10, shape.Blob: 9, shape.Timestamp: 8, shape.IntEnum: 7,
		shape.Float: 5, shape.Document: 4, shape.Byte: 3, shape.Long: 3, shape.Short: 3, shape.Boolean: 3,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("shapes by kind (- the file, + here):\n%s", diff)
	}
	var ops []string
	for _, svc := range m.Services() {
		for _, op := range m.Operations(svc) {
			ops = append(ops, string(op.ID))
		}
	}
	slices.Sort(ops)
	if n := len(slices.Compact(ops)); n != 323 { // one belongs to no service
		t.Errorf("the services bind %d operations, want 323", n)
	}
	service := m.Shape("aws.protocoltests.restjson#RestJson")
	op := m.Shape("aws.protocoltests.restjson#GreetingWithErrors")
	if len(m.OperationErrors(service, op)) == 0 {
		t.Error("GreetingWithErrors has no errors")
	}
}

func TestLambdaModel(t *testing.T) {
	t.Parallel()
	var diags diag.List
	m := load(&diags, readFile(t, testenv.Shared(t, "models", "smithy", "lambda.json")))
	failOnFindings(t, &diags)
	svc := m.Services()[0]
	if svc.Version != "2015-03-31" {
		t.Errorf("version %q", svc.Version)
	}
	if n := len(m.Operations(svc)); n != 85 {
		t.Errorf("%d operations, want 85", n)
	}
	op := m.Shape("com.amazonaws.lambda#UpdateFunctionEventInvokeConfig")
	uri, _ := op.Trait("smithy.api#http")
	if v, _ := uri.Field("uri"); v.Str() != "/2019-09-25/functions/{FunctionName}/event-invoke-config" {
		t.Errorf("uri %q", v.Str())
	}
	age := op.Input.Member("MaximumEventAgeInSeconds")
	limits, ok := age.Trait("smithy.api#range")
	low, _ := limits.Field("min")
	high, _ := limits.Field("max")
	if n, _ := high.Int64(); !ok || n != 21600 || low.Num() != "60" {
		t.Errorf("range %v to %v", low.Num(), high.Num())
	}
	var names []string
	for _, e := range m.OperationErrors(svc, op) {
		names = append(names, e.ID.Name())
	}
	slices.Sort(names)
	want := []string{
		"InvalidParameterValueException", "ResourceConflictException", "ResourceNotFoundException", "ServiceException", "TooManyRequestsException",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("errors:\n%s", diff)
	}
	closure := map[string]bool{}
	for _, s := range m.Closure([]*shape.Shape{op}) {
		closure[s.ID.Name()] = true
	}
	for _, name := range []string{"OnFailure", "DestinationArn", "FunctionEventInvokeConfig", "ServiceException", "MaximumRetryAttempts"} {
		if !closure[name] {
			t.Errorf("the closure lacks %s: %v", name, slices.Sorted(maps.Keys(closure)))
		}
	}
	if closure["Runtime"] || closure["UpdateFunctionEventInvokeConfig"] {
		t.Error("the closure holds what the operation does not reach")
	}
}
