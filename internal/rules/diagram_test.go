// Diagrams: their encoding, what is refused, and what is proven of them.

package rules_test

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/rules"
)

// encode makes the base64 of nodes, with the first one in front.
func encode(nodes ...[3]int) (text string, count int) {
	var data []byte
	for _, n := range append([][3]int{{-1, 1, -1}}, nodes...) {
		for _, v := range n {
			data = binary.BigEndian.AppendUint32(data, uint32(int32(v)))
		}
	}
	return base64.StdEncoding.EncodeToString(data), len(nodes) + 1
}

const result = 100_000_000

// diagram makes a diagram of two optional parameters, A and B, and a flag F, with two results: an error that names A and one
// that names the variable x.
func diagram(conditions string, root int, nodes ...[3]int) string {
	text, count := encode(nodes...)
	return fmt.Sprintf(`{"version": "1.1", "parameters": {
		"A": {"type": "string", "documentation": "a"}, "B": {"type": "string", "documentation": "b"},
		"F": {"type": "boolean", "required": true, "default": false, "documentation": "f"}},
		"conditions": [%s],
		"results": [{"type": "error", "error": "A is {A}"}, {"type": "error", "error": "x is {x}"}],
		"root": %d, "nodeCount": %d, "nodes": %q}`, conditions, root, count, text)
}

const (
	aIsSet   = `{"fn": "isSet", "argv": [{"ref": "A"}]}`
	flag     = `{"fn": "booleanEquals", "argv": [{"ref": "F"}, true]}`
	assignsX = `{"fn": "substring", "argv": [{"ref": "A"}, 0, 2, false], "assign": "x"}`
)

// parseDiagram reads a diagram and returns its problems as lines.
func parseDiagram(t *testing.T, text string) (*rules.Program, string) {
	t.Helper()
	v, ok := traitValue(text, rules.DiagramTrait)
	if !ok {
		t.Fatalf("this is no diagram: %s", text)
	}
	program, problems := rules.ParseDiagram(v)
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Message)
	}
	return program, strings.Join(lines, "\n")
}

