// Pages and waiters of published models and of such that are made to be wrong. What is printed of them, the goldens of package
// emit show.

package plan

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// published plans a published model.
func published(t *testing.T, name string) *Package {
	t.Helper()
	text, err := os.ReadFile(testenv.Shared(t, "models", "smithy", name))
	if err != nil {
		t.Fatal(err)
	}
	return planned(t, name, text)
}

// pagesOf returns the pages of an operation.
func pagesOf(t *testing.T, p *Package, operation string) Pages {
	t.Helper()
	i := slices.IndexFunc(p.Pages, func(p Pages) bool { return p.Operation == operation })
	if i < 0 {
		t.Fatalf("%s has no pages of %s", p.Name, operation)
	}
	return p.Pages[i]
}

// TestSpecialPages plans the operations whose pages end in ways that no trait tells.
func TestSpecialPages(t *testing.T) {
	t.Parallel()
	logs := published(t, "cloudwatch-logs.json")
	for operation, want := range map[string]string{"GetLogEvents": "RepeatEnds", "FilterLogEvents": "RepeatGoes", "DescribeLogGroups": ""} {
		if got := pagesOf(t, logs, operation).Repeat; got != want {
			t.Errorf("a repeated token of %s is %q, not %q", operation, got, want)
		}
	}
	parts := pagesOf(t, published(t, "s3.json"), "ListParts")
	if len(parts.Out) != 2 || !parts.Out[0].Value.uses("out") || !strings.Contains(fmt.Sprint(parts.Out[0].Value), "IsTruncated") {
		t.Errorf("the next part is %v", parts.Out)
	}
}

// paging is a model of one operation with that trait, inputs and outputs, which is all that it has.
func paging(trait, input, output string) string {
	return `{"smithy":"2.0","shapes":{"a#Svc":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"traits":{"aws.protocols#awsJson1_0":{}}},
"a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},"traits":{` + trait + `}},
"a#In":{"type":"structure","members":{` + input + `}},"a#Out":{"type":"structure","members":{` + output + `}},
"a#Inner":{"type":"structure","members":{"next":{"target":"smithy.api#String"}}}}}`
}

// TestLeftOut wants no method, and one warning that says why.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	const text = `"t":{"target":"smithy.api#String"}`
	waiter := func(acceptors string) string {
		return `"smithy.waiters#waitable":{"W":{"acceptors":[` + acceptors + `]}}`
	}
	path := func(path, comparator, expected string) string {
		return fmt.Sprintf(`{"state":"success","matcher":{"output":{"path":%q,"comparator":%q,"expected":%q}}}`, path, comparator, expected)
	}
	for name, test := range map[string]struct{ trait, input, output, want string }{
		"no input token":   {`"smithy.api#paginated":{"inputToken":"x","outputToken":"t"}`, text, text, `its inputToken, "x", is no member of In`},
		"no output token":  {`"smithy.api#paginated":{"inputToken":"t"}`, text, text, `its outputToken, "", leads to no member of Out`},
		"token of a list":  {`"smithy.api#paginated":{"inputToken":"t","outputToken":"i.next.x"}`, text, `"i":{"target":"a#Inner"}`, "leads to no member"},
		"other type":       {`"smithy.api#paginated":{"inputToken":"t","outputToken":"i"}`, text, `"i":{"target":"a#Inner"}`, "of types that differ"},
		"items of a text":  {`"smithy.api#paginated":{"inputToken":"t","outputToken":"t","items":"t"}`, text, text, "neither a list nor a map"},
		"waiter's syntax":  {waiter(path("a[", "stringEquals", "x")), text, text, "the waiter W is left out: in the path a["},
		"waiter's field":   {waiter(path("x", "stringEquals", "x")), text, text, "Out has no member x"},
		"waiter's type":    {waiter(path("t", "booleanEquals", "true")), text, text, "the value is a string, not a boolean"},
		"waiter's element": {waiter(path("[i]", "anyStringEquals", "true")), text, `"i":{"target":"a#Inner"}`, "an element is an object, not a string"},
		"empty text":       {waiter(path("t", "stringEquals", "")), text, text, "a path cannot be compared with the empty string"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.List
			m := shape.Assemble(ast.Parse(source.New("m.json", []byte(paging(test.trait, test.input, test.output))), &diags), &diags)
			p := Build(m, Options{Service: "a#Svc"}, &diags)
			found := diags.Sorted()
			if len(found) != 1 || found[0].Severity != diag.Warning || !strings.Contains(found[0].Message, test.want) || found[0].Span.IsZero() {
				t.Errorf("%v", found)
			}
			if len(p.Pages)+len(p.Waiters)+len(p.Paths) > 0 {
				t.Errorf("there are %v, %v, %v", p.Pages, p.Waiters, p.Paths)
			}
		})
	}
}

// TestNamesOfPaths tells how what is printed for paths is called.
func TestNamesOfPaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"Stacks[].StackStatus": "stackStatusOfOp", "State": "stateOfOp", "length(x)": "resultOfOp", `"a b"."ID"`: "idOfOp", "DBInstances": "dbInstancesOfOp", `"1"`: "resultOfOp",
		"a_b": "abOfOp", "_": "resultOfOp",
	} {
		if got := pathName(path, "Op", PathText); got != want {
			t.Errorf("%s is called %s, not %s", path, got, want)
		}
	}
	for field, want := range map[string]string{
		"AutoScalingGroups": "group", "Statuses": "status", "Entries": "entry", "Boxes": "box", "Access": "item", "Items": "item", "S": "item", "DBInstances": "dbInstance", "Data": "item",
		"Classes": "class", "ARNs": "arn", "Ifs": "if",
	} {
		if got := itemName(selected(code("out"), field)); got != want {
			t.Errorf("an element of %s is called %s, not %s", field, got, want)
		}
	}
	s := scope{}
	if diff := cmp.Diff([]string{"n", "n2", "n3"}, []string{s.count("n"), s.count("n"), s.count("n")}); diff != "" {
		t.Errorf("counted names (-want +got):\n%s", diff)
	}
}
