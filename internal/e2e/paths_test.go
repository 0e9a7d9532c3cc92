// The functions that are printed for JMESPath expressions: those of all waiters that are published, and many more, against an
// evaluator of the language that passes its compliance suite.

package e2e_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/emit"
	"github.com/smithwright/smithwright/internal/load"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// pathsModule is below internal, so that its packages may import the evaluator.
const pathsModule = "github.com/smithwright/smithwright/internal/paths"

// TestPublishedWaiters compares the functions of the waiters of all models of Smithy.
func TestPublishedWaiters(t *testing.T) {
	t.Parallel()
	dir := pathsIn(t)
	packages, funcs, waiters := 0, 0, 0
	for _, file := range testenv.Models(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "smithy.waiters#waitable") {
			continue
		}
		var diags diag.List
		model := load.Model([]*source.File{source.New(filepath.Base(file), text)}, &diags)
		pkg := waitingPackage(t, model, fmt.Sprint("p", packages), &diags)
		for _, d := range diags.Sorted() {
			if strings.HasPrefix(d.Code, "path.") || strings.HasPrefix(d.Code, "waiter.") {
				t.Errorf("%s: %s", filepath.Base(file), d.Message)
			}
		}
		printPaths(t, filepath.Join(dir, pkg.Name), pkg)
		packages, funcs, waiters = packages+1, funcs+len(pkg.Paths), waiters+len(pkg.Waiters)
	}
	if packages < 20 || funcs < 70 || waiters < 140 {
		t.Errorf("there are %d packages with %d waiters and %d functions only", packages, waiters, funcs)
	}
	goIn(t, dir, "vet", "-trimpath", "-composites=false", "./...")
	goIn(t, dir, "test", "-trimpath", "-vet=off", "./...")
	t.Logf("%d waiters and %d functions of %d services", waiters, funcs, packages)
}

// waitingPackage plans a package of the operations that have waiters.
func waitingPackage(t *testing.T, model *shape.Model, name string, diags *diag.List) *plan.Package {
	t.Helper()
	service := model.Services()[0]
	var ops []string
	for _, op := range model.Operations(service) {
		if op.Traits.Has("smithy.waiters#waitable") {
			ops = append(ops, op.ID.Name())
		}
	}
	pkg := plan.Build(model, plan.Options{Service: service.ID, Ops: ops, Package: name}, diags)
	if diags.HasErrors() {
		render(t, diags)
		t.FailNow()
	}
	return pkg
}

