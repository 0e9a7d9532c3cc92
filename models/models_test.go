package models_test

// This file holds the shipped part of AWS Lambda's model against the published model: the facts must be the same, the
// documentation must be this project's own.

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"github.com/smithwright/smithwright/internal/testenv"
)

const (
	serviceID = "com.amazonaws.lambda#AWSGirApiService"
	docTrait  = "smithy.api#documentation"
)

// leftOut are the traits of the published model that the shipped one does without, by design: documentation of
// permissions and tags, endpoint rules with their tests, and what exempts it from validators.
var leftOut = map[string]bool{
	"aws.api#tagEnabled":                   true,
	"aws.iam#defineConditionKeys":          true,
	"aws.iam#disableConditionKeyInference": true,
	"aws.iam#iamAction":                    true,
	"aws.iam#supportedPrincipalTypes":      true,
	"smithy.api#suppress":                  true,
	"smithy.api#tags":                      true,
	"smithy.rules#endpointBdd":             true,
	"smithy.rules#endpointRuleSet":         true,
	"smithy.rules#endpointTests":           true,
}

// operations are those that the shipped model has, in its order.
var operations = []string{
	"PutFunctionEventInvokeConfig", "UpdateFunctionEventInvokeConfig", "GetFunctionEventInvokeConfig",
	"DeleteFunctionEventInvokeConfig", "ListFunctionEventInvokeConfigs",
}

// entry is a key and its value in an object whose order matters.
type entry struct {
	Key   string
	Value any
}

// read returns the shapes of a model by id, and the ids in order.
func read(t *testing.T, path string) (shapes map[string]gjson.Result, ids []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !gjson.ValidBytes(data) {
		t.Fatalf("%s is not JSON", path)
	}
	model := gjson.ParseBytes(data)
	if v := model.Get("smithy").String(); v != "2.0" {
		t.Fatalf("%s is Smithy %q, expected 2.0", path, v)
	}
	shapes = make(map[string]gjson.Result)
	model.Get("shapes").ForEach(func(id, shape gjson.Result) bool {
		shapes[id.String()] = shape
		ids = append(ids, id.String())
		return true
	})
	return shapes, ids
}

func shipped(t *testing.T) (map[string]gjson.Result, []string) {
	t.Helper()
	return read(t, filepath.Join(testenv.Root(t), "models", "lambda", "lambda.json"))
}

func published(t *testing.T) map[string]gjson.Result {
	t.Helper()
	shapes, _ := read(t, testenv.Shared(t, "models", "smithy", "lambda.json"))
	return shapes
}

// facts returns what a shape says, without documentation: the order of members counts, that of traits does not.
func facts(shape gjson.Result) []entry {
	var out []entry
	traits := entry{"traits", map[string]any{}}
	shape.ForEach(func(key, value gjson.Result) bool {
		switch key.String() {
		case "traits":
			traits.Value = traitFacts(value)
		case "members":
			var members []entry
			value.ForEach(func(name, member gjson.Result) bool {
				members = append(members, entry{name.String(), facts(member)})
				return true
			})
			out = append(out, entry{"members", members})
		case "member", "key", "value":
			out = append(out, entry{key.String(), facts(value)})
		default:
			out = append(out, entry{key.String(), value.Value()})
		}
		return true
	})
	return append(out, traits)
}

// traitFacts returns traits without those that are left out, and examples without their words.
func traitFacts(traits gjson.Result) map[string]any {
	out := make(map[string]any)
	traits.ForEach(func(id, value gjson.Result) bool {
		switch {
		case id.String() == docTrait || leftOut[id.String()]:
		case id.String() == "smithy.api#examples":
			var examples []any
			for _, example := range value.Array() {
				fields := example.Value().(map[string]any)
				delete(fields, "title")
				delete(fields, "documentation")
				examples = append(examples, fields)
			}
			out[id.String()] = examples
		default:
			out[id.String()] = value.Value()
		}
		return true
	})
	return out
}

func TestLambdaHasTheFactsOfThePublishedModel(t *testing.T) {
	t.Parallel()
	ours, ids := shipped(t)
	theirs := published(t)
	for _, id := range ids {
		their, ok := theirs[id]
		if !ok {
			t.Errorf("%s is not in the published model", id)
			continue
		}
		want, got := facts(their), facts(ours[id])
		if id == serviceID {
			want, got = serviceFacts(want), serviceFacts(got)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -published +shipped\n%s", id, diff)
		}
	}
}

// serviceFacts returns the facts of a service without what it contains, of which the shipped model has a part.
func serviceFacts(all []entry) []entry {
	var out []entry
	for _, e := range all {
		if e.Key != "operations" && e.Key != "resources" {
			out = append(out, e)
		}
	}
	return out
}

