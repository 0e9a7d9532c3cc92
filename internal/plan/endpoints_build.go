// Endpoints: how a service's rules become part of its package: from the client's configuration and an operation's input to the
// parameters of the rules.

package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/rules"
	"github.com/smithwright/smithwright/internal/shape"
)

// EndpointConfig is a field of Config that only the rules look at.
type EndpointConfig struct {
	Name, Type string
	Doc        []string

	param string // the parameter of the client, in the model; empty for a built-in
}

// EndpointBind is a function that sets the parameters of the rules which an operation has.
type EndpointBind struct {
	Func  string
	Doc   []string
	Input string // the Go type of the operation's input; empty if nothing of it is used
	Sets  []EndpointSet
	Paths []*PathFunc
}

// EndpointSet sets a parameter.
type EndpointSet struct {
	Field string
	Value string // a Go expression
	Guard string // a condition; empty for none
}

// planEndpoints plans the rules of the service, if it has any. Rules that cannot be compiled are left out with a warning.
func (b *builder) planEndpoints() {
	if program := b.rules(); program != nil {
		b.pkg.Endpoints = PlanEndpoints(program)
		b.configureEndpoints(b.pkg.Endpoints)
	}
}

// bindEndpoints plans what the operations say of their endpoints.
func (b *builder) bindEndpoints() {
	e := b.pkg.Endpoints
	if e == nil {
		return
	}
	names := newScope()
	for _, op := range b.chosen {
		names["endpoint"+b.methodName(op)] = true
	}
	for _, op := range b.chosen {
		bind := b.bindEndpoint(e, op, names)
		if len(bind.Sets) == 0 {
			continue
		}
		e.Bindings = append(e.Bindings, bind)
		for i := range b.pkg.Operations {
			if o := &b.pkg.Operations[i]; o.Name == b.methodName(op) {
				o.Endpoint = bind.Func
			}
		}
	}
	slices.SortFunc(e.Bindings, func(x, y EndpointBind) int { return strings.Compare(x.Func, y.Func) })
}

// rules reads the service's program: of the diagram, if it has one that can be read and no rule set is asked for.
func (b *builder) rules() *rules.Program {
	type form struct {
		trait shape.ID
		parse func(shape.Node) (*rules.Program, []rules.Problem)
	}
	forms := []form{{rules.DiagramTrait, rules.ParseDiagram}, {rules.RuleSetTrait, rules.ParseRuleSet}}
	if b.opts.RuleSet {
		slices.Reverse(forms)
	}
	for _, f := range forms {
		v, ok := b.service.Trait(f.trait)
		if !ok {
			continue
		}
		program, problems := f.parse(v)
		if program != nil && program.Version.Major == 1 {
			return program
		}
		if program != nil {
			problems = []rules.Problem{{Span: program.Span, Message: "they are of a version that is not known: only 1.x is"}}
		}
		for _, p := range problems {
			b.diags.Add(diag.Diagnostic{
				Code: "endpoints.unusable", Severity: diag.Warning, Span: p.Span, Shape: string(b.service.ID),
				Message: "the endpoint's rules cannot be used, so that clients need an address: " + p.Message,
			})
		}
	}
	return nil
}

