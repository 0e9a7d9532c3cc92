// Operations that other operations need: one that says where calls go, and one that gives out the credentials of a resource.
// Both are printed whether they were asked for or not.

package plan

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// The traits of https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery.
const (
	discoveryTrait  shape.ID = "aws.api#clientEndpointDiscovery"
	discoveredTrait shape.ID = "aws.api#clientDiscoveredEndpoint"
	discoveryID     shape.ID = "aws.api#clientEndpointDiscoveryId"
)

// Discovery is how the service is asked where calls go.
type Discovery struct {
	Method   string // of the client
	Input    string // its Go type
	Error    string // the code of the error that says that an address is none any more; empty for none
	Optional bool   // some operations can do without, so that the user has a say

	// The fields that matter: those of the input may be empty.
	Operation, Identifiers, Endpoints string

	// Address and Minutes are Go expressions, of an element that is called e.
	Address, Minutes string

	PointsAtOperation bool // the field Operation is a pointer
}

// Dereferences reports whether fields of the answer are pointers.
func (d *Discovery) Dereferences() bool {
	return strings.HasPrefix(d.Address, "aws.") || strings.HasPrefix(d.Minutes, "aws.")
}

// Sessions is how calls on a resource are signed with credentials that an operation gives out for it.
type Sessions struct {
	ShapeName string // of the operation
	Resource  string // the member of inputs, and the field of the operation's, that names the resource
	Noun      string // what people call it
	Header    string // where the token goes

	Method, Input string // as in Discovery
	Base          string // the Go expression of the scheme that the operation itself is signed with
}

// presignedCopy is the step of operations that reach into another Region.
const presignedCopy = "PresignedCopy"

// Regions reports whether there are operations that reach from one Region into another.
func (p *Package) Regions() bool {
	return slices.ContainsFunc(p.Operations, func(o Operation) bool {
		return slices.ContainsFunc(o.Steps, func(s Step) bool { return s.Type == presignedCopy })
	})
}

// SelfCalling reports whether the client makes calls by itself.
func (p *Package) SelfCalling() bool { return p.Discovery != nil || p.Sessions != nil }

// discovery returns the operation that the service is asked with where calls go; nil if it has none.
func (b *builder) discovery() *shape.Shape {
	v, ok := b.service.Trait(discoveryTrait)
	if !ok {
		return nil
	}
	return b.model.Shape(shape.ID(field(v, "operation")))
}

// discovered returns what the trait says of an operation; nil if the service is not asked where its calls go.
func (b *builder) discovered(op *shape.Shape) *DiscoveredEndpoint {
	v, ok := op.Trait(discoveredTrait)
	by := b.discovery()
	if !ok || by == nil || by == op {
		return nil
	}
	required, _ := v.Field("required")
	d := &DiscoveredEndpoint{Required: required.Bool()}
	if op.Input != nil {
		for _, m := range op.Input.Members {
			if m.Traits.Has(discoveryID) {
				d.Members = append(d.Members, m.Name)
			}
		}
	}
	return d
}

// DiscoveredEndpoint says of an operation that the service is asked where its calls go.
type DiscoveredEndpoint struct {
	Required bool
	Members  []string // of its input, that the answer depends on
}

// withNeeded adds the operations to the chosen ones that those need.
func (b *builder) withNeeded(chosen, all []*shape.Shape) []*shape.Shape {
	for _, op := range all {
		needs := func(other *shape.Shape) bool { return other != op && b.needs(other, op) }
		if !slices.Contains(chosen, op) && slices.ContainsFunc(chosen, needs) {
			chosen = append(slices.Clip(chosen), op)
		}
	}
	return chosen
}

// needs reports whether an operation cannot do without another.
func (b *builder) needs(op, other *shape.Shape) bool {
	if other == b.discovery() {
		return b.discovered(op) != nil
	}
	for _, s := range b.special() {
		if s.sessions != nil && s.sessions.ShapeName == other.ID.Name() && op.Input != nil && op.Input.Member(s.sessions.Resource) != nil {
			return true
		}
	}
	return false
}