func render(t *testing.T, diags *diag.List) {
	t.Helper()
	var b strings.Builder
	if err := diags.Render(&b, diag.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Error(b.String())
}

// pathsIn makes a module for packages and the comparison.
func pathsIn(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"rt", "internal/jmespath"} {
		noteSources(t, filepath.Join(testenv.Root(t), filepath.FromSlash(folder)))
	}
	moduleIn(t, dir, pathsModule)
	if err := os.CopyFS(filepath.Join(dir, "check"), os.DirFS(filepath.Join("testdata", "paths", "check"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

var literals = regexp.MustCompile(`'([^']*)'|` + "`" + `"([^"]*)"` + "`")

// printPaths prints a package with a test of its paths.
func printPaths(t *testing.T, dir string, pkg *plan.Package) {
	t.Helper()
	files, err := emit.Files(pkg)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		writeFile(t, filepath.Join(dir, f.Name), f.Content)
	}
	texts := []string{"", "a", "b", "up", "-5", "1.5"}
	var list strings.Builder
	for _, f := range pkg.Paths {
		for _, m := range literals.FindAllStringSubmatch(f.Path, -1) {
			texts = append(texts, m[1]+m[2])
		}
		shapes := map[string]string{"in": "nil", "out": "nil"}
		for _, p := range f.Params {
			shapes[p.Name] = "(*" + p.Type + ")(nil)"
		}
		result := [...]string{"Text", "TextPtr", "BoolPtr", "True", "False", "Texts"}[f.Kind]
		fmt.Fprintf(&list, "\t\t{%q, %q, %s, %s, %q, %s},\n", f.Name, f.Path, shapes["in"], shapes["out"], result, f.Name)
	}
	writeFile(t, filepath.Join(dir, "paths_test.go"), fmt.Appendf(nil, `package %s

import (
	"testing"

	"%s/check"
)

func TestPaths(t *testing.T) {
	check.Run(t, []check.Func{
%s	}, 200, %#v)
}
`, pkg.Name, pathsModule, list.String(), texts))
}

// written are expressions that people may write, each with its comparator and whether it is of the request and the reply.
var written = []string{
	"text", "given", "thing.status", "thing.next.next.color", "choice.text", "choice.thing.status", "byName.a.status", "words.a", "lists.a[0]", "bytes",
	"things[0].status", "things[-1].color", "things[2].parts[1].name", "grid[0][1]", "things[?ready].status | [0]", "things[].parts[].name | [-1]",
	"thing.status || text", "text && given", "not_null(text, thing.status, given)", "not_null(thing.color, color)", "max(texts)", "min(things[].status)",
	"join(',', texts)", "join('-', things[].color)", "to_string(given)", "sort(texts)[0]", "reverse(texts)[0]", "sort(colors) | [0]", "text | @",
	"thing.[status, color][0] || 'none'", "thing.{a: status, b: color}.a", "{x: {y: text}}.x.y", "texts[1:3] | [0]", "texts[::-1] | [0]", "things[::2].status | [1]", "things[:-1] | [0].status",
	"`\"a\"`", "@.text", "keys(words)[0]", "keys(byName) | [0]", "keys(thing)[0]", "values(words)[?@ == 'a'] | [0]", "values(byName)[].status | sort(@) | [0]",
	"choice.list[0]", "choices[0].text", "choices[].thing.status | [0]", "max(colors)", "things[?least > `1`] | [0].status", "texts[?contains(@, 'a')] | [0]",
}

var writtenLists = []string{
	"texts", "holes", "colors", "grid[]", "grid[][]", "grid[0]", "things[].status", "things[*].color", "things[].parts[].name", "things[*].parts[*].name | []", "sparseThings[].status",
	"sparseThings[*].next.status", "choices[].text", "choices[].list[]", "choices[].thing.color", "byName.*.status", "byName.*.parts[].name", "words.*", "keys(words)", "keys(byName)", "values(words)",
	"things[?ready].status", "things[?!ready].status", "things[?status == 'a'].color", "things[?status != null].status", "things[?parts].status", "things[?parts[?number > `1`]].status",
	"[text, given]", "things[].[status, color][]", "things[].[status, color, 'x'][]", "[text, thing.status][?@ != `null`]", "things[0].tags", "things[0].parts[].name", "texts[1:]", "texts[::-1]",
	"things[1:].status", "lists.*[]", "lists.a", "sort(texts)", "reverse(colors)", "to_array(text)", "to_array([text])", "map(&status, things)", "things[].{a: status, b: color}.b", "things[].choice.text",
	"keys(thing)", "keys({a: text, b: color})", "things[].status[]", "texts[?starts_with(@, 'a')]", "colors[?@ == 'up']", "things[?since > `50`].status", "things[?contains(tags, 'a')].status",
	"things[].next.next.parts[?state=='b'].name[]", "things[?length(parts) == least].status",
}

var writtenConditions = []string{
	"flag", "plain", "thing.ready", "!flag", "!plain", "!text", "!texts", "!thing", "!count", "flag == `true`", "flag != `false`", "thing == null", "thing != null", "texts == null", "text == null", "text == given",
	"text == 'a'", "color == 'b'", "color == text", "thing.color == color", "count == total", "count == thing.count", "count > total", "count <= `1.5`", "half > whole", "whole >= `0`", "tiny < `200`", "tiny == `1`", "when > thing.since", "when == `100`", "huge > count",
	"huge == `1152921504606846976`", "exact == `1.5`", "exact < huge", "level == `1`", "level > count", "length(texts) > `0`", "length(texts) == length(colors)", "length(text) > `1`", "length(things[]) == `0`", "length(things[?ready]) == length(things)",
	"length(byName) > `1`", "length(thing) > `2`", "length(grid[]) > length(grid)", "length(holes) == `2`", "contains(texts, 'a')", "contains(text, 'a')", "contains(things[].status, given)", "contains(colors, color)", "contains(numbers, `1`)",
	"contains(numbers, count)", "contains(flags, `true`)", "contains(things[].[length(parts[?state=='b']) >= least][], `false`)", "contains(holes, null)", "starts_with(text, 'a')", "ends_with(thing.status, given)",
	"text == 'a' || text == 'b'", "text == 'a' && flag", "flag && plain", "flag || plain", "flag || thing.ready", "count > `1` && total < `2`", "count > `1` || total < `2`", "(flag || plain) && !(thing.ready)", "flag == plain", "flag == thing.ready", "(count > total) == flag",
	"things[?status == 'a'] == null", "things[0] == `null`", "things[5] != null", "choice.text == 'a'", "choice.number > `0`", "choice.flag", "choice == null", "byName.a == null", "byName.a.ready", "words.a == text", "sparseWords.a == null", "sparseWords.a > `0`",
	"sum(numbers) > `2`", "sum(things[].least) == `3`", "max(numbers) == `3`", "min(numbers) < count", "max(things[].least) > total", "abs(count) == `1`", "ceil(whole) == `2`", "floor(half) == `1`", "to_number(text) == `1.5`", "to_number(count) == `1`", "to_number(text) == `-5`",
	"!(length(thing.parts) == `1` && thing.count == thing.least)", "length(things[?!(length(parts) == `1` && count == least)]) == `0`", "length(things) > `0` && length(things[?color == 'a' || color == 'b']) == length(things)", "`true`", "!`false`", "`1` < `2`", "'a' == 'b'",
	"things[].ready | [0]", "things[?ready] | [0].ready", "flags[0]", "flags[-1] == flag", "anything == null", "anything != null", "bytes == 'YQ=='", "length(times[?@ > `50`]) > `0`", "times[0] == when", "times[*] | length(@) == `2`", "length(things[].{a: status, b: ready}) > `1`",
	"length(things[].{a: status, b: ready} | [?b]) == `1`", "thing.{a: ready}.a", "contains(keys(words), 'a')", "length(keys(thing)) == length(thing)", "not_null(flag, plain)", "not_null(count, total) == `1`", "(text || given) == 'a'", "(count || total) > `0`",
	"length(join(',', texts)) > `3`", "numbers[0] == `1`", "numbers[1:][0] == `1`", "length(numbers[::2]) == `2`", "level == count", "level != `2`", "[flag, plain][?@] != null", "length([flag, plain][?@]) == `1`", "thing.[ready][0]", "choices[0].flag",
}

var writtenBoth = []string{
	"input.name == output.text", "length(input.groups) == length(output.texts)", "input.size >= output.count", "(input.name == 'a') && (output.text == 'a')", "length(output.things[?status == 'a']) == input.size",
	"contains(output.texts, input.need)", "input.thing.status == output.thing.status", "length(input.items[].get.table) == length(output.texts)", "input.size == output.total", "contains(keys(input.entries), output.text)", "input.thing == null",
}

// unsupported are the expressions above that have no Go, with what the warning says.
var unsupported = map[string]string{
	"length(thing.*.status) > `0`": "Choice has no member status", "thing.tags || texts": "must be simple to have Go, not an array", "(flag || plain) && !thing.ready": "the field ready is taken of a boolean",
	"!missing(text)": "there is no function missing", "text < given": "only numbers have an order", "flags[?@].text": "the value is an array, not a boolean",
	"thing.next || thing.ready": "of two values, one is an object, the other a boolean", "thing.parts && flag": "of two values, one is an array, the other a boolean",
	"thing && thing.ready": "of two values, one is an object, the other a boolean", "things[].parts | [0].name": "elements of this array are arrays",
	"sort_by(things, &status)[0].status": "there is no Go for the function sort_by", "texts == colors": "an array can be compared with null only",
	"to_array(texts)": "of what is never null only", "anything == 'a'": "what type a side has is not known", "missing.a": "LookOutput has no member missing", "text || count": "one is a string, the other a number",
	"a.": "the expression ends", "thing.next": "the value is an object, not a boolean", "merge(thing, thing).ready": "there is no Go for the function merge",
}

// TestPaths compares the functions of expressions that were made up.
func TestPaths(t *testing.T) {
	t.Parallel()
	dir := pathsIn(t)
	model, err := os.ReadFile(filepath.Join("testdata", "paths", "model.smithy"))
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	conditions := append(slices.Clone(writtenConditions), randomConditions(300)...)
	var traits strings.Builder
	traits.WriteString("\napply Look @smithy.waiters#waitable(\n")
	n := 0
	waiter := func(matcher, path, comparator, expected string) {
		n++
		fmt.Fprintf(&traits, "    W%d: { acceptors: [{ state: \"success\", matcher: { %s: { path: %s, comparator: %q, expected: %q } } }] }\n", n, matcher, strconv.Quote(path), comparator, expected)
	}
	for _, path := range written {
		waiter("output", path, "stringEquals", "a")
	}
	for _, path := range writtenLists {
		waiter("output", path, "anyStringEquals", "a")
	}
	for _, path := range conditions {
		waiter("output", path, "booleanEquals", "true")
		waiter("output", path, "booleanEquals", "false")
	}
	for _, path := range writtenBoth {
		waiter("inputOutput", path, "booleanEquals", "true")
	}
	traits.WriteString(")\n")
	pkg := waitingPackage(t, load.Model([]*source.File{source.New("paths.smithy", append(model, traits.String()...))}, &diags), "look", &diags)
	for _, d := range diags.Sorted() {
		t.Error(d.Message)
	}
	if len(pkg.Waiters) != n {
		t.Errorf("%d waiters of %d", len(pkg.Waiters), n)
	}
	printPaths(t, filepath.Join(dir, "look"), pkg)
	goIn(t, dir, "vet", "-trimpath", "-composites=false", "./...")
	goIn(t, dir, "test", "-trimpath", "-vet=off", "./...")
	t.Logf("%d functions", len(pkg.Paths))
}

// TestPathsWithoutGo wants a warning, at the place of the mistake, for what has no Go, and no waiter.
func TestPathsWithoutGo(t *testing.T) {
	t.Parallel()
	model, err := os.ReadFile(filepath.Join("testdata", "paths", "model.smithy"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range unsupported {
		trait := fmt.Sprintf("\napply Look @smithy.waiters#waitable(W: { acceptors: [{ state: \"success\", matcher: { output: { path: %s, comparator: \"booleanEquals\", expected: \"true\" } } }] })\n", strconv.Quote(path))
		var diags diag.List
		pkg := waitingPackage(t, load.Model([]*source.File{source.New("paths.smithy", slices.Concat(model, []byte(trait)))}, &diags), "look", &diags)
		if len(pkg.Waiters) != 0 || len(pkg.Paths) != 0 {
			t.Errorf("%s has Go", path)
		}
		found := diags.Sorted()
		if len(found) != 1 || found[0].Severity != diag.Warning || !strings.Contains(found[0].Message, want) || !strings.Contains(found[0].Message, "the waiter W is left out") {
			t.Errorf("%s: %v", path, found)
		} else if line, _ := found[0].Span.Position(); line <= strings.Count(string(model), "\n") {
			t.Errorf("%s: the warning is at line %d", path, line)
		}
	}
}

// TestEveryExpression plans and prints the expressions of JMESPath's compliance suite, most of which are about members that the
// model does not have, and some that are made to be large. Each has Go or a warning.
func TestEveryExpression(t *testing.T) {
	t.Parallel()
	model, err := os.ReadFile(filepath.Join("testdata", "paths", "model.smithy"))
	if err != nil {
		t.Fatal(err)
	}
	list := []string{
		strings.Repeat("thing.next.", 400) + "ready", strings.Repeat("(", 200) + "flag" + strings.Repeat(")", 200), strings.Repeat("!", 300) + "flag",
		"things[]" + strings.Repeat(".[next, next][]", 30) + ".ready | [0]", "texts" + strings.Repeat("[::-1]", 60) + " | [0] == 'a'",
		strings.Repeat("things[0].parts | length(@) > `0` && ", 100) + "flag", strings.Repeat("[", 300) + "flag" + strings.Repeat("]", 300), "a.b\u0000\n\"*/",
		"texts[9223372036854775807] == 'a'", "texts[-9223372036854775808:9223372036854775807:9223372036854775807] | [0] == 'a'", "count == `1e400`", "count == `-170141183460469231731687303715884105728`",
	}
	files, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", "jmespath"), "*.json"))
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct{ Cases []struct{ Expression string } }
		if err := json.Unmarshal(text, &groups); err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			for _, c := range g.Cases {
				// The suite's names, by those of the model.
				list = append(list, c.Expression, strings.NewReplacer("foo", "thing", "bar", "next", "baz", "parts").Replace(c.Expression))
			}
		}
	}
	n := 0
	type trait map[string]any
	waiters := trait{}
	for _, path := range list {
		for _, comparator := range []string{"stringEquals", "anyStringEquals", "booleanEquals"} {
			n++
			matcher := trait{"output": trait{"path": path, "comparator": comparator, "expected": "true"}}
			waiters[fmt.Sprint("W", n)] = trait{"acceptors": []trait{{"state": "success", "matcher": matcher}}}
		}
	}
	value, err := json.Marshal(waiters)
	if err != nil {
		t.Fatal(err)
	}
	apply := fmt.Sprintf(`{"smithy": "2.0", "shapes": {"example.paths#Look": {"type": "apply", "traits": {"smithy.waiters#waitable": %s}}}}`, value)
	var diags diag.List
	pkg := waitingPackage(t, load.Model([]*source.File{source.New("paths.smithy", model), source.New("waiters.json", []byte(apply))}, &diags), "look", &diags)
	warnings := len(diags.Sorted()) + diags.Dropped()
	if len(pkg.Waiters)+warnings < n || len(pkg.Waiters) < 50 {
		t.Errorf("of %d waiters, %d are there, with %d warnings", n, len(pkg.Waiters), warnings)
	}
	printed, err := emit.Files(pkg)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range printed {
		if len(f.Content) > 4<<20 {
			t.Errorf("%s has %d bytes", f.Name, len(f.Content))
		}
	}
	t.Logf("%d of %d waiters have Go", len(pkg.Waiters), n)
}

// randomConditions are expressions that people would not write, with a seed.
func randomConditions(n int) []string {
	g := pathMaker{rand.New(rand.NewPCG(1, 2))}
	list := make([]string, n)
	for i := range list {
		list[i] = g.condition(3, "")
	}
	return list
}

// pathMaker makes random expressions of a type. Those that it makes for elements of a list of things begin with no root.
type pathMaker struct{ rand *rand.Rand }

func (g pathMaker) one(list ...string) string { return list[g.rand.IntN(len(list))] }

// condition is a boolean; elem is "thing" within a filter over things, "part" over parts, else empty.
func (g pathMaker) condition(depth int, elem string) string {
	if depth == 0 {
		return map[string]string{"": g.one("flag", "plain", "thing.ready", "choice.flag"), "thing": "ready", "part": "(number > `0`)"}[elem]
	}
	switch g.rand.IntN(8) {
	case 0:
		return "(" + g.condition(depth-1, elem) + " && " + g.condition(depth-1, elem) + ")"
	case 1:
		return "(" + g.condition(depth-1, elem) + " || " + g.condition(depth-1, elem) + ")"
	case 2:
		return "!(" + g.condition(depth-1, elem) + ")"
	case 3:
		return "(" + g.text(depth-1, elem) + g.one(" == ", " != ") + g.text(depth-1, elem) + ")"
	case 4:
		return "contains(" + g.list(depth-1, elem) + ", " + g.text(depth-1, elem) + ")"
	case 5:
		return "(" + g.list(depth-1, elem) + g.one(" == ", " != ") + "null)"
	default:
		return "(" + g.number(depth-1, elem) + g.one(" == ", " < ", " >= ", " != ") + g.number(depth-1, elem) + ")"
	}
}

func (g pathMaker) number(depth int, elem string) string {
	if depth == 0 || g.rand.IntN(3) == 0 {
		field := map[string]string{"": g.one("count", "total", "whole", "thing.least", "numbers[0]", "sparseWords.a"), "thing": g.one("least", "count", "ratio"), "part": "number"}[elem]
		return g.one(field, field, "`1`", "`0`")
	}
	switch g.rand.IntN(3) {
	case 0:
		return "length(" + g.list(depth-1, elem) + ")"
	case 1:
		return "length(" + g.text(depth-1, elem) + ")"
	default:
		return "abs(" + g.number(depth-1, elem) + ")"
	}
}

func (g pathMaker) text(depth int, elem string) string {
	field := map[string]string{"": g.one("text", "given", "thing.status", "color", "choice.text", "words.a"), "thing": g.one("status", "color", "next.status", "choice.text"), "part": g.one("name", "state")}[elem]
	if depth == 0 || g.rand.IntN(2) == 0 {
		return g.one(field, field, "'a'", "'b'")
	}
	return g.one("("+g.list(depth-1, elem)+" | ["+g.one("0", "-1", "2")+"])", "("+field+" || 'a')", "not_null("+field+", 'up')", "max("+g.list(depth-1, elem)+")")
}

// list is an array of strings.
func (g pathMaker) list(depth int, elem string) string {
	plain := map[string]string{"": g.one("texts", "colors[].[@][]", "grid[]", "things[].status", "byName.*.status"), "thing": g.one("tags", "parts[].name"), "part": "inner[].name"}[elem]
	if depth == 0 || g.rand.IntN(3) == 0 {
		return plain
	}
	switch elem {
	case "":
		return g.one("things", "sparseThings", "values(byName)") + "[?" + g.condition(depth-1, "thing") + "]." + g.one("status", "color", "next.status")
	case "thing":
		return "parts[?" + g.condition(depth-1, "part") + "].name"
	}
	return plain + "[1:]"
}
