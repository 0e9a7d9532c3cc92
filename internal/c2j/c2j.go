// Package c2j reads the models that AWS publishes in its own JSON dialect, service-2.json or api-2.json with its companions
// (paginators-1, waiters-2, endpoint-rule-set-1, endpoint-tests-1, docs-2, examples-1), into the declarations that the
// readers of Smithy make. Traits have Smithy 2.0's meaning, so that what comes after does not know where a model is from.
//
// The dialect has no specification. What its keys mean follows the SDKs that read it and the services that AWS publishes in
// both dialects: testdata/known_differences.txt lists what the dialect cannot say.
package c2j

import (
	"path"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// codeModel is the event id of everything that keeps a file from being read.
const codeModel = "Model"

// sort says what a file of the dialect is for.
type sort uint8

const (
	sortNone sort = iota
	sortModel
	sortPaginators
	sortWaiters
	sortRules
	sortDecisions
	sortTests
	sortDocs
	sortExamples
	sortSmoke
	sortExtras
)

// what names each sort of companion in messages.
var what = map[sort]string{
	sortPaginators: "these paginators", sortWaiters: "these waiters", sortRules: "this endpoint rule set",
	sortDecisions: "this endpoint decision diagram", sortTests: "these endpoint tests", sortDocs: "this documentation",
	sortExamples: "these examples", sortSmoke: "these smoke tests", sortExtras: "these extras",
}

// Recognize reports whether a text is a service's model in this dialect: an object with "metadata" that names a protocol or
// an endpoint, and with "operations" or "shapes".
func Recognize(text []byte) bool { return sortOf(text) == sortModel }

// RecognizeCompanion reports whether a text is a file that belongs to a model of this dialect, such as its paginators.
func RecognizeCompanion(text []byte) bool { return sortOf(text) > sortModel }

// sortOf looks at the keys of a file's object. It takes any bytes.
func sortOf(text []byte) sort {
	if gjson.GetBytes(text, "smithy").Exists() {
		return sortNone
	}
	root := gjson.ParseBytes(text)
	if !root.IsObject() {
		return sortNone
	}
	keys := map[string]gjson.Result{}
	root.ForEach(func(k, v gjson.Result) bool {
		keys[k.Str] = v
		return len(keys) < maxRootKeys
	})
	return sortByKeys(keys)
}

// maxRootKeys bounds the keys that sortOf looks at: a file of the dialect has few.
const maxRootKeys = 64

func sortByKeys(keys map[string]gjson.Result) sort {
	is := func(name string) bool { return keys[name].IsObject() }
	has := func(name string) bool { return keys[name].Exists() }
	metadata := keys["metadata"]
	switch {
	case metadata.IsObject() && (is("operations") || is("shapes")):
		if metadata.Get("protocol").Exists() || metadata.Get("protocols").Exists() || metadata.Get("endpointPrefix").Exists() {
			return sortModel
		}
	case is("pagination"):
		return sortPaginators
	case is("waiters"):
		return sortWaiters
	case is("parameters") && keys["rules"].IsArray():
		return sortRules
	case is("parameters") && has("nodes") && has("results"):
		return sortDecisions
	case keys["testCases"].IsArray() && has("defaultRegion"):
		return sortSmoke
	case keys["testCases"].IsArray():
		return sortTests
	case is("examples"):
		return sortExamples
	case has("service") && (is("operations") || is("shapes")):
		return sortDocs
	case is("merge"):
		return sortExtras
	}
	return sortNone
}

// Parse reads models and their companions, told apart by their content, and returns what they declare. Several models may
// be given together; a companion then belongs to the one in its folder, or to the one whose name it shares the most of.
// What is wrong goes to diags with its place, and the rest is still read.
func Parse(files []*source.File, diags *diag.List) []shape.Decl {
	var models []*bundle
	var companions []*source.File
	for _, f := range files {
		if s := sortOf(f.Text); s > sortModel {
			companions = append(companions, f)
			continue
		}
		models = append(models, &bundle{model: f, parts: map[sort]shape.Node{}})
	}
	for _, f := range companions {
		addCompanion(models, f, diags)
	}
	var decls []shape.Decl
	for _, b := range models {
		if root, ok := ast.Value(b.model, diags); ok {
			decls = append(decls, newReader(b, root, diags).read()...)
		}
	}
	return decls
}

// bundle is a model with its companions.
type bundle struct {
	model *source.File
	parts map[sort]shape.Node
}

// addCompanion reads a companion and gives it to its model.
func addCompanion(models []*bundle, f *source.File, diags *diag.List) {
	s := sortOf(f.Text)
	owner := ownerOf(models, f)
	whole := source.Span{File: f, End: min(1, len(f.Text))}
	if owner == nil {
		diags.Errorf(whole, codeModel,
			"the service of %s is not among the files: name its service-2.json or api-2.json too", what[s])
		return
	}
	root, ok := ast.Value(f, diags)
	if !ok {
		return
	}
	if root.Kind() != shape.NodeObject {
		return // ast.Value would have said so
	}
	if first, twice := owner.parts[s]; twice {
		diags.Add(diag.Diagnostic{
			Code: codeModel, Severity: diag.Error, Span: whole,
			Message: "the service has another file like " + what[s] + ": leave one of the two out",
			Notes:   []diag.Note{{Span: start(first), Text: "the other one starts here"}},
		})
		return
	}
	if s == sortExtras {
		diags.Warnf(whole, codeModel, "extras of an SDK are not part of a service's model and are left out: don't name this file")
		return
	}
	owner.parts[s] = root
}

// ownerOf returns the model that a companion belongs to, nil if there is none.
func ownerOf(models []*bundle, f *source.File) *bundle {
	var best *bundle
	most := -1
	for _, b := range models {
		score := commonPrefix(path.Base(f.Name), path.Base(b.model.Name))
		if path.Dir(f.Name) == path.Dir(b.model.Name) {
			score += 1 << 20
		}
		if score > most {
			best, most = b, score
		}
	}
	return best
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// companionNames are the names of the files beside a model that stands in a folder of its own.
var companionNames = []string{
	"paginators-1.json", "waiters-2.json", "endpoint-rule-set-1.json", "endpoint-bdd-1.json", "endpoint-tests-1.json", "docs-2.json",
	"examples-1.json",
}

// companionSuffixes are the ends of the names of the files beside a model in a folder that holds those of many services:
// lambda-2015-03-31.api.json (or .min.json, .normal.json) with lambda-2015-03-31.paginators.json.
var companionSuffixes = []string{
	".paginators.json", ".waiters2.json", ".waiters.json", ".endpoint-rule-set.json", ".endpoint-tests.json", ".docs.json",
	".examples.json",
}

// modelSuffixes are the ends of the names of such models.
var modelSuffixes = []string{".api.json", ".min.json", ".normal.json"}

// Companions returns the paths of the files that may stand beside a model of this dialect and belong to it, in a fixed
// order; not all of them need to exist. The path is a slash-separated one or one of the system. It knows two layouts:
// lambda/2015-03-31/service-2.json (or api-2.json) with paginators-1.json in its folder, and
// apis/lambda-2015-03-31.min.json with lambda-2015-03-31.paginators.json; also service-2.json with a prefix,
// lambda.service-2.json with lambda.paginators-1.json.
func Companions(model string) []string {
	cut := strings.LastIndexAny(model, `/\`) + 1
	dir, base := model[:cut], model[cut:]
	var out []string
	for _, name := range []string{"service-2.json", "api-2.json"} {
		if prefix, ok := strings.CutSuffix(base, name); ok {
			for _, c := range companionNames {
				out = append(out, dir+prefix+c)
			}
			return out
		}
	}
	for _, suffix := range modelSuffixes {
		if stem, ok := strings.CutSuffix(base, suffix); ok {
			for _, c := range companionSuffixes {
				out = append(out, dir+stem+c)
			}
			return out
		}
	}
	return nil
}