// describeNeeded plans what the client does with those operations.
func (b *builder) describeNeeded() {
	by := b.discovery()
	for _, op := range b.chosen {
		d := b.discovered(op)
		if d == nil {
			continue
		}
		if b.pkg.Discovery == nil {
			b.pkg.Discovery = b.describeDiscovery(by)
		}
		if b.pkg.Discovery != nil {
			b.pkg.Discovery.Optional = b.pkg.Discovery.Optional || !d.Required
		}
	}
	for _, s := range b.special() {
		i := slices.IndexFunc(b.pkg.Operations, func(o Operation) bool { return s.sessions != nil && o.ShapeName == s.sessions.ShapeName })
		if i >= 0 {
			o, planned := b.pkg.Operations[i], *s.sessions
			planned.Method, planned.Input = o.Name, o.Input
			b.signBySession(&planned)
		}
	}
}

// signBySession adds a scheme to the client's: it needs the one that it is based on.
func (b *builder) signBySession(s *Sessions) {
	schemes := b.pkg.Identity.Schemes
	i := slices.IndexFunc(schemes, func(expr string) bool { return strings.HasPrefix(expr, "sigv4.Scheme(") })
	if i < 0 {
		return
	}
	s.Base, schemes[i] = schemes[i], "signer"
	b.pkg.Identity.Schemes = slices.Concat(schemes, []string{"c.sessions(signer)"})
	b.pkg.Sessions = s
}

// describeDiscovery reads how the service is asked; nil, with a warning, if the operation is not as the trait wants it.
func (b *builder) describeDiscovery(by *shape.Shape) *Discovery {
	d := &Discovery{Method: exported(shapeName(b.service, by)), Input: b.names.inputs[by]}
	if v, ok := b.service.Trait(discoveryTrait); ok {
		d.Error = shape.ID(field(v, "error")).Name()
	}
	if by.Input != nil {
		d.Input = b.names.shapes[by.Input]
		operation := b.fieldOf(by.Input, "Operation")
		d.Operation, d.PointsAtOperation = operation.Name, operation.Type.Kind == Pointer
		d.Identifiers = b.fieldOf(by.Input, "Identifiers").Name
	}
	if by.Output != nil {
		d.Endpoints = b.fieldOf(by.Output, "Endpoints").Name
	}
	if m := b.member(by.Output, "Endpoints"); m != nil && m.Target.Kind == shape.List && !m.Target.Traits.Has("smithy.api#sparse") {
		if e := m.Target.Member("member").Target; e.Kind == shape.Structure {
			d.Address = plainly(b.fieldOf(e, "Address"), "ToString")
			d.Minutes = plainly(b.fieldOf(e, "CachePeriodInMinutes"), "ToInt64")
		}
	}
	if d.Address == "" || d.Minutes == "" {
		b.diags.Warnf(by.Span, "discovery.unusable", "operation %s gives out no list Endpoints of structures with Address and "+
			"CachePeriodInMinutes, so that calls go where the service's rules say", by.ID.Name())
		return nil
	}
	return d
}

// plainly is the expression of a field's value, of e; empty if there is no such field.
func plainly(f Field, function string) string {
	switch {
	case f.Name == "":
		return ""
	case f.Type.Kind == Pointer:
		return "aws." + function + "(e." + f.Name + ")"
	default:
		return "e." + f.Name
	}
}

// fieldOf returns the field that a structure's member became.
func (b *builder) fieldOf(s *shape.Shape, member string) Field {
	for _, t := range b.pkg.Types {
		if t.Struct == nil || t.Struct.Name != b.names.shapes[s] {
			continue
		}
		for _, f := range t.Struct.Fields {
			if f.Row.Member == member {
				return f
			}
		}
	}
	return Field{}
}

// member returns a member of a structure, which may be nil.
func (b *builder) member(s *shape.Shape, name string) *shape.Member {
	if s == nil {
		return nil
	}
	return s.Member(name)
}
