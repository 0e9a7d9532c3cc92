// Rules that nobody writes and the language allows, which once were printed as Go that does not compile: what they come to is
// compared with what the evaluator says.

package emit_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/emit"
	"github.com/smithwright/smithwright/internal/plan"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/rt/endpoints"
)

const (
	oddParams = `"version":"1.1","parameters":{
		"A":{"type":"string","required":true,"documentation":"a"},
		"B":{"type":"string","documentation":"b"},
		"EndpointParameters":{"type":"string","documentation":"a name that the printed code has a use for"},
		"Yes":{"type":"boolean","required":true,"default":false,"documentation":"y"}}`
	oddHere  = `{"type":"endpoint","endpoint":{"url":"https://{A}"}}`
	oddThere = `{"type":"endpoint","endpoint":{"url":"{u#scheme}://{s}"}}`
	oddError = `{"type":"error","error":"no"}`
)

// oddTree is a rule set whose first rule has conditions; the second is an error.
func oddTree(conditions, end string) string {
	return `{` + oddParams + `,"rules":[{"conditions":[` + conditions + `],` + end[1:] + `,{"conditions":[],` + oddError[1:] + `]}`
}

// oddDiagram is a diagram. Of each node are given the condition and where it leads, as the trait has it.
func oddDiagram(conditions string, results []string, nodes ...[3]int32) string {
	var data []byte
	for _, n := range append([][3]int32{{-1, 1, -1}}, nodes...) {
		for _, number := range n {
			data = binary.BigEndian.AppendUint32(data, uint32(number))
		}
	}
	return fmt.Sprintf(`{%s,"conditions":[%s],"results":[%s],"root":2,"nodeCount":%d,"nodes":"%s"}`, oddParams, conditions,
		strings.Join(results, ","), len(nodes)+1, base64.StdEncoding.EncodeToString(data))
}

// oddRules are trees and diagrams by name.
func oddRules() map[string]string {
	const (
		part  = `{"fn":"substring","argv":[{"ref":"A"},0,2,false]}`
		url   = `{"fn":"parseURL","argv":[{"ref":"A"}]}`
		parts = `{"fn":"parseURL","argv":[{"ref":"A"}],"assign":"u"},{"fn":"substring","argv":[{"ref":"A"},0,2,false],"assign":"s"}`
		isB   = `{"fn":"isSet","argv":[{"ref":"B"}]}`
		other = `{"fn":"isSet","argv":[{"ref":"EndpointParameters"}]},{"fn":"stringEquals","argv":[{"ref":"EndpointParameters"},"x"]}`
		first = 100_000_001 // a diagram's first result
	)
	return map[string]string{
		"treealways":    oddTree(`{"fn":"uriEncode","argv":[{"ref":"A"}]}`, oddHere),
		"treeunread":    oddTree(`{"fn":"uriEncode","argv":[{"ref":"A"}],"assign":"x"},{"fn":"not","argv":[{"fn":"isSet","argv":[{"fn":"uriEncode","argv":[{"ref":"x"}]}]}]}`, oddHere),
		"treepresence":  oddTree(`{"fn":"isSet","argv":[{"fn":"coalesce","argv":[`+part+`,{"ref":"B"}]}]}`, oddHere),
		"treechosen":    oddTree(`{"fn":"not","argv":[{"fn":"isSet","argv":[{"fn":"ite","argv":[{"ref":"Yes"},`+part+`,{"ref":"B"}]}]}]}`, oddHere),
		"treeequal":     oddTree(`{"fn":"booleanEquals","argv":[{"fn":"isSet","argv":[{"fn":"uriEncode","argv":["x"]}]},{"fn":"isSet","argv":[`+url+`]}]}`, oddHere),
		"treenot":       oddTree(`{"fn":"not","argv":[{"fn":"coalesce","argv":[{"fn":"stringEquals","argv":[{"ref":"A"},"x"]},{"ref":"Yes"}]}]}`, oddHere),
		"treetwice":     oddTree(isB+`,`+isB+`,`+parts, oddThere),
		"diagramname":   oddDiagram(other, []string{oddHere, oddError}, [3]int32{0, 3, first + 1}, [3]int32{1, first, first + 1}),
		"diagramnever":  oddDiagram(isB+`,`+parts, []string{oddHere, oddThere, oddError}, [3]int32{0, first + 1, first}),
		"diagramneeds":  oddDiagram(isB+`,`+parts, []string{oddHere, oddThere}, [3]int32{0, 3, 4}, [3]int32{1, 4, 4}, [3]int32{2, first + 1, first}),
		"diagramequal":  oddDiagram(isB+`,`+parts, []string{oddHere}, [3]int32{1, 3, 3}, [3]int32{0, 4, 4}, [3]int32{2, first, -1}),
		"diagramalways": oddDiagram(`{"fn":"uriEncode","argv":[{"ref":"A"}],"assign":"x"},`+isB, []string{`{"type":"error","error":"{x}"}`, oddHere}, [3]int32{0, 3, 3}, [3]int32{1, first, first + 1}),
		"diagramtwice":  oddDiagram(`{"fn":"uriEncode","argv":[{"ref":"A"}],"assign":"x"},`+isB, []string{`{"type":"error","error":"{x}"}`}, [3]int32{0, 3, 3}, [3]int32{1, 4, first}, [3]int32{0, first, -1}),
	}
}

// oddPackages prints the odd rules, with what the evaluator says of some parameters.
func oddPackages(t *testing.T, dir string) []endpointPackage {
	t.Helper()
	var all []endpointPackage
	for name, text := range oddRules() {
		parse := rules.ParseDiagram
		if strings.HasPrefix(name, "tree") {
			parse = rules.ParseRuleSet
		}
		program, problems := parse(node(t, text))
		if program == nil {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		p := &plan.Package{Name: "odd" + name, Endpoints: plan.PlanEndpoints(program)}
		printed, err := emit.EndpointsFile(p)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		write(t, filepath.Join(dir, "endpoints", p.Name, "endpoints.go"), string(printed))
		all = append(all, endpointPackage{p.Name, endpointFields(p.Endpoints), oddCases(t, program)})
	}
	return all
}

func node(t *testing.T, text string) shape.Node {
	t.Helper()
	var diags diag.List
	v, ok := ast.Value(source.New("rules.json", []byte(text)), &diags)
	if !ok {
		t.Fatalf("%v in %s", diags.Sorted(), text)
	}
	return v
}

// oddCases are cases of a program.
func oddCases(t *testing.T, program *rules.Program) []endpointCase {
	t.Helper()
	var all []endpointCase
	for _, text := range []string{
		`{"A":"x"}`, `{"A":"https://h/p","B":"b"}`, `{"A":"h","B":"b","Yes":true}`, `{"A":"https://h","Yes":true,"EndpointParameters":"x"}`,
	} {
		c := endpointCase{Doc: text}
		if err := json.Unmarshal([]byte(text), &c.Params); err != nil {
			t.Fatal(err)
		}
		got, err := program.Evaluate(c.Params)
		switch {
		case errors.Is(err, rules.ErrNoMatch):
			c.Error = new(endpoints.ErrExhausted.Error())
		case err != nil:
			c.Error = new(err.Error())
		default:
			c.URL, c.Properties = got.URL, got.Properties
		}
		all = append(all, c)
	}
	return all
}