func TestLambdaServiceHasTheOperations(t *testing.T) {
	t.Parallel()
	ours, _ := shipped(t)
	var got []string
	for _, target := range ours[serviceID].Get("operations.#.target").Array() {
		got = append(got, strings.TrimPrefix(target.String(), "com.amazonaws.lambda#"))
	}
	if diff := cmp.Diff(operations, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, name := range operations {
		op := ours["com.amazonaws.lambda#"+name]
		if n := len(op.Get(`traits.smithy\.api#examples`).Array()); n != 1 {
			t.Errorf("%s has %d examples, expected 1", name, n)
		}
	}
}

// TestLambdaIsClosed checks that the file holds exactly what its service reaches.
func TestLambdaIsClosed(t *testing.T) {
	t.Parallel()
	ours, ids := shipped(t)
	reached := make(map[string]bool)
	var walk func(id string)
	walk = func(id string) {
		if reached[id] || strings.HasPrefix(id, "smithy.api#") {
			return
		}
		reached[id] = true
		if _, ok := ours[id]; !ok {
			t.Errorf("%s is used and not there", id)
		}
		for _, target := range targets(ours[id]) {
			walk(target)
		}
	}
	walk(serviceID)
	for _, id := range ids {
		if !reached[id] {
			t.Errorf("%s is there and not used", id)
		}
	}
}

// targets returns the ids of the shapes that a shape refers to.
func targets(value gjson.Result) []string {
	var out []string
	value.ForEach(func(key, value gjson.Result) bool {
		switch {
		case key.String() == "traits":
		case key.String() == "target" && value.Type == gjson.String:
			out = append(out, value.String())
		case value.IsObject() || value.IsArray():
			out = append(out, targets(value)...)
		}
		return true
	})
	return out
}

// texts calls f with all documentation of a shape, and with the words of its examples.
func texts(id string, shape gjson.Result, f func(where, text string)) {
	shape.ForEach(func(key, value gjson.Result) bool {
		where := id + "/" + key.String()
		switch {
		case key.String() == docTrait || key.String() == "documentation" || key.String() == "title":
			f(where, value.String())
		case key.String() == "input" || key.String() == "output": // of an example, which is a fact, or an operation
		case leftOut[key.String()]:
		case value.IsObject() || value.IsArray():
			texts(where, value, f)
		}
		return true
	})
}

// TestLambdaIsDocumented checks that every operation, structure, member, enum and error has documentation, and that
// it is CommonMark without HTML.
func TestLambdaIsDocumented(t *testing.T) {
	t.Parallel()
	ours, ids := shipped(t)
	for _, id := range ids {
		if ours[id].Get(`traits.smithy\.api#documentation`).String() == "" {
			t.Errorf("%s has no documentation", id)
		}
		ours[id].Get("members").ForEach(func(name, member gjson.Result) bool {
			if member.Get(`traits.smithy\.api#documentation`).String() == "" {
				t.Errorf("%s$%s has no documentation", id, name)
			}
			return true
		})
		texts(id, ours[id], func(where, text string) {
			if strings.ContainsAny(text, "<>") || strings.TrimSpace(text) != text {
				t.Errorf("%s has tags or white space around it: %q", where, text)
			}
		})
	}
}

var (
	tag         = regexp.MustCompile(`<[^>]*>`)
	endOfBlock  = regexp.MustCompile(`</?(p|li|ul|ol|note|br|fullname)\b[^>]*>|\n\n|\n- `)
	sentenceEnd = regexp.MustCompile(`[.!?:]\s`)
	notWord     = regexp.MustCompile(`[^a-z0-9]+`)
)

// sentences returns the sentences of documentation, as their bare words.
func sentences(text string) []string {
	text = endOfBlock.ReplaceAllString(text, ". ")
	text = tag.ReplaceAllString(text, "") + " "
	var out []string
	for _, s := range sentenceEnd.Split(text, -1) {
		if s = strings.TrimSpace(notWord.ReplaceAllString(strings.ToLower(s), " ")); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func TestLambdaDocumentationIsOurOwn(t *testing.T) {
	t.Parallel()
	ours, ids := shipped(t)
	their := make(map[string]string)
	for id, shape := range published(t) {
		texts(id, shape, func(where, text string) {
			for _, s := range sentences(text) {
				their[s] = where
			}
		})
	}
	if len(their) < 1000 {
		t.Fatalf("the published model has %d sentences, expected at least 1000", len(their))
	}
	n := 0
	for _, id := range ids {
		texts(id, ours[id], func(where, text string) {
			for _, s := range sentences(text) {
				n++
				if other, ok := their[s]; ok {
					t.Errorf("%s has a sentence of %s: %q", where, other, s)
				}
			}
		})
	}
	if n < 100 {
		t.Errorf("the shipped model has %d sentences, expected at least 100", n)
	}
}