// endpointOptions are the built-in parameters that a client is configured for, beside its Region and Endpoint.
var endpointOptions = map[string]EndpointConfig{
	"AWS::UseFIPS": {Name: "UseFIPS", Type: "bool", Doc: []string{
		"UseFIPS sends requests to hosts whose cryptography is validated by FIPS 140.",
	}},
	"AWS::UseDualStack": {Name: "UseDualStack", Type: "bool", Doc: []string{
		"UseDualStack sends requests to hosts that have IPv6 beside IPv4.",
	}},
	"AWS::Auth::AccountIdEndpointMode": {Name: "AccountIDEndpointMode", Type: "string", Doc: []string{
		`AccountIDEndpointMode says whether the id of the account becomes part of the address: "preferred" does so where`,
		`the credentials tell it, which is the default; "required" fails without it; "disabled" does not.`,
	}},
	"AWS::S3::ForcePathStyle": {Name: "UsePathStyle", Type: "bool", Doc: []string{
		"UsePathStyle leaves the names of buckets in the path, where they otherwise move into the host's name if they can.",
	}},
	"AWS::S3::Accelerate": {Name: "UseAccelerate", Type: "bool", Doc: []string{
		"UseAccelerate sends requests by way of the edge location that is next, to buckets that are set up for it.",
	}},
	"AWS::S3::UseArnRegion": {Name: "UseARNRegion", Type: "*bool", Doc: []string{
		"UseARNRegion sends a request for a resource that is named by an ARN to the Region of that, and does so if nil. Otherwise",
		"such a request fails if the Region is another.",
	}},
	"AWS::S3Control::UseArnRegion": {Name: "UseARNRegion", Type: "*bool", Doc: []string{
		"UseARNRegion sends a request for a resource that is named by an ARN to the Region of that, and does so if nil. Otherwise",
		"such a request fails if the Region is another.",
	}},
	"AWS::S3::DisableMultiRegionAccessPoints": {Name: "DisableMultiRegionAccessPoints", Type: "bool", Doc: []string{
		"DisableMultiRegionAccessPoints refuses requests to access points that are in no single Region.",
	}},
	"AWS::S3::UseGlobalEndpoint": {Name: "UseGlobalEndpoint", Type: "bool", Doc: []string{
		"UseGlobalEndpoint sends requests to the service's old address for all Regions, where the Region is us-east-1.",
	}},
	"AWS::STS::UseGlobalEndpoint": {Name: "UseGlobalEndpoint", Type: "bool", Doc: []string{
		"UseGlobalEndpoint sends requests to the service's old address for all Regions, where the Region is an old one.",
	}},
}

// configured are fields that every Config may have, and what printed code reads of its options.
var configured = []string{"Region", "Credentials", "Endpoint", "EndpointDiscovery", "Options", "Token", "APIKey", "Login", "Clock"}

// configureEndpoints plans the fields of Config for parameters that are a client's, and what they set.
func (b *builder) configureEndpoints(e *Endpoints) {
	clients, _ := b.service.Trait("smithy.rules#clientContextParams")
	taken := newScope(configured)
	for _, option := range endpointOptions {
		taken[option.Name] = true
	}
	for i := range e.Params {
		p := &e.Params[i]
		asClient, client := clients.Field(p.Model)
		switch option, known := endpointOptions[p.param.BuiltIn]; {
		case p.param.BuiltIn == "AWS::Region":
			e.Region = true
			e.set(p, "endpoints.Given(cfg.Region)")
		case p.param.BuiltIn == "SDK::Endpoint":
			e.set(p, "endpoints.Given(cfg.Endpoint)")
		case p.param.BuiltIn == "AWS::Auth::AccountId":
		case known && option.Name == "AccountIDEndpointMode":
			e.Config = append(e.Config, option)
			e.set(p, "endpoints.AccountMode(cfg."+option.Name+")")
		case known && (option.Type == p.Type || p.Value == "bool"):
			option.Type = p.Type
			e.Config = append(e.Config, option)
			e.set(p, "cfg."+option.Name)
		case client || p.param.BuiltIn != "":
			b.configureParam(e, p, taken.take(p.Name, "Parameter"), field(asClient, "documentation"))
		}
	}
}

// configureParam plans a field of Config for a parameter that the model gives to clients. doc is what it says of it there.
func (b *builder) configureParam(e *Endpoints, p *EndpointParam, name, doc string) {
	c := EndpointConfig{Name: name, Type: p.Type, param: p.Model}
	value := "cfg." + name
	if p.Type == "*string" {
		c.Type, value = "string", "endpoints.Given("+value+")"
	}
	c.Doc = doctext.Lead(name, cmp.Or(doc, p.param.Doc), doctext.Options{Width: docWidth})
	if len(c.Doc) == 0 {
		c.Doc = []string{name + " is a parameter of the rules for endpoints."}
	}
	e.Config = append(e.Config, c)
	e.set(p, value)
}

