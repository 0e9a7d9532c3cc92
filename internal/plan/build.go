// Building a plan: which operations, then the shapes that they reach.

package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// Options says what a user asks for.
type Options struct {
	Service      shape.ID // must be a service of the model
	Ops          []string // names of operations; none for all
	Protocol     string   // by name; empty for the first by priority
	Package      string   // the package's name; empty for the service's
	GenerateLine string   // what to put behind "//go:generate"
	Tests        bool     // plan tests of the cases of the model's protocol tests
	RuleSet      bool     // where a service has both a rule set and a decision diagram for its endpoints, take the rule set
}

type builder struct {
	model   *shape.Model
	service *shape.Shape
	opts    Options
	diags   *diag.List
	names   *names

	pkg            *Package
	chosen         []*shape.Shape        // operations
	reached        []*shape.Shape        // data shapes, in the order of their ids
	isInput        map[*shape.Shape]bool // reached from an input
	isOutput       map[*shape.Shape]bool // an output itself
	isReply        map[*shape.Shape]bool // reached from an output or error
	arguments      map[*shape.Shape]bool // an input itself
	validated      map[*shape.Shape]bool
	recursive      map[*shape.Shape]bool
	collections    map[*shape.Shape]Collection
	patterns       map[string]string // by the model's text
	patternVars    scope
	collectionVars scope
	methods        map[string]string // operation name → method, for links in documentation
	fields         map[*shape.Member]Field
}

// Build plans the package of a service. What is wrong is added to diags; the plan is then nil or not to be used.
func Build(m *shape.Model, opts Options, diags *diag.List) *Package {
	b := &builder{
		model: m, service: m.Shape(opts.Service), opts: opts, diags: diags, pkg: &Package{},
		isInput: map[*shape.Shape]bool{}, isOutput: map[*shape.Shape]bool{}, isReply: map[*shape.Shape]bool{}, arguments: map[*shape.Shape]bool{}, validated: map[*shape.Shape]bool{}, recursive: map[*shape.Shape]bool{},
		collections: map[*shape.Shape]Collection{}, collectionVars: scope{}, patterns: map[string]string{}, patternVars: scope{}, methods: map[string]string{},
		fields: map[*shape.Member]Field{},
	}
	if b.service == nil || b.service.Kind != shape.Service {
		diags.Errorf(m.Metadata().Span(), "service.missing", "the model has no service %s", opts.Service)
		return nil
	}
	var ok bool
	if b.pkg.Protocol, ok = b.chooseProtocol(); !ok {
		return nil
	}
	b.pkg.Auth = b.chooseAuth()
	all := m.Operations(b.service)
	b.names = nameAll(m, b.service, all)
	operations := b.choose(all)
	if diags.HasErrors() {
		return nil
	}
	b.describeService()
	b.planEndpoints()
	b.specializePackage()
	b.reach(operations)
	b.addTypes()
	b.addOperations(operations)
	b.addAuth(operations)
	b.addPresign()
	b.bindEndpoints()
	b.describeNeeded()
	b.addPages()
	b.addWaiters()
	if opts.Tests {
		b.addTests()
	}
	return b.pkg
}

// choose returns the operations that were asked for, without those that cannot be printed yet.
func (b *builder) choose(all []*shape.Shape) []*shape.Shape {
	byName := map[string]*shape.Shape{}
	var known []string
	for _, op := range all {
		name := shapeName(b.service, op)
		byName[name] = op
		known = append(known, name)
	}
	chosen := all
	if len(b.opts.Ops) > 0 {
		chosen = nil
		for _, name := range b.opts.Ops {
			op := byName[strings.TrimSpace(name)]
			if op == nil {
				b.diags.Errorf(b.service.Span, "operation.unknown", "service %s has no operation %s%s", b.service.ID.Name(), name, didYouMean(name, known))
			} else if !slices.Contains(chosen, op) {
				chosen = append(chosen, op)
			}
		}
	}
	chosen = b.withNeeded(chosen, all)
	if len(all) == 0 {
		b.diags.Errorf(b.service.Span, "operation.missing", "service %s has no operations, so there is nothing to generate", b.service.ID.Name())
	}
	return slices.DeleteFunc(slices.Clone(chosen), func(op *shape.Shape) bool { return !b.printable(op) })
}

func didYouMean(name string, known []string) string {
	if near := diag.Nearest(name, slices.Values(known)); near != "" {
		return ": did you mean " + near + "?"
	}
	return ""
}

// printable reports whether the operation can be printed; a warning or an error says why not.
func (b *builder) printable(op *shape.Shape) bool {
	if !b.streamable(op) {
		return false
	}
	if b.pkg.Protocol.rest && !op.Traits.Has("smithy.api#http") {
		b.diags.Errorf(op.Span, "http.missing", "operation %s has no http trait, which protocol %s needs: give it a method and a uri", op.ID.Name(), b.pkg.Protocol.Name)
		return false
	}
	return true
}

func (b *builder) describeService() {
	p := b.pkg
	p.Service = b.service.ID
	p.XML = b.xmlOf(b.service.Traits)
	p.Transient = b.ofAWS()
	p.QueryErrors = b.service.Traits.Has("aws.protocols#awsQueryCompatible")
	p.Version = oneLine(b.service.Version)
	p.SDKID = b.service.ID.Name()
	if v, ok := b.service.Trait("aws.api#service"); ok {
		if id := field(v, "sdkId"); id != "" {
			p.SDKID = id
		}
	}
	p.ServiceName = p.SDKID
	if v, ok := b.service.Trait("smithy.api#title"); ok && v.Str() != "" {
		p.ServiceName = oneLine(v.Str())
	}
	p.Name = b.opts.Package
	if p.Name == "" {
		p.Name = packageName(p.SDKID)
	}
	p.GenerateLine = b.opts.GenerateLine
}

