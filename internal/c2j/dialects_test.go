// Tests that a service gives the same client whichever dialect it was read from: the assembled models are walked together from
// their operations down, and what differs is counted by rule. testdata/known_differences.txt has the counts and the reasons.

package c2j

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/testenv"
)

// twins are the services that exist in both dialects: the folder of this one, the file of Smithy's.
var twins = [][2]string{
	{"apigateway", "api-gateway"}, {"autoscaling", "auto-scaling"}, {"cloudformation", "cloudformation"}, {"cloudfront", "cloudfront"},
	{"cloudwatch", "cloudwatch"}, {"codecatalyst", "codecatalyst"}, {"dynamodb", "dynamodb"}, {"ecs", "ecs"},
	{"elbv2", "elastic-load-balancing-v2"}, {"events", "eventbridge"}, {"glacier", "glacier"}, {"iam", "iam"},
	{"iot-data", "iot-data-plane"}, {"kinesis", "kinesis"}, {"kms", "kms"}, {"lambda", "lambda"}, {"logs", "cloudwatch-logs"},
	{"polly", "polly"}, {"rds", "rds"}, {"route53", "route-53"}, {"s3", "s3"}, {"secretsmanager", "secrets-manager"},
	{"sesv2", "sesv2"}, {"sns", "sns"}, {"sqs", "sqs"}, {"ssm", "ssm"}, {"stepfunctions", "sfn"}, {"sts", "sts"},
}

// A difference is one thing that the dialects say differently of a service.
type difference struct{ rule, service, at string }

// TestDialectsAgree compares all twins and holds the differences to the known ones.
func TestDialectsAgree(t *testing.T) {
	t.Parallel()
	all := make([][]difference, len(twins))
	t.Run("services", func(t *testing.T) {
		for i, twin := range twins {
			t.Run(twin[0], func(t *testing.T) {
				t.Parallel()
				ours, theirs := loadTwins(t, twin)
				c := &comparison{service: twin[0], seen: map[[2]*shape.Shape]bool{}}
				c.models(ours, theirs)
				all[i] = c.found
			})
		}
	})
	got := map[string]map[string][]string{}
	for _, d := range slices.Concat(all...) {
		if got[d.rule] == nil {
			got[d.rule] = map[string][]string{}
		}
		got[d.rule][d.service] = append(got[d.rule][d.service], d.at)
	}
	compareWithKnown(t, got, readKnown(t))
}

// loadTwins reads a service in both dialects.
func loadTwins(t testing.TB, twin [2]string) (ours, theirs *shape.Model) {
	t.Helper()
	var diags diag.List
	for _, path := range modelPaths(t) {
		if strings.Contains(path, "/c2j/"+twin[0]+"/") {
			ours = load(&diags, readModel(t, path)...)
		}
	}
	theirs = shape.Assemble(ast.Parse(readFile(t, testenv.Shared(t, "models", "smithy", twin[1]+".json")), &diags), &diags)
	if diags.HasErrors() {
		failOnFindings(t, &diags)
	}
	if ours == nil || len(ours.Services()) != 1 || len(theirs.Services()) != 1 {
		t.Fatal("each dialect must have the service once")
	}
	return ours, theirs
}

// comparison walks two models of one service.
type comparison struct {
	service string
	found   []difference
	seen    map[[2]*shape.Shape]bool
}

// add notes a difference.
func (c *comparison) add(rule, at string) {
	c.found = append(c.found, difference{rule: rule, service: c.service, at: at})
}

const (
	onlyOurs   = "only in api-2"
	onlyTheirs = "only in Smithy"
)

func (c *comparison) models(ours, theirs *shape.Model) {
	a, b := ours.Services()[0], theirs.Services()[0]
	if a.ID != b.ID {
		c.add("service: id", string(a.ID)+" | "+string(b.ID))
	}
	if a.Version != b.Version {
		c.add("service: version", a.Version+" | "+b.Version)
	}
	c.traits("service", string(a.ID), a.Traits, b.Traits)
	opsA, opsB := byName(ours.Operations(a)), byName(theirs.Operations(b))
	c.only("operation", maps.Keys(opsA), maps.Keys(opsB))
	for _, name := range slices.Sorted(maps.Keys(opsA)) {
		if opsB[name] != nil {
			c.operations(name, opsA[name], opsB[name], a, b)
		}
	}
}

func byName(list []*shape.Shape) map[string]*shape.Shape {
	out := make(map[string]*shape.Shape, len(list))
	for _, s := range list {
		out[s.ID.Name()] = s
	}
	return out
}