func (e *Endpoints) set(p *EndpointParam, value string) {
	e.Base = append(e.Base, EndpointSet{Field: p.Name, Value: value})
}

// paramDoc is the comment of a field of EndpointParameters.
func paramDoc(p *EndpointParam) []string {
	var more []string
	switch {
	case p.Default != "":
		more = append(more, "If it is nil, it is "+p.Default+".")
	case p.Required:
		more = append(more, "Required.")
	}
	if d := p.param.Deprecated; d != nil {
		message := "Deprecated: " + oneLine(d.Message)
		if d.Message == "" {
			message += "the rules deprecate it."
		}
		more = append(more, message)
	}
	doc := doctext.Lead(p.Name, p.param.Doc, doctext.Options{Width: docWidth, Append: more})
	if len(doc) == 0 {
		doc = append([]string{p.Name + " is a parameter of the rules."}, more...)
	}
	return doc
}

// bindEndpoint plans what an operation sets. Of several sources, the most specific one stands.
func (b *builder) bindEndpoint(e *Endpoints, op *shape.Shape, names scope) EndpointBind {
	name := b.methodName(op)
	bind := EndpointBind{
		Func: "endpoint" + name,
		Doc:  []string{"endpoint" + name + " sets what [Client." + name + "] says of its endpoint."},
	}
	static, _ := op.Trait("smithy.rules#staticContextParams")
	paths, _ := op.Trait("smithy.rules#operationContextParams")
	for i := range e.Params {
		p := &e.Params[i]
		if v, ok := static.Field(p.Model); ok {
			if value, ok := v.Field("value"); ok && e.bindStatic(&bind, p, value) {
				continue
			}
		}
		if m := contextMember(op, p.Model); m != nil && b.bindMember(&bind, p, op, m) {
			continue
		}
		if v, ok := paths.Field(p.Model); ok && op.Input != nil {
			b.bindPath(&bind, p, op, v, names)
		}
	}
	return bind
}

// contextMember is the member of the operation's input that is bound to a parameter; nil for none.
func contextMember(op *shape.Shape, param string) *shape.Member {
	if op.Input == nil {
		return nil
	}
	for _, m := range op.Input.Members {
		if v, ok := m.Traits.Get("smithy.rules#contextParam"); ok && field(v, "name") == param {
			return m
		}
	}
	return nil
}

// bindStatic sets a parameter to what the model says; false where that is of another type.
func (e *Endpoints) bindStatic(bind *EndpointBind, p *EndpointParam, v shape.Node) bool {
	set := EndpointSet{Field: p.Name}
	switch {
	case p.Value == "bool" && v.Kind() == shape.NodeBool:
		set.Value = "false"
		if v.Bool() {
			set.Value = "true"
		}
		if p.Plain() {
			break
		}
		set.Value = "&" + e.static("static"+exported(set.Value), set.Value)
	case p.Value == "string" && v.Kind() == shape.NodeString:
		set.Value = "&" + e.static("static", quoted(v.Str()))
	case p.Value == "[]string" && v.Kind() == shape.NodeArray:
		list := []string{}
		for _, item := range v.Elems() {
			list = append(list, quoted(item.Str()))
		}
		set.Value = e.static("static", "[]string{"+strings.Join(list, ", ")+"}")
	default:
		return false
	}
	bind.Sets = append(bind.Sets, set)
	return true
}

func (e *Endpoints) static(kind, value string) string {
	s := statics{list: e.Statics, names: map[string]string{}}
	for _, v := range e.Statics {
		s.names[v.Value] = v.Name
	}
	name := s.of(kind, value)
	e.Statics = s.list
	return name
}