// reach finds the shapes that the operations use and what they are used for.
func (b *builder) reach(operations []*shape.Shape) {
	b.chosen = operations
	var inputs, replies []*shape.Shape
	roots := slices.Clone(operations)
	for _, op := range operations {
		b.methods[op.ID.Name()] = exported(shapeName(b.service, op))
		if op.Input != nil {
			inputs = append(inputs, op.Input)
			b.arguments[op.Input] = true
		}
		if op.Output != nil {
			b.isOutput[op.Output] = true
			replies = append(replies, op.Output)
		}
		replies = append(replies, b.model.OperationErrors(b.service, op)...)
	}
	roots = append(roots, b.service.Errors...)
	b.reached = withoutUnit(b.model.Closure(roots))
	for _, s := range b.model.Closure(inputs) {
		b.isInput[s] = true
	}
	for _, s := range b.model.Closure(replies) {
		b.isReply[s] = true
	}
	b.pkg.Reached = len(b.reached)
	b.findValidated()
}

const unit = "smithy.api#Unit"

// withoutUnit drops the unit shape, which every enum's members target, unless it is a variant of a union.
func withoutUnit(shapes []*shape.Shape) []*shape.Shape {
	for _, s := range shapes {
		if s.Kind == shape.Union && slices.ContainsFunc(s.Members, func(m *shape.Member) bool { return m.Target.ID == unit }) {
			return shapes
		}
	}
	return slices.DeleteFunc(shapes, func(s *shape.Shape) bool { return s.ID == unit })
}

// addTypes plans every shape that becomes a Go type.
func (b *builder) addTypes() {
	for _, s := range b.reached {
		switch s.Kind {
		case shape.Structure:
			st := b.structure(s)
			if st.Error != nil {
				b.pkg.Errors = append(b.pkg.Errors, *st)
			} else {
				b.pkg.Types = append(b.pkg.Types, Type{Struct: st})
			}
		case shape.Union:
			b.pkg.Types = append(b.pkg.Types, Type{Union: b.union(s)})
		case shape.Enum, shape.IntEnum:
			b.pkg.Enums = append(b.pkg.Enums, b.enum(s))
		}
	}
	slices.SortFunc(b.pkg.Errors, func(x, y Struct) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(b.pkg.Enums, func(x, y Enum) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(b.pkg.Collections, func(x, y Collection) int { return cmp.Compare(x.Var, y.Var) })
	slices.SortFunc(b.pkg.Patterns, func(x, y Pattern) int { return cmp.Compare(x.Var, y.Var) })
}

// addOperations plans the methods, and empty structs for what they lack.
func (b *builder) addOperations(operations []*shape.Shape) {
	for _, op := range operations {
		b.pkg.Operations = append(b.pkg.Operations, b.operation(op))
	}
	slices.SortFunc(b.pkg.Operations, func(x, y Operation) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(b.pkg.Types, func(x, y Type) int { return cmp.Compare(x.Name(), y.Name()) })
}

func (b *builder) operation(op *shape.Shape) Operation {
	name := exported(shapeName(b.service, op))
	http, _ := op.Trait("smithy.api#http")
	o := Operation{
		Name: name, ShapeName: op.ID.Name(), Var: "op" + name,
		Input:  b.inOrOut(op.Input, b.names.inputs[op], name, "is the empty input of"),
		Output: b.inOrOut(op.Output, b.names.outs[op], name, "is the empty output of"),
		Method: field(http, "method"), URI: field(http, "uri"),
		NoInput:         op.Input == nil,
		UnsignedPayload: op.Traits.Has("aws.auth#unsignedPayload"),
		Idempotent:      b.repeatable(op),
		Digest:          b.md5(op),
		Checksum:        b.checksums(op),
		Streams:         streams(op, ""),
		KnownLength:     streams(op, "smithy.api#requiresLength"),
		UnwrappedOutput: op.Traits.Has("aws.customizations#s3UnwrappedXmlOutput"),
		Compress:        compression(op),
		Discovered:      b.discovered(op),
	}
	if v, ok := op.Trait("smithy.api#endpoint"); ok {
		o.Steps = append(o.Steps, Step{Type: "HostPrefix", Field: "Template", Value: field(v, "hostPrefix")})
	}
	for _, e := range b.model.OperationErrors(b.service, op) {
		o.Errors = append(o.Errors, b.names.shapes[e])
	}
	slices.Sort(o.Errors)
	b.describeStreams(op, &o)
	b.specializeOperation(&o)
	o.Doc = b.operationDoc(op, o)
	return o
}

// inOrOut returns the type of an input or output, adding an empty struct where the operation has none.
func (b *builder) inOrOut(s *shape.Shape, empty, operation, what string) string {
	if s != nil {
		return b.names.shapes[s]
	}
	b.pkg.Types = append(b.pkg.Types, Type{Struct: &Struct{
		Name: empty, ShapeName: empty, Table: "schema" + empty,
		Doc: []string{empty + " " + what + " [Client." + operation + "]."},
	}})
	return empty
}