// only notes the names that stand on one side only.
func (c *comparison) only(what string, ours, theirs func(func(string) bool)) {
	a, b := map[string]bool{}, map[string]bool{}
	for n := range ours {
		a[n] = true
	}
	for n := range theirs {
		b[n] = true
	}
	for _, n := range slices.Sorted(maps.Keys(a)) {
		if !b[n] {
			c.add(what+": "+onlyOurs, n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(b)) {
		if !a[n] {
			c.add(what+": "+onlyTheirs, n)
		}
	}
}

func (c *comparison) operations(name string, a, b, serviceA, serviceB *shape.Shape) {
	c.traits("operation", name, a.Traits, withPages(b.Traits, serviceB.Traits))
	c.pair("input of an operation", name, a.Input, b.Input)
	c.pair("output of an operation", name, a.Output, b.Output)
	errorsA, errorsB := byName(append(slices.Clone(a.Errors), serviceA.Errors...)), byName(append(slices.Clone(b.Errors), serviceB.Errors...))
	c.only("error of an operation", prefixed(name, errorsA), prefixed(name, errorsB))
	for _, e := range slices.Sorted(maps.Keys(errorsA)) {
		if errorsB[e] != nil {
			c.shapes(errorsA[e], errorsB[e])
		}
	}
}

// withPages returns the traits of an operation with what the service says of all its pages.
func withPages(op, service shape.Traits) shape.Traits {
	const id = "smithy.api#paginated"
	all, ok := service.Get(id)
	own, has := op.Get(id)
	if !ok || !has {
		return op
	}
	fields := slices.Clone(own.FieldList())
	for _, f := range all.FieldList() {
		if _, ok := own.Field(f.Name); !ok {
			fields = append(fields, f)
		}
	}
	list := slices.DeleteFunc(slices.Collect(op.All()), func(t shape.Trait) bool { return t.ID == id })
	return shape.NewTraits(append(list, shape.Trait{ID: id, Value: shape.ObjectNode(fields, own.Span())})...)
}

func prefixed[V any](owner string, m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for n := range m {
			if !yield(owner + " " + n) {
				return
			}
		}
	}
}

// pair compares two shapes of which either may be absent.
func (c *comparison) pair(what, at string, a, b *shape.Shape) {
	switch {
	case a == nil && b == nil:
	case a == nil:
		c.add(what+": "+onlyTheirs, at)
	case b == nil:
		c.add(what+": "+onlyOurs, at)
	default:
		c.shapes(a, b)
	}
}

// shapes compares two shapes and what they lead to, each pair once.
func (c *comparison) shapes(a, b *shape.Shape) {
	if c.seen[[2]*shape.Shape{a, b}] {
		return
	}
	c.seen[[2]*shape.Shape{a, b}] = true
	at := a.ID.Name()
	if a.Kind != b.Kind {
		c.add(fmt.Sprintf("kind: %s in api-2, %s in Smithy", a.Kind, b.Kind), at)
		return
	}
	if a.Kind.HasNamedMembers() && a.ID.Name() != b.ID.Name() {
		c.add(a.Kind.String()+": name", at+" | "+b.ID.Name())
	}
	if a.Kind.HasNamedMembers() && a.Kind != shape.Enum {
		c.traits(a.Kind.String(), at, a.Traits, b.Traits)
	}
	if a.Kind == shape.Enum {
		c.enums(at, a, b)
		return
	}
	c.members(at, a, b)
}

// enums compares the values of two enums, and the names of those that both have.
func (c *comparison) enums(at string, a, b *shape.Shape) {
	valuesA, valuesB := enumNames(a), enumNames(b)
	c.only("enum value", prefixed(at, valuesA), prefixed(at, valuesB))
	for _, v := range slices.Sorted(maps.Keys(valuesA)) {
		if n, ok := valuesB[v]; ok && n != valuesA[v] {
			c.add("enum value: name", at+" "+valuesA[v]+" | "+n)
		}
	}
}

// enumNames returns the names of an enum's members by their values.
func enumNames(s *shape.Shape) map[string]string {
	out := make(map[string]string, len(s.Members))
	for _, m := range s.Members {
		v, _ := m.Traits.Get("smithy.api#enumValue")
		out[v.Str()] = m.Name
	}
	return out
}

func (c *comparison) members(at string, a, b *shape.Shape) {
	namesA, namesB := memberNames(a), memberNames(b)
	c.only("member", prefixed(at, namesA), prefixed(at, namesB))
	var order [2][]string
	for _, m := range a.Members {
		if namesB[m.Name] == nil {
			continue
		}
		order[0] = append(order[0], m.Name)
		o := namesB[m.Name]
		c.traits("member", at+"$"+m.Name, effective(m), effective(o))
		c.shapes(m.Target, o.Target)
	}
	for _, m := range b.Members {
		if namesA[m.Name] != nil {
			order[1] = append(order[1], m.Name)
		}
	}
	if !slices.Equal(order[0], order[1]) {
		c.add("order of members", at)
	}
}

func memberNames(s *shape.Shape) map[string]*shape.Member {
	out := make(map[string]*shape.Member, len(s.Members))
	for _, m := range s.Members {
		out[m.Name] = m
	}
	return out
}

// targetTraits are the traits of a target that count as those of the member unless it has its own.
var targetTraits = []shape.ID{
	"smithy.api#length", "smithy.api#range", "smithy.api#pattern", "smithy.api#sensitive", "smithy.api#timestampFormat",
	"smithy.api#mediaType", "smithy.api#streaming", "smithy.api#xmlNamespace", "smithy.api#sparse",
}

// effective returns the traits of a member together with those of its target that bear on it.
func effective(m *shape.Member) shape.Traits {
	list := slices.DeleteFunc(slices.Collect(m.Traits.All()), func(t shape.Trait) bool {
		return t.ID == "smithy.api#xmlName" && t.Value.Str() == m.Name
	})
	for _, id := range targetTraits {
		if v, ok := m.Target.Traits.Get(id); ok && !m.Traits.Has(id) && !m.Target.Kind.HasNamedMembers() || ok && m.Target.Kind == shape.Enum {
			list = append(list, shape.Trait{ID: id, Value: v})
		}
	}
	return shape.NewTraits(list...)
}

// unseen are the traits that no client is changed by: what is for tools, for the documentation of permissions, and for tests.
var unseen = map[shape.ID]bool{
	"smithy.api#tags": true, "smithy.api#suppress": true, "smithy.api#addedDefault": true, "smithy.api#notProperty": true,
	"smithy.api#resourceIdentifier": true, "smithy.test#smokeTests": true, "aws.api#tagEnabled": true, "aws.api#data": true,
	"aws.iam#iamAction": true, "aws.iam#conditionKeys": true, "aws.iam#defineConditionKeys": true, "aws.iam#disableConditionKeyInference": true,
	"aws.iam#supportedPrincipalTypes": true, "smithy.api#examples": true, "smithy.rules#endpointBdd": true,
}

// traits compares the traits of two shapes or members.
func (c *comparison) traits(what, at string, a, b shape.Traits) {
	for t := range a.All() {
		if unseen[t.ID] {
			continue
		}
		theirs, ok := b.Get(t.ID)
		if !ok {
			if t.ID != documentationID {
				c.add(what+" "+string(t.ID)+": "+onlyOurs, at+" "+plain(t.Value))
			}
			continue
		}
		if x, y := plain(normal(t.ID, t.Value)), plain(normal(t.ID, theirs)); x != y {
			c.add(what+" "+string(t.ID)+": value", at+" "+x+" | "+y)
		}
	}
	for t := range b.All() {
		if !unseen[t.ID] && !a.Has(t.ID) && t.ID != documentationID {
			c.add(what+" "+string(t.ID)+": "+onlyTheirs, at+" "+plain(t.Value))
		}
	}
}

// normal returns a value without what means the same as its absence.
func normal(id shape.ID, v shape.Node) shape.Node {
	zero := map[shape.ID]string{"smithy.api#length": "min", "aws.protocols#httpChecksum": "requestChecksumRequired"}[id]
	var keep []string
	switch id {
	case "aws.api#service": // the rest is for tools
		keep = []string{"sdkId", "arnNamespace", "endpointPrefix"}
	case "smithy.api#http":
		if _, ok := v.Field("code"); !ok {
			return shape.ObjectNode(append(slices.Clone(v.FieldList()), shape.Field{Name: "code", Value: shape.NumberNode("200", v.Span())}), v.Span())
		}
		return v
	case "smithy.rules#endpointRuleSet": // the types of parameters were once written with a capital
		return lowered(v)
	}
	var out []shape.Field
	for _, f := range v.FieldList() {
		isZero := f.Name == zero && (f.Value.Num() == "0" || f.Value.Kind() == shape.NodeBool && !f.Value.Bool())
		if !isZero && (keep == nil || slices.Contains(keep, f.Name)) {
			out = append(out, f)
		}
	}
	if v.Kind() != shape.NodeObject {
		return v
	}
	return shape.ObjectNode(out, v.Span())
}

// lowered returns a rule set with the types of its parameters in lower case.
func lowered(v shape.Node) shape.Node {
	if v.Kind() != shape.NodeObject {
		return v
	}
	var out []shape.Field
	for _, f := range v.FieldList() {
		switch {
		case f.Name == "type" && f.Value.Kind() == shape.NodeString:
			f.Value = shape.StringNode(strings.ToLower(f.Value.Str()), f.Span)
		case f.Name != "rules":
			f.Value = lowered(f.Value)
		}
		out = append(out, f)
	}
	return shape.ObjectNode(out, v.Span())
}

// plain writes a value in one way, the keys of its objects sorted; white space in texts counts as one space.
func plain(n shape.Node) string {
	switch n.Kind() {
	case shape.NodeObject:
		var parts []string
		for k, v := range n.Fields() {
			parts = append(parts, k+": "+plain(v))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ", ") + "}"
	case shape.NodeArray:
		var parts []string
		for _, v := range n.Elems() {
			parts = append(parts, plain(v))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case shape.NodeString:
		return strings.Join(strings.Fields(n.Str()), " ")
	case shape.NodeNumber:
		if v, ok := n.Int64(); ok {
			return fmt.Sprint(v)
		}
		return n.Num()
	case shape.NodeBool:
		return fmt.Sprint(n.Bool())
	}
	return "null"
}