// bindMember sets a parameter to a member of the input; false where its type does not fit.
func (b *builder) bindMember(bind *EndpointBind, p *EndpointParam, op *shape.Shape, m *shape.Member) bool {
	f := b.inputField(op, m)
	if f == nil {
		return false
	}
	at := "r." + f.Name
	set := EndpointSet{Field: p.Name, Value: at}
	pointer := f.Type.Kind == Pointer
	kind := f.Row.Type.Kind
	switch {
	case p.Value == "[]string" && kind == "List" && f.Type.Kind == Slice && f.Type.Elem.Name == "string":
	case p.Value == "string" && kind == "String":
		typ := f.Type
		if pointer {
			typ = *f.Type.Elem
			set.Guard = at + " != nil"
		} else {
			set.Value, set.Guard = "&"+at, at+` != ""`
		}
		if typ.Name != "string" {
			set.Value = "(*string)(" + set.Value + ")"
		}
	case p.Value == "bool" && kind == "Bool" && p.Plain() && pointer:
		set.Value, set.Guard = "*"+at, at+" != nil"
	case p.Value == "bool" && kind == "Bool" && pointer:
		set.Guard = at + " != nil"
	case p.Value == "bool" && kind == "Bool" && !p.Plain():
		set.Value = "&" + at
	case p.Value == "bool" && kind == "Bool":
	default:
		return false
	}
	bind.Input = b.names.shapes[op.Input]
	bind.Sets = append(bind.Sets, set)
	return true
}

// inputField is the planned field of a member of an operation's input; nil for none.
func (b *builder) inputField(op *shape.Shape, m *shape.Member) *Field {
	name := b.names.shapes[op.Input]
	for _, t := range b.pkg.Types {
		if t.Struct == nil || t.Struct.Name != name {
			continue
		}
		for i := range t.Struct.Fields {
			if f := &t.Struct.Fields[i]; f.Row.Member == m.Name {
				return f
			}
		}
	}
	return nil
}

// bindPath sets a parameter to what a path finds in the input.
func (b *builder) bindPath(bind *EndpointBind, p *EndpointParam, op *shape.Shape, v shape.Node, names scope) {
	path, ok := v.Field("path")
	if !ok {
		return
	}
	result := map[string]PathResult{"string": PathTextPtr, "bool": PathBoolPtr, "[]string": PathTexts}[p.Value]
	f := b.inputPath(op, names.take(bind.Func+p.Name, "Path"), path, result, "the endpoint's parameter "+p.Model+" stays unset")
	if f == nil {
		return
	}
	f.Doc = []string{f.Name + " finds " + p.Name + " in the input of [Client." + b.methodName(op) + "]."}
	set := EndpointSet{Field: p.Name, Value: f.Name + "(r)"}
	if p.Plain() {
		set.Value = "endpoints.Or(" + set.Value + ", p." + p.Name + ")"
	} else {
		set.Guard = "v := " + set.Value + "; v != nil"
		set.Value = "v"
	}
	bind.Input = b.names.shapes[op.Input]
	bind.Paths = append(bind.Paths, f)
	bind.Sets = append(bind.Sets, set)
}

// NeedsPackage reports whether the constructor of the client refers to package endpoints.
func (e *Endpoints) NeedsPackage() bool {
	return e.Account != "" || slices.ContainsFunc(e.Base, func(s EndpointSet) bool { return strings.Contains(s.Value, "endpoints.") })
}

// HasRegion reports whether clients are configured with a Region: the signature or the rules for endpoints need it.
func (p *Package) HasRegion() bool { return p.Auth != nil || p.Endpoints != nil && p.Endpoints.Region }

// UsesSigV4 reports whether the constructor of the client refers to package sigv4: for the signature, or for the address of a
// service without rules.
func (p *Package) UsesSigV4() bool {
	return p.Auth != nil && (p.Endpoints == nil || p.Sessions != nil) || slices.ContainsFunc(p.Identity.Schemes, func(s string) bool {
		return strings.HasPrefix(s, "sigv4.")
	})
}