func TestDiagramWays(t *testing.T) {
	t.Parallel()
	const conditions = aIsSet + "," + flag + "," + assignsX
	tests := map[string]struct {
		root   int
		nodes  [][3]int
		params map[string]any
		want   string
	}{
		"high":             {2, [][3]int{{0, result + 1, 1}}, map[string]any{"A": "abc"}, "A is abc"},
		"low":              {2, [][3]int{{0, result + 1, 1}}, nil, rules.ErrNoMatch.Error()},
		"no match as -1":   {2, [][3]int{{0, result + 1, -1}}, nil, rules.ErrNoMatch.Error()},
		"implicit result":  {2, [][3]int{{0, result + 1, result}}, nil, rules.ErrNoMatch.Error()},
		"swapped, held":    {2, [][3]int{{1, -3, 1}, {0, 1, result + 1}}, map[string]any{"A": "abc", "F": true}, "A is abc"},
		"swapped, failed":  {2, [][3]int{{1, -3, 1}, {0, result + 1, 1}}, map[string]any{"F": true}, rules.ErrNoMatch.Error()},
		"both ways":        {2, [][3]int{{1, -3, 3}, {0, 1, result + 1}}, map[string]any{"A": "abc"}, rules.ErrNoMatch.Error()},
		"assigned":         {2, [][3]int{{0, 3, 1}, {2, result + 2, result + 1}}, map[string]any{"A": "abc"}, "x is ab"},
		"assigned nothing": {2, [][3]int{{0, 3, 1}, {2, result + 2, result + 1}}, map[string]any{"A": "a"}, "A is a"},
		"root is a result": {result + 1, nil, map[string]any{"A": "abc"}, "A is abc"},
		"root is the end":  {-1, nil, nil, rules.ErrNoMatch.Error()},
		"unproven need":    {result + 1, nil, nil, rules.ErrNoMatch.Error()},
		"unproven x":       {2, [][3]int{{0, result + 2, 1}}, map[string]any{"A": "abc"}, rules.ErrNoMatch.Error()},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, problems := parseDiagram(t, diagram(conditions, test.root, test.nodes...))
			if program == nil {
				t.Fatal(problems)
			}
			_, err := program.Evaluate(test.params)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestDiagramRefused(t *testing.T) {
	t.Parallel()
	const conditions = aIsSet + "," + flag + "," + assignsX
	tests := map[string]struct {
		root  int
		nodes [][3]int
		want  string
	}{
		"circle":                {2, [][3]int{{0, 3, 1}, {1, 2, 1}}, "circle"},
		"circle by itself":      {2, [][3]int{{0, 2, 1}}, "circle"},
		"circle when swapped":   {2, [][3]int{{0, -3, 1}, {1, 1, -2}}, "circle"},
		"swapped circle":        {2, [][3]int{{0, -3, 1}, {1, -2, -2}}, "circle"},
		"node out of range":     {2, [][3]int{{0, 4, 1}}, "node 1 leads to 4 and 1"},
		"the first node":        {2, [][3]int{{0, 0, 1}}, "node 1 leads to 0 and 1"},
		"least number":          {2, [][3]int{{0, -1 << 31, 1}}, "node 1 leads to -2147483648 and 1"},
		"result out of range":   {2, [][3]int{{0, result + 3, 1}}, "node 1 leads to 100000003 and 1"},
		"condition out of":      {2, [][3]int{{3, 1, 1}}, "node 1 asks condition 3"},
		"condition below zero":  {2, [][3]int{{-1, 1, 1}}, "node 1 asks condition -1"},
		"root out of range":     {3, [][3]int{{0, 1, 1}}, "root is 3"},
		"root zero":             {0, nil, "root is 0"},
		"unreachable but wrong": {1, [][3]int{{0, 9, 9}}, "node 1 leads to 9 and 9"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, problems := parseDiagram(t, diagram(conditions, test.root, test.nodes...))
			if program != nil || !strings.Contains(problems, test.want) {
				t.Errorf("problems %q, want %q", problems, test.want)
			}
		})
	}
}

// needs lists what conditions and results need without proof.
func needs(p *rules.Program) []string {
	var out []string
	for i := range p.Diagram.Conditions {
		for _, v := range p.Diagram.Conditions[i].Needs {
			out = append(out, fmt.Sprintf("condition %d: %s", i, v.Name))
		}
	}
	for i := range p.Diagram.Results {
		for _, v := range p.Diagram.Results[i].Needs {
			out = append(out, fmt.Sprintf("result %d: %s", i, v.Name))
		}
	}
	return out
}

func TestProof(t *testing.T) {
	t.Parallel()
	const notB = `{"fn": "not", "argv": [{"fn": "isSet", "argv": [{"ref": "B"}]}]}`
	const copiesB = `{"fn": "uriEncode", "argv": [{"ref": "B"}], "assign": "x"}`
	const equal = `{"fn": "booleanEquals", "argv": [{"ref": "F"}, true], "assign": "y"}`
	tests := map[string]struct {
		conditions string
		nodes      [][3]int
		want       []string
	}{
		"asked":               {aIsSet + "," + assignsX, [][3]int{{0, 3, 1}, {1, result + 2, result + 1}}, nil},
		"not asked":           {aIsSet + "," + assignsX, [][3]int{{1, result + 2, 1}}, []string{"condition 1: A"}},
		"asked on one way":    {flag + "," + aIsSet + "," + assignsX, [][3]int{{0, 3, 4}, {1, 4, 1}, {2, result + 2, 1}}, []string{"condition 2: A"}},
		"asked on both":       {flag + "," + aIsSet + "," + assignsX, [][3]int{{0, 3, 4}, {1, 5, 1}, {1, 5, 1}, {2, result + 2, 1}}, nil},
		"not not set":         {notB + "," + copiesB, [][3]int{{0, 1, 3}, {1, result + 2, 1}}, nil},
		"not set":             {notB + "," + copiesB, [][3]int{{0, 3, 1}, {1, result + 2, 1}}, []string{"condition 1: B"}},
		"needed before":       {copiesB + "," + notB, [][3]int{{0, 3, 1}, {1, result + 2, result + 2}}, []string{"condition 0: B"}},
		"x where it failed":   {aIsSet + "," + assignsX, [][3]int{{0, 3, 1}, {1, 1, result + 2}}, []string{"result 1: x"}},
		"false is there":      {equal + `,{"fn": "not", "argv": [{"ref": "y"}]},` + aIsSet + "," + assignsX, [][3]int{{0, 1, 3}, {1, result + 1, 1}}, []string{"result 0: A"}},
		"an unused condition": {assignsX, nil, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := 2
			if test.nodes == nil {
				root = 1
			}
			text := diagram(test.conditions, root, test.nodes...)
			if !strings.Contains(test.conditions, `"assign": "x"`) {
				text = strings.ReplaceAll(text, "x is {x}", "no x")
			}
			program, problems := parseDiagram(t, text)
			if program == nil {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(test.want, needs(program)); diff != "" {
				t.Errorf("needs (-want +got):\n%s", diff)
			}
			for _, v := range program.Vars {
				if v.Optional != (v.Name == "A" || v.Name == "B" || v.Name == "x" && strings.Contains(fmt.Sprint(test.want), ": x")) {
					t.Errorf("%s is optional: %t", v.Name, v.Optional)
				}
			}
		})
	}
}

// TestLargeDiagram links a chain of nodes and a wide lattice: neither may take long, nor may the stack grow.
func TestLargeDiagram(t *testing.T) {
	t.Parallel()
	const n = 100_000
	nodes := make([][3]int, n)
	for i := range nodes {
		nodes[i] = [3]int{i % 2, i + 3, -(i + 3)}
	}
	nodes[n-1] = [3]int{0, result + 1, 1}
	program, problems := parseDiagram(t, diagram(aIsSet+","+flag+","+assignsX, 2, nodes...))
	if program == nil {
		t.Fatal(problems)
	}
	if got := len(program.Diagram.Nodes); got != 2*n-1 {
		t.Errorf("%d nodes, want %d", got, 2*n-1)
	}
	var message rules.RuleError
	if _, err := program.Evaluate(map[string]any{"A": "a", "F": true}); err != nil && !errors.As(err, &message) && !errors.Is(err, rules.ErrNoMatch) {
		t.Error(err)
	}
}
